#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>

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
  EXPECT_GT(found.rank_margin, 0.1);
}

TEST(Stability, AgreesWithDynareWhereCountingIsNotEnough) {
  const char* const models[] = {"x = 2 * x(-1)\n y = 2 * y(+1)", "x = 2 * x(-1) + 0.1 * y\n y = 2 * y(+1)",
                                "p = -q + 2 * (p(-1) + q(-1))\n q = p - 2 * (p(+1) - q(+1))"};
  std::ifstream file(FOREPLAN_REFERENCE_DIR "/stability_rank.txt");
  std::string line;
  for (const char* const model : models) {
    ASSERT_TRUE(std::getline(file, line));
    std::istringstream words(line);
    int number = 0, holds = 0;
    ASSERT_TRUE(words >> number >> holds);
    const Stability found = stability_of(model);
    ASSERT_TRUE(found.usable()) << model;
    for (const auto& value : found.eigenvalues) {
      std::string modulus;
      ASSERT_TRUE(words >> modulus);
      if (modulus == "Inf")
        EXPECT_TRUE(std::isinf(std::abs(value))) << model;
      else
        EXPECT_NEAR(std::abs(value), std::stod(modulus), 1e-12) << model;
    }
    EXPECT_EQ(found.unstable, found.forward_looking) << "by the count there is one path";
    EXPECT_EQ(found.determinacy, holds == 1 ? Determinacy::one_path : Determinacy::not_of_rank) << model;
    EXPECT_EQ(found.determinate(), holds == 1) << model;
    EXPECT_EQ(found.rank_margin > 1e-12, holds == 1) << model;
  }
  // The stable path of the second is x(t - 1) = -y(t) / 15.
  EXPECT_NEAR(stability_of(models[1]).rank_margin, 1 / std::sqrt(226), 1e-12);
}

TEST(Stability, MeasuresHowWellThePastFixesTheWayBack) {
  // x = (x(-1) + x(+1)) / (r + 1 / r) comes back by (x(-1), x) = (1, r); of several the one that is fixed least counts.
  std::string equations;
  const double roots[] = {0.9, -0.5, 0.2, 0.7, -0.95, 0.1};
  for (std::size_t i = 0; i < std::size(roots); ++i) {
    const std::string x = "x" + std::to_string(i), sum = std::to_string(roots[i] + 1 / roots[i]);
    equations += x + " = (" + x + "(-1) + " + x + "(+1)) / (" + sum + ")\n";
    const Stability found = stability_of(equations.c_str());
    ASSERT_EQ(found.determinacy, Determinacy::one_path) << equations;
    double least = 1;
    for (std::size_t j = 0; j <= i; ++j) least = std::min(least, 1 / std::sqrt(1 + roots[j] * roots[j]));
    EXPECT_NEAR(found.rank_margin, least, 1e-5) << "roots are written with six digits";
  }
  const Stability mixed = stability_of((equations + "a = 3 * a(-1) + x0\n b = 3 * b(+1) + x1 + a\n").c_str());
  EXPECT_EQ(mixed.unstable, mixed.forward_looking);
  EXPECT_EQ(mixed.determinacy, Determinacy::not_of_rank);
  EXPECT_LT(mixed.rank_margin, 1e-12);
  EXPECT_EQ(stability_of("x = 0.5 * x(-1)").rank_margin, 1) << "all of it is predetermined";
  EXPECT_EQ(stability_of("x = 0.5 * x(+1)").determinacy, Determinacy::one_path);
  EXPECT_EQ(stability_of("x = 1").determinacy, Determinacy::one_path);
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
  EXPECT_EQ(stability_of("x = 1.2 * x(-1) + 1").determinacy, Determinacy::no_path);
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
  EXPECT_EQ(many.determinacy, Determinacy::many_paths);
  EXPECT_TRUE(std::isnan(many.rank_margin));
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
      {"options.rank_tolerance must be in [0, 1); got 1", [&] { (void)stability(good, {.rank_tolerance = 1}); }},
      {"options.max_order in all, at most; got 1", [&] { (void)stability(good, {.max_order = 0}); }},
  });
}

}  // namespace foreplan::scenario
