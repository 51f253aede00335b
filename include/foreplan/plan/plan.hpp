#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/export.hpp>
#include <foreplan/plan/attainment.hpp>
#include <foreplan/plan/capacity.hpp>
#include <foreplan/plan/financing.hpp>
#include <foreplan/plan/monitoring.hpp>
#include <foreplan/plan/pipeline.hpp>
#include <foreplan/plan/projection.hpp>
#include <foreplan/plan/statement.hpp>
#include <foreplan/scenario/scenario.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace foreplan::inline v0::plan {

/// A plan: what it says, what it asks, and what it would build. Every part may be empty.
struct Plan {
  Label title{};
  std::string source{};
  std::vector<Indicator> indicators{};
  std::vector<Statement> statements{};
  std::vector<Identity> identities{};
  std::vector<Statement> assumptions{};    ///< Not audited; used where a quantity names them.
  std::vector<Quantity> quantities{};
  double about_tolerance = 0.05;           ///< (0, 1); what "about" allows on both sides.
  std::vector<scenario::Scenario> scenarios{};  ///< Of the projected sectors' levels.
  Projection projection{};
  std::vector<Progress> progress{};        ///< Later observations that targets are monitored by.
  std::vector<Project> projects{};
  std::vector<FinancingNeed> financing{};
  std::vector<Zone> zones{};
  std::vector<RawMaterial> raw_materials{};
  std::vector<ElectricityDemand> electricity{};
  std::vector<LabourDemand> labour{};

  bool operator==(const Plan&) const = default;
};

/// Refuses ids that are empty, repeated or unknown, periods of mixed frequencies, periods that end before they begin,
/// values that are not finite, levels and conversions that are not positive, growth of -100 % and less, shares outside
/// (0, 100], an `of` that is missing or superfluous, "between" whose ends are the wrong way round, prices of what is no
/// money, conversions to the same or no prices. Units: a share, contribution or quantity is of a total in the same unit, at
/// any scale and valuation, and says at which prices when the two indicators' own differ; an identity's parts have
/// exactly the unit of its total. Numbers of projects and zones are within their ranges, shares add up to 1, and histories
/// of zones are in order of time.
/// @throws InvalidArgument  for the first of these, naming the statement, identity, quantity, project or zone;
/// PeriodMismatch and UnitMismatch for periods and units.
FOREPLAN_EXPORT void validate(const Plan& plan);

/// The indicator, statement (assumptions included) or identity of that id.
/// @throws InvalidArgument  naming the nearest known id.
[[nodiscard]] FOREPLAN_EXPORT const Indicator& find_indicator(const Plan& plan, std::string_view id);
[[nodiscard]] FOREPLAN_EXPORT const Statement& find_statement(const Plan& plan, std::string_view id);

/// The target that the statement of that id makes, with the plan's tolerance, called as its indicator in `language`.
/// @throws InvalidArgument  as above and as the other `target_of`.
[[nodiscard]] FOREPLAN_EXPORT Target target_of(const Plan& plan, std::string_view id,
                                               Language language = Language::english);

}  // namespace foreplan::inline v0::plan
