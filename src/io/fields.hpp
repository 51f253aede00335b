#pragma once
#include <foreplan/plan/plan.hpp>

#include <string_view>
#include <utility>
#include <vector>

/// One list of fields for every type that stands in a plan document: the reader and the writer both follow it.
/// A visitor is called as visit(key, member) or, where the key must be given, visit.required(key, member).
namespace foreplan::inline v0::io::internal {

/// The names that an enumeration has in documents.
template <class E>
struct Names;
template <>
struct Names<plan::Concept> {
  static constexpr std::pair<plan::Concept, std::string_view> all[] = {
      {plan::Concept::other, "other"}, {plan::Concept::gross_output, "gross_output"}, {plan::Concept::value_added, "value_added"}};
};
template <>
struct Names<plan::StatementKind> {
  using K = plan::StatementKind;
  static constexpr std::pair<K, std::string_view> all[] = {
      {K::level, "level"}, {K::growth, "growth"}, {K::share, "share"}, {K::contribution, "contribution"}, {K::conversion, "conversion"}};
};
template <>
struct Names<plan::Role> {
  static constexpr std::pair<plan::Role, std::string_view> all[] = {
      {plan::Role::observation, "observation"}, {plan::Role::target, "target"}, {plan::Role::assumption, "assumption"}};
};
template <>
struct Names<plan::Bound> {
  using B = plan::Bound;
  static constexpr std::pair<B, std::string_view> all[] = {
      {B::exactly, "exactly"}, {B::at_least, "at_least"}, {B::at_most, "at_most"}, {B::about, "about"}, {B::between, "between"}};
};
template <>
struct Names<plan::QuantityKind> {
  using Q = plan::QuantityKind;
  static constexpr std::pair<Q, std::string_view> all[] = {{Q::growth, "growth"},
                                                           {Q::capital_per_output_increment, "capital_per_output_increment"},
                                                           {Q::growth_from_contribution, "growth_from_contribution"}};
};
template <>
struct Names<Valuation> {
  static constexpr std::pair<Valuation, std::string_view> all[] = {{Valuation::unspecified, "unspecified"},
                                                                   {Valuation::basic, "basic"},
                                                                   {Valuation::producer, "producer"},
                                                                   {Valuation::purchaser, "purchaser"}};
};
template <>
struct Names<plan::YieldDistribution> {
  using Y = plan::YieldDistribution;
  static constexpr std::pair<Y, std::string_view> all[] = {{Y::lognormal, "lognormal"}, {Y::normal, "normal"}};
};
template <>
struct Names<scenario::ChangeKind> {
  using C = scenario::ChangeKind;
  static constexpr std::pair<C, std::string_view> all[] = {
      {C::override_values, "override_values"}, {C::growth_path, "growth_path"}, {C::shift, "shift"}};
};

/// A scenario in a document: its data are the projection's base levels.
struct ScenarioDocument {
  std::string name{};
  std::vector<scenario::Layer> layers{};

