#include <foreplan/core/errors.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/core/version.hpp>

#include "core/check.hpp"

namespace foreplan::inline v0 {

// Out of line, so that each type has one home for its type information.
Error::~Error() = default;
InvalidArgument::~InvalidArgument() = default;
UnitMismatch::~UnitMismatch() = default;
PeriodMismatch::~PeriodMismatch() = default;
Cancelled::~Cancelled() = default;
IoError::~IoError() = default;
ParseError::~ParseError() = default;

namespace {
std::string all_lines(const std::vector<ParseIssue>& issues) {
  detail::require(!issues.empty(), "ParseError", "issues must not be empty");
  std::string text;
  for (const auto& issue : issues) {
    if (!text.empty()) text.push_back('\n');
    text += to_string(issue);
  }
  return text;
}
}  // namespace

ParseError::ParseError(std::vector<ParseIssue> issues) : Error(all_lines(issues)), issues_(std::move(issues)) {}

std::string to_string(const ParseIssue& issue) {
  std::string place = issue.file;
  if (issue.line > 0) {
    if (!place.empty()) place.push_back(':');
    place += std::to_string(issue.line);
    if (issue.column > 0) place += ":" + std::to_string(issue.column);
  }
  std::string text = place;
  if (!issue.pointer.empty()) text += (text.empty() ? "" : ": ") + issue.pointer;
  if (!text.empty()) text += ": ";
  text += "expected " + issue.expected;
  if (!issue.found.empty()) text += ", found " + issue.found;
  if (!issue.suggestion.empty()) text += " (" + issue.suggestion + ")";
  if (!issue.excerpt.empty()) text += "\n" + issue.excerpt;
  return text;
}

std::string_view to_string(Stop stop) noexcept {
  switch (stop) {
    case Stop::not_run: return "not run";
    case Stop::converged: return "converged";
    case Stop::iteration_limit: return "iteration limit";
    case Stop::time_limit: return "time limit";
    case Stop::no_progress: return "no progress";
    case Stop::singular: return "singular";
    case Stop::infeasible: return "infeasible";
    case Stop::unbounded: return "unbounded";
    case Stop::not_finite: return "not finite";
  }
  return "unknown";
}

std::string_view version() noexcept { return FOREPLAN_VERSION_STRING; }

}  // namespace foreplan::inline v0
