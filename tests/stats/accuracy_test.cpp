#include <foreplan/core/errors.hpp>
#include <foreplan/stats/accuracy.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "reference_lines.hpp"

namespace foreplan::stats {
namespace {

using Values = std::vector<double>;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

const Values kTraining{112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141};
const Values kActual{135, 125, 149, 170, 170};
const Values kForecast{130.5, 128, 140, 165, 178};

TEST(Accuracy, PointMeasuresAsR) {
  const auto lines = reference::read_lines("accuracy.txt");
  const auto value = [&](const char* words) { return reference::line(lines, words)[0]; };
  EXPECT_DOUBLE_EQ(mean_error(kActual, kForecast), value("ME lag one"));
  EXPECT_DOUBLE_EQ(root_mean_squared_error(kActual, kForecast), value("RMSE lag one"));
  EXPECT_DOUBLE_EQ(mean_absolute_error(kActual, kForecast), value("MAE lag one"));
  EXPECT_DOUBLE_EQ(mape(kActual, kForecast), value("MAPE lag one"));
  EXPECT_DOUBLE_EQ(mase(kActual, kForecast, kTraining), value("MASE lag one"));
  EXPECT_DOUBLE_EQ(mase(kActual, kForecast, kTraining, 4), value("MASE lag four"));
  EXPECT_DOUBLE_EQ(rmsse(kActual, kForecast, kTraining), value("RMSSE lag one"));
  EXPECT_DOUBLE_EQ(rmsse(kActual, kForecast, kTraining, 4), value("RMSSE lag four"));
}

TEST(Accuracy, SamplesAsTheirDefinitions) {
  const auto lines = reference::read_lines("accuracy.txt");
  const auto value = [&](const char* words) { return reference::line(lines, words)[0]; };
  const Values draws{131, 133.5, 140, 128, 137, 137};
  EXPECT_NEAR(crps(135, draws), value("CRPS empirical"), 1e-13);
  EXPECT_NEAR(crps(135, draws), value("CRPS integral"), 1e-13);
  EXPECT_NEAR(crps(135, draws, SampleScore::fair), value("CRPS fair"), 1e-13);
  const Values paths{131, 120, 140, 133, 126, 150, 139, 131, 152, 128, 122, 145};
  EXPECT_NEAR(energy_score(std::span(kActual).first(3), paths), value("energy empirical"), 1e-13);
  EXPECT_NEAR(energy_score(std::span(kActual).first(3), paths, SampleScore::fair), value("energy fair"), 1e-13);
}

// By hand: sMAPE 200/2 (2/18 + 1/3) = 44.4...; WAPE 3/12; pinball 0.9 x 2 and 0.1 x 1; interval 4 + 2/0.1 x 1.
TEST(Accuracy, WorkedByHand) {
  EXPECT_DOUBLE_EQ(smape(Values{10, 2}, Values{8, 1}), 100 * (2.0 / 18 + 1.0 / 3));
  EXPECT_DOUBLE_EQ(wape(Values{10, -2}, Values{8, -1}), 0.25);
  EXPECT_DOUBLE_EQ(owa(12, 3, 16, 4), 0.75);
  EXPECT_DOUBLE_EQ(relative_mae(Values{10, 2}, Values{8, 1}, Values{4, 2}), 0.5);
  EXPECT_DOUBLE_EQ(pinball_loss(Values{10, 7}, Values{8, 8}, 0.9), (0.9 * 2 + 0.1) / 2);
  EXPECT_DOUBLE_EQ(coverage(Values{1, 2, 3, 4}, Values{1, 1, 1, 1}, Values{3, 3, 3, 3}), 0.75);
  EXPECT_NEAR(interval_score(Values{9, 12}, Values{10, 10}, Values{14, 14}, 0.9), (4 + 20 + 4) / 2.0, 1e-12);
  EXPECT_NEAR(msis(Values{9, 12}, Values{10, 10}, Values{14, 14}, 0.9, Values{1, 3, 5}), 7, 1e-12);
  // Up, up, none, down against what was forecast from the value before: up, down, none, none.
  EXPECT_DOUBLE_EQ(directional_accuracy(1, Values{2, 3, 3, 1}, Values{5, 1, 3, 3}), 0.5);
  // One interval: (|y - m| / 2 + alpha / 2 IS) / 1.5 with alpha = 0.2, IS = 4 + 10 x 1.
  EXPECT_NEAR(weighted_interval_score(Values{9}, Values{12}, {{0.8, {10}, {14}}}), (1.5 + 0.1 * 14) / 1.5, 1e-12);
}

TEST(Accuracy, MissingPairsCountForNone) {
  const Values y{1, kNaN, 3, 4}, f{2, 2, kNaN, 6};
  EXPECT_DOUBLE_EQ(mean_error(y, f), -1.5);
  EXPECT_DOUBLE_EQ(smape(y, f), 100 * (1.0 / 3 + 2.0 / 10));
  EXPECT_DOUBLE_EQ(coverage(y, f, Values{9, 9, 9, 9}), 0);
  EXPECT_DOUBLE_EQ(relative_mae(y, f, Values{3, 3, 3, kNaN}), 0.5);
  EXPECT_TRUE(std::isnan(mean_absolute_error(Values{kNaN}, Values{1})));
  EXPECT_TRUE(std::isnan(mean_absolute_error(Values{}, Values{})));
  EXPECT_TRUE(std::isnan(mase(y, f, Values{5})));
  EXPECT_DOUBLE_EQ(naive_absolute_scale(Values{1, kNaN, 4, 2}), 2);
  EXPECT_DOUBLE_EQ(weighted_interval_score(Values{9, 9}, Values{12, 12}, {{0.8, {10, kNaN}, {14, 14}}}),
                   weighted_interval_score(Values{9}, Values{12}, {{0.8, {10}, {14}}}));
  EXPECT_TRUE(std::isnan(crps(1, Values{kNaN, 1})));
}

TEST(Accuracy, ZerosDoWhatIsSaid) {
  EXPECT_EQ(mape(Values{0, 1}, Values{0, 1}), 0);
  EXPECT_EQ(mape(Values{0, 1}, Values{1, 1}), kInfinity);
  EXPECT_EQ(smape(Values{0}, Values{0}), 0);
  EXPECT_EQ(wape(Values{0}, Values{1}), kInfinity);
  EXPECT_EQ(mase(Values{5}, Values{5}, Values{5, 5}), 0);
  EXPECT_EQ(mase(Values{5}, Values{6}, Values{5, 5}), kInfinity);
  EXPECT_EQ(relative_mae(Values{5}, Values{5}, Values{5}), 1);
}

TEST(AitchisonDistance, IsThatOfAllPairs) {
  const auto lines = reference::read_lines("aitchison.txt");
  ASSERT_EQ(lines.size(), 6u);
  for (const auto& [name, values] : lines) {
    const auto n = static_cast<std::size_t>(values[0]);
    const std::span<const double> all(values);
    // logarithms of nearly the same numbers keep as many digits as their difference has
    const double expected = values.back(), most = name == "distance near" ? 1e-15 : 4e-15 * expected;
    EXPECT_NEAR(aitchison_distance(all.subspan(1, n), all.subspan(1 + n, n)), expected, most) << name;
  }
}

// Log ratios (0, 2) and (-log 4, 0, log 4), whose means are 1 and 0.
TEST(AitchisonDistance, WorkedByHand) {
  EXPECT_NEAR(aitchison_distance(Values{1, 1}, Values{1, std::exp(2.0)}), std::sqrt(2.0), 1e-15);
  EXPECT_NEAR(aitchison_distance(Values{1, 2, 4}, Values{4, 2, 1}), std::sqrt(2.0) * std::log(4.0), 1e-15);
  EXPECT_EQ(aitchison_distance(Values{0.2, 0.3, 0.5}, Values{0.2, 0.3, 0.5}), 0);
}

TEST(AitchisonDistance, IsADistanceOfRatios) {
  EXPECT_TRUE(rc::check("symmetric, whatever the units, and not shortened by a detour; parts make it no longer", [] {
    const auto parts = [] {
      Values x;
      for (int i = 0; i < 4; ++i) x.push_back(std::exp(*rc::gen::inRange(-900, 900) / 100.0));
      return x;
    };
    const Values x = parts(), y = parts(), z = parts();
    const auto times = [](Values v, double k) {
      for (double& a : v) a *= k;
      return v;
    };
    const double d = aitchison_distance(x, y);
    RC_ASSERT(d == aitchison_distance(y, x));
    RC_ASSERT(std::abs(d - aitchison_distance(times(x, 1024), times(y, 1.0 / 64))) <= 1e-13 * (1 + d));
    RC_ASSERT(d <= aitchison_distance(x, z) + aitchison_distance(z, y) + 1e-12);
    const auto some = [](const Values& v) { return std::span(v).first(3); };
    RC_ASSERT(aitchison_distance(some(x), some(y)) <= d + 1e-12);  // of a subcomposition (Aitchison 1992)
  }));
}

TEST(AitchisonDistance, SaysWhatZerosAndMissingPartsAre) {
  EXPECT_EQ(aitchison_distance(Values{0, 0.4, 0.6}, Values{0.1, 0.3, 0.6}), kInfinity);
  EXPECT_EQ(aitchison_distance(Values{0.1, 0, 0.6}, Values{0, 0.3, 0.6}), kInfinity);
  EXPECT_TRUE(std::isnan(aitchison_distance(Values{0, 0.4, 0.6}, Values{0, 0.3, 0.7})));
  EXPECT_TRUE(std::isnan(aitchison_distance(Values{kNaN, 0.4}, Values{0.5, 0.5})));
  EXPECT_TRUE(std::isnan(aitchison_distance(Values{0, 0.4, kNaN}, Values{0.1, 0.3, 0.6})));
  for (const auto& [x, y] : std::vector<std::pair<Values, Values>>{
           {{1, 2}, {1, 2, 3}}, {{1}, {1}}, {{}, {}}, {{1, -1}, {1, 1}}, {{1, 1}, {1, kInfinity}}})
    EXPECT_THROW((void)aitchison_distance(x, y), InvalidArgument);
}

TEST(Accuracy, RefusesWhatDoesNotMatch) {
  EXPECT_THROW((void)mape(Values{1}, Values{}), InvalidArgument);
  EXPECT_THROW((void)mase(Values{1}, Values{1}, kTraining, 0), InvalidArgument);
  EXPECT_THROW((void)pinball_loss(Values{1}, Values{1}, 1), InvalidArgument);
  EXPECT_THROW((void)interval_score(Values{1}, Values{1}, Values{1}, kNaN), InvalidArgument);
  EXPECT_THROW((void)coverage(Values{1}, Values{1}, Values{1, 2}), InvalidArgument);
  EXPECT_THROW((void)weighted_interval_score(Values{1}, Values{1}, {{0.5, {}, {}}}), InvalidArgument);
  EXPECT_THROW((void)crps(1, Values{}), InvalidArgument);
  EXPECT_THROW((void)crps(1, Values{1}, SampleScore::fair), InvalidArgument);
  EXPECT_THROW((void)energy_score(Values{1, 2}, Values{1, 2, 3}), InvalidArgument);
  EXPECT_THROW((void)owa(-1, 1, 1, 1), InvalidArgument);
}

/// Proper scores of whole samples: the energy score of one value is the CRPS, whatever the order of the draws.
TEST(Accuracy, EnergyOfOneValueIsCrps) {
  EXPECT_TRUE(rc::check([] {
    const auto whole = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(-1000, 1000)));
    const Values draws(whole.begin(), whole.end());
    const double y = *rc::gen::inRange(-1000, 1000);
    RC_ASSERT(std::abs(crps(y, draws) - energy_score(Values{y}, draws)) < 1e-9);
  }));
}

/// Twice the pinball loss over many levels is the CRPS (Gneiting & Ranjan 2011); the sample is its own quantiles.
TEST(Accuracy, CrpsIsThePinballLossOfAllLevels) {
  const Values draws{-3, 0, 1, 4.5, 9};
  double sum = 0;
  const int levels = 100'000;
  for (int i = 0; i < levels; ++i) {
    const double p = (i + 0.5) / levels;
    const double q = draws[static_cast<std::size_t>(p * 5)];
    sum += 2 * pinball_loss(Values{2}, Values{q}, p) / levels;
  }
  EXPECT_NEAR(crps(2, draws), sum, 1e-8);
}

}  // namespace
}  // namespace foreplan::stats
