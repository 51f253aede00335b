#include <foreplan/structure/log_ratios.hpp>
#include <foreplan/structure/shift.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

using Vector = std::vector<double>;
const Vector kX{0.4110, 0.2423, 0.3050, 0.0417}, kY{0.3102, 0.2993, 0.3505, 0.0400};
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();
/// {1, 3} against {2, 4}, then 1 against 3 and 4 against 2.
const std::vector<std::vector<int>> kPartition{{1, -1, 1, -1}, {1, 0, -1, 0}, {0, -1, 0, 1}};

void expect_near(const Vector& a, const Vector& b, double tolerance) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], tolerance) << "index " << i;
}

TEST(LogRatios, AgreeWithFiftyDigits) {
  const reference::Lines lines = reference::read_lines("log_ratios.txt");
  const auto line = [&](const char* words) { return reference::line(lines, words); };
  expect_near(alr(kX, 1), line("alr"), 2e-15);
  expect_near(clr(kX), line("clr"), 2e-15);
  expect_near(ilr(kX, pivot_basis(4)), line("pivot"), 2e-15);
  expect_near(ilr(kX, partition_basis(kPartition)), line("partition"), 2e-15);
  EXPECT_NEAR(logit(kX[1]), line("logit")[0], 1e-15);
  expect_near(perturb(kX, kY), line("perturb"), 1e-15);
  expect_near(power(kX, -1.7), line("power"), 1e-15);
  expect_near(aitchison_mean({kX, kY}), line("mean"), 1e-15);
  const Vector zeros{60, 0, 40, 0};
  expect_near(replace_zeros(zeros, {ZeroPolicy::multiplicative, 0.005}), line("multiplicative"), 2e-16);
  expect_near(replace_zeros(zeros, {ZeroPolicy::additive, 0.005}), line("additive"), 2e-16);
}

TEST(LogRatios, ComeBackAsSharesThatSumToOne) {
  EXPECT_TRUE(rc::check("inverses, closure, isometry", [] {
    const auto n = static_cast<std::size_t>(*rc::gen::inRange(2, 13));
    const auto drawn = [&] {
      Vector x;
      for (std::size_t i = 0; i < n; ++i) x.push_back(std::exp(*rc::gen::inRange(-2000, 2000) / 100.0));
      return x;
    };
    const Vector x = drawn(), y = drawn(), s = closure(x);
    const auto back = [&](const Vector& z) {
      RC_ASSERT(z.size() == n);
      RC_ASSERT(std::abs(std::accumulate(z.begin(), z.end(), 0.0) - 1) <= static_cast<double>(n) * 0x1p-52);
      for (std::size_t i = 0; i < n; ++i) RC_ASSERT(std::abs(z[i] / s[i] - 1) < 1e-13);
    };
    const auto reference = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(n)));
    const Matrix basis = pivot_basis(n);
    back(inverse_alr(alr(x, reference), reference));
    back(inverse_clr(clr(x)));
    back(inverse_ilr(ilr(x, basis), basis));
    back(perturb(perturb(x, y), power(y, -1)));
    back(replace_zeros(x, {ZeroPolicy::multiplicative, 0.1}));
    const Vector a = ilr(x, basis), b = ilr(y, basis);
    double distance = 0;
    for (std::size_t i = 0; i < a.size(); ++i) distance += (a[i] - b[i]) * (a[i] - b[i]);
    RC_ASSERT(std::abs(std::sqrt(distance) - aitchison(x, y)) <= 1e-12 * (1 + aitchison(x, y)));
    RC_ASSERT(std::abs(inverse_logit(logit(s[0])) / s[0] - 1) < 1e-13 || s[0] > 1 - 1e-9);
  }));
}

TEST(LogRatios, StandThatPartsAreVeryLargeOrSmall) {
  expect_near(inverse_clr(Vector{1000, 1000 + std::log(3.0)}), {0.25, 0.75}, 1e-12);
  expect_near(inverse_alr(Vector{-2000}, 0), {1, 0}, 0);
  expect_near(perturb(Vector{1e300, 3e300}, Vector{1e300, 1e300}), {0.25, 0.75}, 1e-12);
  EXPECT_EQ(inverse_logit(-1000), 0);
  EXPECT_EQ(inverse_logit(1000), 1);
}

