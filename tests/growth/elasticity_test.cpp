#include <foreplan/growth/elasticity.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "refusals.hpp"

namespace foreplan::growth {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();

// Electricity demand driven by industrial output at 11.4 % for ten years, worked by hand to the digits shown.
TEST(FoundingCase, ElectricityMultiplesNameTheirForm) {
  const double linear[] = {2.94, 3.98, 4.85}, power[] = {2.94, 4.07, 5.05}, e[] = {1.0, 1.3, 1.5};
  for (int i = 0; i < 3; ++i) {
    EXPECT_NEAR(elasticity_multiple(e[i], 0.114, 10, ElasticityForm::linear).value, linear[i], 5e-3);
    EXPECT_NEAR(elasticity_multiple(e[i], 0.114, 10, ElasticityForm::power).value, power[i], 5e-3);
  }
  EXPECT_EQ(to_string(ElasticityForm::linear), "linear");
  EXPECT_EQ(to_string(ElasticityForm::power), "power");
}

TEST(Elasticity, HasTheRangeOfItsRounding) {
  const Rounded e("1.3"), g = Rounded("11.4").scaled_by_power_of_ten(-2);
  const Estimate linear = elasticity_multiple(e, g, 10, ElasticityForm::linear);
  EXPECT_NEAR(linear.range.lower, std::pow(1 + 1.25 * 0.1135, 10), 1e-13);
  EXPECT_NEAR(linear.range.upper, std::pow(1 + 1.35 * 0.1145, 10), 1e-13);
  // A negative elasticity turns the order of the corners round.
  const Estimate power = elasticity_multiple(Rounded("-0.5"), Rounded("0.1"), 2, ElasticityForm::power);
  EXPECT_NEAR(power.range.lower, std::pow(1.15, -1.1), 1e-15);
  EXPECT_NEAR(power.range.upper, std::pow(1.05, -0.9), 1e-15);
}

TEST(ElasticityProperties, FormsAgreeAtOneAndRangesHold) {
  EXPECT_TRUE(rc::check("forms, doubling of the time, ranges", [] {
    const Rounded e(*rc::gen::inRange(-20, 30) / 10.0, 1), g(*rc::gen::inRange(-150, 200) / 1000.0, 3);
    const double n = *rc::gen::inRange(0, 200) / 8.0;
    const double e_actual = e.value() + *rc::gen::inRange(-500, 501) / 1001.0 * 0.1,
                 g_actual = g.value() + *rc::gen::inRange(-500, 501) / 1001.0 * 0.001;
    for (const auto form : {ElasticityForm::linear, ElasticityForm::power}) {
      const Estimate m = elasticity_multiple(e, g, n, form);
      const double actual = elasticity_multiple(e_actual, g_actual, n, form).value;
      RC_ASSERT(m.range.contains(m.value));
      RC_ASSERT(m.range.lower <= actual * (1 + 1e-13) && actual <= m.range.upper * (1 + 1e-13));
      RC_ASSERT(std::abs(elasticity_multiple(e_actual, g_actual, 2 * n, form).value / (actual * actual) - 1) < 1e-12);
      RC_ASSERT(std::abs(elasticity_multiple(1, g_actual, n, form).value / std::pow(1 + g_actual, n) - 1) < 1e-13);
      RC_ASSERT(elasticity_multiple(e, g, 0, form).range == (Interval{1, 1}));
    }
  }));
}

TEST(ImpliedElasticity, IsTheInverseAndHasTheRangeOfItsRounding) {
  EXPECT_NEAR(implied_elasticity(1.21, 0.05, 2, ElasticityForm::linear).value, 2, 1e-14);
  EXPECT_NEAR(implied_elasticity(std::pow(1.07, 2.6), 0.07, 2, ElasticityForm::power).value, 1.3, 1e-14);
  // Demand times 2.9 to 3.0 in ten years at 11.35 to 11.45 %.
  const Estimate e =
      implied_elasticity(Rounded("2.95"), Rounded("11.4").scaled_by_power_of_ten(-2), 10, ElasticityForm::linear);
  EXPECT_NEAR(e.range.lower, (std::pow(2.945, 0.1) - 1) / 0.1145, 1e-14);
  EXPECT_NEAR(e.range.upper, (std::pow(2.955, 0.1) - 1) / 0.1135, 1e-14);
  EXPECT_TRUE(rc::check("both directions agree", [] {
    const double x = *rc::gen::inRange(-20, 30) / 10.0, n = *rc::gen::inRange(1, 200) / 8.0;
    const double g = *rc::gen::element(-0.15, -0.01, 1e-9, 0.03, 0.4);
    for (const auto form : {ElasticityForm::linear, ElasticityForm::power})
      RC_ASSERT(std::abs(implied_elasticity(elasticity_multiple(x, g, n, form).value, g, n, form).value - x) <
                1e-12 + 1e-15 / std::abs(g * n));
  }));
}

TEST(ElasticityBadInput, IsRefusedWithFunctionRuleAndValue) {
  const auto call = [](double e, double g, double n, ElasticityForm form = ElasticityForm::linear) {
    return [=] { (void)elasticity_multiple(e, g, n, form); };
  };
  testing::expect_refused(
      {{"growth::elasticity_multiple: elasticity must be finite; got NaN", call(kNaN, 0.1, 1)},
       {"growth::elasticity_multiple: elasticity must be finite; got -inf", call(-kInf, 0.1, 1)},
       {"growth::elasticity_multiple: rate must be finite and > -1; got -1", call(1, -1, 1)},
       {"growth::elasticity_multiple: rate must be finite and > -1; got NaN", call(1, kNaN, 1)},
       {"growth::elasticity_multiple: periods must be >= 0 and finite; got -1", call(1, 0.1, -1)},
       {"growth::elasticity_multiple: periods must be >= 0 and finite; got inf", call(1, 0.1, kInf)},
       {"growth::elasticity_multiple: the multiple must stay > 0 and finite; got inf", call(1, 0.5, 1e6)},
       {"growth::elasticity_multiple: the multiple must stay > 0 and finite; got 0",
        call(1, -0.5, 1e6, ElasticityForm::power)},
       {"growth::elasticity_multiple: 1 + elasticity * rate must be > 0 in the linear form, over the whole intervals; "
        "got 0 at elasticity 2, rate -0.5",
        call(2, -0.5, 1)}});
  EXPECT_NO_THROW((void)elasticity_multiple(2, -0.5, 1, ElasticityForm::power));
  const auto implied = [](const Rounded& multiple, const Rounded& rate, double n) {
    return [=] { (void)implied_elasticity(multiple, rate, n, ElasticityForm::linear); };
  };
  testing::expect_refused({{"growth::implied_elasticity: multiple must be finite and > 0; got 0", implied(0.0, 0.1, 1)},
                           {"growth::implied_elasticity: rate must be finite and > -1; got -1", implied(2.0, -1.0, 1)},
                           {"growth::implied_elasticity: periods must be > 0 and finite; got 0", implied(2.0, 0.1, 0)},
                           {"rate must not be 0 over its whole interval: the quantity does not move; got 0.0",
                            implied(2.0, Rounded("0.0"), 1)}});
}

}  // namespace
}  // namespace foreplan::growth
