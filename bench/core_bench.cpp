#include <benchmark/benchmark.h>
#include <foreplan/core.hpp>

#include <string>
#include <utility>
#include <vector>

namespace {

namespace fp = foreplan;

// Ten rounds of two 64-bit multiplications for four words: some 8 ns a word, flat, with no memory touched. The block
// is calculated when its first word is asked for.
void StreamWords(benchmark::State& state) {
  fp::Stream stream({.seed = 1});
  for (auto _ : state) benchmark::DoNotOptimize(stream());
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(StreamWords);

// Integer arithmetic and a range check: a few ns. Days need the calendar (in) and are several times dearer.
void PeriodSteps(benchmark::State& state) {
  fp::Period p = fp::Period::month(2000, 1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(p);
    benchmark::DoNotOptimize(p + 7);
  }
}
BENCHMARK(PeriodSteps);

void DayInMonth(benchmark::State& state) {
  const fp::Period p = fp::Period::day(2016, 2, 29);
  for (auto _ : state) benchmark::DoNotOptimize(p.in(fp::Frequency::monthly));
}
BENCHMARK(DayInMonth);

// Series are looked up by name one after the other: the time of one look-up grows with their number. Who asks for
// many values asks once for the series.
void FrameLookUp(benchmark::State& state) {
  std::vector<fp::Series> series;
  for (int i = 0; i < state.range(0); ++i) series.push_back({"s" + std::to_string(i), 2010, {}, {1, 2, 3}});
  const fp::Frame frame(std::move(series));
  const std::string last = "s" + std::to_string(state.range(0) - 1);
  for (auto _ : state) benchmark::DoNotOptimize(frame.at(last, 2011));
}
BENCHMARK(FrameLookUp)->RangeMultiplier(10)->Range(1, 1000);

// Alignment copies each value once and sorts the names: O(cells + n log n).
void FrameAligns(benchmark::State& state) {
  std::vector<fp::Series> series;
  for (int i = 0; i < state.range(0); ++i)
    series.push_back({"s" + std::to_string(i), 2010 + i % 3, {}, std::vector<double>(100, 1.0)});
  for (auto _ : state) benchmark::DoNotOptimize(fp::Frame(series));
  state.SetItemsProcessed(state.iterations() * state.range(0) * 102);
}
BENCHMARK(FrameAligns)->RangeMultiplier(10)->Range(1, 1000);

// The ends of a printed number are read from decimal text, to be the nearest doubles: some 200 ns against 1 ns for an
// exact one.
void RoundedInterval(benchmark::State& state) {
  const fp::Rounded x = state.range(0) == 0 ? fp::Rounded(25.2) : fp::Rounded("25.2");
  for (auto _ : state) benchmark::DoNotOptimize(x.interval());
}
BENCHMARK(RoundedInterval)->ArgName("printed")->Arg(0)->Arg(1);

// A copy allocates once for each array; destroying it walks a list of its own instead of the stack. Both are linear in
// the number of values whether they lie side by side or inside each other.
void ValueCopies(benchmark::State& state) {
  const bool deep = state.range(1) != 0;
  fp::Value v = fp::Value::array();
  for (int i = 0; i < state.range(0); ++i) {
    fp::Value next = fp::Value::array();
    next.push_back(deep ? std::move(v) : fp::Value(i));
    if (deep)
      v = std::move(next);
    else
      v.push_back(std::move(next));
  }
  for (auto _ : state) benchmark::DoNotOptimize(fp::Value(v));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(ValueCopies)->ArgNames({"values", "deep"})->ArgsProduct({{1000, 100'000}, {0, 1}});

}  // namespace
