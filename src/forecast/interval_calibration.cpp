#include <foreplan/forecast/conformal.hpp>
#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "forecast/conformal_data.hpp"
#include "forecast/data.hpp"
#include "numeric/parallel.hpp"

namespace foreplan::inline v0::forecast {
namespace {

using foreplan::detail::fail;
using foreplan::detail::number_text;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

void check_levels(std::string_view function, const std::vector<double>& levels) {
  if (levels.empty()) fail(function, "at least one level is needed", "none");
  for (std::size_t i = 0; i < levels.size(); ++i)
    if (!(levels[i] > (i == 0 ? 0.5 : levels[i - 1]) && levels[i] < 1))
      fail(function, "levels must rise within (0.5, 1)", number_text(levels[i]), "at index " + std::to_string(i));
}

/// The distances from the point on one side: NaN where there is nothing to score, infinite where no factor matters.
double score(double observed, double quantile) {
  if (!std::isfinite(observed) || !std::isfinite(quantile)) return std::numeric_limits<double>::quiet_NaN();
  if (quantile > 0) return observed / quantile;
  return observed <= quantile ? -kInfinity : kInfinity;
}

/// Scores of one step, level and side over all series: the place that each takes adds up to 1 for a series.
struct Scored {
  std::vector<std::pair<double, double>> scores{};  ///< With their places.
  std::size_t series = 0;

