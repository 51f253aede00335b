#pragma once
#include <foreplan/core/frame.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "reference_lines.hpp"

/// Reference values and data that several tests of index numbers and rebasing read.
namespace foreplan::reference {

/// Lines of tests/reference/index_numbers.txt by their words: "price chained fisher" and its numbers.
inline const std::vector<double>& oracle(const std::string& words) {
  static const Lines all = read_lines("index_numbers.txt");
  return line(all, words);
}

/// Rows of tests/reference/vietnam_gdp.csv of one indicator.
inline Series vietnam(const std::string& indicator) {
  std::ifstream in(FOREPLAN_REFERENCE_DIR "/vietnam_gdp.csv");
  Series s{"GDP of Vietnam", {}, {}, {}};
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(indicator + ",")) continue;
    std::istringstream fields(line.substr(indicator.size() + 1));
    std::string base, year, value;
    std::getline(fields, base, ',');
    std::getline(fields, year, ',');
    std::getline(fields, value);
    if (s.empty()) {
      s.start = Period::year(std::stoi(year));
      s.unit = Unit::money("VND", 9, base == "none" ? PriceBasis::current() : PriceBasis::constant(std::stoi(base)));
    }
    s.values.push_back(std::stod(value));
  }
  if (s.empty()) throw std::runtime_error("no rows of " + indicator);
  return s;
}

inline void expect_all_near(std::span<const double> values, std::span<const double> expected, double relative) {
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    EXPECT_NEAR(values[i], expected[i], relative * std::max(1.0, std::abs(expected[i]))) << "at " << i;
}

/// What a call throws, as text; empty when it throws nothing of this type.
template <class E, class Call>
std::string message_of(Call call) {
  try {
    call();
  } catch (const E& e) {
    return e.what();
  }
  return {};
}

/// The artificial data set of Balk (2008), tables 3.1 and 3.2, after the PPI Manual (2004), tables 19.1 and 19.2: six
/// items in five periods.
inline constexpr double kPrices[5][6] = {{1, 1, 1, 1, 1, 1},
                                         {1.2, 3, 1.3, .7, 1.4, .8},
                                         {1, 1, 1.5, .5, 1.7, .6},
                                         {.8, .5, 1.6, .3, 1.9, .4},
                                         {1, 1, 1.6, .1, 2, .2}};
inline constexpr double kQuantities[5][6] = {{1, 1, 2, 1, 4.5, .5},
                                             {.8, .9, 1.9, 1.3, 4.7, .6},
                                             {1, 1.1, 1.8, 3, 5, .8},
                                             {1.2, 1.2, 1.9, 6, 5.6, 1.3},
                                             {.9, 1.2, 2, 12, 6.5, 2.5}};
inline constexpr const char* kItems[6] = {"agriculture",          "energy",
                                          "traditional goods",    "high-technology goods",
                                          "traditional services", "high-technology services"};

inline Frame frame_of(const double (&cells)[5][6], const Unit& unit) {
  std::vector<Series> items;
  for (std::size_t i = 0; i < 6; ++i) {
    items.push_back({kItems[i], 2001, unit, {}});
    for (const auto& row : cells) items.back().values.push_back(row[i]);
  }
  return Frame(items);
}
inline Frame prices() { return frame_of(kPrices, Unit::money("USD", 0, PriceBasis::current())); }
inline Frame quantities() { return frame_of(kQuantities, Unit::physical("t")); }

}  // namespace foreplan::reference
