#include <foreplan/forecast/ets.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "forecast/awkward_series.hpp"
#include "forecast/ets_regression.hpp"
#include "forecast/ets_tangent.hpp"
#include "forecast/reference.hpp"
#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

using V = std::vector<double>;
using stats::Regressor;

const V& scipy(const std::string& words) {
  static const reference::Lines all = reference::read_lines("ets_regressors.txt");
  return reference::line(all, words);
}

struct Case {
  std::string name, form;
};
const std::vector<Case> kCases{{"level", "ANN"},   {"level", "AAN"},  {"level", "AAdN"}, {"trend", "ANN"},
                               {"trend", "AAN"},   {"trend", "AAdN"}, {"season", "ANN"}, {"season", "AAN"},
                               {"season", "AAdN"}, {"season", "ANA"}, {"season", "AAA"}, {"season", "AAdA"}};

std::vector<Regressor> regressors_of(const std::string& name) {
  std::vector<Regressor> x{{"a", scipy("regressor " + name + " a")}};
  if (name != "trend") x.push_back({"b", scipy("regressor " + name + " b")});
  return x;
}
std::vector<Regressor> part(std::vector<Regressor> x, std::size_t from, std::size_t count) {
  for (auto& r : x)
    r.values = V(r.values.begin() + static_cast<std::ptrdiff_t>(from),
                 r.values.begin() + static_cast<std::ptrdiff_t>(from + count));
  return x;
}
EtsOptions options_of(const Case& c) {
  const EtsForm form = parse_ets_form(c.form);
  return {.season_length = static_cast<std::size_t>(scipy("period " + c.name)[0]),
          .error = form.error,
          .trend = form.trend,
          .season = form.season,
          .bounds = EtsBounds::usual,
          .regressors = regressors_of(c.name)};
}

TEST(EtsRegressors, HaveTheLikelihoodOfStatsmodels) {
  for (const Case& c : kCases) {
    const V& p = scipy("given " + c.name + " " + c.form);
    EtsFit model{.form = parse_ets_form(c.form),
                 .season_length = static_cast<std::size_t>(scipy("period " + c.name)[0]),
                 .alpha = p[0],
                 .beta = p[1],
                 .gamma = p[2],
                 .phi = p[3]};
    model.initial = {p[4], p[5], {p.begin() + 6, p.end()}};
    const V& b = scipy("b " + c.name);
    // In another order than the series' own: names say which is which.
    for (std::size_t k = b.size(); k-- > 0;) model.coefficients.push_back({k == 0 ? "a" : "b", b[k], 0});
    const EtsFit fit = apply_ets(model, scipy("series " + c.name), regressors_of(c.name));
    const double expected = scipy("likelihood " + c.name + " " + c.form)[0];
    EXPECT_NEAR(fit.log_likelihood, expected, 1e-8 * std::abs(expected)) << c.name << ' ' << c.form;
    const V& last = scipy("last " + c.name + " " + c.form);
    EXPECT_NEAR(fit.last.level, last[0], 1e-8 * std::abs(last[0])) << c.name << ' ' << c.form;
    EXPECT_NEAR(fit.last.growth, last[1], 1e-8) << c.name << ' ' << c.form;
  }
}

TEST(EtsRegressors, AreNoLessLikelyThanScipyFinds) {
  int compared = 0;
  for (const Case& c : kCases) {
    const EtsFit fit = fit_ets(scipy("series " + c.name), options_of(c));
    EXPECT_TRUE(fit.usable()) << c.name << ' ' << c.form << ' ' << to_string(fit.stop);
    EXPECT_EQ(fit.form, parse_ets_form(c.form));
    const double found = scipy("optimum " + c.name + " " + c.form)[0];
    EXPECT_GE(fit.log_likelihood, found - 1e-6) << c.name << ' ' << c.form;
    if (fit.log_likelihood > found + 1e-4) continue;  // a maximum that scipy did not come to
    ++compared;
    const V& values = scipy("found " + c.name + " " + c.form);
    for (std::size_t k = 0; k < fit.coefficients.size(); ++k)
      EXPECT_NEAR(fit.coefficients[k].estimate, values[4 + k], 2e-3 * fit.coefficients[k].standard_error)
          << c.name << ' ' << c.form << ' ' << fit.coefficients[k].name;
    EXPECT_NEAR(fit.alpha, values[0], 1e-3) << c.name << ' ' << c.form;
  }
  EXPECT_GE(compared, 10);
}

