#include "io/document_issues.hpp"

#include <charconv>

#include "core/check.hpp"

namespace foreplan::inline v0::io::internal {

using text::JsonNode;

std::string did_you_mean(std::string_view name, const std::vector<std::string>& known) {
  const std::string near = detail::nearest_name(name, known);
  return near.empty() ? std::string() : "did you mean " + detail::quoted(near) + "?";
}

std::size_t offset_of(const JsonNode& root, std::string_view pointer) {
  const JsonNode* node = &root;
  while (!pointer.empty()) {
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    const std::string_view step = pointer.substr(1, end - 1);
    pointer.remove_prefix(end);
    const bool in_list = node->kind == JsonNode::Kind::array;
    std::size_t left = 0;
    if (in_list && std::from_chars(step.data(), step.data() + step.size(), left).ptr != step.data() + step.size()) break;
    const JsonNode* child = nullptr;
    for (const JsonNode& c : *node)
      if (in_list ? left-- == 0 : c.key == step) {
        child = &c;
        break;
      }
    if (child == nullptr) break;
    node = child;
  }
  return node->offset;
}

void add_refusal(const InvalidArgument& refusal, const JsonNode& root, const std::string& pointer, Issues& issues) {
  if (issues.full()) return;  // before the place is looked for
  constexpr std::string_view kGot = "; got ";
  std::string_view what = refusal.what();
  if (const auto function = what.find(": "); function != std::string_view::npos) what.remove_prefix(function + 2);
  const std::size_t got = std::min(what.find(kGot), what.size());
  const std::string_view found = what.substr(std::min(what.size(), got + kGot.size()));
  issues.add(offset_of(root, pointer), pointer, "that " + std::string(what.substr(0, got)), std::string(found));
}

void add_lines(const ParseError& error, std::size_t lines, const text::JsonNode& root, const std::string& pointer,
               Issues& issues) {
  for (const ParseIssue& issue : error.issues()) {
    // What is missing at the end stands after the last line.
    const std::string line = pointer + "/" + std::to_string(std::clamp<std::size_t>(issue.line, 1, lines) - 1);
    issues.add(offset_of(root, line), line, issue.expected, issue.found + " in column " + std::to_string(issue.column),
               issue.suggestion);
  }
}

}  // namespace foreplan::inline v0::io::internal
