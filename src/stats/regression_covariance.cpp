#include "stats/regression_covariance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "numeric/householder.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
/// A leverage this near to 1 is 1 to rounding: the row is fitted whatever its y, and its residual says nothing.
constexpr double kWhollyFitted = 1e-12;

/// Vectors in rows, one per observation.
struct Rows {
  std::size_t width{};
  std::vector<double> cells{};

  [[nodiscard]] std::size_t count() const noexcept { return cells.size() / width; }
  [[nodiscard]] double at(std::size_t t, std::size_t i) const { return cells[t * width + i]; }
};

double squared_residual(Covariance kind, double e, double leverage, double n, double k) {
  const double free = 1 - leverage;
  if ((kind == Covariance::hc2 || kind == Covariance::hc3) && free < kWhollyFitted) return kNaN;
  switch (kind) {
    case Covariance::hc1:
      return e * e * n / (n - k);
    case Covariance::hc2:
      return e * e / free;
    case Covariance::hc3:
      return e * e / (free * free);
    default:
      return e * e;
  }
}

/// q e, with e replaced by what the kind makes of it.
Rows scores_of(Covariance kind, std::span<const double> basis, std::span<const double> residuals) {
  const std::size_t rows = residuals.size(), k = basis.size() / rows;
  Rows scores{k, {basis.begin(), basis.end()}};
  for (std::size_t t = 0; t < rows; ++t) {
    const std::span<double> row = std::span(scores.cells).subspan(t * k, k);
    const double leverage = std::inner_product(row.begin(), row.end(), row.begin(), 0.0);
    const double d = squared_residual(kind, residuals[t], leverage, static_cast<double>(rows), static_cast<double>(k));
    const double size = std::copysign(std::sqrt(d), residuals[t]);
    for (double& q : row) q *= size;
  }
  return scores;
}

/// Adds factor * (a_t b_t' + b_t a_t') / 2 over rows t of a, b being `shift` rows later.
void add_products(const Rows& rows, std::size_t shift, double factor, std::vector<double>& sum) {
  const std::size_t k = rows.width;
  std::vector<double> products(k * k);
  for (std::size_t t = 0; t + shift < rows.count(); ++t)
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j < k; ++j) products[i * k + j] += rows.at(t, i) * rows.at(t + shift, j);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) sum[i * k + j] += factor * (products[i * k + j] + products[j * k + i]) / 2;
}

/// Row t of the result is `matrix` times row t.
Rows mapped(const Rows& rows, std::span<const double> matrix) {
  const std::size_t height = matrix.size() / rows.width;
  Rows result{height, std::vector<double>(rows.count() * height)};
  for (std::size_t t = 0; t < rows.count(); ++t)
    for (std::size_t i = 0; i < height; ++i)
      for (std::size_t j = 0; j < rows.width; ++j)
        result.cells[t * height + i] += matrix[i * rows.width + j] * rows.at(t, j);
  return result;
}

// ---- Prewhitening (Andrews & Monahan 1992) ----

/// A of v(t) = A v(t - 1) + w(t), by least squares.
std::vector<double> autoregression(const Rows& v) {
  const std::size_t k = v.width, n = v.count() - 1;
  std::vector<double> coefficients(k * k);
  for (std::size_t i = 0; i < k; ++i) {
    std::vector<double> before(n * k), now(n);
    for (std::size_t t = 0; t < n; ++t) {
      now[t] = v.at(t + 1, i);
      for (std::size_t j = 0; j < k; ++j) before[j * n + t] = v.at(t, j);
    }
    std::vector<std::size_t> order(k);
    numeric::orthogonalise(before, n, k, now, order);
    numeric::back_substitute(before, n, k, now, 1e-13 * std::abs(before[0]));
    for (std::size_t j = 0; j < k; ++j) coefficients[i * k + order[j]] = now[j];
  }
  return coefficients;
}

Rows whitened(const Rows& v, const std::vector<double>& a) {
  Rows w{v.width, {v.cells.begin() + static_cast<std::ptrdiff_t>(v.width), v.cells.end()}};
  const Rows foretold = mapped(v, a);
  for (std::size_t i = 0; i < w.cells.size(); ++i) w.cells[i] -= foretold.cells[i];
  return w;
}

/// (I - A)^-1 M (I - A)^-T; NaN where I - A is singular.
std::vector<double> recoloured(const std::vector<double>& a, std::vector<double> m, std::size_t k) {
  // X = (I - A)^-1 M, and then, M being symmetric, (I - A)^-1 X'.
  for (int side = 0; side < 2; ++side) {
    for (std::size_t column = 0; column < k; ++column) {
      std::vector<double> left(k * k), right(k);
      for (std::size_t i = 0; i < k; ++i) {
        right[i] = m[i * k + column];
        for (std::size_t j = 0; j < k; ++j) left[j * k + i] = (i == j ? 1 : 0) - a[i * k + j];
      }
      std::vector<std::size_t> order(k);
      numeric::orthogonalise(left, k, k, right, order);
      if (std::abs(left[k * k - 1]) < 1e-14 * std::max(1.0, std::abs(left[0]))) return std::vector<double>(k * k, kNaN);
      numeric::back_substitute(left, k, k, right, 0);
      for (std::size_t i = 0; i < k; ++i) m[order[i] * k + column] = right[i];
    }
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = i + 1; j < k; ++j) std::swap(m[i * k + j], m[j * k + i]);
  }
  return m;
}

