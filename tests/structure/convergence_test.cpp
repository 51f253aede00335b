#include <foreplan/structure/convergence.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include "reference_table.hpp"
#include "refusals.hpp"
#include "structure/vietnam.hpp"

namespace foreplan::structure {
namespace {

/// Labour productivity of Vietnam's sectors, and their shares of employment.
struct Vietnam {
  Frame productivity{}, employment_share{};
};
Vietnam vietnam() {
  const Frame output = reference::vietnam_etd("VA_Q15"), employment = reference::vietnam_etd("EMP");
  std::vector<Series> productivity = output.series(), share = employment.series();
  for (std::size_t t = 0; t < output.periods(); ++t) {
    double total = 0;
    for (const Series& s : employment.series()) total += s.values[t];
    for (std::size_t i = 0; i < share.size(); ++i) {
      productivity[i].values[t] /= employment.series()[i].values[t];
      share[i].values[t] /= total;
    }
  }
  return {Frame(productivity), Frame(share)};
}

// lm, nls and robust covariances of base R: tests/reference/convergence.R.
class ConvergenceOfVietnam : public ::testing::Test {
 protected:
  void expect(const stats::RegressionFit& fit, const std::string& key, double digits) const {
    for (std::size_t i = 0; i < fit.coefficients.size(); ++i) {
      const auto n = std::to_string(i + 1);
      const double b = expected.at(key + ".b" + n), se = expected.at(key + ".se" + n);
      EXPECT_NEAR(fit.coefficients[i].estimate, b, digits * std::abs(b)) << key << n;
      EXPECT_NEAR(fit.coefficients[i].standard_error, se, digits * se) << key << n;
    }
  }
  const Vietnam data = vietnam();
  const std::map<std::string, double> expected = ::reference::values("convergence.txt");
};

TEST_F(ConvergenceOfVietnam, SigmaAgreesWithR) {
  for (const bool sample : {false, true}) {
    const SigmaConvergence sigma =
        sigma_convergence(data.productivity, {.divisor = sample ? DispersionDivisor::n_minus_one : DispersionDivisor::n,
                                              .covariance = {.kind = stats::Covariance::newey_west, .lags = 3}});
    const std::string prefix = sample ? "sample." : "";
    for (const int year : {1990, 2018}) {
      const std::string y = std::to_string(year);
      EXPECT_NEAR(sigma.coefficient_of_variation.at(year), expected.at(prefix + "cv." + y), 1e-13);
      EXPECT_NEAR(sigma.log_deviation.at(year), expected.at(prefix + "log." + y), 1e-13);
    }
    if (sample) continue;
    expect(sigma.coefficient_of_variation_trend, "trend.cv", 1e-11);
    expect(sigma.log_deviation_trend, "trend.log", 1e-11);
    EXPECT_LT(sigma.log_deviation_trend["time"].estimate, 0);
  }
}

TEST_F(ConvergenceOfVietnam, LinearBetaAgreesWithR) {
  const BetaConvergence plain = beta_convergence(data.productivity, {.form = BetaForm::linear});
  ASSERT_TRUE(plain.usable());
  expect(plain.fit, "absolute", 1e-11);
  EXPECT_NEAR(plain.speed.estimate, expected.at("absolute.speed"), 1e-13);
  EXPECT_NEAR(plain.speed.standard_error, expected.at("absolute.speed.se"), 1e-13);
  EXPECT_NEAR(plain.speed.lower, expected.at("absolute.speed.lower"), 1e-12);
  EXPECT_NEAR(plain.speed.upper, expected.at("absolute.speed.upper"), 1e-12);
  EXPECT_NEAR(plain.half_life.estimate * plain.speed.estimate, std::numbers::ln2, 1e-15);
  EXPECT_NEAR(plain.half_life.lower * plain.speed.upper, std::numbers::ln2, 1e-15);
  const BetaConvergence robust =
      beta_convergence(data.productivity, {.form = BetaForm::linear, .covariance = {.kind = stats::Covariance::hc1}});
  expect(robust.fit, "absolute.hc1", 1e-11);
  const BetaConvergence conditional = beta_convergence(
      data.productivity, {.form = BetaForm::linear, .controls = {{"employment share", data.employment_share}}});
  EXPECT_EQ(conditional.controls, std::vector<std::string>{"employment share"});
  expect(conditional.fit, "conditional", 1e-11);
}

TEST_F(ConvergenceOfVietnam, NonlinearBetaAgreesWithR) {
  BetaConvergenceOptions options{.periods = {1990, 2000, 2010, 2018}};
  const BetaConvergence pooled = beta_convergence(data.productivity, options);
  ASSERT_TRUE(pooled.usable()) << to_string(pooled.stop);
  EXPECT_EQ(pooled.fit.coefficients.front().name, "from 1990");
  expect(pooled.fit, "pooled", 1e-6);
  EXPECT_NEAR(pooled.fit.residual_sum, expected.at("pooled.rss"), 1e-12 * expected.at("pooled.rss"));
  EXPECT_EQ(pooled.speed.estimate, pooled.fit["speed"].estimate);
  options.covariance.kind = stats::Covariance::hc1;
  expect(beta_convergence(data.productivity, options).fit, "pooled.hc1", 1e-6);
  const BetaConvergence means = beta_convergence(data.productivity, {.periods = {1990, 2000, 2010, 2018},
                                                                     .span_effects = false,
                                                                     .controls = {{"share", data.employment_share}},
                                                                     .timing = ControlTiming::mean});
  expect(means.fit, "means", 1e-6);
}

TEST_F(ConvergenceOfVietnam, BothFormsAgreeOverOneSpan) {
  const BetaConvergence linear = beta_convergence(data.productivity, {.form = BetaForm::linear});
  const BetaConvergence nonlinear = beta_convergence(data.productivity);
  EXPECT_NEAR(nonlinear.speed.estimate, linear.speed.estimate, 1e-12);
  EXPECT_NEAR(nonlinear.speed.standard_error, linear.speed.standard_error, 1e-12);
  EXPECT_NEAR(nonlinear.fit.residual_sum, linear.fit.residual_sum, 1e-14);
}

Frame economies(const std::vector<std::vector<double>>& paths, const Unit& unit = {}) {
  std::vector<Series> series;
  for (const auto& path : paths) series.push_back({"e" + std::to_string(series.size()), 2000, unit, path});
  return Frame(series);
}

TEST(BetaConvergence, RecoversTheSpeedOfExactConvergence) {
  EXPECT_TRUE(rc::check("of gaps that close at one speed", [] {
    const double speed = *rc::gen::inRange(-20, 120) / 1000.0;
    const auto years = static_cast<std::size_t>(*rc::gen::inRange(2, 30));
    std::vector<std::vector<double>> paths;
    for (const double gap : {-1.5, -0.7, 0.1, 0.8, 1.3}) {
      paths.emplace_back();
      for (std::size_t t = 0; t <= years; ++t)
        paths.back().push_back(
            std::exp(3 + 0.02 * static_cast<double>(t) + gap * std::exp(-speed * static_cast<double>(t))));
    }
    const BetaConvergence fit = beta_convergence(economies(paths));
    RC_ASSERT(fit.usable());
    RC_ASSERT(std::abs(fit.speed.estimate - speed) < 1e-9);
    const SigmaConvergence sigma = sigma_convergence(economies(paths));
    const auto& d = sigma.log_deviation.values;
    RC_ASSERT(std::abs(std::log(d[1] / d[0]) + speed) < 1e-12);
  }));
}

TEST(BetaConvergence, SaysWhenThereIsNoSpeed) {
  // The rich fall below the poor: 1 + b T < 0, and no speed closes more than the whole gap.
  const Frame overtaking = economies({{1, 8.1}, {2, 4.3}, {4, 1.9}, {8, 1.05}});
  for (const BetaForm form : {BetaForm::linear, BetaForm::nonlinear}) {
    const BetaConvergence fit = beta_convergence(overtaking, {.form = form});
    EXPECT_FALSE(fit.usable()) << to_string(form);
  }
  const BetaConvergence apart = beta_convergence(economies({{1, 1.1}, {2, 2.5}, {4, 6.1}, {8, 15.5}}));
  ASSERT_TRUE(apart.usable());
  EXPECT_LT(apart.speed.estimate, 0);
  EXPECT_TRUE(std::isinf(apart.half_life.estimate));
  EXPECT_FALSE(beta_convergence(economies({{2, 3}, {2, 4}, {2, 5}})).usable());  // All begin alike.
}

TEST(ConvergenceBadInput, IsRefusedWithNamesAndValues) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  const Frame good = economies({{1, 2, 3}, {2, 3, 4}, {3, 4, 4.5}, {4, 4, 5}});
  testing::expect_refused(
      {{"structure::sigma_convergence: at least two economies are needed; got 1",
        [] {
          (void)sigma_convergence(economies({{1, 2}}));
        }},
       {"structure::sigma_convergence: at least two periods are needed; got 1",
        [] {
          (void)sigma_convergence(economies({{1}, {2}}));
        }},
       {"levels must be > 0 and finite; got 0 in series \"e1\" in 2001",
        [] {
          (void)sigma_convergence(economies({{1, 2}, {2, 0}}));
        }},
       {"money must state its prices",
        [] {
          (void)sigma_convergence(economies({{1, 2}, {2, 3}}, Unit::money("VND", 6, PriceBasis::unstated())));
        }},
       {"structure::beta_convergence: levels must be > 0 and finite; got NaN in series \"e0\" in 2000",
        [=] {
          (void)beta_convergence(economies({{kNaN, 2}, {2, 1}, {3, 4}}));
        }},
       {"more observations than coefficients are needed; got 2 for 2",
        [] {
          (void)beta_convergence(economies({{1, 2}, {2, 3}}));
        }},
       {"coverage must be in (0, 1); got 1", [=] { (void)beta_convergence(good, {.coverage = 1}); }},
       {"the linear form needs spans of one length; got 1 and 2",
        [] {
          (void)beta_convergence(economies({{1, 2, 3, 4}, {2, 3, 4, 5}, {3, 4, 5, 6}}),
                                 {.form = BetaForm::linear, .periods = {2000, 2001, 2003}});
        }},
       {"every control needs a series for each economy; got none for \"e3\" in \"openness\"",
        [=] {
          (void)beta_convergence(good, {.controls = {{"openness", economies({{1, 2, 3}, {2, 3, 4}, {3, 4, 5}})}}});
        }},
       {"controls must be finite; got NaN in \"openness\" of \"e1\" in 2000",
        [=] {
          (void)beta_convergence(
              good, {.controls = {{"openness", economies({{1, 2, 3}, {kNaN, 3, 4}, {3, 4, 5}, {1, 1, 1}})}}});
        }},
       {"a control must be named once; got \"x\"",
        [=] {
          (void)beta_convergence(good, {.controls = {{"x", good}, {"x", good}}});
        }},
       {"every control needs a name", [=] {
          (void)beta_convergence(good, {.controls = {{"", good}}});
        }}});
  testing::expect_refused<PeriodMismatch>(
      {{"the levels must cover the periods; got 2010",
        [=] {
          (void)beta_convergence(good, {.periods = {2000, 2010}});
        }},
       {"periods must rise; got 2001 before 2000",
        [=] {
          (void)beta_convergence(good, {.periods = {2001, 2000}});
        }},
       {"at least two periods are needed; got 1", [=] { (void)beta_convergence(good, {.periods = {2001}}); }}});
  testing::expect_refused<UnitMismatch>(
      {{"units must agree", [] {
          (void)beta_convergence(Frame({{"a", 2000, Unit::percent(), {1, 2}}, {"b", 2000, {}, {1, 2}}}));
        }}});
}

}  // namespace
}  // namespace foreplan::structure
