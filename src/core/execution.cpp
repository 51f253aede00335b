#include <foreplan/core/execution.hpp>

#include <atomic>

namespace foreplan::inline v0 {

struct CancelToken::Flag {
  std::atomic<bool> raised{false};
};

CancelToken::CancelToken() : flag_(std::make_shared<Flag>()) {}
CancelToken::CancelToken(const CancelToken&) = default;
CancelToken::CancelToken(CancelToken&& other) noexcept : flag_(other.flag_) {}  // both stay usable
CancelToken& CancelToken::operator=(const CancelToken&) = default;
CancelToken& CancelToken::operator=(CancelToken&& other) noexcept {
  flag_ = other.flag_;
  return *this;
}
CancelToken::~CancelToken() = default;
void CancelToken::cancel() const noexcept { flag_->raised.store(true, std::memory_order_relaxed); }
bool CancelToken::cancelled() const noexcept { return flag_->raised.load(std::memory_order_relaxed); }

}  // namespace foreplan::inline v0
