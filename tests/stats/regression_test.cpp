#include <foreplan/stats/regression.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "stats/reference_values.hpp"

namespace foreplan::stats {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

std::vector<double> estimates(const RegressionFit& fit) {
  std::vector<double> all;
  for (const Coefficient& c : fit.coefficients) all.push_back(c.estimate);
  return all;
}
std::vector<double> errors(const RegressionFit& fit) {
  std::vector<double> all;
  for (const Coefficient& c : fit.coefficients) all.push_back(c.standard_error);
  return all;
}
std::vector<double> p_values(const RegressionFit& fit) {
  std::vector<double> all;
  for (const Coefficient& c : fit.coefficients) all.push_back(c.p_value);
  return all;
}

// ---- NIST's certified values: the digits reached ----

std::vector<Regressor> powers(const std::vector<double>& x, int degree) {
  std::vector<Regressor> all;
  for (int power = 1; power <= degree; ++power) {
    Regressor column{.name = "x^" + std::to_string(power)};
    for (const double v : x) {
      double product = 1;
      for (int i = 0; i < power; ++i) product *= v;
      column.values.push_back(product);
    }
    all.push_back(column);
  }
  return all;
}

struct Reached {
  double estimate{}, error{};
};
Reached reached(const std::string& name, const std::vector<Regressor>& x, bool with_errors = true) {
  static const Values nist = reference_values("nist_linear.txt");
  const RegressionFit fit = fit_regression(nist.at(name + ".y"), x);
  EXPECT_TRUE(fit.usable()) << name;
  if (nist.contains(name + ".sigma")) {
    EXPECT_GE(digits(std::sqrt(fit.sigma2), nist.at(name + ".sigma")[0]), name == "filip" ? 7 : 12) << name;
    EXPECT_GE(digits(fit.r2_centred, nist.at(name + ".r2")[0]), name == "filip" ? 9 : 12) << name;
  }
  const Reached digits_reached{digits(estimates(fit), nist.at(name + ".estimate")),
                               with_errors ? digits(errors(fit), nist.at(name + ".se")) : 15};
  return digits_reached;
}

TEST(FitRegression, AgreesWithNistNorrisPontiusAndLongley) {
  const Values nist = reference_values("nist_linear.txt");
  const Reached norris = reached("norris", {{"x", nist.at("norris.x")}});
  EXPECT_GE(norris.estimate, 12);
  EXPECT_GE(norris.error, 12);
  const Reached pontius = reached("pontius", powers(nist.at("pontius.x"), 2));
  EXPECT_GE(pontius.estimate, 12);
  EXPECT_GE(pontius.error, 12);
  std::vector<Regressor> x;
  for (int i = 1; i <= 6; ++i) x.push_back({"x" + std::to_string(i), nist.at("longley.x" + std::to_string(i))});
  const Reached longley = reached("longley", x);
  EXPECT_GE(longley.estimate, 11);
  EXPECT_GE(longley.error, 12);
}

TEST(FitRegression, AgreesWithNistWampler) {
  const std::vector<Regressor> x = powers(reference_values("nist_linear.txt").at("wampler.x"), 5);
  EXPECT_GE(reached("wampler1", x, false).estimate, 9);
  EXPECT_GE(reached("wampler2", x, false).estimate, 12);
  for (const char* name : {"wampler3", "wampler4", "wampler5"}) {
    const Reached digits_reached = reached(name, x);
    EXPECT_GE(digits_reached.estimate, name[7] == '5' ? 7 : 9) << name;
    EXPECT_GE(digits_reached.error, 12) << name;
  }
}

TEST(FitRegression, KeepsAllElevenColumnsOfNistFilip) {
  const Reached filip = reached("filip", powers(reference_values("nist_linear.txt").at("filip.x"), 10));
  EXPECT_GE(filip.estimate, 8);
  EXPECT_GE(filip.error, 7);
}

// ---- R and statsmodels ----

struct Case {
  std::string name{};
  std::vector<double> y{};
  std::vector<Regressor> x{};
  std::vector<double> weights{};
};

std::vector<Case> cases(const Values& r) {
  std::vector<Case> all;
  all.push_back({.name = "stackloss", .y = r.at("stackloss.y")});
  for (const char* column : {"air", "water", "acid"})
    all.back().x.push_back({column, r.at(std::string("stackloss.") + column)});
  all.push_back({.name = "cars", .y = r.at("cars.y"), .x = {{"speed", r.at("cars.speed")}}});
  for (const double speed : r.at("cars.speed")) all.back().weights.push_back(1 / speed);
  all.push_back({.name = "huron", .y = r.at("huron.y"), .x = {{"year", r.at("huron.year")}}});
  return all;
}

RegressionFit fitted(const Case& c, const CovarianceOptions& covariance = {}) {
  return fit_regression(c.y, c.x, {.weights = c.weights, .covariance = covariance});
}

TEST(FitRegression, AgreesWithRInEveryNumber) {
  const Values r = reference_values("regression.txt");
  for (const Case& c : cases(r)) {
    const RegressionFit fit = fitted(c);
    const auto agrees = [&](const char* what, double ours, double least = 11) {
      EXPECT_GE(digits(ours, r.at(c.name + what)[0]), least) << c.name << what << ' ' << ours;
    };
    EXPECT_GE(digits(estimates(fit), r.at(c.name + ".estimate")), 11) << c.name;
    EXPECT_GE(digits(errors(fit), r.at(c.name + ".se")), 11) << c.name;
    EXPECT_GE(digits(p_values(fit), r.at(c.name + ".p")), 9) << c.name;
    EXPECT_GE(digits(fit.residuals, r.at(c.name + ".residuals")), 9) << c.name;
    EXPECT_NEAR(fit.coefficients[1].t, r.at(c.name + ".t")[1], 1e-9) << c.name;
    agrees(".sigma2", fit.sigma2);
    agrees(".r2", fit.r2_centred);
    agrees(".loglik", fit.log_likelihood);
    agrees(".aic", fit.aic);
    agrees(".bic", fit.bic);
    if (c.weights.empty()) agrees(".dw", fit.durbin_watson);
  }
}

TEST(FitRegression, AgreesWithSandwichInUnequalVariances) {
  const Values r = reference_values("regression.txt");
  for (const Case& c : cases(r)) {
    const auto error = [&](Covariance kind) { return errors(fitted(c, {.kind = kind})); };
    EXPECT_GE(digits(error(Covariance::hc0), r.at(c.name + ".hc0.se")), 10) << c.name;
    EXPECT_GE(digits(error(Covariance::hc1), r.at(c.name + ".hc1.se")), 10) << c.name;
    EXPECT_GE(digits(error(Covariance::hc2), r.at(c.name + ".hc2.se")), 10) << c.name;
    const RegressionFit hc3 = fitted(c, {.kind = Covariance::hc3});
    EXPECT_GE(digits(errors(hc3), r.at(c.name + ".hc3.se")), 10) << c.name;
    EXPECT_GE(digits(p_values(hc3), r.at(c.name + ".hc3.p")), 8) << c.name;
    EXPECT_GE(digits(hc3.covariance, r.at(c.name + ".hc3.covariance")), 9) << c.name;
  }
}

TEST(FitRegression, AgreesWithSandwichInNeweyWest) {
  const Values r = reference_values("regression.txt");
  for (const Case& c : cases(r)) {
    if (!c.weights.empty()) continue;
    for (const std::size_t lags : {0u, 1u, 3u, 5u}) {
      const RegressionFit fit = fitted(c, {.kind = Covariance::newey_west, .lags = lags, .small_sample = false});
      EXPECT_EQ(fit.lags, lags);
      EXPECT_GE(digits(errors(fit), r.at(c.name + ".nw" + std::to_string(lags) + ".se")), 10) << c.name << lags;
    }
    EXPECT_GE(digits(errors(fitted(c, {.kind = Covariance::newey_west, .lags = 3})), r.at(c.name + ".nw3adjusted.se")),
              10);
    const RegressionFit automatic = fitted(c, {.kind = Covariance::newey_west});
    EXPECT_EQ(static_cast<double>(automatic.lags.value()), std::floor(r.at(c.name + ".bandwidth")[0])) << c.name;
    EXPECT_GE(digits(errors(automatic), r.at(c.name + ".nwauto.se")), 10) << c.name;
  }
}

TEST(FitRegression, AgreesWithSandwichInTheQuadraticSpectralKernelAndPrewhitening) {
  const Values r = reference_values("regression.txt");
  for (const Case& c : cases(r)) {
    if (!c.weights.empty()) continue;
    for (const bool white : {false, true}) {
      const std::string key = c.name + (white ? ".qs1" : ".qs0");
      const RegressionFit fit = fitted(c, {.kind = Covariance::quadratic_spectral, .prewhiten = white});
      EXPECT_GE(digits(fit.bandwidth.value(), r.at(key + ".bandwidth")[0]), 9) << key;
      EXPECT_GE(digits(errors(fit), r.at(key + ".se")), 9) << key;
      const RegressionFit plain =
          fitted(c, {.kind = Covariance::quadratic_spectral, .small_sample = false, .prewhiten = white});
      EXPECT_GE(digits(plain.covariance, r.at(key + ".covariance")), 8) << key;
      EXPECT_FALSE(fit.lags);
    }
    const RegressionFit given =
        fitted(c, {.kind = Covariance::quadratic_spectral, .small_sample = false, .bandwidth = 2.5});
    EXPECT_EQ(given.bandwidth, 2.5);
    EXPECT_GE(digits(errors(given), r.at(c.name + ".qs2.5.se")), 10) << c.name;
    const RegressionFit white = fitted(c, {.kind = Covariance::newey_west, .prewhiten = true});
    EXPECT_EQ(static_cast<double>(white.lags.value()), std::floor(r.at(c.name + ".nwwhite.bandwidth")[0])) << c.name;
    EXPECT_GE(digits(errors(white), r.at(c.name + ".nwwhite.se")), 9) << c.name;
    // 4 (98 / 100)^(2/9) is 3.98, 4 (21 / 100)^(2/9) is 2.83.
    const RegressionFit rule = fitted(c, {.kind = Covariance::newey_west, .lag_rule = LagRule::two_ninths});
    EXPECT_EQ(rule.lags, c.y.size() == 98 ? 3u : 2u);
  }
}

TEST(FitRegression, RefusesKernelsThatTheRowsDoNotAllow) {
  const std::vector<double> y{3, 1, 4, 1};
  const auto fails = [&](const CovarianceOptions& covariance, const char* message) {
    EXPECT_THAT(
        [&] {
          (void)fit_regression(y, {{"x", {1, 2, 3, 5}}}, {.covariance = covariance});
        },
        ThrowsMessage<InvalidArgument>(HasSubstr(message)));
  };
  fails({.kind = Covariance::newey_west, .prewhiten = true},
        "prewhitening needs more than 2 k observations; got 4 for k = 2");
  fails({.kind = Covariance::newey_west, .lags = 3, .prewhiten = true},
        "lags must be below n - 1 when prewhitened; got 3");
  fails({.kind = Covariance::newey_west, .lags = 4}, "lags must be below the number of observations; got 4");
  fails({.kind = Covariance::quadratic_spectral, .bandwidth = -1.0}, "bandwidth must be >= 0 and finite; got -1");
  fails({.kind = Covariance::quadratic_spectral, .bandwidth = std::numeric_limits<double>::infinity()}, "got inf");
}

TEST(FitRegression, KernelsMeetAtTheirLimits) {
  // Without lags both are HC0; k(z) is 1 - u^2 / 10 near 0, so that a wide kernel on few rows tends to the square of
  // the summed scores, which is 0.
  const std::vector<double> y{3, 1, 4, 1, 5, 9, 2, 6, 5, 3};
  const auto variance = [&](const CovarianceOptions& o) {
    return fit_regression(y, {}, {.covariance = o}).covariance[0];
  };
  const double hc0 = variance({.kind = Covariance::hc0});
  EXPECT_DOUBLE_EQ(variance({.kind = Covariance::quadratic_spectral, .small_sample = false, .bandwidth = 0.0}), hc0);
  EXPECT_NEAR(variance({.kind = Covariance::quadratic_spectral, .small_sample = false, .bandwidth = 1e-4}), hc0, 1e-6);
  EXPECT_NEAR(variance({.kind = Covariance::quadratic_spectral, .small_sample = false, .bandwidth = 1e7}), 0, 1e-12);
}

TEST(FitRegression, AgreesWithStatsmodels) {
  const Values data = reference_values("regression.txt"), s = reference_values("regression_statsmodels.txt");
  const std::vector<Case> all = cases(data);
  EXPECT_GE(digits(estimates(fitted(all[0])), s.at("stackloss.estimate")), 11);
  EXPECT_GE(digits(errors(fitted(all[0], {.kind = Covariance::hc3})), s.at("stackloss.hc3.se")), 10);
  EXPECT_GE(digits(errors(fitted(all[0], {.kind = Covariance::newey_west, .lags = 5, .small_sample = false})),
                   s.at("stackloss.nw5.se")),
            10);
  EXPECT_GE(
      digits(errors(fitted(all[0], {.kind = Covariance::newey_west, .lags = 3})), s.at("stackloss.nw3adjusted.se")),
      10);
  EXPECT_GE(digits(fitted(all[1]).log_likelihood, s.at("cars.loglik")[0]), 12);
  EXPECT_GE(digits(errors(fitted(all[1], {.kind = Covariance::hc3})), s.at("cars.hc3.se")), 10);
  EXPECT_GE(digits(errors(fitted(all[1], {.kind = Covariance::newey_west, .lags = 2, .small_sample = false})),
                   s.at("cars.nw2.se")),
            10);
}

TEST(FitRegression, WithoutInterceptR2IsUncentred) {
  const Values r = reference_values("regression.txt");
  const RegressionFit fit = fit_regression(r.at("cars.y"), {{"speed", r.at("cars.speed")}},
                                           {.intercept = false, .covariance = {.kind = Covariance::newey_west}});
  EXPECT_GE(digits(estimates(fit), r.at("origin.estimate")), 12);
  EXPECT_GE(digits(fit.r2_uncentred, r.at("origin.r2")[0]), 12);
  EXPECT_EQ(fit.lags, 3u);
  EXPECT_GE(digits(errors(fit), r.at("origin.nwauto.se")), 10);
}

TEST(Predict, AgreesWithRInBothIntervals) {
  const Values r = reference_values("regression.txt");
  const RegressionFit fit = fitted(cases(r)[0]);
  const std::vector<Regressor> x{{"air", {50, 60, 75}}, {"water", {18, 21, 25}}, {"acid", {85, 80, 90}}};
  const RegressionPrediction p = predict(fit, x, {.coverage = 0.9});
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& mean = r.at("stackloss.confidence");
    const auto& observation = r.at("stackloss.prediction");
    EXPECT_GE(digits({p.mean[i], p.mean_lower[i], p.mean_upper[i]}, {mean[3 * i], mean[3 * i + 1], mean[3 * i + 2]}),
              10);
    EXPECT_GE(digits(p.observation_lower[i], observation[3 * i + 1]), 10);
    EXPECT_GE(digits(p.observation_upper[i], observation[3 * i + 2]), 10);
  }
  EXPECT_THAT(
      [&] {
        (void)predict(fit, {x[1], x[0], x[2]});
      },
      ThrowsMessage<InvalidArgument>("stats::predict: column 0 must be \"air\"; got \"water\""));
  EXPECT_THAT([&] { (void)predict(fit, {x[0]}); },
              ThrowsMessage<InvalidArgument>(HasSubstr("the fit's 3 columns; got 1")));
}

