#include <foreplan/stats/breaks.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/stats/break_distributions.hpp>
#include <foreplan/stats/stability.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "stats/reference_values.hpp"

namespace foreplan::stats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::vector<std::size_t> indices(const BreakFit& fit) {
  std::vector<std::size_t> all;
  for (const Break& b : fit.breaks) all.push_back(b.index);
  return all;
}
std::vector<std::size_t> indices(const std::vector<double>& numbers) { return {numbers.begin(), numbers.end()}; }

struct Case {
  std::string name{};
  std::vector<double> y{};
  std::vector<Regressor> x{};
  BreakOptions options{};
  std::size_t known{};  ///< Numbers of breaks that strucchange lists.
};
std::vector<Case> cases(const Values& r) {
  std::vector<Case> all;
  all.push_back({.name = "nile", .y = r.at("nile.y"), .known = 5});
  all.push_back({.name = "realint", .y = r.at("realint.y"), .known = 5});
  all.push_back({.name = "deaths",
                 .y = r.at("deaths.y"),
                 .x = {{"one", r.at("deaths.one")}, {"twelve", r.at("deaths.twelve")}},
                 .options = {.trimming = 0.1, .max_breaks = 5},
                 .known = 5});
  return all;
}

TEST(FitBreaks, AgreesWithStrucchangeInDatesAndSums) {
  const Values r = reference_values("breaks.txt");
  for (const Case& c : cases(r)) {
    const BreakFit fit = fit_breaks(c.y, c.x, c.options);
    ASSERT_EQ(fit.partitions.size(), c.known + 1) << c.name;
    for (std::size_t m = 0; m <= c.known; ++m) {
      EXPECT_GE(digits(fit.partitions[m].residual_sum, r.at(c.name + ".rss")[m]), 10) << c.name << m;
      EXPECT_GE(digits(fit.partitions[m].bic, r.at(c.name + ".bic")[m]), 11) << c.name << m;
      if (m > 0) {
        EXPECT_EQ(fit.partitions[m].breaks, indices(r.at(c.name + ".breaks" + std::to_string(m)))) << c.name << m;
      }
    }
    EXPECT_EQ(static_cast<double>(fit.breaks.size()), r.at(c.name + ".chosen")[0]) << c.name;
  }
}

TEST(FitBreaks, AgreesWithStrucchangeInConfidenceIntervals) {
  const Values r = reference_values("breaks.txt");
  for (const Case& c : cases(r))
    for (std::size_t m = 1; m <= c.known; ++m)
      for (const int regressors : {0, 1})
        for (const int variance : {0, 1})
          for (const bool ninety : {false, true}) {
            if (ninety && !(regressors && variance)) continue;
            BreakOptions options = c.options;
            options.breaks = m;
            options.regressors_change = regressors;
            options.variance_changes = variance;
            if (ninety) options.coverage = 0.9;
            const std::string key = c.name + ".confint" + std::to_string(m) + "." +
                                    (ninety ? "90" : std::to_string(regressors) + std::to_string(variance));
            const std::vector<double>& limits = r.at(key);
            const BreakFit fit = fit_breaks(c.y, c.x, options);
            ASSERT_EQ(fit.breaks.size(), m);
            for (std::size_t i = 0; i < m; ++i) {
              ASSERT_TRUE(fit.breaks[i].range) << key;
              EXPECT_EQ(static_cast<double>(fit.breaks[i].range->lower), limits[3 * i]) << key << ' ' << i;
              EXPECT_EQ(static_cast<double>(fit.breaks[i].range->upper), limits[3 * i + 2]) << key << ' ' << i;
            }
          }
}

struct Robust {
  std::string name{};
  CovarianceOptions covariance{};
};
std::vector<Robust> robust_kinds() {
  return {{"spectral", {.kind = Covariance::quadratic_spectral, .prewhiten = true}},
          {"bartlett", {.kind = Covariance::newey_west, .lags = 3, .small_sample = false}},
          {"white", {.kind = Covariance::hc0}}};
}

