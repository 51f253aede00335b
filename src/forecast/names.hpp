#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/forecast/any_fit.hpp>

#include <string_view>
#include <utility>

#include "text/names.hpp"

/// What documents of fits and options of models call the values of enumerations.
namespace foreplan::inline v0::text {

template <>
struct Names<Stop> {
  static constexpr std::pair<Stop, std::string_view> all[] = {
      {Stop::not_run, "not_run"},       {Stop::converged, "converged"},     {Stop::iteration_limit, "iteration_limit"},
      {Stop::time_limit, "time_limit"}, {Stop::no_progress, "no_progress"}, {Stop::singular, "singular"},
      {Stop::infeasible, "infeasible"}, {Stop::unbounded, "unbounded"},     {Stop::not_finite, "not_finite"}};
};
template <>
struct Names<forecast::TransformKind> {
  using K = forecast::TransformKind;
  static constexpr std::pair<K, std::string_view> all[] = {
      {K::none, "none"}, {K::box_cox, "box_cox"}, {K::bounded, "bounded"}};
};
template <>
struct Names<forecast::LambdaChoice> {
  using C = forecast::LambdaChoice;
  static constexpr std::pair<C, std::string_view> all[] = {{C::guerrero, "guerrero"}, {C::likelihood, "likelihood"}};
};
template <>
struct Names<forecast::EtsError> {
  using E = forecast::EtsError;
  static constexpr std::pair<E, std::string_view> all[] = {{E::additive, "additive"},
                                                           {E::multiplicative, "multiplicative"}};
};
template <>
struct Names<forecast::EtsTrend> {
  using T = forecast::EtsTrend;
  static constexpr std::pair<T, std::string_view> all[] = {{T::none, "none"},
                                                           {T::additive, "additive"},
                                                           {T::additive_damped, "additive_damped"},
                                                           {T::multiplicative, "multiplicative"},
                                                           {T::multiplicative_damped, "multiplicative_damped"}};
};
template <>
struct Names<forecast::EtsSeason> {
  using S = forecast::EtsSeason;
  static constexpr std::pair<S, std::string_view> all[] = {
      {S::none, "none"}, {S::additive, "additive"}, {S::multiplicative, "multiplicative"}};
};
template <>
struct Names<forecast::ThetaForm> {
  using F = forecast::ThetaForm;
  static constexpr std::pair<F, std::string_view> all[] = {{F::standard, "standard"},
                                                           {F::optimised, "optimised"},
                                                           {F::dynamic, "dynamic"},
                                                           {F::dynamic_optimised, "dynamic_optimised"}};
};
template <>
struct Names<forecast::ThetaSeason> {
  using S = forecast::ThetaSeason;
  static constexpr std::pair<S, std::string_view> all[] = {
      {S::none, "none"}, {S::additive, "additive"}, {S::multiplicative, "multiplicative"}};
};
template <>
struct Names<forecast::ArimaMethod> {
  using M = forecast::ArimaMethod;
  static constexpr std::pair<M, std::string_view> all[] = {{M::exact, "exact"}, {M::conditional, "conditional"}};
};
template <>
struct Names<forecast::IntermittentMethod> {
  using M = forecast::IntermittentMethod;
  static constexpr std::pair<M, std::string_view> all[] = {
      {M::croston, "croston"}, {M::sba, "sba"}, {M::tsb, "tsb"}, {M::adida, "adida"}, {M::imapa, "imapa"}};
};
template <>
struct Names<forecast::DemandClass> {
  using D = forecast::DemandClass;
  static constexpr std::pair<D, std::string_view> all[] = {{D::none, "none"},
                                                           {D::smooth, "smooth"},
                                                           {D::intermittent, "intermittent"},
                                                           {D::erratic, "erratic"},
                                                           {D::lumpy, "lumpy"}};
};
template <>
struct Names<forecast::CesSeason> {
  using S = forecast::CesSeason;
  static constexpr std::pair<S, std::string_view> all[] = {
      {S::none, "none"}, {S::simple, "simple"}, {S::partial, "partial"}, {S::full, "full"}};
};
template <>
struct Names<forecast::DecompositionForm> {
  using F = forecast::DecompositionForm;
  static constexpr std::pair<F, std::string_view> all[] = {{F::additive, "additive"},
                                                           {F::multiplicative, "multiplicative"}};
};

}  // namespace foreplan::inline v0::text
