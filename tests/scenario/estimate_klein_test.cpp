// Klein's Model I against gretl: tests/reference/klein_estimates.inp made klein_estimates.txt.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/scenario.hpp>

#include <cmath>
#include <map>

#include "scenario/klein.hpp"
#include "stats/reference_values.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::kKlein;
using foreplan::testing::kKleinInstruments;
using foreplan::testing::klein_data;
using stats::Covariance;
using stats::digits;

const stats::Values& gretl() {
  static const stats::Values values = stats::reference_values("klein_estimates.txt");
  return values;
}
const Model& klein() {
  static const Model model = compile(kKlein);
  return model;
}
const Scenario& history() {
  static const Scenario scenario("history", klein_data());
  return scenario;
}
constexpr EstimationMethod kTwoStages = EstimationMethod::two_stage_least_squares;
constexpr EstimationMethod kNonlinear = EstimationMethod::nonlinear_least_squares;

EquationFit two_stages(const char* equation, const stats::CovarianceOptions& covariance = {}) {
  return estimate(klein(), history(), equation, {1921, 1941},
                  {.method = kTwoStages, .instruments = kKleinInstruments, .covariance = covariance});
}
std::vector<double> estimates(const EquationFit& fit) {
  std::vector<double> out;
  for (const auto& c : fit.coefficients) out.push_back(c.estimate);
  return out;
}
std::vector<double> errors(const EquationFit& fit) {
  std::vector<double> out;
  for (const auto& c : fit.coefficients) out.push_back(c.standard_error);
  return out;
}
/// Estimates, standard errors, covariance, sum of squared residuals and standard error of the regression.
void expect_gretl(const EquationFit& fit, const std::string& key, double least) {
  ASSERT_TRUE(fit.usable()) << key << ": " << fit.sentence;
  EXPECT_GE(digits(estimates(fit), gretl().at(key + ".estimate")), least) << key;
  EXPECT_GE(digits(errors(fit), gretl().at(key + ".se")), least) << key;
  if (gretl().contains(key + ".covariance")) {
    EXPECT_GE(digits(fit.covariance, gretl().at(key + ".covariance")), least - 2) << key;
  }
  if (gretl().contains(key + ".fit")) {
    EXPECT_GE(digits({fit.residual_sum, fit.standard_error}, gretl().at(key + ".fit")), least) << key;
  }
  if (gretl().contains(key + ".dw")) {
    EXPECT_GE(digits({fit.durbin_watson}, gretl().at(key + ".dw")), least) << key;
  }
}

/// An equation for consumption beside the model's data.
EquationFit fitted(const std::string& text, PeriodRange range, const EstimationOptions& options) {
  return estimate(compile(text), history(), "C", range, options);
}

}  // namespace

TEST(EstimateKlein, OrdinaryLeastSquares) {
  for (const std::string equation : {"C", "I", "Wp"})
    expect_gretl(estimate(klein(), history(), equation, {1921, 1941}), "ols." + equation, 11);
  const EquationFit c = estimate(klein(), history(), "C", {1921, 1941});
  const auto& more = gretl().at("ols.C.more");  // R2, log likelihood, and criteria that do not count the variance
  EXPECT_GE(digits({c.r2, c.log_likelihood, c.aic - 2, c.bic - std::log(21)}, more), 12);
  EXPECT_NEAR(c.adjusted_r2, 0.977657, 5e-7);  // printed by klein.inp
  EXPECT_NEAR(c.squared_correlation, c.r2, 1e-12);
  ASSERT_TRUE(c.f.has_value());
  EXPECT_GE(digits({c.f->statistic}, gretl().at("ols.C.F")), 10);
  EXPECT_EQ(c.f->numerator, 3);
  EXPECT_EQ(c.f->denominator, 17);
  EXPECT_NEAR(c["a1"].t, 2.115, 5e-4);
  EXPECT_NEAR(c["a1"].p_value, 0.0495, 5e-5);
  EXPECT_FALSE(c.sargan);
}

TEST(EstimateKlein, TwoStageLeastSquares) {
  for (const std::string equation : {"C", "I", "Wp"}) {
    const EquationFit fit = two_stages(equation.c_str());
    expect_gretl(fit, "tsls." + equation, 10);
    const auto& sargan = gretl().at("tsls." + equation + ".sargan");
    ASSERT_TRUE(fit.sargan);
    EXPECT_GE(digits({fit.sargan->statistic, fit.sargan->degrees, fit.sargan->p_value}, sargan), 9);
  }
  const EquationFit c = two_stages("C");
  EXPECT_GE(digits({c.squared_correlation}, gretl().at("tsls.C.more")), 11);
  EXPECT_EQ(c.instruments.front(), "constant");
  EXPECT_EQ(c.first_stage.size(), 2U);  // P and W
  for (const std::string equation : {"I", "Wp"}) {
    const EquationFit fit = two_stages(equation.c_str());
    ASSERT_EQ(fit.first_stage.size(), 1U);
    const FTest& f = fit.first_stage[0].f;
    EXPECT_GE(digits({f.statistic, f.numerator, f.denominator}, gretl().at("tsls." + equation + ".first_stage")), 9);
  }
  EXPECT_EQ(two_stages("I").first_stage[0].parameter, "b1");
}

