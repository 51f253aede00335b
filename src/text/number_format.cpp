#include "text/number_format.hpp"

#include "core/check.hpp"
#include "text/messages.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

namespace foreplan::inline v0::text {
namespace {

constexpr std::string_view kMinus = "\u2212";
constexpr std::string_view kMissing = "\u2013";
constexpr std::string_view kInfinity = "\u221E";
constexpr std::string_view kDash = "\u2013";
constexpr std::size_t kGroup = 3;

struct Marks {
  char group;
  char point;
};

Marks marks(Language language) {
  return language == Language::english ? Marks{',', '.'} : Marks{'.', ','};
}

/// Exponent of the first digit; 0 for zero.
int leading_exponent(double x) {
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x, std::chars_format::scientific).ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const char* from = buffer.data() + text.find('e') + 1;
  if (*from == '+') ++from;
  int exponent = 0;
  std::from_chars(from, end, exponent);
  return exponent;
}

/// x >= 0 rounded to a multiple of 10^tens, tens >= 1.
std::string to_tens(double x, int tens) {
  const int kept = leading_exponent(x) - tens;  // digits after the first that are kept
  if (kept < 0) {
    const bool up = kept == -1 && x > std::pow(10.0, tens) / 2;
    return up ? '1' + std::string(static_cast<std::size_t>(tens), '0') : "0";
  }
  std::array<char, 400> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), x, std::chars_format::scientific, kept).ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t e = text.find('e');
  int exponent = 0;  // of the rounded number: 9.99 may have become 1.00
  std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), end, exponent);
  std::string digits(text.substr(0, e));
  if (kept > 0) digits.erase(1, 1);  // the point
  digits.resize(static_cast<std::size_t>(exponent) + 1, '0');
  return digits;
}

/// |x| 10^power in plain digits: "6513.50". The point moves in the text, so that a fraction in per
/// cent is rounded as exactly as the fraction itself.
std::string digits(double x, int decimals, int power) {
  detail::require(-300 <= decimals && decimals <= 300, "text::number", "decimals must lie in -300 to 300",
                  static_cast<double>(decimals));
  const int places = decimals + power;
  // The longest double has 309 digits before the point.
  std::array<char, 700> buffer{};
  std::string text;
  if (places >= 0) {
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(x),
                                   std::chars_format::fixed, places).ptr;
    text.assign(buffer.data(), end);
  } else {
    text = to_tens(std::fabs(x), -places);
  }
  if (power == 0) return text;
  const std::size_t point = std::min(text.find('.'), text.size());
  std::string whole = text.substr(0, point);
  std::string part = point < text.size() ? text.substr(point + 1) : std::string();
  const auto moved = static_cast<std::size_t>(power);
  if (part.size() < moved) part.append(moved - part.size(), '0');
  whole.append(part, 0, moved);
  part.erase(0, moved);
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  return part.empty() ? whole : whole + '.' + part;
}

bool shows_zero(std::string_view plain) { return plain.find_first_not_of("0.") == std::string_view::npos; }

/// `whole` has no sign, and `part` is what stands behind the point.
void append_grouped(std::string& out, std::string_view whole, std::string_view part, Language language) {
  const Marks mark = marks(language);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (i > 0 && (whole.size() - i) % kGroup == 0) out.push_back(mark.group);
    out.push_back(whole[i]);
  }
  if (!part.empty()) out.append(1, mark.point).append(part);
}

void append_grouped(std::string& out, std::string_view plain, Language language) {
  const std::size_t point = std::min(plain.find('.'), plain.size());
  append_grouped(out, plain.substr(0, point), plain.substr(std::min(point + 1, plain.size())), language);
}

