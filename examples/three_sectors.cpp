// Where does a province go under low, base and high investment? Three sectors grow by investment through capital-output
// ratios; workers leave agriculture for what industry and services need; electricity follows industry.
// The shares of 2015 are those of Tuyen Quang (2015 prices, GRDP = 100), workers those of the country; the rest is
// illustrative.
#include <foreplan/growth.hpp>
#include <foreplan/report.hpp>
#include <foreplan/scenario.hpp>

#include <iostream>
#include <string>
#include <vector>

namespace fp = foreplan;

namespace {

constexpr const char* kModel = R"(
  list sector = agr ind srv
  for s in sector
    behavioural  va_{s} = va_{s}(-1) + inv_{s} / icor_{s}   "value added, {s}"
    identity     inv_{s} = alloc_{s} * inv                  "investment of the year before, {s}"
    identity     share_{s} = 100 * va_{s} / gdp [%]
  end
  identity alloc_srv = 1 - alloc_agr - alloc_ind
  identity inv = rate * gdp(-1)
  identity gdp = sum(s in sector: va_{s})

  for s in (ind srv)
    identity   workers_{s} = workers_{s}(-1) * va_{s} / va_{s}(-1) / (1 + productivity_{s})
  end
  identity workers = workers(-1) * (1 + labour_growth)
  identity workers_agr = workers - workers_ind - workers_srv
  behavioural power = power(-1) * (1 + elasticity * pct(va_ind) / 100)   "electricity demand of industry, 2015 = 100"

  parameter rate = 0.40
  parameter alloc_agr = 0.12
  parameter alloc_ind = 0.578
  parameter icor_agr = 4.5
  parameter icor_ind = 5
  parameter icor_srv = 4.5
  parameter productivity_ind = 0.07
  parameter productivity_srv = 0.05
  parameter labour_growth = 0.01
  parameter elasticity = 1.3
)";

fp::Frame start() {
  fp::Frame data;
  const std::vector<std::pair<std::string, double>> levels = {
      {"va_agr", 27.36}, {"va_ind", 38.2},        {"va_srv", 34.44},       {"gdp", 100},
      {"workers", 100},  {"workers_ind", 22.75}, {"workers_srv", 33.24}, {"power", 100}};
  for (const auto& [name, value] : levels) data.set({name, 2015, {}, {value}});
  return data;
}

}  // namespace

int main() {
  const fp::PeriodRange years{2016, 2025};
  const fp::scenario::Model model = fp::scenario::compile(kModel);
  const fp::scenario::Scenario base("base", start());
  const auto low = base.layer("low").shift("rate", -0.06, years).shift("alloc_ind", -0.04, years);
  const auto high = base.layer("high").shift("rate", 0.06, years).shift("alloc_ind", 0.02, years);

  fp::report::Table table;
  table.caption = "The province in 2020 and 2025 (levels: GRDP 2015 = 100)";
  for (const char* header : {"Scenario", "Year", "GRDP", "Growth of industry, % a year", "Share of industry, %",
                             "Workers in agriculture, %", "Electricity, 2015 = 100"})
    table.columns.push_back({header});
  for (const auto& run : fp::scenario::solve_all(model, std::vector{low, base, high}, years))
    for (const int year : {2020, 2025}) {
      const auto at = [&](const char* variable, int decimals) { return fp::Rounded(run.at(variable, year), decimals); };
      const double growth = 100 * fp::growth::compound_rate(38.2, run.at("va_ind", year), year - 2015);
      const double farmers = 100 * run.at("workers_agr", year) / run.at("workers", year);
      table.rows.push_back({run.scenario(), std::to_string(year), at("gdp", 1), fp::Rounded(growth, 2), at("share_ind", 1),
                            fp::Rounded(farmers, 1), at("power", 0)});
    }
  std::cout << fp::report::terminal(table);
}
