#include <foreplan/stats/distributions.hpp>
#include <foreplan/structure/convergence.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

#include "core/check.hpp"
#include "numeric/least_squares.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void require_economies(std::string_view function, const Frame& levels) {
  detail::require(levels.size() >= 2, function, "at least two economies are needed", std::to_string(levels.size()));
  const Unit& unit = levels.series().front().unit;
  for (const Series& s : levels.series()) require_same_unit(unit, s.unit, function);
  if (unit.price_basis.kind() == PriceBasis::Kind::unstated)
    detail::fail(function, "money must state its prices", detail::quoted(to_string(unit)));
}

double level(std::string_view function, const Series& s, std::size_t t) {
  const double value = s.values[t];
  if (!(value > 0) || std::isinf(value))
    detail::fail(function, "levels must be > 0 and finite", detail::number_text(value),
                 "in series " + detail::quoted(s.name) + " in " + to_string(s.period(t)));
  return value;
}

double deviation(const std::vector<double>& x, double mean, DispersionDivisor divisor) {
  double sum = 0;
  for (const double v : x) sum += (v - mean) * (v - mean);
  const auto n = static_cast<double>(x.size());
  return std::sqrt(sum / (divisor == DispersionDivisor::n ? n : n - 1));
}

double mean_of(const std::vector<double>& x) {
  double sum = 0;
  for (const double v : x) sum += v;
  return sum / static_cast<double>(x.size());
}

/// One economy over one span.
struct Observation {
  double growth = 0, log_initial = 0, length = 0;
};

struct Pool {
  std::vector<Observation> rows{};
  std::vector<stats::Regressor> others{};  ///< Intercepts and controls.
};

std::vector<Period> spans_of(std::string_view function, const Frame& levels, const BetaConvergenceOptions& options) {
  std::vector<Period> periods = options.periods;
  if (periods.empty()) periods = {levels.range().first, levels.range().last};
  detail::require<PeriodMismatch>(periods.size() >= 2, function, "at least two periods are needed",
                                  std::to_string(periods.size()));
  for (std::size_t t = 0; t < periods.size(); ++t) {
    if (t > 0 && !(periods[t - 1] < periods[t]))
      detail::fail<PeriodMismatch>(function, "periods must rise",
                                   to_string(periods[t - 1]) + " before " + to_string(periods[t]));
    if (!levels.range().contains(periods[t]))
      detail::fail<PeriodMismatch>(function, "the levels must cover the periods", to_string(periods[t]));
    if (options.form == BetaForm::linear && t > 1 && periods[t] - periods[t - 1] != periods[1] - periods[0])
      detail::fail(function, "the linear form needs spans of one length",
                   std::to_string(periods[1] - periods[0]) + " and " + std::to_string(periods[t] - periods[t - 1]));
  }
  return periods;
}

double control_value(std::string_view function, const ConvergenceControl& control, const std::string& economy,
                     Period first, Period last) {
  if (!control.values.contains(economy))
    detail::fail(function, "every control needs a series for each economy",
                 "none for " + detail::quoted(economy) + " in " + detail::quoted(control.name));
  const Series& s = control.values[economy];
  double sum = 0;
  std::size_t count = 0;
  for (Period p = first;; ++p, ++count) {
    const double value = s.at(p);
    if (!std::isfinite(value))
      detail::fail(function, "controls must be finite", detail::number_text(value),
                   "in " + detail::quoted(control.name) + " of " + detail::quoted(economy) + " in " + to_string(p));
    sum += value;
    if (p == last) break;
  }
  return sum / static_cast<double>(count + 1);
}

Pool pool(std::string_view function, const Frame& levels, const std::vector<Period>& periods,
          const BetaConvergenceOptions& options) {
  Pool result;
  const std::size_t spans = periods.size() - 1, economies = levels.size(), n = spans * economies;
  if (options.span_effects && spans > 1)
    for (std::size_t s = 0; s < spans; ++s) {
      result.others.push_back({"from " + to_string(periods[s]), std::vector<double>(n, 0)});
      std::fill_n(result.others.back().values.begin() + static_cast<std::ptrdiff_t>(s * economies), economies, 1.0);
    }
  else
    result.others.push_back({"intercept", std::vector<double>(n, 1)});
  for (std::size_t s = 0; s < spans; ++s)
    for (const Series& y : levels.series()) {
      const auto length = static_cast<double>(periods[s + 1] - periods[s]);
      const double first = level(function, y, static_cast<std::size_t>(periods[s] - y.start));
      const double last = level(function, y, static_cast<std::size_t>(periods[s + 1] - y.start));
      result.rows.push_back({(std::log(last) - std::log(first)) / length, std::log(first), length});
    }
  for (const ConvergenceControl& control : options.controls) {
    stats::Regressor column{control.name, {}};
    for (std::size_t s = 0; s < spans; ++s)
      for (const Series& y : levels.series())
        column.values.push_back(control_value(function, control, y.name, periods[s],
                                              options.timing == ControlTiming::start ? periods[s] : periods[s + 1]));
    result.others.push_back(std::move(column));
  }
  return result;
}

