#pragma once
#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "forecast/tbats_kernel.hpp"

/// The admissible region of TBATS: where D = F - g w', the states without ARMA, has eigenvalues within a circle.
namespace foreplan::inline v0::forecast {

class TbatsRegion {
 public:
  TbatsRegion(const TbatsForm& form, const std::vector<TbatsWave>& waves, double radius);

  /// - sum over i <= j of log |1 - v_i v_j|, v the eigenvalues over the radius: infinite outside, and smooth inside
  /// where two eigenvalues meet too, since it is symmetric in them.
  [[nodiscard]] double barrier(const TbatsPoint& point);
  /// At the point of the last barrier: its gradient by alpha, [beta], [phi] and the gammas, added with a weight, and a
  /// model of its second derivatives. That has the squares of the gradients of those terms that grow at the border, and
  /// where `bent` is set how the border bends too, less what curves downwards; `hessian` is `stride` wide.
  void add_model(const TbatsPoint& point, double weight, std::span<double> gradient, std::span<double> hessian,
                 std::size_t stride) const;
  bool bent = false;
  [[nodiscard]] double largest_root(const TbatsPoint& point) const;

 private:
  const TbatsForm& form_;
  const std::vector<TbatsWave>& waves_;
  double radius_;
  std::vector<std::complex<double>> roots_{};  ///< Eigenvalues at the last point.
};

/// Largest eigenvalue in size of D.
[[nodiscard]] double spectral_radius(bool trend, const std::vector<TbatsWave>& waves, const TbatsPoint& point);

}  // namespace foreplan::inline v0::forecast
