#include "scenario/machine.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

namespace foreplan::scenario::detail {
namespace {

constexpr Op kAll[] = {Op::negate,      Op::abs,        Op::exp,         Op::log,        Op::sqrt,
                       Op::normal_cdf,  Op::normal_pdf, Op::logistic,    Op::sine,       Op::cosine,
                       Op::logical_not, Op::add,        Op::subtract,    Op::multiply,   Op::divide,
                       Op::power,       Op::min,        Op::max,         Op::less,       Op::less_equal,
                       Op::equal,       Op::not_equal,  Op::logical_and, Op::logical_or, Op::select};

const double kOdd[] = {0.0,
                       -0.0,
                       1,
                       -1,
                       2,
                       0.5,
                       -2.5,
                       3,
                       1e-310,
                       1e300,
                       -1e300,
                       700,
                       -700,
                       1e-8,
                       std::numeric_limits<double>::infinity(),
                       -std::numeric_limits<double>::infinity(),
                       std::numeric_limits<double>::quiet_NaN()};

double run(numeric::Tier tier, Op op, double a, double b, double c) {
  double w[] = {a, b, c, 0};
  const Instruction code{op, 3, 0, 1, 2};
  machine(tier).values(&code, 1, w);
  return w[3];
}

bool same_bits(double x, double y) {
  return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y) || (std::isnan(x) && std::isnan(y));
}

}  // namespace

TEST(Machine, AgreesWithTheCLibraryOnEveryOperation) {
  // Powers carry the error of the logarithm times the size of b log a.
  for (const Op op : kAll)
    for (const double a : kOdd)
      for (const double b : kOdd) {
        const double c = 0.25, expected = evaluate(op, a, b, c), got = run(numeric::best_tier(), op, a, b, c);
        if (std::isnan(expected)) {
          EXPECT_TRUE(std::isnan(got)) << static_cast<int>(op) << ' ' << a << ' ' << b << ' ' << got;
        } else if (std::isinf(expected)) {
          EXPECT_EQ(got, expected) << static_cast<int>(op) << ' ' << a << ' ' << b;
        } else {
          EXPECT_NEAR(got, expected, 2e-13 * std::abs(expected) + 1e-320)
              << static_cast<int>(op) << ' ' << a << ' ' << b;
        }
      }
}

TEST(Machine, GivesTheSameBitsOnEveryTierAndInEveryLane) {
  for (const numeric::Tier tier : numeric::tiers())
    for (const Op op : kAll)
      for (std::size_t i = 0; i < std::size(kOdd); ++i)
        for (std::size_t j = 0; j < std::size(kOdd); ++j) {
          double w[4 * kLanes];
          for (std::size_t l = 0; l < kLanes; ++l) {
            w[l] = kOdd[(i + l) % std::size(kOdd)];
            w[kLanes + l] = kOdd[j];
            w[2 * kLanes + l] = 0.25;
          }
          const Instruction code{op, 3, 0, 1, 2};
          machine(tier).values8(&code, 1, w);
          for (std::size_t l = 0; l < kLanes; ++l)
            EXPECT_TRUE(
                same_bits(w[3 * kLanes + l], run(numeric::Tier::baseline, op, w[l], w[kLanes + l], w[2 * kLanes + l])))
                << static_cast<int>(op) << ' ' << w[l] << ' ' << w[kLanes + l];
        }
}

RC_GTEST_PROP(Machine, DerivativesAgreeWithDifferences, ()) {
  const Op op = *rc::gen::elementOf(std::vector<Op>(std::begin(kAll), std::end(kAll)));
  const auto draw = [] { return 0.2 + 0.001 * *rc::gen::inRange(0, 3000); };
  const double x[] = {draw(), draw(), draw()};
  RC_PRE(std::abs(x[0] - x[1]) > 1e-2);  // comparisons have no derivative where they change
  double w[] = {x[0], x[1], x[2], 0};
  double g[5 * 8] = {};
  for (std::size_t j = 0; j < 3; ++j) g[(1 + j) * 8 + j] = 1;
  const Instruction code{op, 3, 0, 1, 2};
  const int count = operands(op);
  const Gradients rows{4, 1, count > 1 ? 2U : 0U, count > 2 ? 3U : 0U};
  machine().derivatives(&code, &rows, 1, w, g, 8);
  for (int j = 0; j < count; ++j) {
    const double h = 1e-5;
    double up[] = {x[0], x[1], x[2]}, down[] = {x[0], x[1], x[2]};
    up[j] += h;
    down[j] -= h;
    const double difference = (evaluate(op, up[0], up[1], up[2]) - evaluate(op, down[0], down[1], down[2])) / (2 * h);
    RC_ASSERT(std::abs(g[4 * 8 + j] - difference) <= 1e-6 * (1 + std::abs(difference)));
  }
}

RC_GTEST_PROP(Machine, EightLanesDifferentiateAsOne, ()) {
  const Op op = *rc::gen::elementOf(std::vector<Op>(std::begin(kAll), std::end(kAll)));
  double w8[4 * kLanes], g8[5 * 3 * kLanes] = {};
  for (double& x : w8) x = 0.001 * *rc::gen::inRange(-3000, 3000);
  for (std::size_t j = 0; j < 3; ++j)
    for (std::size_t l = 0; l < kLanes; ++l) g8[((1 + j) * 3 + j) * kLanes + l] = 1;
  const Instruction code{op, 3, 0, 1, 2};
  const int count = operands(op);
  const Gradients rows{4, 1, count > 1 ? 2U : 0U, count > 2 ? 3U : 0U};
  machine().derivatives8(&code, &rows, 1, w8, g8, 3);
  for (std::size_t l = 0; l < kLanes; ++l) {
    double w[] = {w8[l], w8[kLanes + l], w8[2 * kLanes + l], 0};
    double g[5 * 8] = {};
    for (std::size_t j = 0; j < 3; ++j) g[(1 + j) * 8 + j] = 1;
    machine(numeric::Tier::baseline).derivatives(&code, &rows, 1, w, g, 8);
    for (std::size_t j = 0; j < 3; ++j) RC_ASSERT(same_bits(g[4 * 8 + j], g8[(4 * 3 + j) * kLanes + l]));
  }
}

}  // namespace foreplan::scenario::detail
