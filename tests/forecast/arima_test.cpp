#include <foreplan/forecast/arima.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "forecast/awkward_series.hpp"
#include "forecast/reference.hpp"
#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kTwoPi = 6.283185307179586477;

const reference::Lines& r() {
  static const reference::Lines all = reference::read_lines("arima.txt");
  return all;
}

const reference::Lines& diffuse() {
  static const reference::Lines all = reference::read_lines("arima_statsmodels.txt");
  return all;
}

const reference::Lines& maxima() {
  static const reference::Lines all = reference::read_lines("arima_maxima.txt");
  return all;
}

struct Case {
  std::string key;  ///< "air o011011"
  std::vector<double> y;
  ArimaOrder order;
  std::size_t m;
  std::vector<double> coefficients;
};

std::vector<Case> cases(const reference::Lines& lines = r()) {
  std::vector<Case> result;
  for (const auto& [words, values] : lines) {
    if (!words.starts_with("coefficients ")) continue;
    const std::string key = words.substr(13), name = key.substr(0, key.find(' '));
    const std::string o = key.substr(key.find(' ') + 2);
    const auto digit = [&](std::size_t i) { return static_cast<std::size_t>(o[i] - '0'); };
    const bool monthly = name == "air" || name == "deaths" || name == "wine" || name == "gas";
    const bool quarterly = name == "presidents" || name == "uk";
    std::size_t m = monthly ? 12 : quarterly ? 4 : 1;
    if (lines.contains("season " + name) && digit(3) + digit(4) + digit(5) > 0)
      m = static_cast<std::size_t>(reference::line(lines, "season " + name)[0]);
    result.push_back({key,
                      reference::line(lines, "series " + name),
                      {digit(0), digit(1), digit(2), digit(3), digit(4), digit(5)},
                      m,
                      values});
  }
  return result;
}

ArimaFit model_of_r(const Case& c) {
  ArimaFit model{.order = c.order, .season_length = c.m, .with_constant = c.order.d + c.order.seasonal_d == 0};
  auto at = c.coefficients.begin();
  const auto take = [&](std::size_t n) {
    at += static_cast<std::ptrdiff_t>(n);
    return std::vector<double>(at - static_cast<std::ptrdiff_t>(n), at);
  };
  model.ar = take(c.order.p);
  model.ma = take(c.order.q);
  model.seasonal_ar = take(c.order.seasonal_p);
  model.seasonal_ma = take(c.order.seasonal_q);
  if (model.with_constant) model.constant = *at;
  model.parameters = c.coefficients.size() + 1;
  return model;
}

TEST(Arima, AgreesWithRGivenItsCoefficients) {
  ASSERT_GE(cases().size(), 30u);
  for (const Case& c : cases()) {
    ArimaFit fit = apply_arima(model_of_r(c), c.y);
    const bool differenced = c.order.d + c.order.seasonal_d > 0;
    // R has a prior variance of 10^6 where it differences.
    EXPECT_NEAR(fit.log_likelihood, r().at("likelihood " + c.key)[0], differenced ? 0.02 : 1e-7) << c.key;
    fit.sigma2 = r().at("sigma " + c.key)[0];
    const Predictive p = predictive(fit, 12);
    for (std::size_t h = 0; h < 12; ++h) {
      const double deviation = r().at("deviation " + c.key)[h];
      EXPECT_NEAR(p.mean[h], r().at("mean " + c.key)[h], (differenced ? 1e-4 : 1e-8) * deviation) << c.key << ' ' << h;
      EXPECT_NEAR(std::sqrt(p.variance[h]) / deviation, 1, differenced ? 1e-4 : 1e-8) << c.key << ' ' << h;
    }
  }
}

TEST(Arima, FindsNoLessLikelihoodThanR) {
  for (const Case& c : cases()) {
    const ArimaFit fit = fit_arima(c.y, {.order = c.order, .season_length = c.m});
    EXPECT_TRUE(fit.usable()) << c.key << ' ' << to_string(fit.stop);
    const double of_r = apply_arima(model_of_r(c), c.y).log_likelihood;
    EXPECT_GE(fit.log_likelihood, of_r - 1e-6) << c.key << ' ' << to_string(fit.stop);
    if (std::abs(fit.log_likelihood - of_r) > 1e-4) continue;
    for (std::size_t k = 0; k < fit.coefficients.size(); ++k)
      EXPECT_NEAR(fit.coefficients[k].standard_error / r().at("errors " + c.key)[k], 1, 0.02)
          << c.key << ' ' << fit.coefficients[k].name << ' ' << fit.coefficients[k].standard_error;
  }
}

