#include <foreplan/forecast/tbats.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include "forecast/awkward_series.hpp"
#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

using V = std::vector<double>;

const reference::Lines& lines() {
  static const reference::Lines all = reference::read_lines("tbats.txt");
  return all;
}
const V& r(const std::string& words) { return reference::line(lines(), words); }
V or_none(const std::string& words) { return lines().contains(words) ? lines().at(words) : V{}; }

const std::vector<std::string> kSeries{"usacc",  "air",  "airdamped", "gas",  "nottem",   "ldeaths", "ukgas",
                                       "carbon", "nile", "www",       "lynx", "sunspots", "wine",    "wool",
                                       "taylor", "mone", "mtwo",      "tone", "ttwo"};

/// R's fit as ours.
TbatsFit model_of(const std::string& name) {
  const V &components = r("components " + name), &form = r("form " + name), &seeds = r("seeds " + name);
  TbatsFit model{.transform = components[0] != 0 ? box_cox(form[0]) : Transform{},
                 .trend = components[1] != 0,
                 .alpha = form[1],
                 .beta = form[2],
                 .phi = form[3],
                 .ar = or_none("ar " + name),
                 .ma = or_none("ma " + name)};
  for (const std::string letter : {"a", "b"})
    if (const V s = or_none("season " + letter + " " + name); !s.empty())
      model.seasons.push_back({s[0], static_cast<std::size_t>(s[1]), s[2], s[3]});
  auto next = seeds.begin();
  model.initial.level = *next++;
  if (model.trend) model.initial.growth = *next++;
  for (const TbatsSeason& s : model.seasons)
    for (std::size_t i = 0; i < 2 * s.harmonics; ++i) model.initial.harmonics.push_back(*next++);
  for (std::size_t i = 0; i < model.ar.size(); ++i) model.initial.disturbances.push_back(*next++);
  for (std::size_t i = 0; i < model.ma.size(); ++i) model.initial.innovations.push_back(*next++);
  EXPECT_EQ(next, seeds.end()) << name;
  return model;
}

TbatsOptions options_of(const std::string& name) {
  const V& components = r("components " + name);
  TbatsOptions options{
      .transform = components[0] != 0 ? Transform{.kind = TransformKind::box_cox, .lower = 0, .upper = 1} : Transform{},
      .trend = components[1] != 0,
      .damped = components[2] != 0,
      .ar = static_cast<std::size_t>(components[3]),
      .ma = static_cast<std::size_t>(components[4])};
  for (const TbatsSeason& s : model_of(name).seasons) {
    options.season_lengths.push_back(s.length);
    options.harmonics.push_back(s.harmonics);
  }
  return options;
}

/// R's figure is n log SSE - 2 (lambda - 1) sum of log y.
double log_likelihood_of_r(const std::string& name) {
  const double n = static_cast<double>(r("series " + name).size());
  return -n / 2 * (std::log(2 * std::numbers::pi / n) + 1) - r("likelihood " + name)[0] / 2;
}

/// R transforms by (y^lambda - 1) / lambda, which for small lambda rounds by eps / lambda.
double rounding_of(const std::string& name) {
  return r("components " + name)[0] != 0 ? 4 * std::numeric_limits<double>::epsilon() / r("form " + name)[0] : 0;
}

