#include <benchmark/benchmark.h>
#include <foreplan/structure/shift_share.hpp>

#include <string>
#include <vector>

namespace {

namespace fp = foreplan;
namespace structure = foreplan::structure;

double level(std::int64_t a, std::int64_t b, std::int64_t c) {
  return 100 + static_cast<double>((a * 7 + b * 13 + c * 5) % 50);
}

// The kernel on three sectors: a few divisions, no memory. Decompositions a second; the goal is 10^6 on one core.
void DecomposeShift(benchmark::State& state) {
  const auto form = static_cast<structure::ShiftShareForm>(state.range(0));
  constexpr std::size_t kRegions = 1000, kSectors = 3;
  std::vector<double> first, last;
  for (std::size_t r = 0; r < kRegions; ++r)
    for (std::size_t i = 0; i < kSectors; ++i) {
      first.push_back(level(static_cast<std::int64_t>(r), static_cast<std::int64_t>(i), 0));
      last.push_back(level(static_cast<std::int64_t>(r), static_cast<std::int64_t>(i), 1));
    }
  const double nation_first[] = {4e5, 3e5, 2e5}, nation_last[] = {4.2e5, 3.6e5, 1.9e5}, growth[] = {0.05, 0.1, 0.2};
  const bool spatial = form == structure::ShiftShareForm::spatial;
  std::vector<double> effects(kSectors * structure::effects_of(form).size());
  for (auto _ : state)
    for (std::size_t r = 0; r < kRegions; ++r) {
      structure::decompose_shift(form, {&first[r * kSectors], kSectors}, {&last[r * kSectors], kSectors}, nation_first,
                                 nation_last, effects,
                                 spatial ? std::span<const double>(growth) : std::span<const double>());
      benchmark::DoNotOptimize(effects.data());
      benchmark::ClobberMemory();
    }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kRegions));
}
BENCHMARK(DecomposeShift)->ArgName("form")->DenseRange(0, 4);

// The panel: names, units and levels checked and copied first. Regions x steps of three sectors a second; flat.
void ShiftSharePanel(benchmark::State& state) {
  const auto regions = state.range(0), years = state.range(1);
  std::vector<structure::Region> all;
  for (std::int64_t r = 0; r < regions; ++r) {
    std::vector<fp::Series> sectors;
    for (std::int64_t i = 0; i < 3; ++i) {
      sectors.push_back({"s" + std::to_string(i), 1900, {}, {}});
      for (std::int64_t t = 0; t <= years; ++t) sectors.back().values.push_back(level(r, i, t));
    }
    all.push_back({"r" + std::to_string(r), fp::Frame(std::move(sectors))});
  }
  for (auto _ : state)
    benchmark::DoNotOptimize(structure::shift_share(all, {.timing = structure::ShiftShareTiming::dynamic}));
  state.SetItemsProcessed(state.iterations() * regions * years);
}
BENCHMARK(ShiftSharePanel)
    ->ArgNames({"regions", "years"})
    ->Args({63, 30})
    ->Args({1000, 100})
    ->Unit(benchmark::kMillisecond);

}  // namespace
