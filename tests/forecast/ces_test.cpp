#include <foreplan/forecast/ces.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "forecast/awkward_series.hpp"
#include "forecast/reference.hpp"
#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

using V = std::vector<double>;

constexpr CesSeason kSeasons[] = {CesSeason::none, CesSeason::simple, CesSeason::partial, CesSeason::full};
constexpr CesInitial kInitials[] = {CesInitial::backcast, CesInitial::estimated};

const reference::Lines& scipy() {
  static const reference::Lines all = reference::read_lines("ces.txt");
  return all;
}

struct Case {
  std::string key;  ///< "full tourism q a"
  CesSeason season;
  std::size_t m;
  const V& y;

  [[nodiscard]] const V& line(const std::string& word) const { return reference::line(scipy(), word + " " + key); }
};

std::vector<Case> cases() {
  std::vector<Case> result;
  for (const auto& [words, values] : scipy()) {
    if (!words.starts_with("parameters ")) continue;
    const std::string key = words.substr(11), form = key.substr(0, key.find(' '));
    const std::string series = key.substr(key.find(' ') + 1);
    for (const CesSeason season : kSeasons)
      if (to_string(season) == "CES(" + form + ")")
        result.push_back({key, season, static_cast<std::size_t>(reference::line(scipy(), "season " + series)[0]),
                          reference::line(scipy(), "series " + series)});
  }
  return result;
}

CesState state_of(const Case& c, const V& x) {
  const std::size_t lag = c.season == CesSeason::simple ? c.m : 1;
  const std::size_t s = c.season == CesSeason::partial || c.season == CesSeason::full ? c.m : 0;
  const auto at = [&](std::size_t i) { return x.begin() + static_cast<std::ptrdiff_t>(i); };
  return {{at(0), at(lag)}, {at(lag), at(2 * lag)}, {at(2 * lag), at(2 * lag + s)}, {at(2 * lag + s), x.end()}};
}

CesOptions held(const Case& c, CesInitial initial) {
  const V& p = c.line("parameters");
  return {.season_length = c.m,
          .season = c.season,
          .initial = initial,
          .a0 = p[0],
          .a1 = p[1],
          .b0 = p.size() > 2 ? p[2] : 0,
          .b1 = p.size() > 3 ? p[3] : 0};
}

CesFit model_of(const Case& c) {
  const CesOptions o = held(c, CesInitial::estimated);
  return {.season = c.season,
          .season_length = c.m,
          .a0 = *o.a0,
          .a1 = *o.a1,
          .b0 = *o.b0,
          .b1 = *o.b1,
          .initial = state_of(c, c.line("initial"))};
}

void expect_close(std::span<const double> values, std::span<const double> expected, double relative,
                  const std::string& what) {
  ASSERT_EQ(values.size(), expected.size()) << what;
  double size = 0;
  for (const double x : expected) size = std::max(size, std::abs(x));
  for (std::size_t i = 0; i < values.size(); ++i)
    EXPECT_NEAR(values[i], expected[i], relative * size) << what << " at " << i;
}

double squares_of(const CesFit& fit) {
  double sum = 0;
  for (const double e : fit.residuals) sum += std::isnan(e) ? 0 : e * e;
  return sum;
}

/// Seasons, growth and noise that repeats itself.
V seasonal_series(std::size_t n, std::size_t m) {
  V y;
  for (std::size_t t = 0; t < n; ++t) {
    const double x = static_cast<double>(t), season = std::sin(6.283185307179586 * x / static_cast<double>(m));
    y.push_back(50 + 0.4 * x + (6 + 0.05 * x) * season + static_cast<double>((t * t * 7 + 3 * t) % 13) * 0.3);
  }
  return y;
}

TEST(Ces, FollowsTheMatricesOfThePaper) {
  ASSERT_EQ(cases().size(), 28u);
  for (const Case& c : cases()) {
    const CesFit fit = apply_ces(model_of(c), c.y);
    EXPECT_NEAR(fit.log_likelihood, c.line("likelihood")[0], 1e-8) << c.key;
    expect_close(std::span(fit.residuals).last(12), c.line("residuals"), 1e-9, "residuals " + c.key);
    const Predictive p = predictive(fit, 15);
    expect_close(p.mean, c.line("means"), 1e-10, "means " + c.key);
    V ratios;
    for (const double v : p.variance) ratios.push_back(v / fit.sigma2);
    expect_close(ratios, c.line("variances"), 1e-10, "variances " + c.key);
  }
}

