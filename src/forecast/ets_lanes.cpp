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

using numeric::kWidth;
using numeric::load;
using numeric::MaskOf;
using numeric::replace;
using numeric::store;

constexpr std::size_t directions_of(EtsTrend trend) {
  return trend == EtsTrend::none ? 2 : trend == EtsTrend::additive ? 4 : 5;
}

/// A series under some lanes of a register.
template <class V>
struct Source {
  const double* y = nullptr;
  std::size_t size = 0;
  bool gaps = false;
  MaskOf<V> mask{};
};

/// The series under the lanes from `first` on, the shortest first; how many they are.
template <class V>
FOREPLAN_KERNEL_BODY std::size_t find_sources(const Work& w, std::size_t first, Source<V>* sources) {
  std::size_t count = 0;
  for (std::size_t k = 0; k < kWidth<V>; ++k) {
    const std::size_t lane = first + k < w.lanes ? first + k : first;  // lanes that nobody uses follow another
    const double* const y = w.y[lane].data();
    std::size_t i = 0;
    while (i < count && sources[i].y != y) ++i;
    if (i == count) {
      const std::size_t size = w.y[lane].size();
      for (i = count++; i > 0 && sources[i - 1].size > size; --i) sources[i] = sources[i - 1];
      sources[i] = {.y = y, .size = size, .gaps = w.gaps[lane]};
    }
    sources[i].mask[k] = -1;
  }
  return count;
}

/// Moves the logarithms of products that stand in a register to where they are summed up.
template <class V>
FOREPLAN_KERNEL_BODY void take_logarithms(V& logs, V& product) {
  for (std::size_t k = 0; k < kWidth<V>; ++k) {
    logs[k] += std::log(product[k]);
    product[k] = 1;
  }
}

