#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/frame.hpp>
#include <foreplan/core/interval.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/model.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/target_search.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// How sure are we: a scenario solved many times, each time with other shocks to its behavioural equations and, where
/// asked for, other parameters (Fair 2004, "Estimating how the macroeconomy works", chapter 9).
///
///   const auto fan = simulate(model, base, {2016, 2025}, {.draws = 10'000, .seed = 7, .track = {"gdp", "share_ind"}});
///   const auto odds = probability(fan, {{"share_ind", 2020, EventSide::at_least, 0.40}});
///
/// A shock is added to the scenario's add-factor, on the scale of the equation's right side as written: growth for
/// `dlog(x) = ...`, where 0.01 is one point. Equations are named by the variable that they determine.
namespace foreplan::inline v0::scenario {

/// What the model missed in the past, drawn again.
struct ResidualShocks {
  enum class Law : std::uint8_t {
    normal,     ///< N(0, S), S the residuals' covariance (divisor rows - 1); independent from period to period.
    bootstrap,  ///< Rows with replacement: all equations of a period together, which keeps what moves together
                ///< together.
  };
  /// One series an equation, one row a period; empty: `residuals` of all behavioural equations over the scenario's
  /// data before the range. Incomplete rows at either end are cut off; those inside are left out.
  Frame residuals{};
  Law law = Law::normal;
  /// Bootstrap: this many consecutive rows are drawn together (moving blocks, Kuensch 1989), which keeps serial
  /// dependence within them. In [1, rows]; above 1 no row inside may be incomplete.
  std::size_t block = 1;
  bool centred = true;  ///< Means are taken off the rows before they are drawn. A normal law is always centred.
};

/// N(0, covariance), independent from period to period.
struct NormalShocks {
  std::vector<std::string> equations{};           ///< Empty: all behavioural equations, in the model's order.
  std::vector<double> deviations{};               ///< >= 0, one for all equations or one for each: no correlation;
  std::vector<std::vector<double>> covariance{};  ///< or this, positive semi-definite, in the order of `equations`.
};

/// The caller's own.
struct GivenShocks {
  std::vector<std::string> equations{};  ///< Empty: all behavioural equations, in the model's order.
  std::vector<double> values{};          ///< [draw][period][equation], finite.
};

/// None: only parameters differ.
struct NoShocks {};

using Shocks = std::variant<ResidualShocks, NormalShocks, GivenShocks, NoShocks>;

/// Parameters or exogenous variables drawn once for a whole path from N(mean, covariance).
struct ParameterDraws {
  std::vector<std::string> names{};
  /// One for each name, the value in every period; empty: what is drawn has mean 0 and is added to the scenario's own
  /// values.
  std::vector<double> mean{};
  std::vector<std::vector<double>> covariance{};  ///< Positive semi-definite, in the order of `names`.
};

struct SimulateOptions {
  std::size_t draws = 1000;  ///< [1, 10^8]
  std::uint64_t seed = 0;
  std::vector<std::string> track{};  ///< The variables to be kept, at least one; what nobody asks for is not stored.
  Shocks shocks = ResidualShocks{};
  ParameterDraws parameters{};
  std::vector<double> coverages{0.5, 0.9};  ///< Each in (0, 1): of the central intervals.
  /// Draws 2 i and 2 i + 1 take the same normal numbers with opposite signs, for shocks and parameters: means of what
  /// is nearly linear come out much closer. Needs an even number of draws and a normal law.
  bool antithetic = false;
  bool keep_draws = true;    ///< Needed by `probability`; draws x periods x variables x 8 bytes.
  double max_failed = 0.01;  ///< [0, 1]; share of draws that may fail before the simulation is not `usable`.
  std::size_t max_bytes = std::size_t{4} << 30;  ///< Refused where the draws would need more.
  double tolerance = 1e-11;                      ///< As SolveOptions, for
  int max_iterations = 100;                      ///< every draw.
  Execution execution{};                         ///< Results do not depend on the threads.
};

/// One variable's distribution in every period of the range, of the draws that were solved.
struct SimulatedVariable {
  std::string name{};
  Unit unit{};  ///< As the model declares it, else the data's.
  std::vector<double> mean{};
  std::vector<double> standard_deviation{};  ///< Divisor draws - 1; NaN for a single draw.
  std::vector<double> median{};
  std::vector<std::vector<double>> lower{};  ///< [coverage][period]: (1 - coverage) / 2 of the draws lie below,
  std::vector<std::vector<double>> upper{};  ///< and as many above (Hyndman & Fan 1996, type 7).
};

struct FOREPLAN_EXPORT Simulation {
  std::string scenario{};
  PeriodRange range{};
  std::size_t draws = 0;        ///< Asked for,
  std::size_t failed = 0;       ///< and of these not solved: they take part in no statistic.
  std::string first_failure{};  ///< Of the failed draw with the lowest number (from 0), in words.
  /// What stopped that draw where more than `max_failed` of the draws, or all, failed; else converged.
  Stop stop = Stop::not_run;
  std::uint64_t seed = 0;
  bool antithetic = false;
  std::vector<double> coverages{};
  std::vector<SimulatedVariable> variables{};  ///< As tracked.
  std::vector<double> kept{};                  ///< [variable][period][draw]; NaN for a draw that failed.
  std::optional<TargetSearch> targets{};       ///< How the scenario's own were met before any shock; empty without any.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
  /// @throws InvalidArgument  for a variable that is not tracked, naming the nearest.
  [[nodiscard]] const SimulatedVariable& operator[](std::string_view variable) const;
  /// A value for each draw. @throws InvalidArgument where draws are not kept, and as above; PeriodMismatch.
  [[nodiscard]] std::span<const double> values(std::string_view variable, Period period) const;
};

/// Solves `scenario` over `range` with `options.draws` different shocks, eight side by side. Random numbers belong to
/// (seed, draw, equation), so that the same bits come from any number of threads, and draw i is the same however many
/// are drawn; given the same shocks a draw has the bits of `solve` with these add-factors. A draw that plain Newton
/// does not solve is solved like `solve` would. Scenarios that swap variables in a part of the range, and models that
/// look ahead, are solved one by one. Targets of the scenario are met once, without shocks; what was moved for them is
/// held in all draws, so that a target has a distribution around its value. Where they are not reached, nothing is
/// drawn: all draws failed.
///
/// The World Bank's model of Pakistan over 21 years takes some 0.15 ms a draw and core with AVX-512.
/// @throws InvalidArgument  as solve; for names that are not in the model or have no behavioural equation, naming the
///   nearest; covariances that are not symmetric positive semi-definite or of the wrong size; values that are not
///   finite; too few residuals; tracked variables without values; sizes past `max_bytes`, with the size; and options
///   out of range.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT Simulation simulate(const Model& model, const Scenario& scenario, PeriodRange range,
                                                  const SimulateOptions& options = {});

