#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/regression.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "core/check.hpp"
#include "numeric/householder.hpp"
#include "stats/linear_model.hpp"
#include "stats/regression_covariance.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr std::string_view kFit = "stats::fit_regression";
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void require_options(const RegressionOptions& options, std::size_t rows, std::size_t columns) {
  const double tolerance = options.rank_tolerance;
  detail::require(tolerance > 0 && tolerance < 1, kFit, "rank_tolerance must be in (0, 1)", tolerance);
  if (!options.weights.empty() && options.weights.size() != rows)
    detail::fail(kFit, "weights must be empty or " + std::to_string(rows), std::to_string(options.weights.size()));
  for (std::size_t i = 0; i < options.weights.size(); ++i)
    if (const double w = options.weights[i]; !(w >= 1e-50 && w <= 1e50))
      detail::fail(kFit, "weights must be in [1e-50, 1e50]", detail::number_text(w), "at index " + std::to_string(i));
  const CovarianceOptions& covariance = options.covariance;
  if (covariance.lags && *covariance.lags + (covariance.prewhiten ? 1 : 0) >= rows)
    detail::fail(kFit,
                 covariance.prewhiten ? "lags must be below n - 1 when prewhitened"
                                      : "lags must be below the number of observations",
                 std::to_string(*covariance.lags));
  if (const auto b = covariance.bandwidth; b && !(*b >= 0 && std::isfinite(*b)))
    detail::fail(kFit, "bandwidth must be >= 0 and finite", detail::number_text(*b));
  const bool kernel = covariance.kind == Covariance::newey_west || covariance.kind == Covariance::quadratic_spectral;
  if (kernel && covariance.prewhiten && rows <= 2 * columns)
    detail::fail(kFit, "prewhitening needs more than 2 k observations",
                 std::to_string(rows) + " for k = " + std::to_string(columns));
}

/// The exponent of two that brings the vector's length into [1/2, 1) when divided by it; scaling so is exact.
int exponent(std::span<const double> values) {
  double largest = 0;
  for (const double v : values) largest = std::max(largest, std::abs(v));
  if (largest == 0) return 0;
  int up = 0, rest = 0;
  (void)std::frexp(largest, &up);
  double sum = 0;
  for (const double v : values) sum += std::ldexp(v, -up) * std::ldexp(v, -up);
  (void)std::frexp(std::sqrt(sum), &rest);
  return up + rest;
}

/// A P = Q R of the weighted columns, each divided by a power of two.
struct Factored {
  std::size_t rows{}, columns{}, rank{};
  std::vector<double> a{};       ///< The weighted, scaled columns.
  std::vector<double> r{};       ///< R, `rows` apart.
  std::vector<double> rhs{};     ///< Q'y, y divided by its power of two.
  std::vector<int> exponents{};  ///< Of the columns.
  int y_exponent{};
  std::vector<std::size_t> order{};  ///< order[i] is the column at place i.
};

Factored factor(const LinearModel& model, std::span<const double> root_weights, double tolerance) {
  Factored f{.rows = model.rows, .columns = model.columns()};
  f.a = model.x;
  f.rhs.assign(model.y.begin(), model.y.end());
  const auto scaled = [&](std::span<double> values) {
    if (!root_weights.empty())
      for (std::size_t i = 0; i < values.size(); ++i) values[i] *= root_weights[i];
    const int e = exponent(values);
    for (double& v : values) v = std::ldexp(v, -e);
    return e;
  };
  for (std::size_t j = 0; j < f.columns; ++j) f.exponents.push_back(scaled(std::span(f.a).subspan(j * f.rows, f.rows)));
  f.y_exponent = scaled(f.rhs);
  f.r = f.a;
  f.order.resize(f.columns);
  numeric::orthogonalise(f.r, f.rows, f.columns, f.rhs, f.order);
  while (f.rank < f.columns && std::abs(f.r[f.rank * f.rows + f.rank]) > tolerance) ++f.rank;
  return f;
}

/// R11^-1 b in place.
void solve(const Factored& f, std::span<double> b) { numeric::back_substitute(f.r, f.rows, f.rank, b, 0); }

/// Row t of Q, the first `rank` columns: q R = a_t.
void orthogonal_row(const Factored& f, std::size_t t, std::span<double> q) {
  for (std::size_t j = 0; j < f.rank; ++j) {
    double sum = f.a[f.order[j] * f.rows + t];
    for (std::size_t i = 0; i < j; ++i) sum -= q[i] * f.r[j * f.rows + i];
    q[j] = sum / f.r[j * f.rows + j];
  }
}

