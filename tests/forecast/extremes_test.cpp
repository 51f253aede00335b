#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/any_fit.hpp>
#include <foreplan/forecast/models.hpp>
#include <foreplan/forecast/prediction.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "refusals.hpp"

/// Data at the ends of the range of doubles: what forecast/prediction.hpp promises of all models.
namespace foreplan::forecast {
namespace {

using V = std::vector<double>;

constexpr double kMost = std::numeric_limits<double>::max(), kLeast = std::numeric_limits<double>::denorm_min();
const std::vector<double> kLevels{0.05, 0.5, 0.95};

struct Hostile {
  std::string words{};
  V values{};
};

V times(double factor, V values) {
  for (double& x : values) x *= factor;
  return values;
}

/// Rising, with a season of four that adds up to more than the trend.
V sales() { return {0.52, 0.71, 0.60, 0.85, 0.55, 0.76, 0.62, 0.90, 0.58, 0.79, 0.66, 0.95, 0.62, 0.83, 0.69, 1}; }

V repeated(const V& pattern, std::size_t count) {
  V values;
  for (std::size_t t = 0; t < count; ++t) values.push_back(pattern[t % pattern.size()]);
  return values;
}

std::vector<Hostile> hostile_series() {
  std::vector<Hostile> all;
  for (const double x : {0.0, 7.5, 1e300, -1e308, kMost, kLeast})
    all.push_back({"constant " + std::to_string(std::log10(std::abs(x))), V(12, x)});
  for (const double x : {1e300, 1e308, kMost, -kMost, 1e-300}) all.push_back({"sales", times(x, sales())});
  all.push_back({"denormal sales", times(kLeast, {5, 7, 6, 9, 5, 8, 6, 9, 6, 8, 7, 10})});
  all.push_back({"large and small", repeated({1e300, 1e-300}, 12)});
  all.push_back({"small, then large", {1e-300, 2e-300, 1e-300, 3e-300, 1e-300, 2e-300, 1e300, 3e300, 2e300, 4e300}});
  all.push_back({"large, then small", {1e300, 2e300, 1e300, 3e300, 1e300, 2e300, 1e-300, 3e-300, 2e-300, 4e-300}});
  all.push_back({"either end", repeated({1e308, -1e308}, 12)});
  all.push_back({"either end, long", repeated({1e308, -1e308}, 30)});
  all.push_back({"either very end", repeated({kMost, -kMost, -kMost, kMost, kMost}, 12)});
  all.push_back({"from end to end", times(kMost, {-1, -0.8, -0.6, -0.4, -0.2, 0, 0.3, 0.4, 0.6, 0.8, 1})});
  all.push_back({"rare", times(kMost, {0, 0, 1, 0, 0, 0, 1, 0, 0, 0.5, 0, 0})});
  return all;
}

std::vector<V> hostile_updates() {
  return {{1e300, 1e-300}, {kMost, kMost, kMost}, {0}, {kLeast, 2 * kLeast}, {-kMost, kMost, -kMost}, {3, 5, 4}};
}

/// What is wrong with the outlook of a fit; empty when nothing is.
std::string fault_of(const stats::Fitted& fit, std::size_t horizon) {
  const stats::Outlook next = stats::predict(fit, horizon, kLevels);
  for (std::size_t h = 0; h < horizon; ++h) {
    const auto fault = [&](const std::string& what, double x) {
      return what + " " + std::to_string(x) + " at step " + std::to_string(h + 1) + " of " + std::to_string(horizon);
    };
    if (!std::isfinite(next.mean[h])) return fault("point", next.mean[h]);
    for (std::size_t l = 0; l < kLevels.size(); ++l) {
      const double q = next.quantiles[l][h];
      if (!std::isfinite(q)) return fault("quantile", q);
      if (l > 0 && !(next.quantiles[l - 1][h] <= q)) return fault("quantile out of order", q);
    }
  }
  return {};
}

class Extremes : public ::testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] bool takes_negative() const {
    return !std::set<std::string>{"croston", "sba", "tsb", "adida", "imapa"}.contains(GetParam());
  }
  [[nodiscard]] static bool has_negative(const V& y) {
    return std::any_of(y.begin(), y.end(), [](double x) { return x < 0; });
  }
  /// Logarithms, models of demand and relative errors beyond the doubles are the only reasons to refuse what is finite.
  [[nodiscard]] static bool documented(const InvalidArgument& refusal) {
    const std::string text = refusal.what();
    const auto says = [&](std::string_view rule) { return text.find(rule) != std::string::npos; };
    return says("a Box-Cox transformation with lambda <= 0 needs values > 0") || says("Box-Cox needs values > 0") ||
           says("demand must be finite and >= 0") ||
           says("values must be in reach of the forecasts of multiplicative components");
  }
};

