#pragma once
#include <foreplan/core/unit.hpp>
#include <foreplan/scenario/scenario.hpp>

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/names.hpp"

/// One list of fields for every type that stands in a document: reader, writer, schema and the page that describes
/// the format follow it. A visitor is called as visit(key, member, description) or, where the key must be given,
/// visit.required(key, member, description). Here are the types that several kinds of documents hold.
namespace foreplan::inline v0::io::internal {

/// A scenario in a document that holds its base data elsewhere.
struct ScenarioDocument {
  std::string name{};
  std::vector<scenario::Layer> layers{};

  bool operator==(const ScenarioDocument&) const = default;
};
/// A printed number whose digits no text of its own shows: known to the hundred, say.
struct RoundedDocument {
  double value = 0;
  int decimals = 0;
};

/// A type's name in the schema, and what it is.
struct About {
  std::string_view name, text;
};
/// Lets `about` be found from here for types of other namespaces.
struct Described {};

inline About about(Described, const Unit&) {
  return {"unit", "A unit of measurement: 10^scale_power of what is named."};
}
void fields(auto& visit, Unit& x) {
  visit("name", x.name, "VND, USD, t, ha, person, %; empty: a pure number.");
  visit("scale_power", x.scale_power, "Data are in 10^scale_power of the name: 9 for billions.");
  visit("price_basis", x.price_basis, "At whose prices money is valued; left out for everything that is not money.");
  visit("valuation", x.valuation, "What an amount of money includes (SNA 2008, 6.49-6.69).");
}

inline About about(Described, const RoundedDocument&) {
  return {"rounded_number",
          "A number known as far as its digits go, where no text shows that: 13200 known to the hundred."};
}
void fields(auto& visit, RoundedDocument& x) {
  visit.required("value", x.value, "The number.");
  visit.required("decimals", x.decimals,
                 "Digits after the point that are known, -300 to 300; -2: known to the hundred.");
}

inline About about(Described, const scenario::SeekInstrument&) {
  return {"instrument", "What is moved to meet a target: an exogenous variable, a parameter, or an add-factor (x_A)."};
}
void fields(auto& visit, scenario::SeekInstrument& x) {
  constexpr double kUnbounded = std::numeric_limits<double>::infinity();
  std::optional<double> lower, upper;  // a document has no infinity
  if (x.lower != -kUnbounded) lower = x.lower;
  if (x.upper != kUnbounded) upper = x.upper;
  visit.required("variable", x.variable, "Its name.");
  visit.required("range", x.range, "The periods in which it may move.");
  visit("profile", x.profile,
        "shift: by one constant in all of them. proportional: by one factor. free: by an amount of its own in each.");
  visit("lower", lower, "Of its values in every period; left out or null: none.");
  visit("upper", upper, "As lower.");
  visit("weight", x.weight,
        "> 0; the weight of (change / scale)^2, the sum of which is least where there is a choice.");
  visit("scale", x.scale, "> 0; left out or null: the mean size of the values to be changed.");
  x.lower = lower.value_or(-kUnbounded);
  x.upper = upper.value_or(kUnbounded);
}

inline About about(Described, const scenario::Change&) {
  return {"change", "One change of one variable over a range of periods."};
}
void fields(auto& visit, scenario::Change& x) {
  visit.required(
      "kind", x.kind,
      "override_values: the values themselves. growth_path: growth from the period before the range, fractions "
      "> -1. shift: added. What follows needs a model. add_factor: added to the right side of the "
      "variable's behavioural equation. exclude: the values instead of that equation. exogenise: the values instead of "
      "being solved for; endogenise: solved for in its place, without values. target: the values that the variable is "
      "to have by moving the instruments.");
  visit.required("variable", x.variable,
                 "Its name; in a plan, a sector of the projection, or a variable of its model.");
  visit.required("range", x.range, "The periods it holds for.");
  visit("values", x.values, "One for all periods of the range, or one for each.");
  visit("instruments", x.instruments, "Of a target, at least one; else none.");
}

inline About about(Described, const scenario::Layer&) { return {"layer", "A named set of changes."}; }
void fields(auto& visit, scenario::Layer& x) {
  visit.required("name", x.name, "Unique in the scenario.");
  visit("changes", x.changes, "Applied in order.");
}

inline About about(Described, const ScenarioDocument&) {
  return {"scenario",
          "Layers of changes above base data; in a plan, the projection's base levels. The last layer gives the "
          "scenario its name."};
}
void fields(auto& visit, ScenarioDocument& x) {
  visit.required("name", x.name, "What it is called.");
  visit.required("layers", x.layers, "Applied in order.");
}

}  // namespace foreplan::inline v0::io::internal