// ---- rank deficiency is data ----

TEST(FitRegression, NamesDependentColumnsAndWhatDeterminesThem) {
  const std::vector<double> a{1, 2, 4, 7, 11, 16}, b{3, 1, 4, 1, 5, 9}, y{2, 1, 0, 3, 1, 4};
  std::vector<double> c;
  for (std::size_t i = 0; i < a.size(); ++i) c.push_back(2 * a[i] - 3 * b[i] + 5);
  const RegressionFit fit = fit_regression(y, {{"a", a}, {"b", b}, {"c", c}});
  EXPECT_EQ(fit.rank, 3u);
  EXPECT_FALSE(fit.usable());
  ASSERT_EQ(fit.dependent.size(), 1u);
  const Dependence& left_out = fit.dependent[0];
  EXPECT_EQ(left_out.terms.size(), 3u);
  EXPECT_TRUE(std::isnan(fit[left_out.name].estimate));
  // Whichever was left out, the relation is c = 5 + 2 a - 3 b.
  std::map<std::string, double> relation{{left_out.name, -1}};
  for (const Dependence::Term& term : left_out.terms) relation[term.name] = term.weight;
  EXPECT_NEAR(relation["a"] / relation["c"], -2, 1e-12);
  EXPECT_NEAR(relation["b"] / relation["c"], 3, 1e-12);
  EXPECT_NEAR(relation["intercept"] / relation["c"], -5, 1e-12);
  // What is fitted does not depend on it.
  const RegressionFit less = fit_regression(y, {{"a", a}, {"b", b}});
  EXPECT_NEAR(fit.residual_sum, less.residual_sum, 1e-12);
  for (std::size_t i = 0; i < y.size(); ++i) EXPECT_NEAR(fit.fitted[i], less.fitted[i], 1e-12);
  EXPECT_THAT(
      [&] {
        (void)predict(fit, {{"a", {1}}, {"b", {1}}, {"c", {1}}});
      },
      ThrowsMessage<InvalidArgument>(HasSubstr("full rank")));
}

