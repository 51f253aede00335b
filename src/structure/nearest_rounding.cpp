#include "structure/nearest_rounding.hpp"

#include <foreplan/core/errors.hpp>

#include <algorithm>
#include <utility>

namespace foreplan::inline v0::structure {
namespace {

constexpr std::int64_t kFar = INT64_MAX;

}  // namespace

NearestRounding::NearestRounding(std::size_t rows, std::size_t columns, std::vector<std::int64_t> cost,
                                 const std::vector<std::int64_t>& row_counts,
                                 const std::vector<std::int64_t>& column_counts)
    : rows_(rows),
      columns_(columns),
      nodes_(rows + columns),
      cost_(std::move(cost)),
      up_(cost_.size()),
      left_(row_counts),
      distance_(nodes_),
      potential_(nodes_, 0),
      by_(nodes_),
      from_(nodes_),
      done_(nodes_, false) {
  for (const std::int64_t count : column_counts) left_.push_back(-count);
  // Every entry where it is nearest: the best choice without counts, from which no single change gains.
  for (std::size_t k = 0; k < cost_.size(); ++k) {
    up_[k] = cost_[k] != kFixed && cost_[k] <= 0;
    if (!up_[k]) continue;
    --left_[k / columns_];
    ++left_[rows_ + k % columns_];
  }
}

const std::vector<bool>& NearestRounding::solve(const CancelToken& cancel) {
  while (augment())
    if (cancel.cancelled()) throw Cancelled("structure::controlled_rounding: cancelled");
  return up_;
}

/// One unit from the first node that has one, along a cheapest path to the nearest node that wants one (Dijkstra 1959);
/// false when nothing is left to send.
bool NearestRounding::augment() {
  while (first_ < nodes_ && left_[first_] <= 0) ++first_;
  if (first_ == nodes_) return false;
  std::fill(distance_.begin(), distance_.end(), kFar);
  std::fill(done_.begin(), done_.end(), false);
  distance_[first_] = 0;
  std::size_t node = first_;
  while (left_[node] >= 0) {
    done_[node] = true;
    relax(node);
    std::size_t next = nodes_;
    for (std::size_t other = 0; other < nodes_; ++other)
      if (!done_[other] && distance_[other] != kFar && (next == nodes_ || distance_[other] < distance_[next]))
        next = other;
    if (next == nodes_) return false;  // the counts admit no choice
    node = next;
  }
  const std::int64_t there = distance_[node];
  for (std::size_t k = 0; k < nodes_; ++k) potential_[k] += std::min(distance_[k], there);
  ++left_[node];
  --left_[first_];
  for (; node != first_; node = from_[node]) up_[by_[node]] = !up_[by_[node]];
  return true;
}

void NearestRounding::relax(std::size_t node) {
  if (node < rows_) {
    for (std::size_t j = 0; j < columns_; ++j) {
      const std::size_t k = node * columns_ + j;
      if (cost_[k] != kFixed && !up_[k]) follow(k, rows_ + j, node, cost_[k]);
    }
    return;
  }
  for (std::size_t i = 0; i < rows_; ++i) {
    const std::size_t k = i * columns_ + (node - rows_);
    if (up_[k]) follow(k, i, node, -cost_[k]);
  }
}

void NearestRounding::follow(std::size_t entry, std::size_t to, std::size_t from, std::int64_t cost) {
  const std::int64_t there = distance_[from] + cost + potential_[from] - potential_[to];
  if (done_[to] || there >= distance_[to]) return;
  distance_[to] = there;
  by_[to] = entry;
  from_[to] = from;
}

}  // namespace foreplan::inline v0::structure
