#pragma once
#include <foreplan/scenario/attribution.hpp>
#include <foreplan/scenario/scenario.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Shocks: what was laid above a base scenario, taken apart so that each can be in force or not, or in part.
namespace foreplan::inline v0::scenario::detail {

struct Shock {
  std::string name{};
  std::string layer{};            ///< That it belongs to.
  std::vector<Change> changes{};  ///< Applied in order.
};

/// In the order of the layers.
/// @throws InvalidArgument  unless the scenario is built from the base, with at least one shock and at most 63.
[[nodiscard]] std::vector<Shock> shocks_above(std::string_view function, const Scenario& scenario, const Scenario& base,
                                              AttributionPlayers players);

/// The base with the shocks of a coalition: bit i is shock i.
[[nodiscard]] Scenario with_shocks(const Scenario& base, const std::vector<Shock>& shocks, std::uint64_t coalition);

/// The base with every shock in force to a part: each variable that shock i changes goes the share scale[i] of the way
/// from its value without the shock to its value with it, shock after shock.
class ScaledShocks {
 public:
  /// Holds on to the base.
  /// @throws InvalidArgument  for shocks that are in force or not, and for changes of missing values.
  ScaledShocks(std::string_view function, const Model& model, const Scenario& base, const std::vector<Shock>& shocks);

  [[nodiscard]] Scenario at(std::span<const double> scale) const;

 private:
  using Values = std::map<std::string, Series, std::less<>>;
  /// Applies a change as one of data; `values` must have the variable.
  static void apply_plain(const Change& change, const std::string& layer, Values& values);
  [[nodiscard]] Values scaled(std::span<const double> scale) const;

  std::string_view function_;
  const Scenario& base_;
  std::vector<Shock> plain_{};  ///< The shocks, add-factors as shifts of their variables.
  Values below_{};              ///< What the base has of every variable that a shock changes.
};

}  // namespace foreplan::inline v0::scenario::detail
