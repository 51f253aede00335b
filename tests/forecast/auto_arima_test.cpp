#include <foreplan/forecast/auto_arima.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "forecast/awkward_series.hpp"
#include "forecast/reference.hpp"
#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

const reference::Lines& r() {
  static const reference::Lines all = reference::read_lines("auto_arima.txt");
  return all;
}
const std::vector<double>& series(const std::string& name) { return reference::line(r(), "series " + name); }

std::vector<std::string> names() {
  std::vector<std::string> result;
  for (const auto& [words, values] : r())
    if (words.starts_with("auto ")) result.push_back(words.substr(5));
  return result;
}
std::size_t season(const std::string& name) {
  return name == "air" || name == "deaths" || name == "wine" ? std::size_t{12} : name == "uk" ? 4 : 1;
}

// The same order as R's, or a better one of the same differences. R's likelihoods are those of a finite prior variance.
TEST(AutoArima, FindsWhatRDoes) {
  ASSERT_GE(names().size(), 9u);
  for (const std::string& name : names()) {
    const auto& of_r = r().at("auto " + name);
    const AutoArimaFit found = fit_auto_arima(series(name), {.season_length = season(name)});
    EXPECT_EQ(static_cast<double>(found.fit.order.d), of_r[1]) << name;
    EXPECT_EQ(static_cast<double>(found.fit.order.seasonal_d), of_r[4]) << name;
    EXPECT_LE(found.fit.aicc, of_r[9] + 0.02) << name << ' ' << to_string(found.fit.order, season(name));
    for (const ArimaCandidate& c : found.tried) EXPECT_GE(c.criterion, found.fit.aicc - 1e-9) << name;
    EXPECT_LE(found.tried.size(), 94u);
  }
  const AutoArimaFit airline = fit_auto_arima(series("air"), {.season_length = 12});
  EXPECT_EQ(airline.fit.order, (ArimaOrder{0, 1, 1, 0, 1, 1}));
  EXPECT_FALSE(airline.fit.with_constant);
}

TEST(AutoArima, SearchesAllOrdersTheSameOnAnyThreads) {
  const AutoArimaOptions one{.season_length = 4, .search = ArimaSearch::exhaustive};
  AutoArimaOptions several = one;
  several.execution.threads = 3;
  const AutoArimaFit a = fit_auto_arima(series("uk"), one), b = fit_auto_arima(series("uk"), several);
  EXPECT_EQ(a.tried, b.tried);
  EXPECT_EQ(a.fit.coefficients[0].estimate, b.fit.coefficients[0].estimate);
  EXPECT_LE(a.fit.aicc, fit_auto_arima(series("uk"), {.season_length = 4}).fit.aicc + 1e-9);
  for (const ArimaCandidate& c : a.tried)
    EXPECT_LE(c.order.p + c.order.q + c.order.seasonal_p + c.order.seasonal_q, 5u);
}

TEST(AutoArima, KeepsRootsAwayFromTheUnitCircle) {
  // A smooth line with a jagged one on it: differenced too often by demand.
  std::vector<double> y;
  for (int t = 0; t < 60; ++t) y.push_back(t + ((t * 7) % 5) * 0.3);
  const AutoArimaFit free = fit_auto_arima(y, {.d = 1, .root_margin = 0});
  const AutoArimaFit kept = fit_auto_arima(y, {.d = 1});
  EXPECT_LE(free.fit.aicc, kept.fit.aicc + 1e-9);
  ASSERT_LE(kept.fit.ma.size(), 5u);
  if (kept.fit.ma.size() == 1) {
    EXPECT_LE(std::abs(kept.fit.ma[0]), 1 / 1.01);
  }
}

TEST(AutoArima, TakesRegressorsGapsAndHeldDifferences) {
  std::vector<double> y = series("lh"), x;
  for (std::size_t t = 0; t < y.size(); ++t) x.push_back(std::sin(static_cast<double>(t * t)));
  for (std::size_t t = 0; t < y.size(); ++t) y[t] += 5 * x[t];
  y[7] = y[20] = kNaN;
  const AutoArimaFit found = fit_auto_arima(y, {.regressors = {{"x", x}}});
  EXPECT_EQ(found.fit.order.d, 0u);
  EXPECT_NEAR(found.fit.regression[0], 5, 0.3);
  EXPECT_EQ(predictive(found.fit, 2, {{"x", {0.0, 1.0}}}).mean.size(), 2u);
  EXPECT_EQ(fit_auto_arima(series("lh"), {.d = 2}).fit.order.d, 2u);
  EXPECT_FALSE(fit_auto_arima(series("lh"), {.constant = false}).fit.with_constant);
}

TEST(AutoArima, AnswersHoweverLittleThereIs) {
  const auto all = testing::awkward_series();
  for (const auto& y : all)
    for (const std::size_t m : {std::size_t{1}, std::size_t{4}, std::size_t{12}})
      for (const double x : predict(fit_auto_arima(y, {.season_length = m}).fit, 6).mean)
        EXPECT_TRUE(std::isfinite(x)) << y[0] << ' ' << y.size() << ' ' << m;
  EXPECT_EQ(predict(fit_auto_arima(std::vector<double>{5}).fit, 2).mean, (std::vector<double>{5, 5}));
}

TEST(AutoArima, CanBeCancelled) {
  const std::vector<double> y{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9};
  for (const ArimaSearch search : {ArimaSearch::stepwise, ArimaSearch::exhaustive}) {
    AutoArimaOptions options{.search = search};
    options.execution.cancel.cancel();
    EXPECT_THROW((void)fit_auto_arima(y, options), Cancelled);
  }
}

TEST(AutoArima, RefusesWhatContradictsItself) {
  using V = std::vector<double>;
  testing::expect_refused({
      {"forecast::fit_auto_arima: y must have an observation; got 0 values, all missing",
       [] { (void)fit_auto_arima(V{}); }},
      {"forecast::fit_auto_arima: largest_p must be at most 20; got 21",
       [] {
         (void)fit_auto_arima(V{1, 2}, {.largest_p = 21});
       }},
      {"forecast::fit_auto_arima: a regressor must have 2 values; got 1 in \"x\"",
       [] {
         (void)fit_auto_arima(V{1, 2}, {.regressors = {{"x", {1}}}});
       }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
