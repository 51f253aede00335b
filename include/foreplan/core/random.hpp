#pragma once
#include <foreplan/export.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

/// Counter-based random numbers. A stream is addressed by what it is for, never by who computes it,
/// so that the same inputs and seed give the same bits for any number of threads or lanes.
/// Philox4x64-10 of Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".
namespace foreplan::inline v0 {

/// The Philox4x64-10 bijection: four 64-bit words of `counter` under two words of `key`.
[[nodiscard]] FOREPLAN_EXPORT std::array<std::uint64_t, 4> philox4x64(std::array<std::uint64_t, 4> counter,
                                                                      std::array<std::uint64_t, 2> key) noexcept;

/// What a stream's numbers are for. Streams with any field different are independent.
struct StreamKey {
  std::uint64_t seed = 0;      ///< The caller's seed.
  std::uint64_t purpose = 0;   ///< Model or task; `purpose_id("...")` makes one of a name.
  std::uint64_t series = 0;    ///< Which series or scenario.
  std::uint64_t draw = 0;      ///< Which path or replication.
  std::uint32_t variable = 0;  ///< Which variable of the model.

  bool operator==(const StreamKey&) const = default;
};

/// A fixed 64-bit hash of a name (FNV-1a); the same on every machine and in every version.
[[nodiscard]] FOREPLAN_EXPORT std::uint64_t purpose_id(std::string_view name) noexcept;

/// Uniform 64-bit words of one stream, in order; at most 2^34 of them, after which the words of the next variable
/// follow. A standard `uniform_random_bit_generator`. The Philox key is (seed, purpose) and the counter
/// (block + variable * 2^32, series, draw, 0); block counts fours of words.
class FOREPLAN_EXPORT Stream {
 public:
  using result_type = std::uint64_t;
  explicit Stream(const StreamKey& key) noexcept;
  [[nodiscard]] static constexpr result_type min() noexcept { return 0; }
  [[nodiscard]] static constexpr result_type max() noexcept { return std::numeric_limits<result_type>::max(); }
  result_type operator()() noexcept;
  /// Uniform on the open (0, 1): (top 52 bits + 1/2) / 2^52, so never 0 and never 1.
  double uniform() noexcept;
  /// Jumps to word `n` of the stream.
  void seek(std::uint64_t n) noexcept;

 private:
  std::array<std::uint64_t, 2> key_{};
  std::array<std::uint64_t, 4> counter_{};
  std::array<std::uint64_t, 4> block_{};
  std::uint64_t next_ = 0;  ///< Index of the next word.
};

}  // namespace foreplan::inline v0
