#include <foreplan/structure/leontief.hpp>
#include <foreplan/structure/multipliers.hpp>
#include <foreplan/structure/price_model.hpp>

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "structure/sector_index.hpp"

namespace foreplan::inline v0::structure {
namespace {

double weighted_mean(const std::vector<double>& x, const std::vector<double>& weights) {
  double sum = 0, all = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += weights[i] * x[i];
    all += weights[i];
  }
  return all != 0 ? sum / all : 0;
}

}  // namespace

PriceImpact price_impact_of_costs(const InputOutputTable& table, const std::vector<double>& cost) {
  const InputOutputSystem a = factor(input_coefficients(table), table.sectors);
  SystemSolution dp = a.solve_transposed(cost);
  PriceImpact impact;
  impact.cost = cost;
  impact.price = std::move(dp.values);
  impact.residual = dp.residual;
  impact.stop = dp.stop;
  std::vector<double> consumption(a.size(), 0), rest = table.output;
  for (const FinalDemand& f : table.final_demand)
    if (f.kind == FinalDemandKind::household_consumption)
      for (std::size_t i = 0; i < rest.size(); ++i) consumption[i] += f.values[i];
  const std::vector<double> used = intermediate_use(table);
  for (std::size_t i = 0; i < rest.size(); ++i) {
    impact.output_value.push_back(table.output[i] * impact.price[i]);
    rest[i] -= used[i];
  }
  impact.household_prices = weighted_mean(impact.price, consumption);
  impact.final_demand_prices = weighted_mean(impact.price, rest);
  return impact;
}

PriceImpact price_impact(const InputOutputTable& table, const std::vector<CostChange>& changes) {
  constexpr std::string_view kName = "structure::price_impact";
  require_input_output_table(table, kName);
  std::vector<double> cost(table.sectors.size(), 0);
  for (const CostChange& c : changes) {
    detail::require(std::isfinite(c.change) && c.change >= -1, kName, "change must be >= -1 and finite", c.change);
    std::vector<std::string> known;
    for (const PrimaryInput& p : table.primary_inputs) known.push_back(p.name);
    if (std::find(known.begin(), known.end(), c.primary_input) == known.end())
      fail_unknown(kName, "primary inputs must be of the table", c.primary_input, known);
    const std::vector<double> per_unit = direct_coefficients(table, c.primary_input);
    const std::size_t first = c.sector.empty() ? 0 : sector_index(kName, table, c.sector);
    const std::size_t last = c.sector.empty() ? cost.size() : first + 1;
    for (std::size_t i = first; i < last; ++i) cost[i] += c.change * per_unit[i];
  }
  return price_impact_of_costs(table, cost);
}

}  // namespace foreplan::inline v0::structure