/// The lanes from `first` on that a V holds, over `count` series, of which those with gaps stand alone. The forward
/// recursion is that of `EtsPass`; dl and db are the derivatives of level and growth along each direction, dq those of
/// the level expected. Where a series ends its lanes are stored; what becomes of them later is for nobody.
template <class V, EtsError E, EtsTrend T>
FOREPLAN_KERNEL_BODY void pass(Work& w, std::size_t first, const Source<V>* sources, std::size_t count) {
  constexpr bool kRatio = E == EtsError::multiplicative, kTrend = T != EtsTrend::none;
  constexpr bool kDamped = T == EtsTrend::additive_damped;
  constexpr std::size_t kD = directions_of(T), kA = 0, kB = 1, kP = 2, kL = kDamped ? 3 : kTrend ? 2 : 1, kG = kL + 1;
  V alpha, beta = {}, phi = {}, level, growth = {}, beta_by_alpha = {}, beta_by_beta = {};
  V dl[kD] = {}, db[kD] = {}, squares = {}, relative[kD] = {}, residuals[kD] = {};
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
  V product = one, logs = {}, least = one * std::numeric_limits<double>::infinity();
  numeric::Truth<V> truth;
  load(truth, w.conditions);
  MaskOf<V> far = {};
  V floor, observations;
  load(floor, w.floor, first);
  load(observations, w.count, first);
  std::size_t t = 0;
  for (std::size_t from = 0, to = 0; from < count; from = to) {
    const Source<V>& shortest = sources[from];
    MaskOf<V> mask = shortest.mask;
    for (to = from + 1; to < count && sources[to].size == shortest.size; ++to) mask |= sources[to].mask;
    for (; t < shortest.size; ++t) {
      const double first_y = shortest.y[t];
      V y = V{} + first_y;
      for (std::size_t i = from + 1; i < count; ++i) replace(y, sources[i].mask, V(V{} + sources[i].y[t]));
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
      if (first_y != first_y) {
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
          far |= product > 1e-150 ? truth.no : truth.yes;
          far |= product < 1e150 ? truth.no : truth.yes;
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
      if (kRatio && t % kLogarithmsEvery == kLogarithmsEvery - 1) take_logarithms(logs, product);
    }
    const V sum = squares + floor, by_square = one / sum, by_count = one / observations;
    store(w.squares, first, mask, sum);
    store(w.least, first, mask, least);
    store(w.logs, first, mask, logs);
    store(w.product, first, mask, product);
    store(w.far, first, mask, reinterpret_cast<V>(far & reinterpret_cast<MaskOf<V>>(one)));
    V mean[kD];
#pragma GCC unroll 8
    for (std::size_t j = 0; j < kD; ++j) {
      mean[j] = relative[j] * by_count;
      store<V>(w.gradient[j], first, mask, 2 * (mean[j] - residuals[j] * by_square));
#pragma GCC unroll 8
      for (std::size_t k = 0; k <= j; ++k) {
        const V cross = residuals[j] * mean[k] + mean[j] * residuals[k];
        store<V>(w.hessian[j * (j + 1) / 2 + k], first, mask,
                 2 * ((products[j * (j + 1) / 2 + k] - cross) * by_square + mean[j] * mean[k]));
      }
    }
  }
}

/// As many lanes at a time as a register of the tier has room for.
template <class V, EtsError E, EtsTrend T>
FOREPLAN_KERNEL_BODY void pass_body(Work& w) {
  Source<V> sources[kWidth<V>];
  for (std::size_t first = 0; first < w.lanes; first += kWidth<V>) {
    const std::size_t count = find_sources(w, first, sources);
    std::size_t begin = 0;
    while (begin < count) {
      std::size_t end = begin + 1;
      while (!sources[begin].gaps && end < count && !sources[end].gaps) ++end;
      pass<V, E, T>(w, first, sources + begin, end - begin);
      begin = end;
    }
  }
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

FOREPLAN_ETS_LANES(Baseline, , numeric::Two)
FOREPLAN_ETS_LANES(V3, FOREPLAN_TIER_V3, numeric::Four)
FOREPLAN_ETS_LANES(V4, FOREPLAN_TIER_V4, numeric::Eight)

constexpr std::array<const Table*, 3> kTables{&kBaseline, &kV3, &kV4};

}  // namespace

bool EtsLanes::serves(const EtsForm& form) noexcept { return !has_season(form) && !has_ratio_trend(form); }

std::size_t EtsLanes::directions(const EtsForm& form) noexcept { return directions_of(form.trend); }

EtsLanes::EtsLanes(const EtsForm& form, numeric::Tier tier)
    : form_(form),
      directions_(directions(form)),
      kernel_((*kTables[static_cast<std::size_t>(tier)])[static_cast<std::size_t>(form.error)]
                                                        [static_cast<std::size_t>(form.trend)]) {
  work_.level.fill(1);  // lanes that nobody uses divide by nothing that is 0
}

void EtsLanes::set(std::size_t lane, EtsPass& pass, std::span<const double> point, std::span<const double> seeds) {
  const std::size_t level = directions_ - (has_trend(form_) ? 2 : 1);
  passes_[lane] = &pass;
  work_.y[lane] = pass.data();
  work_.gaps[lane] = pass.observations() < static_cast<double>(pass.data().size());
  work_.floor[lane] = pass.least_squares();
  work_.count[lane] = pass.observations();
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
  kernel_(work_);
  const bool ratio = form_.error == EtsError::multiplicative;
  for (std::size_t k = 0; k < count; ++k) {
    double value = std::numeric_limits<double>::infinity();
    if (!ratio || work_.least[k] > 0) {
      if (work_.far[k] != 0) {
        const std::array<double, kSeasonals> point{work_.alpha[k], work_.beta[k],  0,
                                                   work_.phi[k],   work_.level[k], work_.growth[k]};
        value = passes_[k]->value(point);
      } else {
        value = std::log(work_.squares[k]);
        if (ratio) value += 2 * (work_.logs[k] + std::log(work_.product[k])) / work_.count[k];
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
