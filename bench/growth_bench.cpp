#include <benchmark/benchmark.h>
#include <foreplan/growth.hpp>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace {

namespace fp = foreplan;
namespace growth = foreplan::growth;

// One log and one expm1: some 30 ns. Three times that for the corners of exact figures; for printed ones reading the
// ends of their intervals from decimal text dominates.
void CompoundRate(benchmark::State& state) {
  double last = 17600;
  for (auto _ : state) {
    benchmark::DoNotOptimize(last);
    benchmark::DoNotOptimize(growth::compound_rate(6513, last, 5));
  }
}
BENCHMARK(CompoundRate);

void RequiredGrowth(benchmark::State& state) {
  const fp::Rounded base = state.range(0) == 0 ? fp::Rounded(6513) : fp::Rounded("6513");
  for (auto _ : state) benchmark::DoNotOptimize(growth::required_growth(base, 17600, 5));
}
BENCHMARK(RequiredGrowth)->ArgName("printed")->Arg(0)->Arg(1);

std::vector<double> levels(std::int64_t n) {
  std::vector<double> y;
  for (std::int64_t t = 0; t < n; ++t) y.push_back(100 + static_cast<double>(t % 17));
  return y;
}

// One log a level: levels per second stay flat.
void LeastSquaresRate(benchmark::State& state) {
  const auto y = levels(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(growth::least_squares_rate(y));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(LeastSquaresRate)->RangeMultiplier(16)->Range(8, 8 << 8);

// The least mean rate is searched for in a hundred sweeps of two square roots a level, so about a hundred times as
// dear.
void ArithmeticMeanRateOfPrinted(benchmark::State& state) {
  std::vector<fp::Rounded> y;
  for (const double x : levels(state.range(0))) y.emplace_back(x, 0);
  for (auto _ : state) benchmark::DoNotOptimize(growth::arithmetic_mean_rate(y));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(ArithmeticMeanRateOfPrinted)->RangeMultiplier(16)->Range(8, 8 << 8);

// A handful of divisions a part: linear.
void ContributionsOfExact(benchmark::State& state) {
  const auto y = levels(state.range(0));
  const std::vector<fp::Rounded> first(y.begin(), y.end()), last(y.rbegin(), y.rend());
  for (auto _ : state) benchmark::DoNotOptimize(growth::contributions(first, last));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(ContributionsOfExact)->RangeMultiplier(16)->Range(8, 8 << 8);

// Index numbers --------------------------------------------------------------------------------------

fp::Frame many_items(std::size_t items, double phase, const fp::Unit& unit) {
  std::vector<fp::Series> series;
  for (std::size_t i = 0; i < items; ++i) {
    series.push_back({"item " + std::to_string(i), fp::Period::month(2015, 1), unit, {}});
    for (std::size_t t = 0; t < 60; ++t)
      series.back().values.push_back(2 + std::sin(phase + 0.7 * static_cast<double>(i) + 0.1 * static_cast<double>(t)));
  }
  return fp::Frame(series);
}

// Two products an item for each of 59 links, after one checked copy of both frames: cells per second halve
// once the rows leave the first cache and stay near that. Tornqvist adds a logarithm a cell.
void ChainedIndex(benchmark::State& state, growth::IndexFormula formula) {
  const auto items = static_cast<std::size_t>(state.range(0));
  const fp::Frame prices = many_items(items, 0, fp::Unit::money("VND", 0, fp::PriceBasis::current()));
  const fp::Frame quantities = many_items(items, 2, fp::Unit::physical("t"));
  for (auto _ : state)
    benchmark::DoNotOptimize(
        growth::price_index(prices, quantities, formula, growth::Linking::chained, fp::Period::month(2015, 1)));
  state.SetItemsProcessed(state.iterations() * state.range(0) * 60);
}
BENCHMARK_CAPTURE(ChainedIndex, Fisher, growth::IndexFormula::fisher)->Arg(16)->Arg(256)->Arg(4096);
BENCHMARK_CAPTURE(ChainedIndex, Tornqvist, growth::IndexFormula::tornqvist)->Arg(16)->Arg(256)->Arg(4096);

// Two medians of ten a period: periods per second stay flat.
void LevelBreaks(benchmark::State& state) {
  fp::Series levels{"x", fp::Period::day(1990, 1, 1), {}, {1}};
  for (std::int64_t t = 1; t < state.range(0); ++t)
    levels.values.push_back(levels.values.back() * (1 + 0.01 * std::sin(static_cast<double>(t * t))));
  for (auto _ : state) benchmark::DoNotOptimize(growth::level_breaks(levels));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(LevelBreaks)->Arg(64)->Arg(1024)->Arg(16384);

// Trends and cycles; bench/trends_peer.py runs statsmodels beside them ---------------------------------------

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

}  // namespace
