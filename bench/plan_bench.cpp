#include <benchmark/benchmark.h>
#include <foreplan/io/plan.hpp>
#include <foreplan/plan/attainment.hpp>
#include <foreplan/plan/audit.hpp>
#include <foreplan/plan/capacity.hpp>
#include <foreplan/plan/monitoring.hpp>
#include <foreplan/plan/pipeline.hpp>
#include <foreplan/plan/projection.hpp>

#include <string>
#include <vector>

namespace {

namespace fp = foreplan;
namespace plan = foreplan::plan;

const fp::Unit kUnit = fp::Unit::money("VND", 9, fp::PriceBasis::constant(2010));
const plan::Target kTarget{.value = 17'600, .unit = kUnit, .period = 2020};
const fp::Series kHistory{"output", 2010, kUnit, {7'050, 7'460, 8'220, 8'540, 9'630, 10'259}};

// Some fifty statements, of which nearly all are decided by looking for a negative cycle among a dozen amounts; one
// contradiction is explained, and three quantities are linear programs. Goal: 10,000 plans a second on a core.
void AuditFoundingPlan(benchmark::State& state) {
  const plan::Plan founding = fp::io::read_plan_file(FOREPLAN_SOURCE_DIR "/examples/tuyen_quang/plan.json");
  for (auto _ : state) benchmark::DoNotOptimize(plan::audit(founding));
}
BENCHMARK(AuditFoundingPlan)->Unit(benchmark::kMicrosecond);

// Student t quantiles, two for each of five years, are nearly all of it: a few microseconds.
void AttainmentClosedForm(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(plan::attainment(kTarget, kHistory));
}
BENCHMARK(AttainmentClosedForm);

// Five words of Philox and five exponentials a path, then a selection a year: paths per second stay
// flat, at several millions a core.
void AttainmentBootstrap(benchmark::State& state) {
  const auto paths = static_cast<std::size_t>(state.range(0));
  for (auto _ : state)
    benchmark::DoNotOptimize(plan::attainment(kTarget, kHistory, {.bootstrap = true, .paths = paths}));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(AttainmentBootstrap)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

// A path costs two uniforms a project and a few additions for those realised; correlation adds one
// normal probability a project.
void SimulatePipeline(benchmark::State& state) {
  std::vector<plan::Project> projects;
  for (int i = 0; i < 23; ++i)
    projects.push_back({.id = std::to_string(i),
                        .capital = 100.0 + i,
                        .capital_unit = kUnit,
                        .probability = 0.6,
                        .start = 2016 + i % 4,
                        .delay = {0.5, 0.3, 0.2},
                        .disbursement = {0.3, 0.4, 0.3},
                        .capital_per_output = 3,
                        .output_unit = kUnit});
  const plan::PipelineOptions options{.correlation = static_cast<double>(state.range(0)) / 100, .paths = 10'000};
  for (auto _ : state) benchmark::DoNotOptimize(plan::simulate_pipeline(projects, {2016, 2025}, options));
  state.SetItemsProcessed(state.iterations() * 10'000);
}
BENCHMARK(SimulatePipeline)->Arg(0)->Arg(30)->Unit(benchmark::kMillisecond);

// Arithmetic on a handful of numbers: under a microsecond.
void Monitor(benchmark::State& state) {
  const plan::Progress progress{.id = "p",
                                .unit = kUnit,
                                .base_period = 2015,
                                .base = 10'259,
                                .observations = {{2016, 11'500}, {2017, 12'500}},
                                .milestones = {{.period = 2018}}};
  for (auto _ : state) benchmark::DoNotOptimize(plan::monitor(kTarget, progress));
}
BENCHMARK(Monitor);

// Three sectors over ten years: thirty normals by inversion and thirty exponentials a path, then seven fans
// whose selections are linear in the paths. Paths per second stay flat.
void ProjectSectors(benchmark::State& state) {
  plan::Projection projection{.sectors = {"agr", "ind", "srv"},
                              .unit = kUnit,
                              .base = 2015,
                              .levels = {30, 30, 40},
                              .sigma = {0.02, 0.05, 0.03},
                              .correlation = 0.3,
                              .last = 2025,
                              .paths = static_cast<int>(state.range(0))};
  fp::scenario::Scenario scenario("base", plan::base_data(projection));
  for (const std::string& sector : projection.sectors) scenario = scenario.growth_path(sector, 0.1, {2016, 2025});
  for (auto _ : state) benchmark::DoNotOptimize(plan::project(projection, scenario));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(ProjectSectors)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
