#include "text/number_format.hpp"

#include <foreplan/core/errors.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>

namespace foreplan::text {
namespace {

constexpr auto kEn = Language::english;
constexpr auto kVi = Language::vietnamese;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

TEST(Number, GroupsAndMarksAsTheLanguageDoes) {
  EXPECT_EQ(number(6513.5, 1, kEn), "6,513.5");
  EXPECT_EQ(number(6513.5, 1, kVi), "6.513,5");
  EXPECT_EQ(number(1234567.891, 2, kEn), "1,234,567.89");
  EXPECT_EQ(number(999, 0, kEn), "999");
  EXPECT_EQ(number(1000, 0, kVi), "1.000");
  EXPECT_EQ(number(0.5, 3, kVi), "0,500");
}

TEST(Number, RoundsTheExactBinaryValue) {
  EXPECT_EQ(number(0.5, 0, kEn), "0");    // ties to even
  EXPECT_EQ(number(1.5, 0, kEn), "2");
  EXPECT_EQ(number(2.675, 2, kEn), "2.67");  // the double is below 2.675
  EXPECT_EQ(number(999999.5, 0, kEn), "1,000,000");
  EXPECT_EQ(number(1e22, 0, kEn), "10,000,000,000,000,000,000,000");
}

TEST(Number, RoundsToTensAndHundreds) {
  EXPECT_EQ(number(13214, -2, kEn), "13,200");
  EXPECT_EQ(number(13250, -2, kEn), "13,200");  // tie to even
  EXPECT_EQ(number(13251, -2, kEn), "13,300");
  EXPECT_EQ(number(60, -2, kEn), "100");
  EXPECT_EQ(number(50, -2, kEn), "0");
  EXPECT_EQ(number(4, -2, kEn), "0");
  EXPECT_EQ(number(0, -3, kEn), "0");
  EXPECT_EQ(number(999.9999999, -1, kEn), "1,000");
}

TEST(Number, NeverPrintsANegativeZero) {
  EXPECT_EQ(number(-0.0, 1, kEn), "0.0");
  EXPECT_EQ(number(-0.04, 1, kEn), "0.0");
  EXPECT_EQ(signed_number(-0.004, 2, kEn), "0.00");
  EXPECT_EQ(signed_number(0.004, 2, kEn), "0.00");
  EXPECT_EQ(percent(-0.0001, 1, kEn), "0.0 %");
}

TEST(Number, UsesTheMinusSign) {
  EXPECT_EQ(number(-4.54, 2, kEn), "\u22124.54");
  EXPECT_EQ(signed_number(-4.54, 2, kVi), "\u22124,54");
  EXPECT_EQ(signed_number(7.46, 2, kEn), "+7.46");
}

TEST(Number, ShowsWhatIsMissingOrInfinite) {
  EXPECT_EQ(number(kNaN, 2, kEn), "\u2013");
  EXPECT_EQ(percent(kNaN, 2, kEn), "\u2013");
  EXPECT_EQ(probability_text(kNaN, kEn), "\u2013");
  EXPECT_EQ(number(kInf, 2, kEn), "\u221E");
  EXPECT_EQ(number(-kInf, 2, kEn), "\u2212\u221E");
}

TEST(Number, RefusesAbsurdDecimals) {
  EXPECT_THROW((void)number(1, 301, kEn), InvalidArgument);
  EXPECT_THROW((void)number(1, -301, kEn), InvalidArgument);
}

TEST(Number, KeepsPrintedDigits) {
  EXPECT_EQ(number(Rounded("25.20"), kEn), "25.20");
  EXPECT_EQ(number(Rounded("6513"), kVi), "6.513");
  EXPECT_EQ(number(Rounded(13200, -2), kEn), "13,200");
  EXPECT_EQ(number(Rounded::exact(0.4), kVi), "0,4");
  EXPECT_EQ(number(Rounded::exact(-17600), kEn), "\u221217,600");
}

RC_GTEST_PROP(NumberProperty, ReadsBackToWithinHalfADigit, (std::int32_t mantissa, std::uint8_t power, std::uint8_t digits)) {
  const double x = mantissa * std::pow(10.0, power % 7 - 4);
  const int decimals = digits % 6;
  for (const Language language : {kEn, kVi}) {
    std::string plain;
    const std::string text = number(x, decimals, language);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text.compare(i, 3, "\u2212") == 0) plain += '-', i += 2;
      else if (text[i] == (language == kEn ? '.' : ',')) plain += '.';
      else if (text[i] != (language == kEn ? ',' : '.')) plain += text[i];
    }
    const double half = 0.5 * std::pow(10.0, -decimals);
    RC_ASSERT(std::fabs(std::strtod(plain.c_str(), nullptr) - x) <= half * (1 + 1e-9) + std::fabs(x) * 1e-15);
  }
}

