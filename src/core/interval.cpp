#include <foreplan/core/interval.hpp>

#include <charconv>
#include <cmath>
#include <vector>

#include "core/check.hpp"

namespace foreplan::inline v0 {
namespace {

constexpr int kMostDecimals = 300;

/// 10^-decimals times `half_units` halves, correctly rounded through decimal text.
double from_decimal(const std::string& text) {
  double x = 0;
  std::from_chars(text.data(), text.data() + text.size(), x);
  return x;
}

/// The decimal digits of `value` with `decimals` after the point, without the point or leading zeros.
std::string fixed(double value, int decimals) {
  std::vector<char> buffer(700);
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed,
                                 decimals < 0 ? 0 : decimals).ptr;
  return {buffer.data(), end};
}

}  // namespace

Rounded::Rounded(double value, int decimals) : value_(value), decimals_(decimals) {
  detail::require(std::isfinite(value), "Rounded", "value must be finite", value);
  detail::require(decimals >= -kMostDecimals && decimals <= kMostDecimals, "Rounded", "decimals must be in [-300, 300]",
                  std::to_string(decimals));
}

Rounded::Rounded(std::string_view text) {
  constexpr std::string_view kRule = "a printed number has an optional sign, digits and an optional decimal point with digits";
  std::string_view rest = text;
  if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) rest.remove_prefix(1);
  std::size_t digits = 0, after = 0;
  bool point = false, valid = !rest.empty() && rest.size() <= 400;
  for (std::size_t i = 0; valid && i < rest.size(); ++i) {
    if (rest[i] == '.') {
      valid = !point && digits > 0 && i + 1 < rest.size();
      point = true;
    } else if (rest[i] >= '0' && rest[i] <= '9') {
      ++digits;
      after += point;
    } else {
      valid = false;
    }
  }
  if (!valid || digits == 0 || after > kMostDecimals) detail::fail("Rounded", kRule, detail::quoted(text));
  const std::string_view number = text.front() == '+' ? text.substr(1) : text;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), value_);
  if (read.ec != std::errc() || !std::isfinite(value_)) detail::fail("Rounded", "number must fit a double", detail::quoted(text));
  decimals_ = static_cast<int>(after);
}

int Rounded::decimals() const {
  detail::require(!is_exact(), "Rounded::decimals", "an exact value has no last printed digit");
  return decimals_;
}

Interval Rounded::interval() const {
  if (is_exact()) return {value_, value_};
  const double half = from_decimal("5e" + std::to_string(-decimals_ - 1));
  return {value_ - half, value_ + half};
}

std::string Rounded::text() const { return is_exact() ? detail::number_text(value_) : fixed(value_, decimals_); }

Rounded Rounded::scaled_by_power_of_ten(int power) const {
  const std::string digits = is_exact() ? detail::number_text(value_) : fixed(value_, decimals_);
  const auto e = digits.find('e');
  const int exponent = (e == std::string::npos ? 0 : std::stoi(digits.substr(e + 1))) + power;
  const double scaled = from_decimal(digits.substr(0, e) + "e" + std::to_string(exponent));
  if (is_exact()) return Rounded(scaled);
  return Rounded(scaled, decimals_ - power);
}

}  // namespace foreplan::inline v0
