#include <foreplan/stats/shapley.hpp>
#include <foreplan/structure/structural_decomposition.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <vector>

#include "reference_table.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

Matrix scaled(Matrix a, double factor) {
  for (double& x : a.values) x *= factor;
  return a;
}
SdaFactor coefficients(const Matrix& first, const Matrix& last) { return {"A", first, last, SdaKind::leontief}; }

const Matrix kA0 = scaled(matrix({{10, 20, 5}, {15, 5, 30}, {30, 10, 5}}), 0.01),
             kA1 = scaled(matrix({{12, 15, 7}, {14, 11, 20}, {36, 8, 8}}), 0.01),
             kB0 = scaled(matrix({{3, 5}, {2, 1}, {5, 4}}), 0.1), kB1 = scaled(matrix({{2, 6}, {4, 1}, {4, 3}}), 0.1);
const std::vector<double> kE0{0.5, 1.75, 3}, kE1{0.4, 1.5, 3.25};
const std::vector<SdaFactor> kScalar{sda_row("e", kE0, kE1),
                                     coefficients(kA0, kA1),
                                     {"B", kB0, kB1},
                                     sda_column("f", {40, 60}, {55, 62}),
                                     sda_column("g", {0.8}, {0.9})};
const std::vector<SdaFactor> kSector{
    sda_diagonal("e", kE0, kE1), coefficients(kA0, kA1), {"B", kB0, kB1}, sda_column("f", {40, 60}, {55, 62})};

void expect_reference(const std::string& name, const Sda& got) {
  static const auto table = reference::values("structural_decomposition.txt");
  ASSERT_TRUE(got.usable()) << to_string(got.stop);
  const std::string method = got.method == SdaMethod::shapley ? " shapley " : " polar ";
  for (std::size_t k = 0; k < got.effects.size(); ++k) {
    const Matrix& effect = got.effects[k].values;
    double total = 0;
    for (std::size_t i = 0; i < effect.rows; ++i)
      for (std::size_t j = 0; j < effect.columns; ++j) {
        const double expected =
            table.at(name + method + std::to_string(k) + " " + std::to_string(i) + " " + std::to_string(j));
        EXPECT_NEAR(effect(i, j), expected, 1e-14 * (1 + std::abs(got.first(i, j)))) << k << ", " << i;
        total += expected;
      }
    EXPECT_NEAR(got.effects[k].total, total, 1e-12);
  }
}

// All n! orders in fractions.
TEST(SdaByOrders, AgreesWithTheEnumeration) {
  for (const SdaMethod method : {SdaMethod::shapley, SdaMethod::polar_average}) {
    expect_reference("scalar", structural_decomposition(kScalar, {.method = method}));
    expect_reference("sector", structural_decomposition(kSector, {.method = method}));
  }
}

TEST(SdaByOrders, AgreesForTwoFactorsInBothMeans) {
  const Matrix z0 = matrix({{10, 20, 25}, {15, 5, 30}, {30, 40, 5}}),
               z1 = matrix({{12, 15, 35}, {24, 11, 30}, {36, 50, 8}});
  const std::vector<double> f0{45, 30, 25}, f1{50, 35, 26};
  const auto shares = [](Matrix z, const std::vector<double>& f) {
    const std::vector<double> sums = row_sums(z);
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 3; ++j) z(i, j) /= sums[j] + f[j];
    return z;
  };
  const std::vector<SdaFactor> factors{coefficients(shares(z0, f0), shares(z1, f1)), sda_column("f", f0, f1)};
  const Sda shapley = structural_decomposition(factors);
  expect_reference("two", shapley);
  expect_reference("two", structural_decomposition(factors, {.method = SdaMethod::polar_average}));
  EXPECT_NEAR(shapley.first(0, 0), 100, 1e-12);
  EXPECT_NEAR(shapley.change(2, 0), 20, 1e-12);
}

TEST(SdaRange, AgreesWithTheEnumeration) {
  const auto table = reference::values("structural_decomposition.txt");
  for (const std::string name : {"scalar", "sector"}) {
    const Sda d = structural_decomposition(name == "scalar" ? kScalar : kSector, {.range = true});
    for (std::size_t k = 0; k < d.effects.size(); ++k) {
      EXPECT_NEAR(d.effects[k].lowest, table.at(name + " lowest " + std::to_string(k)), 1e-12);
      EXPECT_NEAR(d.effects[k].highest, table.at(name + " highest " + std::to_string(k)), 1e-12);
      EXPECT_LT(d.effects[k].lowest, d.effects[k].total);
      EXPECT_GT(d.effects[k].highest, d.effects[k].total);
    }
  }
  EXPECT_TRUE(std::isnan(structural_decomposition(kScalar).effects[0].lowest));
}

