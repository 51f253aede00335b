#include <foreplan/stats/break_tests.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/stats/stability.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "stats/reference_values.hpp"

namespace foreplan::stats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

struct Case {
  std::string name{};
  std::vector<double> y{};
  std::vector<Regressor> x{};
  double trimming = 0.15;
};
std::vector<Case> cases(const Values& r) {
  return {{.name = "nile", .y = r.at("nile.y")},
          {.name = "realint", .y = r.at("realint.y")},
          {.name = "deaths",
           .y = r.at("deaths.y"),
           .x = {{"one", r.at("deaths.one")}, {"twelve", r.at("deaths.twelve")}},
           .trimming = 0.1}};
}

TEST(TestBreaks, AgreesWithStrucchangeInSumsAndDates) {
  const Values r = reference_values("breaks.txt");
  for (const Case& c : cases(r)) {
    const BreakTests tests = test_breaks(c.y, c.x, {.trimming = c.trimming});
    ASSERT_EQ(tests.numbers.size(), 5u);
    const std::vector<double>& rss = r.at(c.name + ".rss");
    const double n = static_cast<double>(c.y.size()), k = static_cast<double>(c.x.size() + 1);
    for (std::size_t m = 1; m <= 5; ++m) {
      const BreakNumberTest& test = tests.numbers[m - 1];
      const std::vector<double>& dates = r.at(c.name + ".breaks" + std::to_string(m));
      EXPECT_EQ(test.breaks, std::vector<std::size_t>(dates.begin(), dates.end())) << c.name << m;
      const double breaks = static_cast<double>(m);
      EXPECT_GE(digits(test.statistic, (n - (breaks + 1) * k) / breaks * (rss[0] / rss[m] - 1)), 8) << c.name << m;
    }
    EXPECT_GE(digits(tests.numbers[0].statistic, r.at(c.name + ".supf")[0]), 8) << c.name;
  }
}

TEST(TestBreaks, AgreesWithSandwichUnderCorrelatedErrors) {
  const Values r = reference_values("breaks.txt");
  const std::vector<std::pair<std::string, CovarianceOptions>> kinds{
      {"spectral", {.kind = Covariance::quadratic_spectral, .prewhiten = true}},
      {"bartlett", {.kind = Covariance::newey_west, .lags = 3, .small_sample = false}},
      {"white", {.kind = Covariance::hc0}}};
  for (const Case& c : cases(r))
    for (const auto& [name, covariance] : kinds) {
      const BreakTests tests = test_breaks(c.y, c.x, {.trimming = c.trimming, .covariance = covariance});
      const std::vector<double>& listed = r.at(c.name + "." + name + ".supf");
      for (std::size_t m = 0; m < listed.size(); ++m)
        EXPECT_GE(digits(tests.numbers[m].statistic, listed[m]), 7) << c.name << name << m;
    }
}

TEST(TestBreaks, DoubleMaximaAreTheLargest) {
  const Values r = reference_values("breaks.txt");
  const BreakTests tests = test_breaks(r.at("realint.y"));
  double largest = 0, weighted = 0;
  for (const BreakNumberTest& t : tests.numbers) {
    largest = std::max(largest, t.statistic);
    weighted = std::max(weighted, t.statistic * tests.numbers[0].critical / t.critical);
  }
  EXPECT_DOUBLE_EQ(tests.ud_max.statistic, largest);
  EXPECT_DOUBLE_EQ(tests.wd_max.statistic, weighted);
  EXPECT_TRUE(tests.ud_max.rejects() && tests.wd_max.rejects());
  for (const BreakNumberTest& t : tests.numbers) EXPECT_TRUE(t.rejects());
}

