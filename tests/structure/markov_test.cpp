#include <foreplan/structure/markov.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"
#include "structure/vietnam.hpp"

namespace foreplan::structure {
namespace {

using Vector = std::vector<double>;
constexpr double kInf = std::numeric_limits<double>::infinity(), kNaN = std::numeric_limits<double>::quiet_NaN();
const Matrix kChain = matrix({{0.7, 0.2, 0.1}, {0.05, 0.85, 0.1}, {0, 0.1, 0.9}});
const Matrix kCounts = matrix({{50, 10, 5}, {4, 80, 16}, {0, 9, 91}}),
             kLater = matrix({{45, 20, 6}, {6, 70, 20}, {0, 5, 99}});

const Vector& line(const char* words) {
  static const reference::Lines lines = reference::read_lines("markov.txt");
  return reference::line(lines, words);
}

void expect_near(std::span<const double> a, const Vector& b, double relative) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], relative * (1 + std::abs(b[i]))) << "index " << i;
}

/// Employment in agriculture, mining to construction, and services.
Frame broad_employment() {
  const Frame all = reference::vietnam_etd("EMP");
  std::vector<Series> broad{
      {"agriculture", 1990, {}, all.series()[0].values}, {"industry", 1990, {}, {}}, {"services", 1990, {}, {}}};
  for (std::size_t t = 0; t < all.periods(); ++t) {
    double industry = 0, services = 0;
    for (std::size_t i = 1; i < all.size(); ++i) (i < 5 ? industry : services) += all.series()[i].values[t];
    broad[1].values.push_back(industry);
    broad[2].values.push_back(services);
  }
  return Frame(broad);
}

TEST(TransitionsFromShares, AgreeWithTheBestOfAllZeroPatterns) {
  const TransitionsFromShares e = transitions_from_shares(broad_employment(), {.parts = PartsAs::levels});
  ASSERT_TRUE(e.usable());
  EXPECT_TRUE(e.unique);
  EXPECT_LT(e.violation, 1e-12);
  EXPECT_NEAR(e.sum_of_squares / line("shares sum_of_squares")[0], 1, 1e-11);
  expect_near(e.transitions.values, line("shares transitions"), 1e-9);
  for (const double sum : row_sums(e.transitions)) EXPECT_NEAR(sum, 1, 3 * 0x1p-52);
}

TEST(TransitionsFromShares, HoldTheConditionsOfAMinimum) {
  const TransitionsFromShares e = transitions_from_shares(reference::vietnam_etd("EMP"), {.parts = PartsAs::levels});
  ASSERT_TRUE(e.usable()) << e.violation;
  EXPECT_LT(e.violation, 1e-9);
  // By the definition: in a row, the slope of the squares is the same for every sector that is gone to, and no less for
  // the others.
  const Compositions data = compositions(reference::vietnam_etd("EMP"), {.parts = PartsAs::levels});
  const std::size_t n = data.parts.size();
  for (std::size_t i = 0; i < n; ++i) {
    Vector slope(n);
    double inside = kNaN;
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t t = 0; t < e.residuals.rows; ++t) slope[j] -= data.shares(t, i) * e.residuals(t, j);
      if (e.transitions(i, j) > 1e-9) inside = std::isnan(inside) ? slope[j] : std::min(inside, slope[j]);
    }
    for (std::size_t j = 0; j < n; ++j) EXPECT_GE(slope[j], inside - 1e-11) << i << ' ' << j;
    for (std::size_t j = 0; j < n; ++j)
      EXPECT_LE(e.transitions(i, j) > 1e-9 ? slope[j] : inside, inside + 1e-11) << i << ' ' << j;
  }
}

TEST(TransitionsFromShares, FindTheChainThatMadeTheShares) {
  EXPECT_TRUE(rc::check("no noise", [] {
    const auto share = [] { return *rc::gen::inRange(5, 100) / 100.0; };
    Matrix p = filled_matrix(3, 3);
    for (std::size_t i = 0; i < 3; ++i) {
      const Vector row = closure(Vector{share() + (i == 0) * 3, share() + (i == 1), share() + (i == 2) * 2});
      std::copy(row.begin(), row.end(), p.row(i).begin());
    }
    const Matrix s = project_shares(p, Vector{share(), share(), share()}, 6);
    std::vector<Series> series{{"a", 2010, {}, {}}, {"b", 2010, {}, {}}, {"c", 2010, {}, {}}};
    for (std::size_t t = 0; t < s.rows; ++t)
      for (std::size_t j = 0; j < 3; ++j) series[j].values.push_back(s(t, j));
    const TransitionsFromShares e = transitions_from_shares(Frame(series));
    RC_ASSERT(e.usable());
    RC_ASSERT(e.sum_of_squares < 1e-18);
  }));
}

