#include <foreplan/core/errors.hpp>
#include <foreplan/plan/audit.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>

#include "plan/founding_case.hpp"

namespace foreplan::plan {
namespace {

using testing::founding_case;
using testing::stated;
using enum StatementKind;

const Finding* find(const Audit& a, FindingKind kind, std::size_t n = 0) {
  for (const auto& f : a)
    if (f.kind == kind && n-- == 0) return &f;
  return nullptr;
}

const Implied* implied(const Contradiction& c, const std::string& id) {
  for (const auto& i : c.implied)
    if (i.statement == id) return &i;
  return nullptr;
}

bool says(const std::string& sentence, const std::string& words) { return sentence.find(words) != std::string::npos; }

// The numbers are those of the founding case: each was worked out by hand from the printed statements.
TEST(AuditFoundingCase, HasOneContradictionWithItsNumbers) {
  const Audit a = audit(founding_case());
  ASSERT_EQ(a.count(FindingKind::contradiction), 1u);
  EXPECT_TRUE(a.complete);
  const Finding& f = *find(a, FindingKind::contradiction);
  EXPECT_EQ(f.statements, (std::vector<std::string>{"output_2015", "target_output_2020", "target_growth_2016_2020"}));
  const Contradiction& c = *f.contradiction;
  EXPECT_NEAR(implied(c, "target_growth_2016_2020")->value, 0.21996, 5e-6);
  EXPECT_NEAR(implied(c, "target_output_2020")->value, 11174, 0.5);
  EXPECT_NEAR(implied(c, "output_2015")->value, 10259, 0.5);
  EXPECT_NEAR(implied(c, "output_2015")->rate_range.lower, 10236, 0.5);
  EXPECT_NEAR(implied(c, "output_2015")->rate_range.upper, 10282, 0.5);
  for (const char* words : {"6,513", "11,174", "63.5 %", "21.996 %", "9.2 years", "10,259 (10,236–10,282)",
                            "1.575 (1.572–1.579", "at least 1.572", "10,225", "10,030", "12,448", "cannot be judged"})
    EXPECT_TRUE(says(f.sentence, words)) << words << " in: " << f.sentence;
  // The same contradiction through the level of 2010 and the growth since, which agree with 6,513.
  ASSERT_EQ(c.also_from.size(), 1u);
  EXPECT_EQ(c.also_from[0], (std::vector<std::string>{"output_2010", "output_growth_2011_2015", "target_output_2020",
                                                      "target_growth_2016_2020"}));
}

TEST(AuditFoundingCase, OnlyAnotherPriceBaseReconciles) {
  const Audit a = audit(founding_case());
  const Contradiction& c = *find(a, FindingKind::contradiction)->contradiction;
  ASSERT_EQ(c.readings.size(), 5u);
  EXPECT_EQ(c.readings[0].kind, ReadingKind::other_price_basis);
  EXPECT_EQ(c.readings[0].verdict, Verdict::reconciles);
  EXPECT_NEAR(c.readings[0].value, 1.575, 5e-4);
  EXPECT_NEAR(c.readings[0].range.lower, 1.572, 5e-4);
  EXPECT_NEAR(c.readings[0].range.upper, 1.579, 5e-4);
  EXPECT_EQ(c.readings[1].kind, ReadingKind::arithmetic_growth);
  EXPECT_NEAR(c.readings[1].value, 10225, 0.5);
  EXPECT_NEAR(c.readings[2].value, 10030, 0.5);
  EXPECT_NEAR(c.readings[3].value, 12448, 0.5);
  for (int i : {1, 2, 3}) EXPECT_EQ(c.readings[static_cast<std::size_t>(i)].verdict, Verdict::does_not);
  EXPECT_EQ(c.readings[4].verdict, Verdict::cannot_be_judged);
}

TEST(AuditFoundingCase, HasExactlyTheOtherFindings) {
  const Audit a = audit(founding_case());
  ASSERT_EQ(a.count(FindingKind::unstated_price_basis), 1u);
  EXPECT_EQ(find(a, FindingKind::unstated_price_basis)->statements, std::vector<std::string>{"target_output_2020"});
  ASSERT_EQ(a.count(FindingKind::missing_base), 1u);
  EXPECT_EQ(find(a, FindingKind::missing_base)->statements, std::vector<std::string>{"target_exports_2020"});
  ASSERT_EQ(a.count(FindingKind::definition_break), 1u);
  EXPECT_EQ(find(a, FindingKind::definition_break)->statements,
            (std::vector<std::string>{"share_industry_2013", "share_industry_2015"}));
  EXPECT_TRUE(says(find(a, FindingKind::definition_break)->sentence, "4.1 points a year against 1.9"));
  ASSERT_EQ(a.count(FindingKind::mixed_price_bases), 1u);
  EXPECT_NEAR(find(a, FindingKind::mixed_price_bases)->value, 3.00, 5e-3);
  ASSERT_EQ(a.count(FindingKind::implausible_growth), 1u);
  EXPECT_NEAR(find(a, FindingKind::implausible_growth)->value, -0.11, 5e-3);
  ASSERT_EQ(a.count(FindingKind::consistent_path), 2u);
  EXPECT_TRUE(says(find(a, FindingKind::consistent_path)->sentence, "25.248 %"));
  EXPECT_EQ(find(a, FindingKind::consistent_path, 1)->statements,
            (std::vector<std::string>{"share_industry_2015", "target_share_industry_2020", "direction_industry"}));
  EXPECT_EQ(a.count(FindingKind::consistent_sum), 6u);
  ASSERT_EQ(a.count(FindingKind::derived), 3u);
  EXPECT_NEAR(find(a, FindingKind::derived)->value, 0.1038, 5e-5);
  EXPECT_NEAR(find(a, FindingKind::derived, 1)->value, 0.0973, 5e-5);
  EXPECT_NEAR(find(a, FindingKind::derived, 2)->value, 0.209, 5e-4);
  EXPECT_EQ(a.count(FindingKind::not_derived), 0u);
  EXPECT_EQ(a.findings.size(), 1u + 5 + 3 + 8);
}

TEST(AuditFoundingCase, SpeaksVietnamese) {
  const Audit a = audit(founding_case(), {.language = Language::vietnamese});
  const std::string& s = find(a, FindingKind::contradiction)->sentence;
  for (const char* words : {"6.513 tỷ đồng", "21,996%", "1,575 (1,572–1,579"}) EXPECT_TRUE(says(s, words)) << s;
}

TEST(Audit, AStatedConversionFactorDecidesTheReading) {
  Plan p = founding_case();
  auto factor =
      stated("factor", conversion, "industrial_output", {2010, 2020}, "1.575", {}, PriceBasis::constant(1994));
  factor.to_price_basis = PriceBasis::constant(2010);
  p.statements.push_back(factor);
  EXPECT_EQ(find(audit(p), FindingKind::contradiction)->contradiction->readings[0].verdict, Verdict::reconciles);
  p.statements.back().value = Rounded("1.3");  // too little: 11,174 at other prices stays below 17,600
  EXPECT_EQ(find(audit(p), FindingKind::contradiction)->contradiction->readings[0].verdict, Verdict::does_not);
  // Read at 2010 prices, with the factor, the plan has no contradiction left.
  p.statements.back().value = Rounded("1.575");
  for (auto& s : p.statements)
    if (s.id == "target_output_2020") s.price_basis = PriceBasis::constant(2010);
  EXPECT_EQ(audit(p).count(FindingKind::contradiction), 0u);
}

TEST(Audit, HorizonAndArithmeticReadingsReconcileWhereTheyShould) {
  Plan p;
  p.indicators.push_back({"x", {"output", {}}, Unit::physical("t"), Concept::other});
  p.statements.push_back(stated("base", level, "x", {2015, 2015}, "1000"));
  p.statements.push_back(stated("rate", growth, "x", {2016, 2020}, "10.0"));
  p.statements.push_back(stated("end", level, "x", {2020, 2020}, "1500"));  // 1000 (1 + 5 * 0.1)
  const Audit a = audit(p);
  ASSERT_EQ(a.count(FindingKind::contradiction), 1u);
  const auto& readings = find(a, FindingKind::contradiction)->contradiction->readings;
  EXPECT_EQ(readings[0].kind, ReadingKind::arithmetic_growth);
  EXPECT_EQ(readings[0].verdict, Verdict::reconciles);
  p.statements[2].value = Rounded("1464");  // 1000 * 1.1^4
  const Audit b = audit(p);
  const auto& horizons = find(b, FindingKind::contradiction)->contradiction->readings;
  EXPECT_EQ(horizons[1].kind, ReadingKind::other_horizon);
  EXPECT_EQ(horizons[1].periods, 4);
  EXPECT_EQ(horizons[1].verdict, Verdict::reconciles);
}

TEST(Audit, SumsOfPartsAreConstraints) {
  Plan p;
  for (const char* id : {"total", "a", "b", "c"})
    p.indicators.push_back({id, {id, {}}, Unit::physical("t"), Concept::other});
  p.identities.push_back({"sum", "total", {"a", "b", "c"}, {}, {}});
  p.statements.push_back(stated("t", level, "total", {2020, 2020}, "100"));
  p.statements.push_back(stated("a1", level, "a", {2020, 2020}, "60"));
  p.statements.push_back(stated("b1", level, "b", {2020, 2020}, "50"));
  Audit a = audit(p);
  ASSERT_EQ(a.count(FindingKind::contradiction), 1u);  // c is not stated, but it is not negative
  EXPECT_EQ(find(a, FindingKind::contradiction)->statements, (std::vector<std::string>{"t", "a1", "b1", "sum"}));
  p.statements[2].value = Rounded("30");
  EXPECT_EQ(audit(p).count(FindingKind::contradiction), 0u);
  p.statements.push_back(stated("c_share", share, "c", {2020, 2020}, "15", "total"));
  a = audit(p);
  ASSERT_EQ(a.count(FindingKind::contradiction), 1u);  // 60 + 30 + 15 > 100 by more than rounding
  p.statements.back().value = Rounded("10");
  EXPECT_EQ(audit(p).count(FindingKind::contradiction), 0u);
}

// Plans with a hidden truth: levels of 8 indicators and a total over 6 years, statements printed from it.
struct Generated {
  Plan plan;
  std::vector<std::vector<std::string>> planted;
};

std::string printed(double x, int decimals) { return Rounded(x, decimals).text(); }

/// A conflict about indicators of its own, so that its statements are the one minimal set: `off` times the truth
/// somewhere.
struct Plant {
  Plan& plan;
  std::string name;
  std::vector<std::string> ids{};
  double base = 0, off = 1;
  std::function<std::string()> next_id{};

