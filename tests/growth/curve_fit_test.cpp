#include <foreplan/growth/curve_fit.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "numeric/nist.hpp"

namespace foreplan::growth {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

/// Times are the observations' numbers, because one problem has two predictors.
template <std::size_t N, class F>
CurveFit fit_nist(const nist::Problem& p, F f, const std::vector<double>& start, const CurveOptions& options = {}) {
  std::vector<double> t(p.y.size());
  for (std::size_t i = 0; i < t.size(); ++i) t[i] = static_cast<double>(i);
  std::array<double, N> first{};
  std::copy(start.begin(), start.end(), first.begin());
  return fit_curve<N>([&p, f](const auto& b, double i) { return f(b, p.x[static_cast<std::size_t>(i)]); }, first, t,
                      p.y, options);
}

TEST(FitCurve, GivesNistsParametersDeviationsAndSumsFromBothStarts) {
  nist::for_each_problem([&]<std::size_t N>(const std::string& name, auto f) {
    const nist::Problem p = nist::read(FOREPLAN_REFERENCE_DIR "/nist", name);
    for (const std::vector<double>& start : p.starts) {
      const CurveFit fit = fit_nist<N>(p, f, start);
      ASSERT_TRUE(fit.usable()) << name << ' ' << to_string(fit.stop);
      for (std::size_t j = 0; j < N; ++j) {
        EXPECT_GE(nist::digits(fit.parameters[j].value, p.certified[j]), 8) << name << ' ' << j;
        // The deviations of Lanczos1 are rounding errors of the data's 14 digits.
        if (name == "Lanczos1") continue;
        EXPECT_GE(nist::digits(fit.parameters[j].standard_error, p.deviations[j]), 6) << name << ' ' << j;
      }
      EXPECT_EQ(fit.degrees_of_freedom, p.y.size() - N);
    }
  });
}

const std::vector<double> kTime{0, 1, 2, 3, 4, 5, 6, 7};
const std::vector<double> kLine{1.1, 2.9, 5.2, 6.8, 9.1, 11.0, 12.8, 15.2};
CurveFunction line() {
  return curve_function<2>([](const auto& b, double t) { return b[0] + b[1] * t; });
}
CurveFit fit_line(const CurveOptions& options = {}) {
  return fit_curve(line(), {"a", "b"}, {0, 1}, kTime, kLine, options);
}

/// What R printed under a name in curve_line.txt, made by the script beside it.
std::vector<double> from_r(const std::string& name) {
  std::ifstream in(FOREPLAN_REFERENCE_DIR "/curve_line.txt");
  std::string line;
  while (std::getline(in, line)) {
    std::istringstream words(line);
    std::string word;
    words >> word;
    if (word != name) continue;
    std::vector<double> numbers;
    for (double x = 0; words >> x;) numbers.push_back(x);
    return numbers;
  }
  ADD_FAILURE() << name;
  return std::vector<double>(3);
}

/// To the digits that R printed: half a unit of the tenth.
void expect_r(std::vector<double> got, const std::string& name, double relative = 1e-9) {
  const std::vector<double> expected = from_r(name);
  ASSERT_EQ(got.size(), expected.size()) << name;
  for (std::size_t i = 0; i < got.size(); ++i)
    EXPECT_NEAR(got[i], expected[i], relative * std::abs(expected[i])) << name << i;
}

std::vector<double> values(const CurveFit& fit) {
  std::vector<double> v;
  for (const CurveParameter& p : fit.parameters) v.push_back(p.value);
  return v;
}
std::vector<double> errors(const CurveFit& fit) {
  std::vector<double> v;
  for (const CurveParameter& p : fit.parameters) v.push_back(p.standard_error);
  return v;
}

TEST(FitCurve, AgreesWithROnALine) {
  const CurveFit fit = fit_line();
  expect_r(values(fit), "coefficients");
  expect_r(errors(fit), "errors");
  expect_r({fit.sigma}, "sigma");
  expect_r({fit.covariance[1]}, "covariance");
  expect_r({fit.log_likelihood}, "loglik");
  expect_r({fit.aic}, "aic");
  expect_r({fit.bic}, "bic");
  const std::vector<double> at{10};
  for (const auto& [kind, name] :
       {std::pair(CurveBand::mean, "mean"), std::pair(CurveBand::observation, "observation")}) {
    const Forecast b = band(fit, at, kind, 0.9);
    expect_r({b.mean[0], b.lower[0], b.upper[0]}, name);
  }
}

TEST(FitCurve, AgreesWithROnWeights) {
  const CurveFit fit = fit_line({.weights = {1, 2, 3, 4, 4, 3, 2, 1}});
  expect_r(values(fit), "weighted");
  expect_r(errors(fit), "weighted_errors");
  expect_r({fit.log_likelihood}, "weighted_loglik");
}

const std::vector<double> kYears{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
const std::vector<double> kGrown{1.2, 2.1, 3.2, 5.1, 7.9, 10.4, 13.3, 14.9, 16.6, 17.3};
CurveFit fit_s_curve(const CurveOptions& options = {}) {
  return fit_curve(curve_function<3>([](const auto& b, double t) {
                     using std::exp;
                     return b[0] / (1.0 + exp(-(b[1] * (t - b[2]))));
                   }),
                   {"ceiling", "rate", "midpoint"}, {18, 0.6, 5}, kYears, kGrown, options);
}

TEST(FitCurve, AgreesWithROnALogisticCurve) {
  const CurveFit fit = fit_s_curve();
  expect_r(values(fit), "logistic", 1e-6);  // nls stops at a relative offset of 1e-5
  expect_r(errors(fit), "logistic_errors", 1e-5);
  expect_r({fit.sum_of_squares}, "logistic_rss");
  expect_r({fit.aic}, "logistic_aic", 1e-8);
}

TEST(ParameterInterval, ProfileAgreesWithR) {
  const CurveFit fit = fit_s_curve();
  for (const char* name : {"ceiling", "rate", "midpoint"}) {
    const Interval i = parameter_interval(fit, name, 0.9);
    expect_r({i.lower, i.upper}, std::string("profile_") + name, 1e-4);  // R interpolates the profile by splines
    const Interval d = parameter_interval(fit, name, 0.9, ParameterInterval::delta);
    EXPECT_NEAR((d.lower + d.upper) / 2, fit[name], 1e-12);
  }
  // On a line the sum of squares is a parabola, and both are the same.
  const CurveFit straight = fit_line();
  const Interval profile = parameter_interval(straight, "b"),
                 delta = parameter_interval(straight, "b", 0.9, ParameterInterval::delta);
  EXPECT_NEAR(profile.lower, delta.lower, 1e-9);
  EXPECT_NEAR(profile.upper, delta.upper, 1e-9);
}

TEST(ParameterInterval, AnEndThatIsNeverMetIsInfinite) {
  // Early growth that a ceiling of any height explains.
  const std::vector<double> t{0, 1, 2, 3, 4, 5}, y{1.0, 1.31, 1.62, 2.21, 2.68, 3.55};
  const CurveFit fit = fit_curve(curve_function<3>([](const auto& b, double x) {
                                   using std::exp;
                                   return b[0] / (1.0 + exp(-(b[1] * (x - b[2]))));
                                 }),
                                 {"ceiling", "rate", "midpoint"}, {20, 0.3, 9}, t, y);
  const Interval i = parameter_interval(fit, "ceiling", 0.95);
  EXPECT_TRUE(std::isinf(i.upper));
  EXPECT_GT(i.lower, 3.5);
}

TEST(FitCurve, HeldParametersLeaveTheOthersTheirBestValues) {
  const CurveFit fit = fit_s_curve({.ceiling = 20.0});
  EXPECT_EQ(fit["ceiling"], 20);
  EXPECT_TRUE(fit.parameters[0].held);
  EXPECT_EQ(fit.parameters[0].standard_error, 0);
  EXPECT_EQ(fit.degrees_of_freedom, 8u);
  EXPECT_GT(fit.sum_of_squares, fit_s_curve().sum_of_squares);
  const CurveFit bounded = fit_s_curve({.ranges = {{"rate", 0, 0.5}}});
  EXPECT_EQ(bounded["rate"], 0.5);
  EXPECT_TRUE(bounded.parameters[1].held);
  EXPECT_EQ(fit_s_curve({.ranges = {{"rate", 0, 5}}}).parameters, [] {
    CurveFit free = fit_s_curve();
    free.parameters[1].lower = 0;
    free.parameters[1].upper = 5;
    return free.parameters;
  }());
}

TEST(FitCurve, RobustLossKeepsToTheMany) {
  std::vector<double> y = kLine;
  y[3] = 60;
  for (const CurveLoss loss : {CurveLoss::huber, CurveLoss::bisquare}) {
    const CurveFit fit = fit_curve(line(), {"a", "b"}, {0, 1}, kTime, y, {.loss = loss});
    ASSERT_TRUE(fit.usable()) << to_string(fit.stop);
    EXPECT_NEAR(fit["b"], 2, 0.15);
    EXPECT_LT(fit.weights[3], 0.05);
  }
  EXPECT_GT(std::abs(fit_curve(line(), {"a", "b"}, {0, 1}, kTime, y)["a"] - 1), 2);
}

TEST(FitCurve, ProportionalErrorsWeighByTheCurve) {
  // With y = b t the weighted estimate is the mean of the ratios y / t.
  const std::vector<double> t{1, 2, 4, 8}, y{2.2, 3.6, 8.4, 15.2};
  const CurveFit fit = fit_curve(curve_function<1>([](const auto& b, double x) { return b[0] * x; }), {"b"}, {1}, t, y,
                                 {.errors = CurveErrors::proportional});
  ASSERT_TRUE(fit.usable());
  EXPECT_NEAR(fit["b"], (2.2 + 1.8 + 2.1 + 1.9) / 4, 1e-9);
  const std::vector<double> far{16};
  const Forecast b = band(fit, far), near = band(fit, std::vector<double>{8.0});
  EXPECT_NEAR((b.upper[0] - b.lower[0]) / (near.upper[0] - near.lower[0]), 2, 1e-9);
}

TEST(FitCurve, AutocorrelatedErrorsFadeFromTheLastResidual) {
  std::vector<double> t, y;
  double e = 0;
  for (int i = 0; i < 200; ++i) {
    e = 0.8 * e + std::sin(12.9898 * i * i);  // a fixed scatter without pattern
    t.push_back(i);
    y.push_back(3 + 0.5 * i + e);
  }
  const CurveFit fit = fit_curve(line(), {"a", "b"}, {0, 1}, t, y, {.errors = CurveErrors::ar1});
  ASSERT_TRUE(fit.usable());
  EXPECT_NEAR(fit.rho, 0.8, 0.12);
  const Forecast next = predict(fit, 2);
  EXPECT_NEAR(next.mean[0] - (fit["a"] + fit["b"] * 200), fit.rho * fit.residuals.back(), 1e-9);
  EXPECT_NEAR(next.mean[1] - (fit["a"] + fit["b"] * 201), fit.rho * fit.rho * fit.residuals.back(), 1e-9);
  EXPECT_GT(fit.durbin_watson, 1.6);
  EXPECT_LT(fit_curve(line(), {"a", "b"}, {0, 1}, t, y).durbin_watson, 0.8);
}

TEST(FitCurve, SaysWhenTheDataDoNotTellParametersApart) {
  const auto sum = curve_function<2>([](const auto& b, double t) { return (b[0] + b[1]) * t; });
  const CurveFit fit = fit_curve(sum, {"a", "b"}, {0, 1}, kTime, kLine);
  EXPECT_EQ(fit.stop, Stop::singular);
  EXPECT_FALSE(fit.usable());
  EXPECT_EQ(fit.rank, 1u);
  EXPECT_TRUE(std::isnan(fit.parameters[0].standard_error));
  EXPECT_THAT([&] { (void)band(fit, kTime); },
              ThrowsMessage<InvalidArgument>(HasSubstr("must tell the parameters apart; got rank 1")));
}

TEST(FitCurve, APerfectFitIsOne) {
  std::vector<double> y;
  for (const double t : kTime) y.push_back(2 + 3 * t);
  const CurveFit fit = fit_curve(line(), {"a", "b"}, {0, 1}, kTime, y);
  EXPECT_TRUE(fit.usable());
  EXPECT_NEAR(fit["a"], 2, 1e-13);
  EXPECT_LT(fit.sigma, 1e-13);
  EXPECT_NEAR(predict(fit, 1).mean[0], 26, 1e-12);
}

TEST(FitCurve, RefusesBadInput) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto refused = [](std::vector<double> t, std::vector<double> y, CurveOptions options, const char* message) {
    EXPECT_THAT(
        [&] {
          (void)fit_curve(line(), {"a", "b"}, {0, 1}, t, y, options);
        },
        ThrowsMessage<InvalidArgument>(HasSubstr(message)));
  };
  refused({0, 1, 2}, {1, 2}, {}, "growth::fit_curve: t and y must have one length; got 3 and 2");
  refused({0, 1}, {1, 2}, {}, "at least 3 observations for 2 free parameters; got 2");
  refused({}, {}, {}, "at least 3 observations");
  refused({0, nan, 2}, {1, 2, 3}, {}, "t must be finite; got NaN at index 1");
  refused({0, 1, 2}, {1, 2, nan}, {}, "y must be finite; got NaN at index 2");
  refused({0, 1, 2}, {1, 2, 3}, {.weights = {1, 1}}, "weights must be one for each of the 3 observations; got 2");
  refused({0, 1, 2}, {1, 2, 3}, {.weights = {1, 0, 1}}, "weights must be > 0 and finite; got 0 at index 1");
  refused({0, 1, 2}, {1, 2, 3}, {.ranges = {{"c", 0, 1}}}, "ranges must name parameters of the curve; got \"c\"");
  refused({0, 1, 2}, {1, 2, 3}, {.ranges = {{"a", 2, 1}}}, "ranges must have lower <= upper; got 2 and 1 of \"a\"");
  refused({0, 1, 3}, {1, 2, 3}, {.errors = CurveErrors::ar1}, "t must rise by equal steps");
  refused({0, 1, 2}, {1, 2, 3}, {.ceiling = 9.0}, "ranges must name parameters of the curve; got \"ceiling\"");
  const CurveFit fit = fit_line();
  EXPECT_THAT([&] { (void)fit["c"]; },
              ThrowsMessage<InvalidArgument>(HasSubstr("parameter must be one of the curve's")));
  EXPECT_THAT([&] { (void)band(fit, kTime, CurveBand::mean, 1); },
              ThrowsMessage<InvalidArgument>(HasSubstr("coverage must be in (0, 1)")));
  EXPECT_THAT([&] { (void)band(fit, std::vector<double>{nan}); },
              ThrowsMessage<InvalidArgument>(HasSubstr("t must be finite")));
  EXPECT_THAT([] { (void)predict(CurveFit{}, 1); },
              ThrowsMessage<InvalidArgument>(HasSubstr("fit must come from fit_curve")));
  const CurveFit exploding = fit_curve(curve_function<2>([](const auto& b, double t) {
                                         using std::exp;
                                         return b[0] * exp(b[1] * t);
                                       }),
                                       {"a", "r"}, {1, 0.3}, kTime, kLine);
  EXPECT_THAT(
      [&] { (void)band(exploding, std::vector<double>{1e6}); },
      ThrowsMessage<InvalidArgument>(HasSubstr("must be finite at every time asked for; got inf at t = 1e+06")));
}

}  // namespace
}  // namespace foreplan::growth
