#pragma once
#include <foreplan/core/errors.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// JSON (RFC 8259) with `//` and `/* */` comments, after an optional byte order mark. The grammar is
/// nlohmann/json's; what stands here keeps the place of every value and the digits of every number, because whoever
/// reads a document must be able to name line and column of what is wrong, and printed digits matter.
namespace foreplan::inline v0::text {

struct JsonLimits {
  std::size_t bytes = std::size_t{16} << 20;
  std::size_t depth = 200;         ///< Of nesting; the root has depth 0.
  std::size_t values = 4'000'000;  ///< Each takes some 90 bytes, however short its text.
};

/// A value, its place and, in the same array behind it, everything below it. A range-for over it meets its items
/// or members in order. Nothing here nests, so depth costs no stack.
struct JsonNode {
  enum class Kind : std::uint8_t { null, boolean, number, text, array, object };
  Kind kind = Kind::null;
  bool boolean = false;
  std::string key{};                       ///< In the object that it is a member of.
  std::string text{};                      ///< Of a text, unescaped; of a number, as written.
  std::size_t key_offset = 0, offset = 0;  ///< Of the first byte of the key and of the value.
  std::size_t span = 1;                    ///< How many nodes it is, with all below it.

  class Iterator {
   public:
    explicit Iterator(const JsonNode* at) : at_(at) {}
    const JsonNode& operator*() const { return *at_; }
    Iterator& operator++() { return at_ += at_->span, *this; }
    bool operator==(const Iterator&) const = default;

   private:
    const JsonNode* at_;
  };
  [[nodiscard]] Iterator begin() const { return Iterator(this + 1); }
  [[nodiscard]] Iterator end() const { return Iterator(this + span); }
};

struct JsonDocument {
  static constexpr std::size_t kMostIssues = 100;
  std::vector<JsonNode> nodes{};  ///< The root first, each before what is below it.
  /// Keys used twice, at most `kMostIssues`, in document order. They are no reason to stop: whoever reads the document
  /// reports them with the rest.
  std::vector<ParseIssue> repeated{};

  [[nodiscard]] const JsonNode& root() const { return nodes.front(); }
};

/// @param file  only named in errors.
/// @throws ParseError  for text that is not one JSON value in UTF-8, a number beyond the range of a double, or a limit
///   passed; keys used twice before that place are in it too. Time and memory are linear in the text, but for
///   n log n in the members of one object.
[[nodiscard]] JsonDocument parse_json(std::string_view text, std::string_view file, const JsonLimits& limits = {});

/// The text in quotes with everything escaped that JSON wants escaped.
/// @throws InvalidArgument  for a text that is not UTF-8.
[[nodiscard]] std::string json_text(std::string_view text);

struct Place {
  std::size_t line = 1, column = 1;  ///< Both from 1, columns in bytes.
};
[[nodiscard]] Place place_of(std::string_view text, std::size_t offset) noexcept;

/// What is wrong with a document, by place.
[[nodiscard]] std::vector<ParseIssue> in_order(std::vector<ParseIssue> issues);

/// "null", "true or false", "a number", "a text", "a list", "an object".
[[nodiscard]] std::string_view described(JsonNode::Kind) noexcept;
/// `pointer` with one step more (RFC 6901: "~" and "/" of a key escaped), for a message: one that would pass 4 KiB
/// stays where it is, so that a hundred issues below a key of megabytes are no gigabyte.
[[nodiscard]] std::string pointer_below(std::string pointer, std::string_view key);

}  // namespace foreplan::inline v0::text
