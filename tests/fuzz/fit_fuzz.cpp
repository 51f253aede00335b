#include <foreplan/core/errors.hpp>
#include <foreplan/io/forecast.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <variant>

#include "check.hpp"

using namespace foreplan;

namespace {

const std::array kMore{3.0, std::nan(""), 0.0, 1e300, 2.5};

/// Each gap costs the square of their number, and long seasons as much memory as they have values.
bool costs_little(const forecast::AnyFit& fit) {
  constexpr std::ptrdiff_t kMostGaps = 50;
  constexpr std::size_t kLongestSeason = 100;
  const auto* arima = std::get_if<forecast::ArimaFit>(&fit);
  if (arima == nullptr) return true;
  const auto gaps = std::count_if(arima->errors.begin(), arima->errors.end(), [](double e) { return std::isnan(e); });
  return gaps <= kMostGaps && arima->season_length <= kLongestSeason;
}

/// Models that are read as they stand may explode, and stay within the doubles all the same.
void check_within_doubles(const std::vector<double>& values) {
  for (const double x : values) fuzz::check(!std::isinf(x));
}

void check_future(const forecast::AnyFit& fit) {
  check_within_doubles(sample_paths(fit, 12, {.paths = 3}).values);
  const Forecast next = predict(fit, 12);
  for (const auto* part : {&next.mean, &next.lower, &next.upper}) check_within_doubles(*part);
}
void check_future(const forecast::DefaultFit& fit) {
  const Forecast next = predict(fit, 12);
  for (const auto* part : {&next.mean, &next.lower, &next.upper}) check_within_doubles(*part);
}

/// A document that is read is written and read back equal, predicts, goes on with new values and is then still one that
/// can be written, or says by a typed error why not; one that is refused says where and why.
template <class Read, class Write>
void check_document(std::string_view text, const Read& read, const Write& write) {
  decltype(read(text)) fit;
  try {
    fit = read(text);
  } catch (const ParseError& e) {
    return fuzz::check_issues(e);
  }
  const std::string written = write(fit);
  fuzz::check(write(read(written)) == written);
  if constexpr (requires { validate(fit); }) {
    validate(fit);
    if (!costs_little(fit)) return;
  } else if (!std::all_of(fit.members.begin(), fit.members.end(), costs_little)) {
    return;
  }
  try {
    check_future(fit);
  } catch (const InvalidArgument&) {  // regressors without their future
  }
  try {
    const auto later = update(fit, kMore);
    check_future(later);
    (void)write(later);
  } catch (const InvalidArgument&) {  // values outside the transformation's domain, the calendar's end
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text(data, size);
  check_document(
      text, [](std::string_view t) { return io::read_fit(t, "f"); },
      [](const auto& fit) { return io::write_fit(fit); });
  if (text.find("combination") == std::string_view::npos) return 0;
  check_document(
      text, [](std::string_view t) { return io::read_combination(t, "f"); },
      [](const auto& fit) { return io::write_combination(fit); });
  return 0;
}
