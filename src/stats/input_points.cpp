#include "stats/input_points.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/check.hpp"
#include "numeric/parallel.hpp"

namespace foreplan::inline v0::stats {

std::vector<double> evaluate_points(std::string_view caller, const InputFunction& function, std::size_t count,
                                    std::size_t inputs, std::size_t outputs,
                                    const std::function<void(std::size_t, std::span<double>)>& point,
                                    const Execution& execution) {
  detail::require(static_cast<bool>(function), caller, "function must not be empty");
  detail::require(outputs >= 1, caller, "outputs must be >= 1", "0");
  std::vector<double> values(
      detail::checked_product(count, outputs, kMostEvaluations, caller, "evaluations times outputs"), NAN);
  constexpr std::size_t kUnit = 256;  // enough that telling of a unit costs nothing beside it
  numeric::parallel_for((count + kUnit - 1) / kUnit, execution, [&](std::size_t unit) {
    std::vector<double> x(inputs);
    const std::size_t end = std::min(count, (unit + 1) * kUnit);
    for (std::size_t row = unit * kUnit; row < end; ++row) {
      point(row, x);
      function(x, std::span(values).subspan(row * outputs, outputs));
    }
  });
  return values;
}

void check_values(std::string_view function, std::size_t rows, std::size_t outputs, std::size_t values) {
  detail::require(outputs >= 1, function, "outputs must be >= 1", "0");
  std::size_t expected = 0;
  if (__builtin_mul_overflow(rows, outputs, &expected) || values != expected)
    detail::fail(
        function, "values must be one for each evaluation and output",
        std::to_string(values) + " for " + std::to_string(rows) + " evaluations of " + std::to_string(outputs));
}

std::size_t count_not_finite(std::span<const double> values, std::size_t outputs) {
  std::size_t count = 0;
  for (std::size_t row = 0; row < values.size(); row += outputs) {
    const auto outputs_of_row = values.subspan(row, outputs);
    if (!std::all_of(outputs_of_row.begin(), outputs_of_row.end(), [](double y) { return std::isfinite(y); })) ++count;
  }
  return count;
}

}  // namespace foreplan::inline v0::stats