TEST(Ces, HasTheMostLikelyStatesForAnyParameters) {
  for (const Case& c : cases()) {
    const CesFit fit = fit_ces(c.y, held(c, CesInitial::estimated));
    EXPECT_EQ(fit.season, c.season) << c.key;
    EXPECT_NEAR(fit.log_likelihood, c.line("likelihood")[0], 1e-8) << c.key;
    const CesState expected = state_of(c, c.line("initial"));
    expect_close(fit.initial.level, expected.level, 1e-6, "levels " + c.key);
    if (c.season == CesSeason::none || c.season == CesSeason::simple) continue;
    expect_close(fit.initial.seasonals, expected.seasonals, 1e-6, "seasonals " + c.key);
    double sum = 0;
    for (const double s : fit.initial.seasonals) sum += s;
    EXPECT_NEAR(sum, 0, 1e-9 * std::abs(fit.initial.level[0])) << c.key;
  }
}

TEST(Ces, BackcastsStates) {
  for (const Case& c : cases()) {
    const CesFit fit = fit_ces(c.y, held(c, CesInitial::backcast));
    EXPECT_NEAR(fit.log_likelihood, c.line("backcast")[0], 1e-8) << c.key;
    EXPECT_EQ(fit.parameters, 1u) << c.key;
  }
}

// Where level and seasons can say nearly the same the likelihood of the full form has narrow spikes, of states that
// cancel; one of scipy's optima is such a spike, which the search does not find.
TEST(Ces, IsNoLessLikelyThanAGlobalSearchFinds) {
  for (const Case& c : cases()) {
    const CesOptions free{.season_length = c.m, .season = c.season, .initial = CesInitial::estimated};
    const CesFit fit = fit_ces(c.y, free);
    EXPECT_TRUE(fit.usable() || c.season == CesSeason::full) << c.key << ' ' << to_string(fit.stop);
    const CesFit again = apply_ces(fit, c.y);
    EXPECT_NEAR(again.log_likelihood, fit.log_likelihood, 1e-7) << c.key;
    if (c.key != "full mone q a") {
      EXPECT_GE(fit.log_likelihood, c.line("best")[0] - 1e-6) << c.key;
      continue;
    }
    CesOptions spike = free;
    const V& p = c.line("at");
    spike.a0 = p[0], spike.a1 = p[1], spike.b0 = p[2], spike.b1 = p[3];
    const CesFit cancelling = fit_ces(c.y, spike);
    EXPECT_NEAR(cancelling.log_likelihood, c.line("best")[0], 1e-4);
    double most = 0, size = 0;
    for (const double s : cancelling.initial.seasonal_potentials) size = std::max(size, std::abs(s));
    for (const double y : c.y) most = std::max(most, std::abs(y));
    EXPECT_GT(size, 20 * most);
  }
}

// a1 = 1 makes the level that of simple smoothing with alpha = a0 - 1.
TEST(Ces, IsSimpleSmoothingWhereTheImaginaryPartIsOne) {
  const V y = seasonal_series(40, 8);
  const CesFit complex = apply_ces({.a0 = 1.3, .a1 = 1, .initial = {{48}, {30}, {}, {}}}, y);
  const EtsFit simple = apply_ets({.alpha = 0.3, .initial = {48, 0, {}}}, y);
  expect_close(complex.residuals, simple.residuals, 1e-13, "residuals");
  expect_close(predictive(complex, 5).mean, predictive(simple, 5).mean, 1e-13, "means");
}

TEST(Ces, StaysWithinItsBounds) {
  for (const Case& c : cases()) {
    if (c.season != CesSeason::none && c.season != CesSeason::simple) continue;
    for (const CesInitial initial : kInitials) {
      const CesFit fit = fit_ces(c.y, {.season_length = c.m, .season = c.season, .initial = initial});
      const double a0 = fit.a0, a1 = fit.a1;
      EXPECT_GT(std::pow(a0 - 2.5, 2) + a1 * a1, 1.25) << c.key;
      EXPECT_GT(std::pow(a0 - 0.5, 2) + std::pow(a1 - 1, 2), 0.25) << c.key;
      EXPECT_LT(std::pow(a0 - 1.5, 2) + std::pow(a1 - 0.5, 2), 1.5) << c.key;
      const CesFit narrow =
          fit_ces(c.y, {.season_length = c.m, .season = c.season, .bounds = CesBounds::practical, .initial = initial});
      EXPECT_TRUE(narrow.a0 >= 0 && narrow.a0 <= 2.5 && narrow.a1 >= 0.5 && narrow.a1 <= 1.5) << c.key;
      EXPECT_LE(narrow.log_likelihood, fit.log_likelihood + 1e-6) << c.key;
    }
  }
}

