#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/export.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

/// What is moved to meet targets, and how: by `seek`, and by a scenario's own targets.
namespace foreplan::inline v0::scenario {

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

  bool operator==(const SeekInstrument&) const = default;
};

}  // namespace foreplan::inline v0::scenario
