#include "growth/curve_kernels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "numeric/elementary.hpp"
#include "numeric/tier_table.hpp"

namespace foreplan::inline v0::growth::internal {
namespace {

using numeric::exponential;
using numeric::logarithm;

constexpr double kFar = 700;  // exp of more is near the largest number, exp of less near the smallest
constexpr double kLeast = std::numeric_limits<double>::min();  // added to a time of 0, which has no logarithm

/// 1 / (1 + exp(-x)), its complement and its derivative without overflow.
struct Rising {
  double value, rest, slope;
};
FOREPLAN_KERNEL_BODY Rising rising(double x) noexcept {
  const double e = exponential(-std::abs(x)), q = 1 / (1 + e);
  return {x < 0 ? e * q : q, x < 0 ? q : e * q, e * q * q};
}

/// log(1 + e) for e >= 0: the factor undoes the rounding of 1 + e.
FOREPLAN_KERNEL_BODY double log_one_plus(double e) noexcept {
  const double u = 1 + e;
  const double factor = u == 1 ? 1 : e / (u - 1);
  return u == 1 ? e : logarithm(u) * factor;
}

/// exp(-u) and u exp(-u), 0 for infinite u.
struct Fading {
  double value, weighted;
};
FOREPLAN_KERNEL_BODY Fading fading(double u) noexcept {
  u = u > kFar ? kFar : u;
  const double e = exponential(-u);
  return {e, u * e};
}

// Each curve gives its value at t and, in d, its derivatives with respect to the parameters b.
// -------------------------

struct Linear {
  static constexpr std::size_t n = 2;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    d[0] = 1;
    d[1] = t;
    return b[0] + b[1] * t;
  }
};

struct Quadratic {
  static constexpr std::size_t n = 3;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    d[0] = 1;
    d[1] = t;
    d[2] = t * t;
    return b[0] + (b[1] + b[2] * t) * t;
  }
};

struct Exponential {
  static constexpr std::size_t n = 2;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    const double e = exponential(b[1] * t);
    d[0] = e;
    d[1] = b[0] * e * t;
    return b[0] * e;
  }
};

struct ModifiedExponential {
  static constexpr std::size_t n = 3;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    const double e = exponential(b[2] * t);
    d[0] = 1;
    d[1] = e;
    d[2] = b[1] * e * t;
    return b[0] + b[1] * e;
  }
};

struct Power {
  static constexpr std::size_t n = 2;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    const double log_t = logarithm(t), e = exponential(b[1] * log_t);
    d[0] = e;
    d[1] = b[0] * e * log_t;
    return b[0] * e;
  }
};

struct Logistic {
  static constexpr std::size_t n = 3;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    const double since = t - b[2];
    const Rising s = rising(b[1] * since);
    d[0] = s.value;
    d[1] = b[0] * s.slope * since;
    d[2] = -(b[0] * s.slope * b[1]);
    return b[0] * s.value;
  }
};

struct Logistic4 {
  static constexpr std::size_t n = 4;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    const double since = t - b[3], height = b[1] - b[0];
    const Rising s = rising(b[2] * since);
    d[0] = s.rest;
    d[1] = s.value;
    d[2] = height * s.slope * since;
    d[3] = -(height * s.slope * b[2]);
    return b[0] + height * s.value;
  }
};

struct Logistic5 {
  static constexpr std::size_t n = 5;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    const double since = t - b[3], height = b[1] - b[0], x = b[2] * since;
    const double e = exponential(-std::abs(x)), q = 1 / (1 + e);
    const double log_rising = (x < 0 ? x : 0) - log_one_plus(e);
    const double power = exponential(b[4] * log_rising);
    const double slope = b[4] * power * (x < 0 ? q : e * q);
    d[0] = 1 - power;
    d[1] = power;
    d[2] = height * slope * since;
    d[3] = -(height * slope * b[2]);
    d[4] = height * power * log_rising;
    return b[0] + height * power;
  }
};

struct Gompertz {
  static constexpr std::size_t n = 3;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    const double since = t - b[2];
    const Fading f = fading(exponential(-(b[1] * since)));
    d[0] = f.value;
    d[1] = b[0] * f.weighted * since;
    d[2] = -(b[0] * f.weighted * b[1]);
    return b[0] * f.value;
  }
};

struct Richards {
  static constexpr std::size_t n = 4;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    const double since = t - b[2], shape = b[3];
    double x = -(b[1] * since);
    x = x > kFar ? kFar : x;
    const double e = exponential(x), w = shape * e, q = 1 / (1 + w);
    const double log_rest = log_one_plus(w) / shape;
    const double f = exponential(-log_rest), scaled = b[0] * f / shape;
    d[0] = f;
    d[1] = scaled * w * q * since;
    d[2] = -(scaled * w * q * b[1]);
    d[3] = scaled * (log_rest - e * q);
    return b[0] * f;
  }
};

struct Bass {
  static constexpr std::size_t n = 3;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    const double e = exponential(-((b[1] + b[2]) * t)), ratio = b[2] / b[1];
    const double met = 1 - e, q = 1 / (1 + ratio * e), share = met * q;
    const double by_rate = b[0] * q * t * e * (1 + share * ratio);
    const double by_ratio = -(b[0] * share * q * e);
    d[0] = share;
    d[1] = by_rate - by_ratio * ratio / b[1];
    d[2] = by_rate + by_ratio / b[1];
    return b[0] * share;
  }
};

