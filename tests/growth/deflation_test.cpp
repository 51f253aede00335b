#include <foreplan/core/errors.hpp>
#include <foreplan/growth/deflation.hpp>
#include <foreplan/growth/index_contributions.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "growth/reference.hpp"
#include "refusals.hpp"

namespace foreplan::growth {
namespace {

using namespace foreplan::reference;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const Unit kCurrent = Unit::money("VND", 9, PriceBasis::current());
const Unit kConstant = Unit::money("VND", 9, PriceBasis::constant(2010));
const Unit kIndex{"", 0, PriceBasis::index(2010), Valuation::unspecified};

// Worked by hand.
TEST(Deflate, DividesByTheIndexAndNamesTheYear) {
  const Series value{"output", 2010, kCurrent, {200, 231, 264}};
  const Series index{"PPI", 2009, kIndex, {95, 100, 110, 120, 130}};
  const Series real = deflate(value, index);
  expect_all_near(real.values, std::vector<double>{200, 210, 220}, 1e-15);
  EXPECT_EQ(real.unit, kConstant);
  EXPECT_EQ(real.name, "output");
  EXPECT_EQ(real.start, Period(2010));
  expect_all_near(inflate(real, index).values, value.values, 1e-15);
  EXPECT_EQ(inflate(real, index).unit, kCurrent);
  const Series deflator = implicit_deflator(value, real);
  expect_all_near(deflator.values, std::vector<double>{100, 110, 120}, 1e-15);
  EXPECT_EQ(deflator.unit, kIndex);
}

// The deflator of Vietnam's GDP is 100 in 2010 and was 175.3 in 2023: 10,221,815 / 5,830,725, as published.
TEST(ImplicitDeflator, OfVietnam) {
  const Series d = implicit_deflator(vietnam("NGDP_XDC"), vietnam("NGDP_R_PA_XDC"));
  EXPECT_EQ(d.start, Period(2004));
  EXPECT_NEAR(d.at(2010), 100, 1e-12);
  EXPECT_NEAR(d.at(2023), 175.3, 0.05);
}

// Worked by hand: prices of inputs double and value added at constant prices turns negative though it is positive as
// paid.
TEST(DoubleDeflation, DeflatesBothSidesAndDoesNotHideNegativeValueAdded) {
  const Series output{"output", 2010, kCurrent, {100, 126, 90}}, inputs{"inputs", 2010, kCurrent, {60, 88, 80}};
  const Series output_index{"PPI", 2010, kIndex, {100, 105, 120}}, input_index{"IPI", 2010, kIndex, {100, 110, 80}};
  const DoubleDeflation d = double_deflation(output, output_index, inputs, input_index);
  expect_all_near(d.output.values, std::vector<double>{100, 120, 75}, 1e-15);
  expect_all_near(d.intermediate.values, std::vector<double>{60, 80, 100}, 1e-15);
  expect_all_near(d.value_added.values, std::vector<double>{40, 40, -25}, 1e-14);
  EXPECT_EQ(d.value_added.unit, kConstant);
  EXPECT_NEAR(d.deflator.values[1], 95, 1e-12);
  EXPECT_TRUE(std::isnan(d.deflator.values[2]));
}

// Values over Paasche's price index are volumes by Laspeyres, chained or not: the two share the change in value.
TEST(Deflate, ByAPaascheIndexGivesLaspeyresVolumes) {
  Series value{"value", 2001, Unit::money("USD", 0, PriceBasis::current()), {}};
  for (std::size_t t = 0; t < 5; ++t) {
    value.values.push_back(0);
    for (std::size_t i = 0; i < 6; ++i) value.values[t] += kPrices[t][i] * kQuantities[t][i];
  }
  const IndexSeries paasche = price_index(prices(), quantities(), IndexFormula::paasche, Linking::chained, 2003);
  const ChainedVolumes volumes = chained_volumes(prices(), quantities(), IndexFormula::laspeyres, 2003, 0);
  const Series real = deflate(value, paasche.index);
  expect_all_near(real.values, volumes.total.values, 1e-14);
  EXPECT_EQ(real.unit, volumes.total.unit);
}

TEST(DeflationProperties, InflateUndoesDeflate) {
  EXPECT_TRUE(rc::check("there and back", [] {
    const auto n = *rc::gen::inRange<std::size_t>(1, 20);
    Series value{"v", 2000, kCurrent, {}}, index{"p", 2000, kIndex, {}};
    for (std::size_t i = 0; i < n; ++i) {
      value.values.push_back(*rc::gen::inRange(-1000, 1000) / 3.0);
      index.values.push_back(*rc::gen::inRange(1, 5000) / 7.0);
    }
    const Series back = inflate(deflate(value, index), index);
    for (std::size_t i = 0; i < n; ++i)
      RC_ASSERT(std::abs(back.values[i] - value.values[i]) <= 1e-13 * std::abs(value.values[i]));
  }));
}

TEST(Deflation, MissingValuesStayMissing) {
  const Series value{"v", 2010, kCurrent, {kNan, 2, 3}}, index{"p", 2010, kIndex, {100, kNan, 100}};
  const Series real = deflate(value, index);
  EXPECT_TRUE(std::isnan(real.values[0]) && std::isnan(real.values[1]));
  EXPECT_EQ(real.values[2], 3);
}

TEST(DeflationBadInput, OutOfRangeIsRefusedAndNotReturned) {
  const Series value{"gdp", 2010, Unit::money("VND", 9, PriceBasis::current()), {1, 1e300}};
  const Series index{"p", 2010, Unit{"", 0, PriceBasis::index(2010), Valuation::unspecified}, {100, 1e-300}};
  testing::expect_refused({{"growth::deflate: the result must be finite; got inf in series \"gdp\" in 2011",
                            [&] { (void)deflate(value, index); }}});
}

TEST(DeflationBadInput, OtherPriceBasesAreRefusedWithBothUnits) {
  const Series current{"v", 2010, kCurrent, {1, 2}}, constant{"r", 2010, kConstant, {1, 2}};
  const Series index{"p", 2010, kIndex, {100, 110}};
  Series index1994 = index, constant1994 = constant, dollars = constant, scaled = index;
  index1994.unit.price_basis = PriceBasis::index(1994);
  constant1994.unit.price_basis = PriceBasis::constant(1994);
  dollars.unit.name = "USD";
  scaled.unit.scale_power = 3;
  const std::string twice = message_of<UnitMismatch>([&] { (void)deflate(constant, index); });
  EXPECT_NE(twice.find("billion VND, constant 2010 prices and pure number, index 2010 = 100"), std::string::npos)
      << twice;
  const std::string other = message_of<UnitMismatch>([&] { (void)inflate(constant1994, index); });
  EXPECT_NE(other.find("billion VND, constant 1994 prices and pure number, index 2010 = 100"), std::string::npos)
      << other;
  EXPECT_THROW((void)deflate(current, constant), UnitMismatch);
  EXPECT_THROW((void)deflate(current, scaled), UnitMismatch);
  EXPECT_THROW((void)inflate(current, index), UnitMismatch);
  EXPECT_THROW((void)implicit_deflator(constant, current), UnitMismatch);
  EXPECT_THROW((void)implicit_deflator(current, dollars), UnitMismatch);
  EXPECT_THROW((void)double_deflation(current, index, current, index1994), UnitMismatch);
  EXPECT_THROW((void)double_deflation(current, index, constant, index), UnitMismatch);
  Series zero = index, quarterly = index, later = index, infinite = current;
  zero.values[1] = 0;
  quarterly.start = Period::quarter(2010, 1);
  later.start = 2015;
  infinite.values[0] = std::numeric_limits<double>::infinity();
  const std::string said = message_of<InvalidArgument>([&] { (void)deflate(current, zero); });
  EXPECT_NE(said.find("got 0 in series \"p\" in 2011"), std::string::npos) << said;
  EXPECT_THROW((void)deflate(infinite, index), InvalidArgument);
  EXPECT_THROW((void)deflate(current, quarterly), PeriodMismatch);
  EXPECT_THROW((void)deflate(current, later), PeriodMismatch);
  EXPECT_THROW((void)deflate(current, Series{"e", 2010, kIndex, {}}), PeriodMismatch);
}

}  // namespace
}  // namespace foreplan::growth
