#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/plan/statement.hpp>

#include <string>
#include <vector>

/// What must be paid against who pays, year by year.
namespace foreplan::inline v0::plan {

/// Where money comes from: budget, enterprises, foreign investors, loans.
struct FinancingSource {
  std::string id{};
  Label name{};
  Unit unit{};                    ///< The need's, up to scale.
  std::vector<double> amounts{};  ///< >= 0; one for each period of the need.

  bool operator==(const FinancingSource&) const = default;
};

struct FinancingNeed {
  std::string id{};  ///< Unique in the plan.
  Label name{};
  Unit unit{};  ///< Money, with its price basis.
  PeriodRange period{};
  std::vector<double> required{};  ///< >= 0; one for each period.
  std::vector<FinancingSource> sources{};
  std::string source{};  ///< Where the figures stand.

  bool operator==(const FinancingNeed&) const = default;
};

struct FinancingYear {
  Period period{};
  double required = 0;
  double available = 0;       ///< Of all sources.
  double gap = 0;             ///< required - available: positive is missing, negative is left over.
  double cumulative_gap = 0;  ///< Sum of the gaps so far: what is left over serves later years.
  /// The part of the gaps so far that nothing left over earlier could have paid: never falls.
  double unfunded = 0;

  bool operator==(const FinancingYear&) const = default;
};

struct FinancingSourceTotal {
  std::string source{};  ///< Id.
  double amount = 0;     ///< In the need's unit.
  double share = 0;      ///< Of all that is required; 0 when nothing is.

  bool operator==(const FinancingSourceTotal&) const = default;
};

struct FinancingBalance {
  Unit unit{};
  double required = 0;  ///< Over all periods,
  double available = 0;
  double gap = 0;       ///< and their difference.
  double unfunded = 0;  ///< What no money in time could pay (see `FinancingYear`).
  std::vector<FinancingYear> years{};
  std::vector<FinancingSourceTotal> sources{};

  bool operator==(const FinancingBalance&) const = default;
};

/// @throws UnitMismatch    for a source in another currency or at other prices than the need.
/// @throws InvalidArgument for a unit that is not money, lists of another length than the period, amounts that are
///   negative or not finite, a source's id that is empty or repeated.
[[nodiscard]] FOREPLAN_EXPORT FinancingBalance financing_balance(const FinancingNeed& need);

}  // namespace foreplan::inline v0::plan