TEST(Ces, ChoosesTheSeasonOfLeastCriterion) {
  const V y = seasonal_series(96, 12);
  for (const Criterion criterion : {Criterion::aicc, Criterion::aic, Criterion::bic})
    for (const CesInitial initial : kInitials) {
      const CesFit fit = fit_ces(y, {.season_length = 12, .criterion = criterion, .initial = initial});
      ASSERT_EQ(fit.tried.size(), 4u);
      const double chosen = criterion == Criterion::aicc ? fit.aicc : criterion == Criterion::aic ? fit.aic : fit.bic;
      for (const CesCandidate& c : fit.tried) {
        EXPECT_LE(chosen, c.criterion + 1e-7) << to_string(c.season);
        const CesFit alone = fit_ces(y, {.season_length = 12, .season = c.season, .initial = initial});
        EXPECT_NEAR(alone.log_likelihood, c.log_likelihood, 1e-6) << to_string(c.season);
      }
      EXPECT_NE(fit.season, CesSeason::none);
    }
  EXPECT_EQ(fit_ces(y).tried.size(), 1u);
  // 2 + 2 and sigma2; states of m seasons less one each in the joint forms.
  const auto parameters = [&](CesSeason season) {
    return fit_ces(y, {.season_length = 12, .season = season, .initial = CesInitial::estimated}).parameters;
  };
  EXPECT_EQ(parameters(CesSeason::none), 5u);
  EXPECT_EQ(parameters(CesSeason::simple), 27u);
  EXPECT_EQ(parameters(CesSeason::partial), 17u);
  EXPECT_EQ(parameters(CesSeason::full), 29u);
  EXPECT_EQ(fit_ces(y, {.season_length = 12, .season = CesSeason::full}).parameters, 5u);
}

TEST(Ces, HasTheVariancesOfItsSamplePaths) {
  for (const CesSeason season : kSeasons) {
    const CesFit fit = fit_ces(seasonal_series(60, 4), {.season_length = 4, .season = season});
    const Predictive p = predictive(fit, 12);
    constexpr std::size_t kPaths = 20'000;
    const SamplePaths paths = sample_paths(p, {.paths = kPaths, .seed = 5});
    for (const std::size_t h : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{11}}) {
      double mean = 0, variance = 0;
      for (std::size_t i = 0; i < kPaths; ++i) mean += paths.path(i)[h] / kPaths;
      for (std::size_t i = 0; i < kPaths; ++i) variance += std::pow(paths.path(i)[h] - mean, 2) / kPaths;
      EXPECT_NEAR(mean, p.mean[h], 5 * std::sqrt(p.variance[h] / kPaths)) << to_string(season) << ' ' << h;
      EXPECT_NEAR(variance / p.variance[h], 1, 0.05) << to_string(season) << ' ' << h;
    }
  }
}

TEST(Ces, GoesOnWithoutEstimatingAgain) {
  const V y = seasonal_series(75, 12);
  for (const CesSeason season : kSeasons) {
    const CesFit head = fit_ces(std::span(y).first(53), {.season_length = 12, .season = season});
    const CesFit grown = update(head, std::span(y).subspan(53)), whole = apply_ces(head, y);
    expect_close(predictive(grown, 14).mean, predictive(whole, 14).mean, 1e-11, "means");
    expect_close(grown.residuals, whole.residuals, 1e-10, "residuals");
    EXPECT_EQ(grown.log_likelihood, head.log_likelihood);
    EXPECT_NEAR(apply_ces(head, std::span(y).first(53)).log_likelihood, head.log_likelihood, 1e-9);
    EXPECT_EQ(update(head, V{}).last, head.last);
  }
}

// With gaps states respond to the rest of the data alone: no states and parameters near are better.
TEST(Ces, BridgesGaps) {
  V y = seasonal_series(72, 4);
  for (const std::size_t t : {0u, 5u, 6u, 7u, 30u, 31u, 71u}) y[t] = NAN;
  for (const CesSeason season : kSeasons) {
    const CesFit fit = fit_ces(y, {.season_length = 4, .season = season, .initial = CesInitial::estimated});
    EXPECT_EQ(fit.observations, 65u);
    EXPECT_TRUE(std::isnan(fit.residuals[6]) && std::isfinite(fit.fitted[6]));
    const double least = squares_of(fit);
    for (const double step : {-1e-3, 1e-3}) {
      const auto worse = [&](CesFit other, const std::string& what) {
        EXPECT_GE(squares_of(apply_ces(other, y)), least * (1 - 1e-9)) << to_string(season) << ' ' << what;
      };
      CesFit other = fit;
      other.initial.level[0] += step;
      worse(other, "level");
      other = fit;
      other.initial.potential[0] += step;
      worse(other, "potential");
      if (!fit.initial.seasonals.empty()) {
        other = fit;
        other.initial.seasonals[0] += step;
        other.initial.seasonals[3] -= step;
        worse(other, "seasonal");
      }
    }
  }
}

