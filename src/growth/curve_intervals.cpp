#include <foreplan/growth/curve_fit.hpp>
#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "growth/curve_task.hpp"
#include "growth/profile_end.hpp"

namespace foreplan::inline v0::growth {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<double> values_of(const CurveFit& fit) {
  std::vector<double> b;
  for (const CurveParameter& p : fit.parameters) b.push_back(p.value);
  return b;
}

void check_fit(std::string_view function, const CurveFit& fit) {
  detail::require(static_cast<bool>(fit.function) && !fit.parameters.empty(), function, "fit must come from fit_curve",
                  "an empty one");
}

/// Curve and derivatives at times; refuses values that are not finite.
std::vector<double> curve_at(std::string_view function, const CurveFit& fit, std::span<const double> t,
                             std::span<double> jacobian) {
  check_fit(function, fit);
  for (std::size_t i = 0; i < t.size(); ++i)
    if (!std::isfinite(t[i]))
      detail::fail(function, "t must be finite", detail::number_text(t[i]), "at index " + std::to_string(i));
  std::vector<double> values(t.size());
  fit.function(values_of(fit), t, values, jacobian);
  for (std::size_t i = 0; i < t.size(); ++i)
    if (!std::isfinite(values[i]))
      detail::fail(function, "the curve must be finite at every time asked for", detail::number_text(values[i]),
                   "at t = " + detail::number_text(t[i]));
  return values;
}

/// g' C g at time i.
double curve_variance(const CurveFit& fit, std::span<const double> jacobian, std::size_t times, std::size_t i) {
  const std::size_t p = fit.parameters.size();
  double sum = 0;
  for (std::size_t a = 0; a < p; ++a)
    for (std::size_t b = 0; b < p; ++b) {
      const double c = fit.covariance[a * p + b];
      if (c != 0) sum += jacobian[a * times + i] * c * jacobian[b * times + i];
    }
  return std::max(sum, 0.0);
}

/// How a new observation scatters about the curve: where its error is expected, and its variance.
struct Scatter {
  double expected = 0;
  double variance = 0;
};

Scatter scatter(const CurveFit& fit, double t, double value) {
  const double variance = fit.sigma * fit.sigma;
  if (fit.errors == CurveErrors::proportional) return {0, variance * value * value};
  if (fit.errors != CurveErrors::ar1) return {0, variance};
  const double rho = fit.rho, stationary = variance / (1 - rho * rho);
  const double steps = (t - fit.t.back()) / fit.step;
  if (!(steps > 0)) return {0, stationary};
  const double fade = rho == 0  ? 0
                      : rho < 0 ? std::pow(-rho, steps) * (std::fmod(std::round(steps), 2) == 0 ? 1 : -1)
                                : std::pow(rho, steps);
  return {fade * fit.residuals.back(), stationary * (1 - fade * fade)};
}

double quantile(std::string_view function, const CurveFit& fit, double coverage) {
  detail::require(coverage > 0 && coverage < 1, function, "coverage must be in (0, 1)", coverage);
  return stats::student_t_quantile((1 + coverage) / 2, static_cast<double>(fit.degrees_of_freedom));
}

/// Where, going from the estimate in one direction, the least sum of squares has risen by t^2 sigma^2.
class Profile {
 public:
  Profile(const CurveFit& fit, std::size_t parameter, double t)
      : fit_(fit),
        parameter_(parameter),
        limit_(fit.sum_of_squares + t * t * fit.sigma * fit.sigma),
        task_(fit.function, fit.t, fit.y, fit.parameters, 500, {}) {
    task_.weights = fit.weights;
    task_.rho = fit.rho;
    const double error = fit.parameters[parameter].standard_error;
    first_ = std::isfinite(error) && error > 0 ? t * error : std::max(std::abs(fit.parameters[parameter].value), 1.0);
  }

