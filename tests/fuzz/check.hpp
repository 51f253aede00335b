#pragma once

#include <foreplan/core/errors.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace foreplan::fuzz {

/// Ends the run when a property does not hold: libFuzzer then keeps the input.
inline void check(bool holds) {
  if (!holds) __builtin_trap();
}

/// Issues have places, in the order of the text, and say what was expected. The last may say that there are more, without
/// a place.
inline void check_issues(const ParseError& error) {
  std::pair<std::size_t, std::size_t> last{1, 1};
  for (const ParseIssue& issue : error.issues()) {
    check(!issue.expected.empty());
    if (issue.line == 0 && &issue == &error.issues().back()) break;
    const std::pair place{issue.line, issue.column};
    check(place >= last && issue.column >= 1);
    last = place;
  }
}

inline std::string_view text(const std::uint8_t* data, std::size_t size) {
  return size == 0 ? std::string_view() : std::string_view(reinterpret_cast<const char*>(data), size);
}

}  // namespace foreplan::fuzz
