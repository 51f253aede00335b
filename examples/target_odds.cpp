// How likely is it that industrial output passes 17,600 billion dong in 2020, and what would it take?
#include <foreplan/plan/attainment.hpp>

#include <iomanip>
#include <iostream>
#include <string>

namespace fp = foreplan;

namespace {

std::string percent_text(const fp::plan::Attainment& odds) {
  using Kind = fp::plan::PrintableProbability::Kind;
  const auto shown = fp::plan::printable(odds.probability, odds.paths);
  const std::string digits = std::to_string(100 * shown.value);
  const std::string text = digits.substr(0, digits.find('.') + 3) + " %";
  return shown.kind == Kind::below ? "below " + text : shown.kind == Kind::above ? "above " + text : text;
}

void print(const std::string& question, const fp::plan::Attainment& odds) {
  std::cout << question << ": " << percent_text(odds) << "; needs " << 100 * odds.required_growth
            << " % a year, expects " << 100 * odds.growth.median << " %\n";
}

}  // namespace

int main() {
  const auto billion_dong = fp::Unit::money("VND", 9, fp::PriceBasis::constant(2010));
  const fp::plan::Target target{
      .name = "industrial gross output", .value = 17'600, .unit = billion_dong, .period = 2020};

  std::cout << std::fixed << std::setprecision(2);

  // Growth that a planner believes in: 13 % in the median year, within about 5 points two years in three.
  const fp::Series start{"industrial gross output", 2015, billion_dong, {10'259}};
  const auto believed = fp::plan::attainment(target, start, {.growth = fp::plan::GrowthBelief{0.13, 0.05}});
  print("At 13 % a year, give or take 5", believed);

  // Growth as it was (the years between 2010 and 2015 are made up for this example).
  const fp::Series history{"industrial gross output", 2010, billion_dong, {7'050, 7'460, 8'220, 8'540, 9'630, 10'259}};
  print("As in 2011-2015, unsure of mean and spread", fp::plan::attainment(target, history));
  print("As in 2011-2015, years drawn again",
        fp::plan::attainment(target, history, {.bootstrap = true, .paths = 100'000, .seed = 1}));

  std::cout << "\nWhat each year must add:\n";
  for (const auto& year : believed.years)
    std::cout << "  " << to_string(year.period) << "  " << std::setw(9) << year.required << "  +" << year.contribution
              << "  (" << 100 * year.share << " % of the way; likely " << year.lower << " to " << year.upper << ")\n";
}
