#pragma once
#include <foreplan/forecast/ets.hpp>

#include <cstddef>

/// The smoothing methods by their names: options of `fit_ets` whose point forecasts are theirs, with a likelihood and
/// intervals in addition.
///
///   fit_ets(sales, holt_winters(12));
///   auto options = holt();      // and whatever else is to be held or bounded:
///   options.alpha = 0.3;
///
/// Where Holt's beta* and Winters' gamma* smooth what the level has just become, ETS has beta = alpha beta* and
/// gamma = (1 - alpha) gamma* (Hyndman et al. 2008, section 2.4).
namespace foreplan::inline v0::forecast {

/// Simple exponential smoothing (Brown 1959): ETS(A,N,N).
[[nodiscard]] inline EtsOptions simple_smoothing() {
  return {.error = EtsError::additive, .trend = EtsTrend::none, .season = EtsSeason::none};
}

/// Holt's (1957) linear trend, ETS(A,A,N), or a damped one (Gardner & McKenzie 1985), ETS(A,Ad,N).
[[nodiscard]] inline EtsOptions holt(bool damped = false) {
  return {.error = EtsError::additive,
          .trend = damped ? EtsTrend::additive_damped : EtsTrend::additive,
          .season = EtsSeason::none};
}

/// Winters' (1960) seasons on Holt's trend: ETS(A,A,A), ETS(A,A,M), or with Ad.
/// @param season_length  [2, 100,000], or `fit_ets` refuses it.
/// @param season  additive or multiplicative, the latter for values > 0.
[[nodiscard]] inline EtsOptions holt_winters(std::size_t season_length, EtsSeason season = EtsSeason::additive,
                                             bool damped = false) {
  return {.season_length = season_length,
          .error = EtsError::additive,
          .trend = damped ? EtsTrend::additive_damped : EtsTrend::additive,
          .season = season};
}

}  // namespace foreplan::inline v0::forecast
