// What investment reaches the 40 % share? Three sectors grow by what was invested in them a year before, over their
// capital-output ratios. Which part of investment has to go to industry in 2016-2020, what if only so much may, when is
// the share reached without any change, and which path of the years gets there with the least movement?
#include <foreplan/scenario.hpp>

#include <cstdio>
#include <exception>
#include <string>
#include <tuple>
#include <vector>

namespace fp = foreplan;
namespace sc = foreplan::scenario;

sc::Scenario base() {
  fp::Frame data;
  const auto constant = [&](const std::string& name, double x) {
    data.set({name, 2016, fp::Unit{}, std::vector<double>(10, x)});
  };
  const double gdp = 4200 + 6150 + 5750;  // bn VND in 2015, 30 % of it invested
  for (const auto& [sector, value, part, icor] : std::vector<std::tuple<std::string, double, double, double>>{
           {"agr", 4200, 0.22, 6}, {"ind", 6150, 0.36, 4}, {"srv", 5750, 0.42, 4.5}}) {
    data.set({"va_" + sector, 2015, fp::Unit{}, {value}});
    data.set({"inv_" + sector, 2015, fp::Unit{}, {part * 0.3 * gdp}});
    constant("icor_" + sector, icor);
    if (sector != "srv") constant("alloc_" + sector, part);
  }
  constant("rate", 0.3);
  return {"base", data};
}

int main() try {
  const auto model = sc::compile(R"(
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
  const auto start = base();
  const auto when = sc::first_reached(model, start, {2016, 2025}, {.variable = "share_ind", .value = 0.40});
  std::printf("as it is: %s\n", when.sentence.c_str());

  const auto need =
      sc::seek(model, start, {.target = {"share_ind", 2020, 0.40}, .instrument = {"alloc_ind", {2016, 2020}}});
  std::printf("one shift: %s\n  %.2f %% of investment instead of %.2f %%, GDP in 2020 %.0f instead of %.0f bn VND\n",
              need.sentence.c_str(), 100 * need.instruments[0].values[0], 100 * need.instruments[0].before[0],
              need.run.at("gdp", 2020), sc::solve(model, start, {2016, 2020}).at("gdp", 2020));

  const auto capped = sc::seek(model, start,
                               {.target = {"share_ind", 2020, 0.40},
                                .instrument = {.variable = "alloc_ind", .range = {2016, 2020}, .upper = 0.38}});
  std::printf("at most 38 %%: %s\n", capped.sentence.c_str());

  const auto path =
      sc::seek(model, start,
               {.target = {"share_ind", 2020, 0.40}, .instrument = {"alloc_ind", {2016, 2020}, sc::SeekProfile::free}});
  std::printf("year by year:");
  for (const double value : path.instruments[0].values) std::printf(" %.2f %%", 100 * value);
  std::printf("\n");
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
