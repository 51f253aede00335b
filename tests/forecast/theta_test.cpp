#include <foreplan/forecast/theta.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "forecast/reference.hpp"
#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

using V = std::vector<double>;

const V& r(const std::string& words) {
  static const reference::Lines all = reference::read_lines("theta.txt");
  return reference::line(all, words);
}
const V& scipy(const std::string& words) {
  static const reference::Lines all = reference::read_lines("theta_forms.txt");
  return reference::line(all, words);
}

const std::vector<std::string> kSeries{"nile", "lynx", "www", "air"};
const std::vector<std::pair<std::string, ThetaForm>> kForms{{"standard", ThetaForm::standard},
                                                            {"optimised", ThetaForm::optimised},
                                                            {"dynamic", ThetaForm::dynamic},
                                                            {"dynamic optimised", ThetaForm::dynamic_optimised}};

ThetaOptions options_of(const std::string& name, ThetaForm form) {
  return {.form = form, .season_length = name == "air" ? std::size_t{12} : 1};
}

void expect_close(std::span<const double> values, const V& expected, double relative, const std::string& what) {
  ASSERT_EQ(values.size(), expected.size()) << what;
  for (std::size_t i = 0; i < values.size(); ++i)
    EXPECT_NEAR(values[i] / expected[i], 1, relative) << what << " at " << i;
}

// R's smoothing starts at s, ours at s - w (A + B).
TEST(Theta, AgreesWithRGivenItsParameters) {
  for (const std::string& name : kSeries) {
    const V& y = r("series " + name);
    ThetaFit model = fit_theta(y, options_of(name, ThetaForm::standard));
    EXPECT_EQ(model.season, name == "air" ? ThetaSeason::multiplicative : ThetaSeason::none);
    EXPECT_NEAR(model.initial.slope / r("slope " + name)[0], 1, 1e-8) << name;
    model.alpha = r("alpha " + name)[0];
    model.initial.level = r("level " + name)[0] - (model.initial.intercept() + model.initial.slope) / 2;
    ThetaFit fit = apply_theta(model, y);
    expect_close(predictive(fit, 18).mean, r("mean " + name), 1e-8, "mean " + name);
    const Predictive p = predictive(fit, 18);
    V widths;
    for (std::size_t h = 0; h < 18; ++h) {
      const double index = fit.season == ThetaSeason::none ? 1 : fit.seasonals[h % 12];
      widths.push_back(std::sqrt(p.variance[h] / fit.sigma2) / index);
    }
    expect_close(widths, r("widths " + name), 1e-8, "widths " + name);
  }
}

TEST(Theta, FollowsTheRecursionsOfItsForms) {
  for (const std::string& name : kSeries)
    for (const auto& [words, form] : kForms) {
      const V& y = r("series " + name);
      ThetaOptions options = options_of(name, form);
      options.alpha = 0.3;
      const bool estimated = form == ThetaForm::optimised || form == ThetaForm::dynamic_optimised;
      if (estimated) options.theta = 1.7;
      const double index = name == "air" ? scipy("multiplicative air")[0] : 1;
      options.initial_level = y[0] / index / 2;
      const ThetaFit fit = fit_theta(y, options);
      V path{y.back() / (name == "air" ? fit.seasonals[(y.size() - 1) % 12] : 1) - fit.residuals.back()};
      const Predictive p = predictive(fit, 12);
      for (std::size_t h = 0; h < 12; ++h) path.push_back(p.mean[h] / (name == "air" ? fit.seasonals[h] : 1));
      expect_close(path, scipy("path " + words + " " + name), 1e-11, words + " " + name);
    }
}

TEST(Theta, FindsNoMoreSquaresThanScipy) {
  for (const std::string& name : kSeries)
    for (const auto& [words, form] : kForms) {
      const ThetaFit fit = fit_theta(r("series " + name), options_of(name, form));
      EXPECT_TRUE(fit.usable()) << words << ' ' << name;
      double squares = 0;
      for (const double e : fit.residuals) squares += e * e;
      EXPECT_LE(squares, scipy("squares " + words + " " + name)[0] * (1 + 1e-10)) << words << ' ' << name;
      EXPECT_GE(squares, scipy("squares " + words + " " + name)[0] * (1 - 1e-5)) << words << ' ' << name;
    }
}