std::vector<Dependence> dependences(const Factored& f, const std::vector<std::string>& names) {
  std::vector<Dependence> all;
  for (std::size_t place = f.rank; place < f.columns; ++place) {
    std::vector<double> weights(f.rank);
    for (std::size_t i = 0; i < f.rank; ++i) weights[i] = f.r[place * f.rows + i];
    const double least = 1e-10 * numeric::length(weights);  // What is smaller is the factorisation's rounding.
    solve(f, weights);
    Dependence dependence{.name = names[f.order[place]]};
    for (std::size_t i = 0; i < f.rank; ++i)
      if (std::abs(weights[i]) > least)
        dependence.terms.push_back(
            {names[f.order[i]], std::ldexp(weights[i], f.exponents[f.order[place]] - f.exponents[f.order[i]])});
    all.push_back(std::move(dependence));
  }
  return all;
}

/// Covariance matrix in the caller's units and order, NaN where a column is dependent.
std::vector<double> placed(const Factored& f, std::span<const double> covariance) {
  std::vector<double> all(f.columns * f.columns, kNaN);
  for (std::size_t i = 0; i < f.rank; ++i)
    for (std::size_t j = 0; j < f.rank; ++j)
      all[f.order[i] * f.columns + f.order[j]] =
          std::ldexp(covariance[i * f.rank + j], 2 * f.y_exponent - f.exponents[f.order[i]] - f.exponents[f.order[j]]);
  return all;
}

/// R^-1 M R^-T, M in the basis of Q.
std::vector<double> sandwiched(const Factored& f, std::span<const double> middle) {
  const std::size_t k = f.rank;
  std::vector<double> half(middle.begin(), middle.end()), covariance(k * k), column(k);
  const auto solve_columns = [&](const std::vector<double>& from, std::vector<double>& to) {
    for (std::size_t j = 0; j < k; ++j) {
      for (std::size_t i = 0; i < k; ++i) column[i] = from[i * k + j];
      solve(f, column);
      for (std::size_t i = 0; i < k; ++i) to[j * k + i] = column[i];  // Transposed, for the other side.
    }
  };
  solve_columns(half, covariance);
  solve_columns(covariance, half);
  return half;
}

/// Rows that take q to those weighted columns of X which bandwidths are found from: all but the intercept, or the
/// intercept where it is alone. In the caller's units, up to one power of two.
std::vector<double> counted_columns(const Factored& f, bool intercept) {
  const int largest = *std::max_element(f.exponents.begin(), f.exponents.end());
  std::vector<double> rows;
  for (std::size_t place = 0; place < f.rank; ++place) {
    const std::size_t column = f.order[place];
    if (intercept && column == 0 && f.rank > 1) continue;
    for (std::size_t i = 0; i < f.rank; ++i)
      rows.push_back(i <= place ? std::ldexp(f.r[place * f.rows + i], f.exponents[column] - largest) : 0.0);
  }
  return rows;
}

/// The sandwich's inside, from scaled residuals.
Meat scaled_meat(const Factored& f, const CovarianceOptions& options, bool intercept,
                 std::span<const double> residuals) {
  std::vector<double> basis(f.rows * f.rank);
  for (std::size_t t = 0; t < f.rows; ++t) orthogonal_row(f, t, std::span(basis).subspan(t * f.rank, f.rank));
  return meat(options, basis, residuals, counted_columns(f, intercept));
}

/// sigma2 I
std::vector<double> classical_middle(const Factored& f, double sigma2) {
  std::vector<double> middle(f.rank * f.rank);
  for (std::size_t i = 0; i < f.rank; ++i) middle[i * f.rank + i] = sigma2;
  return middle;
}

double two_sided(double t, double degrees) {
  if (std::isnan(t) || !(degrees > 0)) return kNaN;
  return std::min(1.0, 2 * student_t_upper(std::abs(t), degrees));
}

void describe_coefficients(RegressionFit& fit, const Factored& f, const std::vector<std::string>& names,
                           std::span<const double> scaled, std::span<const double> covariance) {
  fit.coefficients.resize(f.columns);
  for (std::size_t j = 0; j < f.columns; ++j) fit.coefficients[j] = {names[j], kNaN, kNaN, kNaN, kNaN};
  const double degrees = static_cast<double>(f.rows - f.rank);
  for (std::size_t i = 0; i < f.rank; ++i) {
    const std::size_t j = f.order[i];
    Coefficient& c = fit.coefficients[j];
    c.estimate = std::ldexp(scaled[i], f.y_exponent - f.exponents[j]);
    const double error = std::sqrt(covariance[i * f.rank + i]);
    c.standard_error = std::ldexp(error, f.y_exponent - f.exponents[j]);
    c.t = scaled[i] / error;
    c.p_value = two_sided(c.t, degrees);
  }
}