// ---- Bandwidths ----

/// Scores of the columns that count, divided by the largest of them: only ratios matter, and their powers stay in
/// range.
Rows comparable(const Rows& scores, std::span<const double> counted) {
  Rows columns = mapped(scores, counted);
  double largest = 0;
  for (const double s : columns.cells) largest = std::max(largest, std::abs(s));
  if (largest > 0)
    for (double& s : columns.cells) s /= largest;
  return columns;
}

std::size_t power_of_hundredths(double factor, double n) {
  return static_cast<std::size_t>(factor * std::pow(n / 100, 2.0 / 9));
}

/// Newey & West (1994), for `n` observations before any prewhitening.
std::size_t newey_west_lags(const Rows& columns, double n, bool prewhitened) {
  const std::size_t rows = columns.count();
  std::vector<double> sums(rows);
  for (std::size_t t = 0; t < rows; ++t)
    for (std::size_t j = 0; j < columns.width; ++j) sums[t] += columns.at(t, j);
  double s0 = 0, s1 = 0;
  for (std::size_t j = 0; j <= std::min(power_of_hundredths(prewhitened ? 3 : 4, n), rows - 1); ++j) {
    double sigma = 0;
    for (std::size_t t = 0; t + j < rows; ++t) sigma += sums[t] * sums[t + j];
    s0 += (j == 0 ? 1 : 2) * sigma;
    s1 += 2 * static_cast<double>(j) * sigma;
  }
  if (s0 == 0) return 0;
  const double lags = 1.1447 * std::cbrt(s1 / s0 * (s1 / s0)) * std::cbrt(n);
  return lags < static_cast<double>(rows - 1) ? static_cast<std::size_t>(lags) : rows - 1;
}

/// Andrews (1991), section 6, with a first-order autoregression for each column.
double andrews_bandwidth(const Rows& columns) {
  const std::size_t rows = columns.count();
  double above = 0, below = 0;
  for (std::size_t j = 0; j < columns.width; ++j) {
    double mean_before = 0, mean_now = 0;
    for (std::size_t t = 0; t + 1 < rows; ++t) {
      mean_before += columns.at(t, j) / static_cast<double>(rows - 1);
      mean_now += columns.at(t + 1, j) / static_cast<double>(rows - 1);
    }
    double squares = 0, products = 0, now_squares = 0;
    for (std::size_t t = 0; t + 1 < rows; ++t) {
      const double before = columns.at(t, j) - mean_before, now = columns.at(t + 1, j) - mean_now;
      squares += before * before;
      products += before * now;
      now_squares += now * now;
    }
    if (!(squares > 0)) continue;
    const double r = products / squares, s2 = std::max(0.0, now_squares - r * products);
    const double spread = s2 * s2 / std::pow(1 - r, 4);
    above += 4 * r * r * spread / std::pow(1 - r, 4);
    below += spread;
  }
  return below > 0 ? 1.3221 * std::pow(above / below * static_cast<double>(rows), 0.2) : 0;
}

double quadratic_spectral(double z) {
  const double u = 6 * std::numbers::pi * z / 5;
  if (u < 0.05) return 1 - u * u / 10 + u * u * u * u / 280;  // The difference would cancel.
  return 3 * (std::sin(u) / u - std::cos(u)) / (u * u);
}

}  // namespace

Meat meat(const CovarianceOptions& options, std::span<const double> basis, std::span<const double> residuals,
          std::span<const double> counted) {
  Rows scores = scores_of(options.kind, basis, residuals);
  const std::size_t k = scores.width;
  const double n = static_cast<double>(scores.count());
  Meat result{.matrix = std::vector<double>(k * k)};
  const bool bartlett = options.kind == Covariance::newey_west;
  if (!bartlett && options.kind != Covariance::quadratic_spectral) {
    add_products(scores, 0, 1, result.matrix);
    return result;
  }

  std::vector<double> a;
  if (options.prewhiten) {
    a = autoregression(scores);
    scores = whitened(scores, a);
  }
  const std::size_t rows = scores.count();
  if (bartlett) {
    const std::size_t chosen = options.lag_rule == LagRule::two_ninths
                                   ? power_of_hundredths(4, n)
                                   : newey_west_lags(comparable(scores, counted), n, options.prewhiten);
    result.lags = std::min(options.lags.value_or(chosen), rows - 1);
  } else {
    result.bandwidth = options.bandwidth ? *options.bandwidth : andrews_bandwidth(comparable(scores, counted));
  }
  const auto weight = [&](std::size_t j) {
    const double lag = static_cast<double>(j);
    return bartlett ? 1 - lag / static_cast<double>(*result.lags + 1) : quadratic_spectral(lag / *result.bandwidth);
  };
  const std::size_t most = bartlett ? *result.lags : *result.bandwidth > 0 ? rows - 1 : 0;
  add_products(scores, 0, 1, result.matrix);
  for (std::size_t j = 1; j <= most; ++j) add_products(scores, j, 2 * weight(j), result.matrix);
  if (options.small_sample)
    for (double& c : result.matrix) c *= n / (n - static_cast<double>(k));
  if (options.prewhiten) result.matrix = recoloured(a, std::move(result.matrix), k);
  return result;
}

}  // namespace foreplan::inline v0::stats
