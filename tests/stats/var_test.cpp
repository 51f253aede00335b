#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/var.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"
#include "structure/vietnam.hpp"

namespace foreplan::stats {
namespace {

using Vector = std::vector<double>;

/// Log ratios of industry and of services to agriculture, as tests/reference/var.py has them.
Frame log_ratios() {
  const Frame all = reference::vietnam_etd("VA");
  std::vector<Series> z{{"industry", 1990, {}, {}}, {"services", 1990, {}, {}}};
  for (std::size_t t = 0; t < all.periods(); ++t) {
    double industry = 0, services = 0;
    for (std::size_t i = 1; i < all.size(); ++i) (i < 5 ? industry : services) += all.series()[i].values[t];
    z[0].values.push_back(std::log(industry / all.series()[0].values[t]));
    z[1].values.push_back(std::log(services / all.series()[0].values[t]));
  }
  return Frame(z);
}

const Vector& line(const std::string& words) {
  static const reference::Lines lines = reference::read_lines("var.txt");
  return reference::line(lines, words);
}

void expect_near(const Vector& a, const Vector& b, double relative = 1e-10) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], relative * (1 + std::abs(b[i]))) << "index " << i;
}
Vector joined(const std::vector<Vector>& rows) {
  Vector all;
  for (const Vector& row : rows) all.insert(all.end(), row.begin(), row.end());
  return all;
}

TEST(Var, AgreesWithStatsmodels) {
  struct Row {
    std::string name;
    std::size_t lags;
    VarTerms terms;
  };
  for (const auto& [name, lags, terms] :
       {Row{"one", 1, VarTerms::constant}, Row{"two", 2, VarTerms::constant},
        Row{"trended", 1, VarTerms::constant_and_trend}, Row{"bare", 1, VarTerms::none}}) {
    SCOPED_TRACE(name);
    const VarFit fit = fit_var(log_ratios(), {.lags = lags, .terms = terms});
    ASSERT_TRUE(fit.usable());
    expect_near(fit.coefficients, line(name + " coefficients"));
    expect_near(fit.standard_errors, line(name + " errors"));
    expect_near(fit.covariance, line(name + " covariance"));
    expect_near({fit.log_likelihood, fit.aic, fit.bic, fit.hq}, line(name + " likelihood"));
    expect_near(fit.moduli, line(name + " moduli"));
    EXPECT_EQ(fit.stable(), name != "bare");
    if (terms != VarTerms::constant) continue;
    const VarForecast f = predict(fit, 5, {.coverage = 0.8});
    expect_near(joined(f.mean), line(name + " mean"));
    expect_near(joined(f.lower), line(name + " lower"));
    expect_near(joined(f.covariance), line(name + " forecast covariance"));
  }
}

TEST(Var, ChoosesTheOrderAsStatsmodelsDoes) {
  for (const LagCriterion criterion : {LagCriterion::aic, LagCriterion::bic, LagCriterion::hq}) {
    const VarFit fit = fit_var(log_ratios(), {.max_lags = 3, .criterion = criterion});
    ASSERT_EQ(fit.orders.size(), 4u);
    for (std::size_t p = 0; p < 4; ++p) {
      EXPECT_NEAR(fit.orders[p].aic, line("select aic")[p], 1e-10);
      EXPECT_NEAR(fit.orders[p].bic, line("select bic")[p], 1e-10);
      EXPECT_NEAR(fit.orders[p].hq, line("select hqic")[p], 1e-10);
    }
    EXPECT_EQ(fit.lags, 2u);
    EXPECT_EQ(fit.observations, 27u);
  }
}

TEST(Var, DoesNotChooseAnOrderThatFitsWithoutError) {
  std::vector<Series> brief;
  const Frame all = log_ratios();
  for (const Series& s : all.series()) brief.push_back(s.slice({1990, 1997}));
  // 8 periods: 2 lags leave 6 rows for 5 regressors and S would be singular; 1 lag leaves 7 for 3.
  const VarFit fit = fit_var(Frame(brief));
  ASSERT_EQ(fit.orders.size(), 2u);
  EXPECT_LE(fit.lags, 1u);
  EXPECT_TRUE(std::isfinite(fit.orders[1].aic));
}

