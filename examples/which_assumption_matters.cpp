// Which assumption matters most for the share of industry in Vietnam's value added in 2025, as seen from 2015? Three
// sectors grow by what is invested in them over what a unit of growth costs (their ICOR). Two answers: each assumption
// moved by itself, and the share of the variance that each brings when all are uncertain at once. Value added of 2015:
// GGDC/UNU-WIDER Economic Transformation Database (2021), CC BY 4.0. The assumptions and their ranges are round
// figures.
#include <foreplan/scenario.hpp>

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace fp = foreplan;
using fp::scenario::Factor;
using fp::scenario::FactorKind;

int main() {
  const auto model = fp::scenario::compile(R"(
    list sector = agr ind srv
    for s in sector
      behavioural  va_{s} = va_{s}(-1) + inv_{s}(-1) / icor_{s}    "value added, {s}"
      identity     inv_{s} = alloc_{s} * inv
    end
    identity alloc_srv = 1 - alloc_agr - alloc_ind
    identity inv = rate * gdp
    identity gdp = sum(s in sector: va_{s})
    identity share_ind = 100 * va_ind / gdp
  )");

  // Trillion VND at 2015 prices; 32 % of the total invested in 2015, of that 6, 44 and 50 % in the three sectors.
  const double agr = 712.460, ind = 1394.130, srv = 1665.962, invested = 0.32 * (agr + ind + srv);
  const auto in_2015 = [](const char* name, double value) { return fp::Series{name, 2015, {}, {value}}; };
  const auto assumed = [](const char* name, double value) {
    return fp::Series{name, 2016, {}, std::vector<double>(10, value)};
  };
  const fp::scenario::Scenario base(
      "base",
      fp::Frame({in_2015("va_agr", agr), in_2015("va_ind", ind), in_2015("va_srv", srv),
                 in_2015("inv_agr", 0.06 * invested), in_2015("inv_ind", 0.44 * invested),
                 in_2015("inv_srv", 0.50 * invested), assumed("rate", 0.32), assumed("alloc_agr", 0.06),
                 assumed("alloc_ind", 0.44), assumed("icor_agr", 4), assumed("icor_ind", 5), assumed("icor_srv", 5)}));

  const fp::PeriodRange years{2016, 2025};
  const auto points = [&](const char* name, const char* variable, double by) {
    return Factor{.name = name, .variable = variable, .range = years, .low = -by, .high = by};
  };
  const auto per_cent = [&](const char* name, const char* variable, double by) {
    return Factor{name, variable, years, FactorKind::proportional, {}, -by / 100, {}, by / 100};
  };
  const std::vector<Factor> factors{points("investment rate", "rate", 0.04),
                                    points("industry's part of investment", "alloc_ind", 0.05),
                                    points("agriculture's part of investment", "alloc_agr", 0.02),
                                    per_cent("ICOR of agriculture", "icor_agr", 20),
                                    per_cent("ICOR of industry", "icor_ind", 20),
                                    per_cent("ICOR of services", "icor_srv", 20)};
  const std::vector<fp::scenario::Outcome> share{{"share_ind", 2025}};

  const auto bars = fp::scenario::tornado(model, base, years, factors, share).outcomes[0];
  std::printf("Share of industry in 2025: %.2f %%. One assumption moved at a time:\n\n", bars.base);
  std::printf("%-34s%8s%8s%12s%12s%8s\n", "", "low", "high", "share, low", "share, high", "swing");
  for (const auto& row : bars.rows)
    std::printf("%-34s%+8.2f%+8.2f%12.2f%12.2f%8.2f\n", row.factor.c_str(), row.low, row.high, row.outcome_low,
                row.outcome_high, row.swing());

  const auto all = fp::scenario::sobol_sensitivity(model, base, years, factors, share, {.indices = {.seed = 1}});
  const auto& y = all.indices.outputs[0];
  std::printf(
      "\nAll uncertain at once, uniform on their ranges, %zu runs: %.2f %% on average, standard deviation %.2f.\n",
      all.count.runs, y.mean, std::sqrt(y.variance));
  std::printf("Per cent of the variance:\n\n%-34s%8s%20s%8s\n", "", "alone", "95 % interval", "total");
  for (std::size_t f = 0; f < factors.size(); ++f)
    std::printf("%-34s%8.1f%12.1f to%5.1f%8.1f\n", all.factors[f].c_str(), 100 * y.first[f].value,
                100 * y.first[f].lower, 100 * y.first[f].upper, 100 * y.total[f].value);
}
