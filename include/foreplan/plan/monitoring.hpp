#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/plan/attainment.hpp>
#include <foreplan/plan/statement.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Is a target on track? Observations after the base are held against the path that the target
/// requires, in the measures of UN ESCAP's assessment of the Sustainable Development Goals
/// (Bidarbakht-Nia 2017, "Tracking progress towards the SDGs", working paper SD/WP/05).
namespace foreplan::inline v0::plan {

/// A level that was measured.
struct Observation {
  Period period{};
  Rounded value{};

  bool operator==(const Observation&) const = default;
};

/// A date before the target's at which the way so far is looked at.
struct Milestone {
  Period period{};
  Label name{};
  double level = 0;  ///< > 0, or 0 for the level that the required path has there.

  bool operator==(const Milestone&) const = default;
};

/// What was observed of a target's indicator since its base.
struct Progress {
  std::string id{};  ///< Unique in the plan.
  Label name{};
  std::string target{};  ///< Id of the target's statement.
  Unit unit{};           ///< Of all levels here; must be the target's.
  Period base_period{};
  Rounded base{};                           ///< Level of the base period, > 0.
  std::vector<Observation> observations{};  ///< At least one, after the base, in order of time.
  std::vector<Milestone> milestones{};      ///< After the base and not after the target, in order of time.
  std::string source{};

  bool operator==(const Progress&) const = default;
};

/// How the level at the target's date is projected from the base and the observations.
enum class ProgressProjection : std::uint8_t {
  /// The average growth from the base to the last observation goes on.
  compound,
  /// Least squares of the log level on time over base and observations, weights 1, 2, 3, ... by
  /// period from the base on (recent ones count more), continued from the fitted line.
  weighted_log_linear,
  /// The same for the level itself, as ESCAP does where growth is not compound.
  weighted_linear,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ProgressProjection) noexcept;

struct MonitoringOptions {
  ProgressProjection projection = ProgressProjection::compound;
};

enum class MilestoneState : std::uint8_t {
  pending,     ///< After the last observation.
  unobserved,  ///< In the past, but nothing was observed in that very period.
  met,
  missed,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(MilestoneState) noexcept;

struct MilestoneStatus {
  Period period{};
  Label name{};
  double required = 0;               ///< The milestone's own level, or the required path's.
  std::optional<double> observed{};  ///< In that period.
  MilestoneState state = MilestoneState::pending;

  bool operator==(const MilestoneStatus&) const = default;
};

/// Where a target stands at the last observation. TV is the target value, I_0 the base, I_now the
/// last observation, I_T the projected value at the target's date.
struct Monitoring {
  Period period{};  ///< Of the last observation.
  double observed = 0;
  double required = 0;  ///< Level of the required path in that period.
  /// observed / required - 1, with the sign turned for `at_most`: positive is ahead, -0.0182 is 1.82 % behind.
  double lead = 0;
  bool on_track = false;        ///< lead >= 0, up to rounding in the last digit.
  double required_growth = 0;   ///< From the base to the target, a fraction per period.
  double achieved_growth = 0;   ///< From the base to the last observation.
  double remaining_growth = 0;  ///< From the last observation to the target; NaN when the target's date has come.
  double current_status = 0;    ///< CSI = 10 (I_now - I_0) / (TV - I_0): 0 at the base, 10 at the target.
  ProgressProjection projection = ProgressProjection::compound;
  double projected = 0;        ///< I_T; the observation itself when the target's date has come.
  double anticipated_gap = 0;  ///< 100 |TV - I_T| / |TV - I_0|, per cent of the whole way.
  bool anticipated = false;    ///< I_T meets the target; the gap then lies beyond it.
  std::vector<double> path{};  ///< Required levels from the base period to the target's, both included.
  std::vector<MilestoneStatus> milestones{};

  bool operator==(const Monitoring&) const = default;
};

/// Holds observations against the path of constant growth from the base to the target.
/// @throws UnitMismatch    unless the units are equal up to scale.
/// @throws PeriodMismatch  when frequencies differ, or a period is out of the order stated above.
/// @throws InvalidArgument for a target that is neither at_least nor at_most, levels not > 0 and
///   finite, no observation, or a base that equals the target (no way to go: the measures divide by it).
[[nodiscard]] FOREPLAN_EXPORT Monitoring monitor(const Target& target, const Progress& progress,
                                                 const MonitoringOptions& options = {});

}  // namespace foreplan::inline v0::plan
