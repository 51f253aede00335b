#include "stats/segment_sums.hpp"

#include <algorithm>
#include <limits>

namespace foreplan::inline v0::stats {
namespace {

double mean(std::span<const double> values) {
  double sum = 0, count = 0;
  for (const double v : values) sum += (v - sum) / ++count;
  return sum;
}

}  // namespace

SegmentRows segment_rows(const LinearModel& model) {
  SegmentRows all{.rows = model.rows, .columns = model.columns(), .mean_only = model.intercept && model.columns() == 1};
  all.x.resize(model.x.size());
  for (std::size_t j = 0; j < all.columns; ++j) {
    const std::span<const double> column = model.column(j);
    const double centre = model.intercept && j > 0 ? mean(column) : 0;
    double largest = 0;
    for (const double v : column) largest = std::max(largest, std::abs(v - centre));
    if (largest == 0) largest = 1;
    for (std::size_t t = 0; t < all.rows; ++t) all.x[t * all.columns + j] = (column[t] - centre) / largest;
  }
  const double centre = model.intercept ? mean(model.y) : 0;
  for (const double v : model.y) all.y.push_back(v - centre);
  return all;
}

std::vector<double> running_sums(const SegmentRows& rows, std::size_t first, std::size_t count, bool backwards) {
  const std::size_t k = rows.columns;
  std::vector<double> r(k * (k + 1) / 2), z(k), row(k), sums;
  sums.reserve(count);
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t t = backwards ? first - i : first + i;
    std::copy_n(rows.row(t).begin(), k, row.begin());
    bool raised = false;
    const double w = rotate_in(r, z, row, rows.y[t], raised);
    sums.push_back(sum += w * w);
  }
  return sums;
}

std::size_t trimmed_rows(double trimming, std::size_t rows) {
  constexpr double kRounding = 4 * std::numeric_limits<double>::epsilon();
  return static_cast<std::size_t>(trimming * static_cast<double>(rows) * (1 + kRounding));
}

double rounding_only(std::span<const double> y) {
  double largest = 0;
  for (const double v : y) largest = std::max(largest, std::abs(v));
  const double least = 64 * std::numeric_limits<double>::epsilon() * largest;
  return static_cast<double>(y.size()) * least * least;
}

}  // namespace foreplan::inline v0::stats
