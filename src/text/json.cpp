#include "text/json.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <utility>

// The library never ends the program, and reads no streams.
#define JSON_ASSERT(x) static_cast<void>(0)
#define JSON_NO_IO 1
#include <nlohmann/json.hpp>

#include "core/check.hpp"

namespace foreplan::inline v0::text {
namespace {

// A type of our own: a program that uses nlohmann/json with other settings must not share functions with this one.
using Json = nlohmann::basic_json<std::map, std::vector, std::string, bool, std::int64_t, std::uint64_t, double,
                                  std::allocator, nlohmann::adl_serializer, std::vector<signed char>>;
using Kind = JsonNode::Kind;

constexpr std::string_view kBom = "\xEF\xBB\xBF", kEnd = "the end of the document", kClosingQuote = "a closing quote";

/// Hands the text to the grammar byte by byte and tells how far that has come.
class Counted {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Counted(const char* at, std::size_t* read) : at_(at), read_(read) {}
  reference operator*() const { return *at_; }
  Counted& operator++() { return ++at_, ++*read_, *this; }
  Counted operator++(int) {
    const Counted old = *this;
    ++*this;
    return old;
  }
  bool operator==(const Counted& other) const { return at_ == other.at_; }

 private:
  const char* at_;
  std::size_t* read_;
};

/// What the grammar complains of, in our words. The first entry whose `complaint` is part of the complaint counts; what
/// the lexer says of a character comes before what the parser was about.
struct Wording {
  std::string_view complaint, expected;
  bool at_character = false;  ///< The place is the character read last; otherwise where the token begins.
};
constexpr Wording kWordings[] = {
    {"ill-formed UTF-8", "valid UTF-8", true},
    {"missing closing quote", kClosingQuote},
    {"control character", "an escaped control character", true},
    {"after backslash", "an escape sequence", true},
    {"4 hex digits", "four hexadecimal digits", true},
    {"surrogate", "a whole surrogate pair", true},
    {"after '-'", "a digit", true},
    {"after '.'", "a digit after the point", true},
    {"after exponent", "a digit of the exponent", true},
    {"number overflow", "a number that fits a double"},
    {"parsing object key", "a key in quotes"},
    {"parsing object separator", "a colon"},
    {"parsing object", "a comma or a closing brace"},
    {"parsing array", "a comma or a closing bracket"},
    {"", "a value"},
};

/// Turns the grammar's events into nodes. The events carry no place: a token begins where the one before it ended,
/// after blanks, comments and the separator that may stand there.
class Builder {
 public:
  Builder(std::string_view text, std::string_view file, const JsonLimits& limits)
      : text_(text), file_(file), limits_(limits), end_(text.starts_with(kBom) ? kBom.size() : 0) {}

  JsonDocument document() {
    if (text_.size() > limits_.bytes)
      fail("at most " + std::to_string(limits_.bytes) + " bytes", std::to_string(text_.size()) + " bytes", 0);
    // nlohmann/json takes a NUL byte for the end.
    if (const auto nul = text_.find('\0'); nul != std::string_view::npos) fail("text without NUL bytes", "one", nul);
    const char* first = text_.data();
    Json::sax_parse(Counted(first, &read_), Counted(first + text_.size(), &read_), this, Json::input_format_t::json,
                    true, true);
    document_.repeated = in_order(std::move(document_.repeated));
    return std::move(document_);
  }

  // The interface of nlohmann/json's events; each tells whether to go on.
  bool null() { return scalar(Kind::null); }
  bool boolean(bool value) {
    scalar(Kind::boolean);
    document_.nodes.back().boolean = value;
    return true;
  }
  bool number_integer(Json::number_integer_t) { return number(); }
  bool number_unsigned(Json::number_unsigned_t) { return number(); }
  bool number_float(Json::number_float_t, const std::string&) { return number(); }
  bool string(std::string& value) {
    scalar(Kind::text);
    document_.nodes.back().text = std::move(value);
    return true;
  }
  bool binary(Json::binary_t&) { return false; }  // JSON has none
  bool start_object(std::size_t) { return start(Kind::object); }
  bool start_array(std::size_t) { return start(Kind::array); }
  bool key(std::string& name) {
    key_offset_ = next_token();
    end_ = read_;
    separator_ = ':';
    key_ = std::move(name);
    return true;
  }
  bool end_object() {
    check_keys();
    return end();
  }
  bool end_array() { return end(); }

