#include "forecast/ets_lanes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "forecast/ets_space.hpp"

namespace foreplan::inline v0::forecast {
namespace {

using Work = EtsLanes::Work;
using Row = EtsLanes::Row;
using Kernel = EtsLanes::Kernel;

using Two = double __attribute__((vector_size(16)));
using Four = double __attribute__((vector_size(32)));
using Eight = double __attribute__((vector_size(64)));

constexpr std::size_t directions_of(EtsTrend trend) {
  return trend == EtsTrend::none ? 2 : trend == EtsTrend::additive ? 4 : 5;
}

template <class V>
FOREPLAN_KERNEL_BODY void load(V& to, const Row& from, std::size_t first) {
  __builtin_memcpy(&to, from.data() + first, sizeof to);
}
template <class V>
FOREPLAN_KERNEL_BODY void store(Row& to, std::size_t first, const V& from) {
  __builtin_memcpy(to.data() + first, &from, sizeof from);
}

/// Moves the logarithms of products that stand in a register to where they are summed up.
template <class V>
FOREPLAN_KERNEL_BODY void take_logarithms(Row& logs, std::size_t first, V& product) {
  for (std::size_t k = 0; k < sizeof(V) / sizeof(double); ++k) {
    logs[first + k] += std::log(product[k]);
    product[k] = 1;
  }
}

/// The lanes from `first` on that a V holds. The forward recursion is that of `EtsPass`; dl and db are the derivatives
/// of level and growth along each direction, dq those of the level expected.
template <class V, EtsError E, EtsTrend T>
FOREPLAN_KERNEL_BODY void pass(Work& w, std::size_t first) {
  constexpr bool kRatio = E == EtsError::multiplicative, kTrend = T != EtsTrend::none;
  constexpr bool kDamped = T == EtsTrend::additive_damped;
  constexpr std::size_t kD = directions_of(T), kA = 0, kB = 1, kP = 2, kL = kDamped ? 3 : kTrend ? 2 : 1, kG = kL + 1;
  V alpha, beta = {}, phi = {}, level, growth = {}, beta_by_alpha = {}, beta_by_beta = {};
  V dl[kD] = {}, db[kD] = {}, squares = {}, far = {}, relative[kD] = {}, residuals[kD] = {};
  V products[kD * (kD + 1) / 2] = {};
  load(alpha, w.alpha, first);
  load(level, w.level, first);
  load(dl[kL], w.level_step, first);
  if constexpr (kTrend) {
    load(beta, w.beta, first);
    load(growth, w.growth, first);
    load(db[kG], w.growth_step, first);
    load(beta_by_alpha, w.beta_by_alpha, first);
    load(beta_by_beta, w.beta_by_beta, first);
  }
  if constexpr (kDamped) load(phi, w.phi, first);
  const V one = V{} + 1, kept = 1 - alpha;
  V product = one, least = one * std::numeric_limits<double>::infinity();
  const std::size_t n = w.y.size();
  for (std::size_t t = 0; t < n; ++t) {
    const double y = w.y[t];
    V carried = growth, expected = level;
    if constexpr (kDamped) carried = phi * growth;
    if constexpr (kTrend) expected = level + carried;
    if constexpr (kRatio) {
      least = level < least ? level : least;
      least = expected < least ? expected : least;
    }
    V dq[kD];
#pragma GCC unroll 8
    for (std::size_t j = 0; j < kD; ++j) {
      dq[j] = dl[j];
      if constexpr (kTrend) {
        if constexpr (kDamped) db[j] = phi * db[j];
        if (kDamped && j == kP) db[j] += growth;
        dq[j] += db[j];
      }
    }
    if (y != y) {
      level = expected;
      growth = carried;
#pragma GCC unroll 8
      for (std::size_t j = 0; j < kD; ++j) dl[j] = dq[j];
    } else {
      const V d = y - expected;
      V error = d;
      V de[kD];  // with the sign changed
      if constexpr (kRatio) {
        error = d / expected;
        const V by_log = one / expected, by_error = (1 + error) * by_log;
        product *= expected;
        far = product > 1e-150 && product < 1e150 ? far : one;
#pragma GCC unroll 8
        for (std::size_t j = 0; j < kD; ++j) {
          relative[j] += by_log * dq[j];
          de[j] = by_error * dq[j];
        }
      } else {
#pragma GCC unroll 8
        for (std::size_t j = 0; j < kD; ++j) de[j] = dq[j];
      }
      squares += error * error;
#pragma GCC unroll 8
      for (std::size_t j = 0; j < kD; ++j) {
        residuals[j] += error * de[j];
#pragma GCC unroll 8
        for (std::size_t k = 0; k <= j; ++k) products[j * (j + 1) / 2 + k] += de[j] * de[k];
        dl[j] = kept * dq[j];
        if constexpr (kTrend) db[j] -= beta * dq[j];
      }
      dl[kA] += d;
      if constexpr (kTrend) {
        db[kA] += beta_by_alpha * d;
        db[kB] += beta_by_beta * d;
        growth = carried + beta * d;
      }
      level = expected + alpha * d;
    }
    if (kRatio && t % kLogarithmsEvery == kLogarithmsEvery - 1) take_logarithms(w.logs, first, product);
  }
  squares += w.floor;
  store(w.squares, first, squares);
  store(w.least, first, least);
  store(w.product, first, product);
  store(w.far, first, far);
  const V by_square = one / squares;
  const double by_count = 1 / w.count;
#pragma GCC unroll 8
  for (std::size_t j = 0; j < kD; ++j) {
    relative[j] *= by_count;
    store(w.gradient[j], first, 2 * (relative[j] - residuals[j] * by_square));
#pragma GCC unroll 8
    for (std::size_t k = 0; k <= j; ++k) {
      const V cross = residuals[j] * relative[k] + relative[j] * residuals[k];
      store(w.hessian[j * (j + 1) / 2 + k], first,
            2 * ((products[j * (j + 1) / 2 + k] - cross) * by_square + relative[j] * relative[k]));
    }
  }
}

/// As many lanes at a time as a register of the tier has room for.
template <class V, EtsError E, EtsTrend T>
FOREPLAN_KERNEL_BODY void pass_body(Work& w) {
  for (std::size_t first = 0; first < w.lanes; first += sizeof(V) / sizeof(double)) pass<V, E, T>(w, first);
}

/// By error, then by trend: none, additive, damped.
using Table = std::array<std::array<Kernel, 3>, 2>;

#define FOREPLAN_ETS_LANES(suffix, target, V)                                                  \
  template <EtsError E, EtsTrend T>                                                            \
  target void pass_##suffix(Work& w) {                                                         \
    pass_body<V, E, T>(w);                                                                     \
  }                                                                                            \
  template <EtsError E>                                                                        \
  constexpr std::array<Kernel, 3> k##suffix##Of{&pass_##suffix<E, EtsTrend::none>,             \
                                                &pass_##suffix<E, EtsTrend::additive>,         \
                                                &pass_##suffix<E, EtsTrend::additive_damped>}; \
  constexpr Table k##suffix{k##suffix##Of<EtsError::additive>, k##suffix##Of<EtsError::multiplicative>};

FOREPLAN_ETS_LANES(Baseline, , Two)
FOREPLAN_ETS_LANES(V3, FOREPLAN_TIER_V3, Four)
FOREPLAN_ETS_LANES(V4, FOREPLAN_TIER_V4, Eight)

constexpr std::array<const Table*, 3> kTables{&kBaseline, &kV3, &kV4};

}  // namespace

