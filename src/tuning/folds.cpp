#include "tuning/folds.hpp"

#include <foreplan/core/errors.hpp>
#include <foreplan/stats/accuracy.hpp>

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "stats/attempt.hpp"

namespace foreplan::inline v0::tuning {
namespace {

using foreplan::detail::fail;
using foreplan::detail::number_text;
using foreplan::detail::quoted;

constexpr std::size_t kMost = 1'000'000;

void require_range(std::string_view function, std::string_view what, std::size_t value, std::size_t least,
                   std::string_view where = {}) {
  if (value < least || value > kMost)
    fail(function, std::string(what) + " must be in [" + std::to_string(least) + ", 1,000,000]", std::to_string(value),
         where);
}

std::size_t horizon_of(const BacktestSeries& series, const BacktestOptions& options) {
  return series.horizon == 0 ? options.horizon : series.horizon;
}

std::size_t least_of(const BacktestSeries& series, const BacktestOptions& options) {
  if (options.least > 0) return options.least;
  const std::size_t usual = std::max<std::size_t>(6, 2 * series.season_length + 1);
  return options.window > 0 ? std::min(usual, options.window) : usual;
}

/// What has been published of a series when `known` of its values have come: the newest vintage's, up to there.
std::span<const double> published(const BacktestSeries& series, std::size_t known) {
  const std::vector<double>* newest = &series.values;
  for (const Vintage& vintage : series.vintages)
    if (vintage.known <= known) newest = &vintage.values;
  return std::span(*newest).first(std::min(known, newest->size()));
}

std::span<const double> within_window(std::span<const double> values, std::size_t window) {
  return window > 0 && values.size() > window ? values.last(window) : values;
}

/// Of its own and of exactly this size, so that nothing of what lies around is in reach.
std::vector<double> copy_of(std::span<const double> values) { return {values.begin(), values.end()}; }

/// A candidate on its way through the origins of a series.
struct Follower {
  const stats::Forecaster& candidate;
  stats::Fitted fit{};
  std::size_t fitted = 0;  ///< Values behind `fit`; 0: none.