TEST(FitBreaks, AgreesWithStrucchangeAndSandwichInRobustConfidenceIntervals) {
  const Values r = reference_values("breaks.txt");
  std::size_t compared = 0;
  for (const Case& c : cases(r))
    for (const Robust& kind : robust_kinds())
      for (std::size_t m = 1; m <= c.known; ++m)
        for (const int changes : {0, 1}) {
          const std::string key =
              c.name + "." + kind.name + ".confint" + std::to_string(m) + "." + std::to_string(changes);
          if (r.count(key) == 0) continue;
          BreakOptions options = c.options;
          options.breaks = m;
          options.variance_changes = changes;
          options.covariance = kind.covariance;
          const BreakFit fit = fit_breaks(c.y, c.x, options);
          const std::vector<double>& limits = r.at(key);
          for (std::size_t i = 0; i < m; ++i) {
            const double lower = limits[3 * i], upper = limits[3 * i + 2];
            ++compared;
            ASSERT_EQ(fit.breaks[i].range.has_value(), !std::isnan(lower)) << key << ' ' << i;
            if (std::isnan(lower)) continue;
            // Far outside the sample R's root finder is the one that stops early, at 1e-4 of a quantile.
            const double slack = upper - lower > 300 ? 1e-3 * (upper - lower) : 0;
            EXPECT_NEAR(static_cast<double>(fit.breaks[i].range->lower), lower, slack) << key << ' ' << i;
            EXPECT_NEAR(static_cast<double>(fit.breaks[i].range->upper), upper, slack) << key << ' ' << i;
          }
        }
  EXPECT_EQ(compared, 3u * 2u * (6u + 15u + 10u));
}

TEST(FitBreaks, AgreesWithSandwichInRobustSequentialTests) {
  const Values r = reference_values("breaks.txt");
  for (const Case& c : cases(r))
    for (const Robust& kind : robust_kinds()) {
      BreakOptions options = c.options;
      options.covariance = kind.covariance;
      const BreakFit fit = fit_breaks(c.y, c.x, options);
      const std::vector<double>& listed = r.at(c.name + "." + kind.name + ".next");
      for (std::size_t l = 0; l < listed.size(); ++l) {
        EXPECT_NEAR(fit.sequential[l].statistic, listed[l], 1e-7 * (1 + listed[l])) << c.name << kind.name << l;
        const double one = sup_f_upper(fit.sequential[l].statistic, static_cast<int>(fit.columns), c.options.trimming,
                                       1 - c.options.trimming);
        EXPECT_NEAR(fit.sequential[l].p_value, 1 - std::pow(1 - one, static_cast<double>(l + 1)), 1e-12);
      }
    }
}

TEST(FitBreaks, RobustCovarianceIsThatOfEachSegmentsRegression) {
  const Values r = reference_values("breaks.txt");
  const BreakFit fit = fit_breaks(
      r.at("realint.y"), {}, {.breaks = 3, .covariance = {.kind = Covariance::quadratic_spectral, .prewhiten = true}});
  const std::vector<double>& errors = r.at("realint.spectral.se");
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(fit.segments[i].regression.covariance_kind, Covariance::quadratic_spectral);
    EXPECT_GE(digits(fit.segments[i].regression["intercept"].standard_error, errors[i]), 9);
  }
}

TEST(FitBreaks, RepartitionFindsTheGlobalDatesWhereShiftsAreClear) {
  // Steps of very different height: sought one at a time, the first date is drawn aside by the step that is not yet
  // known, and the repartition brings it back.
  std::vector<double> y;
  for (int t = 0; t < 120; ++t) y.push_back((t < 40 ? 0 : t < 70 ? 3 : 5) + 0.5 * std::cos(t * t * 1.3));
  const BreakFit global = fit_breaks(y), single = fit_breaks(y, {}, {.selection = BreakSelection::repartition});
  EXPECT_THAT(indices(global), ElementsAre(40, 70));
  EXPECT_EQ(indices(single), indices(global));
  const Values r = reference_values("breaks.txt");
  for (const Case& c : cases(r)) {
    BreakOptions options = c.options;
    options.selection = BreakSelection::repartition;
    options.max_breaks = 1;
    const BreakFit fit = fit_breaks(c.y, c.x, options);
    // With one break to find the first step is the best partition, and there is nothing to repartition.
    ASSERT_EQ(fit.breaks.size(), 1u) << c.name;
    EXPECT_EQ(indices(fit), fit.partitions[1].breaks) << c.name;
  }
}