  double end(double direction) {
    const CurveParameter& p = fit_.parameters[parameter_];
    warm_ = values_of(fit_);
    return internal::profile_end([this](double value) { return excess_at(value); }, p.value, first_, direction,
                                 direction > 0 ? p.upper : p.lower, fit_.sum_of_squares + limit_);
  }

 private:
  /// Positive where the others cannot make up for it.
  double excess_at(double value) {
    std::vector<double> start = warm_;
    start[parameter_] = value;
    const numeric::LeastSquares least = task_.solve(std::move(start), parameter_);
    if (least.stop == Stop::not_finite) return kInfinity;
    // The search goes on from curves within the limit: far outside it they may be of another kind altogether.
    if (least.sum_of_squares < limit_) warm_ = least.x;
    return least.sum_of_squares - limit_;
  }

  const CurveFit& fit_;
  std::size_t parameter_;
  double limit_;
  internal::CurveTask task_;
  double first_ = 0;
  std::vector<double> warm_;
};

}  // namespace

std::vector<double> evaluate(const CurveFit& fit, std::span<const double> t) {
  return curve_at("growth::evaluate", fit, t, {});
}

Forecast band(const CurveFit& fit, std::span<const double> t, CurveBand kind, double coverage) {
  constexpr std::string_view kFunction = "growth::band";
  check_fit(kFunction, fit);
  if (fit.rank + static_cast<std::size_t>(std::count_if(fit.parameters.begin(), fit.parameters.end(),
                                                        [](const CurveParameter& p) { return p.held; })) <
      fit.parameters.size())
    detail::fail(kFunction, "the data must tell the parameters apart", "rank " + std::to_string(fit.rank));
  const double width = quantile(kFunction, fit, coverage);
  std::vector<double> jacobian(t.size() * fit.parameters.size());
  Forecast out{.origin = fit.origin, .coverage = coverage, .mean = curve_at(kFunction, fit, t, jacobian)};
  for (std::size_t i = 0; i < t.size(); ++i) {
    double variance = curve_variance(fit, jacobian, t.size(), i);
    if (kind == CurveBand::observation) {
      const Scatter s = scatter(fit, t[i], out.mean[i]);
      variance += s.variance;
      out.mean[i] += s.expected;
    }
    out.lower.push_back(out.mean[i] - width * std::sqrt(variance));
    out.upper.push_back(out.mean[i] + width * std::sqrt(variance));
  }
  return out;
}

Forecast predict(const CurveFit& fit, std::size_t horizon, const PredictOptions& options) {
  check_fit("growth::predict", fit);
  detail::require(fit.step > 0, "growth::predict", "observations must span some time", "all at one time");
  const double last = *std::max_element(fit.t.begin(), fit.t.end());
  std::vector<double> t;
  for (std::size_t h = 1; h <= horizon; ++h) t.push_back(last + static_cast<double>(h) * fit.step);
  return band(fit, t, CurveBand::observation, options.coverage);
}

Interval parameter_interval(const CurveFit& fit, std::string_view parameter, double coverage,
                            ParameterInterval method) {
  constexpr std::string_view kFunction = "growth::parameter_interval";
  check_fit(kFunction, fit);
  (void)fit[parameter];
  const auto place =
      static_cast<std::size_t>(std::find_if(fit.parameters.begin(), fit.parameters.end(),
                                            [&](const CurveParameter& p) { return p.name == parameter; }) -
                               fit.parameters.begin());
  const CurveParameter& p = fit.parameters[place];
  if (p.held)
    detail::fail(kFunction, "the parameter must be free", "one that is held", "(" + detail::quoted(parameter) + ")");
  const double t = quantile(kFunction, fit, coverage);
  if (method == ParameterInterval::delta) {
    if (!std::isfinite(p.standard_error)) return {};
    return {p.value - t * p.standard_error, p.value + t * p.standard_error};
  }
  Profile profile(fit, place, t);
  const double lower = profile.end(-1);
  return {lower, profile.end(1)};
}

}  // namespace foreplan::inline v0::growth