TEST(Arima, FindsTheHigherOfSeveralMaxima) {
  ASSERT_GE(cases(maxima()).size(), 11u);
  for (const Case& c : cases(maxima())) {
    const ArimaFit fit = fit_arima(c.y, {.order = c.order, .season_length = c.m});
    EXPECT_TRUE(fit.usable()) << c.key << ' ' << to_string(fit.stop);
    EXPECT_GE(fit.log_likelihood, apply_arima(model_of_r(c), c.y).log_likelihood - 1e-6) << c.key;
  }
}

/// The exact diffuse likelihood at another variance than the fit's own.
double diffuse_likelihood(const ArimaFit& fit, double s2) {
  const double lost = static_cast<double>(fit.order.d + fit.order.seasonal_d * fit.season_length);
  const double n = static_cast<double>(fit.observations) - lost;
  const double squares = fit.sigma2 * (n - static_cast<double>(fit.parameters - 1));
  return fit.log_likelihood + n / 2 * (std::log(squares / n) + 1) - n / 2 * std::log(s2) - squares / (2 * s2) -
         lost / 2 * std::log(kTwoPi);
}

TEST(Arima, HasTheExactDiffuseLikelihoodAndForecastsOfStatsmodels) {
  for (const Case& c : cases())
    for (const bool gaps : {false, true}) {
      std::vector<double> y = c.y;
      if (gaps)
        for (const std::size_t t : {std::size_t{4}, std::size_t{20}, std::size_t{21}, std::size_t{40}}) y[t] = kNaN;
      const std::string key = c.key + (gaps ? " gaps" : "");
      ArimaFit fit = apply_arima(model_of_r(c), y);
      const double s2 = r().at("sigma " + c.key)[0];
      EXPECT_NEAR(diffuse_likelihood(fit, s2), reference::line(diffuse(), "likelihood " + key)[0], 1e-6) << key;
      fit.sigma2 = s2;
      const Predictive p = predictive(fit, 12);
      for (std::size_t h = 0; h < 12; ++h) {
        const double variance = diffuse().at("variance " + key)[h];
        EXPECT_NEAR(p.mean[h], diffuse().at("mean " + key)[h], 1e-6 * std::sqrt(variance)) << key << ' ' << h;
        EXPECT_NEAR(p.variance[h] / variance, 1, 1e-7) << key << ' ' << h;
      }
    }
}

TEST(Arima, TakesRegressorsAndDrift) {
  std::vector<double> year, later;
  for (int t = 0; t < 98; ++t) year.push_back(1875 + t - 1920);
  for (int t = 0; t < 8; ++t) later.push_back(1973 + t - 1920);
  const auto& huron = reference::line(r(), "series huron");
  const ArimaFit fit = fit_arima(huron, {.order = {2, 0, 0}, .regressors = {{"year", year}}});
  const auto& of_r = reference::line(r(), "regression huron coefficients");
  EXPECT_NEAR(fit.log_likelihood, r().at("regression huron likelihood")[0], 1e-6);
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_NEAR(fit.coefficients[k].estimate / of_r[k], 1, 1e-4) << fit.coefficients[k].name;
    EXPECT_NEAR(fit.coefficients[k].standard_error / r().at("regression huron errors")[k], 1, 1e-3);
  }
  const Predictive p = predictive(fit, 8, {{"year", later}});
  for (std::size_t h = 0; h < 8; ++h) EXPECT_NEAR(p.mean[h], r().at("regression huron mean")[h], 1e-4);
  EXPECT_EQ(fit.coefficients.back().name, "year");

  const ArimaFit drift = fit_arima(reference::line(r(), "series nile"), {.order = {1, 1, 1}, .constant = true});
  const auto& drift_of_r = reference::line(r(), "drift nile coefficients");
  for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(drift.coefficients[k].estimate / drift_of_r[k], 1, 1e-3);
  EXPECT_EQ(drift.coefficients.back().name, "drift");
  for (std::size_t h = 0; h < 8; ++h) EXPECT_NEAR(predictive(drift, 8).mean[h], r().at("drift nile mean")[h], 1e-2);
}

TEST(Arima, FitsByConditionalLeastSquares) {
  const ArimaFit fit =
      fit_arima(reference::line(r(), "series lynx"), {.order = {2, 0, 1}, .method = ArimaMethod::conditional});
  const auto& of_r = reference::line(r(), "conditional lynx coefficients");
  for (std::size_t k = 0; k < of_r.size(); ++k) EXPECT_NEAR(fit.coefficients[k].estimate / of_r[k], 1, 1e-4) << k;
  // R divides S by the 112 values that it is of, and counts all 114 in the likelihood.
  EXPECT_NEAR(fit.log_likelihood * 114 / 112, r().at("conditional lynx likelihood")[0], 1e-6);
}

