#pragma once
#include <foreplan/structure/input_output.hpp>

#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "reference_table.hpp"

/// Germany 1995 in six branches, of the Eurostat manual, as a table; read without the library's own readers.
namespace foreplan::reference {

/// Final demand: households, government, capital formation, inventories, exports. Primary inputs: imports, taxes on
/// products, compensation, taxes on production, consumption of fixed capital, operating surplus. Satellites: employees,
/// self-employed and all persons employed, in thousand.
inline structure::InputOutputTable germany_1995() {
  using structure::FinalDemandKind;
  using structure::PrimaryInputKind;
  std::ifstream file = ::reference::open("germany_1995_io.csv");
  std::map<std::string, std::vector<std::string>> rows;
  std::vector<std::string> header;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> row = ::reference::cells(line);
    for (std::string& cell : row)
      if (cell.size() >= 2 && cell.front() == '"') cell = cell.substr(1, cell.size() - 2);
    const std::string label = row.front();
    row.erase(row.begin());
    (header.empty() ? header : rows[label]) = row;
  }
  const std::vector<std::string> sectors(header.begin(), header.begin() + 6);
  const auto number = [&](const std::string& row, std::size_t column) { return std::stod(rows.at(row).at(column)); };
  const auto row = [&](const std::string& label) {
    std::vector<double> values;
    for (std::size_t j = 0; j < 6; ++j) values.push_back(number(label, j));
    return values;
  };

  structure::InputOutputTable t;
  t.sectors = sectors;
  t.unit = Unit::money("EUR", 6, PriceBasis::current(), Valuation::basic);
  std::vector<std::vector<double>> flows;
  for (const std::string& s : sectors) flows.push_back(row(s));
  t.flows = structure::matrix(flows);
  const std::vector<std::pair<std::string, FinalDemandKind>> uses = {
      {"final_consumption_households", FinalDemandKind::household_consumption},
      {"final_consumption_government", FinalDemandKind::government_consumption},
      {"gross_capital_formation", FinalDemandKind::capital_formation},
      {"inventory_change", FinalDemandKind::inventory_change},
      {"exports", FinalDemandKind::exports}};
  for (std::size_t k = 0; k < uses.size(); ++k) {
    const std::size_t column = 7 + k;
    if (header.at(column) != uses[k].first) throw std::runtime_error("germany_1995_io.csv: another column order");
    structure::FinalDemand f{
        uses[k].first, uses[k].second, {}, number("imports", column), number("net_tax_products", column)};
    for (const std::string& s : sectors) f.values.push_back(number(s, column));
    t.final_demand.push_back(f);
  }
  t.primary_inputs = {
      {"imports", PrimaryInputKind::imports, row("imports")},
      {"net_tax_products", PrimaryInputKind::taxes_on_products, row("net_tax_products")},
      {"compensation_employees", PrimaryInputKind::compensation_of_employees, row("compensation_employees")},
      {"net_tax_production", PrimaryInputKind::other_value_added, row("net_tax_production")},
      {"consumption_fixed_capital", PrimaryInputKind::other_value_added, row("consumption_fixed_capital")},
      {"os_mixed_income_net", PrimaryInputKind::other_value_added, row("os_mixed_income_net")}};
  t.output = row("output");
  for (const char* s : {"employment_wage_salary", "employment_self_employed", "employment_domestic_total"})
    t.satellites.push_back({s, Unit::physical("person", 3), row(s)});
  for (const std::string& s : sectors) t.stated_uses.push_back(number(s, 12));
  return t;
}

}  // namespace foreplan::reference
