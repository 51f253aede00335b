#include <foreplan/core/errors.hpp>

#include "check.hpp"
#include "text/json_value.hpp"

using namespace foreplan;

/// What is accepted is written and read back equal; what is refused has a place within the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text(data, size);
  try {
    for (const auto& node : text::parse_json(text, "").nodes) {
      fuzz::check(node.offset < size);
      if (node.kind == text::JsonNode::Kind::number) fuzz::check(text.substr(node.offset).starts_with(node.text));
      if (node.kind == text::JsonNode::Kind::text) fuzz::check(text[node.offset] == '"');
      if (node.kind == text::JsonNode::Kind::array) fuzz::check(text[node.offset] == '[');
      if (node.kind == text::JsonNode::Kind::object) fuzz::check(text[node.offset] == '{');
    }
    const Value value = text::parse_value(text, "");
    const std::string written = text::value_text(value);
    const Value again = text::parse_value(written, "");
    fuzz::check(again == value);
    fuzz::check(text::value_text(again) == written);
  } catch (const ParseError& e) {
    fuzz::check_issues(e);
    for (const auto& issue : e.issues())
      fuzz::check(issue.line >= 1 && issue.line + issue.column <= size + 2 && !issue.found.empty());
  }
  return 0;
}
