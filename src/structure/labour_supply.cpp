#include <foreplan/structure/population.hpp>

#include <cmath>

#include "core/check.hpp"
#include "structure/population_check.hpp"

namespace foreplan::inline v0::structure {

std::vector<LabourForce> labour_force(const PopulationProjection& projection, const std::vector<BySex>& participation) {
  constexpr std::string_view kName = "structure::labour_force";
  require_ages(kName, projection.ages);
  const std::size_t years = projection.populations.size();
  if (participation.size() != 1 && participation.size() != years)
    detail::fail(kName, "participation must be one, or one for each of the " + std::to_string(years) + " populations",
                 std::to_string(participation.size()));
  for (const BySex& p : participation) {
    require_by_age(kName, p.female, projection.ages, 0, 1, "participation of females");
    require_by_age(kName, p.male, projection.ages, 0, 1, "participation of males");
  }
  std::vector<LabourForce> result;
  for (std::size_t t = 0; t < years; ++t) {
    const Population& people = projection.populations[t];
    const BySex& p = participation[participation.size() == 1 ? 0 : t];
    for (const auto* list : {&people.persons.female, &people.persons.male})
      if (list->size() != projection.ages.count)
        detail::fail(kName, "persons must have a value for each age group", std::to_string(list->size()),
                     "in " + std::to_string(people.year));
    LabourForce force{people.year, {}};
    for (std::size_t i = 0; i < projection.ages.count; ++i) {
      force.persons.female += people.persons.female[i] * p.female[i];
      force.persons.male += people.persons.male[i] * p.male[i];
    }
    result.push_back(force);
  }
  return result;
}

Series labour_supply(const std::vector<LabourForce>& force, const Unit& unit) {
  constexpr std::string_view kName = "structure::labour_supply";
  detail::require(!force.empty(), kName, "at least one year is needed");
  Series result{"labour force", Period::year(force.front().year), unit, {}};
  for (std::size_t k = 0; k < force.size(); ++k) {
    const double persons = force[k].persons.female + force[k].persons.male;
    if (!(persons > 0) || !std::isfinite(persons))
      detail::fail(kName, "persons must be > 0 and finite", detail::number_text(persons),
                   "in " + std::to_string(force[k].year));
    if (k > 0) {
      const int years = force[k].year - force[k - 1].year;
      if (years < 1 || force[k].year > 9999)
        detail::fail(kName, "years must rise, at most to 9999", std::to_string(force[k].year),
                     "after " + std::to_string(force[k - 1].year));
      const double before = result.values.back(), rate = std::log(persons / before) / years;
      for (int y = 1; y < years; ++y) result.values.push_back(before * std::exp(rate * y));
    }
    result.values.push_back(persons);
  }
  return result;
}

}  // namespace foreplan::inline v0::structure