// Only one coefficient moves: all of the effect is its own.
TEST(SdaByCoefficient, FindsTheOneThatMoved) {
  Matrix later = kA0;
  later(1, 2) = 0.4;
  for (const bool turned : {false, true}) {
    std::vector<SdaFactor> factors{
        sda_row("e", kE0, kE1), coefficients(kA0, later), {"B", kB0, kB1}, sda_column("f", {40, 60}, {55, 62})};
    if (turned) factors[0].kind = SdaKind::diagonal;  // y is a column: the product is formed from its end
    const Sda d = structural_decomposition(factors);
    ASSERT_EQ(d.effects[1].coefficients.rows, 3u);
    EXPECT_NEAR(d.effects[1].coefficients(1, 2), d.effects[1].total, 1e-12);
    EXPECT_EQ(d.effects[1].coefficients(2, 1), 0);
    EXPECT_TRUE(d.effects[0].coefficients.values.empty());
  }
}

// Each coefficient in turn by itself, to first order.
TEST(SdaByCoefficient, AgreesWithSmallSteps) {
  constexpr double kStep = 1e-7;
  Matrix later = kA0;
  for (double& a : later.values) a += kStep;
  std::vector<SdaFactor> factors{
      sda_diagonal("e", kE0, kE0), coefficients(kA0, later), {"B", kB0, kB0}, sda_column("f", {40, 60}, {40, 60})};
  const Matrix together = structural_decomposition(factors).effects[1].coefficients;
  for (std::size_t c = 0; c < 9; ++c) {
    factors[1].last = kA0;
    factors[1].last.values[c] += kStep;
    EXPECT_NEAR(together.values[c] / structural_decomposition(factors).effects[1].total, 1, 1e-5) << c;
  }
}

TEST(SdaExecution, GivesTheSameBitsAndStops) {
  for (const SdaMethod method : {SdaMethod::shapley, SdaMethod::mirror_pairs}) {
    SdaOptions options{.method = method, .pairs = 3};
    const Sda alone = structural_decomposition(kSector, options);
    options.execution.threads = 4;
    EXPECT_EQ(structural_decomposition(kSector, options), alone);
    std::size_t told = 0;
    options.execution.progress = [&](std::size_t done, std::size_t) {
      told = done;
      return done < 2;
    };
    if (method == SdaMethod::mirror_pairs) {
      EXPECT_THROW((void)structural_decomposition(kSector, options), Cancelled);
      EXPECT_EQ(told, 2u);
    }
    options.execution.progress = nullptr;
    options.execution.cancel.cancel();
    EXPECT_THROW((void)structural_decomposition(kSector, options), Cancelled);
  }
}

TEST(SdaByOrders, IsTheSameFromEitherEnd) {
  std::vector<SdaFactor> turned{kSector.rbegin(), kSector.rend()};
  for (SdaFactor& f : turned) {
    f.first = transposed(f.first);
    f.last = transposed(f.last);
  }
  const Sda a = structural_decomposition(kSector), b = structural_decomposition(turned);
  ASSERT_EQ(b.first.rows, 1u);
  for (std::size_t k = 0; k < 4; ++k)
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(a.effects[k].values(i, 0), b.effects[3 - k].values(0, i), 1e-12);
}

struct Chain {
  std::vector<SdaFactor> factors{};
};
/// Matrices, diagonals and inverses one after another, of 1 to 5 rows; now and then a factor that does not move.
Chain any_chain() {
  Chain chain;
  const auto count = *rc::gen::inRange<std::size_t>(1, 8);
  std::size_t rows = *rc::gen::inRange<std::size_t>(1, 6);
  for (std::size_t k = 0; k < count; ++k) {
    const auto kind = static_cast<SdaKind>(*rc::gen::inRange(0, 3));
    const std::size_t columns = kind == SdaKind::matrix ? *rc::gen::inRange<std::size_t>(1, 6) : rows;
    const auto draw = [&] {
      Matrix a = filled_matrix(kind == SdaKind::diagonal ? 1 : rows, columns);
      for (double& x : a.values)
        x = *rc::gen::inRange(kind == SdaKind::leontief ? 0 : -1000, 1001) /
            (kind == SdaKind::leontief ? 1001.0 * static_cast<double>(rows) : 500.0);
      return a;
    };
    SdaFactor f{"f" + std::to_string(k), draw(), draw(), kind};
    if (*rc::gen::inRange(0, 6) == 0) f.last = f.first;
    chain.factors.push_back(f);
    rows = columns;
  }
  return chain;
}

