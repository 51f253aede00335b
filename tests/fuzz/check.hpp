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

/// Issues have places, in the order of the text, and say what was expected.
inline void check_issues(const ParseError& error) {
  std::pair<std::size_t, std::size_t> last{1, 1};
  for (const ParseIssue& issue : error.issues()) {
    const std::pair place{issue.line, issue.column};
    check(place >= last && issue.column >= 1 && !issue.expected.empty());
    last = place;
  }
}

inline std::string_view text(const std::uint8_t* data, std::size_t size) {
  return size == 0 ? std::string_view() : std::string_view(reinterpret_cast<const char*>(data), size);
}

}  // namespace foreplan::fuzz