/// |x| 10^places rounded, where one product is near enough to tell: below 2^32 its error is less than 10^-6.
std::optional<std::uint64_t> rounded_quickly(double x, int places) {
  constexpr std::array kPowers = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
  if (places < 0 || static_cast<std::size_t>(places) >= kPowers.size()) return std::nullopt;
  const double scaled = std::fabs(x) * kPowers[static_cast<std::size_t>(places)];
  if (!(scaled < 4294967296.0)) return std::nullopt;
  const auto n = static_cast<std::uint64_t>(scaled + 0.5);
  if (std::fabs(scaled - static_cast<double>(n)) > 0.499998) return std::nullopt;
  return n;
}

void append_sign(std::string& out, double x, bool zero, bool plus) {
  if (x < 0 && !zero) out.append(kMinus);
  if (x > 0 && !zero && plus) out.push_back('+');
}

/// Every number is written here.
void append_written(std::string& out, double x, int decimals, int power, bool plus, Language language) {
  if (std::isnan(x)) {
    out.append(kMissing);
  } else if (std::isinf(x)) {
    append_sign(out, x, false, plus);
    out.append(kInfinity);
  } else if (const auto n = decimals < 0 ? std::nullopt : rounded_quickly(x, decimals + power)) {
    append_sign(out, x, *n == 0, plus);
    std::array<char, 32> buffer;
    const auto behind = static_cast<std::size_t>(decimals);
    // Zeros in front, so that there is a digit before the point.
    std::fill_n(buffer.begin(), behind + 1, '0');
    char* const begin = buffer.data() + behind + 1;
    const auto size = static_cast<std::size_t>(std::to_chars(begin, buffer.data() + buffer.size(), *n).ptr - begin);
    const std::size_t shown = std::max(size, behind + 1);
    const std::string_view digits(begin + size - shown, shown);
    append_grouped(out, digits.substr(0, shown - behind), digits.substr(shown - behind), language);
  } else {
    const std::string plain = digits(x, decimals, power);
    append_sign(out, x, shows_zero(plain), plus);
    append_grouped(out, plain, language);
  }
}

std::string written(double x, int decimals, int power, bool plus, Language language) {
  std::string out;
  append_written(out, x, decimals, power, plus, language);
  return out;
}

std::string in_percent(std::string_view number, Language language) {
  return message(language, "number.percent", {{"number", number}});
}

/// The name of a unit's power of ten: "billion", "10^-2"; empty for 1.
std::string scale_name(int power, Language language) {
  if (power == 0) return {};
  const std::string number = std::to_string(power);
  const std::string_view word = message_or(language, "scale." + number, {});
  return word.empty() ? "10^" + number : std::string(word);
}

void append_spaced(std::string& out, std::string_view word) {
  if (word.empty()) return;
  if (!out.empty()) out.push_back(' ');
  out.append(word);
}

void append_unit_name(std::string& out, const Unit& unit, Language language) {
  append_spaced(out, scale_name(unit.scale_power, language));
  if (!unit.name.empty()) append_spaced(out, message_or(language, "unit." + unit.name, unit.name));
}

std::string valued(std::string number, const Unit& unit, Language language) {
  if (unit.name == "%" && unit.scale_power == 0) return in_percent(number, language);
  append_unit_name(number, unit, language);
  return number;
}

std::string priced(std::string value, const Unit& unit, Language language) {
  const std::string prices = price_text(unit, language);
  if (!prices.empty()) value.append(" (").append(prices).push_back(')');
  return value;
}

/// The three numbers of a period's own text: year, and month or week, and day.
struct Parts {
  std::string year{}, middle{}, day{};
};

std::string without_zero(std::string_view digits) {
  return std::string(digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1)));
}

Parts parts(Period period) {
  const std::string text = to_string(period);
  Parts p;
  const std::size_t first = std::min(text.find_first_of("-Q"), text.size());
  p.year = without_zero(std::string_view(text).substr(0, first));
  if (first == text.size()) return p;
  const std::size_t begin = text.find_first_of("0123456789", first);
  const std::size_t second = std::min(text.find('-', begin), text.size());
  p.middle = without_zero(std::string_view(text).substr(begin, second - begin));
  if (second < text.size()) p.day = without_zero(std::string_view(text).substr(second + 1));
  return p;
}

