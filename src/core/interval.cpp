#include <foreplan/core/interval.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>

#include "core/check.hpp"

namespace foreplan::inline v0 {
namespace {

constexpr int kMostDecimals = 300;

double from_decimal(const std::string& text) {
  double x = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), x);
  if (read.ec == std::errc::result_out_of_range) return text.find("e-") == std::string::npos ? HUGE_VAL : 0;
  return x;
}

/// mantissa * 10^power where that takes one rounding: both factors are exact (Clinger 1990). Else nothing.
std::optional<double> in_one_rounding(double mantissa, int power) {
  constexpr std::array<double, 23> kPowers = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                              1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr double kExactIntegers = 9007199254740992;
  const auto size = static_cast<std::size_t>(std::abs(power));
  if (size >= kPowers.size() || std::abs(mantissa) > kExactIntegers) return std::nullopt;
  return power < 0 ? mantissa / kPowers[size] : mantissa * kPowers[size];
}

/// The printed digits as an integer, where there are few enough to tell them from the nearest double.
std::optional<double> mantissa(double value, int decimals) {
  constexpr double kEnough = 1e15;
  const auto scaled = in_one_rounding(value, decimals);
  if (!scaled || decimals < 0 || std::abs(*scaled) > kEnough) return std::nullopt;
  return std::nearbyint(*scaled);
}

/// The decimal digits of `value` with `decimals` >= 0 after the point.
std::string fixed(double value, int decimals) {
  std::array<char, 700> buffer;
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals).ptr;
  return {buffer.data(), end};
}

/// The nearest multiple of 10^-decimals, as the nearest double.
double rounded(double value, int decimals) {
  if (decimals >= 0) return from_decimal(fixed(value, decimals)) + 0.0;  // no negative zero
  const double unit = from_decimal("1e" + std::to_string(-decimals));
  return from_decimal(fixed(std::round(value / unit), 0) + "e" + std::to_string(-decimals)) + 0.0;
}

/// The printed digits as a whole number of units of the last place, or nothing when that has more than 17 digits.
std::optional<std::int64_t> units(double value, int decimals) {
  std::string digits = fixed(value, std::max(decimals, 0));
  digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
  if (decimals < 0) digits.resize(digits.size() - std::min(digits.size(), static_cast<std::size_t>(-decimals)));
  if (digits.size() > 17) return std::nullopt;
  std::int64_t n = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), n);
  return n;
}

}  // namespace

Rounded::Rounded(double value, int decimals) : decimals_(decimals) {
  detail::require(std::isfinite(value), "Rounded", "value must be finite", value);
  detail::require(decimals >= -kMostDecimals && decimals <= kMostDecimals, "Rounded", "decimals must be in [-300, 300]",
                  std::to_string(decimals));
  value_ = rounded(value, decimals);
  detail::require(std::isfinite(value_), "Rounded", "value must fit a double when rounded", value);
}

Rounded::Rounded(std::string_view text) {
  constexpr std::string_view kRule =
      "a printed number has an optional sign, digits and an optional decimal point with digits";
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
  if (read.ec != std::errc() || !std::isfinite(value_))
    detail::fail("Rounded", "number must fit a double", detail::quoted(text));
  decimals_ = static_cast<int>(after);
}

int Rounded::decimals() const {
  detail::require(!is_exact(), "Rounded::decimals", "an exact value has no last printed digit");
  return decimals_;
}

Interval Rounded::interval() const {
  if (is_exact()) return {value_, value_};
  // The ends are decimal numbers too: "25.2" begins at 25.15, not at the double 25.2 less the double 0.05.
  if (const auto n = mantissa(value_, decimals_)) {
    const auto lower = in_one_rounding(10 * *n - 5, -decimals_ - 1), upper = in_one_rounding(10 * *n + 5, -decimals_ - 1);
    if (lower && upper) return {*lower, *upper};
  }
  const std::string exponent = "e" + std::to_string(-decimals_ - 1);
  if (const auto n = units(value_, decimals_))
    return {from_decimal(std::to_string(10 * *n - 5) + exponent), from_decimal(std::to_string(10 * *n + 5) + exponent)};
  const double half = from_decimal("5" + exponent);
  return {value_ - half, value_ + half};
}

std::string Rounded::text() const {
  return is_exact() ? detail::number_text(value_) : fixed(value_, std::max(decimals_, 0));
}

Rounded Rounded::scaled_by_power_of_ten(int power) const {
  if (!is_exact() && power >= -kMostDecimals && power <= kMostDecimals)
    if (const auto printed = mantissa(value_, decimals_))
      if (const auto scaled = in_one_rounding(*printed, power - decimals_)) {
        Rounded result(*scaled);  // the nearest double already
        result.decimals_ = decimals_ - power;
        return result;
      }
  const std::string digits = text();
  const auto e = digits.find('e');
  detail::require(power >= -2 * kMostDecimals && power <= 2 * kMostDecimals, "Rounded::scaled_by_power_of_ten",
                  "power must be in [-600, 600]", std::to_string(power));
  const int exponent = (e == std::string::npos ? 0 : std::stoi(digits.substr(e + 1))) + power;
  const double scaled = from_decimal(digits.substr(0, e) + "e" + std::to_string(exponent));
  detail::require(std::isfinite(scaled), "Rounded::scaled_by_power_of_ten", "the scaled value must fit a double",
                  std::to_string(power));
  if (is_exact()) return Rounded(scaled);
  return Rounded(scaled, decimals_ - power);
}

}  // namespace foreplan::inline v0
