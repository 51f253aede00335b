#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/scenario.hpp>

#include <cmath>

#include "refusals.hpp"
#include "scenario/klein.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;
using foreplan::testing::kKlein;
using foreplan::testing::kKleinInstruments;
using foreplan::testing::klein_data;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr EstimationMethod kTwoStages = EstimationMethod::two_stage_least_squares;
constexpr EstimationMethod kNonlinear = EstimationMethod::nonlinear_least_squares;
const PeriodRange kYears{1921, 1941};

const Scenario& history() {
  static const Scenario scenario("history", klein_data());
  return scenario;
}
const Model& klein() {
  static const Model model = compile(kKlein);
  return model;
}
EquationFit fitted(const std::string& text, const EstimationOptions& options = {}) {
  return estimate(compile(text), history(), "C", kYears, options);
}
void expect_same(const EquationFit& a, const EquationFit& b, double tolerance) {
  ASSERT_TRUE(a.usable() && b.usable()) << a.sentence << b.sentence;
  ASSERT_EQ(a.coefficients.size(), b.coefficients.size());
  for (std::size_t i = 0; i < a.coefficients.size(); ++i) {
    EXPECT_NEAR(a.coefficients[i].estimate, b.coefficients[i].estimate,
                tolerance * std::abs(b.coefficients[i].estimate));
    EXPECT_NEAR(a.coefficients[i].standard_error, b.coefficients[i].standard_error,
                tolerance * b.coefficients[i].standard_error);
  }
  EXPECT_NEAR(a.residual_sum, b.residual_sum, tolerance * b.residual_sum);
}
const std::string kTwo = "parameter a = 1\nparameter b = 1\n";

}  // namespace

// ---- what the regressors are ----

TEST(Estimate, RegressorsAreDerivativesHoweverTheEquationIsWritten) {
  const EquationFit plain = fitted(kTwo + "behavioural C = a + b * P(-1)");
  expect_same(fitted(kTwo + "behavioural C - b * P(-1) = a"), plain, 1e-12);
  expect_same(fitted(kTwo + "behavioural C = (2 * a + b * lag(2 * P, 1)) / 2"), plain, 1e-12);
  expect_same(fitted(kTwo + "behavioural C = if(T > 0, a + b * P(-1), 7)"), plain, 1e-12);
  // A parameter has one value, whatever its lag.
  expect_same(fitted(kTwo + "behavioural C = lag(a + b * P, 1)"), plain, 1e-12);
}

TEST(Estimate, ErrorsAreOfTheLeftSideAsWritten) {
  const EquationFit fit = fitted(kTwo + "behavioural dlog(C) = a + b * dlog(X)");
  const Frame data = klein_data();
  for (int t = 0; t < 21; ++t) {
    const double left = std::log(data.at("C", 1921 + t) / data.at("C", 1920 + t));
    const double right =
        fit["a"].estimate + fit["b"].estimate * std::log(data.at("X", 1921 + t) / data.at("X", 1920 + t));
    EXPECT_NEAR(fit.actual[t], left, 1e-14);
    EXPECT_NEAR(fit.errors[t], left - right, 1e-14);
    EXPECT_NEAR(fit.fitted[t], right, 1e-14);
  }
  EXPECT_EQ(fit.equation, "C");
  EXPECT_EQ(fit.add_factor, "C_A");
}

TEST(Estimate, WhatIsNotEstimatedKeepsItsValue) {
  const std::string text = kTwo + "parameter c = 0.5\nbehavioural C = a + b * P + c * W";
  const EquationFit fit = fitted(text, {.parameters = {"b", "a"}});
  expect_same(fitted(kTwo + "exogenous W\nbehavioural C - 0.5 * W = a + b * P", {.parameters = {"b", "a"}}), fit,
              1e-12);
  EXPECT_EQ(fit.coefficients[0].name, "b");  // as listed
  // From the scenario, where it says otherwise; the add-factor is not part of the equation.
  const Scenario other =
      history().layer("other").override_values("c", {0.25}, {1919, 1941}).add_factor("C", {5}, kYears);
  expect_same(estimate(compile(text), other, "C", kYears, {.parameters = {"b", "a"}}),
              fitted(kTwo + "behavioural C - 0.25 * W = a + b * P", {.parameters = {"b", "a"}}), 1e-12);
}

