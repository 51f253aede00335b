#include <foreplan/growth/curve_fit.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/check.hpp"
#include "growth/curve_task.hpp"
#include "numeric/householder.hpp"
#include "numeric/scratch.hpp"
#include "numeric/singular_values.hpp"

namespace foreplan::inline v0::growth {
namespace {

constexpr std::string_view kFunction = "growth::fit_curve";
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::string at_index(std::size_t i) { return "at index " + std::to_string(i); }

void check_observations(std::span<const double> t, std::span<const double> y, const CurveOptions& options) {
  if (t.size() != y.size())
    detail::fail(kFunction, "t and y must have one length",
                 std::to_string(t.size()) + " and " + std::to_string(y.size()));
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (!std::isfinite(t[i])) detail::fail(kFunction, "t must be finite", detail::number_text(t[i]), at_index(i));
    if (!std::isfinite(y[i])) detail::fail(kFunction, "y must be finite", detail::number_text(y[i]), at_index(i));
  }
  if (!options.weights.empty() && options.weights.size() != y.size())
    detail::fail(kFunction, "weights must be one for each of the " + std::to_string(y.size()) + " observations",
                 std::to_string(options.weights.size()));
  for (std::size_t i = 0; i < options.weights.size(); ++i)
    if (!(options.weights[i] > 0) || !std::isfinite(options.weights[i]))
      detail::fail(kFunction, "weights must be > 0 and finite", detail::number_text(options.weights[i]), at_index(i));
  detail::require(options.max_iterations >= 1, kFunction, "max_iterations must be >= 1",
                  std::to_string(options.max_iterations));
  detail::require(options.starts >= 1, kFunction, "starts must be >= 1", std::to_string(options.starts));
}

/// Rising times at equal steps, to within rounding.
void check_steps(std::span<const double> t) {
  const double step = (t.back() - t.front()) / static_cast<double>(t.size() - 1);
  for (std::size_t i = 1; i < t.size(); ++i)
    if (!(step > 0) || std::abs(t[i] - t[i - 1] - step) > 1e-6 * step)
      detail::fail(kFunction, "with autocorrelated errors t must rise by equal steps",
                   detail::number_text(t[i] - t[i - 1]), "before index " + std::to_string(i));
}

std::vector<CurveParameter> named(std::vector<std::string> names) {
  std::vector<CurveParameter> parameters(names.size());
  for (std::size_t j = 0; j < names.size(); ++j) parameters[j].name = std::move(names[j]);
  return parameters;
}

CurveParameter& find(std::vector<CurveParameter>& parameters, std::string_view name) {
  std::vector<std::string> known;
  for (CurveParameter& p : parameters) {
    if (p.name == name) return p;
    known.push_back(p.name);
  }
  const std::string nearest = detail::nearest_name(name, known);
  detail::fail(kFunction, "ranges must name parameters of the curve", detail::quoted(name),
               nearest.empty() ? std::string() : "(did you mean " + detail::quoted(nearest) + "?)");
}

void apply_ranges(std::vector<CurveParameter>& parameters, const CurveOptions& options) {
  if (options.ranges.empty() && !options.ceiling && !options.floor) return;
  std::vector<ParameterRange> ranges = options.ranges;
  if (options.ceiling) ranges.push_back({"ceiling", *options.ceiling, *options.ceiling});
  if (options.floor) ranges.push_back({"floor", *options.floor, *options.floor});
  std::vector<std::string> met;
  for (const ParameterRange& range : ranges) {
    CurveParameter& p = find(parameters, range.name);
    if (std::find(met.begin(), met.end(), range.name) != met.end())
      detail::fail(kFunction, "a parameter may have one range", "another one", "of " + detail::quoted(range.name));
    met.push_back(range.name);
    const bool held = range.lower == range.upper;
    if (!(range.lower <= range.upper) || (held && !std::isfinite(range.lower)))
      detail::fail(kFunction, "ranges must have lower <= upper",
                   detail::number_text(range.lower) + " and " + detail::number_text(range.upper),
                   "of " + detail::quoted(range.name));
    p.lower = std::max(p.lower, range.lower);
    p.upper = std::min(p.upper, range.upper);
    if (!(p.lower <= p.upper))
      detail::fail(kFunction, "ranges must meet what the curve allows",
                   detail::number_text(range.lower) + " to " + detail::number_text(range.upper),
                   "of " + detail::quoted(range.name));
  }
}

std::size_t free_count(const std::vector<CurveParameter>& parameters) {
  return static_cast<std::size_t>(
      std::count_if(parameters.begin(), parameters.end(), [](const CurveParameter& p) { return p.lower < p.upper; }));
}

// Weights that depend on the fit --------------------------------------------------------------------------

double median(std::vector<double> x) {
  const auto middle = x.begin() + static_cast<std::ptrdiff_t>(x.size() / 2);
  std::nth_element(x.begin(), middle, x.end());
  return *middle;
}

double loss_weight(CurveLoss loss, double z) {
  z = std::abs(z);
  if (loss == CurveLoss::huber) return z <= 1.345 ? 1 : 1.345 / z;
  if (loss == CurveLoss::bisquare) {
    const double u = z / 4.685;
    return u < 1 ? (1 - u * u) * (1 - u * u) : 0;
  }
  return 1;
}

/// The weights that the residuals of the last fit call for.
class Reweighting {
 public:
  Reweighting(const CurveOptions& options, CurveLoss loss) : options_(options), loss_(loss) {}