TEST(TransitionsFromShares, SayWhenOthersFitAsWell) {
  const Frame two({{"a", 2015, {}, {0.4, 0.3}}, {"b", 2015, {}, {0.3, 0.35}}, {"c", 2015, {}, {0.3, 0.35}}});
  const TransitionsFromShares e = transitions_from_shares(two);
  ASSERT_TRUE(e.usable());
  EXPECT_FALSE(e.unique);
  EXPECT_LT(e.sum_of_squares, 1e-25);
}

TEST(TransitionsFromCounts, AreFrequenciesWithTheirErrors) {
  const TransitionsFromCounts ml = transitions_from_counts(kCounts);
  ASSERT_TRUE(ml.usable());
  EXPECT_DOUBLE_EQ(ml.transitions(0, 1), 10.0 / 65);
  EXPECT_DOUBLE_EQ(ml.standard_errors(0, 1), std::sqrt(10.0 / 65 * 55 / 65 / 65));
  EXPECT_EQ(ml.transitions(2, 0), 0);
  const TransitionsFromCounts one = transitions_from_counts(kCounts, {.prior = TransitionPrior::laplace});
  EXPECT_DOUBLE_EQ(one.transitions(2, 0), 1.0 / 103);
  // The variance of Beta(1.5, 101 - 1.5 + 0.5) from its formula a b / ((a + b)^2 (a + b + 1)).
  const TransitionsFromCounts half = transitions_from_counts(kCounts, {.prior = TransitionPrior::dirichlet});
  const double a = 0.5, b = 101.0;
  EXPECT_DOUBLE_EQ(half.transitions(2, 0), a / (a + b));
  EXPECT_DOUBLE_EQ(half.standard_errors(2, 0), std::sqrt(a * b / ((a + b) * (a + b) * (a + b + 1))));
  const TransitionsFromCounts hollow = transitions_from_counts(matrix({{1, 1}, {0, 0}}));
  EXPECT_FALSE(hollow.usable());
  EXPECT_EQ(hollow.empty, std::vector<std::size_t>{1});
  EXPECT_TRUE(std::isnan(hollow.transitions(1, 0)));
}

TEST(TestStationarity, AgreesWithTwoWayTables) {
  const StationarityTest t = test_stationarity({kCounts, kLater});
  const Vector& expected = line("stationarity");
  EXPECT_NEAR(t.chi_squared, expected[0], 1e-12);
  EXPECT_NEAR(t.likelihood_ratio, expected[1], 1e-12);
  EXPECT_EQ(t.degrees, expected[2]);
  EXPECT_NEAR(t.p_value, expected[3], 1e-12);
  EXPECT_NEAR(t.p_value_likelihood_ratio, expected[4], 1e-12);
  EXPECT_NEAR(test_stationarity({kCounts, kCounts}).chi_squared, 0, 1e-13);
}

TEST(Markov, AgreesWithExactFractions) {
  const StationaryDistribution settled = stationary_distribution(kChain);
  ASSERT_TRUE(settled.unique);
  expect_near(settled.shares, line("stationary"), 1e-15);
  expect_near(mean_first_passage(kChain).values, line("passage"), 1e-13);
  const Matrix shares = project_shares(kChain, Vector{0.5, 0.3, 0.2}, 5);
  expect_near(shares.row(5), line("projected"), 1e-15);
  const Mobility m = mobility(kChain);
  expect_near(Vector{m.shorrocks, m.determinant, m.second_eigenvalue, m.half_life}, line("mobility"), 1e-13);
}

