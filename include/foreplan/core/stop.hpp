#pragma once
#include <foreplan/export.hpp>

#include <string_view>

namespace foreplan::inline v0 {

/// Why an iteration ended. It is a fact of the result, never an exception; a result's `usable()`
/// says whether its numbers may be used.
enum class Stop {
  not_run,          ///< Nothing was iterated yet.
  converged,        ///< The stated tolerance was met.
  iteration_limit,  ///< The option's limit on iterations or evaluations was met first.
  time_limit,       ///< The caller's limit on time was met first.
  no_progress,      ///< No step improves, and the tolerance is not met.
  singular,         ///< A system to be solved has no unique solution.
  infeasible,       ///< No point satisfies all constraints.
  unbounded,        ///< The objective improves without end.
  not_finite,       ///< A function returned NaN or an infinity where none may be.
};

/// The enumerator's name in words: "iteration limit".
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Stop) noexcept;

}  // namespace foreplan::inline v0