  void move_to(std::span<const double> values, std::size_t season_length, const BacktestOptions& options) {
    if (options.refit || fitted == 0 || (!fit.update && values.size() > fitted)) {
      fitted = 0;
      fit = candidate.fit(copy_of(within_window(values, options.window)), season_length);
    } else if (values.size() > fitted) {
      fit = fit.update(copy_of(values.subspan(fitted)));
    }
    fitted = values.size();
  }
};

/// The last `horizon` periods of an outlook.
stats::Outlook last_of(stats::Outlook outlook, std::size_t horizon) {
  const auto cut = [&](std::vector<double>& values) {
    values.erase(values.begin(), values.end() - static_cast<std::ptrdiff_t>(horizon));
  };
  cut(outlook.mean);
  std::for_each(outlook.quantiles.begin(), outlook.quantiles.end(), cut);
  return outlook;
}

void require_finite(const std::vector<double>& mean) {
  const auto bad = std::find_if(mean.begin(), mean.end(), [](double x) { return !std::isfinite(x); });
  if (bad != mean.end())
    fail("tuning::backtest", "point forecasts must be finite", number_text(*bad),
         "at step " + std::to_string(bad - mean.begin() + 1));
}

}  // namespace

void require_options(std::string_view function, const BacktestOptions& options) {
  require_range(function, "horizon", options.horizon, 1);
  require_range(function, "origins", options.origins, 1);
  require_range(function, "gap", options.gap, 0);
  if (options.window > 0 && options.least > options.window)
    fail(function, "least must not be more than the window holds", std::to_string(options.least),
         "for a window of " + std::to_string(options.window));
  for (std::size_t i = 0; i < options.levels.size(); ++i)
    if (!(options.levels[i] > (i == 0 ? 0 : options.levels[i - 1]) && options.levels[i] < 1))
      fail(function, "levels must rise within (0, 1)", number_text(options.levels[i]), "at index " + std::to_string(i));
}

void require_series(std::string_view function, const BacktestSeries& series, std::size_t place,
                    const BacktestOptions& options) {
  const std::string where = "in series " + quoted(series.name) + " at index " + std::to_string(place);
  require_range(function, "the season length", series.season_length, 1, where);
  require_range(function, "the lag of the scale", series.scale_lag, 0, where);
  require_range(function, "the horizon", series.horizon, 0, where);
  require_range(function, "the gap and the horizon together", options.gap + horizon_of(series, options), 1, where);
  for (std::size_t i = 0; i < series.vintages.size(); ++i) {
    const Vintage& vintage = series.vintages[i];
    const std::string which = "of vintage " + std::to_string(i) + " " + where;
    if (i > 0 && vintage.known <= series.vintages[i - 1].known)
      fail(function, "vintages must stand in the order of what is known", std::to_string(vintage.known), which);
    if (vintage.values.size() < vintage.known)
      fail(function, "a vintage must have as many values as are known",
           std::to_string(vintage.values.size()) + " for " + std::to_string(vintage.known), which);
  }
}

std::vector<FoldOrigin> fold_origins(const BacktestSeries& series, const BacktestOptions& options) {
  const std::size_t horizon = horizon_of(series, options), least = least_of(series, options);
  const std::size_t step = options.step == 0 ? horizon : options.step;
  std::vector<FoldOrigin> origins;
  if (series.values.size() <= options.gap + horizon) return origins;
  std::size_t known = series.values.size() - options.gap - horizon;
  for (std::size_t k = 1; k <= options.origins && known >= least; ++k, known -= step) {
    const std::span<const double> given = within_window(published(series, known), options.window);
    const auto observed = std::count_if(given.begin(), given.end(), [](double x) { return !std::isnan(x); });
    if (static_cast<std::size_t>(observed) >= least) origins.push_back({k, known});
    if (known <= step) break;
  }
  std::reverse(origins.begin(), origins.end());
  return origins;
}

std::string too_short(const BacktestSeries& series, const BacktestOptions& options) {
  const std::span<const double> y = series.values;
  const auto missing =
      static_cast<std::size_t>(std::count_if(y.begin(), y.end(), [](double x) { return std::isnan(x); }));
  return std::to_string(y.size()) + " values" +
         (missing > 0 ? ", " + std::to_string(missing) + " of them missing" : "") + ", and an origin needs " +
         std::to_string(least_of(series, options)) + (options.window > 0 ? " within the window" : "") +
         " before it and " + std::to_string(options.gap + horizon_of(series, options)) + " after it";
}

std::vector<Fold> folds_of(const BacktestSeries& series, std::size_t place,
                           const std::vector<stats::Forecaster>& candidates, const BacktestOptions& options) {
  const std::size_t horizon = horizon_of(series, options);
  const std::size_t lag = series.scale_lag == 0 ? series.season_length : series.scale_lag;
  std::vector<Follower> followers;
  for (const stats::Forecaster& candidate : candidates) followers.push_back({candidate});
  std::vector<Fold> folds;
  for (const FoldOrigin& at : fold_origins(series, options)) {
    const std::span<const double> values = published(series, at.known);
    const auto first = series.values.begin() + static_cast<std::ptrdiff_t>(at.known + options.gap);
    Fold fold{.series = place, .origin = at.origin, .known = at.known};
    fold.actual.assign(first, first + static_cast<std::ptrdiff_t>(horizon));
    fold.absolute_scale = stats::naive_absolute_scale(values, lag);
    fold.squared_scale = stats::naive_squared_scale(values, lag);
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      if (options.batch.execution.cancel.cancelled()) throw Cancelled("tuning::backtest: cancelled by the caller");
      Fold& answer = folds.emplace_back(fold);
      answer.candidate = c;
      Follower& follower = followers[c];
      answer.error = stats::attempt([&] {
        follower.move_to(values, series.season_length, options);
        const std::size_t ahead = at.known - values.size() + options.gap + horizon;
        stats::Outlook outlook = last_of(stats::predict(follower.fit, ahead, options.levels), horizon);
        require_finite(outlook.mean);
        answer.outlook = std::move(outlook);
        answer.model = follower.fit.model;
        answer.usable = follower.fit.usable;
      });
      if (options.refit) follower.fit = {};  // the outlook is all that is kept
    }
  }
  return folds;
}

}  // namespace foreplan::inline v0::tuning
