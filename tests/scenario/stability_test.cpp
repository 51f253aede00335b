#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario.hpp>

#include <cmath>

#include "real_business_cycle.hpp"
#include "refusals.hpp"

namespace foreplan::scenario {
namespace {

Stability stability_of(const char* equations) {
  return stability(steady_state(compile(equations), {"base", Frame()}, 2020));
}

}  // namespace

TEST(Stability, AgreesWithDynare) {
  const auto dynare = foreplan::testing::dynare_cycle();
  const std::vector<double>& steady = dynare.at("steady")[0];
  const SteadyState state =
      steady_state(foreplan::testing::real_business_cycle(), foreplan::testing::cycle_base(steady, steady, 1), 2000);
  const Stability found = stability(state);
  ASSERT_TRUE(found.usable());
  // Dynare's `check`: 0.95, 0.9632, 1.049, infinite; two unstable for two forward-looking variables.
  const std::vector<double>& moduli = dynare.at("eigenvalues")[0];
  ASSERT_EQ(found.eigenvalues.size(), moduli.size());
  for (std::size_t i = 0; i < moduli.size(); ++i) {
    if (std::isinf(moduli[i]))
      EXPECT_TRUE(std::isinf(std::abs(found.eigenvalues[i])));
    else
      EXPECT_NEAR(std::abs(found.eigenvalues[i]), moduli[i], 1e-10);
  }
  EXPECT_EQ(found.unstable, 2U);
  EXPECT_EQ(found.forward_looking, 2U);
  EXPECT_TRUE(found.determinate());
}

TEST(Stability, OfLagsIsTheRootsOfTheirPolynomial) {
  // x = 1.1 x(-1) - 0.3 x(-2): roots 0.5 and 0.6.
  const Stability real = stability_of("x = 1.1 * x(-1) - 0.3 * x(-2) + 1\n y = 2 * x");
  ASSERT_EQ(real.eigenvalues.size(), 2U);
  EXPECT_NEAR(real.eigenvalues[0].real(), 0.5, 1e-13);
  EXPECT_NEAR(real.eigenvalues[1].real(), 0.6, 1e-13);
  EXPECT_TRUE(real.determinate());
  // x = x(-1) - 0.5 x(-2): 0.5 +- 0.5 i.
  const Stability complex = stability_of("x = x(-1) - 0.5 * x(-2) + 1");
  for (const auto& value : complex.eigenvalues) {
    EXPECT_NEAR(value.real(), 0.5, 1e-13);
    EXPECT_NEAR(std::abs(value.imag()), 0.5, 1e-13);
  }
  EXPECT_FALSE(stability_of("x = 1.2 * x(-1) + 1").determinate());
}

TEST(Stability, TellsOnePathFromManyAndFromNone) {
  // x = (x(-1) + x(+1)) / 2.5 has roots 0.5 and 2: one path.
  const Stability saddle = stability_of("x = (x(-1) + x(+1)) / 2.5 + 1");
  ASSERT_EQ(saddle.eigenvalues.size(), 2U);
  EXPECT_NEAR(saddle.eigenvalues[0].real(), 0.5, 1e-13);
  EXPECT_NEAR(saddle.eigenvalues[1].real(), 2, 1e-12);
  EXPECT_TRUE(saddle.determinate());
  // x(+1) = 0.5 x: any x leads to 0.
  const Stability many = stability_of("x = 2 * x(+1) + 1");
  EXPECT_EQ(many.unstable, 0U);
  EXPECT_EQ(many.forward_looking, 1U);
  EXPECT_FALSE(many.determinate());
  // Two leads count twice.
  EXPECT_EQ(stability_of("x = 0.2 * x(+1) + 0.3 * x(+2) + 1").forward_looking, 2U);
}

TEST(Stability, OfAPathOfGrowthIsThatOfDeviationsFromIt) {
  // Solow's model in deviations from the path: a + (1 - a)(1 - d) / (1 + g).
  const Model model = compile("y = k(-1)^0.3 * labour^0.7\n k = 0.95 * k(-1) + 0.2 * y");
  const SteadyState state = steady_state(model, {"base", Frame({{"labour", Period(2020), {}, {1}}})}, 2020,
                                         {.growth = {{"labour", 0.03}, {"k", 0.03}, {"y", 0.03}}});
  const Stability found = stability(state);
  ASSERT_EQ(found.eigenvalues.size(), 1U);
  EXPECT_NEAR(found.eigenvalues[0].real(), 0.3 + 0.7 * 0.95 / 1.03, 1e-12);
}

TEST(StabilityRefuses, AStateThatIsNotOneAndOptionsOutOfRange) {
  const SteadyState good = steady_state(compile("x = 0.5 * x(-1) + 1"), {"base", Frame()}, 2020);
  foreplan::testing::expect_refused({
      {"state must be usable; got not run", [] { (void)stability(SteadyState{}); }},
      {"options.threshold must be >= 1; got 0.5", [&] { (void)stability(good, {.threshold = 0.5}); }},
      {"options.max_order in all, at most; got 1", [&] { (void)stability(good, {.max_order = 0}); }},
  });
}

}  // namespace foreplan::scenario