// By steps, or at once: the same forecasts.
TEST(Arima, GoesOnWithoutEstimatingAgain) {
  const auto& y = reference::line(r(), "series air");
  const ArimaFit head = fit_arima(std::span(y).first(100), {.order = {2, 1, 1, 0, 1, 1}, .season_length = 12});
  const ArimaFit grown = update(update(head, std::span(y).subspan(100, 20)), std::span(y).subspan(120));
  const ArimaFit whole = apply_arima(head, y);
  EXPECT_EQ(grown.residuals.size(), y.size());
  EXPECT_EQ(grown.sigma2, head.sigma2);
  const Predictive a = predictive(grown, 24), b = predictive(whole, 24);
  for (std::size_t h = 0; h < 24; ++h) EXPECT_NEAR(a.mean[h], b.mean[h], 1e-12);
  for (std::size_t t = 100; t < y.size(); ++t) {
    EXPECT_NEAR(grown.residuals[t], whole.residuals[t], 1e-12);
    EXPECT_NEAR(grown.fitted[t], whole.fitted[t], 1e-12);
  }
}

// The first forecast is what the next value is compared with.
TEST(Arima, ForecastsWhatItFits) {
  const auto& y = reference::line(r(), "series air");
  const ArimaFit head =
      fit_arima(std::span(y).first(100), {.order = {1, 0, 1, 1, 1, 0}, .season_length = 12, .constant = true});
  const ArimaFit whole = apply_arima(head, y);
  EXPECT_NEAR(predictive(head, 1).mean[0], whole.fitted[100], 1e-12);
  // Late gaps: a forecast from farther away.
  std::vector<double> late(y.begin(), y.begin() + 100);
  late.insert(late.end(), {kNaN, kNaN, kNaN});
  const Predictive a = predictive(apply_arima(head, late), 5), b = predictive(head, 8);
  for (std::size_t h = 0; h < 5; ++h) {
    EXPECT_NEAR(a.mean[h], b.mean[h + 3], 1e-12);
    EXPECT_NEAR(a.variance[h] / head.sigma2, b.variance[h + 3] / head.sigma2, 0.2);
  }
}

TEST(Arima, HasTheVariancesOfItsSamplePaths) {
  for (const Case& c : cases()) {
    if (c.key.starts_with("www")) continue;
    std::vector<double> y = c.y;
    y[y.size() - 4] = kNaN;
    y.insert(y.end(), {kNaN, kNaN});
    const Predictive p = predictive(apply_arima(model_of_r(c), y), 14);
    constexpr std::size_t kPaths = 10'000;
    const SamplePaths paths = sample_paths(p, {.paths = kPaths, .seed = 5});
    for (const std::size_t h : {std::size_t{0}, std::size_t{5}, std::size_t{13}}) {
      double sum = 0, squares = 0;
      for (std::size_t i = 0; i < kPaths; ++i) sum += paths.path(i)[h] - p.mean[h];
      for (std::size_t i = 0; i < kPaths; ++i) squares += std::pow(paths.path(i)[h] - p.mean[h] - sum / kPaths, 2);
      EXPECT_NEAR(sum / kPaths, 0, 5 * std::sqrt(p.variance[h] / kPaths)) << c.key << ' ' << h;
      EXPECT_NEAR(squares / kPaths / p.variance[h], 1, 0.08) << c.key << ' ' << h;
    }
  }
}

TEST(Arima, FollowsScale) {
  const auto& y = reference::line(r(), "series deaths");
  std::vector<double> large;
  for (const double x : y) large.push_back(1e250 * x);
  const ArimaOptions options{.order = {0, 1, 1, 0, 1, 1}, .season_length = 12};
  const ArimaFit a = fit_arima(y, options), b = fit_arima(large, options);
  EXPECT_NEAR(a.ma[0], b.ma[0], 1e-6);
  EXPECT_NEAR(a.seasonal_ma[0], b.seasonal_ma[0], 1e-6);
  EXPECT_NEAR(predictive(b, 3).mean[2] / predictive(a, 3).mean[2] / 1e250, 1, 1e-7);
  EXPECT_NEAR(a.log_likelihood - b.log_likelihood, 59 * std::log(1e250), 1e-6);
}

