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
  EXPECT_EQ(static_cast<double>(automatic.lags.value()), std::floor(r.at("passengers.bandwidth")[0]));
  EXPECT_GE(digits(automatic.log_standard_error, r.at("passengers.nwauto.se")[0]), 10);
  const GrowthRegression two =
      growth_regression(levels, {.covariance = {.kind = stats::Covariance::newey_west, .lags = 2}});
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
      ThrowsMessage<InvalidArgument>(HasSubstr("levels must be > 0 and finite; got 0 in \"y\" in 2002")));
  EXPECT_THROW((void)growth_regression(std::vector<double>{1, 2, 3, 4}, {.coverage = 1}), InvalidArgument);
  EXPECT_THROW((void)growth_regression(std::vector<double>{1, 2, 3, 4},
                                       {.covariance = {.kind = stats::Covariance::newey_west, .lags = 4}}),
               InvalidArgument);
}

TEST(ElasticityRegression, AgreesWithRAndSandwich) {
  // Longley's data: employment in the United States, 1947-1962, on GNP at constant prices.
  const stats::Values r = reference_values("regression.txt");
  const Unit dollars = Unit::money("USD", 9, PriceBasis::constant(1954));
  const Series jobs{
      .name = "employment", .start = 1947, .unit = Unit::physical("persons", 6), .values = r.at("longley.jobs")};
  Series gnp{.name = "GNP", .start = 1946, .unit = dollars, .values = r.at("longley.gnp")};
  gnp.values.insert(gnp.values.begin(), 999);  // A year that employment does not have.
  for (const auto& [basis, key] : {std::pair{ElasticityBasis::levels, std::string("longley.levels")},
                                   std::pair{ElasticityBasis::growth, std::string("longley.growth")}}) {
    const ElasticityRegression e =
        elasticity_regression(jobs, gnp, basis, {.covariance = {.kind = stats::Covariance::newey_west, .lags = 1}});
    EXPECT_GE(digits(e.drift, r.at(key + ".estimate")[0]), 9) << key;
    EXPECT_GE(digits(e.elasticity, r.at(key + ".estimate")[1]), 10) << key;
    EXPECT_GE(digits(e.standard_error, r.at(key + ".nw1.se")[0]), 9) << key;
    EXPECT_GE(digits(e.r2, r.at(key + ".r2")[0]), 9) << key;
    EXPECT_EQ(e.observations, basis == ElasticityBasis::levels ? 16u : 15u);
    EXPECT_EQ(e.lags, 1u);
    EXPECT_NEAR((e.range.lower + e.range.upper) / 2, e.elasticity, 1e-15);
  }
}

TEST(ElasticityRegression, FindsWhatWasPutIn) {
  Series quantity{.name = "output", .start = 2000}, demand{.name = "power", .start = 2000};
  for (int t = 0; t < 9; ++t) {
    quantity.values.push_back(100 * std::exp(0.05 * t + 0.02 * std::sin(t)));
    demand.values.push_back(7 * std::pow(quantity.values.back(), 1.3));
  }
  for (const ElasticityBasis basis : {ElasticityBasis::levels, ElasticityBasis::growth}) {
    const ElasticityRegression e = elasticity_regression(demand, quantity, basis);
    EXPECT_NEAR(e.elasticity, 1.3, 1e-11);
    EXPECT_NEAR(e.drift, basis == ElasticityBasis::levels ? std::log(7.0) : 0, 1e-10);
  }
}

TEST(ElasticityRegression, RefusesWhatItCannotUse) {
  const Series demand{.name = "power", .start = 2000, .values = {1, 2, 3, 5, 4}};
  const auto fails = [&](auto kind, const Series& d, const Series& q, ElasticityBasis basis, const char* message) {
    using E = decltype(kind);
    EXPECT_THAT([&] { (void)elasticity_regression(d, q, basis); }, ThrowsMessage<E>(HasSubstr(message)));
  };
  const InvalidArgument invalid("");
  const PeriodMismatch period("");
  const UnitMismatch unit("");
  Series steady{.name = "output", .start = 2000, .values = {1, 2, 4, 8, 16}};
  fails(invalid, demand, steady, ElasticityBasis::growth, "quantity must not grow at one rate; got \"output\"");
  EXPECT_NO_THROW((void)elasticity_regression(demand, steady, ElasticityBasis::levels));
  steady.values.assign(5, 3.0);
  fails(invalid, demand, steady, ElasticityBasis::levels, "quantity must not be constant");
  steady.values = {1, 2, 0, 3, 4};
  fails(invalid, demand, steady, ElasticityBasis::levels, "levels must be > 0 and finite; got 0 in \"output\" in 2002");
  steady.values[2] = std::nan("");
  fails(period, demand, steady, ElasticityBasis::levels, "must have no missing value; got NaN in 2002");
  steady.start = 2001;
  fails(period, demand, steady, ElasticityBasis::levels, "must cover the periods of demand; got none for 2000");
  steady.unit = Unit::money("VND", 9, PriceBasis::current());
  fails(unit, demand, steady, ElasticityBasis::levels, "must be at constant prices");
  fails(invalid, Series{.name = "power", .start = 2000, .values = {1, 2, 3, 5}}, demand, ElasticityBasis::levels,
        "at least five values are needed; got 4 in \"power\"");
}

}  // namespace
}  // namespace foreplan::growth