TEST(Tbats, AgreesWithRGivenItsParametersAndStates) {
  for (const std::string& name : kSeries) {
    const V &y = r("series " + name), &errors = r("errors " + name);
    const TbatsFit fit = apply_tbats(model_of(name), y);
    const double rounding = rounding_of(name), sigma = std::sqrt(r("variance " + name)[0]);
    ASSERT_EQ(fit.residuals.size(), errors.size()) << name;
    double squares = 0;
    for (std::size_t t = 0; t < errors.size(); ++t) {
      EXPECT_NEAR(fit.residuals[t], errors[t], 1e-8 * sigma + 2 * rounding) << name << " at " << t;
      EXPECT_NEAR(fit.fitted[t] + fit.residuals[t], transformed(fit.transform, y[t]), 1e-12 * std::abs(y[t]));
      squares += fit.residuals[t] * fit.residuals[t];
    }
    const double n = static_cast<double>(y.size());
    EXPECT_NEAR(fit.log_likelihood, log_likelihood_of_r(name), 1e-8 + n * rounding / sigma) << name;
    EXPECT_NEAR(squares / n / (sigma * sigma), 1, 1e-8 + 2 * rounding / sigma) << name;
    TbatsFit same = fit;
    same.sigma2 = sigma * sigma;
    const Forecast ahead = predict(same, 30, {.coverage = 0.9});
    for (std::size_t h = 0; h < 30; ++h) {
      EXPECT_NEAR(ahead.mean[h] / r("mean " + name)[h], 1, 1e-8 + 10 * rounding) << name << " at " << h;
      // R leaves beta out of the g of its variances where there are seasons too: of "carbon", with four harmonics, its
      // c_1 is alpha + 4 gamma1 + gamma2 instead of alpha + beta + 4 gamma1.
      if (fit.trend && !fit.seasons.empty()) continue;
      EXPECT_NEAR(ahead.upper[h] / r("upper " + name)[h], 1, 1e-8 + 10 * rounding) << name << " at " << h;
    }
  }
}

// R lets roots be as large as 1.01, and states as they are found for its first parameters.
TEST(Tbats, IsNoLessLikelyThanRWithItsComponents) {
  for (const std::string& name : kSeries) {
    TbatsOptions options = options_of(name);
    options.largest_root = 1.01;
    const TbatsFit fit = fit_tbats(r("series " + name), options);
    EXPECT_TRUE(fit.usable()) << name << ' ' << to_string(fit.stop);
    EXPECT_EQ(fit.form, apply_tbats(model_of(name), r("series " + name)).form) << name;
    EXPECT_GE(fit.log_likelihood, log_likelihood_of_r(name) - 1e-6) << name;
    EXPECT_LE(fit.spectral_radius, 1.01 + 1e-9) << name;
  }
}

V air() { return r("series air"); }

// The likelihood cannot be raised by moving any number, states included, but over the border.
TEST(Tbats, HasParametersAndStatesAtTheirBest) {
  for (const std::string name : {"usacc", "air", "www", "sunspots", "ukgas"}) {
    const V& y = r("series " + name);
    const TbatsFit fit = fit_tbats(y, options_of(name));
    const auto no_better = [&](auto change, const std::string& what) {
      for (const double by : {-1.0, 1.0}) {
        TbatsFit other = fit;
        change(other, by);
        const TbatsFit walked = apply_tbats(other, y);
        if (walked.spectral_radius > 1) continue;
        EXPECT_LE(walked.log_likelihood, fit.log_likelihood + 1e-6) << name << ' ' << what;
      }
    };
    const double size = std::sqrt(fit.sigma2);
    no_better([&](TbatsFit& f, double by) { f.initial.level += 1e-3 * by * size; }, "level");
    if (fit.trend) no_better([&](TbatsFit& f, double by) { f.initial.growth += 1e-4 * by * size; }, "growth");
    for (std::size_t i = 0; i < fit.initial.harmonics.size(); ++i)
      no_better([&](TbatsFit& f, double by) { f.initial.harmonics[i] += 1e-3 * by * size; }, "harmonic");
    no_better([](TbatsFit& f, double by) { f.alpha += 1e-4 * by; }, "alpha");
    if (fit.trend) no_better([](TbatsFit& f, double by) { f.beta += 1e-4 * by; }, "beta");
    if (fit.phi < 1) no_better([](TbatsFit& f, double by) { f.phi = std::max(f.phi + 1e-4 * by, 0.8); }, "phi");
    for (std::size_t i = 0; i < fit.seasons.size(); ++i) {
      no_better([&](TbatsFit& f, double by) { f.seasons[i].gamma1 += 1e-5 * by; }, "gamma1");
      no_better([&](TbatsFit& f, double by) { f.seasons[i].gamma2 += 1e-5 * by; }, "gamma2");
    }
    for (std::size_t i = 0; i < fit.ma.size(); ++i)
      no_better([&](TbatsFit& f, double by) { f.ma[i] += 1e-4 * by; }, "ma");
  }
}

