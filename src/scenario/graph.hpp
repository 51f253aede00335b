#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Algorithms on the structure of a model. Nothing recurses.
namespace foreplan::inline v0::scenario::detail {

/// Rows of integers, one after the other: row i is targets[starts[i]] ... targets[starts[i + 1] - 1].
struct Adjacency {
  std::vector<std::uint32_t> starts{0};
  std::vector<std::uint32_t> targets{};

  [[nodiscard]] std::size_t size() const noexcept { return starts.size() - 1; }
  [[nodiscard]] std::span<const std::uint32_t> operator[](std::size_t i) const noexcept {
    return std::span(targets).subspan(starts[i], starts[i + 1] - starts[i]);
  }
  void push(std::uint32_t target) { targets.push_back(target); }
  void end_row() { starts.push_back(static_cast<std::uint32_t>(targets.size())); }
  /// Rows and columns exchanged; `columns` > every target.
  [[nodiscard]] Adjacency transposed(std::size_t columns) const;
};

inline constexpr std::uint32_t kUnmatched = 0xffffffff;

struct Matching {
  std::vector<std::uint32_t> row{};     ///< The column of each row, or kUnmatched.
  std::vector<std::uint32_t> column{};  ///< The row of each column, or kUnmatched.
  std::size_t size = 0;                 ///< How many are matched.
};

/// A maximum matching of rows to columns (Hopcroft & Karp 1973) that begins from the pairs `preferred` (a column for
/// each row or kUnmatched) and leaves them only where it must. O(edges sqrt(rows)).
[[nodiscard]] Matching match(const Adjacency& rows, std::size_t columns, std::span<const std::uint32_t> preferred);

/// The coarse parts of Dulmage & Mendelsohn (1958): what is reached by alternating paths from unmatched rows (more
/// equations than variables) and from unmatched columns (more variables than equations). Sorted.
struct Misfit {
  std::vector<std::uint32_t> over_rows{}, over_columns{};
  std::vector<std::uint32_t> under_rows{}, under_columns{};
};
[[nodiscard]] Misfit dulmage_mendelsohn(const Adjacency& rows, std::size_t columns, const Matching& matching);

/// Strongly connected components (Tarjan 1972), each after the ones that it points to; members in increasing order.
[[nodiscard]] Adjacency components(const Adjacency& graph);

/// A small set of vertices whose removal leaves no cycle (a feedback vertex set): the reductions of Levy & Low (1988),
/// a greedy choice where none applies, then one pass that puts back what is not needed. `must`
/// are in the set whatever. Sorted.
[[nodiscard]] std::vector<std::uint32_t> feedback_vertices(const Adjacency& graph, const std::vector<bool>& must);

/// The vertices with `skip` left out, each after those it points to; the rest must have no cycle.
[[nodiscard]] std::vector<std::uint32_t> topological(const Adjacency& graph, const std::vector<bool>& skip);

}  // namespace foreplan::inline v0::scenario::detail
