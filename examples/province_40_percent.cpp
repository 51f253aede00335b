// How does a province bring industry from 38.2 % to 40 % of its product in five years, and what does that ask of each
// sector?
#include <foreplan/structure.hpp>

#include <cstdio>
#include <string>

namespace fp = foreplan;
namespace structure = foreplan::structure;

int main() {
  // Tuyen Quang 2015: industry and construction 38.2 % as its plan states; the other two divide the rest as in 2013
  // (31.02 to 39.05). The product grows by 8 % a year, which is an assumption.
  const double rest = (100 - 38.2) / (31.02 + 39.05);
  const fp::Frame base({{"agriculture", 2015, fp::Unit::percent(), {31.02 * rest}},
                        {"industry", 2015, fp::Unit::percent(), {38.2}},
                        {"services", 2015, fp::Unit::percent(), {39.05 * rest}}});
  const double growth = 0.08;

  // What else a convention needs, assumed as well. RAS: what moved in a year before there was a target, from the row's
  // sector to the column's. Cross-entropy: how the sectors would grow without it.
  const structure::TargetPathOptions options{
      .target = 2020,
      .shares = {{"industry", 0.40}},
      .total_growth = {growth},
      .baseline = {{"agriculture", {0.04}, {}}, {"industry", {0.09}, {}}, {"services", {0.08}, {}}},
      .transitions = structure::matrix({{0.94, 0.03, 0.03}, {0, 0.98, 0.02}, {0, 0.01, 0.99}})};

  std::printf("%-15s %-12s %8s %8s %8s %8s\n", "convention", "sector", "2015, %", "2020, %", "% a year", "fastest");
  for (const auto& path : structure::compare_target_paths(base, options)) {
    if (!path.usable()) continue;
    for (const auto& need : path.needs)
      std::printf("%-15s %-12s %8.2f %8.2f %8.2f %8.2f\n", std::string(to_string(path.convention)).c_str(),
                  need.sector.c_str(), 100 * need.first_share, 100 * need.last_share, 100 * need.growth,
                  100 * need.fastest);
    std::printf("  %.2f points of the product change sector; industry's share:", 100 * path.moved);
    for (const double share : path.shares["industry"].values) std::printf(" %.2f", 100 * share);
    std::printf("\n");
  }

  // Under any convention industry must grow at one rate, and the rest together at another; who gives way is open.
  const auto needed = structure::part_growth_for_share(0.382, 0.40, growth, 5);
  std::printf("\nIndustry needs %.1f %% a year. At the plan's 11.4 %% its share would be %.1f %%.\n",
              100 * needed.value, 100 * structure::share_after(0.382, 0.114, growth, 5).value);
}
