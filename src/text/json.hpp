#pragma once
#include <foreplan/core/errors.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// JSON (RFC 8259) with `//` and `/* */` comments. A document keeps where each value stands, so that
/// whoever reads it can name line and column of what is wrong. The grammar is our own, because that place is
/// what the well-kept parsers do not tell.
namespace foreplan::inline v0::text {

struct JsonLimits {
  std::size_t bytes = std::size_t{64} << 20;
  std::size_t depth = 200;  ///< At most 1,000: values nest on the stack.
};

/// A value and its place. Numbers keep their text, because printed digits matter.
struct JsonNode {
  enum class Kind : std::uint8_t { null, boolean, number, text, array, object };
  Kind kind = Kind::null;
  bool boolean = false;
  std::string text{};  ///< Of a text or number.
  std::size_t offset = 0;
  std::vector<JsonNode> items{};                            ///< Of an array.
  std::vector<std::pair<std::string, JsonNode>> members{};  ///< Of an object, in order.
};

/// @throws ParseError  for text that is not one JSON value in UTF-8, keys used twice, or a limit passed.
[[nodiscard]] JsonNode parse_json(std::string_view text, std::string_view file, const JsonLimits& limits = {});

struct Place {
  std::size_t line = 1, column = 1;  ///< Both from 1, columns in bytes.
};
[[nodiscard]] Place place_of(std::string_view text, std::size_t offset) noexcept;

/// "null", "true or false", "a number", "a text", "a list", "an object".
[[nodiscard]] std::string_view described(JsonNode::Kind) noexcept;
/// The text in quotes with everything escaped that JSON wants escaped.
[[nodiscard]] std::string json_text(std::string_view text);
/// RFC 6901: "~" and "/" of a key escaped.
[[nodiscard]] std::string pointer_step(std::string_view key);

}  // namespace foreplan::inline v0::text
