#include <foreplan/forecast/ets.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "forecast/awkward_series.hpp"
#include "forecast/reference.hpp"
#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

constexpr double kPi = 3.14159265358979323846;

const reference::Lines& r() {
  static const reference::Lines all = reference::read_lines("ets.txt");
  return all;
}

struct Case {
  std::string key;  ///< "air MAdM"
  EtsForm form;
  const std::vector<double>& y;
  std::size_t m;
};

std::vector<Case> cases() {
  std::vector<Case> result;
  for (const auto& [words, values] : r()) {
    if (!words.starts_with("model ")) continue;
    const std::string key = words.substr(6), name = key.substr(0, key.find(' '));
    result.push_back({key, parse_ets_form(key.substr(key.find(' ') + 1)), r().at("series " + name),
                      name == "air" || name == "gas" ? std::size_t{12} : 1});
  }
  return result;
}

/// R leaves n/2 (log(2 pi / n) + 1) out.
double likelihood_of_r(const Case& c) {
  const double n = static_cast<double>(c.y.size());
  return r().at("likelihood " + c.key)[0] - n / 2 * (std::log(2 * kPi / n) + 1);
}

/// @param p  alpha, beta, gamma, phi, level, growth, seasonals.
EtsFit model_of(const EtsForm& form, std::size_t m, const std::vector<double>& p) {
  EtsFit model{.form = form, .season_length = m, .alpha = p[0], .beta = p[1], .gamma = p[2], .phi = p[3]};
  model.initial = {p[4], p[5], {p.begin() + 6, p.end()}};
  return model;
}

EtsFit model_of_r(const Case& c) {
  EtsFit model = model_of(c.form, c.m, r().at("model " + c.key));
  model.sigma2 = r().at("sigma2 " + c.key)[0];
  return model;
}

void expect_close(std::span<const double> values, const std::vector<double>& expected, double relative,
                  const std::string& what) {
  ASSERT_EQ(values.size(), expected.size()) << what;
  for (std::size_t i = 0; i < values.size(); ++i)
    EXPECT_NEAR(values[i] / expected[i], 1, relative) << what << " at " << i;
}

TEST(EtsFormText, GoesThereAndBack) {
  EXPECT_EQ(to_string(parse_ets_form("MAdM")), "ETS(M,Ad,M)");
  EXPECT_EQ(parse_ets_form("ETS(A,N,A)"), (EtsForm{EtsError::additive, EtsTrend::none, EtsSeason::additive}));
  testing::expect_refused({{"forecast::parse_ets_form: a form reads like ETS(A,Ad,M) or AAdM; got \"ZZZ\"",
                            [] { (void)parse_ets_form("ZZZ"); }}});
}

// Given R's parameters and initial states: the same likelihood, states and forecasts.
TEST(Ets, AgreesWithRGivenItsParameters) {
  ASSERT_GE(cases().size(), 40u);
  for (const Case& c : cases()) {
    const EtsFit fit = apply_ets(model_of_r(c), c.y);
    EXPECT_NEAR(fit.log_likelihood, likelihood_of_r(c), 1e-8 * std::abs(fit.log_likelihood)) << c.key;
    std::vector<double> states{fit.last.level};
    if (c.form.trend != EtsTrend::none) states.push_back(fit.last.growth);
    states.insert(states.end(), fit.last.seasonals.rbegin(), fit.last.seasonals.rend());
    expect_close(states, r().at("states " + c.key), 1e-8, "states " + c.key);
    EtsFit with_variance = fit;
    with_variance.sigma2 = r().at("sigma2 " + c.key)[0];
    const Predictive p = predictive(with_variance, 15);
    // R's means of multiplicative errors and seasons leave out what level and seasonal have in common.
    const bool class3 = c.form.error == EtsError::multiplicative && c.form.season == EtsSeason::multiplicative;
    // Of damped forms without a variance formula R adds phi twice in the second step: means agree in the first alone.
    std::vector<double> mean = p.mean, mean_of_r = r().at("mean " + c.key);
    const bool damped = c.form.trend == EtsTrend::additive_damped || c.form.trend == EtsTrend::multiplicative_damped;
    if (p.variance.empty() && damped) mean.resize(1), mean_of_r.resize(1);
    expect_close(mean, mean_of_r, class3 ? 1e-3 : 1e-8, "mean " + c.key);
    if (const auto found = r().find("deviation " + c.key); found != r().end()) {
      std::vector<double> deviations, of_r = found->second;
      for (const double v : p.variance) deviations.push_back(std::sqrt(v));
      // Without a trend R counts a season's innovation one step early, in the step of the season itself.
      if (c.form.trend == EtsTrend::none && c.m > 1) deviations.resize(c.m - 1), of_r.resize(c.m - 1);
      expect_close(deviations, of_r, class3 ? 1e-2 : 1e-8, "deviation " + c.key);
    }
  }
}

