#include "forecast/ets_tangent.hpp"

#include <algorithm>
#include <array>

#include "forecast/ets_space.hpp"

namespace foreplan::inline v0::forecast {
namespace {

using Work = EtsTangents::Work;

/// Directions are stored in rows of a multiple of eight.
constexpr std::size_t kLanes = 8;

/// As many directions side by side as a register of the tier has room for; wider vectors go through memory.
using Two = double __attribute__((vector_size(16)));
using Four = double __attribute__((vector_size(32)));
using Eight = double __attribute__((vector_size(64)));
template <class V>
constexpr std::size_t kWidth = sizeof(V) / sizeof(double);

template <class V>
FOREPLAN_KERNEL_BODY void load(V& to, const double* from) {
  __builtin_memcpy(&to, from, sizeof to);
}
template <class V>
FOREPLAN_KERNEL_BODY void store(double* to, const V& from) {
  __builtin_memcpy(to, &from, sizeof from);
}

/// Directions from `first` on through all periods: the equations of `EtsStep`.
template <class V, bool kTrend, bool kSeason>
FOREPLAN_KERNEL_BODY void tangents(const Work& w, std::size_t first) {
  double* const seeds = w.seeds + first;
  V d_alpha, d_beta, d_gamma, d_phi, d_level, d_growth, relative = {}, residuals = {};
  load(d_alpha, seeds + kAlpha * w.lanes);
  load(d_beta, seeds + kBeta * w.lanes);
  load(d_gamma, seeds + kGamma * w.lanes);
  load(d_phi, seeds + kPhi * w.lanes);
  load(d_level, seeds + kLevel * w.lanes);
  load(d_growth, seeds + kGrowth * w.lanes);
  std::size_t season = 0;
  for (std::size_t t = 0; t < w.n; ++t) {
    const EtsStep& c = w.steps[t];
    V expected = d_level;
    if constexpr (kTrend) {
      const V carried = c.growth * d_growth + c.power * d_phi;
      expected = c.level * d_level + c.carried * carried;
      d_growth = carried + (c.growth_l * d_level + c.growth_beta * d_beta) + c.growth_q * expected;
    }
    d_level = c.level_q * expected + c.level_alpha * d_alpha;
    V error = c.error_q * expected;
    relative += c.log_q * expected;
    if constexpr (kSeason) {
      V s;
      double* const place = seeds + (kSeasonals + season) * w.lanes;
      load(s, place);
      if constexpr (kTrend) d_growth += c.growth_s * s;
      d_level += c.level_s * s;
      error += c.error_s * s;
      relative += c.log_s * s;
      store(place, c.season_s * s + (c.season_q * expected + c.season_gamma * d_gamma));
      if (++season == w.seasons) season = 0;
    }
    store(w.errors + t * w.lanes + first, error);
    residuals += c.residual * error;
  }
  store(w.relative + first, relative);
  store(w.residuals + first, residuals);
}

/// The last directions, whose derivatives are known.
FOREPLAN_KERNEL_BODY void put_given(const Work& w) {
  std::size_t direction = w.directions - w.given->size();
  for (const std::vector<double>& errors : *w.given) {
    double sum = 0;
    for (std::size_t t = 0; t < w.n; ++t) {
      w.errors[t * w.lanes + direction] = errors[t];
      sum += w.steps[t].residual * errors[t];
    }
    w.residuals[direction++] = sum;
  }
}

/// Products of the first kRows of eight directions from `row` on with all before them and with all eight.
template <class V, std::size_t kRows>
FOREPLAN_KERNEL_BODY void products(const Work& w, std::size_t row) {
  for (std::size_t column = 0; column < row + kLanes; column += kWidth<V>) {
    V sum[kRows] = {}, right;
    for (std::size_t t = 0; t < w.n; ++t) {
      const double* const errors = w.errors + t * w.lanes;
      load(right, errors + column);
      for (std::size_t k = 0; k < kRows; ++k) sum[k] += errors[row + k] * right;
    }
    for (std::size_t k = 0; k < kRows; ++k) store(w.products + (row + k) * w.lanes + column, sum[k]);
  }
}

template <class V, bool kTrend, bool kSeason>
FOREPLAN_KERNEL_BODY void work_body(const Work& w) {
  for (std::size_t first = 0; first < w.lanes; first += kWidth<V>) tangents<V, kTrend, kSeason>(w, first);
  if (w.given != nullptr) put_given(w);
  for (std::size_t row = 0; row < w.directions; row += kLanes) {
    const std::size_t rows = w.directions - row;
    if (rows <= 2)
      products<V, 2>(w, row);
    else if (rows <= 5)
      products<V, 5>(w, row);
    else
      products<V, kLanes>(w, row);
  }
}

using Kernel = void (*)(const Work&);
/// By tier, then by trend and season.
using Table = std::array<Kernel, 4>;

#define FOREPLAN_ETS_TANGENTS(suffix, target, V)                                                                    \
  template <bool kTrend, bool kSeason>                                                                              \
  target void work_##suffix(const Work& w) {                                                                        \
    work_body<V, kTrend, kSeason>(w);                                                                               \
  }                                                                                                                 \
  constexpr Table k##suffix{&work_##suffix<false, false>, &work_##suffix<false, true>, &work_##suffix<true, false>, \
                            &work_##suffix<true, true>};

FOREPLAN_ETS_TANGENTS(Baseline, , Two)
FOREPLAN_ETS_TANGENTS(V3, FOREPLAN_TIER_V3, Four)
FOREPLAN_ETS_TANGENTS(V4, FOREPLAN_TIER_V4, Eight)

constexpr std::array<const Table*, 3> kTables{&kBaseline, &kV3, &kV4};

}  // namespace

