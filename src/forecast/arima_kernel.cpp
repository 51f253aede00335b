#include "forecast/arima_kernel.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "numeric/dispatch.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::size_t kLanes = 8;
/// What is left of g, over the variance, once u no longer moves: second order in it.
constexpr double kSteady = 1e-10;

struct Shape {
  std::size_t n, r, stride;
  const std::size_t* powers;
  std::size_t count;
};

FOREPLAN_KERNEL_BODY double closed(const Shape& s, const double* phi, const double* end) {
  double sum = 0;
  for (std::size_t k = 0; k < s.count; ++k) sum += phi[s.powers[k] - 1] * *(end - s.powers[k]);
  return sum;
}

FOREPLAN_KERNEL_BODY void close_back(const Shape& s, const double* phi, const double* end, double by_value,
                                     double* by_end, double* by_phi) {
  for (std::size_t k = 0; k < s.count; ++k) {
    const std::size_t j = s.powers[k];
    by_phi[j - 1] += by_value * *(end - j);
    *(by_end - j) += phi[j - 1] * by_value;
  }
}

/// In one order for every tier.
FOREPLAN_KERNEL_BODY double lanes_sum(const double* lane) {
  return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

struct Factored {
  std::size_t steady;
  double log_determinant;  ///< NaN when a variance is not positive.
};

FOREPLAN_KERNEL_BODY Factored factor_body(const Shape& s, const double* phi, double* u, double* g, double* kappa) {
  double logs = 0, product = 1;
  std::size_t t = 0;
  for (;; ++t, u += s.stride, g += s.stride) {
    const double variance = u[0];
    if (!(variance > 0)) return {t, std::nan("")};
    product *= variance;
    if (!(product > 1e-150 && product < 1e150)) logs += std::log(product), product = 1;
    if (t + 1 == s.n) break;
    const double k = kappa[t] = g[0] / variance;
    if (std::abs(k) < kSteady) {
      double most = 0;
      for (std::size_t i = 0; i <= s.r; ++i) most = std::max(most, std::abs(g[i]));
      if (most < kSteady * variance) {
        logs += static_cast<double>(s.n - t - 1) * std::log(variance);
        break;
      }
    }
    double* __restrict const next_u = u + s.stride;
    double* __restrict const next_g = g + s.stride;
    const double* __restrict const this_u = u;
    const double* __restrict const this_g = g;
    for (std::size_t i = 0; i < s.stride; ++i) next_u[i] = this_u[i] - k * this_g[i];
    for (std::size_t i = 1; i < s.stride; ++i) next_g[i - 1] = this_g[i] - k * this_u[i];
    next_g[s.stride - 1] = 0;
    next_g[s.r] = closed(s, phi, next_g + s.r);
  }
  return {t, logs + std::log(product)};
}

FOREPLAN_KERNEL_BODY void innovations_body(const Shape& s, const double* phi, const double* u, std::size_t steady,
                                           const double* w, double* e, double* ahead) {
  for (std::size_t t = 0; t < s.n; ++t) {
    const double* __restrict const row = u + (t < steady ? t : steady) * s.stride;
    double* __restrict const at = ahead + t;
    at[s.r] = closed(s, phi, at + s.r);
    const double error = w[t] - at[0], c = error / row[0];
    e[t] = error;
    for (std::size_t i = 0; i < s.stride; ++i) at[i] += c * row[i];
  }
}

struct Back {
  const double *phi, *u, *g, *kappa;
  std::size_t steady;
  const double *series, *e;
  std::size_t columns;
  double log_weight;
  double *by_phi, *by_autocovariances, *work;
};

FOREPLAN_KERNEL_BODY void pull_back_body(const Shape& s, const Back& b) {
  const std::size_t length = s.n + s.r + s.stride;
  double* const by_u = b.work;
  // g's derivatives stand one place on, so that a step is a shift; two of them in turn.
  double* by_g = by_u + s.stride;
  double* next_g = by_g + s.stride + 1;
  double* const predictions = next_g + s.stride + 1;
  double* const by_predictions = predictions + b.columns * length;
  std::fill(by_u, by_predictions + b.columns * length, 0.0);
  for (std::size_t c = 0; c < b.columns; ++c) std::copy_n(b.series + c * s.n, s.n, predictions + c * length);
  for (std::size_t t = s.n; t-- > 0;) {
    const double* __restrict const row = b.u + (t < b.steady ? t : b.steady) * s.stride;
    const double over = 1 / row[0];
    double by_variance = b.log_weight * over;
    for (std::size_t c = 0; c < b.columns; ++c) {
      const double e = b.e[c * s.n + t], part = e * over;
      double* __restrict const at = predictions + c * length + t;
      double* __restrict const by_at = by_predictions + c * length + t;
      double lane[kLanes] = {};
      for (std::size_t i = 0; i < s.stride; i += kLanes)
        for (std::size_t l = 0; l < kLanes; ++l) {
          at[i + l] -= part * row[i + l];
          lane[l] += by_at[i + l] * row[i + l];
          by_u[i + l] += part * by_at[i + l];
        }
      const double by_part = lanes_sum(lane);
      by_variance -= (part * part) + by_part * part * over;
      by_at[0] -= (2 * e + by_part) * over;
      if (t + s.r < s.n) close_back(s, b.phi, at + s.r, by_at[s.r], by_at + s.r, b.by_phi);
    }
    by_u[0] += by_variance;
    if (t == 0 || t > b.steady) continue;
    close_back(s, b.phi, b.g + t * s.stride + s.r, by_g[s.r + 1], by_g + s.r + 1, b.by_phi);
    by_g[s.r + 1] = 0;
    const double* __restrict const u = b.u + (t - 1) * s.stride;
    const double* __restrict const g = b.g + (t - 1) * s.stride;
    const double* __restrict const shifted = by_g;
    double* __restrict const next = next_g + 1;
    const double k = b.kappa[t - 1];
    double lane[kLanes] = {};
    for (std::size_t i = 0; i < s.stride; i += kLanes)
      for (std::size_t l = 0; l < kLanes; ++l) {
        const double x = by_u[i + l], y = shifted[i + l];
        lane[l] += x * g[i + l] + y * u[i + l];
        by_u[i + l] = x - k * y;
        next[i + l] = y - k * x;
      }
    const double by_k = -lanes_sum(lane) / u[0];
    next[0] += by_k;
    by_u[0] -= by_k * k;
    std::swap(by_g, next_g);
    by_g[0] = 0;
  }
  close_back(s, b.phi, b.g + s.r, by_g[s.r + 1], by_g + s.r + 1, b.by_phi);
  for (std::size_t i = 0; i <= s.r; ++i) b.by_autocovariances[i] = by_u[i] + (i > 0 ? by_g[i] : 0.0);
}

#define FOREPLAN_ARMA_TIER(name, attributes)                                                                  \
  attributes Factored factor_##name(const Shape& s, const double* phi, double* u, double* g, double* kappa) { \
    return factor_body(s, phi, u, g, kappa);                                                                  \
  }                                                                                                           \
  attributes void innovations_##name(const Shape& s, const double* phi, const double* u, std::size_t steady,  \
                                     const double* w, double* e, double* ahead) {                             \
    innovations_body(s, phi, u, steady, w, e, ahead);                                                         \
  }                                                                                                           \
  attributes void pull_back_##name(const Shape& s, const Back& b) { pull_back_body(s, b); }
