#include <benchmark/benchmark.h>
#include <foreplan/structure/extraction.hpp>
#include <foreplan/structure/leontief.hpp>

#include <Eigen/LU>
#include <cstdint>
#include <string>
#include <vector>

#include "numeric/dispatch.hpp"
#include "numeric/lu.hpp"

namespace {

namespace numeric = foreplan::numeric;
namespace structure = foreplan::structure;

/// A hash of the place: coefficients without a pattern that elimination could profit from.
double scatter(std::uint64_t i) {
  i = (i ^ (i >> 31)) * 0x9e3779b97f4a7c15;
  i = (i ^ (i >> 29)) * 0xbf58476d1ce4e5b9;
  return static_cast<double>((i ^ (i >> 32)) >> 11) * 0x1p-53;
}

/// Every sector buys from every sector, half of its output in all.
structure::Matrix dense_coefficients(std::size_t n) {
  structure::Matrix a = structure::filled_matrix(n, n);
  for (std::size_t i = 0; i < a.values.size(); ++i) a.values[i] = scatter(i + 1) / static_cast<double>(n);
  return a;
}

// 2/3 n^3 operations: eight times as long for twice the sectors, once blocks outgrow the first cache. Tiers by
// register width: 2 and 4 times as fast as the baseline at most.
void Factor(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  const auto tier = static_cast<numeric::Tier>(state.range(1));
  if (tier > numeric::best_tier()) return state.SkipWithError("not on this machine");
  std::vector<double> a = dense_coefficients(n).values;
  for (std::size_t k = 0; k < a.size(); ++k) a[k] = (k % (n + 1) == 0 ? 1 : 0) - a[k];
  for (auto _ : state) benchmark::DoNotOptimize(numeric::lu_factor(a, n, tier));
}
BENCHMARK(Factor)->Unit(benchmark::kMillisecond)->ArgNames({"sectors", "tier"})->ArgsProduct({{250, 1000}, {0, 1, 2}});

// Beside it: Eigen as this library builds it, without the machine's own instructions.
void FactorByEigen(benchmark::State& state) {
  const auto n = static_cast<Eigen::Index>(state.range(0));
  Eigen::MatrixXd a =
      Eigen::Map<const Eigen::MatrixXd>(dense_coefficients(static_cast<std::size_t>(n)).values.data(), n, n);
  a = Eigen::MatrixXd::Identity(n, n) - a;
  for (auto _ : state) benchmark::DoNotOptimize(Eigen::PartialPivLU<Eigen::MatrixXd>(a).matrixLU().sum());
}
BENCHMARK(FactorByEigen)->Unit(benchmark::kMillisecond)->Arg(1000);

// What somebody waits for who has coefficients and wants multipliers: checks, factors, the condition and one solution.
void Multipliers(benchmark::State& state) {
  const auto a = dense_coefficients(static_cast<std::size_t>(state.range(0)));
  const std::vector<double> ones(a.rows, 1);
  for (auto _ : state) benchmark::DoNotOptimize(structure::factor(a).solve_transposed(ones));
}
BENCHMARK(Multipliers)->Unit(benchmark::kMillisecond)->Arg(1000);

// The whole inverse: three times the operations of the factors on top of them.
void Inverse(benchmark::State& state) {
  const auto a = dense_coefficients(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(structure::factor(a).inverse());
}
BENCHMARK(Inverse)->Unit(benchmark::kMillisecond)->Arg(1000);

// Every sector taken out in turn: one inverse and n passes over n numbers, not n factorisations, so that it costs what
// the inverse does and a little more.
void ExtractEach(benchmark::State& state) {
  structure::InputOutputTable table;
  const auto n = static_cast<std::size_t>(state.range(0));
  table.flows = dense_coefficients(n);
  table.output.assign(n, 1);
  for (std::size_t i = 0; i < n; ++i) table.sectors.push_back("s" + std::to_string(i));
  for (auto _ : state) benchmark::DoNotOptimize(structure::extract_each(table, structure::Extraction::sector));
}
BENCHMARK(ExtractEach)->Unit(benchmark::kMillisecond)->Arg(1000);

/// Every sector buys from a hundredth of them, in all `spent` of its output.
structure::SparseMatrix sparse_coefficients(std::size_t n, double spent) {
  std::vector<structure::Cell> cells;
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t k = 0; k < n / 100; ++k) {
      const auto i = static_cast<std::size_t>(scatter(j * n + k + 1) * static_cast<double>(n));
      cells.push_back({i, j, spent * 100 / static_cast<double>(n)});
    }
  return structure::sparse_matrix(n, n, cells);
}

// One iteration passes over the cells one and a half times; their number falls with what sectors leave over. Prepared
// and solved; the residual is that of the solution.
void SparseMultipliers(benchmark::State& state) {
  const auto a =
      sparse_coefficients(static_cast<std::size_t>(state.range(0)), static_cast<double>(state.range(1)) / 1000);
  const std::vector<double> ones(a.rows, 1);
  structure::SystemSolution x;
  for (auto _ : state) x = structure::factor(a).solve_transposed(ones);
  state.counters["residual"] = x.residual;
  state.counters["iterations"] = static_cast<double>(x.iterations);
}
BENCHMARK(SparseMultipliers)
    ->Unit(benchmark::kMillisecond)
    ->ArgNames({"sectors", "spent"})
    ->ArgsProduct({{10000}, {500, 900, 999}});

}  // namespace
