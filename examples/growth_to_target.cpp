// What growth does the target need, where does the planned growth lead, and how sure are the answers when every figure
// is known only as far as it was printed?
#include <foreplan/growth.hpp>

#include <cstdio>

namespace fp = foreplan;
namespace growth = foreplan::growth;

namespace {

/// A value, and the range that the rounding of the printed figures leaves open.
void say(const char* question, const fp::Estimate& e, double scale, int decimals, const char* unit) {
  std::printf("%-52s %.*f%s", question, decimals, scale * e.value, unit);
  if (e.range.width() > 0)
    std::printf("   (%.*f to %.*f)", decimals, scale * e.range.lower, decimals, scale * e.range.upper);
  std::printf("\n");
}

}  // namespace

int main() {
  // Industrial gross output of a province, billion dong: 6,513 in 2015, "over 17,600" in 2020, "11.4 % a year".
  const fp::Rounded before("2113.1"), base("6513"), rate = fp::Rounded("11.4").scaled_by_power_of_ten(-2);
  const double target = 17'600;  // a bound, so that it is taken as it stands

  say("Growth in 2011-2015, a year:", growth::required_growth(before, base, 5), 100, 3, " %");
  say("Growth that 17,600 in 2020 needs, a year:", growth::required_growth(base, target, 5), 100, 3, " %");
  say("Level that 11.4 % a year reaches in 2020:", growth::level_reached(base, rate, 5), 1, 0, "");
  say("Years to 17,600 at 11.4 % a year:", growth::periods_to_target(base, target, rate), 1, 2, "");

  std::printf("\nThe figures do not fit, unless 6,513 is at other prices than the target:\n");
  const fp::Estimate implied = growth::implied_base(target, rate, 5);
  const auto factor = [](double level) { return growth::implied_factor(6513, level).value; };
  say("Level of 2015 that 17,600 and 11.4 % a year imply:", implied, 1, 0, "");
  say("Its ratio to 6,513, a conversion factor of prices:",
      {factor(implied.value), {factor(implied.range.lower), factor(implied.range.upper)}}, 1, 3, "");

  std::printf("\nWhat 11.4 %% a year could have meant, from 6,513 in five years:\n");
  for (const auto form : {growth::RateForm::compound, growth::RateForm::simple, growth::RateForm::logarithmic})
    std::printf("  %-12s %6.0f\n", to_string(form).data(), growth::level_after(6513, 0.114, 5, form));
}