  std::string indicator(const char* suffix = "", Unit unit = Unit::physical("t")) {
    plan.indicators.push_back({name + suffix, {name + suffix, {}}, std::move(unit), Concept::other});
    return name + suffix;
  }
  Statement& say(StatementKind kind, const std::string& about, PeriodRange period, double value, int decimals,
                 const std::string& of = {}) {
    ids.push_back(next_id());
    plan.statements.push_back(stated(ids.back(), kind, about, period, printed(value, decimals).c_str(), of));
    return plan.statements.back();
  }
  void sum(const std::string& total, std::vector<std::string> parts) {
    ids.push_back(name + "_sum");
    plan.identities.push_back({ids.back(), total, std::move(parts), {}, {}});
  }
};

void plant_growth(Plant& p) {
  const std::string x = p.indicator();
  p.say(level, x, {2015, 2015}, p.base, 1);
  p.say(growth, x, {2016, 2020}, 8, 1);
  p.say(level, x, {2020, 2020}, p.base * std::pow(1.08, 5) * p.off, 1);
}
void plant_share(Plant& p) {
  const std::string total = p.indicator("_total"), part = p.indicator("_part");
  p.say(level, total, {2018, 2018}, p.base, 1);
  p.say(share, part, {2018, 2018}, 35, 1, total);
  p.say(level, part, {2018, 2018}, p.base * 0.35 * p.off, 1);
}
void plant_sum(Plant& p) {
  const std::string total = p.indicator("_total"), a = p.indicator("_a"), b = p.indicator("_b");
  p.say(level, total, {2018, 2018}, p.base, 1);
  p.say(level, a, {2018, 2018}, p.base * 0.6, 1);
  p.say(level, b, {2018, 2018}, p.base * 0.4 * p.off, 1);
  p.sum(total, {a, b});
}
void plant_contribution(Plant& p) {
  const std::string total = p.indicator("_total"), a = p.indicator("_a"), b = p.indicator("_b");
  p.say(contribution, a, {2018, 2018}, 4, 2, total);
  p.say(contribution, b, {2018, 2018}, 3 * p.off, 2, total);
  p.say(growth, total, {2018, 2018}, 7, 2);
  p.sum(total, {a, b});
}
void plant_deflation(Plant& p) {
  const std::string x = p.indicator("", Unit{"VND", 9, PriceBasis::unstated(), {}});
  const PriceBasis c94 = PriceBasis::constant(1994), c10 = PriceBasis::constant(2010);
  p.say(level, x, {2015, 2015}, p.base, 1).price_basis = c94;
  p.say(level, x, {2015, 2015}, p.base * 1.575 * p.off, 1).price_basis = c10;
  Statement& factor = p.say(conversion, x, {2010, 2020}, 1.575, 3);
  factor.price_basis = c94;
  factor.to_price_basis = c10;
}
void plant_share_growth_and_sum(Plant& p) {
  const std::string total = p.indicator("_total"), a = p.indicator("_a"), b = p.indicator("_b");
  p.say(level, total, {2020, 2020}, p.base, 1);
  p.say(share, a, {2020, 2020}, 40, 1, total);
  p.say(level, b, {2015, 2015}, p.base * 0.6 / std::pow(1.08, 5) * p.off, 1);
  p.say(growth, b, {2016, 2020}, 8, 1);
  p.sum(total, {a, b});
}

struct Planted {
  int statements;
  void (*plant)(Plant&);
};
constexpr std::size_t kKinds = 6;
constexpr Planted kPlanted[kKinds] = {{3, plant_growth},       {3, plant_share},     {3, plant_sum},
                                      {3, plant_contribution}, {3, plant_deflation}, {4, plant_share_growth_and_sum}};

Generated generate(unsigned seed, int conflicts) {
  std::mt19937 random(seed);
  const auto uniform = [&](double a, double b) { return a + (b - a) * static_cast<double>(random()) / 4294967295.0; };
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  constexpr int kParts = 8, kYears = 6;
  double x[kParts + 1][kYears];
  for (int t = 0; t < kYears; ++t) x[kParts][t] = 0;
  Generated g;
  Plan& p = g.plan;
  Identity sum{"sum", "total", {}, {}, {}};
  for (int i = 0; i < kParts; ++i) {
    const std::string id = "x" + std::to_string(i);
    p.indicators.push_back({id, {id, {}}, Unit::physical("t"), Concept::other});
    sum.parts.push_back(id);
    x[i][0] = uniform(100, 5000);
    for (int t = 0; t < kYears; ++t) {
      if (t > 0) x[i][t] = x[i][t - 1] * (1 + uniform(-0.05, 0.2));
      x[kParts][t] += x[i][t];
    }
  }
  p.indicators.push_back({"total", {"total", {}}, Unit::physical("t"), Concept::other});
  p.identities.push_back(sum);
  const auto name = [&](int i) { return p.indicators[static_cast<std::size_t>(i)].id; };
  int n = 0;
  const auto id = [&] { return "s" + std::to_string(n++); };
  int planted = 0;
  for (int k = 0; k < conflicts; ++k) planted += kPlanted[(seed + static_cast<unsigned>(k)) % kKinds].statements;
  while (n < 40 - planted) {
    const int i = pick(kParts + 1), t = pick(kYears);
    switch (pick(3)) {
      case 0:
        p.statements.push_back(stated(id(), level, name(i), {2015 + t, 2015 + t}, printed(x[i][t], 0).c_str()));
        break;
      case 1: {
        const int u = pick(kYears);
        if (u <= t) continue;
        const double rate = std::pow(x[i][u] / x[i][t], 1.0 / (u - t)) - 1;
        p.statements.push_back(stated(id(), growth, name(i), {2016 + t, 2015 + u}, printed(100 * rate, 1).c_str()));
        break;
      }
      default:
        if (i == kParts) continue;
        p.statements.push_back(stated(id(), share, name(i), {2015 + t, 2015 + t},
                                      printed(100 * x[i][t] / x[kParts][t], 1).c_str(), "total"));
    }
  }
  for (int k = 0; k < conflicts; ++k) {
    Plant plant{p, "y" + std::to_string(k), {}, uniform(100, 5000), pick(2) == 0 ? 1.05 : 0.9, id};
    kPlanted[(seed + static_cast<unsigned>(k)) % kKinds].plant(plant);
    std::sort(plant.ids.begin(), plant.ids.end());
    g.planted.push_back(plant.ids);
  }
  std::shuffle(p.statements.begin(), p.statements.end(), random);
  return g;
}

void expect_minimal(const Plan& plan, const std::vector<std::string>& set, unsigned seed) {
  EXPECT_FALSE(can_all_be_true(plan, set)) << "seed " << seed;
  for (std::size_t i = 0; i < set.size(); ++i) {
    auto rest = set;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_TRUE(can_all_be_true(plan, rest)) << "seed " << seed << ": not minimal without " << set[i];
  }
}

TEST(AuditGenerated, EveryPlantedConflictIsFoundAndEverySetIsMinimal) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    const Generated g = generate(seed, 1 + static_cast<int>(seed % 4));
    ASSERT_EQ(g.plan.statements.size(), 40u);
    const Audit a = audit(g.plan);
    ASSERT_TRUE(a.complete);
    std::vector<std::vector<std::string>> found;
    for (const auto& f : a) {
      if (!f.contradiction) continue;
      found.push_back(f.contradiction->statements);
      for (const auto& other : f.contradiction->also_from) found.push_back(other);
    }
    for (auto& set : found) {
      expect_minimal(g.plan, set, seed);
      std::sort(set.begin(), set.end());
    }
    for (const auto& planted : g.planted)
      EXPECT_TRUE(std::find(found.begin(), found.end(), planted) != found.end()) << "seed " << seed;
    EXPECT_EQ(found.size(), g.planted.size()) << "seed " << seed;
  }
}

