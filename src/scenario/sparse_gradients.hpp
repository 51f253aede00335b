#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "scenario/program.hpp"

namespace foreplan::inline v0::scenario::detail {

/// Derivatives of a block's loop by what it iterates, of each value by only those that it depends on: for blocks with
/// many unknowns of which each equation holds few. The same numbers as Machine::derivatives.
class SparseGradients {
 public:
  explicit SparseGradients(const Segment& segment);

  /// Runs the loop where `w` stands, and differentiates.
  void run(double* w);

  /// Of a row of the segment's gradients, by increasing column: the torn variables first, then the links.
  [[nodiscard]] std::span<const std::uint32_t> columns(std::uint32_t row) const noexcept {
    return std::span(columns_).subspan(starts_[row], starts_[row + 1] - starts_[row]);
  }
  [[nodiscard]] std::span<const double> values(std::uint32_t row) const noexcept {
    return std::span(values_).subspan(starts_[row], starts_[row + 1] - starts_[row]);
  }

 private:
  void add(std::uint32_t to, double factor, std::uint32_t from) noexcept;

  const Segment* segment_;
  std::vector<std::size_t> starts_{0};  ///< Of each row within what follows, and the end.
  std::vector<std::uint32_t> columns_{};
  std::vector<double> values_{};
};

}  // namespace foreplan::inline v0::scenario::detail
