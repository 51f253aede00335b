#include "forecast/ets_forms.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "forecast/ets_space.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::size_t kLongestAutomaticSeason = 24;

/// A form with fewer parameters, for a series that is too short.
EtsForm reduced(EtsForm form, std::size_t season_length, std::size_t observations, std::size_t values) {
  if (has_season(form) && values < 2 * season_length) form.season = EtsSeason::none;
  if (is_damped(form) && observations < 4)
    form.trend = form.trend == EtsTrend::additive_damped ? EtsTrend::additive : EtsTrend::multiplicative;
  if (has_trend(form) && observations < 3) form.trend = EtsTrend::none;
  return form;
}

}  // namespace

std::vector<EtsForm> forms_to_try(const EtsOptions& o, const ScaledData& data) {
  const bool additive_only = !(data.least > 0) || o.transform.kind != TransformKind::none || !o.regressors.empty();
  const std::size_t observations = data.observations - o.regressors.size();
  const bool seasons = o.season_length >= 2 && (o.season || o.season_length <= kLongestAutomaticSeason);
  std::vector<EtsForm> forms;
  for (const auto error : {EtsError::additive, EtsError::multiplicative})
    for (const auto trend : {EtsTrend::none, EtsTrend::additive, EtsTrend::additive_damped, EtsTrend::multiplicative,
                             EtsTrend::multiplicative_damped})
      for (const auto season : {EtsSeason::none, EtsSeason::additive, EtsSeason::multiplicative}) {
        const EtsForm form{error, trend, season};
        if ((o.error && error != *o.error) || (o.trend && trend != *o.trend) || (o.season && season != *o.season))
          continue;
        if (!o.trend && has_ratio_trend(form) && !o.multiplicative_trend) continue;
        if (has_season(form) && !seasons) continue;
        if (needs_positive(form) && additive_only) continue;
        const bool additive_error = error == EtsError::additive;
        const bool unstable = additive_error ? has_ratio_trend(form) || season == EtsSeason::multiplicative
                                             : has_ratio_trend(form) && season == EtsSeason::additive;
        const bool chosen = o.error && o.trend && o.season;
        if (unstable && o.stable_only && !chosen) continue;
        const EtsForm possible = reduced(form, o.season_length, observations, data.y.size());
        if (std::find(forms.begin(), forms.end(), possible) == forms.end()) forms.push_back(possible);
      }
  // What was asked for is unstable throughout: better that than nothing.
  if (forms.empty()) {
    EtsOptions open = o;
    open.stable_only = false;
    if (o.stable_only) return forms_to_try(open, data);
    detail::fail("forecast::fit_ets", "no form has the components asked for",
                 "error, trend and season that exclude each other");
  }
  return forms;
}

}  // namespace foreplan::inline v0::forecast