TEST_P(Extremes, FitsForecastWithinTheDoubles) {
  const stats::Forecaster model = named_model(GetParam());
  for (const auto& [words, y] : hostile_series())
    for (const std::size_t m : {1u, 4u}) {
      if (has_negative(y) && !takes_negative()) continue;
      const stats::Fitted fit = model.fit(y, m);
      for (const std::size_t horizon : {1u, 12u})
        EXPECT_EQ(fault_of(fit, horizon), "") << fit.model << " of " << words << ", season " << m;
    }
}

TEST_P(Extremes, UpdatesForecastWithinTheDoubles) {
  const stats::Forecaster model = named_model(GetParam());
  for (const auto& [words, y] : hostile_series()) {
    if (has_negative(y) && !takes_negative()) continue;
    const stats::Fitted fit = model.fit(y, 4);
    if (!fit.update) continue;
    for (const V& more : hostile_updates()) {
      try {
        EXPECT_EQ(fault_of(fit.update(more), 12), "") << fit.model << " of " << words << ", then " << more[0];
      } catch (const InvalidArgument& refusal) {
        EXPECT_TRUE(documented(refusal)) << refusal.what() << "; " << fit.model << " of " << words;
      }
    }
  }
}

TEST_P(Extremes, TrendsOfAMillionPeriodsStayWithinTheDoubles) {
  static const std::set<std::string> cheap{"drift", "holt", "theta", "arima", "sba"};
  if (!cheap.contains(GetParam())) return;
  V rising;
  for (int t = 1; t <= 12; ++t) rising.push_back(1e308 * (1 + 0.05 * t));
  const stats::Fitted fit = named_model(GetParam()).fit(rising, 1);
  EXPECT_EQ(fault_of(fit, 1'000'000), "") << fit.model;
  if (GetParam() == "drift" || GetParam() == "holt") {
    const V mean = stats::predict(fit, 1'000'000).mean;
    EXPECT_NEAR(mean[1] / 1e308, 1.7, 1e-6);
    EXPECT_EQ(mean[4], kMost);
    EXPECT_EQ(mean.back(), kMost);
  }
}

/// A fit of every type, of models that take any data.
std::vector<AnyFit> fits_of(const V& y) {
  return {fit_seasonal_naive(y, 4),
          fit_drift(y),
          fit_mean(y),
          fit_ets(y),
          fit_ets(y, {.season_length = 4, .trend = EtsTrend::additive, .season = EtsSeason::additive}),
          fit_theta(y, {.season_length = 4}),
          fit_theta(y, {.form = ThetaForm::standard, .season_length = 4, .season = ThetaSeason::additive}),
          fit_arima(y, {.order = {.p = 1, .d = 1}, .constant = true}),
          fit_ces(y, {.season_length = 4, .season = CesSeason::simple}),
          fit_tbats(y, {.transform = Transform{}, .trend = true}),
          fit_adjusted(y, {.season_lengths = {4}})};
}

/// Zero without one.
double log_likelihood_of(const AnyFit& fit) {
  return std::visit(
      [](const auto& model) {
        if constexpr (requires { model.log_likelihood; }) return model.log_likelihood;
        return 0.0;
      },
      fit);
}

