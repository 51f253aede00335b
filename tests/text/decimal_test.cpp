#include "text/decimal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <string>

namespace foreplan::text {
namespace {

/// What `std::from_chars` says of the whole text; it reads "inf" and "nan" besides, which are no decimals.
DecimalResult expected(const std::string& text, double& to) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), to);
  if (read.ec == std::errc::invalid_argument || read.ptr != text.data() + text.size()) return DecimalResult::malformed;
  if (read.ec != std::errc()) return DecimalResult::out_of_range;
  return std::isfinite(to) ? DecimalResult::number : DecimalResult::malformed;
}

/// The text at the end of 16 or more readable bytes, so that the fast way is open, and behind `before`.
::testing::AssertionResult agrees(const std::string& text, const std::string& before = "9999999999999999") {
  const std::string memory = before + text;
  double fast = -7, plain = 0;
  const DecimalResult met = parse_decimal(std::string_view(memory).substr(before.size()), memory.data(), fast);
  const DecimalResult due = expected(text, plain);
  if (met != due) return ::testing::AssertionFailure() << text << ": another result";
  if (due != DecimalResult::number) plain = -7;
  if (std::bit_cast<std::uint64_t>(fast) == std::bit_cast<std::uint64_t>(plain)) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << text << ": " << fast << " is not " << plain;
}

TEST(Decimal, ShortNumbersAreThoseOfFromChars) {
  for (const char* text : {"0",
                           "-0",
                           "0.0",
                           "-0.0",
                           "5.",
                           ".5",
                           "-.5",
                           "1.5",
                           "-1.5",
                           "0.1",
                           "0.3",
                           "123456789.123456",
                           "9007199254740992",
                           "9007199254740993",
                           "9007199254740991",
                           "-9007199254740992",
                           "900719925474099.3",
                           "9999999999999999",
                           "1234567890123456",
                           "-1234567890123456",
                           "12345678901234567",
                           ".123456789012345",
                           "0.12345678901234",
                           "123456789012345.",
                           "00000000000000.1",
                           "1e5",
                           "1.5e-7",
                           "1e22",
                           "1e23",
                           "2.2250738585072014e-308",
                           "5e-324"})
    EXPECT_TRUE(agrees(text)) << text;
}

TEST(Decimal, WhatIsNoDecimalIsRefused) {
  for (const char* text : {"",     "-",  ".",  "-.",  "--1",  "+1",   "1-",    "1..5", "1.5.",   "1,5",
                           " 1",   "1 ", "1e", "e5",  "0x10", "inf",  "-inf",  "nan",  "nan(1)", "infinity",
                           "1.5x", "/",  ":",  "1:2", "12/3", "\xB9", "1\x80", "0.0.0"}) {
    double value = -7;
    EXPECT_EQ(parse_decimal(text, value), DecimalResult::malformed) << text;
    EXPECT_EQ(value, -7) << text;
    EXPECT_TRUE(agrees(text)) << text;
  }
  for (const char* text : {"1e400", "-1e400", "1e-400", "1.8e308"}) {
    double value = -7;
    EXPECT_EQ(parse_decimal(text, value), DecimalResult::out_of_range) << text;
    EXPECT_EQ(value, -7) << text;
  }
}

// The digits before a field belong to another one.
TEST(Decimal, BytesBeforeTheTextDoNotCount) {
  for (const char* before : {"", "1", "9.9.9.9.9.9.9.9,", "----------------", "................"})
    for (const char* text : {"1", "-2.5", ".5", "-", "."}) EXPECT_TRUE(agrees(text, before)) << before << text;
}

TEST(Decimal, EveryByteAtEveryPlaceOfAShortNumber) {
  for (const std::string number : {"1234567890123456", "-123.45", "0.5"})
    for (std::size_t place = 0; place < number.size(); ++place)
      for (int byte = 0; byte < 256; ++byte) {
        std::string text = number;
        text[place] = static_cast<char>(byte);
        ASSERT_TRUE(agrees(text)) << place << " " << byte;
      }
}

RC_GTEST_PROP(Decimal, ShortDecimalsAreThoseOfFromChars, ()) {
  auto digits =
      *rc::gen::container<std::string>(*rc::gen::inRange(1, 19), rc::gen::inRange('0', static_cast<char>('9' + 1)));
  if (*rc::gen::arbitrary<bool>()) digits.insert(*rc::gen::inRange<std::size_t>(0, digits.size() + 1), ".");
  if (*rc::gen::arbitrary<bool>()) digits.insert(0, "-");
  RC_ASSERT(agrees(digits));
}

RC_GTEST_PROP(Decimal, TextsLikeNumbersAreThoseOfFromChars, ()) {
  RC_ASSERT(
      agrees(*rc::gen::container<std::string>(rc::gen::element('0', '1', '9', '5', '.', '-', '+', 'e', 'E', ','))));
}

RC_GTEST_PROP(Decimal, AnyDoubleComesBackFromItsDigits, (std::uint64_t bits)) {
  const auto x = std::bit_cast<double>(bits);
  RC_PRE(std::isfinite(x));
  char buffer[32];
  const std::string text(buffer, std::to_chars(buffer, buffer + sizeof buffer, x).ptr);
  double back = 0;
  const std::string memory = "1234567890123456" + text;
  RC_ASSERT(parse_decimal(std::string_view(memory).substr(16), memory.data(), back) == DecimalResult::number);
  RC_ASSERT(std::bit_cast<std::uint64_t>(back) == bits);
}

}  // namespace
}  // namespace foreplan::text
