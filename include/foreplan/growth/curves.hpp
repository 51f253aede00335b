#pragma once
#include <foreplan/growth/curve_fit.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Growth curves by name. Fitting, intervals and bands are those of curve_fit.hpp; here are the formulas, and what only
/// a known formula can tell: ceiling, inflection, when a level is reached.
namespace foreplan::inline v0::growth {

/// Parameters in the order of their names here; t in any unit of time, rates per that unit.
enum class Curve : std::uint8_t {
  linear,                ///< intercept + slope t
  quadratic,             ///< intercept + slope t + curvature t^2
  exponential,           ///< initial exp(rate t)
  modified_exponential,  ///< level + amplitude exp(rate t)
  power,                 ///< scale t^exponent, t > 0
  logistic,              ///< ceiling / (1 + exp(-rate (t - midpoint))): Verhulst (1838)
  logistic4,             ///< floor + (ceiling - floor) / (1 + exp(-rate (t - midpoint)))
  logistic5,             ///< floor + (ceiling - floor) / (1 + exp(-rate (t - midpoint)))^shape
  gompertz,              ///< ceiling exp(-exp(-rate (t - midpoint))), inflection at midpoint
  richards,  ///< ceiling (1 + shape exp(-rate (t - midpoint)))^(-1 / shape), inflection at midpoint (Richards 1959)
  /// ceiling (1 - exp(-(p + q) t)) / (1 + q / p exp(-(p + q) t)), cumulative, t >= 0 from the launch, p "innovation",
  /// q "imitation" (Bass 1969)
  bass,
  weibull,           ///< ceiling (1 - exp(-(t / scale)^shape)), t >= 0
  hill,              ///< ceiling t^exponent / (half^exponent + t^exponent), t >= 0
  michaelis_menten,  ///< ceiling t / (half + t), t >= 0
  monomolecular,     ///< ceiling - (ceiling - initial) exp(-rate t)
  /// ceiling1 / (1 + exp(-rate1 (t - midpoint1))) + ceiling2 / (1 + exp(-rate2 (t - midpoint2))),
  /// midpoint1 <= midpoint2
  double_logistic,
};

[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Curve) noexcept;
/// @throws InvalidArgument  naming the nearest one.
[[nodiscard]] FOREPLAN_EXPORT Curve parse_curve(std::string_view name);
[[nodiscard]] FOREPLAN_EXPORT std::span<const Curve> all_curves() noexcept;
[[nodiscard]] FOREPLAN_EXPORT std::vector<std::string> parameter_names(Curve curve);
[[nodiscard]] FOREPLAN_EXPORT CurveFunction curve_function(Curve curve);

/// Fits a named curve. Without `options.start` the search begins where the curve's differential equation, integrated
/// over the observations, says (Himmelblau, Jones & Bischoff 1967), and that fit stands when it explains nine tenths of
/// the spread and its residuals follow no pattern (Durbin and Watson's statistic above 1). Otherwise parameters that
/// enter linearly are solved for at the points of a Sobol grid over the others (variable projection, Golub & Pereyra
/// 1973), fits from the best of those follow, and the best of all stands. About 5 us for 30 points and three parameters
/// of a curve that fits, 0.1 ms to tens of ms where the grid is searched.
///
/// @throws InvalidArgument  as `fit_curve` of a function; a t that the curve is not defined for; a ceiling held at or
///   below the largest observation, or a floor at or above the smallest.
[[nodiscard]] FOREPLAN_EXPORT CurveFit fit_curve(Curve curve, std::span<const double> t, std::span<const double> y,
                                                 const CurveOptions& options = {});
/// The same for a series at t = 1, 2, ... from its first period on; missing values are left out. The fit knows its
/// origin, and `predict` continues after the last observation.
[[nodiscard]] FOREPLAN_EXPORT CurveFit fit_curve(Curve curve, const Series& series, const CurveOptions& options = {});

[[nodiscard]] inline CurveFit fit_exponential(std::span<const double> t, std::span<const double> y,
                                              const CurveOptions& o = {}) {
  return fit_curve(Curve::exponential, t, y, o);
}
[[nodiscard]] inline CurveFit fit_logistic(std::span<const double> t, std::span<const double> y,
                                           const CurveOptions& o = {}) {
  return fit_curve(Curve::logistic, t, y, o);
}
[[nodiscard]] inline CurveFit fit_gompertz(std::span<const double> t, std::span<const double> y,
                                           const CurveOptions& o = {}) {
  return fit_curve(Curve::gompertz, t, y, o);
}
[[nodiscard]] inline CurveFit fit_richards(std::span<const double> t, std::span<const double> y,
                                           const CurveOptions& o = {}) {
  return fit_curve(Curve::richards, t, y, o);
}
[[nodiscard]] inline CurveFit fit_bass(std::span<const double> t, std::span<const double> y,
                                       const CurveOptions& o = {}) {
  return fit_curve(Curve::bass, t, y, o);
}

/// The level that the curve tends to; nothing for curves without one, and for a function of the caller's.
[[nodiscard]] FOREPLAN_EXPORT std::optional<double> ceiling(const CurveFit& fit);

struct Inflection {
  double t = 0;
  double value = 0;

  bool operator==(const Inflection&) const = default;
};
/// Where growth per unit of time is greatest; nothing for curves without such a place.
[[nodiscard]] FOREPLAN_EXPORT std::optional<Inflection> inflection(const CurveFit& fit);

/// A time with the interval that the observations leave.
struct CurveTime {
  double t = 0;
  Interval range{};
  double coverage = 0.90;

  bool operator==(const CurveTime&) const = default;
};
/// When a rising curve passes a level; nothing if that is never, or further away than a thousand times the span of the
/// observations.
///
/// The interval goes by Student's t: symmetric by the delta method, or all times at which a curve can pass whose sum of
/// squares is within t^2 sigma^2 of the least one (profile; an end is infinite where curves that never pass do as
/// well). The profile is the one to use when the time lies beyond the observations: there it is far from symmetric.
/// @throws InvalidArgument for a level that is not finite, coverage outside (0, 1).
[[nodiscard]] FOREPLAN_EXPORT std::optional<CurveTime> time_to_level(
    const CurveFit& fit, double level, double coverage = 0.90, ParameterInterval method = ParameterInterval::delta);
/// When it reaches this share of its ceiling, which is as uncertain as the rest.
/// @throws InvalidArgument  as above; for a share outside (0, 1), a curve without a ceiling.
[[nodiscard]] FOREPLAN_EXPORT std::optional<CurveTime> time_to_share(
    const CurveFit& fit, double share, double coverage = 0.90, ParameterInterval method = ParameterInterval::delta);

}  // namespace foreplan::inline v0::growth
