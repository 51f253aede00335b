#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/inputs.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

/// Which inputs the variance of an output comes from (Sobol 1993).
///
///   first order  S_i  = Var(E(y | x_i)) / Var(y): the share that would go if x_i were known,
///   total        ST_i = E(Var(y | all but x_i)) / Var(y): the share that would stay if all else were known,
///   second order S_ij = Var(E(y | x_i, x_j)) / Var(y) - S_i - S_j: the pair's interaction.
///
/// Of independent inputs, the S_i sum to at most 1 and the ST_i to at least 1; both sums are 1 without interactions.
/// Estimates may fall slightly outside [0, 1].
namespace foreplan::inline v0::stats {

enum class SobolDesign : std::uint8_t {
  sobol,            ///< Scrambled Sobol points (Matousek 1998): base_points should be a power of two.
  latin_hypercube,  ///< McKay, Beckman & Conover (1979).
};

/// With A and B two independent sets of N points, AB_i the points of A with input i from B, f centred on its mean over
/// A and B, V its variance over both.
enum class FirstOrderEstimator : std::uint8_t {
  saltelli,  ///< mean f(B) (f(AB_i) - f(A)) / V: Saltelli et al. (2010), table 2 (b).
  jansen,    ///< 1 - mean (f(B) - f(AB_i))^2 / (2 V): Jansen (1999).
};
enum class TotalEstimator : std::uint8_t {
  jansen,  ///< mean (f(A) - f(AB_i))^2 / (2 V): Jansen (1999). Never negative.
  sobol,   ///< mean f(A) (f(A) - f(AB_i)) / V: Sobol (2007).
};

struct SobolIndicesOptions {
  std::size_t base_points = 1024;  ///< N, >= 4.
  SobolDesign design = SobolDesign::sobol;
  FirstOrderEstimator first = FirstOrderEstimator::saltelli;
  TotalEstimator total = TotalEstimator::jansen;
  bool second_order = false;  ///< N more evaluations an input; estimated as Saltelli (2002) does.
  /// Of the base points, for percentile intervals and standard errors; 0, or >= 20. The points count as independent
  /// ones, so that intervals are rather too wide where points are evenly spread.
  std::size_t resamples = 500;
  double coverage = 0.95;  ///< (0, 1), of the intervals.
  /// An output whose standard deviation is at most this share of its largest magnitude counts as constant. [0, 1)
  double constant_below = 1e-12;
  std::uint64_t seed = 0;
  Execution execution{};
};

/// An index with its bootstrap interval; NaN where it is not identified, the interval also without resamples.
struct SensitivityIndex {
  double value = 0;
  double standard_error = 0;
  double lower = 0, upper = 0;
};

struct SecondOrderIndex {
  std::size_t i = 0, j = 0;  ///< Inputs, i < j.
  SensitivityIndex index{};
};

enum class SensitivityStatus : std::uint8_t {
  identified,
  constant_output,  ///< No variance to share out.
  too_few_points,   ///< Fewer than 4 base points of which every evaluation is finite.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(SensitivityStatus) noexcept;

/// Of one output.
struct OutputIndices {
  SensitivityStatus status = SensitivityStatus::too_few_points;
  double mean = 0;                        ///< Over A and B,
  double variance = 0;                    ///< as this.
  std::size_t points = 0;                 ///< Base points used: those of which every evaluation is finite.
  std::vector<SensitivityIndex> first{};  ///< One an input, as the following.
  std::vector<SensitivityIndex> total{};
  std::vector<SecondOrderIndex> second{};  ///< Every pair; empty unless asked for.

  [[nodiscard]] bool usable() const noexcept { return status == SensitivityStatus::identified; }
};

struct SobolIndices {
  std::vector<OutputIndices> outputs{};
  std::size_t evaluations = 0;  ///< Of the function: N (k + 2), with second order N (2 k + 2).
  std::size_t not_finite = 0;   ///< Evaluations that gave an output that is not finite.
};

/// Where the function is to be evaluated: base point by base point A, B, AB_1 ... AB_k, and with second order BA_1 ...
/// BA_k.
struct SobolSample {
  std::size_t base_points = 0;
  bool second_order = false;
  std::vector<InputDistribution> inputs{};
  std::vector<double> a{}, b{};  ///< Values of the inputs, base point by base point.

  [[nodiscard]] std::size_t block() const noexcept { return (second_order ? 2 : 1) * inputs.size() + 2; }
  [[nodiscard]] std::size_t size() const noexcept { return base_points * block(); }
  /// Writes evaluation `row` of `size()`. @throws InvalidArgument unless it is one, and x has a place for each input.
  FOREPLAN_EXPORT void point(std::size_t row, std::span<double> x) const;
};

/// @throws InvalidArgument  without inputs, for an option out of its range, for more than 10^8 evaluations.
[[nodiscard]] FOREPLAN_EXPORT SobolSample sobol_sample(const std::vector<InputDistribution>& inputs,
                                                       const SobolIndicesOptions& options = {});

/// Indices from the outputs at every point of a sample, however they were come by.
/// O(size x outputs + resamples x N x inputs x outputs).
/// @param values  row by row, `outputs` of each: sample.size() x outputs. NaN where there is none.
/// @throws InvalidArgument  for another number of values, for outputs == 0, for an option out of its range.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT SobolIndices sobol_indices(const SobolSample& sample, std::span<const double> values,
                                                         std::size_t outputs, const SobolIndicesOptions& options = {});

/// Both in one: samples, evaluates on the threads of `options.execution`, estimates.
/// @throws InvalidArgument  as both, and for an empty function. Cancelled. What the function throws.
[[nodiscard]] FOREPLAN_EXPORT SobolIndices sobol_indices(const InputFunction& function,
                                                         const std::vector<InputDistribution>& inputs,
                                                         std::size_t outputs = 1,
                                                         const SobolIndicesOptions& options = {});

}  // namespace foreplan::inline v0::stats
