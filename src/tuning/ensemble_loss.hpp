#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/tuning/train_ensemble.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace foreplan::inline v0::tuning {

/// A period of a case, of one level where the loss is of quantiles. Its loss at a forecast that lies d above the actual
/// value, in units of the case's scale, is size d^2 when squared, else size (|d| - (2 level - 1) d) + percent |d| /
/// (|actual| + |actual + d|).
struct LossRow {
  double actual = 0;  ///< Over the scale.
  double offset = 0;  ///< The pool's d, times the pool's share.
  double size = 0, percent = 0, level = 0.5;
};

/// Members' d of all rows, and what a combination of them loses: the sum over the rows, a mean over the cases.
struct LossRows {
  bool squared = false;
  std::size_t members = 0;
  double rest = 1;                  ///< What the pool leaves of a forecast.
  std::vector<double> distances{};  ///< Rows x members.
  std::vector<LossRow> rows{};
  std::vector<std::size_t> begins{};  ///< Of each case's rows, and their end.
  std::vector<std::size_t> cases{};   ///< Places in the corpus of the cases that have rows.

  [[nodiscard]] std::span<const double> of(std::size_t row) const {
    return std::span(distances).subspan(row * members, members);
  }
  /// d of the combination.
  [[nodiscard]] double distance(std::size_t row, std::span<const double> weights) const {
    const double* d = distances.data() + row * members;
    double sum = 0;
    for (std::size_t i = 0; i < members; ++i) sum += weights[i] * d[i];
    return rest * sum + rows[row].offset;
  }
  [[nodiscard]] double value(std::size_t row, double d) const;
};

/// Slope and curvature of a parabola that touches the loss of a row at d; of |d|, one that lies above it, drawn to its
/// corner no nearer than `corner` (Hunter & Lange 2004).
struct Parabola {
  double slope = 0, curvature = 0;
};
[[nodiscard]] Parabola parabola(const LossRows& rows, std::size_t row, double d, double corner);

/// The rows of those cases of the corpus that have a scale and, of `places` of its members, forecasts.
/// @param cases  places in the corpus.
[[nodiscard]] LossRows loss_rows(const EnsembleCorpus& corpus, const std::vector<std::size_t>& cases,
                                 const std::vector<std::size_t>& places, EnsembleLoss loss,
                                 const std::optional<EnsemblePool>& pool, const Execution& execution);

[[nodiscard]] double total_loss(const LossRows& rows, std::span<const double> weights, const Execution& execution);
/// Of each member by itself, without the pool, over the rows [begin, end).
[[nodiscard]] std::vector<double> member_losses(const LossRows& rows, std::size_t begin, std::size_t end);

/// The sum over blocks of rows of vectors of one length, in the order of the blocks whoever does them.
[[nodiscard]] std::vector<double> sum_over_rows(
    std::size_t rows, std::size_t length, const Execution& execution,
    const std::function<void(std::size_t begin, std::size_t end, std::span<double> sums)>& add);

}  // namespace foreplan::inline v0::tuning