TEST(Theta, TakesSeasonsOutByClassicalDecomposition) {
  const V& y = r("series air");
  const ThetaFit ratio = fit_theta(y, {.season_length = 12});
  expect_close(ratio.seasonals, scipy("multiplicative air"), 1e-12, "indices");
  EXPECT_NEAR(ratio.seasonality, scipy("seasonality air")[0], 1e-10);
  const ThetaFit difference = fit_theta(y, {.season_length = 12, .season = ThetaSeason::additive});
  expect_close(difference.seasonals, scipy("additive air"), 1e-12, "indices");
  // In logarithms seasons add, and forecasts multiply.
  const ThetaFit logs = fit_theta(y, {.season_length = 12, .transform = log_transform()});
  EXPECT_EQ(logs.season, ThetaSeason::additive);
  EXPECT_EQ(fit_theta(y, {.season_length = 12, .season = ThetaSeason::none}).season, ThetaSeason::none);
  EXPECT_EQ(fit_theta(std::span(y).first(24), {.season_length = 12, .season_test = {}}).season, ThetaSeason::none);
  EXPECT_EQ(fit_theta(std::span(y).first(25), {.season_length = 12, .season_test = {}}).season,
            ThetaSeason::multiplicative);
  EXPECT_EQ(fit_theta(r("series nile"), {.season_length = 12}).season, ThetaSeason::none);
}

// With its Jacobian a likelihood of y: the same in units of y and of 1000 y but for n log 1000.
TEST(Theta, HasTheLikelihoodOfTheSeries) {
  const V& y = r("series air");
  V large;
  for (const double x : y) large.push_back(1000 * x);
  for (const auto& [words, form] : kForms) {
    const ThetaFit a = fit_theta(y, {.form = form, .season_length = 12});
    const ThetaFit b = fit_theta(large, {.form = form, .season_length = 12});
    EXPECT_NEAR(a.log_likelihood - b.log_likelihood, 144 * std::log(1000), 1e-7) << words;
    // The density of y, period by period, with the variance that makes it largest.
    double squares = 0, logs = 0;
    for (const double e : a.residuals) squares += e * e / 144;
    for (std::size_t t = 0; t < 144; ++t)
      logs += -0.5 * std::log(2 * 3.14159265358979324 * squares * std::pow(a.seasonals[t % 12], 2)) -
              0.5 * std::pow((y[t] - a.fitted[t]) / a.seasonals[t % 12], 2) / squares;
    EXPECT_NEAR(a.log_likelihood, logs, 1e-8) << words;
  }
}

TEST(Theta, HasTheVariancesOfItsSamplePaths) {
  for (const std::string name : {"nile", "www", "air"})
    for (const auto& [words, form] : kForms) {
      const ThetaFit fit = fit_theta(r("series " + name), options_of(name, form));
      const Predictive p = predictive(fit, 20);
      constexpr std::size_t kPaths = 20'000;
      const SamplePaths paths = sample_paths(p, {.paths = kPaths, .seed = 3});
      for (const std::size_t h : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{19}}) {
        double sum = 0, squares = 0;
        for (std::size_t i = 0; i < kPaths; ++i) sum += paths.path(i)[h] / kPaths;
        for (std::size_t i = 0; i < kPaths; ++i) squares += std::pow(paths.path(i)[h] - sum, 2) / kPaths;
        EXPECT_NEAR(sum, p.mean[h], 5 * std::sqrt(p.variance[h] / kPaths)) << words << ' ' << name << ' ' << h;
        EXPECT_NEAR(squares / p.variance[h], 1, 0.05) << words << ' ' << name << ' ' << h;
      }
    }
}

