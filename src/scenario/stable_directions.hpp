#pragma once
#include <Eigen/Core>
#include <complex>
#include <span>

/// The directions in which a linear system comes to rest.
namespace foreplan::inline v0::scenario::detail {

/// An orthonormal basis of the span of the solutions of later * z(t + 1) = now * z(t) that belong to the `count`
/// smallest eigenvalues.
/// @param eigenvalues  of the pencil, which is regular, by increasing modulus; infinite ones last.
[[nodiscard]] Eigen::MatrixXcd stable_directions(const Eigen::MatrixXd& now, const Eigen::MatrixXd& later,
                                                 std::span<const std::complex<double>> eigenvalues, Eigen::Index count);

}  // namespace foreplan::inline v0::scenario::detail
