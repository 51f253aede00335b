#include "text/decimal.hpp"

#include <charconv>
#include <cmath>

namespace foreplan::inline v0::text {

DecimalResult parse_decimal(std::string_view text, double& to) noexcept {
  const char* const end = text.data() + text.size();
  double value = 0;
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec == std::errc::invalid_argument || read.ptr != end) return DecimalResult::malformed;
  if (read.ec != std::errc()) return DecimalResult::out_of_range;
  if (!std::isfinite(value)) return DecimalResult::malformed;
  to = value;
  return DecimalResult::number;
}

}  // namespace foreplan::inline v0::text
