#include <foreplan/forecast/decomposition.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

const std::vector<double>& r(const std::string& words) {
  static const reference::Lines all = reference::read_lines("decomposition.txt");
  return reference::line(all, words);
}
const std::vector<double>& statsmodels(const std::string& words) {
  static const reference::Lines all = reference::read_lines("decomposition_statsmodels.txt");
  return reference::line(all, words);
}

/// Largest difference; the values are of the size of 1 to 1,000 and printed to twelve digits.
double apart(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return std::numeric_limits<double>::infinity();
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = std::abs(a[i] - b[i]);
    if (!(difference <= most)) most = difference;
  }
  return most;
}

constexpr double kPrinted = 2e-9;

void expect_r(const std::string& name, const Decomposition& d) {
  EXPECT_LT(apart(d.seasonal[0], r(name + " season")), kPrinted) << name;
  EXPECT_LT(apart(d.trend, r(name + " trend")), kPrinted) << name;
}

/// A trend, a season, and something that looks like noise.
std::vector<double> made_up(std::size_t n, std::size_t m) {
  std::vector<double> y;
  for (std::size_t t = 0; t < n; ++t) {
    const double x = static_cast<double>(t);
    y.push_back(20 + 0.1 * x + 4 * std::sin(6.283185307179586 * x / static_cast<double>(m)) +
                static_cast<double>((t * 37) % 11) / 10);
  }
  return y;
}

TEST(Stl, AgreesWithR) {
  const auto& co2 = r("co");
  expect_r("stl periodic", decompose_stl(co2, 12, {.periodic = true}));
  expect_r("stl nine", decompose_stl(co2, 12, {.seasonal_window = 9}));
  expect_r("stl line", decompose_stl(co2, 12,
                                     {.seasonal_window = 35,
                                      .trend_window = 51,
                                      .low_pass_window = 15,
                                      .seasonal_degree = 1,
                                      .trend_degree = 0,
                                      .seasonal_jump = 3,
                                      .trend_jump = 7,
                                      .low_pass_jump = 4,
                                      .inner_iterations = 3}));
  expect_r("stl whole",
           decompose_stl(co2, 12, {.seasonal_window = 7, .seasonal_jump = 1, .trend_jump = 1, .low_pass_jump = 1}));
}

TEST(Stl, AgreesWithRWhenRobust) {
  const Decomposition d = decompose_stl(r("short"), 12, {.robust = true});
  expect_r("stl robust", d);
  EXPECT_LT(apart(d.weights, r("stl robust weights")), kPrinted);
  EXPECT_EQ(d.weights[19], 0);
  expect_r("stl quarterly", decompose_stl(r("uk"), 4,
                                          {.seasonal_window = 5,
                                           .seasonal_degree = 1,
                                           .seasonal_jump = 1,
                                           .trend_jump = 1,
                                           .low_pass_jump = 1,
                                           .robust = true}));
}

TEST(Stl, AgreesWithStatsmodels) {
  const auto check = [](const std::string& name, const Decomposition& d) {
    EXPECT_LT(apart(d.seasonal[0], statsmodels(name + " season")), kPrinted) << name;
    EXPECT_LT(apart(d.trend, statsmodels(name + " trend")), kPrinted) << name;
    if (!d.weights.empty()) {
      EXPECT_LT(apart(d.weights, statsmodels(name + " weights")), kPrinted) << name;
    }
  };
  check("usual", decompose_stl(r("co"), 12, statsmodels_stl(12)));
  check("robust", decompose_stl(r("short"), 12, statsmodels_stl(12, 7, true)));
  check("quarterly", decompose_stl(r("uk"), 4, statsmodels_stl(4, 13, true)));
  check("odd", decompose_stl(r("uk"), 5, statsmodels_stl(5, 9)));
}

TEST(Mstl, AgreesWithR) {
  const auto& y = r("two");
  const Decomposition d = decompose_mstl(y, {30, 7});
  EXPECT_EQ(d.season_lengths, (std::vector<std::size_t>{7, 30}));
  EXPECT_LT(apart(d.trend, r("mstl trend")), kPrinted);
  EXPECT_LT(apart(d.seasonal[0], r("mstl seven")), kPrinted);
  EXPECT_LT(apart(d.seasonal[1], r("mstl thirty")), kPrinted);
  EXPECT_LT(apart(decompose_mstl(r("uk"), {4}).seasonal[0], r("mstl one season")), kPrinted);
}

TEST(Mstl, AgreesWithALoopAroundStatsmodelsWhenRobust) {
  const Decomposition d = decompose_mstl(
      r("two"), {7, 30},
      {.seasonal_windows = {7, 9},
       .iterations = 3,
       .stl = {.low_pass_window = 31, .seasonal_jump = 1, .trend_jump = 1, .low_pass_jump = 1, .robust = true}});
  EXPECT_LT(apart(d.trend, statsmodels("mstl robust trend")), kPrinted);
  EXPECT_LT(apart(d.seasonal[0], statsmodels("mstl robust seven")), kPrinted);
  EXPECT_LT(apart(d.seasonal[1], statsmodels("mstl robust thirty")), kPrinted);
  EXPECT_LT(apart(d.weights, statsmodels("mstl robust weights")), kPrinted);
}