TEST(Percent, PrintsFractions) {
  EXPECT_EQ(percent(0.114, 1, kEn), "11.4 %");
  EXPECT_EQ(percent(0.114, 1, kVi), "11,4%");
  EXPECT_EQ(percent(0.21996, 3, kEn), "21.996 %");
  EXPECT_EQ(percent(0.00041, 1, kEn), "0.0 %");
  EXPECT_EQ(percent(-0.0182, 2, kEn), "\u22121.82 %");
  EXPECT_EQ(percent(12.5, 0, kEn), "1,250 %");
  EXPECT_EQ(signed_percent(0.0974, 2, kEn), "+9.74 %");
  EXPECT_EQ(percent_points(Rounded("25.20"), kEn), "25.20 %");
}

TEST(Probability, IsNeverZeroOrOne) {
  EXPECT_EQ(probability_text(0, kEn), "below 0.1 %");
  EXPECT_EQ(probability_text(1, kEn), "above 99.9 %");
  EXPECT_EQ(probability_text(0.0009, kVi), "dưới 0,1%");
  EXPECT_EQ(probability_text(0.9999, kVi), "trên 99,9%");
  EXPECT_EQ(probability_text(0.001, kEn), "0.1 %");
  EXPECT_EQ(probability_text(0.7382, kEn, 2), "73.82 %");
  EXPECT_EQ(probability_text(0.5, kEn), "50.0 %");
  EXPECT_EQ(probability_text(0.004, kEn, 0), "below 1 %");
  EXPECT_EQ(probability_text(0.996, kEn, 0), "above 99 %");
  EXPECT_EQ(probability_text(0, kEn, 1, 0.003), "below 0.3 %");
  EXPECT_EQ(probability_text(1, kEn, 1, 0.003), "above 99.7 %");
  EXPECT_THROW((void)probability_text(1.01, kEn), InvalidArgument);
  EXPECT_THROW((void)probability_text(-0.01, kEn), InvalidArgument);
  EXPECT_THROW((void)probability_text(0.5, kEn, 1, 0.5), InvalidArgument);
}

RC_GTEST_PROP(ProbabilityProperty, NoDecimalsMakeItCertain, (std::uint32_t bits, std::uint8_t digits)) {
  const double p = bits / 4294967295.0;
  const std::string text = probability_text(p, kEn, digits % 5);
  RC_ASSERT(text != percent(0, digits % 5, kEn));
  RC_ASSERT(text != percent(1, digits % 5, kEn));
}

TEST(Interval, NamesBothEnds) {
  EXPECT_EQ(interval({10236.2, 10282.4}, 0, kEn), "(10,236\u201310,282)");
  EXPECT_EQ(interval({1.572, 1.579}, 3, kVi), "(1,572\u20131,579)");
  EXPECT_EQ(range({-4.5, 3}, 1, kEn), "\u22124.5 to 3.0");
  EXPECT_EQ(range({-4.5, 3}, 1, kVi), "\u22124,5 đến 3,0");
  EXPECT_EQ(range({1.572, kInf}, 3, kEn), "at least 1.572");
  EXPECT_EQ(range({-kInf, 2}, 0, kVi), "nhiều nhất 2");
  EXPECT_EQ(range({}, 0, kEn), "any value");
  EXPECT_EQ(range({0.44, 0.42}, 1, kEn), "0.4");
}

TEST(UnitText, NamesScaleUnitAndPrices) {
  const Unit output{"VND", 9, PriceBasis::constant(1994), {}};
  EXPECT_EQ(unit_text(output, kEn), "billion VND, constant 1994 prices");
  EXPECT_EQ(unit_text(output, kVi), "tỷ đồng, giá so sánh 1994");
  EXPECT_EQ(unit_text({"VND", 9, PriceBasis::current(), Valuation::basic}, kVi), "tỷ đồng, giá hiện hành, giá cơ bản");
  EXPECT_EQ(unit_text({"USD", 6, PriceBasis::unstated(), {}}, kEn), "million USD, price base not stated");
  EXPECT_EQ(unit_text(Unit::percent(), kEn), "%");
  EXPECT_EQ(unit_text(Unit{}, kVi), "số thuần túy");
  EXPECT_EQ(unit_text(Unit::physical("t", 6), kVi), "triệu tấn");
  EXPECT_EQ(unit_text(Unit::physical("barrel", 2), kEn), "10^2 barrel");
}

