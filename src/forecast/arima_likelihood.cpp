#include "forecast/arima_likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kDependent = 1e-10;

double dot(const double* a, const double* b, std::size_t n) {
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

/// Takes a column into q and r when something of it is left by those that are there.
bool add_column(ArimaColumns& data, std::vector<double> column, double size, std::vector<std::vector<double>>& r) {
  const std::size_t n = data.n, k = r.size();
  std::vector<double> shares(k + 1);
  for (int pass = 0; pass < 2; ++pass)
    for (std::size_t j = 0; j < k; ++j) {
      const double* const basis = data.q.data() + j * n;
      const double share = dot(basis, column.data(), n);
      for (std::size_t t = 0; t < n; ++t) column[t] -= share * basis[t];
      shares[j] += share;
    }
  const double left = std::sqrt(dot(column.data(), column.data(), n));
  if (!(left > kDependent * size)) return false;
  for (double& x : column) x /= left;
  shares[k] = left;
  data.q.insert(data.q.end(), column.begin(), column.end());
  r.push_back(std::move(shares));
  return true;
}

/// L of L L' = m, k x k row by row, in place; false when m is not positive definite.
bool factor_in_place(std::vector<double>& m, std::size_t k) {
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = m[i * k + j];
      for (std::size_t l = 0; l < j; ++l) sum -= m[i * k + l] * m[j * k + l];
      if (i == j) {
        if (!(sum > 0)) return false;
        m[i * k + i] = std::sqrt(sum);
      } else {
        m[i * k + j] = sum / m[j * k + j];
      }
    }
  return true;
}

}  // namespace

std::vector<double> differenced(std::span<const double> x, std::size_t d, std::size_t seasonal_d, std::size_t m) {
  std::vector<double> z(x.begin(), x.end());
  const auto once = [&](std::size_t lag) {
    for (std::size_t t = z.size(); t-- > lag;) z[t] -= z[t - lag];
    z.erase(z.begin(), z.begin() + static_cast<std::ptrdiff_t>(std::min(lag, z.size())));
  };
  for (std::size_t i = 0; i < seasonal_d; ++i) once(m);
  for (std::size_t i = 0; i < d; ++i) once(1);
  return z;
}

ArimaColumns arima_columns(std::span<const double> z, const std::vector<std::vector<double>>& x,
                           const ArimaOrder& order, std::size_t m) {
  ArimaColumns data{.n = z.size() - order.d - order.seasonal_d * m};
  data.filled.assign(z.begin(), z.end());
  const auto difference = [&](std::span<const double> v) { return differenced(v, order.d, order.seasonal_d, m); };
  std::vector<std::vector<double>> r;
  for (std::size_t t = 0; t < z.size(); ++t) {
    if (!std::isnan(z[t])) continue;
    std::size_t next = t;
    while (std::isnan(z[next])) ++next;
    data.filled[t] = data.filled[t - 1] + (z[next] - data.filled[t - 1]) / static_cast<double>(next - t + 1);
    std::vector<double> one(z.size());
    one[t] = 1;
    if (add_column(data, difference(one), 1, r)) data.gaps.push_back(t);
  }
  data.missing = r.size();
  data.observations = data.n - data.missing;
  for (std::size_t k = 0; k < x.size(); ++k) {
    double size = 0;
    for (const double v : x[k]) size = std::max(size, std::abs(v));
    std::vector<double> column = difference(x[k]);
    const double length = std::sqrt(dot(column.data(), column.data(), column.size()));
    if (!(length > 1e-13 * size) || !add_column(data, std::move(column), length, r)) data.dependent.push_back(k);
  }
  data.w = difference(data.filled);
  data.r.assign(r.size() * r.size(), 0.0);
  for (std::size_t k = 0; k < r.size(); ++k)
    std::copy(r[k].begin(), r[k].end(), data.r.begin() + static_cast<std::ptrdiff_t>(k * r.size()));
  return data;
}

ArimaLikelihood::ArimaLikelihood(const ArimaColumns& data, const ArimaOrder& o, std::size_t m)
    : data_(data),
      p_(o.p),
      q_(o.q),
      seasonal_p_(o.seasonal_p),
      seasonal_q_(o.seasonal_q),
      columns_(data.columns()),
      ar_(p_, seasonal_p_, m, -1),
      ma_(q_, seasonal_q_, m, 1),
      autocovariance_(ar_, ma_, std::max(ar_.degree(), ma_.degree())),
      pass_(data.n, std::max(ar_.degree(), ma_.degree()), ar_.powers()),
      phi_(ar_.degree()),
      theta_(ma_.degree()),
      by_phi_(phi_.size()),
      by_theta_(theta_.size()),
      by_autocovariances_(pass_.lags() + 1),
      e_((columns_ + 1) * data.n),
      over_(data.n),
      gram_(columns_ * columns_),
      gamma_(columns_),
      residual_(data.n),
      residual_e_(data.n),
      combined_((data.missing + 1) * data.n),
      combined_e_(combined_.size()) {
  // Differences that are rounding errors only leave a sum of squares of this size.
  double most = 0;
  for (const double x : data.filled) most = std::max(most, std::abs(x));
  floor_ = static_cast<double>(data.observations) * std::pow(most * std::numeric_limits<double>::epsilon(), 2);
  floor_ = std::max(floor_, std::numeric_limits<double>::min());
}

