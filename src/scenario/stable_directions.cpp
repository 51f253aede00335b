#include "scenario/stable_directions.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/Jacobi>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

namespace foreplan::inline v0::scenario::detail {
namespace {

using Complex = std::complex<double>;
using Eigen::Index;
using Eigen::MatrixXcd;

/// A number between the smallest `count` eigenvalues and the others, as far from all of them as there is.
Complex shift_between(std::span<const Complex> eigenvalues, Index count) {
  const auto at = static_cast<std::size_t>(count);
  const double below = at > 0 ? std::abs(eigenvalues[at - 1]) : 0;
  const double above = at < eigenvalues.size() ? std::abs(eigenvalues[at]) : INFINITY;
  const double radius = std::isfinite(above) ? (below + above) / 2 : std::max(1.0, 2 * below);
  constexpr int kAngles = 64;
  Complex best;
  double most = -1;
  for (int k = 0; k < kAngles; ++k) {
    const Complex shift = std::polar(radius, std::numbers::pi * (k + 0.5) / kAngles);
    double nearest = INFINITY;
    for (const Complex& value : eigenvalues)
      if (std::isfinite(std::abs(value))) nearest = std::min(nearest, std::abs(value - shift));
    if (nearest > most) most = nearest, best = shift;
  }
  return best;
}

/// Exchanges two neighbours on the diagonal of a triangular Schur form (Golub & Van Loan 2013, 7.6.2).
void exchange(MatrixXcd& t, MatrixXcd& u, Index k) {
  Eigen::JacobiRotation<Complex> rotation;
  rotation.makeGivens(t(k, k + 1), t(k + 1, k + 1) - t(k, k));
  t.applyOnTheLeft(k, k + 1, rotation.adjoint());
  t.applyOnTheRight(k, k + 1, rotation);
  u.applyOnTheRight(k, k + 1, rotation);
}

}  // namespace

MatrixXcd stable_directions(const Eigen::MatrixXd& now, const Eigen::MatrixXd& later,
                            std::span<const Complex> eigenvalues, Index count) {
  // now v = value later v has the directions of m v = v / (value - shift), m = (now - shift later)^-1 later, and is
  // not troubled by infinite values.
  const Complex shift = shift_between(eigenvalues, count);
  const MatrixXcd shifted = now.cast<Complex>() - shift * later.cast<Complex>();
  const Eigen::ComplexSchur<MatrixXcd> schur(shifted.partialPivLu().solve(later.cast<Complex>()));
  MatrixXcd t = schur.matrixT(), u = schur.matrixU();
  const Index order = t.rows();
  std::vector<double> modulus;
  for (Index i = 0; i < order; ++i) modulus.push_back(t(i, i) == 0.0 ? INFINITY : std::abs(shift + 1.0 / t(i, i)));
  std::vector<Index> by_modulus(static_cast<std::size_t>(order));
  std::iota(by_modulus.begin(), by_modulus.end(), Index{0});
  std::stable_sort(by_modulus.begin(), by_modulus.end(), [&](Index a, Index b) {
    return modulus[static_cast<std::size_t>(a)] < modulus[static_cast<std::size_t>(b)];
  });
  std::vector<Index> chosen(by_modulus.begin(), by_modulus.begin() + count);
  std::sort(chosen.begin(), chosen.end());
  for (Index to = 0; to < count; ++to)
    for (Index k = chosen[static_cast<std::size_t>(to)]; k > to; --k) exchange(t, u, k - 1);
  return u.leftCols(count);
}

}  // namespace foreplan::inline v0::scenario::detail
