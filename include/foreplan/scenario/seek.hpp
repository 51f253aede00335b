#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/instrument.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/solve.hpp>
#include <foreplan/scenario/target_search.hpp>

#include <optional>
#include <string>
#include <vector>

/// What it would take: values of instruments that bring variables to targets.
///
///   const auto need =
///       seek(model, base, {.target = {"share_ind", 2020, 0.40}, .instrument = {"alloc_ind", {2016, 2020}}});
///   if (need.reached) ... need.instruments[0].values ... need.run["gdp"] ...; else ... need.sentence ...
namespace foreplan::inline v0::scenario {

/// The value that a variable is to have in one period.
struct SeekTarget {
  std::string variable{};  ///< One that the model solves for in that period.
  Period period{};
  double value = 0;   ///< Finite.
  double weight = 1;  ///< > 0; of the squared gap, where not all targets can be reached.
};

struct SeekOptions {
  // One target and one instrument, or lists of them; not both.
  SeekTarget target{};
  std::vector<SeekTarget> targets{};  ///< Not two for one variable in one period.
  SeekInstrument instrument{};
  std::vector<SeekInstrument> instruments{};  ///< Not two for one variable in one period.
  /// The periods solved. Unset: from the first period that an instrument or a layer of the scenario changes, or further
  /// back while the data lack history, to the last target or instrument. A model that looks ahead needs it set: what
  /// it says depends on the end.
  std::optional<PeriodRange> range{};
  std::string layer{};       ///< Name of the layer found; empty: "seek", or "seek 2" where that is taken.
  double tolerance = 1e-10;  ///< in (0, 1e-3]; a target is reached when |gap| <= tolerance * (|value| or, for 0, what
                             ///< the variable is without any change, or 1).
  int max_iterations = 50;   ///< >= 1
  SolveOptions solve{};      ///< For each solution on the way.
};

struct SeekResult : TargetSearch {
  Run run{};  ///< Of `scenario`, over the periods solved.
};

/// Moves instruments until variables meet their targets: Newton's method on the targets, with derivatives of the whole
/// model from the implicit function theorem (no differences). Each step goes where the linear model meets the targets,
/// or comes nearest, by the least change within the bounds, and is shortened until an exact penalty function falls:
/// with as many unknowns as targets that is Newton's method, with fewer Gauss and Newton's, with more the sequential
/// quadratic programming of Han (1977), which ends at a least change. An iteration costs a solution of the model and
/// about half as much again; models that are nearly linear need two or three. One target by one instrument of the same
/// period is what Scenario::swap solves for without iterating; targets that belong to a scenario are
/// Scenario::target's.
/// @throws InvalidArgument  for neither or both of the singular and plural forms; unknown names, with the nearest;
///   targets that the model does not solve for, and instruments that it does; two of one variable in one period;
///   periods outside the range; values, weights, bounds and scales that are not as said, bounds that leave a shift
///   nothing; targets that no instrument can act on in time, whatever the numbers; a scenario that states targets of
///   its own; and as `solve`.
/// @throws PeriodMismatch, Cancelled
[[nodiscard]] FOREPLAN_EXPORT SeekResult seek(const Model& model, const Scenario& scenario, const SeekOptions& options);

}  // namespace foreplan::inline v0::scenario
