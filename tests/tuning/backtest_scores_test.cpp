#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/models.hpp>
#include <foreplan/stats/accuracy.hpp>
#include <foreplan/tuning/backtest.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "panels.hpp"

namespace foreplan::tuning {
namespace {

TEST(BacktestScores, ScoresWorkedOutByHand) {
  // Known 1, 3, 5, ..., 19; the last value is 19 and the next ones are 21, 23.
  Values values = ramp(12);
  for (double& x : values) x = 2 * x - 1;
  BacktestOptions options{.horizon = 2, .origins = 1, .levels = {0.05, 0.5, 0.95}};
  const Backtest result =
      backtest({{.name = "a", .group = "g", .values = values}}, Candidates{last_value("last", 3)}, options);
  EXPECT_EQ(result.series, std::vector<std::string>{"a"});
  EXPECT_EQ(result.groups, std::vector<std::string>{"g"});
  EXPECT_EQ(result.candidates, std::vector<std::string>{"last"});
  EXPECT_EQ(result.origins, 1u);
  EXPECT_EQ(result.levels, options.levels);
  const FoldScore& score = result.at(0, 1, 0);  // errors 2 and 4, a scale of 2 and of 4
  EXPECT_NEAR(score.smape, 100 * (2.0 / 40 + 4.0 / 42), 1e-12);
  EXPECT_NEAR(score.mase, 1.5, 1e-12);
  EXPECT_NEAR(score.rmsse, std::sqrt(10.0 / 4), 1e-12);
  // Quantiles 16, 19, 22: losses 0.05 (5, 7), 0.5 (2, 4) and 0.05 x 1 below, 0.95 x 1 above.
  EXPECT_NEAR(score.pinball, (0.05 * 6 + 0.5 * 3 + (0.05 * 1 + 0.95 * 1) / 2) / 3 / 2, 1e-12);
  EXPECT_NEAR(score.msis, (6 + 20 * (0.0 + 1) / 2) / 2, 1e-12);
  EXPECT_EQ(score.coverage, 0.5);
  ASSERT_EQ(result.steps.size(), 2u);
  EXPECT_EQ(result.steps[1].group, "g");
  EXPECT_EQ(result.steps[1].step, 2u);
  EXPECT_EQ(result.steps[1].forecasts, 1u);
  EXPECT_NEAR(result.steps[0].mase, 1, 1e-12);
  EXPECT_NEAR(result.steps[1].mase, 2, 1e-12);
  EXPECT_NEAR(result.steps[1].smape, 200 * 4.0 / 42, 1e-12);
  EXPECT_NEAR(result.steps[1].pinball, (0.05 * 7 + 0.5 * 4 + 0.95) / 3 / 2, 1e-12);
  EXPECT_EQ(result.steps[0].below, (Values{0, 0, 1}));
  EXPECT_EQ(result.steps[1].below, (Values{0, 0, 0}));
  EXPECT_THROW((void)result.at(1, 1, 0), InvalidArgument);
  EXPECT_THROW((void)result.at(0, 0, 0), InvalidArgument);
  EXPECT_THROW((void)result.at(0, 2, 0), InvalidArgument);
  EXPECT_THROW((void)result.at(0, 1, 1), InvalidArgument);
}

TEST(BacktestScores, ScoresAreThoseOfStats) {
  std::vector<BacktestSeries> panel = made_panel(30);
  panel[2].scale_lag = 1;
  const stats::Forecaster ets = forecast::named_model("ets");
  const BacktestOptions options{.origins = 2};
  const Backtest result = backtest(panel, Candidates{ets}, options);
  std::size_t seen = 0;
  for (const Fold& fold : folds(panel, {ets}, options)) {
    const BacktestSeries& series = panel[fold.series];
    const std::size_t lag = series.scale_lag == 0 ? series.season_length : series.scale_lag;
    const auto known = std::span(series.values).first(fold.known);
    const auto actual = std::span(series.values).subspan(fold.known, series.horizon);
    const FoldScore& score = result.at(fold.series, fold.origin, 0);
    EXPECT_EQ(score.smape, stats::smape(actual, fold.outlook.mean));
    EXPECT_EQ(score.mase, stats::mase(actual, fold.outlook.mean, known, lag));
    EXPECT_NEAR(score.rmsse, stats::rmsse(actual, fold.outlook.mean, known, lag), 1e-14 * score.rmsse);
    EXPECT_EQ(score.msis, stats::msis(actual, fold.outlook.quantiles[1], fold.outlook.quantiles[5], 0.9, known, lag));
    EXPECT_EQ(score.coverage, stats::coverage(actual, fold.outlook.quantiles[1], fold.outlook.quantiles[5]));
    ++seen;
  }
  EXPECT_EQ(seen, 60u);
}

TEST(BacktestScores, TheIntervalIsThatOfNinetyPerCentOrTheWidest) {
  const std::vector<BacktestSeries> panel{{.values = ramp(30)}};
  const auto coverage = [&](Values levels) {
    return backtest(panel,
                    Candidates{{"x",
                                [](std::span<const double> y, std::size_t) {
                                  stats::Fitted fit = flat(y.back());
                                  fit.predict = [last = y.back()](std::size_t h, const Values& asked) {
                                    stats::Outlook outlook{Values(h, last), asked, {}};
                                    for (const double p : asked)
                                      outlook.quantiles.emplace_back(h, last + 10 * (p - 0.5));
                                    return outlook;
                                  };
                                  return fit;
                                }}},
                    {.horizon = 5, .origins = 1, .levels = std::move(levels)})
        .at(0, 1, 0)
        .coverage;
  };
  EXPECT_EQ(coverage({0.01, 0.05, 0.5, 0.95, 0.99}), 0.8);  // up to 4.5
  EXPECT_EQ(coverage({0.1, 0.3, 0.7, 0.9}), 0.8);           // 4
  EXPECT_EQ(coverage({0.01, 0.3, 0.5, 0.7}), 0.4);          // 2: the only one
  EXPECT_TRUE(std::isnan(coverage({0.01, 0.5})));
  const Backtest points = backtest(panel, Candidates{last_value()}, {.levels = {}});
  EXPECT_TRUE(std::isnan(points.at(0, 1, 0).pinball));
  EXPECT_TRUE(std::isnan(points.steps[0].pinball));
  EXPECT_EQ(points.at(0, 1, 0).mase, 3.5);
}

TEST(BacktestScores, EveryCentralIntervalHasItsShare) {
  // Forecasts 10 of 11, 12, 13, 14, 15; the quantile of p lies 10 (p - 1/2) above.
  const stats::Forecaster even{"even", [](std::span<const double> y, std::size_t) {
                                 return stats::Fitted{.predict = [last = y.back()](std::size_t h, const Values& asked) {
                                   stats::Outlook outlook{Values(h, last), asked, {}};
                                   for (const double p : asked)
                                     outlook.quantiles.emplace_back(h, last + 10 * (p - 0.5));
                                   return outlook;
                                 }};
                               }};
  const BacktestOptions options{.horizon = 5, .origins = 1, .levels = {0.05, 0.2, 0.25, 0.39, 0.5, 0.61, 0.75, 0.95}};
  const Backtest b =
      backtest({{.values = ramp(15)}, {.values = Values(15, 3)}}, Candidates{last_value(), even}, options);
  ASSERT_EQ(b.intervals.size(), 3u);  // 0.2 has no partner
  EXPECT_NEAR(b.intervals[0], 0.22, 1e-12);
  EXPECT_NEAR(b.intervals[1], 0.50, 1e-12);
  EXPECT_NEAR(b.intervals[2], 0.90, 1e-12);
  ASSERT_EQ(b.covered.size(), 12u);
  EXPECT_EQ(Values(b.covered.begin(), b.covered.begin() + 6), (Values{0, 0, 0, 0.2, 0.4, 0.8}));
  for (std::size_t i = 6; i < 12; ++i) EXPECT_TRUE(std::isnan(b.covered[i])) << i;  // no scale
}

TEST(BacktestScores, UnusableFitsAreCountedAndScored) {
  const stats::Forecaster doubtful{"doubtful", [](std::span<const double> y, std::size_t) {
                                     stats::Fitted fit = flat(y.back());
                                     fit.usable = y.size() != 24;
                                     return fit;
                                   }};
  const Backtest b = backtest({{.values = ramp(30)}}, Candidates{last_value(), doubtful}, {.horizon = 3, .origins = 3});
  EXPECT_EQ(b.unusable, (std::vector<FoldPlace>{{0, 1, 2}}));
  EXPECT_EQ(b.at(0, 2, 1), b.at(0, 2, 0));
  EXPECT_TRUE(b.failures.empty());
}

TEST(BacktestScores, ConstantSeriesAreLeftOut) {
  std::vector<BacktestSeries> panel{{.group = "a", .values = Values(30, 5)}, {.group = "a", .values = ramp(30)}};
  const Backtest result = backtest(panel, Candidates{last_value()}, {.horizon = 2, .origins = 1});
  const FoldScore& constant = result.at(0, 1, 0);
  for (const double x :
       {constant.smape, constant.mase, constant.rmsse, constant.pinball, constant.msis, constant.coverage})
    EXPECT_TRUE(std::isnan(x));
  EXPECT_TRUE(result.failures.empty());
  EXPECT_EQ(result.steps[0].forecasts, 1u);
  EXPECT_EQ(result.steps[0].mase, 1);
  // A constant one that is forecast over a change has no scale either.
  panel[0].values.back() = 6;
  EXPECT_TRUE(std::isnan(backtest(panel, Candidates{last_value()}, {.horizon = 2, .origins = 1}).at(0, 1, 0).mase));
}

TEST(BacktestScores, SaysWhichSeriesNobodyIsScoredOnAndWhy) {
  const std::vector<BacktestSeries> panel{{.name = "short", .values = ramp(30), .season_length = 12},
                                          {.name = "fine", .values = ramp(30)},
                                          {.name = "constant", .values = Values(30, 5)},
                                          {.name = "empty"},
                                          {.name = "gaps", .values = Values(9, kNaN)}};
  const Backtest result = backtest(panel, Candidates{last_value()}, {.horizon = 6, .gap = 1});
  ASSERT_EQ(result.left_out.size(), 4u);
  EXPECT_EQ(result.left_out[0], (SeriesLeftOut{0, "30 values, and an origin needs 25 before it and 7 after it"}));
  EXPECT_EQ(result.left_out[1].series, 2u);
  EXPECT_THAT(result.left_out[1].reason, ::testing::HasSubstr("scale"));
  EXPECT_EQ(result.left_out[2], (SeriesLeftOut{3, "0 values, and an origin needs 6 before it and 7 after it"}));
  EXPECT_EQ(result.left_out[3],
            (SeriesLeftOut{4, "9 values, 9 of them missing, and an origin needs 6 before it and 7 after it"}));
  // Where the candidate fails it is not the series that is at fault.
  const stats::Forecaster fails{"fails", [](auto, auto) -> stats::Fitted { throw InvalidArgument("never"); }};
  EXPECT_TRUE(backtest({panel[1]}, Candidates{fails}, {.horizon = 6}).left_out.empty());
}

TEST(BacktestScores, MissingActualValuesCountForNone) {
  BacktestSeries series{.values = ramp(30)};
  series.values[29] = kNaN;
  Backtest result = backtest({series}, Candidates{last_value()}, {.horizon = 2, .origins = 1});
  EXPECT_EQ(result.at(0, 1, 0).mase, 1);
  EXPECT_EQ(result.steps[0].forecasts, 1u);
  EXPECT_EQ(result.steps[1].forecasts, 0u);
  EXPECT_TRUE(std::isnan(result.steps[1].mase));
  series.values[28] = kNaN;
  result = backtest({series}, Candidates{last_value()}, {.horizon = 2, .origins = 1});
  EXPECT_TRUE(std::isnan(result.at(0, 1, 0).mase));
  EXPECT_TRUE(result.failures.empty());
}

TEST(BacktestScores, StepsAreByGroupInOrderOfAppearance) {
  const std::vector<BacktestSeries> panel{{.group = "z", .values = ramp(30), .horizon = 1},
                                          {.group = "a", .values = ramp(30)},
                                          {.group = "z", .values = ramp(40), .horizon = 2}};
  const Backtest result = backtest(panel, Candidates{last_value("p"), last_value("q")}, {.horizon = 3, .origins = 2});
  std::vector<std::string> rows;
  for (const StepScore& s : result.steps)
    rows.push_back(s.group + std::to_string(s.step) + std::to_string(s.candidate) + ":" + std::to_string(s.forecasts));
  EXPECT_EQ(rows, (std::vector<std::string>{"z10:4", "z11:4", "z20:2", "z21:2", "a10:2", "a11:2", "a20:2", "a21:2",
                                            "a30:2", "a31:2"}));
}

TEST(BacktestScores, ScoresStandWhereTheyBelong) {
  std::vector<BacktestSeries> panel = made_panel(9);
  panel[3].values.resize(15);  // yearly: one origin
  const Backtest result = backtest(panel, Candidates{last_value("a"), last_value("b", 1)}, {.origins = 50});
  std::size_t most = 0;
  for (const Fold& fold : folds(panel, {last_value("a")}, {.origins = 50})) most = std::max(most, fold.origin);
  EXPECT_EQ(result.origins, most);
  EXPECT_EQ(result.scores.size(), 9 * most * 2);
  EXPECT_FALSE(std::isnan(result.at(3, 1, 0).mase));
  EXPECT_TRUE(std::isnan(result.at(3, 2, 0).mase));
  EXPECT_EQ(result.at(5, 1, 0).mase, result.at(5, 1, 1).mase);
  EXPECT_NE(result.at(5, 1, 0).pinball, result.at(5, 1, 1).pinball);
  EXPECT_TRUE(backtest({}, Candidates{last_value()}, {}).scores.empty());
}

}  // namespace
}  // namespace foreplan::tuning
