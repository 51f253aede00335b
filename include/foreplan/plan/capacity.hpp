#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/plan/statement.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Whether there is enough of what growth needs: land, raw material, electricity, workers.
/// Growth rates are fractions per period.
namespace foreplan::inline v0::plan {

/// How much of a zone was let at the end of a period.
struct LandCount {
  Period period{};
  double let_area = 0;

  bool operator==(const LandCount&) const = default;
};

/// An industrial zone and how fast its land is let.
struct Zone {
  std::string id{};  ///< Unique in the plan.
  Label name{};
  Unit unit{};            ///< Of area.
  Period period{};        ///< At whose end the area let was counted.
  double total_area = 0;  ///< > 0; land that can be let.
  double let_area = 0;    ///< [0, total_area].
  double absorption = 0;  ///< >= 0; median area let a period from now on.
  /// >= 0; how uncertain that pace is: one lasting pace, lognormal, ln-standard deviation. 0.2 is about 20 %.
  double absorption_log_sd = 0;
  std::string source{};
  /// Earlier counts of the area let, each in [0, total_area]: in order of time, at the frequency of `period` and before
  /// it. May be empty; `zone_saturation` works with them.
  std::vector<LandCount> history{};

  bool operator==(const Zone&) const = default;
};

/// When a zone is full. A period is empty when that is never, or after the year 9999.
struct ZoneOutlook {
  double fill_rate = 0;                ///< let / total, a fraction.
  double remaining = 0;                ///< Area still to let.
  double periods_left = 0;             ///< remaining / absorption; infinite without absorption, 0 when full.
  double coverage = 0.90;              ///< Of [earliest, latest].
  std::optional<Period> exhaustion{};  ///< In which the last land is let at the median pace; `period` when full.
  std::optional<Period> earliest{};    ///< At the pace exceeded with probability (1 - coverage) / 2,
  std::optional<Period> latest{};      ///< and at the one exceeded with probability (1 + coverage) / 2.

  bool operator==(const ZoneOutlook&) const = default;
};
/// @throws InvalidArgument  for values out of the ranges above, coverage outside (0, 1); PeriodMismatch  for a history
/// out of order or at another frequency.
[[nodiscard]] FOREPLAN_EXPORT ZoneOutlook zone_outlook(const Zone& zone, double coverage = 0.90);

enum class YieldDistribution : std::uint8_t {
  lognormal,  ///< Of this mean and coefficient of variation.
  normal,     ///< The same; only for coefficients of variation up to 1/3, or yields would be negative.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(YieldDistribution) noexcept;

/// A growing area and the plant that processes its crop.
struct RawMaterial {
  std::string id{};  ///< Unique in the plan.
  Label name{};
  double area = 0;  ///< >= 0, in `area_unit`.
  Unit area_unit{};
  double yield = 0;            ///< > 0; mean, in `unit` per `area_unit` a period.
  double yield_variation = 0;  ///< >= 0; standard deviation over mean. 0: certain.
  YieldDistribution distribution = YieldDistribution::lognormal;
  double capacity = 0;  ///< > 0; what the plant can process a period, in `unit`.
  Unit unit{};          ///< Of supply and capacity.
  std::string source{};

  bool operator==(const RawMaterial&) const = default;
};

struct RawMaterialBalance {
  double supply = 0;                 ///< area x mean yield.
  double balance = 0;                ///< supply - capacity; negative is short.
  double utilisation = 0;            ///< min(1, supply / capacity) at the mean yield.
  double expected_utilisation = 0;   ///< Mean of min(1, supply / capacity) over the yield's distribution: never more.
  double shortfall_probability = 0;  ///< Of a supply below `need` x capacity; 0 or 1 when the yield is certain.
  double area_needed = 0;            ///< Area that fills `need` x capacity at the mean yield.
  double need = 1;

  bool operator==(const RawMaterialBalance&) const = default;
};
/// @param need  (0, 1]; the utilisation below which supply counts as short.
/// @throws InvalidArgument  for values out of the ranges above.
[[nodiscard]] FOREPLAN_EXPORT RawMaterialBalance raw_material_balance(const RawMaterial& material, double need = 1);

/// Electricity demand that follows the output of its users.
struct ElectricityDemand {
  std::string id{};  ///< Unique in the plan.
  Label name{};
  Unit unit{};
  Period base_period{};
  double base = 1;                     ///< > 0; demand of the base period. 1 with no unit shows multiples.
  double driver_growth = 0;            ///< > -1; of the users' output.
  Period driver_stated_to{};           ///< Last period that this growth was stated for; later ones are extrapolated.
  Period last{};                       ///< Last period asked for, after the base.
  std::vector<double> elasticities{};  ///< Finite, at least one; demand's growth over the output's.
  std::string source{};

  bool operator==(const ElectricityDemand&) const = default;
};

/// Demand under one elasticity e, n periods after the base, in both forms in use.
struct ElectricityPath {
  double elasticity = 0;
  std::vector<double> linear{};  ///< base (1 + e g)^n, from the base period on.
  std::vector<double> power{};   ///< base (1 + g)^(e n).
  double linear_multiple = 0;    ///< Last over base.
  double power_multiple = 0;

  bool operator==(const ElectricityPath&) const = default;
};
struct ElectricityOutlook {
  PeriodRange periods{};                 ///< Base to last.
  bool extrapolated = false;             ///< The last period is after `driver_stated_to`: the result must say so.
  std::vector<ElectricityPath> paths{};  ///< In the order of the elasticities.

  bool operator==(const ElectricityOutlook&) const = default;
};
/// @throws PeriodMismatch   when frequencies differ or `last` is not after the base.
/// @throws InvalidArgument  for values out of the ranges above, or 1 + e g <= 0.
[[nodiscard]] FOREPLAN_EXPORT ElectricityOutlook electricity_outlook(const ElectricityDemand& demand);

/// Workers needed for an output at a productivity.
struct LabourDemand {
  std::string id{};  ///< Unique in the plan.
  Label name{};
  Unit unit{};
  Period base_period{};
  double base = 0;                 ///< > 0; employed in the base period.
  double output_growth = 0;        ///< > -1.
  double productivity_growth = 0;  ///< > -1; of output per worker.
  Period last{};                   ///< After the base.
  std::string source{};

  bool operator==(const LabourDemand&) const = default;
};

struct LabourOutlook {
  double growth = 0;      ///< (1 + output_growth) / (1 + productivity_growth) - 1.
  Series demand{};        ///< base (1 + growth)^n, from the base period on.
  double additional = 0;  ///< Last - base; negative when workers are set free.
  /// Additional workers = output_effect + productivity_effect (LMDI-I, Ang 2005; no residual).
  double output_effect = 0;
  double productivity_effect = 0;

  bool operator==(const LabourOutlook&) const = default;
};
/// @throws PeriodMismatch, InvalidArgument  as above.
[[nodiscard]] FOREPLAN_EXPORT LabourOutlook labour_outlook(const LabourDemand& demand);

}  // namespace foreplan::inline v0::plan
