#include <foreplan/stats/unit_roots.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::stats {
namespace {

const reference::Lines& r() {
  static const reference::Lines all = reference::read_lines("unit_roots.txt");
  return all;
}
const reference::Lines& statsmodels() {
  static const reference::Lines all = reference::read_lines("unit_roots_statsmodels.txt");
  return all;
}

const reference::Lines& numpy() {
  static const reference::Lines all = reference::read_lines("seasonal_unit_roots_numpy.txt");
  return all;
}

std::vector<std::string> names() {
  std::vector<std::string> result;
  for (const auto& [words, values] : r())
    if (words.starts_with("series ")) result.push_back(words.substr(7));
  return result;
}
const std::vector<double>& of(const std::string& what, const std::string& name) {
  return reference::line(r(), what + " " + name);
}
std::size_t season(const std::string& name) { return static_cast<std::size_t>(of("season", name)[0]); }

TEST(UnitRoots, KpssAgreesWithUrcaAndTseries) {
  ASSERT_GE(names().size(), 9u);
  for (const std::string& name : names()) {
    const auto& y = of("series", name);
    const UnitRootResult constant = kpss_test(y), trend = kpss_test(y, {.deterministic = Deterministic::trend});
    EXPECT_NEAR(constant.statistic / of("kpss constant", name)[0], 1, 1e-9) << name;
    EXPECT_NEAR(constant.p_value, of("kpss constant", name)[1], 1e-9) << name;
    EXPECT_NEAR(trend.statistic / of("kpss trend", name)[0], 1, 1e-9) << name;
    EXPECT_NEAR(trend.p_value, of("kpss trend", name)[1], 1e-9) << name;
  }
}

TEST(UnitRoots, AdfAgreesWithUrcaAndStatsmodels) {
  const std::vector<std::pair<Deterministic, std::string>> kinds{
      {Deterministic::none, "none"}, {Deterministic::constant, "constant"}, {Deterministic::trend, "trend"}};
  for (const std::string& name : names())
    for (const auto& [kind, words] : kinds) {
      const auto& y = of("series", name);
      for (const std::size_t lags : {std::size_t{0}, std::size_t{3}}) {
        const double expected = of("adf " + words + " lag" + std::to_string(lags), name)[0];
        EXPECT_NEAR(adf_test(y, {kind, lags}).statistic, expected, 1e-8) << name << words << lags;
      }
      const UnitRootResult chosen = adf_test(y, {.deterministic = kind});
      const auto& expected = reference::line(statsmodels(), "adf " + words + " " + name);
      EXPECT_NEAR(chosen.statistic, expected[0], 1e-7) << name << words;
      EXPECT_NEAR(chosen.p_value, expected[1], 1e-7) << name << words;
      EXPECT_EQ(static_cast<double>(chosen.lags), expected[2]) << name << words;
      EXPECT_EQ(static_cast<double>(chosen.observations), expected[3]) << name << words;
      EXPECT_NEAR(chosen.critical_1, expected[4], 1e-9);
      EXPECT_NEAR(chosen.critical_5, expected[5], 1e-9);
      EXPECT_NEAR(chosen.critical_10, expected[6], 1e-9);
    }
}

// tseries takes what the trend leaves of y_(t-1) by a formula of large samples.
TEST(UnitRoots, PhillipsPerronIsItsFormula) {
  for (const std::string& name : names()) {
    const auto& y = of("series", name);
    const double constant = phillips_perron_test(y).statistic;
    const double trend = phillips_perron_test(y, {.deterministic = Deterministic::trend}).statistic;
    EXPECT_NEAR(constant, of("pp formula", name)[0], 1e-8) << name;
    EXPECT_NEAR(trend, of("pp formula", name)[1], 1e-8) << name;
    EXPECT_NEAR(trend, of("pp trend", name)[0], 1e-3) << name;
  }
}

TEST(UnitRoots, OcsbAgreesWithR) {
  for (const std::string& name : names()) {
    if (season(name) == 1) continue;
    for (const std::size_t lags : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{3}}) {
      const OcsbResult result = ocsb_test(of("series", name), season(name), lags);
      const auto& expected = of("ocsb lag" + std::to_string(lags), name);
      EXPECT_NEAR(result.statistic, expected[0], 1e-6) << name << lags;
      EXPECT_NEAR(result.critical_5, expected[1], 1e-6) << name;
    }
    const OcsbResult chosen = ocsb_test(of("series", name), season(name));
    EXPECT_EQ(chosen.statistic, ocsb_test(of("series", name), season(name), chosen.lags).statistic) << name;
    EXPECT_EQ(static_cast<double>(chosen.lags), reference::line(numpy(), "ocsb " + name)[0]) << name;
  }
  // A season that repeats itself exactly has to be taken out.
  std::vector<double> repeated;
  for (int t = 0; t < 60; ++t) repeated.push_back(t % 4 == 1 ? 3 : 1);
  EXPECT_EQ(seasonal_differences(repeated, 4, {.test = SeasonalTest::ocsb}), 1u);
}