  void add(const std::vector<double>& of_series) {
    if (of_series.empty()) return;
    ++series;
    for (const double s : of_series) scores.emplace_back(s, 1.0 / static_cast<double>(of_series.size()));
  }
  double factor(double level) {
    const double rank = rank_of(static_cast<double>(series + 1) * level);
    std::sort(scores.begin(), scores.end());
    const auto finite = [](const auto& s) { return std::isfinite(s.first); };
    const auto first = std::find_if(scores.begin(), scores.end(), finite);
    const auto last = std::find_if(scores.rbegin(), scores.rend(), finite);
    if (first == scores.end() || rank > static_cast<double>(series)) return 1;
    double places = 0;
    for (const auto& [value, place] : scores) {
      places += place;
      if (places >= rank - 1e-9) return std::clamp(value, first->first, last->first);
    }
    return last->first;
  }
};

/// Linear between the places of `levels` on the standard normal scale, the nearest outside.
double between(const std::vector<double>& z, const std::vector<double>& factors, double at) {
  const auto above = static_cast<std::size_t>(std::upper_bound(z.begin(), z.end(), at) - z.begin());
  if (above == 0) return factors.front();
  if (above == z.size()) return factors.back();
  const double share = (at - z[above - 1]) / (z[above] - z[above - 1]);
  return (1 - share) * factors[above - 1] + share * factors[above];
}

std::vector<double> normal_quantiles(const std::vector<double>& levels) {
  std::vector<double> z;
  for (const double level : levels) z.push_back(stats::normal_quantile(level));
  return z;
}

/// The quantile at `factor` times its distance from the point, in quarters where that would leave the doubles.
double moved_by(double point, double quantile, double factor) {
  const double whole = point + factor * (quantile - point);
  return std::isfinite(whole) ? whole : within_doubles((point / 4 + factor * (quantile / 4 - point / 4)) * 4);
}

stats::Outlook moved(stats::Outlook outlook, const IntervalCalibration& calibration, const std::vector<double>& z) {
  for (std::size_t l = 0; l < outlook.levels.size(); ++l) {
    const double level = outlook.levels[l];
    const auto& factors = level < 0.5 ? calibration.lower : calibration.upper;
    const double at = std::abs(stats::normal_quantile(level));
    for (std::size_t h = 0; h < outlook.horizon(); ++h) {
      const double factor = between(z, factors[std::min(h, factors.size() - 1)], at);
      outlook.quantiles[l][h] = moved_by(outlook.mean[h], outlook.quantiles[l][h], factor);
    }
  }
  nest(outlook);
  return outlook;
}

using Shared = std::shared_ptr<const std::pair<IntervalCalibration, std::vector<double>>>;

stats::Fitted with_factors(const stats::Fitted& fit, const Shared& calibration) {
  stats::Fitted result{.model = fit.model + ", calibrated", .usable = fit.usable};
  result.predict = [=](std::size_t horizon, const std::vector<double>& levels) {
    return moved(stats::predict(fit, horizon, levels), calibration->first, calibration->second);
  };
  if (fit.update)
    result.update = [=](std::span<const double> more) { return with_factors(fit.update(more), calibration); };
  return result;
}

}  // namespace

void check_factors(std::string_view function, const IntervalCalibration& calibration) {
  check_levels(function, calibration.levels);
  if (calibration.upper.empty()) fail(function, "at least one step is needed", "none");
  if (calibration.lower.size() != calibration.upper.size())
    fail(function, "lower and upper factors must be of the same steps",
         std::to_string(calibration.lower.size()) + " and " + std::to_string(calibration.upper.size()));
  for (const auto* side : {&calibration.lower, &calibration.upper})
    for (std::size_t h = 0; h < side->size(); ++h) {
      const std::vector<double>& factors = (*side)[h];
      const std::string where = std::string(side == &calibration.lower ? "in the lower" : "in the upper") +
                                " ones of step " + std::to_string(h + 1);
      if (factors.size() != calibration.levels.size())
        fail(function, "a step needs a factor for each of " + std::to_string(calibration.levels.size()) + " levels",
             std::to_string(factors.size()), where);
      for (const double factor : factors)
        if (!std::isfinite(factor)) fail(function, "factors must be finite", number_text(factor), where);
    }
}

void add_scores(IntervalScores& to, const stats::Outlook& outlook, std::span<const double> actual) {
  const std::size_t n = outlook.levels.size() / 2;
  if (to.size() < outlook.horizon()) to.resize(outlook.horizon(), std::vector<std::vector<double>>(2 * n));
  for (std::size_t h = 0; h < outlook.horizon(); ++h)
    for (std::size_t l = 0; l < 2 * n; ++l) {
      const double side = l < n ? -1 : 1, mean = outlook.mean[h];
      const double s = score(side * (actual[h] - mean), side * (outlook.quantiles[l][h] - mean));
      if (!std::isnan(s)) to[h][l].push_back(s);
    }
}

std::vector<double> scored_levels(const std::vector<double>& levels) {
  std::vector<double> asked;
  for (const double level : levels) asked.push_back(1 - level);
  asked.insert(asked.end(), levels.begin(), levels.end());
  return asked;
}

IntervalCalibration calibration_of(const std::vector<IntervalScores>& all, const std::vector<double>& levels,
                                   std::size_t horizon) {
  const std::size_t n = levels.size();
  IntervalCalibration result{levels, {}, {}, {}};
  for (std::size_t h = 0; h < horizon; ++h) {
    std::vector<double> factors;
    std::size_t least = all.size();
    for (std::size_t l = 0; l < 2 * n; ++l) {
      Scored scored;
      for (const IntervalScores& series : all)
        if (h < series.size()) scored.add(series[h][l]);
      factors.push_back(scored.factor(levels[l % n]));
      least = std::min(least, scored.series);
    }
    const auto middle = factors.begin() + static_cast<std::ptrdiff_t>(n);
    result.lower.emplace_back(factors.begin(), middle);
    result.upper.emplace_back(middle, factors.end());
    result.series.push_back(least);
  }
  return result;
}

IntervalCalibration calibrate(const stats::Forecaster& forecaster, const std::vector<stats::PanelSeries>& panel,
                              const CalibrationOptions& options) {
  constexpr std::string_view kFunction = "forecast::calibrate";
  if (!forecaster.fit)
    fail(kFunction, "a forecaster must have `fit`", "none in " + foreplan::detail::quoted(forecaster.name));
  if (panel.empty()) fail(kFunction, "at least one series is needed", "none");
  check_levels(kFunction, options.levels);
  (void)stats::origins_of({}, options.origins);

  const std::vector<double> asked = scored_levels(options.levels);
  std::vector<IntervalScores> all(panel.size());
  numeric::parallel_for(panel.size(), options.execution, [&](std::size_t i) {
    const stats::PanelSeries& series = panel[i];
    for (const stats::OriginOutlook& origin :
         stats::rolling_outlooks(forecaster, series.values, series.season_length, options.origins, asked))
      if (origin.error.empty()) add_scores(all[i], origin.outlook, std::span(series.values).subspan(origin.known));
  });
  return calibration_of(all, options.levels, options.origins.horizon);
}

stats::Outlook moved(stats::Outlook outlook, const IntervalCalibration& calibration) {
  return moved(std::move(outlook), calibration, normal_quantiles(calibration.levels));
}

stats::Forecaster calibrated(stats::Forecaster forecaster, const IntervalCalibration& calibration) {
  constexpr std::string_view kFunction = "forecast::calibrated";
  if (!forecaster.fit)
    fail(kFunction, "a forecaster must have `fit`", "none in " + foreplan::detail::quoted(forecaster.name));
  check_factors(kFunction, calibration);
  const Shared shared = std::make_shared<const Shared::element_type>(calibration, normal_quantiles(calibration.levels));
  std::string name = forecaster.name;
  return {std::move(name), [model = std::move(forecaster), shared](std::span<const double> y, std::size_t m) {
            return with_factors(model.fit(y, m), shared);
          }};
}

}  // namespace foreplan::inline v0::forecast
