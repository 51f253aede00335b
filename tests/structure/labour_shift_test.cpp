#include <foreplan/structure/labour_shift.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <vector>

#include "refusals.hpp"
#include "structure/vietnam.hpp"

namespace foreplan::structure {
namespace {

const Unit kOutput = Unit::money("VND", 9, PriceBasis::constant(2010)),
           kPerPerson = Unit::money("VND/person", 6, PriceBasis::constant(2010));

Frame frame(const Unit& unit, const std::vector<std::vector<double>>& values,
            const std::vector<std::string>& names = {"agr", "ind", "srv"}) {
  std::vector<Series> series;
  for (std::size_t i = 0; i < values.size(); ++i) series.push_back({names[i], 2020, unit, values[i]});
  return Frame(series);
}
const Frame kQ = frame(kOutput, {{100, 105}, {300, 360}, {200, 210}}),
            kP = frame(kPerPerson, {{20, 25}, {60, 60}, {50, 50}});

// By hand: 100 bn VND at 20 m VND a person are 5 thousand persons.
TEST(LabourShiftOfThreeSectors, FollowsOutputAndProductivity) {
  const LabourShift s = labour_shift(kQ, kP);
  EXPECT_NEAR(s.employment.at("agr", 2020), 5, 1e-15);
  EXPECT_NEAR(s.employment.at("agr", 2021), 4.2, 1e-15);
  EXPECT_NEAR(s.employment.at("ind", 2021), 6, 1e-15);
  EXPECT_EQ(to_string(s.employment["srv"].unit), "thousand person");
  EXPECT_NEAR(s.total.at(2020), 14, 1e-14);
  EXPECT_NEAR(s.shares.at("agr", 2021), 4.2 / 14.4, 1e-15);
  EXPECT_NEAR(s.change.at("agr", 2021), -0.8, 1e-14);
  EXPECT_NEAR(s.released.at(2021), 0.8, 1e-14);
  EXPECT_NEAR(s.absorbed.at(2021), 1.2, 1e-14);
  // 0.8 / ln(5 / 4.2) ln 1.25
  EXPECT_NEAR(s.by_productivity.at("agr", 2021), -1.0238679269427356, 1e-14);
  EXPECT_NEAR(s.by_output.at("agr", 2021), 0.2238679269427356, 1e-14);
  EXPECT_NEAR(s.by_productivity.at("ind", 2021), 0, 1e-15);
}

TEST(LabourShiftOfThreeSectors, IsHeldAgainstTheSupply) {
  const LabourShift s = labour_shift(kQ, kP);
  const LabourBalance b = labour_balance(s, {"labour force", 2019, Unit::physical("person"), {1, 15'000, 14'100}});
  EXPECT_NEAR(b.supply.at(2020), 15, 1e-14);
  EXPECT_NEAR(b.surplus.at(2020), 1, 1e-14);
  EXPECT_NEAR(b.surplus_rate.at(2020), 1.0 / 15, 1e-15);
  EXPECT_NEAR(b.surplus.at(2021), -0.3, 1e-14) << "a shortage";
  EXPECT_EQ(b.demand, s.total);
}

TEST(LabourShiftOfThreeSectors, SaysWhatProductivityAShareTakes) {
  const RequiredProductivity r = productivity_for_employment_share(kQ, kP, "agr", 2021, 0.2);
  EXPECT_NEAR(r.employment, 0.2 / 0.8 * 10.2, 1e-14);
  EXPECT_NEAR(r.productivity, 105 / 2.55, 1e-12);
  EXPECT_NEAR(r.growth, 105 / 2.55 / 20 - 1, 1e-13);
  EXPECT_EQ(r.projected, 25);
  const Series supply{"labour force", 2020, Unit::physical("person", 3), {15, 15}};
  const RequiredProductivity of_supply = productivity_for_supply_share(kQ, kP, supply, "agr", 2021, 0.2);
  EXPECT_NEAR(of_supply.employment, 3, 1e-14);
  EXPECT_NEAR(of_supply.productivity, 35, 1e-13);
  EXPECT_EQ(productivity_for_employment_share(kQ, kP, "agr", 2020, 0.3).growth, 0);
}

TEST(LabourShiftOfVietnam, ComesBackToTheEmploymentThatProductivityCameFrom) {
  const Frame output = reference::vietnam_etd("VA_Q15"), employment = reference::vietnam_etd("EMP");
  const Frame productivity = labour_productivity(output, employment);
  EXPECT_EQ(to_string(productivity.series().front().unit), "thousand VND/person, constant 2015 prices");
  const LabourShift s = labour_shift(output, productivity);
  for (const Series& sector : employment.series())
    for (std::size_t t = 0; t < sector.size(); ++t)
      EXPECT_NEAR(s.employment[sector.name].values[t] / sector.values[t], 1, 1e-14) << sector.name;
  for (std::size_t t = 1; t < s.total.size(); ++t) {
    const Period p = s.total.period(t);
    EXPECT_NEAR(s.absorbed.at(p) - s.released.at(p), s.total.at(p) - s.total.at(p - 1), 1e-9);
  }
}

TEST(LabourShiftProperties, AddUp) {
  EXPECT_TRUE(rc::check("sums", [] {
    const auto sectors = *rc::gen::inRange<std::size_t>(1, 6), periods = *rc::gen::inRange<std::size_t>(2, 6);
    std::vector<std::vector<double>> q(sectors), p(sectors);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < sectors; ++i) {
      names.push_back("s" + std::to_string(i));
      for (std::size_t t = 0; t < periods; ++t) {
        q[i].push_back(*rc::gen::inRange(i == 0 ? 1 : 0, 10'000) / 7.0);
        p[i].push_back(*rc::gen::inRange(1, 10'000) / 13.0);
      }
    }
    const LabourShift s = labour_shift(frame(kOutput, q, names), frame(kPerPerson, p, names));
    for (std::size_t t = 0; t < periods; ++t) {
      double shares = 0, total = 0, size = 0;
      for (std::size_t i = 0; i < sectors; ++i) {
        shares += s.shares.series()[i].values[t];
        total += s.employment.series()[i].values[t];
        if (t == 0) continue;
        const double change = s.change.series()[i].values[t - 1], made = s.by_output.series()[i].values[t - 1],
                     freed = s.by_productivity.series()[i].values[t - 1];
        size = std::abs(change) + std::abs(made) + std::abs(freed);
        RC_ASSERT(std::abs(made + freed - change) <= 1e-12 * size);
        if (q[i][t] == q[i][t - 1] && q[i][t] > 0) RC_ASSERT(std::abs(made) <= 1e-12 * size);
        if (q[i][t] == 0 || q[i][t - 1] == 0) RC_ASSERT(freed == 0);
      }
      RC_ASSERT(std::abs(shares - 1) <= 1e-15 * static_cast<double>(4 * sectors));
      RC_ASSERT(std::abs(total / s.total.values[t] - 1) <= 1e-14);
    }
  }));
}

TEST(LabourShiftBadInput, IsRefusedWithPlace) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  const auto of = [](const Frame& q, const Frame& p) { return [=] { (void)labour_shift(q, p); }; };
  const auto share = [](const std::string& sector, Period period, double s) {
    return [=] { (void)productivity_for_employment_share(kQ, kP, sector, period, s); };
  };
  const std::string name = "structure::labour_shift: ";
  testing::expect_refused({
      {name + "at least one sector is needed", of({}, kP)},
      {name + "both frames must have the same sectors; got only one with \"srv\" (nearest is \"srw\")",
       of(kQ, frame(kPerPerson, {{20, 25}, {60, 60}, {50, 50}}, {"agr", "ind", "srw"}))},
      {"got only one with \"more\"",
       of(kQ, frame(kPerPerson, {{1, 1}, {1, 1}, {1, 1}, {1, 1}}, {"agr", "ind", "srv", "more"}))},
      {name + "output must be >= 0 and finite; got -1 in series \"agr\" in 2021",
       of(frame(kOutput, {{100, -1}, {300, 360}, {200, 210}}), kP)},
      {name + "output must be >= 0 and finite; got NaN in series \"ind\" in 2020",
       of(frame(kOutput, {{100, 1}, {kNaN, 360}, {200, 210}}), kP)},
      {name + "productivity must be > 0 and finite; got 0 in series \"srv\" in 2021",
       of(kQ, frame(kPerPerson, {{20, 25}, {60, 60}, {50, 0}}))},
      {name + "total employment must be > 0 and finite; got 0 in 2020",
       of(frame(kOutput, {{0, 1}, {0, 1}, {0, 1}}), kP)},
      {"share must be in (0, 1); got 1", share("agr", 2021, 1)},
      {"share must be in (0, 1); got NaN", share("agr", 2021, kNaN)},
      {"agg", share("agg", 2021, 0.5)},
      {"structure::labour_balance: supply must be > 0 and finite; got 0 in series \"l\" in 2020",
       [] {
         (void)labour_balance(labour_shift(kQ, kP), {"l", 2020, Unit::physical("person"), {0, 1}});
       }},
      {"structure::labour_productivity: employment must be > 0 and finite; got 0",
       [] {
         (void)labour_productivity(kQ, frame(Unit::physical("person"), {{0, 1}, {1, 1}, {1, 1}}));
       }},
  });
  const Unit current = Unit::money("VND/person", 6, PriceBasis::current());
  testing::expect_refused<UnitMismatch>({
      {name +
           "productivity must be in the unit of output per person, such as million VND/person, constant 2010 prices; "
           "got million VND/person, current prices",
       of(kQ, frame(current, {{20, 25}, {60, 60}, {50, 50}}))},
      {"got billion VND", of(kQ, kQ)},
      {"persons must be in a named unit", [] { (void)labour_shift(kQ, kP, {.persons = Unit{}}); }},
      {"",
       [] {
         (void)labour_balance(labour_shift(kQ, kP), {"l", 2020, Unit::physical("household"), {1, 1}});
       }},
  });
  testing::expect_refused<PeriodMismatch>({
      {name + "the second frame must cover the periods of output, 2020-2021; got 2020-2020",
       of(kQ, frame(kPerPerson, {{20}, {60}, {50}}))},
      {"output must cover the period of the share; got 2020-2021 for 2030", share("agr", 2030, 0.5)},
      {"",
       [] {
         (void)labour_balance(labour_shift(kQ, kP), {"l", 2020, Unit::physical("person"), {1}});
       }},
  });
}

}  // namespace
}  // namespace foreplan::structure
