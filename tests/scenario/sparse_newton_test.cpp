#include "scenario/sparse_newton.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "large_block.hpp"
#include "scenario/newton.hpp"
#include "scenario/sparse_gradients.hpp"

namespace foreplan::scenario::detail {
namespace {

using foreplan::testing::all_torn_block;
using foreplan::testing::large_block;

/// Slots before the loop: the constants, and every torn variable at `start`.
std::vector<double> begun(const Stage& stage, double start) {
  std::vector<double> w(stage.slots);
  for (const auto& [slot, value] : stage.constants) w[slot] = value;
  machine().values(stage.segments.front().code.data(), stage.segments.front().code.size(), w.data());
  for (const Torn& torn : stage.segments.front().torn) w[torn.slot] = start;
  return w;
}

}  // namespace

TEST(SparseGradients, AreTheDenseOnes) {
  const Model model = large_block(150);
  const auto program = all_torn_block(model);
  const Stage& stage = program->stages.front();
  const Segment& segment = stage.segments.front();
  std::vector<double> w = begun(stage, 0.4), v = w;
  SparseGradients sparse_ones(segment);
  sparse_ones.run(w.data());
  TornScratch scratch;
  const std::size_t columns = differentiate(segment, v.data(), scratch);
  EXPECT_EQ(w, v);
  std::size_t entries = 0;
  for (const std::uint32_t row : segment.residual_rows) {
    std::vector<double> spread(columns);
    for (std::size_t k = 0; k < sparse_ones.columns(row).size(); ++k)
      spread[sparse_ones.columns(row)[k]] = sparse_ones.values(row)[k];
    for (std::size_t j = 0; j < columns; ++j) EXPECT_EQ(spread[j], scratch.gradients[row * columns + j]);
    entries += sparse_ones.columns(row).size();
  }
  EXPECT_LE(entries, 150U * 5U) << "only what the equations hold";
  EXPECT_TRUE(sparse(segment));
}

TEST(SparseNewton, SolvesTwoThousandEquationsTogether) {
  const auto run = solve(large_block(2000), {"base", Frame()}, {2020, 2020}, {.method = SolveMethod::full_block});
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  EXPECT_LT(largest_residual(run), 1e-11);
}

TEST(SparseNewton, EndsWhereTheTornBlockDoes) {
  const Model model = large_block(400);
  const auto full = solve(model, {"base", Frame()}, {2020, 2020}, {.method = SolveMethod::full_block});
  const auto torn = solve(model, {"base", Frame()}, {2020, 2020}, {.method = SolveMethod::torn});
  ASSERT_TRUE(full.usable() && torn.usable());
  for (const ModelVariable& v : model.variables())
    EXPECT_NEAR(full.at(v.name, 2020), torn.at(v.name, 2020), 1e-9) << v.name;
}

TEST(SparseNewton, EndsWhereDenseNewtonOnTheSameUnknownsDoes) {
  const Model model = large_block(200);
  const auto program = all_torn_block(model);
  const Stage& stage = program->stages.front();
  std::vector<double> w = begun(stage, 1), v = w;
  SolveWork work;
  EXPECT_EQ(solve_sparse(stage.segments.front(), w.data(), {}, work), Stop::converged);
  TornState state;
  TornScratch scratch;
  EXPECT_EQ(solve_torn(stage.segments.front(), v.data(), state, scratch, {}, work), Stop::converged);
  for (const Store& store : stage.segments.front().stores) EXPECT_NEAR(w[store.slot], v[store.slot], 1e-10);
}

TEST(SparseNewton, DampsTheStepAndSaysWhyItStops) {
  SparseSystem system;
  double at = 0;
  SolveWork work;
  // x / sqrt(1 + x^2) = 0 from 3, where whole Newton steps diverge.
  system.residuals = [&](std::span<const double> x, std::span<double> r) {
    at = x[0];
    r[0] = at / std::sqrt(1 + at * at);
    return true;
  };
  system.derivatives = [&](std::vector<SparseEntry>& entries) {
    entries.push_back({0, 0, std::pow(1 + at * at, -1.5)});
  };
  std::vector<double> x{3};
  EXPECT_EQ(solve_sparse(system, x, {}, work), Stop::converged);
  EXPECT_NEAR(x[0], 0, 1e-10);
  // x^2 + 1 = 0 has no solution.
  system.residuals = [&](std::span<const double> y, std::span<double> r) {
    at = y[0];
    r[0] = at * at + 1;
    return true;
  };
  system.derivatives = [&](std::vector<SparseEntry>& entries) { entries.push_back({0, 0, 2 * at}); };
  x[0] = 1;
  EXPECT_NE(solve_sparse(system, x, {}, work), Stop::converged);
  EXPECT_TRUE(std::isfinite(x[0]));
  x[0] = 0;
  EXPECT_EQ(solve_sparse(system, x, {}, work), Stop::singular);
}

}  // namespace foreplan::scenario::detail