RC_GTEST_PROP(FitBreaksProperty, RepartitionedDatesAreEachTheBestBetweenTheirNeighbours, ()) {
  std::vector<double> y;
  for (int i = 0; i < 60; ++i)
    y.push_back(*rc::gen::inRange(-1000, 1001) / 300.0 + (i > 19 ? 5 : 0) + (i > 41 ? -9 : 0));
  const BreakFit fit = fit_breaks(y, {}, {.selection = BreakSelection::repartition});
  RC_ASSERT(std::is_sorted(fit.breaks.begin(), fit.breaks.end(),
                           [](const Break& a, const Break& b) { return a.index < b.index; }));
  RC_ASSERT(fit.segments.size() == fit.breaks.size() + 1);
  if (fit.breaks.empty()) return;
  // The last date was estimated with its left neighbour final.
  const std::size_t from = fit.breaks.size() > 1 ? fit.breaks[fit.breaks.size() - 2].index : 0;
  const std::vector<double> part(y.begin() + static_cast<std::ptrdiff_t>(from), y.end());
  const SupFTest best = sup_f_test(part, {});
  RC_ASSERT(from + best.split == fit.breaks.back().index);
}

TEST(FitBreaks, TrimsByTheWholeNumberThatIsMeant) {
  std::vector<double> y;
  for (int t = 0; t < 100; ++t) y.push_back(std::cos(t * 1.3));
  EXPECT_EQ(fit_breaks(y, {}, {.trimming = 0.29}).minimum_segment, 29u);
  EXPECT_EQ(sup_f_test(y, {}, {.trimming = 0.29}).first_split, 29u);
}

TEST(FitBreaks, FindsTheBreaksOfBaiAndPerronsExample) {
  // Bai & Perron (2003), section 6.1: the real interest rate 1961Q1-1986Q3 breaks in 1972Q3 and 1980Q3, which end their
  // regimes there; means 1.36, -1.80 and 5.64. Sequential tests find the two as well.
  const Values r = reference_values("breaks.txt");
  const Series rate{.name = "real rate", .start = Period::quarter(1961, 1), .values = r.at("realint.y")};
  for (const BreakSelection selection : {BreakSelection::bic, BreakSelection::lwz, BreakSelection::sequential}) {
    const BreakFit fit = fit_breaks(rate, {.selection = selection});
    ASSERT_EQ(fit.breaks.size(), 2u) << to_string(selection);
    EXPECT_EQ(fit.segments[0].periods->last, Period::quarter(1972, 3));
    EXPECT_EQ(fit.breaks[0].period, Period::quarter(1972, 4));
    EXPECT_EQ(fit.breaks[1].period, Period::quarter(1980, 4));
    for (std::size_t i = 0; i < 3; ++i)
      EXPECT_GE(digits(fit.segments[i].regression["intercept"].estimate, r.at("realint.coef")[i]), 11);
    EXPECT_EQ(fit.segments[2].regression.origin->last, Period::quarter(1986, 3));
  }
}

TEST(FitBreaks, TheFirstSequentialTestIsSupF) {
  const Values r = reference_values("breaks.txt");
  for (const Case& c : cases(r)) {
    const BreakFit fit = fit_breaks(c.y, c.x, c.options);
    const SupFTest sup = sup_f_test(c.y, c.x, {.trimming = c.options.trimming});
    // Both measure the same fall; here it is divided by the variance under no break, there under one.
    const double n = static_cast<double>(c.y.size()), k = static_cast<double>(fit.columns);
    const double fall = sup.statistic * (fit.partitions[1].residual_sum / (n - 2 * k));
    EXPECT_GE(digits(fit.sequential[0].statistic, fall / (fit.partitions[0].residual_sum / (n - k))), 9) << c.name;
    // With l breaks there are l + 1 places for the next.
    const SequentialTest& third = fit.sequential[2];
    const double one = sup_f_upper(third.statistic, static_cast<int>(k), c.options.trimming, 1 - c.options.trimming);
    EXPECT_NEAR(third.p_value, 1 - std::pow(1 - one, 3), 1e-12) << c.name;
  }
}

