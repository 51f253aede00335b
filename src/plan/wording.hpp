#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/plan/plan.hpp>

#include <string>

/// Statements and what follows from them, in words.
namespace foreplan::inline v0::plan::internal {

/// Digits after the point that a number in the unit of this statement's value was printed with; 0 when exact.
[[nodiscard]] int printed_decimals(const Statement&);
/// "6,513 billion VND (constant 1994 prices)", "11.4 %", "over 17,600 billion VND (price base not stated)".
[[nodiscard]] std::string value_text(const Plan&, const Statement&, Language);
/// A level without its prices: "over 17,600 billion VND".
[[nodiscard]] std::string amount_text(const Plan&, const Statement&, Language);
/// When, as a sentence says it: "2015", in Vietnamese "năm 2015"; "2016–2020".
[[nodiscard]] std::string period_text(const PeriodRange&, Language);
/// "industrial gross output in 2015: 6,513 billion VND (constant 1994 prices)".
[[nodiscard]] std::string statement_text(const Plan&, const Statement&, Language);
[[nodiscard]] std::string identity_text(const Plan&, const Identity&, Language);
/// A quantity that the statement could state: levels in the indicator's unit, fractions as per cent, with
/// `extra` more decimals than the statement was printed with.
[[nodiscard]] std::string quantity_text(const Plan&, const Statement&, double quantity, int extra, Language);
/// With a capital where the sentence begins with a small ASCII letter.
[[nodiscard]] std::string capitalised(std::string sentence);
[[nodiscard]] const std::string& name_of(const Plan&, const std::string& indicator, Language);

}  // namespace foreplan::inline v0::plan::internal