// A level, growth or share moved off the truth inside the web of the total's sums: without it everything is true, so
// that it is in every set, and every set is minimal.
TEST(AuditGenerated, AStatementMovedOffTheTruthIsInEverySetItCauses) {
  int caught[3] = {0, 0, 0};
  for (unsigned seed = 1; seed <= 400; ++seed) {
    Generated g = generate(seed, 0);
    auto& s = g.plan.statements[seed % g.plan.statements.size()];
    const double v = s.value.value();
    if (s.kind == level)
      s.value = Rounded(std::round(v * 1.5), 0);
    else if (s.kind == growth)
      s.value = Rounded(std::round(10 * v + 100) / 10, 1);
    else
      s.value = Rounded(std::round(10 * v * 1.3) / 10, 1);
    const Audit a = audit(g.plan, {.max_checks = 300});
    for (const auto& f : a) {
      if (!f.contradiction) continue;
      ++caught[static_cast<int>(s.kind)];
      auto sets = f.contradiction->also_from;
      sets.push_back(f.statements);
      for (const auto& set : sets) {
        EXPECT_TRUE(std::find(set.begin(), set.end(), s.id) != set.end()) << "seed " << seed;
        expect_minimal(g.plan, set, seed);
      }
    }
  }
  for (const int n : caught) EXPECT_GT(n, 20);
}

