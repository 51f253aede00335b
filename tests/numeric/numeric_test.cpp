#include <foreplan/core/errors.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <random>
#include <stdexcept>
#include <thread>

#include "numeric/linear_program.hpp"
#include "numeric/parallel.hpp"

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
    EXPECT_THROW(parallel_for(100, by_progress, [](std::size_t) {}), Cancelled);
    Execution by_token{.threads = threads};
    EXPECT_THROW(parallel_for(100, by_token, [&](std::size_t i) { if (i == 3) by_token.cancel.cancel(); }), Cancelled);
  }
}

using Terms = std::vector<std::pair<std::size_t, double>>;

TEST(LinearProgram, SolvesATextbookProblem) {  // max 3x + 2y, x + y <= 4, x + 3y <= 6, x <= 3: 11 at (3, 1)
  const std::vector<LinearRow> rows{{{{0, 1}, {1, 1}}, 4}, {{{0, 1}, {1, 3}}, 6}, {{{0, 1}}, 3}, {{{0, -1}, {1, -1}}, -2}};
  const Terms objective{{0, 3}, {1, 2}};
  const Optimum best = maximise(rows, 2, objective);
  EXPECT_EQ(best.stop, Stop::converged);
  EXPECT_NEAR(best.value, 11, 1e-12);
  EXPECT_EQ(maximise({rows.begin() + 3, rows.end()}, 2, objective).stop, Stop::unbounded);
  const std::vector<LinearRow> none{{{{0, 1}}, -1}};
  EXPECT_EQ(maximise(none, 1, objective).stop, Stop::infeasible);
}

TEST(LinearProgram, DecidesSystemsWithAPlantedAnswer) {
  std::mt19937 random(1);
  std::normal_distribution<> normal;
  for (int trial = 0; trial < 2000; ++trial) {
    constexpr std::size_t kVariables = 8, kRows = 30;
    double x[kVariables];
    for (auto& v : x) v = std::abs(normal(random));
    std::vector<LinearRow> rows;
    for (std::size_t i = 0; i < kRows; ++i) {
      LinearRow row;
      double sum = 0;
      for (std::size_t j = 0; j < kVariables; ++j)
        if (random() % 3 == 0) {
          row.terms.emplace_back(j, normal(random));
          sum += row.terms.back().second * x[j];
        }
      row.bound = sum + (random() % 2 ? 0 : std::abs(normal(random)));
      rows.push_back(row);
    }
    ASSERT_TRUE(find_feasibility(rows, kVariables).feasible);
    LinearRow against;  // contradicts row 3 + 2 row 7
    for (const auto& [j, c] : rows[3].terms) against.terms.emplace_back(j, -c);
    for (const auto& [j, c] : rows[7].terms) against.terms.emplace_back(j, -2 * c);
    against.bound = -(rows[3].bound + 2 * rows[7].bound) - 0.01;
    rows.push_back(against);
    const Feasibility f = find_feasibility(rows, kVariables);
    ASSERT_FALSE(f.feasible);
    std::vector<LinearRow> blamed;
    for (const std::size_t i : f.conflict) blamed.push_back(rows[i]);
    ASSERT_FALSE(find_feasibility(blamed, kVariables).feasible);
  }
}

}  // namespace
}  // namespace foreplan::numeric