TEST(TestBreaks, PrintsThePublishedCriticalValues) {
  // Bai & Perron (2003, Econometrics Journal), trimming 0.15, one regressor, 5 %; and corners of other tables.
  const std::vector<double> y{1, 5, 2, 4, 3, 7, 1, 8, 2, 6, 5, 3, 4, 9, 2, 1, 7, 6, 3, 5, 8, 2, 4, 6, 1, 9, 7, 3, 2, 5,
                              1, 5, 2, 4, 3, 7, 1, 8, 2, 6, 5, 3, 4, 9, 2, 1, 7, 6, 3, 5, 8, 2, 4, 6, 1, 9, 7, 3, 2, 5};
  const auto critical = [&](const BreakTestOptions& options) {
    const BreakTests tests = test_breaks(y, {}, options);
    std::vector<double> all;
    for (const BreakNumberTest& t : tests.numbers) all.push_back(t.critical);
    all.push_back(tests.ud_max.critical);
    all.push_back(tests.wd_max.critical);
    return all;
  };
  EXPECT_THAT(critical({}), ElementsAre(8.58, 7.22, 5.96, 4.99, 3.91, 8.88, 9.91));
  EXPECT_THAT(critical({.trimming = 3 * 0.05}), ElementsAre(8.58, 7.22, 5.96, 4.99, 3.91, 8.88, 9.91));
  EXPECT_THAT(critical({.trimming = 0.05}), ElementsAre(9.63, 8.78, 7.85, 7.21, 6.69, 10.17, 10.91));
  EXPECT_THAT(critical({.trimming = 0.20, .significance = 0.01}), ElementsAre(11.94, 8.77, 6.58, 12.02, 13.16));
  EXPECT_THAT(critical({.trimming = 0.25, .significance = 0.10}), ElementsAre(6.35, 4.88, 6.55, 7.09));
}

TEST(TestBreaks, FindsBreaksThatCancelInAnyTwoParts) {
  // Up and down again: one break explains little, two explain nearly all.
  std::vector<double> y;
  for (int t = 0; t < 90; ++t) y.push_back((t >= 30 && t < 60 ? 1.0 : 0.0) + std::cos(t * t * 1.7));
  const BreakTests tests = test_breaks(y);
  EXPECT_FALSE(tests.numbers[0].rejects());
  EXPECT_TRUE(tests.numbers[1].rejects());
  EXPECT_THAT(tests.numbers[1].breaks,
              ElementsAre(31, 64));  // Of least RSS among all pairs, the noise being what it is.
}

TEST(TestBreaks, FitsWithoutResidualsHaveTheirOwnOutcomes) {
  const BreakTests none = test_breaks(std::vector<double>(60, 0.1));
  EXPECT_EQ(none.ud_max.statistic, 0);
  EXPECT_EQ(none.wd_max.statistic, 0);
  std::vector<double> step(60, 0.1);
  std::fill(step.begin() + 25, step.end(), 7.3);
  const BreakTests one = test_breaks(step);
  EXPECT_EQ(one.numbers[0].statistic, std::numeric_limits<double>::infinity());
  EXPECT_TRUE(one.ud_max.rejects());
  // Two regimes with residuals, one without: White's covariance of the latter is 0.
  for (std::size_t t = 25; t < 60; ++t) step[t] += t % 2 == 0 ? 0.4 : -0.4;
  const BreakTests flat = test_breaks(step, {}, {.covariance = {.kind = Covariance::hc0}});
  EXPECT_TRUE(std::isnan(flat.numbers[0].statistic));
  EXPECT_TRUE(std::isnan(flat.ud_max.statistic));
  EXPECT_FALSE(flat.ud_max.rejects());
}

TEST(TestBreaks, UnitsDoNotMatter) {
  const Values r = reference_values("breaks.txt");
  std::vector<double> moved;
  for (const double y : r.at("realint.y")) moved.push_back(1e80 * (100 - y));
  const CovarianceOptions bartlett{.kind = Covariance::newey_west, .lags = 2};
  const BreakTests a = test_breaks(r.at("realint.y"), {}, {.covariance = bartlett});
  const BreakTests b = test_breaks(moved, {}, {.covariance = bartlett});
  for (std::size_t m = 0; m < 5; ++m) EXPECT_GE(digits(b.numbers[m].statistic, a.numbers[m].statistic), 9);
}

