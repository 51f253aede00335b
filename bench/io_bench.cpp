#include <benchmark/benchmark.h>
#include <foreplan/core/random.hpp>
#include <foreplan/io.hpp>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "text/json.hpp"

namespace {

namespace fp = foreplan;

// Series as CSV -----------------------------------------------------------------------------------------

constexpr int kSeries = 200;
constexpr std::size_t kBytes = 100'000'000;

void append(std::string& text, double value, int decimals) {
  char buffer[64];
  const auto written = decimals < 0
                           ? std::to_chars(buffer, buffer + sizeof buffer, value)
                           : std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, decimals);
  text.append(buffer, written.ptr);
}

/// 100 MB of 200 daily series. Published figures: levels of 0 to 3 decimals and rates, up to 10 digits, some negative.
/// With `shortest`, doubles as a program prints them, of 15 to 17 digits.
std::string csv_text(bool shortest) {
  std::string text = "period";
  for (int i = 0; i < kSeries; ++i) text += ",series " + std::to_string(i);
  text += '\n';
  fp::Stream random({.seed = 1});
  fp::Period day = fp::Period::day(1700, 1, 1);
  text.reserve(kBytes + 10'000);
  for (; text.size() < kBytes; ++day) {
    text += to_string(day);
    for (int i = 0; i < kSeries; ++i) {
      text += ',';
      const double u = random.uniform();
      if (shortest)
        append(text, u, -1);
      else
        append(text, i % 4 == 0 ? 20 * (u - 0.3) : u * 5e6, i % 4 == 0 ? 2 : i % 4);
    }
    text += '\n';
  }
  return text;
}

const std::string& text_of(const benchmark::State& state) {
  static const std::string published = csv_text(false), shortest = csv_text(true);
  return state.range(0) == 0 ? published : shortest;
}

void labelled(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
  state.SetLabel(state.range(0) == 0 ? "published figures" : "shortest doubles");
}

// O(bytes). A field of a published figure costs one branch-free conversion of 16 bytes and a share of a 64-byte scan;
// about a third of the time is the system's, which makes the pages of the result. Expect three to four times the peer's
// rate. Shortest doubles exceed 2^53 or 16 characters and go through from_chars at its own rate, with twice the bytes a
// field: two to three times the peer's. The result is 8 bytes for each 9 or 19 of text.
void ReadSeries(benchmark::State& state) {
  const std::string& text = text_of(state);
  for (auto _ : state) benchmark::DoNotOptimize(fp::io::read_series(text));
  labelled(state, text.size());
}
BENCHMARK(ReadSeries)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

// The peer: the same numbers into one vector by strtod, which finds the ends of the fields itself and checks nothing.
void ReadSeriesStrtod(benchmark::State& state) {
  const std::string& text = text_of(state);
  for (auto _ : state) {
    std::vector<double> values;
    values.reserve(text.size() / 8);
    const char* at = text.c_str() + text.find('\n') + 1;
    while (*at != '\0') {
      while (*at != ',') ++at;  // the period
      while (*at == ',') {
        char* end = nullptr;
        values.push_back(std::strtod(at + 1, &end));
        at = end;
      }
      ++at;
    }
    benchmark::DoNotOptimize(values.data());
  }
  labelled(state, text.size());
}
BENCHMARK(ReadSeriesStrtod)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

// From a file in the page cache: as above plus one copy into fresh memory, at a few GB/s.
void ReadSeriesFile(benchmark::State& state) {
  const std::string path = (std::filesystem::temp_directory_path() / "foreplan_io_bench.csv").string();
  fp::io::write_file(path, text_of(state));
  for (auto _ : state) benchmark::DoNotOptimize(fp::io::read_series_file(path));
  labelled(state, text_of(state).size());
  std::remove(path.c_str());
}
BENCHMARK(ReadSeriesFile)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

// O(values). Shortest digits (Ryu) cost 20 to 40 ns a value.
void WriteSeries(benchmark::State& state) {
  const fp::Frame frame = fp::io::read_series(text_of(state));
  for (auto _ : state) benchmark::DoNotOptimize(fp::io::write_series(frame));
  labelled(state, text_of(state).size());
}
BENCHMARK(WriteSeries)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

// -------------------------------------------------------------------------------------------------------

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