  bool operator==(const ScenarioDocument&) const = default;
};
/// The plan as its document holds it.
struct PlanDocument {
  plan::Plan plan{};
  std::vector<ScenarioDocument> scenarios{};
};

template <class V>
void fields(V& visit, plan::Label& x) { visit("en", x.en), visit("vi", x.vi); }
template <class V>
void fields(V& visit, Unit& x) {
  visit("name", x.name), visit("scale_power", x.scale_power), visit("price_basis", x.price_basis), visit("valuation", x.valuation);
}
template <class V>
void fields(V& visit, plan::Indicator& x) {
  visit.required("id", x.id), visit.required("name", x.name), visit("unit", x.unit), visit("measures", x.measures);
}
template <class V>
void fields(V& visit, plan::Statement& x) {
  visit.required("id", x.id), visit.required("kind", x.kind), visit("role", x.role), visit.required("indicator", x.indicator);
  visit("of", x.of), visit.required("period", x.period), visit("bound", x.bound), visit.required("value", x.value);
  visit("upper", x.upper), visit("price_basis", x.price_basis), visit("to_price_basis", x.to_price_basis);
  visit("text", x.text), visit("source", x.source);
}
template <class V>
void fields(V& visit, plan::Identity& x) {
  visit.required("id", x.id), visit.required("total", x.total), visit.required("parts", x.parts), visit("text", x.text), visit("source", x.source);
}
template <class V>
void fields(V& visit, plan::Quantity& x) {
  visit.required("id", x.id), visit.required("kind", x.kind), visit.required("indicator", x.indicator), visit("of", x.of);
  visit.required("period", x.period), visit.required("given", x.given), visit("caveat", x.caveat);
}
template <class V>
void fields(V& visit, scenario::Change& x) {
  visit.required("kind", x.kind), visit.required("variable", x.variable), visit.required("range", x.range), visit.required("values", x.values);
}
template <class V>
void fields(V& visit, scenario::Layer& x) { visit.required("name", x.name), visit("changes", x.changes); }
template <class V>
void fields(V& visit, ScenarioDocument& x) { visit.required("name", x.name), visit.required("layers", x.layers); }
template <class V>
void fields(V& visit, plan::ProjectionEvent& x) {
  visit.required("id", x.id), visit("name", x.name), visit("indicator", x.indicator), visit("share", x.share), visit("bound", x.bound);
  visit.required("value", x.value), visit.required("period", x.period);
}
template <class V>
void fields(V& visit, plan::Projection& x) {
  visit("sectors", x.sectors), visit("unit", x.unit), visit("base", x.base), visit("levels", x.levels), visit("sigma", x.sigma);
  visit("correlation", x.correlation), visit("correlations", x.correlations), visit("last", x.last), visit("paths", x.paths);
  visit("seed", x.seed), visit("coverage", x.coverage), visit("events", x.events);
}
template <class V>
void fields(V& visit, plan::Observation& x) { visit.required("period", x.period), visit.required("value", x.value); }
template <class V>
void fields(V& visit, plan::Milestone& x) { visit.required("period", x.period), visit("name", x.name), visit("level", x.level); }
template <class V>
void fields(V& visit, plan::Progress& x) {
  visit.required("id", x.id), visit("name", x.name), visit.required("target", x.target), visit("unit", x.unit), visit.required("base_period", x.base_period);
  visit.required("base", x.base), visit.required("observations", x.observations), visit("milestones", x.milestones), visit("source", x.source);
}
template <class V>
void fields(V& visit, plan::Project& x) {
  visit.required("id", x.id), visit("name", x.name), visit.required("capital", x.capital), visit.required("capital_unit", x.capital_unit);
  visit("probability", x.probability), visit.required("start", x.start), visit("delay", x.delay), visit("disbursement", x.disbursement);
  visit("capital_per_output", x.capital_per_output), visit("output_unit", x.output_unit), visit("source", x.source);
}
template <class V>
void fields(V& visit, plan::FinancingSource& x) {
  visit.required("id", x.id), visit("name", x.name), visit("unit", x.unit), visit.required("amounts", x.amounts);
}
template <class V>
void fields(V& visit, plan::FinancingNeed& x) {
  visit.required("id", x.id), visit("name", x.name), visit.required("unit", x.unit), visit.required("period", x.period);
  visit.required("required", x.required), visit("sources", x.sources), visit("source", x.source);
}
template <class V>
void fields(V& visit, plan::Zone& x) {
  visit.required("id", x.id), visit("name", x.name), visit("unit", x.unit), visit.required("period", x.period);
  visit.required("total_area", x.total_area), visit("let_area", x.let_area), visit("absorption", x.absorption);
  visit("absorption_log_sd", x.absorption_log_sd), visit("source", x.source);
}
template <class V>
void fields(V& visit, plan::RawMaterial& x) {
  visit.required("id", x.id), visit("name", x.name), visit.required("area", x.area), visit("area_unit", x.area_unit), visit.required("yield", x.yield);
  visit("yield_variation", x.yield_variation), visit("distribution", x.distribution), visit.required("capacity", x.capacity);
  visit("unit", x.unit), visit("source", x.source);
}
template <class V>
void fields(V& visit, plan::ElectricityDemand& x) {
  visit.required("id", x.id), visit("name", x.name), visit("unit", x.unit), visit.required("base_period", x.base_period), visit("base", x.base);
  visit.required("driver_growth", x.driver_growth), visit("driver_stated_to", x.driver_stated_to), visit.required("last", x.last);
  visit.required("elasticities", x.elasticities), visit("source", x.source);
}
template <class V>
void fields(V& visit, plan::LabourDemand& x) {
  visit.required("id", x.id), visit("name", x.name), visit("unit", x.unit), visit.required("base_period", x.base_period), visit.required("base", x.base);
  visit("output_growth", x.output_growth), visit("productivity_growth", x.productivity_growth), visit.required("last", x.last), visit("source", x.source);
}
template <class V>
void fields(V& visit, PlanDocument& x) {
  plan::Plan& p = x.plan;
  visit("title", p.title), visit("source", p.source), visit("indicators", p.indicators), visit("statements", p.statements);
  visit("identities", p.identities), visit("assumptions", p.assumptions), visit("quantities", p.quantities);
  visit("about_tolerance", p.about_tolerance), visit("projection", p.projection), visit("scenarios", x.scenarios);
  visit("progress", p.progress), visit("projects", p.projects), visit("financing", p.financing), visit("zones", p.zones);
  visit("raw_materials", p.raw_materials), visit("electricity", p.electricity), visit("labour", p.labour);
}

}  // namespace foreplan::inline v0::io::internal