struct Weibull {
  static constexpr std::size_t n = 3;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    const double log_share = logarithm(t + kLeast) - logarithm(b[1]), began = t > 0 ? 1.0 : 0.0;
    const Fading f = fading(began * exponential(b[2] * log_share));
    d[0] = 1 - f.value;
    d[1] = -(b[0] * f.weighted * b[2] / b[1]);
    d[2] = b[0] * f.weighted * log_share;
    return b[0] * (1 - f.value);
  }
};

struct Hill {
  static constexpr std::size_t n = 3;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    const double log_share = logarithm(t + kLeast) - logarithm(b[1]), began = t > 0 ? 1.0 : 0.0;
    const Rising s = rising(b[2] * log_share);
    const double slope = began * b[0] * s.slope;
    d[0] = began * s.value;
    d[1] = -(slope * b[2] / b[1]);
    d[2] = slope * log_share;
    return b[0] * d[0];
  }
};

struct MichaelisMenten {
  static constexpr std::size_t n = 2;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    const double q = 1 / (b[1] + t);
    d[0] = t * q;
    d[1] = -(b[0] * t * q * q);
    return b[0] * t * q;
  }
};

struct Monomolecular {
  static constexpr std::size_t n = 3;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    const double e = exponential(-(b[2] * t)), height = b[0] - b[1];
    d[0] = 1 - e;
    d[1] = e;
    d[2] = height * e * t;
    return b[0] - height * e;
  }
};

struct DoubleLogistic {
  static constexpr std::size_t n = 6;
  FOREPLAN_KERNEL_BODY static double at(const double* b, double t, double* d) noexcept {
    const double first = Logistic::at(b, t, d);
    return first + Logistic::at(b + 3, t, d + 3);
  }
};

constexpr std::size_t kBlock = 16;

/// Sixteen times, copied in and out: loops of fixed length over arrays of their own become vector code.
template <class C>
FOREPLAN_KERNEL_BODY void block_body(const double* parameters, const double* t, std::size_t stride, double* values,
                                     double* jacobian) noexcept {
  double time[kBlock], value[kBlock], derivative[C::n][kBlock];
  for (std::size_t i = 0; i < kBlock; ++i) time[i] = t[i];
  for (std::size_t i = 0; i < kBlock; ++i) {
    double d[C::n];
    value[i] = C::at(parameters, time[i], d);
    for (std::size_t j = 0; j < C::n; ++j) derivative[j][i] = d[j];
  }
  for (std::size_t i = 0; i < kBlock; ++i) values[i] = value[i];
  if (jacobian == nullptr) return;
  for (std::size_t j = 0; j < C::n; ++j)
    for (std::size_t i = 0; i < kBlock; ++i) jacobian[j * stride + i] = derivative[j][i];
}

/// The last block ends with the last time and so repeats some; fewer times than a block holds are filled up.
template <class C>
FOREPLAN_KERNEL_BODY void curve_body(const double* b, const double* t, std::size_t n, double* values,
                                     double* jacobian) noexcept {
  double parameters[C::n];
  for (std::size_t j = 0; j < C::n; ++j) parameters[j] = b[j];
  if (n < kBlock) {
    double time[kBlock], value[kBlock], derivative[C::n * kBlock];
    for (std::size_t i = 0; i < kBlock; ++i) time[i] = i < n ? t[i] : 1;
    block_body<C>(parameters, time, kBlock, value, derivative);
    std::copy_n(value, n, values);
    for (std::size_t j = 0; j < C::n && jacobian != nullptr; ++j)
      std::copy_n(derivative + j * kBlock, n, jacobian + j * n);
    return;
  }
  for (std::size_t begin = 0; begin < n; begin += kBlock) {
    const std::size_t from = begin + kBlock <= n ? begin : n - kBlock;
    block_body<C>(parameters, t + from, n, values + from, jacobian == nullptr ? nullptr : jacobian + from);
  }
}

// One instance for each tier, in the order of `Curve`.
#define FOREPLAN_CURVES(suffix, target)                                                                               \
  template <class C>                                                                                                  \
  target void curve_##suffix(const double* b, const double* t, std::size_t n, double* values, double* jacobian) {     \
    curve_body<C>(b, t, n, values, jacobian);                                                                         \
  }                                                                                                                   \
  constexpr std::array<CurveKernel, 16> k##suffix{curve_##suffix<Linear>,        curve_##suffix<Quadratic>,           \
                                                  curve_##suffix<Exponential>,   curve_##suffix<ModifiedExponential>, \
                                                  curve_##suffix<Power>,         curve_##suffix<Logistic>,            \
                                                  curve_##suffix<Logistic4>,     curve_##suffix<Logistic5>,           \
                                                  curve_##suffix<Gompertz>,      curve_##suffix<Richards>,            \
                                                  curve_##suffix<Bass>,          curve_##suffix<Weibull>,             \
                                                  curve_##suffix<Hill>,          curve_##suffix<MichaelisMenten>,     \
                                                  curve_##suffix<Monomolecular>, curve_##suffix<DoubleLogistic>};

FOREPLAN_CURVES(Baseline, )
FOREPLAN_CURVES(V3, FOREPLAN_TIER_V3)
FOREPLAN_CURVES(V4, FOREPLAN_TIER_V4)

}  // namespace

CurveKernel curve_kernel(Curve curve, numeric::Tier tier) noexcept {
  return numeric::of_tier(tier, kBaseline, kV3, kV4)[static_cast<std::size_t>(curve)];
}

}  // namespace foreplan::inline v0::growth::internal