TEST(Ets, FindsNoLessLikelihoodThanR) {
  for (const Case& c : cases()) {
    const EtsFit fit =
        fit_ets(c.y, {.season_length = c.m, .error = c.form.error, .trend = c.form.trend, .season = c.form.season});
    EXPECT_TRUE(fit.usable()) << c.key << ' ' << to_string(fit.stop);
    EXPECT_EQ(fit.form, c.form) << c.key;
    EXPECT_GE(fit.log_likelihood, likelihood_of_r(c) - 1e-6)
        << c.key << ' ' << to_string(fit.stop) << " alpha " << fit.alpha << " beta " << fit.beta << " gamma "
        << fit.gamma << " phi " << fit.phi;
  }
}

// Series of which the lower of several maxima is easier to find.
TEST(Ets, FindsNoLessLikelihoodThanRWhereThereAreSeveralMaxima) {
  const reference::Lines lines = reference::read_lines("ets_maxima.txt");
  int fits = 0;
  for (const auto& [words, p] : lines) {
    if (!words.starts_with("model ")) continue;
    const std::string key = words.substr(6), name = key.substr(0, key.find(' '));
    const EtsForm form = parse_ets_form(key.substr(key.find(' ') + 1));
    const auto m = static_cast<std::size_t>(reference::line(lines, "season " + name)[0]);
    const auto& y = reference::line(lines, "series " + name);
    const EtsFit fit =
        fit_ets(y, {.season_length = m, .error = form.error, .trend = form.trend, .season = form.season});
    EXPECT_TRUE(fit.usable()) << key << ' ' << to_string(fit.stop);
    EXPECT_GE(fit.log_likelihood, apply_ets(model_of(form, m, p), y).log_likelihood - 1e-6)
        << key << ": alpha " << fit.alpha << " beta " << fit.beta << " gamma " << fit.gamma << "; R's " << p[0] << ' '
        << p[1] << ' ' << p[2];
    ++fits;
  }
  EXPECT_EQ(fits, 2);
}

// Formulas against sample paths, beyond the first season; within five standard errors of a sample's variance.
TEST(Ets, HasTheVariancesOfItsSamplePaths) {
  for (const Case& c : cases()) {
    // Lynx doubles and halves: with relative errors its paths have tails that no sample knows.
    const bool wild = c.key.starts_with("lynx") && c.form.error == EtsError::multiplicative;
    if (wild || c.key.starts_with("gas")) continue;
    EtsFit fit = apply_ets(model_of_r(c), c.y);
    fit.sigma2 = r().at("sigma2 " + c.key)[0];
    const Predictive p = predictive(fit, 15);
    if (p.variance.empty()) continue;
    constexpr std::size_t kPaths = 20'000;
    const SamplePaths paths = sample_paths(p, {.paths = kPaths, .seed = 11});
    for (const std::size_t h : {std::size_t{0}, std::size_t{5}, std::size_t{12}, std::size_t{14}}) {
      double sum = 0, squares = 0;
      for (std::size_t i = 0; i < kPaths; ++i) sum += paths.path(i)[h];
      const double mean = sum / kPaths;
      for (std::size_t i = 0; i < kPaths; ++i) squares += std::pow(paths.path(i)[h] - mean, 2);
      EXPECT_NEAR(mean, p.mean[h], 5 * std::sqrt(p.variance[h] / kPaths)) << c.key << ' ' << h;
      EXPECT_NEAR(squares / kPaths / p.variance[h], 1, 0.08) << c.key << ' ' << h;
    }
  }
}

TEST(Ets, ChoosesByTheCriterion) {
  for (const std::string name : {"nile", "air", "lynx"}) {
    const auto& y = r().at("series " + name);
    const EtsFit fit = fit_ets(y, {.season_length = name == "air" ? std::size_t{12} : 1});
    const double n = static_cast<double>(y.size());
    EXPECT_LE(fit.aicc, r().at("aicc " + name)[0] + n * (std::log(2 * kPi / n) + 1) + 1e-6) << to_string(fit.form);
    for (const EtsCandidate& c : fit.tried) EXPECT_GE(c.criterion, fit.aicc) << to_string(c.form);
    for (const Criterion kind : {Criterion::aic, Criterion::bic}) {
      const EtsFit other = fit_ets(y, {.season_length = name == "air" ? std::size_t{12} : 1, .criterion = kind});
      for (const EtsCandidate& c : other.tried) EXPECT_GE(c.criterion, kind == Criterion::aic ? other.aic : other.bic);
    }
  }
}

