#include <foreplan/core/errors.hpp>
#include <foreplan/structure/projection.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace foreplan::structure {
namespace {

using testing::HasSubstr;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

/// The province in 2015: industry and construction at 38.2 %; agriculture and services share the rest.
Frame province() {
  return Frame({{"agriculture", 2015, {}, {25.0}}, {"industry", 2015, {}, {38.2}}, {"services", 2015, {}, {36.8}}});
}

const std::vector<std::string> kAssumes{"value added tracks gross output", "construction grows with industry"};

std::vector<std::string> sentences(const SectorProjection& p) {
  std::vector<std::string> result;
  for (const auto& a : p.assumptions) result.push_back(to_string(a));
  return result;
}

// Figures of the founding case, worked by hand, to the digits printed there.
TEST(FoundingCase, ShareTargetAndIndustryGrowthImplyTheTotal) {
  for (const SharePath path : {SharePath::linear, SharePath::logit, SharePath::log_ratio}) {
    SectorProjectionOptions o{.last = 2020,
                              .sector_growth = {{"industry", {0.114}, kAssumes}},
                              .targets = {{"industry", 2020, 0.40}},
                              .path = path};
    const SectorProjection p = project_sectors(province(), o);
    ASSERT_TRUE(p.feasible());
    EXPECT_NEAR(p.average_total_growth, 0.1038, 5e-5);
    EXPECT_NEAR(p.average_rest_growth, 0.0973, 5e-5);
    EXPECT_NEAR(p.sectors[1].growth, 0.114, 1e-14);
    EXPECT_EQ(p.sectors[1].role, SectorRole::target_and_growth);
    EXPECT_EQ(p.shares.at("industry", 2020), 0.40);
    EXPECT_EQ(p.path, path);
    o.sector_growth[0].rates = {0.22};
    EXPECT_NEAR(project_sectors(province(), o).average_total_growth, 0.209, 5e-4);
  }
}

TEST(FoundingCase, AtEightPercentTheShareGoesBeyondItsTarget) {
  const SectorProjection p =
      project_sectors(province(), {.last = 2020, .total_growth = {0.08}, .sector_growth = {{"industry", {0.114}, {}}}});
  EXPECT_NEAR(p.shares.at("industry", 2020), 0.446, 5e-4);
  const SectorProjection q =
      project_sectors(province(), {.last = 2020, .total_growth = {0.08}, .targets = {{"industry", 2020, 0.40}}});
  EXPECT_NEAR(q.sectors[1].growth, 0.090, 5e-4);
  EXPECT_EQ(q.sectors[1].role, SectorRole::target);
}

TEST(FoundingCase, TheResultSaysWhatItTakesForGranted) {
  const SectorProjection p = project_sectors(
      province(),
      {.last = 2020, .sector_growth = {{"industry", {0.114}, kAssumes}}, .targets = {{"industry", 2020, 0.40}}});
  EXPECT_THAT(
      sentences(p),
      testing::ElementsAre("industry: value added tracks gross output", "industry: construction grows with industry",
                           "no relative price changes (prices of the shares not stated)",
                           "the sectors of the rest keep their proportions: \"agriculture\", \"services\""));
}

TEST(Assumptions, NameOnlyWhatIsTakenForGranted) {
  const Unit real = Unit::money("VND", 9, PriceBasis::constant(2010));
  const Frame two({{"industry", 2015, real, {40}}, {"other", 2015, real, {60}}});
  SectorProjectionOptions o{.last = 2020, .total_growth = {0.08}, .targets = {{"industry", 2020, 0.45}}};
  EXPECT_TRUE(project_sectors(two, o).assumptions.empty());
  o.rates_at = PriceBasis::current();
  EXPECT_THAT(
      sentences(project_sectors(two, o)),
      testing::ElementsAre("no relative price changes (rates at prices: current, shares at prices: constant 2010)"));
  o.rates_at = real.price_basis;
  o.last = 2021;
  EXPECT_THAT(sentences(project_sectors(two, o)),
              testing::ElementsAre("industry: the share stays as it is after its last target"));
  EXPECT_EQ(project_sectors(two, o).shares.at("industry", 2021), 0.45);
}

TEST(SharePaths, AreThoseOfTheirNames) {
  const Frame base({{"a", 2000, {}, {0.2}}, {"b", 2000, {}, {0.3}}, {"c", 2000, {}, {0.5}}});
  const auto at_2001 = [&](SharePath path) {
    return project_sectors(
               base, {.last = 2002, .total_growth = {0}, .targets = {{"a", 2002, 0.4}, {"b", 2002, 0.1}}, .path = path})
        .shares;
  };
  EXPECT_NEAR(at_2001(SharePath::linear).at("a", 2001), 0.3, 1e-15);
  EXPECT_NEAR(at_2001(SharePath::linear).at("c", 2001), 0.5, 1e-15);
  // Half-way on the logit the odds are the geometric mean of 1/4 and 2/3; of 3/7 and 1/9.
  const auto share = [](double odds) { return odds / (1 + odds); };
  EXPECT_NEAR(at_2001(SharePath::logit).at("a", 2001), share(std::sqrt(1.0 / 6)), 1e-15);
  EXPECT_NEAR(at_2001(SharePath::logit).at("b", 2001), share(std::sqrt(1.0 / 21)), 1e-15);
  // Half-way between compositions lie the geometric means, divided by their sum.
  const double a = std::sqrt(0.08), b = std::sqrt(0.03), c = 0.5;
  EXPECT_NEAR(at_2001(SharePath::log_ratio).at("a", 2001), a / (a + b + c), 1e-15);
  EXPECT_NEAR(at_2001(SharePath::log_ratio).at("c", 2001), c / (a + b + c), 1e-15);
}

TEST(SharePaths, PassThroughEveryTarget) {
  for (const SharePath path : {SharePath::linear, SharePath::logit, SharePath::log_ratio}) {
    const SectorProjection p = project_sectors(province(), {.last = 2025,
                                                            .total_growth = {0.10},
                                                            .targets = {{"industry", 2025, 0.46},
                                                                        {"industry", 2020, 0.40},
                                                                        {"services", 2020, 0.38},
                                                                        {"services", 2025, 0.39}},
                                                            .path = path});
    ASSERT_TRUE(p.feasible()) << to_string(path);
    EXPECT_EQ(p.shares.at("industry", 2020), 0.40);
    EXPECT_EQ(p.shares.at("services", 2020), 0.38);
    EXPECT_EQ(p.shares.at("industry", 2025), 0.46);
    EXPECT_NEAR(p.shares.at("agriculture", 2025), 0.15, 1e-15);
  }
}

TEST(Total, IsTheSumWhereEverySectorHasItsOwnGrowth) {
  const Unit unit = Unit::money("VND", 9, PriceBasis::constant(2010));
  const Frame base({{"a", 2015, unit, {100}}, {"b", 2015, unit, {300}}});
  const SectorProjection p =
      project_sectors(base, {.last = 2017, .sector_growth = {{"b", {0.1, 0.2}, {}}, {"a", {0.5}, {}}}});
  EXPECT_NEAR(p.levels.at("a", 2017), 225, 1e-12);
  EXPECT_NEAR(p.levels.at("b", 2017), 396, 1e-12);
  EXPECT_NEAR(p.total.at(2017), 621, 1e-12);
  EXPECT_EQ(p.total.unit, unit);
  EXPECT_NEAR(p.shares.at("a", 2017), 225.0 / 621, 1e-15);
  EXPECT_NEAR(p.growth.at("b", 2017), 0.2, 1e-14);
  EXPECT_NEAR(p.total_growth.at(2016), 480.0 / 400 - 1, 1e-14);
  EXPECT_TRUE(std::isnan(p.average_rest_growth));
}

TEST(Total, MakesRoomForTargetsBesideGrowth) {
  // a grows to 121; b is to have 0.4 of a total that must then be 121 / 0.6.
  const Frame base({{"a", 2015, {}, {100}}, {"b", 2015, {}, {50}}});
  const SectorProjection p =
      project_sectors(base, {.last = 2017, .sector_growth = {{"a", {0.1}, {}}}, .targets = {{"b", 2017, 0.4}}});
  EXPECT_NEAR(p.total.at(2017), 121 / 0.6, 1e-12);
  EXPECT_EQ(p.shares.at("b", 2017), 0.4);
}

TEST(Bounds, ChangeNothingWhereTheyHold) {
  SectorProjectionOptions o{
      .last = 2020, .total_growth = {0.08}, .targets = {{"industry", 2020, 0.38, ShareBound::at_least}}};
  SectorProjection p = project_sectors(province(), o);
  EXPECT_FALSE(p.targets[0].binding);
  EXPECT_TRUE(p.targets[0].met);
  EXPECT_EQ(p.sectors[1].role, SectorRole::rest);
  EXPECT_NEAR(p.shares.at("industry", 2020), 0.382, 1e-15);
  o.targets[0].share = 0.40;
  p = project_sectors(province(), o);
  EXPECT_TRUE(p.targets[0].binding);
  EXPECT_EQ(p.shares.at("industry", 2020), 0.40);
}

TEST(Bounds, ThatAnotherBoundFulfilsAreReleased) {
  // Without bounds a, b, c stay at .5, .3, .2. Holding a to .3 gives b and c .7 in proportion 3 : 2, so that b has .42.
  const Frame base({{"a", 2000, {}, {0.5}}, {"b", 2000, {}, {0.3}}, {"c", 2000, {}, {0.2}}});
  const SectorProjection p = project_sectors(
      base, {.last = 2001,
             .total_growth = {0},
             .targets = {{"b", 2001, 0.4, ShareBound::at_least}, {"a", 2001, 0.3, ShareBound::at_most}}});
  EXPECT_NEAR(p.shares.at("b", 2001), 0.42, 1e-15);
  EXPECT_FALSE(p.targets[0].binding);
  EXPECT_TRUE(p.targets[1].binding);
}

TEST(Bounds, OnASectorWithItsOwnGrowthMayNotHold) {
  const SectorProjection p = project_sectors(province(), {.last = 2020,
                                                          .total_growth = {0.08},
                                                          .sector_growth = {{"industry", {0.114}, {}}},
                                                          .targets = {{"industry", 2020, 0.40, ShareBound::at_most}}});
  EXPECT_FALSE(p.feasible());
  EXPECT_FALSE(p.targets[0].met);
  EXPECT_TRUE(p.conflicts.empty());
  EXPECT_NEAR(p.targets[0].share, 0.446, 5e-4);
}

TEST(Conflicts, AreDataWithPeriodAndSectors) {
  // 0.382 (1.114 / 1.08)^n passes 1 in the 32nd year.
  const SectorProjection p =
      project_sectors(province(), {.last = 2048, .total_growth = {0.08}, .sector_growth = {{"industry", {0.114}, {}}}});
  EXPECT_FALSE(p.feasible());
  ASSERT_EQ(p.conflicts.size(), 2u);
  EXPECT_EQ(p.conflicts[0].period, Period(2047));
  EXPECT_GE(p.conflicts[0].claimed, 1);
  EXPECT_EQ(p.conflicts[0].sectors, (std::vector<std::string>{"industry"}));
  EXPECT_TRUE(std::isnan(p.shares.at("services", 2047)));
  EXPECT_TRUE(std::isnan(p.levels.at("industry", 2047)));
  EXPECT_LT(p.shares.at("industry", 2046), 1);
  EXPECT_TRUE(std::isnan(p.sectors[1].growth));
  EXPECT_NEAR(p.average_total_growth, 0.08, 1e-14);
  // Each period's targets leave room, but a held share and a later target together do not.
  const SectorProjection q = project_sectors(
      province(),
      {.last = 2025, .total_growth = {0.08}, .targets = {{"industry", 2020, 0.7}, {"services", 2025, 0.4}}});
  ASSERT_FALSE(q.conflicts.empty());
  EXPECT_EQ(q.conflicts.back().sectors, (std::vector<std::string>{"industry", "services"}));
  EXPECT_NEAR(q.conflicts.back().claimed, 1.1, 1e-15);
}

struct Refused {
  const char* rule;  ///< And the value or name.
  std::function<void(SectorProjectionOptions&)> spoil;
};

TEST(ProjectionBadInput, IsRefusedByName) {
  using O = SectorProjectionOptions;
  const std::vector<Refused> cases{
      {"a target share must be in (0, 1); got 0 for \"industry\" in 2020", [](O& o) { o.targets[0].share = 0; }},
      {"a target share must be in (0, 1); got 1 for \"industry\" in 2020", [](O& o) { o.targets[0].share = 1; }},
      {"a target share must be in (0, 1); got NaN", [](O& o) { o.targets[0].share = kNaN; }},
      {"must sum to less than 1; got 1.1 in 2020 for \"industry\", \"services\"",
       [](O& o) {
         o.targets.push_back({"services", 2020, 0.7});
       }},
      {"must sum to less than 1; got 1.1",
       [](O& o) {
         o.targets.push_back({"services", 2020, 0.7, ShareBound::at_least});
       }},
      {"one target a period, or one bound on each side; got at_least for \"industry\"",
       [](O& o) {
         o.targets.push_back({"industry", 2020, 0.3, ShareBound::at_least});
       }},
      {"(did you mean \"industry\"?); got \"industri\"", [](O& o) { o.targets[0].sector = "industri"; }},
      {"sector must be one of the data",
       [](O& o) {
         o.sector_growth = {{"mining", {0.1}, {}}};
       }},
      {"rates must be > -1 and finite; got -1 at index 0 for \"services\"",
       [](O& o) {
         o.sector_growth = {{"services", {-1}, {}}};
       }},
      {"rates must be > -1 and finite; got NaN at index 0 for the total", [](O& o) { o.total_growth = {kNaN}; }},
      {"rates must be > -1 and finite; got inf", [](O& o) { o.total_growth = {kInf}; }},
      {"one for each of the 5 periods; got 3 for the total",
       [](O& o) {
         o.total_growth = {1, 2, 3};
       }},
      {"rates must be one, or one for each of the 5 periods; got 0",
       [](O& o) {
         o.sector_growth = {{"services", {}, {}}};
       }},
      {"growth must be given once; got \"services\"",
       [](O& o) {
         o.sector_growth = {{"services", {0}, {}}, {"services", {0}, {}}};
       }},
      {"the total must be fixed once",
       [](O& o) {
         o.sector_growth = {{"industry", {0.1}, {}}};
       }},
      {"the total must be fixed:", [](O& o) { o.total_growth = {}; }},
      {"neither for \"agriculture\"",
       [](O& o) {
         o = {.last = 2020, .sector_growth = {{"industry", {0.1}, {}}, {"services", {0.1}, {}}}};
       }},
      {"to take what remains",
       [](O& o) {
         o.targets.insert(o.targets.end(), {{"services", 2020, 0.3}, {"agriculture", 2020, 0.2}});
       }},
      {"levels must stay > 0 and finite", [](O& o) { o.total_growth = {1e300}; }},
      {"log-ratio path needs the targets of all targeted sectors in the same periods; got \"industry\" and "
       "\"services\"",
       [](O& o) {
         o.path = SharePath::log_ratio;
         o.targets.push_back({"services", 2019, 0.3});
       }},
  };
  for (const Refused& c : cases) {
    SectorProjectionOptions o{.last = 2020, .total_growth = {0.08}, .targets = {{"industry", 2020, 0.40}}};
    c.spoil(o);
    try {
      (void)project_sectors(province(), o);
      ADD_FAILURE() << c.rule;
    } catch (const InvalidArgument& e) {
      EXPECT_THAT(e.what(), HasSubstr(c.rule));
      EXPECT_THAT(e.what(), HasSubstr("structure::project_sectors: "));
    }
  }
}

TEST(ProjectionBadInput, OfTheDataIsRefusedByName) {
  const SectorProjectionOptions o{.last = 2020, .total_growth = {0.08}};
  EXPECT_THROW((void)project_sectors({}, o), InvalidArgument);
  for (const double bad : {-1.0, kNaN, kInf})
    EXPECT_THROW((void)project_sectors(Frame({{"a", 2015, {}, {bad}}, {"b", 2015, {}, {1}}}), o), InvalidArgument)
        << bad;
  EXPECT_THROW((void)project_sectors(Frame({{"a", 2015, {}, {0}}, {"b", 2015, {}, {0}}}), o), InvalidArgument);
  const Unit old = Unit::money("VND", 9, PriceBasis::constant(1994)),
             now = Unit::money("VND", 9, PriceBasis::constant(2010));
  EXPECT_THROW((void)project_sectors(Frame({{"a", 2015, old, {1}}, {"b", 2015, now, {1}}}), o), UnitMismatch);
  EXPECT_THROW((void)project_sectors(province(), {.last = 2015, .total_growth = {0.08}}), PeriodMismatch);
  EXPECT_THROW((void)project_sectors(province(), {.last = Period::quarter(2020, 1), .total_growth = {0.08}}),
               PeriodMismatch);
  EXPECT_THROW((void)project_sectors(province(), {.base = 2014, .last = 2020, .total_growth = {0.08}}), PeriodMismatch);
  for (const Period bad : {Period(2015), Period(2021), Period::quarter(2016, 1)})
    EXPECT_THROW(
        (void)project_sectors(province(), {.last = 2020, .total_growth = {0.08}, .targets = {{"industry", bad, 0.4}}}),
        PeriodMismatch);
  const Frame zero({{"a", 2015, {}, {0}}, {"b", 2015, {}, {1}}});
  EXPECT_THROW((void)project_sectors(zero, {.last = 2020, .total_growth = {0}, .sector_growth = {{"a", {0.1}, {}}}}),
               InvalidArgument);
  EXPECT_THROW((void)project_sectors(zero, {.last = 2020, .total_growth = {0}, .targets = {{"b", 2020, 0.5}}}),
               InvalidArgument);
  EXPECT_THROW((void)project_sectors(
                   zero, {.last = 2020, .total_growth = {0}, .targets = {{"a", 2020, 0.5}}, .path = SharePath::logit}),
               InvalidArgument);
  EXPECT_EQ(
      project_sectors(zero, {.last = 2020, .total_growth = {0}, .targets = {{"a", 2020, 0.5}}}).shares.at("b", 2020),
      0.5);
}

// What follows needs no oracle.

struct Case {
  std::vector<Series> sectors;
  SectorProjectionOptions options;
};

/// Some sectors with targets (exact or bounds, in one or two years), some with growth, at least one left over.
Case drawn() {
  Case c;
  const int n = *rc::gen::inRange(2, 7);
  for (int i = 0; i < n; ++i)
    c.sectors.push_back({"s" + std::to_string(i), 2015, {}, {static_cast<double>(*rc::gen::inRange(1, 1000))}});
  c.options = {.last = 2015 + *rc::gen::inRange(2, 12), .total_growth = {*rc::gen::inRange(-20, 200) / 1000.0}};
  c.options.path = *rc::gen::element(SharePath::linear, SharePath::logit);
  const int kinds = 4;
  for (int i = 0; i + 1 < n; ++i) {
    const int kind = *rc::gen::inRange(0, kinds);
    const std::string name = "s" + std::to_string(i);
    if (kind == 0) c.options.sector_growth.push_back({name, {*rc::gen::inRange(-100, 200) / 1000.0}, {}});
    if (kind == 1 || kind == 2) {
      const auto bound = kind == 1 ? ShareBound::exactly : *rc::gen::element(ShareBound::at_least, ShareBound::at_most);
      const double share = *rc::gen::inRange(1, 900) / 1000.0 / n;
      c.options.targets.push_back({name, c.options.last, share, bound});
      if (*rc::gen::inRange(0, 2) == 1)
        c.options.targets.push_back({name, 2016, *rc::gen::inRange(1, 900) / 1000.0 / n, bound});
    }
  }
  return c;
}

TEST(ProjectionProperties, SharesSumToOneAndTargetsAreMetExactly) {
  EXPECT_TRUE(rc::check("sums, targets, levels, rates", [] {
    const Case c = drawn();
    const SectorProjection p = project_sectors(Frame(c.sectors), c.options);
    const auto n = static_cast<double>(c.sectors.size());
    for (Period t = 2015; t <= c.options.last; ++t) {
      double shares = 0, levels = 0;
      for (const auto& s : c.sectors) {
        shares += p.shares.at(s.name, t);
        levels += p.levels.at(s.name, t);
      }
      const bool conflict =
          std::any_of(p.conflicts.begin(), p.conflicts.end(), [&](const auto& x) { return x.period == t; });
      RC_ASSERT(std::isnan(shares) == conflict);
      if (conflict) continue;
      RC_ASSERT(std::abs(shares - 1) <= n * 0x1p-52);
      RC_ASSERT(std::abs(levels / p.total.at(t) - 1) <= 2 * n * 0x1p-52);
    }
    for (const TargetOutcome& t : p.targets) {
      if (t.binding) RC_ASSERT(std::isnan(t.share) || t.share == t.target.share);
      RC_ASSERT(t.met || !p.conflicts.empty());
      RC_ASSERT(t.binding || t.target.bound != ShareBound::exactly);
    }
  }));
}

TEST(ProjectionProperties, NeitherScaleNorOrderMatters) {
  EXPECT_TRUE(rc::check("scale and order", [] {
    const Case c = drawn();
    const SectorProjection p = project_sectors(Frame(c.sectors), c.options);
    Case other = c;
    std::reverse(other.sectors.begin(), other.sectors.end());
    std::reverse(other.options.targets.begin(), other.options.targets.end());
    std::reverse(other.options.sector_growth.begin(), other.options.sector_growth.end());
    for (Series& s : other.sectors) s.values[0] *= 37.5;
    const SectorProjection q = project_sectors(Frame(other.sectors), other.options);
    RC_ASSERT(p.conflicts.size() == q.conflicts.size());
    for (const auto& s : c.sectors)
      for (Period t = 2015; t <= c.options.last; ++t) {
        if (std::isnan(p.shares.at(s.name, t))) continue;
        RC_ASSERT(std::abs(p.shares.at(s.name, t) - q.shares.at(s.name, t)) < 1e-14);
        // In units of the total: what little may be left over is a difference, and no nearer than the shares are.
        RC_ASSERT(std::abs(q.levels.at(s.name, t) / 37.5 - p.levels.at(s.name, t)) < 1e-14 * p.total.at(t));
      }
  }));
}

TEST(ProjectionProperties, LogRatioPathsKeepTheRatiosOfGrowthFactors) {
  EXPECT_TRUE(rc::check("the ratio of two sectors' growth factors is the same in every period", [] {
    Case c = drawn();
    c.options.path = SharePath::log_ratio;
    c.options.sector_growth.clear();
    c.options.targets.clear();
    for (std::size_t i = 0; i + 1 < c.sectors.size(); ++i)
      c.options.targets.push_back({c.sectors[i].name, c.options.last,
                                   *rc::gen::inRange(1, 999) / 1000.0 / static_cast<double>(c.sectors.size() - 1)});
    const SectorProjection p = project_sectors(Frame(c.sectors), c.options);
    const std::string& reference = c.sectors.back().name;
    for (const auto& s : c.sectors) {
      const auto ratio = [&](Period t) { return (1 + p.growth.at(s.name, t)) / (1 + p.growth.at(reference, t)); };
      for (Period t = 2017; t <= c.options.last; ++t) RC_ASSERT(std::abs(ratio(t) / ratio(2016) - 1) < 1e-11);
    }
  }));
}

}  // namespace
}  // namespace foreplan::structure
