#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/model.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/solve.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How well a model tells history: it is solved over periods whose values are known, and compared with them.
namespace foreplan::inline v0::scenario {

enum class HistoricalSimulation : std::uint8_t {
  dynamic,   ///< From history before the range: lags inside the range are the model's own values.
  one_step,  ///< Each period from the history before it ("static"): lags are actual values.
};
/// "dynamic", "one step".
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(HistoricalSimulation) noexcept;

/// Simulated p against actual a over those periods that have both; e = p - a, sums and means over them.
struct VariableFit {
  std::string name{};
  std::optional<Unit> unit{};
  std::size_t observations{};
  double mean_error{};           ///< mean e
  double mean_absolute_error{};  ///< mean |e|
  double rmse{};                 ///< sqrt(mean e^2)
  double rmspe{};                ///< 100 sqrt(mean (e / a)^2), per cent; NaN where an actual value is 0.
  /// sqrt(mean e^2) / (sqrt(mean p^2) + sqrt(mean a^2)), 0 to 1 (Theil 1961).
  double theil_u1{};
  /// sqrt(sum e^2 / sum (a_t - a_(t-1))^2), over periods that also have the actual value before them: 1 is as good as
  /// saying that nothing changes (Theil 1966, absolute changes). NaN where nothing changes.
  double theil_u2{};
  /// The same of relative changes: sqrt(sum (e_t / a_(t-1))^2 / sum ((a_t - a_(t-1)) / a_(t-1))^2).
  double theil_u2_relative{};
  // Theil's (1961) shares of mean e^2, which add up to 1; with standard deviations s of divisor n and correlation r.
  // NaN where there is no error.
  double bias_proportion{};        ///< (mean p - mean a)^2 / mean e^2
  double variance_proportion{};    ///< (s_p - s_a)^2 / mean e^2
  double covariance_proportion{};  ///< 2 (1 - r) s_p s_a / mean e^2
};

struct DynamicFit {
  HistoricalSimulation simulation = HistoricalSimulation::dynamic;
  PeriodRange range{};
  Stop stop = Stop::not_run;
  std::optional<SolveFailure> failure{};  ///< Of the first period that was not solved.
  Frame simulated{};                      ///< The endogenous variables over the periods solved.
  std::vector<VariableFit> variables{};   ///< Endogenous ones with data in the range, in the model's order.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
  /// @throws InvalidArgument  naming the nearest known name.
  [[nodiscard]] FOREPLAN_EXPORT const VariableFit& operator[](std::string_view variable) const;
};

/// Solves the scenario over the range and compares with its base data. What its layers exogenise has no error.
/// @throws as solve; InvalidArgument  where no endogenous variable has data in the range, naming it, and for a scenario
///   that states targets.
[[nodiscard]] FOREPLAN_EXPORT DynamicFit dynamic_fit(const Model& model, const Scenario& scenario, PeriodRange range,
                                                     HistoricalSimulation simulation = HistoricalSimulation::dynamic,
                                                     const SolveOptions& options = {});

}  // namespace foreplan::inline v0::scenario