TEST(TestBreaks, FramesAreCutToThePeriodsOfY) {
  const Values r = reference_values("breaks.txt");
  const Series y{.name = "y", .start = Period::quarter(1961, 1), .values = r.at("realint.y")};
  Series x{.name = "x", .start = Period::quarter(1960, 1)};
  for (int t = 0; t < 120; ++t) x.values.push_back(std::sin(t * 2.3));
  const std::vector<double> part(x.values.begin() + 4, x.values.begin() + 4 + static_cast<std::ptrdiff_t>(y.size()));
  EXPECT_EQ(test_breaks(y, Frame({x})).ud_max.statistic, test_breaks(y.values, {{"x", part}}).ud_max.statistic);
  EXPECT_EQ(test_breaks(y).ud_max.statistic, test_breaks(y.values).ud_max.statistic);
  EXPECT_THROW(
      (void)test_breaks(Series{.name = "y", .start = Period::quarter(1990, 1), .values = y.values}, Frame({x})),
      PeriodMismatch);
}

TEST(TestBreaks, RejectsAsOftenAsItSays) {
  // Without a break 5 % of samples are rejected; of 1,000 that is 50, with a standard error of 7. Errors that are
  // correlated (0.5 from one period to the next) are taken for breaks in most samples unless the covariance allows for
  // them, and far less often then.
  std::mt19937_64 bits(20);
  std::normal_distribution<double> normal;
  int ud = 0, wd = 0, plain = 0, robust = 0;
  for (int sample = 0; sample < 1000; ++sample) {
    std::vector<double> white, correlated;
    for (int t = 0; t < 120; ++t) {
      white.push_back(normal(bits));
      correlated.push_back((t > 0 ? 0.5 * correlated.back() : 0) + white.back());
    }
    const BreakTests tests = test_breaks(white);
    ud += tests.ud_max.rejects();
    wd += tests.wd_max.rejects();
    plain += test_breaks(correlated).ud_max.rejects();
    robust += test_breaks(correlated, {}, {.covariance = {.kind = Covariance::quadratic_spectral, .prewhiten = true}})
                  .ud_max.rejects();
  }
  for (const int rejected : {ud, wd}) {
    EXPECT_GT(rejected, 25);
    EXPECT_LT(rejected, 75);
  }
  EXPECT_GT(plain, 500);
  EXPECT_LT(robust, plain / 2);
}

TEST(TestBreaks, CanBeCancelled) {
  BreakTestOptions options;
  options.cancel.cancel();
  EXPECT_THAT([&] { (void)test_breaks(std::vector<double>(50, 1.0), {}, options); },
              ThrowsMessage<Cancelled>("stats::test_breaks: cancelled by the caller"));
}

TEST(TestBreaks, RefusesWhatWasNotPublished) {
  std::vector<double> y;
  for (int t = 0; t < 100; ++t) y.push_back(std::cos(t * 1.3));
  const auto fails = [&](const std::vector<Regressor>& x, const BreakTestOptions& options, const char* message) {
    EXPECT_THAT([&] { (void)test_breaks(y, x, options); }, ThrowsMessage<InvalidArgument>(HasSubstr(message)));
  };
  fails({}, {.trimming = 0.12}, "stats::test_breaks: trimming must be 0.05, 0.10, 0.15, 0.20 or 0.25; got 0.12");
  fails({}, {.significance = 0.02}, "significance must be 0.10, 0.05, 0.025 or 0.01; got 0.02");
  std::vector<Regressor> many;
  for (int j = 0; j < 10; ++j) many.push_back({"x" + std::to_string(j), y});
  fails(many, {}, "1 to 10 columns, the intercept included; got 11");
  fails({}, {.covariance = {.kind = Covariance::newey_west, .lags = 15}},
        "lags must be below the rows of the shortest segment, 15; got 15");
  fails({{"c", std::vector<double>(100, 4.0)}}, {}, "columns must be independent");
  y.resize(10);
  fails({}, {}, "floor(trimming n) must be above the number of columns; got 1 for 1");
  fails({{"x", std::vector<double>(9, 1.0)}}, {}, "needs 10 values; got 9");
}

}  // namespace
}  // namespace foreplan::stats
