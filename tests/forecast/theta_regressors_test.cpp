#include <foreplan/forecast/theta.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "forecast/awkward_series.hpp"
#include "forecast/reference.hpp"
#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

using V = std::vector<double>;
using stats::Regressor;

const V& scipy(const std::string& words) {
  static const reference::Lines all = reference::read_lines("theta_regressors.txt");
  return reference::line(all, words);
}

const std::vector<std::string> kSeries{"drift", "season"};
const std::vector<std::pair<std::string, ThetaForm>> kForms{{"standard", ThetaForm::standard},
                                                            {"optimised", ThetaForm::optimised},
                                                            {"dynamic", ThetaForm::dynamic},
                                                            {"dynamic optimised", ThetaForm::dynamic_optimised}};

std::vector<Regressor> regressors_of(const std::string& name) {
  std::vector<Regressor> x{{"a", scipy("regressor " + name + " a")}};
  if (name == "drift") x.push_back({"b", scipy("regressor " + name + " b")});
  return x;
}
std::vector<Regressor> part(std::vector<Regressor> x, std::size_t from, std::size_t count) {
  for (auto& r : x)
    r.values = V(r.values.begin() + static_cast<std::ptrdiff_t>(from),
                 r.values.begin() + static_cast<std::ptrdiff_t>(from + count));
  return x;
}
ThetaOptions options_of(const std::string& name, ThetaForm form) {
  return {.form = form,
          .season_length = static_cast<std::size_t>(scipy("period " + name)[0]),
          .regressors = regressors_of(name)};
}
double squares_of(const ThetaFit& fit) {
  double sum = 0;
  for (const double e : fit.residuals) sum += std::isnan(e) ? 0 : e * e;
  return sum;
}

TEST(ThetaRegressors, FollowTheRecursionsOfTheirForms) {
  for (const std::string& name : kSeries)
    for (const auto& [words, form] : kForms) {
      const V &given = scipy("given " + words + " " + name), &b = scipy("b " + name), &y = scipy("series " + name);
      // Line and season are those of y - x b: of a fit to it.
      V rest = y;
      const std::vector<Regressor> x = regressors_of(name);
      for (std::size_t k = 0; k < b.size(); ++k)
        for (std::size_t t = 0; t < y.size(); ++t) rest[t] -= b[k] * x[k].values[t];
      ThetaOptions options = options_of(name, form);
      options.regressors.clear();
      if (name == "season") options.season = ThetaSeason::additive;
      options.alpha = given[0];
      options.theta = given[1];
      options.initial_level = given[2];
      ThetaFit model = fit_theta(rest, options);
      EXPECT_EQ(model.season, name == "season" ? ThetaSeason::additive : ThetaSeason::none);
      for (std::size_t k = 0; k < b.size(); ++k) model.coefficients.push_back({x[k].name, b[k], 0});
      const ThetaFit fit = apply_theta(model, y, x);
      const double expected = scipy("squares " + words + " " + name)[0];
      EXPECT_NEAR(squares_of(fit) / expected, 1, 1e-9) << words << ' ' << name;
      EXPECT_NEAR(fit.log_likelihood, model.log_likelihood, 1e-8) << words << ' ' << name;
      std::vector<Regressor> future = part(x, 0, 6);
      const Predictive p = predictive(fit, 6, future);
      for (std::size_t h = 0; h < 6; ++h) {
        double mean = scipy("mean " + words + " " + name)[h];
        for (std::size_t k = 0; k < b.size(); ++k) mean += b[k] * future[k].values[h];
        EXPECT_NEAR(p.mean[h], mean, 1e-8) << words << ' ' << name << ' ' << h;
      }
      V path(6);
      p.path(V(6, 0.0), path);
      for (std::size_t h = 0; h < 6; ++h) EXPECT_NEAR(path[h], p.mean[h], 1e-9) << words << ' ' << name << ' ' << h;
    }
}

