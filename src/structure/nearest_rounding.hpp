#pragma once
#include <foreplan/core/execution.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace foreplan::inline v0::structure {

/// Which entries of a table go up so that every row and column has a given number of them, at least cost: shortest
/// augmenting paths (Edmonds & Karp 1972) between lines that have too few and too many. An entry that goes up
/// is a unit of flow from its row to its column.
class NearestRounding {
 public:
  static constexpr std::int64_t kFixed = INT64_MIN;

  /// @param cost  rows x columns: what going up costs more than going down; kFixed for an entry that stays down.
  /// @param row_counts, column_counts  with one total; some choice has them.
  NearestRounding(std::size_t rows, std::size_t columns, std::vector<std::int64_t> cost,
                  const std::vector<std::int64_t>& row_counts, const std::vector<std::int64_t>& column_counts);

  /// Every entry: does it go up? @throws Cancelled
  [[nodiscard]] const std::vector<bool>& solve(const CancelToken& cancel);

 private:
  bool augment();
  void relax(std::size_t node);
  void follow(std::size_t entry, std::size_t to, std::size_t from, std::int64_t cost);

  std::size_t rows_, columns_, nodes_;
  std::vector<std::int64_t> cost_;
  std::vector<bool> up_;
  std::vector<std::int64_t> left_;  ///< Of each node, columns after rows: > 0 has flow to send, < 0 wants some.
  /// Least costs from the node that sends, and the sums of all so far: with these as potentials no arc costs less than
  /// nothing (Edmonds & Karp).
  std::vector<std::int64_t> distance_, potential_;
  std::size_t first_ = 0;               ///< No node before it has flow to send.
  std::vector<std::size_t> by_, from_;  ///< The entry and the node by which a node was reached.
  std::vector<bool> done_;
};

}  // namespace foreplan::inline v0::structure
