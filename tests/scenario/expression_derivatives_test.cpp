#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <random>

#include "scenario/machine.hpp"
#include "scenario/sparse_gradients.hpp"

/// Exact derivatives of random expressions against differences in 64 bits of mantissa, extrapolated to a step of 0
/// (Ridders 1982). 100,000 cases:
///   RC_PARAMS="max_success=100000" foreplan_scenario_test --gtest_filter='ExpressionDerivatives.*'
namespace foreplan::scenario::detail {
namespace {

constexpr Op kAll[] = {Op::negate,      Op::abs,        Op::exp,         Op::log,        Op::sqrt,
                       Op::normal_cdf,  Op::normal_pdf, Op::logistic,    Op::sine,       Op::cosine,
                       Op::logical_not, Op::add,        Op::subtract,    Op::multiply,   Op::divide,
                       Op::power,       Op::min,        Op::max,         Op::less,       Op::less_equal,
                       Op::equal,       Op::not_equal,  Op::logical_and, Op::logical_or, Op::select};

constexpr std::uint32_t kInputs = 3, kConstants = 4;

/// Slots: inputs, constants, then one for each instruction; the last is the expression.
struct Expression {
  std::vector<double> start{};  ///< Of inputs and constants.
  std::vector<Instruction> code{};
  std::vector<Gradients> rows{};  ///< 0 for what no input reaches.
  std::uint32_t row_count = 0;

