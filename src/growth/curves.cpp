#include <foreplan/growth/curves.hpp>
#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "growth/curve_points.hpp"
#include "growth/curve_quick_start.hpp"
#include "growth/curve_shapes.hpp"
#include "growth/curve_starts.hpp"
#include "growth/curve_time_profile.hpp"
#include "numeric/scalar_search.hpp"

namespace foreplan::inline v0::growth {
namespace {

using internal::CurveShape;
using internal::shape_of;

constexpr std::array<Curve, 16> kAll{
    Curve::linear,   Curve::quadratic,        Curve::exponential,   Curve::modified_exponential,
    Curve::power,    Curve::logistic,         Curve::logistic4,     Curve::logistic5,
    Curve::gompertz, Curve::richards,         Curve::bass,          Curve::weibull,
    Curve::hill,     Curve::michaelis_menten, Curve::monomolecular, Curve::double_logistic};

std::string function_name(Curve curve) { return "growth::fit_curve(" + std::string(to_string(curve)) + ")"; }

void check_domain(const CurveShape& shape, std::span<const double> t, std::span<const double> y,
                  const CurveOptions& options) {
  const bool anywhere = shape.first_time == -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < t.size() && !anywhere; ++i)
    if (t[i] < shape.first_time)
      detail::fail(function_name(shape.curve), shape.first_time > 0 ? "t must be > 0" : "t must be >= 0", detail::number_text(t[i]),
                   "at index " + std::to_string(i));
  if (y.empty() || (!options.ceiling && !options.floor)) return;
  const auto [least, most] = std::minmax_element(y.begin(), y.end());
  if (options.ceiling && !(*options.ceiling > *most))
    detail::fail(function_name(shape.curve), "ceiling must be above the largest observation, " + detail::number_text(*most),
                 detail::number_text(*options.ceiling));
  if (options.floor && !(*options.floor < *least))
    detail::fail(function_name(shape.curve), "floor must be below the smallest observation, " + detail::number_text(*least),
                 detail::number_text(*options.floor));
}

/// The curve's own bounds, narrowed by the caller's ranges.
CurveOptions with_bounds(const CurveShape& shape, CurveOptions options) {
  for (std::size_t j = 0; j < shape.parameters.size(); ++j) {
    if (!std::isfinite(shape.least[j])) continue;
    const auto given = std::find_if(options.ranges.begin(), options.ranges.end(),
                                    [&](const ParameterRange& r) { return r.name == shape.parameters[j]; });
    if (given != options.ranges.end())
      given->lower = std::max(given->lower, std::min(shape.least[j], given->upper));
    else
      options.ranges.push_back(
          {std::string(shape.parameters[j]), shape.least[j], std::numeric_limits<double>::infinity()});
  }
  return options;
}

/// Weighted sum of squares about the weighted mean.
double spread(const CurveFit& fit) {
  double total = 0, mean = 0, sum = 0;
  const auto weight = [&](std::size_t i) { return fit.weights.empty() ? 1.0 : fit.weights[i]; };
  for (std::size_t i = 0; i < fit.y.size(); ++i) {
    total += weight(i);
    mean += weight(i) * fit.y[i];
  }
  mean /= total;
  for (std::size_t i = 0; i < fit.y.size(); ++i) sum += weight(i) * (fit.y[i] - mean) * (fit.y[i] - mean);
  return sum;
}

/// Usable, inside all bounds, most of the spread explained, and residuals that neighbours in time do not share: another
/// optimum would have to lie nearer to the observations without following a pattern, because there is none left.
bool leaves_no_pattern(const CurveFit& fit) {
  constexpr double kIndependent = 1;    // Durbin and Watson's statistic, 2 for independent residuals
  constexpr std::size_t kEnough = 4;    // degrees of freedom for it to say anything
  constexpr double kUnexplained = 0.1;  // share of the spread; much scatter has more than one optimum
  constexpr double kExact = 1e-24;      // share that is rounding
  if (!fit.usable() || fit.degrees_of_freedom < kEnough) return false;
  for (const CurveParameter& p : fit.parameters)
    if (p.held && p.lower < p.upper) return false;
  const double all = spread(fit);
  return (fit.durbin_watson > kIndependent && fit.sum_of_squares <= kUnexplained * all) ||
         fit.sum_of_squares <= kExact * all;
}

bool better(const CurveFit& a, const CurveFit& b) {
  if (a.usable() != b.usable()) return a.usable();
  return a.sum_of_squares < b.sum_of_squares;
}

bool same_optimum(const CurveFit& a, const CurveFit& b) {
  constexpr double kSame = 1e-8;  // of a sum of squares, which is flat there
  return std::abs(a.sum_of_squares - b.sum_of_squares) <= kSame * std::max(a.sum_of_squares, b.sum_of_squares);
}

double value_or(const CurveFit& fit, std::string_view name, double otherwise) {
  for (const CurveParameter& p : fit.parameters)
    if (p.name == name) return p.value;
  return otherwise;
}

std::optional<Curve> curve_of(const CurveFit& fit) {
  for (const Curve c : kAll)
    if (to_string(c) == fit.curve) return c;
  return std::nullopt;
}

std::vector<double> values_of(const CurveFit& fit) {
  std::vector<double> b;
  for (const CurveParameter& p : fit.parameters) b.push_back(p.value);
  return b;
}

double at(const CurveFit& fit, const std::vector<double>& b, double t) {
  double value = 0;
  fit.function(b, {&t, 1}, {&value, 1}, {});
  return value;
}

/// d ceiling / d b_j, for every curve with a ceiling: the ceilings enter as themselves.
std::vector<double> ceiling_gradient(const CurveFit& fit) {
  std::vector<double> g;
  for (const CurveParameter& p : fit.parameters) g.push_back(p.name.starts_with("ceiling") ? 1 : 0);
  return g;
}

/// When f(t) = level: on the side of the observations' middle where the level lies.
std::optional<double> crossing(const CurveFit& fit, double level) {
  const auto [first, last] = std::minmax_element(fit.t.begin(), fit.t.end());
  const double span = std::max(*last - *first, 1e-300), middle = *first + span / 2;
  const std::vector<double> b = values_of(fit);
  const auto excess = [&](double t) { return at(fit, b, t) - level; };
  const double here = excess(middle);
  if (here == 0) return middle;
  double inside = middle;
  for (double step = span / 4; step < 1000 * span; step *= 1.5) {
    double outside = middle + (here < 0 ? step : -step);
    const auto curve = curve_of(fit);
    if (curve) outside = std::max(outside, shape_of(*curve).first_time);
    const double there = excess(outside);
    if (!std::isfinite(there)) return std::nullopt;
    if ((there > 0) != (here > 0)) {
      return numeric::find_root(excess, std::min(inside, outside), std::max(inside, outside)).x;
    }
    inside = outside;
  }
  return std::nullopt;
}

/// The interval of a crossing by implicit differentiation of f(t; b) = level(b).
std::optional<CurveTime> timed(std::string_view function, const CurveFit& fit, double level,
                               const std::vector<double>& level_gradient, double coverage, ParameterInterval method) {
  detail::require(coverage > 0 && coverage < 1, function, "coverage must be in (0, 1)", coverage);
  const std::optional<double> t = crossing(fit, level);
  if (!t) return std::nullopt;
  const std::size_t p = fit.parameters.size();
  const std::vector<double> b = values_of(fit);
  std::vector<double> gradient(p);
  double value = 0;
  fit.function(b, {&*t, 1}, {&value, 1}, gradient);
  const auto [first, last] = std::minmax_element(fit.t.begin(), fit.t.end());
  const double h = 1e-5 * std::max(*last - *first, 1e-300);
  const double slope = (at(fit, b, *t + h) - at(fit, b, *t - h)) / (2 * h);
  double variance = 0;
  for (std::size_t i = 0; i < p; ++i)
    for (std::size_t j = 0; j < p; ++j)
      variance += (gradient[i] - level_gradient[i]) * fit.covariance[i * p + j] * (gradient[j] - level_gradient[j]);
  const double quantile = stats::student_t_quantile((1 + coverage) / 2, static_cast<double>(fit.degrees_of_freedom));
  const double level_error = std::sqrt(std::max(variance, 0.0)), time_error = level_error / std::abs(slope);
  CurveTime out{.t = *t, .coverage = coverage};
  if (!std::isfinite(time_error)) return out;
  out.range = {*t - quantile * time_error, *t + quantile * time_error};
  if (method == ParameterInterval::delta || !(time_error > 0)) return out;
  double constant = level;
  for (std::size_t i = 0; i < p; ++i) constant -= level_gradient[i] * b[i];
  const auto curve = curve_of(fit);
  const double first_time = curve ? shape_of(*curve).first_time : -std::numeric_limits<double>::infinity();
  out.range = internal::profiled_time(fit, {*t, constant, level_gradient, level_error, time_error, first_time}, quantile);
  return out;
}

}  // namespace

