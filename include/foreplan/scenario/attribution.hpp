#pragma once
#include <foreplan/core/period.hpp>
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

/// How much of the difference between a scenario and its base each of its shocks brought about.
namespace foreplan::inline v0::scenario {

/// With y(S) the result when only the shocks of S are in force, and n shocks in all. What interacts is shared out by
/// the first three, in different ways, and left as `residual` by the last two.
enum class AttributionMethod : std::uint8_t {
  /// The mean, over all orders, of what a shock adds (Shapley 1953). Sums to the total. 2^n runs, or a sample of
  /// orders.
  shapley,
  /// Integral of dy / ds_i along s_1 = ... = s_n = t from 0 to 1 (Aumann & Shapley 1974), s_i the scale of a shock:
  /// every variable that it changes goes the share s_i of the way from its value without the shock to its value with
  /// it. Gauss-Legendre nodes; derivatives by central differences of fourth order. 4 n runs a node.
  path_integral,
  sequential,  ///< One after the other, in the order of the layers: y(1..i) - y(1..i-1). Sums; depends on the order.
  first_in,    ///< Each alone: y(i) - y(none). Does not sum: the residual is what interacts.
  last_in,     ///< Each taken away: y(all) - y(all but i). Does not sum.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(AttributionMethod) noexcept;

/// Who shares.
enum class AttributionPlayers : std::uint8_t {
  layers,   ///< Every layer above the base.
  changes,  ///< Every change in them; a swap's two together.
};

/// What becomes of a path integral's numerical remainder.
enum class PathRemainder : std::uint8_t {
  reported,      ///< It stays in `residual`.
  proportional,  ///< Shared out in proportion to the size of the contributions; sums to the total.
};

struct AttributionOptions {
  AttributionMethod method = AttributionMethod::shapley;
  AttributionPlayers players = AttributionPlayers::layers;
  std::size_t most_exact = 12;  ///< [1, 16]; Shapley values of more shocks are from a sample of orders.
  std::size_t orders = 200;     ///< Even, [4, 10^5]: random orders, each with its reverse.
  std::uint64_t seed = 0;       ///< Of the orders.
  std::size_t nodes = 8;        ///< [1, 64]; of the path integral.
  double step = 0.02;           ///< [1e-4, 0.1]; of s_i, for its derivatives.
  PathRemainder remainder = PathRemainder::proportional;
  SolveOptions solve{};  ///< Progress is not told: of a sample, how many runs are new is not known beforehand.
};

/// Of one variable.
struct AttributedVariable {
  std::string name{};
  std::optional<Unit> unit{};
  std::vector<double> base{};  ///< One a period, as all that follows.
  std::vector<double> scenario{};
  std::vector<double> total{};                         ///< scenario - base
  std::vector<std::vector<double>> contributions{};    ///< [player][period]
  std::vector<std::vector<double>> standard_errors{};  ///< The same; of sampled orders, else empty.
  std::vector<double> residual{};                      ///< total - sum of contributions.
};

struct Attribution {
  AttributionMethod method = AttributionMethod::shapley;
  bool sampled = false;  ///< Orders were.
  std::string scenario{}, base{};
  PeriodRange range{};
  std::vector<std::string> players{};  ///< Layers' names; for changes "layer: kind variable", numbered where repeated.
  std::vector<AttributedVariable> variables{};
  std::size_t runs = 0;
  Stop stop = Stop::not_run;
  std::string failure{};  ///< Why not: which shocks were in force, and what the solution says.
  /// max |residual| / max(|total|, sum of |contributions|) over variables and periods: rounding alone, below 1e-12,
  /// where the method sums.
  double check = 0;

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
  /// @throws InvalidArgument  naming the nearest.
  [[nodiscard]] FOREPLAN_EXPORT const AttributedVariable& operator[](std::string_view variable) const;
};

/// Attributes the difference between two scenarios, one built from the other, to what was laid above the base.
///
/// A target is a shock like others: with it the target is met, whatever else is in force.
///
/// A run that is not solved leaves the contributions empty: `stop`, `failure`.
/// @param track  variables, at least one.
/// @throws InvalidArgument  unless `scenario` has the base's data and begins with its layers; without anything above
///   them; for more than 63 players; for a variable that the model does not have; for a path integral through swaps,
///   exclusions, exogenised variables or targets, which are in force or not, or from a value that is missing; for
///   options out of range; and what `solve` refuses. Cancelled.
[[nodiscard]] FOREPLAN_EXPORT Attribution attribute(const Model& model, const Scenario& scenario, const Scenario& base,
                                                    PeriodRange range, const std::vector<std::string>& track,
                                                    const AttributionOptions& options = {});

}  // namespace foreplan::inline v0::scenario
