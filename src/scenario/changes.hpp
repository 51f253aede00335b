#pragma once
#include <foreplan/scenario/scenario.hpp>

#include <functional>
#include <optional>
#include <string_view>

namespace foreplan::inline v0::scenario::detail {

/// A value for every period of a variable that the data do not have: NaN for none. nullopt where the variable is not
/// known at all.
using Fallback = std::function<std::optional<double>(std::string_view variable)>;

/// For scenarios that no model will solve. @throws InvalidArgument for a change that needs one, and for a variable that
/// the data do not have, naming the nearest.
void require_in_data(const Frame& data, const Change& change);

/// The series that a change begins from: the data's, or the fallback's value over `whole` and the change's range.
/// @throws InvalidArgument  for a variable that nobody knows, naming the nearest of the data.
[[nodiscard]] Series base_series(const Scenario& scenario, const Layer& layer, const Change& change,
                                 const PeriodRange& whole, const Fallback& fallback);

/// Applies a change; the series grows to hold its range.
/// @throws InvalidArgument  when a growth path or shift meets a missing value, naming layer, variable and period.
void apply(const Change& change, const Layer& layer, Series& series);

}  // namespace foreplan::inline v0::scenario::detail
