#include <benchmark/benchmark.h>
#include <foreplan/io.hpp>
#include <foreplan/scenario.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "scenario/model_data.hpp"
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

// Reading the 1 MB file: unpacking, 156,000 numbers, 452 formulas, matching and tearing. 
void LoadPakistan(benchmark::State& state) {
  const std::string bytes = fp::io::read_file(FOREPLAN_SOURCE_DIR "/tests/reference/pak.pcim");
  for (auto _ : state) benchmark::DoNotOptimize(fp::io::read_pcim(bytes));
}
BENCHMARK(LoadPakistan)->Unit(benchmark::kMillisecond);

}  // namespace
