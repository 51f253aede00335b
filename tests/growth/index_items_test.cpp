#include "growth/index_items.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <limits>
#include <vector>

#include "refusals.hpp"

namespace foreplan::growth {
namespace {

using testing::expect_refused;

const Unit kPrice = Unit::money("VND", 3, PriceBasis::current());

Series item(const char* name, const Unit& unit, std::vector<double> values) {
  return {name, 2010, unit, std::move(values)};
}

TEST(IndexItems, AreRowsByPeriodInTheOrderOfPrices) {
  const Frame prices({item("rice", kPrice, {5, 6}), item("cement", kPrice, {70, 80})});
  const Frame quantities(
      {item("cement", Unit::physical("t"), {1, 2}), item("rice", Unit::physical("kg", 3), {30, 40})});
  const IndexItems items = index_items(prices, quantities, Period(2011), "f");
  EXPECT_THAT(items.names, ::testing::ElementsAre("rice", "cement"));
  EXPECT_EQ(items.base, 1u);
  EXPECT_EQ(items.size(), 2u);
  EXPECT_THAT(items.prices_in(0), ::testing::ElementsAre(5, 70));
  EXPECT_THAT(items.prices_in(1), ::testing::ElementsAre(6, 80));
  // Quantities are brought to the smallest of their scales, which with the prices' gives that of the value: 10^3 VND.
  EXPECT_THAT(items.quantities_in(0), ::testing::ElementsAre(30'000, 1));
  EXPECT_EQ(items.value_unit, kPrice);
}

TEST(IndexItems, IndicesCountInHundreds) {
  // An index of 100 times a value at constant prices is 100 times the value at current ones: the scale falls by two.
  const Unit index{"", 0, PriceBasis::index(2010), Valuation::unspecified};
  const Unit volume = Unit::money("VND", 9, PriceBasis::constant(2010));
  const IndexItems items =
      index_items(Frame({item("a", index, {100, 110})}), Frame({item("a", volume, {7, 8})}), Period(2010), "f");
  EXPECT_EQ(items.value_unit.scale_power, 7);
  EXPECT_EQ(items.value_unit.name, volume.name);
}

TEST(IndexItems, RefusesWithItemAndPeriod) {
  const Frame prices({item("a", kPrice, {5, 6})}), quantities({item("a", Unit::physical("t"), {1, 2})});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto call = [](const Frame& p, const Frame& q, Period base = Period(2010)) {
    return [=] { (void)index_items(p, q, base, "f"); };
  };
  expect_refused({{"f: at least one item is needed", call(Frame{}, quantities)},
                  {"f: every item needs a price and a quantity; got no quantity for item \"a\"",
                   call(prices, Frame({item("b", Unit::physical("t"), {1, 2})}))},
                  {"prices must be > 0 and finite; got NaN in item \"a\" in 2011",
                   call(Frame({item("a", kPrice, {5, nan})}), quantities)},
                  {"quantities must be > 0 and finite; got 0 in item \"a\" in 2010",
                   call(prices, Frame({item("a", Unit::physical("t"), {0, 2})}))}});
  expect_refused<PeriodMismatch>(
      {{"f: base must be one of the periods; got 2012", call(prices, quantities, Period(2012))}});
  expect_refused<UnitMismatch>(
      {{"f: quantities must not be values", call(prices, Frame({item("a", kPrice, {1, 2})}))},
       {"f: constant prices do not move",
        call(Frame({item("a", Unit::money("VND", 3, PriceBasis::constant(2010)), {5, 6})}), quantities)}});
}

TEST(RequireCells, NamesArgumentAndPlace) {
  const std::vector<double> cells{1, 0, 2};
  expect_refused(
      {{"f: x must be > 0 and finite; got 0 at index 1", [&] { require_cells("f", "x", cells, 3); }},
       {"f: arguments must be of one length, at least 1; got 3 in x", [&] { require_cells("f", "x", cells, 2); }},
       {"got 0 in x", [] { require_cells("f", "x", {}, 0); }}});
}

TEST(BasketValue, MustBeFinite) {
  const std::vector<double> x{2, 3}, w{10, 100}, large{1e300, 1e300};
  EXPECT_EQ(basket_value("f", x, w), 320);
  expect_refused(
      {{"f: the value of all items must be > 0 and finite; got inf", [&] { (void)basket_value("f", large, large); }}});
}

}  // namespace
}  // namespace foreplan::growth
