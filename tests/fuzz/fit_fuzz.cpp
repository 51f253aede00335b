#include <foreplan/core/errors.hpp>
#include <foreplan/io/forecast.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <variant>

#include "check.hpp"

using namespace foreplan;

/// A fit that is read is written and read back equal, predicts, goes on with new values and is then still one that can
/// be written, or says by a typed error why not; a document that is refused says where and why.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  forecast::AnyFit fit;
  try {
    fit = io::read_fit(fuzz::text(data, size), "f");
  } catch (const ParseError& e) {
    fuzz::check_issues(e);
    return 0;
  }
  forecast::validate(fit);
  const std::string written = io::write_fit(fit);
  fuzz::check(io::write_fit(io::read_fit(written)) == written);
  if (const auto* arima = std::get_if<forecast::ArimaFit>(&fit)) {
    // Each gap costs the square of their number, and long seasons as much memory as they have values.
    constexpr std::ptrdiff_t kMostGaps = 50;
    constexpr std::size_t kLongestSeason = 100;
    const auto gaps = std::count_if(arima->errors.begin(), arima->errors.end(), [](double e) { return std::isnan(e); });
    if (gaps > kMostGaps || arima->season_length > kLongestSeason) return 0;
  }
  const std::array kMore{3.0, std::nan(""), 0.0, 1e300, 2.5};
  try {
    (void)sample_paths(fit, 12, {.paths = 3});
    (void)predict(fit, 12);
  } catch (const InvalidArgument&) {  // regressors without their future, an infinite variance
  }
  try {
    const forecast::AnyFit later = update(fit, kMore);
    (void)predict(later, 3, {.intervals = forecast::IntervalMethod::none});
    (void)io::write_fit(later);
  } catch (const InvalidArgument&) {  // values outside the transformation's domain, the calendar's end, an overflow
  }
  return 0;
}