// ---- methods that must agree ----

TEST(Estimate, LinearEquationsByNonlinearLeastSquares) {
  for (const std::string name : {"C", "I", "Wp"}) {
    const EquationFit ols = estimate(klein(), history(), name, kYears);
    const EquationFit nls = estimate(klein(), history(), name, kYears, {.method = kNonlinear});
    expect_same(nls, ols, 1e-9);
    EXPECT_NEAR(nls.r2, ols.r2, 1e-12);
    EXPECT_GT(nls.iterations, 0);
    EXPECT_FALSE(nls.f);
  }
}

TEST(Estimate, RegressorsAsTheirOwnInstrumentsAreLeastSquares) {
  const EquationFit ols = estimate(klein(), history(), "C", kYears);
  const EquationFit tsls =
      estimate(klein(), history(), "C", kYears, {.method = kTwoStages, .instruments = {"P", "P(-1)", "W"}});
  expect_same(tsls, ols, 1e-11);
  EXPECT_THAT(tsls.first_stage, IsEmpty());
  EXPECT_FALSE(tsls.sargan);
  EXPECT_THAT(tsls.instruments, ElementsAre("constant", "P", "P(-1)", "W"));
}

TEST(Estimate, InstrumentsAreExpressions) {
  const std::vector<std::string> scaled{"2 * P(-1) + 1", "lag(K, 1)", "X(-1) - K(-1)", "A", "-T", "Wg / 7", "G + T"};
  const auto fit = [&](const std::vector<std::string>& list) {
    return estimate(klein(), history(), "I", kYears, {.method = kTwoStages, .instruments = list});
  };
  expect_same(fit(scaled), fit(kKleinInstruments), 1e-10);
  std::vector<std::string> repeated = kKleinInstruments;
  repeated.push_back("T + G");
  expect_same(fit(repeated), fit(kKleinInstruments), 1e-10);
  EXPECT_EQ(fit(repeated).instruments.size(), 8U);  // the one that others determine is left out
}

// Lags and bandwidths found from the data leave the constant out: it must be found wherever it stands.
TEST(Estimate, CovariancesAreThoseOfTheRegression) {
  const Frame data = klein_data();
  const auto y = data["C"].slice(kYears).values;
  const std::vector<stats::Regressor> x{{"b", data["P"].slice(kYears).values}, {"c", data["W"].slice(kYears).values}};
  for (const auto kind : {stats::Covariance::classical, stats::Covariance::hc0, stats::Covariance::hc3,
                          stats::Covariance::newey_west, stats::Covariance::quadratic_spectral})
    for (const bool prewhiten : {false, true}) {
      const stats::CovarianceOptions options{.kind = kind, .prewhiten = prewhiten};
      const auto regression = stats::fit_regression(y, x, {.covariance = options});
      const EquationFit fit =
          fitted(kTwo + "parameter c = 0\nbehavioural C = b * P + c * W + 4 * a", {.covariance = options});
      EXPECT_EQ(fit.lags, regression.lags);
      EXPECT_NEAR(4 * fit["a"].standard_error, regression["intercept"].standard_error, 1e-11);
      EXPECT_NEAR(fit["b"].standard_error, regression["b"].standard_error, 1e-11);
      EXPECT_NEAR(fit["c"].standard_error, regression["c"].standard_error, 1e-11);
      EXPECT_NEAR(fit["b"].p_value, regression["b"].p_value, 1e-11);
      EXPECT_NEAR(fit.durbin_watson, regression.durbin_watson, 1e-11);
    }
}

