#include <benchmark/benchmark.h>
#include <foreplan/forecast/decomposition.hpp>

#include <cmath>
#include <vector>

namespace {

namespace forecast = foreplan::forecast;

/// The series of stl_peer.py.
std::vector<double> monthly(std::int64_t n) {
  std::vector<double> y;
  for (std::int64_t t = 0; t < n; ++t) {
    const double x = static_cast<double>(t);
    y.push_back(100 + 0.1 * x + 10 * std::sin(x * 0.5235987755982988) + static_cast<double>((t * 37) % 11));
  }
  return y;
}

// Five iterations of 43 products a value, side by side in SIMD lanes where a window is whole: a millisecond or two.
void StatsmodelsDefaults(benchmark::State& state) {
  const auto y = monthly(state.range(0));
  const auto options = forecast::statsmodels_stl(12);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::decompose_stl(y, 12, options));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(StatsmodelsDefaults)->Arg(120)->Arg(10'000)->Unit(benchmark::kMicrosecond);

// Thirty-two iterations; all but the first two take five sums a value instead of one.
void StatsmodelsRobust(benchmark::State& state) {
  const auto y = monthly(state.range(0));
  const auto options = forecast::statsmodels_stl(12, 7, true);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::decompose_stl(y, 12, options));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(StatsmodelsRobust)->Arg(120)->Arg(10'000)->Unit(benchmark::kMicrosecond);

// Two iterations at every second or third place.
void RDefaults(benchmark::State& state) {
  const auto y = monthly(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(forecast::decompose_stl(y, 12));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(RDefaults)->Arg(120)->Arg(10'000)->Unit(benchmark::kMicrosecond);

}  // namespace