// Halves of a series, the second by updating: the same states as the whole with the same parameters.
TEST(Ets, GoesOnWithoutEstimatingAgain) {
  const auto& y = r().at("series air");
  const EtsFit head = fit_ets(std::span(y).first(100), {.season_length = 12});
  const EtsFit grown = update(head, std::span(y).subspan(100)), whole = apply_ets(head, y);
  EXPECT_NEAR(grown.last.level / whole.last.level, 1, 1e-12);
  for (std::size_t j = 0; j < 12; ++j) EXPECT_NEAR(grown.last.seasonals[j] / whole.last.seasonals[j], 1, 1e-12);
  EXPECT_EQ(grown.residuals.size(), y.size());
  const double gap[] = {NAN, NAN};
  EXPECT_NE(update(head, gap).last.level, 0);
}

TEST(Ets, FollowsScaleAndShift) {
  const auto& y = r().at("series nile");
  std::vector<double> scaled, shifted;
  for (const double x : y) scaled.push_back(1e250 * x), shifted.push_back(x - 5000);
  const EtsFit fit = fit_ets(y), large = fit_ets(scaled);
  EXPECT_EQ(fit.form, large.form);
  EXPECT_NEAR(large.alpha, fit.alpha, 1e-5);
  EXPECT_NEAR(large.last.level / 1e250 / fit.last.level, 1, 1e-6);
  EtsOptions additive{.error = EtsError::additive, .trend = EtsTrend::none};
  EXPECT_NEAR(fit_ets(shifted, additive).last.level + 5000, fit_ets(y, additive).last.level, 1e-3);
}

TEST(Ets, AnswersHoweverLittleThereIs) {
  const auto series = testing::awkward_series();
  for (const auto& y : series)
    for (const std::size_t m : {std::size_t{1}, std::size_t{4}, std::size_t{12}}) {
      const EtsFit fit = fit_ets(y, {.season_length = m});
      EXPECT_FALSE(std::isnan(fit.log_likelihood) || fit.log_likelihood == -INFINITY) << y[0] << ' ' << y.size();
      const Forecast f = predict(fit, 8);
      for (const double x : f.mean)
        EXPECT_TRUE(std::isfinite(x)) << y[0] << ' ' << y.size() << ' ' << to_string(fit.form);
    }
  EXPECT_EQ(predict(fit_ets(std::vector<double>{5}), 2).mean, (std::vector<double>{5, 5}));
  EXPECT_NEAR(predict(fit_ets(std::vector<double>(30, 7.5)), 2).upper[1], 7.5, 1e-12);
}

// Seasons so deep that additive ones taken from the first years make forecasts negative, where relative errors end.
TEST(Ets, HasALikelihoodInEveryFormOfPositiveData) {
  std::vector<double> y;
  for (int t = 0; t < 60; ++t) y.push_back((30 - 0.45 * t) * (t % 4 == 3 ? 0.05 : 1 + 0.1 * (t % 3)));
  for (int i = 0; i < 30; ++i) {
    const EtsForm form{static_cast<EtsError>(i / 15), static_cast<EtsTrend>(i / 3 % 5), static_cast<EtsSeason>(i % 3)};
    const EtsFit fit =
        fit_ets(y, {.season_length = 4, .error = form.error, .trend = form.trend, .season = form.season});
    EXPECT_EQ(fit.form, form);
    EXPECT_TRUE(std::isfinite(fit.log_likelihood)) << to_string(form);
    EXPECT_TRUE(fit.usable()) << to_string(form) << ' ' << to_string(fit.stop);
  }
}

TEST(Ets, HoldsParametersAndCaps) {
  const auto& y = r().at("series lynx");
  const EtsFit held = fit_ets(y, {.trend = EtsTrend::additive_damped, .alpha = 0.5, .phi = 0.9});
  EXPECT_EQ(held.alpha, 0.5);
  EXPECT_EQ(held.phi, 0.9);
  EXPECT_LE(fit_ets(y, {.error = EtsError::additive, .trend = EtsTrend::additive, .largest_beta = 0.2}).beta, 0.2);
  const EtsFit free =
      fit_ets(y, {.error = EtsError::additive, .trend = EtsTrend::additive, .bounds = EtsBounds::admissible});
  EXPECT_GE(free.log_likelihood,
            fit_ets(y, {.error = EtsError::additive, .trend = EtsTrend::additive}).log_likelihood - 1e-6);
}