TEST(Var, SimulatesStudentsTAlongEveryCombination) {
  // A constant and a trend, no lags: the linear trend, whose prediction interval the textbooks have.
  const Frame data = log_ratios();
  const VarFit fit = fit_var(data, {.lags = 0, .terms = VarTerms::constant_and_trend});
  const std::size_t draws = 40'000, horizon = 3;
  const Vector paths = simulate(fit, horizon, {.draws = draws, .seed = 5});
  const double n = 29, degrees = 27, t = n + horizon, mean_t = (n + 1) / 2, squares = n * (n * n - 1) / 12;
  const double spread = std::sqrt(1 + 1 / n + (t - mean_t) * (t - mean_t) / squares);
  const VarForecast f = predict(fit, horizon);
  for (const double weight : {0.0, 0.7, -2.0}) {  // of the second variable, beside the first
    const double variance = fit.covariance[0] + 2 * weight * fit.covariance[1] + weight * weight * fit.covariance[3];
    const double centre = f.mean[2][0] + weight * f.mean[2][1];
    const double scale = std::sqrt(variance) * spread;
    for (const double p : {0.05, 0.5, 0.95}) {
      const double bound = centre + scale * student_t_quantile(p, degrees);
      std::size_t below = 0;
      for (std::size_t d = 0; d < draws; ++d)
        below += paths[(d * horizon + 2) * 2] + weight * paths[(d * horizon + 2) * 2 + 1] < bound;
      // Four standard errors of a proportion.
      EXPECT_NEAR(static_cast<double>(below) / draws, p, 4 * std::sqrt(p * (1 - p) / draws)) << weight << ' ' << p;
    }
  }
}

TEST(Var, SimulatesTheCovarianceOfKnownParameters) {
  const VarFit fit = fit_var(log_ratios(), {.lags = 2});
  const std::size_t draws = 40'000;
  const Vector paths = simulate(fit, 5, {.draws = draws, .seed = 3, .parameter_uncertainty = false});
  const VarForecast f = predict(fit, 5);
  for (std::size_t h : {0u, 4u}) {
    Vector sums(4);
    for (std::size_t d = 0; d < draws; ++d)
      for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 2; ++j)
          sums[i * 2 + j] +=
              (paths[(d * 5 + h) * 2 + i] - f.mean[h][i]) * (paths[(d * 5 + h) * 2 + j] - f.mean[h][j]) / draws;
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(sums[i] / f.covariance[h][i], 1, 0.04) << h << ' ' << i;
  }
}

TEST(Var, SimulatesTheSameBitsForAnyThreads) {
  const VarFit fit = fit_var(log_ratios(), {.lags = 2});
  const Vector one = simulate(fit, 4, {.draws = 500, .seed = 9});
  EXPECT_EQ(one, simulate(fit, 4, {.draws = 500, .seed = 9, .execution = {.threads = 3}}));
  EXPECT_NE(one, simulate(fit, 4, {.draws = 500, .seed = 10}));
  // The first draws do not depend on how many there are.
  const Vector few = simulate(fit, 4, {.draws = 10, .seed = 9});
  EXPECT_TRUE(std::equal(few.begin(), few.end(), one.begin()));
}

TEST(Var, SaysThatAVariableDependsOnAnother) {
  Frame data = log_ratios();
  Series twice = data["industry"];
  twice.name = "twice";
  for (double& v : twice.values) v = 2 * v + 1;
  data.set(twice);
  const VarFit fit = fit_var(data, {.lags = 1});
  EXPECT_EQ(fit.stop, Stop::singular);
  EXPECT_THROW((void)predict(fit, 3), InvalidArgument);
}

TEST(VarBadInput, IsRefusedByName) {
  const Frame data = log_ratios();
  Frame gap = data;
  Series s = data["services"];
  s.values[3] = std::numeric_limits<double>::quiet_NaN();
  gap.set(s);
  const VarFit fit = fit_var(data, {.lags = 1});
  testing::expect_refused({
      {"stats::fit_var: values must be finite; got NaN in series \"services\" in 1993", [&] { (void)fit_var(gap); }},
      {"stats::fit_var: there must be more rows than regressors in an equation; got 19 rows, 21 regressors with 10 "
       "lags of "
       "2 series",
       [&] { (void)fit_var(data, {.lags = 10}); }},
      {"got 0 rows", [&] { (void)fit_var(data, {.lags = 100}); }},
      {"a frame of 1 to 100 series is needed; got 0", [] { (void)fit_var(Frame{}); }},
      {"coverage must be in (0, 1); got 1", [&] { (void)predict(fit, 2, {.coverage = 1}); }},
      {"must be usable; got not run", [] { (void)predict(VarFit{}, 2); }},
      {"draws and horizon must be > 0", [&] { (void)simulate(fit, 0); }},
      {"numbers", [&] { (void)simulate(fit, 10'000, {.draws = 1'000'000}); }},
  });
}

}  // namespace
}  // namespace foreplan::stats
