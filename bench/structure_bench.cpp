#include <benchmark/benchmark.h>
#include <foreplan/structure.hpp>

#include <string>
#include <vector>

namespace {

namespace fp = foreplan;
namespace structure = foreplan::structure;

std::vector<double> sectors(std::int64_t n, std::int64_t turn) {
  std::vector<double> x;
  for (std::int64_t i = 0; i < n; ++i) x.push_back(1 + static_cast<double>((i * 7 + turn) % 13));
  return x;
}

// Two scaled copies and one pass: linear, and cheaper by the log of each sector than Lilien's index.
void Nav(benchmark::State& state) {
  const auto first = sectors(state.range(0), 0), last = sectors(state.range(0), 5);
  for (auto _ : state) benchmark::DoNotOptimize(structure::nav(first, last));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Nav)->RangeMultiplier(16)->Range(4, 4 << 12);

void Lilien(benchmark::State& state) {
  const auto first = sectors(state.range(0), 0), last = sectors(state.range(0), 5);
  for (auto _ : state) benchmark::DoNotOptimize(structure::lilien(first, last, structure::LilienWeights::end_period));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Lilien)->RangeMultiplier(16)->Range(4, 4 << 12);

// Every projection walks periods x sectors once; with exact targets there are two (one that finds that all hold), and
// each bound that binds adds two. Cells per second stay flat over both sizes and fall to 1 / (1 + bounds).
void ProjectSectors(benchmark::State& state) {
  const auto n = state.range(0), bounds = state.range(1);
  std::vector<fp::Series> series;
  for (std::int64_t i = 0; i < n; ++i) series.push_back({"s" + std::to_string(i), 2015, {}, {1}});
  const fp::Frame base(std::move(series));
  structure::SectorProjectionOptions options{.last = 2065, .total_growth = {0.05}};
  for (std::int64_t i = 0; i < bounds; ++i)
    options.targets.push_back(
        {"s" + std::to_string(i), 2065, 1.5 / static_cast<double>(n), structure::ShareBound::at_least});
  for (auto _ : state) benchmark::DoNotOptimize(structure::project_sectors(base, options));
  state.SetItemsProcessed(state.iterations() * n * 50);
}
BENCHMARK(ProjectSectors)->ArgNames({"sectors", "bounds"})->ArgsProduct({{10, 100, 1000}, {0, 4}});

}  // namespace