  [[nodiscard]] std::size_t slots() const { return start.size() + code.size(); }
};

Expression random_expression(std::uint64_t seed, int length) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  const auto number = [&] { return std::ldexp(static_cast<double>(random() >> 11), -53) * 6 - 3; };
  Expression out;
  for (std::uint32_t i = 0; i < kInputs; ++i) out.start.push_back(below(2) == 0 ? number() : std::abs(number()));
  for (const double constant : {2.0, 0.5, 3.0, number()}) out.start.push_back(constant);
  std::vector<std::uint32_t> row(kInputs + kConstants);
  for (std::uint32_t i = 0; i < kInputs; ++i) row[i] = 1 + i;
  out.row_count = 1 + kInputs;
  for (int i = 0; i < length; ++i) {
    const auto slot = static_cast<std::uint32_t>(out.slots());
    // Late slots more often: deep rather than wide.
    const auto operand = [&] { return below(3) == 0 ? below(slot) : slot - 1 - below(std::min(slot, 4U)); };
    const Instruction in{kAll[below(static_cast<std::uint32_t>(std::size(kAll)))], slot, operand(), operand(),
                         operand()};
    Gradients g{0, row[in.a], operands(in.op) > 1 ? row[in.b] : 0, operands(in.op) > 2 ? row[in.c] : 0};
    g.out = g.a + g.b + g.c == 0 ? 0 : out.row_count++;
    // Code that no input reaches is no part of a loop.
    if (g.out == 0) {
      out.code.push_back({Op::constant, slot, in.a, in.a, in.a});
      out.rows.push_back({out.row_count++, 0, 0, 0});
      row.push_back(0);
      continue;
    }
    out.code.push_back(in);
    out.rows.push_back(g);
    row.push_back(g.out);
  }
  return out;
}

// In long double, by the definition of each operation -----------------------------------------------------

using Long = long double;

Long defined(Op op, Long a, Long b, Long c) {
  constexpr Long root_of_2 = std::numbers::sqrt2_v<Long>;
  switch (op) {
    case Op::negate:
      return -a;
    case Op::abs:
      return std::fabs(a);
    case Op::exp:
      return std::exp(a);
    case Op::log:
      return std::log(a);
    case Op::sqrt:
      return std::sqrt(a);
    case Op::normal_cdf:
      return std::erfc(-a / root_of_2) / 2;
    case Op::normal_pdf:
      return std::exp(-a * a / 2) * std::numbers::inv_sqrtpi_v<Long> / root_of_2;
    case Op::logistic:
      return 1 / (1 + std::exp(-a));
    case Op::sine:
      return std::sin(a);
    case Op::cosine:
      return std::cos(a);
    case Op::logical_not:
      return a == 0 ? 1 : 0;
    case Op::add:
      return a + b;
    case Op::subtract:
      return a - b;
    case Op::multiply:
      return a * b;
    case Op::divide:
      return a / b;
    case Op::power:
      return std::pow(a, b);
    case Op::min:
      return std::fmin(a, b);
    case Op::max:
      return std::fmax(a, b);
    case Op::less:
      return a < b ? 1 : 0;
    case Op::less_equal:
      return a <= b ? 1 : 0;
    case Op::equal:
      return a == b ? 1 : 0;
    case Op::not_equal:
      return a != b ? 1 : 0;
    case Op::logical_and:
      return a != 0 && b != 0 ? 1 : 0;
    case Op::logical_or:
      return a != 0 || b != 0 ? 1 : 0;
    case Op::select:
      return a != 0 ? b : c;
    default:
      return a;
  }
}

/// Which side of a kink or jump an operation is on.
int side(Op op, Long a, Long b) {
  if (op == Op::abs || op == Op::select || op == Op::logical_not) return a > 0 ? 1 : a < 0 ? -1 : 0;
  if (op == Op::logical_and || op == Op::logical_or) return (a != 0 ? 1 : 0) + (b != 0 ? 2 : 0);
  if (op == Op::min || op == Op::max || (op >= Op::less && op <= Op::not_equal)) return a < b ? -1 : a > b ? 1 : 0;
  return 0;
}

struct Evaluated {
  std::vector<Long> values{};
  std::vector<int> sides{};
  [[nodiscard]] bool finite() const { return std::isfinite(values.back()); }
};
Evaluated evaluate(const Expression& x, std::vector<Long> inputs) {
  Evaluated out{std::move(inputs), {}};
  for (const Instruction& in : x.code) {
    const Long a = out.values[in.a], b = out.values[in.b];
    out.sides.push_back(side(in.op, a, b));
    out.values.push_back(defined(in.op, a, b, out.values[in.c]));
  }
  return out;
}

struct Estimate {
  double value = 0, error = std::numeric_limits<double>::infinity();
};

/// @param sizes  of the expression's derivatives by each slot.
/// nullopt where a kink, a jump or a missing value is near.
std::optional<Estimate> difference(const Expression& x, const Evaluated& here, const std::vector<double>& sizes,
                                   std::uint32_t input) {
  constexpr int kRows = 8;
  constexpr Long kShrink = 1.6L;
  std::array<std::array<Long, kRows>, kRows> table{};
  Estimate best;
  Long h = 2e-3L;
  const std::vector<Long> start(here.values.begin(), here.values.begin() + kInputs + kConstants);
  for (int i = 0; i < kRows; ++i, h /= kShrink) {
    Long ends[2];
    for (const int direction : {0, 1}) {
      std::vector<Long> moved = start;
      moved[input] += direction == 0 ? -h : h;
      const Evaluated there = evaluate(x, std::move(moved));
      if (!there.finite() || there.sides != here.sides) return std::nullopt;
      ends[direction] = there.values.back();
    }
    table[static_cast<std::size_t>(i)][0] = (ends[1] - ends[0]) / (2 * h);
    Long factor = kShrink * kShrink;
    for (std::size_t j = 1; j <= static_cast<std::size_t>(i); ++j, factor *= kShrink * kShrink) {
      const auto row = static_cast<std::size_t>(i);
      table[row][j] = (table[row][j - 1] * factor - table[row - 1][j - 1]) / (factor - 1);
      const Long error =
          std::max(std::fabs(table[row][j] - table[row][j - 1]), std::fabs(table[row][j] - table[row - 1][j - 1]));
      if (error < best.error) best = {static_cast<double>(table[row][j]), static_cast<double>(error)};
    }
  }
  // What the rounding of every step leaves of a difference.
  Long rounding = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) rounding += sizes[i] * std::fabs(here.values[i]);
  rounding *= 64 * std::numeric_limits<Long>::epsilon();
  best.error += static_cast<double>(rounding / h);
  return best;
}

// The library's ---------------------------------------------------------------------------------------------

constexpr std::size_t kColumns = 8;

std::array<double, kInputs> forward(numeric::Tier tier, const Expression& x, std::vector<double>& w) {
  w = x.start;
  w.resize(x.slots());
  std::vector<double> g(x.row_count * kColumns);
  for (std::size_t j = 0; j < kInputs; ++j) g[(1 + j) * kColumns + j] = 1;
  machine(tier).derivatives(x.code.data(), x.rows.data(), x.code.size(), w.data(), g.data(), kColumns);
  std::array<double, kInputs> out{};
  for (std::size_t j = 0; j < kInputs; ++j) out[j] = g[x.rows.back().out * kColumns + j];
  return out;
}

