#include <foreplan/growth/curve_diagnostics.hpp>
#include <foreplan/growth/curves.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::growth {
namespace {

/// The observations of tests/reference/curve_diagnostics.R.
const std::vector<double> kT{0, 1, 2, 3, 4, 5, 6, 7}, kY{1.1, 2.9, 5.2, 6.8, 9.1, 11.0, 12.8, 15.2};
const std::vector<double> kX{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, kZ{1.2, 2.1, 3.2, 5.1, 7.9, 10.4, 13.3, 14.9, 16.6, 17.3};

void expect_near(const std::vector<double>& values, const std::vector<double>& expected, double tolerance) {
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(values[i], expected[i], tolerance) << i;
}

void expect_case(const CurveDiagnostics& d, const std::string& name, double tolerance) {
  const reference::Lines all = reference::read_lines("curve_diagnostics.txt");
  expect_near(d.leverage, reference::line(all, name + " leverage"), tolerance);
  expect_near(d.standardised, reference::line(all, name + " standardised"), tolerance);
  expect_near(d.studentised, reference::line(all, name + " studentised"), tolerance);
  expect_near(d.cooks_distance, reference::line(all, name + " cooks_distance"), tolerance);
}

TEST(CurveDiagnostics, AreThoseOfLinearRegressionForALine) {
  expect_case(diagnose(fit_curve(Curve::linear, kT, kY)), "line", 1e-9);
  expect_case(diagnose(fit_curve(Curve::linear, kT, kY, {.weights = {1, 2, 3, 4, 4, 3, 2, 1}})), "weighted", 1e-9);
}

TEST(CurveDiagnostics, AreThoseOfTheTangentPlaneForALogistic) {
  const CurveDiagnostics d = diagnose(fit_logistic(kX, kZ));
  const reference::Lines all = reference::read_lines("curve_diagnostics.txt");
  expect_case(d, "logistic", 2e-7);  // where nls stops
  EXPECT_EQ(static_cast<double>(d.runs.runs), reference::line(all, "logistic runs")[0]);
  EXPECT_NEAR(d.variance.statistic, reference::line(all, "logistic breusch_pagan")[0], 1e-6);
  EXPECT_EQ(d.autocorrelation.lags, 2u);
  EXPECT_NEAR(d.autocorrelation.statistic, reference::line(all, "logistic ljung_box")[0], 1e-6);
}

// A studentised residual is how far the observation lies from the fit to the others, over the deviation of that
// difference; for a line exactly.
TEST(CurveDiagnostics, StudentisedIsTheFitWithoutTheObservation) {
  const CurveDiagnostics d = diagnose(fit_curve(Curve::linear, kT, kY));
  for (std::size_t i = 0; i < kT.size(); ++i) {
    std::vector<double> t = kT, y = kY;
    t.erase(t.begin() + static_cast<std::ptrdiff_t>(i));
    y.erase(y.begin() + static_cast<std::ptrdiff_t>(i));
    const CurveFit without = fit_curve(Curve::linear, t, y);
    const std::vector<double> here{kT[i]};
    const Forecast f = band(without, here, CurveBand::observation, 0.5);
    const Forecast whole = band(without, here, CurveBand::mean, 0.5);
    const double mean_half = whole.upper[0] - whole.mean[0], half = f.upper[0] - f.mean[0];
    const double deviation = without.sigma * half / std::sqrt(half * half - mean_half * mean_half);
    EXPECT_NEAR(d.studentised[i], (kY[i] - f.mean[0]) / deviation, 1e-8) << i;
  }
}

TEST(CurveDiagnostics, LeverageAddsUpToTheFreeParameters) {
  std::vector<double> t, y;
  for (int i = 0; i < 30; ++i) {
    t.push_back(i);
    y.push_back(50 / (1 + std::exp(-0.3 * (i - 14))) + std::sin(0.9 * i) + 2);
  }
  for (const CurveErrors errors : {CurveErrors::homoscedastic, CurveErrors::proportional, CurveErrors::ar1}) {
    const CurveDiagnostics d = diagnose(fit_logistic(t, y, {.errors = errors}));
    EXPECT_NEAR(std::accumulate(d.leverage.begin(), d.leverage.end(), 0.0), 3, 1e-6);
    EXPECT_EQ(d.autocorrelation.degrees, d.autocorrelation.lags - (errors == CurveErrors::ar1 ? 1 : 0));
  }
  const CurveDiagnostics held = diagnose(fit_logistic(t, y, {.ceiling = 60}));
  EXPECT_NEAR(std::accumulate(held.leverage.begin(), held.leverage.end(), 0.0), 2, 1e-6);
}

TEST(CurveDiagnostics, StandInTheOrderOfTime) {
  const CurveDiagnostics forward = diagnose(fit_curve(Curve::linear, kT, kY));
  const CurveDiagnostics backward = diagnose(fit_curve(Curve::linear, std::vector<double>(kT.rbegin(), kT.rend()),
                                                       std::vector<double>(kY.rbegin(), kY.rend())));
  EXPECT_EQ(backward.t, kT);
  expect_near(backward.cooks_distance, forward.cooks_distance, 1e-9);
  EXPECT_EQ(backward.runs.runs, forward.runs.runs);
  EXPECT_NEAR(backward.autocorrelation.statistic, forward.autocorrelation.statistic, 1e-9);
}

// A line through a curve: its residuals persist, and every test that looks for that must see it.
TEST(CurveDiagnostics, SeeACurveThatALineMisses) {
  std::vector<double> t, y;
  for (int i = 0; i < 40; ++i) {
    t.push_back(i);
    y.push_back(i * i + 20 * std::sin(12.9898 * i * i));
  }
  const CurveDiagnostics line = diagnose(fit_curve(Curve::linear, t, y));
  EXPECT_LT(line.runs.p_value, 1e-6);
  EXPECT_LT(line.autocorrelation.p_value, 1e-6);
  const CurveDiagnostics right = diagnose(fit_curve(Curve::quadratic, t, y));
  EXPECT_GT(right.runs.p_value, 0.05);
  EXPECT_GT(right.autocorrelation.p_value, 0.05);
}

TEST(CurveDiagnostics, RefuseWhatTheyCannotJudge) {
  const CurveFit fit = fit_curve(Curve::linear, kT, kY);
  CurveFit stopped = fit;
  stopped.stop = Stop::iteration_limit;
  testing::expect_refused({
      {"growth::diagnose: fit must be usable; got not run", [] { (void)diagnose(CurveFit{}); }},
      {"growth::diagnose: fit must be usable; got iteration limit", [&] { (void)diagnose(stopped); }},
      {"growth::diagnose: lags must be in [1, 7]; got 8", [&] { (void)diagnose(fit, {.lags = 8}); }},
  });
}

}  // namespace
}  // namespace foreplan::growth
