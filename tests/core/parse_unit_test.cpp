#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/core/unit.hpp>

#include <string>

namespace foreplan {
namespace {

using Kind = PriceBasis::Kind;

PriceBasis basis(Kind kind, int year) {
  switch (kind) {
    case Kind::none:
      return PriceBasis::none();
    case Kind::unstated:
      return PriceBasis::unstated();
    case Kind::current:
      return PriceBasis::current();
    case Kind::constant:
      return PriceBasis::constant(year);
    case Kind::index:
      return PriceBasis::index(year);
  }
  return {};
}

TEST(ParseUnit, ReadsWhatIsPrinted) {
  const Unit output = Unit::money("VND", 9, PriceBasis::constant(1994), Valuation::basic);
  EXPECT_EQ(parse_unit("billion VND, constant 1994 prices, basic valuation"), output);
  EXPECT_EQ(parse_unit("thousand USD, current prices"), Unit::money("USD", 3, PriceBasis::current()));
  EXPECT_EQ(parse_unit("USD, price basis unstated"), Unit::money("USD", 0, PriceBasis::unstated()));
  EXPECT_EQ(parse_unit("VND, index 2010 = 100"), Unit::money("VND", 0, PriceBasis::index(2010)));
  EXPECT_EQ(parse_unit("million t"), Unit::physical("t", 6));
  EXPECT_EQ(parse_unit("10^-2 ha"), Unit::physical("ha", -2));
  EXPECT_EQ(parse_unit("million"), (Unit{"", 6, {}, {}}));
  EXPECT_EQ(parse_unit("%"), Unit::percent());
  EXPECT_EQ(parse_unit("passenger km"), Unit::physical("passenger km"));
  EXPECT_EQ(parse_unit("pure number"), Unit{});
}

TEST(ParseUnit, ReadsTheShorterForms) {
  EXPECT_EQ(parse_unit("bn VND, 2010 prices"), Unit::money("VND", 9, PriceBasis::constant(2010)));
  EXPECT_EQ(parse_unit("mn USD, current prices"), Unit::money("USD", 6, PriceBasis::current()));
}

TEST(ParseUnit, RefusesWhatItDoesNotKnow) {
  for (const char* text : {"",
                           " t",
                           "t ",
                           "million  t",
                           "VND,",
                           "VND, ",
                           "VND, curent prices",
                           "VND, constant prices",
                           "VND, constant 0 prices",
                           "VND, constant 10000 prices",
                           "VND, basic valuation, current prices",
                           "VND, current prices, current prices",
                           "VND, basic valuation, basic valuation",
                           "10^31 t",
                           "10^x t",
                           "VND, unspecified valuation",
                           ", current prices",
                           "VND,current prices, ",
                           "VND, 2010 pricesprices",
                           "VND, index 2010"})
    EXPECT_THROW((void)parse_unit(text), InvalidArgument) << text;
  try {
    (void)parse_unit("VND, curent prices");
    ADD_FAILURE();
  } catch (const InvalidArgument& e) {
    EXPECT_NE(std::string(e.what()).find("\"VND, curent prices\""), std::string::npos) << e.what();
  }
}

RC_GTEST_PROP(ParseUnit, IsTheInverseOfToString, ()) {
  Unit unit;
  unit.name = *rc::gen::element<std::string>("", "VND", "t", "kWh", "person", "%", "passenger km", "nghìn đồng");
  unit.scale_power = *rc::gen::inRange(-30, 31);
  unit.price_basis = basis(*rc::gen::element(Kind::none, Kind::unstated, Kind::current, Kind::constant, Kind::index),
                           *rc::gen::inRange(1, 10000));
  unit.valuation =
      *rc::gen::element(Valuation::unspecified, Valuation::basic, Valuation::producer, Valuation::purchaser);
  RC_ASSERT(parse_unit(to_string(unit)) == unit);
}

}  // namespace
}  // namespace foreplan
