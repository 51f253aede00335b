#include <benchmark/benchmark.h>
#include <foreplan/structure/balancing.hpp>
#include <foreplan/structure/constrained_balancing.hpp>
#include <foreplan/structure/cross_entropy.hpp>
#include <foreplan/structure/rounding.hpp>

#include <cmath>
#include <cstdint>
#include <vector>

namespace {

namespace structure = foreplan::structure;
using structure::Matrix;

/// Cells between 0.5 and 1.5 in no order, one in `every` of them kept; balancing_peer.py makes the same ones.
Matrix table(std::int64_t n, std::int64_t every) {
  Matrix a = structure::filled_matrix(static_cast<std::size_t>(n), static_cast<std::size_t>(n));
  std::uint64_t state = 1;
  for (double& x : a.values) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const double u = static_cast<double>(state >> 40) * 0x1p-24;
    x = (state >> 20) % static_cast<std::uint64_t>(every) == 0 ? 0.5 + u : 0;
  }
  return a;
}

/// Margins that the table has when row i is worth 1 + i % 7 and column j 1 + j % 11, cell (i, j) 1 + (i + 2 j) % 5.
Matrix grown(const Matrix& a) {
  Matrix b = a;
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.columns; ++j)
      b(i, j) *= static_cast<double>((1 + i % 7) * (1 + j % 11) * (1 + (i + 2 * j) % 5));
  return b;
}

// An iteration reads every cell twice, the second time from the nearest cache: bound by memory from about 1,000 x 1,000
// on. Four iterations; checks, the copy and its margins are worth about as much.
void Ras(benchmark::State& state) {
  const Matrix a = table(state.range(0), 1), b = grown(a);
  const std::vector<double> u = row_sums(b), v = column_sums(b);
  int iterations = 0;
  for (auto _ : state) {
    const auto balanced = structure::ras(a, u, v);
    if (!balanced.usable()) state.SkipWithError("not balanced");
    iterations = balanced.iterations;
    benchmark::DoNotOptimize(balanced.table.values.data());
  }
  state.counters["iterations"] = iterations;
}
BENCHMARK(Ras)->Arg(20)->Arg(200)->Arg(2000)->Unit(benchmark::kMillisecond);

// One cell in a hundred: time by the cells that are there.
void RasSparse(benchmark::State& state) {
  const Matrix a = table(state.range(0), 100), b = grown(a);
  const std::vector<double> u = row_sums(b), v = column_sums(b);
  const structure::SparseMatrix cells = sparse(a);
  for (auto _ : state) {
    const auto balanced = structure::ras(cells, u, v);
    if (!balanced.usable()) state.SkipWithError("not balanced");
    benchmark::DoNotOptimize(balanced.table.values.data());
  }
}
BENCHMARK(RasSparse)->Arg(2000)->Unit(benchmark::kMillisecond);

// A maximum flow through a table with one zero in two cells, and the search for cells that vanish.
void DiagnoseMargins(benchmark::State& state) {
  const Matrix a = table(state.range(0), 2), b = grown(a);
  const structure::SparseMatrix cells = sparse(a);
  const std::vector<double> u = row_sums(b), v = column_sums(b);
  for (auto _ : state) benchmark::DoNotOptimize(structure::diagnose_margins(cells, u, v));
}
BENCHMARK(DiagnoseMargins)->Arg(200)->Arg(2000)->Unit(benchmark::kMillisecond);

// Paths grow as n^1.5 and each looks at some rows and columns: a little over n^3.
void ControlledRounding(benchmark::State& state) {
  const Matrix a = table(state.range(0), 1);
  for (auto _ : state) benchmark::DoNotOptimize(structure::controlled_rounding(a, {.unit = 0.1}));
}
BENCHMARK(ControlledRounding)->Arg(20)->Arg(200)->Unit(benchmark::kMillisecond);

// Margins of a square table, each 2 n of them stated twice with a standard error: a factorisation of 4 n unknowns an
// iteration, so that time grows as n^3 once that outweighs the n^2 cells.
void Kras(benchmark::State& state) {
  const Matrix a = table(state.range(0), 1), b = grown(a);
  const std::vector<double> u = row_sums(b), v = column_sums(b);
  std::vector<structure::CellConstraint> constraints;
  for (std::size_t i = 0; i < a.rows; ++i)
    for (const double off : {0.99, 1.02}) {
      constraints.push_back(structure::row_constraint(a, i, u[i] * off, 0.01 * u[i]));
      constraints.push_back(structure::column_constraint(a, i, v[i] * off, 0.02 * v[i]));
    }
  int iterations = 0;
  for (auto _ : state) {
    const auto balanced = structure::kras(a, constraints);
    if (!balanced.usable()) state.SkipWithError("not balanced");
    iterations = balanced.iterations;
  }
  state.counters["iterations"] = iterations;
}
BENCHMARK(Kras)->Arg(10)->Arg(100)->Unit(benchmark::kMillisecond);

// A factorisation of n unknowns and n^2 exponentials an iteration.
void CrossEntropy(benchmark::State& state) {
  const Matrix a = table(state.range(0), 3);
  const bool errors = state.range(1) != 0;
  std::vector<double> standard_errors;
  if (errors) standard_errors.assign(a.rows, 0.05 * static_cast<double>(a.rows));
  int iterations = 0;
  for (auto _ : state) {
    const auto balanced = structure::balance_cross_entropy(a, {.standard_errors = standard_errors});
    if (!balanced.usable()) state.SkipWithError("not balanced");
    iterations = errors ? balanced.error_iterations : balanced.iterations;
  }
  state.counters["iterations"] = iterations;
}
BENCHMARK(CrossEntropy)
    ->ArgNames({"accounts", "errors"})
    ->ArgsProduct({{20, 200}, {0, 1}})
    ->Unit(benchmark::kMillisecond);

}  // namespace
