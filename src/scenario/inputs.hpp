#pragma once
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/solve.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scenario/model_data.hpp"

/// From a scenario to the numbers that a model reads.
namespace foreplan::inline v0::scenario::detail {

inline constexpr std::string_view kSolve = "scenario::solve";

/// The periods held for a solution: history, the range, and what leads read after it.
struct Window {
  Period origin{};          ///< Of column 0.
  std::size_t first = 0;    ///< Column of the first period solved,
  std::size_t periods = 0;  ///< and how many are.
  std::size_t columns = 0;  ///< Of all.

  [[nodiscard]] Period period(std::size_t column) const { return origin + static_cast<std::int64_t>(column); }
};

/// @throws InvalidArgument, PeriodMismatch  for a range that is empty, of another frequency than the data, or too long.
[[nodiscard]] Window window_of(const ModelData& model, const Scenario& scenario, PeriodRange range);
[[nodiscard]] Window window_of(const ModelData& model, const Frame& data, PeriodRange range, std::string_view function);

/// A stretch of columns in which a variable is solved for, or not, unlike the model says.
struct Switch {
  std::uint32_t variable = 0;
  bool solved = false;
  std::size_t first = 0, last = 0;  ///< Columns, both included.

  [[nodiscard]] bool covers(std::size_t column) const noexcept { return first <= column && column <= last; }
};

/// values[variable * columns + column], the base data without layers; missing ones NaN, defaults of the model filled
/// in. @throws UnitMismatch  naming `function`.
[[nodiscard]] std::vector<double> gather(const ModelData& model, const Frame& data, const Window& window,
                                         std::string_view function = kSolve);

/// The layers applied to what `gather` gave; the switches that they ask for, in order.
/// @throws InvalidArgument  for a layer on a variable that neither data nor model know, an add-factor or exclusion
///   without a behavioural equation, exogenising what is not solved for or endogenising what is, targets, which are
///   not met here, and as Scenario::evaluate.
/// @param changed  where given: the variables that the layers give values to, each once, in order.
std::vector<Switch> apply_layers(const ModelData& model, const Scenario& scenario, const Window& window,
                                 std::vector<double>& values, std::vector<std::uint32_t>* changed = nullptr,
                                 std::string_view function = kSolve);

/// For each variable whether it is solved for in a column.
[[nodiscard]] std::vector<bool> unknowns_at(const ModelData& model, std::span<const Switch> switches,
                                            std::size_t column);

/// @throws InvalidArgument  naming every exogenous value and every piece of history that is read and missing.
void require_complete(const ModelData& model, std::span<const Switch> switches, const Window& window,
                      const std::vector<double>& values);
/// The same for these variables alone.
void require_complete(const ModelData& model, std::span<const Switch> switches, const Window& window,
                      const std::vector<double>& values, std::span<const std::uint32_t> variables);
/// The variables for which something is missing, where nothing is switched.
[[nodiscard]] std::vector<std::uint32_t> incomplete(const ModelData& model, const Window& window,
                                                    const std::vector<double>& values);

}  // namespace foreplan::inline v0::scenario::detail