/// Every partition tried, for small n.
double brute_force(const std::vector<double>& y, const std::vector<Regressor>& x, std::size_t first, std::size_t least,
                   std::size_t breaks) {
  const auto rss = [&](std::size_t from, std::size_t to) {
    std::vector<Regressor> part;
    for (const Regressor& c : x)
      part.push_back(
          {c.name,
           {c.values.begin() + static_cast<std::ptrdiff_t>(from), c.values.begin() + static_cast<std::ptrdiff_t>(to)}});
    return fit_regression(std::span(y).subspan(from, to - from), part).residual_sum;
  };
  if (breaks == 0) return rss(first, y.size());
  double lowest = std::numeric_limits<double>::infinity();
  for (std::size_t at = first + least; at + breaks * least <= y.size(); ++at)
    lowest = std::min(lowest, rss(first, at) + brute_force(y, x, at, least, breaks - 1));
  return lowest;
}

RC_GTEST_PROP(FitBreaksProperty, NoPartitionIsBetter, ()) {
  std::vector<double> y;
  std::vector<Regressor> x;
  const bool with_column = *rc::gen::arbitrary<bool>();
  if (with_column) x.push_back({"x", {}});
  for (int i = 0; i < 18; ++i) {
    y.push_back(*rc::gen::inRange(-1000, 1001) / 100.0);
    if (with_column) x[0].values.push_back(*rc::gen::inRange(-1000, 1001) / 100.0);
  }
  RC_PRE(fit_regression(y, x).usable());
  const BreakFit fit = fit_breaks(y, x, {.trimming = 0.2, .max_breaks = 3});
  RC_ASSERT(fit.minimum_segment == 3);
  for (std::size_t m = 0; m <= 3; ++m) {
    const double lowest = brute_force(y, x, 0, 3, m);
    RC_ASSERT(std::abs(fit.partitions[m].residual_sum - lowest) <= 1e-9 * (1 + lowest));
  }
}

RC_GTEST_PROP(FitBreaksProperty, StepsWithoutNoiseAreFoundExactly, ()) {
  std::vector<double> y;
  std::vector<std::size_t> steps;
  const int regimes = *rc::gen::inRange(1, 6);
  double level = 0;
  for (int i = 0; i < regimes; ++i) {
    if (i > 0) steps.push_back(y.size());
    level += *rc::gen::inRange(1, 1000) / 7.0 * (*rc::gen::arbitrary<bool>() ? 1 : -1);
    y.insert(y.end(), static_cast<std::size_t>(*rc::gen::inRange(20, 30)), level);
  }
  for (const BreakSelection selection : {BreakSelection::bic, BreakSelection::lwz}) {
    const BreakFit fit = fit_breaks(y, {}, {.trimming = 0.1, .selection = selection});
    RC_ASSERT(indices(fit) == steps);
    for (const Break& b : fit.breaks) RC_ASSERT(!b.range);
  }
}

TEST(FitBreaks, LinesWithoutNoiseAreFoundExactly) {
  std::vector<double> y;
  Regressor time{.name = "time"};
  for (int t = 0; t < 90; ++t) {
    time.values.push_back(1900 + t);
    y.push_back(t < 31 ? 3 + 0.1 * t : t < 60 ? 8 - 0.2 * t : -5 + 0.7 * t);
  }
  const BreakFit fit = fit_breaks(y, {time});
  EXPECT_THAT(indices(fit), ElementsAre(31, 60));
  EXPECT_EQ(fit.partitions[2].residual_sum, 0);
  EXPECT_NEAR(fit.segments[2].regression["time"].estimate, 0.7, 1e-9);
}

RC_GTEST_PROP(FitBreaksProperty, UnitsDoNotMatter, ()) {
  std::vector<double> y, moved;
  for (int i = 0; i < 40; ++i) {
    y.push_back(*rc::gen::inRange(-1000, 1001) / 100.0 + (i > 25 ? 8 : 0));
    moved.push_back(-1000 * y.back() + 123);
  }
  const BreakFit a = fit_breaks(y), b = fit_breaks(moved);
  RC_ASSERT(indices(a) == indices(b));
  for (std::size_t i = 0; i < a.breaks.size(); ++i) {
    RC_ASSERT(a.breaks[i].range.has_value() == b.breaks[i].range.has_value());
    if (a.breaks[i].range) {
      RC_ASSERT(std::abs(a.breaks[i].range->lower - b.breaks[i].range->lower) <= 1);
      RC_ASSERT(std::abs(a.breaks[i].range->upper - b.breaks[i].range->upper) <= 1);
    }
  }
}

