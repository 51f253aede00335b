#include <foreplan/structure/markov.hpp>
#include <foreplan/structure/share_targets.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

using Vector = std::vector<double>;
using Convention = TargetConvention;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Industry as stated for 2015, the other two as in 2013.
Frame province() {
  const double rest = 61.8 / (31.02 + 39.05);
  return Frame({{"agriculture", 2015, {}, {31.02 * rest}},
                {"industry", 2015, {}, {38.2}},
                {"services", 2015, {}, {39.05 * rest}}});
}
TargetPathOptions to_forty() {
  return {.target = 2020,
          .shares = {{"industry", 0.40}},
          .total_growth = {0.08},
          .baseline = {{"agriculture", {0.04}, {}}, {"industry", {0.09}, {}}, {"services", {0.08}, {}}},
          .transitions = matrix({{0.94, 0.03, 0.03}, {0, 0.98, 0.02}, {0, 0.01, 0.99}})};
}

void expect_near(const Vector& a, const Vector& b, double tolerance) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], tolerance) << "index " << i;
}

TEST(TargetPath, AgreesWithOtherRoutes) {
  const reference::Lines lines = reference::read_lines("share_targets.txt");
  for (const TargetPath& path : compare_target_paths(province(), to_forty())) {
    const std::string name(to_string(path.convention));
    SCOPED_TRACE(name);
    ASSERT_TRUE(path.usable());
    Vector shares, growth, fastest;
    for (std::size_t t = 0; t < 6; ++t)
      for (const Series& s : path.shares.series()) shares.push_back(s.values[t]);
    for (const TargetNeed& need : path.needs) {
      growth.push_back(need.growth);
      fastest.push_back(need.fastest);
    }
    expect_near(shares, reference::line(lines, name + " shares"), 1e-13);
    expect_near(growth, reference::line(lines, name + " growth"), 1e-13);
    expect_near(fastest, reference::line(lines, name + " fastest"), 1e-12);
    EXPECT_NEAR(path.divergence, reference::line(lines, name + " divergence")[0], 1e-14);
    if (path.convention == Convention::ras) expect_near(path.flows.values, reference::line(lines, "ras flows"), 1e-13);
    EXPECT_EQ(path.shares.at("industry", 2020), 0.40);
    // 1.08 (40 / 38.2)^(1/5) - 1, whatever the convention.
    EXPECT_NEAR(path.needs[1].growth, 1.08 * std::pow(40 / 38.2, 0.2) - 1, 1e-14);
  }
}

TEST(TargetPath, HasAClosedFormForTwoSectorsByRas) {
  // The odds ratio stays: z11 (z11 - 0.1) = 36 (0.6 - z11)(0.5 - z11), so 35 z^2 - 39.5 z + 10.8 = 0.
  const Frame two({{"a", 2015, {}, {60}}, {"b", 2015, {}, {40}}});
  const TargetPath path = target_path(
      two, Convention::ras,
      {.target = 2016, .shares = {{"b", 0.5}}, .total_growth = {0}, .transitions = matrix({{0.9, 0.1}, {0.2, 0.8}})});
  ASSERT_TRUE(path.usable());
  EXPECT_NEAR(path.flows(0, 0), (39.5 - std::sqrt(39.5 * 39.5 - 4 * 35 * 10.8)) / 70, 1e-13);
}

TEST(TargetPath, FollowsThePriorWhenThatMeetsTheTarget) {
  TargetPathOptions o = to_forty();
  const Matrix prior = project_shares(*o.transitions, Vector{0.3, 0.35, 0.35}, 5);
  o.shares = {{"industry", prior(5, 1)}};
  const Frame levels({{"agriculture", 2015, {}, {30}}, {"industry", 2015, {}, {35}}, {"services", 2015, {}, {35}}});
  const TargetPath path = target_path(levels, Convention::ras, o);
  for (std::size_t t = 0; t <= 5; ++t)
    for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(path.shares.series()[j].values[t], prior(t, j), 1e-13);
}

TEST(TargetPath, CrossEntropyAddsOneGrowthFactorAYear) {
  const TargetPath path = target_path(province(), Convention::cross_entropy, to_forty());
  const auto extra = [&](Period t) {
    return (1 + path.growth.at("industry", t)) / 1.09 / ((1 + path.growth.at("services", t)) / 1.08);
  };
  for (int t = 2016; t <= 2020; ++t) {
    EXPECT_NEAR(extra(t) / extra(2016), 1, 1e-13);
    EXPECT_NEAR((1 + path.growth.at("agriculture", t)) / (1 + path.growth.at("services", t)), 1.04 / 1.08, 1e-13);
  }
}

TEST(TargetPath, KnowsWhatThePriorForbids) {
  TargetPathOptions o = to_forty();
  o.shares = {{"agriculture", 0.40}};  // nothing ever moves to agriculture
  EXPECT_EQ(target_path(province(), Convention::ras, o).stop, Stop::infeasible);
  EXPECT_TRUE(target_path(province(), Convention::ras, o).shares.empty());
  EXPECT_TRUE(target_path(province(), Convention::proportional, o).usable());
}

