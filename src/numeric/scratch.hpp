#pragma once
#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace foreplan::inline v0::numeric {

/// Room for numbers that nobody sees afterwards: up to `kFew` of them stand in the object itself, more on the heap.
/// What is in them at first is not said.
template <std::size_t kFew>
class Scratch {
 public:
  explicit Scratch(std::size_t count) : more_(count > kFew ? count : 0), count_(count) {}
  Scratch(const Scratch&) = delete;  // spans of it would stay with the other
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] std::span<double> all() noexcept { return {more_.empty() ? few_.data() : more_.data(), count_}; }

 private:
  std::array<double, kFew> few_;  // left as it is: to clear it costs more than what it is for
  std::vector<double> more_;
  std::size_t count_;
};

}  // namespace foreplan::inline v0::numeric