TEST(AuditGenerated, ConsistentPlansHaveNoContradiction) {
  for (unsigned seed = 1001; seed <= 2000; ++seed)
    EXPECT_EQ(audit(generate(seed, 0).plan).count(FindingKind::contradiction), 0u) << "seed " << seed;
}

TEST(Audit, AnExhaustedBudgetIsReported) {
  const Generated g = generate(7, 4);
  const Audit a = audit(g.plan, {.max_checks = 5});
  EXPECT_FALSE(a.complete);
  EXPECT_LE(a.checks, 5u);
  EXPECT_EQ(a.count(FindingKind::search_exhausted), 1u);
}

TEST(Audit, RefusesWhatIsNoPlan) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto refuses = [](auto change) {
    Plan p = founding_case();
    change(p);
    EXPECT_THROW((void)audit(p), InvalidArgument);
  };
  refuses([](Plan& p) { p.statements[0].id = p.statements[1].id; });
  refuses([](Plan& p) { p.statements[0].indicator = "industrial_outptu"; });
  refuses([&](Plan& p) { p.statements[0].value = Rounded(nan); });
  refuses([](Plan& p) { p.statements[0].value = Rounded(-1.0); });
  refuses([](Plan& p) { p.statements[0].value = Rounded(0.0); });
  refuses([](Plan& p) { p.statements[2].value = Rounded(-100.0); });
  refuses([](Plan& p) { p.statements[0].period = {2011, 2010}; });
  refuses([](Plan& p) { p.statements[0].period = {Period::quarter(2010, 1), Period::quarter(2010, 1)}; });
  refuses([](Plan& p) { p.statements[0].of = "grdp"; });
  refuses([](Plan& p) { p.identities[0].parts.push_back("exports"); });
  refuses([](Plan& p) { p.quantities[0].given.push_back("nothing"); });
  EXPECT_THROW((void)audit(founding_case(), {.max_checks = 0}), InvalidArgument);
  try {
    Plan p = founding_case();
    p.statements[0].indicator = "industrial_outptu";
    (void)audit(p);
  } catch (const InvalidArgument& e) {
    EXPECT_TRUE(says(e.what(), "industrial_output")) << e.what();
    EXPECT_TRUE(says(e.what(), "output_2010")) << e.what();
  }
}

TEST(Audit, AnEmptyPlanHasNothingToSay) { EXPECT_TRUE(audit(Plan{}).findings.empty()); }

}  // namespace
}  // namespace foreplan::plan
