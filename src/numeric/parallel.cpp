#include "numeric/parallel.hpp"

#include <foreplan/core/errors.hpp>

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace foreplan::inline v0::numeric {
namespace {

class Run {
 public:
  Run(std::size_t count, const Execution& execution, const std::function<void(std::size_t)>& body)
      : count_(count), execution_(execution), body_(body) {}

  void unit(std::size_t i) noexcept {
    if (stopped_.load(std::memory_order_acquire)) return;
    if (execution_.cancel.cancelled()) return stop();
    try {
      body_(i);
      tell();
    } catch (...) {
      fail(i);
    }
  }

  void work() noexcept {
    for (std::size_t i = next_.fetch_add(1); i < count_; i = next_.fetch_add(1)) unit(i);
  }

  void finish() {
    if (error_) std::rethrow_exception(error_);
    if (done_.load() < count_) throw Cancelled("cancelled by the caller");
  }

 private:
  void stop() noexcept { stopped_.store(true, std::memory_order_release); }

  void tell() {
    if (!execution_.progress) {
      done_.fetch_add(1);
      return;
    }
    const std::lock_guard lock(mutex_);
    const std::size_t done = done_.fetch_add(1) + 1;
    if (!execution_.progress(done, count_)) stop();
  }

  void fail(std::size_t i) noexcept {
    const std::lock_guard lock(mutex_);
    if (!error_ || i < failed_) {
      failed_ = i;
      error_ = std::current_exception();
    }
    stop();
  }

  std::size_t count_;
  const Execution& execution_;
  const std::function<void(std::size_t)>& body_;
  std::atomic<std::size_t> next_{0}, done_{0};
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::exception_ptr error_;
  std::size_t failed_ = 0;
};

/// Threads begun while this lives inherit a mask that blocks every signal.
class BlockedSignals {
 public:
  BlockedSignals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~BlockedSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  BlockedSignals(const BlockedSignals&) = delete;
  BlockedSignals& operator=(const BlockedSignals&) = delete;

 private:
  sigset_t before_;
};

}  // namespace

void parallel_for(std::size_t count, const Execution& execution, const std::function<void(std::size_t)>& body) {
  Run run(count, execution, body);
  if (execution.executor) {
    execution.executor(count, [&run](std::size_t i) { run.unit(i); });
    return run.finish();
  }
  const std::size_t wanted =
      execution.threads == 0 ? std::max(1u, std::thread::hardware_concurrency()) : execution.threads;
  std::vector<std::thread> threads;
  {
    const BlockedSignals blocked;
    try {
      for (std::size_t t = 1; t < std::min(wanted, count); ++t) threads.emplace_back([&run] { run.work(); });
    } catch (const std::system_error&) {
      // The machine gives no more threads: those there are do the work.
    }
  }
  run.work();
  for (auto& thread : threads) thread.join();
  run.finish();
}

}  // namespace foreplan::inline v0::numeric
