#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace foreplan::inline v0::numeric {

/// Bounds of n variables; empty vectors stand for none.
class Bounds {
 public:
  Bounds(std::span<const double> lower, std::span<const double> upper) : lower_(lower), upper_(upper) {}
  [[nodiscard]] double lower(std::size_t j) const {
    return lower_.empty() ? -std::numeric_limits<double>::infinity() : lower_[j];
  }
  [[nodiscard]] double upper(std::size_t j) const {
    return upper_.empty() ? std::numeric_limits<double>::infinity() : upper_[j];
  }
  [[nodiscard]] double project(std::size_t j, double x) const { return std::clamp(x, lower(j), upper(j)); }
  /// Whether a descent along -slope would leave the bound that x stands on.
  [[nodiscard]] bool blocks(std::size_t j, double x, double slope) const {
    return (x <= lower(j) && slope >= 0) || (x >= upper(j) && slope <= 0);
  }
  /// Largest of |projected gradient_j| max(|x_j|, 1) over max(|value|, 1).
  [[nodiscard]] double slope(std::span<const double> x, std::span<const double> gradient, double value) const {
    double most = 0;
    for (std::size_t j = 0; j < x.size(); ++j)
      most = std::max(most, std::abs(project(j, x[j] - gradient[j]) - x[j]) * std::max(std::abs(x[j]), 1.0));
    return most / std::max(std::abs(value), 1.0);
  }

 private:
  std::span<const double> lower_, upper_;
};

}  // namespace foreplan::inline v0::numeric