TEST(FitRegression, AColumnOfZerosDependsOnNothing) {
  const RegressionFit fit = fit_regression(std::vector<double>{1, 2, 4}, {{"zero", {0, 0, 0}}});
  ASSERT_EQ(fit.dependent.size(), 1u);
  EXPECT_EQ(fit.dependent[0].name, "zero");
  EXPECT_TRUE(fit.dependent[0].terms.empty());
}

// ---- hostile inputs ----

TEST(FitRegression, RefusesWhatItCannotUse) {
  const std::vector<double> y{1, 2, 3};
  const auto fails = [&](const std::vector<double>& values, const std::vector<Regressor>& x,
                         const RegressionOptions& options, const char* message) {
    EXPECT_THAT([&] { (void)fit_regression(values, x, options); }, ThrowsMessage<InvalidArgument>(HasSubstr(message)));
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  fails({}, {}, {}, "at least as many observations as columns are needed; got 0 for 1");
  fails(y, {}, {.intercept = false}, "a regressor or an intercept is needed");
  fails({1, nan, 3}, {}, {}, "y must be finite and at most 1e100 in size; got NaN at index 1");
  fails({1, 1e300, 3}, {}, {}, "got 1e+300 at index 1");
  fails(y, {{"x", {1, 2}}}, {}, "every regressor needs 3 values; got 2 in \"x\"");
  fails(y, {{"x", {1, 2, nan}}}, {}, "regressor \"x\" must be finite");
  fails(y, {{"", {1, 2, 3}}}, {}, "needs a name");
  fails(y, {{"intercept", {1, 2, 3}}}, {}, "names of regressors must be used once; got \"intercept\"");
  fails({1, 2}, {{"a", {1, 2}}, {"b", {2, 1}}}, {}, "got 2 for 3");
  fails(y, {}, {.weights = {1, 0, 1}}, "weights must be in [1e-50, 1e50]; got 0 at index 1");
  fails(y, {}, {.weights = {1}}, "weights must be empty or 3; got 1");
  fails(y, {}, {.covariance = {.kind = Covariance::newey_west, .lags = 3}}, "lags must be below");
  fails(y, {}, {.rank_tolerance = 0}, "rank_tolerance");
}

TEST(FitRegression, OutcomesWithoutANumberAreNaN) {
  const RegressionFit constant = fit_regression(std::vector<double>{5, 5, 5, 5}, {});
  EXPECT_EQ(constant["intercept"].estimate, 5);
  EXPECT_TRUE(std::isnan(constant.r2_centred));
  const RegressionFit zero = fit_regression(std::vector<double>{0, 0, 0}, {{"x", {1, 2, 3}}});
  EXPECT_EQ(zero["x"].estimate, 0);
  EXPECT_EQ(zero.residual_sum, 0);
  EXPECT_TRUE(std::isnan(zero["x"].t) && std::isnan(zero["x"].p_value) && std::isnan(zero.durbin_watson));
  const RegressionFit saturated = fit_regression(std::vector<double>{1, 2}, {{"x", {3, 5}}});
  EXPECT_NEAR(saturated["x"].estimate, 0.5, 1e-14);
  EXPECT_TRUE(std::isnan(saturated.sigma2) && std::isnan(saturated["x"].standard_error));
  EXPECT_FALSE(saturated.usable());
  // A dummy for one row fits it wholly: its residual says nothing of its variance.
  const RegressionFit dummy = fit_regression(std::vector<double>{1, 2, 4, 3}, {{"last", {0, 0, 0, 1}}},
                                             {.covariance = {.kind = Covariance::hc3}});
  EXPECT_TRUE(std::isnan(dummy["last"].standard_error));
  EXPECT_TRUE(std::isnan(predict(dummy, {{"last", {1}}}).standard_error[0]));
}

TEST(FitRegression, FitsWhatACoefficientOutOfRangeWouldNot) {
  // The slope is near 1e399, which no double holds; what it fits is of y's size.
  const std::vector<double> y{1e99, 3e99, 2e99};
  const RegressionFit fit = fit_regression(y, {{"x", {1e-300, 2e-300, 3e-300}}}, {.intercept = false});
  const double slope = (1 + 6 + 6) / 14.0;
  for (std::size_t t = 0; t < 3; ++t) EXPECT_NEAR(fit.fitted[t] / 1e99, slope * static_cast<double>(t + 1), 1e-14) << t;
  EXPECT_TRUE(std::isinf(fit["x"].estimate));
  EXPECT_TRUE(std::isfinite(fit["x"].t));
}

TEST(FitRegression, TakesTheWholeRangeOfSizes) {
  const std::vector<double> y{1, 2, 4, 3}, x{1, 3, 2, 4};
  const RegressionFit plain = fit_regression(y, {{"x", x}});
  const auto times = [](double factor, std::vector<double> values) {
    for (double& v : values) v *= factor;
    return values;
  };
  for (const double y_factor : {1e-300, 1e-180, 1e99})
    for (const double x_factor : {1e-7, 1e99}) {
      const RegressionFit fit = fit_regression(times(y_factor, y), {{"x", times(x_factor, x)}});
      if (y_factor / x_factor > 1e-290) {
        EXPECT_NEAR(fit["x"].estimate / plain["x"].estimate / y_factor * x_factor, 1, 1e-9);
        EXPECT_NEAR(fit["x"].standard_error / plain["x"].standard_error / y_factor * x_factor, 1, 1e-9);
        EXPECT_NEAR(fit.durbin_watson, plain.durbin_watson, 1e-9);
      }
      EXPECT_NEAR(fit["x"].t, plain["x"].t, 1e-9) << y_factor << ' ' << x_factor;
      EXPECT_NEAR(fit.r2_centred, plain.r2_centred, 1e-9);
    }
}

TEST(FitRegression, FramesAreCutToThePeriodsOfY) {
  const Series y{.name = "y", .start = 2001, .values = {2, 4, 5, 8}};
  const Frame x({{.name = "x", .start = 2000, .values = {9, 1, 2, 3, 4, 7}}});
  const RegressionFit fit = fit_regression(y, x);
  EXPECT_NEAR(fit["x"].estimate, 1.9, 1e-14);
  EXPECT_EQ(fit.origin->last, Period(2004));
  EXPECT_THROW((void)fit_regression(Series{.name = "y", .start = 1999, .values = {1, 2, 3}}, x), PeriodMismatch);
  EXPECT_THROW((void)fit_regression(Series{.name = "y"}, x), InvalidArgument);
  EXPECT_THAT([&] { (void)fit["z"]; }, ThrowsMessage<InvalidArgument>(HasSubstr("must be one of the fit")));
}

// ---- properties ----

struct Random {
  std::vector<double> y{};
  std::vector<Regressor> x{};
};
Random random_model(std::size_t rows, std::size_t columns) {
  const auto draw = [rows] {
    std::vector<double> all;
    for (std::size_t i = 0; i < rows; ++i) all.push_back(*rc::gen::inRange(-10'000, 10'001) / 100.0);
    return all;
  };
  Random r{.y = draw()};
  for (std::size_t j = 0; j < columns; ++j) r.x.push_back({"x" + std::to_string(j), draw()});
  return r;
}

RC_GTEST_PROP(FitRegressionProperty, ResidualsAreOrthogonalToEveryColumn, ()) {
  const Random r = random_model(12, 3);
  const RegressionFit fit = fit_regression(r.y, r.x);
  RC_PRE(fit.usable());
  RC_ASSERT(std::abs(std::accumulate(fit.residuals.begin(), fit.residuals.end(), 0.0)) < 1e-9);
  for (const Regressor& column : r.x)
    RC_ASSERT(std::abs(std::inner_product(fit.residuals.begin(), fit.residuals.end(), column.values.begin(), 0.0)) <
              1e-8);
}

RC_GTEST_PROP(FitRegressionProperty, ScaleAndOrderOfColumnsDoNotMatter, ()) {
  const Random r = random_model(15, 3);
  const Covariance kind = *rc::gen::element(Covariance::classical, Covariance::hc3, Covariance::newey_west);
  const RegressionOptions options{.covariance = {.kind = kind, .lags = 2}};
  const RegressionFit fit = fit_regression(r.y, r.x, options);
  RC_PRE(fit.usable() && fit.residual_sum > 1);
  std::vector<Regressor> moved{r.x[2], r.x[0], r.x[1]};
  for (double& v : moved[0].values) v *= 1000;
  const RegressionFit other = fit_regression(r.y, moved, options);
  for (const char* name : {"intercept", "x0", "x1", "x2"}) {
    const double scale = std::string(name) == "x2" ? 1000 : 1;
    RC_ASSERT(std::abs(other[name].estimate * scale - fit[name].estimate) < 1e-9 * (1 + std::abs(fit[name].estimate)));
    RC_ASSERT(std::abs(other[name].standard_error * scale / fit[name].standard_error - 1) < 1e-8);
  }
}

RC_GTEST_PROP(FitRegressionProperty, ShiftingYMovesTheInterceptAlone, ()) {
  const Random r = random_model(10, 2);
  const RegressionFit fit = fit_regression(r.y, r.x);
  RC_PRE(fit.usable());
  std::vector<double> shifted = r.y;
  for (double& v : shifted) v += 50;
  const RegressionFit other = fit_regression(shifted, r.x);
  RC_ASSERT(std::abs(other["intercept"].estimate - fit["intercept"].estimate - 50) < 1e-8);
  RC_ASSERT(std::abs(other["x0"].estimate - fit["x0"].estimate) < 1e-9);
}

RC_GTEST_PROP(FitRegressionProperty, AWeightOfTwoIsTheRowTwice, ()) {
  const Random r = random_model(9, 2);
  Random twice = r;
  twice.y.push_back(r.y[4]);
  for (Regressor& column : twice.x) column.values.push_back(column.values[4]);
  const RegressionFit weighted = fit_regression(r.y, r.x, {.weights = {1, 1, 1, 1, 2, 1, 1, 1, 1}});
  const RegressionFit repeated = fit_regression(twice.y, twice.x);
  RC_PRE(weighted.usable());
  RC_ASSERT(std::abs(weighted["x1"].estimate - repeated["x1"].estimate) < 1e-9);
  RC_ASSERT(std::abs(weighted.residual_sum - repeated.residual_sum) < 1e-8 * (1 + repeated.residual_sum));
}

}  // namespace
}  // namespace foreplan::stats