void ArimaLikelihood::expand(std::span<const double> c) {
  ar_.multiply(c.first(p_), c.subspan(p_ + q_, seasonal_p_), phi_);
  ma_.multiply(c.subspan(p_, q_), c.subspan(p_ + q_ + seasonal_p_, seasonal_q_), theta_);
}

void ArimaLikelihood::pull_back_polynomials(std::span<const double> c, std::span<double> g) {
  ar_.pull_back(c.first(p_), c.subspan(p_ + q_, seasonal_p_), by_phi_, g.first(p_), g.subspan(p_ + q_, seasonal_p_));
  ma_.pull_back(c.subspan(p_, q_), c.subspan(p_ + q_ + seasonal_p_, seasonal_q_), by_theta_, g.subspan(p_, q_),
                g.subspan(p_ + q_ + seasonal_p_, seasonal_q_));
}

/// The columns' coefficients by generalised least squares, from the innovations of all, and what they leave.
void ArimaLikelihood::solve() {
  const std::size_t n = data_.n, k = columns_;
  std::copy_n(data_.w.begin(), n, residual_.begin());
  std::copy_n(e_.begin(), n, residual_e_.begin());
  determinants_ = exact_ ? pass_.log_determinant() : 0;
  if (k > 0) {
    for (std::size_t a = 0; a < k; ++a) {
      const double* const x = e_.data() + (a + 1) * n;
      for (std::size_t b = 0; b <= a + 1; ++b) {
        // Against the columns up to itself, then against w.
        const double* const y = e_.data() + (b <= a ? b + 1 : 0) * n;
        double sum = 0;
        for (std::size_t t = 0; t < n; ++t) sum += x[t] * y[t] * over_[t];
        (b <= a ? gram_[a * k + b] : gamma_[a]) = sum;
      }
    }
    if (!factor_in_place(gram_, k)) {
      squares_ = kInfinity;
      return;
    }
    for (std::size_t a = 0; a < k; ++a) {
      for (std::size_t b = 0; b < a; ++b) gamma_[a] -= gram_[a * k + b] * gamma_[b];
      gamma_[a] /= gram_[a * k + a];
    }
    for (std::size_t a = k; a-- > 0;) {
      for (std::size_t b = a + 1; b < k; ++b) gamma_[a] -= gram_[b * k + a] * gamma_[b];
      gamma_[a] /= gram_[a * k + a];
    }
    for (std::size_t a = 0; a < k; ++a)
      for (std::size_t t = 0; t < n; ++t) {
        residual_[t] -= gamma_[a] * data_.q[a * n + t];
        residual_e_[t] -= gamma_[a] * e_[(a + 1) * n + t];
      }
    if (exact_)
      for (std::size_t a = 0; a < data_.missing; ++a)
        determinants_ += 2 * std::log(gram_[a * k + a] * std::abs(data_.r[a * k + a]));
  }
  squares_ = floor_;
  for (std::size_t t = 0; t < n; ++t) squares_ += residual_e_[t] * residual_e_[t] * over_[t];
}

double ArimaLikelihood::exact(std::span<const double> coefficients, std::span<double> gradient) {
  const std::size_t n = data_.n;
  exact_ = true;
  expand(coefficients);
  if (!autocovariance_.compute(phi_, theta_) || !pass_.factor(phi_, autocovariance_.values())) return kInfinity;
  for (std::size_t c = 0; c <= columns_; ++c)
    pass_.innovations(phi_, c == 0 ? data_.w.data() : data_.q.data() + (c - 1) * n, e_.data() + c * n, ahead_);
  for (std::size_t t = 0; t < n; ++t) over_[t] = 1 / pass_.variance(t);
  solve();
  const double count = static_cast<double>(data_.observations);
  const double value = std::log(squares_) + determinants_ / count;
  if (gradient.empty() || !std::isfinite(value)) return std::isfinite(value) ? value : kInfinity;

  // S is least in the columns' coefficients, which therefore stand still. log |A' V^-1 A| changes as the sum of squares
  // of A C does, C C' the inverse of what it is the determinant of.
  const double root = std::sqrt(count / squares_);
  for (std::size_t t = 0; t < n; ++t) {
    combined_[t] = root * residual_[t];
    combined_e_[t] = root * residual_e_[t];
  }
  const std::size_t k = columns_;
  for (std::size_t a = 0; a < data_.missing; ++a) {
    // Column a of A times the inverse of L'.
    double* const x = combined_.data() + (a + 1) * n;
    double* const e = combined_e_.data() + (a + 1) * n;
    std::copy_n(data_.q.begin() + static_cast<std::ptrdiff_t>(a * n), n, x);
    std::copy_n(e_.begin() + static_cast<std::ptrdiff_t>((a + 1) * n), n, e);
    for (std::size_t b = 0; b < a; ++b) {
      const double share = gram_[a * k + b];
      for (std::size_t t = 0; t < n; ++t) {
        x[t] -= share * combined_[(b + 1) * n + t];
        e[t] -= share * combined_e_[(b + 1) * n + t];
      }
    }
    for (std::size_t t = 0; t < n; ++t) x[t] /= gram_[a * k + a], e[t] /= gram_[a * k + a];
  }
  std::fill(by_phi_.begin(), by_phi_.end(), 0.0);
  std::fill(by_theta_.begin(), by_theta_.end(), 0.0);
  pass_.pull_back(phi_, combined_.data(), combined_e_.data(), data_.missing + 1, 1, by_phi_, by_autocovariances_);
  autocovariance_.pull_back(by_autocovariances_, by_phi_, by_theta_);
  pull_back_polynomials(coefficients, gradient);
  for (double& g : gradient) g /= count;
  return value;
}

