#pragma once
#include <foreplan/core/stop.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace foreplan::inline v0::numeric {

/// out = A in, for vectors of one length that do not overlap.
using LinearMap = std::function<void(std::span<const double> in, std::span<double> out)>;

struct GmresOptions {
  double tolerance = 1e-12;  ///< Of the largest residual, relative to the largest of |b|.
  double norm = 0;  ///< Largest row sum of |A|: residuals below 8 units of rounding of norm |x|, and 1e-8 |b|, will do.
  std::size_t restart = 40;  ///< Directions kept, each n numbers.
  std::size_t iterations = 1000;
};
struct GmresResult {
  std::vector<double> x{};
  double residual = 0;  ///< Largest of |b - A x| over the largest of |b|, from A itself; 0 for b = 0.
  std::size_t iterations = 0;
  Stop stop =
      Stop::not_run;  ///< converged, iteration_limit, no_progress (a restart gained less than half), not_finite.
};

/// A x = b by generalised minimal residuals (Saad & Schultz 1986), restarted, with A P^-1 iterated on: P is near A and
/// easy to solve, and the residual is that of A x = b itself.
/// @param solve_near  out = P^-1 in
[[nodiscard]] GmresResult gmres(const LinearMap& a, const LinearMap& solve_near, std::span<const double> b,
                                const GmresOptions& options = {});

}  // namespace foreplan::inline v0::numeric