EtsTangents::EtsTangents(const EtsForm& form, std::size_t seasons, std::size_t directions, std::size_t n,
                         numeric::Tier tier)
    : trend_(has_trend(form)),
      seasonal_(has_season(form)),
      seasons_(seasons),
      directions_(directions),
      lanes_((directions + kLanes - 1) / kLanes * kLanes),
      n_(n),
      tier_(tier),
      steps_(n),
      seeds_((kSeasonals + seasons) * lanes_),
      moving_(seeds_.size()),
      errors_(n * lanes_),
      sums_((lanes_ + 2) * lanes_) {}

void EtsTangents::model(EtsPass& pass, std::span<double> gradient, std::span<double> hessian) {
  const double squares = pass.linearise(steps_), count = pass.observations();
  std::copy(seeds_.begin(), seeds_.end(), moving_.begin());
  double *const relative = sums_.data(), *const residuals = relative + lanes_, *const products = residuals + lanes_;
  const Work work{.n = n_,
                  .seasons = seasons_,
                  .lanes = lanes_,
                  .directions = directions_,
                  .steps = steps_.data(),
                  .given = given_,
                  .seeds = moving_.data(),
                  .errors = errors_.data(),
                  .relative = relative,
                  .residuals = residuals,
                  .products = products};
  (*kTables[static_cast<std::size_t>(tier_)])[(trend_ ? 2 : 0) + (seasonal_ ? 1 : 0)](work);
  for (std::size_t j = 0; j < directions_; ++j) relative[j] /= count;
  for (std::size_t j = 0; j < directions_; ++j) {
    gradient[j] = 2 * (residuals[j] / squares + relative[j]);
    for (std::size_t k = 0; k <= j; ++k)
      hessian[j * directions_ + k] = hessian[k * directions_ + j] =
          2 * ((products[j * lanes_ + k] + residuals[j] * relative[k] + relative[j] * residuals[k]) / squares +
               relative[j] * relative[k]);
  }
}

}  // namespace foreplan::inline v0::forecast
