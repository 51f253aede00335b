#include <benchmark/benchmark.h>
#include <foreplan/structure.hpp>

#include <string>
#include <vector>

namespace {

namespace structure = foreplan::structure;
using structure::Matrix;
using structure::SdaFactor;

/// Numbers in (0, 1) without a pattern that a product could cancel in; bench/decomposition_peer.py has the same.
Matrix numbers(std::size_t rows, std::size_t columns, std::size_t turn, double scale) {
  Matrix a = structure::filled_matrix(rows, columns);
  for (std::size_t c = 0; c < a.values.size(); ++c)
    a.values[c] = scale * (1 + static_cast<double>((c * 7919 + turn * 104'729) % 1009)) / 1010;
  return a;
}

/// diag(e) (I - A)^-1 B1 ... f, `count` factors of `n` sectors: emissions by sector.
std::vector<SdaFactor> by_sector(std::size_t count, std::size_t n) {
  const double mean = 1 / static_cast<double>(n);
  std::vector<SdaFactor> factors{{"e", numbers(1, n, 1, 1), numbers(1, n, 2, 1), structure::SdaKind::diagonal},
                                 {"A", numbers(n, n, 3, mean), numbers(n, n, 4, mean), structure::SdaKind::leontief}};
  for (std::size_t k = 2; k + 1 < count; ++k)
    factors.push_back({"B" + std::to_string(k), numbers(n, n, 2 * k + 1, mean), numbers(n, n, 2 * k + 2, mean)});
  factors.push_back({"f", numbers(n, 1, 2 * count, 1), numbers(n, 1, 2 * count + 1, 1)});
  return factors;
}

// The mean over all n! orders: n / 2 points of n products of n factors with a vector, and two inverses. Doubling the
// factors costs eight times as much, not the square.
void ShapleySda(benchmark::State& state) {
  const auto factors = by_sector(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)));
  for (auto _ : state) benchmark::DoNotOptimize(structure::structural_decomposition(factors));
}
BENCHMARK(ShapleySda)->Args({8, 100})->Args({16, 100})->Args({8, 400})->Unit(benchmark::kMillisecond);

// The same with f on a diagonal: every effect is a matrix of n x n, and the products are of matrices.
void ShapleySdaOfMatrices(benchmark::State& state) {
  auto factors = by_sector(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)));
  factors.back().kind = structure::SdaKind::diagonal;
  for (auto _ : state) benchmark::DoNotOptimize(structure::structural_decomposition(factors));
}
BENCHMARK(ShapleySdaOfMatrices)->Args({8, 100})->Unit(benchmark::kMillisecond);

// One logarithm a factor and sector: linear.
void Lmdi(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  const Matrix first = numbers(n, 3, 1, 1), last = numbers(n, 3, 2, 1);
  for (auto _ : state) benchmark::DoNotOptimize(structure::lmdi(first, last));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Lmdi)->Arg(100)->Arg(100'000);

}  // namespace
