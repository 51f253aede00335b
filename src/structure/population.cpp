#include <foreplan/structure/population.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "structure/population_check.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr double kMost = std::numeric_limits<double>::max();

/// One sex through one step.
struct Cohorts {
  std::vector<double> start{};  ///< Those whom the step's mortality and fertility meet.
  std::vector<double> end{};    ///< The survivors, and those migrants who count in births; births are still missing.
  std::vector<double> late{};   ///< Migrants who come when all is over.
  double deaths = 0, net_migration = 0;
};

std::string where_of(std::string_view sex, const AgeGroups& ages, std::size_t group, std::size_t step) {
  return "for " + std::string(sex) + "s " + age_labels(ages)[group] + " in step " + std::to_string(step);
}

Cohorts survive(std::string_view function, std::string_view sex, const std::vector<double>& persons,
                const std::vector<double>& survival, const std::vector<double>& migrants, MigrationTiming timing,
                const AgeGroups& ages, std::size_t step) {
  const std::size_t n = ages.count;
  const double early = timing == MigrationTiming::half_and_half ? 0.5 : 0;
  const auto moving = [&](std::size_t i) { return migrants.empty() ? 0 : migrants[i]; };
  Cohorts c{persons, std::vector<double>(n, 0), std::vector<double>(n, 0)};
  for (std::size_t i = 0; i < n; ++i) {
    c.start[i] += early * moving(i);
    c.net_migration += moving(i);
    if (!(c.start[i] >= 0))
      detail::fail(function, "migration must not take more than there are", detail::number_text(c.start[i]) + " left",
                   where_of(sex, ages, i, step));
    const std::size_t next = std::min(i + 1, n - 1);
    const double survivors = survival[next] * c.start[i];
    c.end[next] += survivors;
    c.deaths += c.start[i] - survivors;
  }
  for (std::size_t i = 0; i < n; ++i) (early > 0 ? c.end : c.late)[i] += (1 - early) * moving(i);
  return c;
}

/// The sex's population after the step, whose births are known now.
std::vector<double> finish(std::string_view function, std::string_view sex, Cohorts& c, double births, double survival,
                           const AgeGroups& ages, std::size_t step) {
  c.end[0] += survival * births;
  c.deaths += (1 - survival) * births;
  for (std::size_t i = 0; i < ages.count; ++i) {
    c.end[i] += c.late[i];
    if (!(c.end[i] >= 0))
      detail::fail(function, "migration must not take more than there are", detail::number_text(c.end[i]) + " left",
                   where_of(sex, ages, i, step));
    if (!std::isfinite(c.end[i]))
      detail::fail(function, "persons must stay finite", detail::number_text(c.end[i]), where_of(sex, ages, i, step));
  }
  return c.end;
}

}  // namespace

void require_ages(std::string_view function, const AgeGroups& ages) {
  detail::require(ages.width >= 1 && ages.width <= 20, function, "age groups must be 1 to 20 years wide",
                  std::to_string(ages.width));
  detail::require(ages.count >= 3 && ages.count <= 200, function, "age groups must be 3 to 200",
                  std::to_string(ages.count));
}

void require_by_age(std::string_view function, const std::vector<double>& values, const AgeGroups& ages, double low,
                    double high, const std::string& what) {
  if (values.size() != ages.count)
    detail::fail(function, what + " must have a value for each of the " + std::to_string(ages.count) + " age groups",
                 std::to_string(values.size()));
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!(values[i] >= low && values[i] <= high))
      detail::fail(
          function,
          what + (high < kMost   ? " must be in [" + detail::number_text(low) + ", " + detail::number_text(high) + "]"
                  : low > -kMost ? " must be >= 0 and finite"
                                 : " must be finite"),
          detail::number_text(values[i]), "for ages " + age_labels(ages)[i]);
}

void require_rates(std::string_view function, const PopulationRates& rates, const AgeGroups& ages,
                   const std::string& where) {
  const auto what = [&](const char* text) { return text + where; };
  require_by_age(function, rates.survival.female, ages, 0, 1, what("survival of females"));
  require_by_age(function, rates.survival.male, ages, 0, 1, what("survival of males"));
  require_by_age(function, rates.fertility, ages, 0, kMost, what("fertility"));
  for (const std::size_t i : {std::size_t{0}, ages.count - 1})
    if (rates.fertility[i] != 0)
      detail::fail(function, what("fertility") + " must be 0 in the first and in the open age group",
                   detail::number_text(rates.fertility[i]), "for ages " + age_labels(ages)[i]);
  if (!(rates.sex_ratio_at_birth > 0) || !std::isfinite(rates.sex_ratio_at_birth))
    detail::fail(function, what("sex_ratio_at_birth") + " must be > 0 and finite",
                 detail::number_text(rates.sex_ratio_at_birth));
  const BySex& migrants = rates.net_migration;
  if (migrants.female.empty() && migrants.male.empty()) return;
  require_by_age(function, migrants.female, ages, -kMost, kMost, what("net_migration of females"));
  require_by_age(function, migrants.male, ages, -kMost, kMost, what("net_migration of males"));
}