TEST(FitBreaks, AConstantHasNone) {
  for (const BreakSelection selection :
       {BreakSelection::bic, BreakSelection::lwz, BreakSelection::sequential, BreakSelection::repartition}) {
    const BreakFit fit = fit_breaks(std::vector<double>(50, 0.1), {}, {.selection = selection});
    EXPECT_TRUE(fit.breaks.empty()) << to_string(selection);
    EXPECT_EQ(fit.segments.size(), 1u);
  }
}

TEST(FitBreaks, FramesAreCutToThePeriodsOfY) {
  Series y{.name = "y", .start = 1950}, x{.name = "x", .start = 1940};
  for (int t = 0; t < 60; ++t) x.values.push_back(std::sin(t * 2.3));
  for (int t = 0; t < 40; ++t)
    y.values.push_back(x.values[static_cast<std::size_t>(t + 10)] * (t < 18 ? 1 : -2) + 0.01 * std::cos(t * 5.1));
  const BreakFit fit = fit_breaks(y, Frame({x}));
  ASSERT_EQ(fit.breaks.size(), 1u);
  EXPECT_EQ(fit.breaks[0].period, Period(1968));
  EXPECT_THROW((void)fit_breaks(Series{.name = "y", .start = 1990, .values = std::vector<double>(40, 1.0)}, Frame({x})),
               PeriodMismatch);
}

TEST(FitBreaks, CanBeCancelled) {
  BreakOptions options;
  options.cancel.cancel();
  EXPECT_THAT([&] { (void)fit_breaks(std::vector<double>(50, 1.0), {}, options); },
              ThrowsMessage<Cancelled>("stats::fit_breaks: cancelled by the caller"));
}

TEST(FitBreaks, RefusesWhatItCannotUse) {
  const std::vector<double> y(20, 1.5);
  const auto fails = [](const std::vector<double>& values, const std::vector<Regressor>& x, const BreakOptions& options,
                        const char* message) {
    EXPECT_THAT([&] { (void)fit_breaks(values, x, options); }, ThrowsMessage<InvalidArgument>(HasSubstr(message)));
  };
  fails({}, {}, {}, "stats::fit_breaks: at least as many observations as columns are needed; got 0 for 1");
  fails({1, 2, 3}, {}, {}, "floor(trimming n) must be above the number of columns; got 0 for 1");
  fails(y, {}, {.trimming = 0}, "trimming must be in (0, 0.5]; got 0");
  fails(y, {}, {.trimming = 0.6}, "got 0.6");
  fails(y, {}, {.breaks = 6}, "at most 5 breaks fit; got 6");
  fails(y, {}, {.max_breaks = 9}, "at most 5 breaks fit; got 9");
  fails(y, {}, {.coverage = 1}, "coverage must be in (0, 1); got 1");
  fails(y, {}, {.significance = 0}, "significance");
  fails(y, {}, {.covariance = {.kind = Covariance::newey_west, .lags = 3}},
        "lags must be below the rows of the shortest segment, 3; got 3");
  fails(y, {}, {.trimming = 0.1, .covariance = {.kind = Covariance::quadratic_spectral, .prewhiten = true}},
        "prewhitening needs more than 2 k rows in the shortest segment; got 2 for k = 1");
  fails(y, {{"c", std::vector<double>(20, 4.0)}}, {}, "columns must be independent");
  fails(std::vector<double>(20'001, 1.0), {}, {}, "at most 20000 observations; got 20001");
  std::vector<double> bad = y;
  bad[7] = std::numeric_limits<double>::quiet_NaN();
  fails(bad, {}, {}, "got NaN at index 7");
  bad[7] = 1e300;
  fails(bad, {}, {}, "got 1e+300 at index 7");
}

}  // namespace
}  // namespace foreplan::stats