/// Lane l of eight; the other lanes stand elsewhere.
std::array<double, kInputs> in_lane(numeric::Tier tier, const Expression& x, std::size_t lane) {
  std::vector<double> w(x.slots() * kLanes);
  for (std::size_t i = 0; i < x.start.size(); ++i)
    for (std::size_t l = 0; l < kLanes; ++l)
      w[i * kLanes + l] = x.start[i] + (l == lane ? 0.0 : 0.01 * static_cast<double>(l));
  std::vector<double> g(x.row_count * kInputs * kLanes);
  for (std::size_t j = 0; j < kInputs; ++j)
    for (std::size_t l = 0; l < kLanes; ++l) g[((1 + j) * kInputs + j) * kLanes + l] = 1;
  machine(tier).derivatives8(x.code.data(), x.rows.data(), x.code.size(), w.data(), g.data(), kInputs);
  std::array<double, kInputs> out{};
  for (std::size_t j = 0; j < kInputs; ++j) out[j] = g[(x.rows.back().out * kInputs + j) * kLanes + lane];
  return out;
}

/// Backwards by `partials`, for every slot; of their sizes alone, the size of what is added up.
std::vector<double> backward(const Expression& x, const std::vector<double>& w, bool sizes) {
  std::vector<double> slope(w.size());
  slope.back() = 1;
  for (std::size_t i = x.code.size(); i-- > 0;) {
    const Instruction& in = x.code[i];
    const double s = slope[in.out];
    if (s == 0) continue;
    const Partials p = partials(in.op, w[in.a], w[in.b], w[in.c], w[in.out]);
    const auto add = [&](std::uint32_t slot, double partial) {
      if (partial != 0) slope[slot] += sizes ? std::abs(s * partial) : s * partial;
    };
    add(in.a, p.a);
    if (operands(in.op) > 1) add(in.b, p.b);
    if (operands(in.op) > 2) add(in.c, p.c);
  }
  return slope;
}

/// Whether a derivative is that of the differences, as far as these can tell; `size` is that of what it adds up.
bool agrees(double derivative, const Estimate& difference, double size) {
  return std::abs(derivative - difference.value) <= 10 * difference.error + 1e-9 * size;
}
bool tells(const Estimate& difference, double size) { return difference.error <= 1e-8 * size; }

/// How far doubles are from more digits, relative, at most over all steps; infinite where one is not finite.
double conditioning(const std::vector<double>& w, const std::vector<Long>& exact) {
  double worst = 0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    const Long error = std::fabs(static_cast<Long>(w[i]) - exact[i]);
    if (!std::isfinite(w[i])) return std::numeric_limits<double>::infinity();
    if (error > 0) worst = std::max(worst, static_cast<double>(error / std::fabs(exact[i])));
  }
  return worst;
}
constexpr double kWellConditioned = 1e-12;

bool same_bits(double x, double y) {
  return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y) || (std::isnan(x) && std::isnan(y));
}

}  // namespace

RC_GTEST_PROP(ExpressionDerivatives, AreThoseOfDifferencesOnEveryTierForwardAndBackward, ()) {
  const Expression x = random_expression(*rc::gen::arbitrary<std::uint64_t>(), *rc::gen::inRange(1, 30));
  std::vector<double> w;
  const auto found = forward(numeric::best_tier(), x, w);
  for (const numeric::Tier tier : numeric::tiers()) {
    std::vector<double> unused;
    const auto scalar = forward(tier, x, unused);
    const auto lane = in_lane(tier, x, x.code.size() % kLanes);
    for (std::size_t j = 0; j < kInputs; ++j) {
      RC_ASSERT(same_bits(scalar[j], found[j]));
      RC_ASSERT(same_bits(lane[j], found[j]));
    }
  }
  const std::vector<Long> start(x.start.begin(), x.start.end());
  const Evaluated here = evaluate(x, start);
  RC_PRE(here.finite() && conditioning(w, here.values) <= kWellConditioned);
  const auto sizes = backward(x, w, true), back = backward(x, w, false);
  for (const Instruction& in : x.code)
    RC_LOG() << in.out << " = op " << static_cast<int>(in.op) << " (" << in.a << ' ' << in.b << ' ' << in.c
             << ") = " << w[in.out] << '\n';
  int compared = 0;
  for (std::uint32_t j = 0; j < kInputs; ++j) {
    const auto estimate = difference(x, here, sizes, j);
    if (!estimate || !std::isfinite(sizes[j]) || !tells(*estimate, sizes[j])) continue;
    RC_LOG() << "input " << j << ": " << found[j] << ", backward " << back[j] << ", difference " << estimate->value
             << " +- " << estimate->error << ", size " << sizes[j] << '\n';
    RC_ASSERT(agrees(found[j], *estimate, sizes[j]));
    RC_ASSERT(agrees(back[j], *estimate, sizes[j]));
    // What no input moves compares 0 with 0.
    compared += sizes[j] > 0 ? 1 : 0;
  }
  RC_PRE(compared > 0);
}

