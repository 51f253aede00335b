#pragma once
#include <foreplan/forecast/auto_arima.hpp>
#include <foreplan/growth/curve_fit.hpp>
#include <foreplan/stats/var.hpp>
#include <foreplan/structure/share_trends.hpp>

#include <string_view>
#include <utility>

#include "forecast/names.hpp"
#include "text/names.hpp"

/// What options call the values of enumerations that no document of a fit has.
namespace foreplan::inline v0::text {

template <>
struct Names<forecast::Criterion> {
  using C = forecast::Criterion;
  static constexpr std::pair<C, std::string_view> all[] = {{C::aicc, "aicc"}, {C::aic, "aic"}, {C::bic, "bic"}};
};
template <>
struct Names<forecast::EtsBounds> {
  using B = forecast::EtsBounds;
  static constexpr std::pair<B, std::string_view> all[] = {
      {B::usual, "usual"}, {B::admissible, "admissible"}, {B::both, "both"}};
};
template <>
struct Names<forecast::CesBounds> {
  using B = forecast::CesBounds;
  static constexpr std::pair<B, std::string_view> all[] = {{B::admissible, "admissible"}, {B::practical, "practical"}};
};
template <>
struct Names<forecast::CesInitial> {
  using I = forecast::CesInitial;
  static constexpr std::pair<I, std::string_view> all[] = {{I::backcast, "backcast"}, {I::estimated, "estimated"}};
};
template <>
struct Names<forecast::ArimaSearch> {
  using S = forecast::ArimaSearch;
  static constexpr std::pair<S, std::string_view> all[] = {{S::stepwise, "stepwise"}, {S::exhaustive, "exhaustive"}};
};
template <>
struct Names<stats::UnitRootTest> {
  using T = stats::UnitRootTest;
  static constexpr std::pair<T, std::string_view> all[] = {
      {T::kpss, "kpss"}, {T::adf, "adf"}, {T::phillips_perron, "phillips_perron"}};
};
template <>
struct Names<stats::SeasonalTest> {
  using T = stats::SeasonalTest;
  static constexpr std::pair<T, std::string_view> all[] = {{T::strength, "strength"}, {T::ocsb, "ocsb"}};
};
template <>
struct Names<stats::VarTerms> {
  using T = stats::VarTerms;
  static constexpr std::pair<T, std::string_view> all[] = {
      {T::none, "none"}, {T::constant, "constant"}, {T::constant_and_trend, "constant_and_trend"}};
};
template <>
struct Names<stats::LagCriterion> {
  using C = stats::LagCriterion;
  static constexpr std::pair<C, std::string_view> all[] = {{C::aic, "aic"}, {C::bic, "bic"}, {C::hq, "hq"}};
};
template <>
struct Names<growth::CurveErrors> {
  using E = growth::CurveErrors;
  static constexpr std::pair<E, std::string_view> all[] = {
      {E::homoscedastic, "homoscedastic"}, {E::proportional, "proportional"}, {E::ar1, "ar1"}};
};
template <>
struct Names<growth::CurveLoss> {
  using L = growth::CurveLoss;
  static constexpr std::pair<L, std::string_view> all[] = {
      {L::squares, "squares"}, {L::huber, "huber"}, {L::bisquare, "bisquare"}};
};
template <>
struct Names<structure::ShareSpace> {
  using S = structure::ShareSpace;
  static constexpr std::pair<S, std::string_view> all[] = {
      {S::alr, "alr"}, {S::clr, "clr"}, {S::ilr, "ilr"}, {S::logit, "logit"}};
};
template <>
struct Names<structure::ShareTrend> {
  using T = structure::ShareTrend;
  static constexpr std::pair<T, std::string_view> all[] = {{T::linear, "linear"},
                                                           {T::random_walk, "random_walk"},
                                                           {T::random_walk_with_drift, "random_walk_with_drift"},
                                                           {T::vector_autoregression, "vector_autoregression"}};
};
template <>
struct Names<structure::ZeroPolicy> {
  using P = structure::ZeroPolicy;
  static constexpr std::pair<P, std::string_view> all[] = {
      {P::refuse, "refuse"}, {P::keep, "keep"}, {P::multiplicative, "multiplicative"}, {P::additive, "additive"}};
};

}  // namespace foreplan::inline v0::text
