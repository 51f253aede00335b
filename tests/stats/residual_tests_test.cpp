#include <foreplan/stats/residual_tests.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <tuple>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::stats {
namespace {

const reference::Lines kAll = reference::read_lines("residual_tests.txt");

const std::vector<double>& said(const std::string& name) { return reference::line(kAll, name); }

const std::vector<double> kU{2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0, 4, 5, 2, 3, 5};

std::vector<double> trend() {
  std::vector<double> t;
  for (int i = 1; i <= 19; ++i) t.push_back(i);
  return t;
}

/// `positive` and `negative` signs in `runs` runs.
std::vector<double> signs(std::size_t positive, std::size_t negative, std::size_t runs) {
  std::vector<double> e;
  double sign = positive >= negative ? 1 : -1;
  std::size_t left[2] = {sign > 0 ? positive : negative, sign > 0 ? negative : positive};
  for (std::size_t r = 0; r < runs; ++r, sign = -sign) {
    const bool last_of_kind = r + 2 >= runs;
    const std::size_t count = last_of_kind ? left[r % 2] : 1;
    e.insert(e.end(), count, sign);
    left[r % 2] -= count;
  }
  return e;
}

constexpr double kDigits = 2e-11;  // twelve are printed

TEST(LjungBox, AgreesWithStatsmodels) {
  const std::vector<double>& e = said("residuals");
  for (const auto& [lags, fitted, name] : {std::tuple{5u, 0u, "ljung_box_5_0"}, std::tuple{5u, 2u, "ljung_box_5_2"},
                                           std::tuple{10u, 0u, "ljung_box_10_0"}}) {
    const LjungBoxTest test = ljung_box_test(e, lags, fitted);
    EXPECT_NEAR(test.statistic, said(name)[0], 1e-9 * said(name)[0]) << name;
    EXPECT_NEAR(test.p_value, said(name)[1], 1e-9 * said(name)[1]) << name;
    EXPECT_EQ(test.degrees, lags - fitted);
    EXPECT_EQ(test.autocorrelations.size(), lags);
  }
}

TEST(JarqueBera, AgreesWithStatsmodels) {
  const JarqueBeraTest test = jarque_bera_test(said("residuals"));
  const std::vector<double>& expected = said("jarque_bera");
  EXPECT_NEAR(test.statistic, expected[0], 1e-10);
  EXPECT_NEAR(test.p_value, expected[1], kDigits);
  EXPECT_NEAR(test.skewness, expected[2], kDigits);
  EXPECT_NEAR(test.kurtosis, expected[3], 1e-10);
}

TEST(BreuschPagan, AgreesWithStatsmodelsInBothForms) {
  const std::vector<Regressor> drivers{{"t", trend()}};
  const VarianceTest studentised = breusch_pagan_test(said("residuals"), drivers);
  EXPECT_NEAR(studentised.statistic, said("breusch_pagan_studentised")[0], kDigits);
  EXPECT_NEAR(studentised.p_value, said("breusch_pagan_studentised")[1], kDigits);
  EXPECT_EQ(studentised.degrees, 1u);
  const VarianceTest normal = breusch_pagan_test(said("residuals"), drivers, VarianceTestForm::normal);
  EXPECT_NEAR(normal.statistic, said("breusch_pagan_normal")[0], kDigits);
  EXPECT_NEAR(normal.p_value, said("breusch_pagan_normal")[1], kDigits);
}

TEST(White, AgreesWithStatsmodels) {
  const VarianceTest test = white_test(said("residuals"), {{"t", trend()}, {"u", kU}});
  EXPECT_EQ(test.degrees, 5u);
  EXPECT_NEAR(test.statistic, said("white")[0], 1e-10);
  EXPECT_NEAR(test.p_value, said("white")[1], kDigits);
}

TEST(White, DoesNotCountTheSquareOfADummy) {
  std::vector<double> dummy(19, 0.0);
  for (std::size_t i = 10; i < 19; ++i) dummy[i] = 1;
  const VarianceTest white = white_test(said("residuals"), {{"later", dummy}});
  const VarianceTest plain = breusch_pagan_test(said("residuals"), {{"later", dummy}});
  EXPECT_EQ(white.degrees, 1u);
  EXPECT_NEAR(white.statistic, plain.statistic, 1e-12);
}

TEST(Runs, AgreesWithStatsmodelsAndWithCounting) {
  const RunsTest test = runs_test(said("residuals"));
  EXPECT_EQ(test.positive, 7u);
  EXPECT_EQ(test.negative, 12u);
  EXPECT_EQ(test.runs, 3u);
  EXPECT_NEAR(test.z, said("runs_z")[0], kDigits);
  EXPECT_NEAR(test.p_value, said("runs_7_12_3")[0], 1e-14);
  EXPECT_NEAR(runs_test(signs(5, 9, 4)).p_value, said("runs_5_9_4")[0], 1e-12);
  EXPECT_NEAR(runs_test(signs(6, 3, 7)).p_value, said("runs_6_3_7")[0], 1e-12);
  EXPECT_NEAR(runs_test(signs(7, 7, 8)).p_value, said("runs_7_7_8")[0], 1e-12);
  EXPECT_NEAR(runs_test(signs(1, 6, 2)).p_value, said("runs_1_6_2")[0], 1e-12);
}

// Swed & Eisenhart (1943), table II: with 10 of each sign, 6 runs or fewer, and 16 or more, are significant at 5 %.
TEST(Runs, AgreesWithSwedAndEisenhartsTable) {
  EXPECT_LE(runs_test(signs(10, 10, 6)).p_value, 0.05);
  EXPECT_GT(runs_test(signs(10, 10, 7)).p_value, 0.05);
  EXPECT_GT(runs_test(signs(10, 10, 15)).p_value, 0.05);
  EXPECT_LE(runs_test(signs(10, 10, 16)).p_value, 0.05);
}

// The exact distribution's tails meet the normal ones where n is large, and do not underflow on the way.
TEST(Runs, IsAsymptoticallyNormal) {
  const RunsTest test = runs_test(signs(5000, 5000, 4901));
  const double both_tails = std::erfc((std::abs(test.z) - 0.5 / std::sqrt(2500.0)) / std::sqrt(2.0));
  EXPECT_NEAR(test.p_value, both_tails, 2e-4);
}

TEST(ResidualTests, DoNotDependOnTheUnit) {
  std::vector<double> e = said("residuals"), large;
  for (const double x : e) large.push_back(x * 1e70);
  EXPECT_NEAR(jarque_bera_test(large).statistic, jarque_bera_test(e).statistic, 1e-12);
  EXPECT_NEAR(ljung_box_test(large, 5).statistic, ljung_box_test(e, 5).statistic, 1e-12);
  EXPECT_NEAR(breusch_pagan_test(large, {{"t", trend()}}).statistic, breusch_pagan_test(e, {{"t", trend()}}).statistic,
              1e-12);
}

TEST(ResidualTests, SayNothingOfResidualsThatDoNotVary) {
  const std::vector<double> zero(19, 0.0), one(19, 0.1);
  EXPECT_TRUE(std::isnan(ljung_box_test(zero, 3).p_value));
  EXPECT_TRUE(std::isnan(jarque_bera_test(one).p_value));
  EXPECT_TRUE(std::isnan(breusch_pagan_test(one, {{"t", trend()}}).p_value));
  EXPECT_TRUE(std::isnan(runs_test(one).p_value));
}

TEST(ResidualTests, RefuseWhatTheyCannotUse) {
  const std::vector<double> few{1, -1}, bad{1, std::numeric_limits<double>::quiet_NaN(), 2};
  const std::vector<double>& e = said("residuals");
  testing::expect_refused({
      {"stats::ljung_box_test: lags must be in [1, n - 1]; got 19 for n = 19", [&] { (void)ljung_box_test(e, 19); }},
      {"stats::ljung_box_test: fitted must be below lags; got 3 of 3", [&] { (void)ljung_box_test(e, 3, 3); }},
      {"stats::jarque_bera_test: there must be at least 3 residuals; got 2", [&] { (void)jarque_bera_test(few); }},
      {"stats::runs_test: residuals must be finite and at most 1e75 in size; got NaN at index 1",
       [&] { (void)runs_test(bad); }},
      {"stats::breusch_pagan_test: drivers must be at least 1 and fewer than n - 1; got 0 for n = 19",
       [&] { (void)breusch_pagan_test(e, {}); }},
      {"stats::fit_regression: ",
       [&] {
         (void)white_test(e, {{"t", {1, 2, 3}}});
       }},
  });
}

}  // namespace
}  // namespace foreplan::stats
