#include <foreplan/scenario/compare.hpp>

#include <limits>

#include "core/check.hpp"

namespace foreplan::inline v0::scenario {
namespace {

ComparedVariable compare_one(const Run& scenario, const Run& base, const std::string& name, const PeriodRange& range) {
  ComparedVariable out{.name = name, .unit = base.model()[name].unit};
  const Series left = scenario[name].slice(range), right = base[name].slice(range);
  out.scenario = left.values;
  out.base = right.values;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const double difference = left.values[i] - right.values[i];
    out.difference.push_back(difference);
    out.per_cent.push_back(right.values[i] == 0 ? std::numeric_limits<double>::quiet_NaN()
                                                : 100 * difference / right.values[i]);
  }
  return out;
}

}  // namespace

const ComparedVariable& Comparison::operator[](std::string_view variable) const {
  std::vector<std::string> known;
  for (const ComparedVariable& v : variables) {
    if (v.name == variable) return v;
    known.push_back(v.name);
  }
  const std::string nearest = foreplan::detail::nearest_name(variable, known);
  foreplan::detail::fail("scenario::Comparison", "variable must be compared", foreplan::detail::quoted(variable),
                         nearest.empty() ? "" : "(did you mean " + foreplan::detail::quoted(nearest) + "?)");
}

Comparison compare(const Run& scenario, const Run& base, const std::vector<std::string>& variables) {
  Comparison out{scenario.scenario(), base.scenario(), base.range(), {}};
  const bool both = scenario.periods() > 0 && base.periods() > 0;
  if (both && out.range.first < scenario.range().first) out.range.first = scenario.range().first;
  if (both && scenario.range().last < out.range.last) out.range.last = scenario.range().last;
  foreplan::detail::require(both && out.range.first <= out.range.last, "scenario::compare",
                            "runs must have solved a common period",
                            std::to_string(scenario.periods()) + " and " + std::to_string(base.periods()) + " periods");
  if (!variables.empty()) {
    for (const std::string& name : variables) out.variables.push_back(compare_one(scenario, base, name, out.range));
    return out;
  }
  for (const ModelVariable& v : base.model().variables())
    if (scenario.model().contains(v.name)) out.variables.push_back(compare_one(scenario, base, v.name, out.range));
  return out;
}

}  // namespace foreplan::inline v0::scenario
