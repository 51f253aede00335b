#include <foreplan/forecast/adjusted.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "forecast/data.hpp"
#include "forecast/decomposition_data.hpp"

namespace foreplan::inline v0::forecast {
namespace {

/// The seasons that the data tell of, shortest first, with their windows.
std::vector<std::size_t> told_seasons(std::string_view function, std::span<const double> y,
                                      const AdjustmentOptions& options, MstlOptions& mstl) {
  std::vector<std::size_t> lengths = options.season_lengths, told;
  std::sort(lengths.begin(), lengths.end());
  const std::vector<std::size_t>& windows = options.mstl.seasonal_windows;
  if (!windows.empty() && windows.size() != lengths.size())
    detail::fail(function, "seasonal_windows must be empty or as many as season_lengths",
                 std::to_string(windows.size()), "for " + std::to_string(lengths.size()) + " seasons");
  mstl.seasonal_windows.clear();
  for (std::size_t s = 0; s < lengths.size(); ++s) {
    require_season_length(function, lengths[s]);
    if (y.size() < 2 * lengths[s] || place_never_observed(y, lengths[s])) continue;
    told.push_back(lengths[s]);
    if (!windows.empty()) mstl.seasonal_windows.push_back(windows[s]);
  }
  return told;
}

EtsFit fit_without_season(std::span<const double> y) { return fit_ets(y, {.season = EtsSeason::none}); }

}  // namespace

SeasonalAdjustment adjust_seasonally(std::span<const double> y, const AdjustmentOptions& options) {
  constexpr std::string_view function = "forecast::adjust_seasonally";
  MstlOptions mstl = options.mstl;
  const std::vector<std::size_t> lengths = told_seasons(function, y, options, mstl);
  ModelData data = model_data(function, y, options.transform, lengths.empty() ? 1 : lengths.front());
  require_observation(function, data);
  SeasonalAdjustment result{.transform = data.transform, .adjusted = std::move(data.values)};
  if (lengths.empty()) return result;
  result.decomposition = decompose_mstl(result.adjusted, lengths, mstl);
  result.adjusted = seasonally_adjusted(result.decomposition);
  for (std::size_t s = 0; s < lengths.size(); ++s) {
    const std::vector<double>& season = result.decomposition.seasonal[s];
    result.next.emplace_back(season.end() - static_cast<std::ptrdiff_t>(lengths[s]), season.end());
  }
  return result;
}

std::vector<double> seasonal_forecast(const SeasonalAdjustment& adjustment, std::size_t horizon) {
  require_horizon("forecast::seasonal_forecast", horizon);
  std::vector<double> sum(horizon, 0.0);
  for (const std::vector<double>& season : adjustment.next)
    for (std::size_t h = 0; h < horizon; ++h) sum[h] += season[h % season.size()];
  return sum;
}

Predictive with_seasons(const SeasonalAdjustment& adjustment, Predictive model) {
  if (model.transform.kind != TransformKind::none)
    detail::fail("forecast::with_seasons", "the model of an adjusted series must have no transformation", "one",
                 "(give it to the adjustment)");
  model.origin = adjustment.origin;
  model.transform = adjustment.transform;
  std::vector<double> seasons = seasonal_forecast(adjustment, model.mean.size());
  return moved(std::move(model), std::move(seasons));
}

std::vector<double> continue_adjustment(SeasonalAdjustment& adjustment, std::span<const double> more) {
  std::vector<double> adjusted = model_data("forecast::update", more, adjustment.transform).values;
  for (std::vector<double>& season : adjustment.next) {
    for (std::size_t i = 0; i < adjusted.size(); ++i)
      adjusted[i] = within_doubles(adjusted[i] - season[i % season.size()]);
    std::rotate(season.begin(), season.begin() + static_cast<std::ptrdiff_t>(adjusted.size() % season.size()),
                season.end());
  }
  adjustment.adjusted.insert(adjustment.adjusted.end(), adjusted.begin(), adjusted.end());
  if (adjustment.origin) adjustment.origin->last = adjustment.origin->last + static_cast<std::int64_t>(more.size());
  return adjusted;
}

AdjustedFit<EtsFit> fit_adjusted(std::span<const double> y, const AdjustmentOptions& options) {
  return fit_adjusted(y, options, fit_without_season);
}

SeasonalAdjustment adjust_seasonally(const Series& y, const AdjustmentOptions& options) {
  SeasonalAdjustment result = adjust_seasonally(y.span(), options);
  result.origin = result.decomposition.origin = origin_of(y);
  return result;
}
AdjustedFit<EtsFit> fit_adjusted(const Series& y, const AdjustmentOptions& options) {
  return fit_adjusted(y, options, fit_without_season);
}

}  // namespace foreplan::inline v0::forecast