TEST(ThetaRegressors, LeaveNoMoreSquaresThanScipy) {
  int compared = 0;
  for (const std::string& name : kSeries)
    for (const auto& [words, form] : kForms) {
      const ThetaFit fit = fit_theta(scipy("series " + name), options_of(name, form));
      EXPECT_TRUE(fit.usable()) << words << ' ' << name;
      EXPECT_EQ(fit.season, name == "season" ? ThetaSeason::additive : ThetaSeason::none);
      const double expected = scipy("optimum " + words + " " + name)[0], squares = squares_of(fit);
      EXPECT_LE(squares, expected * (1 + 1e-9)) << words << ' ' << name;
      if (squares < expected * (1 - 1e-6)) continue;  // a minimum that scipy did not come to
      ++compared;
      const V& values = scipy("found " + words + " " + name);
      EXPECT_NEAR(fit.alpha, values[0], 1e-3) << words << ' ' << name;
      for (std::size_t k = 0; k < fit.coefficients.size(); ++k)
        EXPECT_NEAR(fit.coefficients[k].estimate, values[2 + k], 5e-3 * fit.coefficients[k].standard_error)
            << words << ' ' << name << ' ' << k;
    }
  EXPECT_GE(compared, 7);
}

TEST(ThetaRegressors, CountAsParameters) {
  for (const auto& [words, form] : kForms) {
    ThetaOptions options = options_of("drift", form);
    const ThetaFit with = fit_theta(scipy("series drift"), options);
    options.regressors.clear();
    const ThetaFit without = fit_theta(scipy("series drift"), options);
    EXPECT_EQ(with.parameters, without.parameters + 2) << words;
    EXPECT_GT(with.log_likelihood, without.log_likelihood) << words;
    ThetaFit zero = without;
    zero.coefficients = {{"a", 0, 0}, {"b", 0, 0}};
    EXPECT_EQ(apply_theta(zero, scipy("series drift"), regressors_of("drift")).residuals, without.residuals);
  }
}

// Another basis of the regressors' space, and in static forms whatever is added to it.
TEST(ThetaRegressors, AreTheSameInAnyBasis) {
  for (const auto& [words, form] : kForms) {
    const bool fixed = form == ThetaForm::standard || form == ThetaForm::optimised;
    ThetaOptions options = options_of("drift", form);
    const V& y = scipy("series drift");
    const std::vector<Regressor> x = options.regressors, future = part(x, 20, 6);
    const auto changed = [&](std::vector<Regressor> r) {
      for (std::size_t t = 0; t < r[0].values.size(); ++t) {
        const double a = r[0].values[t], b = r[1].values[t];
        r[0].values[t] = 1000 * a - 300 * b + (fixed ? 1e4 : 0);
        r[1].values[t] = 0.02 * a + 0.01 * b - (fixed ? 7 : 0);
      }
      return r;
    };
    const ThetaFit fit = fit_theta(y, options);
    options.regressors = changed(x);
    const ThetaFit other = fit_theta(y, options);
    EXPECT_NEAR(squares_of(other) / squares_of(fit), 1, 1e-9) << words;
    const Predictive p = predictive(fit, 6, future), q = predictive(other, 6, changed(future));
    for (std::size_t h = 0; h < 6; ++h) EXPECT_NEAR(p.mean[h], q.mean[h], 1e-4 * std::sqrt(p.variance[h])) << words;
    V moved = y;
    for (std::size_t t = 0; t < y.size(); ++t) moved[t] += 12.5 * x[0].values[t];
    options.regressors = x;
    const ThetaFit more = fit_theta(moved, options);
    EXPECT_NEAR(more.coefficients[0].estimate - 12.5, fit.coefficients[0].estimate,
                1e-3 * fit.coefficients[0].standard_error)
        << words;
    EXPECT_NEAR(more.log_likelihood, fit.log_likelihood, 1e-6) << words;
  }
}