std::vector<std::string> age_labels(const AgeGroups& ages) {
  require_ages("structure::age_labels", ages);
  std::vector<std::string> labels;
  for (std::size_t i = 0; i + 1 < ages.count; ++i) {
    const std::size_t first = i * ages.width;
    labels.push_back(std::to_string(first) + (ages.width == 1 ? "" : "-" + std::to_string(first + ages.width - 1)));
  }
  labels.push_back(std::to_string((ages.count - 1) * ages.width) + "+");
  return labels;
}

std::vector<double> survival_ratios(std::span<const double> person_years, double radix, const AgeGroups& ages) {
  constexpr std::string_view kName = "structure::survival_ratios";
  require_ages(kName, ages);
  detail::require(radix > 0 && std::isfinite(radix), kName, "radix must be > 0 and finite", radix);
  const std::vector<double> years(person_years.begin(), person_years.end());
  require_by_age(kName, years, ages, 0, kMost, "person years");
  std::vector<double> ratios;
  for (std::size_t i = 0; i < ages.count; ++i) {
    const bool open = i + 1 == ages.count;
    const double before = i == 0 ? static_cast<double>(ages.width) * radix : years[i - 1];
    if (!open && (!(years[i] > 0) || years[i] > before))
      detail::fail(kName, "person years must be > 0 and at most those of the group below, or width x radix",
                   detail::number_text(years[i]) + " after " + detail::number_text(before),
                   "for ages " + age_labels(ages)[i]);
    ratios.push_back(years[i] / (open ? before + years[i] : before));
  }
  return ratios;
}

PopulationProjection project_population(const Population& base, const AgeGroups& ages,
                                        const std::vector<PopulationRates>& rates, std::size_t steps,
                                        MigrationTiming migration) {
  constexpr std::string_view kName = "structure::project_population";
  require_ages(kName, ages);
  detail::require(steps >= 1 && steps <= 1000, kName, "steps must be 1 to 1000", std::to_string(steps));
  if (rates.size() != 1 && rates.size() != steps)
    detail::fail(kName, "rates must be one, or one for each of the " + std::to_string(steps) + " steps",
                 std::to_string(rates.size()));
  const auto last_year = static_cast<long long>(base.year) + static_cast<long long>(steps * ages.width);
  if (base.year < 1 || last_year > 9999)
    detail::fail(kName, "years must be in [1, 9999]", std::to_string(base.year) + " to " + std::to_string(last_year));
  require_by_age(kName, base.persons.female, ages, 0, kMost, "females");
  require_by_age(kName, base.persons.male, ages, 0, kMost, "males");
  for (std::size_t s = 0; s < rates.size(); ++s)
    require_rates(kName, rates[s], ages, rates.size() == 1 ? "" : " in step " + std::to_string(s));

  PopulationProjection result{ages, migration, {base}, {}};
  for (std::size_t s = 0; s < steps; ++s) {
    const PopulationRates& r = rates[rates.size() == 1 ? 0 : s];
    const Population& now = result.populations.back();
    Cohorts women =
        survive(kName, "female", now.persons.female, r.survival.female, r.net_migration.female, migration, ages, s);
    Cohorts men = survive(kName, "male", now.persons.male, r.survival.male, r.net_migration.male, migration, ages, s);
    double births = 0;
    for (std::size_t i = 0; i < ages.count; ++i) births += r.fertility[i] * (women.start[i] + women.end[i]) / 2;
    births *= static_cast<double>(ages.width);
    PopulationChange change{now.year, now.year + static_cast<int>(ages.width), {}, {}, {}};
    change.births.female = births / (1 + r.sex_ratio_at_birth);
    change.births.male = births - change.births.female;
    Population next{change.last_year, {}};
    next.persons.female = finish(kName, "female", women, change.births.female, r.survival.female[0], ages, s);
    next.persons.male = finish(kName, "male", men, change.births.male, r.survival.male[0], ages, s);
    change.deaths = {women.deaths, men.deaths};
    change.net_migration = {women.net_migration, men.net_migration};
    result.changes.push_back(change);
    result.populations.push_back(std::move(next));
  }
  return result;
}

std::string_view to_string(MigrationTiming timing) noexcept {
  switch (timing) {
    case MigrationTiming::half_and_half:
      return "half_and_half";
    case MigrationTiming::at_end:
      return "at_end";
  }
  return "unknown";
}

}  // namespace foreplan::inline v0::structure
