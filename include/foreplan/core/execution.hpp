#pragma once
#include <foreplan/export.hpp>

#include <cstddef>
#include <functional>
#include <memory>

/// How a long calculation runs inside the caller's program: on whose threads, seen by whom, and
/// stopped how.
namespace foreplan::inline v0 {

/// Runs `body(0) ... body(count - 1)`, each exactly once, in any order and on any threads, and
/// returns when all have returned. `body` never throws. A program that has a thread pool wraps it in
/// one of these; results do not depend on it.
using Executor = std::function<void(std::size_t count, const std::function<void(std::size_t)>& body)>;

/// Asks a running calculation to stop. Copies share one flag; any thread may ask.
class FOREPLAN_EXPORT CancelToken {
 public:
  CancelToken();
  CancelToken(const CancelToken&);
  CancelToken(CancelToken&&) noexcept;
  CancelToken& operator=(const CancelToken&);
  CancelToken& operator=(CancelToken&&) noexcept;
  ~CancelToken();
  void cancel() const noexcept;
  [[nodiscard]] bool cancelled() const noexcept;

 private:
  struct Flag;
  std::shared_ptr<Flag> flag_;
};

/// Told how many of `total` equal units are done, from one thread at a time, `done` increasing.
/// Returning false cancels.
using Progress = std::function<bool(std::size_t done, std::size_t total)>;

/// An exception from a caller's function reaches the caller; of several, the one of the lowest index.
/// A cancelled run throws `Cancelled`.
struct Execution {
  unsigned threads = 1;    ///< >= 1; 0 means as many as the machine has. Not used with an `executor`.
  Executor executor{};     ///< Empty: own threads.
  CancelToken cancel{};
  Progress progress{};     ///< Empty: nobody is told.
};

}  // namespace foreplan::inline v0
