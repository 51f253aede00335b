#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/scenario.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// How the inputs of two scenarios differ: layer by layer as they are stated, and value by value as they come to.
/// How their results differ is `compare`.
namespace foreplan::inline v0::scenario {

enum class Side : std::uint8_t {
  first_only,
  second_only,
  both,  ///< In both, with different content.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Side) noexcept;

/// A layer that is not the same in both. Layers are matched by name.
struct LayerDifference {
  std::string layer{};
  Side side = Side::both;
  std::vector<Change> first{};   ///< Changes that only the first has, in order;
  std::vector<Change> second{};  ///< and only the second. Both empty: the same changes in another order.

  bool operator==(const LayerDifference&) const = default;
};

/// What is stated about a variable in a period.
enum class InputKind : std::uint8_t {
  value,        ///< Its value in the data, all layers applied.
  add_factor,   ///< The sum of its add-factors.
  exclusion,    ///< The value that its equation was put out of force for.
  exogenised,   ///< The value that it is given instead of being solved for.
  endogenised,  ///< 1: solved for.
  target,       ///< The value that it is to have.
  instrument,   ///< 1: moved to meet targets, in whatever way.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(InputKind) noexcept;

struct ValueDifference {
  std::string variable{};
  InputKind kind = InputKind::value;
  Period period{};
  double first = 0, second = 0;  ///< NaN where nothing is stated.
  std::string first_layer{};     ///< That stated it last; empty: the base data, or nobody.
  std::string second_layer{};

  [[nodiscard]] double difference() const noexcept { return second - first; }
};

struct ScenarioDiff {
  std::string first{}, second{};          ///< Names of the scenarios.
  std::vector<LayerDifference> layers{};  ///< In the order of the first, then what only the second has.
  bool reordered = false;                 ///< The common layers stand in another order.
  std::vector<ValueDifference> values{};  ///< By variable, kind and period.
  /// Variables that are not in the data and that growth paths or shifts change from what only a model knows (a
  /// parameter's value): they are compared by their changes alone. Sorted.
  std::vector<std::string> not_valued{};
  std::size_t left_out = 0;  ///< Values that differ beyond `DiffOptions::most`.

  /// No layer and no value differs.
  [[nodiscard]] bool empty() const noexcept { return layers.empty() && !reordered && values.empty(); }
};

struct DiffOptions {
  double tolerance = 0;          ///< >= 0; |second - first| <= tolerance (|first| + 1) is no difference.
  std::size_t most = 1'000'000;  ///< Values listed.
};

/// @throws PeriodMismatch   when the data have different frequencies.
/// @throws InvalidArgument  for a tolerance that is negative or not finite; as `Scenario::evaluate` where a growth path
///   or shift meets a missing value of a variable of the data.
[[nodiscard]] FOREPLAN_EXPORT ScenarioDiff diff(const Scenario& first, const Scenario& second,
                                                const DiffOptions& options = {});

}  // namespace foreplan::inline v0::scenario
