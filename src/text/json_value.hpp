#pragma once
#include <foreplan/core/value.hpp>

#include <string>
#include <string_view>

#include "text/json.hpp"

/// JSON documents as a `Value`, both ways. Nothing recurses.
namespace foreplan::inline v0::text {

/// The document as a value: whole numbers that fit 64 bits become integers, all others (-0 too) numbers.
/// @throws ParseError  as `parse_json`; for keys used twice; for numbers too small for a double.
[[nodiscard]] Value parse_value(std::string_view text, std::string_view file, const JsonLimits& limits = {});

/// A part of a document in which no object has a key twice. A number too small for a double becomes NaN.
[[nodiscard]] Value value_of(const JsonNode& node);
/// The JSON pointer from one node to another below it.
[[nodiscard]] std::string pointer_to(const JsonNode& node, const JsonNode& root);

/// Indented text that ends with a newline and reads back equal; lists of scalars stand on one line.
/// @param function  named in errors.
/// @throws InvalidArgument  for numbers that are not finite and texts that are not UTF-8.
[[nodiscard]] std::string value_text(const Value& value, std::string_view function = "text::value_text");

}  // namespace foreplan::inline v0::text
