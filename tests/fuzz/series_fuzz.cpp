#include <foreplan/core/errors.hpp>
#include <foreplan/io/series.hpp>

#include "check.hpp"

using namespace foreplan;

/// The first byte chooses the options. A frame that is read is written and read back equal; a text that is refused says
/// where and why.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const io::SeriesReadOptions options{
      .fill_gaps = data[0] % 2 == 1, .max_bytes = 100'000, .max_columns = 1000, .max_cells = 100'000};
  Frame frame;
  try {
    frame = io::read_series(fuzz::text(data + 1, size - 1), options, "f");
  } catch (const ParseError& e) {
    fuzz::check_issues(e);
    return 0;
  }
  const std::string written = io::write_series(frame);
  const Frame again = io::read_series(written);
  fuzz::check(again == frame);
  fuzz::check(io::write_series(again) == written);
  return 0;
}
