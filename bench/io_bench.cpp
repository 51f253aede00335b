#include <benchmark/benchmark.h>
#include <foreplan/io.hpp>

#include <nlohmann/json.hpp>
#include <string>

#include "text/json.hpp"

namespace {

namespace fp = foreplan;

// Plan documents ------------------------------------------------------------------------------------------------------

const std::string& plan_text() {
  static const std::string text =
      fp::io::read_file(std::string(FOREPLAN_SOURCE_DIR) + "/examples/tuyen_quang/plan.json");
  return text;
}

void set_bytes(benchmark::State& state, const std::string& text) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

// The peer: the same grammar into its own tree, without places, repeated keys, fields or the plan's rules.
void ParsePlanAsDom(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(nlohmann::json::parse(plan_text(), nullptr, true, true));
  set_bytes(state, plan_text());
}
BENCHMARK(ParsePlanAsDom);

// The grammar's part of ReadPlan: a fifth slower than the peer, for the places and the check of the keys.
void ParsePlanWithPlaces(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(fp::text::parse_json(plan_text(), ""));
  set_bytes(state, plan_text());
}
BENCHMARK(ParsePlanWithPlaces);

// Grammar, fields, all rules of `validate`, and three scenarios: about half the speed of the peer.
void ReadPlan(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(fp::io::read_plan(plan_text()));
  set_bytes(state, plan_text());
}
BENCHMARK(ReadPlan);

// Four times as fast as reading.
void WritePlan(benchmark::State& state) {
  const fp::plan::Plan plan = fp::io::read_plan(plan_text());
  const std::string written = fp::io::write_plan(plan);
  for (auto _ : state) benchmark::DoNotOptimize(fp::io::write_plan(plan));
  set_bytes(state, written);
}
BENCHMARK(WritePlan);

// The peer of WritePlan, from its own tree.
void WritePlanFromDom(benchmark::State& state) {
  const std::string written = fp::io::write_plan(fp::io::read_plan(plan_text()));
  const nlohmann::json dom = nlohmann::json::parse(written);
  for (auto _ : state) benchmark::DoNotOptimize(dom.dump(2));
  set_bytes(state, written);
}
BENCHMARK(WritePlanFromDom);

}  // namespace
