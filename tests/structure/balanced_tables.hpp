#pragma once
#include <foreplan/structure/matrix.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

/// Random tables to be balanced, and how far a balanced one is off.
namespace foreplan::structure {

inline double total(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0); }

/// Largest difference from the margins, relative to max(|margin|, gross sum), measured here and not taken on trust.
inline double off_margins(const Matrix& x, const std::vector<double>& u, const std::vector<double>& v) {
  Matrix gross = x;
  for (double& g : gross.values) g = std::abs(g);
  const auto worst = [](const std::vector<double>& sum, const std::vector<double>& size,
                        const std::vector<double>& margin) {
    double off = 0;
    for (std::size_t i = 0; i < sum.size(); ++i)
      if (sum[i] != margin[i])
        off = std::max(off, std::abs(sum[i] - margin[i]) / std::max(std::abs(margin[i]), size[i]));
    return off;
  };
  return std::max(worst(row_sums(x), row_sums(gross), u), worst(column_sums(x), column_sums(gross), v));
}

/// A table with cells of 0 to 9 and, where `negatives`, down to -4; never only zeros.
inline rc::Gen<Matrix> tables(bool negatives) {
  return rc::gen::exec([negatives] {
    Matrix a = filled_matrix(*rc::gen::inRange<std::size_t>(1, 8), *rc::gen::inRange<std::size_t>(1, 8));
    for (double& x : a.values) x = std::max(*rc::gen::inRange(negatives ? -4 : -6, 10), negatives ? -4 : 0);
    a.values[0] = std::abs(a.values[0]) + 1;
    return a;
  });
}

}  // namespace foreplan::structure