std::string_view to_string(Curve curve) noexcept { return shape_of(curve).name; }

Curve parse_curve(std::string_view name) {
  std::vector<std::string> known;
  for (const Curve c : kAll) {
    if (to_string(c) == name) return c;
    known.emplace_back(to_string(c));
  }
  const std::string nearest = detail::nearest_name(name, known);
  detail::fail("growth::parse_curve", "name must be that of a curve", detail::quoted(name),
               nearest.empty() ? std::string() : "(did you mean " + detail::quoted(nearest) + "?)");
}

std::span<const Curve> all_curves() noexcept { return kAll; }

std::vector<std::string> parameter_names(Curve curve) {
  const CurveShape& shape = shape_of(curve);
  return {shape.parameters.begin(), shape.parameters.end()};
}

CurveFunction curve_function(Curve curve) { return shape_of(curve).function; }

CurveFit fit_curve(Curve curve, std::span<const double> t, std::span<const double> y, const CurveOptions& given) {
  const CurveShape& shape = shape_of(curve);
  const bool bounded = std::any_of(shape.least.begin(), shape.least.end(), [](double v) { return std::isfinite(v); });
  std::optional<CurveOptions> narrowed;
  const CurveOptions& options = bounded ? narrowed.emplace(with_bounds(shape, given)) : given;
  if (!given.start.empty() && given.start.size() != shape.parameters.size())
    detail::fail(function_name(curve),
                 "start must be one for each of the " + std::to_string(shape.parameters.size()) + " parameters",
                 std::to_string(given.start.size()));
  check_domain(shape, t, y, given);
  const auto fit_with = [&](std::vector<double> start, const CurveOptions& with) {
    CurveFit fit = fit_curve(shape.function, parameter_names(curve), std::move(start), t, y, with);
    fit.curve = shape.name;
    return fit;
  };
  const auto fit_from = [&](std::vector<double> start) { return fit_with(std::move(start), options); };
  if (!given.start.empty()) return fit_from(given.start);
  // Bad observations are refused here, before they make nonsense of the starting points.
  const bool sound = t.size() == y.size() && y.size() > shape.parameters.size() &&
                     std::all_of(t.begin(), t.end(), [](double v) { return std::isfinite(v); }) &&
                     std::all_of(y.begin(), y.end(), [](double v) { return std::isfinite(v); });
  if (!sound) return fit_from(std::vector<double>(shape.parameters.size(), 1.0));
  std::optional<CurveFit> best;
  if (std::vector<double> quick = internal::quick_start(shape, t, y); !quick.empty()) {
    best = fit_from(std::move(quick));
    const bool only_optimum = shape.others.empty() && best->usable();
    if (only_optimum || leaves_no_pattern(*best)) return *std::move(best);
  }
  // Two starts that end in one optimum which leaves no pattern need no third, unless so many parameters do not enter
  // linearly that a third is often better. Those that go on for long, mostly towards infinity, wait until the others
  // have been seen.
  constexpr int kFirstLook = 50;
  constexpr std::size_t kFewOptima = 2;
  CurveOptions brief = options;
  brief.max_iterations = std::min(options.max_iterations, kFirstLook);
  const auto settles = [&](CurveFit fit) {
    const bool again = best && best->usable() && fit.usable() && same_optimum(*best, fit);
    if (!best || better(fit, *best)) best = std::move(fit);
    return again && shape.others.size() <= kFewOptima && leaves_no_pattern(*best);
  };
  std::vector<std::vector<double>> unfinished;
  for (std::vector<double>& start :
       internal::grid_starts(shape, t, y, static_cast<std::size_t>(std::max(given.starts, 1)))) {
    CurveFit fit = fit_with(std::move(start), brief);
    if (fit.stop == Stop::iteration_limit && brief.max_iterations < options.max_iterations)
      unfinished.push_back(values_of(fit));
    else if (settles(std::move(fit)))
      return *std::move(best);
  }
  for (std::vector<double>& start : unfinished)
    if (settles(fit_from(std::move(start)))) break;
  if (!best) return fit_from(std::vector<double>(shape.parameters.size(), 1.0));
  return *std::move(best);
}

