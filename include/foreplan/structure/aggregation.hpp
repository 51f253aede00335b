#pragma once
#include <foreplan/export.hpp>
#include <foreplan/structure/input_output.hpp>
#include <foreplan/structure/sector_group.hpp>

#include <string>
#include <vector>

/// Input-output tables with fewer sectors, or the same in another order.
namespace foreplan::inline v0::structure {

/// Sums of all that the table has, by groups in the order given: flows become S Z S', with S(g, i) = 1 where sector i
/// is in group g.
/// @throws InvalidArgument  for broken shapes; groups without name or sectors, or of one name; and, naming the sector,
///   unless every sector of the table is in exactly one group and every name is one of the table's (with the nearest).
[[nodiscard]] FOREPLAN_EXPORT InputOutputTable aggregate(const InputOutputTable&,
                                                         const std::vector<SectorGroup>& groups);

/// The table with its sectors in another order. @throws InvalidArgument  as `aggregate`.
[[nodiscard]] FOREPLAN_EXPORT InputOutputTable reordered(const InputOutputTable&,
                                                         const std::vector<std::string>& sectors);

/// How far the aggregated model A* misses the aggregated outputs of the detailed model A, for final demand f (Miller &
/// Blair 2009, section 4.9; Morimoto 1970). Both are zero for the final demand of the table itself, and for any where
/// the sectors of each group use inputs of the groups alike.
struct AggregationBias {
  std::vector<double> first_order{};  ///< (A* S - S A) f, one a group.
  std::vector<double> total{};        ///< (I - A*)^-1 S f - S (I - A)^-1 f

  bool operator==(const AggregationBias&) const = default;
};
/// @param demand  f, one number a sector of the detailed table.
/// @throws InvalidArgument  as `aggregate` and `factor`; unless demand has one finite number a sector.
[[nodiscard]] FOREPLAN_EXPORT AggregationBias aggregation_bias(const InputOutputTable&,
                                                               const std::vector<SectorGroup>& groups,
                                                               const std::vector<double>& demand);

}  // namespace foreplan::inline v0::structure
