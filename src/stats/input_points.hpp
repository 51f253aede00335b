#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/stats/inputs.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

/// What the ways to vary inputs share. Private.
namespace foreplan::inline v0::stats {

inline constexpr std::size_t kMostEvaluations = 100'000'000;

/// @throws InvalidArgument  naming the input, for none and for a distribution that makes no sense.
void check_inputs(std::string_view function, const std::vector<InputDistribution>& inputs);

/// `quantile` of a distribution that `check_inputs` let pass.
[[nodiscard]] double input_value(const InputDistribution& input, double p);

/// The function's outputs at points 0 ... count - 1, row by row, on the threads of `execution`.
/// @param point  writes the inputs of a point.
/// @throws InvalidArgument  naming `caller`, for an empty function, no outputs or too many values.
[[nodiscard]] std::vector<double> evaluate_points(std::string_view caller, const InputFunction& function,
                                                  std::size_t count, std::size_t inputs, std::size_t outputs,
                                                  const std::function<void(std::size_t, std::span<double>)>& point,
                                                  const Execution& execution);

/// @throws InvalidArgument  unless outputs >= 1 and there are rows x outputs values.
void check_values(std::string_view function, std::size_t rows, std::size_t outputs, std::size_t values);

/// Rows with a value that is not finite.
[[nodiscard]] std::size_t count_not_finite(std::span<const double> values, std::size_t outputs);

}  // namespace foreplan::inline v0::stats
