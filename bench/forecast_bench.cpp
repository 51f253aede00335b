#include <benchmark/benchmark.h>
#include <foreplan/forecast.hpp>

#include <cmath>
#include <vector>

namespace {

namespace forecast = foreplan::forecast;

std::vector<double> monthly(std::int64_t n) {
  std::vector<double> y;
  for (std::int64_t t = 0; t < n; ++t) {
    const double x = static_cast<double>(t);
    y.push_back(100 + x + 10 * std::sin(x * 0.52) + static_cast<double>((t * 7) % 11));
  }
  return y;
}

// One pass over the data and one allocation for residuals: nanoseconds an observation.
void FitSeasonalNaive(benchmark::State& state) {
  const auto y = monthly(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_seasonal_naive(y, 12));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(FitSeasonalNaive)->Range(64, 64 << 10);

// Some 4 ns for each normal number, and as much again for the path, the sort of three places and the call.
void SamplePaths(benchmark::State& state) {
  const auto fit = forecast::fit_drift(monthly(120));
  for (auto _ : state)
    benchmark::DoNotOptimize(forecast::sample_paths(fit, 12, {.paths = static_cast<std::size_t>(state.range(0))}));
  state.SetItemsProcessed(state.iterations() * state.range(0) * 12);
}
BENCHMARK(SamplePaths)->Arg(1'000)->Arg(100'000);

// Thirty evaluations and Brent's twenty, each a power for every season.
void Guerrero(benchmark::State& state) {
  const auto y = monthly(120);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::resolved(forecast::box_cox(), y, 12));
}
BENCHMARK(Guerrero);

// Twelve values a year: fifteen forms of 2 to 17 numbers, one to two microseconds for each of some 300 evaluations a
// form. R, which ets_peer.R times on the same series, takes seventy times as long.
void AutomaticEtsMonthly(benchmark::State& state) {
  const auto y = monthly(120);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_ets(y, {.season_length = 12}));
}
BENCHMARK(AutomaticEtsMonthly)->Unit(benchmark::kMillisecond);

// Six forms of two to five numbers, a quarter of a microsecond for each of some 120 evaluations a form; R takes forty
// times as long.
void AutomaticEtsYearly(benchmark::State& state) {
  const auto y = monthly(30);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_ets(y));
}
BENCHMARK(AutomaticEtsYearly)->Unit(benchmark::kMicrosecond);

// The airline model: the likelihood at twenty places, then searches from five at most. R takes 10 ms from one.
void AirlineModel(benchmark::State& state) {
  const auto y = monthly(120);
  for (auto _ : state)
    benchmark::DoNotOptimize(forecast::fit_arima(y, {.order = {0, 1, 1, 0, 1, 1}, .season_length = 12}));
}
BENCHMARK(AirlineModel)->Unit(benchmark::kMicrosecond);

// Fifteen to forty models, each from where the last one stood, and the best once more with care. R takes 5,466 ms.
void AutomaticArimaMonthly(benchmark::State& state) {
  const auto y = monthly(120);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_auto_arima(y, {.season_length = 12}));
}
BENCHMARK(AutomaticArimaMonthly)->Unit(benchmark::kMillisecond);

// Some fifty passes of four loops over 120 values each, and the season. R's thetaf takes 4 ms.
void DynamicOptimisedThetaMonthly(benchmark::State& state) {
  const auto y = monthly(120);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_theta(y, {.season_length = 12}));
}
BENCHMARK(DynamicOptimisedThetaMonthly)->Unit(benchmark::kMicrosecond);

}  // namespace