TEST(Quantity, PutsPricesInBrackets) {
  const Unit output{"VND", 9, PriceBasis::constant(1994), {}};
  EXPECT_EQ(quantity(Rounded("6513"), output, kEn), "6,513 billion VND (constant 1994 prices)");
  EXPECT_EQ(quantity(6513, 1, output, kVi), "6.513,0 tỷ đồng (giá so sánh 1994)");
  EXPECT_EQ(quantity(Rounded("38.2"), Unit::percent(), kEn), "38.2 %");
  EXPECT_EQ(quantity(Rounded("38.2"), Unit::percent(), kVi), "38,2%");
  EXPECT_EQ(amount(Rounded("135"), {"USD", 6, PriceBasis::current(), {}}, kVi), "135 triệu USD");
  EXPECT_EQ(quantity(2.5, 1, Unit{}, kEn), "2.5");
}

TEST(Number, RoundsToTensBeyondTheExactIntegers) {
  EXPECT_EQ(number(1.5e25, -20, kEn), "15,000,000,000,000,000,000,000,000");
  EXPECT_EQ(number(1.23456e30, -27, kEn), "1,235,000,000,000,000,000,000,000,000,000");
  EXPECT_EQ(number(9.99e25, -25, kEn), "100,000,000,000,000,000,000,000,000");
}

TEST(Number, OfAPrintedNumberHasAllItsDecimals) {
  EXPECT_EQ(number(Rounded("0.0000000000000000000000000000000000012"), kEn), "0.0000000000000000000000000000000000012");
  EXPECT_EQ(number(Rounded(5e40, -40), kEn), "50,000,000,000,000,000,000,000,000,000,000,000,000,000");
  EXPECT_EQ(percent_points(Rounded("-0." + std::string(300, '0')), kVi), "0," + std::string(300, '0') + "%");
}

TEST(UnitText, OfAnIndexSaysWhatIsAHundred) {
  const Unit index{"GRDP", 0, PriceBasis::index(2015), {}};
  EXPECT_EQ(unit_text(index, kEn), "index, GRDP 2015 = 100");
  EXPECT_EQ(unit_text(index, kVi), "chỉ số, GRDP năm 2015 = 100");
  EXPECT_EQ(unit_text({{}, 0, PriceBasis::index(2010), {}}, kEn), "index, 2010 = 100");
}

TEST(PeriodText, FollowsTheLanguage) {
  EXPECT_EQ(period_text(Period(2015), kVi), "năm 2015");
  EXPECT_EQ(period_text(Period(2015), kEn), "2015");
  EXPECT_EQ(period_label(Period(2015), kVi), "2015");
  EXPECT_EQ(period_text(Period::quarter(2015, 3), kEn), "Q3 2015");
  EXPECT_EQ(period_text(Period::quarter(2015, 3), kVi), "quý 3/2015");
  EXPECT_EQ(period_text(Period::month(2015, 7), kEn), "July 2015");
  EXPECT_EQ(period_text(Period::month(2015, 7), kVi), "tháng 7/2015");
  EXPECT_EQ(period_text(Period::week(2015, 7), kEn), "week 7 of 2015");
  EXPECT_EQ(period_text(Period::day(2015, 7, 31), kEn), "31 July 2015");
  EXPECT_EQ(period_text(Period::day(2015, 7, 1), kVi), "ngày 1 tháng 7 năm 2015");
  EXPECT_EQ(period_label(Period::month(2015, 7), kEn), "7/2015");
  EXPECT_EQ(period_label(Period::day(2015, 7, 31), kVi), "31/7/2015");
  EXPECT_EQ(period_text(PeriodRange::years(2016, 2020), kEn), "2016\u20132020");
  EXPECT_EQ(period_text(PeriodRange::years(2016, 2016), kEn), "2016");
  EXPECT_EQ(period_text(PeriodRange::years(2016, 2020), kVi), "giai đoạn 2016\u20132020");
  EXPECT_EQ(period_text(PeriodRange::years(2016, 2016), kVi), "năm 2016");
  EXPECT_EQ(period_text(PeriodRange{Period::quarter(2015, 1), Period::quarter(2016, 4)}, kVi),
            "giai đoạn quý 1/2015 \u2013 quý 4/2016");
  EXPECT_EQ(period_label(PeriodRange::years(2016, 2020), kVi), "2016\u20132020");
  EXPECT_EQ(period_label(PeriodRange::years(2016, 2016), kVi), "2016");
  EXPECT_EQ(period_text(PeriodRange{Period::quarter(2015, 1), Period::quarter(2016, 4)}, kEn), "Q1 2015 \u2013 Q4 2016");
}

}  // namespace
}  // namespace foreplan::text
