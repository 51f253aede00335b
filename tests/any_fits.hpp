#pragma once
#include <foreplan/forecast/any_fit.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "forecast/awkward_series.hpp"

/// Fits of every model, over what models are fitted to: gaps, seasons, transformations, origins.
namespace foreplan::testing {

inline std::vector<double> sales(std::size_t n, std::size_t m) {
  std::vector<double> y;
  for (std::size_t t = 0; t < n; ++t) {
    const double time = static_cast<double>(t);
    const double noise = static_cast<double>(t * 7919 % 31) / 31 - 0.5;
    y.push_back(100 + 0.7 * time + 12 * std::sin(6.283185307179586 * time / static_cast<double>(m)) + 6 * noise);
  }
  return y;
}

inline std::vector<double> with_gaps(std::vector<double> y) {
  for (std::size_t t = 4; t < y.size(); t += 13) y[t] = NAN;
  y.back() = NAN;
  return y;
}

inline std::vector<std::pair<std::string, forecast::AnyFit>> any_fits() {
  using namespace forecast;  // NOLINT: every model
  const std::vector<double> yearly = sales(24, 7), monthly = sales(50, 12), gaps = with_gaps(monthly);
  const std::vector<double> demand = {0, 0, 3, 0, 1, 0, 0, 0, 5, NAN, 0, 2, 0, 0, 0, 4, 0};
  const Series series{"sales, \"net\"", Period::month(2015, 11), Unit::money("VND", 9, PriceBasis::current()), gaps};
  const auto ets = [&](EtsError error, EtsTrend trend, EtsSeason season) {
    return fit_ets(monthly, {.season_length = 12, .error = error, .trend = trend, .season = season});
  };
  std::vector<std::pair<std::string, AnyFit>> all = {
      {"naive", fit_naive(gaps)},
      {"seasonal naive", fit_seasonal_naive(series, 12, {.transform = box_cox()})},
      {"drift", fit_drift(series, {.transform = log_transform()})},
      {"mean", fit_mean(gaps, {.transform = between(0, 1000)})},
      {"window", fit_window(series, 10, {.transform = above(-5)})},
      {"ETS chosen", fit_ets(series, {.season_length = 12})},
      {"ETS(A,N,N)", fit_ets(yearly, {.error = EtsError::additive, .trend = EtsTrend::none})},
      {"ETS(A,Ad,A)", ets(EtsError::additive, EtsTrend::additive_damped, EtsSeason::additive)},
      {"ETS(M,A,M)", ets(EtsError::multiplicative, EtsTrend::additive, EtsSeason::multiplicative)},
      {"ETS(M,Md,A)", ets(EtsError::multiplicative, EtsTrend::multiplicative_damped, EtsSeason::additive)},
      {"ETS of logarithms", fit_ets(gaps, {.season_length = 12, .transform = below(500)})},
      {"theta", fit_theta(series, {.season_length = 12})},
      {"standard theta", fit_theta(gaps, {.form = ThetaForm::standard})},
      {"dynamic theta", fit_theta(monthly, {.form = ThetaForm::dynamic, .transform = box_cox()})},
      {"theta less seasons",
       fit_theta(gaps, {.form = ThetaForm::optimised, .season_length = 12, .season = ThetaSeason::additive})},
      {"ARIMA(1,1,1)", fit_arima(yearly, {.order = {.p = 1, .d = 1, .q = 1}})},
      {"ARIMA(0,1,1)(0,1,1)",
       fit_arima(series, {.order = {0, 1, 1, 0, 1, 1}, .season_length = 12, .transform = log_transform()})},
      {"ARIMA with a mean", fit_arima(gaps, {.order = {.p = 2}})},
      {"ARIMA, conditional",
       fit_arima(yearly, {.order = {.p = 1, .d = 1, .q = 1}, .constant = true, .method = ArimaMethod::conditional})},
      {"CES", fit_ces(series, {.season_length = 12})},
      {"CES(none)", fit_ces(yearly, {.transform = log_transform()})},
      {"CES(simple)", fit_ces(gaps, {.season_length = 12, .season = CesSeason::simple})},
      {"CES(full)", fit_ces(monthly, {.season_length = 12, .season = CesSeason::full})},
      {"TBATS", fit_tbats(series, {.season_lengths = {12}, .ar = 1, .ma = 1, .harmonics = {2}})},
      {"TBATS without a season", fit_tbats(yearly, {.ar = 0, .ma = 0})},
      {"adjusted theta", fit_adjusted(series, {.season_lengths = {12}, .transform = box_cox()},
                                      [](std::span<const double> y) { return fit_theta(y); })},
      {"adjusted ARIMA",
       fit_adjusted(series, {.season_lengths = {12}},
                    [](std::span<const double> y) { return fit_arima(y, {.order = {.d = 1, .q = 1}}); })},
      {"intermittent, no demand", fit_intermittent(std::vector<double>{0, 0, 0})},
      {"adjusted", fit_adjusted(series, {.season_lengths = {4, 12}, .mstl = {.stl = {.robust = true}}})},
      {"adjusted, no season left", fit_adjusted(yearly, {.season_lengths = {52}, .transform = box_cox(0.5)})}};
  for (const auto method : {IntermittentMethod::croston, IntermittentMethod::sba, IntermittentMethod::tsb,
                            IntermittentMethod::adida, IntermittentMethod::imapa})
    all.emplace_back(to_string(method), fit_intermittent(demand, {.method = method}));
  std::size_t k = 0;
  for (const std::vector<double>& y : awkward_series()) {
    const std::string name = " of awkward series " + std::to_string(k++);
    all.emplace_back("drift" + name, fit_drift(y));
    all.emplace_back("seasonal naive" + name, fit_seasonal_naive(y, 3));
    all.emplace_back("mean" + name, fit_mean(y));
    all.emplace_back("ETS" + name, fit_ets(y, {.season_length = 3}));
    all.emplace_back("theta" + name, fit_theta(y, {.season_length = 3}));
    all.emplace_back("ARIMA" + name, fit_arima(y, {.order = {.p = 1, .d = 1, .q = 1}}));
    all.emplace_back("CES" + name, fit_ces(y, {.season_length = 3}));
    all.emplace_back("TBATS" + name, fit_tbats(y, {.season_lengths = {3}, .ar = 0, .ma = 0}));
    all.emplace_back("adjusted" + name, fit_adjusted(y, {.season_lengths = {3}}));
  }
  return all;
}

}  // namespace foreplan::testing
