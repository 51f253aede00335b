#include "forecast/ets_each.hpp"

#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/smoothing.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "forecast/awkward_series.hpp"
#include "forecast/ets_lane_search.hpp"
#include "forecast/ets_lanes.hpp"

namespace foreplan::forecast {
namespace {

/// Series of many lengths, some of them equal, some with gaps, below zero, awkward, or none at all.
std::vector<std::vector<double>> data() {
  std::vector<std::vector<double>> all = testing::awkward_series();
  for (std::size_t i = 0; i < 30; ++i) {
    std::vector<double>& y = all.emplace_back();
    const double size = static_cast<double>(i + 1);
    for (std::size_t t = 0; t < 12 + 7 * (i % 6); ++t) {
      const double time = static_cast<double>(t);
      y.push_back(10 * size + (i % 3 == 0 ? 0.0 : 0.3 * time) + std::sin(time * time * size) + (i % 5 == 4 ? -200 : 0));
    }
    if (i % 4 == 1) y[i % 7] = y[9] = std::numeric_limits<double>::quiet_NaN();
  }
  all[20][3] = std::numeric_limits<double>::infinity();
  all.insert(all.begin() + 7, std::vector<double>{});
  return all;
}

void expect_same(const EtsFit& a, const EtsFit& b, const std::string& where) {
  const auto same = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
  const auto all_same = [&](const std::vector<double>& x, const std::vector<double>& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), same);
  };
  EXPECT_EQ(a.form, b.form) << where;
  EXPECT_EQ(a.tried, b.tried) << where;
  EXPECT_EQ(a.initial, b.initial) << where;
  EXPECT_EQ(a.last, b.last) << where;
  EXPECT_EQ(a.stop, b.stop) << where;
  EXPECT_EQ(a.parameters, b.parameters) << where;
  EXPECT_TRUE(all_same({a.alpha, a.beta, a.gamma, a.phi, a.log_likelihood, a.aicc, a.sigma2},
                       {b.alpha, b.beta, b.gamma, b.phi, b.log_likelihood, b.aicc, b.sigma2}))
      << where;
  EXPECT_TRUE(all_same(a.fitted, b.fitted)) << where;
  EXPECT_TRUE(all_same(a.residuals, b.residuals)) << where;
}

std::string words_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const InvalidArgument& e) {
    return e.what();
  }
}

TEST(FitEach, AreThoseOfFitEtsToTheBit) {
  std::vector<EtsOptions> kinds{{},
                                simple_smoothing(),
                                holt(),
                                holt(true),
                                {.season_length = 4},
                                {.largest_beta = 0.2},
                                {.alpha = 0.3},
                                {.bounds = EtsBounds::admissible}};
  kinds.push_back({.max_iterations = 3});
  kinds.push_back({.trend = EtsTrend::multiplicative});
  const auto series = data();
  std::vector<EtsRequest> mixed;
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    std::vector<EtsRequest> requests;
    for (const auto& y : series) requests.push_back({y, kinds[k]});
    for (std::size_t i = k; i < series.size(); i += kinds.size()) mixed.push_back(requests[i]);
    if (k + 1 == kinds.size()) requests.insert(requests.end(), mixed.begin(), mixed.end());
    int fits = 0, errors = 0;
    const std::vector<EtsAnswer> answers = fit_each(requests);
    ASSERT_EQ(answers.size(), requests.size());
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const std::string where = "kind " + std::to_string(k) + " series " + std::to_string(i);
      ASSERT_NE(answers[i].fit.has_value(), static_cast<bool>(answers[i].error)) << where;
      try {
        const EtsFit alone = fit_ets(requests[i].y, requests[i].options);
        ASSERT_TRUE(answers[i].fit) << where;
        expect_same(*answers[i].fit, alone, where);
        ++fits;
      } catch (const InvalidArgument& error) {
        ASSERT_TRUE(answers[i].error) << where;
        EXPECT_EQ(words_of(answers[i].error), error.what());
        ++errors;
      }
    }
    EXPECT_GT(fits, 20);
    EXPECT_GE(errors, 2);
  }
  EXPECT_TRUE(fit_each({}).empty());
}

TEST(FitEach, SameBitsInEveryTierAndCompany) {
  const EtsOptions options;
  const std::vector<std::vector<double>> none;
  std::vector<std::vector<double>> series;
  for (std::vector<double>& y : data()) {
    if (y.size() < 10 || std::isinf(y[3])) continue;
    for (double& x : y) x = std::abs(x) / 512 + 0.01;
    series.push_back(std::move(y));
  }
  std::vector<EtsTask> tasks;
  for (const auto& y : series) tasks.push_back({y, &options, &none});
  ASSERT_GT(tasks.size(), 25u);
  for (const auto error : {EtsError::additive, EtsError::multiplicative})
    for (const auto trend : {EtsTrend::none, EtsTrend::additive, EtsTrend::additive_damped}) {
      const EtsForm form{error, trend, EtsSeason::none};
      std::vector<EtsOptimum> alone;
      for (const EtsTask& task : tasks)
        alone.push_back(most_likely_in_lanes(form, {&task, 1}, numeric::Tier::baseline).front());
      for (const numeric::Tier tier : numeric::tiers()) {
        const std::vector<EtsOptimum> together = most_likely_in_lanes(form, tasks, tier);
        for (std::size_t i = 0; i < tasks.size(); ++i) {
          EXPECT_EQ(together[i].point, alone[i].point) << to_string(form) << ' ' << to_string(tier) << ' ' << i;
          EXPECT_EQ(together[i].value, alone[i].value);
          EXPECT_EQ(together[i].stop, alone[i].stop);
        }
      }
    }
}

}  // namespace
}  // namespace foreplan::forecast
