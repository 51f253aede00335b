#include <foreplan/core/errors.hpp>
#include <foreplan/io/iamc.hpp>

#include "check.hpp"

using namespace foreplan;

/// What is read is written in both layouts and read back equal; a text that is refused says where and why.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<io::IamcSeries> series;
  try {
    series = io::read_iamc(fuzz::text(data, size), {.max_bytes = 100'000, .max_cells = 100'000}, "f");
  } catch (const ParseError& e) {
    fuzz::check_issues(e);
    return 0;
  }
  if (series.empty()) return 0;
  fuzz::check(io::read_iamc(io::write_iamc(series)) == series);
  fuzz::check(io::read_iamc(io::write_iamc(series, {.layout = io::IamcLayout::tall})) == series);
  return 0;
}
