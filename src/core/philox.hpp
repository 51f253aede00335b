#pragma once
#include <array>
#include <cstdint>

/// The rounds of Philox4x64-10, inline so that kernels can be built from them. Private: not installed.
namespace foreplan::inline v0::detail {

// Multipliers and Weyl increments of Salmon et al. (2011), table 2 and section 4.
inline constexpr std::uint64_t kPhiloxM0 = 0xD2E7470EE14C6C93, kPhiloxM1 = 0xCA5A826395121157;
inline constexpr std::uint64_t kPhiloxW0 = 0x9E3779B97F4A7C15, kPhiloxW1 = 0xBB67AE8584CAA73B;

__attribute__((always_inline)) inline std::array<std::uint64_t, 4> philox_rounds(
    std::array<std::uint64_t, 4> c, std::array<std::uint64_t, 2> k) noexcept {
  __extension__ using Product = unsigned __int128;
  for (int round = 0; round < 10; ++round) {
    const Product a = static_cast<Product>(kPhiloxM0) * c[0], b = static_cast<Product>(kPhiloxM1) * c[2];
    c = {static_cast<std::uint64_t>(b >> 64) ^ c[1] ^ k[0], static_cast<std::uint64_t>(b),
         static_cast<std::uint64_t>(a >> 64) ^ c[3] ^ k[1], static_cast<std::uint64_t>(a)};
    k[0] += kPhiloxW0;
    k[1] += kPhiloxW1;
  }
  return c;
}

}  // namespace foreplan::inline v0::detail
