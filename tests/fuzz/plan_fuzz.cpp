#include <foreplan/core/errors.hpp>
#include <foreplan/io/plan.hpp>
#include <foreplan/plan/audit.hpp>

#include "check.hpp"

using namespace foreplan;

/// A plan that is read is written and read back equal, and can be audited, whatever it says; a document that is refused
/// says where and why.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  plan::Plan p;
  try {
    p = io::read_plan(fuzz::text(data, size), "f");
  } catch (const ParseError& e) {
    fuzz::check_issues(e);
    return 0;
  }
  plan::validate(p);
  const std::string written = io::write_plan(p);
  const plan::Plan again = io::read_plan(written);
  fuzz::check(again == p);
  fuzz::check(io::write_plan(again) == written);
  constexpr std::size_t kMostStatements = 20;  // the audit's programs grow with the statements
  if (p.statements.size() + p.quantities.size() <= kMostStatements) (void)plan::audit(p, {.max_checks = 50});
  return 0;
}