TEST(Compositions, AreReadFromFrames) {
  const Frame percent({{"agriculture", 2010, {}, {41.10, 31.02}},
                       {"industry", 2010, {}, {24.23, 29.93}},
                       {"services", 2010, {}, {34.67, 39.05}}});
  const Compositions c = compositions(percent, {.parts = PartsAs::percent});
  EXPECT_EQ(c.parts, (std::vector<std::string>{"agriculture", "industry", "services"}));
  EXPECT_EQ(c.start, Period(2010));
  EXPECT_NEAR(c.shares(1, 2), 0.3905, 1e-15);
  EXPECT_EQ(compositions(percent, {.parts = PartsAs::levels}), c);
}

TEST(LogRatiosBadInput, IsRefusedByName) {
  const Frame short_of({{"a", 2015, {}, {60.0, 60}}, {"b", 2015, {}, {40, 39.9}}});
  const Frame zero({{"a", 2015, {}, {1, 1}}, {"b", 2015, {}, {0, 1}}});
  const Frame missing({{"a", 2015, {}, {1, 1}}, {"b", 2015, {}, {1, kNaN}}});
  const Frame negative({{"a", 2015, {}, {1, 1}}, {"b", 2015, {}, {1, -0.5}}});
  testing::expect_refused({
      {"structure::alr: parts must be > 0 and finite; got 0 at index 1",
       [] {
         (void)alr(Vector{1, 0}, 0);
       }},
      {"structure::clr: parts must be > 0 and finite; got NaN",
       [] {
         (void)clr(Vector{1, kNaN});
       }},
      {"structure::clr: parts must be > 0 and finite; got inf",
       [] {
         (void)clr(Vector{1, kInf});
       }},
      {"structure::clr: a composition needs at least 2 parts; got 1", [] { (void)clr(Vector{1}); }},
      {"structure::alr: the reference must be one of the 2 parts; got 2",
       [] {
         (void)alr(Vector{1, 1}, 2);
       }},
      {"structure::inverse_clr: coordinates must be finite; got NaN",
       [] {
         (void)inverse_clr(Vector{0, kNaN});
       }},
      {"structure::closure: the sum must be > 0 and finite; got 0",
       [] {
         (void)closure(Vector{0, 0});
       }},
      {"structure::logit: a share must be in (0, 1); got 1", [] { (void)logit(1); }},
      {"structure::ilr: the basis of 3 parts",
       [] {
         (void)ilr(Vector{1, 1, 1}, pivot_basis(4));
       }},
      {"orthonormal; got 2 for rows 0 and 0",
       [] {
         (void)ilr(Vector{1, 1}, matrix({{1, -1}}));
       }},
      {"must sum to 0; got 1 in row 0",
       [] {
         (void)ilr(Vector{1, 1}, matrix({{1, 0}}));
       }},
      {"structure::partition_basis: a row must have parts on either side; got no -1 in row 0",
       [] {
         (void)partition_basis({{1, 1}});
       }},
      {"every row must split all parts or a group that another row leaves, each once in row 1",
       [] {
         (void)partition_basis({{1, -1, -1}, {1, -1, 0}});
       }},
      {"structure::replace_zeros: parts must be > 0 unless a policy says what becomes of zeros; got 0 at index 0",
       [] {
         (void)replace_zeros(Vector{0, 1}, {});
       }},
      {"structure::replace_zeros: the amount must be in (0, 1); got 0",
       [] {
         (void)replace_zeros(Vector{0, 1}, {ZeroPolicy::multiplicative, 0});
       }},
      {"leave something for the others; got 1.2",
       [] {
         (void)replace_zeros(Vector{0, 0, 1}, {ZeroPolicy::multiplicative, 0.6});
       }},
      {"structure::compositions: parts given as percent must sum to 100 within rounding of 1e-09; got 99.9 in 2016",
       [&] { (void)compositions(short_of, {.parts = PartsAs::percent}); }},
      {"structure::compositions: parts must be > 0 unless a policy says what becomes of zeros; got 0 in series \"b\" "
       "in "
       "2015",
       [&] { (void)compositions(zero, {.parts = PartsAs::levels}); }},
      {"structure::compositions: no value may be missing; got NaN in series \"b\" in 2016",
       [&] { (void)compositions(missing, {.parts = PartsAs::levels}); }},
      {"structure::compositions: parts must be >= 0 and finite; got -0.5 in series \"b\" in 2016",
       [&] { (void)compositions(negative, {.parts = PartsAs::levels}); }},
  });
  EXPECT_NO_THROW((void)compositions(short_of, {.parts = PartsAs::percent, .rounding = 0.002}));
  EXPECT_THROW((void)Frame({{"a", 2015, {}, {1}}, {"a", 2015, {}, {1}}}), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::structure