  bool parse_error(std::size_t position, const std::string&, const Json::exception& error) {
    const std::size_t token = next_token();
    if (starts_comment(token)) fail("the end of a comment", kEnd, token);
    if (open_.empty() && !document_.nodes.empty()) fail(kEnd, found(token), token);
    // What follows "last read" is the document's own text.
    const std::string_view what = error.what();
    const std::string_view complaint = what.substr(0, what.find("; last read: '"));
    const Wording& wording = *std::find_if(std::begin(kWordings), std::end(kWordings), [&](const Wording& w) {
      return complaint.find(w.complaint) != std::string_view::npos;
    });
    const std::size_t at = wording.at_character ? position - 1 : token;
    fail(wording.expected, found(wording.expected == kClosingQuote ? text_.size() : at), at);
  }

 private:
  struct Open {
    std::size_t node = 0;   ///< Index.
    std::size_t items = 0;  ///< So far.
  };

  // Places ------------------------------------------------------------------------------------------------------------

  [[nodiscard]] static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

  [[nodiscard]] bool starts_comment(std::size_t at) const {
    return at + 1 < text_.size() && text_[at] == '/' && (text_[at + 1] == '/' || text_[at + 1] == '*');
  }

  /// The first byte from `at` on that is neither blank nor in a comment; an open comment's own when it does not end.
  [[nodiscard]] std::size_t skip_blanks(std::size_t at) const {
    for (;;) {
      while (at < text_.size() && is_blank(text_[at])) ++at;
      if (!starts_comment(at)) return at;
      const bool line = text_[at + 1] == '/';
      const std::size_t end = line ? text_.find_first_of("\n\r", at) : text_.find("*/", at + 2);
      if (end == std::string_view::npos) return line ? text_.size() : at;
      at = end + (line ? 1 : 2);
    }
  }

  [[nodiscard]] bool separates(std::size_t at) const {
    return separator_ != '\0' && at < text_.size() && text_[at] == separator_;
  }

  /// Where the token after the last event begins.
  [[nodiscard]] std::size_t next_token() const {
    const std::size_t at = skip_blanks(end_);
    return separates(at) ? skip_blanks(at + 1) : at;
  }

  // Events ------------------------------------------------------------------------------------------------------------

  JsonNode& add(Kind kind, std::size_t offset) {
    auto& nodes = document_.nodes;
    if (open_.size() > limits_.depth)
      fail("at most " + std::to_string(limits_.depth) + " levels of nesting", "a deeper one", offset);
    if (nodes.size() >= limits_.values)
      fail("at most " + std::to_string(limits_.values) + " values", "one more", offset);
    if (!open_.empty()) ++open_.back().items;
    nodes.push_back({kind, false, std::exchange(key_, {}), {}, key_offset_, offset, 1});
    return nodes.back();
  }

  bool scalar(Kind kind) {
    add(kind, next_token());
    end_ = read_;
    separator_ = open_.empty() ? '\0' : ',';
    return true;
  }

