#include <benchmark/benchmark.h>
#include <foreplan/io.hpp>
#include <foreplan/scenario.hpp>

#include <algorithm>
#include <string>
#include <vector>

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
    fp::scenario::detail::PeriodSolver<1> solver(program->stages.front(), 1, options, {&work});
    std::vector<double> values(model.variables().size(), 1.0);
    const auto trouble = solver.solve({values.data()}, {std::span<const double>{}}, {true}, 0, method);
    if (trouble[0].stop != fp::Stop::converged) state.SkipWithError("no solution");
  }
}
BENCHMARK(SolveLargeBlock)
    ->ArgNames({"equations", "sparse", "far"})
    ->ArgsProduct({{200, 2000}, {0, 1}, {1, 50}})
    ->Unit(benchmark::kMillisecond);

}  // namespace
