#include <foreplan/forecast/intermittent.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "forecast/reference.hpp"
#include "refusals.hpp"

    namespace foreplan::forecast {
  namespace {

  using V = std::vector<double>;

  const V& r(const std::string& words) {
    static const reference::Lines all = reference::read_lines("intermittent_r.txt");
    return reference::line(all, words);
  }
  const V& scipy(const std::string& words) {
    static const reference::Lines all = reference::read_lines("intermittent.txt");
    return reference::line(all, words);
  }

  const std::vector<std::string> kSeries{"rare", "lumpy", "fading", "dense", "late"};
  constexpr std::array kMethods{IntermittentMethod::croston, IntermittentMethod::sba, IntermittentMethod::tsb,
                                IntermittentMethod::adida, IntermittentMethod::imapa};

  TEST(Intermittent, AgreesWithCrostonInR) {
    for (const std::string& name : kSeries)
      for (const auto& [which, alpha] : {std::pair{" low", 0.1}, std::pair{" high", 0.25}}) {
        const V& y = r("series " + name);
        const IntermittentFit fit =
            fit_intermittent(y, {.method = IntermittentMethod::croston, .alpha = alpha, .beta = alpha});
        EXPECT_NEAR(fit.rate / r("croston " + name + which)[0], 1, 1e-12) << name;
        const V& fitted = r("fitted " + name + which);
        const std::size_t first = y.size() - fitted.size();
        EXPECT_TRUE(std::isnan(fit.residuals[first - 1])) << name;
        for (std::size_t t = first; t < y.size(); ++t)
          EXPECT_NEAR(y[t] - fit.residuals[t], fitted[t - first], 1e-11) << name << ' ' << t;
      }
  }

  // Where a parameter is inside its range, both searches see it to half the digits of a double.
  TEST(Intermittent, AgreesWithDirectRecursions) {
    for (const std::string& name : kSeries)
      for (const IntermittentMethod method : kMethods) {
        const IntermittentFit fit = fit_intermittent(r("series " + name), {.method = method});
        const V& expected = scipy(std::string(to_string(method)) + " " + name);
        EXPECT_TRUE(fit.usable());
        EXPECT_NEAR(fit.rate / expected[0], 1, 1e-6) << name << ' ' << to_string(method);
        if (method == IntermittentMethod::croston || method == IntermittentMethod::tsb) {
          EXPECT_NEAR(fit.alpha, expected[1], 1e-6) << name;
          EXPECT_NEAR(fit.beta, expected[2], 1e-6) << name;
        }
        if (method == IntermittentMethod::adida) {
          EXPECT_EQ(fit.levels[0].periods, static_cast<std::size_t>(expected[1])) << name;
        }
        EXPECT_NEAR(fit.pattern.mean_interval, scipy("pattern " + name)[0], 1e-12) << name;
        EXPECT_NEAR(fit.pattern.size_variation, scipy("pattern " + name)[1], 1e-12) << name;
      }
  }

  TEST(Intermittent, ClassifiesDemand) {
    EXPECT_EQ(classify_demand(r("series rare")).demand, DemandClass::intermittent);
    EXPECT_EQ(classify_demand(r("series lumpy")).demand, DemandClass::lumpy);
    EXPECT_EQ(classify_demand(r("series dense")).demand, DemandClass::smooth);
    EXPECT_EQ(classify_demand(V{1, 1, 1, 40, 1, 1}).demand, DemandClass::erratic);
    EXPECT_EQ(classify_demand(V{0, NAN, 0}).demand, DemandClass::none);
    EXPECT_EQ(to_string(classify_demand(V{0, 0}).demand), "none");
  }

  TEST(Intermittent, GoesOnWithoutEstimatingAgain) {
    const V& y = r("series lumpy");
    for (const IntermittentMethod method : kMethods) {
      const IntermittentFit head = fit_intermittent(std::span(y).first(40), {.method = method});
      const IntermittentFit grown = update(head, std::span(y).subspan(40));
      EXPECT_EQ(grown.history, y);
      IntermittentOptions held{.method = method, .alpha = head.alpha, .beta = head.beta};
      if (head.levels.empty()) {
        EXPECT_EQ(grown.rate, fit_intermittent(y, held).rate) << to_string(method);
      }
      EXPECT_EQ(update(head, V{NAN}).rate, head.rate) << to_string(method);
    }
    // Only tsb lets a forecast fall while nothing is asked for.
    const V nothing(12, 0.0);
    for (const IntermittentMethod method : {IntermittentMethod::croston, IntermittentMethod::tsb}) {
      const IntermittentFit fit = fit_intermittent(y, {.method = method});
      EXPECT_EQ(update(fit, nothing).rate < fit.rate, method == IntermittentMethod::tsb);
    }
  }

  TEST(Intermittent, FollowsScale) {
    for (const std::string& name : kSeries)
      for (const IntermittentMethod method : kMethods)
        for (const double factor : {1e300, 1e-300}) {
          V scaled;
          for (const double x : r("series " + name)) scaled.push_back(factor * x);
          EXPECT_NEAR(fit_intermittent(scaled, {.method = method}).rate / factor /
                          fit_intermittent(r("series " + name), {.method = method}).rate,
                      1, 1e-6)
              << name << ' ' << to_string(method);
        }
  }

  // Means of paths are the forecast, within five standard errors, and no path is negative.
  TEST(Intermittent, DrawsPathsOfItsForecast) {
    for (const std::string& name : kSeries)
      for (const IntermittentMethod method : kMethods) {
        const IntermittentFit fit = fit_intermittent(r("series " + name), {.method = method});
        const SamplePaths paths = sample_paths(fit, 3, {.paths = 20'000, .seed = 5});
        double mean = 0, squares = 0;
        const double n = static_cast<double>(paths.values.size());
        for (const double x : paths.values) {
        mean += x / n;
        EXPECT_GE(x, 0);
      }
        for (const double x : paths.values) squares += (x - mean) * (x - mean) / n;
        EXPECT_NEAR(mean, fit.rate, 5 * std::sqrt(squares / n)) << name << ' ' << to_string(method);
        const Forecast f = predict(fit, 3);
        EXPECT_EQ(f.mean, V(3, fit.rate));
        for (std::size_t h = 0; h < 3; ++h) EXPECT_TRUE(f.lower[h] >= 0 && f.upper[h] >= f.lower[h]) << name;
      }
  }

  TEST(Intermittent, AnswersHoweverLittleThereIs) {
    const std::vector<V> series{{5},
                                {0},
                                {0, 0, 0},
                                {0, 0, 4},
                                {4, 0, 0},
                                {NAN, 3, NAN},
                                {1e300, 1e300, 0, 1e300},
                                {5e-324, 0, 0, 5e-324},
                                V(30, 7.5)};
    for (const V& y : series)
      for (const IntermittentMethod method : kMethods) {
        const IntermittentFit fit = fit_intermittent(y, {.method = method, .alpha = 0.1});
        EXPECT_TRUE(std::isfinite(fit.rate)) << y[0] << ' ' << y.size() << ' ' << to_string(method);
        EXPECT_TRUE(std::isfinite(predict(fit, 2).mean[1]));
        (void)sample_paths(fit, 2, {.paths = 10});
      }
    for (const IntermittentMethod method : kMethods) {
      EXPECT_EQ(fit_intermittent(V{0, 0, 0}, {.method = method}).rate, 0);
      EXPECT_EQ(predict(fit_intermittent(V{0, 0, 0}, {.method = method}), 1).upper[0], 0);
      const double debiased = method == IntermittentMethod::sba ? 0.95 : 1;
      EXPECT_DOUBLE_EQ(fit_intermittent(V{5}, {.method = method}).rate, 5 * debiased);
      EXPECT_DOUBLE_EQ(fit_intermittent(V(30, 7.5), {.method = method}).rate, 7.5 * debiased);
      EXPECT_GT(update(fit_intermittent(V{0, 0, 0}, {.method = method}), V{4, 0, 5}).rate, 0);
    }
    EXPECT_TRUE(std::isnan(predict(fit_intermittent(V{5}), 1).upper[0]));
  }

  TEST(Intermittent, RefusesWhatIsNoDemand) {
    testing::expect_refused({
        {"forecast::fit_intermittent: y must have an observation; got 2 values, all missing",
         [] {
           (void)fit_intermittent(V{NAN, NAN});
         }},
        {"forecast::fit_intermittent: demand must be finite and >= 0, or NaN where missing; got -1 at index 1",
         [] {
           (void)fit_intermittent(V{3, -1});
         }},
        {"forecast::update: demand must be finite and >= 0, or NaN where missing; got inf at index 0",
         [] { (void)update(fit_intermittent(V{3}), V{INFINITY}); }},
        {"forecast::fit_intermittent: beta must be in [0, 1] to be held; got 2",
         [] { (void)fit_intermittent(V{3}, {.beta = 2}); }},
        {"forecast::fit_intermittent: adida and imapa have no beta to be held; got 0.1",
         [] { (void)fit_intermittent(V{3}, {.method = IntermittentMethod::adida, .beta = 0.1}); }},
        {"forecast::fit_intermittent: parameters must be looked for between two values of [0, 1]; got 0.4 and 0.3",
         [] { (void)fit_intermittent(V{3}, {.least = 0.4}); }},
    });
  }

  }  // namespace
}  // namespace foreplan::forecast
