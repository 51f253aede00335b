#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>

#include <vector>

/// Levels of sectors, their shares and the total, each forecast by itself, brought together: sectors add up to the
/// total, shares are levels / total and sum to 1, and all change as little as their errors allow.
namespace foreplan::inline v0::structure {

/// Forecasts and their standard errors, taken for independent of each other. Give levels of all sectors, or shares of
/// all and a total; the rest may be left out. Periods are those of the first frame given.
struct SectorForecasts {
  Frame levels{};        ///< A series a sector, in one unit; >= 0 and finite. Empty: none.
  Frame level_errors{};  ///< The same sectors and periods: standard errors, > 0.
  Frame shares{};        ///< Fractions in [0, 1], of the same sectors; need not sum to 1, see `share_gap`. Empty: none.
  Frame share_errors{};
  Series total{};  ///< In the unit of the levels; > 0. Without values: none.
  Series total_error{};

  bool operator==(const SectorForecasts&) const = default;
};

struct SectorReconciliation {
  Frame levels{}, level_errors{};  ///< >= 0; errors are missing (NaN) for a sector that the bound holds at 0.
  Frame shares{}, share_errors{};  ///< Sum to 1 within n units in the last place.
  Series total{}, total_error{};   ///< The sum of the levels.
  Series share_gap{};              ///< Sum of the shares given, less 1; empty without shares.
  Series total_gap{};              ///< Sum of the levels given less the total given; empty without both.
  /// Sum of squared changes, each over its standard error, and how probable so much is by chance, chi-squared with as
  /// many degrees as forecasts beyond the number of sectors: small where the forecasts contradict each other.
  Series change{}, p_value{};
  double degrees = 0;
  std::vector<Stop> stop{};  ///< By period: converged; others when the search for the least change failed.

  [[nodiscard]] FOREPLAN_EXPORT bool usable() const noexcept;
};

/// Period by period, the levels x >= 0 that minimise sum ((x_i - level_i) / e_i)^2 + ((X - total) / e)^2 + sum ((x_i /
/// X - share_i) / e_i)^2, X their sum. A share is not linear in levels: the minimum is found by Gauss-Newton steps from
/// every start that the forecasts give, and at it equals minimum-trace reconciliation (`stats::reconcile`, diagonal W)
/// under x_i = share_i X linearised at the reconciled values (Byron 1978). Standard errors are of that linearisation.
///
/// @throws UnitMismatch     unless levels, total and their errors are in one unit.
/// @throws InvalidArgument  for neither all levels nor shares with a total; other sectors or periods in one table than
///   in the others; missing or negative values, shares above 1, errors that are not > 0 and finite, naming series and
///   period; a total of the levels that is not > 0; more than 1,000 sectors.
[[nodiscard]] FOREPLAN_EXPORT SectorReconciliation reconcile_sectors(const SectorForecasts&);

}  // namespace foreplan::inline v0::structure