/// Sizes that the sums are formed from: what products of absolute values give.
double scale_of(const Sda& d) {
  double size = 1;
  for (const Matrix* m : {&d.first, &d.last})
    for (const double x : m->values) size = std::max(size, std::abs(x));
  for (const SdaEffect& e : d.effects)
    for (const double x : e.values.values) size = std::max(size, std::abs(x));
  return size;
}

TEST(SdaProperties, EffectsAddUpToTheChange) {
  EXPECT_TRUE(rc::check("no residual", [] {
    const Chain chain = any_chain();
    for (const SdaMethod method : {SdaMethod::shapley, SdaMethod::polar_average, SdaMethod::mirror_pairs}) {
      const Sda d = structural_decomposition(chain.factors, {.method = method, .pairs = 3});
      RC_PRE(d.usable());
      for (std::size_t c = 0; c < d.change.values.size(); ++c) {
        double sum = 0;
        for (const SdaEffect& e : d.effects) sum += e.values.values[c];
        RC_ASSERT(std::abs(sum - d.change.values[c]) <= 1e-12 * scale_of(d));
      }
      for (const SdaEffect& e : d.effects) {
        double sum = 0, size = 1;
        for (const double x : e.coefficients.values) sum += x, size += std::abs(x);
        RC_ASSERT(e.coefficients.values.empty() || std::abs(sum - e.total) <= 1e-11 * std::max(size, scale_of(d)));
      }
      for (std::size_t k = 0; k < chain.factors.size(); ++k)
        if (chain.factors[k].first == chain.factors[k].last)
          for (const double x : d.effects[k].values.values) RC_ASSERT(x == 0);
    }
  }));
}

TEST(SdaProperties, ShapleyIsThatOfTheCoalitions) {
  EXPECT_TRUE(rc::check("the walk through the coalitions", [] {
    const std::vector<SdaFactor> factors = any_chain().factors;
    const Sda d = structural_decomposition(factors);
    RC_PRE(d.usable());
    std::vector<double> worth;
    for (std::size_t s = 0; s < std::size_t{1} << factors.size(); ++s) {
      std::vector<SdaFactor> moved = factors;
      for (std::size_t k = 0; k < factors.size(); ++k)
        moved[k].first = (s >> k & 1) != 0 ? factors[k].last : factors[k].first;
      const Matrix y = structural_decomposition(moved, {.method = SdaMethod::polar_average}).first;
      worth.insert(worth.end(), y.values.begin(), y.values.end());
    }
    const std::size_t outputs = d.first.values.size();
    const std::vector<double> expected = stats::shapley_values(factors.size(), worth, outputs);
    for (std::size_t k = 0; k < factors.size(); ++k)
      for (std::size_t c = 0; c < outputs; ++c)
        RC_ASSERT(std::abs(d.effects[k].values.values[c] - expected[k * outputs + c]) <= 1e-11 * scale_of(d));
  }));
}

TEST(SdaProperties, FactorsThatDoTheSameGetTheSame) {
  EXPECT_TRUE(rc::check("symmetry", [] {
    const auto number = [] { return *rc::gen::inRange(1, 1000) / 100.0; };
    const double a0 = number(), a1 = number(), b0 = number(), b1 = number();
    // Numbers commute: the names may stand in any order, and equal factors have equal effects.
    const auto one = [](const char* name, double x, double y) { return sda_row(name, {x}, {y}); };
    const Sda d = structural_decomposition({one("a", a0, a1), one("b", b0, b1), one("c", a0, a1)}),
              e = structural_decomposition({one("b", b0, b1), one("c", a0, a1), one("a", a0, a1)});
    RC_ASSERT(std::abs(d.effects[0].total - d.effects[2].total) <= 1e-12 * scale_of(d));
    RC_ASSERT(std::abs(d.effects[1].total - e.effects[0].total) <= 1e-12 * scale_of(d));
  }));
}

