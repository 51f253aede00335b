#pragma once
#include <foreplan/scenario.hpp>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

/// The model of tests/reference/real_business_cycle.mod, and what Dynare makes of it.
namespace foreplan::testing {

inline scenario::Model real_business_cycle() {
  return scenario::compile(R"(
    parameter patience = 0.99
    parameter risk_aversion = 2
    parameter labour_weight = 3
    parameter labour_curvature = 1.5
    parameter share = 0.33
    parameter depreciation = 0.025
    parameter persistence = 0.95
    endogenous consumption
    endogenous labour
    euler: consumption^(-risk_aversion) =
      patience * consumption(+1)^(-risk_aversion) * (1 - depreciation + share * output(+1) / capital)
    supply: labour_weight * labour^labour_curvature = wage * consumption^(-risk_aversion)
    wage = (1 - share) * output / labour
    rate = share * output / capital(-1) - depreciation
    output = exp(technology) * capital(-1)^share * labour^(1 - share)
    investment = output - consumption
    capital = (1 - depreciation) * capital(-1) + investment
    technology = persistence * technology(-1) + (1 - persistence) * level + shock
  )");
}

inline const std::vector<std::string>& cycle_variables() {
  static const std::vector<std::string> names{"consumption", "labour",     "output", "investment",
                                              "capital",     "technology", "wage",   "rate"};
  return names;
}

/// Of the reference file: cases by name, a row for each t, the variables in the order of `cycle_variables`.
using CycleCases = std::map<std::string, std::vector<std::vector<double>>>;
inline CycleCases dynare_cycle() {
  std::ifstream in(FOREPLAN_REFERENCE_DIR "/real_business_cycle.csv");
  CycleCases out;
  std::string line, field;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream fields(line);
    std::string name;
    std::getline(fields, name, ',');
    std::getline(fields, field, ',');  // t
    std::vector<double>& row = out[name].emplace_back();
    while (std::getline(fields, field, ',')) row.push_back(std::stod(field));
  }
  return out;
}

/// Years: t = 0 is 2000. Before and after the range the steady states `first` and `last`, in it nothing; no shocks.
inline scenario::Scenario cycle_base(const std::vector<double>& first, const std::vector<double>& last, int periods) {
  std::vector<Series> series;
  for (std::size_t v = 0; v < first.size(); ++v) {
    std::vector<double> path(static_cast<std::size_t>(periods) + 2, NAN);
    path.front() = first[v];
    path.back() = last[v];
    series.push_back({cycle_variables()[v], Period(2000), {}, path});
  }
  for (const char* name : {"shock", "level"})
    series.push_back({name, Period(2000), {}, std::vector<double>(static_cast<std::size_t>(periods) + 2)});
  return {"base", Frame(std::move(series))};
}

}  // namespace foreplan::testing
