#pragma once
#include <foreplan/core/frame.hpp>

#include <stdexcept>
#include <string>
#include <vector>

#include "reference_table.hpp"

/// Vietnam's sectors as frames.
namespace foreplan::reference {

/// The rows of one variable in tests/reference/`file`, whose columns are var, year, a series each and the total.
inline Frame sector_rows(const std::string& file, const std::string& variable, const Unit& unit, int first_year,
                         bool with_total) {
  std::ifstream stream = ::reference::open(file);
  std::vector<Series> sectors;
  for (std::string line; std::getline(stream, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> row = ::reference::cells(line);
    if (sectors.empty())
      for (std::size_t i = 2; i + (with_total ? 0 : 1) < row.size(); ++i)
        sectors.push_back({row[i], first_year, unit, {}});
    if (row[0] != variable) continue;
    if (std::stoi(row[1]) != first_year + static_cast<int>(sectors.front().size()))
      throw std::runtime_error(file + ": a year is missing before " + row[1]);
    for (std::size_t i = 0; i < sectors.size(); ++i) sectors[i].values.push_back(std::stod(row[i + 2]));
  }
  return Frame(sectors);
}

/// 1990-2018 in the Economic Transformation Database: its twelve sectors, without the published total, which is not
/// always their sum.
/// @param variable  "VA" (current prices), "VA_Q15" (constant 2015 prices), both in million VND, or "EMP" (thousand
/// persons).
inline Frame vietnam_etd(const std::string& variable) {
  const Unit unit = variable == "VA"       ? Unit::money("VND", 6, PriceBasis::current())
                    : variable == "VA_Q15" ? Unit::money("VND", 6, PriceBasis::constant(2015))
                                           : Unit::physical("person", 3);
  return sector_rows("vietnam_etd.csv", variable, unit, 1990, false);
}

/// 2004-2023 by the General Statistics Office: twenty activities and "GDP", billion VND.
/// @param variable  "VA" (current prices) or "VA_R" (constant 2010 prices).
inline Frame vietnam_gso(const std::string& variable) {
  const PriceBasis prices = variable == "VA" ? PriceBasis::current() : PriceBasis::constant(2010);
  return sector_rows("vietnam_gso_activities.csv", variable, Unit::money("VND", 9, prices), 2004, true);
}

}  // namespace foreplan::reference
