#include "text/json.hpp"

#include <algorithm>

#include "core/check.hpp"

namespace foreplan::inline v0::text {
namespace {

/// Length of the UTF-8 sequence that begins at `i`, or 0 when there is none (RFC 3629: no overlong forms, no surrogates).
std::size_t utf8_length(std::string_view s, std::size_t i) {
  const auto byte = [&](std::size_t k) { return k < s.size() ? static_cast<unsigned char>(s[k]) : 0u; };
  const auto follows = [&](std::size_t k, unsigned low = 0x80, unsigned high = 0xBF) { return byte(k) >= low && byte(k) <= high; };
  const unsigned b = byte(i);
  if (b < 0x80) return 1;
  if (b >= 0xC2 && b <= 0xDF) return follows(i + 1) ? 2 : 0;
  if (b >= 0xE0 && b <= 0xEF) return follows(i + 1, b == 0xE0 ? 0xA0 : 0x80, b == 0xED ? 0x9F : 0xBF) && follows(i + 2) ? 3 : 0;
  if (b >= 0xF0 && b <= 0xF4)
    return follows(i + 1, b == 0xF0 ? 0x90 : 0x80, b == 0xF4 ? 0x8F : 0xBF) && follows(i + 2) && follows(i + 3) ? 4 : 0;
  return 0;
}

void append_utf8(std::string& out, unsigned code) {
  const auto put = [&](unsigned c) { out.push_back(static_cast<char>(c)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) return put(0xC0 | code >> 6), put(0x80 | (code & 63));
  if (code < 0x10000) return put(0xE0 | code >> 12), put(0x80 | (code >> 6 & 63)), put(0x80 | (code & 63));
  put(0xF0 | code >> 18), put(0x80 | (code >> 12 & 63)), put(0x80 | (code >> 6 & 63)), put(0x80 | (code & 63));
}

class Parser {
 public:
  Parser(std::string_view text, std::string_view file, const JsonLimits& limits) : text_(text), file_(file), limits_(limits) {}

  JsonNode document() {
    if (text_.size() > limits_.bytes)
      fail("at most " + std::to_string(limits_.bytes) + " bytes", std::to_string(text_.size()) + " bytes", 0);
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    JsonNode root = value(0);
    skip();
    if (at_ < text_.size()) fail("the end of the document");
    return root;
  }

 private:
  [[noreturn]] void fail(std::string expected, std::string found, std::size_t offset) const {
    const Place place = place_of(text_, offset);
    std::string pointer;
    for (const auto& step : path_) pointer += "/" + step;
    throw ParseError({{std::string(file_), place.line, place.column, std::move(pointer), std::move(expected), std::move(found), {}}});
  }
  [[noreturn]] void fail(std::string expected) const {
    fail(std::move(expected), at_ < text_.size() ? detail::quoted(text_.substr(at_, 20)) : "the end of the document", at_);
  }

  void skip() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at_;
      } else if (text_.substr(at_, 2) == "//") {
        at_ = std::min(text_.size(), text_.find('\n', at_));
      } else if (text_.substr(at_, 2) == "/*") {
        const auto end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) fail("the end of a comment", "the end of the document", at_);
        at_ = end + 2;
      } else {
        return;
      }
    }
  }

  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool take_word(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  JsonNode value(std::size_t depth) {
    skip();
    if (depth > limits_.depth) fail("at most " + std::to_string(limits_.depth) + " levels of nesting", "a deeper one", at_);
    JsonNode node;
    node.offset = at_;
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    if (take('{')) {
      members(node, depth);
    } else if (take('[')) {
      items(node, depth);
    } else if (c == '"') {
      node.kind = JsonNode::Kind::text;
      node.text = quoted_text();
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      node.kind = JsonNode::Kind::number;
      node.text = number();
    } else if (take_word("true")) {
      node.kind = JsonNode::Kind::boolean;
      node.boolean = true;
    } else if (take_word("false")) {
      node.kind = JsonNode::Kind::boolean;
    } else if (!take_word("null")) {
      fail("a value");
    }
    return node;
  }

  void members(JsonNode& node, std::size_t depth) {
    node.kind = JsonNode::Kind::object;
    skip();
    if (take('}')) return;
    do {
      skip();
      const std::size_t offset = at_;
      if (at_ >= text_.size() || text_[at_] != '"') fail("a key in quotes");
      std::string key = quoted_text();
      for (const auto& [other, unused] : node.members)
        if (other == key) fail("each key once", detail::quoted(key) + " again", offset);
      skip();
      if (!take(':')) fail("a colon");
      path_.push_back(pointer_step(key));
      node.members.emplace_back(std::move(key), value(depth + 1));
      path_.pop_back();
      skip();
    } while (take(','));
    if (!take('}')) fail("a comma or a closing brace");
  }

  void items(JsonNode& node, std::size_t depth) {
    node.kind = JsonNode::Kind::array;
    skip();
    if (take(']')) return;
    do {
      path_.push_back(std::to_string(node.items.size()));
      node.items.push_back(value(depth + 1));
      path_.pop_back();
      skip();
    } while (take(','));
    if (!take(']')) fail("a comma or a closing bracket");
  }

  std::string number() {
    const std::size_t start = at_;
    const auto digits = [&] {
      const std::size_t first = at_;
      while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
      return at_ - first;
    };
    take('-');
    const bool zero = at_ < text_.size() && text_[at_] == '0';
    const std::size_t whole = digits();
    if (whole == 0) fail("a digit");
    if (zero && whole > 1) fail("a number without leading zeros", detail::quoted(text_.substr(start, at_ - start)), start);
    if (take('.') && digits() == 0) fail("a digit after the point");
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (!take('-')) take('+');
      if (digits() == 0) fail("a digit of the exponent");
    }
    return std::string(text_.substr(start, at_ - start));
  }

  unsigned hex4() {
    unsigned code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = at_ < text_.size() ? text_[at_] : '\0';
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
      if (digit < 0) fail("four hexadecimal digits");
      code = code << 4 | static_cast<unsigned>(digit);
    }
    return code;
  }

  void escape(std::string& out) {
    constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    if (const auto i = kFrom.find(c); c != '\0' && i != std::string_view::npos) {
      ++at_;
      out.push_back(kTo[i]);
      return;
    }
    if (!take('u')) fail("an escape sequence");
    unsigned code = hex4();
    if (code >= 0xD800 && code < 0xDC00 && take_word("\\u")) {
      const unsigned low = hex4();
      if (low < 0xDC00 || low > 0xDFFF) fail("the second half of a surrogate pair");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    if (code >= 0xD800 && code <= 0xDFFF) fail("a whole surrogate pair");
    append_utf8(out, code);
  }

  std::string quoted_text() {
    const std::size_t start = at_++;
    std::string out;
    for (;;) {
      if (at_ >= text_.size()) fail("a closing quote", "the end of the document", start);
      const char c = text_[at_];
      if (take('"')) return out;
      if (take('\\')) {
        escape(out);
        continue;
      }
      if (static_cast<unsigned char>(c) < 0x20) fail("an escaped control character");
      const std::size_t length = utf8_length(text_, at_);
      if (length == 0) fail("valid UTF-8");
      out.append(text_.substr(at_, length));
      at_ += length;
    }
  }

  std::string_view text_, file_;
  const JsonLimits& limits_;
  std::size_t at_ = 0;
  std::vector<std::string> path_;
};

}  // namespace