  void update(internal::CurveTask& task, std::span<const double> fitted, std::span<const double> residuals) const {
    const std::size_t n = fitted.size();
    std::vector<double> w(n, 1.0);
    for (std::size_t i = 0; i < n; ++i) {
      if (!options_.weights.empty()) w[i] = options_.weights[i];
      if (options_.errors == CurveErrors::proportional) w[i] /= std::max(fitted[i] * fitted[i], 1e-300);
    }
    if (loss_ != CurveLoss::squares) apply_loss(w, residuals);
    if (options_.errors == CurveErrors::ar1) task.rho = autocorrelation(w, residuals);
    task.weights = std::move(w);
  }

 private:
  void apply_loss(std::vector<double>& w, std::span<const double> residuals) const {
    std::vector<double> size(w.size());
    for (std::size_t i = 0; i < w.size(); ++i) size[i] = std::sqrt(w[i]) * std::abs(residuals[i]);
    const double scale = median(size) / 0.6744897501960817;
    if (!(scale > 0)) return;  // more than half of the observations are met exactly
    // A weight of zero would leave its observation out of every later look: a trace of it stays.
    for (std::size_t i = 0; i < w.size(); ++i) w[i] *= std::max(loss_weight(loss_, size[i] / scale), 1e-12);
  }

  static double autocorrelation(std::span<const double> w, std::span<const double> residuals) {
    double product = 0, square = 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
      const double e = std::sqrt(w[i]) * residuals[i];
      if (i > 0) product += e * std::sqrt(w[i - 1]) * residuals[i - 1];
      if (i > 0 && i + 1 < w.size()) square += e * e;  // Prais and Winsten's estimate leaves both ends out
    }
    return square > 0 ? std::clamp(product / square, -0.99, 0.99) : 0;
  }

  const CurveOptions& options_;
  CurveLoss loss_;
};

struct Solved {
  numeric::LeastSquares least;
  std::vector<double> fitted, residuals;  ///< Unweighted.
};

Solved solved(const CurveFit& fit, numeric::LeastSquares least) {
  Solved s{.least = std::move(least)};
  s.fitted.resize(fit.t.size());
  s.residuals.resize(fit.t.size());
  fit.function(s.least.x, fit.t, s.fitted, {});
  for (std::size_t i = 0; i < fit.y.size(); ++i) s.residuals[i] = fit.y[i] - s.fitted[i];
  return s;
}

double largest_change(std::span<const double> a, std::span<const double> b) {
  double most = 0;
  for (std::size_t j = 0; j < a.size(); ++j) most = std::max(most, std::abs(a[j] - b[j]) / (std::abs(b[j]) + 1e-12));
  return most;
}

/// Fits and reweights in turn until the parameters stay.
Solved reweighted(const CurveFit& fit, internal::CurveTask& task, Solved s, const Reweighting& weights) {
  for (int i = 0; i < 100 && s.least.stop != Stop::not_finite; ++i) {
    weights.update(task, s.fitted, s.residuals);
    const std::vector<double> before = s.least.x;
    const int iterations = s.least.iterations;
    s = solved(fit, task.solve(before));
    s.least.iterations += iterations;
    if (largest_change(before, s.least.x) < 1e-9) return s;
  }
  if (s.least.stop == Stop::converged) s.least.stop = Stop::iteration_limit;
  return s;
}

