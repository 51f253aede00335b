#include "forecast/ets_tangent.hpp"

#include <algorithm>
#include <array>

#include "forecast/ets_space.hpp"

namespace foreplan::inline v0::forecast {
namespace {

using Work = EtsTangents::Work;

constexpr std::size_t kLanes = 8;
using Lanes = double __attribute__((vector_size(kLanes * sizeof(double))));

FOREPLAN_KERNEL_BODY void load(Lanes& to, const double* from) { __builtin_memcpy(&to, from, sizeof to); }
FOREPLAN_KERNEL_BODY void store(double* to, const Lanes& from) { __builtin_memcpy(to, &from, sizeof from); }

/// Eight directions through all periods: the equations of `EtsStep`.
template <bool kTrend, bool kSeason>
FOREPLAN_KERNEL_BODY void tangents(const Work& w, std::size_t first) {
  double* const seeds = w.seeds + first;
  Lanes d_alpha, d_beta, d_gamma, d_phi, d_level, d_growth, relative = {}, residuals = {};
  load(d_alpha, seeds + kAlpha * w.lanes);
  load(d_beta, seeds + kBeta * w.lanes);
  load(d_gamma, seeds + kGamma * w.lanes);
  load(d_phi, seeds + kPhi * w.lanes);
  load(d_level, seeds + kLevel * w.lanes);
  load(d_growth, seeds + kGrowth * w.lanes);
  std::size_t season = 0;
  for (std::size_t t = 0; t < w.n; ++t) {
    const EtsStep& c = w.steps[t];
    Lanes carried = {}, expected = d_level, s = {};
    if constexpr (kTrend) {
      carried = c.growth * d_growth + c.power * d_phi;
      expected = c.level * d_level + c.carried * carried;
    }
    Lanes forecast = expected, innovation;
    if constexpr (kSeason) {
      load(s, seeds + (kSeasonals + season) * w.lanes);
      forecast = c.expected * expected + c.seasonal * s;
      innovation = c.by_forecast * forecast + c.by_seasonal * s;
    } else {
      innovation = c.by_forecast * forecast;
    }
    const Lanes error = c.error * forecast;
    store(w.errors + t * w.lanes + first, error);
    relative += c.relative * forecast;
    residuals += c.residual * error;
    if constexpr (kTrend)
      d_growth = carried + c.slope * innovation + (c.slope_level * d_level + c.slope_innovation * d_beta);
    d_level = expected + w.alpha * innovation + c.innovation * d_alpha;
    if constexpr (kSeason) {
      s += c.season_forecast * forecast + (c.season_expected * expected + c.season_innovation * d_gamma);
      store(seeds + (kSeasonals + season) * w.lanes, s);
      if (++season == w.seasons) season = 0;
    }
  }
  store(w.relative + first, relative);
  store(w.residuals + first, residuals);
}

FOREPLAN_KERNEL_BODY void products(const Work& w) {
  for (std::size_t row = 0; row < w.lanes; row += kLanes)
    for (std::size_t column = 0; column <= row; column += kLanes) {
      Lanes sum[kLanes] = {}, right;
      for (std::size_t t = 0; t < w.n; ++t) {
        const double* const errors = w.errors + t * w.lanes;
        load(right, errors + column);
        for (std::size_t k = 0; k < kLanes; ++k) sum[k] += errors[row + k] * right;
      }
      for (std::size_t k = 0; k < kLanes; ++k) store(w.products + (row + k) * w.lanes + column, sum[k]);
    }
}

template <bool kTrend, bool kSeason>
FOREPLAN_KERNEL_BODY void work_body(const Work& w) {
  for (std::size_t first = 0; first < w.lanes; first += kLanes) tangents<kTrend, kSeason>(w, first);
  products(w);
}

using Kernel = void (*)(const Work&);
/// By tier, then by trend and season.
using Table = std::array<Kernel, 4>;

#define FOREPLAN_ETS_TANGENTS(suffix, target)                                                                       \
  template <bool kTrend, bool kSeason>                                                                              \
  target void work_##suffix(const Work& w) {                                                                        \
    work_body<kTrend, kSeason>(w);                                                                                  \
  }                                                                                                                 \
  constexpr Table k##suffix{&work_##suffix<false, false>, &work_##suffix<false, true>, &work_##suffix<true, false>, \
                            &work_##suffix<true, true>};

FOREPLAN_ETS_TANGENTS(Baseline, )
FOREPLAN_ETS_TANGENTS(V3, FOREPLAN_TIER_V3)
FOREPLAN_ETS_TANGENTS(V4, FOREPLAN_TIER_V4)

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

void EtsTangents::model(EtsPass& pass, double alpha, std::span<double> gradient, std::span<double> hessian) {
  const double squares = pass.linearise(steps_), count = pass.observations();
  std::copy(seeds_.begin(), seeds_.end(), moving_.begin());
  double *const relative = sums_.data(), *const residuals = relative + lanes_, *const products = residuals + lanes_;
  const Work work{.n = n_,
                  .seasons = seasons_,
                  .lanes = lanes_,
                  .alpha = alpha,
                  .steps = steps_.data(),
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
