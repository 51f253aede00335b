#pragma once
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// Where a CSV text has structure, 64 bytes at a time. SSE2 belongs to every x86-64, so that nothing is chosen at run
/// time.
namespace foreplan::inline v0::text {

inline constexpr std::size_t kCsvBlock = 64;

struct CsvMarks {
  std::uint64_t structure = 0;  ///< Bit i: byte i is a comma, a quote, a line feed or a carriage return.
  bool suspect = false;         ///< Some byte is NUL or not ASCII.
};

[[nodiscard]] inline CsvMarks csv_marks_portable(const char* bytes) noexcept {
  CsvMarks marks;
  for (std::size_t i = 0; i < kCsvBlock; ++i) {
    const auto c = static_cast<unsigned char>(bytes[i]);
    const bool structure = c == ',' || c == '"' || c == '\n' || c == '\r';
    marks.structure |= std::uint64_t{structure} << i;
    marks.suspect |= c == 0 || c >= 0x80;
  }
  return marks;
}

#if defined(__SSE2__)
[[nodiscard]] inline CsvMarks csv_marks_sse2(const char* bytes) noexcept {
  CsvMarks marks;
  __m128i suspect = _mm_setzero_si128();
  for (int i = 0; i < 4; ++i) {
    const __m128i x = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * i));
    const auto is = [&](char c) { return _mm_cmpeq_epi8(x, _mm_set1_epi8(c)); };
    const __m128i structure = _mm_or_si128(_mm_or_si128(is(','), is('"')), _mm_or_si128(is('\n'), is('\r')));
    marks.structure |= std::uint64_t{static_cast<unsigned>(_mm_movemask_epi8(structure))} << 16 * i;
    suspect =
        _mm_or_si128(suspect, _mm_cmplt_epi8(x, _mm_set1_epi8(1)));  // as signed bytes, others than ASCII are negative
  }
  marks.suspect = _mm_movemask_epi8(suspect) != 0;
  return marks;
}
#endif

[[nodiscard]] inline CsvMarks csv_marks(const char* bytes) noexcept {
#if defined(__SSE2__)
  return csv_marks_sse2(bytes);
#else
  return csv_marks_portable(bytes);
#endif
}

}  // namespace foreplan::inline v0::text
