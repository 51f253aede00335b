#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace foreplan::stats {

using Values = std::map<std::string, std::vector<double>>;

/// Lines "key value value ..." of a file in tests/reference; '#' begins a comment.
inline Values reference_values(const std::string& file) {
  std::ifstream in(FOREPLAN_REFERENCE_DIR "/" + file);
  EXPECT_TRUE(in) << file;
  Values all;
  std::string line;
  while (std::getline(in, line)) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string key, word;
    words >> key;
    while (words >> word) all[key].push_back(std::stod(word));
  }
  return all;
}

/// Correct significant digits: -log10 of the relative error, at most 15; -1 for what is not a number.
inline double digits(double value, double certified) {
  const double error = std::abs(value - certified);
  if (std::isnan(error)) return -1;
  if (error == 0) return 15;
  return std::min(15.0, -std::log10(certified == 0 ? error : error / std::abs(certified)));
}

/// The fewest of all of them.
inline double digits(const std::vector<double>& values, const std::vector<double>& certified) {
  if (values.size() != certified.size()) return -1;
  double fewest = 15;
  for (std::size_t i = 0; i < values.size(); ++i) fewest = std::min(fewest, digits(values[i], certified[i]));
  return fewest;
}

}  // namespace foreplan::stats
