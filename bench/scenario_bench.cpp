#include <benchmark/benchmark.h>
#include <foreplan/scenario.hpp>

#include <string>

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

}  // namespace