TEST(EstimateKlein, ThreeStageLeastSquares) {
  const SystemFit fit =
      estimate_system(klein(), history(), {"C", "I", "Wp"}, {1921, 1941}, {.instruments = kKleinInstruments});
  ASSERT_TRUE(fit.usable()) << fit.sentence;
  std::vector<double> covariance;
  for (const auto& row : fit.parameters.covariance) covariance.insert(covariance.end(), row.begin(), row.end());
  EXPECT_GE(digits(fit.parameters.mean, gretl().at("three.estimate")), 9);
  EXPECT_GE(digits(covariance, gretl().at("three.covariance")), 8);
  EXPECT_GE(digits(fit.error_covariance, gretl().at("three.sigma")), 9);
  std::vector<double> by_equation;
  for (const EquationFit& e : fit.equations)
    for (const double error : errors(e)) by_equation.push_back(error);
  EXPECT_GE(digits(by_equation, gretl().at("three.se")), 9);
  // The equations' fits serve as those of one equation do.
  const auto run = solve(klein(), with_estimates(history(), fit.equations, {.residuals = true}), {1921, 1941});
  for (int year = 1921; year <= 1941; ++year) EXPECT_NEAR(run.at("X", year), klein_data().at("X", year), 1e-9);
}

TEST(EstimateKlein, RobustStandardErrors) {
  const Covariance kinds[] = {Covariance::hc0, Covariance::hc1, Covariance::hc2, Covariance::hc3};
  for (int v = 0; v < 4; ++v) {
    const std::string key = ".hc" + std::to_string(v) + ".se";
    const EquationFit c = estimate(klein(), history(), "C", {1921, 1941}, {.covariance = {.kind = kinds[v]}});
    EXPECT_GE(digits(errors(c), gretl().at("ols.C" + key)), 10) << v;
    EXPECT_GE(digits(errors(two_stages("I", {.kind = kinds[v]})), gretl().at("tsls.I" + key)), 9) << v;
  }
  const stats::CovarianceOptions hac{.kind = Covariance::newey_west, .lags = 2, .small_sample = false};
  EXPECT_GE(
      digits(errors(estimate(klein(), history(), "C", {1921, 1941}, {.covariance = hac})), gretl().at("ols.C.hac2.se")),
      10);
  EXPECT_GE(digits(errors(two_stages("I", hac)), gretl().at("tsls.I.hac2.se")), 9);
}

// Speed of adjustment times the gap, or its product taken apart: the same equation, linear in the one way only.
TEST(EstimateKlein, EquilibriumCorrection) {
  const EquationFit linear = fitted(R"(
    parameter g0 = 0
    parameter g1 = 0
    parameter g2 = 0
    parameter g3 = 0
    behavioural dlog(C) = g0 + g1 * dlog(X) + g2 * log(C(-1)) + g3 * log(X(-1))
  )",
                                    {1921, 1941}, {});
  expect_gretl(linear, "ecm.linear", 11);
  const EquationFit nonlinear =
      fitted(R"(
    parameter short_run = 0.3
    parameter speed = 0.3
    parameter long_run = 0.5
    parameter level = 2
    behavioural dlog(C) = short_run * dlog(X) - speed * (log(C(-1)) - long_run * log(X(-1)) - level)
  )",
             {1921, 1941}, {.method = kNonlinear, .parameters = {"short_run", "speed", "long_run", "level"}});
  // gretl's search stops where eight digits stand; its standard errors follow from there.
  expect_gretl(nonlinear, "ecm.nls", 6.5);
  EXPECT_NEAR(nonlinear["speed"].estimate, -linear["g2"].estimate, 1e-10);
  EXPECT_NEAR(nonlinear["long_run"].estimate, -linear["g3"].estimate / linear["g2"].estimate, 1e-10);
  EXPECT_NEAR(nonlinear.residual_sum, linear.residual_sum, 1e-14);
}

TEST(EstimateKlein, AutoregressiveErrors) {
  const std::string text = "parameter a0 = 20\nparameter a1 = 0.6\nbehavioural C = a0 + a1 * X";
  const EquationFit one = fitted(text, {1922, 1941}, {.method = kNonlinear, .autoregressive = 1});
  expect_gretl(one, "ar1", 6.5);
  EXPECT_EQ(one.coefficients.back().name, "ar(1)");
  EXPECT_EQ(one.parameters, 2U);
  // The Cochrane-Orcutt iteration goes to the same point, but stops when rho moves by less than 1e-5.
  EXPECT_GE(digits({one["a0"].estimate, one["a1"].estimate}, gretl().at("cochrane_orcutt.estimate")), 5);
  expect_gretl(fitted(text, {1923, 1941}, {.method = kNonlinear, .autoregressive = 2}), "ar2", 5.5);
  for (std::size_t i = 1; i < one.errors.size(); ++i)  // e = u - r u(-1)
    EXPECT_NEAR(one.residuals[i], one.errors[i] - one["ar(1)"].estimate * one.errors[i - 1], 1e-12);
}