TEST(SdaProperties, MirrorPairsOfAllOrdersAreTheShapleyMean) {
  const Sda mean = structural_decomposition(kScalar),
            sample = structural_decomposition(kScalar, {.method = SdaMethod::mirror_pairs, .pairs = 20'000, .seed = 3});
  for (std::size_t k = 0; k < 5; ++k) EXPECT_NEAR(sample.effects[k].total, mean.effects[k].total, 0.02);
  EXPECT_NE(sample.effects[1].total, mean.effects[1].total);
  EXPECT_EQ(structural_decomposition(kScalar, {.method = SdaMethod::mirror_pairs, .pairs = 4, .seed = 3}),
            structural_decomposition(kScalar, {.method = SdaMethod::mirror_pairs, .pairs = 4, .seed = 3}));
}

TEST(SdaProperties, EffectsKeepTheirDigitsWhenHardlyAnythingMoves) {
  Matrix later = kA0;
  later(1, 2) += 1e-13;
  const Sda d = structural_decomposition(
      {sda_row("e", kE0, kE0), coefficients(kA0, later), sda_column("f", {1, 1, 1}, {1, 1, 1})});
  // e L0 at column 1 times dA times the row sum of L0 at row 2.
  const Sda left = structural_decomposition({sda_row("e", kE0, kE0), coefficients(kA0, kA0)}),
            right = structural_decomposition({coefficients(kA0, kA0), sda_column("f", {1, 1, 1}, {1, 1, 1})});
  const double expected = left.first(0, 1) * (later(1, 2) - kA0(1, 2)) * right.first(2, 0);
  EXPECT_NEAR(d.effects[1].total / expected, 1, 1e-10);
}

TEST(SdaOutcome, SaysWhichInverseIsMissing) {
  const Sda d = structural_decomposition(
      {coefficients(kA0, matrix({{1, 0, 0}, {0, 0, 0}, {0, 0, 0}})), sda_column("f", {1, 1, 1}, {1, 1, 1})});
  EXPECT_EQ(d.stop, Stop::singular);
  EXPECT_EQ(d.singular, "A, last");
  EXPECT_TRUE(d.effects.empty());
  EXPECT_EQ(structural_decomposition({sda_row("a", {1e200}, {1e300}), sda_row("b", {1e100}, {1e200})}).stop,
            Stop::not_finite);
}

TEST(SdaBadInput, IsRefusedWithPlace) {
  const auto of = [](std::vector<SdaFactor> f, SdaOptions o = {}) {
    return [=] { (void)structural_decomposition(f, o); };
  };
  const std::string name = "structure::structural_decomposition: ";
  const SdaFactor one = sda_row("a", {1}, {2});
  testing::expect_refused({
      {name + "factors must be 1 to 64; got 0", of({})},
      {name + "factors must be 1 to 64; got 65", of(std::vector<SdaFactor>(65, one))},
      {name + "a factor must be named once; got \"a\"", of({one, one})},
      {name + "factors must have names", of({sda_row("", {1}, {2})})},
      {name + "a factor must have one size in both periods, at least 1 x 1; got 1 x 1 and 1 x 2 in factor \"a\"",
       of({sda_row("a", {1}, {1, 2})})},
      {"got 1 x 0 and 1 x 0 in factor \"a\"", of({sda_row("a", {}, {})})},
      {name + "a factor must have as many rows as the one before has columns; got 1 x 2 and 3 x 1 for \"a\" and \"b\"",
       of({sda_row("a", {1, 2}, {1, 2}), sda_column("b", {1, 2, 3}, {1, 2, 3})})},
      {name + "coefficients must be square; got 2 x 1 in factor \"b\"",
       of({{"b", matrix({{1}, {2}}), matrix({{1}, {2}}), SdaKind::leontief}})},
      {name + "a diagonal must be one row or column; got 2 x 2 in factor \"b\"",
       of({{"b", matrix({{1, 2}, {2, 1}}), matrix({{1, 2}, {2, 1}}), SdaKind::diagonal}})},
      {name + "factors must be finite; got NaN in factor \"b\", last, row 1, column 0",
       of({sda_column("b", {1, 2}, {1, std::numeric_limits<double>::quiet_NaN()})})},
      {name + "pairs must be 1 to 10^6; got 0", of({one}, {.method = SdaMethod::mirror_pairs, .pairs = 0})},
      {name + "a range over the orders takes at most 16 factors; got 17",
       of(std::vector<SdaFactor>(17, one), {.range = true})},
      {"a matrix must have rows x columns values; got 1 for 2 x 2", of({{"b", {2, 2, {1}}, {2, 2, {1}}}})},
      {name + "cells of y", of({sda_column("a", std::vector<double>(40'000, 1), std::vector<double>(40'000, 1)),
                                sda_row("b", std::vector<double>(40'000, 1), std::vector<double>(40'000, 1))})},
  });
}

TEST(SdaNames, AreWords) {
  EXPECT_EQ(to_string(SdaKind::leontief), "leontief");
  EXPECT_EQ(to_string(SdaMethod::polar_average), "polar_average");
}

}  // namespace
}  // namespace foreplan::structure
