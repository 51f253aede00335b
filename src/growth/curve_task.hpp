#pragma once
#include <foreplan/growth/curve_fit.hpp>

#include <span>
#include <vector>

#include "numeric/least_squares.hpp"

namespace foreplan::inline v0::growth::internal {

/// The least-squares problem behind a fit, with the weights and the autocorrelation of the moment.
class CurveTask {
 public:
  CurveTask(const CurveFunction& function, std::span<const double> t, std::span<const double> y,
            const std::vector<CurveParameter>& parameters, int max_iterations, const CancelToken& cancel);

  std::vector<double> weights{};  ///< Empty: all 1.
  double rho = 0;

  /// Minimises from `start`; `held` (if any parameter) stays where the start has it.
  [[nodiscard]] numeric::LeastSquares solve(std::vector<double> start, std::size_t held = static_cast<std::size_t>(-1));
  /// Weights, and with autocorrelation the innovations of what is weighted, in place.
  void transform(std::span<double> column) const;

 private:
  [[nodiscard]] double weighted_length() const;

  const CurveFunction& function_;
  std::span<const double> t_, y_;
  numeric::LeastSquaresOptions options_;
};

}  // namespace foreplan::inline v0::growth::internal
