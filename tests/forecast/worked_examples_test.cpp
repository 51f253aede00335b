#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/smoothing.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace foreplan::forecast {
namespace {

// Hyndman & Athanasopoulos (2018), Forecasting: principles and practice, 2nd edition; numbers to the digits printed.

/// Table 7.1: oil production of Saudi Arabia, million tonnes, 1996-2013; alpha 0.83, l_0 446.6, forecast 542.68.
TEST(WorkedExamples, SimpleSmoothingOfOil) {
  const std::vector<double> oil{445.36, 453.20, 454.41, 422.38, 456.04, 440.39, 425.19, 486.21, 500.43,
                                521.28, 508.95, 488.89, 509.87, 456.72, 473.82, 525.95, 549.83, 542.34};
  const EtsFit fit = fit_ets(oil, simple_smoothing());
  EXPECT_NEAR(fit.alpha, 0.83, 0.005);
  EXPECT_NEAR(fit.initial.level, 446.6, 0.05);
  EXPECT_NEAR(fit.fitted[1], 445.57, 0.05);
  EXPECT_NEAR(predict(fit, 1).mean[0], 542.68, 0.005);
}

/// Table 7.2: air passengers of Australia, million, 1990-2016, by Holt's method: alpha 0.8321, beta 0.0001, l_0 15.57
/// and b_0 2.102 give the forecasts printed; what is most likely is another place of the same ridge.
TEST(WorkedExamples, HoltsMethodOfAirPassengers) {
  const std::vector<double> passengers{17.55, 21.86, 23.89, 26.93, 26.89, 28.83, 30.08, 30.95, 30.19,
                                       31.58, 32.58, 33.48, 39.02, 41.39, 41.60, 44.66, 46.95, 48.73,
                                       51.49, 50.03, 60.64, 63.36, 66.36, 68.20, 68.12, 69.78, 72.60};
  EtsFit book;
  book.form = parse_ets_form("AAN");
  book.alpha = 0.8321;
  book.beta = 0.0001;
  book.initial = {15.57, 2.102, {}};
  book = apply_ets(book, passengers);
  const EtsFit fit = fit_ets(passengers, holt());
  EXPECT_GT(fit.log_likelihood, book.log_likelihood);
  EXPECT_LT(fit.log_likelihood, book.log_likelihood + 0.1);
  const std::vector<double> printed{74.60, 76.70, 78.80, 80.91, 83.01};
  const Forecast next = predict(book, printed.size()), ours = predict(fit, printed.size());
  for (std::size_t h = 0; h < printed.size(); ++h) {
    EXPECT_NEAR(next.mean[h], printed[h], 0.01);
    EXPECT_NEAR(ours.mean[h], printed[h], 0.03);
  }
}

}  // namespace
}  // namespace foreplan::forecast