/// (1 - exp(-beta T)) / T and its derivative.
double pull(double beta, double length) { return -std::expm1(-beta * length) / length; }
double pull_slope(double beta, double length) { return std::exp(-beta * length); }

/// The regression on the derivatives at the estimate: at a minimum its coefficients are the estimates, its residuals
/// the model's, and so its covariance of every kind is that of the nonlinear estimates.
stats::RegressionFit fit_nonlinear(const Pool& data, std::size_t controls, double start,
                                   const stats::RegressionOptions& options, Stop& stop) {
  const std::size_t n = data.rows.size(), k = data.others.size() + 1;
  const auto residual = [&](std::span<const double> x, std::size_t i) {
    double r = data.rows[i].growth + pull(x[k - 1], data.rows[i].length) * data.rows[i].log_initial;
    for (std::size_t j = 0; j + 1 < k; ++j) r -= x[j] * data.others[j].values[i];
    return r;
  };
  const auto model = [&](std::span<const double> x, std::span<double> r, std::span<double> jacobian) {
    for (std::size_t i = 0; i < n; ++i) r[i] = residual(x, i);
    if (jacobian.empty()) return true;
    for (std::size_t j = 0; j + 1 < k; ++j)
      for (std::size_t i = 0; i < n; ++i) jacobian[j * n + i] = -data.others[j].values[i];
    for (std::size_t i = 0; i < n; ++i)
      jacobian[(k - 1) * n + i] = pull_slope(x[k - 1], data.rows[i].length) * data.rows[i].log_initial;
    return true;
  };
  // For any speed the other coefficients are a linear regression; that of the start's speed begins.
  std::vector<double> y(n);
  for (std::size_t i = 0; i < n; ++i)
    y[i] = data.rows[i].growth + pull(start, data.rows[i].length) * data.rows[i].log_initial;
  const stats::RegressionFit first = stats::fit_regression(y, data.others, {.intercept = false});
  std::vector<double> x;
  for (const auto& c : first.coefficients) x.push_back(std::isnan(c.estimate) ? 0 : c.estimate);
  x.push_back(start);
  const numeric::LeastSquares found = numeric::least_squares(n, x, model);
  stop = found.stop;
  stats::Regressor speed{"speed", std::vector<double>(n)};
  for (std::size_t i = 0; i < n; ++i) {
    speed.values[i] = -pull_slope(found.x[k - 1], data.rows[i].length) * data.rows[i].log_initial;
    y[i] = residual(found.x, i) + speed.values[i] * found.x[k - 1];
    for (std::size_t j = 0; j + 1 < k; ++j) y[i] += data.others[j].values[i] * found.x[j];
  }
  std::vector<stats::Regressor> columns = data.others;
  columns.insert(columns.end() - static_cast<std::ptrdiff_t>(controls), std::move(speed));
  return stats::fit_regression(y, columns, options);
}

double speed_of(double b, double length) { return 1 + b * length > 0 ? -std::log1p(b * length) / length : kInfinity; }
double half_life_of(double speed) { return speed > 0 ? std::numbers::ln2 / speed : kInfinity; }

}  // namespace

SigmaConvergence sigma_convergence(const Frame& levels, const SigmaConvergenceOptions& options) {
  constexpr std::string_view kName = "structure::sigma_convergence";
  require_economies(kName, levels);
  detail::require(levels.periods() >= 2, kName, "at least two periods are needed", std::to_string(levels.periods()));
  SigmaConvergence result;
  result.divisor = options.divisor;
  const Period start = levels.range().first;
  result.coefficient_of_variation = {"coefficient of variation", start, {}, {}};
  result.log_deviation = {"standard deviation of logarithms", start, {}, {}};
  std::vector<double> x(levels.size()), logs(levels.size()), time;
  for (std::size_t t = 0; t < levels.periods(); ++t) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      x[i] = level(kName, levels.series()[i], t);
      logs[i] = std::log(x[i]);
    }
    // Over the largest, so that no square leaves the range of a double.
    const double largest = *std::max_element(x.begin(), x.end());
    for (double& v : x) v /= largest;
    const double mean = mean_of(x);
    result.coefficient_of_variation.values.push_back(deviation(x, mean, options.divisor) / mean);
    result.log_deviation.values.push_back(deviation(logs, mean_of(logs), options.divisor));
    time.push_back(static_cast<double>(t));
  }
  const auto trend = [&](const Series& s) {
    return stats::fit_regression(s.values, {{"time", time}}, {.covariance = options.covariance});
  };
  result.coefficient_of_variation_trend = trend(result.coefficient_of_variation);
  result.log_deviation_trend = trend(result.log_deviation);
  return result;
}

