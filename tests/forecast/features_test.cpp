#include <foreplan/forecast/features.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "awkward_series.hpp"
#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
const std::vector<std::string> kSeries{"nile",    "huron", "lynx",   "www",    "m1",  "gas",
                                       "johnson", "air",   "deaths", "nottem", "wine"};
/// Where an optimum stands, or estimation ends, in R.
const std::vector<std::string> kSearched{"hurst",    "ses_alpha", "holt_alpha", "holt_beta",
                                         "hw_alpha", "hw_beta",   "hw_gamma"};

const reference::Lines& r() {
  static const reference::Lines all = reference::read_lines("features.txt");
  return all;
}
const std::vector<double>& r(const std::string& words) { return reference::line(r(), words); }

SeriesFeatures features_of(const std::string& name, const FeatureOptions& options = {}) {
  return series_features(r("series " + name), static_cast<std::size_t>(r("season " + name)[0]), options);
}

bool is_searched(const std::string& name) {
  return std::find(kSearched.begin(), kSearched.end(), name) != kSearched.end();
}

std::vector<double> moved(double scale, double shift, std::vector<double> y) {
  for (double& v : y) v = scale * v + shift;
  return y;
}

double named(const SeriesFeatures& features, const std::string& name) {
  const std::vector<std::string> names = feature_names();
  const auto place = std::find(names.begin(), names.end(), name);
  EXPECT_NE(place, names.end()) << name;
  return feature_values(features, kNaN)[static_cast<std::size_t>(place - names.begin())];
}

/// Equal where both are NaN.
void expect_near(double value, double expected, double tolerance, const std::string& what) {
  if (std::isnan(expected))
    EXPECT_TRUE(std::isnan(value)) << what << " " << value;
  else
    EXPECT_NEAR(value, expected, tolerance * std::max(1.0, std::abs(expected))) << what;
}

/// White noise of a fixed pattern, without a generator's state.
std::vector<double> noise(std::size_t n, std::uint64_t seed) {
  std::vector<double> y;
  for (std::uint64_t t = 0; t < n; ++t) {
    std::uint64_t z = (t + 1) * 0x9e3779b97f4a7c15ULL + seed * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    y.push_back(static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53 - 0.5);
  }
  return y;
}

TEST(SeriesFeatures, AgreeWithRFunctions) {
  for (const std::string& series : kSeries) {
    const SeriesFeatures f = features_of(series, {.smoothing = false});
    std::size_t compared = 0;
    for (const std::string& name : feature_names()) {
      const auto line = r().find(name + " " + series);
      if (line == r().end() || is_searched(name)) continue;
      expect_near(named(f, name), line->second[0], 1e-9, line->first);
      ++compared;
    }
    // Three are seasonal, two of the autoregression's errors; the search tests and lengths are not counted.
    const bool seasonal = r("season " + series)[0] > 1, long_enough = series != "m1";
    EXPECT_EQ(compared, 23U + (seasonal ? 3U : 0U) + (long_enough ? 2U : 0U)) << series;
  }
}

TEST(SeriesFeatures, HurstIsWhereTheLikelihoodOfExactCovariancesIsLargest) {
  for (const std::string& series : kSeries)
    EXPECT_NEAR(features_of(series, {.smoothing = false}).hurst, r("hurst " + series)[0], 2e-6) << series;
}

// Up to its 100 lags fracdiff has the same likelihood; its search stops after three to five digits.
TEST(SeriesFeatures, HurstIsThatOfFracdiff) {
  for (const std::string& series : kSeries)
    if (const std::vector<double>& y = r("series " + series); y.size() <= 100) {
      EXPECT_NEAR(features_of(series, {.smoothing = false}).hurst, r("fracdiff " + series)[0], 5e-4) << series;
    }
}

