#include "scenario/estimation_steps.hpp"

#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "numeric/cholesky.hpp"
#include "numeric/householder.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

using foreplan::detail::fail;
using foreplan::detail::quoted;

constexpr std::string_view kFunction = "scenario::estimate";

double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Takes the part along the unit vectors away, twice for what rounding left (Giraud et al. 2005).
void remove(const Columns& unit, std::vector<double>& v) {
  for (int turn = 0; turn < 2; ++turn)
    for (const std::vector<double>& q : unit) {
      const double along = dot(q, v);
      for (std::size_t i = 0; i < v.size(); ++i) v[i] -= along * q[i];
    }
}

void require_polynomial(const PolynomialLag& lag) {
  const auto longest = static_cast<int>(lag.parameters.size()) - 1;
  if (lag.parameters.empty()) fail(kFunction, "a polynomial lag must have parameters", "none");
  if (lag.degree < 0 || lag.degree > longest)
    fail(kFunction, "degree of a polynomial lag must be in [0, L], L = " + std::to_string(longest),
         std::to_string(lag.degree), "of the lag of " + quoted(lag.parameters.front()));
  if (lag.degree < (lag.near_zero ? 1 : 0) + (lag.far_zero ? 1 : 0))
    fail(kFunction, "degree of a polynomial lag must be at least the number of its zeros", std::to_string(lag.degree),
         "of the lag of " + quoted(lag.parameters.front()));
}

/// Polynomials over lags 0..L that have the zeros asked for, orthonormal: powers by recurrence.
Columns polynomials(const PolynomialLag& lag) {
  const std::size_t count = lag.parameters.size();
  const auto longest = static_cast<double>(count - 1);
  std::vector<double> column(count);
  for (std::size_t j = 0; j < count; ++j) {
    const auto at = static_cast<double>(j);
    column[j] =
        (lag.near_zero ? (at + 1) / (longest + 1) : 1) * (lag.far_zero ? (longest + 1 - at) / (longest + 1) : 1);
  }
  Columns out;
  const int free = lag.degree + 1 - (lag.near_zero ? 1 : 0) - (lag.far_zero ? 1 : 0);
  for (int d = 0; d < free; ++d) {
    if (d > 0)
      for (std::size_t j = 0; j < count; ++j)
        column[j] = out.back()[j] * (2 * static_cast<double>(j) - longest) / longest;
    remove(out, column);
    const double length = numeric::length(column);
    for (double& x : column) x /= length;
    out.push_back(column);
  }
  return out;
}

}  // namespace

FreeCoefficients free_coefficients(const std::vector<std::string>& parameters, const std::vector<PolynomialLag>& lags) {
  FreeCoefficients out;
  std::vector<bool> tied(parameters.size());
  for (const PolynomialLag& lag : lags) {
    require_polynomial(lag);
    std::vector<std::size_t> places;
    for (const std::string& name : lag.parameters) {
      const auto found = std::find(parameters.begin(), parameters.end(), name);
      const std::string nearest = foreplan::detail::nearest_name(name, parameters);
      if (found == parameters.end())
        fail(kFunction, "a polynomial lag must be of parameters estimated", quoted(name),
             nearest.empty() ? "" : "(did you mean " + quoted(nearest) + "?)");
      places.push_back(static_cast<std::size_t>(found - parameters.begin()));
      if (tied[places.back()]) fail(kFunction, "a parameter must be in one polynomial lag, once", quoted(name));
      tied[places.back()] = true;
    }
    for (const std::vector<double>& weights : polynomials(lag)) {
      std::vector<double>& column = out.basis.emplace_back(parameters.size());
      for (std::size_t j = 0; j < places.size(); ++j) column[places[j]] = weights[j];
      out.names.push_back(lag.parameters.front() + " ... " + lag.parameters.back() + ", term " +
                          std::to_string(out.names.size() + 1));
    }
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (tied[i]) continue;
    out.basis.emplace_back(parameters.size())[i] = 1;
    out.names.push_back(parameters[i]);
  }
  return out;
}

std::vector<double> combined(const Columns& basis, std::span<const double> free, std::size_t size) {
  std::vector<double> out(size);
  for (std::size_t j = 0; j < basis.size(); ++j)
    for (std::size_t i = 0; i < size; ++i)
      if (basis[j][i] != 0) out[i] += basis[j][i] * free[j];  // 0 x NaN of another's
  return out;
}

