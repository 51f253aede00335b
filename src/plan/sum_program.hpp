#pragma once
#include "plan/system.hpp"

/// What ratios and sums imply together, by linear programming: in the amounts themselves everything is linear.
namespace foreplan::inline v0::plan::internal {

/// The sources of constraints that no positive amounts satisfy together; empty when some do. Neither is taken from
/// the simplex method's word: amounts are put into the constraints, and a contradiction is added up from its rows
/// (Farkas' lemma). What neither settles is no contradiction, and `settled` becomes false.
[[nodiscard]] std::vector<std::size_t> conflict_by_program(const System&, const Active&, bool& settled);

/// Range of x(to) / x(from) under the active constraints, which can hold.
[[nodiscard]] Interval ratio_by_program(const System&, const Active&, int from, int to);

}  // namespace foreplan::inline v0::plan::internal