TEST(SeriesFeatures, ScaleAndOriginDoNotMatter) {
  for (const std::string& series : kSeries) {
    const std::vector<double>& y = r("series " + series);
    const auto m = static_cast<std::size_t>(r("season " + series)[0]);
    const double size = *std::max_element(y.begin(), y.end());
    const SeriesFeatures plain = series_features(y, m, {.smoothing = false});
    for (const double scale : {3.7, 1e-200, 1e200})
      for (const double shift : {0.0, 12.5, -4.0}) {
        const SeriesFeatures other = series_features(moved(scale, scale * size * shift, y), m, {.smoothing = false});
        for (const std::string& name : feature_names()) {
          // Levels that stand on the edge of an interval may fall to either side of it.
          if (name == "flat_spots") continue;
          expect_near(named(other, name), named(plain, name), name == "hurst" ? 1e-5 : 1e-8, series + " " + name);
        }
      }
  }
}

TEST(SeriesFeatures, PowersOfTwoChangeNothingAtAll) {
  const std::vector<double>& y = r("series air");
  EXPECT_EQ(feature_values(series_features(y, 12)), feature_values(series_features(moved(0x1p-300, 0, y), 12)));
}

TEST(SeriesFeatures, MirroringChangesOnlySigns) {
  const std::vector<double>& y = r("series deaths");
  const SeriesFeatures f = series_features(y, 12, {.smoothing = false});
  const SeriesFeatures g = series_features(moved(-1, 0, y), 12, {.smoothing = false});
  for (const std::string& name : feature_names()) {
    if (name == "flat_spots" || name == "crossing_points") continue;
    const double sign = name == "linearity" || name == "curvature" ? -1 : 1;
    expect_near(sign * named(g, name), named(f, name), name == "hurst" ? 1e-5 : 1e-9, name);
  }
}

TEST(SeriesFeatures, ConstantHasWhatTheHeaderSays) {
  for (const std::size_t m : {1, 4}) {
    const SeriesFeatures f = series_features(std::vector<double>(30, 7.5), m);
    for (const std::string& name : feature_names()) {
      const double value = named(f, name);
      if (name == "length" || name == "flat_spots")
        EXPECT_EQ(value, 30) << name;
      else if (name == "season_length")
        EXPECT_EQ(value, static_cast<double>(m));
      else if (name == "trend_strength" || name == "crossing_points")
        EXPECT_EQ(value, 0) << name;
      else
        EXPECT_TRUE(std::isnan(value)) << name << " " << value;
    }
  }
}

TEST(SeriesFeatures, LineIsAllTrendAndRoundingIsNoAutocorrelation) {
  for (const double slope : {1.0, 0.1, -1e-5}) {
    const double start = 1e3 * slope / 3;
    std::vector<double> y;
    for (int t = 0; t < 40; ++t) y.push_back(start + slope * t);
    const SeriesFeatures f = series_features(y, 1);
    EXPECT_NEAR(f.trend_strength, 1, 1e-12);
    EXPECT_NEAR(f.linearity, std::copysign(std::sqrt(39), slope), 1e-9);
    EXPECT_NEAR(f.curvature, 0, 1e-9);
    EXPECT_EQ(f.crossing_points, 1);
    EXPECT_EQ(f.flat_spots, 4);
    for (const double value : {f.e_acf1, f.diff1_acf1, f.diff1_pacf5, f.diff2_acf10, f.nonlinearity, f.phillips_perron})
      EXPECT_TRUE(std::isnan(value)) << value;
  }
}

