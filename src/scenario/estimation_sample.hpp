#pragma once
#include <foreplan/scenario/estimate.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "scenario/sampled_expressions.hpp"

/// From a model, a scenario and a range to the numbers that an estimation works on.
namespace foreplan::inline v0::scenario::detail {

struct EstimationSample {
  std::string equation{}, variable{}, add_factor{};
  std::vector<std::string> parameters{};
  std::vector<double> start{};  ///< Their values in the scenario; may be missing.
  PeriodRange range{};          ///< The periods fitted.
  std::string left_out{};       ///< A sentence, where some were.
  std::size_t before = 0;       ///< Rows before the range that errors are needed in.
  std::size_t observations = 0;
  SampledExpressions sides;  ///< Left and right, `before + observations` rows.
  std::vector<stats::Regressor> instruments{};
};

/// @throws InvalidArgument  as `estimate`, naming `function`.
[[nodiscard]] EstimationSample sample_of(const Model& model, const Scenario& scenario, std::string_view equation,
                                         PeriodRange range, const EstimationOptions& options,
                                         std::string_view function);

}  // namespace foreplan::inline v0::scenario::detail
