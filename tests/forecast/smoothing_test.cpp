#include <foreplan/forecast/smoothing.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "forecast/reference.hpp"

namespace foreplan::forecast {
namespace {

using V = std::vector<double>;

// Winters' own recursions, with gamma* smoothing y less the level of the same period.
TEST(Smoothing, FollowsTheRecursionsOfHoltAndWinters) {
  const V& y = reference::baseline("air");
  for (const auto& options :
       {simple_smoothing(), holt(), holt(true), holt_winters(12), holt_winters(12, EtsSeason::additive, true)}) {
    const EtsFit fit = fit_ets(y, options);
    EXPECT_TRUE(fit.usable()) << to_string(fit.form);
    const double alpha = fit.alpha, beta = fit.beta / alpha, gamma = fit.gamma / (1 - alpha);
    double level = fit.initial.level, growth = fit.initial.growth;
    V seasonals = fit.initial.seasonals.empty() ? V(12, 0) : fit.initial.seasonals;
    for (std::size_t t = 0; t < y.size(); ++t) {
      double& s = seasonals[t % 12];
      EXPECT_NEAR(fit.fitted[t], level + fit.phi * growth + s, 1e-8) << to_string(fit.form) << ' ' << t;
      const double before = level;
      level = alpha * (y[t] - s) + (1 - alpha) * (before + fit.phi * growth);
      growth = beta * (level - before) + (1 - beta) * fit.phi * growth;
      s = gamma * (y[t] - level) + (1 - gamma) * s;
    }
    EXPECT_NEAR(predict(fit, 1).mean[0], level + fit.phi * growth + seasonals[0], 1e-8) << to_string(fit.form);
  }
}

TEST(Smoothing, NamesItsForms) {
  const V& y = reference::baseline("air");
  EXPECT_EQ(to_string(fit_ets(y, simple_smoothing()).form), "ETS(A,N,N)");
  EXPECT_EQ(to_string(fit_ets(y, holt(true)).form), "ETS(A,Ad,N)");
  EXPECT_EQ(to_string(fit_ets(y, holt_winters(12, EtsSeason::multiplicative)).form), "ETS(A,A,M)");
}

}  // namespace
}  // namespace foreplan::forecast