// What the fit says of itself -----------------------------------------------------------------------------

/// Covariance and condition from the weighted Jacobian's free columns.
void fill_covariance(CurveFit& fit, const numeric::LeastSquares& least) {
  const std::size_t n = fit.y.size(), all = fit.parameters.size();
  std::vector<std::size_t> free;
  for (std::size_t j = 0; j < all; ++j)
    if (!fit.parameters[j].held) free.push_back(j);
  const std::size_t p = free.size();
  fit.covariance.assign(all * all, 0.0);
  if (p == 0) return;
  // R of the columns at length 1, its inverse column by column, and the inverse times its transpose.
  numeric::Scratch<512> memory((n + 2) * p + n + 2 * p * p);
  const std::span<double> all_memory = memory.all();
  const std::span<double> scaled = all_memory.first(n * p), unused = all_memory.subspan(n * p, n),
                          size = all_memory.subspan(n * p + n, p), singular = all_memory.subspan(n * p + n + p, p),
                          r = all_memory.subspan((n + 2) * p + n, p * p), inverse = all_memory.last(p * p);
  std::fill(unused.begin(), unused.end(), 0.0);
  std::fill(inverse.begin(), inverse.end(), 0.0);
  for (std::size_t k = 0; k < p; ++k) {
    const std::span<const double> column = std::span(least.jacobian).subspan(free[k] * n, n);
    size[k] = numeric::length(column);
    for (std::size_t i = 0; i < n; ++i) scaled[k * n + i] = size[k] > 0 ? column[i] / size[k] : 0;
  }
  numeric::orthogonalise(scaled, n, p, unused, {});
  for (std::size_t k = 0; k < p; ++k) {
    std::copy_n(&scaled[k * n], p, &r[k * p]);
    inverse[k * p + k] = 1;
    numeric::back_substitute(r.first((k + 1) * p), p, k + 1, inverse.subspan(k * p, k + 1), 0);
  }
  const bool identified = fit.rank == p;
  for (std::size_t a = 0; a < p; ++a)
    for (std::size_t b = 0; b < p; ++b) {
      double sum = 0;
      for (std::size_t k = std::max(a, b); k < p; ++k) sum += inverse[k * p + a] * inverse[k * p + b];
      fit.covariance[free[a] * all + free[b]] = identified ? fit.sigma * fit.sigma * sum / (size[a] * size[b]) : kNan;
    }
  // R' has the same ones, and its columns are nearly orthogonal already (Drmac & Veselic 2008).
  for (std::size_t a = 0; a < p; ++a)
    for (std::size_t b = 0; b < a; ++b) std::swap(r[a * p + b], r[b * p + a]);
  constexpr double kTenDigits = 1e-5;
  numeric::singular_values(r, p, p, singular, kTenDigits);
  const auto [least_value, most] = std::minmax_element(singular.begin(), singular.end());
  fit.condition = *most / *least_value;
  for (const std::size_t j : free) fit.parameters[j].standard_error = std::sqrt(fit.covariance[j * all + j]);
}

void fill_criteria(CurveFit& fit, std::size_t free) {
  const auto n = static_cast<double>(fit.y.size());
  const double k = static_cast<double>(free) + (fit.errors == CurveErrors::ar1 ? 2 : 1);
  double log_weights = 0;
  for (const double w : fit.weights) log_weights += std::log(w);
  fit.log_likelihood = -n / 2 * (std::log(2 * std::numbers::pi * fit.sum_of_squares / n) + 1) + log_weights / 2 +
                       std::log(1 - fit.rho * fit.rho) / 2;
  fit.aic = 2 * k - 2 * fit.log_likelihood;
  fit.aicc = n - k - 1 > 0 ? fit.aic + 2 * k * (k + 1) / (n - k - 1) : std::numeric_limits<double>::infinity();
  fit.bic = k * std::log(n) - 2 * fit.log_likelihood;
}

