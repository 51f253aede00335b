#include <benchmark/benchmark.h>
#include <foreplan/stats.hpp>

#include <cmath>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "numeric/kernels.hpp"

namespace {

namespace fp = foreplan;

// Ten rounds of two wide multiplications for four words, then a rational function in vector lanes: about 4 ns a number with
// AVX-512. Positions are independent, so the rate does not depend on the size.
void FillNormal(benchmark::State& state) {
  std::vector<double> x(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    fp::stats::fill_normal({.seed = 1}, 0, x);
    benchmark::DoNotOptimize(x.data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(FillNormal)->Arg(1'000)->Arg(1'000'000);

// The peer: the standard library's generator and its polar method.
void FillNormalStandardLibrary(benchmark::State& state) {
  std::mt19937_64 engine(1);
  std::normal_distribution<double> normal;
  std::vector<double> x(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    for (double& v : x) v = normal(engine);
    benchmark::DoNotOptimize(x.data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(FillNormalStandardLibrary)->Arg(1'000'000);

// The same kernel in each tier that the machine has (0 baseline, 1 AVX2, 2 AVX-512): each doubles the lanes.
void NormalQuantileTier(benchmark::State& state) {
  const auto tiers = fp::numeric::tiers();
  if (static_cast<std::size_t>(state.range(0)) >= tiers.size()) return state.SkipWithError("not on this machine");
  const fp::numeric::Kernels& kernel = fp::numeric::kernels(tiers[static_cast<std::size_t>(state.range(0))]);
  std::vector<double> u(4096), x(4096);
  kernel.uniform({.seed = 1}, 0, u.data(), u.size());
  for (auto _ : state) {
    x = u;
    kernel.normal_quantile(x.data(), x.size());
    benchmark::DoNotOptimize(x.data());
  }
  state.SetItemsProcessed(state.iterations() * 4096);
}
BENCHMARK(NormalQuantileTier)->DenseRange(0, 2);

// One exclusive-or and one conversion a coordinate, after fixed work of some tens of microseconds for the direction numbers.
void Sobol(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(fp::stats::sobol(static_cast<std::size_t>(state.range(0)), 10));
  state.SetItemsProcessed(state.iterations() * state.range(0) * 10);
}
BENCHMARK(Sobol)->Arg(1 << 10)->Arg(1 << 16);

// Ishigami's function at 2^14 base points: 81,920 evaluations with their points and sums at some 45 ns each, most of it
// the function's two sines. A resample draws 2^14 points and weighs eight rows of as many terms, an eighth of a
// millisecond: 500 of them take far longer than all the rest.
void SobolIndices(benchmark::State& state) {
  const auto ishigami = [](std::span<const double> x, std::span<double> y) {
    const double s = std::sin(x[1]), z = x[2] * x[2];
    y[0] = std::sin(x[0]) * (1 + 0.1 * z * z) + 7 * s * s;
  };
  const std::vector<fp::stats::InputDistribution> inputs(3, fp::stats::uniform(-3.141592653589793, 3.141592653589793));
  for (auto _ : state)
    benchmark::DoNotOptimize(fp::stats::sobol_indices(
        ishigami, inputs, 1, {.base_points = 1 << 14, .resamples = static_cast<std::size_t>(state.range(0))}));
  state.SetItemsProcessed(state.iterations() * (5 << 14));
}
BENCHMARK(SobolIndices)->Arg(0)->Arg(500)->Unit(benchmark::kMillisecond);

// A sorted order a coordinate and one uniform number each: memory and the shuffle's jumps set the pace.
void LatinHypercube(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(fp::stats::latin_hypercube(static_cast<std::size_t>(state.range(0)), 10));
  state.SetItemsProcessed(state.iterations() * state.range(0) * 10);
}
BENCHMARK(LatinHypercube)->Arg(1 << 10)->Arg(1 << 16);

// A rational approximation: tens of ns, flat in x.
void NormalCdf(benchmark::State& state) {
  double x = static_cast<double>(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(x);
    benchmark::DoNotOptimize(fp::stats::normal_cdf(x));
  }
}
BENCHMARK(NormalCdf)->Arg(-8)->Arg(0)->Arg(3);

// An incomplete beta function: continued fractions and series, some hundreds of ns, more for many degrees of freedom.
void StudentTUpper(benchmark::State& state) {
  double x = 2;
  for (auto _ : state) {
    benchmark::DoNotOptimize(x);
    benchmark::DoNotOptimize(fp::stats::student_t_upper(x, static_cast<double>(state.range(0))));
  }
}
BENCHMARK(StudentTUpper)->Arg(2)->Arg(20)->Arg(2000);

// Quantiles are searched for: several evaluations of the distribution function each.
void GammaQuantile(benchmark::State& state) {
  double p = 0.9;
  for (auto _ : state) {
    benchmark::DoNotOptimize(p);
    benchmark::DoNotOptimize(fp::stats::gamma_quantile(p, static_cast<double>(state.range(0)), 1));
  }
}
BENCHMARK(GammaQuantile)->Arg(1)->Arg(30)->Arg(1000);

void BetaQuantile(benchmark::State& state) {
  double p = 0.9;
  for (auto _ : state) {
    benchmark::DoNotOptimize(p);
    benchmark::DoNotOptimize(fp::stats::beta_quantile(p, static_cast<double>(state.range(0)), 5));
  }
}
BENCHMARK(BetaQuantile)->Arg(1)->Arg(30)->Arg(1000);
// ---- regression and breaks ----

/// A level that moves every quarter of the sample, and noise.
std::vector<double> broken_series(std::size_t n) {
  std::vector<double> y(n);
  fp::stats::fill_normal({.seed = 7}, 0, y);
  for (std::size_t i = 0; i < n; ++i) y[i] += static_cast<double>(4 * i / n % 2);
  return y;
}

// Breaks of the mean: n^2 / 2 updates of a mean in vector lanes and five times as many comparisons, so four times the
// time for twice the length. R's strucchange (breaks.R) takes some hundred times as long, and more as n grows.
void FitBreaksOfMean(benchmark::State& state) {
  const std::vector<double> y = broken_series(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(fp::stats::fit_breaks(y));
}
BENCHMARK(FitBreaksOfMean)->Arg(500)->Arg(2000)->Unit(benchmark::kMillisecond);

// Breaks of a line: two rotations, a square root and three divisions each, for every one of n^2 / 2 segments.
void FitBreaksOfLine(benchmark::State& state) {
  const std::vector<double> y = broken_series(static_cast<std::size_t>(state.range(0)));
  fp::stats::Regressor time{.name = "time"};
  for (std::size_t i = 0; i < y.size(); ++i) time.values.push_back(static_cast<double>(i));
  for (auto _ : state) benchmark::DoNotOptimize(fp::stats::fit_breaks(y, {time}));
}
BENCHMARK(FitBreaksOfLine)->Arg(500)->Arg(2000)->Unit(benchmark::kMillisecond);

// An eigenvalue problem of some 30 rows for any length of series.
void SupFUpper(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(fp::stats::sup_f_upper(8.68, 1, 0.15, 0.85));
}
BENCHMARK(SupFUpper)->Unit(benchmark::kMicrosecond);

// O(n k^2) for the factors; with Newey and West's covariance L times the products more.
void FitRegression(benchmark::State& state) {
  const std::vector<double> y = broken_series(1000);
  std::vector<fp::stats::Regressor> x(5);
  for (std::size_t j = 0; j < x.size(); ++j) {
    x[j].name = std::to_string(j);
    x[j].values.resize(y.size());
    fp::stats::fill_normal({.seed = 8 + j}, 0, x[j].values);
  }
  const auto kind = state.range(0) ? fp::stats::Covariance::newey_west : fp::stats::Covariance::classical;
  for (auto _ : state) benchmark::DoNotOptimize(fp::stats::fit_regression(y, x, {.covariance = {.kind = kind, .lags = 6}}));
}
BENCHMARK(FitRegression)->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

}  // namespace