TEST(Tbats, ChoosesItsComponents) {
  const TbatsFit fit = fit_tbats(air(), {.season_lengths = {12}});
  ASSERT_TRUE(fit.usable()) << to_string(fit.stop);
  EXPECT_TRUE(fit.form.box_cox && fit.form.trend) << to_string(fit.form);
  EXPECT_GE(fit.tried.size(), 6u);
  for (const TbatsCandidate& c : fit.tried) EXPECT_GE(c.criterion, fit.aicc - 1e-6) << to_string(c.form);
  EXPECT_LE(fit.spectral_radius, 1);
  // Not worse than what R chooses, by R's criterion.
  const TbatsFit by_aic = fit_tbats(r("series usacc"), {.season_lengths = {12}, .criterion = Criterion::aic});
  EXPECT_LE(by_aic.aic, fit_tbats(r("series usacc"), options_of("usacc")).aic + 1e-6);
  EXPECT_EQ(to_string(TbatsForm{true, true, true, 1, 0, {12, 365.25}, {5, 3}}),
            "TBATS(Box-Cox, ARMA(1,0), damped trend, <12,5>, <365.25,3>)");
}

TEST(Tbats, FindsSeasonsThatItIsMadeOf) {
  V y;
  for (int t = 0; t < 240; ++t)
    y.push_back(50 + 5 * std::cos(2 * std::numbers::pi * t / 7) + 3 * std::sin(4 * std::numbers::pi * t / 7) +
                4 * std::cos(2 * std::numbers::pi * t / 30.4375) + 0.3 * std::sin(t * t * 1.0));
  const TbatsFit fit = fit_tbats(y, {.season_lengths = {30.4375, 7}, .transform = Transform{}});
  ASSERT_EQ(fit.seasons.size(), 2u);
  EXPECT_EQ(fit.seasons[0].harmonics, 1u);
  EXPECT_EQ(fit.seasons[1].harmonics, 2u);
  const Forecast ahead = predict(fit, 30);
  for (int h = 0; h < 30; ++h) {
    const int t = 240 + h;
    EXPECT_NEAR(ahead.mean[static_cast<std::size_t>(h)],
                50 + 5 * std::cos(2 * std::numbers::pi * t / 7) + 3 * std::sin(4 * std::numbers::pi * t / 7) +
                    4 * std::cos(2 * std::numbers::pi * t / 30.4375),
                0.5);
  }
}

// Seasons of two and four periods have all their frequencies; those that a shorter season has are left out.
TEST(Tbats, LeavesOutWhatIsNotSeen) {
  const V& y = r("series ukgas");
  const TbatsFit fit = fit_tbats(y, {.season_lengths = {4, 8},
                                     .transform = log_transform(),
                                     .trend = true,
                                     .damped = false,
                                     .ar = 0,
                                     .ma = 0,
                                     .harmonics = {2, 4}});
  ASSERT_EQ(fit.initial.harmonics.size(), 12u);
  EXPECT_EQ(fit.initial.harmonics[3], 0);  // s* of frequency pi
  for (const std::size_t left_out : {5u, 7u, 9u, 11u}) EXPECT_EQ(fit.last.harmonics[left_out], 0);
  EXPECT_NE(fit.last.harmonics[4], 0);
  // alpha, beta, 4 gammas, level, growth, 3 + 4 harmonics, sigma2
  EXPECT_EQ(fit.parameters, 16u);
  EXPECT_LE(fit.spectral_radius, 1);
  EXPECT_GE(fit.log_likelihood, fit_tbats(y, {.season_lengths = {4},
                                              .transform = log_transform(),
                                              .trend = true,
                                              .damped = false,
                                              .ar = 0,
                                              .ma = 0,
                                              .harmonics = {2}})
                                        .log_likelihood -
                                    1e-6);
  const TbatsFit short_one = fit_tbats(V(y.begin(), y.begin() + 7), {.season_lengths = {4}});
  EXPECT_TRUE(short_one.seasons.empty());
}

