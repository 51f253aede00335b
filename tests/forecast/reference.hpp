#pragma once
#include <string>
#include <vector>

#include "reference_lines.hpp"

/// Series and values that R printed, by the words of their line in a file of tests/reference.
namespace foreplan::reference {

inline const std::vector<double>& baseline(const std::string& words) {
  static const Lines all = read_lines("baselines.txt");
  return line(all, words);
}

}  // namespace foreplan::reference
