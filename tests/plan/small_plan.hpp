#pragma once
#include <foreplan/plan/plan.hpp>

#include <string>
#include <vector>

#include "plan/founding_case.hpp"

/// Plans of a few indicators, for tests of one matter at a time.
namespace foreplan::testing {

inline plan::Plan plan_of(const std::vector<std::string>& indicators, const Unit& unit = Unit::physical("t")) {
  plan::Plan p;
  for (const auto& id : indicators) p.indicators.push_back({id, {id, {}}, unit, plan::Concept::other});
  return p;
}

inline void add(plan::Plan& p, std::string id, plan::StatementKind kind, std::string indicator, PeriodRange period,
                const char* value, std::string of = {}, PriceBasis basis = {},
                plan::Bound bound = plan::Bound::exactly) {
  p.statements.push_back(stated(std::move(id), kind, std::move(indicator), period, value, std::move(of), basis, bound));
}

inline std::vector<std::string> all_ids(const plan::Plan& p) {
  std::vector<std::string> ids;
  for (const auto& s : p.statements) ids.push_back(s.id);
  for (const auto& i : p.identities) ids.push_back(i.id);
  return ids;
}

}  // namespace foreplan::testing
