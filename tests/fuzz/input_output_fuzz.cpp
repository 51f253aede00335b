#include <foreplan/core/errors.hpp>
#include <foreplan/io/input_output.hpp>

#include "check.hpp"

using namespace foreplan;

/// The first byte chooses the options. A table that is read is checked; it is written and read back equal where its names
/// allow; a text that is refused says where and why.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  io::InputOutputReadOptions options{.missing_is_zero = data[0] % 2 == 1, .max_bytes = 100'000};
  if (data[0] & 2) options.imported = {{"m", "a"}};
  if (data[0] & 4) options.ignored = {"total"};
  structure::InputOutputTable table;
  try {
    table = io::read_input_output(fuzz::text(data + 1, size - 1), options, "f");
  } catch (const ParseError& e) {
    fuzz::check_issues(e);
    return 0;
  }
  for (const auto& finding : structure::check(table).findings) fuzz::check(!finding.sentence.empty());
  std::string written;
  try {
    written = io::write_input_output(table);
  } catch (const InvalidArgument&) {
    return 0;
  }
  const auto again = io::read_input_output(written);
  fuzz::check(again == table);
  fuzz::check(io::write_input_output(again) == written);
  return 0;
}