std::string period_in(Period period, std::string_view style, Language language) {
  if (period.frequency() == Frequency::annual)
    return message(language, std::string(style).append("annual"), {{"year", std::to_string(period.year())}});
  const Parts p = parts(period);
  std::string key(style);
  key.append(to_string(period.frequency()));
  const bool has_month = period.frequency() == Frequency::monthly || period.frequency() == Frequency::daily;
  const std::string month =
      has_month ? std::string(message(language, "period.month." + p.middle)) : std::string();
  return message(language, key, {{"year", p.year}, {"part", p.middle}, {"month", month}, {"day", p.day}});
}

std::string dashed(const std::string& first, const std::string& last) {
  return first + ' ' + std::string(kDash) + ' ' + last;
}

}  // namespace

std::string number(double x, int decimals, Language language) { return written(x, decimals, 0, false, language); }

std::string number(const Rounded& x, Language language) {
  if (!x.is_exact()) return number(x.value(), x.decimals(), language);
  if (!std::isfinite(x.value())) return number(x.value(), 0, language);
  std::array<char, 400> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(x.value()), std::chars_format::fixed).ptr;
  std::string out;
  if (x.value() < 0) out.append(kMinus);
  append_grouped(out, std::string_view(buffer.data(), static_cast<std::size_t>(end - buffer.data())), language);
  return out;
}

std::string signed_number(double x, int decimals, Language language) {
  return written(x, decimals, 0, true, language);
}

std::string percent(double fraction, int decimals, Language language) {
  if (std::isnan(fraction)) return std::string(kMissing);
  return in_percent(written(fraction, decimals, 2, false, language), language);
}

std::string signed_percent(double fraction, int decimals, Language language) {
  if (std::isnan(fraction)) return std::string(kMissing);
  return in_percent(written(fraction, decimals, 2, true, language), language);
}

std::string percent_points(const Rounded& per_cent, Language language) {
  return in_percent(number(per_cent, language), language);
}

std::string probability_text(double p, Language language, int decimals, double floor) {
  detail::require(0.001 <= floor && floor < 0.5, "text::probability_text", "floor must lie in 0.001 to 0.5", floor);
  if (std::isnan(p)) return std::string(kMissing);
  detail::require(0 <= p && p <= 1, "text::probability_text", "p must lie in 0 to 1", p);
  const double least = decimals < 1 ? std::max(floor, 0.01) : floor;
  // 0.3 % and 0.1 % have one decimal, a floor of 1 % none.
  const int shown = least < 0.01 ? 1 : 0;
  if (p < least) return message(language, "number.below", {{"number", percent(least, shown, language)}});
  if (p > 1 - least) return message(language, "number.above", {{"number", percent(1 - least, shown, language)}});
  return percent(p, std::max(decimals, 0), language);
}

std::string range(const Interval& interval, int decimals, Language language) {
  const std::string low = written(interval.lower, decimals, 0, false, language);
  const std::string high = written(interval.upper, decimals, 0, false, language);
  const bool below = std::isinf(interval.lower), above = std::isinf(interval.upper);
  if (below && above) return std::string(message(language, "number.any"));
  if (above) return message(language, "number.at_least", {{"number", low}});
  if (below) return message(language, "number.at_most", {{"number", high}});
  if (low == high) return low;
  if (interval.lower < 0) return message(language, "number.from_to", {{"low", low}, {"high", high}});
  return low + std::string(kDash) + high;
}

std::string interval(const Interval& i, int decimals, Language language) {
  return '(' + range(i, decimals, language) + ')';
}

