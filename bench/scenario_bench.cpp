#include <benchmark/benchmark.h>
#include <foreplan/io.hpp>
#include <foreplan/scenario.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "scenario/derivatives.hpp"

#include "scenario/large_block.hpp"
#include "scenario/model_data.hpp"
#include "scenario/period_solver.hpp"
#include "scenario/program.hpp"

namespace {

namespace fp = foreplan;

// Evaluating copies the data once and walks each change once: O(variables x periods + layers), so the
// time per layer should stay flat as layers are added, at about a tenth of a microsecond for ten years.
void EvaluateLayers(benchmark::State& state) {
  fp::Frame data;
  const fp::Unit unit{};
  for (int i = 0; i < 3; ++i) data.set({"sector" + std::to_string(i), 2015, unit, {100}});
  fp::scenario::Scenario scenario("base", data);
  for (int i = 0; i < state.range(0); ++i)
    scenario =
        scenario.layer("layer" + std::to_string(i)).growth_path("sector" + std::to_string(i % 3), 0.1, {2016, 2025});
  for (auto _ : state) benchmark::DoNotOptimize(scenario.evaluate());
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(EvaluateLayers)->RangeMultiplier(4)->Range(4, 256);

const fp::io::PcimModel& pakistan() {
  static const auto model = fp::io::read_pcim_file(FOREPLAN_SOURCE_DIR "/tests/reference/pak.pcim");
  return model;
}
fp::scenario::Scenario oil(double dollars, const fp::scenario::Scenario& base) {
  return base.layer("oil " + std::to_string(dollars)).shift("WLDFCRUDE_PETRO", dollars, {2025, 2027});
}

/// The largest block that is solved together, how many unknowns it is torn to, and all instructions of a year.
void count_structure(benchmark::State& state) {
  const auto& program = *pakistan().model.data().program;
  std::size_t block = 0, torn = 0, instructions = 0;
  for (const auto& stage : program.stages)
    for (const auto& segment : stage.segments) {
      instructions += segment.code.size() + segment.loop.size();
      if (segment.torn.empty() || segment.stores.size() <= block) continue;
      block = segment.stores.size();
      torn = segment.torn.size();
    }
  state.counters["equations"] = static_cast<double>(pakistan().model.equations().size());
  state.counters["block"] = static_cast<double>(block);
  state.counters["torn"] = static_cast<double>(torn);
  state.counters["instructions"] = static_cast<double>(instructions);
}

// Each walks all equations once: 303 of them take well below a millisecond, a hash some microseconds an equation for
// the SHA-256 of each expression.
void DescribePakistan(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(fp::scenario::describe(pakistan().model));
}
BENCHMARK(DescribePakistan)->Unit(benchmark::kMicrosecond);
void HashPakistan(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(fp::scenario::content_hash(pakistan().model));
}
BENCHMARK(HashPakistan)->Unit(benchmark::kMicrosecond);

// World Bank Pakistan, 21 years, oil at 25 dollars more in three of them: to take less than 1 ms. The block of 104 is
// torn to 6 and evaluated some 6 times a year; a fifth of the time gathers the data.
void SolvePakistan(benchmark::State& state) {
  const fp::scenario::Scenario base("base", pakistan().data), shock = oil(25, base);
  for (auto _ : state) benchmark::DoNotOptimize(fp::scenario::solve(pakistan().model, shock, {2020, 2040}));
  count_structure(state);
}
BENCHMARK(SolvePakistan)->Unit(benchmark::kMicrosecond);

// The same for many at once, eight side by side, on one core: to take less than 0.3 ms a scenario.
void SolvePakistanMany(benchmark::State& state) {
  const fp::scenario::Scenario base("base", pakistan().data);
  std::vector<fp::scenario::Scenario> scenarios;
  for (int i = 0; i < state.range(0); ++i) scenarios.push_back(oil(0.025 * i, base));
  for (auto _ : state) benchmark::DoNotOptimize(fp::scenario::solve_all(pakistan().model, scenarios, {2020, 2040}));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(SolvePakistanMany)->Arg(1000)->Unit(benchmark::kMillisecond);

// Ten assumptions of the same model moved one at a time: 21 runs and the base, as many as fill three groups of eight
// lanes, so some 24 times what a scenario takes among many.
void TornadoPakistan(benchmark::State& state) {
  const fp::scenario::Scenario base("base", pakistan().data);
  std::vector<fp::scenario::Factor> factors;
  for (const char* name : {"WLDFCRUDE_PETRO", "WLDFNGAS_EUR", "WLDFCOAL_AUS", "USAINTRXN", "PAKNYGDPTFP", "PAKDEPR",
                           "PAKINFLTRGT", "PAKGGREVDRCTXN", "USANEIMPGNFSKD", "CHNNEIMPGNFSKD"})
    factors.push_back({.variable = name,
                       .range = {2025, 2030},
                       .how = fp::scenario::FactorKind::proportional,
                       .low = -0.1,
                       .high = 0.1});
  for (auto _ : state)
    benchmark::DoNotOptimize(
        fp::scenario::tornado(pakistan().model, base, {2020, 2040}, factors, {{"PAKNYGDPMKTPKN", 2030}}));
}
BENCHMARK(TornadoPakistan)->Unit(benchmark::kMillisecond);

// The add-factor on government spending over ten years that takes Pakistan's output half a per cent up in the last one:
// four solutions and four forward passes, so some eight times what it takes to solve the scenario found.
const fp::PeriodRange kSought{2021, 2030};
fp::scenario::SeekResult seek_pakistan(const fp::scenario::Scenario& base) {
  const double level = 1.005 * pakistan().data.at("PAKNYGDPMKTPKN", 2030);
  return fp::scenario::seek(
      pakistan().model, base,
      {.target = {"PAKNYGDPMKTPKN", 2030, level}, .instrument = {"PAKGGEXPGNFSCN_A", kSought}});
}
void SolvePakistanFound(benchmark::State& state) {
  const auto found = seek_pakistan({"base", pakistan().data});
  for (auto _ : state) benchmark::DoNotOptimize(fp::scenario::solve(pakistan().model, found.scenario, kSought));
}
BENCHMARK(SolvePakistanFound)->Unit(benchmark::kMicrosecond);

void SeekPakistan(benchmark::State& state) {
  const fp::scenario::Scenario base("base", pakistan().data);
  fp::scenario::SeekResult found;
  for (auto _ : state) found = seek_pakistan(base);
  if (!found.reached) state.SkipWithError("not reached");
  state.counters["solutions"] = static_cast<double>(found.solutions);
  state.counters["iterations"] = found.iterations;
}
BENCHMARK(SeekPakistan)->Unit(benchmark::kMicrosecond);

// One run made linear and its derivatives: forward for 8 and 64 inputs, and backward for all of them.
void DifferentiatePakistan(benchmark::State& state) {
  const auto run = fp::scenario::solve(pakistan().model, {"base", pakistan().data}, kSought);
  const std::uint32_t input = pakistan().model.data().index.at("PAKGGEXPGNFSCN_A");
  const std::uint32_t output = pakistan().model.data().index.at("PAKNYGDPMKTPKN");
  const auto first = static_cast<std::size_t>(pakistan().model.max_lag());
  std::vector<fp::scenario::detail::Direction> inputs;
  for (std::size_t j = 0; j < static_cast<std::size_t>(state.range(0)); ++j)
    inputs.push_back({{{input, first + j % 10}, 1}});
  const std::vector<fp::scenario::detail::Cell> outputs{{output, first + 9}};
  for (auto _ : state) {
    const fp::scenario::detail::Derivatives derivatives(run);
    if (inputs.empty())
      benchmark::DoNotOptimize(derivatives.adjoint(std::vector<fp::scenario::detail::Weighted>{{outputs[0], 1}}));
    else
      benchmark::DoNotOptimize(derivatives.tangent(inputs, outputs));
  }
}
BENCHMARK(DifferentiatePakistan)->Arg(0)->Arg(1)->Arg(8)->Arg(64)->Unit(benchmark::kMicrosecond);

/// 1 % for the 49 equations of growth; the others are shares of other variables or levels, and get a tenth of that. (With
/// 1 % for these too every sixth draw drives investment below nought, where the model has no solution.)
fp::scenario::NormalShocks one_per_cent() {
  fp::scenario::NormalShocks out;
  for (const auto& equation : pakistan().model.equations()) {
    if (equation.kind != fp::scenario::EquationKind::behavioural) continue;
    const bool growth = equation.text.find("EXP(" + equation.variable + "_A") != std::string::npos;
    out.equations.push_back(equation.variable);
    out.deviations.push_back(growth ? 0.01 : 0.001);
  }
  return out;
}

// The same with normal shocks to all of its 75 behavioural equations, new ones every year: 10,000 draws on two cores to
// take less than 5 s, which is 1 ms a draw and core. A draw takes as long as a scenario above: it needs more Newton
// steps, but only what is tracked is stored.
void SimulatePakistan(benchmark::State& state) {
  const fp::scenario::Scenario base("base", pakistan().data);
  const fp::scenario::SimulateOptions options{.draws = static_cast<std::size_t>(state.range(0)),
                                              .seed = 7,
                                              .track = {"PAKNYGDPMKTPKN", "PAKNVINDTOTLKN"},
                                              .shocks = one_per_cent(),
                                              .execution = {.threads = static_cast<unsigned>(state.range(1))}};
  std::size_t failed = 0;
  for (auto _ : state) failed = fp::scenario::simulate(pakistan().model, base, {2020, 2040}, options).failed;
  state.counters["failed"] = static_cast<double>(failed);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(SimulatePakistan)
    ->Args({1000, 1})
    ->Args({10'000, 2})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

// Reading the 1 MB file: unpacking, 156,000 numbers, 452 formulas, matching and tearing. 

// Reading the 1 MB file: unpacking, 156,000 numbers, 452 formulas, matching and tearing.
void LoadPakistan(benchmark::State& state) {
  const std::string bytes = fp::io::read_file(FOREPLAN_SOURCE_DIR "/tests/reference/pak.pcim");
  for (auto _ : state) benchmark::DoNotOptimize(fp::io::read_pcim(bytes));
}
BENCHMARK(LoadPakistan)->Unit(benchmark::kMillisecond);

// One block of equations with five variables each, solved for all of them, by dense factors, O(n^3), and by sparse
// ones. Where ties are mostly near, as between sectors and regions, these take about a hundredth of it at 2,000; where
// every equation is tied to any (far = 1), factors fill up and the advantage is much smaller.
void SolveLargeBlock(benchmark::State& state) {
  const fp::scenario::Model model =
      fp::testing::large_block(static_cast<unsigned>(state.range(0)), static_cast<unsigned>(state.range(2)));
  const auto program = fp::testing::all_torn_block(model);
  const auto method = state.range(1) == 0 ? fp::scenario::SolveMethod::torn : fp::scenario::SolveMethod::full_block;
  fp::scenario::SolveWork work;
  const fp::scenario::SolveOptions options;
  for (auto _ : state) {
    fp::scenario::detail::PeriodSolver<1> solver(program->stages.front(), 1, options);
    solver.begin({&work});
    std::vector<double> values(model.variables().size(), 1.0);
    const auto trouble = solver.solve(values.data(), nullptr, {true}, 0, method);
    if (trouble[0].stop != fp::Stop::converged) state.SkipWithError("no solution");
  }
}
BENCHMARK(SolveLargeBlock)
    ->ArgNames({"equations", "sparse", "far"})
    ->ArgsProduct({{200, 2000}, {0, 1}, {1, 50}})
    ->Unit(benchmark::kMillisecond);

}  // namespace
