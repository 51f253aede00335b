#pragma once
#include <foreplan/plan/plan.hpp>

#include "io/names.hpp"

/// What plan documents call the values of enumerations.
namespace foreplan::inline v0::text {

template <>
struct Names<plan::Concept> {
  static constexpr std::pair<plan::Concept, std::string_view> all[] = {{plan::Concept::other, "other"},
                                                                       {plan::Concept::gross_output, "gross_output"},
                                                                       {plan::Concept::value_added, "value_added"}};
};
template <>
struct Names<plan::StatementKind> {
  using K = plan::StatementKind;
  static constexpr std::pair<K, std::string_view> all[] = {{K::level, "level"},
                                                           {K::growth, "growth"},
                                                           {K::share, "share"},
                                                           {K::contribution, "contribution"},
                                                           {K::conversion, "conversion"}};
};
template <>
struct Names<plan::Role> {
  static constexpr std::pair<plan::Role, std::string_view> all[] = {
      {plan::Role::observation, "observation"}, {plan::Role::target, "target"}, {plan::Role::assumption, "assumption"}};
};
template <>
struct Names<plan::Bound> {
  using B = plan::Bound;
  static constexpr std::pair<B, std::string_view> all[] = {{B::exactly, "exactly"},
                                                           {B::at_least, "at_least"},
                                                           {B::at_most, "at_most"},
                                                           {B::about, "about"},
                                                           {B::between, "between"}};
};
template <>
struct Names<plan::QuantityKind> {
  using Q = plan::QuantityKind;
  static constexpr std::pair<Q, std::string_view> all[] = {
      {Q::growth, "growth"},
      {Q::capital_per_output_increment, "capital_per_output_increment"},
      {Q::growth_from_contribution, "growth_from_contribution"}};
};
template <>
struct Names<plan::YieldDistribution> {
  using Y = plan::YieldDistribution;
  static constexpr std::pair<Y, std::string_view> all[] = {{Y::lognormal, "lognormal"}, {Y::normal, "normal"}};
};

}  // namespace foreplan::inline v0::text
