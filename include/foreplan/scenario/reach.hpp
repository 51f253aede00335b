#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/solve.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// When a variable reaches a value.
namespace foreplan::inline v0::scenario {

enum class ReachSide : std::uint8_t {
  at_least,  ///< The first period with x(t) >= value.
  at_most,   ///< The first with x(t) <= value.
};

/// How a variable moves between one period and the next.
enum class WithinPeriod : std::uint8_t {
  none,       ///< Not asked.
  linear,     ///< By equal amounts: the part is (value - a) / (b - a) from a in the period before to b.
  geometric,  ///< At an equal rate: log(value / a) / log(b / a); a, b and value > 0.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ReachSide) noexcept;
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(WithinPeriod) noexcept;

struct ReachOptions {
  std::string variable{};
  double value = 0;  ///< Finite.
  ReachSide side = ReachSide::at_least;
  WithinPeriod within = WithinPeriod::none;
};

struct ReachResult {
  Stop stop = Stop::not_run;  ///< Of the run: "not reached" says only so much as was solved.
  bool reached = false;
  std::optional<Period> period{};  ///< The first in which it is reached.
  double value = 0;                ///< The variable in that period, or, where it is not reached, its nearest value.
  bool before = false;             ///< It was reached already in the period before the first: `part` is unknown.
  /// How far from the period before to `period` the value is passed, in (0, 1]; values are those of periods' ends, so
  /// that the passage is at the end of the period before plus this part. Empty unless asked for and both values are
  /// known.
  std::optional<double> part{};
  std::string sentence{};
};

/// The first period of a run in which a variable reaches a value. What comes after does not matter.
/// @throws InvalidArgument  for an unknown variable, naming the nearest, a value that is not finite, or
///   `WithinPeriod::geometric` across values that are not > 0.
[[nodiscard]] FOREPLAN_EXPORT ReachResult first_reached(const Run& run, const ReachOptions& options);

/// The same under a scenario that is solved over `range` first. @throws as solve.
[[nodiscard]] FOREPLAN_EXPORT ReachResult first_reached(const Model& model, const Scenario& scenario, PeriodRange range,
                                                        const ReachOptions& options, const SolveOptions& solve = {});

}  // namespace foreplan::inline v0::scenario
