#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace foreplan::fuzz {

/// Ends the run when a property does not hold: libFuzzer then keeps the input.
inline void check(bool holds) {
  if (!holds) __builtin_trap();
}

inline std::string_view text(const std::uint8_t* data, std::size_t size) {
  return size == 0 ? std::string_view() : std::string_view(reinterpret_cast<const char*>(data), size);
}

}  // namespace foreplan::fuzz
