#pragma once
#include <foreplan/plan/plan.hpp>

#include <cstddef>
#include <vector>

#include "plan/name_index.hpp"

/// Which statements and identities are looked at together, and at which prices their amounts stand.
namespace foreplan::inline v0::plan::internal {

/// Sources count the statements first, then the identities.
struct Sources {
  std::vector<const Statement*> statements{};
  std::vector<const Identity*> identities{};

  [[nodiscard]] std::size_t size() const noexcept { return statements.size() + identities.size(); }
  [[nodiscard]] const std::string& id(std::size_t source) const noexcept;
};

/// What a statement speaks of: places of its indicators in the plan, -1 for none.
struct Subject {
  int indicator = -1;
  int of = -1;
};

/// What sources speak of, in their order.
struct Subjects {
  std::vector<Subject> statements{};
  std::vector<std::vector<int>> identities{};  ///< The total of each, then its parts.
};
/// The ids of a plan's indicators by their places.
[[nodiscard]] NameIndex indicator_names(const Plan&);
[[nodiscard]] Subjects subjects_of(const NameIndex& indicators, const Sources&);

/// Place of an indicator in the plan, -1 for none.
[[nodiscard]] int indicator_index(const Plan&, const std::string& id) noexcept;

/// Whether a statement names its prices itself.
[[nodiscard]] bool names_basis(const Statement&) noexcept;
/// The basis that a level is printed at: its own, else the indicator's, which may be unstated.
[[nodiscard]] PriceBasis printed_basis(const Plan&, const Statement&);

/// For each indicator, the basis its amounts stand at when a statement names none: the indicator's own, else the only
/// one that is stated for the indicators that shares and sums tie it to, else unstated.
[[nodiscard]] std::vector<PriceBasis> usual_bases(const Plan&, const Sources&, const Subjects&);

}  // namespace foreplan::inline v0::plan::internal
