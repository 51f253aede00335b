#pragma once
#include <foreplan/plan/audit.hpp>

#include <string>
#include <vector>

#include "plan/constraints.hpp"

/// The findings of an audit apart from contradictions, kind by kind, in the plan's order.
namespace foreplan::inline v0::plan::internal {

struct Context {
  const Plan& plan;
  const AuditOptions& options;
  const Constraints& constraints;  ///< Of all statements and identities, as printed.
  const NameIndex& indicators;
};

/// A list of ids; braces would copy each of them twice.
template <class... Ids>
[[nodiscard]] std::vector<std::string> ids_of(const Ids&... ids) {
  std::vector<std::string> all;
  all.reserve(sizeof...(ids));
  (all.push_back(ids), ...);
  return all;
}

[[nodiscard]] Finding make_finding(FindingKind, Severity, std::vector<std::string> statements, double value,
                                   Interval range, std::string sentence);

/// Amounts of money without a price basis, targets without a base, shares that move as never before.
void add_warnings(const Context&, std::vector<Finding>&);
/// What the plan asks to have worked out.
void add_quantities(const Context&, std::vector<Finding>&);
/// Paths and sums that were tested and hold. False when there was more to test than `max_checks`.
[[nodiscard]] bool add_agreements(const Context&, std::vector<Finding>&);

}  // namespace foreplan::inline v0::plan::internal
