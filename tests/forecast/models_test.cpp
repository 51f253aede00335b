#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/baselines.hpp>
#include <foreplan/forecast/forecaster.hpp>
#include <foreplan/forecast/models.hpp>
#include <foreplan/forecast/theta.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "forecast/awkward_series.hpp"
#include "reference_lines.hpp"

namespace foreplan::forecast {
namespace {

const std::vector<double>& printed(const std::string& words) {
  static const reference::Lines all = reference::read_lines("models.txt");
  return reference::line(all, words);
}

bool is_intermittent(const std::string& name) {
  return std::set<std::string>{"croston", "sba", "tsb", "adida", "imapa"}.contains(name);
}

std::vector<double> points(const std::string& name, const std::vector<double>& y, std::size_t m, std::size_t horizon) {
  return stats::predict(named_model(name).fit(y, m), horizon).mean;
}

/// Trend, a season of four, and some noise of no pattern.
std::vector<double> seasonal_series() {
  std::vector<double> y;
  for (std::size_t t = 0; t < 43; ++t) {
    const double time = static_cast<double>(t);
    y.push_back(50 + 0.7 * time + 6 * std::sin(1.5707963 * time + 0.4) + 2 * std::sin(time * time));
  }
  return y;
}

TEST(NamedModel, Naive2IsThatOfTheM4Guide) {
  const auto agrees = [](const std::string& reference, const std::vector<double>& y, std::size_t m) {
    const std::vector<double>& r = printed("naive2 " + reference);
    const std::vector<double> ours = points("naive2", y, m, r.size());
    for (std::size_t h = 0; h < r.size(); ++h) EXPECT_NEAR(ours[h], r[h], 1e-12 * r[h]) << reference << ' ' << h;
  };
  for (const std::string s : {"air", "gas", "nile", "deaths"})
    agrees(s, printed("series " + s), static_cast<std::size_t>(printed("season " + s)[0]));
  std::vector<double> air = printed("series air");
  air.resize(35);
  agrees("short", air, 12);
  agrees("none", printed("series nile"), 11);
}

TEST(NamedModel, Naive2WithoutASeasonIsNaive) {
  const std::vector<double>& y = printed("series nile");
  const auto ours = stats::predict(named_model("naive2").fit(y, 1), 9, {0.05, 0.95});
  const auto naive = stats::predict(named_model("naive").fit(y, 1), 9, {0.05, 0.95});
  EXPECT_EQ(ours.mean, naive.mean);
  for (std::size_t h = 0; h < 9; ++h) EXPECT_NEAR(ours.quantiles[0][h], naive.quantiles[0][h], 1e-9);
}

TEST(NamedModel, AllAnswerEveryAwkwardSeries) {
  for (const std::string& name : model_names()) {
    const stats::Forecaster model = named_model(name);
    EXPECT_EQ(model.name, name);
    std::size_t which = 0;
    for (const std::vector<double>& y : testing::awkward_series()) {
      const bool refused = is_intermittent(name) && std::any_of(y.begin(), y.end(), [](double x) { return x < 0; });
      for (const std::size_t m : {1u, 2u, 4u, 52u}) {
        if (refused) {
          EXPECT_THROW((void)model.fit(y, m), InvalidArgument);
          continue;
        }
        const stats::Fitted fit = model.fit(y, m);
        EXPECT_FALSE(fit.model.empty());
        for (const std::size_t horizon : {1u, 6u, 200u}) {
          const std::vector<double> mean = stats::predict(fit, horizon).mean;
          EXPECT_TRUE(std::all_of(mean.begin(), mean.end(), [](double x) { return std::isfinite(x); }))
              << name << " of series " << which << ", season " << m << ", horizon " << horizon;
        }
      }
      ++which;
    }
  }
}

// From 2^1023 on there is no power of two above a value.
TEST(NamedModel, AllAnswerTheLargestDoubles) {
  const std::vector<double> y{1.0e308, 1.2e308, 0.9e308, 1.1e308, 1.05e308, 1.0e308, 1.15e308};
  for (const std::string& name : model_names()) {
    const stats::Outlook next = stats::predict(named_model(name).fit(y, 1), 2, {0.5});
    for (const double x : next.mean) EXPECT_TRUE(std::isfinite(x)) << name;
    EXPECT_FALSE(std::isnan(next.quantiles[0][0])) << name;
  }
}

TEST(NamedModel, AllTakeLongSeasons) {
  std::vector<double> y;
  for (std::size_t t = 0; t < 400; ++t) {
    const double time = static_cast<double>(t);
    y.push_back(20 + 8 * std::sin(time / 168 * 6.2831853) + std::sin(time * time));
  }
  for (const std::string& name : model_names()) {
    const auto month = points(name, y, 168, 24);
    EXPECT_TRUE(std::all_of(month.begin(), month.end(), [](double x) { return std::isfinite(x); })) << name;
    const auto none = points(name, y, 100'000, 3);
    EXPECT_TRUE(std::all_of(none.begin(), none.end(), [](double x) { return std::isfinite(x); })) << name;
  }
  for (const std::string name : {"seasonal_naive", "holt_winters", "ets", "ets_capped", "arima", "stl_ets"}) {
    const auto next = points(name, y, 168, 168);
    const auto at = [&](std::size_t t) { return next[t - 400]; };
    EXPECT_NEAR(at(546) - at(462), 16, 5) << name;  // 3.25 and 2.75 periods
  }
}

TEST(NamedModel, ScaleByAPowerOfTwo) {
  const std::vector<double> y = seasonal_series();
  std::vector<double> scaled = y;
  for (double& x : scaled) x *= 1024;
  for (const std::string& name : model_names()) {
    const auto a = points(name, y, 4, 9), b = points(name, scaled, 4, 9);
    // A scale is a shift of logarithms, and the line of dynamic theta forms begins at zero, wherever that is.
    const bool shifts = name == "box_cox_dotm" || name == "default" || name == "auto";
    const double rounding = shifts ? 1e-3 : name == "arima" || name == "box_cox_theta" ? 1e-6 : 1e-9;
    for (std::size_t h = 0; h < a.size(); ++h) EXPECT_NEAR(b[h] / 1024, a[h], rounding * a[h]) << name << ' ' << h;
  }
}

TEST(NamedModel, ShiftWhereNothingMultiplies) {
  const std::vector<double> y = seasonal_series();
  std::vector<double> shifted = y;
  for (double& x : shifted) x += 64;
  for (const std::string name :
       {"naive", "seasonal_naive", "drift", "mean", "window", "ses", "holt", "damped", "holt_winters"}) {
    const auto a = points(name, y, 4, 9), b = points(name, shifted, 4, 9);
    for (std::size_t h = 0; h < a.size(); ++h) EXPECT_NEAR(b[h] - 64, a[h], 1e-4) << name << ' ' << h;
  }
}

/// A season of any pattern that begins at another of its places is forecast from there on.
TEST(NamedModel, SeasonsRotate) {
  EXPECT_TRUE(rc::check([] {
    constexpr std::size_t m = 4, n = 40;
    std::vector<double> pattern;
    for (std::size_t i = 0; i < m; ++i) pattern.push_back(*rc::gen::inRange(50, 150));
    const auto turn = *rc::gen::inRange<std::size_t>(1, m);
    std::vector<double> y, rotated;
    for (std::size_t t = 0; t < n; ++t) {
      y.push_back(pattern[t % m]);
      rotated.push_back(pattern[(t + turn) % m]);
    }
    for (const std::string name : {"seasonal_naive", "naive2", "holt_winters", "ets", "ets_capped", "ces", "theta",
                                   "dotm", "box_cox_dotm", "arima", "stl_ets", "stl_dotm", "stl_arima", "default"}) {
      const auto a = points(name, y, m, 2 * m), b = points(name, rotated, m, m);
      for (std::size_t h = 0; h < m; ++h)
        if (!(std::abs(b[h] - a[h + turn]) <= 1e-3 * 150))
          RC_FAIL(name + " forecasts " + std::to_string(b[h]) + " instead of " + std::to_string(a[h + turn]));
    }
  }));
}

/// Of every model, whatever the series: a quantile of a higher level is not lower.
TEST(NamedModel, IntervalsNest) {
  const std::vector<double> levels{0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975};
  EXPECT_TRUE(rc::check([&] {
    const auto m = *rc::gen::element<std::size_t>(1, 4);
    const auto steps = *rc::gen::container<std::vector<int>>(16, rc::gen::inRange(-9, 12));
    std::vector<double> y{100};
    for (std::size_t t = 0; t < steps.size(); ++t)
      y.push_back(y.back() + steps[t] + (m > 1 && t % m == 0 ? 8 : m > 1 && t % m == 1 ? -8 : 0));
    for (const std::string& name : model_names()) {
      if (is_intermittent(name)) continue;  // Which refuse what is negative.
      const stats::Outlook next = stats::predict(named_model(name).fit(y, m), 5, levels);
      for (std::size_t l = 1; l < levels.size(); ++l)
        for (std::size_t h = 0; h < 5; ++h)
          if (!(next.quantiles[l][h] >= next.quantiles[l - 1][h]))
            RC_FAIL(name + " at level " + std::to_string(levels[l]) + ", step " + std::to_string(h + 1));
    }
  }));
}

TEST(NamedModel, WindowIsASeasonOrThreeValues) {
  const std::vector<double> y{1, 2, 3, 4, 5, 9};
  EXPECT_EQ(points("window", y, 1, 1)[0], 6);
  EXPECT_EQ(points("window", y, 4, 1)[0], 5.25);
}

TEST(NamedModel, RareDemandIsTheSameInAllPeriods) {
  const std::vector<double> y{0, 0, 3, 0, 0, 0, 5, 0, 0, 1, 0, 4};
  for (const std::string name : {"croston", "sba", "tsb", "adida", "imapa"}) {
    const stats::Fitted fit = named_model(name).fit(y, 1);
    const stats::Outlook far = stats::predict(fit, 1'000'000, {0.5, 0.95});
    EXPECT_EQ(far.mean.front(), far.mean.back());
    EXPECT_EQ(far.quantiles[1].front(), far.quantiles[1].back());
    EXPECT_GT(far.quantiles[1].front(), far.quantiles[0].front());
    EXPECT_NE(stats::predict(fit.update(std::vector<double>{9}), 3).mean, stats::predict(fit, 3).mean);
  }
}

TEST(NamedModel, RefusesWithTheNearestName) {
  try {
    (void)named_model("box_cox_dtom");
    FAIL();
  } catch (const InvalidArgument& e) {
    EXPECT_STREQ(e.what(),
                 "forecast::named_model: the name must be one of `model_names`; got \"box_cox_dtom\" "
                 "(nearest is \"box_cox_dotm\")");
  }
  EXPECT_THROW((void)named_model(""), InvalidArgument);
  EXPECT_THROW((void)named_model("naive").fit(std::vector<double>{1}, 0), InvalidArgument);
  EXPECT_THROW((void)named_model("naive").fit(std::vector<double>{1}, 100'001), InvalidArgument);
  for (const std::string& name : model_names()) {
    EXPECT_THROW((void)named_model(name).fit(std::vector<double>{}, 1), InvalidArgument) << name;
    EXPECT_THROW((void)named_model(name).fit(std::vector<double>{1, HUGE_VAL, 2, 3}, 1), InvalidArgument) << name;
  }
}

}  // namespace
}  // namespace foreplan::forecast
