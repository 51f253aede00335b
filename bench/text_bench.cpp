#include <benchmark/benchmark.h>

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "text/csv.hpp"
#include "text/decimal.hpp"
#include "text/hash.hpp"

namespace {

namespace text = foreplan::text;

// O(bytes): 64 rounds of about 10 dependent operations for 64 bytes, a few cycles a byte, so a few hundred MB/s at any
// size.
void Sha256(benchmark::State& state) {
  const std::string bytes(static_cast<std::size_t>(state.range(0)), 'x');
  for (auto _ : state) benchmark::DoNotOptimize(text::sha256_hex(bytes));
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Sha256)->Arg(64)->Arg(64 << 10)->Arg(16 << 20);

// O(bytes): a scan of 64 bytes costs some 30 instructions, a field a few more, so that short fields cost most: 1 to 3
// GB/s.
void CsvFields(benchmark::State& state) {
  const std::string field(static_cast<std::size_t>(state.range(0)), 'x');
  std::string csv;
  while (csv.size() < (1u << 20)) {
    for (int i = 0; i < 20; ++i) csv += field + (i < 19 ? "," : "\n");
  }
  for (auto _ : state) {
    text::CsvReader reader(csv);
    std::size_t fields = 0;
    while (reader.next()) fields += reader.row().size();
    benchmark::DoNotOptimize(fields);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(csv.size()));
}
BENCHMARK(CsvFields)->Arg(4)->Arg(9)->Arg(60);

/// Numbers of 5 to 9 characters one after the other.
std::vector<std::string_view> decimals(std::string& memory) {
  for (int i = 0; i < 4096; ++i)
    memory += std::to_string(i * 7919 % 100000 + 1000) + "." + std::to_string(i * 31 % 1000) + ",";
  std::vector<std::string_view> all;
  for (std::size_t at = 0, end = 0; (end = memory.find(',', at)) != std::string::npos; at = end + 1)
    all.push_back(std::string_view(memory).substr(at, end - at));
  return all;
}

// About 6 ns a number without a branch on its digits; the peer, from_chars, three to four times that.
void ParseDecimal(benchmark::State& state) {
  std::string memory;
  const auto all = decimals(memory);
  for (auto _ : state)
    for (const std::string_view number : all) {
      double value = 0;
      benchmark::DoNotOptimize(text::parse_decimal(number, memory.data(), value));
      benchmark::DoNotOptimize(value);
    }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(all.size()));
}
BENCHMARK(ParseDecimal);

void ParseDecimalFromChars(benchmark::State& state) {
  std::string memory;
  const auto all = decimals(memory);
  for (auto _ : state)
    for (const std::string_view number : all) {
      double value = 0;
      benchmark::DoNotOptimize(std::from_chars(number.data(), number.data() + number.size(), value));
      benchmark::DoNotOptimize(value);
    }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(all.size()));
}
BENCHMARK(ParseDecimalFromChars);

}  // namespace
