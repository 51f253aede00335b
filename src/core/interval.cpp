#include <foreplan/core/interval.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>

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

constexpr std::size_t kFixedSize = 700;  // the longest double has 309 digits before the point

/// Writes the decimal digits of `value` with `decimals` after the point; returns their end.
char* fixed(char* buffer, double value, int decimals) {
  return std::to_chars(buffer, buffer + kFixedSize, value, std::chars_format::fixed, decimals < 0 ? 0 : decimals).ptr;
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
  const auto exact = in_one_rounding(5, -decimals_ - 1);
  const double half = exact ? *exact : from_decimal("5e" + std::to_string(-decimals_ - 1));
  return {value_ - half, value_ + half};
}

std::string Rounded::text() const {
  if (is_exact()) return detail::number_text(value_);
  char buffer[kFixedSize];
  return {buffer, fixed(buffer, value_, decimals_)};
}

Rounded Rounded::scaled_by_power_of_ten(int power) const {
  if (!is_exact() && power >= -kMostDecimals && power <= kMostDecimals)
    if (const auto printed = mantissa(value_, decimals_))
      if (const auto scaled = in_one_rounding(*printed, power - decimals_)) return Rounded(*scaled, decimals_ - power);
  char buffer[kFixedSize + 16];
  char* end = nullptr;
  int exponent = 0;
  if (is_exact()) {
    end = std::to_chars(buffer, buffer + kFixedSize, value_, std::chars_format::scientific).ptr;
    char* const e = std::find(buffer, end, 'e');
    std::from_chars(e + (e[1] == '+' ? 2 : 1), end, exponent);
    end = e;
  } else {
    end = fixed(buffer, value_, decimals_);
  }
  *end++ = 'e';
  end = std::to_chars(end, buffer + sizeof buffer, exponent + power).ptr;
  double scaled = 0;
  std::from_chars(buffer, end, scaled);
  if (is_exact()) return Rounded(scaled);
  return Rounded(scaled, decimals_ - power);
}

}  // namespace foreplan::inline v0
