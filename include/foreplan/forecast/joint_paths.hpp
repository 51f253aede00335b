#pragma once
#include <foreplan/export.hpp>
#include <foreplan/forecast/prediction.hpp>

#include <vector>

/// Sample paths for forecasts that know each period only by itself, as those of combinations, conformal and calibrated
/// ones do: by the ranks of another model's paths (Schefzik, Thorarinsdottir & Gneiting 2013: ensemble copula coupling).
///
///   const DefaultFit fit = fit_default(sales, {.season_length = 12});
///   const Forecast year = total(sample_paths(fit, 12, {.paths = 10'000}), 0.90);       // default_combination.hpp
///
///   const stats::Outlook own = stats::predict(my_combination.fit(sales, 12), 12, path_levels());
///   const SamplePaths like = sample_paths(fit_ets(sales, {.season_length = 12}), 12);
///   const SamplePaths joint = couple({.levels = own.levels, .values = own.quantiles}, like);
namespace foreplan::inline v0::forecast {

/// Levels whose quantiles say enough of a distribution: 19 from 0.001 to 0.999.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> path_levels();

/// As many paths as `like` has, whose periods rank as they do in `like`: where a path of `like` has rank r of n in a
/// period (equal ones in their order), the result has the quantile of probability (r - 1/2) / n. Between two of the
/// levels a quantile is linear in that of the standard normal distribution, beyond the outermost ones it is theirs, so
/// that no path leaves what the quantiles allow. A period with a quantile or path that is NaN is NaN in all paths.
/// The origin is that of `each`, where it has one. O(horizon n log n).
/// @throws InvalidArgument  unless levels rise within (0, 1), at least two of them, each with a quantile for every period
///   of `like`; without paths.
[[nodiscard]] FOREPLAN_EXPORT SamplePaths couple(const QuantileForecast& each, const SamplePaths& like);

}  // namespace foreplan::inline v0::forecast