TEST(ExtremeFits, AreValidWithLikelihoodsAndStaySoWithNewValues) {
  for (const auto& [words, y] : hostile_series())
    for (const AnyFit& fit : fits_of(y)) {
      const std::string what = describe(fit) + " of " + words;
      EXPECT_TRUE(std::isfinite(log_likelihood_of(fit))) << what;
      EXPECT_NO_THROW(validate(fit)) << what;
      for (const V& more : hostile_updates()) {
        try {
          const AnyFit later = update(fit, more);
          EXPECT_NO_THROW(validate(later)) << what << ", then " << more[0];
        } catch (const InvalidArgument& refusal) {
          EXPECT_NE(std::string(refusal.what()).find("in reach of"), std::string::npos) << what;
        }
      }
      for (const double x : sample_paths(fit, 9, {.paths = 4}).values) EXPECT_TRUE(std::isfinite(x)) << what;
      for (const double x : sample_paths(fit, 9, {.paths = 4, .bootstrap = true}).values)
        EXPECT_TRUE(std::isfinite(x)) << what;
    }
}

/// A power of two is only another unit, also where 500 of them call for other care.
TEST(ExtremeFits, ScaleByAnyPowerOfTwo) {
  const V y = sales();
  const std::vector<AnyFit> ordinary = fits_of(y), large = fits_of(times(0x1p1000, y));
  for (std::size_t i = 0; i < ordinary.size(); ++i) {
    const Forecast a = predict(ordinary[i], 9, {.intervals = IntervalMethod::none});
    const Forecast b = predict(large[i], 9, {.intervals = IntervalMethod::none});
    for (std::size_t h = 0; h < 9; ++h)
      EXPECT_NEAR(b.mean[h] / 0x1p1000, a.mean[h], 1e-12) << describe(ordinary[i]) << " at step " << h;
    const V more{0.7, 0.9, 0.75};
    const Forecast c = predict(update(ordinary[i], more), 9, {.intervals = IntervalMethod::none});
    const Forecast d = predict(update(large[i], times(0x1p1000, more)), 9, {.intervals = IntervalMethod::none});
    for (std::size_t h = 0; h < 9; ++h)
      EXPECT_NEAR(d.mean[h] / 0x1p1000, c.mean[h], 1e-12) << describe(ordinary[i]) << " at step " << h;
  }
}

TEST(ExtremeFits, ExplodingTrendsEndAtTheLargestDouble) {
  const V y{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048};
  const EtsFit fit = fit_ets(y, {.error = EtsError::multiplicative, .trend = EtsTrend::multiplicative});
  const Forecast next = predict(fit, 5'000, {.paths = 100});
  EXPECT_NEAR(next.mean[0], 4096, 1e-3);
  EXPECT_EQ(next.mean.back(), kMost);
  for (std::size_t h = 0; h < 5'000; ++h)
    ASSERT_TRUE(std::isfinite(next.mean[h]) && next.lower[h] <= next.upper[h] && next.upper[h] <= kMost) << h;
  const Forecast doubled = predict(fit_drift(y, {.transform = log_transform()}), 5'000);
  EXPECT_EQ(doubled.mean.back(), kMost);
  EXPECT_EQ(doubled.upper.back(), kMost);
  // No y is as far as this trend goes.
  const Forecast beyond = predict(fit_drift(y, {.transform = box_cox(-0.5)}), 5'000);
  EXPECT_EQ(beyond.mean.back(), kMost);
  EXPECT_EQ(total(sample_paths(fit_drift(y, {.transform = log_transform()}), 5'000, {.paths = 9})).mean[0], kMost);
}

TEST(ExtremeFits, RefuseWhatTheirFormulasCannotTake) {
  testing::expect_refused({
      {"forecast::fit_ets: transformed values must be finite; got inf for 1e+300 at index 2",
       [&] {
         (void)fit_ets(V{1, 2, 1e300, 3}, {.transform = box_cox(2)});
       }},
      {"forecast::update: values must be in reach of the forecasts of multiplicative components; got 1e+300 for ",
       [&] {
         const EtsOptions ratio{
             .season_length = 4, .error = EtsError::multiplicative, .season = EtsSeason::multiplicative};
         (void)update(fit_ets(times(1e-300, sales()), ratio), V{1e300});
       }},
  });
}

INSTANTIATE_TEST_SUITE_P(AllModels, Extremes, ::testing::ValuesIn(model_names()),
                         [](const auto& of) { return of.param; });

}  // namespace
}  // namespace foreplan::forecast
