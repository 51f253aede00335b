#include <foreplan/stats/autocorrelation.hpp>
#include <foreplan/stats/residual_tests.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::stats {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

const std::vector<double>& r(const std::string& words) {
  static const reference::Lines all = reference::read_lines("autocorrelation.txt");
  return reference::line(all, words);
}
const std::vector<double>& statsmodels(const std::string& words) {
  static const reference::Lines all = reference::read_lines("autocorrelation_statsmodels.txt");
  return reference::line(all, words);
}

void expect_near(const std::vector<double>& values, std::vector<double> expected, const std::string& name) {
  ASSERT_EQ(values.size(), expected.size()) << name;
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(values[i], expected[i], 2e-12) << name << " at " << i;
}

/// R leaves out lag 0 of partial autocorrelations.
std::vector<double> after_one(std::vector<double> values) {
  values.insert(values.begin(), 1);
  return values;
}

std::vector<double> with_gaps() {
  std::vector<double> y = r("lh");
  for (const std::size_t i : {2u, 9u, 10u, 29u}) y[i] = kNaN;
  return y;
}

TEST(Autocorrelations, AgreeWithR) {
  expect_near(autocorrelations(r("lh")).values, r("acf lh"), "lh");
  expect_near(autocorrelations(r("lh"), {.lags = 5, .centred = false}).values, r("acf uncentred"), "uncentred");
  expect_near(autocorrelations(r("deaths"), {.lags = 30}).values, r("acf deaths"), "deaths");
  expect_near(autocorrelations(with_gaps(), {.missing = MissingPairs::skip}).values, r("acf gaps"), "gaps");
  EXPECT_NEAR(autocorrelations(r("lh")).band, r("band")[0], 1e-12);
}

TEST(Autocorrelations, AgreeWithStatsmodelsInOtherForms) {
  expect_near(autocorrelations(r("lh"), {.lags = 16, .divisor = LagDivisor::pairs}).values, statsmodels("acf adjusted"),
              "adjusted");
  expect_near(partial_autocorrelations(r("lh"), {.lags = 16}).values, statsmodels("pacf levinson"), "levinson");
}

TEST(Autocorrelations, HaveBartlettsBands) {
  std::vector<double> bands = autocorrelations(r("lh"), {.lags = 6}).bartlett;
  EXPECT_EQ(bands[0], 0);
  bands.erase(bands.begin());
  expect_near(bands, r("bartlett"), "R");
  expect_near(bands, statsmodels("bartlett"), "statsmodels");
}

TEST(PartialAutocorrelations, AgreeWithR) {
  expect_near(partial_autocorrelations(r("lh")).values, after_one(r("pacf lh")), "lh");
  expect_near(partial_autocorrelations(r("deaths"), {.lags = 30}).values, after_one(r("pacf deaths")), "deaths");
  expect_near(partial_autocorrelations(with_gaps(), {.missing = MissingPairs::skip}).values, after_one(r("pacf gaps")),
              "gaps");
}

TEST(CrossCorrelations, AgreeWithR) {
  const CrossCorrelations c = cross_correlations(r("other"), r("deaths"), {.lags = 8});
  expect_near(c.values, r("ccf"), "ccf");
  EXPECT_EQ(c.at(-8), c.values.front());
  EXPECT_EQ(c.at(8), c.values.back());
}

// y repeats x two steps later, so that x leads.
TEST(CrossCorrelations, AreLargestWhereTheLeaderLeads) {
  const std::vector<double>& x = r("lh");
  std::vector<double> y(x.begin(), x.end() - 2);
  y.insert(y.begin(), {x[40], x[41]});
  const CrossCorrelations c = cross_correlations(x, y, {.lags = 5});
  for (std::ptrdiff_t k = -5; k <= 5; ++k) EXPECT_LE(c.at(k), c.at(-2)) << k;
  const CrossCorrelations own = cross_correlations(x, x, {.lags = 5});
  expect_near({own.values.begin() + 5, own.values.end()}, autocorrelations(x, {.lags = 5}).values, "own");
}

TEST(Autocorrelations, DoNotDependOnTheUnitAndSayNothingOfConstants) {
  std::vector<double> large, tiny;
  for (const double x : r("lh")) large.push_back(x * 1e300), tiny.push_back(x * 1e-310);
  expect_near(autocorrelations(large).values, r("acf lh"), "large");
  EXPECT_NEAR(autocorrelations(tiny).values[1], r("acf lh")[1], 1e-9);
  const Autocorrelations constant = partial_autocorrelations(std::vector<double>(9, 0.1));
  EXPECT_EQ(constant.values[0], 1);
  EXPECT_TRUE(std::isnan(constant.values[1]));
  // A gap at every second place leaves no pair of lag 1.
  const Autocorrelations sparse =
      autocorrelations(std::vector<double>{1, kNaN, 4, kNaN, 2, kNaN, 7}, {.lags = 2, .missing = MissingPairs::skip});
  EXPECT_TRUE(std::isnan(sparse.values[1]));
  EXPECT_FALSE(std::isnan(sparse.values[2]));
}

TEST(Arch, AgreesWithStatsmodels) {
  std::vector<double> e = r("deaths");
  double mean = 0;
  for (const double x : e) mean += x / static_cast<double>(e.size());
  for (double& x : e) x -= mean;
  for (const auto& [lags, name] : {std::pair{1u, "arch one"}, std::pair{4u, "arch four"}}) {
    const VarianceTest test = arch_test(e, lags);
    EXPECT_NEAR(test.statistic, statsmodels(name)[0], 1e-9) << name;
    EXPECT_NEAR(test.p_value, statsmodels(name)[1], 1e-9 * statsmodels(name)[1]) << name;
    EXPECT_EQ(test.degrees, lags);
  }
  EXPECT_TRUE(std::isnan(arch_test(std::vector<double>(9, 0.5), 2).p_value));
}

TEST(Autocorrelations, RefuseWhatTheyCannotUse) {
  const std::vector<double> y{1, 2, kNaN, 4}, e{1, -1, 2, -2, 1};
  testing::expect_refused({
      {"stats::autocorrelations: y must have no missing values unless they are skipped; got NaN at index 2",
       [&] { (void)autocorrelations(y); }},
      {"stats::autocorrelations: lags must be below n; got 5 for n = 5",
       [&] { (void)autocorrelations(e, {.lags = 5}); }},
      {"stats::partial_autocorrelations: coverage must be in (0, 1); got 1",
       [&] { (void)partial_autocorrelations(e, {.coverage = 1}); }},
      {"stats::autocorrelations: y must have at least two values; got 1",
       [] { (void)autocorrelations(std::vector<double>{1}); }},
      {"stats::cross_correlations: x and y must be of one length; got 5 and 4",
       [&] { (void)cross_correlations(e, y); }},
      {"stats::arch_test: lags must be at least 1 and fewer than (n - 1) / 2; got 2 for n = 5",
       [&] { (void)arch_test(e, 2); }},
      {"stats::arch_test: lags must be at least 1", [&] { (void)arch_test(e, 0); }},
  });
}

}  // namespace
}  // namespace foreplan::stats
