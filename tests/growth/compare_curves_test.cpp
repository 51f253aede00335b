#include <foreplan/growth/compare_curves.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include <foreplan/core/errors.hpp>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::growth {
namespace {

/// The census of the United States, 1790-1970, millions (R's uspop).
const std::vector<double> kCensus{3.93, 5.31, 7.24, 9.64,  12.9,  17.1,  23.2,  31.4,  39.8, 50.2,
                                  62.9, 76,   92,   105.7, 122.8, 131.7, 151.3, 179.3, 203.2};
const std::vector<double> kDecade{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
const std::vector<CurveCandidate> kFive{Curve::linear, Curve::quadratic, Curve::exponential, Curve::logistic,
                                        Curve::gompertz};

CurveCandidate own_line(CurveOptions changed = {}) {
  return {"own line", [changed](std::span<const double> t, std::span<const double> y, const CurveOptions& given) {
            CurveOptions options = given;
            options.loss = changed.loss;
            if (changed.errors != CurveErrors::homoscedastic) options.errors = changed.errors;
            return fit_curve<2>([](const auto& b, double x) { return b[0] + b[1] * x; }, {1, 1}, t, y, options);
          }};
}

void expect_reference(const std::string& label, const std::vector<double>& weights) {
  const reference::Lines all = reference::read_lines("compare_curves.txt");
  const std::vector<std::pair<CurveErrorMeasure, std::string>> measures{{CurveErrorMeasure::rmse, "rmse"},
                                                                        {CurveErrorMeasure::mae, "mae"},
                                                                        {CurveErrorMeasure::mape, "mape"},
                                                                        {CurveErrorMeasure::mase, "mase"},
                                                                        {CurveErrorMeasure::rmsse, "rmsse"}};
  for (const auto& [measure, word] : measures) {
    const CurveComparison c = compare_curves(
        kFive, kDecade, kCensus,
        {.weights = weights, .horizon = 3, .minimum_training = 12, .measure = measure, .execution = {.threads = 2}});
    EXPECT_EQ(c.origins, 5u);
    for (const ComparedCurve& curve : c.curves) {
      const std::string name = label + ' ' + curve.name + ' ';
      EXPECT_EQ(curve.failures, 0u) << name;
      EXPECT_NEAR(curve.fit.aicc, reference::line(all, name + "aicc")[0], 1e-7) << name;
      const double error = reference::line(all, name + word)[0];
      EXPECT_NEAR(curve.error, error, 1e-6 * error) << name << word;  // as far as nls goes
      if (measure != CurveErrorMeasure::mae) continue;
      const std::vector<double>& steps = reference::line(all, name + "mae_by_step");
      ASSERT_EQ(curve.error_by_step.size(), steps.size());
      for (std::size_t h = 0; h < steps.size(); ++h) EXPECT_NEAR(curve.error_by_step[h], steps[h], 1e-6 * steps[h]);
    }
  }
}

TEST(CompareCurves, AgreesWithR) { expect_reference("plain", {}); }
TEST(CompareCurves, AgreesWithRUnderWeights) { expect_reference("weighted", kDecade); }

TEST(CompareCurves, RanksByBothMeasures) {
  const CurveComparison c = compare_curves(kFive, kDecade, kCensus, {.minimum_training = 12});
  // R's AICc in order: quadratic 100.36, gompertz 103.59, logistic 115.67, exponential 138.41, linear 169.50.
  EXPECT_EQ(c.by_aicc, (std::vector<std::size_t>{1, 4, 3, 2, 0}));
  // R's MASE in order: quadratic .639, logistic 1.066, gompertz 1.101, linear 4.391, exponential 4.448.
  EXPECT_EQ(c.by_error, (std::vector<std::size_t>{1, 3, 4, 0, 2}));
  double sum = 0;
  for (const ComparedCurve& curve : c.curves) sum += curve.weight;
  EXPECT_NEAR(sum, 1, 1e-14);
  EXPECT_EQ(c.curves[1].delta, 0);
  // Evidence ratio (Burnham & Anderson 2002, section 2.10).
  EXPECT_NEAR(c.curves[1].weight / c.curves[4].weight, std::exp((103.5907302 - 100.3618446) / 2), 1e-6);
}

TEST(CompareCurves, AnOriginSeesOnlyWhatWasBeforeIt) {
  std::vector<double> later = kCensus;
  for (std::size_t i = 13; i < later.size(); ++i) later[i] *= 3;
  const CompareCurvesOptions options{.minimum_training = 12};
  const CurveComparison a = compare_curves(kFive, kDecade, kCensus, options);
  const CurveComparison b = compare_curves(kFive, kDecade, later, options);
  for (std::size_t k = 0; k < kFive.size(); ++k) {
    EXPECT_EQ(a.curves[k].origins[0], b.curves[k].origins[0]);
    EXPECT_EQ(a.curves[k].origins[1], b.curves[k].origins[1]);
    EXPECT_NE(a.curves[k].origins[2], b.curves[k].origins[2]);
  }
}

TEST(CompareCurves, EqualsShareARank) {
  const CurveComparison c =
      compare_curves({Curve::exponential, own_line(), Curve::quadratic, Curve::linear}, kDecade, kCensus);
  EXPECT_EQ(c.curves[2].aicc_rank, 1u);
  EXPECT_EQ(c.curves[0].aicc_rank, 2u);
  EXPECT_EQ(c.curves[1].aicc_rank, 3u);
  EXPECT_EQ(c.curves[3].aicc_rank, 3u);
  EXPECT_EQ(c.curves[1].error_rank, c.curves[3].error_rank);
  EXPECT_EQ(c.by_aicc, (std::vector<std::size_t>{2, 0, 1, 3}));
  EXPECT_NEAR(c.curves[1].error, c.curves[3].error, 1e-9 * c.curves[3].error);
}

TEST(CompareCurves, ACandidateMayBeHeld) {
  const CurveComparison c = compare_curves(
      {Curve::logistic, {Curve::logistic, {.name = "logistic to 400", .ceiling = 400}}}, kDecade, kCensus);
  EXPECT_EQ(c.curves[1].name, "logistic to 400");
  EXPECT_EQ(c.curves[1].fit["ceiling"], 400);
  EXPECT_GT(c.curves[1].fit.sum_of_squares, c.curves[0].fit.sum_of_squares);
  const CurveFit alone = fit_logistic(kDecade, kCensus, {.ceiling = 400});
  EXPECT_EQ(c.curves[1].fit.aicc, alone.aicc);
}

// What cannot be fitted at an origin is told, and comes after what can, however good it is elsewhere.
TEST(CompareCurves, FailuresAreReportedAndComeLast) {
  const CurveCandidate stubborn{"stubborn",
                                [](std::span<const double> t, std::span<const double> y, const CurveOptions& given) {
                                  CurveFit fit = fit_curve(Curve::quadratic, t, y, given);
                                  if (t.size() == 13 || t.size() == 14) fit.stop = Stop::iteration_limit;
                                  return fit;
                                }};
  const CurveCandidate never{"never",
                             [](std::span<const double> t, std::span<const double> y, const CurveOptions& given) {
                               CurveFit fit = fit_curve(Curve::quadratic, t, y, given);
                               fit.stop = Stop::no_progress;
                               return fit;
                             }};
  const CurveComparison c =
      compare_curves({never, stubborn, Curve::linear}, kDecade, kCensus, {.minimum_training = 12});
  EXPECT_EQ(c.curves[1].failures, 2u);
  EXPECT_EQ(c.curves[1].origins[1].stop, Stop::iteration_limit);
  EXPECT_TRUE(c.curves[1].origins[1].forecast.empty());
  EXPECT_LT(c.curves[1].error, c.curves[2].error);  // better where it works
  EXPECT_EQ(c.by_error, (std::vector<std::size_t>{2, 1, 0}));
  EXPECT_EQ(c.curves[0].failures, 5u);
  EXPECT_TRUE(std::isnan(c.curves[0].error));
  EXPECT_EQ(c.curves[0].weight, 0);
  EXPECT_EQ(c.curves[0].delta, std::numeric_limits<double>::infinity());
  EXPECT_EQ(c.by_aicc, (std::vector<std::size_t>{1, 2, 0}));
}

// Two parameters that only their sum is seen of: a forecast would be as good as any other.
TEST(CompareCurves, ParametersThatCannotBeToldApartAreAFailure) {
  const CurveCandidate twice{
      "twice", [](std::span<const double> t, std::span<const double> y, const CurveOptions& given) {
        return fit_curve<2>([](const auto& b, double x) { return b[0] + b[1] + 0.0 * x; }, {1, 1}, t, y, given);
      }};
  const CurveComparison c = compare_curves({twice, Curve::linear}, kDecade, kCensus);
  for (const CurveOrigin& origin : c.curves[0].origins) EXPECT_FALSE(origin.usable());
  EXPECT_EQ(c.curves[0].failures, c.origins);
}

TEST(CompareCurves, OnlyTheLatestOrigins) {
  const CurveComparison all = compare_curves({Curve::linear}, kDecade, kCensus, {.horizon = 2, .minimum_training = 5});
  const CurveComparison three =
      compare_curves({Curve::linear}, kDecade, kCensus, {.horizon = 2, .minimum_training = 5, .origins = 3});
  EXPECT_EQ(all.origins, 13u);
  EXPECT_EQ(three.origins, 3u);
  EXPECT_EQ(three.minimum_training, 15u);
  EXPECT_EQ(three.curves[0].origins.back(), all.curves[0].origins.back());
}

TEST(CompareCurves, ThreadsChangeNothingAndProgressCountsFits) {
  std::atomic<std::size_t> seen = 0, total = 0;
  const CompareCurvesOptions plain{.errors = CurveErrors::ar1};
  CompareCurvesOptions threaded = plain;
  threaded.execution = {.threads = 3, .progress = [&](std::size_t done, std::size_t all) {
                          seen = done;
                          total = all;
                          return true;
                        }};
  const CurveComparison a = compare_curves(kFive, kDecade, kCensus, plain);
  const CurveComparison b = compare_curves(kFive, kDecade, kCensus, threaded);
  EXPECT_EQ(seen.load(), total.load());
  EXPECT_EQ(total.load(), kFive.size() * (1 + a.origins));
  for (std::size_t k = 0; k < kFive.size(); ++k) {
    EXPECT_EQ(a.curves[k].error, b.curves[k].error);
    EXPECT_EQ(a.curves[k].fit.parameters, b.curves[k].fit.parameters);
    EXPECT_EQ(a.curves[k].origins, b.curves[k].origins);
  }
  CompareCurvesOptions cancelled = plain;
  cancelled.execution.progress = [](std::size_t done, std::size_t) { return done < 2; };
  EXPECT_THROW((void)compare_curves(kFive, kDecade, kCensus, cancelled), Cancelled);
}

TEST(CompareCurves, OfASeriesLeavesMissingValuesOut) {
  Series series{"population", Period::year(1990), {}, kCensus};
  series.values.insert(series.values.begin() + 4, std::numeric_limits<double>::quiet_NaN());
  const CurveComparison c = compare_curves({Curve::linear, Curve::quadratic}, series);
  EXPECT_EQ(c.observations, kCensus.size());
  ASSERT_TRUE(c.origin.has_value());
  EXPECT_EQ(c.origin->name, "population");
  const CurveFit alone = fit_curve(Curve::quadratic, series);
  EXPECT_EQ(c.curves[1].fit.parameters, alone.parameters);
  EXPECT_EQ(predict(c.curves[1].fit, 3), predict(alone, 3));
}

TEST(CompareCurves, RefusesWhatCannotBeCompared) {
  const auto call = [](const std::vector<CurveCandidate>& candidates, const CompareCurvesOptions& options = {}) {
    return [candidates, options] { (void)compare_curves(candidates, kDecade, kCensus, options); };
  };
  const CurveCandidate logarithms{"logarithms",
                                  [](std::span<const double> t, std::span<const double> y, const CurveOptions& given) {
                                    std::vector<double> logs;
                                    for (const double v : y) logs.push_back(std::log(v));
                                    return fit_curve(Curve::linear, t, logs, given);
                                  }};
  std::vector<double> zero = kCensus, constant(19, 4.0);
  zero[17] = 0;
  testing::expect_refused({
      {"growth::compare_curves: there must be a candidate; got none", call({})},
      {"names of candidates must differ; got two of \"linear\"", call({Curve::linear, Curve::linear})},
      {"candidates must be callable; got an empty function for \"x\"", call({{"x", CurveFitter{}}})},
      {"candidates must be fitted to the observations given; got others from \"logarithms\"", call({logarithms})},
      {"candidates must have the comparison's errors; got others from \"own line\"",
       call({own_line({.errors = CurveErrors::proportional})})},
      {"candidates must have the comparison's weights, and no robust loss",
       call({own_line({.loss = CurveLoss::huber})})},
      {"weights must be one for each of the 19 observations; got 18",
       call({Curve::linear}, {.weights = std::vector<double>(18, 1.0)})},
      {"horizon must be >= 1; got 0", call({Curve::linear}, {.horizon = 0})},
      {"an origin must lie between minimum_training and the last horizon observations; got 17 and 3 of 19",
       call({Curve::linear}, {.minimum_training = 17})},
      {"there must be at least 4 observations for 3 free parameters; got 3",
       call({Curve::logistic}, {.minimum_training = 3})},
      {"percentage errors need observations other than 0; got 0 at index 17",
       [&] { (void)compare_curves({Curve::linear}, kDecade, zero, {.measure = CurveErrorMeasure::mape}); }},
      {"scaled errors need observations that differ; got a constant over the first 10",
       [&] { (void)compare_curves({Curve::linear}, kDecade, constant); }},
      {"t must be rising; got 1 after 19",
       [&] {
         std::vector<double> t(kDecade.rbegin(), kDecade.rend());
         t.back() = 1;
         std::iter_swap(t.begin() + 1, t.end() - 1);
         (void)compare_curves({Curve::linear}, t, kCensus);
       }},
  });
}

}  // namespace
}  // namespace foreplan::growth