BetaConvergence beta_convergence(const Frame& levels, const BetaConvergenceOptions& options) {
  constexpr std::string_view kName = "structure::beta_convergence";
  require_economies(kName, levels);
  detail::require(options.coverage > 0 && options.coverage < 1, kName, "coverage must be in (0, 1)", options.coverage);
  BetaConvergence result;
  result.form = options.form;
  result.timing = options.timing;
  result.span_effects = options.span_effects;
  result.coverage = options.coverage;
  result.periods = spans_of(kName, levels, options);
  for (const Series& s : levels.series()) result.economies.push_back(s.name);
  for (const ConvergenceControl& control : options.controls) {
    detail::require(!control.name.empty(), kName, "every control needs a name");
    if (std::find(result.controls.begin(), result.controls.end(), control.name) != result.controls.end())
      detail::fail(kName, "a control must be named once", detail::quoted(control.name));
    result.controls.push_back(control.name);
  }
  const Pool data = pool(kName, levels, result.periods, options);
  const std::size_t n = data.rows.size(), k = data.others.size() + 1;
  if (n <= k)
    detail::fail(kName, "more observations than coefficients are needed",
                 std::to_string(n) + " for " + std::to_string(k));
  const stats::RegressionOptions regression{.intercept = false, .covariance = options.covariance};

  std::vector<double> growth;
  std::vector<stats::Regressor> columns = data.others;
  columns.insert(columns.end() - static_cast<std::ptrdiff_t>(options.controls.size()), {"log initial", {}});
  std::vector<double>& log_initial = (columns.end() - static_cast<std::ptrdiff_t>(options.controls.size()) - 1)->values;
  double length = 0;
  for (const Observation& row : data.rows) {
    growth.push_back(row.growth);
    log_initial.push_back(row.log_initial);
    length += row.length / static_cast<double>(n);
  }
  stats::RegressionFit linear = stats::fit_regression(growth, columns, regression);
  const double b = linear["log initial"].estimate;
  if (options.form == BetaForm::linear) {
    result.fit = std::move(linear);
    result.stop = result.fit.usable() ? Stop::converged : Stop::singular;
  } else if (!linear.usable()) {
    result.fit = std::move(linear);
    result.stop = Stop::singular;
  } else {
    const double start = speed_of(b, length);
    result.fit = fit_nonlinear(data, options.controls.size(), std::isfinite(start) ? start : 1 / length, regression,
                               result.stop);
  }
  if (!result.fit.usable()) {
    result.speed = {kNaN, kNaN, kNaN, kNaN};
    result.half_life = {kNaN, kNaN, kNaN};
    return result;
  }
  const double t = stats::student_t_quantile(0.5 + options.coverage / 2, static_cast<double>(n - result.fit.rank));
  if (options.form == BetaForm::linear) {
    const stats::Coefficient& c = result.fit["log initial"];
    result.speed = {speed_of(c.estimate, length), c.standard_error / (1 + c.estimate * length),
                    speed_of(c.estimate + t * c.standard_error, length),
                    speed_of(c.estimate - t * c.standard_error, length)};
    if (std::isinf(result.speed.estimate)) result.speed.standard_error = kNaN;
  } else {
    const stats::Coefficient& c = result.fit["speed"];
    result.speed = {c.estimate, c.standard_error, c.estimate - t * c.standard_error, c.estimate + t * c.standard_error};
  }
  result.half_life = {half_life_of(result.speed.estimate), half_life_of(result.speed.upper),
                      half_life_of(result.speed.lower)};
  return result;
}

bool BetaConvergence::usable() const noexcept {
  return stop == Stop::converged && fit.usable() && std::isfinite(speed.estimate);
}

std::string_view to_string(DispersionDivisor divisor) noexcept {
  return divisor == DispersionDivisor::n ? "n" : "n_minus_one";
}
std::string_view to_string(BetaForm form) noexcept { return form == BetaForm::linear ? "linear" : "nonlinear"; }
std::string_view to_string(ControlTiming timing) noexcept { return timing == ControlTiming::start ? "start" : "mean"; }

}  // namespace foreplan::inline v0::structure
