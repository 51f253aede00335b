#include <foreplan/core/random.hpp>
#include <foreplan/stats/reconciliation.hpp>
#include <foreplan/stats/variates.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"
#include "structure/vietnam.hpp"

namespace foreplan::stats {
namespace {

using Vector = std::vector<double>;
using Weights = ReconciliationWeights;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr Weights kAll[] = {Weights::ols, Weights::structural, Weights::variance, Weights::sample, Weights::shrink};

/// The hierarchy of tests/reference/reconciliation.py: total, two broad sectors, twelve.
struct Vietnam {
  std::vector<std::string> names{"total", "industry", "services"};
  std::vector<Aggregation> constraints{
      {"total", {{"Agriculture"}, {"industry"}, {"services"}}}, {"industry", {}}, {"services", {}}};
  std::vector<Vector> residuals{}, base{};
};
Vietnam vietnam() {
  Vietnam v;
  const Frame all = reference::vietnam_etd("VA_Q15");
  std::vector<Vector> y(3, Vector(all.periods()));
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Series& s = all.series()[i];
    v.names.push_back(s.name);
    const std::size_t broad = i == 0 ? 0 : i < 5 ? 1 : 2;  // agriculture is a sector of the total itself
    if (broad > 0) v.constraints[broad].parts.push_back({s.name});
    y.emplace_back();
    for (std::size_t t = 0; t < s.size(); ++t) {
      y.back().push_back(s.values[t] / 1e6);
      if (broad > 0) y[broad][t] += s.values[t] / 1e6;
      y[0][t] += s.values[t] / 1e6;
    }
  }
  for (const Vector& x : y) {
    Vector errors;
    for (std::size_t t = 2; t < x.size(); ++t) errors.push_back(x[t] - x[t - 1] * x[t - 1] / x[t - 2]);
    v.residuals.push_back(errors);
    const double growth = x.back() / x[x.size() - 2];
    v.base.push_back({x.back() * growth, x.back() * growth * growth});
  }
  return v;
}

const Vector& line(const std::string& words) {
  static const reference::Lines lines = reference::read_lines("reconciliation.txt");
  return reference::line(lines, words);
}
Vector joined(const std::vector<Vector>& rows) {
  Vector all;
  for (const Vector& row : rows) all.insert(all.end(), row.begin(), row.end());
  return all;
}
void expect_near(const Vector& a, const Vector& b, double relative) {
  ASSERT_EQ(a.size(), b.size());
  const double size = *std::max_element(b.begin(), b.end());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], relative * size) << "index " << i;
}

TEST(Reconciliation, AgreesWithTheFormulaOfTheHierarchy) {
  const Vietnam v = vietnam();
  expect_near(joined(v.base), line("base"), 1e-13);
  for (const Weights weights : kAll) {
    const std::string name(to_string(weights));
    SCOPED_TRACE(name);
    const Reconciliation plan = plan_reconciliation(v.names, v.constraints, {weights, v.residuals, false});
    ASSERT_TRUE(plan.usable()) << to_string(plan.stop);
    const ReconciledForecasts r = reconcile(plan, v.base);
    expect_near(joined(r.values), line(name), 1e-10);
    EXPECT_LT(r.largest_gap, 1e-14);
    EXPECT_EQ(plan.bottom.size(), 12u);
    EXPECT_NEAR(plan.shrinkage, weights == Weights::shrink ? line("shrinkage")[0] : 0, 1e-12);
    if (weights == Weights::shrink || weights == Weights::variance)
      expect_near(reconciled_covariance(plan, plan.covariance), line(name + " covariance"), 1e-10);
  }
}

TEST(Reconciliation, KeepsForecastsAboveZero) {
  const Vietnam v = vietnam();
  std::vector<Vector> low;
  for (const Vector& x : v.base) low.push_back({x[0]});
  low[4] = {-400};
  for (const Weights weights : kAll) {
    const std::string name(to_string(weights));
    SCOPED_TRACE(name);
    const Reconciliation plan = plan_reconciliation(v.names, v.constraints, {weights, v.residuals, true});
    ASSERT_TRUE(plan.usable());
    const ReconciledForecasts r = reconcile(plan, low);
    ASSERT_TRUE(r.usable());
    expect_near(joined(r.values), line(name + " bounded"), 1e-9);
    EXPECT_EQ(r.at_zero, std::vector<std::size_t>{0});
    EXPECT_GE(*std::min_element(r.values.back().begin(), r.values.back().end()), 0);
    EXPECT_LT(r.largest_gap, 1e-14);
    EXPECT_TRUE(reconcile(plan, v.base).at_zero.empty());
  }
}

