#include <gtest/gtest.h>
#include <foreplan/scenario.hpp>

#include <cmath>
#include <fstream>
#include <map>
#include <string>

namespace foreplan::scenario {
namespace {

Frame data() {
  return Frame(
      {{"rate", Period(2015), {}, {0.25, 0.25, 1e-300}},
       {"gdp", Period(2015), Unit::money("VND", 9, PriceBasis::constant(2010), Valuation::basic), {100.5, NAN, 0.0}}});
}
Scenario base() { return {"base", data()}; }
Scenario high() { return base().layer("high").shift("rate", 0.02, {2016, 2017}); }

std::map<std::string, std::string> reference() {
  std::ifstream file(FOREPLAN_REFERENCE_DIR "/content_hash.txt");
  std::map<std::string, std::string> out;
  for (std::string name, hash; file >> name >> hash;) out[name] = hash;
  return out;
}

}  // namespace

TEST(ContentHash, IsThatOfTheCanonicalFormWrittenInPython) {
  const auto expected = reference();
  ASSERT_EQ(expected.size(), 5U);
  EXPECT_EQ(content_hash(data()), expected.at("data"));
  EXPECT_EQ(content_hash(high().layers()), expected.at("layers"));
  EXPECT_EQ(content_hash(base()), expected.at("base"));
  EXPECT_EQ(content_hash(high()), expected.at("high"));
  const SeekInstrument rate{
      .variable = "rate", .range = {2016, 2017}, .profile = SeekProfile::free, .upper = 0.5, .weight = 2};
  SeekInstrument tax = rate;
  tax.variable = "tax";
  tax.scale = 0.125;
  EXPECT_EQ(content_hash(high().layer("goal").target("gdp", {110.25}, {2017, 2017}, {rate, tax})), expected.at("goal"));
}

TEST(ContentHash, OfAScenarioIsThatOfEqualOnes) {
  EXPECT_EQ(content_hash(high()), content_hash(Scenario("base", data(), high().layers())));
  EXPECT_EQ(content_hash(base()), content_hash(Scenario("base", data(), {{"base", {}}})));
  Frame turned({data().series()[1], data().series()[0]});
  EXPECT_EQ(content_hash(turned), content_hash(data()));
  Series zero = data()["gdp"];
  zero.values[2] = -0.0;
  zero.values[1] = -NAN;
  turned.set(zero);
  EXPECT_EQ(content_hash(turned), content_hash(data()));
}

TEST(ContentHash, OfAScenarioSeesEveryPart) {
  const std::string was = content_hash(high());
  EXPECT_NE(was, content_hash(base()));
  EXPECT_NE(was, content_hash(base().layer("High").shift("rate", 0.02, {2016, 2017})));
  EXPECT_NE(was, content_hash(base().layer("high").shift("rate", 0.02, {2016, 2016})));
  EXPECT_NE(was, content_hash(base().layer("high").shift("rate", std::nextafter(0.02, 1), {2016, 2017})));
  EXPECT_NE(was, content_hash(base().layer("high").shift("gdp", 0.02, {2016, 2017})));
  EXPECT_NE(was, content_hash(base().layer("high").override_values("rate", {0.02}, {2016, 2017})));
  EXPECT_NE(was, content_hash(high().shift("rate", 0.02, {2016, 2017})));
  for (const auto& change : std::vector<void (*)(Series&)>{[](Series& s) { s.values[0] = 0.26; },
                                                           [](Series& s) { s.unit = Unit::percent(); },
                                                           [](Series& s) { s.name = "other"; }}) {
    std::vector<Series> series = data().series();
    change(series[0]);
    EXPECT_NE(content_hash(Frame(series)), content_hash(data()));
  }
}

TEST(ContentHash, OfAModelIsThatOfItsEquations) {
  const std::string was = content_hash(compile("y = a * x(-1) + 1\n z = y + 1"));
  EXPECT_EQ(was, content_hash(compile("// a comment\n\n  y = a*x(-1)+1   \"a description\"\n z = (y + 1)")));
  EXPECT_NE(was, content_hash(compile("y = a * x(-2) + 1\n z = y + 1")));
  EXPECT_NE(was, content_hash(compile("y = a * x(-1) + 2\n z = y + 1")));
  EXPECT_NE(was, content_hash(compile("z = y + 1\n y = a * x(-1) + 1")));
  EXPECT_NE(was, content_hash(compile("behavioural y = a * x(-1) + 1\n z = y + 1")));
  EXPECT_NE(content_hash(Model()), was);
}

TEST(ContentHash, LoopsLeaveNoTrace) {
  EXPECT_EQ(content_hash(compile("list s = a b\n for i in s\n identity y_{i} = x_{i} + 1\n end")),
            content_hash(compile("identity y_a = x_a + 1\n identity y_b = x_b + 1")));
}

}  // namespace foreplan::scenario