// Against differences, at parameters and coefficients of no meaning, with a gap.
TEST(EtsRegressors, HaveTheirDerivatives) {
  V y = scipy("series season");
  y[10] = NAN;
  for (double& v : y) v /= 256;
  const EtsForm form = parse_ets_form("AAdA");
  const Columns columns = observed_columns(regressors_of("season"), y);
  EtsRegression regression(form, 4, y, columns, 0.01);
  EtsPass pass(form, 4, regression.rest());
  const V point{0.3, 0.1, 0.2, 0.9, 1, 0.01, 0.02, -0.01, -0.03, 0.02}, u{0.4, -0.3};
  const auto value = [&](const V& at) {
    regression.take_out(at);
    return pass.value(point);
  };
  const double here = value(u);
  V gradient(2);
  regression.differentiate(point);
  regression.gradient(pass.forecasts(), std::exp(here), gradient);
  EtsTangents tangents(form, 4, 3, y.size());
  tangents.give(regression.errors());
  V by_tangents(3), hessian(9);
  std::fill(tangents.seeds().begin(), tangents.seeds().end(), 0.0);
  tangents.seeds()[kLevel * tangents.stride()] = 1;
  tangents.model(pass, by_tangents, hessian);
  for (std::size_t j = 0; j < 2; ++j) {
    V up = u, down = u;
    up[j] += 1e-4, down[j] -= 1e-4;
    const double ahead = value(up), behind = value(down), expected = (ahead - behind) / 2e-4;
    EXPECT_NEAR(gradient[j], expected, 1e-7 * std::abs(expected));
    EXPECT_NEAR(by_tangents[1 + j], expected, 1e-7 * std::abs(expected));
    // The sum of squares is a quadratic function of u: (exp(ahead) - 2 exp(here) + exp(behind)) / (step^2 exp(here)).
    const double curvature = (std::expm1(ahead - here) + std::expm1(behind - here)) / 1e-8;
    EXPECT_NEAR(hessian[(1 + j) * 4], curvature, 1e-4 * curvature);
  }
}

TEST(EtsRegressors, CountAsParametersAndRaiseTheLikelihood) {
  for (const Case& c : kCases) {
    EtsOptions options = options_of(c);
    const EtsFit with = fit_ets(scipy("series " + c.name), options);
    const std::size_t k = options.regressors.size();
    options.regressors.clear();
    const EtsFit without = fit_ets(scipy("series " + c.name), options);
    EXPECT_EQ(with.parameters, without.parameters + k);
    EXPECT_GE(with.log_likelihood, without.log_likelihood - 1e-6) << c.name << ' ' << c.form;
    EXPECT_TRUE(without.coefficients.empty());
    // Coefficients of zero are none.
    EtsFit zero = without;
    for (const char* name : {"a", "b"})
      if (zero.coefficients.size() < k) zero.coefficients.push_back({name, 0, 0});
    const EtsFit applied = apply_ets(zero, scipy("series " + c.name), regressors_of(c.name));
    EXPECT_EQ(applied.residuals, without.residuals);
    EXPECT_EQ(applied.log_likelihood, without.log_likelihood);
  }
}