TEST(Reconciliation, TakesAnyLinearConstraints) {
  // Sectors by region, both ways to the total, and a share that is fixed. By hand: ols of a = 0.4 t with a 30, t 100
  // goes along (1, -0.4): gap -10 of length^2 1.16.
  const Reconciliation share =
      plan_reconciliation({"industry", "total"}, {{"industry", {{"total", 0.4}}}}, {.weights = Weights::ols});
  const ReconciledForecasts r = reconcile(share, {{30}, {100}});
  EXPECT_NEAR(r.values[0][0], 30 + 10 / 1.16, 1e-12);
  EXPECT_NEAR(r.values[1][0], 100 - 4 / 1.16, 1e-12);
  const std::vector<std::string> names{"t", "r1", "r2", "s1", "s2", "r1s1", "r1s2", "r2s1", "r2s2"};
  const std::vector<Aggregation> grouped{{"t", {{"r1"}, {"r2"}}},      {"t", {{"s1"}, {"s2"}}},
                                         {"r1", {{"r1s1"}, {"r1s2"}}}, {"r2", {{"r2s1"}, {"r2s2"}}},
                                         {"s1", {{"r1s1"}, {"r2s1"}}}, {"s2", {{"r1s2"}, {"r2s2"}}}};
  for (const bool non_negative : {false, true}) {
    const Reconciliation plan =
        plan_reconciliation(names, grouped, {.weights = Weights::structural, .non_negative = non_negative});
    ASSERT_TRUE(plan.usable());
    EXPECT_EQ(plan.bottom, (std::vector<std::size_t>{5, 6, 7, 8}));
    EXPECT_EQ(plan.covariance[0], 4);
    const ReconciledForecasts g = reconcile(plan, {{100}, {50}, {60}, {70}, {20}, {30}, {30}, {30}, {-35}});
    EXPECT_LT(g.largest_gap, 1e-14);
    EXPECT_EQ(g.values[8][0] < 0, !non_negative);
  }
}

TEST(Reconciliation, ReconcilesDistributions) {
  // Draws reconciled one by one have the covariance that is reconciled in one go.
  const Vietnam v = vietnam();
  const Reconciliation plan = plan_reconciliation(v.names, v.constraints, {Weights::shrink, v.residuals, false});
  const std::size_t m = v.names.size(), draws = 20'000;
  std::vector<Vector> w(m), paths(m, Vector(draws));
  for (std::size_t i = 0; i < m; ++i)
    w[i].assign(plan.covariance.begin() + i * m, plan.covariance.begin() + (i + 1) * m);
  const MultivariateNormal normal(Vector(m), w);
  Stream stream({.seed = 4});
  for (std::size_t d = 0; d < draws; ++d) {
    Vector x(m);
    normal.draw(stream, x);
    for (std::size_t i = 0; i < m; ++i) paths[i][d] = v.base[i][0] + x[i];
  }
  const ReconciledForecasts r = reconcile(plan, paths);
  const ReconciledForecasts mean = reconcile(plan, v.base);
  const Vector covariance = reconciled_covariance(plan, plan.covariance);
  for (std::size_t i = 0; i < m; ++i) {
    double sum = 0, squares = 0;
    for (const double x : r.values[i]) {
      sum += x - mean.values[i][0];
      squares += (x - mean.values[i][0]) * (x - mean.values[i][0]);
    }
    const double sd = std::sqrt(covariance[i * m + i]);
    EXPECT_NEAR(sum / draws / sd, 0, 4 / std::sqrt(draws));
    EXPECT_NEAR(squares / draws / (sd * sd), 1, 4 * std::sqrt(2.0 / draws));
    EXPECT_LE(covariance[i * m + i], plan.covariance[i * m + i] * (1 + 1e-12));
  }
}

TEST(Reconciliation, LeavesWhatAddsUp) {
  EXPECT_TRUE(rc::check("coherent forecasts stay; doing it twice changes nothing", [] {
    const Vietnam v = vietnam();
    const Weights weights = *rc::gen::element(Weights::ols, Weights::structural, Weights::variance, Weights::shrink);
    const Reconciliation plan = plan_reconciliation(v.names, v.constraints, {weights, v.residuals, false});
    std::vector<Vector> y(15, Vector(1));
    for (std::size_t i = 3; i < 15; ++i) {
      y[i][0] = *rc::gen::inRange(-100, 1000);
      if (i > 3) y[i < 8 ? 1 : 2][0] += y[i][0];
      y[0][0] += y[i][0];
    }
    const ReconciledForecasts r = reconcile(plan, y);
    for (std::size_t i = 0; i < 15; ++i) RC_ASSERT(std::abs(r.values[i][0] - y[i][0]) < 1e-8);
  }));
}