JsonNode parse_json(std::string_view text, std::string_view file, const JsonLimits& limits) {
  detail::require(limits.depth <= 1000, "text::parse_json", "depth must be at most 1000", std::to_string(limits.depth));
  return Parser(text, file, limits).document();
}

Place place_of(std::string_view text, std::size_t offset) noexcept {
  Place place;
  for (const char c : text.substr(0, offset)) {
    ++place.column;
    if (c == '\n') place = {place.line + 1, 1};
  }
  return place;
}

std::string_view described(JsonNode::Kind kind) noexcept {
  switch (kind) {
    case JsonNode::Kind::null: return "null";
    case JsonNode::Kind::boolean: return "true or false";
    case JsonNode::Kind::number: return "a number";
    case JsonNode::Kind::text: return "a text";
    case JsonNode::Kind::array: return "a list";
    case JsonNode::Kind::object: return "an object";
  }
  return "unknown";
}

std::string json_text(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') out.append(1, '\\').push_back(c);
    else if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else if (u < 0x20) (out += "\\u00").append(1, kHex[u >> 4]).push_back(kHex[u & 15]);
    else out.push_back(c);
  }
  return out + "\"";
}

std::string pointer_step(std::string_view key) {
  std::string out;
  for (const char c : key) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

}  // namespace foreplan::inline v0::text
