#include <foreplan/core/unit.hpp>

#include <gtest/gtest.h>

#include <limits>

#include "refusals.hpp"

namespace foreplan {
namespace {

const Unit kOld = Unit::money("VND", 9, PriceBasis::constant(1994)),
           kNow = Unit::money("VND", 9, PriceBasis::current());

TEST(Unit, SaysWhatItIs) {
  EXPECT_EQ(to_string(kOld), "billion VND, constant 1994 prices");
  EXPECT_EQ(to_string(kNow), "billion VND, current prices");
  EXPECT_EQ(to_string(Unit::money("VND", 0, PriceBasis::unstated(), Valuation::basic)),
            "VND, price basis unstated, basic valuation");
  EXPECT_EQ(to_string(Unit::money("VND", 12, PriceBasis::index(2010))), "trillion VND, index 2010 = 100");
  EXPECT_EQ(to_string(Unit::physical("t", 6)), "million t");
  EXPECT_EQ(to_string(Unit::physical("kWh", 7)), "10^7 kWh");
  EXPECT_EQ(to_string(Unit::percent()), "%");
  EXPECT_EQ(to_string(Unit{}), "pure number");
  EXPECT_TRUE(kOld.is_money());
  EXPECT_FALSE(Unit::percent().is_money());
}

TEST(Unit, ConvertsScaleOnly) {
  EXPECT_EQ(scale_factor(Unit::physical("t", 6), Unit::physical("t", 3)), 1000);
  EXPECT_EQ(scale_factor(Unit::physical("t", 3), Unit::physical("t", 6)), 0.001);
  EXPECT_EQ(scale_factor(kOld, kOld), 1);
  for (int p = -22; p <= 22; ++p)  // the nearest double to each power of ten
    EXPECT_EQ(scale_factor(Unit::physical("t", p), Unit::physical("t")), std::stod("1e" + std::to_string(p))) << p;
  EXPECT_NO_THROW(require_same_unit(kOld, kOld, "f"));
}

TEST(Unit, EveryScaleFactorIsTheDoubleNearestToItsPowerOfTen) {
  for (int from = -30; from <= 30; ++from)
    for (int to = -30; to <= 30; ++to) {
      const std::string decimal = "1e" + std::to_string(from - to);
      EXPECT_EQ(scale_factor(Unit::physical("t", from), Unit::physical("t", to)), std::strtod(decimal.c_str(), nullptr))
          << decimal;
    }
}

TEST(PriceBasis, ReadsBackWhatItWrites) {
  for (const char* text : {"none", "unstated", "current", "constant 1994", "index 2010", "constant 1", "index 9999"})
    EXPECT_EQ(to_string(PriceBasis::parse(text)), text);
  EXPECT_EQ(PriceBasis::constant(1994).year(), 1994);
  EXPECT_EQ(PriceBasis::current().year(), 0);
  EXPECT_NE(PriceBasis::constant(1994), PriceBasis::index(1994));
}

TEST(Valuation, ReadsBackWhatItWrites) {
  for (const auto v : {Valuation::unspecified, Valuation::basic, Valuation::producer, Valuation::purchaser})
    EXPECT_EQ(parse_valuation(to_string(v)), v);
}

TEST(UnitBadInput, IsRefusedWithRuleAndValue) {
  std::vector<testing::Refusal> table;
  for (const char* text : {"", "constant", "constant ", "constant 0", "constant -5", "constant 1994x", "constant  1994",
                           "constant 01994", "Current", "index 10000", "index 99999999999999999999"})
    table.push_back({std::string("PriceBasis::parse: a price basis reads like none, unstated, current, constant 1994 "
                                 "or index 2010; got \"") +
                         text,
                     [=] { (void)PriceBasis::parse(text); }});
  Unit wild = Unit::physical("t", std::numeric_limits<int>::max());
  table.insert(
      table.end(),
      {{"PriceBasis::constant: base year must be 1 to 9999; got 0", [] { (void)PriceBasis::constant(0); }},
       {"PriceBasis::index: base year must be 1 to 9999; got 10000", [] { (void)PriceBasis::index(10000); }},
       {"Unit::money: currency must not be empty", [] { (void)Unit::money("", 9, PriceBasis::current()); }},
       {"Unit::money: scale_power must be in [-30, 30]; got 99",
        [] { (void)Unit::money("VND", 99, PriceBasis::current()); }},
       {"Unit::money: money needs a price basis; got none", [] { (void)Unit::money("VND", 9, PriceBasis::none()); }},
       {"parse_valuation: valuation must be unspecified, basic, producer or purchaser; got \"market\"",
        [] { (void)parse_valuation("market"); }},
       {"scale_factor: scale_power must be in [-30, 30]; got 2147483647",
        [=] { (void)scale_factor(wild, Unit::physical("t", -9)); }}});
  testing::expect_refused(table);
  testing::expect_refused<UnitMismatch>(
      {{"somewhere: units must agree; got billion VND, constant 1994 prices and billion VND, current prices",
        [] { require_same_unit(kOld, kNow, "somewhere"); }},
       {"scale_factor: units must differ in scale only; got billion VND, constant 1994 prices and billion VND, current "
        "prices",
        [] { (void)scale_factor(kOld, kNow); }},
       {"scale_factor: units must differ in scale only; got t and ha",
        [] { (void)scale_factor(Unit::physical("t"), Unit::physical("ha")); }}});
}

}  // namespace
}  // namespace foreplan
