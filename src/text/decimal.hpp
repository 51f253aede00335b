#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__) && defined(__x86_64__)
#include <emmintrin.h>
#endif

/// Decimal numbers in text, bit for bit as `std::from_chars` reads them, only faster where they are short.
namespace foreplan::inline v0::text {

enum class DecimalResult : std::uint8_t {
  number,
  malformed,     ///< Not one decimal number and nothing else; "inf" and "nan" too.
  out_of_range,  ///< Nearer to infinity than to any double, or nearer to zero though not zero.
};

/// Reads the whole of `text`: `[-]digits[.digits][e[+-]digits]`, where the digits on one side of the point may be
/// missing. `to` is unchanged unless the result is `number`.
[[nodiscard]] DecimalResult parse_decimal(std::string_view text, double& to) noexcept;

#if defined(__SSE2__) && defined(__x86_64__)
namespace internal {

inline constexpr double kPowersOfTen[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                          1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
/// 16 bytes from 16 - n on: the last n of them are set.
alignas(16) inline constexpr std::uint8_t kLastBytes[32] = {0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,
                                                            0,   0,   0,   0,   0,   255, 255, 255, 255, 255, 255,
                                                            255, 255, 255, 255, 255, 255, 255, 255, 255, 255};

/// Up to 16 digits and point behind a sign, no exponent. Digits that make an integer of at most 2^53, and a power of
/// ten of at most 10^22, are both exact as doubles, so that one division rounds once, and correctly (Clinger 1990, "How
/// to read floating point numbers accurately", section 3). No branch depends on how many digits there are or what they
/// are: the 16 bytes that end with the field are loaded, the point is closed up, and neighbours are added up to pairs,
/// fours and eights. Reads from 16 bytes before the end on. False when the number is not of this kind.
[[gnu::always_inline]] inline bool parse_short(std::string_view text, double& to) noexcept {
  const bool negative = text.front() == '-';
  const std::size_t size = text.size() - negative;
  if (size - 1 >= 16) return false;
  const auto load = [](const void* from) { return _mm_loadu_si128(static_cast<const __m128i*>(from)); };
  __m128i d = _mm_sub_epi8(load(text.data() + text.size() - 16), _mm_set1_epi8('0'));
  d = _mm_and_si128(d, load(kLastBytes + size));
  const int points = _mm_movemask_epi8(_mm_cmpeq_epi8(d, _mm_set1_epi8('.' - '0')));
  std::size_t decimals = 0;
  if (points != 0) {
    if (size == 1) return false;
    decimals = 15u - static_cast<unsigned>(std::countr_zero(static_cast<unsigned>(points)));
    const __m128i behind = load(kLastBytes + decimals);
    d = _mm_or_si128(_mm_and_si128(behind, d), _mm_andnot_si128(behind, _mm_slli_si128(d, 1)));
  }
  const __m128i nine = _mm_set1_epi8(9);
  if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(d, nine), nine)) != 0xFFFF) return false;
  const __m128i pairs =
      _mm_add_epi16(_mm_mullo_epi16(_mm_and_si128(d, _mm_set1_epi16(0xFF)), _mm_set1_epi16(10)), _mm_srli_epi16(d, 8));
  const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(1 << 16 | 100));
  const __m128i eights = _mm_madd_epi16(_mm_packs_epi32(fours, fours), _mm_set1_epi32(1 << 16 | 10000));
  const auto halves = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eights));
  const std::uint64_t digits = (halves & 0xFFFFFFFF) * 100000000 + (halves >> 32);
  if (digits > std::uint64_t{1} << 53) return false;
  const double value = static_cast<double>(static_cast<std::int64_t>(digits)) / kPowersOfTen[decimals];
  to = std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) | std::uint64_t{negative} << 63);
  return true;
}

}  // namespace internal
#endif

/// The same, inlined for short numbers; `readable` is where the memory begins that `text` lies in.
[[gnu::always_inline]] inline DecimalResult parse_decimal(std::string_view text, [[maybe_unused]] const char* readable,
                                                          double& to) noexcept {
#if defined(__SSE2__) && defined(__x86_64__)
  if (!text.empty() && text.data() + text.size() - readable >= 16 && internal::parse_short(text, to)) [[likely]]
    return DecimalResult::number;
#endif
  return parse_decimal(text, to);
}

}  // namespace foreplan::inline v0::text
