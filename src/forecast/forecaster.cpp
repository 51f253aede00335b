#include <foreplan/forecast/forecaster.hpp>

#include <limits>
#include <string>

#include "core/check.hpp"

namespace foreplan::inline v0::forecast {

std::string describe(const EtsFit& fit) { return to_string(fit.form); }

std::string describe(const ThetaFit& fit) {
  const std::string_view box_cox = fit.transform.kind == TransformKind::box_cox ? "Box-Cox " : "";
  return std::string(box_cox) + std::string(to_string(fit.form));
}

std::string describe(const ArimaFit& fit) {
  return to_string(fit.order, fit.season_length) + (!fit.with_constant                        ? ""
                                                    : fit.order.d + fit.order.seasonal_d == 0 ? " with mean"
                                                                                              : " with drift");
}

std::string describe(const CesFit& fit) { return std::string(to_string(fit.season)); }

std::string describe(const TbatsFit& fit) { return to_string(fit.form); }

std::string describe(const RandomWalkFit& fit) {
  return fit.with_drift ? "random walk with drift" : fit.season_length > 1 ? "seasonal random walk" : "random walk";
}

std::string describe(const MeanFit& fit) { return "mean of " + std::to_string(fit.observations) + " values"; }

std::string describe(const IntermittentFit& fit) { return std::string(to_string(fit.method)); }

namespace {

std::string scale(const Transform& transform) {
  switch (transform.kind) {
    case TransformKind::none:
      return "y";
    case TransformKind::box_cox:
      return "y, Box-Cox " + detail::number_text(transform.lambda.value_or(1));
    case TransformKind::bounded:
      break;
  }
  return "y between " + detail::number_text(transform.floor) + " and " + detail::number_text(transform.ceiling);
}

}  // namespace

std::string likelihood_of(const EtsFit& fit) { return scale(fit.transform); }

std::string likelihood_of(const ThetaFit& fit) { return scale(fit.transform); }

std::string likelihood_of(const CesFit& fit) { return scale(fit.transform); }

std::string likelihood_of(const TbatsFit&) { return "y"; }

std::string likelihood_of(const ArimaFit& fit) {
  std::string of = scale(fit.transform);
  if (fit.order.d + fit.order.seasonal_d > 0) {
    of += " differenced " + std::to_string(fit.order.d);
    if (fit.order.seasonal_d > 0)
      of += ", " + std::to_string(fit.order.seasonal_d) + " [" + std::to_string(fit.season_length) + "]";
  }
  // Conditional on the first values, whose number depends on the order.
  if (fit.method != ArimaMethod::exact)
    of += " less " + std::to_string(fit.order.p + fit.season_length * fit.order.seasonal_p) +
          " by conditional least squares";
  return of;
}

stats::Outlook outlook(const Predictive& p, const std::vector<double>& levels, const ForecastOptions& options) {
  ForecastOptions points = options;
  const bool adjusted = options.point != PointForecast::automatic;  // which may need the sample
  if (!adjusted) points.intervals = IntervalMethod::none;
  stats::Outlook result{predict(p, points).mean, levels, {}};
  const bool silent = options.intervals == IntervalMethod::none ||
                      (options.intervals == IntervalMethod::automatic && p.variance.empty() && !p.path);
  if (silent)
    result.quantiles.assign(levels.size(), std::vector(p.mean.size(), std::numeric_limits<double>::quiet_NaN()));
  else if (!levels.empty())
    result.quantiles = quantiles(p, levels, options).values;
  return result;
}

}  // namespace foreplan::inline v0::forecast
