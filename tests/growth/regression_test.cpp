#include <foreplan/growth/regression.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/growth/rates.hpp>

#include <cmath>
#include <vector>

#include "stats/reference_values.hpp"

namespace foreplan::growth {
namespace {

using stats::digits;
using stats::reference_values;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(GrowthRegression, AgreesWithRAndSandwich) {
  const stats::Values r = reference_values("regression.txt");
  const std::vector<double>& levels = r.at("passengers.y");
  const GrowthRegression automatic = growth_regression(levels);
  EXPECT_GE(digits(automatic.log_rate, r.at("passengers.rate")[0]), 12);
  EXPECT_EQ(static_cast<double>(automatic.lags), std::floor(r.at("passengers.bandwidth")[0]));
  EXPECT_GE(digits(automatic.log_standard_error, r.at("passengers.nwauto.se")[0]), 10);
  const GrowthRegression two = growth_regression(levels, {.lags = 2});
  const double b = r.at("passengers.rate")[0], se = r.at("passengers.nw2.se")[0], t = r.at("passengers.t90")[0];
  EXPECT_GE(digits(two.range.lower, std::expm1(b - t * se)), 10);
  EXPECT_GE(digits(two.range.upper, std::expm1(b + t * se)), 10);
  EXPECT_GE(digits(two.rate_standard_error, std::exp(b) * se), 10);
  EXPECT_NEAR(two.rate, least_squares_rate(levels), 1e-14);
}

TEST(GrowthRegression, SteadyGrowthIsKnownExactly) {
  Series levels{.name = "output", .start = 2000};
  for (int t = 0; t < 12; ++t) levels.values.push_back(80 * std::pow(1.07, t));
  const GrowthRegression g = growth_regression(levels);
  EXPECT_NEAR(g.rate, 0.07, 1e-13);
  EXPECT_LT(g.range.width(), 1e-12);
}

TEST(GrowthRegression, RefusesWhatItCannotUse) {
  EXPECT_THAT(
      [] {
        (void)growth_regression(std::vector<double>{1, 2, 3});
      },
      ThrowsMessage<InvalidArgument>("growth::growth_regression: at least four levels are needed; got 3"));
  EXPECT_THAT(
      [] {
        (void)growth_regression(Series{.name = "y", .start = 2000, .values = {1, 2, 0, 3}});
      },
      ThrowsMessage<InvalidArgument>(HasSubstr("levels must be > 0 and finite; got 0 in 2002")));
  EXPECT_THROW((void)growth_regression(std::vector<double>{1, 2, 3, 4}, {.coverage = 1}), InvalidArgument);
  EXPECT_THROW((void)growth_regression(std::vector<double>{1, 2, 3, 4}, {.lags = 4}), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::growth