TEST(Estimate, PolynomialOfFullDegreeTiesNothing) {
  const std::string text = kTwo + "parameter c = 0\nbehavioural C = a * X + b * X(-1) + c * X(-2)";
  const auto fit = [&](const EstimationOptions& options) {
    return estimate(compile(text), history(), "C", {1923, 1941}, options);
  };
  expect_same(fit({.polynomial_lags = {{{"a", "b", "c"}, 2}}}), fit({}), 1e-9);
  expect_same(fit({.method = kNonlinear, .polynomial_lags = {{{"a", "b", "c"}, 1}}}),
              fit({.polynomial_lags = {{{"a", "b", "c"}, 1}}}), 1e-9);
}

TEST(Estimate, PolynomialsHaveTheirZeros) {
  const std::string text = R"(
    parameter a = 0
    for j in 0..5
      parameter w{j} = 0
    end
    behavioural C = a + sum(j in 0..5: w{j} * P(-{j}))
  )";
  const std::vector<std::string> names{"w0", "w1", "w2", "w3", "w4", "w5"};
  const EquationFit both =
      estimate(compile(text), history(), "C", {1925, 1941}, {.polynomial_lags = {{names, 2, true, true}}});
  ASSERT_TRUE(both.usable());
  for (int j = 0; j < 6; ++j)  // a parabola with zeros at -1 and 6
    EXPECT_NEAR(both[names[j]].estimate, both["w0"].estimate * (j + 1) * (6 - j) / 6, 1e-10);
  const EquationFit near =
      estimate(compile(text), history(), "C", {1925, 1941}, {.polynomial_lags = {{names, 2, true, false}}});
  const auto w = [&](int j) { return near[names[j]].estimate; };
  EXPECT_NEAR(w(2) - 3 * w(1) + 3 * w(0), 0, 1e-10);  // the third difference of 0, w0, w1, w2
  EXPECT_GT(std::abs(w(5) - 3 * w(4) + 3 * w(3) - 0), 1e-6);
}

RC_GTEST_PROP(Estimate, ResidualsAreOrthogonalToRegressors, ()) {
  const auto number = [] { return *rc::gen::inRange(-1000, 1000) / 100.0; };
  std::vector<Series> series{{"y", 2000, {}, {}}, {"x", 2000, {}, {}}, {"z", 2000, {}, {}}};
  for (Series& s : series)
    for (int t = 0; t < 12; ++t) s.values.push_back(number());
  const Model model = compile(kTwo + "behavioural y = a + b * x");
  const Scenario base("base", Frame(series));
  const EquationFit ols = estimate(model, base, "y", {2000, 2011});
  const EquationFit iv = estimate(model, base, "y", {2000, 2011}, {.method = kTwoStages, .instruments = {"z"}});
  if (!ols.usable() || !iv.usable()) return;
  const auto product = [&](const EquationFit& fit, const Series& s) {
    double sum = 0, size = 0;
    for (int t = 0; t < 12; ++t) {
      sum += fit.residuals[t] * s.values[t];
      size += std::abs(fit.residuals[t] * s.values[t]) + std::abs(fit.fitted[t] * s.values[t]);
    }
    return std::abs(sum) / (size + 1e-300);
  };
  RC_ASSERT(product(ols, series[1]) < 1e-10);
  RC_ASSERT(product(iv, series[2]) < 1e-9);
}

// ---- what is not identified, what is missing ----

