#include <foreplan/core/errors.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/forecast/default_combination.hpp>
#include <foreplan/forecast/models.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace foreplan::forecast {
namespace {

std::vector<double> seasonal(std::size_t n, std::size_t m) {
  std::vector<double> y;
  for (std::size_t t = 0; t < n; ++t) {
    const double x = static_cast<double>(t), place = static_cast<double>(t % m);
    y.push_back(200 + 2 * x + 3 * static_cast<double>((t * 7) % 11) + (m > 1 ? 40 * std::sin(place) : 0));
  }
  return y;
}

double median(std::vector<double> x) {
  std::sort(x.begin(), x.end());
  return (x[(x.size() - 1) / 2] + x[x.size() / 2]) / 2;
}

/// Its points are the medians of what its models say by themselves.
TEST(DefaultCombination, IsTheMedianOfItsMembers) {
  const std::vector<std::pair<std::size_t, std::vector<std::string>>> rules{
      {1, {"ets_capped", "holt", "ces", "box_cox_arima", "box_cox_dotm", "drift"}},
      {4, {"ets_capped", "dotm", "stl_dotm", "box_cox_arima"}},
      {7, {"ets_capped", "dotm", "stl_dotm", "box_cox_arima", "stl_arima", "ces"}},
      {24, {"ets_capped", "dotm", "stl_dotm", "stl_arima"}}};
  for (const auto& [m, names] : rules) {
    const std::vector<double> y = seasonal(m == 1 ? 25 : 3 * m + 9, m);
    const stats::Outlook plain = default_combination(false).fit(y, m).predict(5, {0.05, 0.95});
    for (std::size_t h = 0; h < 5; ++h) {
      std::vector<double> points, lower;
      for (const std::string& name : names) {
        const stats::Outlook member = named_model(name).fit(y, m).predict(5, {0.05});
        points.push_back(member.mean[h]);
        lower.push_back(member.quantiles[0][h]);
      }
      EXPECT_DOUBLE_EQ(plain.mean[h], median(points)) << "m = " << m;
      EXPECT_DOUBLE_EQ(plain.quantiles[0][h], median(lower)) << "m = " << m;
    }
  }
}

TEST(DefaultCombination, QuantilesAreMovedByTheFactors) {
  const std::vector<double> y = seasonal(30, 1), levels{0.05, 0.1, 0.5, 0.95};
  const stats::Outlook plain = default_combination(false).fit(y, 1).predict(8, levels);
  const stats::Outlook moved = default_combination().fit(y, 1).predict(8, levels);
  const IntervalCalibration factors = default_calibration(1);
  EXPECT_EQ(moved.mean, plain.mean);
  for (std::size_t h = 0; h < 8; ++h) {
    const std::size_t step = std::min<std::size_t>(h, factors.lower.size() - 1);  // 0.95 is the third level
    EXPECT_NEAR(moved.mean[h] - moved.quantiles[0][h], factors.lower[step][2] * (plain.mean[h] - plain.quantiles[0][h]),
                1e-9);
    EXPECT_NEAR(moved.quantiles[3][h] - moved.mean[h], factors.upper[step][2] * (plain.quantiles[3][h] - plain.mean[h]),
                1e-9);
  }
}

TEST(DefaultCombination, EverySeasonHasFactors) {
  EXPECT_EQ(default_calibration(2), default_calibration(4));
  EXPECT_EQ(default_calibration(7), default_calibration(12));
  EXPECT_EQ(default_calibration(168), default_calibration(52));
  for (const std::size_t m : {1, 4, 12, 24, 52}) {
    const IntervalCalibration c = default_calibration(m);
    ASSERT_EQ(c.lower.size(), c.upper.size());
    for (std::size_t h = 0; h < c.lower.size(); ++h)
      for (std::size_t l = 0; l < c.levels.size(); ++l) {
        EXPECT_GT(c.lower[h][l], 0.4);
        EXPECT_LT(c.upper[h][l], 4);
      }
  }
  // Between knots 4 and 6 of the yearly ones.
  const IntervalCalibration yearly = default_calibration(1);
  EXPECT_NEAR(yearly.upper[4][2], (yearly.upper[3][2] + yearly.upper[5][2]) / 2, 1e-12);
  EXPECT_THROW((void)default_calibration(0), InvalidArgument);
}

TEST(DefaultCombination, GoesOnWithMoreValues) {
  const std::vector<double> y = seasonal(40, 4), start(y.begin(), y.begin() + 36), more(y.begin() + 36, y.end());
  const stats::Fitted fit = default_combination().fit(start, 4);
  ASSERT_TRUE(fit.update);
  const stats::Outlook next = fit.update(more).predict(4, {});
  EXPECT_NEAR(next.mean[0], y[36] + 8, 60);
  EXPECT_NE(next.mean, fit.predict(4, {}).mean);
}

TEST(DefaultCombination, AFitSaysWhatTheModelSays) {
  const Series y{"jobs", Period::month(2019, 1), Unit{}, seasonal(60, 12)};
  const DefaultFit fit = fit_default(y, {.season_length = 12});
  const stats::Fitted any = default_combination().fit(y.span(), 12);
  const std::vector<double> levels{0.05, 0.5, 0.95};
  EXPECT_EQ(outlook(fit, 6, levels), any.predict(6, levels));
  EXPECT_EQ(describe(fit), any.model);
  EXPECT_EQ(fit.members.size(), 6U);
  EXPECT_TRUE(fit.left_out.empty());
  const Forecast next = predict(fit, 6, {.coverage = 0.90});
  const QuantileForecast same = quantiles(fit, 6, levels);  // 0.05 and (1 - 0.90) / 2 differ by rounding
  for (std::size_t h = 0; h < 6; ++h) EXPECT_NEAR(next.lower[h], same.values[0][h], 1e-9);
  EXPECT_EQ(next.origin->last, y.last());
  const std::vector<double> more{300, 310};
  EXPECT_EQ(update(fit, more).origin->last, y.last() + 2);
}

TEST(DefaultCombination, RefusesWhatNoMemberCouldTake) {
  const std::vector<double> y{1, 2, 3, 4, 5, 6, 7};
  EXPECT_THROW((void)fit_default(y, {.season_length = 0}), InvalidArgument);
  EXPECT_THROW((void)fit_default(std::vector<double>{}), InvalidArgument);
  EXPECT_THROW((void)fit_default(std::vector<double>{NAN, NAN}), InvalidArgument);
  EXPECT_THROW((void)fit_default(std::vector<double>{1, INFINITY}), InvalidArgument);
  EXPECT_THROW((void)predict(fit_default(y), 0), InvalidArgument);
  EXPECT_THROW((void)predict(fit_default(y), 2, {.coverage = 1.0}), InvalidArgument);
  EXPECT_THROW((void)outlook(DefaultFit{}, 2, {}), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::forecast
