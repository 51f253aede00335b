#include <foreplan/stats/stability.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "stats/reference_values.hpp"

namespace foreplan::stats {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

struct Case {
  std::string name{};
  std::vector<double> y{};
  std::vector<Regressor> x{};
  double trimming = 0.15;
};
std::vector<Case> cases(const Values& r) {
  std::vector<Case> all;
  all.push_back({.name = "nile", .y = r.at("nile.y")});
  all.push_back({.name = "realint", .y = r.at("realint.y")});
  all.push_back({.name = "deaths",
                 .y = r.at("deaths.y"),
                 .x = {{"one", r.at("deaths.one")}, {"twelve", r.at("deaths.twelve")}},
                 .trimming = 0.1});
  return all;
}

/// Greatest distance between two processes.
double distance(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return std::numeric_limits<double>::infinity();
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

TEST(ChowTest, AgreesWithStrucchange) {
  const Values r = reference_values("breaks.txt");
  for (const Case& c : cases(r)) {
    const auto& chow = r.at(c.name + ".chow");
    const ChowTest test = chow_test(c.y, c.x, static_cast<std::size_t>(chow[0]));
    EXPECT_GE(digits(test.f, chow[1]), 11) << c.name;
    EXPECT_GE(digits(test.p_value, chow[2]), c.name == "nile" ? 2 : 11) << c.name;  // R takes 1 - P, about 1e-13.
    EXPECT_EQ(test.numerator, c.x.size() + 1);
    EXPECT_EQ(test.denominator, c.y.size() - 2 * test.numerator);
  }
}

TEST(OlsCusumTest, AgreesWithStrucchange) {
  const Values r = reference_values("breaks.txt");
  for (const Case& c : cases(r)) {
    const CusumTest test = ols_cusum_test(c.y, c.x);
    EXPECT_LT(distance(test.process, r.at(c.name + ".ols-cusum")), 1e-10) << c.name;
    EXPECT_NEAR(test.statistic, r.at(c.name + ".ols-cusum.test")[0], 1e-10) << c.name;
    EXPECT_GE(digits(test.p_value, r.at(c.name + ".ols-cusum.test")[1]), 8) << c.name;
  }
}

TEST(RecursiveCusumTest, AgreesWithStrucchange) {
  const Values r = reference_values("breaks.txt");
  for (const Case& c : cases(r)) {
    const CusumTest test = recursive_cusum_test(c.y, c.x, RecursiveScale::about_mean);
    EXPECT_LT(distance(test.process, r.at(c.name + ".rec-cusum")), 1e-9) << c.name;
    EXPECT_NEAR(test.statistic, r.at(c.name + ".rec-cusum.test")[0], 1e-10) << c.name;
    EXPECT_GE(digits(test.p_value, r.at(c.name + ".rec-cusum.test")[1]), 7) << c.name;
  }
}

TEST(RecursiveCusumTest, SquaresOfRecursiveResidualsAddUpToTheRss) {
  // So that, about zero, sigma^2 is the regression's (Brown, Durbin & Evans 1975): the two scales differ by it alone.
  const Case c = cases(reference_values("breaks.txt"))[2];
  const RegressionFit fit = fit_regression(c.y, c.x);
  const CusumTest zero = recursive_cusum_test(c.y, c.x),
                  mean = recursive_cusum_test(c.y, c.x, RecursiveScale::about_mean);
  const double count = static_cast<double>(zero.process.size() - 1);
  double squares = 0;
  for (std::size_t i = 1; i < zero.process.size(); ++i)
    squares += std::pow((zero.process[i] - zero.process[i - 1]) * std::sqrt(fit.sigma2 * count), 2);
  EXPECT_GE(digits(squares, fit.residual_sum), 10);
  EXPECT_LT(zero.statistic, mean.statistic);
}

TEST(SupFTest, AgreesWithStrucchange) {
  const Values r = reference_values("breaks.txt");
  for (const Case& c : cases(r)) {
    const SupFTest test = sup_f_test(c.y, c.x, {.trimming = c.trimming});
    EXPECT_LT(distance(test.statistics, r.at(c.name + ".fstats")), 1e-8) << c.name;
    EXPECT_GE(digits(test.statistic, r.at(c.name + ".supf")[0]), 10) << c.name;
    // Hansen's (1997) response surface was fitted to simulations; his stated accuracy is some units of the third place.
    EXPECT_NEAR(test.p_value, r.at(c.name + ".supf.p")[0], 0.003) << c.name;
  }
  const SupFTest nile = sup_f_test(r.at("nile.y"), {});
  EXPECT_EQ(nile.split, 28u) << "1899: the dam at Aswan";
  EXPECT_EQ(nile.first_split, 15u);
  EXPECT_LT(nile.p_value, 1e-14);
  EXPECT_GT(nile.p_value, 0);
}

TEST(Stability, AConstantHasNoBreakAndNoCusum) {
  const std::vector<double> y(40, 3.7);
  const SupFTest sup = sup_f_test(y, {});
  EXPECT_EQ(sup.statistic, 0);
  EXPECT_EQ(sup.p_value, 1);
  EXPECT_TRUE(std::isnan(chow_test(y, {}, 20).f) && std::isnan(chow_test(y, {}, 20).p_value));
  EXPECT_TRUE(std::isnan(ols_cusum_test(y, {}).statistic) && std::isnan(ols_cusum_test(y, {}).p_value));
  EXPECT_TRUE(std::isnan(recursive_cusum_test(y, {}).statistic));
}

TEST(Stability, AnExactStepIsCertain) {
  std::vector<double> y(40, 0.1);
  for (std::size_t i = 22; i < 40; ++i) y[i] = 0.3;
  const SupFTest sup = sup_f_test(y, {});
  EXPECT_EQ(sup.split, 22u);
  EXPECT_EQ(sup.statistic, std::numeric_limits<double>::infinity());
  EXPECT_EQ(sup.p_value, 0);
  EXPECT_EQ(chow_test(y, {}, 22).p_value, 0);
}

TEST(RecursiveCusumTest, RowsThatAreDependentAtTheStartDelayTheRank) {
  // A dummy that is 0 for ten rows: the second column comes to life at row 10.
  std::vector<double> y, dummy;
  for (int i = 0; i < 30; ++i) {
    y.push_back(std::sin(i * 1.7));
    dummy.push_back(i < 10 ? 0 : i % 3);
  }
  const CusumTest test = recursive_cusum_test(y, {{"dummy", dummy}});
  EXPECT_EQ(test.process.size(), 29u);
  const RegressionFit fit = fit_regression(y, {{"dummy", dummy}});
  double squares = 0;
  for (std::size_t i = 1; i < test.process.size(); ++i)
    squares += std::pow((test.process[i] - test.process[i - 1]) * std::sqrt(fit.sigma2 * 28), 2);
  EXPECT_GE(digits(squares, fit.residual_sum), 10);
}

RC_GTEST_PROP(StabilityProperty, SupFIsTheGreatestChowStatistic, ()) {
  std::vector<double> y, x;
  for (int i = 0; i < 30; ++i) {
    y.push_back(*rc::gen::inRange(-1000, 1001) / 100.0);
    x.push_back(*rc::gen::inRange(-1000, 1001) / 100.0 + i);
  }
  RC_PRE(fit_regression(y, {{"x", x}}).residual_sum > 1);
  const SupFTest sup = sup_f_test(y, {{"x", x}}, {.trimming = 0.2});
  double most = 0;
  for (std::size_t split = 6; split <= 24; ++split) {
    const double f = 2 * chow_test(y, {{"x", x}}, split).f;
    RC_ASSERT(std::abs(sup.statistics[split - 6] - f) < 1e-8 * (1 + f));
    most = std::max(most, f);
  }
  RC_ASSERT(std::abs(sup.statistic - most) < 1e-8 * (1 + most));
}

RC_GTEST_PROP(StabilityProperty, UnitsDoNotMatter, ()) {
  std::vector<double> y, moved;
  for (int i = 0; i < 25; ++i) {
    y.push_back(*rc::gen::inRange(-1000, 1001) / 100.0);
    moved.push_back(1000 * y.back() + 5000);
  }
  RC_PRE(fit_regression(y, {}).residual_sum > 1);
  RC_ASSERT(std::abs(ols_cusum_test(y, {}).statistic - ols_cusum_test(moved, {}).statistic) < 1e-10);
  RC_ASSERT(std::abs(recursive_cusum_test(y, {}).statistic - recursive_cusum_test(moved, {}).statistic) < 1e-10);
  RC_ASSERT(std::abs(sup_f_test(y, {}).statistic / sup_f_test(moved, {}).statistic - 1) < 1e-9);
}

TEST(Stability, RefusesWhatItCannotUse) {
  const std::vector<double> y{1, 2, 4, 3, 5, 4, 6, 5, 7, 6};
  const auto fails = [](auto call, const char* message) {
    EXPECT_THAT(call, ThrowsMessage<InvalidArgument>(HasSubstr(message)));
  };
  fails([&] { (void)chow_test(y, {}, 0); },
        "stats::chow_test: both parts need k observations, and one of them more; got split 0 of 10");
  fails([&] { (void)chow_test(y, {}, 10); }, "split 10 of 10");
  fails([&] { (void)chow_test(y, {{"d", {0, 0, 0, 0, 0, 1, 1, 0, 1, 0}}}, 5); }, "before the split");
  fails([&] { (void)sup_f_test(y, {}, {.trimming = 0}); }, "trimming must be in (0, 0.5]; got 0");
  fails([&] { (void)sup_f_test(y, {}, {.trimming = 0.15}); }, "floor(trimming n) must be above k; got 1 for k = 1");
  fails(
      [&] {
        (void)sup_f_test(y, {{"c", std::vector<double>(10, 2.0)}}, {.trimming = 0.3});
      },
      "columns must be independent");
  fails([&] { (void)ols_cusum_test(std::vector<double>{1}, {}); },
        "more observations than columns are needed; got 1 for 1");
  fails([&] { (void)recursive_cusum_test({}, {}); }, "at least as many observations");
  fails(
      [&] {
        (void)ols_cusum_test(std::vector<double>{1, 1e300}, {});
      },
      "at most 1e100 in size; got 1e+300 at index 1");
}

}  // namespace
}  // namespace foreplan::stats