TEST(Estimate, NamesWhatIsCollinear) {
  const EquationFit fit = fitted(kTwo + "parameter c = 0\nbehavioural C = a * P + b * W + c * (P - 2 * W)");
  EXPECT_EQ(fit.stop, Stop::singular);
  EXPECT_FALSE(fit.usable());
  ASSERT_EQ(fit.collinear.size(), 1U);
  EXPECT_EQ(fit.collinear[0].terms.size(), 2U);
  EXPECT_THAT(fit.sentence, HasSubstr("not identified: the regressor of "));
  // Two constants; a regressor of zeros; parameters that only their product shows.
  const EquationFit constants = fitted(kTwo + "parameter c = 1\nbehavioural C = a + 3 * b + c * P");
  ASSERT_EQ(constants.collinear.size(), 1U);
  EXPECT_EQ(constants.collinear[0].name, "a");
  ASSERT_EQ(constants.collinear[0].terms.size(), 1U);
  EXPECT_EQ(constants.collinear[0].terms[0].name, "b");
  EXPECT_NEAR(constants.collinear[0].terms[0].weight, 1 / 3., 1e-12);  // 1 = a third of 3
  EXPECT_THAT(fitted(kTwo + "behavioural C = a + b * (T - T)").sentence, HasSubstr("the regressor of b is 0"));
  const EquationFit product = fitted(kTwo + "behavioural C = a * b * X", {.method = kNonlinear});
  EXPECT_EQ(product.stop, Stop::singular);
  EXPECT_THAT(product.sentence, HasSubstr("not identified"));
}

TEST(Estimate, InstrumentsThatSayNothingNewDoNotIdentify) {
  const EquationFit fit = estimate(klein(), history(), "I", kYears,
                                   {.method = kTwoStages, .instruments = {"P(-1)", "K(-1)", "P(-1) + K(-1)"}});
  EXPECT_EQ(fit.stop, Stop::singular);
  EXPECT_THAT(fit.sentence, HasSubstr("not identified"));
}

TEST(Estimate, TrimsIncompletePeriodsAndSaysSo) {
  const EquationFit fit = estimate(klein(), history(), "C", {1919, 1943}, {.missing = MissingData::trim});
  ASSERT_TRUE(fit.usable());
  EXPECT_EQ(fit.range, kYears);
  EXPECT_EQ(fit.observations, 21U);
  EXPECT_THAT(fit.sentence,
              HasSubstr("fitted over 1921-1941 instead of 1919-1943: no data for C in 1919, 1942 to 1943; "
                        "P in 1918 to 1919, 1942 to 1943; W in 1919, 1942 to 1943"));
  expect_same(fit, estimate(klein(), history(), "C", kYears), 1e-15);
  // With autoregressive errors the period before must be complete too.
  const EquationFit ar = estimate(klein(), history(), "C", {1919, 1941},
                                  {.method = kNonlinear, .autoregressive = 1, .missing = MissingData::trim});
  EXPECT_EQ(ar.range, (PeriodRange{1922, 1941}));
  EXPECT_EQ(ar.errors.size(), 20U);
}

TEST(Estimate, NonlinearOnesThatCannotStartSaySo) {
  const EquationFit fit = fitted(kTwo + "behavioural C = a * log(-b * X)", {.method = kNonlinear});
  EXPECT_EQ(fit.stop, Stop::not_finite);
  EXPECT_THAT(fit.sentence, HasSubstr("starting values"));
}

// ---- the estimates in a scenario ----

TEST(Estimate, ScenariosSolveWithTheEstimates) {
  const Model model = compile(kTwo + "behavioural C = a + b * P");
  const EquationFit fit = estimate(model, history(), "C", kYears);
  const Scenario with = with_estimates(history(), {fit}, {.layer = "least squares"});
  EXPECT_EQ(with.name(), "least squares");
  const auto run = solve(model, with, kYears);
  ASSERT_TRUE(run.usable());
  for (int t = 0; t < 21; ++t) EXPECT_NEAR(run.values("C")[t], fit.fitted[t], 1e-12);
  // They hold after the data end.
  const auto later = solve(model, with.override_values("P", {20}, {1942, 1960}), {1942, 1960});
  EXPECT_NEAR(later.at("C", 1960), fit["a"].estimate + 20 * fit["b"].estimate, 1e-12);
  EXPECT_EQ(solve(model, history(), kYears).at("a", 1930), 1);  // the old one is as it was
}

