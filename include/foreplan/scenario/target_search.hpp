#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/instrument.hpp>
#include <foreplan/scenario/scenario.hpp>

#include <cstddef>
#include <string>
#include <vector>

/// What came of a search for targets: of `seek`, and of a scenario's own targets (`Run::targets`).
namespace foreplan::inline v0::scenario {

struct SoughtTarget {
  std::string variable{};
  Period period{};
  double wished = 0;
  double before = 0;  ///< Without any change.
  double value = 0;   ///< Now.
  double gap = 0;     ///< value - wished
  bool reached = false;
};

struct SoughtInstrument {
  std::string variable{};
  PeriodRange range{};
  SeekProfile profile = SeekProfile::shift;
  double amount = 0;             ///< The shift or the factor u; for `free` the mean change.
  std::vector<double> before{};  ///< For each period,
  std::vector<double> values{};
  std::vector<double> changes{};  ///< values - before
};

/// A bound that an instrument stands on and would otherwise pass.
struct BindingBound {
  std::string variable{};
  Period period{};
  bool upper = false;
  double bound = 0;
  bool operator==(const BindingBound&) const = default;
};

/// A pair without derivative where the search ended; there may be none anywhere, or none there.
struct NoEffect {
  std::string instrument{};
  std::string target{};
  Period period{};  ///< Of the target.
  bool operator==(const NoEffect&) const = default;
};

struct TargetSearch {
  /// converged: all targets are reached and, where there is a choice, by the least change; or, with more targets than
  ///   unknowns, the weighted sum of squared gaps is least (then `reached` says which it is).
  /// infeasible: as many unknowns as targets or more, not all targets are reached, and no change near the one in the
  ///   result comes nearer within the bounds.
  /// Anything else: the search ended before it knew, or the model has no solution or derivatives there; no_progress
  ///   with `reached`: by a change that may not be the least.
  Stop stop = Stop::not_run;
  bool reached = false;  ///< All targets.
  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }

  /// The one given, without targets of its own, and a layer of shifts: solving it over the same periods gives the run.
  Scenario scenario{};
  std::vector<SoughtTarget> targets{};          ///< In the order given,
  std::vector<SoughtInstrument> instruments{};  ///< these too.
  std::vector<BindingBound> bounds{};
  std::vector<NoEffect> without_effect{};
  /// d target i / d unknown j at [i * unknowns + j]: of each instrument its amount u, or its value in each period.
  std::vector<double> sensitivities{};
  std::size_t unknowns = 0;
  int iterations = 0;
  std::size_t solutions = 0;  ///< Of the model.
  /// What came of it, in words: the nearest reached, the bounds that bind, what has no effect.
  std::string sentence{};
};

}  // namespace foreplan::inline v0::scenario
