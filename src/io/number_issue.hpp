#pragma once
#include <foreplan/core/errors.hpp>

#include <string_view>

namespace foreplan::inline v0::io::internal {

/// What to say of a text that `text::parse_decimal` refuses: expected, found, and how it was probably meant.
[[nodiscard]] ParseIssue number_issue(std::string_view text);

}  // namespace foreplan::inline v0::io::internal
