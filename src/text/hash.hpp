#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// SHA-256 (FIPS 180-4): tells whether two documents or data sets hold the same bytes.
namespace foreplan::inline v0::text {

using Sha256Digest = std::array<std::uint8_t, 32>;

/// Bytes come in by pieces of any length; the digest is that of all of them in order.
class Sha256 {
 public:
  void update(std::string_view bytes) noexcept;
  /// The digest of the bytes so far; more may follow.
  [[nodiscard]] Sha256Digest digest() const noexcept;

 private:
  void block(const char* bytes) noexcept;

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<char, 64> waiting_{};  ///< The bytes of a block not yet full.
  std::uint64_t length_ = 0;        ///< Of all bytes so far, below 2^61.
};

/// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string hex(const Sha256Digest&);
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace foreplan::inline v0::text
