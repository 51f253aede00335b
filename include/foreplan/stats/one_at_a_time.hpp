#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/inputs.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

/// What each input does by itself: the numbers of a tornado chart. It says nothing of interactions; Sobol indices do.
namespace foreplan::inline v0::stats {

struct InputRange {
  double low = 0, base = 0, high = 1;
};

/// One input at its low and its high value, all others at their base.
struct OneAtATimeRow {
  std::size_t input = 0;
  double low = 0, high = 0;                  ///< The input's values,
  double outcome_low = 0, outcome_high = 0;  ///< and the output at each.
  double base = 0;                           ///< The output with every input at its base.
};

/// From the highest of the three outcomes to the lowest, for responses that turn; NaN if one of them is.
[[nodiscard]] inline double swing(double outcome_low, double outcome_high, double base) noexcept {
  const double all = outcome_low + outcome_high + base;
  if (std::isnan(all)) return all;
  return std::fmax(base, std::fmax(outcome_low, outcome_high)) - std::fmin(base, std::fmin(outcome_low, outcome_high));
}

/// From outputs that are known, `outputs` in a row: first all inputs at their base, then low and high of each input.
/// @return  for each output the rows, the widest swing first, those with a NaN last.
/// @throws InvalidArgument  without inputs, for outputs == 0, for another number of values than (2 k + 1) x outputs.
[[nodiscard]] FOREPLAN_EXPORT std::vector<std::vector<OneAtATimeRow>> one_at_a_time(
    const std::vector<InputRange>& inputs, std::span<const double> values, std::size_t outputs);

/// Evaluates 2 k + 1 points on the threads of `execution`.
/// @throws InvalidArgument  also unless low < high and all are finite, and for an empty function. Cancelled. What the
///   function throws.
[[nodiscard]] FOREPLAN_EXPORT std::vector<std::vector<OneAtATimeRow>> one_at_a_time(
    const InputFunction& function, const std::vector<InputRange>& inputs, std::size_t outputs = 1,
    const Execution& execution = {});

}  // namespace foreplan::inline v0::stats
