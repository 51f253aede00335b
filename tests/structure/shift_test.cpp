#include <foreplan/core/errors.hpp>
#include <foreplan/structure.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace foreplan::structure {
namespace {

// The province's shares of agriculture, industry and services, per cent, 2010 and 2013; known answers to
// the digits shown, worked by hand.
const double k2010[] = {41.10, 24.23, 34.67}, k2013[] = {31.02, 29.93, 39.05};

TEST(ShiftOfTheProvince, AgreesWithTheKnownAnswers) {
  const CosineShift c = cosine_shift(k2010, k2013);
  EXPECT_NEAR(c.cosine, 0.97775, 5e-6);
  EXPECT_NEAR(c.degrees, 12.11, 5e-3);
  EXPECT_NEAR(c.of_right_angle, 0.1345, 5e-5);
  EXPECT_NEAR(nav(k2010, k2013), 0.1008, 5e-5);
  EXPECT_NEAR(krugman(k2010, k2013), 0.2016, 5e-5);
  EXPECT_NEAR(hellinger(k2010, k2013), 0.07546, 5e-6);
  EXPECT_NEAR(aitchison(k2010, k2013), 0.37036, 5e-6);
  EXPECT_NEAR(lilien(k2010, k2013, LilienWeights::end_period), 0.20844, 5e-6);
  EXPECT_NEAR(lilien(k2010, k2013, LilienWeights::mean_shares), 0.21413, 5e-6);
  EXPECT_NEAR(lilien(k2010, k2013, LilienWeights::product_shares), 0.12348, 5e-6);
}

TEST(Lilien, AgreesWithThePublishedCheck) {
  const double first[] = {10, 10, 10, 10, 10}, last[] = {12, 14, 16, 18, 20};
  EXPECT_NEAR(lilien(first, last, LilienWeights::end_period), 0.17636371, 5e-9);
}

TEST(ShareArithmetic, OfTheFoundingCase) {
  const ImpliedGrowth g = implied_growth(0.382, 0.40, 0.114, 5);
  EXPECT_NEAR(g.total, 0.1038, 5e-5);
  EXPECT_NEAR(g.rest, 0.0973, 5e-5);
  EXPECT_NEAR(implied_growth(0.382, 0.40, 0.22, 5).total, 0.209, 5e-4);
  EXPECT_NEAR(share_after(0.382, 0.114, 0.08, 5), 0.446, 5e-4);
  EXPECT_NEAR(part_growth_for_share(0.382, 0.40, 0.08, 5), 0.090, 5e-4);
}

Frame levels() {
  const Unit unit = Unit::money("VND", 9, PriceBasis::current());
  return Frame({{"agriculture", 2010, unit, {30, 31}}, {"industry", 2010, unit, {20, 27}}, {"services", 2010, unit, {40, 42}}, {"gdp", 2010, unit, {100, 110}}});
}

TEST(Shares, CarryTheirConventions) {
  const Shares s = shares(levels(), {"agriculture", "industry", "services"});
  EXPECT_EQ(s.denominator, Denominator::sum_of_parts);
  EXPECT_EQ(s.price_basis, PriceBasis::current());
  EXPECT_NEAR(s.shares.at("industry", 2011), 0.27, 1e-15);
  const Shares of_gdp = shares(levels(), {"agriculture", "industry", "services"}, "gdp");
  EXPECT_EQ(of_gdp.denominator, Denominator::given_total);
  EXPECT_EQ(of_gdp.total, "gdp");
  EXPECT_NEAR(of_gdp.shares.at("services", 2010), 0.40, 1e-15);
}

TEST(StructureProperties, HoldForAnyStructure) {
  EXPECT_TRUE(rc::check("bounds, symmetry, scale, sums", [] {
    const auto n = static_cast<std::size_t>(*rc::gen::inRange(2, 9));
    const auto draw = [n] { return *rc::gen::container<std::vector<int>>(n, rc::gen::inRange(1, 10'000)); };
    const auto a = draw(), b = draw();
    const std::vector<double> x(a.begin(), a.end()), y(b.begin(), b.end());
    std::vector<double> scaled = y;
    for (double& v : scaled) v *= 37.5;
    for (const auto index : {nav, krugman, hellinger, aitchison}) {
      RC_ASSERT(std::abs(index(x, y) - index(y, x)) < 1e-12);
      RC_ASSERT(std::abs(index(x, scaled) - index(x, y)) < 1e-12);
      RC_ASSERT(index(x, x) < 1e-12);
    }
    RC_ASSERT(nav(x, y) <= 1 && std::abs(krugman(x, y) - 2 * nav(x, y)) < 1e-15);
    const CosineShift c = cosine_shift(x, y);
    RC_ASSERT(c.degrees >= 0 && c.degrees <= 90);
    RC_ASSERT(std::abs(std::cos(c.degrees * std::acos(-1.0) / 180) - c.cosine) < 1e-12);
    std::vector<Series> parts;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < n; ++i) {
      names.push_back("s" + std::to_string(i));
      parts.push_back({names.back(), 2010, {}, {x[i], y[i]}});
    }
    const Shares s = shares(Frame(parts), names);
    for (const int year : {2010, 2011}) {
      double sum = 0;
      for (const auto& name : names) sum += s.shares.at(name, year);
      RC_ASSERT(std::abs(sum - 1) <= static_cast<double>(n) * 0x1p-53 * 2);
    }
  }));
}

TEST(StructureBadInput, IsRefused) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double bad[][3] = {{nan, 1, 1}, {-1, 1, 1}, {std::numeric_limits<double>::infinity(), 1, 1}, {0, 0, 0}};
  for (const auto& b : bad) {
    EXPECT_THROW((void)nav(b, k2013), InvalidArgument);
    EXPECT_THROW((void)cosine_shift(k2010, b), InvalidArgument);
    EXPECT_THROW((void)lilien(k2010, b, LilienWeights::end_period), InvalidArgument);
  }
  const double with_zero[] = {0, 1, 1};
  EXPECT_NO_THROW((void)nav(with_zero, k2013));
  EXPECT_THROW((void)aitchison(with_zero, k2013), InvalidArgument);
  EXPECT_THROW((void)lilien(with_zero, k2013, LilienWeights::mean_shares), InvalidArgument);
  EXPECT_THROW((void)nav(std::span(k2010, 2), k2013), InvalidArgument);
  EXPECT_THROW((void)nav({}, {}), InvalidArgument);
  Frame mixed = levels();
  mixed.set({"services", 2010, Unit::money("VND", 9, PriceBasis::constant(2010)), {40, 42}});
  EXPECT_THROW((void)shares(mixed, {"agriculture", "services"}), UnitMismatch);
  EXPECT_THROW((void)shares(levels(), {"agriculture", "serivces"}), InvalidArgument);
  EXPECT_THROW((void)shares(levels(), {}), InvalidArgument);
  EXPECT_THROW((void)implied_growth(0.38, 1, 0.1, 5), InvalidArgument);
  EXPECT_THROW((void)share_after(0.38, -1, 0.1, 5), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::structure
