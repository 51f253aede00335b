#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/model.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/solve.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Where a model comes to rest: its steady state, or the path along which variables grow at constant rates. What a
/// model that looks ahead reads before and after its range is usually taken from such states.
namespace foreplan::inline v0::scenario {

struct GrowthRate {
  std::string variable{};
  double rate = 0;  ///< A fraction per period, > -1 (0.02 is 2 %).

  bool operator==(const GrowthRate&) const = default;
};

struct SteadyStateOptions {
  /// Variables, endogenous or not, that grow at these rates: x(t + k) = x(t) (1 + rate)^k. Others do not grow.
  std::vector<GrowthRate> growth{};
  /// Endogenous variables whose rates are to be found. For each of them the equation that determines it holds in the
  /// next period too. A variable whose level is 0 has no rate.
  std::vector<std::string> growing{};
  SolveOptions solve{};
};

/// A steady state, or what was reached on the way to it.
struct SteadyState {
  Stop stop = Stop::not_run;
  std::string failure{};         ///< Empty, or which equations had no solution, and what was tried.
  Model model{};                 ///< That it belongs to.
  Period period{};               ///< At which the levels are those below.
  std::vector<double> values{};  ///< Of `model.variables()`, in their order, exogenous ones too.
  std::vector<double> growth{};  ///< Rates, likewise; 0 for what does not grow.
  double residual = 0;           ///< |left - right| / (|left| + 1) of every equation, at most.
  Run solution{};                ///< Of the equations without time, that one period.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
  /// The level of a variable in `period`. @throws InvalidArgument naming the nearest.
  [[nodiscard]] FOREPLAN_EXPORT double operator[](std::string_view variable) const;
  [[nodiscard]] FOREPLAN_EXPORT double growth_of(std::string_view variable) const;
  /// Every variable over a range, level times (1 + rate)^(periods from `period`): data for a run's history, for what it
  /// reads after its range, and for its starting values.
  [[nodiscard]] FOREPLAN_EXPORT Frame path(PeriodRange range) const;
};

/// Solves the equations with every lag and lead replaced by the current value (grown by its rate), by the methods of
/// `solve`: matching, blocks, tearing, then down the ladder. Everything exogenous has its value in `period`, layers
/// applied; the scenario's values of endogenous variables, in that period or the last before it, are starting values. A
/// swap finds the instrument that brings a steady state to a value.
///
/// Balanced growth fixes levels only as far as the equations do: where they are all of degree one in some variables
/// (x = x(-1) * 1.02 alone), no level is singled out and the result is `singular`; a swap or an exogenous level anchors
/// it. A model may rest in several states (an economy without capital rests too): starting values choose.
/// @throws InvalidArgument  as `solve`; for a scenario that states targets; for growth of a variable that the model
///   does not have, of one twice, of one to be found that is not endogenous, or a rate that is not > -1 and finite.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT SteadyState steady_state(const Model& model, const Scenario& scenario, Period period,
                                                       const SteadyStateOptions& options = {});

}  // namespace foreplan::inline v0::scenario
