#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "scenario/model_data.hpp"

namespace foreplan::inline v0::scenario::detail {

/// A behavioural equation with the add-factor on its right side.
struct Behavioural {
  std::uint32_t equation = 0;
  std::uint32_t variable = 0;    ///< What it determines,
  std::uint32_t add_factor = 0;  ///< and x_A of that x.
};

/// In the model's order. @throws InvalidArgument where there is none.
[[nodiscard]] std::vector<Behavioural> behavioural_equations(const ModelData& model, std::string_view function);

/// Those of these variables, in their order; none: all.
/// @throws InvalidArgument  for a variable without a behavioural equation, naming the nearest, or named twice.
[[nodiscard]] std::vector<Behavioural> behavioural_equations(const ModelData& model,
                                                             const std::vector<std::string>& variables,
                                                             std::string_view function);

/// @throws InvalidArgument  for a variable that the model does not have, naming the nearest.
[[nodiscard]] std::uint32_t variable_named(const ModelData& model, std::string_view name, std::string_view function,
                                           std::string_view where);

}  // namespace foreplan::inline v0::scenario::detail
