#pragma once
#include <foreplan/scenario/solve.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "scenario/inputs.hpp"

namespace foreplan::inline v0::scenario::detail {

/// What a Run holds.
struct RunData {
  Model model{};
  std::string scenario{};
  PeriodRange range{};           ///< Solved.
  std::size_t solved = 0;        ///< Periods; `range` means nothing when 0.
  Period origin{};               ///< Of column 0.
  std::size_t columns = 0;       ///< Periods held of every variable.
  std::vector<double> values{};  ///< [variable][column]
  std::vector<Switch> switches{};  ///< Where other variables are solved for than the model says.
  Stop stop = Stop::not_run;
  std::optional<SolveFailure> failure{};
  std::optional<TargetSearch> targets{};
  SolveWork work{};
  /// Values that Op::at_period reads: variable, place among the model's periods, value.
  struct FixedValue {
    std::uint32_t variable = 0, period = 0;
    double value = 0;
  };
  std::vector<FixedValue> fixed_values{};

  [[nodiscard]] double fixed(std::uint32_t variable, std::uint32_t period) const noexcept {
    for (const FixedValue& f : fixed_values)
      if (f.variable == variable && f.period == period) return f.value;
    return 0;
  }
};

}  // namespace foreplan::inline v0::scenario::detail
