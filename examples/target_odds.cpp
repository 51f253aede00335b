// How likely is it that industrial output passes 17,600 billion dong in 2020, and what would it take?
#include <foreplan/plan/attainment.hpp>

#include <cstdio>

namespace fp = foreplan;

namespace {

/// A probability is never printed as 0 or 1: the closed form or the number of paths says how far it can be told.
void print(const char* question, const fp::plan::Attainment& odds) {
  using Kind = fp::plan::PrintableProbability::Kind;
  const auto shown = fp::plan::printable(odds.probability, odds.paths);
  const char* side = shown.kind == Kind::below ? "below " : shown.kind == Kind::above ? "above " : "";
  std::printf("%-48s %s%.2f %%; needs %.2f %% a year, expects %.2f %%\n", question, side, 100 * shown.value,
              100 * odds.required_growth, 100 * odds.growth.median);
}

}  // namespace

int main() {
  const auto billion_dong = fp::Unit::money("VND", 9, fp::PriceBasis::constant(2010));
  const fp::plan::Target target{
      .name = "industrial gross output", .value = 17'600, .unit = billion_dong, .period = 2020};

  // Growth that a planner believes in: 13 % in the median year, within about 5 points two years in three.
  const fp::Series start{"industrial gross output", 2015, billion_dong, {10'259}};
  const auto believed = fp::plan::attainment(target, start, {.growth = fp::plan::GrowthBelief{0.13, 0.05}});
  print("At 13 % a year, give or take 5:", believed);
  const fp::Series lower{"industrial gross output", 2015, billion_dong, {6'513}};
  print("The same from 6,513:", fp::plan::attainment(target, lower, {.growth = fp::plan::GrowthBelief{0.13, 0.05}}));

  // Growth as it was (the years between 2010 and 2015 are made up for this example).
  const fp::Series history{"industrial gross output", 2010, billion_dong, {7'050, 7'460, 8'220, 8'540, 9'630, 10'259}};
  print("As in 2011-2015, unsure of mean and spread:", fp::plan::attainment(target, history));
  print("As in 2011-2015, years drawn again:",
        fp::plan::attainment(target, history, {.bootstrap = true, .paths = 100'000, .seed = 1}));

  std::printf("\nFrom 10,259 each year must reach       adding  of the way   likely, 9 times in 10\n");
  for (const auto& year : believed.years)
    std::printf("  %s %27.0f %12.0f %8.0f %%   %9.0f to %6.0f\n", to_string(year.period).c_str(), year.required,
                year.contribution, 100 * year.share, year.lower, year.upper);
}