TEST(Estimate, ResidualsReplaceAddFactors) {
  const Model model = compile(kTwo + "behavioural dlog(C) = a + b * dlog(P)");
  const Scenario pushed = history().layer("pushed").add_factor("C", {0.5}, kYears);
  const EquationFit fit = estimate(model, pushed, "C", kYears);
  const auto run = solve(model, with_estimates(pushed, {fit}, {.residuals = true}), kYears);
  for (int year = 1921; year <= 1941; ++year) EXPECT_NEAR(run.at("C", year), klein_data().at("C", year), 1e-11);
}

TEST(Estimate, ExpectedErrorsFollowTheAutoregression) {
  const Model model = compile(kTwo + "behavioural C = a + b * X");
  const EquationFit fit = estimate(model, history(), "C", {1923, 1935}, {.method = kNonlinear, .autoregressive = 2});
  ASSERT_TRUE(fit.usable());
  const Scenario with = with_estimates(history(), {fit}, {.error_periods = 6});
  const auto run = solve(model, with, {1934, 1941});
  const auto error = [&](int year) {
    if (year <= 1935) return fit.errors[static_cast<std::size_t>(year - 1923)];
    return run.at("C", year) - fit["a"].estimate - fit["b"].estimate * run.at("X", year);
  };
  for (int year = 1936; year <= 1941; ++year)
    EXPECT_NEAR(error(year), fit["ar(1)"].estimate * error(year - 1) + fit["ar(2)"].estimate * error(year - 2), 1e-11);
  EXPECT_EQ(run.at("C_A", 1935), 0);  // residuals are not asked for
}

TEST(Estimate, EstimatesHoldInAnyCalendar) {
  const Model model = compile(kTwo + "behavioural y = a + b * x");
  const Period starts[] = {Period::year(3),         Period::year(9990),     Period::quarter(2000, 4),
                           Period::month(2000, 12), Period::week(2000, 52), Period::day(2000, 2, 29)};
  for (const Period start : starts) {
    const Scenario base("base", Frame({{"y", start, {}, {1, 3, 2, 5}}, {"x", start, {}, {1, 2, 3, 4, 5, 6, 7}}}));
    const EquationFit fit = estimate(model, base, "y", {start, start + 3});
    const auto run = solve(model, with_estimates(base, {fit}), {start, start + 6});
    EXPECT_NEAR(run.at("y", start + 6), fit["a"].estimate + 7 * fit["b"].estimate, 1e-12) << to_string(start);
    const auto fitted_only = with_estimates(base, {fit}, {.range = PeriodRange{start, start + 3}});
    EXPECT_EQ(solve(model, fitted_only, {start, start + 6}).at("y", start + 6), 8);  // the model's own values
  }
}

TEST(Estimate, CovarianceIsBlockByBlock) {
  const EquationFit c = estimate(klein(), history(), "C", {1922, 1941}, {.method = kNonlinear, .autoregressive = 1});
  const EquationFit i = estimate(klein(), history(), "I", kYears);
  const ParameterDraws all = parameter_draws({c, i});
  EXPECT_THAT(all.names, ElementsAre("a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3"));
  EXPECT_EQ(all.covariance[1][2], c.covariance[1 * 5 + 2]);
  EXPECT_EQ(all.covariance[5][7], i.covariance[1 * 4 + 3]);
  EXPECT_EQ(all.covariance[1][5], 0);
  EXPECT_EQ(all.mean[5], i["b1"].estimate);
  EXPECT_NEAR(std::sqrt(all.covariance[0][0]), c["a0"].standard_error, 1e-14);
}

