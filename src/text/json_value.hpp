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

/// Indented text that ends with a newline and reads back equal; lists of scalars stand on one line.
/// @throws InvalidArgument  for numbers that are not finite and texts that are not UTF-8.
[[nodiscard]] std::string value_text(const Value& value);

}  // namespace foreplan::inline v0::text