CurveFit fit_curve(Curve curve, const Series& series, const CurveOptions& options) {
  const internal::CurvePoints points(series);
  CurveFit fit = fit_curve(curve, points.t, points.y, options);
  fit.step = 1;
  fit.origin = internal::origin_of(series, points);
  return fit;
}

std::optional<double> ceiling(const CurveFit& fit) {
  const auto curve = curve_of(fit);
  if (!curve) return std::nullopt;
  if (*curve == Curve::double_logistic) return fit["ceiling1"] + fit["ceiling2"];
  if (*curve == Curve::modified_exponential) return fit["rate"] < 0 ? std::optional(fit["level"]) : std::nullopt;
  const double value = value_or(fit, "ceiling", std::numeric_limits<double>::quiet_NaN());
  return std::isnan(value) ? std::nullopt : std::optional(value);
}

std::optional<Inflection> inflection(const CurveFit& fit) {
  const auto curve = curve_of(fit);
  if (!curve) return std::nullopt;
  const auto p = [&](std::string_view name) { return fit[name]; };
  std::optional<double> t;
  switch (*curve) {
    case Curve::logistic:
    case Curve::logistic4:
    case Curve::gompertz:
    case Curve::richards:
      t = p("midpoint");
      break;
    case Curve::logistic5:
      t = p("midpoint") + std::log(p("shape")) / p("rate");
      break;
    case Curve::bass:
      if (p("imitation") > p("innovation"))
        t = std::log(p("imitation") / p("innovation")) / (p("imitation") + p("innovation"));
      break;
    case Curve::weibull:
      if (p("shape") > 1) t = p("scale") * std::pow((p("shape") - 1) / p("shape"), 1 / p("shape"));
      break;
    case Curve::hill:
      if (p("exponent") > 1) t = p("half") * std::pow((p("exponent") - 1) / (p("exponent") + 1), 1 / p("exponent"));
      break;
    default:
      break;
  }
  if (!t) return std::nullopt;
  return Inflection{*t, at(fit, values_of(fit), *t)};
}

std::optional<CurveTime> time_to_level(const CurveFit& fit, double level, double coverage,
                                       ParameterInterval method) {
  detail::require(std::isfinite(level), "growth::time_to_level", "level must be finite", level);
  return timed("growth::time_to_level", fit, level, std::vector<double>(fit.parameters.size(), 0.0), coverage,
               method);
}

std::optional<CurveTime> time_to_share(const CurveFit& fit, double share, double coverage,
                                       ParameterInterval method) {
  constexpr std::string_view kFunction = "growth::time_to_share";
  detail::require(share > 0 && share < 1, kFunction, "share must be in (0, 1)", share);
  const std::optional<double> top = ceiling(fit);
  if (!top) detail::fail(kFunction, "the curve must have a ceiling", fit.curve.empty() ? "a function" : fit.curve);
  std::vector<double> gradient = ceiling_gradient(fit);
  if (fit.curve == to_string(Curve::modified_exponential)) gradient = {1, 0, 0};
  for (double& g : gradient) g *= share;
  return timed(kFunction, fit, share * *top, gradient, coverage, method);
}

}  // namespace foreplan::inline v0::growth
