// How fast does the structure of an economy shift, by which measure, and what would a share target ask of each sector?
#include <foreplan/structure.hpp>

#include <cstdio>
#include <string>
#include <vector>

namespace fp = foreplan;
namespace structure = foreplan::structure;

int main() {
  // Shares of a province's GRDP, per cent, current prices.
  const std::vector<std::string> sectors{"agriculture", "industry", "services"};
  const std::vector<double> in_2010{41.10, 24.23, 34.67}, in_2013{31.02, 29.93, 39.05};

  std::printf("Shift 2010-2013\n");
  const auto angle = structure::cosine_shift(in_2010, in_2013);
  std::printf("  %-34s %8.2f   cosine %.5f, %.2f %% of a right angle\n", "Moore's angle, degrees", angle.degrees,
              angle.cosine, 100 * angle.of_right_angle);
  std::printf("  %-34s %8.4f   of the total changed sector\n", "NAV (Michaely, Stoikov)",
              structure::nav(in_2010, in_2013));
  std::printf("  %-34s %8.5f\n", "Hellinger", structure::hellinger(in_2010, in_2013));
  std::printf("  %-34s %8.5f\n", "Aitchison", structure::aitchison(in_2010, in_2013));
  using structure::LilienWeights;
  for (const auto weights : {LilienWeights::end_period, LilienWeights::mean_shares, LilienWeights::product_shares})
    std::printf("  %-34s %8.5f\n", ("Lilien, " + std::string(to_string(weights))).c_str(),
                structure::lilien(in_2010, in_2013, weights));

  // Industry and construction had 38.2 % in 2015 and shall have 40 % in 2020, growing 11.4 % a year as industrial
  // output.
  const fp::Frame base({{"industry and construction", 2015, {}, {38.2}}, {"other sectors", 2015, {}, {61.8}}});
  const auto plan = structure::project_sectors(
      base, {.last = 2020,
             .sector_growth = {{"industry and construction",
                                {0.114},
                                {"value added tracks gross output", "construction grows with industry"}}},
             .targets = {{"industry and construction", 2020, 0.40}},
             .path = structure::SharePath::logit});

  std::printf("\nShares to 40 %% in 2020, %%\n  %-28s", "");
  for (const auto& share : plan.shares.series().front().values) std::printf(" %6.2f", 100 * share);
  std::printf("\nGrowth that this takes, %% a year\n");
  for (const auto& sector : plan.sectors) std::printf("  %-28s %6.2f\n", sector.name.c_str(), 100 * sector.growth);
  std::printf("  %-28s %6.2f\nif\n", "total", 100 * plan.average_total_growth);
  for (const auto& assumption : plan.assumptions) std::printf("  %s\n", to_string(assumption).c_str());
}
