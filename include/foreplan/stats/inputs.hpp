#pragma once
#include <foreplan/export.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

/// Uncertain inputs of a calculation: what sensitivity analysis varies. Inputs are independent of each other.
namespace foreplan::inline v0::stats {

enum class InputShape : std::uint8_t {
  uniform,      ///< On [low, high].
  normal,       ///< Mean `centre`, standard deviation `spread`.
  triangular,   ///< On [low, high], mode `centre`.
  log_uniform,  ///< The logarithm is uniform: on [low, high], low > 0.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(InputShape) noexcept;

/// The distribution of one input; members that its shape does not name are not used. The functions of these names make
/// them.
struct InputDistribution {
  InputShape shape = InputShape::uniform;
  double low = 0, high = 1;
  double centre = 0;
  double spread = 1;

  bool operator==(const InputDistribution&) const = default;
};

/// @throws InvalidArgument  unless all are finite, low < high (for log_uniform 0 < low < high), low <= mode <= high and
///   standard_deviation > 0.
[[nodiscard]] FOREPLAN_EXPORT InputDistribution uniform(double low, double high);
[[nodiscard]] FOREPLAN_EXPORT InputDistribution normal(double mean, double standard_deviation);
[[nodiscard]] FOREPLAN_EXPORT InputDistribution triangular(double low, double mode, double high);
[[nodiscard]] FOREPLAN_EXPORT InputDistribution log_uniform(double low, double high);

/// The value that the input stays below with probability p.
/// @param p  [0, 1]; (0, 1) for normal inputs.
/// @throws InvalidArgument  for p elsewhere, and for a distribution that the functions above would not make.
[[nodiscard]] FOREPLAN_EXPORT double quantile(const InputDistribution& input, double p);

/// A calculation to be analysed: reads one value of each input from `x` and writes one value of each output to `y`. It
/// is called from several threads at once where `Execution` asks for them. What it throws reaches the caller. An output
/// that could not be calculated is written as NaN; it is left out and counted.
using InputFunction = std::function<void(std::span<const double> x, std::span<double> y)>;

}  // namespace foreplan::inline v0::stats
