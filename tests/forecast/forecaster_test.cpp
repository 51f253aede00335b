#include <foreplan/forecast.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace foreplan::forecast {
namespace {

std::vector<double> rising() { return {3, 5, 4, 7, 8, 8, 11, 10, 13, 15, 14, 18}; }

TEST(Forecaster, SaysWhatPredictAndQuantilesSay) {
  const auto model = forecaster("theta", [](std::span<const double> y, std::size_t m) {
    return fit_theta(y, {.season_length = m, .transform = log_transform()});
  });
  const ThetaFit fit = fit_theta(rising(), {.transform = log_transform()});
  const stats::Fitted any = model.fit(rising(), 1);
  const stats::Outlook next = stats::predict(any, 4, {0.95, 0.05});
  EXPECT_EQ(next.mean, predict(fit, 4).mean);
  EXPECT_EQ(next.quantiles, quantiles(fit, 4, {0.95, 0.05}).values);
  EXPECT_EQ(any.model, "Box-Cox dynamic optimised theta");
  EXPECT_TRUE(any.usable);
  const std::vector<double> more{17, 21};
  EXPECT_EQ(stats::predict(any.update(more), 3).mean, predict(update(fit, more), 3).mean);
}

TEST(Forecaster, DescribesWhatWasChosen) {
  EXPECT_EQ(describe(fit_ets(rising(), {.error = EtsError::additive, .trend = EtsTrend::additive_damped})),
            "ETS(A,Ad,N)");
  EXPECT_EQ(describe(fit_arima(rising(), {.order = {.d = 1}, .constant = true})), "ARIMA(0,1,0) with drift");
  EXPECT_EQ(describe(fit_drift(rising())), "random walk with drift");
  EXPECT_EQ(describe(fit_window(rising(), 3)), "mean of 3 values");
  EXPECT_EQ(
      describe(fit_adjusted(rising(), {.season_lengths = {4}}, [](std::span<const double> y) { return fit_naive(y); })),
      "random walk after STL");
}

TEST(Forecaster, AFitOfUnknownModelIsAsUsableAsItsModel) {
  const EtsFit stopped = fit_ets(rising(), {.trend = EtsTrend::additive, .max_iterations = 1});
  ASSERT_FALSE(stopped.usable());
  EXPECT_FALSE(fitted(stopped).usable);
  EXPECT_FALSE(fitted(AnyFit(stopped)).usable);
  EXPECT_TRUE(fitted(AnyFit(fit_ets(rising()))).usable);
  EXPECT_TRUE(fitted(AnyFit(fit_mean(rising()))).usable);
}

/// One number of its own and nothing else.
struct Constant {
  double value = 0;
};
Predictive predictive(const Constant& fit, std::size_t horizon) {
  return {.mean = std::vector<double>(horizon, fit.value)};
}

TEST(Forecaster, AModelWithoutVariancesHasPointsOnly) {
  const auto model = forecaster("mine", [](std::span<const double> y, std::size_t) { return Constant{y[0]}; });
  const stats::Fitted fit = model.fit(rising(), 1);
  const stats::Outlook next = stats::predict(fit, 2, {0.5});
  EXPECT_EQ(next.mean, (std::vector<double>{3, 3}));
  EXPECT_TRUE(std::isnan(next.quantiles[0][1]));
  EXPECT_EQ(fit.model, "mine");
  EXPECT_FALSE(fit.update);
}

}  // namespace
}  // namespace foreplan::forecast
