#include <foreplan/core/errors.hpp>

#include "check.hpp"
#include "scenario/frml.hpp"
#include "scenario/parse_model.hpp"
#include "scenario/print.hpp"

using namespace foreplan;

namespace {

constexpr std::size_t kMost = 20'000;

scenario::CompileOptions limits() {
  scenario::CompileOptions options;
  options.file = "f";
  options.max_bytes = kMost;
  options.max_depth = 50;
  options.max_equations = 200;
  options.max_terms = kMost;
  return options;
}

/// Issues have a place within the text, in its order.
void check_issues(const ParseError& e, std::size_t size) {
  std::size_t line = 0;
  for (const ParseIssue& issue : e.issues()) {
    fuzz::check(!issue.expected.empty() && issue.line >= line);
    fuzz::check(issue.line + issue.column <= size + 2 || size > kMost);
    line = issue.line;
  }
}

void check_model(const scenario::detail::ModelData& m) {
  fuzz::check(m.equations.size() == m.sides.size());
  for (const auto& sides : m.sides) {
    fuzz::check(sides.left < m.expressions.size() && sides.right < m.expressions.size());
    fuzz::check(sides.variable == scenario::detail::kNone || sides.variable < m.variables.size());
  }
  for (scenario::detail::NodeId id = 0; id < m.expressions.size(); ++id) {
    const auto& n = m.expressions[id];
    const int count = operands(n.op);
    fuzz::check(count < 1 || n.a < id);
    fuzz::check(count < 2 || n.b < id);
    fuzz::check(count < 3 || n.c < id);
    if (count == 0 && n.op != scenario::detail::Op::constant) fuzz::check(n.a < m.variables.size());
    if (n.op == scenario::detail::Op::at_period) fuzz::check(n.b < m.periods.size());
  }
}

/// The text of each equation and its right side as printed are read again.
void check_texts(const scenario::detail::ModelData& m) {
  constexpr std::size_t kLong = 1000;
  for (std::size_t i = 0; i < m.equations.size(); ++i) {
    if (m.equations[i].text.size() < kLong) (void)scenario::detail::parse_model(m.equations[i].text, {});
    const std::string printed = expression_text(m, m.sides[i].right);
    if (printed.size() < kLong) (void)scenario::detail::parse_model("0 = " + printed, {});
  }
}

}  // namespace

/// A model that is read keeps the rules of its graph; a text that is refused says where and why. The first byte chooses
/// the language.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text = fuzz::text(data + 1, size - 1);
  scenario::detail::ModelData model;
  try {
    model = data[0] == 'F' ? scenario::detail::parse_frml(text, {}, limits()).data
                           : scenario::detail::parse_model(text, limits());
  } catch (const ParseError& e) {
    check_issues(e, text.size());
    return 0;
  }
  check_model(model);
  if (data[0] != 'F') check_texts(model);
  return 0;
}
