#pragma once
#include <foreplan/structure/matrix.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace foreplan::inline v0::structure {

/// A flow through a bipartite graph: rows are the nodes 0 ... rows - 1, columns follow. A positive cell is an arc from
/// its row to its column, a negative one from its column to its row, both of any capacity. What goes out of a row less
/// what comes in is to be its sum; what comes into a column less what goes out, its.
class MarginFlow {
 public:
  /// @param table  of sound shape; it outlives the flow.
  MarginFlow(const SparseMatrix& table, const std::vector<double>& row_sums, const std::vector<double>& column_sums);

  /// A maximum flow (Dinic 1970).
  void maximise();
  /// When nodes have more than `slack` left: the nodes that one of them could still send to, or, when it wants some,
  /// get it from, rising. Nothing leads out of them, or into them, so that they have too much together, or too little.
  /// The smallest such set of the first hundred nodes.
  [[nodiscard]] std::optional<std::vector<std::size_t>> stuck(double slack) const;
  /// Of every cell: could some flow of the same value use it? It can when its ends lie on a cycle of what remains.
  [[nodiscard]] std::vector<bool> usable_cells(double slack) const;

 private:
  struct Arc {
    std::size_t to = 0, cell = 0;
    bool forward = true;
  };
  [[nodiscard]] std::size_t degree(std::size_t node) const;
  [[nodiscard]] Arc arc(std::size_t node, std::size_t place) const;
  [[nodiscard]] bool open(const Arc& a, double slack) const {
    return passable_[a.cell] && (a.forward || flow_[a.cell] > slack);
  }
  bool find_levels();
  void block(std::size_t source);
  void push(std::size_t source);
  [[nodiscard]] std::vector<std::uint32_t> strong_components(double slack) const;

  const SparseMatrix& table_;
  std::size_t nodes_;
  std::vector<std::uint32_t> row_;          ///< Of each cell.
  std::vector<std::size_t> column_starts_;  ///< columns + 1 positions in `column_cells_`.
  std::vector<std::size_t> column_cells_;   ///< By column, then by row.
  std::vector<bool> passable_;              ///< The cells that are not zero.
  std::vector<double> flow_;                ///< Of each cell, >= 0.
  std::vector<double> left_;                ///< Of each node: > 0 is still to be sent, < 0 to be received.
  double crumb_ = 0;                        ///< What is left of rounding: not worth a way.
  std::vector<std::uint32_t> level_;
  std::vector<std::size_t> next_;  ///< The first arc of each node that is not known to lead nowhere.
  std::vector<Arc> path_;
};

}  // namespace foreplan::inline v0::structure
