#include "scenario/issues.hpp"

#include <algorithm>

namespace foreplan::inline v0::scenario::detail {

Issues::Issues(std::string_view text, std::string file) : text_(text), file_(std::move(file)), lines_{0} {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
    lines_.push_back(static_cast<std::uint32_t>(at + 1));
}

Place Issues::place(std::size_t offset) const {
  const auto next = std::upper_bound(lines_.begin(), lines_.end(), offset);
  return {static_cast<std::size_t>(next - lines_.begin()), offset - *(next - 1) + 1};
}

void Issues::add(std::size_t offset, std::string expected, std::string found, std::string suggestion) {
  offset = std::min(offset, text_.size());
  if (full() || !places_.insert(offset).second) return;
  const Place at = place(offset);
  ParseIssue issue;
  issue.file = file_;
  issue.line = at.line;
  issue.column = at.column;
  issue.expected = std::move(expected);
  issue.found = std::move(found);
  issue.suggestion = std::move(suggestion);
  issue.excerpt = excerpt(offset);
  issues_.emplace_back(offset, std::move(issue));
}

void Issues::raise() const {
  if (issues_.empty()) return;
  auto sorted = issues_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<ParseIssue> all;
  for (auto& [offset, issue] : sorted) all.push_back(std::move(issue));
  throw ParseError(std::move(all));
}

std::string Issues::excerpt(std::size_t offset) const {
  constexpr std::size_t kBefore = 60, kAfter = 40;
  const auto inside_character = [&](std::size_t at) {
    return at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0) == 0x80;
  };
  const std::size_t line_begin = offset - (place(offset).column - 1);
  std::size_t begin = offset - line_begin > kBefore ? offset - kBefore : line_begin;
  std::size_t end = std::min({text_.find('\n', offset), text_.size(), offset + kAfter});
  while (begin > line_begin && inside_character(begin)) --begin;
  while (inside_character(end)) ++end;
  std::string source = begin > line_begin ? "..." : "";
  std::string caret(source.size(), ' ');
  for (std::size_t at = begin; at < end; ++at) {
    const auto c = static_cast<unsigned char>(text_[at]);
    source.push_back(c < 0x20 || c == 0x7F ? ' ' : text_[at]);
    if (at < offset && !inside_character(at)) caret.push_back(' ');
  }
  if (end < text_.size() && text_[end] != '\n') source += "...";
  return "  " + source + "\n  " + caret + "^";
}

}  // namespace foreplan::inline v0::scenario::detail
