#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario.hpp>

#include <cmath>
#include <limits>

namespace foreplan::scenario {
namespace {

using testing::HasSubstr;
using testing::Property;
using testing::Throws;

Frame data() {
  Frame frame;
  const Unit fraction{};
  frame.set({"rate", 2015, fraction, {0.25, 0.25, 0.25}});
  frame.set({"gdp", 2015, Unit::money("VND", 9, PriceBasis::constant(2010)), {100, 110, 121}});
  return frame;
}
Scenario base() { return {"base", data()}; }

template <class E>
auto throws_saying(const std::string& text) {
  return Throws<E>(Property(&E::what, HasSubstr(text)));
}

TEST(Scenario, WithoutChangesEvaluatesToItsData) {
  EXPECT_EQ(base().evaluate(), data());
  EXPECT_EQ(base().name(), "base");
  EXPECT_TRUE(base().layers().empty());
  EXPECT_EQ(Scenario().evaluate(), Frame());
}

TEST(Scenario, ChangesLeaveTheOldScenarioAsItWas) {
  const Scenario old = base();
  const Scenario high = old.layer("high").shift("rate", 0.02, {2016, 2017});
  EXPECT_EQ(old, base());
  EXPECT_EQ(old.evaluate(), data());
  EXPECT_EQ(high.data(), data());
  EXPECT_EQ(high.name(), "high");
  EXPECT_DOUBLE_EQ(high.evaluate().at("rate", 2015), 0.25);
  EXPECT_DOUBLE_EQ(high.evaluate().at("rate", 2016), 0.27);
  EXPECT_EQ(high.evaluate()["gdp"], data()["gdp"]);
}

TEST(Scenario, OverridesOneValueOrOneForEachPeriod) {
  const Frame f =
      base().override_values("gdp", {7}, {2015, 2016}).override_values("rate", {1, 2}, {2016, 2017}).evaluate();
  EXPECT_EQ(f["gdp"].values, (std::vector<double>{7, 7, 121}));
  EXPECT_EQ(f["rate"].values, (std::vector<double>{0.25, 1, 2}));
  EXPECT_EQ(f["gdp"].unit, data()["gdp"].unit);
}

TEST(Scenario, GrowthStartsFromTheValueBeforeTheRange) {
  const Frame f = base().growth_path("gdp", 0.5, {2016, 2017}).evaluate();
  EXPECT_EQ(f["gdp"].values, (std::vector<double>{100, 150, 225}));
  const Frame g = base().growth_path("gdp", std::vector<double>{0, -0.5}, {2016, 2017}).evaluate();
  EXPECT_EQ(g["gdp"].values, (std::vector<double>{100, 100, 50}));
}

TEST(Scenario, ExtendsTheDataPastTheirEnds) {
  const Frame f = base().growth_path("gdp", 0.1, {2018, 2019}).override_values("rate", {0.3}, {2014, 2014}).evaluate();
  EXPECT_EQ(f.range(), PeriodRange::years(2014, 2019));
  EXPECT_NEAR(f.at("gdp", 2019), 121 * 1.21, 1e-12);
  EXPECT_TRUE(std::isnan(f.at("gdp", 2014)));
  EXPECT_TRUE(std::isnan(f.at("rate", 2018)));
  EXPECT_EQ(f.at("rate", 2014), 0.3);
  const Frame gap = base().override_values("gdp", {9}, {2020, 2020}).evaluate();
  EXPECT_TRUE(std::isnan(gap.at("gdp", 2019)));
  EXPECT_EQ(gap.at("gdp", 2020), 9);
}

TEST(Scenario, LayersAreAppliedInOrderAndInherit) {
  const Scenario low = base().layer("low").override_values("gdp", {50}, {2015, 2015});
  const Scenario lower = low.layer("lower").shift("gdp", -10, {2015, 2015}).growth_path("gdp", 1, {2016, 2016});
  EXPECT_EQ(lower.evaluate()["gdp"].values, (std::vector<double>{40, 80, 121}));
  ASSERT_EQ(lower.layers().size(), 3u);
  EXPECT_EQ(lower.layers()[0], (Layer{"base", {}}));
  EXPECT_EQ(lower.layers()[1].name, "low");
  EXPECT_EQ(lower.layers()[2].changes.size(), 2u);
  const Frame other = base()
                          .layer("x")
                          .shift("gdp", -10, {2015, 2015})
                          .layer("y")
                          .override_values("gdp", {50}, {2015, 2015})
                          .evaluate();
  EXPECT_EQ(other.at("gdp", 2015), 50);
}

TEST(Scenario, ChangesOfABaseStandInALayerOfItsName) {
  const Scenario s = base().shift("gdp", 1, {2015, 2015});
  ASSERT_EQ(s.layers().size(), 1u);
  EXPECT_EQ(s.layers()[0].name, "base");
  EXPECT_EQ(s.name(), "base");
}

TEST(Scenario, IsRebuiltFromItsParts) {
  const Scenario s = base().shift("gdp", 1, {2015, 2015}).layer("high").growth_path("gdp", 0.1, {2016, 2020});
  EXPECT_EQ(Scenario(s.name(), s.data(), s.layers()), s);
  EXPECT_EQ(Scenario("base", data(), {{"high", s.layers()[1].changes}}),
            base().layer("high").with(s.layers()[1].changes[0]));
  EXPECT_EQ(Scenario("base", data(), {}), base());
  EXPECT_NE(s, base());
}

TEST(Scenario, NamesItsKindsOfChange) {
  EXPECT_EQ(to_string(ChangeKind::override_values), "override_values");
  EXPECT_EQ(to_string(ChangeKind::growth_path), "growth_path");
  EXPECT_EQ(to_string(ChangeKind::shift), "shift");
}

TEST(ScenarioRefuses, NamesThatAreEmptyOrTaken) {
  EXPECT_THAT([] { Scenario("", data()); },
              throws_saying<InvalidArgument>("scenario::Scenario: name must not be empty"));
  EXPECT_THAT([] { (void)base().layer(""); }, throws_saying<InvalidArgument>("name must not be empty"));
  EXPECT_THAT([] { (void)base().layer("base"); }, throws_saying<InvalidArgument>("\"base\""));
  EXPECT_THAT([] { (void)base().layer("a").layer("b").layer("a"); }, throws_saying<InvalidArgument>("\"a\""));
  EXPECT_THROW(Scenario("b", data(), {{"x", {}}, {"x", {}}}), InvalidArgument);
  EXPECT_THROW(Scenario("b", data(), {{"", {}}}), InvalidArgument);
}

TEST(ScenarioRefuses, AnUnknownVariableNamingTheNearest) {
  EXPECT_THAT(
      [] {
        (void)base().shift("gdpp", 1, {2015, 2015}).evaluate();
      },
      throws_saying<InvalidArgument>("variable must be one of the data or the model; got \"gdpp\""));
  EXPECT_THAT(
      [] {
        (void)base().shift("gdpp", 1, {2015, 2015}).evaluate();
      },
      throws_saying<InvalidArgument>("did you mean \"gdp\"?"));
  EXPECT_THROW((void)Scenario("b", data()).shift("none", 1, {2015, 2015}).evaluate(), InvalidArgument);
  EXPECT_THROW((void)Scenario("b", data(), {{"x", {{ChangeKind::shift, "none", {2015, 2015}, {1}}}}}).evaluate(),
               InvalidArgument);
}

TEST(ScenarioRefuses, ValuesThatAreNotFiniteOrOfTheWrongNumber) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  for (const double bad : {nan, inf, -inf}) {
    EXPECT_THROW((void)base().shift("gdp", bad, {2015, 2015}), InvalidArgument);
    EXPECT_THROW((void)base().override_values("gdp", {1, bad}, {2015, 2016}), InvalidArgument);
    EXPECT_THROW((void)base().growth_path("gdp", bad, {2016, 2016}), InvalidArgument);
  }
  EXPECT_THAT(
      [] {
        (void)base().growth_path("gdp", -1, {2016, 2016});
      },
      throws_saying<InvalidArgument>("scenario::growth_path: rates must be > -1 and finite; got -1"));
  EXPECT_THROW((void)base().override_values("gdp", {}, {2015, 2016}), InvalidArgument);
  EXPECT_THAT(
      [] {
        (void)base().override_values("gdp", {1, 2, 3}, {2015, 2016});
      },
      throws_saying<InvalidArgument>("one for each of the 2 periods; got 3"));
}

TEST(ScenarioRefuses, RangesOfAnotherFrequencyOrBackwards) {
  EXPECT_THROW((void)base().shift("gdp", 1, {Period::quarter(2015, 1), Period::quarter(2015, 2)}), PeriodMismatch);
  EXPECT_THROW((void)base().shift("gdp", 1, {Period(2015), Period::quarter(2015, 2)}), PeriodMismatch);
  EXPECT_THROW((void)base().shift("gdp", 1, {2016, 2015}), InvalidArgument);
}

TEST(ScenarioRefuses, ToStartFromAMissingValue) {
  const Scenario far = base().layer("far").growth_path("gdp", 0.1, {2019, 2020});
  EXPECT_THAT([&] { (void)far.evaluate(); }, throws_saying<InvalidArgument>("layer \"far\""));
  EXPECT_THAT([&] { (void)far.evaluate(); }, throws_saying<InvalidArgument>("period 2018"));
  EXPECT_THROW((void)base().growth_path("gdp", 0.1, {2015, 2016}).evaluate(), InvalidArgument);
  EXPECT_THROW((void)base().shift("gdp", 1, {2018, 2018}).evaluate(), InvalidArgument);
}

RC_GTEST_PROP(ScenarioProperty, ShiftsCancel, (int cents)) {
  const double by = cents % 1000 / 8.0;  // exact in binary, so that nothing is lost
  const Scenario s = base().layer("there").shift("gdp", by, {2015, 2017}).layer("back").shift("gdp", -by, {2015, 2017});
  RC_ASSERT(s.evaluate() == data());
}

RC_GTEST_PROP(ScenarioProperty, GrowthReachesWhatItCompoundsTo, ()) {
  const int periods = *rc::gen::inRange(1, 40);
  const double rate = *rc::gen::inRange(-90, 200) / 100.0;
  const Frame f = base().growth_path("gdp", rate, {2018, 2017 + periods}).evaluate();
  const double expected = 121 * std::pow(1 + rate, periods);
  RC_ASSERT(std::abs(f.at("gdp", 2017 + periods) / expected - 1) < 1e-12);
}

}  // namespace
}  // namespace foreplan::scenario
