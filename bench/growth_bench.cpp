#include <benchmark/benchmark.h>
#include <foreplan/growth.hpp>

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

}  // namespace
