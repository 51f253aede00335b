#include "forecast/regressors.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "numeric/householder.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
/// What is left of a dependent column over its length.
constexpr double kDependent = 1e-12;

double product(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t t = 0; t < a.size(); ++t)
    if (!std::isnan(a[t])) sum += a[t] * b[t];
  return sum;
}

void subtract(std::span<double> from, std::span<const double> column, double times) {
  for (std::size_t t = 0; t < from.size(); ++t) from[t] -= times * column[t];
}

/// The largest number in size; a column over it has no squares out of range.
double size_of(std::span<const double> column) {
  double size = 0;
  for (const double x : column)
    if (!std::isnan(x)) size = std::max(size, std::abs(x));
  return size;
}

/// Takes the mean of each season out, and says what that of all is.
double centre(std::span<double> column, std::size_t seasons) {
  std::vector<double> sums(seasons), counts(seasons);
  double sum = 0, count = 0;
  for (std::size_t t = 0; t < column.size(); ++t)
    if (!std::isnan(column[t])) {
      sums[t % seasons] += column[t], counts[t % seasons] += 1;
      sum += column[t], count += 1;
    }
  for (std::size_t t = 0; t < column.size(); ++t) column[t] -= sums[t % seasons] / counts[t % seasons];
  return count > 0 ? sum / count : 0;
}

}  // namespace

void require_regressors(std::string_view function, const std::vector<stats::Regressor>& x, std::size_t count) {
  for (std::size_t k = 0; k < x.size(); ++k) {
    const auto& [name, values] = x[k];
    if (name.empty()) detail::fail(function, "regressors must have names", "none", "at index " + std::to_string(k));
    for (std::size_t j = 0; j < k; ++j)
      if (x[j].name == name) detail::fail(function, "names of regressors must be distinct", detail::quoted(name));
    if (values.size() != count)
      detail::fail(function, "a regressor must have " + std::to_string(count) + " values",
                   std::to_string(values.size()), "in " + detail::quoted(name));
    for (std::size_t t = 0; t < count; ++t)
      if (!(std::abs(values[t]) <= 1e100))
        detail::fail(function, "regressors must be finite and at most 1e100 in size", detail::number_text(values[t]),
                     "in " + detail::quoted(name) + " at index " + std::to_string(t));
  }
}

std::vector<stats::Regressor> matched_regressors(std::string_view function, std::span<const ModelCoefficient> fitted,
                                                 const std::vector<stats::Regressor>& x, std::size_t count) {
  require_regressors(function, x, count);
  std::vector<std::string> names;
  for (const ModelCoefficient& c : fitted) names.push_back(c.name);
  for (const auto& r : x)
    if (std::find(names.begin(), names.end(), r.name) == names.end()) {
      const std::string near = detail::nearest_name(r.name, names);
      detail::fail(function, "regressors must be those of the fit", detail::quoted(r.name),
                   near.empty() ? "" : "(the nearest is " + detail::quoted(near) + ")");
    }
  std::vector<stats::Regressor> result;
  for (const std::string& name : names) {
    const auto found = std::find_if(x.begin(), x.end(), [&](const auto& r) { return r.name == name; });
    if (found == x.end())
      detail::fail(function, "regressors must be those of the fit", "none named " + detail::quoted(name));
    result.push_back(*found);
  }
  return result;
}

std::vector<double> regression_of(std::span<const ModelCoefficient> b, const std::vector<stats::Regressor>& x,
                                  std::size_t count) {
  if (b.empty()) return {};
  std::vector<double> sum(count);
  for (std::size_t k = 0; k < b.size(); ++k)
    for (std::size_t t = 0; t < count; ++t) sum[t] += b[k].estimate * x[k].values[t];
  return sum;
}

Columns observed_columns(const std::vector<stats::Regressor>& x, std::span<const double> y) {
  Columns result;
  for (const auto& r : x) {
    result.push_back(r.values);
    for (std::size_t t = 0; t < y.size(); ++t)
      if (std::isnan(y[t])) result.back()[t] = kNaN;
  }
  return result;
}

std::optional<std::size_t> dependent_column(const Columns& columns, std::size_t seasons, bool line) {
  Columns taken;
  const auto take = [&](std::vector<double> column) {
    const double size = size_of(column);
    for (double& x : column) x /= size;
    const double whole = product(column, column);
    (void)centre(column, seasons);
    // Twice is enough for what rounding leaves (Giraud, Langou & Rozloznik 2005).
    for (int round = 0; round < 2; ++round)
      for (const auto& other : taken) subtract(column, other, product(column, other));
    const double left = std::sqrt(product(column, column));
    if (!(left > kDependent * std::sqrt(whole))) return false;
    for (double& x : column) x /= left;
    taken.push_back(std::move(column));
    return true;
  };
  if (line && !columns.empty()) {
    std::vector<double> time(columns.front().size());
    for (std::size_t t = 0; t < time.size(); ++t)
      time[t] = std::isnan(columns.front()[t]) ? kNaN : static_cast<double>(t + 1);
    (void)take(std::move(time));
  }
  for (std::size_t k = 0; k < columns.size(); ++k)
    if (!take(columns[k])) return k;
  return std::nullopt;
}