TEST(SeriesFeatures, TellSeasonsTrendsAndNoiseApart) {
  std::vector<double> white = noise(240, 1), walk = white, season = white, logistic{0.3};
  for (std::size_t t = 1; t < walk.size(); ++t) walk[t] += walk[t - 1];
  for (std::size_t t = 0; t < season.size(); ++t)
    season[t] += 3 * std::cos(static_cast<double>(t) * 0.5235987755982988);
  while (logistic.size() < 240) logistic.push_back(4 * logistic.back() * (1 - logistic.back()));
  const SeriesFeatures w = series_features(white, 12), rw = series_features(walk, 12), s = series_features(season, 12);
  EXPECT_GT(w.entropy, 0.97);
  EXPECT_LT(rw.entropy, 0.7);
  EXPECT_GT(s.seasonal_strength, 0.9);
  EXPECT_GT(s.seas_acf1, 0.8);
  EXPECT_LT(w.seasonal_strength, 0.6);
  EXPECT_GT(rw.hurst, 0.99);
  EXPECT_LT(w.hurst, 0.62);
  EXPECT_GT(rw.ses_alpha, 0.9);
  EXPECT_LT(w.ses_alpha, 0.2);
  EXPECT_LT(w.phillips_perron, -10);
  EXPECT_GT(rw.phillips_perron, -4);
  EXPECT_GT(rw.stability, w.stability);
  EXPECT_LT(rw.crossing_points, w.crossing_points);
  // The logistic map has no autocorrelation, and its next value follows from the square of the last; seen with errors
  // of standard deviation s = 0.0029, the sums of squares are as 1/8 to some s^2 (1 + 16 / 2).
  for (std::size_t t = 0; t < logistic.size(); ++t) logistic[t] += 0.01 * white[t];
  const SeriesFeatures l = series_features(logistic, 1);
  EXPECT_NEAR(l.x_acf1, 0, 0.15);
  EXPECT_NEAR(l.nonlinearity, 10 * std::log(0.125 / (9 * 1e-4 / 12)), 3);
  EXPECT_LT(w.nonlinearity, 1);
}

TEST(SeriesFeatures, SmoothingIsThatOfEts) {
  const SeriesFeatures air = features_of("air"), nile = features_of("nile");
  // R's search ends after three to five digits here, and with more parameters often elsewhere at a lower likelihood.
  for (const std::string& series : kSeries)
    EXPECT_NEAR(features_of(series).ses_alpha, r("ses_alpha " + series)[0], 5e-4) << series;
  for (const double value : {air.holt_alpha, air.holt_beta, air.hw_alpha, air.hw_beta, air.hw_gamma}) {
    EXPECT_GT(value, 0);
    EXPECT_LT(value, 1);
  }
  EXPECT_TRUE(std::isnan(nile.hw_alpha));
  EXPECT_TRUE(std::isnan(features_of("air", {.smoothing = false}).ses_alpha));
}

TEST(SeriesFeatures, AwkwardSeriesAreFiniteOrNaNAndInRange) {
  for (std::vector<double> y : testing::awkward_series())
    for (const std::size_t m : {1, 2, 4, 12}) {
      const SeriesFeatures f = series_features(y, m);
      for (const double value : feature_values(f)) EXPECT_TRUE(std::isfinite(value));
      const auto within = [&](double low, double value, double high) {
        EXPECT_FALSE(value < low || value > high) << value << " of " << y.size() << " values, m = " << m;
      };
      within(1, f.length, static_cast<double>(y.size()));
      for (const double share : {f.trend_strength, f.seasonal_strength, f.entropy, f.arch_r2})
        within(0, share, 1 + 1e-12);
      for (const double c : {f.x_acf1, f.diff1_acf1, f.diff2_acf1, f.seas_acf1, f.seas_pacf}) within(-1, c, 1);
      within(0.5, f.hurst, 1);
      within(1, f.flat_spots, f.length);
      within(0, f.crossing_points, f.length - 1);
    }
}

TEST(SeriesFeatures, GapsAreBridgedAndEndsCutOff) {
  const std::vector<double>& y = r("series air");
  std::vector<double> around{kNaN, kNaN};
  around.insert(around.end(), y.begin(), y.end());
  around.push_back(kNaN);
  EXPECT_EQ(feature_values(series_features(around, 12)), feature_values(series_features(y, 12)));

  std::vector<double> gappy = y;
  for (std::size_t t = 5; t < gappy.size(); t += 17) gappy[t] = kNaN;
  const SeriesFeatures f = series_features(y, 12), g = series_features(gappy, 12);
  EXPECT_EQ(g.length, f.length);
  EXPECT_NEAR(g.trend_strength, f.trend_strength, 0.01);
  EXPECT_NEAR(g.seasonal_strength, f.seasonal_strength, 0.05);
  EXPECT_NEAR(g.x_acf1, f.x_acf1, 0.02);
  EXPECT_NEAR(g.seas_acf1, f.seas_acf1, 0.02);
  EXPECT_NEAR(g.entropy, f.entropy, 0.1);
  for (const double value : feature_values(g, kNaN)) EXPECT_TRUE(std::isfinite(value));
}

