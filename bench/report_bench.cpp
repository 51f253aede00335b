#include <benchmark/benchmark.h>
#include <foreplan/report.hpp>

#include <cmath>
#include <string>
#include <vector>

namespace {

namespace fp = foreplan;
namespace report = foreplan::report;

report::LineChart fan_chart(int periods) {
  report::LineChart chart;
  chart.title = "Industrial gross output";
  chart.unit = fp::Unit::money("VND", 9, fp::PriceBasis::constant(1994));
  for (int k = 0; k < 3; ++k) {
    report::ChartFan fan;
    fan.name = "scenario " + std::to_string(k);
    fan.start = 2015;
    for (int i = 0; i < periods; ++i) {
      const double centre = 6513 + 100 * i + 500 * std::sin(0.1 * i + k);
      fan.centre.push_back(centre), fan.lower.push_back(centre - i), fan.upper.push_back(centre + i);
    }
    chart.fans.push_back(fan);
  }
  chart.targets = {{"Target", 2020, 7000}};
  return chart;
}

report::Table wide_table(int rows) {
  report::Table t;
  t.columns = {{"Year"},
               {"Output", fp::Unit::money("VND", 9, fp::PriceBasis::current())},
               {"Growth", {}, report::NumberStyle::signed_percent},
               {"Remark"}};
  for (int i = 0; i < rows; ++i)
    t.rows.push_back({fp::Period(1 + i % 9000), 6513.5 + i, 0.001 * (i % 100), "observed & <checked>"});
  return t;
}

// A few numbers are formatted for each point and its label: points per second stay flat as the chart grows, and a
// chart of ten years takes well under a millisecond.
void LineSvg(benchmark::State& state) {
  const report::LineChart chart = fan_chart(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(report::svg(chart));
  state.SetItemsProcessed(state.iterations() * state.range(0) * 3);
}
BENCHMARK(LineSvg)->Arg(10)->Arg(100)->Arg(1000)->Unit(benchmark::kMicrosecond);

// Rows are written one after another, each cell formatted and escaped once: linear, a microsecond or less a cell.
void TableHtml(benchmark::State& state) {
  const report::Table t = wide_table(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(report::html(t));
  state.SetItemsProcessed(state.iterations() * state.range(0) * 4);
}
BENCHMARK(TableHtml)->Arg(100)->Arg(10'000)->Unit(benchmark::kMillisecond);

void TableMarkdown(benchmark::State& state) {
  const report::Table t = wide_table(10'000);
  for (auto _ : state) benchmark::DoNotOptimize(report::markdown(t));
}
BENCHMARK(TableMarkdown)->Unit(benchmark::kMillisecond);

// No numbers are grouped and little is escaped: the quickest of the writers.
void TableCsv(benchmark::State& state) {
  const report::Table t = wide_table(10'000);
  for (auto _ : state) benchmark::DoNotOptimize(report::csv(t));
}
BENCHMARK(TableCsv)->Unit(benchmark::kMillisecond);

// A page as the main example's: each chart is drawn twice and written once more as a table. A few milliseconds.
void Page(benchmark::State& state) {
  report::Document page("Industrial plan 2016-2025");
  for (int s = 0; s < 7; ++s)
    page.section("Section", "A paragraph of text.", fan_chart(11), fan_chart(11), wide_table(10));
  for (auto _ : state) benchmark::DoNotOptimize(report::html(page));
}
BENCHMARK(Page)->Unit(benchmark::kMillisecond);

}  // namespace
