#include <benchmark/benchmark.h>
#include <foreplan/io/plan.hpp>
#include <foreplan/plan/attainment.hpp>
#include <foreplan/plan/audit.hpp>
#include <foreplan/plan/capacity.hpp>
#include <foreplan/plan/monitoring.hpp>
#include <foreplan/plan/pipeline.hpp>
#include <foreplan/plan/projection.hpp>

#include <cmath>
#include <string>
#include <vector>

namespace {

namespace fp = foreplan;
namespace plan = foreplan::plan;

const fp::Unit kUnit = fp::Unit::money("VND", 9, fp::PriceBasis::constant(2010));
const plan::Target kTarget{.value = 17'600, .unit = kUnit, .period = 2020};
const fp::Series kHistory{"output", 2010, kUnit, {7'050, 7'460, 8'220, 8'540, 9'630, 10'259}};

// Some fifty statements, decided by a negative cycle or by amounts that satisfy them, with one contradiction explained
// and three quantities worked out, one by linear programs; a third goes into wording, a fifth into memory. 0.70 million
// instructions. Goal: 10,000 plans a second on a core.
void AuditFoundingPlan(benchmark::State& state) {
  const plan::Plan founding = fp::io::read_plan_file(FOREPLAN_SOURCE_DIR "/examples/tuyen_quang/plan.json");
  for (auto _ : state) benchmark::DoNotOptimize(plan::audit(founding));
}
BENCHMARK(AuditFoundingPlan)->Unit(benchmark::kMicrosecond);

/// `statements` rounded levels, shares and growths of ten parts of one total over eight years, all true of one path.
plan::Plan connected_plan(int statements) {
  plan::Plan p;
  plan::Identity sum{.id = "sum", .total = "total"};
  const auto indicator = [&](const std::string& id) {
    p.indicators.push_back({.id = id, .name = {id, {}}, .unit = fp::Unit::physical("t")});
  };
  indicator("total");
  for (int i = 0; i < 10; ++i) {
    indicator("part" + std::to_string(i));
    sum.parts.push_back(p.indicators.back().id);
  }
  p.identities.push_back(sum);
  const auto level = [](int i, int t) { return 100.0 * (i + 1) * std::pow(1.02 + 0.01 * i, t); };
  const auto total = [&](int t) {
    double all = 0;
    for (int i = 0; i < 10; ++i) all += level(i, t);
    return all;
  };
  for (int k = 0; k < statements; ++k) {
    const int i = k % 10, t = k / 10 % 7;
    plan::Statement s{.id = "s" + std::to_string(k),
                      .indicator = sum.parts[static_cast<std::size_t>(i)],
                      .period = {2015 + t, 2015 + t}};
    if (k % 3 == 0) {
      s.value = fp::Rounded(std::round(level(i, t)), 0);
    } else if (k % 3 == 1) {
      s.kind = plan::StatementKind::share;
      s.of = "total";
      s.value = fp::Rounded(std::round(1000 * level(i, t) / total(t)) / 10, 1);
    } else {
      s.kind = plan::StatementKind::growth;
      s.period = {2016 + t, 2016 + t};
      s.value = fp::Rounded(2 + i, 0);
    }
    p.statements.push_back(std::move(s));
  }
  return p;
}

// One feasibility check of all statements: a linear program of about as many columns as statements, a few of whose rows
// are violated at first. It grows with the square of the statements or a little faster: milliseconds at 200.
void AuditConnectedPlan(benchmark::State& state) {
  const plan::Plan connected = connected_plan(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(plan::audit(connected));
}
BENCHMARK(AuditConnectedPlan)->Arg(40)->Arg(100)->Arg(200)->Unit(benchmark::kMicrosecond);

// Levels of one indicator in one period, all different, so that every pair is a contradiction: the search ends with its
// checks, each of which looks at all statements, and seconds at 10,000 are what that costs.
void AuditContradictoryLevels(benchmark::State& state) {
  plan::Plan p;
  p.indicators.push_back({.id = "x", .name = {"x", {}}, .unit = fp::Unit::physical("t")});
  for (int k = 0; k < state.range(0); ++k)
    p.statements.push_back(
        {.id = "s" + std::to_string(k), .indicator = "x", .period = {2015, 2015}, .value = fp::Rounded(100 + k, 0)});
  for (auto _ : state) benchmark::DoNotOptimize(plan::audit(p));
}
BENCHMARK(AuditContradictoryLevels)->Arg(100)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);

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

// Three sectors over ten years: thirty normals by Box & Muller and thirty exponentials a path, and seven fans
// whose selections are linear in the paths. Goal: a million paths in under half a second on a core; paths per second stay
// flat beyond ten thousand, below which all values of a fan are ordered.
void ProjectSectors(benchmark::State& state) {
  plan::Projection projection{.sectors = {"agr", "ind", "srv"},
                              .unit = kUnit,
                              .base = 2015,
                              .levels = {30, 30, 40},
                              .sigma = {0.02, 0.05, 0.03},
                              .correlation = 0.3,
                              .last = 2025,
                              .paths = static_cast<std::size_t>(state.range(0))};
  fp::scenario::Scenario scenario("base", plan::base_data(projection));
  for (const std::string& sector : projection.sectors) scenario = scenario.growth_path(sector, 0.1, {2016, 2025});
  for (auto _ : state) benchmark::DoNotOptimize(plan::project(projection, scenario));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(ProjectSectors)->Arg(1'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
