#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/core/language.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// Numbers, units and periods as a reader of the language expects them: 6,513.5 and 6.513,5.
///
/// All functions round the exact binary value to the decimals asked for, ties to even. The minus
/// sign is U+2212, a zero never has one, NaN (a missing value) is "–" (U+2013), an infinity "∞".
/// Texts use plain spaces; the HTML writer makes those between a number and its unit unbreakable.
namespace foreplan::inline v0::text {

/// 6513.5 to one decimal is "6,513.5" or "6.513,5". Negative decimals round to tens, hundreds, ...:
/// 13214 to -2 decimals is "13,200".
/// @throws InvalidArgument  unless -300 <= decimals <= 300, as of a `Rounded`; so do all functions below.
[[nodiscard]] std::string number(double x, int decimals, Language);
/// With the decimals that were printed; the shortest form of an exact value.
[[nodiscard]] std::string number(const Rounded& x, Language);
/// With its sign in front, "+3.05" or "−0.74"; what rounds to zero has none.
[[nodiscard]] std::string signed_number(double x, int decimals, Language);

/// A fraction in per cent: 0.114 to one decimal is "11.4 %", in Vietnamese "11,4%".
[[nodiscard]] std::string percent(double fraction, int decimals, Language);
[[nodiscard]] std::string signed_percent(double fraction, int decimals, Language);
/// A number that is in per cent already: 11.4 is "11.4 %", with the decimals that were printed.
[[nodiscard]] std::string percent_points(const Rounded& per_cent, Language);

/// A probability in per cent. Never 0 and never 100: one below `floor` is "below 0.1 %", one above
/// 1 - floor "above 99.9 %" (a floor of at least 1 % when no decimals are asked for).
/// @throws InvalidArgument  unless 0 <= p <= 1 or NaN, and 0.001 <= floor < 0.5.
[[nodiscard]] std::string probability_text(double p, Language, int decimals = 1, double floor = 0.001);

/// "10,236–10,282"; with "to" instead of the dash when an end is negative; "at least 1.572" and
/// "at most ..." when an end is infinite; one number when both ends print alike.
[[nodiscard]] std::string range(const Interval&, int decimals, Language);
/// The same in brackets: "(10,236–10,282)".
[[nodiscard]] std::string interval(const Interval&, int decimals, Language);

/// "billion VND, constant 1994 prices" or "tỷ đồng, giá so sánh 1994"; "index, GRDP 2015 = 100"; "%"; "pure number".
[[nodiscard]] std::string unit_text(const Unit&, Language);
/// The unit without its prices: "billion VND". Empty for a pure number.
[[nodiscard]] std::string unit_name(const Unit&, Language);
/// Prices and valuation alone: "constant 1994 prices". Empty for what is not money.
[[nodiscard]] std::string price_text(const Unit&, Language);
[[nodiscard]] std::string price_basis_text(PriceBasis, Language);
/// "6,513 billion VND (constant 1994 prices)", "38.2 %", "135 million USD (price base not stated)".
[[nodiscard]] std::string quantity(double x, int decimals, const Unit&, Language);
[[nodiscard]] std::string quantity(const Rounded& x, const Unit&, Language);
/// Without the prices: "6,513 billion VND".
[[nodiscard]] std::string amount(double x, int decimals, const Unit&, Language);
[[nodiscard]] std::string amount(const Rounded& x, const Unit&, Language);

/// In a sentence: "2015", "Q3 2015", "July 2015", "week 7 of 2015", "31 July 2015". Vietnamese names the kind of
/// period too, "năm 2015", so that its templates do not.
[[nodiscard]] std::string period_text(Period, Language);
/// Where a sentence says when: like `period_text`, but "năm 2015" in Vietnamese, where the word is the year's own.
[[nodiscard]] std::string period_phrase(Period, Language);
/// What a rate is per: "a year", "a quarter"; in Vietnamese "năm", "quý", behind a stroke or "mỗi".
[[nodiscard]] std::string_view each_period(Frequency, Language);
/// "1 year", "5 quarters".
[[nodiscard]] std::string periods_text(std::int64_t n, Frequency, Language);
/// "9.2 years".
[[nodiscard]] std::string periods_text(double n, int decimals, Frequency, Language);
/// On an axis or in a table: "2015", "Q3 2015", "7/2015", "W7 2015", "31/7/2015".
[[nodiscard]] std::string period_label(Period, Language);
/// "2016–2020" ("giai đoạn 2016–2020"), "Q1 2015 – Q4 2016"; one period when both ends are the same.
[[nodiscard]] std::string period_text(const PeriodRange&, Language);
[[nodiscard]] std::string period_label(const PeriodRange&, Language);

/// Decimals that show `digits` significant digits of the largest of `magnitude` values: 2 for 6.5 and
/// 3 digits, 0 for 6513.5; between 0 and 12.
[[nodiscard]] int decimals_for(double magnitude, int digits) noexcept;

}  // namespace foreplan::inline v0::text
