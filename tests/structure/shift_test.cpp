#include <foreplan/structure/shift.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "refusals.hpp"
#include "structure/vietnam.hpp"

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

// Vietnam's value added by the sectors of the Economic Transformation Database, 2010 and 2015; worked out
// independently of this library.
TEST(ShiftOfVietnam, DependsOnPricesAndOnHowManySectors) {
  const auto degrees = [](const std::string& variable, bool three) {
    const Frame all = reference::vietnam_etd(variable);
    const auto at = [&](int year) {
      std::vector<double> x;
      for (std::size_t i = 0; i < all.size(); ++i) {
        const double value = all.series()[i].at(year);
        const bool joins = three && i != 0 && i != 1 && i != 5;  // Mining begins industry, trade begins services.
        if (joins)
          x.back() += value;
        else
          x.push_back(value);
      }
      return x;
    };
    return cosine_shift(at(2010), at(2015)).degrees;
  };
  EXPECT_NEAR(degrees("VA", true), 2.627, 5e-4);
  EXPECT_NEAR(degrees("VA", false), 6.705, 5e-4);
  EXPECT_NEAR(degrees("VA_Q15", true), 3.102, 5e-4);
  EXPECT_NEAR(degrees("VA_Q15", false), 7.418, 5e-4);
}

TEST(Lilien, AgreesWithThePublishedCheck) {
  const double first[] = {10, 10, 10, 10, 10}, last[] = {12, 14, 16, 18, 20};
  EXPECT_NEAR(lilien(first, last, LilienWeights::end_period), 0.17636371, 5e-9);
}

TEST(StructureProperties, HoldForAnyStructure) {
  EXPECT_TRUE(rc::check("bounds, symmetry, scale", [] {
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
  }));
}

TEST(ShiftBadInput, IsRefusedWithFunctionRuleAndValue) {
  using Index = std::function<void(Structure, Structure)>;
  const std::vector<std::pair<std::string, Index>> all{
      {"nav", [](Structure a, Structure b) { (void)nav(a, b); }},
      {"krugman", [](Structure a, Structure b) { (void)krugman(a, b); }},
      {"hellinger", [](Structure a, Structure b) { (void)hellinger(a, b); }},
      {"aitchison", [](Structure a, Structure b) { (void)aitchison(a, b); }},
      {"cosine_shift", [](Structure a, Structure b) { (void)cosine_shift(a, b); }},
      {"lilien", [](Structure a, Structure b) { (void)lilien(a, b, LilienWeights::end_period); }}};
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();
  static const double nan[] = {kNaN, 1, 1}, inf[] = {1, kInf, 1}, negative[] = {1, 1, -1}, zeros[] = {0, 0, 0},
                      huge[] = {1e308, 1e308, 1}, zero[] = {0, 1, 1};
  std::vector<testing::Refusal> table;
  for (const auto& [name, index] : all) {
    const std::string function = "structure::" + name;
    for (const bool first : {true, false}) {
      const auto call = [index = index, first](Structure bad) {
        return [=] { first ? index(bad, k2013) : index(k2010, bad); };
      };
      table.insert(table.end(), {{function + ": sectors must be >", call(nan)},
                                 {"got NaN at index 0", call(nan)},
                                 {"got inf at index 1", call(inf)},
                                 {"got -1 at index 2", call(negative)},
                                 {function + ": ", call(zeros)},
                                 {function + ": the sum must be > 0 and finite; got inf", call(huge)}});
    }
    table.insert(table.end(), {{function + ": structures must be of one length, at least 2; got 2 and 3",
                                [index = index] { index(std::span(k2010, 2), k2013); }},
                               {function + ": structures must be of one length, at least 2; got 0 and 0",
                                [index = index] { index({}, {}); }},
                               {function + ": structures must be of one length, at least 2; got 1 and 1",
                                [index = index] { index(std::span(k2010, 1), std::span(k2010, 1)); }}});
    if (name == "aitchison" || name == "lilien")
      table.push_back(
          {function + ": sectors must be > 0 and finite; got 0 at index 0", [index = index] { index(zero, k2013); }});
    else
      EXPECT_NO_THROW(index(zero, k2013));
  }
  testing::expect_refused(table);
}

TEST(LilienWeights, HaveNames) {
  EXPECT_EQ(to_string(LilienWeights::end_period), "end_period");
  EXPECT_EQ(to_string(LilienWeights::mean_shares), "mean_shares");
  EXPECT_EQ(to_string(LilienWeights::product_shares), "product_shares");
}

}  // namespace
}  // namespace foreplan::structure