TEST(ExpressionDerivatives, OneThatIsWrongInTheSeventhDigitIsFound) {
  int told = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    const Expression x = random_expression(seed, 10);
    std::vector<double> w;
    const auto found = forward(numeric::best_tier(), x, w);
    const Evaluated here = evaluate(x, {x.start.begin(), x.start.end()});
    if (!here.finite() || !(conditioning(w, here.values) <= kWellConditioned)) continue;
    const auto sizes = backward(x, w, true);
    for (std::uint32_t j = 0; j < kInputs; ++j) {
      const auto estimate = difference(x, here, sizes, j);
      if (!estimate || !(sizes[j] > 0) || !tells(*estimate, sizes[j])) continue;
      ++told;
      EXPECT_TRUE(agrees(found[j], *estimate, sizes[j])) << seed;
      EXPECT_FALSE(agrees(found[j] + 2e-7 * sizes[j], *estimate, sizes[j])) << seed;
    }
  }
  EXPECT_GT(told, 300);
}

TEST(ExpressionDerivatives, OfAChoiceAreThoseOfWhatIsTakenWhateverTheOtherSideIs) {
  // min(x / y, z), max(-(x / y), z) and the like at y = 0, where x / y is infinite and its derivatives are not numbers.
  for (const Op op : {Op::min, Op::max, Op::select})
    for (const bool swapped : {false, true}) {
      Expression x{{2, 0, 0.5, op == Op::select && swapped ? 1.0 : 0.0, 0, 0, 0}, {}, {}, 7};
      const std::uint32_t infinite = op == Op::max ? 8 : 7, a = swapped ? 2 : infinite, b = swapped ? infinite : 2;
      x.code = {{Op::divide, 7, 0, 1, 0}, {Op::negate, 8, 7, 7, 7}, {op, 9, a, b, 0}};
      const auto row = [](std::uint32_t slot) { return slot == 2 ? 3U : slot - 3; };
      x.rows = {{4, 1, 2, 0}, {5, 4, 0, 0}, {6, row(a), row(b), 0}};
      if (op == Op::select) {
        x.code[2] = {op, 9, 3, a, b};  // by a constant: 0 takes the second, 1 the first
        x.rows[2] = {6, 0, row(a), row(b)};
      }
      std::vector<double> w;
      for (const numeric::Tier tier : numeric::tiers()) {
        const auto found = forward(tier, x, w), lane = in_lane(tier, x, 0);
        EXPECT_EQ(w[9], 0.5);
        for (std::size_t j = 0; j < kInputs; ++j) {
          EXPECT_EQ(found[j], j == 2 ? 1 : 0);
          EXPECT_EQ(lane[j], j == 2 ? 1 : 0);
        }
      }
      Segment segment;
      segment.torn.resize(kInputs);
      segment.loop = x.code;
      segment.gradients = x.rows;
      segment.gradient_rows = x.row_count;
      SparseGradients gradients(segment);
      gradients.run(w.data());
      for (std::size_t k = 0; k < gradients.columns(6).size(); ++k)
        EXPECT_EQ(gradients.values(6)[k], gradients.columns(6)[k] == 2 ? 1 : 0);
    }
}

TEST(ExpressionDerivatives, EveryOperationIsAmongThoseCompared) {
  std::array<int, std::size(kAll)> met{};
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    const Expression x = random_expression(seed, 1 + static_cast<int>(seed % 12));
    std::vector<double> w;
    static_cast<void>(forward(numeric::best_tier(), x, w));
    const Evaluated here = evaluate(x, {x.start.begin(), x.start.end()});
    if (!here.finite() || !(conditioning(w, here.values) <= kWellConditioned)) continue;
    for (std::size_t k = 0; k < std::size(kAll); ++k)
      for (const Instruction& in : x.code) met[k] += in.op == kAll[k] ? 1 : 0;
  }
  for (std::size_t k = 0; k < std::size(kAll); ++k) EXPECT_GT(met[k], 100) << static_cast<int>(kAll[k]);
}

}  // namespace foreplan::scenario::detail
