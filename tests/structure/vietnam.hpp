#pragma once
#include <foreplan/core/frame.hpp>

#include <stdexcept>
#include <string>
#include <vector>

#include "reference_table.hpp"

/// Vietnam 1990-2018 in the Economic Transformation Database, as frames of its twelve sectors.
namespace foreplan::reference {

/// @param variable  "VA" (current prices), "VA_Q15" (constant 2015 prices), both in million VND, or "EMP" (thousand
/// persons).
inline Frame vietnam_etd(const std::string& variable) {
  const Unit unit = variable == "VA"       ? Unit::money("VND", 6, PriceBasis::current())
                    : variable == "VA_Q15" ? Unit::money("VND", 6, PriceBasis::constant(2015))
                                           : Unit::physical("person", 3);
  std::ifstream file = ::reference::open("vietnam_etd.csv");
  std::vector<Series> sectors;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> row = ::reference::cells(line);
    if (sectors.empty())  // The last column is the published total, which is not always the sum.
      for (std::size_t i = 2; i + 1 < row.size(); ++i) sectors.push_back({row[i], 1990, unit, {}});
    if (row[0] != variable) continue;
    if (std::stoi(row[1]) != 1990 + static_cast<int>(sectors.front().size()))
      throw std::runtime_error("vietnam_etd.csv: a year is missing before " + row[1]);
    for (std::size_t i = 0; i < sectors.size(); ++i) sectors[i].values.push_back(std::stod(row[i + 2]));
  }
  return Frame(sectors);
}

}  // namespace foreplan::reference