FOREPLAN_ARMA_TIER(baseline, )
FOREPLAN_ARMA_TIER(v3, FOREPLAN_TIER_V3)
FOREPLAN_ARMA_TIER(v4, FOREPLAN_TIER_V4)
#undef FOREPLAN_ARMA_TIER

struct Table {
  decltype(&factor_baseline) factor;
  decltype(&innovations_baseline) innovations;
  decltype(&pull_back_baseline) pull_back;
};

const Table& table(numeric::Tier tier) {
  static constexpr std::array<Table, 3> kTables{{{factor_baseline, innovations_baseline, pull_back_baseline},
                                                 {factor_v3, innovations_v3, pull_back_v3},
                                                 {factor_v4, innovations_v4, pull_back_v4}}};
  return kTables[static_cast<std::size_t>(tier)];
}

}  // namespace

ArmaPass::ArmaPass(std::size_t n, std::size_t r, std::span<const std::size_t> powers, numeric::Tier tier)
    : n_(n),
      r_(r),
      stride_((r + 1 + kLanes - 1) / kLanes * kLanes),
      tier_(tier),
      powers_(powers.begin(), powers.end()),
      u_(n * stride_),
      g_(n * stride_),
      kappa_(n) {}

bool ArmaPass::factor(std::span<const double> phi, std::span<const double> autocovariances) {
  const Shape s{n_, r_, stride_, powers_.data(), powers_.size()};
  std::copy_n(autocovariances.begin(), r_ + 1, u_.begin());
  std::copy_n(autocovariances.begin() + 1, r_, g_.begin());
  g_[r_] = closed(s, phi.data(), g_.data() + r_);
  const Factored f = table(tier_).factor(s, phi.data(), u_.data(), g_.data(), kappa_.data());
  steady_ = f.steady;
  log_determinant_ = f.log_determinant;
  return std::isfinite(log_determinant_);
}

void ArmaPass::innovations(std::span<const double> phi, const double* w, double* e, std::vector<double>& ahead) const {
  const Shape s{n_, r_, stride_, powers_.data(), powers_.size()};
  ahead.assign(n_ + r_ + stride_, 0.0);
  table(tier_).innovations(s, phi.data(), u_.data(), steady_, w, e, ahead.data());
}

void ArmaPass::pull_back(std::span<const double> phi, const double* series, const double* e, std::size_t columns,
                         double log_weight, std::span<double> by_phi, std::span<double> by_autocovariances) {
  const Shape s{n_, r_, stride_, powers_.data(), powers_.size()};
  work_.resize(3 * stride_ + 2 + 2 * columns * (n_ + r_ + stride_));
  table(tier_).pull_back(s, {phi.data(), u_.data(), g_.data(), kappa_.data(), steady_, series, e, columns, log_weight,
                             by_phi.data(), by_autocovariances.data(), work_.data()});
}

}  // namespace foreplan::inline v0::forecast
