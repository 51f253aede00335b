#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/scenario/instrument.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/solve.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/derivatives.hpp"

/// What seeking and steering share: names, ranges and cells of what is moved and what is aimed at.
namespace foreplan::inline v0::scenario::detail {

/// Refuses bounds, weights and scales that are not as `SeekInstrument` says.
void check_instrument(const SeekInstrument& instrument, std::string_view function, std::string_view where);

/// A variable over some periods, as the caller named it.
struct Stretch {
  std::string_view variable{};
  PeriodRange range{};
};

/// Place of a variable of the model. @throws InvalidArgument  naming the nearest.
[[nodiscard]] std::uint32_t require_variable(const Model& model, std::string_view name, std::string_view function,
                                             std::string_view what);

/// Refuses unknown variables, ranges that are empty or of two frequencies, and two of one variable in one period.
void check_stretches(const Model& model, std::span<const Stretch> stretches, std::string_view function,
                     std::string_view what);

/// The range given, or one derived as SeekOptions::range says.
/// @throws InvalidArgument  unless it holds all stretches, or where it has to be given.
[[nodiscard]] PeriodRange range_over(const Model& model, const Scenario& scenario,
                                     const std::optional<PeriodRange>& given, std::span<const Stretch> instruments,
                                     std::span<const Stretch> targets, std::string_view function);

/// Cells of a stretch in a run, period by period.
/// @throws InvalidArgument  unless each of them is solved for, or (`solved` false) none.
[[nodiscard]] std::vector<Cell> cells_of(const RunData& run, const Stretch& stretch, bool solved,
                                         std::string_view function, std::string_view what);
[[nodiscard]] double value_at(const RunData& run, const Cell& cell);

/// `wanted` with no number, or the first that no layer bears.
[[nodiscard]] std::string layer_name(const Scenario& scenario, const std::string& given, const std::string& wanted);

/// Six digits.
[[nodiscard]] std::string short_number(double x);
/// "2016-2020", or "2016" for one.
[[nodiscard]] std::string range_text(const PeriodRange& range);

}  // namespace foreplan::inline v0::scenario::detail
