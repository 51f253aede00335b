#pragma once
#include <foreplan/scenario.hpp>

/// The model and data of tests/reference/three_sectors.py.
namespace foreplan::testing {

inline scenario::Model three_sectors() {
  return scenario::compile(R"(
    list sector = agr ind srv
    for s in sector
      behavioural  va_{s} = va_{s}(-1) + inv_{s}(-1) / icor_{s}    "value added, {s}" [bn VND, 2010 prices]
      identity     inv_{s} = alloc_{s} * inv
    end
    identity alloc_srv = 1 - alloc_agr - alloc_ind
    identity inv = rate * gdp
    identity gdp = sum(s in sector: va_{s})
    identity share_ind = va_ind / gdp
  )");
}

inline scenario::Scenario three_sectors_base() {
  Frame data;
  const auto set = [&](const char* name, int first, std::vector<double> values) {
    data.set({name, Period(first), Unit{}, std::move(values)});
  };
  const double gdp = 4200 + 6150 + 5750;
  set("va_agr", 2015, {4200});
  set("va_ind", 2015, {6150});
  set("va_srv", 2015, {5750});
  set("inv_agr", 2015, {0.22 * 0.3 * gdp});
  set("inv_ind", 2015, {0.36 * 0.3 * gdp});
  set("inv_srv", 2015, {0.42 * 0.3 * gdp});
  const auto constant = [&](const char* name, double x) { set(name, 2016, std::vector<double>(10, x)); };
  constant("icor_agr", 6);
  constant("icor_ind", 4);
  constant("icor_srv", 4.5);
  constant("alloc_agr", 0.22);
  constant("alloc_ind", 0.36);
  constant("rate", 0.3);
  return {"base", data};
}

}  // namespace foreplan::testing