TEST(Markov, KnowsClassesThatAreNeverLeft) {
  const Matrix p = matrix({{0.5, 0.25, 0.25, 0}, {0, 1, 0, 0}, {0, 0, 0.5, 0.5}, {0, 0, 1, 0}});
  const StationaryDistribution s = stationary_distribution(p);
  EXPECT_FALSE(s.unique);
  EXPECT_EQ(s.closed_classes, (std::vector<std::vector<std::size_t>>{{1}, {2, 3}}));
  EXPECT_TRUE(s.shares.empty());
  const Matrix m = mean_first_passage(p);
  EXPECT_EQ(m(0, 1), kInf);
  EXPECT_EQ(m(1, 0), kInf);
  EXPECT_EQ(m(1, 1), 1);
  EXPECT_EQ(m(0, 0), kInf);
  EXPECT_NEAR(m(2, 3), 2, 1e-14);
  EXPECT_NEAR(m(2, 2), 1.5, 1e-14);
  EXPECT_EQ(mobility(p).half_life, kInf);
  // Left for good: agriculture in the end.
  const StationaryDistribution one = stationary_distribution(matrix({{0.9, 0.1}, {0, 1}}));
  EXPECT_EQ(one.shares, (Vector{0, 1}));
}

TEST(Markov, SharesSumToOneForEver) {
  EXPECT_TRUE(rc::check("sums and the stationary distribution", [] {
    const auto n = static_cast<std::size_t>(*rc::gen::inRange(2, 8));
    Matrix p = filled_matrix(n, n);
    for (std::size_t i = 0; i < n; ++i) {
      Vector row;
      for (std::size_t j = 0; j < n; ++j) row.push_back(*rc::gen::inRange(1, 100));
      row = closure(row);
      std::copy(row.begin(), row.end(), p.row(i).begin());
    }
    Vector start(n);
    start[0] = 3;
    const Matrix s = project_shares(p, start, 500);
    for (const double sum : row_sums(s)) RC_ASSERT(std::abs(sum - 1) <= static_cast<double>(n) * 0x1p-52);
    const StationaryDistribution settled = stationary_distribution(p);
    const Matrix passage = mean_first_passage(p);
    for (std::size_t j = 0; j < n; ++j) {
      RC_ASSERT(std::abs(settled.shares[j] - s(500, j)) < 1e-12);
      RC_ASSERT(std::abs(passage(j, j) * settled.shares[j] - 1) < 1e-11);  // Kac's theorem
    }
  }));
}

TEST(MarkovBadInput, IsRefusedByName) {
  const Frame off({{"a", 2015, {}, {0.6, 0.6}}, {"b", 2015, {}, {0.4, 0.399}}});
  const Frame once({{"a", 2015, {}, {0.6}}, {"b", 2015, {}, {0.4}}});
  testing::expect_refused({
      {"sum to 1 within rounding of 1e-09; got 0.999 in 2016", [&] { (void)transitions_from_shares(off); }},
      {"structure::transitions_from_shares: at least 2 periods are needed; got 1",
       [&] { (void)transitions_from_shares(once); }},
      {"structure::transitions_from_counts: counts must be >= 0 and finite; got -1 in row 0, column 1",
       [] {
         (void)transitions_from_counts(matrix({{1, -1}, {1, 1}}));
       }},
      {"counts must be square with 2 rows or more; got 1 x 2",
       [] {
         (void)transitions_from_counts(matrix({{1, 1}}));
       }},
      {"prior_count must be > 0 and finite; got 0",
       [] {
         (void)transitions_from_counts(kCounts, {TransitionPrior::dirichlet, 0});
       }},
      {"structure::test_stationarity: at least 2 periods", [] { (void)test_stationarity({kCounts}); }},
      {"got 2 rows in period 1",
       [] {
         (void)test_stationarity({kCounts, matrix({{1, 0}, {0, 1}})});
       }},
      {"structure::stationary_distribution: rows of transitions must sum to 1; got 0.9 in row 1",
       [] {
         (void)stationary_distribution(matrix({{1, 0}, {0.4, 0.5}}));
       }},
      {"structure::mobility: transitions must be in [0, 1]; got NaN in row 0, column 0",
       [] {
         (void)mobility(matrix({{kNaN, 1}, {0, 1}}));
       }},
      {"structure::project_shares: one share is needed for each of the 3 rows; got 2",
       [] {
         (void)project_shares(kChain, Vector{1, 1}, 2);
       }},
  });
}

}  // namespace
}  // namespace foreplan::structure
