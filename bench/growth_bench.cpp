#include <benchmark/benchmark.h>
#include <foreplan/growth.hpp>

#include <cstdint>
#include <vector>

namespace {

namespace fp = foreplan;

// ---- Trends and cycles; bench/trends_peer.py runs statsmodels beside them ----

std::vector<double> random_walk(std::size_t n) {
  std::uint32_t state = 1;
  double level = 1e6;
  std::vector<double> y(n);
  for (double& v : y) {
    state = 1664525u * state + 1013904223u;
    v = level += static_cast<double>((state >> 16) % 2001) - 1000;
  }
  return y;
}

// Two passes whose steps wait for one another, some 16 cycles each: 12 ns a value with the memory of the results, for any
// length and lambda. The gains take a division a value until they settle, after some 50 lambda^(1/4) values.
void HodrickPrescott(benchmark::State& state) {
  const std::vector<double> y = random_walk(static_cast<std::size_t>(state.range(0)));
  const auto lambda = static_cast<double>(state.range(1));
  for (auto _ : state) benchmark::DoNotOptimize(fp::growth::hodrick_prescott(y, lambda));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(HodrickPrescott)
    ->Args({1'000, 1600})
    ->Args({1'000'000, 1600})
    ->Args({1'000'000, 10'000'000})
    ->Args({1'000'000, 10'000'000'000})
    ->Unit(benchmark::kMillisecond);

// n^2 multiplications and additions, two at a time in the baseline's vector lanes: four times as long for twice the
// values.
void ChristianoFitzgerald(benchmark::State& state) {
  const std::vector<double> y = random_walk(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state)
    benchmark::DoNotOptimize(fp::growth::christiano_fitzgerald(y, {6, 32}, fp::growth::Drift::removed));
}
BENCHMARK(ChristianoFitzgerald)->Arg(200)->Arg(5'000)->Arg(10'000)->Unit(benchmark::kMillisecond);

// Householder's reflections of n rows and 1 + lags columns: the pivots' column lengths and the reflections, O(n
// lags^2).
void Hamilton(benchmark::State& state) {
  const std::vector<double> y = random_walk(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(fp::growth::hamilton(y, fp::growth::kHamiltonQuarterly));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Hamilton)->Arg(200)->Arg(100'000)->Unit(benchmark::kMillisecond);

// ---- End of trends and cycles ----

}  // namespace
