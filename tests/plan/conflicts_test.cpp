#include "plan/conflicts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <random>

#include "plan/small_plan.hpp"

namespace foreplan::plan {
namespace {

using namespace internal;
using testing::add;
using testing::plan_of;
using enum StatementKind;

using Sets = std::vector<std::vector<std::size_t>>;

Sources sources_of(const Plan& p) {
  Sources s;
  for (const auto& x : p.statements) s.statements.push_back(&x);
  for (const auto& x : p.identities) s.identities.push_back(&x);
  return s;
}

/// By trying every subset, the smaller first: those that cannot hold and contain none that cannot.
Sets by_trying_all(const Constraints& c) {
  const std::size_t n = c.sources().size();
  std::vector<unsigned> subsets(std::size_t{1} << n), minimal;
  for (unsigned i = 0; i < subsets.size(); ++i) subsets[i] = i;
  std::stable_sort(subsets.begin(), subsets.end(),
                   [](unsigned a, unsigned b) { return std::popcount(a) < std::popcount(b); });
  Sets sets;
  for (const unsigned subset : subsets) {
    if (std::any_of(minimal.begin(), minimal.end(), [&](unsigned m) { return (m & subset) == m; })) continue;
    Active active(n, 0);
    for (std::size_t k = 0; k < n; ++k) active[k] = static_cast<char>(subset >> k & 1);
    if (c.can_hold(active)) continue;
    minimal.push_back(subset);
    sets.emplace_back();
    for (std::size_t k = 0; k < n; ++k)
      if (active[k] != 0) sets.back().push_back(k);
  }
  std::sort(sets.begin(), sets.end());
  return sets;
}

/// A total of two parts over three years, with statements that mostly cannot be true together.
Plan scrambled(unsigned seed) {
  std::mt19937 random(seed);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  Plan p = plan_of({"total", "a", "b"});
  p.identities.push_back({"sum", "total", {"a", "b"}, {}, {}});
  while (p.statements.size() < 9) {
    const std::string id = "s" + std::to_string(p.statements.size()),
                      name = p.indicators[static_cast<std::size_t>(pick(3))].id;
    const int year = 2018 + pick(3);
    const auto number = [&](int from, int width) { return std::to_string(from + pick(width)); };
    switch (pick(4)) {
      case 0:
        add(p, id, level, name, {year, year}, number(40, 60).c_str());
        break;
      case 1:
        if (year > 2018) add(p, id, growth, name, {year, year}, number(-5, 20).c_str());
        break;
      case 2:
        if (name != "total") add(p, id, share, name, {year, year}, number(35, 30).c_str(), "total");
        break;
      default:
        if (name != "total" && year > 2018) add(p, id, contribution, name, {year, year}, number(0, 8).c_str(), "total");
    }
  }
  return p;
}

TEST(FindConflicts, FindsExactlyWhatTryingEverySubsetFinds) {
  std::size_t sets = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const Plan p = scrambled(seed);
    const Constraints c(p, sources_of(p), Digits::printed);
    const Conflicts found = find_conflicts(c, 100'000);
    EXPECT_TRUE(found.complete);
    EXPECT_EQ(found.sets, by_trying_all(c)) << "seed " << seed;
    sets += found.sets.size();
  }
  EXPECT_GT(sets, 200u);
}

/// Twelve growths that contradict their levels, tied together by a sum: 3^12 ways to remove one of each.
Plan many_conflicts() {
  std::vector<std::string> names;
  for (int i = 0; i < 12; ++i) names.push_back("x" + std::to_string(i));
  Plan p = plan_of(names);
  p.indicators.push_back({"total", {"total", {}}, Unit::physical("t"), Concept::other});
  p.identities.push_back({"sum", "total", names, {}, {}});
  for (const auto& name : names) {
    add(p, name + "a", level, name, {2019, 2019}, "100");
    add(p, name + "g", growth, name, {2020, 2020}, "10.0");
    add(p, name + "b", level, name, {2020, 2020}, "200");
  }
  return p;
}

TEST(FindConflicts, EndsWithItsBudgetAndSaysSo) {
  const Plan p = many_conflicts();
  const Constraints c(p, sources_of(p), Digits::printed);
  for (const std::size_t budget : {1u, 5u, 50u, 500u}) {
    const Conflicts found = find_conflicts(c, budget);
    EXPECT_FALSE(found.complete);
    EXPECT_LE(found.checks, budget);
    for (const auto& set : found.sets) EXPECT_EQ(set.size(), 3u);
  }
  // The sets are all there long before their ways to be removed have been looked at.
  EXPECT_EQ(find_conflicts(c, 500).sets.size(), 12u);
}

}  // namespace
}  // namespace foreplan::plan