TEST(TargetPath, SumsToOneAndMeetsTargets) {
  EXPECT_TRUE(rc::check("all conventions", [] {
    const auto n = static_cast<std::size_t>(*rc::gen::inRange(2, 7));
    const auto targeted = static_cast<std::size_t>(*rc::gen::inRange(1, static_cast<int>(n)));
    std::vector<Series> series;
    TargetPathOptions o{.target = 2015 + *rc::gen::inRange(1, 12),
                        .total_growth = {*rc::gen::inRange(-50, 150) / 1000.0}};
    Matrix q = filled_matrix(n, n);
    for (std::size_t i = 0; i < n; ++i) {
      const std::string name = "s" + std::to_string(i);
      series.push_back({name, 2015, {}, {static_cast<double>(*rc::gen::inRange(1, 100))}});
      o.baseline.push_back({name, {*rc::gen::inRange(-100, 200) / 1000.0}, {}});
      if (i < targeted) o.shares.push_back({name, *rc::gen::inRange(1, 95) / 100.0 / static_cast<double>(targeted)});
      Vector row;
      for (std::size_t j = 0; j < n; ++j) row.push_back(*rc::gen::inRange(1, 20) + (i == j) * 100);
      row = closure(row);
      std::copy(row.begin(), row.end(), q.row(i).begin());
    }
    o.transitions = q;
    for (const TargetPath& path : compare_target_paths(Frame(series), o)) {
      RC_ASSERT(path.usable());
      for (std::size_t t = 0; t < path.shares.periods(); ++t) {
        double sum = 0;
        for (const Series& s : path.shares.series()) {
          RC_ASSERT(s.values[t] >= 0);
          sum += s.values[t];
        }
        RC_ASSERT(std::abs(sum - 1) <= static_cast<double>(n) * 0x1p-52);
      }
      for (const EndShare& t : o.shares) RC_ASSERT(path.shares.at(t.sector, o.target) == t.share);
    }
    // Least divergence from a level baseline: no other convention is nearer to today's structure.
    o.baseline.clear();
    const std::vector<TargetPath> paths = compare_target_paths(Frame(series), o);
    for (const TargetPath& path : paths) RC_ASSERT(paths.back().divergence <= path.divergence + 1e-14);
  }));
}

TEST(TargetPath, TakesTargetsOfAllSectors) {
  TargetPathOptions o = to_forty();
  o.shares = {{"agriculture", 0.22}, {"industry", 0.40}, {"services", 0.38}};
  for (const TargetPath& path : compare_target_paths(province(), o)) {
    ASSERT_TRUE(path.usable());
    EXPECT_NEAR(path.shares.at("services", 2020), 0.38, 1e-15);
  }
}

TEST(TargetPathBadInput, IsRefusedByName) {
  const auto refused = [](const char* says, Convention convention,
                          const std::function<void(TargetPathOptions&)>& spoil) {
    return testing::Refusal{says, [=] {
                              TargetPathOptions o = to_forty();
                              spoil(o);
                              (void)target_path(province(), convention, o);
                            }};
  };
  using O = TargetPathOptions;
  const auto p = Convention::proportional;
  testing::expect_refused({
      refused("structure::target_path: targets must sum to less than 1; got 1.1 in 2020", p,
              [](O& o) {
                o.shares = {{"industry", 0.4}, {"services", 0.7}};
              }),
      refused("a sector must have one target; got \"industry\"", p,
              [](O& o) {
                o.shares = {{"industry", 0.4}, {"industry", 0.3}};
              }),
      refused("(did you mean \"industry\"?); got \"industri\"", p,
              [](O& o) {
                o.shares = {{"industri", 0.4}};
              }),
      refused("a target share must be in (0, 1); got 40 for \"industry\"", p, [](O& o) { o.shares[0].share = 40; }),
      refused("a target share must be in (0, 1); got NaN", p, [](O& o) { o.shares[0].share = kNaN; }),
      refused("targets of all sectors must sum to 1; got 0.99", p,
              [](O& o) {
                o.shares = {{"industry", 0.4}, {"services", 0.3}, {"agriculture", 0.299}};
              }),
      refused("at least one target is needed", p, [](O& o) { o.shares = {}; }),
      refused("rates must be one, or one for each of the 5 periods; got 0 for the total", p,
              [](O& o) { o.total_growth = {}; }),
      refused("rates must be > -1 and finite; got -1 at index 0 for the total", p, [](O& o) { o.total_growth = {-1}; }),
      refused("levels must stay > 0 and finite; got inf for the total in 2017", p,
              [](O& o) { o.total_growth = {1e200}; }),
      refused("the target must be 1 to 10000 periods after the base; got 2015 after 2015", p,
              [](O& o) { o.target = 2015; }),
      refused("ras needs prior transitions", Convention::ras, [](O& o) { o.transitions = {}; }),
      refused("transitions must have a row for each of the 3 sectors; got 2", Convention::ras,
              [](O& o) {
                o.transitions = matrix({{1, 0}, {0, 1}});
              }),
      refused("rows of transitions must sum to 1; got 0.999 in row 0", Convention::ras,
              [](O& o) { (*o.transitions)(0, 0) = 0.939; }),
      refused("the baseline must name every sector; got no growth of \"services\"", Convention::cross_entropy,
              [](O& o) { o.baseline.pop_back(); }),
      refused("growth must be given once; got \"industry\"", Convention::cross_entropy,
              [](O& o) { o.baseline[0].sector = "industry"; }),
  });
  const Frame hole({{"a", 2015, {}, {kNaN}}, {"b", 2015, {}, {1}}});
  const Frame zero({{"a", 2015, {}, {0}}, {"b", 2015, {}, {1}}});
  const TargetPathOptions o{.target = 2016, .shares = {{"a", 0.5}}, .total_growth = {0}};
  testing::expect_refused({
      {"levels must be >= 0 and finite; got NaN in series \"a\" in 2015", [&] { (void)target_path(hole, p, o); }},
      {"a targeted sector must be above 0 under cross_entropy; got 0 for \"a\"",
       [&] { (void)target_path(zero, Convention::cross_entropy, o); }},
      {"a sector above 0 must be left without a target",
       [&] {
         (void)target_path(zero, p, {.target = 2016, .shares = {{"b", 0.5}}, .total_growth = {0}});
       }},
  });
}

}  // namespace
}  // namespace foreplan::structure
