#pragma once
#include <foreplan/structure/matrix.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "numeric/kernels.hpp"

/// Dense and sparse tables as balancing reads and changes them.
namespace foreplan::inline v0::structure {

/// Sums over one row or column at the present multipliers.
struct LineSums {
  double positive = 0, negative = 0;  ///< sum of a s over a > 0, sum of |a| / s over a < 0
};

struct CellCount {
  std::size_t cells = 0;  ///< That are not zero,
  std::size_t sound = 0;  ///< and are positive in a column whose sum is.
};

/// The cells of a dense table, all >= 0, row by row.
class DenseCells {
 public:
  explicit DenseCells(Matrix& a) : a_(a) {}
  template <class Visit>  ///< visit(column, value), which may change the value
  void each(std::size_t i, Visit visit) const {
    for (std::size_t j = 0; j < a_.columns; ++j) visit(j, a_(i, j));
  }
  /// Of row i at column multipliers s and their inverses.
  [[nodiscard]] LineSums sums(std::size_t i, const std::vector<double>& s, const std::vector<double>&) const {
    return {numeric::kernels().dot(a_.row(i).data(), s.data(), a_.columns), 0};
  }
  /// Adds row i at the multiplier r to the sums of the columns.
  void spread(std::size_t i, double r, std::vector<double>& positive, std::vector<double>&) const {
    numeric::kernels().add_multiple(positive.data(), r, a_.row(i).data(), a_.columns);
  }
  [[nodiscard]] CellCount count(std::size_t i, const std::vector<double>& v) const {
    CellCount n;
    for (std::size_t j = 0; j < a_.columns; ++j) {
      n.cells += a_(i, j) > 0 ? 1 : 0;
      n.sound += std::min(a_(i, j), v[j]) > 0 ? 1 : 0;
    }
    return n;
  }
  /// Every cell to what the multipliers make of it.
  void scale(std::size_t i, double r, const std::vector<double>& s) const {
    numeric::kernels().product(a_.row(i).data(), r, s.data(), a_.row(i).data(), a_.columns);
  }

 private:
  Matrix& a_;
};

/// The cells of a sparse table, of either sign.
class SparseCells {
 public:
  explicit SparseCells(SparseMatrix& a) : a_(a) {}
  template <class Visit>
  void each(std::size_t i, Visit visit) const {
    for (std::size_t k = a_.starts[i]; k < a_.starts[i + 1]; ++k) visit(a_.column[k], a_.values[k]);
  }
  [[nodiscard]] LineSums sums(std::size_t i, const std::vector<double>& s, const std::vector<double>& inverse) const {
    LineSums line;
    each(i, [&](std::size_t j, double a) {
      if (a > 0)
        line.positive += a * s[j];
      else if (a < 0)
        line.negative -= a * inverse[j];
    });
    return line;
  }
  void spread(std::size_t i, double r, std::vector<double>& positive, std::vector<double>& negative) const {
    const double inverse = 1 / r;
    each(i, [&](std::size_t j, double a) {
      if (a > 0)
        positive[j] += r * a;
      else if (a < 0)
        negative[j] -= inverse * a;
    });
  }
  [[nodiscard]] CellCount count(std::size_t i, const std::vector<double>& v) const {
    CellCount n;
    each(i, [&](std::size_t j, double a) {
      n.cells += a != 0 ? 1 : 0;
      n.sound += a > 0 && v[j] > 0 ? 1 : 0;
    });
    return n;
  }
  /// Every cell to what the multipliers make of it.
  void scale(std::size_t i, double r, const std::vector<double>& s) const {
    each(i, [&](std::size_t j, double& a) {
      if (a > 0)
        a *= r * s[j];
      else if (a < 0)
        a /= r * s[j];
    });
  }

 private:
  SparseMatrix& a_;
};

}  // namespace foreplan::inline v0::structure
