#include "scenario/graph.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

namespace foreplan::scenario::detail {
namespace {

Adjacency graph_of(const std::vector<std::vector<std::uint32_t>>& rows) {
  Adjacency out;
  for (const auto& row : rows) {
    for (const std::uint32_t t : row) out.push(t);
    out.end_row();
  }
  return out;
}

/// `rows` x `columns` with about a third of the entries.
std::vector<std::vector<std::uint32_t>> some_rows(std::size_t rows, std::size_t columns) {
  std::vector<std::vector<std::uint32_t>> out(rows);
  for (auto& row : out)
    for (std::uint32_t c = 0; c < columns; ++c)
      if (*rc::gen::inRange(0, 3) == 0) row.push_back(c);
  return out;
}

std::size_t best_matching(const std::vector<std::vector<std::uint32_t>>& rows, std::size_t row, unsigned used) {
  if (row == rows.size()) return 0;
  std::size_t best = best_matching(rows, row + 1, used);
  for (const std::uint32_t c : rows[row])
    if ((used >> c & 1) == 0) best = std::max(best, 1 + best_matching(rows, row + 1, used | 1u << c));
  return best;
}

bool reaches(const Adjacency& g, std::uint32_t from, std::uint32_t to) {
  std::vector<std::uint32_t> todo{from};
  std::set<std::uint32_t> seen;
  while (!todo.empty()) {
    const std::uint32_t v = todo.back();
    todo.pop_back();
    for (const std::uint32_t w : g[v]) {
      if (w == to) return true;
      if (seen.insert(w).second) todo.push_back(w);
    }
  }
  return false;
}

bool acyclic_without(const std::vector<std::vector<std::uint32_t>>& rows, unsigned cut) {
  std::vector<std::vector<std::uint32_t>> left(rows.size());
  for (std::uint32_t v = 0; v < rows.size(); ++v)
    for (const std::uint32_t w : rows[v])
      if ((cut >> v & 1) == 0 && (cut >> w & 1) == 0) left[v].push_back(w);
  const Adjacency g = graph_of(left);
  for (std::uint32_t v = 0; v < rows.size(); ++v)
    if (reaches(g, v, v)) return false;
  return true;
}

}  // namespace

RC_GTEST_PROP(Match, IsAsLargeAsTheBestOfAll, ()) {
  const auto rows = some_rows(*rc::gen::inRange<std::size_t>(1, 8), 7);
  const Adjacency g = graph_of(rows);
  const Matching m = match(g, 7, std::vector<std::uint32_t>(rows.size(), kUnmatched));
  RC_ASSERT(m.size == best_matching(rows, 0, 0));
  for (std::uint32_t r = 0; r < rows.size(); ++r)
    if (m.row[r] != kUnmatched) {
      RC_ASSERT(m.column[m.row[r]] == r);
      RC_ASSERT(std::count(rows[r].begin(), rows[r].end(), m.row[r]) == 1);
    }
}

TEST(Match, KeepsPreferredPairsWhereItCan) {
  const Adjacency g = graph_of({{0, 1}, {0, 1}, {1, 2}});
  const std::vector<std::uint32_t> preferred{1, 0, 2};
  EXPECT_EQ(match(g, 3, preferred).row, preferred);
}

TEST(Match, LeavesAPreferredPairThatBlocksAnother) {
  const Adjacency g = graph_of({{0, 1}, {0}});
  EXPECT_EQ(match(g, 2, std::vector<std::uint32_t>{0, kUnmatched}).row, (std::vector<std::uint32_t>{1, 0}));
}

TEST(DulmageMendelsohn, NamesWhatIsTooMuchAndWhatIsTooLittle) {
  // Two equations for x alone; one equation for y and z; one that is right, w.
  const Adjacency g = graph_of({{0}, {0}, {1, 2}, {3}});
  const Misfit misfit = dulmage_mendelsohn(g, 4, match(g, 4, std::vector<std::uint32_t>(4, kUnmatched)));
  EXPECT_EQ(misfit.over_rows, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(misfit.over_columns, (std::vector<std::uint32_t>{0}));
  EXPECT_EQ(misfit.under_rows, (std::vector<std::uint32_t>{2}));
  EXPECT_EQ(misfit.under_columns, (std::vector<std::uint32_t>{1, 2}));
}

RC_GTEST_PROP(Components, HoldWhoReachesEachOtherAndComeAfterWhatTheyNeed, ()) {
  const std::size_t n = *rc::gen::inRange<std::size_t>(1, 9);
  const auto rows = some_rows(n, n);
  const Adjacency g = graph_of(rows), parts = components(g);
  std::vector<std::size_t> part(n);
  for (std::size_t p = 0; p < parts.size(); ++p)
    for (const std::uint32_t v : parts[p]) part[v] = p;
  RC_ASSERT(parts.targets.size() == n);
  for (std::uint32_t v = 0; v < n; ++v)
    for (std::uint32_t w = 0; w < n; ++w) {
      const bool together = v == w || (reaches(g, v, w) && reaches(g, w, v));
      RC_ASSERT((part[v] == part[w]) == together);
      if (reaches(g, v, w)) RC_ASSERT(part[w] <= part[v]);
    }
}

RC_GTEST_PROP(FeedbackVertices, LeaveNoCycleAndNoneIsSuperfluous, ()) {
  const std::size_t n = *rc::gen::inRange<std::size_t>(1, 10);
  const auto rows = some_rows(n, n);
  const auto cut = feedback_vertices(graph_of(rows), std::vector<bool>(n));
  unsigned all = 0;
  for (const std::uint32_t v : cut) all |= 1u << v;
  RC_ASSERT(acyclic_without(rows, all));
  for (const std::uint32_t v : cut) RC_ASSERT(!acyclic_without(rows, all & ~(1u << v)));
}

RC_GTEST_PROP(FeedbackVertices, AreAtMostOneMoreThanTheFewest, ()) {
  const std::size_t n = *rc::gen::inRange<std::size_t>(1, 9);
  const auto rows = some_rows(n, n);
  std::size_t fewest = n;
  for (unsigned cut = 0; cut < 1u << n; ++cut)
    if (acyclic_without(rows, cut)) fewest = std::min(fewest, static_cast<std::size_t>(__builtin_popcount(cut)));
  RC_ASSERT(feedback_vertices(graph_of(rows), std::vector<bool>(n)).size() <= fewest + 1);
}

TEST(FeedbackVertices, HoldsThoseThatMust) {
  EXPECT_EQ(feedback_vertices(graph_of({{1}, {0}, {}}), {false, false, true}).size(), 2U);
  EXPECT_EQ(feedback_vertices(graph_of({{1}, {0}, {}}), {true, false, false}), (std::vector<std::uint32_t>{0}));
}

TEST(Topological, PutsEachAfterWhatItPointsTo) {
  EXPECT_EQ(topological(graph_of({{1}, {2}, {}}), std::vector<bool>(3)), (std::vector<std::uint32_t>{2, 1, 0}));
  EXPECT_EQ(topological(graph_of({{1}, {0}}), {true, false}), (std::vector<std::uint32_t>{1}));
}

TEST(Graphs, OfAMillionInALineDoNotRecurse) {
  constexpr std::uint32_t n = 1'000'000;
  Adjacency g;
  for (std::uint32_t v = 0; v < n; ++v) {
    if (v + 1 < n) g.push(v + 1);
    g.end_row();
  }
  EXPECT_EQ(components(g).size(), n);
  EXPECT_EQ(topological(g, std::vector<bool>(n)).front(), n - 1);
}

}  // namespace foreplan::scenario::detail
