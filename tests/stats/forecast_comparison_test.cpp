#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/forecast_comparison.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::stats {
namespace {

using Values = std::vector<double>;
const double kNaN = std::nan("");
const reference::Lines kR = reference::read_lines("forecast_comparison.txt");
const reference::Lines kPanel = reference::read_lines("model_confidence_set.txt");

const Values& said(const std::string& name) { return reference::line(kR, name); }

TEST(DieboldMariano, AgreesWithR) {
  const std::vector<std::pair<std::string, std::size_t>> horizons{{"one", 1}, {"two", 2}, {"four", 4}};
  const std::vector<std::pair<std::string, double>> powers{{"absolute", 1}, {"squared", 2}};
  const std::vector<std::pair<std::string, DifferenceKernel>> kernels{{"acf", DifferenceKernel::rectangular},
                                                                      {"bartlett", DifferenceKernel::bartlett}};
  const std::vector<std::pair<std::string, Alternative>> sides{
      {"two.sided", Alternative::two_sided}, {"less", Alternative::less}, {"greater", Alternative::greater}};
  for (const auto& [h_name, h] : horizons)
    for (const auto& [power_name, power] : powers)
      for (const auto& [kernel_name, kernel] : kernels)
        for (const auto& [side_name, side] : sides) {
          const std::string name = "dm " + h_name + " " + power_name + " " + kernel_name + " " + side_name;
          const DieboldMariano test = diebold_mariano(
              said("first"), said("second"), {.horizon = h, .power = power, .alternative = side, .kernel = kernel});
          EXPECT_NEAR(test.statistic, said(name)[0], 1e-12) << name;
          EXPECT_NEAR(test.p_value / said(name)[1], 1, 1e-11) << name;
          EXPECT_EQ(test.observations, 69u);
          EXPECT_EQ(test.horizon, h);
          EXPECT_FALSE(test.variance_was_negative);
        }
}

TEST(DieboldMariano, NegativeVarianceIsDealtWithAsNamed) {
  const Values &a = said("turning first"), &b = said("turning second");
  const DieboldMariano shorter = diebold_mariano(a, b, {.horizon = 2});
  EXPECT_TRUE(shorter.variance_was_negative);
  EXPECT_EQ(shorter.horizon, 1u);
  EXPECT_NEAR(shorter.statistic, said("turning acf")[0], 1e-13);
  EXPECT_NEAR(shorter.p_value, said("turning acf")[1], 1e-13);
  const DieboldMariano weighted =
      diebold_mariano(a, b, {.horizon = 2, .negative_variance = NegativeVariance::bartlett});
  EXPECT_TRUE(weighted.variance_was_negative);
  EXPECT_EQ(weighted.kernel, DifferenceKernel::bartlett);
  EXPECT_NEAR(weighted.statistic, said("turning bartlett")[0], 1e-13);
  EXPECT_NEAR(weighted.p_value, said("turning bartlett")[1], 1e-13);
  const DieboldMariano none = diebold_mariano(a, b, {.horizon = 2, .negative_variance = NegativeVariance::no_test});
  EXPECT_TRUE(none.variance_was_negative && std::isnan(none.statistic) && std::isnan(none.p_value));
  EXPECT_LT(none.variance, 0);
}

/// d = 1, 3, 2, 6: mean 3, g0 = 3.5, g1 = (-2 * 0 + 0 * -1 + -1 * 3) / 4 = -0.75.
TEST(DieboldMariano, OriginalFormByHand) {
  const DieboldMariano test = diebold_mariano_of_losses(Values{2, 3, 5, 6}, Values{1, 0, 3, 0},
                                                        {.horizon = 2, .form = DieboldMarianoForm::original});
  EXPECT_NEAR(test.mean_difference, 3, 1e-15);
  EXPECT_NEAR(test.variance, (3.5 - 1.5) / 4, 1e-15);
  EXPECT_NEAR(test.statistic, 3 / std::sqrt(0.5), 1e-14);
  EXPECT_NEAR(test.p_value, 2 * normal_upper(3 / std::sqrt(0.5)), 1e-16);
}

TEST(DieboldMariano, UnitsAndOrderOfForecastsDoNotMatter) {
  const Values &a = said("first"), &b = said("second");
  const auto times = [](double factor, Values x) {
    for (double& e : x) e *= factor;
    return x;
  };
  const DieboldMariano test = diebold_mariano(a, b, {.horizon = 3}), turned = diebold_mariano(b, a, {.horizon = 3}),
                       large = diebold_mariano(times(0x1p240, a), times(0x1p240, b), {.horizon = 3}),
                       small = diebold_mariano(times(0x1p-240, a), times(0x1p-240, b), {.horizon = 3});
  EXPECT_EQ(test.statistic, -turned.statistic);
  EXPECT_EQ(test.p_value, turned.p_value);
  EXPECT_EQ(test.statistic, large.statistic);
  EXPECT_EQ(test.statistic, small.statistic);
}

TEST(DieboldMariano, UnknownPeriodsKeepTheirPlace) {
  Values a = said("first"), b = said("second");
  a[10] = kNaN;
  b[20] = kNaN;
  // With h = 1 no place counts, and the two periods might as well not be there.
  Values fewer_a = a, fewer_b = b;
  for (const int at : {20, 10}) {
    fewer_a.erase(fewer_a.begin() + at);
    fewer_b.erase(fewer_b.begin() + at);
  }
  EXPECT_EQ(diebold_mariano(a, b).observations, 67u);
  EXPECT_NEAR(diebold_mariano(a, b).statistic, diebold_mariano(fewer_a, fewer_b).statistic, 1e-13);
  EXPECT_NE(diebold_mariano(a, b, {.horizon = 2}).statistic,
            diebold_mariano(fewer_a, fewer_b, {.horizon = 2}).statistic);
  // At the ends nothing changes at all.
  Values longer_a = said("first"), longer_b = said("second");
  longer_a.push_back(kNaN);
  longer_b.push_back(1);
  EXPECT_NEAR(diebold_mariano(longer_a, longer_b, {.horizon = 3}).statistic,
              diebold_mariano(said("first"), said("second"), {.horizon = 3}).statistic, 1e-13);
}

TEST(DieboldMariano, WithoutVariationThereIsNoTest) {
  for (const double shift : {0.0, 0.1}) {
    Values a{0.3, 1.7, 2.9, 0.4, 5.1}, b = a;
    for (double& x : b) x += shift;
    const DieboldMariano test = diebold_mariano_of_losses(a, b);
    EXPECT_NEAR(test.mean_difference, -shift, 1e-15);
    EXPECT_TRUE(std::isnan(test.statistic) && std::isnan(test.p_value)) << shift;
    const ClusteredComparison panel = clustered_diebold_mariano(a, b, std::vector<std::size_t>{1, 1, 2, 3, 3});
    EXPECT_NEAR(panel.mean_difference, -shift, 1e-15);
    EXPECT_TRUE(std::isnan(panel.statistic) && std::isnan(panel.p_value)) << shift;
  }
}

TEST(DieboldMariano, RefusesBadInput) {
  const Values three{1, 2, 4}, other{1, 1, 1};
  testing::expect_refused({
      {"stats::diebold_mariano: both forecasts must have a loss for each period; got 2 for 3",
       [&] {
         (void)diebold_mariano(three, Values{1, 2});
       }},
      {"stats::diebold_mariano: options.horizon must be in [1, n - 1]; got 3 for n = 3",
       [&] { (void)diebold_mariano(three, other, {.horizon = 3}); }},
      {"options.horizon must be in [1, n - 1]; got 0", [&] { (void)diebold_mariano(three, other, {.horizon = 0}); }},
      {"options.power must be in (0, 4]; got 5", [&] { (void)diebold_mariano(three, other, {.power = 5}); }},
      {"options.power must be in (0, 4]; got NaN", [&] { (void)diebold_mariano(three, other, {.power = kNaN}); }},
      {"in size; got -1e+80 at index 1",
       [&] {
         (void)diebold_mariano(three, Values{1, -1e80, 2});
       }},
      {"stats::diebold_mariano_of_losses: second must be at most 1e+150 in size; got inf at index 2",
       [&] {
         (void)diebold_mariano_of_losses(three, Values{1, 2, HUGE_VAL});
       }},
      {"at least 2 periods of which both losses are known; got 1",
       [&] {
         (void)diebold_mariano(three, Values{kNaN, 2, kNaN});
       }},
  });
}

struct Panel {
  Values first{}, second{};
  std::vector<std::size_t> series{};
};
Panel panel() {
  const Values& losses = reference::line(kPanel, "losses");
  Panel out;
  for (std::size_t i = 0; i < 60; ++i) {
    out.first.push_back(losses[6 * i]);
    out.second.push_back(losses[6 * i + 2]);
    out.series.push_back(i * i % 11);
  }
  return out;
}

TEST(ClusteredDieboldMariano, AgreesWithStatsmodels) {
  const Panel of = panel();
  for (const auto& [name, kind] : {std::pair{"clustered", PanelMean::forecasts}, {"by series", PanelMean::series}}) {
    const Values& expected = reference::line(kPanel, name);
    const ClusteredComparison test = clustered_diebold_mariano(of.first, of.second, of.series, kind);
    EXPECT_NEAR(test.mean_difference, expected[0], 1e-14) << name;
    EXPECT_NEAR(test.standard_error, expected[1], 1e-14) << name;
    EXPECT_NEAR(test.statistic, expected[2], 1e-12) << name;
    EXPECT_NEAR(test.p_value, expected[3], 1e-13) << name;
    EXPECT_EQ(test.series, 6u);
    EXPECT_EQ(test.forecasts, 60u);
  }
}

TEST(ClusteredDieboldMariano, OneForecastASeriesIsDieboldMarianoWithoutHorizon) {
  const Panel of = panel();
  std::vector<std::size_t> own(60);
  for (std::size_t i = 0; i < 60; ++i) own[i] = 1000 - i;
  for (const Alternative side : {Alternative::two_sided, Alternative::less, Alternative::greater}) {
    const ClusteredComparison a = clustered_diebold_mariano(of.first, of.second, own, PanelMean::forecasts, side);
    const DieboldMariano b = diebold_mariano_of_losses(of.first, of.second, {.alternative = side});
    EXPECT_NEAR(a.statistic, b.statistic, 1e-13);
    EXPECT_NEAR(a.p_value, b.p_value, 1e-14);
  }
}

/// Copies of a series' forecasts tell nothing new, and clusters know.
TEST(ClusteredDieboldMariano, CopiesOfForecastsDoNotConvince) {
  Panel of = panel();
  const ClusteredComparison once = clustered_diebold_mariano(of.first, of.second, of.series);
  for (std::size_t i = 0; i < 60; ++i) {
    of.first.push_back(of.first[i]);
    of.second.push_back(of.second[i]);
    of.series.push_back(of.series[i]);
  }
  of.first.push_back(kNaN);
  of.second.push_back(7);
  of.series.push_back(77);
  const ClusteredComparison twice = clustered_diebold_mariano(of.first, of.second, of.series);
  EXPECT_NEAR(once.statistic, twice.statistic, 1e-12);
  EXPECT_EQ(twice.forecasts, 120u);
  EXPECT_EQ(twice.series, 6u);
}

TEST(ClusteredDieboldMariano, RefusesBadInput) {
  const Values a{1, 2, 3}, b{2, 2, 2};
  testing::expect_refused({
      {"series must say of each loss which series it belongs to; got 2 for 3",
       [&] {
         (void)clustered_diebold_mariano(a, b, std::vector<std::size_t>{1, 2});
       }},
      {"known losses of at least 2 series; got 1",
       [&] {
         (void)clustered_diebold_mariano(a, b, std::vector<std::size_t>{4, 4, 4});
       }},
      {"stats::clustered_diebold_mariano: first must be at most 1e+150 in size; got -inf at index 0",
       [&] {
         (void)clustered_diebold_mariano(Values{-HUGE_VAL, 2, 3}, b, std::vector<std::size_t>{1, 2, 3});
       }},
  });
}

}  // namespace
}  // namespace foreplan::stats
