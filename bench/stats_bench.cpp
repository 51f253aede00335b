#include <benchmark/benchmark.h>
#include <foreplan/stats.hpp>

namespace {

namespace stats = foreplan::stats;

// A rational approximation: tens of ns, flat in x.
void NormalCdf(benchmark::State& state) {
  double x = static_cast<double>(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(x);
    benchmark::DoNotOptimize(stats::normal_cdf(x));
  }
}
BENCHMARK(NormalCdf)->Arg(-8)->Arg(0)->Arg(3);

// An incomplete beta function: continued fractions and series, some hundreds of ns, more for many degrees of freedom.
void StudentTUpper(benchmark::State& state) {
  double x = 2;
  for (auto _ : state) {
    benchmark::DoNotOptimize(x);
    benchmark::DoNotOptimize(stats::student_t_upper(x, static_cast<double>(state.range(0))));
  }
}
BENCHMARK(StudentTUpper)->Arg(2)->Arg(20)->Arg(2000);

// Quantiles are searched for: several evaluations of the distribution function each.
void GammaQuantile(benchmark::State& state) {
  double p = 0.9;
  for (auto _ : state) {
    benchmark::DoNotOptimize(p);
    benchmark::DoNotOptimize(stats::gamma_quantile(p, static_cast<double>(state.range(0)), 1));
  }
}
BENCHMARK(GammaQuantile)->Arg(1)->Arg(30)->Arg(1000);

void BetaQuantile(benchmark::State& state) {
  double p = 0.9;
  for (auto _ : state) {
    benchmark::DoNotOptimize(p);
    benchmark::DoNotOptimize(stats::beta_quantile(p, static_cast<double>(state.range(0)), 5));
  }
}
BENCHMARK(BetaQuantile)->Arg(1)->Arg(30)->Arg(1000);

}  // namespace
