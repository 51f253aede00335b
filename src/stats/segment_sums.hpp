#pragma once
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "stats/linear_model.hpp"

namespace foreplan::inline v0::stats {

/// A model's rows, made ready for regressions on many segments. Where there is an intercept, columns and y are taken
/// from their means, which changes no residual; columns are divided by their largest size.
struct SegmentRows {
  std::size_t rows{}, columns{};
  std::vector<double> x{};  ///< Row by row.
  std::vector<double> y{};
  bool mean_only = false;  ///< One column, of ones.

  [[nodiscard]] std::span<const double> row(std::size_t t) const { return std::span(x).subspan(t * columns, columns); }
};
SegmentRows segment_rows(const LinearModel& model);

/// What is left of a column after the columns before it, of the largest size 1, is rounding below this.
inline constexpr double kNoPivot = 1e-11;

/// Takes one row into the triangle `r` (upper, row by row, packed) and Q'y in `z` by plane rotations, and returns what
/// is left of y: the recursive residual (Brown, Durbin & Evans 1975, equation 2), or 0 where the row raises the rank,
/// which `raised` tells. `row` is overwritten.
inline double rotate_in(std::span<double> r, std::span<double> z, std::span<double> row, double y, bool& raised) {
  const std::size_t k = row.size();
  raised = false;
  for (std::size_t j = 0, at = 0; j < k; at += k - j, ++j) {
    const double below = row[j];
    if (std::abs(below) <= kNoPivot) continue;
    double* const pivot = r.data() + at;
    if (pivot[0] == 0) {
      for (std::size_t l = j; l < k; ++l) pivot[l - j] = row[l];
      z[j] = y;
      raised = true;
      return 0;
    }
    const double size = std::sqrt(pivot[0] * pivot[0] + below * below);
    const double c = std::abs(pivot[0]) / size, s = std::copysign(below, below * pivot[0]) / size;
    pivot[0] = std::copysign(size, pivot[0]);
    for (std::size_t l = j + 1; l < k; ++l) {
      const double above = pivot[l - j];
      pivot[l - j] = c * above + s * row[l];
      row[l] = c * row[l] - s * above;
    }
    const double above = z[j];
    z[j] = c * above + s * y;
    y = c * y - s * above;
  }
  return y;
}

/// RSS of the rows first, first + 1, ... up to each of them, `count` numbers; backwards: of first, first - 1, ...
std::vector<double> running_sums(const SegmentRows& rows, std::size_t first, std::size_t count, bool backwards);

/// floor(trimming rows), a product that is a whole number but for rounding being that number (0.29 x 100 is 29).
std::size_t trimmed_rows(double trimming, std::size_t rows);

/// A sum of squares that is 0 but for rounding: at most n (64 eps largest |y|)^2.
double rounding_only(std::span<const double> y);

}  // namespace foreplan::inline v0::stats