// Any basis of the regressors' space, whatever is added to it: the same model.
TEST(EtsRegressors, AreTheSameInAnyBasis) {
  for (const Case& c : {kCases[0], kCases[2], kCases[10]}) {
    EtsOptions options = options_of(c);
    const V y = scipy("series " + c.name);
    const EtsFit fit = fit_ets(y, options);
    const std::vector<Regressor> x = options.regressors, future = part(x, y.size() - 6, 6);
    const auto changed = [](std::vector<Regressor> r) {
      for (std::size_t t = 0; t < r[0].values.size(); ++t) {
        const double a = r[0].values[t], b = r.size() > 1 ? r[1].values[t] : 0;
        r[0].values[t] = 1000 * a - 300 * b + 1e5;
        if (r.size() > 1) r[1].values[t] = 0.02 * a + 0.01 * b - 7;
      }
      return r;
    };
    options.regressors = changed(x);
    const EtsFit other = fit_ets(y, options);
    EXPECT_NEAR(other.log_likelihood, fit.log_likelihood, 1e-6) << c.name;
    const Predictive p = predictive(fit, 6, future), q = predictive(other, 6, changed(future));
    for (std::size_t h = 0; h < 6; ++h) EXPECT_NEAR(p.mean[h], q.mean[h], 1e-4 * std::sqrt(p.variance[h])) << c.name;
    if (x.size() == 1) {
      EXPECT_NEAR(other.coefficients[0].estimate * 1000, fit.coefficients[0].estimate, 1e-5);
      EXPECT_NEAR(other.coefficients[0].standard_error * 1000 / fit.coefficients[0].standard_error, 1, 1e-5);
    }
    // What is added to y times c moves the coefficient by c.
    V moved = y;
    for (std::size_t t = 0; t < y.size(); ++t) moved[t] += 12.5 * x[0].values[t];
    options.regressors = x;
    const EtsFit more = fit_ets(moved, options);
    EXPECT_NEAR(more.coefficients[0].estimate - 12.5, fit.coefficients[0].estimate,
                1e-3 * fit.coefficients[0].standard_error);
    EXPECT_NEAR(more.log_likelihood, fit.log_likelihood, 1e-6);
  }
}

/// A random walk with noise, price and promotion that are known to have made it.
struct Simulated {
  V y;
  std::vector<Regressor> x;
};
Simulated simulated(std::uint64_t seed, std::size_t n) {
  std::mt19937_64 bits(seed);
  std::normal_distribution<double> normal;
  Simulated s{.y = {}, .x = {{"price", {}}, {"promotion", {}}}};
  double level = 500, price = 20;
  for (std::size_t t = 0; t < n; ++t) {
    price += 0.5 * normal(bits);
    const double promotion = bits() % 5 == 0 ? 1 : 0, e = 4 * normal(bits);
    s.x[0].values.push_back(price);
    s.x[1].values.push_back(promotion);
    s.y.push_back(level - 6 * price + 25 * promotion + e);
    level += 0.3 * e;
  }
  return s;
}

TEST(EtsRegressors, FindWhatMadeTheSeries) {
  const Simulated s = simulated(5, 2000);
  const EtsFit fit = fit_ets(s.y, {.trend = EtsTrend::none, .regressors = s.x});
  EXPECT_EQ(fit.form, (EtsForm{}));
  EXPECT_NEAR(fit.coefficients[0].estimate, -6, 4 * fit.coefficients[0].standard_error);
  EXPECT_NEAR(fit.coefficients[1].estimate, 25, 4 * fit.coefficients[1].standard_error);
  EXPECT_LT(fit.coefficients[0].standard_error, 0.3);
  EXPECT_NEAR(fit.alpha, 0.3, 0.1);
  EXPECT_NEAR(fit.sigma2, 16, 2);
}

// Two standard errors hold 95 in 100: of 600 independent coefficients some 570, 530 to 590 surely.
TEST(EtsRegressors, HaveStandardErrorsThatHold) {
  int held = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Simulated s = simulated(1000 + seed, 60);
    const EtsFit fit = fit_ets(s.y, {.error = EtsError::additive, .trend = EtsTrend::none, .regressors = s.x});
    held += std::abs(fit.coefficients[0].estimate + 6) < 2 * fit.coefficients[0].standard_error ? 1 : 0;
    held += std::abs(fit.coefficients[1].estimate - 25) < 2 * fit.coefficients[1].standard_error ? 1 : 0;
  }
  EXPECT_GT(held, 530);
  EXPECT_LT(held, 590);
}