TEST(Ces, FollowsScaleAndSign) {
  const V y = seasonal_series(60, 4);
  V large, turned;
  for (const double x : y) large.push_back(std::ldexp(x, 40)), turned.push_back(-x);
  for (const CesSeason season : kSeasons)
    for (const CesInitial initial : kInitials) {
      const CesOptions o{.season_length = 4, .season = season, .initial = initial};
      const Predictive f = predictive(fit_ces(y, o), 6), up = predictive(fit_ces(large, o), 6);
      const Predictive down = predictive(fit_ces(turned, o), 6);
      for (std::size_t h = 0; h < 6; ++h) {
        EXPECT_EQ(up.mean[h], std::ldexp(f.mean[h], 40));
        EXPECT_EQ(up.variance[h], std::ldexp(f.variance[h], 80));
        EXPECT_EQ(down.mean[h], -f.mean[h]);
      }
    }
}

TEST(Ces, FollowsAShiftWhereTheImaginaryPartIsOne) {
  const V y = seasonal_series(40, 4);
  V shifted;
  for (const double x : y) shifted.push_back(x + 300);
  const CesOptions o{.initial = CesInitial::estimated, .a1 = 1.0};
  const Predictive f = predictive(fit_ces(y, o), 6), moved = predictive(fit_ces(shifted, o), 6);
  for (std::size_t h = 0; h < 6; ++h) EXPECT_NEAR(moved.mean[h] - 300, f.mean[h], 1e-4);
}

TEST(Ces, NestsItsIntervals) {
  for (const CesSeason season : kSeasons) {
    const CesFit fit = fit_ces(seasonal_series(60, 4), {.season_length = 4, .season = season});
    const Forecast narrow = predict(fit, 10, {.coverage = 0.5}), wide = predict(fit, 10, {.coverage = 0.95});
    for (std::size_t h = 0; h < 10; ++h) {
      EXPECT_TRUE(wide.lower[h] < narrow.lower[h] && narrow.lower[h] < narrow.mean[h]);
      EXPECT_TRUE(narrow.mean[h] < narrow.upper[h] && narrow.upper[h] < wide.upper[h]);
    }
  }
}

TEST(Ces, AnswersHoweverLittleThereIs) {
  for (const V& y : testing::awkward_series())
    for (const std::size_t m : {std::size_t{1}, std::size_t{2}, std::size_t{4}})
      for (const CesInitial initial : kInitials)
        for (const CesBounds bounds : {CesBounds::admissible, CesBounds::practical}) {
          std::vector<CesOptions> all{{.season_length = m, .bounds = bounds, .initial = initial}};
          if (m > 1)
            for (const CesSeason season : kSeasons)
              all.push_back({.season_length = m, .season = season, .bounds = bounds, .initial = initial});
          for (const CesOptions& o : all) {
            const CesFit fit = fit_ces(y, o);
            EXPECT_TRUE(std::isfinite(fit.log_likelihood)) << y[0] << ' ' << y.size() << ' ' << m;
            for (const double x : predictive(fit, 8).mean)
              EXPECT_TRUE(std::isfinite(x)) << y[0] << ' ' << y.size() << ' ' << m;
            EXPECT_FALSE(fit.tried.empty());
          }
        }
  EXPECT_EQ(predict(fit_ces(V{5}), 2).mean, (V{5, 5}));
  EXPECT_EQ(predict(fit_ces(V{5, 7, NAN}), 2).mean, (V{7, 7}));
  EXPECT_EQ(predict(fit_ces(V(30, 7.5)), 2).upper[1], 7.5);
  EXPECT_TRUE(std::isnan(predict(fit_ces(V{5}), 2).upper[1]));
  // Two years are needed for a season, and more observations than parameters.
  const V y = seasonal_series(30, 12);
  EXPECT_EQ(fit_ces(std::span(y).first(23), {.season_length = 12, .season = CesSeason::full}).season, CesSeason::none);
  EXPECT_EQ(fit_ces(std::span(y).first(24), {.season_length = 12, .season = CesSeason::full}).season, CesSeason::full);
  EXPECT_EQ(fit_ces(y, {.season_length = 12, .season = CesSeason::full, .initial = CesInitial::estimated}).season,
            CesSeason::none);
}

