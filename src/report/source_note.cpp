#include "report/source_note.hpp"

#include "text/messages.hpp"

#include <algorithm>

namespace foreplan::inline v0::report {
namespace {

bool is_illustrative(const std::string& source) { return source.rfind("illustrative", 0) == 0; }

}  // namespace

std::string joined_notes(std::string note, const std::string& more) {
  if (!note.empty() && !more.empty()) note += ' ';
  return note + more;
}

std::string source_note(const std::vector<std::string>& sources, Language language) {
  std::string named;
  std::vector<std::string> seen;
  for (const std::string& source : sources) {
    if (source.empty() || is_illustrative(source) || std::find(seen.begin(), seen.end(), source) != seen.end())
      continue;
    seen.push_back(source);
    named += (named.empty() ? "" : "; ") + source;
  }
  if (!named.empty()) named = text::message(language, "report.note.source", {{"source", named}});
  if (!std::any_of(sources.begin(), sources.end(), is_illustrative)) return named;
  return joined_notes(std::string(text::message(language, "report.note.illustrative")), named);
}

}  // namespace foreplan::inline v0::report
