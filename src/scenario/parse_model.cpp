#include "scenario/parse_model.hpp"

#include "scenario/expand.hpp"
#include "scenario/parser.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

void run(std::string_view text, const CompileOptions& options, Issues& issues, Draft& draft) {
  Reading reading(text, Dialect::model, options, issues);
  parse_statements(reading);
  if (issues.full()) return;
  draft.complete = issues.empty();
  std::vector<std::uint32_t> equation_places, variable_places;
  expand(reading, draft, equation_places, variable_places);
  variable_places.resize(draft.data.variables.size(), kNone);
  for (Problem& p : assemble(draft))
    issues.add(p.of_variable ? variable_places[p.index] : equation_places[p.index], std::move(p.expected),
               std::move(p.found), std::move(p.suggestion));
}

}  // namespace

ModelData parse_model(std::string_view text, const CompileOptions& options) {
  require_readable(text, options);
  Issues issues(text, options.file);
  Draft draft;
  try {
    run(text, options, issues, draft);
  } catch (const LimitReached&) {
    // recorded among the issues
  }
  issues.raise();
  return std::move(draft.data);
}

}  // namespace foreplan::inline v0::scenario::detail