TEST(Ces, StaysInTheRangeOfDoublesHoweverFar) {
  const CesFit fit = apply_ces({.a0 = 1.2, .a1 = 1.3, .initial = {{1}, {1}, {}, {}}}, seasonal_series(30, 4));
  const Predictive p = predictive(fit, 20'000);
  const Forecast f = predict(p);
  EXPECT_EQ(f.mean.back(), std::numeric_limits<double>::max());
  EXPECT_EQ(p.variance.back(), std::numeric_limits<double>::infinity());
  for (std::size_t h = 0; h < p.mean.size(); ++h) {
    for (const double x : {f.mean[h], f.lower[h], f.upper[h]}) ASSERT_TRUE(std::isfinite(x)) << h;
    ASSERT_FALSE(std::isnan(p.variance[h])) << h;
  }
  for (const double x : sample_paths(p, {.paths = 3}).values) ASSERT_TRUE(std::isfinite(x));
}

TEST(Ces, HoldsParametersWhateverTheBoundsSay) {
  const V y = seasonal_series(40, 4);
  const CesFit fit = fit_ces(y, {.a0 = 0.3, .a1 = 1.0});
  EXPECT_EQ(fit.a0, 0.3);
  EXPECT_EQ(fit.a1, 1.0);
  EXPECT_TRUE(std::isfinite(fit.log_likelihood));
  EXPECT_EQ(fit.parameters, 1u);
  // Nothing has a likelihood: the recursion leaves the range of doubles.
  const CesFit naive = fit_ces(seasonal_series(2000, 4), {.a0 = 4.0, .a1 = -2.0});
  EXPECT_TRUE(std::isfinite(naive.log_likelihood));
  for (const double x : predictive(naive, 3).mean) EXPECT_TRUE(std::isfinite(x));
}

TEST(Ces, StaysWithinTheBoundsOfATransformation) {
  V share;
  for (int t = 0; t < 40; ++t) share.push_back(1 / (1 + std::exp(2 - 0.15 * t)) * (1 + 0.01 * (t % 3)) * 0.98);
  const Forecast f = predict(fit_ces(share, {.transform = between(0, 1)}), 40, {.coverage = 0.99});
  for (std::size_t h = 0; h < 40; ++h) EXPECT_TRUE(f.lower[h] > 0 && f.lower[h] < f.mean[h] && f.upper[h] <= 1);
}

TEST(Ces, KeepsTheOriginOfASeries) {
  const Series y{"output", Period::year(1990), {}, seasonal_series(30, 4)};
  const CesFit fit = fit_ces(y);
  ASSERT_TRUE(fit.origin);
  EXPECT_EQ(fit.origin->last, Period::year(2019));
  EXPECT_EQ(update(fit, V{60, 61}).origin->last, Period::year(2021));
}

TEST(Ces, RefusesWhatContradictsItself) {
  testing::expect_refused({
      {"forecast::fit_ces: y must have an observation; got 0 values, all missing", [] { (void)fit_ces(V{}); }},
      {"forecast::fit_ces: y must be finite, or NaN where missing; got inf at index 1",
       [] {
         (void)fit_ces(V{1, INFINITY});
       }},
      {"forecast::fit_ces: season_length must be in [1, 100,000]; got 0",
       [] {
         (void)fit_ces(V{3, 1}, {.season_length = 0});
       }},
      {"forecast::fit_ces: a season needs a season_length >= 2; got 1",
       [] {
         (void)fit_ces(V{3, 1}, {.season = CesSeason::partial});
       }},
      {"forecast::fit_ces: partial and full seasons must have a season_length <= 400; got 401",
       [] {
         (void)fit_ces(V{3, 1}, {.season_length = 401, .season = CesSeason::full});
       }},
      {"forecast::fit_ces: b0 must be in [-2, 4] to be held; got 5",
       [] {
         (void)fit_ces(V{3, 1, 2}, {.b0 = 5});
       }},
      {"forecast::fit_ces: max_iterations must be >= 1; got 0",
       [] {
         (void)fit_ces(V{3, 1, 2}, {.max_iterations = 0});
       }},
      {"forecast::apply_ces: there must be 4 initial seasonals; got 0",
       [] {
         (void)apply_ces({.season = CesSeason::partial, .season_length = 4, .initial = {{1}, {1}, {}, {}}}, V{1, 2});
       }},
      {"forecast::apply_ces: parameters and states must be finite; got NaN",
       [] {
         (void)apply_ces({.initial = {{NAN}, {1}, {}, {}}}, V{1, 2});
       }},
      {"forecast::predict: the horizon must be in [1, 1,000,000]; got 0", [] { (void)predictive(fit_ces(V{1}), 0); }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