TEST(SeriesFeatures, PlaceOfTheSeasonNeverObservedLeavesNone) {
  std::vector<double> y = r("series gas");
  for (std::size_t t = 2; t < y.size(); t += 4) y[t] = kNaN;
  const SeriesFeatures f = series_features(y, 4);
  EXPECT_TRUE(std::isnan(f.seasonal_strength));
  EXPECT_TRUE(std::isnan(f.hw_gamma));
  EXPECT_TRUE(std::isfinite(f.trend_strength));
}

TEST(SeriesFeatures, ShortSeriesLackWhatTheHeaderSays) {
  const std::vector<double> y{3, 5, 4, 6, 8, 7, 9};
  for (std::size_t n = 1; n <= y.size(); ++n) {
    const SeriesFeatures f = series_features(std::span(y).first(n), 3);
    EXPECT_EQ(std::isnan(f.spike), n < 4) << n;
    EXPECT_EQ(std::isnan(f.x_acf1), n < 3) << n;
    EXPECT_EQ(std::isnan(f.diff1_acf1), n < 4) << n;
    EXPECT_EQ(std::isnan(f.seasonal_strength), n < 7) << n;
    EXPECT_TRUE(std::isnan(f.entropy) && std::isnan(f.hurst) && std::isnan(f.kpss) && std::isnan(f.ses_alpha));
  }
}

TEST(SeriesFeatures, AnySeriesHasFeatures) {
  EXPECT_TRUE(rc::check([](const std::vector<int>& whole, const std::vector<bool>& missing) {
    std::vector<double> y(whole.begin(), whole.end());
    for (std::size_t t = 0; t < std::min(y.size(), missing.size()); ++t)
      if (missing[t] && t % 3 == 1) y[t] = kNaN;
    y.push_back(2);
    const SeriesFeatures f = series_features(y, *rc::gen::inRange<std::size_t>(1, 15), {.smoothing = false});
    for (const double value : feature_values(f)) RC_ASSERT(std::isfinite(value));
  }));
}

TEST(SeriesFeatures, NamesAndValuesGoTogether) {
  const std::vector<std::string> names = feature_names();
  EXPECT_EQ(names.front(), "length");
  EXPECT_EQ(names.back(), "hw_gamma");
  std::vector<std::string> sorted = names;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(std::adjacent_find(sorted.begin(), sorted.end()), sorted.end());
  SeriesFeatures f;
  f.kpss = 0.25;
  EXPECT_EQ(named(f, "kpss"), 0.25);
  EXPECT_EQ(feature_values(f).size(), names.size());
  EXPECT_EQ(feature_values(f).back(), 0);
  EXPECT_EQ(feature_values(f, -1).back(), -1);
}

TEST(SeriesFeatures, BadInputIsNamed) {
  const std::vector<double> y{1, 2, 3};
  testing::expect_refused({
      {"forecast::series_features: season_length must be in [1, 100,000]; got 0", [&] { (void)series_features(y, 0); }},
      {"got 100001", [&] { (void)series_features(y, 100'001); }},
      {"y must have an observation; got 0 values", [] { (void)series_features({}, 1); }},
      {"y must have an observation; got 2 values, all missing",
       [] {
         (void)series_features(std::vector<double>{kNaN, kNaN}, 1);
       }},
      {"forecast::series_features",
       [] {
         (void)series_features(std::vector<double>{1, INFINITY}, 1);
       }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
