// How does one series come out of three price bases, and what when two of them never meet?
// All figures of the first part are made up for this example; those of the second are Vietnam's, as published.
#include <foreplan/core/errors.hpp>
#include <foreplan/growth/level_breaks.hpp>
#include <foreplan/growth/rates.hpp>
#include <foreplan/growth/rebasing.hpp>

#include <iomanip>
#include <iostream>
#include <string_view>
#include <vector>

namespace fp = foreplan;
using fp::growth::SpliceMethod;

namespace {

fp::Unit at_prices_of(int year) { return fp::Unit::money("VND", 9, fp::PriceBasis::constant(year)); }

void print_row(std::string_view title, const fp::Series& s) {
  std::cout << "  " << std::left << std::setw(16) << title << std::right << std::setprecision(0);
  for (const int year : {1994, 1996, 1998, 2000, 2002, 2004, 2005, 2006})
    std::cout << std::setw(6) << s.at(fp::Period(year));
  std::cout << std::setprecision(1) << std::setw(9) << 100 * fp::growth::compound_rate(s, {1995, 2000}) << " %"
            << std::setw(9) << 100 * fp::growth::compound_rate(s, {2001, 2005}) << " %\n";
}

}  // namespace

int main() {
  std::cout << std::fixed;
  const fp::Series base1994{"output (made up)", 1994, at_prices_of(1994), {50, 54, 59, 64, 70, 77, 84}};
  const fp::Series base2000{"output (made up)", 2000, at_prices_of(2000), {126, 138, 150, 165, 181, 198}};
  const fp::Series base2005{"output (made up)", 2005, at_prices_of(2005), {297, 327, 350}};

  // How far prices rose between the base years is data as well (made up, too): what is left is a revision of levels.
  const std::vector<fp::growth::SpliceOptions> links{{.price_factor = 1.42, .initial_share = 0.8},
                                                     {.price_factor = 1.38, .initial_share = 0.8}};
  std::cout
      << "Output (made up), billion VND at constant 2005 prices, linked from the bases of 1994, 2000 and 2005:\n\n"
      << "                    1994  1996  1998  2000  2002  2004  2005  2006  growth 95-00 and 01-05\n";
  fp::growth::Splice linked;
  for (const SpliceMethod method : {SpliceMethod::retropolation, SpliceMethod::interpolation, SpliceMethod::mixed}) {
    linked = fp::growth::splice_sequence({base1994, base2000, base2005}, method, links);
    print_row(to_string(method), linked.series);
  }
  std::cout << "\nThe old bases themselves said " << 100 * fp::growth::compound_rate(base1994, {1995, 2000})
            << " % and " << 100 * fp::growth::compound_rate(base2000, {2001, 2005})
            << " % a year. At the same prices\n";
  for (const auto& link : linked.links)
    std::cout << "  the base of " << link.new_unit.price_basis.year() << " is " << 100 * link.gap
              << " % above the one before it, in " << to_string(link.period) << ", where they are linked;\n";
  std::cout << "retropolation moves all earlier levels by that gap and keeps growth; interpolation keeps the level of "
               "the old\n"
               "base year and adds the gap to growth since; mixed leaves 80 % of the gap in that level.\n";

  // General Statistics Office of Vietnam, GDP: the 1994 base ends in 2003, the 2010 base begins in 2004.
  const fp::Series gdp1994{"GDP", 2000, at_prices_of(1994), {273'666, 292'535, 313'247, 336'243}};
  const fp::Series gdp2010{"GDP",
                           2004,
                           at_prices_of(2010),
                           {1'477'161, 1'588'646, 1'699'501, 1'820'667, 1'923'749, 2'027'591, 2'739'843, 2'915'554,
                            3'076'042, 3'246'870, 3'455'392, 3'696'826}};
  try {
    (void)fp::growth::splice(gdp1994, gdp2010, SpliceMethod::retropolation);
  } catch (const fp::PeriodMismatch& refusal) {
    std::cout << "\nVietnam's GDP cannot be linked: " << refusal.what() << '\n';
  }
  for (const auto& jump : fp::growth::level_breaks(gdp2010))
    std::cout << "And within the 2010 base, " << to_string(jump.period) << " grows by " << 100 * jump.growth
              << " % between " << 100 * jump.growth_before.value_or(0) << " % and "
              << 100 * jump.growth_after.value_or(0) << " %: a break of the series, not growth.\n";
}