Orthonormal orthonormal(const Columns& columns) {
  Orthonormal out;
  for (std::size_t j = 0; j < columns.size(); ++j) {
    std::vector<double> v = columns[j];
    const double whole = numeric::length(v);
    remove(out.columns, v);
    const double left = numeric::length(v);
    if (!(left > 1e-10 * whole)) continue;
    for (double& x : v) x /= left;
    out.columns.push_back(std::move(v));
    out.kept.push_back(j);
  }
  return out;
}

std::vector<double> projected(const Orthonormal& basis, std::span<const double> y) {
  std::vector<double> out(y.size());
  for (const std::vector<double>& q : basis.columns) {
    const double along = dot(q, y);
    for (std::size_t i = 0; i < y.size(); ++i) out[i] += along * q[i];
  }
  return out;
}

LinearForm linear_form(const std::vector<double>& target, const Columns& columns, const std::vector<std::string>& names,
                       const stats::CovarianceOptions& covariance) {
  LinearForm out;
  const std::size_t k = columns.size();
  for (std::size_t j = 0; j < k && out.constant >= k; ++j)
    if (columns[j][0] != 0 &&
        std::all_of(columns[j].begin(), columns[j].end(), [&](double x) { return x == columns[j][0]; }))
      out.constant = j;
  const bool intercept = out.constant < k;
  const double unit = intercept ? columns[out.constant][0] : 1;
  // Numbers for names: parameters may be called anything.
  std::vector<stats::Regressor> x;
  std::vector<std::size_t> column_of;
  if (intercept) column_of.push_back(out.constant);
  for (std::size_t j = 0; j < k; ++j) {
    if (j == out.constant) continue;
    x.push_back({std::to_string(j), columns[j]});
    column_of.push_back(j);
  }
  out.fit = stats::fit_regression(target, x, {.intercept = intercept, .covariance = covariance});
  const auto scale = [&](std::size_t j) { return j == out.constant ? unit : 1; };
  out.coefficients.resize(k);
  out.covariance.resize(k * k);
  for (std::size_t a = 0; a < k; ++a) {
    const std::size_t i = column_of[a];
    out.coefficients[i] = out.fit.coefficients[a].estimate / scale(i);
    for (std::size_t b = 0; b < k; ++b) {
      const std::size_t j = column_of[b];
      out.covariance[i * k + j] = out.fit.covariance[a * k + b] / (scale(i) * scale(j));
    }
  }
  const auto column_named = [&](const std::string& name) {
    return name == "intercept" ? out.constant : static_cast<std::size_t>(std::stoul(name));
  };
  for (const stats::Dependence& d : out.fit.dependent) {
    const std::size_t j = column_named(d.name);
    stats::Dependence named{.name = names[j]};
    for (const auto& term : d.terms) {
      const std::size_t i = column_named(term.name);
      named.terms.push_back({names[i], term.weight * scale(j) / scale(i)});
    }
    out.dependent.push_back(std::move(named));
  }
  return out;
}

std::optional<FTest> f_test(const LinearForm& form) {
  const std::size_t k = form.coefficients.size();
  std::vector<std::size_t> tested;
  for (std::size_t j = 0; j < k; ++j)
    if (j != form.constant) tested.push_back(j);
  const std::size_t q = tested.size();
  if (q == 0 || !form.fit.usable()) return std::nullopt;
  // Coefficients over their standard errors, so that units do not decide what is singular.
  std::vector<double> correlation(q * q), t(q);
  const auto error = [&](std::size_t j) { return std::sqrt(form.covariance[j * k + j]); };
  for (std::size_t a = 0; a < q; ++a) {
    if (!(error(tested[a]) > 0)) return std::nullopt;
    t[a] = form.coefficients[tested[a]] / error(tested[a]);
    for (std::size_t b = 0; b < q; ++b)
      correlation[a * q + b] = form.covariance[tested[a] * k + tested[b]] / (error(tested[a]) * error(tested[b]));
  }
  const auto lower = numeric::cholesky(correlation, q);
  if (!lower) return std::nullopt;
  double statistic = 0;
  for (std::size_t a = 0; a < q; ++a) {
    double z = t[a];
    for (std::size_t b = 0; b < a; ++b) z -= (*lower)[a * q + b] * t[b];
    if ((*lower)[a * q + a] == 0) return std::nullopt;
    t[a] = z / (*lower)[a * q + a];
    statistic += t[a] * t[a];
  }
  FTest out{statistic / static_cast<double>(q), static_cast<double>(q),
            static_cast<double>(form.fit.observations - form.fit.rank), 0};
  out.p_value = std::isfinite(out.statistic) ? stats::f_upper(out.statistic, out.numerator, out.denominator) : 0;
  return out;
}

}  // namespace foreplan::inline v0::scenario::detail