/// 1 - RSS / sum of weight (y - centre)^2, with RSS and y scaled.
double r2(const LinearModel& model, std::span<const double> root_weights, double rss, int y_exponent, bool centred) {
  const auto weight = [&](std::size_t i) { return root_weights.empty() ? 1 : root_weights[i] * root_weights[i]; };
  double weights = 0, mean = 0;
  if (centred)
    for (std::size_t i = 0; i < model.rows; ++i) {
      weights += weight(i);
      mean += (model.y[i] - mean) * (weight(i) / weights);
    }
  double total = 0;
  for (std::size_t i = 0; i < model.rows; ++i) {
    const double deviation = std::ldexp((model.y[i] - mean) * std::sqrt(weight(i)), -y_exponent);
    total += deviation * deviation;
  }
  return total > 0 ? 1 - rss / total : kNaN;
}

void describe_likelihood(RegressionFit& fit, std::span<const double> weights) {
  const double n = static_cast<double>(fit.observations), p = static_cast<double>(fit.rank + 1);
  fit.log_likelihood = -n / 2 * (std::log(2 * std::numbers::pi * fit.residual_sum / n) + 1);
  for (const double w : weights) fit.log_likelihood += std::log(w) / 2;
  fit.aic = -2 * fit.log_likelihood + 2 * p;
  fit.aicc = n > p + 1 ? fit.aic + 2 * p * (p + 1) / (n - p - 1) : std::numeric_limits<double>::infinity();
  fit.bic = -2 * fit.log_likelihood + std::log(n) * p;
}

double durbin_watson(std::span<const double> e) {
  double changes = 0, squares = 0;
  for (std::size_t t = 0; t < e.size(); ++t) {
    if (t > 0) changes += (e[t] - e[t - 1]) * (e[t] - e[t - 1]);
    squares += e[t] * e[t];
  }
  return changes / squares;
}

}  // namespace

std::string_view to_string(Covariance kind) noexcept {
  switch (kind) {
    case Covariance::classical:
      return "classical";
    case Covariance::hc0:
      return "HC0";
    case Covariance::hc1:
      return "HC1";
    case Covariance::hc2:
      return "HC2";
    case Covariance::hc3:
      return "HC3";
    case Covariance::newey_west:
      return "Newey-West";
    case Covariance::quadratic_spectral:
      return "quadratic spectral";
  }
  return "";
}

std::vector<Regressor> regressors(const Frame& frame, const PeriodRange& range) {
  std::vector<Regressor> all;
  for (const Series& s : frame.series()) all.push_back({s.name, s.slice(range).values});
  return all;
}

const Coefficient& RegressionFit::operator[](std::string_view name) const {
  const auto named = [&](const Coefficient& c) { return c.name == name; };
  if (const auto found = std::find_if(coefficients.begin(), coefficients.end(), named); found != coefficients.end())
    return *found;
  std::vector<std::string> known;
  for (const Coefficient& c : coefficients) known.push_back(c.name);
  const std::string nearest = detail::nearest_name(name, known);
  detail::fail("stats::RegressionFit", "coefficient must be one of the fit", detail::quoted(name),
               nearest.empty() ? "" : "(did you mean " + detail::quoted(nearest) + "?)");
}