/// The mean of y = a + b x has the variance (1, x) V (1, x)'.
TEST(Estimate, ParametersAreDrawnAsTheyWereEstimated) {
  const Model model = compile("parameter a = 0\n parameter b = 0\n behavioural y = a + b * x");
  const Scenario base("base", Frame({{"y", 2010, {}, {1, 3, 2, 5, 4, 7}}, {"x", 2010, {}, {1, 2, 3, 4, 5, 6, 10}}}));
  const EquationFit fit = estimate(model, base, "y", {2010, 2015});
  const auto fan = simulate(
      model, with_estimates(base, {fit}), {2016, 2016},
      {.draws = 20'000, .seed = 3, .track = {"y"}, .shocks = NoShocks{}, .parameters = parameter_draws({fit})});
  const auto& v = fit.covariance;
  const double variance = v[0] + 20 * v[1] + 100 * v[3];
  EXPECT_NEAR(fan["y"].mean[0], fit["a"].estimate + 10 * fit["b"].estimate, 4 * std::sqrt(variance / 20'000));
  EXPECT_NEAR(fan["y"].standard_deviation[0], std::sqrt(variance), 4 * std::sqrt(variance / 40'000));
}

// ---- bad input ----

TEST(Estimate, RefusesWhatDoesNotFitTheModel) {
  const auto run = [](std::string_view equation, const EstimationOptions& options = {}, PeriodRange range = kYears) {
    return [=] { (void)estimate(klein(), history(), equation, range, options); };
  };
  const auto text = [](std::string equations, const EstimationOptions& options = {}) {
    return [=] { (void)fitted(equations, options); };
  };
  expect_refused({
      {"scenario::estimate: equation must be one of the model; got \"Cp\" (did you mean \"C\"?)", run("Cp")},
      {"scenario::estimate: equation must be behavioural: an identity holds exactly; got \"K\"", run("K")},
      {"parameter must be in the model; got \"a9\" (did you mean \"a", run("C", {.parameters = {"a9"}})},
      {"parameter must be in the equation \"C\"; got \"b1\" which is in equation \"I\"",
       run("C", {.parameters = {"b1"}})},
      {"parameters must be different; got \"a1\"", run("C", {.parameters = {"a1", "a1"}})},
      {"parameter must be declared as one, or exogenous; got \"P\" which is of kind endogenous",
       run("C", {.parameters = {"P"}})},
      {"equation must read a variable declared as parameter; got \"C\"", text("behavioural C = 0.5 * X")},
      {"parameters that other equations read too must be listed in options.parameters; got \"b\" in equations \"C\" "
       "and "
       "\"I\"",
       text(kTwo + "behavioural C = a + b * P\nbehavioural I = b * X")},
      {"equation must be linear in its parameters, or estimated by nonlinear_least_squares; got one that is not in b "
       "in "
       "equation \"C\"",
       text(kTwo + "behavioural C = a + X ^ b")},
      {"one that is not in a, b", text(kTwo + "behavioural C = a * (X - b)")},
      {"observations must be more than coefficients; got 4 for 4 in equation \"C\"", run("C", {}, {1921, 1924})},
      {"data must hold every value that the sample reads; got none for P in 1919", run("C", {}, {1920, 1941})},
      {"none for Q in 1921 to 1941", text(kTwo + "behavioural C = a + b * Q")},
      {"none for C in 1942; P in 1942; W in 1942", run("C", {}, {1921, 1942})},
      {"the range must hold complete periods", run("C", {.missing = MissingData::trim}, {1950, 1960})},
      {"scenario::estimate: variable must be one of the model; got \"CC\" in layer \"l\"",
       [] {
         (void)estimate(klein(), history().layer("l").add_factor("CC", {1}, {1930, 1930}), "C", kYears);
       }},
      {"a range ends after it begins; got 1941..1921", run("C", {}, {1941, 1921})},
      {"range must have the data's frequency", run("C", {}, {Period::quarter(1921, 1), Period::quarter(1941, 1)})},
      {"equation must be defined in every period of the sample; got NaN in equation \"C\", 1921",
       text(kTwo + "behavioural C = a + b * log(I)")},
      {"autoregressive errors need nonlinear least squares", run("C", {.autoregressive = 1})},
      {"lags must be below the number of observations",
       run("C", {.covariance = {.kind = stats::Covariance::newey_west, .lags = 40}})},
  });
  Frame dollars = klein_data();
  Series wages = dollars["W"];
  wages.unit = Unit::money("USD", 9, PriceBasis::constant(1934));
  dollars.set(wages);
  const Model tonnes = compile(kTwo + "behavioural C = a + b * W [t]\nidentity W = X [t]");
  expect_refused<UnitMismatch>({
      {"scenario::estimate: data must be in the unit that the model declares, t",
       [&] {
         (void)estimate(tonnes, {"base", dollars}, "C", kYears);
       }},
      {"scenario::estimate_system: data must be in the unit that the model declares, t",
       [&] {
         (void)estimate_system(tonnes, {"base", dollars}, {"C"}, kYears, {.instruments = {"X", "G"}});
       }},
  });
  // A parameter of two equations may be estimated from one of them when it is named.
  EXPECT_TRUE(fitted(kTwo + "behavioural C = a + b * P\nbehavioural I = b * X", {.parameters = {"a", "b"}}).usable());
}

TEST(Estimate, RefusesGapsBetweenCompletePeriods) {
  Frame data = klein_data();
  Series gap = data["P"];
  gap.values[10] = NAN;
  data.set(gap);
  const auto run = [&](MissingData rule) {
    return [&, rule] { (void)estimate(klein(), {"gap", data}, "C", kYears, {.missing = rule}); };
  };
  expect_refused({
      {"data must hold every value that the sample reads; got none for P in 1929", run(MissingData::refuse)},
      {"data between the first and the last complete period must not be missing; got none for P in 1929",
       run(MissingData::trim)},
  });
}

TEST(Estimate, RefusesInstrumentsThatDoNotServe) {
  const auto run = [](std::vector<std::string> instruments, EstimationMethod method = kTwoStages) {
    return [=] { (void)estimate(klein(), history(), "I", kYears, {.method = method, .instruments = instruments}); };
  };
  std::vector<std::string> many;
  for (int i = 1; i <= 20; ++i) many.push_back("A ^ " + std::to_string(i));
  expect_refused({
      {"instruments must be at least as many as coefficients; got 3, the constant included, for 4 in equation \"I\"",
       run({"P(-1)", "G"})},
      {"instruments must be at least as many as coefficients; got 1", run({})},
      {"instruments must be of variables of the model or the data; got \"Gg\" (did you mean \"",
       run({"Gg", "P(-1)", "T"})},
      {"instrument must be an expression of the language; got \"P(1)\" (expected a sign before the lag",
       run({"G", "P(1)", "T"})},
      {"instrument must be one expression of variables with lags; got \"P = 1\"", run({"P = 1"})},
      {"instruments must be of variables of the model or the data; got \"foreplan_instrument_2\"",
       run({"foreplan_instrument_2", "G", "T", "A"})},
      {"instruments must be different; got \"G\"", run({"G", "T", "G"})},
      {"instruments are for two-stage least squares; got ordinary least squares",
       run({"G"}, EstimationMethod::ordinary_least_squares)},
      {"none for P in 1911", run({"P(-10)", "G", "T", "A"})},
      {"instrument must be defined in every period; got \"log(A)\" in 1921", run({"log(A)", "G", "T"})},
      {"instruments must be fewer than observations; got 21 for 21", run(many)},
  });
}

TEST(Estimate, SystemOfOneEquationIsTwoStages) {
  const SystemFit system = estimate_system(klein(), history(), {"I"}, {1918, 1941},
                                           {.instruments = kKleinInstruments, .missing = MissingData::trim});
  const EquationFit one =
      estimate(klein(), history(), "I", kYears, {.method = kTwoStages, .instruments = kKleinInstruments});
  ASSERT_TRUE(system.usable());
  EXPECT_EQ(system.range, kYears);
  EXPECT_THAT(system.sentence, HasSubstr("fitted over 1921-1941 instead of 1918-1941"));
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(system.equations[0].coefficients[i].estimate, one.coefficients[i].estimate, 1e-10);
    EXPECT_NEAR(system.equations[0].coefficients[i].standard_error,  // divisor n instead of n - k
                one.coefficients[i].standard_error * std::sqrt(17. / 21), 1e-10);
  }
}

TEST(Estimate, SystemsThatAreNotIdentifiedOrNone) {
  const auto run = [](std::vector<std::string> equations, std::vector<std::string> instruments = kKleinInstruments) {
    return estimate_system(klein(), history(), equations, kYears, {.instruments = instruments});
  };
  const SystemFit fit = run({"C", "I"}, {"P(-1)", "K(-1)", "P(-1) + K(-1)"});
  EXPECT_EQ(fit.stop, Stop::singular);
  EXPECT_THAT(fit.sentence, HasSubstr("not identified: parameters of equation \"C\""));
  EXPECT_THAT(fit.equations, IsEmpty());
  expect_refused({
      {"scenario::estimate_system: there must be equations; got none", [&] { (void)run({}); }},
      {"scenario::estimate_system: equations must be different; got \"C\"",
       [&] {
         (void)run({"C", "I", "C"});
       }},
      {"scenario::estimate_system: equation must be behavioural",
       [&] {
         (void)run({"C", "K"});
       }},
      {"instruments must be at least as many as coefficients", [&] { (void)run({"C"}, {"G"}); }},
      {"method must be of one equation; use estimate_system",
       [&] {
         (void)estimate(klein(), history(), "C", kYears, {.method = EstimationMethod::three_stage_least_squares});
       }},
  });
  // Equations with the same errors cannot be weighted.
  const Model twice = compile(kTwo +
                              "parameter c = 0\nparameter d = 0\nbehavioural C = a + b * P\n"
                              "behavioural D = c + d * P\nidentity E = D - C");
  Frame data = klein_data();
  Series copy = data["C"];
  copy.name = "D";
  data.set(copy);
  const SystemFit same = estimate_system(twice, {"base", data}, {"C", "D"}, kYears, {.instruments = {"G", "T"}});
  EXPECT_EQ(same.stop, Stop::singular);
  EXPECT_THAT(same.sentence, HasSubstr("covariance"));
}

TEST(Estimate, RefusesPolynomialsThatAreNone) {
  const std::string text = kTwo + "parameter c = 0\nbehavioural C = a * X + b * X(-1) + c * P";
  const auto run = [&](std::vector<PolynomialLag> lags) {
    return [=] { (void)fitted(text, {.polynomial_lags = lags}); };
  };
  expect_refused({
      {"a polynomial lag must have parameters", run({{{}, 2}})},
      {"degree of a polynomial lag must be in [0, L], L = 1; got 2", run({{{"a", "b"}, 2}})},
      {"degree of a polynomial lag must be in [0, L], L = 1; got -1", run({{{"a", "b"}, -1}})},
      {"at least the number of its zeros; got 1", run({{{"a", "b"}, 1, true, true}})},
      {"a polynomial lag must be of parameters estimated; got \"bb\" (did you mean \"b\"?)", run({{{"a", "bb"}, 1}})},
      {"a parameter must be in one polynomial lag, once; got \"a\"", run({{{"a", "a"}, 1}})},
      {"a parameter must be in one polynomial lag, once; got \"b\"", run({{{"a", "b"}, 1}, {{"b", "c"}, 1}})},
  });
}

TEST(Estimate, RefusesFitsThatCannotBeUsed) {
  const EquationFit good = estimate(klein(), history(), "C", kYears);
  const EquationFit bad = fitted(kTwo + "behavioural C = a + b * (T - T)");
  expect_refused({
      {"scenario::with_estimates: fits must be usable; got singular of equation \"C\" (not identified: the regressor "
       "of b",
       [&] { (void)with_estimates(history(), {bad}); }},
      {"a parameter must be estimated once; got \"a0\" in equations \"C\" and \"C\"",
       [&] {
         (void)with_estimates(history(), {good, good});
       }},
      {"name must not be in the stack already; got \"history\"",
       [&] { (void)with_estimates(history(), {good}, {.layer = "history"}); }},
      {"scenario::EquationFit: coefficient must be one of the fit; got \"a4\"", [&] { (void)good["a4"]; }},
  });
}

}  // namespace foreplan::scenario
