#pragma once
#include <cctype>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

/// Reads tests/reference/*.txt whose lines are words and then numbers: "price chained fisher 1 1.0522"; those that
/// begin with '#' are comments.
namespace foreplan::reference {

using Lines = std::map<std::string, std::vector<double>>;

inline Lines read_lines(const std::string& file) {
  std::ifstream in(FOREPLAN_REFERENCE_DIR "/" + file);
  if (!in) throw std::runtime_error("cannot open reference " + file);
  Lines lines;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream fields(line);
    std::string name;
    std::vector<double> values;
    for (std::string field; fields >> field;) {
      const bool word = values.empty() && (std::isalpha(static_cast<unsigned char>(field[0])) || field[0] == '.');
      if (word)
        name += (name.empty() ? "" : " ") + field;
      else
        values.push_back(std::stod(field));
    }
    lines[name] = values;
  }
  return lines;
}

/// @throws std::runtime_error  rather than giving nothing to compare with.
inline const std::vector<double>& line(const Lines& lines, const std::string& words) {
  const auto found = lines.find(words);
  if (found == lines.end()) throw std::runtime_error("no reference line " + words);
  return found->second;
}

}  // namespace foreplan::reference
