#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/seek.hpp>
#include <foreplan/scenario/solve.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Optimal control of a model by quadratic tracking: which path of the instruments keeps variables nearest to their
/// wishes, when moving the instruments costs something too.
namespace foreplan::inline v0::scenario {

enum class Deviation : std::uint8_t {
  absolute,  ///< x - wish
  relative,  ///< x / wish - 1; wishes that are not 0.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Deviation) noexcept;

/// weight * deviation^2 in every period of the range.
struct ControlTarget {
  std::string variable{};  ///< One that the model solves for.
  PeriodRange range{};
  std::vector<double> wish{};  ///< One for all periods, or one for each.
  double weight = 1;           ///< >= 0
  Deviation deviation = Deviation::absolute;
};

/// An instrument with a value of its own in each period, and what it costs:
/// level_cost * (u(t) - wish(t))^2 + change_cost * (u(t) - u(t - 1))^2, u before the range as the scenario has it.
struct ControlInstrument {
  std::string variable{};  ///< Exogenous, a parameter, or an add-factor.
  PeriodRange range{};
  double lower = -std::numeric_limits<double>::infinity();  ///< Of its values, lower <= upper.
  double upper = std::numeric_limits<double>::infinity();
  double level_cost = 0;       ///< >= 0
  std::vector<double> wish{};  ///< Empty: the scenario's own values; else one for all periods, or one for each.
  double change_cost = 0;      ///< >= 0
};

struct ControlOptions {
  std::vector<ControlTarget> targets{};          ///< At least one; not two for one variable in one period.
  std::vector<ControlInstrument> instruments{};  ///< These too.
  double discount = 1;                 ///< in (0, 1]: costs of the range's period t count discount^t, t from 0.
  std::optional<PeriodRange> range{};  ///< The periods solved; unset: as SeekOptions::range.
  std::string layer{};                 ///< Name of the layer found; empty: "control", or "control 2" ...
  int max_iterations = 200;            ///< >= 1
  SolveOptions solve{};                ///< For each solution on the way.
};

/// One term of the objective, discounted and summed over periods.
struct ControlPart {
  std::string variable{};
  std::string what{};  ///< "target", "level", "change".
  double before = 0;   ///< Without any change of the instruments,
  double after = 0;    ///< and at the optimum.
};

struct ControlResult {
  /// converged; singular: at a minimum that is not the only one near (some instruments change nothing that counts);
  /// iteration_limit, no_progress, not_finite: the best that was met.
  Stop stop = Stop::not_run;
  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }

  double objective_before = 0;  ///< NaN where the scenario itself cannot be solved.
  double objective = 0;
  std::vector<ControlPart> parts{};  ///< They add up to the objectives.
  Scenario scenario{};  ///< The one given and a layer of shifts; solving it over `run.range()` gives `run`.
  Run run{};
  std::vector<SoughtInstrument> instruments{};  ///< Values before and after, profile `free`.
  std::vector<BindingBound> bounds{};
  /// d objective / d instrument value, instruments and their periods in order, from one backward pass through the model
  std::vector<double> gradient{};
  /// and the largest |entry| that no bound holds, times the size of the value (or 1), over that of the objective (or
  /// 1).
  double projected_gradient = 0;
  int iterations = 0;
  std::size_t solutions = 0;
  std::string sentence{};
};

/// Minimises the sum of squared deviations and costs over the instruments' values within their bounds (Chow 1975, for
/// nonlinear models): Levenberg and Marquardt's method on the terms, with their exact derivatives by forward passes
/// through the solved model. Linear models take one step and a second that confirms it. An iteration costs a solution
/// and a forward pass, which grows with the number of instrument periods, eight of them at a time.
/// @throws InvalidArgument  for what seek refuses, and for lists of another length than their range, weights and costs
///   that are negative or not finite, relative deviations from 0, a change cost without a value before the range.
/// @throws PeriodMismatch, Cancelled
[[nodiscard]] FOREPLAN_EXPORT ControlResult optimal_control(const Model& model, const Scenario& scenario,
                                                            const ControlOptions& options);

}  // namespace foreplan::inline v0::scenario
