#pragma once
#include <foreplan/core/frame.hpp>

#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

/// Klein's Model I: his figures from tests/reference/klein.csv, and the equations as gretl's klein.inp states them.
namespace foreplan::testing {

inline Frame klein_data() {
  std::ifstream in(FOREPLAN_REFERENCE_DIR "/klein.csv");
  if (!in) throw std::runtime_error("cannot open klein.csv");
  std::string line, field;
  std::getline(in, line);
  std::vector<Series> series;
  for (std::istringstream names(line.substr(line.find(',') + 1)); std::getline(names, field, ',');)
    series.push_back({field, Period(1919), {}, {}});
  while (std::getline(in, line)) {
    std::istringstream fields(line + ",");
    std::getline(fields, field, ',');
    for (Series& s : series) {
      std::getline(fields, field, ',');
      s.values.push_back(field.empty() ? NAN : std::stod(field));
    }
  }
  Series trend{"A", Period(1919), {}, {}}, wages{"W", Period(1919), {}, {}};
  for (int year = 1919; year <= 1941; ++year) trend.values.push_back(year - 1931);
  for (std::size_t i = 0; i < trend.size(); ++i) wages.values.push_back(series[2].values[i] + series[6].values[i]);
  series.push_back(trend);
  series.push_back(wages);
  return Frame(series);
}

inline constexpr const char* kKlein = R"(
  parameter a0 = 0
  parameter a1 = 0
  parameter a2 = 0
  parameter a3 = 0
  parameter b0 = 0
  parameter b1 = 0
  parameter b2 = 0
  parameter b3 = 0
  parameter c0 = 0
  parameter c1 = 0
  parameter c2 = 0
  parameter c3 = 0
  behavioural C = a0 + a1 * P + a2 * P(-1) + a3 * W       "consumption"
  behavioural I = b0 + b1 * P + b2 * P(-1) + b3 * K(-1)   "net investment"
  behavioural Wp = c0 + c1 * X + c2 * X(-1) + c3 * A      "private wages"
  identity P = X - T - Wp                                 "profits"
  identity W = Wp + Wg                                    "wages"
  identity X = C + I + G                                  "demand"
  identity K = K(-1) + I                                  "capital at the end of the year"
)";

inline const std::vector<std::string> kKleinInstruments{"P(-1)", "K(-1)", "X(-1)", "A", "T", "Wg", "G"};

}  // namespace foreplan::testing