TEST(Tbats, HasTheVariancesOfItsSamplePaths) {
  for (const std::string name : {"usacc", "www", "sunspots", "taylor", "carbon", "ttwo"}) {
    const TbatsFit fit = apply_tbats(model_of(name), r("series " + name));
    const Predictive p = predictive(fit, 20);
    double c = fit.alpha + fit.phi * fit.beta + (fit.ar.empty() ? 0 : fit.ar[0]) + (fit.ma.empty() ? 0 : fit.ma[0]);
    for (const TbatsSeason& s : fit.seasons) c += static_cast<double>(s.harmonics) * s.gamma1;
    EXPECT_NEAR(p.variance[1] / p.variance[0], 1 + c * c, 1e-12) << name;
    constexpr std::size_t kPaths = 20'000;
    const SamplePaths paths = sample_paths(p, {.paths = kPaths, .seed = 5});
    for (const std::size_t h : {0u, 1u, 7u, 19u}) {
      double mean = 0, square = 0;
      for (std::size_t i = 0; i < kPaths; ++i) mean += paths.path(i)[h] / kPaths;
      for (std::size_t i = 0; i < kPaths; ++i) square += std::pow(paths.path(i)[h] - mean, 2) / kPaths;
      EXPECT_NEAR(mean, p.mean[h], 5 * std::sqrt(p.variance[h] / kPaths)) << name << ' ' << h;
      EXPECT_NEAR(square / p.variance[h], 1, 0.05) << name << ' ' << h;
    }
  }
}

TEST(Tbats, GoesOnWithoutEstimatingAgain) {
  for (const std::string name : {"air", "www", "sunspots"}) {
    const V& y = r("series " + name);
    const TbatsFit head = fit_tbats(std::span(y).first(80), options_of(name));
    const TbatsFit grown = update(head, std::span(y).subspan(80)), whole = apply_tbats(head, y);
    EXPECT_EQ(grown.residuals.size(), y.size());
    EXPECT_EQ(grown.log_likelihood, head.log_likelihood);
    const auto a = predictive(grown, 20), b = predictive(whole, 20);
    for (std::size_t h = 0; h < 20; ++h) EXPECT_NEAR(a.mean[h] / b.mean[h], 1, 1e-12) << name;
    EXPECT_NEAR(apply_tbats(head, std::span(y).first(80)).log_likelihood, head.log_likelihood, 1e-10);
  }
  const Series series{"load", Period::month(2001, 1), {}, air()};
  EXPECT_EQ(fit_tbats(series, options_of("air")).origin->last, series.last());
}

// As the walk that carries states on without an innovation has it, and no parameters or states near are better.
TEST(Tbats, BridgesGaps) {
  for (const std::string name : {"usacc", "sunspots", "www"}) {
    V y = r("series " + name);
    for (const std::size_t t : {0u, 1u, 20u, 21u, 22u, 60u, static_cast<unsigned>(y.size() - 1)}) y[t] = NAN;
    TbatsOptions options = options_of(name);
    const TbatsFit fit = fit_tbats(y, options);
    EXPECT_EQ(fit.observations, y.size() - 7) << name;
    EXPECT_TRUE(std::isnan(fit.residuals[21]) && std::isfinite(fit.fitted[21]));
    ASSERT_TRUE(fit.usable());
    for (const double by : {-1.0, 1.0})
      for (int which = 0; which < 4; ++which) {
        TbatsFit other = fit;
        const double size = 1e-3 * by * std::sqrt(fit.sigma2);
        if (which == 0) other.alpha += 1e-4 * by;
        if (which == 1) other.initial.level += size;
        if (which == 2 && !fit.seasons.empty()) other.initial.harmonics[0] += size;
        if (which == 3 && !fit.ma.empty()) other.ma[0] += 1e-4 * by;
        const TbatsFit walked = apply_tbats(other, y);
        if (walked.spectral_radius > 1) continue;
        EXPECT_LE(walked.log_likelihood, fit.log_likelihood + 1e-6) << name << which;
      }
    // Nothing between the forecasts of two gaps next to each other moves the states but themselves.
    TbatsFit head = apply_tbats(fit, std::span(y).first(20));
    const auto ahead = predictive(head, 3);
    for (std::size_t h = 0; h < 3; ++h) EXPECT_NEAR(ahead.mean[h] / fit.fitted[20 + h], 1, 1e-10) << name;
  }
}