TEST(EtsRegressors, GoOnWithoutEstimatingAgain) {
  const Case c{"season", "AAA"};
  const V& y = scipy("series season");
  EtsOptions options = options_of(c);
  const std::vector<Regressor> x = options.regressors;
  options.regressors = part(x, 0, 50);
  const EtsFit head = fit_ets(std::span(y).first(50), options);
  const EtsFit grown = update(head, std::span(y).subspan(50), part(x, 50, y.size() - 50));
  const EtsFit whole = apply_ets(head, y, x);
  EXPECT_NEAR(grown.last.level, whole.last.level, 1e-9);
  ASSERT_EQ(grown.residuals.size(), y.size());
  for (std::size_t t = 0; t < y.size(); ++t) {
    EXPECT_NEAR(grown.residuals[t], whole.residuals[t], 1e-9);
    EXPECT_NEAR(grown.fitted[t] + grown.residuals[t], y[t], 1e-9);
  }
}

TEST(EtsRegressors, ArePutIntoForecasts) {
  const V& y = scipy("series level");
  const EtsFit fit =
      fit_ets(y, {.error = EtsError::additive, .trend = EtsTrend::none, .regressors = regressors_of("level")});
  const std::vector<Regressor> future{{"b", {1, 0, 1}}, {"a", {10, 11, 12}}};
  const Predictive p = predictive(fit, 3, future);
  const double a = fit.coefficients[0].estimate, b = fit.coefficients[1].estimate;
  V expected{fit.last.level + 10 * a + b, fit.last.level + 11 * a, fit.last.level + 12 * a + b};
  for (std::size_t h = 0; h < 3; ++h) EXPECT_NEAR(p.mean[h], expected[h], 1e-9);
  V path(3);
  p.path(V{0, 0, 0}, path);
  for (std::size_t h = 0; h < 3; ++h) EXPECT_NEAR(path[h], p.mean[h], 1e-9);
  EXPECT_NEAR(p.variance[1], fit.sigma2 * (1 + fit.alpha * fit.alpha), 1e-9);
}

// Missing values: what the regressors are there does not count, but is fitted.
TEST(EtsRegressors, BridgeGaps) {
  V y = scipy("series level");
  std::vector<Regressor> x = regressors_of("level");
  for (const std::size_t t : {0u, 7u, 8u, 9u, 40u, 59u}) y[t] = NAN;
  const EtsOptions options{.error = EtsError::additive, .trend = EtsTrend::none, .regressors = x};
  const EtsFit fit = fit_ets(y, options);
  EXPECT_EQ(fit.observations, 54u);
  EXPECT_TRUE(std::isnan(fit.residuals[8]) && std::isfinite(fit.fitted[8]));
  EtsOptions other = options;
  other.regressors[0].values[8] += 100;
  const EtsFit changed = fit_ets(y, other);
  EXPECT_EQ(changed.log_likelihood, fit.log_likelihood);
  EXPECT_NEAR(changed.fitted[8] - fit.fitted[8], 100 * fit.coefficients[0].estimate, 1e-8);
  // No other parameters near are better.
  for (const double step : {-1e-3, 1e-3})
    for (int which = 0; which < 4; ++which) {
      EtsFit near = fit;
      if (which == 0) near.alpha += step;
      if (which == 1) near.initial.level += step;
      if (which >= 2) near.coefficients[static_cast<std::size_t>(which) - 2].estimate += step;
      EXPECT_LE(apply_ets(near, y, x).log_likelihood, fit.log_likelihood + 1e-9) << which;
    }
}

