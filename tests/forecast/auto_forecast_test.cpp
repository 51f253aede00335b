#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/auto_forecast.hpp>
#include <foreplan/forecast/models.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "forecast/awkward_series.hpp"

namespace foreplan::forecast {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool says(const AutoForecast& f, const std::string& part) {
  return std::any_of(f.why.begin(), f.why.end(),
                     [&](const std::string& s) { return s.find(part) != std::string::npos; });
}
std::string all(const AutoForecast& f) {
  std::string text = f.name + " (" + f.model + ")";
  for (const std::string& s : f.why) text += "; " + s;
  return text;
}
bool finite(const std::vector<double>& x) {
  return std::all_of(x.begin(), x.end(), [](double v) { return std::isfinite(v); });
}
std::vector<double> waves(std::size_t n, const std::vector<double>& periods) {
  std::vector<double> y;
  for (std::size_t t = 0; t < n; ++t) {
    const double time = static_cast<double>(t);
    y.push_back(100 + 3 * std::sin(time * time));
    for (const double m : periods) y.back() += 20 * std::sin(6.283185307179586 * time / m);
  }
  return y;
}

TEST(AutoForecast, AnswersWhateverIsFinite) {
  auto series = testing::awkward_series();
  const double most = std::numeric_limits<double>::max();
  series.push_back({most, -most, most, -most, most});
  series.push_back({0, 0, 0, 0, most});
  series.push_back({1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048});
  series.push_back({kNaN, kNaN, 0, 0, kNaN, 5, 6, 7, kNaN});
  series.push_back({1e-300, 1e300, 1e-300, 1e300, 1e-300, 1e300, 1e-300, 1e300});
  for (const std::vector<double>& y : series)
    for (const std::vector<std::size_t>& seasons : {std::vector<std::size_t>{}, {4}, {2, 4}, {100'000}})
      for (const std::size_t horizon : {1u, 200u}) {
        const AutoForecast f = auto_forecast(y, {.horizon = horizon, .season_lengths = seasons});
        ASSERT_EQ(f.outlook.horizon(), horizon);
        EXPECT_TRUE(finite(f.outlook.mean)) << all(f);
        EXPECT_FALSE(f.why.empty());
        const auto names = model_names();
        EXPECT_NE(std::find(names.begin(), names.end(), f.name), names.end()) << f.name;
        const auto known = std::count_if(y.begin(), y.end(), [](double x) { return !std::isnan(x) && x != 0; });
        if (known < 2) continue;
        for (std::size_t h = 0; h < horizon; ++h)
          EXPECT_LE(f.outlook.quantiles[0][h], f.outlook.quantiles[1][h]) << all(f) << ' ' << h;
      }
}

TEST(AutoForecast, OneValueIsRepeatedAndNobodyKnowsHowSurely) {
  const AutoForecast f = auto_forecast(std::vector<double>{kNaN, 5, kNaN}, {.horizon = 3});
  EXPECT_EQ(f.outlook.mean, (std::vector<double>{5, 5, 5}));
  EXPECT_TRUE(std::isnan(f.outlook.quantiles[0][0]));
  EXPECT_EQ(f.name, "naive");
  EXPECT_TRUE(says(f, "1 observation only"));
  EXPECT_TRUE(says(f, "1 missing value at the beginning"));
  EXPECT_TRUE(says(f, "1 of 2 values missing"));
}

TEST(AutoForecast, ConstantsStay) {
  const AutoForecast seven = auto_forecast(std::vector<double>(9, 7.5), {.horizon = 2});
  EXPECT_EQ(seven.outlook.mean, (std::vector<double>{7.5, 7.5}));
  EXPECT_EQ(seven.outlook.quantiles[1], (std::vector<double>{7.5, 7.5}));
  EXPECT_TRUE(says(seven, "all observations are 7.5"));
  const AutoForecast zero = auto_forecast(std::vector<double>(9, 0.0), {.horizon = 2});
  EXPECT_EQ(zero.outlook.mean, (std::vector<double>{0, 0}));
  EXPECT_TRUE(says(zero, "all observations are 0"));
}

TEST(AutoForecast, LeadingZerosAreBeforeTheBeginning) {
  const std::vector<double> y{0, 0, 0, 5, 7, 6, 8, 9, 8, 10}, later(y.begin() + 3, y.end());
  const AutoForecast f = auto_forecast(y, {.horizon = 4});
  EXPECT_EQ(f.outlook, auto_forecast(later, {.horizon = 4}).outlook);
  EXPECT_TRUE(says(f, "3 periods without any value but zero at the beginning left out"));
  // Not where as many follow, nor where values may be negative.
  EXPECT_FALSE(says(auto_forecast(std::vector<double>{0, 4, 0, 5, 6, 5}), "at the beginning"));
  EXPECT_FALSE(says(auto_forecast(std::vector<double>{0, 0, -4, 2, 5, 6, 5}), "at the beginning"));
}

TEST(AutoForecast, RareDemandByItsClass) {
  const AutoForecast rare = auto_forecast(std::vector<double>{0, 0, 3, 0, 0, 0, 5, 0, 0, 1, 0, 0, 4}, {.horizon = 3});
  EXPECT_EQ(rare.name, "sba") << all(rare);
  EXPECT_TRUE(says(rare, "demand is ")) << all(rare);
  const AutoForecast fading = auto_forecast(std::vector<double>{3, 0, 2, 0, 0, 3, 0, 2, 0, 0, 0, 0, 0}, {.horizon = 3});
  EXPECT_EQ(fading.name, "tsb") << all(fading);
  EXPECT_TRUE(says(fading, "none for 5 periods"));
  EXPECT_EQ(auto_forecast(std::vector<double>{3, 4, 2, 5, 0, 3, 4, 2, 3, 4}).name, "default");
}

TEST(AutoForecast, SeasonsOfNothingAreNotRareDemand) {
  std::vector<double> y;
  for (int year = 0; year < 8; ++year) y.insert(y.end(), {0, 0, 20.0 + year, 31.0 + year});
  const AutoForecast f = auto_forecast(y, {.horizon = 4, .season_lengths = {4}, .non_negative = true});
  EXPECT_EQ(f.name, "default") << all(f);
  EXPECT_NEAR(f.outlook.mean[0], 0, 3);
  EXPECT_NEAR(f.outlook.mean[3], 39, 3);
}

TEST(AutoForecast, SeveralAndLongSeasonsAreDecomposed) {
  const std::vector<double> y = waves(400, {7, 60});
  const AutoForecast f = auto_forecast(y, {.horizon = 60, .season_lengths = {60, 1, 7, 7}});
  EXPECT_EQ(f.name, "stl_ets") << all(f);
  EXPECT_TRUE(says(f, "seasons of 7, 60"));
  for (std::size_t h = 0; h < 60; ++h) {
    const double t = static_cast<double>(400 + h) * 6.283185307179586;
    EXPECT_NEAR(f.outlook.mean[h], 100 + 20 * std::sin(t / 7) + 20 * std::sin(t / 60), 10) << h;
  }
  const AutoForecast one = auto_forecast(waves(150, {60}), {.season_lengths = {60}});
  EXPECT_EQ(one.name, "stl_ets");
  EXPECT_TRUE(says(one, "a long season, of 60"));
  const AutoForecast few = auto_forecast(waves(100, {7}), {.season_lengths = {7, 60}});
  EXPECT_EQ(few.name, "default");
  EXPECT_TRUE(says(few, "season of 60 left out: less than two of them"));
}

TEST(AutoForecast, LongHorizonsDoNotExplode) {
  std::vector<double> growing;
  for (int t = 0; t < 40; ++t) growing.push_back(std::exp(0.3 * t) * (1 + 0.01 * std::sin(t * t)));
  const AutoForecast f = auto_forecast(growing, {.horizon = 1'000'000});
  EXPECT_TRUE(finite(f.outlook.mean)) << all(f);
  EXPECT_TRUE(finite(f.outlook.quantiles[1])) << all(f);
  EXPECT_LE(f.outlook.mean.back(), 1'000 * 2.6e4 * growing.back());
  const AutoForecast rare = auto_forecast(std::vector<double>{0, 0, 3, 0, 0, 0, 5, 0, 0, 1}, {.horizon = 1'000'000});
  EXPECT_EQ(rare.name, "sba");
  EXPECT_TRUE(finite(rare.outlook.quantiles[1]));
}

TEST(AutoForecast, ScaleByAPowerOfTwoChangesNothingElse) {
  const std::vector<double> y = waves(48, {12});
  for (const int power : {900, -900}) {
    std::vector<double> scaled;
    for (const double x : y) scaled.push_back(std::ldexp(x, power));
    const AutoForecast a = auto_forecast(y, {.horizon = 5, .season_lengths = {12}});
    const AutoForecast b = auto_forecast(scaled, {.horizon = 5, .season_lengths = {12}});
    for (std::size_t h = 0; h < 5; ++h)
      EXPECT_NEAR(std::ldexp(b.outlook.mean[h], -power), a.outlook.mean[h], 1e-6 * a.outlook.mean[h]);
    EXPECT_TRUE(says(b, "divided by 2^"));
  }
}

TEST(AutoForecast, NonNegative) {
  const std::vector<double> y{50, 44, 41, 33, 30, 22, 19, 11, 9, 3};
  const AutoForecast free = auto_forecast(y, {.horizon = 9});
  const AutoForecast bound = auto_forecast(y, {.horizon = 9, .non_negative = true});
  EXPECT_LT(free.outlook.quantiles[0].back(), 0);
  EXPECT_EQ(bound.outlook.quantiles[0].back(), 0);
  EXPECT_EQ(bound.outlook.quantiles[1][0], free.outlook.quantiles[1][0]);
  EXPECT_GT(free.outlook.quantiles[1][0], 0);
  EXPECT_TRUE(says(bound, "below zero answered as zero"));
}

TEST(AutoForecast, OfASeriesTakesItsFrequency) {
  const Series y{"permits", Period::parse("2015-01"), Unit::physical("permit"), waves(48, {12})};
  const AutoForecast f = auto_forecast(y, {.horizon = 12});
  EXPECT_EQ(f.outlook, auto_forecast(y.span(), {.horizon = 12, .season_lengths = {12}}).outlook);
  EXPECT_NE(f.outlook, auto_forecast(y, {.horizon = 12, .season_lengths = {1}}).outlook);
  ASSERT_TRUE(f.origin);
  EXPECT_EQ(f.origin->name, "permits");
  EXPECT_EQ(to_string(f.origin->last), "2018-12");
}

TEST(AutoForecast, AsAModelSaysTheSame) {
  const std::vector<double> y = waves(48, {12});
  const stats::Fitted fit = named_model("auto").fit(y, 12);
  EXPECT_EQ(stats::predict(fit, 6, {0.05, 0.95}), auto_forecast(y, {.horizon = 6, .season_lengths = {12}}).outlook);
  EXPECT_EQ(fit.model, "auto, default");
}

TEST(AutoForecast, Refuses) {
  const std::vector<double> y{1, 2, 3};
  EXPECT_THROW((void)auto_forecast(std::vector<double>{}), InvalidArgument);
  EXPECT_THROW((void)auto_forecast(std::vector<double>{kNaN}), InvalidArgument);
  EXPECT_THROW((void)auto_forecast(std::vector<double>{1, HUGE_VAL}), InvalidArgument);
  EXPECT_THROW((void)auto_forecast(y, {.horizon = 0}), InvalidArgument);
  EXPECT_THROW((void)auto_forecast(y, {.horizon = 1'000'001}), InvalidArgument);
  EXPECT_THROW((void)auto_forecast(y, {.season_lengths = {12, 0}}), InvalidArgument);
  EXPECT_THROW((void)auto_forecast(y, {.season_lengths = {100'001}}), InvalidArgument);
  EXPECT_THROW((void)auto_forecast(y, {.levels = {0.0}}), InvalidArgument);
  EXPECT_THROW((void)auto_forecast(std::vector<double>{1, -2, 3}, {.non_negative = true}), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::forecast