// Within the admissible region alone, and with one or two parameters held: no less likely than R's fits.
TEST(Ets, FindsNoLessLikelihoodThanRWithinOtherBounds) {
  int fits = 0;
  for (const auto& [words, p] : reference::read_lines("ets_bounds.txt")) {
    std::istringstream in(words);
    std::string kind, name, form;
    in >> kind >> name >> form;
    const auto& y = r().at("series " + name);
    const std::size_t m = name == "air" || name == "gas" ? 12 : 1;
    const EtsFit of_r = model_of(parse_ets_form(form), m, p);
    EtsOptions options{
        .season_length = m, .error = of_r.form.error, .trend = of_r.form.trend, .season = of_r.form.season};
    if (kind == "admissible") options.bounds = EtsBounds::admissible;
    if (kind == "alpha" || kind == "beta") options.alpha = p[0];
    if (kind == "beta") options.beta = p[1];
    if (kind == "gamma") options.gamma = p[2];
    if (kind == "phi") options.phi = p[3];
    const EtsFit fit = fit_ets(y, options);
    EXPECT_TRUE(fit.usable()) << words << ' ' << to_string(fit.stop);
    const double likelihood = apply_ets(of_r, y).log_likelihood;
    if (fit.form != of_r.form) {  // what is held leaves no positive forecasts, which R does not ask for
      EXPECT_EQ(likelihood, -INFINITY) << words;
      continue;
    }
    EXPECT_GE(fit.log_likelihood, likelihood - 1e-6)
        << words << ": alpha " << fit.alpha << " beta " << fit.beta << " gamma " << fit.gamma << " phi " << fit.phi
        << "; R's " << p[0] << ' ' << p[1] << ' ' << p[2] << ' ' << p[3];
    EXPECT_EQ(fit.alpha, options.alpha.value_or(fit.alpha)) << words;
    EXPECT_EQ(fit.beta, options.beta.value_or(fit.beta)) << words;
    EXPECT_EQ(fit.gamma, options.gamma.value_or(fit.gamma)) << words;
    EXPECT_EQ(fit.phi, options.phi.value_or(fit.phi)) << words;
    ++fits;
  }
  EXPECT_GT(fits, 70);
}

TEST(Ets, StaysWithinTheBoundsOfATransformation) {
  std::vector<double> share;
  for (int t = 0; t < 40; ++t) share.push_back(1 / (1 + std::exp(2 - 0.15 * t)) * (1 + 0.01 * (t % 3)) * 0.98);
  const Forecast f = predict(fit_ets(share, {.transform = between(0, 1)}), 40, {.coverage = 0.99});
  for (std::size_t h = 0; h < 40; ++h) EXPECT_TRUE(f.lower[h] > 0 && f.lower[h] < f.mean[h] && f.upper[h] < 1 + 1e-15);
}

TEST(Ets, RefusesWhatContradictsItself) {
  using V = std::vector<double>;
  testing::expect_refused({
      {"forecast::fit_ets: y must have an observation; got 0 values, all missing", [] { (void)fit_ets(V{}); }},
      {"forecast::fit_ets: multiplicative components need values > 0; got -1",
       [] {
         (void)fit_ets(V{3, -1, 2, 4}, {.error = EtsError::multiplicative});
       }},
      {"forecast::fit_ets: a season needs a season_length >= 2; got 1",
       [] {
         (void)fit_ets(V{3, 1, 2, 4}, {.season = EtsSeason::additive});
       }},
      {"forecast::fit_ets: alpha must be in [0, 2] to be held; got 3",
       [] {
         (void)fit_ets(V{3, 1, 2}, {.alpha = 3});
       }},
      {"forecast::fit_ets: largest_beta must be in (0, 1]; got 0",
       [] {
         (void)fit_ets(V{3, 1, 2}, {.largest_beta = 0});
       }},
      {"multiplicative components are for data that are not transformed; got a Box-Cox transformation",
       [] {
         (void)fit_ets(V{3, 1, 2, 4}, {.error = EtsError::multiplicative, .transform = log_transform()});
       }},
      {"forecast::apply_ets: the initial states must have 4 seasonals; got 0",
       [] {
         (void)apply_ets({.form = {.season = EtsSeason::additive}, .season_length = 4}, V{1, 2});
       }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