/// The mean of a tracked variable with the central intervals of one coverage, which must be one of
/// `simulation.coverages`; its origin is the period before the range. @throws InvalidArgument
[[nodiscard]] FOREPLAN_EXPORT Forecast forecast(const Simulation& simulation, std::string_view variable,
                                                double coverage = 0.90);

// How likely is it? -------------------------------------------------------------------------------------------------

enum class EventSide : std::uint8_t { at_least, at_most };
enum class EventPeriods : std::uint8_t { all, any };

/// The periods of an event: a year, a period, or a range.
struct EventRange : PeriodRange {
  EventRange() = default;
  EventRange(int year) : PeriodRange{year, year} {}           // NOLINT: conversion is the purpose
  EventRange(Period period) : PeriodRange{period, period} {}  // NOLINT
  EventRange(PeriodRange range) : PeriodRange(range) {}       // NOLINT
  EventRange(Period from, Period to) : PeriodRange{from, to} {}
};

/// `variable` is at least, or at most, `value` in all, or any, of the periods.
struct Event {
  std::string variable{};
  EventRange range{};
  EventSide side = EventSide::at_least;
  double value = 0;
  EventPeriods periods = EventPeriods::all;
};

struct EventProbability {
  double probability = 0;     ///< Share of the solved draws in which every event holds; see `to_string`.
  double standard_error = 0;  ///< sqrt(P (1 - P) / draws); of antithetic pairs, that of the pairs' shares.
  Interval interval{};        ///< Wilson's (1927) of 95 %: of more than one point for 0 and 1 too.
  std::size_t hits = 0;
  std::size_t draws = 0;  ///< Solved.
};

/// That all of `events` hold in one draw. @throws InvalidArgument for no event, a variable that is not tracked (naming
/// the nearest), a value that is not finite, draws that were not kept or none that was solved; PeriodMismatch outside
/// the range.
[[nodiscard]] FOREPLAN_EXPORT EventProbability probability(const Simulation& simulation,
                                                           const std::vector<Event>& events);
/// What may be printed of it: "0.412", and "below 0.001" or "above 0.999" where it is nearer to 0 or 1 than 0.001 or 3
/// / draws (an event never seen in N draws is rarer than 3 / N with 95 % confidence).
[[nodiscard]] FOREPLAN_EXPORT std::string to_string(const EventProbability&);

}  // namespace foreplan::inline v0::scenario
