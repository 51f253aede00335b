#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/solve.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
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

/// How one instrument moves over its periods.
enum class SeekProfile : std::uint8_t {
  shift,         ///< By one constant in all of them: x(t) + u. One unknown.
  proportional,  ///< By one factor in all of them: x(t) (1 + u). One unknown.
  free,          ///< By an amount of its own in each. As many unknowns as periods.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(SeekProfile) noexcept;

/// What may be moved: an exogenous variable, a parameter, or the add-factor (`x_A`) of a behavioural equation.
struct SeekInstrument {
  std::string variable{};
  PeriodRange range{};
  SeekProfile profile = SeekProfile::shift;
  /// Of the instrument's values in every period, lower <= upper; the change is then whatever keeps within them.
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  /// Where there is a choice, the sum over instruments of weight * sum over periods of (change / scale)^2 is least.
  double weight = 1;              ///< > 0
  std::optional<double> scale{};  ///< > 0; unset: the mean size of the values to be changed, or 1 where they are all 0.
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

struct SeekResult {
  /// converged: all targets are reached and, where there is a choice, by the least change; or, with more targets than
  ///   unknowns, the weighted sum of squared gaps is least (then `reached` says which it is).
  /// infeasible: as many unknowns as targets or more, not all targets are reached, and no change near the one in the
  ///   result comes nearer within the bounds.
  /// Anything else: the search ended before it knew, or the model has no solution or derivatives there; no_progress
  /// with
  ///   `reached`: by a change that may not be the least.
  Stop stop = Stop::not_run;
  bool reached = false;  ///< All targets.
  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }

  Scenario scenario{};  ///< The one given and a layer of shifts; solving it over `run.range()` gives `run`.
  Run run{};
  std::vector<SoughtTarget> targets{};          ///< In the order given,
  std::vector<SoughtInstrument> instruments{};  ///< these too.
  std::vector<BindingBound> bounds{};
  std::vector<NoEffect> without_effect{};
  /// d target i / d unknown j at [i * unknowns + j]: of each instrument its amount u, or its value in each period.
  std::vector<double> sensitivities{};
  std::size_t unknowns = 0;
  int iterations = 0;
  std::size_t solutions = 0;  ///< Of the model.
  std::string
      sentence{};  ///< What came of it, in words: the nearest reached, the bounds that bind, what has no effect.
};

/// Moves instruments until variables meet their targets: Newton's method on the targets, with derivatives of the whole
/// model from the implicit function theorem (no differences). Each step goes where the linear model meets the targets,
/// or comes nearest, by the least change within the bounds, and is shortened until an exact penalty function falls:
/// with as many unknowns as targets that is Newton's method, with fewer Gauss and Newton's, with more the sequential
/// quadratic programming of Han (1977), which ends at a least change. An iteration costs a solution of the model and
/// about half as much again; models that are nearly linear need two or three. One target by one instrument of the same
/// period is what Scenario::swap solves for without iterating.
/// @throws InvalidArgument  for neither or both of the singular and plural forms; unknown names, with the nearest;
///   targets that the model does not solve for, and instruments that it does; two of one variable in one period;
///   periods outside the range; values, weights, bounds and scales that are not as said, bounds that leave a shift
///   nothing; targets that no instrument can act on in time, whatever the numbers; and as `solve`.
/// @throws PeriodMismatch, Cancelled
[[nodiscard]] FOREPLAN_EXPORT SeekResult seek(const Model& model, const Scenario& scenario, const SeekOptions& options);

}  // namespace foreplan::inline v0::scenario