TEST(Classical, AgreesWithR) {
  const auto inside = [](const std::vector<double>& x, std::ptrdiff_t cut) {
    EXPECT_TRUE(std::isnan(x.front()) && std::isnan(x[static_cast<std::size_t>(cut) - 1]));
    return std::vector<double>(x.begin() + cut, x.end() - cut);
  };
  for (const auto form : {DecompositionForm::additive, DecompositionForm::multiplicative}) {
    const std::string name =
        std::string("classical ") + (form == DecompositionForm::additive ? "additive" : "multiplicative");
    const Decomposition d = decompose_classical(r("uk"), 4, form);
    EXPECT_LT(apart(d.seasonal[0], r(name + " season")), kPrinted);
    EXPECT_LT(apart(inside(d.trend, 2), r(name + " trend")), kPrinted);
    EXPECT_LT(apart(inside(d.remainder, 2), r(name + " random")), kPrinted);
  }
  const Decomposition odd = decompose_classical(r("two"), 7);
  EXPECT_LT(apart(odd.seasonal[0], r("classical odd season")), kPrinted);
  EXPECT_LT(apart(inside(odd.trend, 3), r("classical odd trend")), kPrinted);
}

TEST(Strengths, AgreeWithTheirFormula) {
  const Decomposition d = decompose_stl(r("co"), 12, {.seasonal_window = 9});
  EXPECT_NEAR(trend_strength(d), r("strength")[0], 1e-11);
  EXPECT_NEAR(seasonal_strengths(d)[0], r("strength")[1], 1e-11);
}

// Local lines through a line, of which nothing is seasonal, are the line, whatever is missing; and so beyond a gap.
TEST(Stl, FindsALineInWhatIsLeftOfIt) {
  std::vector<double> y, line;
  for (std::size_t t = 0; t < 60; ++t) {
    line.push_back(3 + 0.5 * static_cast<double>(t));
    y.push_back(t % 7 == 3 || (t > 20 && t < 30) ? kNaN : line.back());
  }
  const Decomposition d = decompose_stl(y, 4, {.seasonal_window = 7, .seasonal_degree = 1, .inner_iterations = 20});
  for (std::size_t t = 0; t < 60; ++t) {
    EXPECT_NEAR(d.trend[t] + d.seasonal[0][t], line[t], 1e-6) << t;
    EXPECT_EQ(std::isnan(d.remainder[t]), std::isnan(y[t])) << t;
  }
}

// The regression over observed values is the same calculation by another way when none is missing: it is compared
// with the fast one on a series with a value appended that is missing and beyond all windows of the first half.
TEST(Stl, DoesNotFeelAGapFarAway) {
  std::vector<double> y = made_up(600, 6), gap = y;
  gap[560] = kNaN;
  const StlOptions options{.seasonal_window = 7, .trend_window = 11, .seasonal_degree = 1, .robust = false};
  const Decomposition whole = decompose_stl(y, 6, options), with_gap = decompose_stl(gap, 6, options);
  for (std::size_t t = 0; t < 400; ++t) {
    EXPECT_NEAR(whole.trend[t], with_gap.trend[t], 1e-12) << t;
    EXPECT_NEAR(whole.seasonal[0][t], with_gap.seasonal[0][t], 1e-12) << t;
  }
  EXPECT_TRUE(std::isnan(with_gap.remainder[560]));
  EXPECT_NEAR(with_gap.trend[560] + with_gap.seasonal[0][560], y[560], 1.5);
}

TEST(Stl, GivesAMissingValueNoWeight) {
  std::vector<double> y = made_up(120, 12);
  y[50] = kNaN;
  y[70] += 100;
  const Decomposition d = decompose_stl(y, 12, {.robust = true});
  EXPECT_TRUE(std::isnan(d.weights[50]));
  EXPECT_EQ(d.weights[70], 0);
  EXPECT_TRUE(std::isnan(seasonally_adjusted(d)[50]));
  EXPECT_NEAR(d.remainder[70], 100, 1.5);
}

