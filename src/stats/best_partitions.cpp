#include "stats/best_partitions.hpp"

#include <foreplan/core/errors.hpp>

#include <algorithm>
#include <limits>
#include <string>

#include "core/check.hpp"

namespace foreplan::inline v0::stats {
namespace {

/// RSS of the segments that begin at each row and end at the row last taken in: one regression for each beginning, all
/// of them grown by one row at a time. That needs no triangle of n^2 / 2 sums.
class GrowingSegments {
 public:
  explicit GrowingSegments(const SegmentRows& rows)
      : rows_(rows), size_(rows.columns * (rows.columns + 1) / 2), sums_(rows.rows) {
    if (rows_.mean_only) {
      means_.resize(rows_.rows);
      reciprocals_.resize(rows_.rows + 1);
      for (std::size_t i = 1; i <= rows_.rows; ++i) reciprocals_[i] = 1 / static_cast<double>(i);
    } else {
      r_.resize(rows_.rows * size_);
      z_.resize(rows_.rows * rows_.columns);
    }
  }

  /// Takes in row t, for beginnings up to the lesser of t and `last`.
  void take(std::size_t t, std::size_t last) {
    const std::size_t count = std::min(t, last) + 1;
    rows_.mean_only ? take_mean(t, count) : take_rotations(t, count);
  }

  [[nodiscard]] const std::vector<double>& sums() const noexcept { return sums_; }

 private:
  /// Welford's update of a mean and its sum of squares; exact for a constant.
  void take_mean(std::size_t t, std::size_t count) {
    const double y = rows_.y[t];
    double* const means = means_.data();
    double* const sums = sums_.data();
    const double* const reciprocals = reciprocals_.data() + t + 1;
    for (std::size_t i = 0; i < count; ++i) {
      const double change = y - means[i];
      means[i] += change * reciprocals[-static_cast<std::ptrdiff_t>(i)];
      sums[i] += change * (y - means[i]);
    }
  }

  void take_rotations(std::size_t t, std::size_t count) {
    const std::size_t k = rows_.columns;
    std::vector<double> row(k);
    const auto source = rows_.row(t);
    for (std::size_t i = 0; i < count; ++i) {
      std::copy(source.begin(), source.end(), row.begin());
      bool raised = false;
      const double w =
          rotate_in(std::span(r_).subspan(i * size_, size_), std::span(z_).subspan(i * k, k), row, rows_.y[t], raised);
      sums_[i] += w * w;
    }
  }

  const SegmentRows& rows_;
  std::size_t size_;
  std::vector<double> r_{}, z_{}, means_{}, reciprocals_{}, sums_;
};

}  // namespace

std::size_t checked_segment(std::string_view function, const LinearModel& model, double trimming) {
  constexpr std::size_t kMostRows = 20'000;
  constexpr std::size_t kMostColumns = 60;  // Of `sup_f_upper`.
  const std::size_t n = model.rows, k = model.columns(), least = trimmed_rows(trimming, n);
  if (n > kMostRows) detail::fail(function, "at most 20000 observations", std::to_string(n));
  if (k > kMostColumns) detail::fail(function, "at most 60 columns", std::to_string(k));
  if (least <= k)
    detail::fail(function, "floor(trimming n) must be above the number of columns",
                 std::to_string(least) + " for " + std::to_string(k));
  return least;
}

void require_segment_covariance(std::string_view function, const CovarianceOptions& options, std::size_t least,
                                std::size_t columns) {
  const bool bartlett = options.kind == Covariance::newey_west;
  const std::size_t below = options.prewhiten ? least - 1 : least;
  if (bartlett && options.lags && *options.lags >= below)
    detail::fail(function,
                 "lags must be below the rows of the shortest segment" +
                     std::string(options.prewhiten ? " less one, " : ", ") + std::to_string(below),
                 std::to_string(*options.lags));
  if ((bartlett || options.kind == Covariance::quadratic_spectral) && options.prewhiten && least <= 2 * columns)
    detail::fail(function, "prewhitening needs more than 2 k rows in the shortest segment",
                 std::to_string(least) + " for k = " + std::to_string(columns));
}

std::vector<Partition> best_partitions(std::string_view function, const SegmentRows& rows, std::size_t least,
                                       std::size_t most, const CancelToken& cancel) {
  const std::size_t n = rows.rows;
  constexpr double kNone = std::numeric_limits<double>::infinity();
  // best[m][e]: least RSS of the first e rows in m + 1 segments; begins[m][e]: where the last of them begins
  // (Bai & Perron 2003, section 3.1, with the end in the outer loop).
  std::vector<std::vector<double>> best(most + 1, std::vector<double>(n + 1, kNone));
  std::vector<std::vector<std::size_t>> begins(most + 1, std::vector<std::size_t>(n + 1, 0));
  GrowingSegments segments(rows);
  for (std::size_t end = 1; end <= n; ++end) {
    if (cancel.cancelled()) throw Cancelled(std::string(function) + ": cancelled by the caller");
    segments.take(end - 1, most > 0 ? n - least : 0);
    if (end < least) continue;
    const std::vector<double>& sums = segments.sums();
    best[0][end] = sums[0];
    for (std::size_t m = 1; m <= most && (m + 1) * least <= end; ++m) {
      const std::vector<double>& before = best[m - 1];
      double lowest = kNone;
      std::size_t at = 0;
      for (std::size_t begin = m * least; begin <= end - least; ++begin)
        if (const double sum = before[begin] + sums[begin]; sum < lowest) {
          lowest = sum;
          at = begin;
        }
      best[m][end] = lowest;
      begins[m][end] = at;
    }
  }

  std::vector<Partition> all(most + 1);
  for (std::size_t m = 0; m <= most; ++m) {
    all[m].residual_sum = best[m][n];
    std::size_t end = n;
    for (std::size_t level = m; level > 0; --level) all[m].breaks.push_back(end = begins[level][end]);
    std::reverse(all[m].breaks.begin(), all[m].breaks.end());
  }
  return all;
}

}  // namespace foreplan::inline v0::stats