TEST(Theta, GoesOnWithoutEstimatingAgain) {
  const V& y = r("series air");
  for (const auto& [words, form] : kForms) {
    const ThetaFit head = fit_theta(std::span(y).first(100), {.form = form, .season_length = 12});
    const ThetaFit grown = update(head, std::span(y).subspan(100)), whole = apply_theta(head, y);
    expect_close(predictive(grown, 14).mean, predictive(whole, 14).mean, 1e-12, words);
    EXPECT_EQ(grown.residuals.size(), y.size());
    for (std::size_t t = 0; t < y.size(); ++t)
      EXPECT_NEAR(y[t] - grown.fitted[t], grown.residuals[t] * head.seasonals[t % 12], 1e-9);
    EXPECT_EQ(apply_theta(head, std::span(y).first(100)).log_likelihood, head.log_likelihood);
  }
}

// A gap of forecasts: the level neither gains nor loses, and what is fitted is what is walked over.
TEST(Theta, BridgesGaps) {
  V y = r("series www");
  for (const std::size_t t : {0u, 1u, 20u, 21u, 22u, 60u, 99u}) y[t] = NAN;
  for (const auto& [words, form] : kForms) {
    const ThetaFit fit = fit_theta(y, {.form = form});
    EXPECT_EQ(fit.observations, 93u);
    EXPECT_TRUE(std::isnan(fit.residuals[21]) && std::isfinite(fit.fitted[21]));
    double squares = 0;
    for (const double e : fit.residuals) squares += std::isnan(e) ? 0 : e * e;
    // No other parameters near are better.
    for (const double step : {-1e-3, 1e-3})
      for (int which = 0; which < 3; ++which) {
        ThetaFit other = fit;
        if (which == 0) other.alpha = std::clamp(other.alpha + step, 0.1, 0.99);
        if (which == 1) other.initial.level += step;
        if (which == 2 && (form == ThetaForm::optimised || form == ThetaForm::dynamic_optimised))
          other.theta = std::max(1.0, other.theta + step);
        const ThetaFit walked = apply_theta(other, y);
        double found = 0;
        for (const double e : walked.residuals) found += std::isnan(e) ? 0 : e * e;
        EXPECT_GE(found, squares * (1 - 1e-9)) << words << ' ' << which;
      }
  }
}

TEST(Theta, FollowsScaleAndShift) {
  const V& y = r("series nile");
  V large, small, shifted;
  for (const double x : y) large.push_back(1e300 * x), small.push_back(x * 1e-306), shifted.push_back(x - 5000);
  for (const auto& [words, form] : kForms) {
    const Forecast f = predict(fit_theta(y, {.form = form}), 5);
    const Forecast up = predict(fit_theta(large, {.form = form}), 5, {.intervals = IntervalMethod::none});
    const Forecast down = predict(fit_theta(small, {.form = form}), 5);
    const Forecast moved = predict(fit_theta(shifted, {.form = form}), 5);
    for (std::size_t h = 0; h < 5; ++h) {
      EXPECT_NEAR(up.mean[h] / 1e300 / f.mean[h], 1, 1e-6) << words;
      EXPECT_NEAR(down.mean[h] / 1e-306 / f.mean[h], 1, 1e-6) << words;
      // The static line moves with the data; the dynamic one starts from zero.
      const bool fixed = form == ThetaForm::standard || form == ThetaForm::optimised;
      EXPECT_NEAR(fixed ? moved.mean[h] + 5000 : f.mean[h], f.mean[h], 1e-3) << words;
    }
  }
}

