#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "scenario/graph.hpp"

namespace foreplan::scenario::detail {
namespace {

using ::testing::ElementsAre;

Adjacency graph_of(const std::vector<std::vector<std::uint32_t>>& rows) {
  Adjacency out;
  for (const auto& row : rows) {
    for (const std::uint32_t t : row) out.push(t);
    out.end_row();
  }
  return out;
}
std::vector<std::uint32_t> cut(const std::vector<std::vector<std::uint32_t>>& rows) {
  return feedback_vertices(graph_of(rows), std::vector<bool>(rows.size()));
}

}  // namespace

TEST(Tearing, TakesNothingFromAGraphWithoutCycles) {
  EXPECT_TRUE(cut({{1, 2}, {2}, {}}).empty());
  EXPECT_TRUE(cut({}).empty());
}

TEST(Tearing, TakesWhatStandsOnItsOwn) { EXPECT_THAT(cut({{0}, {2}, {}}), ElementsAre(0)); }

TEST(Tearing, TakesOneFromARing) { EXPECT_EQ(cut({{1}, {2}, {3}, {0}}).size(), 1U); }

TEST(Tearing, TakesTheVertexWhereRingsMeet) {
  // Three rings through 0.
  EXPECT_THAT(cut({{1, 3, 5}, {2}, {0}, {4}, {0}, {6}, {0}}), ElementsAre(0));
}

TEST(Tearing, TakesOneFromEachOfRingsApart) {
  const auto found = cut({{1}, {0}, {3}, {2}, {5}, {4}});
  ASSERT_EQ(found.size(), 3U);
  for (std::uint32_t ring = 0; ring < 3; ++ring) EXPECT_EQ(found[ring] / 2, ring);
}

TEST(Tearing, TakesAllButOneOfACompleteGraph) {
  // No reduction applies; the greedy choice is the best there is.
  std::vector<std::vector<std::uint32_t>> rows(6);
  for (std::uint32_t v = 0; v < 6; ++v)
    for (std::uint32_t w = 0; w < 6; ++w)
      if (v != w) rows[v].push_back(w);
  EXPECT_EQ(cut(rows).size(), 5U);
}

TEST(Tearing, PutsBackWhatThoseThatMustMakeSuperfluous) {
  // 0 must go although it is in no cycle; 1 must, and breaks the ring 1 2.
  EXPECT_THAT(feedback_vertices(graph_of({{1}, {2}, {1}}), {true, true, false}), ElementsAre(0, 1));
}

TEST(Tearing, FindsTheHubsOfAnEconomy) {
  // Incomes of 20 households depend on prices 0 and wages 1, these on all incomes: two hubs are enough.
  std::vector<std::vector<std::uint32_t>> rows(22);
  for (std::uint32_t h = 2; h < 22; ++h) {
    rows[h] = {0, 1};
    rows[0].push_back(h);
    rows[1].push_back(h);
  }
  EXPECT_THAT(cut(rows), ElementsAre(0, 1));
}

}  // namespace foreplan::scenario::detail
