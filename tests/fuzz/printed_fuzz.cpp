#include <foreplan/core/errors.hpp>
#include <foreplan/core/interval.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>

#include <cmath>

#include "check.hpp"

using namespace foreplan;

namespace {

/// Reads, writes and reads again; a text that is refused is refused with InvalidArgument.
template <class Parse, class Print>
void round_trip(std::string_view text, Parse parse, Print print) {
  try {
    const auto value = parse(text);
    const std::string written = print(value);
    fuzz::check(parse(written) == value);
    fuzz::check(print(parse(written)) == written);
  } catch (const InvalidArgument&) {
  }
}

void check_period(std::string_view text) {
  try {
    const Period p = Period::parse(text);
    fuzz::check(to_string(p) == text);
    fuzz::check(Period::from_ordinal(p.frequency(), p.ordinal()) == p);
    for (const Frequency f :
         {Frequency::annual, Frequency::quarterly, Frequency::monthly, Frequency::weekly, Frequency::daily})
      if (f <= p.frequency()) (void)p.in(f);
  } catch (const InvalidArgument&) {
  }
}

void check_rounded(std::string_view text) {
  try {
    const Rounded r(text);
    fuzz::check(r.interval().contains(r.value()) && std::isfinite(r.value()));
    (void)r.scaled_by_power_of_ten(-2);
  } catch (const InvalidArgument&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text(data, size);
  const auto print = [](const auto& x) { return to_string(x); };
  round_trip(
      text, [](std::string_view s) { return Period::parse(s); }, print);
  round_trip(
      text, [](std::string_view s) { return PeriodRange::parse(s); }, print);
  round_trip(
      text, [](std::string_view s) { return PriceBasis::parse(s); }, print);
  round_trip(
      text, [](std::string_view s) { return parse_valuation(s); },
      [](Valuation v) { return std::string(to_string(v)); });
  round_trip(
      text, [](std::string_view s) { return parse_frequency(s); },
      [](Frequency f) { return std::string(to_string(f)); });
  round_trip(
      text, [](std::string_view s) { return Rounded(s); }, [](const Rounded& r) { return r.text(); });
  check_period(text);
  check_rounded(text);
  return 0;
}