TEST(ThetaRegressors, FindWhatMadeTheSeries) {
  std::mt19937_64 bits(3);
  std::normal_distribution<double> normal;
  V y;
  std::vector<Regressor> x{{"price", {}}, {"promotion", {}}};
  double level = 500, price = 20;
  for (int t = 0; t < 600; ++t) {
    price += 0.5 * normal(bits);
    const double promotion = bits() % 5 == 0 ? 1 : 0, e = 4 * normal(bits);
    x[0].values.push_back(price);
    x[1].values.push_back(promotion);
    y.push_back(level + 0.1 * t - 6 * price + 25 * promotion + e);
    level += 0.3 * e;
  }
  for (const auto& [words, form] : kForms) {
    const ThetaFit fit = fit_theta(y, {.form = form, .regressors = x});
    EXPECT_EQ(fit.coefficients[0].name, "price");
    EXPECT_LT(fit.coefficients[0].standard_error, 0.8) << words;
    EXPECT_NEAR(fit.coefficients[0].estimate, -6, 4 * fit.coefficients[0].standard_error) << words;
    EXPECT_NEAR(fit.coefficients[1].estimate, 25, 4 * fit.coefficients[1].standard_error) << words;
  }
}

TEST(ThetaRegressors, GoOnWithoutEstimatingAgain) {
  for (const std::string& name : kSeries)
    for (const auto& [words, form] : kForms) {
      const V& y = scipy("series " + name);
      ThetaOptions options = options_of(name, form);
      const std::vector<Regressor> x = options.regressors;
      options.regressors = part(x, 0, 40);
      const ThetaFit head = fit_theta(std::span(y).first(40), options);
      const ThetaFit grown = update(head, std::span(y).subspan(40), part(x, 40, y.size() - 40));
      const ThetaFit whole = apply_theta(head, y, x);
      EXPECT_NEAR(grown.last.level, whole.last.level, 1e-9) << words;
      ASSERT_EQ(grown.residuals.size(), y.size());
      for (std::size_t t = 0; t < y.size(); ++t) {
        EXPECT_NEAR(grown.residuals[t], whole.residuals[t], 1e-9) << words;
        EXPECT_NEAR(grown.fitted[t] + grown.residuals[t], y[t], 1e-9) << words;
      }
      EXPECT_NEAR(apply_theta(head, std::span(y).first(40), options.regressors).log_likelihood, head.log_likelihood,
                  1e-9);
    }
}

// With gaps, held parameters and what is left free: no other values near are better.
TEST(ThetaRegressors, BridgeGapsAndHoldParameters) {
  V y = scipy("series drift");
  for (const std::size_t t : {0u, 1u, 20u, 21u, 47u}) y[t] = NAN;
  const std::vector<Regressor> x = regressors_of("drift");
  for (const auto& [words, form] : kForms)
    for (const bool hold : {false, true}) {
      ThetaOptions options{.form = form, .regressors = x};
      if (hold) options.alpha = 0.4, options.initial_level = 30;
      const ThetaFit fit = fit_theta(y, options);
      EXPECT_TRUE(std::isnan(fit.residuals[21]) && std::isfinite(fit.fitted[21])) << words;
      if (hold) {
        EXPECT_EQ(fit.alpha, 0.4);
        EXPECT_EQ(fit.initial.level, 30);
      }
      // Lines are of y - x b: from the least squares of a fit with everything held.
      const auto squares = [&](double alpha, double theta, double level, double a, double b) {
        V rest = y;
        for (std::size_t t = 0; t < y.size(); ++t) rest[t] -= a * x[0].values[t] + b * x[1].values[t];
        return squares_of(
            fit_theta(rest, {.form = options.form, .alpha = alpha, .theta = theta, .initial_level = level}));
      };
      const double theta = std::min(fit.theta, 1e10), a = fit.coefficients[0].estimate,
                   b = fit.coefficients[1].estimate;
      const double least = squares(fit.alpha, theta, fit.initial.level, a, b);
      EXPECT_NEAR(squares_of(fit) / least, 1, 1e-8) << words;
      for (const double s : {-1e-3, 1e-3}) {
        EXPECT_GE(squares(fit.alpha, theta, fit.initial.level, a + s, b), least * (1 - 1e-9)) << words;
        EXPECT_GE(squares(fit.alpha, theta, fit.initial.level, a, b + s), least * (1 - 1e-9)) << words;
        if (hold) continue;
        EXPECT_GE(squares(std::clamp(fit.alpha + s, 0.1, 0.99), theta, fit.initial.level, a, b), least * (1 - 1e-9))
            << words;
        EXPECT_GE(squares(fit.alpha, theta, fit.initial.level + s, a, b), least * (1 - 1e-9)) << words;
      }
    }
}

