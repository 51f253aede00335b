#include <benchmark/benchmark.h>
#include <foreplan/structure/productivity.hpp>

#include <string>
#include <vector>

namespace {

namespace fp = foreplan;
namespace structure = foreplan::structure;

std::vector<double> made_up(std::int64_t n, std::int64_t turn) {
  std::vector<double> x;
  for (std::int64_t i = 0; i < n; ++i) x.push_back(1 + static_cast<double>((i * 7 + turn) % 13));
  return x;
}

// Three divisions a sector and period, and one list for the sectors of the result: linear from a dozen sectors on. With
// prices there is one division more; productivity_peer.py times the same in numpy, where calls cost more than numbers.
void DecomposeProductivity(benchmark::State& state) {
  const auto n = state.range(0);
  const auto convention = static_cast<structure::WithinShift>(state.range(1));
  const auto v0 = made_up(n, 0), l0 = made_up(n, 1), n0 = made_up(n, 2), v1 = made_up(n, 3), l1 = made_up(n, 4),
             n1 = made_up(n, 5);
  for (auto _ : state)
    benchmark::DoNotOptimize(structure::decompose_productivity({v0, l0, n0, {}}, {v1, l1, n1, {}}, convention));
  state.SetItemsProcessed(state.iterations());
  state.SetLabel(std::string(to_string(convention)));
}
BENCHMARK(DecomposeProductivity)
    ->ArgNames({"sectors", "convention"})
    ->ArgsProduct({{3, 12, 96},
                   {static_cast<std::int64_t>(structure::WithinShift::base_share),
                    static_cast<std::int64_t>(structure::WithinShift::gead)}});

// Names are looked up in two frames once a call, which for a dozen sectors costs more than the arithmetic; a chain over
// 28 years looks them up once as well and so costs far less than 28 calls.
structure::ProductivityData data_of(std::int64_t n) {
  const auto frame = [n](const fp::Unit& unit, std::int64_t turn) {
    std::vector<fp::Series> series;
    for (std::int64_t i = 0; i < n; ++i)
      series.push_back({"sector " + std::to_string(i), 1990, unit, made_up(29, turn + i)});
    return fp::Frame(std::move(series));
  };
  return {frame(fp::Unit::money("VND", 6, fp::PriceBasis::constant(2015)), 0), frame(fp::Unit::physical("person"), 1),
          frame(fp::Unit::money("VND", 6, fp::PriceBasis::current()), 2), std::nullopt};
}

void DecomposeProductivityOfFrames(benchmark::State& state) {
  const auto data = data_of(state.range(0));
  for (auto _ : state)
    benchmark::DoNotOptimize(structure::decompose_productivity(data, 1990, 2018, structure::WithinShift::base_share));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(DecomposeProductivityOfFrames)->ArgName("sectors")->Arg(3)->Arg(12);

void ChainProductivity(benchmark::State& state) {
  const auto data = data_of(state.range(0));
  for (auto _ : state)
    benchmark::DoNotOptimize(structure::chain_productivity(data, 1990, 2018, structure::WithinShift::gead));
  state.SetItemsProcessed(state.iterations() * 28);
}
BENCHMARK(ChainProductivity)->ArgName("sectors")->Arg(3)->Arg(12);

}  // namespace
