#pragma once
#include <foreplan/core/random.hpp>
#include <foreplan/stats/forecaster.hpp>
#include <foreplan/tuning/backtest.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// Series and candidates for tests of tuning.
namespace foreplan::tuning {

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Yearly, quarterly and monthly in turn: a level, a trend, a season and noise that grows with the level, here and there a
/// missing value.
inline std::vector<BacktestSeries> made_panel(std::size_t count) {
  std::vector<BacktestSeries> panel;
  for (std::size_t i = 0; i < count; ++i) {
    Stream random({.seed = 1, .purpose = purpose_id("made panel"), .series = i});
    BacktestSeries& one = panel.emplace_back();
    one.name = "S" + std::to_string(i);
    one.season_length = i % 3 == 0 ? 1 : i % 3 == 1 ? 4 : 12;
    one.group = i % 3 == 0 ? "yearly" : i % 3 == 1 ? "quarterly" : "monthly";
    one.horizon = i % 3 == 0 ? 6 : i % 3 == 1 ? 8 : 18;
    const std::size_t n = i % 3 == 0 ? 20 + i % 30 : i % 3 == 1 ? 40 + i % 40 : 80 + i % 60;
    double level = 100 * std::exp(6 * random.uniform());
    const double growth = 0.01 * random.uniform(), season = 0.3 * random.uniform(), noise = 0.1 * random.uniform();
    for (std::size_t t = 0; t < n; ++t) {
      level *= 1 + growth + noise * (random.uniform() - 0.5);
      const double angle = 6.283185307179586 * static_cast<double>(t) / static_cast<double>(one.season_length);
      one.values.push_back(level * (1 + season * std::sin(angle)) * (1 + noise * (random.uniform() - 0.5)));
      if (random.uniform() < 0.01) one.values.back() = kNaN;
    }
  }
  return panel;
}

/// The same for every period: `value`, quantiles `width` below and above it by the sign of level - 1/2.
inline stats::Fitted flat(double value, double width = 0) {
  return {.model = "flat", .predict = [=](std::size_t horizon, const std::vector<double>& levels) {
            stats::Outlook outlook{std::vector<double>(horizon, value), levels, {}};
            for (const double level : levels)
              outlook.quantiles.emplace_back(horizon, value + (level < 0.5 ? -width : level > 0.5 ? width : 0));
            return outlook;
          }};
}

/// The last value that is there.
inline stats::Forecaster last_value(const std::string& name = "last value", double width = 0) {
  return {name, [width](std::span<const double> y, std::size_t) {
            std::size_t t = y.size() - 1;
            while (t > 0 && std::isnan(y[t])) --t;
            return flat(y[t], width);
          }};
}

using Values = std::vector<double>;
using Candidates = std::vector<stats::Forecaster>;

/// 1, 2, ..., n
inline Values ramp(std::size_t n) {
  Values values(n);
  for (std::size_t t = 0; t < n; ++t) values[t] = static_cast<double>(t + 1);
  return values;
}

inline std::vector<Fold> folds(const std::vector<BacktestSeries>& panel, const Candidates& candidates,
                               const BacktestOptions& options) {
  std::vector<Fold> all;
  backtest(
      panel.size(), [&](std::size_t i) { return panel[i]; }, candidates, options,
      [&](Fold&& fold) { all.push_back(std::move(fold)); });
  return all;
}
inline std::vector<Fold> folds(const BacktestSeries& series, const stats::Forecaster& candidate,
                               const BacktestOptions& options) {
  return folds(std::vector{series}, Candidates{candidate}, options);
}

}  // namespace foreplan::tuning