void require_independent(std::string_view function, const std::vector<stats::Regressor>& x, const Columns& columns,
                         std::size_t observations, std::size_t spare) {
  if (observations < x.size() + spare)
    detail::fail(function, "there must be at least " + std::to_string(spare) + " observations more than regressors",
                 std::to_string(observations));
  if (const auto k = dependent_column(columns, 1, false))
    detail::fail(function, "regressors must be independent of each other and a constant where y is observed",
                 detail::quoted(x[*k].name));
}

std::vector<ModelCoefficient> named_coefficients(std::string_view function, const std::vector<stats::Regressor>& x,
                                                 std::span<const double> b, double scale) {
  std::vector<ModelCoefficient> result;
  for (std::size_t j = 0; j < b.size(); ++j) {
    result.push_back({x[j].name, b[j] * scale, kNaN});
    if (!std::isfinite(result[j].estimate))
      detail::fail(function, "coefficients of regressors must be in the range of doubles",
                   detail::number_text(result[j].estimate), "for " + detail::quoted(x[j].name));
  }
  return result;
}

ColumnBasis::ColumnBasis(Columns columns, bool centred) : triangle_(columns.size() * columns.size()) {
  const std::size_t k = columns.size();
  for (std::size_t j = 0; j < k; ++j) {
    std::vector<double>& column = columns[j];
    sizes_.push_back(size_of(column));
    for (double& x : column) x /= sizes_[j];
    means_.push_back(centred ? centre(column, 1) * sizes_[j] : 0);
    const auto count =
        static_cast<double>(std::count_if(column.begin(), column.end(), [](double x) { return !std::isnan(x); }));
    for (int round = 0; round < 2; ++round)
      for (std::size_t i = 0; i < j; ++i) {
        const double part = product(column, orthogonal_[i]) / count;
        subtract(column, orthogonal_[i], part);
        triangle_[j * k + i] += part;
      }
    const double left = std::sqrt(product(column, column) / count);
    triangle_[j * k + j] = left;
    for (double& x : column) x /= left;
    orthogonal_.push_back(std::move(column));
  }
}

std::vector<double> ColumnBasis::coefficients(std::vector<double> c) const {
  numeric::back_substitute(triangle_, size(), size(), c, 0);
  for (std::size_t j = 0; j < size(); ++j) c[j] /= sizes_[j];
  return c;
}

double ColumnBasis::offset(std::span<const double> b) const {
  double sum = 0;
  for (std::size_t j = 0; j < size(); ++j) sum += means_[j] * b[j];
  return sum;
}

std::vector<double> ColumnBasis::by_changes(std::span<const double> y) const {
  std::vector<std::size_t> observed;
  for (std::size_t t = 0; t < y.size(); ++t)
    if (!std::isnan(y[t])) observed.push_back(t);
  const std::size_t k = size(), n = observed.size() - 1;
  std::vector<double> design(k * n), right(n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t from = observed[i], to = observed[i + 1];
    right[i] = y[to] - y[from];
    for (std::size_t j = 0; j < k; ++j) design[j * n + i] = orthogonal_[j][to] - orthogonal_[j][from];
  }
  numeric::orthogonalise(design, n, k, right, {});
  right.resize(k);
  numeric::back_substitute(design, n, k, right, kDependent);
  return right;
}

std::vector<double> ColumnBasis::standard_errors(std::vector<double> design, std::size_t n, double sigma2) const {
  const std::size_t k = size(), p = n == 0 ? 0 : design.size() / n;
  std::vector<double> result(k, kNaN), unused(n);
  if (p < k || n < p) return result;
  numeric::orthogonalise(design, n, p, unused, {});
  // The last rows of the inverse of the triangle are those of the inverse of its last corner.
  std::vector<double> squares(k);
  for (std::size_t i = 0; i < k; ++i) {
    std::vector<double> unit(k);
    unit[i] = 1;
    for (std::size_t j = k; j-- > 0;) {
      const double pivot = design[(p - k + j) * n + p - k + j];
      if (!(std::abs(pivot) > 0)) return result;
      unit[j] /= pivot;
      for (std::size_t l = 0; l < j; ++l) unit[l] -= design[(p - k + j) * n + p - k + l] * unit[j];
    }
    const std::vector<double> b = coefficients(std::move(unit));
    for (std::size_t j = 0; j < k; ++j) squares[j] += b[j] * b[j];
  }
  for (std::size_t j = 0; j < k; ++j) result[j] = std::sqrt(squares[j] * sigma2);
  return result;
}

std::vector<double> less_columns(std::span<const double> y, const Columns& columns, std::span<const double> c) {
  std::vector<double> rest(y.begin(), y.end());
  for (std::size_t j = 0; j < c.size(); ++j) subtract(rest, columns[j], c[j]);
  return rest;
}

}  // namespace foreplan::inline v0::forecast
