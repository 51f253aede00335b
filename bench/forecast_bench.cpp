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

std::vector<foreplan::stats::Regressor> two_regressors(int n) {
  std::vector<foreplan::stats::Regressor> x{{"wave", {}}, {"pulse", {}}};
  for (int t = 0; t < n; ++t) x[0].values.push_back(std::sin(t * t)), x[1].values.push_back(t % 7 == 3 ? 1 : 0);
  return x;
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

// Decomposition, correlations, and the twenty to thirty likelihoods of 100 lags for the memory, which are the most of
// it; smoothing (1) adds three fits, that with seasons above all.
void SeriesFeaturesMonthly(benchmark::State& state) {
  const auto y = monthly(120);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::series_features(y, 12, {.smoothing = state.range(0) != 0}));
}
BENCHMARK(SeriesFeaturesMonthly)->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

// Twelve values a year: fifteen forms of 2 to 17 numbers, one to two microseconds for each of some 300 evaluations a
// form. R, which forecast_peer.R times on the same series, takes seventy times as long.
void AutomaticEtsMonthly(benchmark::State& state) {
  const auto y = monthly(120);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_ets(y, {.season_length = 12}));
}
BENCHMARK(AutomaticEtsMonthly)->Unit(benchmark::kMillisecond);

// Six forms of two to five numbers, some 80 evaluations a form in fifteen passes of up to eight; a pass and what
// its steps cost take a microsecond. R takes seventy times as long.
void AutomaticEtsYearly(benchmark::State& state) {
  const auto y = monthly(30);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_ets(y));
}
BENCHMARK(AutomaticEtsYearly)->Unit(benchmark::kMicrosecond);

// Series of 15 to 40 values, one after another (0) and side by side (1): lanes that the searches of one series leave
// empty serve another's, a sixth of the time where registers have eight.
void AutomaticEtsOfManyYearly(benchmark::State& state) {
  std::vector<std::vector<double>> values;
  std::vector<forecast::SeriesInput> inputs;
  for (std::int64_t i = 0; i < 256; ++i) {
    std::vector<double>& y = values.emplace_back(monthly(15 + i % 6 * 5));
    for (std::size_t t = 0; t < y.size(); ++t) y[t] += 20 * std::sin(static_cast<double>(t * t + t * i));
  }
  for (const auto& y : values) inputs.push_back({"", y, 1, 6});
  foreplan::stats::Forecaster model = forecast::named_model("ets");
  if (state.range(0) == 0) model.fit_many = nullptr;
  for (auto _ : state) benchmark::DoNotOptimize(forecast::forecast_many(inputs, model));
  state.SetItemsProcessed(state.iterations() * 256);
}
BENCHMARK(AutomaticEtsOfManyYearly)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

// The six additive forms beside two regressors: two passes more wherever derivatives are taken, about half as long
// again as the six forms without.
void AutomaticEtsBesideRegressors(benchmark::State& state) {
  const auto y = monthly(120);
  const auto x = two_regressors(120);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_ets(y, {.season_length = 12, .regressors = x}));
}
BENCHMARK(AutomaticEtsBesideRegressors)->Unit(benchmark::kMillisecond);

// The airline model: the likelihood at some fifty places, then searches from eight of them. R takes 10 ms from one.

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

// Fifty factorisations of seven columns, and some thirty small ones for the theta of each alpha: 0.2 ms.
void DynamicOptimisedThetaBesideRegressors(benchmark::State& state) {
  const auto y = monthly(120);
  const auto x = two_regressors(120);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_theta(y, {.season_length = 12, .regressors = x}));
}
BENCHMARK(DynamicOptimisedThetaBesideRegressors)->Unit(benchmark::kMicrosecond);

// Some fifteen forms of up to six numbers and twelve initial states, eigenvalues as dear as likelihoods. R, which
// tbats_peer.R times on the same series, takes seventeen times as long.
void AutomaticTbatsMonthly(benchmark::State& state) {
  const auto y = monthly(120);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_tbats(y, {.season_lengths = {12}}));
}
BENCHMARK(AutomaticTbatsMonthly)->Unit(benchmark::kMillisecond);

// The day and the week of four weeks. R takes twenty-five times as long.
void AutomaticTbatsHourly(benchmark::State& state) {
  std::vector<double> y;
  for (int t = 0; t < 672; ++t)
    y.push_back(100 + 10 * std::sin(t * 3.14159265358979 / 12) + 5 * std::cos(t * 3.14159265358979 / 84) + t * 7 % 11);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_tbats(y, {.season_lengths = {24, 168}}));
}
BENCHMARK(AutomaticTbatsHourly)->Unit(benchmark::kMillisecond);

// One form of two numbers: some 180 evaluations, and 70 with derivatives, of three passes over the data each.
void CesYearly(benchmark::State& state) {
  const auto y = monthly(30);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_ces(y));
}
BENCHMARK(CesYearly)->Unit(benchmark::kMicrosecond);

// Four forms; those of three and four numbers have some 900 evaluations of a few microseconds and take nine tenths.
void AutomaticCesMonthly(benchmark::State& state) {
  const auto y = monthly(120);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_ces(y, {.season_length = 12}));
}
BENCHMARK(AutomaticCesMonthly)->Unit(benchmark::kMillisecond);

// The same with initial states by least squares, 24 of them in the full and the simple form.
void AutomaticCesMonthlyEstimated(benchmark::State& state) {
  const auto y = monthly(120);
  const forecast::CesOptions options{.season_length = 12, .initial = forecast::CesInitial::estimated};
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_ces(y, options));
}
BENCHMARK(AutomaticCesMonthlyEstimated)->Unit(benchmark::kMillisecond);

}  // namespace
