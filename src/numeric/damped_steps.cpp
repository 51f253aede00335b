#include "numeric/damped_steps.hpp"

#include <cstdint>
#include <limits>

namespace foreplan::inline v0::numeric {
namespace {

using Work = DampedSteps::Work;
using Kernel = DampedSteps::Kernel;

constexpr std::size_t at(std::size_t j, std::size_t k) { return j >= k ? j * (j + 1) / 2 + k : k * (k + 1) / 2 + j; }

template <class V>
FOREPLAN_KERNEL_BODY bool any(const MaskOf<V>& mask) {
  std::int64_t bits[kWidth<V>], all = 0;
  __builtin_memcpy(bits, &mask, sizeof mask);
  for (const std::int64_t lane : bits) all |= lane;
  return all != 0;
}

template <class V>
FOREPLAN_KERNEL_BODY void take_size(V& x) {
  x = x < 0 ? -x : x;
}

/// right = -(H + damping diag H)^-1 rest over the variables that are free, 0 for others: Cholesky's factors with unit
/// diagonal. The rows of others are 0, which leaves the sums that `DampedStep` makes without them as they are.
template <class V, std::size_t N>
FOREPLAN_KERNEL_BODY void solve_free(const V* h, const V* rest, const MaskOf<V>* free, const V& damping, V* right) {
  const V zero = {}, one = zero + 1, grown = 1 + damping;
  V l[N * (N + 1) / 2];
#pragma GCC unroll 8
  for (std::size_t i = 0; i < N; ++i) {
#pragma GCC unroll 8
    for (std::size_t j = 0; j < i; ++j) {
      V sum = h[at(i, j)];
#pragma GCC unroll 8
      for (std::size_t k = 0; k < j; ++k) sum -= l[at(i, k)] * l[at(j, k)];
      l[at(i, j)] = zero;
      replace(l[at(i, j)], free[i] & free[j], sum);  // L_ij D_j until D_i is known
    }
    const V diagonal = h[at(i, i)] * grown, least = 4 * std::numeric_limits<double>::epsilon() * diagonal;
    V pivot = diagonal, sum = -rest[i];
#pragma GCC unroll 8
    for (std::size_t k = 0; k < i; ++k) {
      const V scaled = l[at(i, k)] * l[at(k, k)];  // the diagonal holds 1 / D
      pivot -= scaled * l[at(i, k)];
      l[at(i, k)] = scaled;
      sum -= scaled * right[k];
    }
    pivot = pivot < least ? least : pivot;
    l[at(i, i)] = one;
    replace(l[at(i, i)], free[i], V(one / pivot));
    right[i] = zero;
    replace(right[i], free[i], sum);
  }
#pragma GCC unroll 8
  for (std::size_t before = 0; before < N; ++before) {
    const std::size_t i = N - 1 - before;
    V sum = right[i] * l[at(i, i)];
#pragma GCC unroll 8
    for (std::size_t k = i + 1; k < N; ++k) sum -= l[at(k, i)] * right[k];
    right[i] = zero;
    replace(right[i], free[i], sum);
  }
}

/// The lanes from `first` on that a V holds.
template <class V, std::size_t N>
FOREPLAN_KERNEL_BODY void find_steps(Work& w, std::size_t first) {
  const V zero = {}, one = zero + 1;
  Truth<V> truth;
  load(truth, w.conditions);
  V h[N * (N + 1) / 2], gradient[N], x[N], lower[N], upper[N], rest[N], right[N], step[N], damping;
  MaskOf<V> free[N];
  load(damping, w.damping, first);
#pragma GCC unroll 16
  for (std::size_t j = 0; j < N * (N + 1) / 2; ++j) load(h[j], w.hessian[j], first);
#pragma GCC unroll 8
  for (std::size_t j = 0; j < N; ++j) {
    load(gradient[j], w.gradient[j], first);
    load(x[j], w.x[j], first);
    load(lower[j], w.lower[j], first);
    load(upper[j], w.upper[j], first);
    rest[j] = gradient[j];
    step[j] = zero;
    const auto low = x[j] <= lower[j] ? truth.yes : truth.no, down = gradient[j] >= 0 ? truth.yes : truth.no;
    const auto high = x[j] >= upper[j] ? truth.yes : truth.no, up = gradient[j] <= 0 ? truth.yes : truth.no;
    const auto wide = lower[j] < upper[j] ? truth.yes : truth.no, curved = h[at(j, j)] > 0 ? truth.yes : truth.no;
    free[j] = wide & curved & ~((low & down) | (high & up));
  }
  for (;;) {  // lanes that meet no bound any more find the same again
    solve_free<V, N>(h, rest, free, damping, right);
    V room[N];
    MaskOf<V> over[N], beyond = {};
#pragma GCC unroll 8
    for (std::size_t j = 0; j < N; ++j) {
      room[j] = (right[j] > 0 ? upper[j] : lower[j]) - x[j];
      V size = right[j], way = room[j];
      take_size(size);
      take_size(way);
      over[j] = free[j] & (size > way ? truth.yes : truth.no);
      beyond |= over[j];
    }
    if (!any<V>(beyond)) break;
    V least = one;
    MaskOf<V> met[N], some = {};
#pragma GCC unroll 8
    for (std::size_t j = 0; j < N; ++j) {  // the last that is nearer than those before is the nearest
      V part = room[j] / right[j];
      take_size(part);
      met[j] = over[j] & (part < least ? truth.yes : truth.no);
      replace(least, met[j], part);
#pragma GCC unroll 8
      for (std::size_t k = 0; k < j; ++k) met[k] &= ~met[j];
      some |= met[j];
    }
    if (!any<V>(some)) break;
#pragma GCC unroll 8
    for (std::size_t j = 0; j < N; ++j) {
      replace(step[j], met[j], room[j]);
      free[j] &= ~met[j];
#pragma GCC unroll 8
      for (std::size_t k = 0; k < N; ++k) replace(rest[k], met[j], V(rest[k] + h[at(k, j)] * room[j]));
    }
  }
  V promised = zero;
#pragma GCC unroll 8
  for (std::size_t j = 0; j < N; ++j) replace(step[j], free[j], right[j]);
#pragma GCC unroll 8
  for (std::size_t j = 0; j < N; ++j) {
    V product = zero;
#pragma GCC unroll 8
    for (std::size_t k = 0; k < N; ++k) product += h[at(j, k)] * step[k];
    promised = step[j] != 0 ? promised - step[j] * (gradient[j] + product / 2) : promised;
    store(w.step[j], first, step[j]);
  }
  store(w.promised, first, promised);
}

#define FOREPLAN_DAMPED_STEPS(suffix, target, V)                                                 \
  template <std::size_t N>                                                                       \
  target void find_##suffix(Work& w) {                                                           \
    for (std::size_t first = 0; first < w.lanes; first += kWidth<V>) find_steps<V, N>(w, first); \
  }                                                                                              \
  constexpr std::array<Kernel, DampedSteps::kMostVariables> k##suffix{                           \
      &find_##suffix<1>, &find_##suffix<2>, &find_##suffix<3>, &find_##suffix<4>, &find_##suffix<5>};

FOREPLAN_DAMPED_STEPS(Baseline, , Two)
FOREPLAN_DAMPED_STEPS(V3, FOREPLAN_TIER_V3, Four)
FOREPLAN_DAMPED_STEPS(V4, FOREPLAN_TIER_V4, Eight)

constexpr std::array<const std::array<Kernel, DampedSteps::kMostVariables>*, 3> kTables{&kBaseline, &kV3, &kV4};

}  // namespace

DampedSteps::DampedSteps(std::size_t n, Tier tier)
    : n_(n), kernel_((*kTables[static_cast<std::size_t>(tier)])[n - 1]) {}

void DampedSteps::set(std::size_t lane, std::span<const double> hessian, std::span<const double> gradient,
                      double damping, std::span<const double> x, std::span<const double> lower,
                      std::span<const double> upper) {
  work_.damping[lane] = damping;
  for (std::size_t j = 0; j < n_; ++j) {
    work_.gradient[j][lane] = gradient[j];
    work_.x[j][lane] = x[j];
    work_.lower[j][lane] = lower[j];
    work_.upper[j][lane] = upper[j];
    for (std::size_t k = 0; k <= j; ++k) work_.hessian[at(j, k)][lane] = hessian[j * n_ + k];
  }
}

void DampedSteps::solve(std::size_t count) {
  work_.lanes = count;
  kernel_(work_);
}

}  // namespace foreplan::inline v0::numeric
