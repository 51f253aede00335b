#include <foreplan/core/interval.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "refusals.hpp"

namespace foreplan {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();

TEST(Interval, IsTheWholeLineByDefault) {
  EXPECT_TRUE(Interval{}.contains(1e308));
  EXPECT_FALSE(Interval{}.contains(kNaN));
  EXPECT_TRUE((Interval{1, 2}.contains(1) && Interval{1, 2}.contains(2)));
  EXPECT_FALSE((Interval{1, 2}.contains(2.1)));
  EXPECT_EQ((Interval{1, 2.5}.width()), 1.5);
}

TEST(Rounded, KeepsThePrintedDigits) {
  EXPECT_EQ(Rounded("6513").interval(), (Interval{6512.5, 6513.5}));
  const Rounded r("25.20");
  EXPECT_EQ(r.value(), 25.2);
  EXPECT_EQ(r.decimals(), 2);
  EXPECT_EQ(r.text(), "25.20");
  EXPECT_EQ(r.interval(), (Interval{25.195, 25.205}));
  EXPECT_EQ(r.scaled_by_power_of_ten(-2).value(), 0.252);
  EXPECT_EQ(r.scaled_by_power_of_ten(-2).decimals(), 4);
  EXPECT_EQ(Rounded(13200, -2).interval(), (Interval{13150, 13250}));
  EXPECT_EQ(Rounded("+7").value(), 7);
  EXPECT_EQ(Rounded("-0.4").interval(), (Interval{-0.45, -0.35}));
  EXPECT_EQ(Rounded("0").interval(), (Interval{-0.5, 0.5}));
}

TEST(Rounded, OfADoubleIsExact) {
  EXPECT_TRUE(Rounded(0.4).is_exact());
  EXPECT_EQ(Rounded(0.4), Rounded::exact(0.4));
  EXPECT_EQ(Rounded(0.4).interval(), (Interval{0.4, 0.4}));
  EXPECT_EQ(Rounded(0.4).text(), "0.4");
  EXPECT_EQ(Rounded(1e-300).scaled_by_power_of_ten(-2).value(), 1e-302);
  EXPECT_EQ(Rounded(11.4).scaled_by_power_of_ten(-2).value(), 0.114);
  EXPECT_EQ(Rounded().value(), 0);
}

TEST(Rounded, RoundsItsValueToItsDecimals) {
  EXPECT_EQ(Rounded(25.2372, 1).value(), 25.2);
  EXPECT_EQ(Rounded(25.2372, 1).interval(), (Interval{25.15, 25.25}));
  EXPECT_EQ(Rounded(13249, -2).value(), 13200);
  EXPECT_EQ(Rounded(49, -2).value(), 0);
  EXPECT_EQ(Rounded(51, -2).value(), 100);
  EXPECT_EQ(Rounded(1e300, -299).value(), 1e300);
  EXPECT_EQ(Rounded(1e300, 300).value(), 1e300);
  EXPECT_EQ(Rounded(-0.04, 1).text(), "0.0");  // no negative zero
}

TEST(RoundedProperties, TextAndScaleGoBackAndForth) {
  EXPECT_TRUE(rc::check("text, scale, ends", [] {
    const int decimals = *rc::gen::inRange(-3, 8);
    const Rounded x(*rc::gen::inRange(-1'000'000'000, 1'000'000'000) / 1000.0, decimals);
    const Rounded again(x.text().c_str());
    RC_ASSERT(again.value() == x.value());
    RC_ASSERT(decimals < 0 || again == x);
    RC_ASSERT(x.scaled_by_power_of_ten(-2).scaled_by_power_of_ten(2) == x);
    const Interval i = x.interval();
    const double unit = std::pow(10.0, -decimals), near = 1e-15 * (std::abs(x.value()) + unit);
    RC_ASSERT(i.contains(x.value()) && std::abs(i.width() - unit) < 4 * near);
    // The ends round to this number or its neighbour: no other number reaches further.
    RC_ASSERT(std::abs(Rounded(i.upper, decimals).value() - x.value()) < 1.5 * unit);
  }));
}

TEST(RoundedBadInput, IsRefusedWithTheTextMet) {
  std::vector<testing::Refusal> table;
  for (const char* bad :
       {"", "-", ".", "1,5", "1.5e3", "1 000", "1.", ".5", "NaN", "inf", "0x10", "1.2.3", "--1", "+-1", " 1", "1 "})
    table.push_back({std::string("got \"") + bad, [=] { (void)Rounded{bad}; }});
  table.insert(table.end(),
               {{"Rounded: value must be finite; got NaN", [] { (void)Rounded(kNaN, 2); }},
                {"Rounded: value must be finite; got inf", [] { (void)Rounded(kInf, 2); }},
                {"Rounded: decimals must be in [-300, 300]; got 301", [] { (void)Rounded(1, 301); }},
                {"Rounded: decimals must be in [-300, 300]; got -301", [] { (void)Rounded(1, -301); }},
                {"Rounded: number must fit a double", [] { (void)Rounded(std::string(399, '9')); }},
                {"a printed number has", [] { (void)Rounded(std::string(1'000'000, '9')); }},
                {"Rounded::decimals: an exact value has no last printed digit", [] { (void)Rounded(0.4).decimals(); }},
                {"decimals must be in [-300, 300]", [] { (void)Rounded("1").scaled_by_power_of_ten(-301); }},
                {"the scaled value must fit a double; got 400", [] { (void)Rounded(1.0).scaled_by_power_of_ten(400); }},
                {"power must be in [-600, 600]; got 2147483647",
                 [] { (void)Rounded(1.0).scaled_by_power_of_ten(std::numeric_limits<int>::max()); }}});
  testing::expect_refused(table);
}

}  // namespace
}  // namespace foreplan