TEST(EstimateKlein, NonlinearLeastSquares) {
  const std::string text = "parameter p0 = 1\nparameter p1 = 2\nparameter p2 = 0.8\nbehavioural C = p0 + p1 * X ^ p2";
  expect_gretl(fitted(text, {1921, 1941}, {.method = kNonlinear}), "power", 6.5);
}

TEST(EstimateKlein, PolynomialLagsAreRestrictedRegressions) {
  const std::string text = R"(
    parameter a = 0
    for j in 0..4
      parameter w{j} = 0
    end
    behavioural C = a + sum(j in 0..4: w{j} * X(-{j}))
  )";
  PolynomialLag lag{{"w0", "w1", "w2", "w3", "w4"}, 2};
  const EquationFit free_ends = fitted(text, {1924, 1941}, {.polynomial_lags = {lag}});
  expect_gretl(free_ends, "almon2", 9);
  EXPECT_GE(digits({free_ends.residual_sum}, gretl().at("almon2.ssr")), 11);
  EXPECT_EQ(free_ends.free_coefficients, 4U);
  lag.far_zero = true;
  const EquationFit fading = fitted(text, {1924, 1941}, {.polynomial_lags = {lag}});
  expect_gretl(fading, "almon2far", 9);
  EXPECT_GE(digits({fading.residual_sum}, gretl().at("almon2far.ssr")), 11);
}

// Government wages 0.5 higher from 1933 on.
TEST(EstimateKlein, EffectsOfGovernmentWages) {
  const char* const parameters[] = {"a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3", "c0", "c1", "c2", "c3"};
  for (const std::string method : {"fiml", "tsls"}) {
    const std::string key = "simulated." + method + ".";
    Scenario base = history().layer(method);
    for (std::size_t i = 0; i < 12; ++i)
      base = base.override_values(parameters[i], {gretl().at(key + "estimate")[i]}, {1919, 1941});
    const auto before = solve(klein(), base, {1932, 1939});
    const auto after = solve(klein(), base.layer("wages").shift("Wg", 0.5, {1933, 1939}), {1932, 1939});
    ASSERT_TRUE(before.usable() && after.usable());
    const Comparison effects = compare(after, before);
    const DynamicFit fit = dynamic_fit(klein(), base, {1932, 1939});
    const DynamicFit one_step = dynamic_fit(klein(), base, {1932, 1939}, HistoricalSimulation::one_step);
    for (const std::string name : {"C", "I", "Wp", "P", "W", "X", "K"}) {
      for (std::size_t t = 0; t < 8; ++t) {
        EXPECT_NEAR(before.values(name)[t], gretl().at(key + "base." + name)[t], 1e-10) << name;
        EXPECT_NEAR(one_step.simulated[name].values[t], gretl().at(key + "static." + name)[t], 1e-10) << name;
        EXPECT_NEAR(effects[name].difference[t], gretl().at(key + "effect." + name)[t], 1e-10) << name;
      }
      const std::vector<double>& accuracy = gretl().at(key + "accuracy." + name);
      EXPECT_NEAR(fit[name].mean_error, -accuracy[0], 1e-10);  // gretl's is of actual less simulated
      EXPECT_NEAR(fit[name].rmse, accuracy[1], 1e-10);
      EXPECT_NEAR(fit[name].mean_absolute_error, accuracy[2], 1e-10);
      EXPECT_NEAR(fit[name].theil_u1, accuracy[5], 1e-10);
      EXPECT_NEAR(fit[name].bias_proportion, accuracy[6], 1e-10);
    }
    if (method == "tsls") continue;
    const double x[] = {0, .250, .517, .727, .868, .949, .985, .990};
    const double c[] = {0, .403, .553, .686, .782, .842, .875, .887};
    for (std::size_t t = 0; t < 8; ++t) {
      EXPECT_NEAR(effects["X"].difference[t], x[t], 5.5e-4);  // printed by kleinsim.inp
      EXPECT_NEAR(effects["C"].difference[t], c[t], 5.5e-4);
    }
  }
}

TEST(EstimateKlein, ResidualsAsAddFactorsReproduceHistory) {
  const std::vector<EquationFit> fits{two_stages("C"), two_stages("I"), two_stages("Wp")};
  const Scenario told = with_estimates(history(), fits, {.residuals = true});
  const auto run = solve(klein(), told, {1921, 1941});
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  for (const std::string name : {"C", "I", "Wp", "P", "W", "X", "K"})
    for (int year = 1921; year <= 1941; ++year)
      EXPECT_NEAR(run.at(name, year), history().data().at(name, year), 1e-9) << name << ' ' << year;
  const DynamicFit fit = dynamic_fit(klein(), told, {1921, 1941});
  for (const VariableFit& v : fit.variables) EXPECT_LT(v.rmse, 1e-9);
  EXPECT_EQ(fit.variables.size(), 7U);
}

}  // namespace foreplan::scenario
