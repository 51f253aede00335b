#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/export.hpp>

#include <string>

/// Labour shift: where people will work if output and labour productivity take given paths, who is released and
/// absorbed on the way, and whether there are people enough. Frames have a series a sector; missing values are refused
/// everywhere.
///
/// The unit of productivity is that of output per person: output in "VND" and persons named "person" take productivity
/// in "VND/person" at the same price basis and valuation, each in any scale.
namespace foreplan::inline v0::structure {

/// Output per person employed, over the periods of `output`.
/// @throws InvalidArgument  unless both have the same sectors; for output < 0, employment <= 0, or a missing value,
///   naming series and period. @throws PeriodMismatch  unless employment covers output's periods.
/// @throws UnitMismatch  unless each frame's series have one unit, employment's not money.
[[nodiscard]] FOREPLAN_EXPORT Frame labour_productivity(const Frame& output, const Frame& employment);

struct LabourShiftOptions {
  Unit persons = Unit::physical("person", 3);  ///< What employment comes in.
};

struct LabourShift {
  Frame employment{};  ///< output / productivity
  Frame shares{};      ///< Of total employment: fractions that sum to 1.
  Series total{};      ///< Employment of all sectors, named "total".
  /// From the second period on, against the period before: change = by_output + by_productivity, sector by sector, by
  /// logarithmic means (see lmdi.hpp). What a sector without output in one of the two gains or loses is by output.
  Frame change{}, by_output{}, by_productivity{};
  Series released{};  ///< What the sectors with falling employment let go, >= 0.
  Series
      absorbed{};  ///< What those with rising employment take on, >= 0: absorbed - released is the change of the total.

  bool operator==(const LabourShift&) const = default;
};
/// Employment of each sector, over the periods of `output`.
/// @throws InvalidArgument  unless both have the same sectors; for output < 0, productivity <= 0, a missing value, no
///   employment at all or more than doubles hold, naming series and period.
/// @throws PeriodMismatch   unless productivity covers output's periods.
/// @throws UnitMismatch     unless the units are as said above, all sectors in one, persons not money.
[[nodiscard]] FOREPLAN_EXPORT LabourShift labour_shift(const Frame& output, const Frame& productivity,
                                                       const LabourShiftOptions& = {});

/// Labour demand beside supply, over the periods of the demand.
struct LabourBalance {
  Series demand{}, supply{};  ///< In the demand's unit.
  Series surplus{};           ///< supply - demand; negative is a shortage.
  Series surplus_rate{};      ///< surplus / supply: where > 0 the unemployment rate that would follow.

  bool operator==(const LabourBalance&) const = default;
};
/// @param supply  the labour force, as from `labour_supply` in population.hpp, in any scale of the demand's unit.
/// @throws InvalidArgument  for supply that is not > 0 and finite, naming the period.
/// @throws PeriodMismatch   unless supply covers the demand's periods. @throws UnitMismatch  for another unit.
[[nodiscard]] FOREPLAN_EXPORT LabourBalance labour_balance(const LabourShift&, const Series& supply);

/// What productivity a share of labour takes.
struct RequiredProductivity {
  std::string sector{};
  Period period{};
  double share = 0;         ///< The target.
  double employment = 0;    ///< Of the sector at that share, in the options' unit of persons.
  double productivity = 0;  ///< output / employment, in the unit of the productivity given.
  double projected = 0;     ///< The productivity given for the period.
  double growth = 0;  ///< Compound rate a period from the first period's productivity, a fraction; 0 in that period.

  bool operator==(const RequiredProductivity&) const = default;
};
/// Output as projected, the other sectors' employment as projected: the sector employs share / (1 - share) of the
/// others.
/// @throws  as `labour_shift`; InvalidArgument also for an unknown sector, a share outside (0, 1), a sector without
///   output in the period, other sectors without employment. @throws PeriodMismatch  for a period that output does not
///   cover.
[[nodiscard]] FOREPLAN_EXPORT RequiredProductivity productivity_for_employment_share(const Frame& output,
                                                                                     const Frame& productivity,
                                                                                     const std::string& sector,
                                                                                     Period period, double share,
                                                                                     const LabourShiftOptions& = {});
/// Output as projected, and the sector employs `share` of the labour supply, whatever the others do.
/// @throws  as above, and as `labour_balance` for the supply.
[[nodiscard]] FOREPLAN_EXPORT RequiredProductivity
productivity_for_supply_share(const Frame& output, const Frame& productivity, const Series& supply,
                              const std::string& sector, Period period, double share, const LabourShiftOptions& = {});

}  // namespace foreplan::inline v0::structure
