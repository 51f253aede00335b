#include <foreplan/scenario/compare.hpp>

#include <algorithm>
#include <cmath>
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

std::vector<ResultDifference> largest_differences(const Comparison& comparison, const DifferenceOptions& options) {
  foreplan::detail::require(options.tolerance >= 0 && std::isfinite(options.tolerance), "scenario::largest_differences",
                            "tolerance must be >= 0 and finite", options.tolerance);
  std::vector<ResultDifference> out;
  for (const ComparedVariable& v : comparison.variables) {
    const std::size_t first = out.size();
    for (std::size_t i = 0; i < v.base.size(); ++i) {
      const bool base = std::isnan(v.base[i]), scenario = std::isnan(v.scenario[i]);
      double relative = std::abs(v.difference[i]) / (std::abs(v.base[i]) + 1);
      if (base || scenario) relative = base && scenario ? 0 : std::numeric_limits<double>::infinity();
      if (!(relative > options.tolerance)) continue;
      const ResultDifference one{v.name, comparison.range.first + static_cast<std::int64_t>(i), v.base[i],
                                 v.scenario[i], relative};
      if (!options.peaks || out.size() == first)
        out.push_back(one);
      else if (relative > out.back().relative)
        out.back() = one;
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const ResultDifference& a, const ResultDifference& b) { return a.relative > b.relative; });
  if (out.size() > options.most) out.resize(options.most);
  return out;
}

}  // namespace foreplan::inline v0::scenario