std::string unit_text(const Unit& unit, Language language) {
  std::string name = unit_name(unit, language);
  if (unit.price_basis.kind() == PriceBasis::Kind::index && !name.empty())
    return message(language, "unit.index", {{"name", name}, {"year", std::to_string(unit.price_basis.year())}});
  const std::string prices = price_text(unit, language);
  if (name.empty() && prices.empty()) return std::string(message(language, "unit.pure"));
  if (name.empty()) return prices;
  return prices.empty() ? name : name + ", " + prices;
}

std::string unit_name(const Unit& unit, Language language) {
  std::string name;
  append_unit_name(name, unit, language);
  return name;
}

std::string price_text(const Unit& unit, Language language) {
  std::string text = price_basis_text(unit.price_basis, language);
  if (unit.valuation == Valuation::unspecified) return text;
  const std::string key = "valuation." + std::string(to_string(unit.valuation));
  if (!text.empty()) text.append(", ");
  return text.append(message(language, key));
}

std::string price_basis_text(PriceBasis basis, Language language) {
  switch (basis.kind()) {
    case PriceBasis::Kind::none: return {};
    case PriceBasis::Kind::unstated: return std::string(message(language, "price.unstated"));
    case PriceBasis::Kind::current: return std::string(message(language, "price.current"));
    case PriceBasis::Kind::constant: return message(language, "price.constant", {{"year", std::to_string(basis.year())}});
    case PriceBasis::Kind::index: return message(language, "price.index", {{"year", std::to_string(basis.year())}});
  }
  return {};
}

std::string amount(double x, int decimals, const Unit& unit, Language language) {
  return valued(number(x, decimals, language), unit, language);
}

std::string amount(const Rounded& x, const Unit& unit, Language language) {
  return valued(number(x, language), unit, language);
}

std::string quantity(double x, int decimals, const Unit& unit, Language language) {
  return priced(amount(x, decimals, unit, language), unit, language);
}

std::string quantity(const Rounded& x, const Unit& unit, Language language) {
  return priced(amount(x, unit, language), unit, language);
}

std::string period_text(Period period, Language language) { return period_in(period, "period.text.", language); }

std::string period_phrase(Period period, Language language) {
  if (period.frequency() != Frequency::annual) return period_text(period, language);
  return message(language, "period.phrase.annual", {{"year", std::to_string(period.year())}});
}

std::string_view each_period(Frequency frequency, Language language) {
  switch (frequency) {
    case Frequency::annual: return message(language, "period.each.annual");
    case Frequency::quarterly: return message(language, "period.each.quarterly");
    case Frequency::monthly: return message(language, "period.each.monthly");
    case Frequency::weekly: return message(language, "period.each.weekly");
    case Frequency::daily: return message(language, "period.each.daily");
  }
  return {};
}

std::string periods_text(std::int64_t n, Frequency frequency, Language language) {
  return counted(language, std::string("period.count.").append(to_string(frequency)), n);
}

std::string periods_text(double n, int decimals, Frequency frequency, Language language) {
  return message(language, std::string("period.count.").append(to_string(frequency)).append(".many"),
                 {{"n", number(n, decimals, language)}});
}

std::string period_label(Period period, Language language) { return period_in(period, "period.label.", language); }

std::string period_text(const PeriodRange& range, Language language) {
  if (range.first == range.last) return period_text(range.first, language);
  const std::string span = range.first.frequency() == Frequency::annual
                               ? period_label(range, language)
                               : dashed(period_text(range.first, language), period_text(range.last, language));
  return message(language, "period.range", {{"range", span}});
}

std::string period_label(const PeriodRange& range, Language language) {
  const std::string first = period_label(range.first, language), last = period_label(range.last, language);
  if (range.first == range.last) return first;
  return range.first.frequency() == Frequency::annual ? first + std::string(kDash) + last : dashed(first, last);
}

int decimals_for(double magnitude, int significant) noexcept {
  if (!(magnitude > 0) || !std::isfinite(magnitude)) return 0;
  return std::clamp(significant - 1 - static_cast<int>(std::floor(std::log10(magnitude))), 0, 12);
}

}  // namespace foreplan::inline v0::text
