#include "growth/curve_quick_start.hpp"

#include <gtest/gtest.h>
#include <foreplan/core/random.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "growth/curve_cases.hpp"
#include "growth/curve_starts.hpp"

namespace foreplan::growth::internal {
namespace {

struct Random {
  Stream stream;
  double between(double low, double high) { return low + (high - low) * stream.uniform(); }
  double scale(double low, double high) { return low * std::pow(high / low, stream.uniform()); }
  double normal() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += stream.uniform();
    return sum;
  }
};

struct Observed {
  std::vector<double> t{}, y{};
};

/// A random curve of this kind over 0.5 to 20, or another curve altogether, under scatter of 0 to 20 % of its range.
Observed random_problem(Curve curve, Random& random) {
  Observed o;
  const bool foreign = random.stream.uniform() < 0.25;
  CurveCase c = kCases[static_cast<std::size_t>(foreign ? random.between(0, 15.99) : static_cast<double>(curve))];
  for (double& b : c.b) b *= random.scale(0.6, 1.7);
  const auto n = static_cast<std::size_t>(random.between(6, 40));
  for (std::size_t i = 0; i < n; ++i) {
    o.t.push_back(0.5 + 19.5 * static_cast<double>(i) / static_cast<double>(n - 1));
    o.y.push_back(formula(c.curve, c.b, o.t.back()));
  }
  const auto [least, most] = std::minmax_element(o.y.begin(), o.y.end());
  const double noise = (*most - *least) * (random.stream.uniform() < 0.2 ? 0 : random.scale(0.002, 0.2));
  for (double& y : o.y) y += noise * random.normal();
  return o;
}

/// The least sum of squares that any of the grid's starts leads to, and from which a usable fit comes.
double full_search(Curve curve, const Observed& o) {
  double best = std::numeric_limits<double>::infinity();
  for (std::vector<double>& start : grid_starts(shape_of(curve), o.t, o.y, 16)) {
    const CurveFit fit = fit_curve(curve, o.t, o.y, {.start = std::move(start)});
    if (fit.usable()) best = std::min(best, fit.sum_of_squares);
  }
  return best;
}

/// Whatever the quick path takes for good must be as good as what all sixteen starts of the grid lead to. Returns how
/// many of the fits were quick.
int expect_full_search(const CurveCase& c, int problems) {
  Random random{Stream({.seed = 11, .purpose = static_cast<std::uint64_t>(c.curve)})};
  int quick = 0;
  for (int i = 0; i < problems; ++i) {
    const Observed o = random_problem(c.curve, random);
    if (o.y.size() < c.b.size() + 2) continue;
    double square = 0;
    for (const double v : o.y) square += v * v;
    const CurveFit fit = fit_curve(c.curve, o.t, o.y);
    std::vector<double> start = quick_start(shape_of(c.curve), o.t, o.y);
    const bool was_quick = !start.empty() && fit_curve(c.curve, o.t, o.y, {.start = std::move(start)}).sum_of_squares ==
                                                 fit.sum_of_squares;
    quick += was_quick ? 1 : 0;
    const double full = full_search(c.curve, o);
    if (fit.usable())
      EXPECT_LE(fit.sum_of_squares, full * (1 + 1e-8) + 1e-20 * square)
          << to_string(c.curve) << ' ' << i << " of " << o.y.size() << (was_quick ? " quick " : " searched ")
          << fit.durbin_watson;
    else
      EXPECT_TRUE(std::isinf(full)) << to_string(c.curve) << ' ' << i;
  }
  return quick;
}

TEST(CurveQuickStart, QuickFitsReachWhatTheFullSearchReaches) {
  int quick = 0;
  for (const CurveCase& c : kCases)
    if (c.curve != Curve::double_logistic) quick += expect_full_search(c, 40);
  EXPECT_GT(quick, 15 * 40 * 3 / 4);
}

/// Two of its first starts may agree on an optimum that a third one beats: as in the nineteenth of these.
TEST(CurveQuickStart, ADoubleLogisticIsSearchedWhole) {
  for (const CurveCase& c : kCases)
    if (c.curve == Curve::double_logistic) expect_full_search(c, 20);
}

// Minutes: --gtest_also_run_disabled_tests.
TEST(CurveQuickStart, DISABLED_ThousandsOfQuickFitsReachWhatTheFullSearchReaches) {
  for (const CurveCase& c : kCases) {
    const int problems = c.curve == Curve::double_logistic ? 100 : 2000;
    RecordProperty(std::string(to_string(c.curve)), expect_full_search(c, problems));
  }
}

TEST(CurveQuickStart, QuickStartsAreNearTheCurveWithoutScatter) {
  for (const CurveCase& c : kCases) {
    Observed o;
    for (int i = 0; i < 60; ++i) {
      o.t.push_back(0.5 + 0.33 * i);
      o.y.push_back(formula(c.curve, c.b, o.t.back()));
    }
    const std::vector<double> b = quick_start(shape_of(c.curve), o.t, o.y);
    if (c.curve == Curve::double_logistic) {
      EXPECT_TRUE(b.empty());
      continue;
    }
    ASSERT_EQ(b.size(), c.b.size()) << to_string(c.curve);
    const auto [least, most] = std::minmax_element(o.y.begin(), o.y.end());
    for (std::size_t i = 0; i < o.t.size(); ++i)
      EXPECT_NEAR(formula(c.curve, b, o.t[i]), o.y[i], 0.1 * (*most - *least)) << to_string(c.curve) << ' ' << o.t[i];
  }
}

TEST(CurveQuickStart, OrderOfTheObservationsDoesNotMatter) {
  for (const CurveCase& c : kCases) {
    Observed o;
    for (int i = 0; i < 12; ++i) {
      o.t.push_back(1 + 1.5 * i);
      o.y.push_back(formula(c.curve, c.b, o.t.back()));
    }
    const std::vector<double> b = quick_start(shape_of(c.curve), o.t, o.y);
    std::swap(o.t[2], o.t[9]);
    std::swap(o.y[2], o.y[9]);
    const std::vector<double> swapped = quick_start(shape_of(c.curve), o.t, o.y);
    ASSERT_EQ(swapped.size(), b.size());
    for (std::size_t j = 0; j < b.size(); ++j)
      EXPECT_NEAR(swapped[j], b[j], 1e-6 * std::abs(b[j])) << to_string(c.curve);
  }
}

TEST(CurveQuickStart, NothingIsMadeOfNothing) {
  const std::vector<double> still{3, 3, 3, 3, 3, 3}, t{0, 1, 2, 3, 4, 5}, y{1, 2, 3, 4, 5, 6};
  for (const CurveCase& c : kCases) {
    EXPECT_TRUE(quick_start(shape_of(c.curve), still, y).empty()) << to_string(c.curve);
    for (const double v : quick_start(shape_of(c.curve), t, std::vector<double>(6, 0.0)))
      EXPECT_TRUE(std::isfinite(v)) << to_string(c.curve);
  }
}

}  // namespace
}  // namespace foreplan::growth::internal
