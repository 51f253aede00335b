#pragma once
#include <foreplan/core/series.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/matrix.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Population by the cohort-component method, in two sexes and steps as long as the age groups are wide (Leslie 1945;
/// Preston, Heuveline & Guillot 2001, chapter 6; Smith, Tayman & Swanson 2013), and the labour force that it supplies.
///
/// Lists by age have one value an age group, from the youngest up. Persons are in any one unit.
namespace foreplan::inline v0::structure {

/// Ages in groups of equal width; the last is open: width 5 and count 18 are 0-4, 5-9, ..., 80-84, 85+.
struct AgeGroups {
  std::size_t width = 5;   ///< Years, [1, 20]; 1 and 5 are usual.
  std::size_t count = 18;  ///< [3, 200]

  bool operator==(const AgeGroups&) const = default;
};
/// "0-4", "85+"; "0", "100+" for single years. @throws InvalidArgument  for a width or count out of range.
[[nodiscard]] FOREPLAN_EXPORT std::vector<std::string> age_labels(const AgeGroups&);

struct BySex {
  std::vector<double> female{}, male{};

  bool operator==(const BySex&) const = default;
};
struct SexTotals {
  double female = 0, male = 0;

  bool operator==(const SexTotals&) const = default;
};

/// Survival ratios over one step from a life table: [0] = L_0 / (width l_0), from birth into the first group;
/// [i] = L_i / L_(i-1), into group i from the group below; the last is T / (L + T), for the last two groups together,
/// which both move into the open one.
/// @param person_years  L of each group (the first is 1L0 + 4L1 in an abridged table), and last the open group's T.
/// @param radix         l_0, births of the table.
/// @throws InvalidArgument  unless person years are as many as groups, finite, > 0 but for T >= 0, never rise from
///   group to group (T apart) and start at most at width l_0.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> survival_ratios(std::span<const double> person_years, double radix,
                                                                  const AgeGroups&);

/// What happens over one step.
struct PopulationRates {
  BySex survival{};                 ///< As `survival_ratios` gives them, in [0, 1].
  std::vector<double> fertility{};  ///< Births a woman and year by her age group; 0 in the first and in the open group.
  double sex_ratio_at_birth = 1.05;  ///< Boys for each girl.
  BySex net_migration{};             ///< Persons over the step, by age group when they move; empty is none.

  bool operator==(const PopulationRates&) const = default;
};
/// When in a step migrants come and go.
enum class MigrationTiming : std::uint8_t {
  /// Half before and half after: half are exposed to the step's mortality, and both halves count in the women that bear
  /// (Preston, Heuveline & Guillot 2001, chapter 6).
  half_and_half,
  at_end,  ///< After deaths and births, to which they are not exposed.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(MigrationTiming) noexcept;

struct Population {
  int year = 0;
  BySex persons{};

  bool operator==(const Population&) const = default;
};
/// The balance of one step: the last population is the first plus births less deaths plus net migration, for each sex.
struct PopulationChange {
  int first_year = 0, last_year = 0;
  SexTotals births{}, deaths{}, net_migration{};

  bool operator==(const PopulationChange&) const = default;
};
struct PopulationProjection {
  AgeGroups ages{};
  MigrationTiming migration = MigrationTiming::half_and_half;
  std::vector<Population> populations{};    ///< The first is the base.
  std::vector<PopulationChange> changes{};  ///< One a step.

  bool operator==(const PopulationProjection&) const = default;
};

/// Births are width sum_x F_x (W_x + W'_x) / 2 with W the women at the step's start and W' at its end.
/// @param rates  one for each step, or one for all.
/// @param steps  [1, 1000].
/// @throws InvalidArgument  for ages out of range; lists that are not as long as there are age groups; persons or
///   fertility that are negative, survival outside [0, 1], a sex ratio that is not > 0, values that are not finite,
///   fertility where there may be none; rates that are neither one nor as many as steps; years outside [1, 9999]; and
///   migration that takes more people than there are; naming what, step, sex and age group.
/// O(steps x groups).
[[nodiscard]] FOREPLAN_EXPORT PopulationProjection
project_population(const Population& base, const AgeGroups&, const std::vector<PopulationRates>& rates,
                   std::size_t steps, MigrationTiming migration = MigrationTiming::half_and_half);

/// The Leslie matrix of the women, without migration: next = matrix x now. Its first row is
/// S_0 width / 2 (F_x + S_(x+1) F_(x+1)) / (1 + sex ratio at birth). @throws  as `project_population`.
[[nodiscard]] FOREPLAN_EXPORT Matrix leslie_matrix(const PopulationRates&, const AgeGroups&);

/// What women at unchanging rates converge to (Lotka 1939; Preston, Heuveline & Guillot 2001, chapter 7).
struct StablePopulation {
  double factor = 0;             ///< Growth over a step: the dominant eigenvalue of the Leslie matrix.
  double growth = 0;             ///< Lotka's intrinsic rate, continuous, a year: ln(factor) / width.
  double net_reproduction = 0;   ///< Daughters that a girl bears in her life.
  std::vector<double> shares{};  ///< Of women by age group; they sum to 1.
  /// converged; infeasible: nobody is born, or the open group outlives the others so that no age distribution is
  /// stable.
  Stop stop = Stop::not_run;

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
  bool operator==(const StablePopulation&) const = default;
};
/// Migration is left out. @throws  as `project_population`.
[[nodiscard]] FOREPLAN_EXPORT StablePopulation stable_population(const PopulationRates&, const AgeGroups&);

struct LabourForce {
  int year = 0;
  SexTotals persons{};

  bool operator==(const LabourForce&) const = default;
};
/// Persons times participation, summed over ages, in each year projected.
/// @param participation  fractions by age group, one for each population or one for all.
/// @throws InvalidArgument  for another number, lists of another length, fractions outside [0, 1], naming sex and age
/// group.
[[nodiscard]] FOREPLAN_EXPORT std::vector<LabourForce> labour_force(const PopulationProjection&,
                                                                    const std::vector<BySex>& participation);
/// Both sexes as an annual series named "labour force", which labour_shift.hpp sets against demand. Years between those
/// given are filled at the constant rate of growth that links them.
/// @param unit  of the persons.
/// @throws InvalidArgument  for none, years that do not rise, or persons that are not > 0 and finite.
[[nodiscard]] FOREPLAN_EXPORT Series labour_supply(const std::vector<LabourForce>&, const Unit& unit);

}  // namespace foreplan::inline v0::structure