  /// The grammar reads one byte more than the number; the number ends where its characters end.
  bool number() {
    const std::size_t start = next_token();
    const std::size_t end = std::min(text_.find_first_not_of("0123456789+-.eE", start), text_.size());
    const std::string_view written = text_.substr(start, end - start);
    const std::string_view digits = written.substr(written.front() == '-');
    if (digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9')
      fail("a number without leading zeros", detail::quoted(written), start);
    scalar(Kind::number);
    document_.nodes.back().text = written;
    end_ = end;
    return true;
  }

  bool start(Kind kind) {
    add(kind, read_ - 1);
    open_.push_back({document_.nodes.size() - 1, 0});
    end_ = read_;
    separator_ = '\0';
    return true;
  }

  bool end() {
    const Open closed = open_.back();
    open_.pop_back();
    document_.nodes[closed.node].span = document_.nodes.size() - closed.node;
    end_ = read_;
    separator_ = open_.empty() ? '\0' : ',';
    return true;
  }

  void check_keys() {
    const JsonNode* first = &document_.nodes[open_.back().node];
    keys_.clear();
    for (const JsonNode* member = first + 1; member <= &document_.nodes.back(); member += member->span)
      keys_.push_back(member);
    std::sort(keys_.begin(), keys_.end(), [](const JsonNode* a, const JsonNode* b) {
      return a->key != b->key ? a->key < b->key : a->offset < b->offset;
    });
    for (std::size_t i = 1; i < keys_.size(); ++i)
      if (keys_[i]->key == keys_[i - 1]->key && document_.repeated.size() < JsonDocument::kMostIssues)
        document_.repeated.push_back(issue("each key once", detail::quoted(keys_[i]->key) + " again",
                                           keys_[i]->key_offset, pointer_below(pointer(), keys_[i]->key)));
  }

  // Errors ------------------------------------------------------------------------------------------------------------

  [[nodiscard]] std::string found(std::size_t at) const {
    if (at >= text_.size()) return std::string(kEnd);
    const auto byte = static_cast<unsigned char>(text_[at]);
    if (byte < 0x80) return detail::quoted(text_.substr(at), 20);
    constexpr std::string_view kHex = "0123456789abcdef";
    return std::string("the byte 0x") + kHex[byte >> 4] + kHex[byte & 15];
  }

  /// Of the container opened last.
  [[nodiscard]] std::string pointer() const {
    std::string steps;
    for (std::size_t i = 0; i + 1 < open_.size(); ++i) {
      const std::size_t above = steps.size();
      steps = is_list(open_[i]) ? pointer_below(std::move(steps), std::to_string(open_[i].items - 1))
                                : pointer_below(std::move(steps), document_.nodes[open_[i + 1].node].key);
      if (steps.size() == above) break;
    }
    return steps;
  }

  /// Of the value that comes next, or of the container opened last when a separator is missing there.
  [[nodiscard]] std::string next_pointer() const {
    if (open_.empty()) return {};
    if (separator_ == ':') return pointer_below(pointer(), key_);
    if (is_list(open_.back()) && (separator_ == '\0' || separates(skip_blanks(end_))))
      return pointer_below(pointer(), std::to_string(open_.back().items));
    return pointer();
  }

  [[nodiscard]] bool is_list(const Open& open) const { return document_.nodes[open.node].kind == Kind::array; }

  [[nodiscard]] ParseIssue issue(std::string_view expected, std::string found, std::size_t offset,
                                 std::string at) const {
    const Place place = place_of(text_, offset);
    return {std::string(file_), place.line, place.column, std::move(at), std::string(expected), std::move(found), {}};
  }

  [[noreturn]] void fail(std::string_view expected, std::string_view found, std::size_t offset) {
    document_.repeated.push_back(issue(expected, std::string(found), offset, next_pointer()));
    throw ParseError(in_order(std::move(document_.repeated)));
  }

  std::string_view text_, file_;
  const JsonLimits& limits_;
  JsonDocument document_;
  std::vector<Open> open_;
  std::vector<const JsonNode*> keys_;
  std::string key_;
  std::size_t key_offset_ = 0;
  std::size_t read_ = 0;   ///< Bytes that the grammar has read.
  std::size_t end_ = 0;    ///< Of the last event's token.
  char separator_ = '\0';  ///< That may come next.
};

}  // namespace

JsonDocument parse_json(std::string_view text, std::string_view file, const JsonLimits& limits) {
  return Builder(text, file, limits).document();
}

std::string json_text(std::string_view text) {
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
  if (plain) return "\"" + std::string(text) + "\"";
  const Json json = std::string(text);
  try {
    return json.dump();
  } catch (const Json::type_error&) {
    const std::string shown = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    detail::fail("text::json_text", "text must be valid UTF-8", detail::quoted(shown.substr(1, shown.size() - 2)));
  }
}

Place place_of(std::string_view text, std::size_t offset) noexcept {
  const std::string_view before = text.substr(0, offset);
  const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  return {lines + 1, before.size() - (before.rfind('\n') + 1) + 1};  // npos + 1 is 0
}

std::vector<ParseIssue> in_order(std::vector<ParseIssue> issues) {
  std::stable_sort(issues.begin(), issues.end(), [](const ParseIssue& a, const ParseIssue& b) {
    return a.line != b.line ? a.line < b.line : a.column < b.column;
  });
  return issues;
}

std::string_view described(JsonNode::Kind kind) noexcept {
  switch (kind) {
    case JsonNode::Kind::null:
      return "null";
    case JsonNode::Kind::boolean:
      return "true or false";
    case JsonNode::Kind::number:
      return "a number";
    case JsonNode::Kind::text:
      return "a text";
    case JsonNode::Kind::array:
      return "a list";
    case JsonNode::Kind::object:
      return "an object";
  }
  return "unknown";
}

std::string pointer_below(std::string pointer, std::string_view key) {
  constexpr std::size_t kLongest = 4096;
  if (pointer.size() + key.size() >= kLongest) return pointer;
  pointer += '/';
  for (const char c : key) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
  return pointer;
}

}  // namespace foreplan::inline v0::text
