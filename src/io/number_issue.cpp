#include "io/number_issue.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "core/check.hpp"
#include "text/decimal.hpp"

namespace foreplan::inline v0::io::internal {
namespace {

bool is_decimal(std::string_view text) {
  double value = 0;
  return text::parse_decimal(text, value) == text::DecimalResult::number;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& words, std::string_view text) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::array<std::string_view, 6> kInfinities{"inf", "-inf", "+inf", "infinity", "-infinity", "\u221E"};
constexpr std::array<std::string_view, 15> kMissing{"nan", "-nan",   "na",     "n/a", "#n/a", "null", "none", "-",
                                                    "--",  "\u2013", "\u2014", ".",   "..",   "...",  ":"};
/// Signs that stand between groups of digits: spaces (U+0020, U+00A0, U+2009, U+202F), apostrophes, the underscore.
constexpr std::array<std::string_view, 7> kGroupMarks{" ", "\u00A0", "\u2009", "\u202F", "'", "\u2019", "_"};

std::string without(std::string text, std::string_view mark) {
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) text.erase(at, mark.size());
  return text;
}

std::string without_group_marks(std::string text) {
  for (const std::string_view mark : kGroupMarks) text = without(std::move(text), mark);
  return text;
}

/// With the comma as a point, and points, which then are thousands separators, taken out.
std::string comma_as_point(std::string text) {
  text = without(std::move(text), ".");
  std::replace(text.begin(), text.end(), ',', '.');
  return text;
}

/// How a number with commas, or with several points or group marks, should be written; empty when it is none.
std::string separator_advice(const std::string& text) {
  const std::string plain = without_group_marks(text);
  const auto commas = std::count(plain.begin(), plain.end(), ',');
  const auto points = std::count(plain.begin(), plain.end(), '.');
  const std::string grouped = points > 1 ? without(plain, ".") : without(plain, ",");
  const std::string decimal = comma_as_point(plain);
  if (commas == 1 && is_decimal(decimal) && (points == 0 || plain.find(',') > plain.rfind('.'))) {
    const auto after = plain.size() - 1 - plain.find(',');
    const auto before = plain.find(',') - plain.starts_with('-');
    if (points == 0 && plain == text && after == 3 && before >= 1 && before <= 3)
      return "a comma separates fields: write " + grouped + " if it is a thousands separator, " + decimal +
             " if a decimal comma";
    return "it looks like a decimal comma: write " + decimal;
  }
  if (grouped != text && is_decimal(grouped)) return "write it without thousands separators: " + grouped;
  return {};
}

/// What is left when one sign, or spaces, before or behind a number are taken away.
std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

std::string advice(const std::string& text) {
  constexpr std::size_t kLongest = 100;  // nobody writes a longer number
  constexpr std::string_view kMinus = "\u2212";
  if (text.size() > kLongest) return {};
  if (trimmed(text).empty() || is_one_of(kMissing, lower(trimmed(text))))
    return "leave the field empty where a value is missing";
  if (is_decimal(trimmed(text))) return "take the spaces away";
  if (text.starts_with('+') && is_decimal(text.substr(1))) return "leave out the plus sign";
  if (text.starts_with(kMinus) && is_decimal(text.substr(kMinus.size()))) return "write the minus sign as -";
  if (text.ends_with('%')) return "a unit belongs in the header, as in \"name [%]\"";
  return separator_advice(text);
}

}  // namespace

ParseIssue number_issue(std::string_view text) {
  ParseIssue issue{.expected = "a number such as 1234.5, or an empty field", .found = detail::quoted(text)};
  double value = 0;
  if (text::parse_decimal(text, value) == text::DecimalResult::out_of_range)
    issue.expected = "a number that fits a double";
  else if (is_one_of(kInfinities, lower(text)))
    issue.expected = "a finite number";
  else
    issue.suggestion = advice(std::string(text.substr(0, 200)));
  return issue;
}

}  // namespace foreplan::inline v0::io::internal
