#include "forecast/arima_process.hpp"

#include <algorithm>
#include <cmath>

namespace foreplan::inline v0::forecast {

void from_partials(std::span<const double> partials, std::span<double> coefficients) {
  for (std::size_t k = 0; k < partials.size(); ++k) {
    const double r = partials[k];
    for (std::size_t j = 0; 2 * j + 1 <= k; ++j) {
      const double a = coefficients[j], b = coefficients[k - 1 - j];
      coefficients[j] = a - r * b;
      coefficients[k - 1 - j] = b - r * a;
    }
    coefficients[k] = r;
  }
}

bool to_partials(std::span<const double> coefficients, std::span<double> partials, double most) {
  std::vector<double> a(coefficients.begin(), coefficients.end());
  for (std::size_t k = a.size(); k-- > 0;) {
    const double r = partials[k] = a[k];
    if (!(std::abs(r) <= most)) return false;
    const double left = 1 - r * r;
    if (k > 0 && !(left > 0)) return false;
    for (std::size_t j = 0; 2 * j + 1 <= k; ++j) {
      const double x = a[j], y = a[k - 1 - j];
      a[j] = (x + r * y) / left;
      a[k - 1 - j] = (y + r * x) / left;
    }
  }
  return true;
}

void partials_pull_back(std::span<const double> partials, std::span<double> gradient) {
  const std::size_t n = partials.size();
  if (n < 2) return;
  // Coefficients of every order; step k makes those of order k + 1 from order k.
  std::vector<double> all(n * n);
  for (std::size_t k = 0; k < n; ++k) {
    const double* const before = all.data() + (k > 0 ? k - 1 : 0) * n;
    double* const after = all.data() + k * n;
    for (std::size_t j = 0; j < k; ++j) after[j] = before[j] - partials[k] * before[k - 1 - j];
    after[k] = partials[k];
  }
  std::vector<double> back(n);
  for (std::size_t k = n; k-- > 1;) {
    const double* const before = all.data() + (k - 1) * n;
    for (std::size_t j = 0; j < k; ++j) {
      back[j] = gradient[j] - partials[k] * gradient[k - 1 - j];
      gradient[k] -= gradient[j] * before[k - 1 - j];
    }
    std::copy_n(back.begin(), k, gradient.begin());
  }
}

ProductPolynomial::ProductPolynomial(std::size_t low, std::size_t high, std::size_t m, double sign)
    : m_(m), degree_(low + high * m), sign_(sign) {
  std::vector<char> seen(degree_ + 1, 0);
  for (std::size_t j = 0; j <= high; ++j)
    for (std::size_t i = 0; i <= low; ++i) seen[i + j * m] = 1;
  for (std::size_t k = 1; k <= degree_; ++k)
    if (seen[k] != 0) powers_.push_back(k);
}

void ProductPolynomial::multiply(std::span<const double> low, std::span<const double> high,
                                 std::span<double> product) const {
  std::fill(product.begin(), product.end(), 0.0);
  for (std::size_t i = 0; i < low.size(); ++i) product[i] += low[i];
  for (std::size_t j = 0; j < high.size(); ++j) {
    const std::size_t at = (j + 1) * m_ - 1;
    product[at] += high[j];
    for (std::size_t i = 0; i < low.size(); ++i) product[at + i + 1] += sign_ * high[j] * low[i];
  }
}

void ProductPolynomial::pull_back(std::span<const double> low, std::span<const double> high,
                                  std::span<const double> by_product, std::span<double> by_low,
                                  std::span<double> by_high) const {
  for (std::size_t i = 0; i < low.size(); ++i) by_low[i] = by_product[i];
  for (std::size_t j = 0; j < high.size(); ++j) {
    const std::size_t at = (j + 1) * m_ - 1;
    by_high[j] = by_product[at];
    for (std::size_t i = 0; i < low.size(); ++i) {
      by_high[j] += sign_ * low[i] * by_product[at + i + 1];
      by_low[i] += sign_ * high[j] * by_product[at + i + 1];
    }
  }
}

Autocovariance::Autocovariance(const ProductPolynomial& ar, const ProductPolynomial& ma, std::size_t lags)
    : ar_(ar), ma_(ma) {
  const std::size_t p = ar.degree(), q = ma.degree();
  std::vector<char> seen(q + 1, 0);
  std::vector<std::size_t> all = ma.powers();
  all.insert(all.begin(), 0);
  for (const std::size_t a : all)
    for (const std::size_t b : all)
      if (a >= b) seen[a - b] = 1;
  for (std::size_t l = 1; l <= q; ++l)
    if (seen[l] != 0) lags_.push_back(l);
  steps_.resize(p * (p + 1) / 2);
  by_steps_.resize(steps_.size());
  pure_.resize(std::max(p, lags + q) + 1);
  by_pure_.resize(pure_.size());
  squares_.resize(q + 1);
  theta_.resize(q + 1);
  values_.resize(lags + 1);
}

bool Autocovariance::compute(std::span<const double> phi, std::span<const double> theta) {
  const std::size_t p = phi.size();
  double variance = 1;
  if (p > 0) std::copy(phi.begin(), phi.end(), order(p).begin());
  for (std::size_t k = p; k >= 1; --k) {
    const auto a = order(k);
    const double r = a[k - 1], left = 1 - r * r;
    if (!(left > 0)) return false;
    variance /= left;
    if (k == 1) break;
    const auto b = order(k - 1);
    const double over = 1 / left;
    for (std::size_t j = 0; j + 1 < k; ++j) b[j] = (a[j] + r * a[k - 2 - j]) * over;
  }
  if (!std::isfinite(variance)) return false;
  std::fill(pure_.begin(), pure_.end(), 0.0);
  pure_[0] = variance;
  for (std::size_t k = 1; k <= p; ++k) {
    const auto a = order(k);
    double sum = 0;
    for (std::size_t j = 1; j <= k; ++j) sum += a[j - 1] * pure_[k - j];
    pure_[k] = sum;
  }
  if (p > 0)
    for (std::size_t k = p + 1; k < pure_.size(); ++k) {
      double sum = 0;
      for (const std::size_t j : ar_.powers()) sum += phi[j - 1] * pure_[k - j];
      pure_[k] = sum;
    }
  // The MA polynomial's products with itself.
  theta_[0] = 1;
  std::copy(theta.begin(), theta.end(), theta_.begin() + 1);
  const std::size_t q = theta.size();
  const auto square = [&](std::size_t l) {
    double sum = theta_[l];
    for (const std::size_t i : ma_.powers()) {
      if (i + l > q) break;
      sum += theta_[i] * theta_[i + l];
    }
    squares_[l] = sum;
  };
  square(0);
  for (const std::size_t l : lags_) square(l);
  for (std::size_t k = 0; k < values_.size(); ++k) values_[k] = squares_[0] * pure_[k];
  for (const std::size_t l : lags_)
    for (std::size_t k = 0; k < values_.size(); ++k)
      values_[k] += squares_[l] * (pure_[k > l ? k - l : l - k] + pure_[k + l]);
  return true;
}

void Autocovariance::pull_back(std::span<const double> by_values, std::span<double> by_phi,
                               std::span<double> by_theta) {
  const std::size_t p = by_phi.size(), q = by_theta.size();
  std::fill(by_pure_.begin(), by_pure_.end(), 0.0);
  double by_zero = 0;
  for (std::size_t k = 0; k < by_values.size(); ++k) {
    by_zero += by_values[k] * pure_[k];
    by_pure_[k] += squares_[0] * by_values[k];
  }
  for (const std::size_t i : ma_.powers()) by_theta[i - 1] += 2 * by_zero * theta_[i];
  for (const std::size_t l : lags_) {
    double by_square = 0;
    for (std::size_t k = 0; k < by_values.size(); ++k) {
      const std::size_t apart = k > l ? k - l : l - k;
      by_square += by_values[k] * (pure_[apart] + pure_[k + l]);
      by_pure_[apart] += squares_[l] * by_values[k];
      by_pure_[k + l] += squares_[l] * by_values[k];
    }
    // d/d theta_i of the sum of theta_i theta_(i + l), theta_0 = 1 not among them.
    for (const std::size_t i : ma_.powers()) {
      if (i + l <= q) by_theta[i - 1] += by_square * theta_[i + l];
      if (i >= l) by_theta[i - 1] += by_square * theta_[i - l];
    }
  }
  if (p == 0) return;
  for (std::size_t k = pure_.size(); k-- > p + 1;)
    for (const std::size_t j : ar_.powers()) {
      by_phi[j - 1] += by_pure_[k] * pure_[k - j];
      by_pure_[k - j] += order(p)[j - 1] * by_pure_[k];
    }
  std::fill(by_steps_.begin(), by_steps_.end(), 0.0);
  const auto back = [&](std::size_t k) { return std::span(by_steps_).subspan(k * (k - 1) / 2, k); };
  for (std::size_t k = p; k >= 1; --k) {
    const auto a = order(k), by_a = back(k);
    const double g = by_pure_[k];
    for (std::size_t j = 1; j <= k; ++j) {
      by_a[j - 1] += g * pure_[k - j];
      by_pure_[k - j] += a[j - 1] * g;
    }
  }
  const double by_variance = by_pure_[0] * pure_[0];
  for (std::size_t k = 1; k <= p; ++k) {
    const auto a = order(k), by_a = back(k);
    const double r = a[k - 1], over = 1 / (1 - r * r);
    double by_r = 0, by_left = -by_variance * over;
    if (k > 1) {
      const auto b = order(k - 1), by_b = back(k - 1);
      for (std::size_t j = 0; j + 1 < k; ++j) {
        const double y = by_b[j] * over;
        by_a[j] += y;
        by_a[k - 2 - j] += y * r;
        by_r += y * a[k - 2 - j];
        by_left -= y * b[j];
      }
    }
    by_a[k - 1] += by_r - 2 * r * by_left;
  }
  for (std::size_t j = 0; j < p; ++j) by_phi[j] += back(p)[j];
}

}  // namespace foreplan::inline v0::forecast
