#pragma once
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

/// Reads tests/reference/*.csv: lines that begin with '#' are comments, the first other line names the columns.
namespace reference {

inline std::ifstream open(const std::string& name) {
  std::ifstream file(std::string(FOREPLAN_REFERENCE_DIR "/") + name);
  if (!file) throw std::runtime_error("cannot open reference " + name);
  return file;
}

inline std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> result(1);
  for (const char c : line)
    if (c == ',')
      result.emplace_back();
    else
      result.back() += c;
  return result;
}

/// Columns by name; an empty cell is NaN.
inline std::map<std::string, std::vector<double>> columns(const std::string& name) {
  std::ifstream file = open(name);
  std::map<std::string, std::vector<double>> table;
  std::vector<std::string> names;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> row = cells(line);
    if (names.empty()) {
      names = row;
      continue;
    }
    for (std::size_t i = 0; i < names.size(); ++i)
      table[names[i]].push_back(row.at(i).empty() ? std::numeric_limits<double>::quiet_NaN()
                                                  : std::strtod(row[i].c_str(), nullptr));
  }
  return table;
}

/// Lines of name,value.
inline std::map<std::string, double> values(const std::string& name) {
  std::ifstream file = open(name);
  std::map<std::string, double> result;
  for (std::string line; std::getline(file, line);)
    if (const std::vector<std::string> row = cells(line); row.size() == 2)
      result[row[0]] = std::strtod(row[1].c_str(), nullptr);
  return result;
}

}  // namespace reference