TEST(Theta, AnswersHoweverLittleThereIs) {
  const std::vector<V> series{{5},
                              {5, 7},
                              {5, 7, 6},
                              {5, 7, 6, 9},
                              {0, 0, 0, 0, 0},
                              V(30, 7.5),
                              {NAN, 3, NAN, 4, 5, NAN},
                              {NAN, NAN, 3, NAN, NAN},
                              {-1, -2, -3, -4, -5, -6.5, -7},
                              {1e300, 2e300, 1.5e300, 1e300, 1.7e300},
                              {5e-324, 1e-323, 5e-324, 2e-323, 5e-324},
                              {0, 0, 3, 0, 0, 0, 5, 0, 0, 1},
                              {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
                              {1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1},
                              {1, 1, 1, 1, 1, 1, 1, 1, 1e12},
                              {1e-9, 1e9, 1e-9, 1e9, 1e-9, 1e9, 1e-9, 1e9, 1e-9, 1e9}};
  for (const auto& y : series)
    for (const std::size_t m : {std::size_t{1}, std::size_t{2}, std::size_t{4}, std::size_t{12}})
      for (const auto& [words, form] : kForms)
        for (const double alpha : {-1.0, 0.0, 1.0}) {
          ThetaOptions options{.form = form, .season_length = m};
          if (alpha >= 0) options.alpha = alpha;
          const ThetaFit fit = fit_theta(y, options);
          EXPECT_TRUE(std::isfinite(fit.log_likelihood)) << y[0] << ' ' << y.size();
          for (const double x : predictive(fit, 8).mean)
            EXPECT_TRUE(std::isfinite(x)) << y[0] << ' ' << y.size() << ' ' << words << ' ' << alpha;
        }
  EXPECT_EQ(predict(fit_theta(V{5}), 2).mean, (V{5, 5}));
  EXPECT_EQ(predict(fit_theta(V{5, 7, NAN}), 2).mean, (V{7, 7}));
  EXPECT_NEAR(predict(fit_theta(V(30, 7.5)), 2).upper[1], 7.5, 1e-9);
  EXPECT_TRUE(std::isnan(predict(fit_theta(V{5}), 2).upper[1]));
}

TEST(Theta, StaysWithinTheBoundsOfATransformation) {
  V share;
  for (int t = 0; t < 40; ++t) share.push_back(1 / (1 + std::exp(2 - 0.15 * t)) * (1 + 0.01 * (t % 3)) * 0.98);
  const Forecast f = predict(fit_theta(share, {.transform = between(0, 1)}), 40, {.coverage = 0.99});
  for (std::size_t h = 0; h < 40; ++h) EXPECT_TRUE(f.lower[h] > 0 && f.lower[h] < f.mean[h] && f.upper[h] < 1 + 1e-15);
  const ThetaFit box = fit_theta(r("series air"), {.season_length = 12, .transform = box_cox()});
  EXPECT_TRUE(box.transform.lambda && *box.transform.lambda < 0.5);
}

TEST(Theta, RefusesWhatContradictsItself) {
  testing::expect_refused({
      {"forecast::fit_theta: y must have an observation; got 0 values, all missing", [] { (void)fit_theta(V{}); }},
      {"forecast::fit_theta: y must be finite, or NaN where missing; got inf at index 1",
       [] {
         (void)fit_theta(V{1, INFINITY});
       }},
      {"forecast::fit_theta: multiplicative seasons need values > 0; got -1",
       [] {
         (void)fit_theta(V{3, -1, 2, 4}, {.season_length = 4, .season = ThetaSeason::multiplicative});
       }},
      {"forecast::fit_theta: a season needs a season_length >= 2; got 1",
       [] {
         (void)fit_theta(V{3, 1}, {.season = ThetaSeason::additive});
       }},
      {"forecast::fit_theta: theta must be in [1, 10^10] to be held; got 0.5",
       [] {
         (void)fit_theta(V{3, 1, 2}, {.theta = 0.5});
       }},
      {"forecast::fit_theta: alpha must be looked for between two values of [0, 1]; got 0.5 and 0.2",
       [] {
         (void)fit_theta(V{3, 1, 2}, {.least_alpha = 0.5, .largest_alpha = 0.2});
       }},
      {"forecast::apply_theta: there must be 4 seasonals; got 0",
       [] {
         (void)apply_theta({.season_length = 4, .season = ThetaSeason::additive}, V{1, 2});
       }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