// Powers of two change units and nothing else.
TEST(Tbats, FollowsScale) {
  for (const std::string name : {"usacc", "www", "sunspots"}) {
    const V& y = r("series " + name);
    const TbatsFit fit = fit_tbats(y, options_of(name));
    for (const int exponent : {-900, -3, 10, 900}) {
      V scaled = y;
      for (double& x : scaled) x = std::ldexp(x, exponent);
      const TbatsFit other = fit_tbats(scaled, options_of(name));
      EXPECT_EQ(other.alpha, fit.alpha) << name << exponent;
      EXPECT_EQ(other.ma, fit.ma);
      const auto a = predictive(fit, 15).mean, b = predictive(other, 15).mean;
      for (std::size_t h = 0; h < 15; ++h) EXPECT_EQ(b[h], std::ldexp(a[h], exponent)) << name << exponent;
      const double n = static_cast<double>(y.size());
      EXPECT_NEAR(other.log_likelihood + n * exponent * std::numbers::ln2, fit.log_likelihood, 1e-7) << name;
    }
  }
  // With Box-Cox forecasts follow units too: lambda and the states make up for them.
  V large = air();
  for (double& x : large) x *= 1000;
  const TbatsFit a = fit_tbats(air(), options_of("air")), b = fit_tbats(large, options_of("air"));
  EXPECT_NEAR(a.log_likelihood - b.log_likelihood, 144 * std::log(1000), 1e-5);
  const Forecast f = predict(a, 12), g = predict(b, 12);
  for (std::size_t h = 0; h < 12; ++h) EXPECT_NEAR(g.mean[h] / f.mean[h] / 1000, 1, 1e-3);
}

TEST(Tbats, AnswersHoweverLittleThereIs) {
  for (const V& y : testing::awkward_series())
    for (const std::vector<double>& lengths : {V{}, V{2}, V{4}, V{2.5, 4}, V{12}})
      for (const auto& transform : {std::optional<Transform>{}, std::optional<Transform>{Transform{}}}) {
        const TbatsFit fit = fit_tbats(y, {.season_lengths = lengths, .transform = transform});
        EXPECT_TRUE(std::isfinite(fit.log_likelihood)) << y[0] << ' ' << y.size() << ' ' << to_string(fit.form);
        for (const double x : predict(fit, 8, {.intervals = IntervalMethod::none}).mean)
          EXPECT_TRUE(std::isfinite(x)) << y[0] << ' ' << y.size() << ' ' << to_string(fit.form);
        if (fit.observations > 1) {
          EXPECT_GT(fit.observations, fit.parameters);
        }
        EXPECT_LE(fit.spectral_radius, 1 + 1e-9);
      }
  EXPECT_EQ(predict(fit_tbats(V{5}), 2).mean, (V{5, 5}));
  EXPECT_EQ(predict(fit_tbats(V{5, 7, NAN}), 2).mean, (V{7, 7}));
  EXPECT_NEAR(predict(fit_tbats(V(30, 7.5)), 2).upper[1], 7.5, 1e-9);
  EXPECT_TRUE(std::isnan(predict(fit_tbats(V{5}), 2).upper[1]));
  EXPECT_NEAR(predict(fit_tbats(V{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}), 2).mean[1], 14, 1e-6);
}

// Box-Cox forms of these have no likelihood: there is nothing for their neighbours to begin from.
TEST(Tbats, AnswersWhereNoFormHasALikelihood) {
  const std::vector<double> y{6.56e299, 2.49e299, 4.55e299, 8.97e-301, 8.11e-301, 1.78e-301,
                              7.77e299, 2.08e299, 9.42e299, 7.17e299,  5.46e-301, 9.29e-301};
  for (const double x : predict(fit_tbats(y, {.season_lengths = {2}}), 4).mean) EXPECT_TRUE(std::isfinite(x));
}

