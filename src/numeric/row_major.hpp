#pragma once
#include <Eigen/Core>
#include <cstddef>
#include <vector>

/// Matrices as lists of numbers, row by row.
namespace foreplan::inline v0::numeric {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

[[nodiscard]] inline std::vector<double> listed(const Eigen::MatrixXd& m) {
  std::vector<double> values(static_cast<std::size_t>(m.size()));
  Eigen::Map<RowMajor>(values.data(), m.rows(), m.cols()) = m;
  return values;
}
[[nodiscard]] inline Eigen::MatrixXd matrix_of(const std::vector<double>& values, std::size_t rows,
                                               std::size_t columns) {
  return Eigen::Map<const RowMajor>(values.data(), static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(columns));
}

}  // namespace foreplan::inline v0::numeric