bool EtsLanes::serves(const EtsForm& form) noexcept { return !has_season(form) && !has_ratio_trend(form); }

std::size_t EtsLanes::directions(const EtsForm& form) noexcept { return directions_of(form.trend); }

EtsLanes::EtsLanes(const EtsForm& form, EtsPass& pass, std::span<const double> y, numeric::Tier tier)
    : form_(form),
      pass_(pass),
      directions_(directions(form)),
      kernel_((*kTables[static_cast<std::size_t>(tier)])[static_cast<std::size_t>(form.error)]
                                                        [static_cast<std::size_t>(form.trend)]),
      work_{.y = y, .floor = pass.least_squares(), .count = pass.observations()} {
  work_.level.fill(1);  // lanes that nobody uses divide by nothing that is 0
}

void EtsLanes::set(std::size_t lane, std::span<const double> point, std::span<const double> seeds) {
  const std::size_t level = directions_ - (has_trend(form_) ? 2 : 1);
  work_.alpha[lane] = point[kAlpha];
  work_.beta[lane] = point[kBeta];
  work_.phi[lane] = point[kPhi];
  work_.level[lane] = point[kLevel];
  work_.growth[lane] = point[kGrowth];
  work_.beta_by_alpha[lane] = seeds[kBeta * directions_];
  work_.beta_by_beta[lane] = seeds[kBeta * directions_ + 1];
  work_.level_step[lane] = seeds[kLevel * directions_ + level];
  if (has_trend(form_)) work_.growth_step[lane] = seeds[kGrowth * directions_ + level + 1];
}

void EtsLanes::evaluate(std::size_t count) {
  work_.lanes = count;
  work_.logs = {};
  kernel_(work_);
  const bool ratio = form_.error == EtsError::multiplicative;
  for (std::size_t k = 0; k < count; ++k) {
    double value = std::numeric_limits<double>::infinity();
    if (!ratio || work_.least[k] > 0) {
      if (work_.far[k] != 0) {
        const std::array<double, kSeasonals> point{work_.alpha[k], work_.beta[k],  0,
                                                   work_.phi[k],   work_.level[k], work_.growth[k]};
        value = pass_.value(point);
      } else {
        value = std::log(work_.squares[k]);
        if (ratio) value += 2 * (work_.logs[k] + std::log(work_.product[k])) / work_.count;
      }
    }
    values_[k] = std::isfinite(value) ? value : std::numeric_limits<double>::infinity();
  }
}

void EtsLanes::model(std::size_t lane, std::span<double> gradient, std::span<double> hessian) const {
  for (std::size_t j = 0; j < directions_; ++j) {
    gradient[j] = work_.gradient[j][lane];
    for (std::size_t k = 0; k <= j; ++k)
      hessian[j * directions_ + k] = hessian[k * directions_ + j] = work_.hessian[j * (j + 1) / 2 + k][lane];
  }
}

}  // namespace foreplan::inline v0::forecast