TEST(Decompositions, AddUpAndFollowScaleAndShift) {
  const auto property = [](std::size_t seed, bool robust) {
    const std::size_t m = 2 + seed % 5, n = 2 * m + seed % 40;
    std::vector<double> y = made_up(n, m), other;
    for (std::size_t t = 0; t < n; ++t) {
      y[t] += static_cast<double>((t * (seed % 101 + 1)) % 17);
      other.push_back(1000 + 8 * y[t]);
    }
    const Decomposition a = decompose_stl(y, m, {.robust = robust}), b = decompose_stl(other, m, {.robust = robust});
    for (std::size_t t = 0; t < n; ++t) {
      RC_ASSERT(std::abs(a.trend[t] + a.seasonal[0][t] + a.remainder[t] - y[t]) < 1e-12 * 100);
      if (robust) continue;  // weights jump where the remainders' median is nearly zero
      RC_ASSERT(std::abs(1000 + 8 * a.trend[t] - b.trend[t]) < 1e-9);
      RC_ASSERT(std::abs(8 * a.seasonal[0][t] - b.seasonal[0][t]) < 1e-9);
    }
  };
  EXPECT_TRUE(rc::check([&] { property(*rc::gen::inRange<std::size_t>(0, 100'000), false); }));
  EXPECT_TRUE(rc::check([&] { property(*rc::gen::inRange<std::size_t>(0, 100'000), true); }));
}

TEST(Decompositions, HoldConstantsZerosAndExtremeSizes) {
  for (const double size : {0.0, 1.0, -7.5, 1e300, -1.7e308, 5e-324, 3e-310}) {
    const std::vector<double> y(40, size);
    for (const bool robust : {false, true}) {
      const Decomposition d = decompose_stl(y, 4, {.robust = robust});
      for (std::size_t t = 0; t < y.size(); ++t) {
        ASSERT_TRUE(std::isfinite(d.trend[t]) && std::isfinite(d.seasonal[0][t]) && std::isfinite(d.remainder[t]));
        ASSERT_NEAR(d.trend[t], size, 1e-12 * std::abs(size));
      }
      EXPECT_EQ(trend_strength(d), 0) << size;
      EXPECT_EQ(seasonal_strengths(d)[0], 0) << size;
    }
  }
  std::vector<double> y = made_up(48, 12);
  const Decomposition d = decompose_stl(y, 12);
  for (double& x : y) x *= 1e300;
  const Decomposition large = decompose_stl(y, 12);
  for (std::size_t t = 0; t < y.size(); ++t) EXPECT_NEAR(large.trend[t] / 1e300, d.trend[t], 1e-9);
}

TEST(Decompositions, CarryTheOriginOfASeries) {
  const Series y{"sales", Period::parse("2010-01"), {}, made_up(60, 12)};
  const Decomposition d = decompose_stl(y, 12);
  ASSERT_TRUE(d.origin);
  EXPECT_EQ(d.origin->name, "sales");
  EXPECT_EQ(d.origin->last, y.last());
}

TEST(Decompositions, RefuseWhatTheyCannotUse) {
  const std::vector<double> y = made_up(48, 12);
  std::vector<double> infinite = y, never = y;
  infinite[3] = std::numeric_limits<double>::infinity();
  for (std::size_t t = 5; t < never.size(); t += 12) never[t] = kNaN;
  std::vector<double> negative = y;
  negative[7] = -2;
  testing::expect_refused({
      {"forecast::decompose_stl: season_length must be in [2, 100,000]; got 1", [&] { (void)decompose_stl(y, 1); }},
      {"forecast::decompose_stl: y must have at least two whole seasons; got 48 values for a season of 25",
       [&] { (void)decompose_stl(y, 25); }},
      {"y must be finite, or NaN where missing; got inf at index 3", [&] { (void)decompose_stl(infinite, 12); }},
      {"each place of the season must be observed once; got only missing values at index 5 and every 12 on",
       [&] { (void)decompose_stl(never, 12); }},
      {"seasonal_window must be odd and in [3, 100,000,001]; got 8",
       [&] { (void)decompose_stl(y, 12, {.seasonal_window = 8}); }},
      {"trend_window must be odd and in [3, 100,000,001]; got 1",
       [&] { (void)decompose_stl(y, 12, {.trend_window = 1}); }},
      {"trend_degree must be 0 or 1; got 2", [&] { (void)decompose_stl(y, 12, {.trend_degree = 2}); }},
      {"low_pass_jump must be >= 1; got 0", [&] { (void)decompose_stl(y, 12, {.low_pass_jump = 0}); }},
      {"inner_iterations must be in [1, 1,000]; got 0", [&] { (void)decompose_stl(y, 12, {.inner_iterations = 0}); }},
      {"forecast::decompose_mstl: season_lengths must have at least one", [&] { (void)decompose_mstl(y, {}); }},
      {"forecast::decompose_mstl: season_lengths must be distinct; got 4 twice",
       [&] {
         (void)decompose_mstl(y, {4, 7, 4});
       }},
      {"seasonal_windows must be empty or as many as season_lengths; got 1 for 2 seasons",
       [&] {
         (void)decompose_mstl(y, {4, 7}, {.seasonal_windows = {7}});
       }},
      {"forecast::decompose_classical: values must be > 0 in the multiplicative form; got -2 at index 7",
       [&] { (void)decompose_classical(negative, 12, DecompositionForm::multiplicative); }},
      {"forecast::statsmodels_stl: season_length must be in [2, 100,000]; got 0", [] { (void)statsmodels_stl(0); }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
