#include <foreplan/core/errors.hpp>
#include <foreplan/io/scenarios.hpp>
#include <foreplan/scenario/diff.hpp>

#include "check.hpp"

using namespace foreplan;

/// The first byte chooses scenarios or a run. What is read is written and read back equal, and its scenarios can be
/// compared; a document that is refused says where and why.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto text = fuzz::text(data + 1, size - 1);
  try {
    if (data[0] % 2 == 1) {
      const std::string written = io::write_run(io::read_run(text, {}, "f"));
      fuzz::check(io::write_run(io::read_run(written)) == written);
      return 0;
    }
    const io::ScenarioSet set = io::read_scenarios(text, {}, "f");
    const std::string written = io::write_scenarios(set);
    const io::ScenarioSet again = io::read_scenarios(written);
    fuzz::check(again.registry == set.registry);
    fuzz::check(io::write_scenarios(again) == written);
    const auto all = set.registry.scenarios();
    for (std::size_t i = 1; i < all.size() && i < 5; ++i) {
      try {
        (void)scenario::diff(all[0], all[i], {.most = 100});
      } catch (const InvalidArgument&) {  // a shift of a missing value, say
      }
    }
  } catch (const ParseError& e) {
    fuzz::check_issues(e);
  }
  return 0;
}
