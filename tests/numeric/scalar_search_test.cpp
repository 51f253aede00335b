#include "numeric/scalar_search.hpp"

#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <cmath>
#include <limits>

namespace foreplan::numeric {
namespace {

TEST(ScalarSearch, RootsHaveTheirDigits) {
  // The Dottie number, cos x = x: 0.739085133215160641655312 (OEIS A003957).
  const ScalarPoint p = find_root([](double x) { return std::cos(x) - x; }, 0, 1);
  EXPECT_EQ(p.stop, Stop::converged);
  EXPECT_NEAR(p.x, 0.7390851332151606, 2e-15);
  EXPECT_LT(p.evaluations, 12);
  // A flat crossing, where secants crawl.
  EXPECT_NEAR(find_root([](double x) { return std::pow(x - 1, 9); }, -3, 4).x, 1, 1e-6);
}

TEST(ScalarSearch, ARootMayBeAnEnd) {
  EXPECT_EQ(find_root([](double x) { return x; }, 0, 1).x, 0);
  EXPECT_EQ(find_root([](double x) { return x - 1; }, 0, 1).x, 1);
}

TEST(ScalarSearch, SaysWhyThereIsNone) {
  const ScalarPoint none = find_root([](double x) { return x * x + 1; }, -1, 2);
  EXPECT_EQ(none.stop, Stop::infeasible);
  EXPECT_EQ(none.x, -1);
  EXPECT_EQ(find_root([](double x) { return x < 0.5 ? -1.0 : std::numeric_limits<double>::quiet_NaN(); }, 0, 1).stop,
            Stop::not_finite);
  EXPECT_EQ(find_root([](double x) { return std::cos(x) - x; }, 0, 1, {.max_evaluations = 4}).stop,
            Stop::iteration_limit);
}

TEST(ScalarSearch, MinimaHaveHalfTheDigits) {
  // x log x has its minimum -1/e at 1/e.
  const ScalarPoint p = find_minimum([](double x) { return x * std::log(x); }, 0.01, 2);
  EXPECT_EQ(p.stop, Stop::converged);
  EXPECT_NEAR(p.x, std::exp(-1.0), 1e-8);
  EXPECT_NEAR(p.value, -std::exp(-1.0), 1e-15);
}

TEST(ScalarSearch, AreCancelled) {
  ScalarSearchOptions options;
  options.cancel.cancel();
  EXPECT_THROW((void)find_root([](double x) { return x; }, -1, 2, options), Cancelled);
  EXPECT_THROW((void)find_minimum([](double x) { return x * x; }, -1, 2, options), Cancelled);
}

}  // namespace
}  // namespace foreplan::numeric