/// Of the weighted residuals (innovations with autocorrelation), in the order of time.
double durbin_watson(std::span<const double> t, std::span<const double> r) {
  std::vector<std::size_t> order;
  if (!std::is_sorted(t.begin(), t.end())) {
    order.resize(t.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return t[a] < t[b]; });
  }
  double steps = 0, square = 0, before = 0;
  for (std::size_t i = 0; i < r.size(); ++i) {
    const double e = r[order.empty() ? i : order[i]];
    square += e * e;
    if (i > 0) steps += (e - before) * (e - before);
    before = e;
  }
  return steps / square;
}

void fill(CurveFit& fit, Solved s, const internal::CurveTask& task) {
  numeric::LeastSquares& least = s.least;
  for (std::size_t j = 0; j < fit.parameters.size(); ++j) {
    CurveParameter& p = fit.parameters[j];
    p.value = least.x[j];
    p.held = p.lower == p.upper || p.value == p.lower || p.value == p.upper;
  }
  fit.stop = least.stop;
  fit.iterations = least.iterations;
  fit.rank = least.rank;
  fit.weights = task.weights;
  fit.rho = task.rho;
  fit.fitted = std::move(s.fitted);
  fit.residuals = std::move(s.residuals);
  fit.sum_of_squares = least.sum_of_squares;
  const auto free = static_cast<std::size_t>(
      std::count_if(fit.parameters.begin(), fit.parameters.end(), [](const CurveParameter& p) { return !p.held; }));
  fit.degrees_of_freedom = fit.y.size() - free;
  fit.sigma = std::sqrt(fit.sum_of_squares / static_cast<double>(fit.degrees_of_freedom));
  fill_covariance(fit, least);
  fill_criteria(fit, free);
  fit.durbin_watson = durbin_watson(fit.t, least.residuals);
}

}  // namespace

double CurveFit::operator[](std::string_view parameter) const {
  std::vector<std::string> known;
  for (const CurveParameter& p : parameters) {
    if (p.name == parameter) return p.value;
    known.push_back(p.name);
  }
  const std::string nearest = detail::nearest_name(parameter, known);
  detail::fail("growth::CurveFit", "parameter must be one of the curve's", detail::quoted(parameter),
               nearest.empty() ? std::string() : "(did you mean " + detail::quoted(nearest) + "?)");
}

CurveFit fit_curve(CurveFunction function, std::vector<std::string> names, std::vector<double> start,
                   std::span<const double> t, std::span<const double> y, const CurveOptions& options) {
  detail::require(static_cast<bool>(function), kFunction, "function must be callable", "an empty one");
  if (names.empty() || names.size() != start.size())
    detail::fail(kFunction, "names and start must have one length, at least 1",
                 std::to_string(names.size()) + " and " + std::to_string(start.size()));
  for (std::size_t j = 0; j < start.size(); ++j)
    if (!std::isfinite(start[j]))
      detail::fail(kFunction, "start must be finite", detail::number_text(start[j]), "for " + detail::quoted(names[j]));
  check_observations(t, y, options);

  CurveFit fit{.parameters = named(std::move(names))};
  apply_ranges(fit.parameters, options);
  const std::size_t free = free_count(fit.parameters);
  if (y.size() < free + 1)
    detail::fail(kFunction,
                 "there must be at least " + std::to_string(free + 1) + " observations for " + std::to_string(free) +
                     " free parameters",
                 std::to_string(y.size()));
  if (options.errors == CurveErrors::ar1) check_steps(t);
  fit.t.assign(t.begin(), t.end());
  fit.y.assign(y.begin(), y.end());
  const auto [first, last] = std::minmax_element(t.begin(), t.end());
  fit.step = (*last - *first) / static_cast<double>(t.size() - 1);
  fit.errors = options.errors;
  fit.function = std::move(function);

  internal::CurveTask task(fit.function, fit.t, fit.y, fit.parameters, options.max_iterations, options.cancel);
  task.weights = options.weights;
  Solved s = solved(fit, task.solve(std::move(start)));
  if (options.loss == CurveLoss::bisquare)
    s = reweighted(fit, task, std::move(s), Reweighting(options, CurveLoss::huber));
  if (options.loss != CurveLoss::squares || options.errors != CurveErrors::homoscedastic)
    s = reweighted(fit, task, std::move(s), Reweighting(options, options.loss));
  fill(fit, std::move(s), task);
  return fit;
}

}  // namespace foreplan::inline v0::growth