void ArimaLikelihood::conditional_innovations(const double* w, double* e) const {
  const std::size_t first = ar_.degree();
  std::fill_n(e, std::min(first, data_.n), 0.0);
  for (std::size_t t = first; t < data_.n; ++t) {
    double sum = w[t];
    for (const std::size_t j : ar_.powers()) sum -= phi_[j - 1] * w[t - j];
    for (const std::size_t j : ma_.powers()) {
      if (j > t) break;
      sum -= theta_[j - 1] * e[t - j];
    }
    e[t] = sum;
  }
}

double ArimaLikelihood::conditional(std::span<const double> coefficients, std::span<double> gradient) {
  const std::size_t n = data_.n, first = ar_.degree();
  exact_ = false;
  expand(coefficients);
  for (std::size_t c = 0; c <= columns_; ++c)
    conditional_innovations(c == 0 ? data_.w.data() : data_.q.data() + (c - 1) * n, e_.data() + c * n);
  std::fill(over_.begin(), over_.end(), 1.0);
  solve();
  const double value = std::log(squares_);
  if (gradient.empty() || !std::isfinite(value)) return std::isfinite(value) ? value : kInfinity;
  std::fill(by_phi_.begin(), by_phi_.end(), 0.0);
  std::fill(by_theta_.begin(), by_theta_.end(), 0.0);
  double* const back = combined_e_.data();
  for (std::size_t t = n; t-- > first;) {
    double sum = 2 * residual_e_[t] / squares_;
    for (const std::size_t j : ma_.powers()) {
      if (t + j >= n) break;
      sum -= theta_[j - 1] * back[t + j];
    }
    back[t] = sum;
    for (const std::size_t j : ar_.powers()) by_phi_[j - 1] -= sum * residual_[t - j];
    for (const std::size_t j : ma_.powers()) {
      if (j > t) break;
      by_theta_[j - 1] -= sum * residual_e_[t - j];
    }
  }
  pull_back_polynomials(coefficients, gradient);
  return value;
}

std::vector<double> ArimaLikelihood::column_coefficients() const {
  const std::size_t k = columns_;
  std::vector<double> b = gamma_;
  for (std::size_t a = k; a-- > 0;) {
    for (std::size_t c = a + 1; c < k; ++c) b[a] -= data_.r[c * k + a] * b[c];
    b[a] /= data_.r[a * k + a];
  }
  return b;
}

std::vector<double> ArimaLikelihood::column_covariance() const {
  // With L L' = Q' V^-1 Q and A = Q R it is X X', X = R^-1 (L')^-1: column by column of the identity.
  const std::size_t k = columns_;
  std::vector<double> x(k * k), result(k * k);
  for (std::size_t i = 0; i < k; ++i) {
    double* const column = x.data() + i * k;
    column[i] = 1;
    for (std::size_t a = k; a-- > 0;) {
      for (std::size_t b = a + 1; b < k; ++b) column[a] -= gram_[b * k + a] * column[b];
      column[a] /= gram_[a * k + a];
    }
    for (std::size_t a = k; a-- > 0;) {
      for (std::size_t c = a + 1; c < k; ++c) column[a] -= data_.r[c * k + a] * column[c];
      column[a] /= data_.r[a * k + a];
    }
  }
  for (std::size_t a = 0; a < k; ++a)
    for (std::size_t b = 0; b < k; ++b)
      for (std::size_t i = 0; i < k; ++i) result[a * k + b] += x[i * k + a] * x[i * k + b];
  return result;
}

}  // namespace foreplan::inline v0::forecast