// Forty seasons and more are searched by gradients.
TEST(EtsRegressors, StandBesideLongSeasons) {
  Simulated s = simulated(9, 220);
  for (std::size_t t = 0; t < s.y.size(); ++t) s.y[t] += 30 * std::sin(static_cast<double>(t % 44));
  const EtsOptions options{.season_length = 44,
                           .error = EtsError::additive,
                           .trend = EtsTrend::none,
                           .season = EtsSeason::additive,
                           .bounds = EtsBounds::usual,
                           .regressors = s.x};
  const EtsFit fit = fit_ets(s.y, options);
  EXPECT_TRUE(fit.usable()) << to_string(fit.stop);
  EXPECT_NEAR(fit.coefficients[0].estimate, -6, 4 * fit.coefficients[0].standard_error);
  EXPECT_NEAR(fit.coefficients[1].estimate, 25, 4 * fit.coefficients[1].standard_error);
  for (const double step : {-1e-2, 1e-2})
    for (std::size_t k = 0; k < 2; ++k) {
      EtsFit near = fit;
      near.coefficients[k].estimate += step * fit.coefficients[k].standard_error;
      EXPECT_LE(apply_ets(near, s.y, s.x).log_likelihood, fit.log_likelihood + 1e-5) << k;
    }
}

TEST(EtsRegressors, LeaveOutFormsThatHaveThemThemselves) {
  const V& y = scipy("series season");
  V time, quarter;
  for (std::size_t t = 0; t < y.size(); ++t)
    time.push_back(static_cast<double>(t)), quarter.push_back(t % 4 == 1 ? 1 : 0);
  const auto tried = [&](const V& x) {
    std::vector<std::string> forms;
    for (const auto& c : fit_ets(y, {.season_length = 4, .regressors = {{"x", x}}}).tried)
      forms.push_back(to_string(c.form));
    return forms;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(tried(regressors_of("season")[0].values),
            (Names{"ETS(A,N,N)", "ETS(A,N,A)", "ETS(A,A,N)", "ETS(A,A,A)", "ETS(A,Ad,N)", "ETS(A,Ad,A)"}));
  EXPECT_EQ(tried(time), (Names{"ETS(A,N,N)", "ETS(A,N,A)", "ETS(A,Ad,N)", "ETS(A,Ad,A)"}));
  EXPECT_EQ(tried(quarter), (Names{"ETS(A,N,N)", "ETS(A,A,N)", "ETS(A,Ad,N)"}));
}

TEST(EtsRegressors, ExplainASeriesWholly) {
  V x, y;
  for (int t = 0; t < 30; ++t) x.push_back(std::sin(t * t)), y.push_back(3 + 2 * x.back());
  const EtsFit fit = fit_ets(y, {.regressors = {{"x", x}}});
  EXPECT_NEAR(fit.coefficients[0].estimate, 2, 1e-12);
  EXPECT_TRUE(std::isfinite(fit.log_likelihood));
  EXPECT_NEAR(predictive(fit, 1, {{"x", {10}}}).mean[0], 23, 1e-10);
  EXPECT_EQ(fit_ets(V(30, 7.5), {.regressors = {{"x", x}}}).coefficients[0].estimate, 0);
}

TEST(EtsRegressors, AnswerHoweverLittleThereIs) {
  for (const V& y : testing::awkward_series()) {
    std::size_t observed = 0;
    Regressor x{"x", {}};
    for (std::size_t t = 0; t < y.size(); ++t) {
      observed += std::isnan(y[t]) ? 0 : 1;
      x.values.push_back(std::cos(static_cast<double>(t * t)));
    }
    const auto fit_with = [&] { return fit_ets(y, {.season_length = 4, .regressors = {x}}); };
    if (observed < 4) {
      EXPECT_THROW((void)fit_with(), InvalidArgument);
      continue;
    }
    const EtsFit fit = fit_with();
    EXPECT_FALSE(std::isnan(fit.log_likelihood) || std::isinf(fit.log_likelihood)) << y[0] << ' ' << y.size();
    for (const double v : predictive(fit, 4, {{"x", {0, 1, -1, 0.5}}}).mean)
      EXPECT_TRUE(std::isfinite(v)) << y[0] << ' ' << y.size();
  }
}

TEST(EtsRegressors, RefuseWhatDoesNotMatch) {
  const V y{3, 1, 2, 4, 3, 5, 2, 6}, year{1, 2, 3, 5, 8, 13, 21, 34};
  const auto fit = [&] { return fit_ets(y, {.regressors = {{"year", year}}}); };
  testing::expect_refused({
      {"forecast::fit_ets: a regressor must have 8 values; got 2 in \"x\"",
       [&] {
         (void)fit_ets(y, {.regressors = {{"x", {1, 2}}}});
       }},
      {"forecast::fit_ets: regressors must be finite and at most 1e100 in size; got NaN in \"x\" at index 1",
       [&] {
         (void)fit_ets(y, {.regressors = {{"x", {1, NAN, 1, 2, 3, 4, 5, 6}}}});
       }},
      {"forecast::fit_ets: names of regressors must be distinct; got \"x\"",
       [&] {
         (void)fit_ets(y, {.regressors = {{"x", year}, {"x", y}}});
       }},
      {"forecast::fit_ets: regressors must be independent of each other and a constant where y is observed; got \"x\"",
       [&] {
         (void)fit_ets(y, {.regressors = {{"x", V(8, 0.1)}}});
       }},
      {"forecast::fit_ets: regressors must be independent of each other and a constant where y is observed; got \"z\"",
       [&] {
         V z = year;
         for (double& v : z) v = 0.3 * v + 7;
         (void)fit_ets(y, {.regressors = {{"x", year}, {"z", z}}});
       }},
      {"forecast::fit_ets: regressors must be independent of each other and a constant where y is observed; got \"x\"",
       [&] {
         V gap = y;
         gap[3] = NAN;
         (void)fit_ets(gap, {.regressors = {{"x", {0, 0, 0, 1, 0, 0, 0, 0}}}});
       }},
      {"forecast::fit_ets: regressors must be independent of the line or season that the form has itself; got \"t\"",
       [&] {
         (void)fit_ets(y, {.trend = EtsTrend::additive, .regressors = {{"t", {1, 2, 3, 4, 5, 6, 7, 8}}}});
       }},
      {"forecast::fit_ets: multiplicative components are for series without regressors, less which values need not be "
       "> "
       "0; got \"year\"",
       [&] {
         (void)fit_ets(y, {.error = EtsError::multiplicative, .regressors = {{"year", year}}});
       }},
      {"forecast::fit_ets: there must be at least 3 observations more than regressors; got 3",
       [] {
         (void)fit_ets(V{3, 1, 2}, {.regressors = {{"x", {1, 2, 4}}}});
       }},
      {"forecast::predict: regressors must be those of the fit; got \"yaer\" (the nearest is \"year\")",
       [&] {
         (void)predictive(fit(), 1, {{"yaer", {7}}});
       }},
      {"forecast::predict: regressors must be those of the fit; got none named \"year\"",
       [&] { (void)predict(fit(), 1); }},
      {"forecast::predict: a regressor must have 2 values; got 1 in \"year\"",
       [&] {
         (void)predictive(fit(), 2, {{"year", {7}}});
       }},
      {"forecast::update: regressors must be those of the fit; got none named \"year\"",
       [&] { (void)update(fit(), V{1}); }},
      {"forecast::apply_ets: regressors must be those of the fit; got none named \"year\"",
       [&] { (void)apply_ets(fit(), y); }},
      {"forecast::apply_ets: multiplicative components are for series without regressors; got \"x\"",
       [&] {
         EtsFit model = fit_ets(y, {.error = EtsError::multiplicative, .trend = EtsTrend::none});
         model.coefficients = {{"x", 1, 0}};
         (void)apply_ets(model, y, {{"x", year}});
       }},
      {"forecast::apply_ets: regressors must be those of the fit; got \"x\"",
       [&] {
         (void)apply_ets(fit_ets(y), y, {{"x", year}});
       }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