TEST(Arima, FollowsShiftAndTrend) {
  const auto& y = reference::line(r(), "series huron");
  std::vector<double> moved, tilted;
  for (std::size_t t = 0; t < y.size(); ++t) {
    moved.push_back(y[t] + 1000);
    tilted.push_back(y[t] + 3 * static_cast<double>(t + 1));
  }
  const ArimaFit a = fit_arima(y, {.order = {1, 0, 1}}), b = fit_arima(moved, {.order = {1, 0, 1}});
  EXPECT_NEAR(b.log_likelihood, a.log_likelihood, 1e-7);
  EXPECT_NEAR(b.constant - a.constant, 1000, 1e-4);
  const ArimaFit c = fit_arima(y, {.order = {1, 1, 2}, .constant = true});
  const ArimaFit d = fit_arima(tilted, {.order = {1, 1, 2}, .constant = true});
  EXPECT_NEAR(d.log_likelihood, c.log_likelihood, 1e-7);
  EXPECT_NEAR(d.constant - c.constant, 3, 1e-5);
}

// Every third value is missing.
TEST(Arima, FitsSeriesWithManyGaps) {
  std::vector<double> y = reference::line(r(), "series tree");
  for (std::size_t t = 1; t + 1 < y.size(); t += 3) y[t] = kNaN;
  const ArimaFit fit = fit_arima(y, {.order = {1, 0, 1}});
  EXPECT_TRUE(fit.usable());
  EXPECT_EQ(fit.observations, 200u);
  EXPECT_LT(std::abs(fit.ar[0]), 1);
}

TEST(Arima, AnswersHoweverLittleThereIs) {
  const auto series = testing::awkward_series();
  const std::vector<ArimaOrder> orders{{0, 0, 0}, {1, 0, 1},          {0, 1, 1},         {2, 1, 2},
                                       {0, 2, 1}, {1, 0, 0, 1, 0, 0}, {0, 1, 1, 0, 1, 1}};
  for (const auto& y : series)
    for (const ArimaOrder& order : orders) {
      const bool seasonal = order.seasonal_p + order.seasonal_d > 0;
      const ArimaFit fit = fit_arima(y, {.order = order, .season_length = seasonal ? std::size_t{4} : 1});
      const std::string what = std::to_string(y[0]) + " " + std::to_string(y.size()) + " " + to_string(order, 4);
      EXPECT_TRUE(std::isfinite(fit.log_likelihood)) << what;
      for (const double x : predict(fit, 8).mean) EXPECT_TRUE(std::isfinite(x)) << what;
    }
  EXPECT_EQ(predict(fit_arima(std::vector<double>{5}, {.order = {2, 1, 1}}), 2).mean, (std::vector<double>{5, 5}));
  EXPECT_NEAR(predict(fit_arima(std::vector<double>(30, 7.5), {.order = {1, 1, 1}}), 2).upper[1], 7.5, 1e-12);
}

TEST(Arima, RefusesWhatContradictsItself) {
  using V = std::vector<double>;
  const V y{1, 3, 2, 4, 3, 5};
  testing::expect_refused({
      {"forecast::fit_arima: y must have an observation; got 0 values, all missing", [] { (void)fit_arima(V{}); }},
      {"forecast::fit_arima: seasonal orders need a season_length > 1; got ARIMA(0,0,0)(0,1,0)[1]",
       [&] {
         (void)fit_arima(y, {.order = {0, 0, 0, 0, 1, 0}});
       }},
      {"forecast::fit_arima: a constant is for d + D <= 1; got ARIMA(0,2,0)",
       [&] {
         (void)fit_arima(y, {.order = {0, 2, 0}, .constant = true});
       }},
      {"forecast::fit_arima: a regressor must have 6 values; got 2 in \"x\"",
       [&] {
         (void)fit_arima(y, {.regressors = {{"x", {1, 2}}}});
       }},
      {"forecast::fit_arima: regressors must be independent of each other and the constant after differencing; got "
       "\"x\"",
       [&] {
         (void)fit_arima(y, {.regressors = {{"x", V(6, 2.0)}}});
       }},
      {"forecast::predict: regressors must be those of the fit; got \"yaer\" (the nearest is \"year\")",
       [&] {
         (void)predictive(fit_arima(y, {.regressors = {{"year", {1, 2, 3, 4, 5, 6}}}}), 1, {{"yaer", {7}}});
       }},
      {"forecast::predict: regressors must be those of the fit; got none named \"year\"",
       [&] {
         (void)predictive(fit_arima(y, {.regressors = {{"year", {1, 2, 3, 4, 5, 6}}}}), 1);
       }},
      {"forecast::apply_arima: ar must have 1 coefficients; got 0",
       [&] {
         (void)apply_arima({.order = {1, 0, 0}}, y);
       }},
      {"forecast::apply_arima: the AR polynomial must be stationary",
       [&] {
         (void)apply_arima({.order = {1, 0, 0}, .ar = {1.01}}, y);
       }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