TEST(Reconciliation, SaysThatWeightsAreSingular) {
  // Residuals that add up already say nothing of what to change.
  const Reconciliation plan = plan_reconciliation({"t", "a", "b"}, {{"t", {{"a"}, {"b"}}}},
                                                  {Weights::sample, {{3, -1, 1}, {1, 1, 0}, {2, -2, 1}}, false});
  EXPECT_EQ(plan.stop, Stop::singular);
  EXPECT_THROW((void)reconcile(plan, {{1}, {1}, {1}}), InvalidArgument);
}

TEST(ReconciliationBadInput, IsRefusedByName) {
  const std::vector<std::string> names{"total", "a", "b"};
  const std::vector<Aggregation> sum{{"total", {{"a"}, {"b"}}}};
  const ReconciliationOptions ols{.weights = Weights::ols};
  const Reconciliation plan = plan_reconciliation(names, sum, ols);
  testing::expect_refused({
      {"stats::plan_reconciliation: a series must be named once; got \"a\"",
       [&] {
         (void)plan_reconciliation({"a", "a"}, sum, ols);
       }},
      {"about known series (did you mean \"total\"?); got \"totl\" in the constraint of \"totl\"",
       [&] {
         (void)plan_reconciliation(names, {{"totl", {{"a"}}}}, ols);
       }},
      {"a constraint must name a series once for \"a\" in the constraint of \"total\"",
       [&] {
         (void)plan_reconciliation(names, {{"total", {{"a"}, {"a"}}}}, ols);
       }},
      {"weights must be finite and not 0; got 0 for \"a\"",
       [&] {
         (void)plan_reconciliation(names, {{"total", {{"a", 0}}}}, ols);
       }},
      {"no total may depend on itself; got \"total\"",
       [&] {
         (void)plan_reconciliation(names, {{"total", {{"a"}}}, {"a", {{"total"}}}}, ols);
       }},
      {"at least one constraint is needed", [&] { (void)plan_reconciliation(names, {}, ols); }},
      {"the weights need residuals of each of the 3 series; got 0", [&] { (void)plan_reconciliation(names, sum); }},
      {"residuals must be finite; got NaN at index 1 for \"b\"",
       [&] {
         (void)plan_reconciliation(names, sum, {Weights::shrink, {{1, 2}, {1, 2}, {1, kNaN}}, false});
       }},
      {"residuals must be of one length, at least 2; got 1 for \"b\"",
       [&] {
         (void)plan_reconciliation(names, sum, {Weights::shrink, {{1, 2}, {1, 2}, {1}}, false});
       }},
      {"residuals must not all be 0; got 0 for \"a\"",
       [&] {
         (void)plan_reconciliation(names, sum, {Weights::variance, {{1, 2}, {0, 0}, {1, 1}}, false});
       }},
      {"non-negative reconciliation needs weights > 0; got -1 for \"b\"",
       [&] {
         (void)plan_reconciliation(names, {{"total", {{"a"}, {"b", -1}}}},
                                   {.weights = Weights::ols, .non_negative = true});
       }},
      {"consist of the same series in all their constraints; got \"total\"",
       [&] {
         (void)plan_reconciliation(names, {{"total", {{"a"}}}, {"total", {{"b"}}}},
                                   {.weights = Weights::ols, .non_negative = true});
       }},
      {"stats::reconcile: forecasts are needed for each of the 3 series; got 2",
       [&] {
         (void)reconcile(plan, {{1}, {1}});
       }},
      {"forecasts must be of one length; got 1 and 2 for \"b\"",
       [&] {
         (void)reconcile(plan, {{1}, {1}, {1, 2}});
       }},
      {"forecasts must be finite; got NaN at index 0 for \"a\"",
       [&] {
         (void)reconcile(plan, {{1}, {kNaN}, {1}});
       }},
      {"stats::reconciled_covariance: covariances must be symmetric; got 0 and 1 for \"a\" and \"total\"",
       [&] {
         (void)reconciled_covariance(plan, {1, 1, 0, 0, 1, 0, 0, 0, 1});
       }},
  });
}

}  // namespace
}  // namespace foreplan::stats