RegressionFit fit_regression(std::span<const double> y, const std::vector<Regressor>& x,
                             const RegressionOptions& options) {
  const LinearModel model = checked_model(kFit, y, x, options.intercept);
  require_options(options, model.rows, model.columns());
  std::vector<double> root_weights = options.weights;
  for (double& w : root_weights) w = std::sqrt(w);
  const Factored f = factor(model, root_weights, options.rank_tolerance);

  RegressionFit fit{.intercept = options.intercept, .observations = model.rows, .rank = f.rank};
  std::vector<double> scaled(f.rhs.begin(), f.rhs.begin() + static_cast<std::ptrdiff_t>(f.rank));
  solve(f, scaled);
  fit.dependent = dependences(f, model.names);
  const double beyond = numeric::length(std::span(f.rhs).subspan(f.rank));  // Of Q'y, what no column reaches.
  fit.residual_sum = std::ldexp(beyond * beyond, 2 * f.y_exponent);
  const double degrees = static_cast<double>(model.rows - f.rank);
  const double scaled_sigma2 = degrees > 0 ? beyond * beyond / degrees : kNaN;
  fit.sigma2 = std::ldexp(scaled_sigma2, 2 * f.y_exponent);

  std::vector<double> scaled_residuals;
  for (std::size_t t = 0; t < model.rows; ++t) {
    double value = 0;  // In the columns' scales: a coefficient in the caller's units may be out of range.
    for (std::size_t i = 0; i < f.rank; ++i) {
      const std::size_t j = f.order[i];
      value += std::ldexp(model.x[j * model.rows + t], -f.exponents[j]) * scaled[i];
    }
    value = std::ldexp(value, f.y_exponent);
    fit.fitted.push_back(value);
    fit.residuals.push_back(y[t] - value);
    scaled_residuals.push_back(
        std::ldexp((y[t] - value) * (root_weights.empty() ? 1 : root_weights[t]), -f.y_exponent));
  }
  fit.covariance_kind = options.covariance.kind;
  Meat middle = fit.rank == 0 || fit.covariance_kind == Covariance::classical
                    ? Meat{.matrix = classical_middle(f, scaled_sigma2)}
                    : scaled_meat(f, options.covariance, fit.intercept, scaled_residuals);
  fit.lags = middle.lags;
  fit.bandwidth = middle.bandwidth;
  const std::vector<double> covariance = sandwiched(f, middle.matrix);
  fit.covariance = placed(f, covariance);
  describe_coefficients(fit, f, model.names, scaled, covariance);
  fit.r2_centred = r2(model, root_weights, beyond * beyond, f.y_exponent, true);
  fit.r2_uncentred = r2(model, root_weights, beyond * beyond, f.y_exponent, false);
  describe_likelihood(fit, options.weights);
  fit.durbin_watson = durbin_watson(scaled_residuals);
  return fit;
}

RegressionFit fit_regression(const Series& y, const Frame& x, const RegressionOptions& options) {
  if (y.empty()) detail::fail(kFit, "y must not be empty", detail::quoted(y.name));
  RegressionFit fit = fit_regression(y.span(), regressors(x, {y.start, y.last()}), options);
  fit.origin = Origin{y.name, y.last(), y.unit};
  return fit;
}

RegressionPrediction predict(const RegressionFit& fit, const std::vector<Regressor>& x, const PredictOptions& options) {
  constexpr std::string_view function = "stats::predict";
  detail::require(fit.usable(), function, "the regression must have full rank and a degree of freedom");
  detail::require(options.coverage > 0 && options.coverage < 1, function, "coverage must be in (0, 1)",
                  options.coverage);
  const std::size_t k = fit.coefficients.size(), rows = x.empty() ? 1 : x.front().values.size();
  const std::vector<double> columns = checked_columns(function, x, rows, fit.intercept);
  if (columns.size() != rows * k)
    detail::fail(function, "x must have the fit's " + std::to_string(k - (fit.intercept ? 1 : 0)) + " columns",
                 std::to_string(x.size()));
  for (std::size_t j = 0; j < x.size(); ++j)
    if (const std::string& name = fit.coefficients[j + (fit.intercept ? 1 : 0)].name; x[j].name != name)
      detail::fail(function, "column " + std::to_string(j) + " must be " + detail::quoted(name),
                   detail::quoted(x[j].name));

  const double t = student_t_quantile((1 + options.coverage) / 2, static_cast<double>(fit.observations - fit.rank));
  RegressionPrediction all{.coverage = options.coverage};
  for (std::size_t row = 0; row < rows; ++row) {
    double mean = 0, variance = 0;
    for (std::size_t i = 0; i < k; ++i) {
      mean += columns[i * rows + row] * fit.coefficients[i].estimate;
      for (std::size_t j = 0; j < k; ++j)
        variance += columns[i * rows + row] * columns[j * rows + row] * fit.covariance[i * k + j];
    }
    if (variance < 0) variance = 0;  // Rounding only: a covariance matrix has no negative directions.
    const double error = std::sqrt(variance), spread = std::sqrt(variance + fit.sigma2);
    all.mean.push_back(mean);
    all.standard_error.push_back(error);
    all.mean_lower.push_back(mean - t * error);
    all.mean_upper.push_back(mean + t * error);
    all.observation_lower.push_back(mean - t * spread);
    all.observation_upper.push_back(mean + t * spread);
  }
  return all;
}

}  // namespace foreplan::inline v0::stats
