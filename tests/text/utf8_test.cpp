#include "text/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace foreplan::text {
namespace {

// Unicode has 128 characters of one byte, 1,920 of two, 65,536 - 2,048 less 2,048 surrogates of three, and 2^20 of
// four.
TEST(Utf8, HasAsManyCharactersAsUnicode) {
  std::size_t count[5] = {};
  for (int a = 0; a < 256; ++a)
    for (int b = 0; b < 256; ++b) {
      std::string text{static_cast<char>(a), static_cast<char>(b), '\x80', '\x80'};
      const std::size_t length = utf8_length(text, 0);
      if (length == 1 && b == 0) ++count[1];
      if (length == 2) ++count[2];
      if (length == 3) count[3] += 64;
      if (length == 4) count[4] += 64 * 64;
    }
  EXPECT_EQ(count[1], 128u);
  EXPECT_EQ(count[2], 1'920u);
  EXPECT_EQ(count[3], 61'440u);
  EXPECT_EQ(count[4], 1'048'576u);
}

TEST(Utf8, EachByteMustContinue) {
  for (const std::string text :
       {"\xC3", "\xE1\xBB", "\xF0\x9F\x98", "\xE1\xBB\x41", "\xF0\x9F\x98\xC0", "\xE1\x41\x80"})
    EXPECT_EQ(utf8_length(text, 0), 0u);
  EXPECT_EQ(utf8_length("\xF0\x9F\x98\x80", 0), 4u);
}

TEST(Utf8, FindsTheFirstBadByte) {
  using namespace std::string_literals;
  EXPECT_EQ(first_bad_byte(""), 0u);
  EXPECT_EQ(first_bad_byte("đồng"), std::string("đồng").size());
  EXPECT_EQ(first_bad_byte("a\0b"s), 1u);
  EXPECT_EQ(first_bad_byte("é\xFFz"), 2u);
  EXPECT_EQ(first_bad_byte("ab\xC3"), 2u);
}

}  // namespace
}  // namespace foreplan::text
