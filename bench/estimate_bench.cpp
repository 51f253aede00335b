#include <benchmark/benchmark.h>
#include <foreplan/io.hpp>
#include <foreplan/scenario.hpp>

#include <string>
#include <vector>

namespace {

namespace fp = foreplan;
namespace scenario = foreplan::scenario;

const char* const kKlein = R"(
  for i in 0..3
    parameter a{i} = 0
    parameter b{i} = 0
    parameter c{i} = 0
  end
  behavioural C = a0 + a1 * P + a2 * P(-1) + a3 * (Wp + Wg)
  behavioural I = b0 + b1 * P + b2 * P(-1) + b3 * K(-1)
  behavioural Wp = c0 + c1 * X + c2 * X(-1) + c3 * A
  P = X - T - Wp
  X = C + I + G
  K = K(-1) + I
)";

const scenario::Scenario& history() {
  static const scenario::Scenario scenario = [] {
    fp::Frame data = fp::io::read_series_file(FOREPLAN_SOURCE_DIR "/tests/reference/klein.csv");
    fp::Series trend{"A", 1919, {}, {}};
    for (int year = 1919; year <= 1941; ++year) trend.values.push_back(year - 1931);
    data.set(trend);
    return scenario::Scenario("history", data);
  }();
  return scenario;
}

void estimate_klein(benchmark::State& state, const scenario::EstimationOptions& options) {
  const scenario::Model model = scenario::compile(kKlein);
  for (auto _ : state)
    for (const char* equation : {"C", "I", "Wp"})
      benchmark::DoNotOptimize(scenario::estimate(model, history(), equation, {1921, 1941}, options));
  state.SetItemsProcessed(3 * state.iterations());
}

// Klein's three equations of four coefficients, 21 years, with all statistics: some 11 microseconds an equation, spread
// over data, derivatives, the regression and the p-values. Of processor time gretl's ols takes a third of that (4 us,
// the regressors being series already), statsmodels six times as much (70 us): estimate_peer.inp and estimate_peer.py.
void KleinOls(benchmark::State& state) { estimate_klein(state, {}); }
BENCHMARK(KleinOls)->Unit(benchmark::kMicrosecond);

// Seven instruments are compiled as expressions, and two regressions run: some three times as long; gretl's tsls takes
// half of that, statsmodels' IV2SLS four times as much.
void KleinTwoStages(benchmark::State& state) {
  estimate_klein(state, {.method = scenario::EstimationMethod::two_stage_least_squares,
                         .instruments = {"P(-1)", "K(-1)", "X(-1)", "A", "T", "Wg", "G"}});
}
BENCHMARK(KleinTwoStages)->Unit(benchmark::kMicrosecond);

// By Levenberg and Marquardt's method from 0: one step reaches the estimates, some more find that they are.
void KleinNonlinear(benchmark::State& state) {
  estimate_klein(state, {.method = scenario::EstimationMethod::nonlinear_least_squares});
}
BENCHMARK(KleinNonlinear)->Unit(benchmark::kMicrosecond);

// Many observations: O(n k^2), so that a row of five coefficients should take some 300 ns whatever n.
void LongSample(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  std::vector<fp::Series> series;
  for (int v = 0; v < 5; ++v) {
    fp::Series s{v == 0 ? "y" : "x" + std::to_string(v), fp::Period::day(1900, 1, 1), {}, std::vector<double>(n)};
    for (std::size_t i = 0; i < n; ++i)
      s.values[i] = static_cast<double>((i * 7919 + static_cast<std::size_t>(v) * 104729) % 1000 + 1);
    series.push_back(s);
  }
  const scenario::Model model =
      scenario::compile("for i in 0..4\nparameter b{i} = 0\nend\nbehavioural y = b0 + sum(i in 1..4: b{i} * x{i})");
  const scenario::Scenario base("base", fp::Frame(series));
  const fp::PeriodRange range{series[0].start, series[0].last()};
  for (auto _ : state) benchmark::DoNotOptimize(scenario::estimate(model, base, "y", range));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(LongSample)->RangeMultiplier(10)->Range(100, 10000)->Unit(benchmark::kMicrosecond);

}  // namespace
