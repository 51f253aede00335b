#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/export.hpp>
#include <foreplan/report/diagram.hpp>
#include <foreplan/report/table.hpp>
#include <foreplan/scenario/structure.hpp>

#include <cstddef>

/// What a model is made of, to look at.
namespace foreplan::inline v0::report {

struct StructureOptions {
  /// Blocks shown by themselves, [1, 40]: the largest of those that are solved. What lies between two of them in the
  /// order of solving becomes one stretch, so that there are at most twice as many and two.
  std::size_t blocks = 8;
  std::size_t names = 6;  ///< [1, 100]; variables named of each.
};

/// One row a block or stretch: part, kind, equations, unknowns that are solved for, variables.
/// @throws InvalidArgument  for options out of range, and a model without equations.
[[nodiscard]] FOREPLAN_EXPORT Table block_table(const scenario::ModelStructure& structure,
                                                const StructureOptions& options = {},
                                                Language language = Language::english);
/// The same as a diagram: which block feeds which in the same period. @throws as `block_table`.
[[nodiscard]] FOREPLAN_EXPORT FlowDiagram block_diagram(const scenario::ModelStructure& structure,
                                                        const StructureOptions& options = {},
                                                        Language language = Language::english);

struct FeedsOptions {
  std::size_t each = 12;   ///< [1, 40]; variables shown of each step, at most 60 in all; the others become one node.
  bool all_links = false;  ///< Also those that lead no step on from the causes to the effects.
};

/// Causes above the variable, effects below it; dashed what is only read in another period.
/// @throws InvalidArgument  for options out of range, or a trace without variables.
[[nodiscard]] FOREPLAN_EXPORT FlowDiagram feeds_diagram(const scenario::CausalTrace& trace,
                                                        const FeedsOptions& options = {},
                                                        Language language = Language::english);

}  // namespace foreplan::inline v0::report