TEST(Tbats, NestsItsIntervals) {
  EXPECT_TRUE(rc::check([] {
    const auto n = *rc::gen::inRange<std::size_t>(1, 60);
    V y;
    for (std::size_t t = 0; t < n; ++t) y.push_back(*rc::gen::inRange(1, 1000) / 8.0);
    const TbatsFit fit = fit_tbats(y, {.season_lengths = {4}, .ar = 0, .ma = 0});
    const Forecast narrow = predict(fit, 9, {.coverage = 0.5}), wide = predict(fit, 9, {.coverage = 0.9});
    for (std::size_t h = 0; h < 9; ++h) {
      RC_ASSERT(std::isfinite(wide.mean[h]));
      if (n < 2) continue;
      RC_ASSERT(wide.lower[h] <= narrow.lower[h] && narrow.upper[h] <= wide.upper[h]);
      RC_ASSERT(narrow.lower[h] <= narrow.mean[h] && narrow.mean[h] <= narrow.upper[h]);
    }
    RC_ASSERT(fit.spectral_radius <= 1);
  }));
}

TEST(Tbats, RefusesWhatContradictsItself) {
  const V y{3, 1, 2, 5, 4, 3, 2, 4};
  testing::expect_refused({
      {"forecast::fit_tbats: y must have an observation; got 0 values, all missing", [] { (void)fit_tbats(V{}); }},
      {"forecast::fit_tbats: y must be finite, or NaN where missing; got inf at index 1",
       [] {
         (void)fit_tbats(V{1, INFINITY});
       }},
      {"forecast::fit_tbats: season lengths must be in [2, 100,000]; got 1.5 at index 1",
       [&] {
         (void)fit_tbats(y, {.season_lengths = {4, 1.5}});
       }},
      {"forecast::fit_tbats: season lengths must be different; got 4 twice",
       [&] {
         (void)fit_tbats(y, {.season_lengths = {4, 4}});
       }},
      {"forecast::fit_tbats: harmonics must be one number for each of the 1 seasons; got 2",
       [&] {
         (void)fit_tbats(y, {.season_lengths = {4}, .harmonics = {1, 1}});
       }},
      {"forecast::fit_tbats: harmonics must be in [1, half the season length of 4]; got 3 at index 0",
       [&] { (void)fit_tbats(y, {.season_lengths = {4}, .harmonics = {3}}); }},
      {"forecast::fit_tbats: a damped trend needs a trend; got trend = false",
       [&] { (void)fit_tbats(y, {.trend = false, .damped = true}); }},
      {"forecast::fit_tbats: ma must be in [0, 10]; got 11", [&] { (void)fit_tbats(y, {.ma = 11}); }},
      {"forecast::fit_tbats: largest_root must be in [0.5, 1.1]; got 2",
       [&] { (void)fit_tbats(y, {.largest_root = 2}); }},
      {"forecast::fit_tbats: Box-Cox needs values > 0; got -1 at index 2",
       [] {
         (void)fit_tbats(V{3, 1, -1, 4}, {.transform = box_cox()});
       }},
      {"forecast::fit_tbats: lambda must be looked for between two values of [-5, 5]; got 2 and 1",
       [&] { (void)fit_tbats(y, {.transform = Transform{.kind = TransformKind::box_cox, .lower = 2, .upper = 1}}); }},
      {"forecast::apply_tbats: there must be 4 initial harmonics; got 0",
       [&] {
         (void)apply_tbats({.seasons = {{4, 2, 0, 0}}}, y);
       }},
      {"forecast::apply_tbats: lambda must be set", [&] { (void)apply_tbats({.transform = box_cox()}, y); }},
      {"forecast::apply_tbats: parameters and states must be finite; got NaN",
       [&] { (void)apply_tbats({.alpha = NAN}, y); }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
