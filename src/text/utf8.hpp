#pragma once
#include <cstddef>
#include <string_view>

/// UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
namespace foreplan::inline v0::text {

/// Length of the character that begins at `at`, or 0 when none does.
[[nodiscard]] std::size_t utf8_length(std::string_view text, std::size_t at) noexcept;
/// Where the first byte stands that is no part of a character, or that is NUL; the size when there is none.
[[nodiscard]] std::size_t first_bad_byte(std::string_view text) noexcept;

}  // namespace foreplan::inline v0::text
