#pragma once
#include <foreplan/plan/audit.hpp>

#include "plan/constraints.hpp"

namespace foreplan::inline v0::plan::internal {

/// What a minimal set of sources that cannot all be true says: what each statement would have to be,
/// which single readings reconcile it, and the sentence. `set` indexes the sources of `all`.
[[nodiscard]] Finding explain_contradiction(const Plan&, const Constraints& all, const std::vector<std::size_t>& set,
                                            Language);

/// The statement's own quantity from the ratio of its ends.
[[nodiscard]] double from_ratio(const Statement&, double ratio, const Ends&);
[[nodiscard]] Interval from_ratio(const Statement&, const Interval& ratio, const Ends&);

/// The quantity of source `k` under all other sources of the system, as printed and with bounds just met; NaN
/// when they leave it open or cannot hold so.
[[nodiscard]] double point_implied(const Constraints&, const Active& others, const Statement&, const Ends&);

}  // namespace foreplan::inline v0::plan::internal