TEST(ThetaRegressors, AnswerHoweverLittleThereIs) {
  for (const V& y : testing::awkward_series())
    for (const auto& [words, form] : kForms) {
      std::size_t observed = 0;
      Regressor x{"x", {}};
      for (std::size_t t = 0; t < y.size(); ++t) {
        observed += std::isnan(y[t]) ? 0 : 1;
        x.values.push_back(std::cos(static_cast<double>(t * t)));
      }
      const auto fit_with = [&, f = form] { return fit_theta(y, {.form = f, .season_length = 2, .regressors = {x}}); };
      if (observed < 5) {
        EXPECT_THROW((void)fit_with(), InvalidArgument);
        continue;
      }
      const ThetaFit fit = fit_with();
      EXPECT_TRUE(std::isfinite(fit.log_likelihood)) << words << ' ' << y[0] << ' ' << y.size();
      for (const double v : predictive(fit, 4, {{"x", {0, 1, -1, 0.5}}}).mean)
        EXPECT_TRUE(std::isfinite(v)) << words << ' ' << y[0] << ' ' << y.size();
    }
}

TEST(ThetaRegressors, RefuseWhatDoesNotMatch) {
  const V y{3, 1, 2, 4, 3, 5, 2, 6}, year{1, 2, 3, 5, 8, 13, 21, 34};
  const auto fit = [&] { return fit_theta(y, {.regressors = {{"year", year}}}); };
  testing::expect_refused({
      {"forecast::fit_theta: a regressor must have 8 values; got 2 in \"x\"",
       [&] {
         (void)fit_theta(y, {.regressors = {{"x", {1, 2}}}});
       }},
      {"forecast::fit_theta: regressors must be finite and at most 1e100 in size; got NaN in \"x\" at index 1",
       [&] {
         (void)fit_theta(y, {.regressors = {{"x", {1, NAN, 1, 2, 3, 4, 5, 6}}}});
       }},
      {"forecast::fit_theta: names of regressors must be distinct; got \"x\"",
       [&] {
         (void)fit_theta(y, {.regressors = {{"x", year}, {"x", y}}});
       }},
      {"forecast::fit_theta: regressors must be independent of each other and a constant where y is observed; got "
       "\"x\"",
       [&] {
         (void)fit_theta(y, {.regressors = {{"x", V(8, 0.1)}}});
       }},
      {"forecast::fit_theta: regressors must be independent of the season that is taken out; got \"x\"",
       [&] {
         (void)fit_theta(y,
                         {.season_length = 2, .season_test = {}, .regressors = {{"x", {1, -1, 1, -1, 1, -1, 1, -1}}}});
       }},
      {"forecast::fit_theta: multiplicative seasons are for series without regressors, less which values need not be > "
       "0; "
       "got \"year\"",
       [&] {
         (void)fit_theta(y,
                         {.season_length = 2, .season = ThetaSeason::multiplicative, .regressors = {{"year", year}}});
       }},
      {"forecast::fit_theta: there must be at least 4 observations more than regressors; got 4",
       [] {
         (void)fit_theta(V{3, 1, 2, 4}, {.regressors = {{"x", {1, 2, 4, 3}}}});
       }},
      {"forecast::predict: regressors must be those of the fit; got \"yaer\" (the nearest is \"year\")",
       [&] {
         (void)predictive(fit(), 1, {{"yaer", {7}}});
       }},
      {"forecast::predict: regressors must be those of the fit; got none named \"year\"",
       [&] { (void)predict(fit(), 1); }},
      {"forecast::update: regressors must be those of the fit; got none named \"year\"",
       [&] { (void)update(fit(), V{1}); }},
      {"forecast::apply_theta: regressors must be those of the fit; got none named \"year\"",
       [&] { (void)apply_theta(fit(), y); }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
