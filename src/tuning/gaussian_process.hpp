#pragma once
#include <foreplan/core/execution.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace foreplan::inline v0::tuning {

/// What a process says of a place.
struct ProcessValue {
  double mean = 0;
  double deviation = 0;              ///< Of the value without noise.
  std::vector<double> mean_slope{};  ///< By each coordinate; 0 for those of choices. Empty unless asked for.
  std::vector<double> deviation_slope{};
};

/// A Gaussian process with constant mean (integrated out, as by Jones, Schonlau & Welch 1998) and noise, and covariance
/// s2 (1 + a + a^2 / 3) exp(-a), a^2 = 5 sum of (x_j - x'_j)^2 / l_j^2: Matern's of smoothness 5/2. Of a choice (x_j - x'_j)^2
/// is 0 or 1.
class GaussianProcess {
 public:
  /// Lengths and the ratio of noise to signal by the marginal likelihood, concentrated in mean and s2, with log-normal
  /// priors of the lengths (median 0.4, standard deviation 1.5 of the logarithm), without which few points would say
  /// that a coordinate does not matter at all.
  /// @param points  places x coordinates in [0, 1], row by row; at least two places.
  /// @param start   a log-length for each coordinate and the log-ratio of noise, or empty.
  GaussianProcess(std::vector<double> points, std::span<const double> values, std::vector<bool> choices,
                  const std::vector<double>& start, const CancelToken& cancel);

  [[nodiscard]] ProcessValue at(std::span<const double> x, bool slopes) const;
  /// Where the search for parameters ended: a start for the next one.
  [[nodiscard]] const std::vector<double>& parameters() const noexcept { return parameters_; }

 private:
  std::vector<double> points_;
  std::vector<bool> choices_;
  std::vector<double> parameters_{};
  std::vector<double> inverse_squares_{};  ///< 1 / l_j^2
  std::vector<double> inverse_{};          ///< K^-1, row by row
  std::vector<double> alpha_{};            ///< K^-1 (y - mean)
  std::vector<double> ones_{};             ///< K^-1 1
  double mean_ = 0, variance_ = 0, sum_of_ones_ = 1;
};

}  // namespace foreplan::inline v0::tuning
