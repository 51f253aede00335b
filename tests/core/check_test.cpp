#include "core/check.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "refusals.hpp"

namespace foreplan::detail {
namespace {

TEST(NumberText, IsTheShortestThatReadsBack) {
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(1e300), "1e+300");
  EXPECT_EQ(number_text(-0.0), "-0");
  EXPECT_EQ(number_text(std::nextafter(1.0, 2.0)), "1.0000000000000002");
  EXPECT_EQ(number_text(std::numeric_limits<double>::quiet_NaN()), "NaN");
  EXPECT_EQ(number_text(std::numeric_limits<double>::infinity()), "inf");
  EXPECT_EQ(number_text(-std::numeric_limits<double>::infinity()), "-inf");
}

TEST(Quoted, ShortensAndShowsWhatCannotBeSeen) {
  EXPECT_EQ(quoted("plain"), "\"plain\"");
  EXPECT_EQ(quoted("a\"b\\c"), "\"a\\\"b\\\\c\"");
  EXPECT_EQ(quoted(std::string_view("\0\n\x7f", 3)), "\"\\x00\\x0a\\x7f\"");
  EXPECT_EQ(quoted("abcdef", 3), "\"abc...\"");
  EXPECT_EQ(quoted("ab\xC3\xA9", 3), "\"ab...\"");  // never half a character of UTF-8
  EXPECT_LT(detail::quoted(std::string(1'000'000, 'x')).size(), 100u);
}

TEST(NearestName, IsNearOrNothing) {
  EXPECT_EQ(nearest_name("industri", {"agriculture", "industry", "services"}), "industry");
  EXPECT_EQ(nearest_name("idnustry", {"agriculture", "industry"}), "industry");  // two neighbours swapped
  EXPECT_EQ(nearest_name("AICc", {"aicc", "aic", "bic"}), "aicc");
  EXPECT_EQ(nearest_name("GDP", {"gnp", "Gdp"}), "Gdp");
  EXPECT_EQ(nearest_name("mining", {"agriculture", "industry"}), "");
  EXPECT_EQ(nearest_name("x", {}), "");
  EXPECT_EQ(nearest_name(std::string(1'000'000, 'x'), {std::string(1'000'000, 'x')}), "");  // costs no quadratic table
}

TEST(Fail, BuildsTheErrorSentence) {
  EXPECT_EQ(join("f", "x must be > 0", "-3", "at index 2"), "f: x must be > 0; got -3 at index 2");
  EXPECT_EQ(join("f", "x must be given", "", ""), "f: x must be given");
  foreplan::testing::expect_refused<PeriodMismatch>(
      {{"f: rule; got 7", [] { require<PeriodMismatch>(false, "f", "rule", 7.0); }}});
  EXPECT_NO_THROW(require(true, "f", "rule", 7.0));
}

TEST(CheckedProduct, RefusesOverflowAndItsLimit) {
  EXPECT_EQ(checked_product(1000, 1000, 1'000'000, "f", "cells"), 1'000'000u);
  const std::size_t huge = std::numeric_limits<std::size_t>::max();
  foreplan::testing::expect_refused(
      {{"f: cells must be at most 999; got 10 x 100", [] { (void)checked_product(10, 100, 999, "f", "cells"); }},
       {"f: cells must be at most", [=] { (void)checked_product(huge, 2, huge, "f", "cells"); }}});
}

}  // namespace
}  // namespace foreplan::detail
