#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/input_output.hpp>
#include <foreplan/structure/leontief.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What one unit of final demand, or a given change of it, brings with it: output, income, value added, jobs,
/// emissions. Terms and names are those of Miller & Blair (2009), chapter 6; n is the number of sectors,
/// L = (I - A)^-1.
///
/// @par Example  Jobs when foreign demand for manufactures rises by 100.
///     const auto impact = demand_impact(table, sector_amounts(table, {{"manufactures", 100}}));
///     impact.satellites.front().values;  // by sector
namespace foreplan::inline v0::structure {

/// Households as one more sector, which closes the model: they sell labour and spend what it earns.
struct Households {
  std::vector<double> income{};       ///< h(j): labour income for one unit of output of sector j.
  std::vector<double> consumption{};  ///< c(i): domestic output of sector i bought from one unit of income.
  double own_income = 0;              ///< Income that households pay to households from one unit of it. [0, 1)

  bool operator==(const Households&) const = default;
};

struct HouseholdOptions {
  std::vector<std::string> income{};  ///< Primary inputs that are income; empty: all compensation of employees.
  std::optional<double>
      total_income{};  ///< What consumption is divided by; unset: the sum of the income of all sectors.
};

/// Households as the table has them: its final demand of the kind household_consumption.
/// @throws InvalidArgument  when the table has no such income or consumption; for names that it does not have; for an
///   income that is not above zero.
[[nodiscard]] FOREPLAN_EXPORT Households households(const InputOutputTable&, const HouseholdOptions& options = {});

/// What a multiplier counts.
enum class MultiplierKind : std::uint8_t { output, income, value_added, satellite, other };
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(MultiplierKind) noexcept;

/// Multipliers of every sector. Those with households are empty for an open model.
struct Multipliers {
  MultiplierKind kind = MultiplierKind::other;
  std::string name{};
  std::vector<double> direct{};           ///< w(j): for one unit of output of j itself; 1 for output.
  std::vector<double> simple{};           ///< w' L: for one unit of final demand for j, direct and indirect.
  std::vector<double> total{};            ///< With what income induces, and what households themselves count.
  std::vector<double> total_truncated{};  ///< The same without what households themselves count.
  std::vector<double> type_1{};           ///< simple / direct; NaN where a sector has none of its own.
  std::vector<double> type_2{};           ///< total / direct.
  std::vector<double> type_2_truncated{};
  double residual = 0;  ///< As of `SystemSolution`, the worst of the solutions.
  Stop stop = Stop::not_run;
  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }

  bool operator==(const Multipliers&) const = default;
};

/// Multipliers of anything: one solve, and with households two more.
/// @param a       I - A, dense or sparse.
/// @param direct  w, one a sector.
/// @param household_weight  what one unit of household income counts for in `total`: 1 for output, `own_income` for
///   income, and 0 for value added or jobs unless households employ.
/// @throws InvalidArgument  for lists that do not have one finite number a sector, and households whose income would
///   grow without end, h' L c + own_income >= 1.
[[nodiscard]] FOREPLAN_EXPORT Multipliers multipliers(const InputOutputSystem& a, const std::vector<double>& direct);
[[nodiscard]] FOREPLAN_EXPORT Multipliers multipliers(const InputOutputSystem& a, const std::vector<double>& direct,
                                                      const Households& households, double household_weight);

/// The multipliers of a table: output; income and value added, where it has primary inputs of these kinds; every
/// satellite account, for one unit of the table's unit. In this order.
/// @throws InvalidArgument  as `input_coefficients`, `factor` and `direct_coefficients`.
[[nodiscard]] FOREPLAN_EXPORT std::vector<Multipliers> multipliers(const InputOutputTable&);
[[nodiscard]] FOREPLAN_EXPORT std::vector<Multipliers> multipliers(const InputOutputTable&,
                                                                   const Households& households);

/// A primary input or a satellite account for one unit of output; zero for a sector without output.
/// @throws InvalidArgument  for a name that the table does not have, with the nearest; and for a sector that has some
///   of it without output.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> direct_coefficients(const InputOutputTable&, std::string_view name);
/// The same of gross value added.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> value_added_coefficients(const InputOutputTable&);

struct SectorAmount {
  std::string sector{};
  double amount = 0;

  bool operator==(const SectorAmount&) const = default;
};
/// One number a sector in the table's order: those named, and zeros.
/// @throws InvalidArgument  for an unknown sector, with the nearest name; for one that is named twice.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> sector_amounts(const InputOutputTable&,
                                                                 const std::vector<SectorAmount>& amounts);

/// What a change of final demand changes, by sector.
struct DemandImpact {
  std::vector<double> output{};       ///< L df, and with households what their spending adds.
  std::vector<double> value_added{};  ///< In the table's unit, like output.
  std::vector<SatelliteAccount> satellites{};
  double household_income = 0;  ///< Earned in all; 0 without households.
  double residual = 0;
  Stop stop = Stop::not_run;
  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }

  bool operator==(const DemandImpact&) const = default;
};
/// @param change  of final demand for domestic output, one a sector, in the table's unit.
/// @throws InvalidArgument  as `multipliers`.
[[nodiscard]] FOREPLAN_EXPORT DemandImpact demand_impact(const InputOutputTable&, const std::vector<double>& change);
[[nodiscard]] FOREPLAN_EXPORT DemandImpact demand_impact(const InputOutputTable&, const std::vector<double>& change,
                                                         const Households& households);

}  // namespace foreplan::inline v0::structure