TEST(UnitRoots, SeasonalStrengthIsThatOfRsDecomposition) {
  for (const std::string& name : names())
    if (season(name) > 1) {
      EXPECT_NEAR(seasonal_strength(of("series", name), season(name)), of("strength", name)[0], 1e-9) << name;
    }
}

TEST(UnitRoots, DifferencesDoNotDependOnTheUnitUpToTheLargestDoubles) {
  std::vector<double> y, walk;
  for (int t = 0; t < 40; ++t) y.push_back(t % 2 == 0 ? 1 : -1), walk.push_back((t * t % 7 - 3) / 4.0);
  for (const auto& x : {y, walk}) {
    std::vector<double> large = x;
    for (double& v : large) v *= 1.7e308;
    EXPECT_EQ(differences(large), differences(x));
    EXPECT_EQ(differences(large, {.test = UnitRootTest::adf}), differences(x, {.test = UnitRootTest::adf}));
    EXPECT_EQ(seasonal_differences(large, 2), seasonal_differences(x, 2));
    EXPECT_EQ(seasonal_differences(large, 4, {.test = SeasonalTest::ocsb, .largest = 2}),
              seasonal_differences(x, 4, {.test = SeasonalTest::ocsb, .largest = 2}));
  }
}

TEST(UnitRoots, AsksForTheDifferencesThatRDoes) {
  for (const std::string& name : names()) {
    const auto& y = of("series", name);
    const auto& expected = of("differences", name);
    EXPECT_EQ(static_cast<double>(differences(y)), expected[0]) << name;
    EXPECT_EQ(static_cast<double>(differences(y, {.level = 0.01})), expected[1]) << name;
    EXPECT_EQ(static_cast<double>(differences(y, {.trend = true})), expected[2]) << name;
    if (season(name) == 1) continue;
    const auto& seasonal = of("seasonal differences", name);
    EXPECT_EQ(static_cast<double>(seasonal_differences(y, season(name))), seasonal[0]) << name;
    EXPECT_EQ(static_cast<double>(seasonal_differences(y, season(name), {.largest = 2})), seasonal[1]) << name;
  }
}

TEST(UnitRoots, DoNotDependOnScale) {
  std::vector<double> large;
  for (const double x : of("series", "nile")) large.push_back(1e280 * x);
  EXPECT_NEAR(kpss_test(large).statistic / kpss_test(of("series", "nile")).statistic, 1, 1e-10);
  EXPECT_NEAR(adf_test(large).statistic / adf_test(of("series", "nile")).statistic, 1, 1e-8);
  EXPECT_EQ(differences(std::vector<double>(40, 3.0)), 0u);
  EXPECT_EQ(seasonal_differences(std::vector<double>(40, 3.0), 4), 0u);
  std::vector<double> line;
  for (int t = 0; t < 60; ++t) line.push_back(t);
  EXPECT_EQ(differences(line), 1u);
  EXPECT_TRUE(std::isfinite(seasonal_strength(line, 12)));
  for (const auto test : {UnitRootTest::adf, UnitRootTest::phillips_perron})
    EXPECT_LE(differences(of("series", "lynx"), {.test = test}), 1u);
}

TEST(UnitRoots, RefuseWhatTheyCannotJudge) {
  using V = std::vector<double>;
  testing::expect_refused({
      {"stats::kpss_test: values must not be all equal; got 2",
       [] {
         (void)kpss_test(V{2, 2, 2, 2});
       }},
      {"stats::kpss_test: values must be finite; got NaN at index 1",
       [] {
         (void)kpss_test(V{2, NAN, 2, 1});
       }},
      {"stats::kpss_test: the deterministic part must be a constant or a trend; got none",
       [] {
         (void)kpss_test(V{2, 1, 2, 1}, {.deterministic = Deterministic::none});
       }},
      {"stats::adf_test: there must be at least 7 values; got 3",
       [] {
         (void)adf_test(V{2, 1, 3});
       }},
      {"stats::adf_test: lags must be below half the number of values; got 5",
       [] {
         (void)adf_test(V{2, 1, 3, 2, 1, 4, 3, 2}, {.lags = 5});
       }},
      {"stats::ocsb_test: there must be at least 20 values; got 3",
       [] {
         (void)ocsb_test(V{2, 1, 3}, 4);
       }},
      {"stats::ocsb_test: lags must be fewer than the values; got 9",
       [] {
         (void)ocsb_test(V{2, 1, 3}, 4, 9);
       }},
      {"stats::ocsb_test: season_length must be in [2, 10,000]; got 1",
       [] {
         (void)ocsb_test(V{2, 1, 3}, 1);
       }},
      {"stats::seasonal_strength: season_length must be in [2, 10,000]; got 1",
       [] {
         (void)seasonal_strength(V{2, 1, 3}, 1);
       }},
      {"stats::differences: level must be in [0.01, 0.1]; got 0.2",
       [] {
         (void)differences(V{2, 1, 3}, {.level = 0.2});
       }},
  });
}

}  // namespace
}  // namespace foreplan::stats
