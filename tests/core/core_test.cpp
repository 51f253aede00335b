#include <foreplan/core.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

namespace foreplan {
namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();

// Random123's published known answers; printed again by tests/reference/philox4x64.cpp.
TEST(Philox, AgreesWithRandom123) {
  using Words = std::array<std::uint64_t, 4>;
  EXPECT_EQ(philox4x64({0, 0, 0, 0}, {0, 0}),
            (Words{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}));
  const std::uint64_t ones = ~std::uint64_t{0};
  EXPECT_EQ(philox4x64({ones, ones, ones, ones}, {ones, ones}),
            (Words{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}));
  EXPECT_EQ(philox4x64({0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
                       {0x452821e638d01377, 0xbe5466cf34e90c6c}),
            (Words{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}));
}

TEST(Stream, HasTheDocumentedWordsAndCanSeek) {
  const StreamKey key{1, 2, 3, 4, 5};
  Stream s(key);
  std::vector<std::uint64_t> words;
  for (int i = 0; i < 12; ++i) words.push_back(s());
  for (std::uint64_t block = 0; block < 3; ++block) {
    const auto expected = philox4x64({block + (std::uint64_t{5} << 32), 3, 4, 0}, {1, 2});
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(words[4 * block + i], expected[i]);
  }
  for (const std::uint64_t n : {0, 1, 4, 6, 11, 3}) {
    s.seek(n);
    EXPECT_EQ(s(), words[n]);
  }
  for (int i = 0; i < 1000; ++i) {
    const double u = s.uniform();
    EXPECT_GT(u, 0);
    EXPECT_LT(u, 1);
  }
  // FNV-1a of the empty text and of "a", as its authors publish them.
  EXPECT_EQ(purpose_id(""), 0xcbf29ce484222325u);
  EXPECT_EQ(purpose_id("a"), 0xaf63dc4c8601ec8cu);
}

TEST(Rounded, KeepsThePrintedDigits) {
  EXPECT_EQ(Rounded("6513").interval(), (Interval{6512.5, 6513.5}));
  const Rounded r("25.20");
  EXPECT_EQ(r.value(), 25.2);
  EXPECT_EQ(r.decimals(), 2);
  EXPECT_EQ(r.text(), "25.20");
  EXPECT_NEAR(r.interval().lower, 25.195, 1e-13);
  EXPECT_EQ(r.scaled_by_power_of_ten(-2).value(), 0.252);
  EXPECT_EQ(r.scaled_by_power_of_ten(-2).decimals(), 4);
  EXPECT_EQ(Rounded(13200, -2).interval(), (Interval{13150, 13250}));
  EXPECT_TRUE(Rounded(0.4).is_exact());
  EXPECT_EQ(Rounded(0.4).interval(), (Interval{0.4, 0.4}));
  EXPECT_THROW((void)Rounded(0.4).decimals(), InvalidArgument);
  for (const char* bad : {"", "-", ".", "1,5", "1.5e3", "1 000", "1.", ".5", "NaN", "inf", "0x10", "1.2.3"})
    EXPECT_THROW(Rounded{bad}, InvalidArgument) << bad;
  EXPECT_THROW(Rounded(kNaN, 2), InvalidArgument);
  EXPECT_TRUE(rc::check("text and scale go back and forth", [] {
    const Rounded x(*rc::gen::inRange(-1'000'000, 1'000'000) / 1000.0, *rc::gen::inRange(0, 6));
    const Rounded again(x.text().c_str());
    RC_ASSERT(again.text() == x.text());
    RC_ASSERT(again.scaled_by_power_of_ten(-2).scaled_by_power_of_ten(2) == again);
  }));
}

TEST(Unit, TellsPriceBasesApart) {
  const Unit old = Unit::money("VND", 9, PriceBasis::constant(1994)), now = Unit::money("VND", 9, PriceBasis::current());
  EXPECT_EQ(to_string(old), "billion VND, constant 1994 prices");
  EXPECT_EQ(to_string(Unit::percent()), "%");
  EXPECT_EQ(to_string(Unit{}), "pure number");
  EXPECT_EQ(scale_factor(Unit::physical("t", 6), Unit::physical("t", 3)), 1000);
  try {
    require_same_unit(old, now, "somewhere");
    FAIL();
  } catch (const UnitMismatch& e) {
    EXPECT_STREQ(e.what(), "somewhere: units must agree; got billion VND, constant 1994 prices and billion VND, current prices");
  }
  EXPECT_THROW((void)scale_factor(old, now), UnitMismatch);
  for (const char* text : {"none", "unstated", "current", "constant 1994", "index 2010"}) EXPECT_EQ(to_string(PriceBasis::parse(text)), text);
  for (const char* text : {"", "constant", "constant 0", "constant 1994x", "Current", "index 10000"})
    EXPECT_THROW((void)PriceBasis::parse(text), InvalidArgument) << text;
  EXPECT_THROW((void)Unit::money("", 9, PriceBasis::current()), InvalidArgument);
  EXPECT_THROW((void)Unit::money("VND", 99, PriceBasis::current()), InvalidArgument);
  EXPECT_THROW((void)Unit::money("VND", 9, PriceBasis::none()), InvalidArgument);
}

TEST(Series, RefusesToMixPriceBases) {
  const Series a{"a", 2010, Unit::money("VND", 9, PriceBasis::constant(1994)), {1, 2, 3}};
  Series b{"b", 2011, a.unit, {10, kNaN, 30}};
  const Series sum = a + b;
  EXPECT_EQ(sum.name, "a + b");
  EXPECT_EQ(sum.start, Period(2011));
  EXPECT_EQ(sum.at(2011), 12);
  EXPECT_TRUE(std::isnan(sum.at(2012)));
  EXPECT_EQ(sum.size(), 2u);
  b.unit.price_basis = PriceBasis::constant(2010);
  EXPECT_THROW((void)(a - b), UnitMismatch);
  EXPECT_EQ(convert_prices(a, PriceBasis::constant(2010), 1.5).at(2012), 4.5);
  EXPECT_THROW((void)convert_prices(a, PriceBasis::current(), 0), InvalidArgument);
  EXPECT_EQ(rescale(a, 6).at(2010), 1000);
  EXPECT_THROW((void)a.at(2013), PeriodMismatch);
  EXPECT_THROW((void)a.slice({2009, 2011}), PeriodMismatch);
  EXPECT_EQ(a.slice({2011, 2012}).values, (std::vector<double>{2, 3}));
  EXPECT_THROW((void)Series{}.last(), PeriodMismatch);
}

TEST(Frame, AlignsItsSeries) {
  Frame f({{"a", 2010, {}, {1, 2}}, {"b", 2011, {}, {5, 6}}});
  EXPECT_EQ(f.range(), PeriodRange::years(2010, 2012));
  EXPECT_TRUE(std::isnan(f.at("a", 2012)));
  EXPECT_EQ(f.at("b", 2012), 6);
  f.set({"a", 2010, {}, {7}});
  EXPECT_EQ(f.at("a", 2010), 7);
  try {
    (void)f["c"];
    FAIL();
  } catch (const InvalidArgument&) {
  }
  EXPECT_THROW(Frame({{"a", 2010, {}, {1}}, {"a", 2010, {}, {1}}}), InvalidArgument);
  EXPECT_THROW(Frame({{"a", 2010, {}, {1}}, {"b", Period::quarter(2010, 1), {}, {1}}}), PeriodMismatch);
  EXPECT_THROW(Frame({{"", 2010, {}, {1}}}), InvalidArgument);
  EXPECT_THROW(Frame({{"a", Period::day(1, 1, 1), {}, std::vector<double>(300, 0)}, {"b", Period::day(9999, 12, 31), {}, {1}}}).set({"c", Period::year(1), {}, {1}}), PeriodMismatch);
}

TEST(Value, IsATreeOfAnyDepth) {
  Value v;
  for (int i = 0; i < 1'000'000; ++i) {
    Value outer = Value::array();
    outer.push_back(std::move(v));
    v = std::move(outer);
  }
  const Value copy = v;
  EXPECT_TRUE(copy == v);
  Value other = Value::object();
  other.set("deep", copy);
  v = std::move(other);
  EXPECT_FALSE(copy == v);
}

TEST(Value, NamesWhatItHoldsWhenAskedForSomethingElse) {
  Value v = Value::object();
  v.set("a", 1);
  v.set("b", 2.5);
  v.set("a", "text");
  EXPECT_EQ(v.size(), 2u);
  EXPECT_EQ(v.at("a").as_text(), "text");
  EXPECT_EQ(Value(3).as_number(), 3);
  EXPECT_EQ(v.find("none"), nullptr);
  EXPECT_TRUE(Value(kNaN) == Value(kNaN));
  EXPECT_THROW((void)v.at("none"), InvalidArgument);
  EXPECT_THROW((void)Value(1.5).as_integer(), InvalidArgument);
  EXPECT_THROW((void)Value(1).at(std::size_t{0}), InvalidArgument);
  EXPECT_THROW((void)Value::object({{"k", 1}, {"k", 2}}), InvalidArgument);
}

TEST(Errors, SayWhereAndWhat) {
  const ParseError e({{"plan.json", 3, 7, "/a/0", "a period", "\"x\"", "did you mean 2015?"}, {"", 0, 0, "", "a number", "", ""}});
  EXPECT_STREQ(e.what(), "plan.json:3:7: /a/0: expected a period, found \"x\" (did you mean 2015?)\nexpected a number");
  EXPECT_EQ(e.issues().size(), 2u);
  EXPECT_THROW(ParseError({}), InvalidArgument);
}

TEST(CancelToken, IsSharedByItsCopies) {
  const CancelToken a;
  const CancelToken b = a;
  EXPECT_FALSE(b.cancelled());
  a.cancel();
  EXPECT_TRUE(b.cancelled());
}

TEST(Language, HasTags) {
  EXPECT_EQ(parse_language("vi"), Language::vietnamese);
  EXPECT_EQ(tag(Language::english), "en");
  EXPECT_THROW((void)parse_language("fr"), InvalidArgument);
}

}  // namespace
}  // namespace foreplan
