#include "numeric/parallel.hpp"

#include <foreplan/core/errors.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace foreplan::numeric {
namespace {

TEST(ParallelFor, RunsEveryUnitOnceOnAnyNumberOfThreads) {
  for (const unsigned threads : {0u, 1u, 2u, 7u}) {
    std::vector<std::atomic<int>> count(1000);
    parallel_for(count.size(), {.threads = threads}, [&](std::size_t i) { ++count[i]; });
    for (const auto& c : count) EXPECT_EQ(c.load(), 1);
  }
}

TEST(ParallelFor, UsesTheCallersExecutor) {
  std::size_t asked = 0;
  Execution execution;
  execution.executor = [&](std::size_t n, const std::function<void(std::size_t)>& body) {
    asked = n;
    for (std::size_t i = n; i-- > 0;) body(i);
  };
  std::vector<int> seen(10);
  parallel_for(10, execution, [&](std::size_t i) { seen[i] = 1; });
  EXPECT_EQ(asked, 10u);
  EXPECT_EQ(seen, std::vector<int>(10, 1));
}

TEST(ParallelFor, RethrowsTheLowestIndex) {
  for (const unsigned threads : {1u, 4u}) {
    std::atomic<int> waiting{0};
    try {
      parallel_for(4, {.threads = threads}, [&](std::size_t i) {
        if (threads == 4) {  // all four have begun before any throws
          ++waiting;
          while (waiting < 4) std::this_thread::yield();
        }
        throw std::runtime_error(std::to_string(i));
      });
      FAIL();
    } catch (const std::runtime_error& e) {
      EXPECT_STREQ(e.what(), "0");
    }
  }
}

TEST(ParallelFor, StopsWhenAskedTo) {
  for (const unsigned threads : {1u, 3u}) {
    Execution by_progress{.threads = threads};
    std::size_t last = 0;
    by_progress.progress = [&](std::size_t done, std::size_t total) {
      EXPECT_EQ(total, 100u);
      EXPECT_EQ(done, last + 1);
      last = done;
      return done < 5;
    };
    try {
      parallel_for(100, by_progress, [](std::size_t) {});
      ADD_FAILURE() << "not cancelled";
    } catch (const Cancelled& cancelled) {  // does not name what no caller of the library has called
      EXPECT_STREQ(cancelled.what(), "cancelled by the caller");
    }
    Execution by_token{.threads = threads};
    EXPECT_THROW(parallel_for(100, by_token,
                              [&](std::size_t i) {
                                if (i == 3) by_token.cancel.cancel();
                              }),
                 Cancelled);
  }
}

TEST(ParallelFor, NoUnitsAreNoWork) {
  for (const unsigned threads : {0u, 1u, 3u}) parallel_for(0, {.threads = threads}, [](std::size_t) { FAIL(); });
}

}  // namespace
}  // namespace foreplan::numeric
