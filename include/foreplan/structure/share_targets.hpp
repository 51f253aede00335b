#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/matrix.hpp>
#include <foreplan/structure/projection.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Paths from today's shares to target shares in a target year, when nothing but the targets and the growth of the
/// total is laid down: which sectors give way, and when, is then a convention. `project_sectors` is for plans that say
/// more.
namespace foreplan::inline v0::structure {

enum class TargetConvention : std::uint8_t {
  /// Sectors with a target take equal steps of their share; the others keep the proportions of the base.
  proportional,
  /// Biproportional adjustment (RAS; Deming & Stephan 1940, Stone 1961) of the table of what moves from sector to
  /// sector between base and target year. With prior transitions Q a period, over n periods, z_ij = r_i (Q^n)_ij c_j,
  /// rows summing to today's shares, targeted columns to the targets, c_j = 1 for the others. On the way s_k(t) = (r
  /// Q^t)_k (Q^(n-t) c)_k: of all Markov paths the one nearest to the prior in relative entropy (Schrödinger 1931).
  ras,
  /// Minimum cross-entropy (Kullback & Leibler 1951): of the structures p that meet the targets the one with the least
  /// sum of p_i log(p_i / q_i), q the structure that the baseline leads to. It keeps the baseline's proportions between
  /// the other sectors. On the way log(p_i / q_i) changes by equal steps, so that every year each targeted sector grows
  /// by one and the same factor more than the others do, beside the baseline.
  cross_entropy,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(TargetConvention) noexcept;

struct EndShare {
  std::string sector{};
  double share = 0;  ///< A fraction, in (0, 1).

  bool operator==(const EndShare&) const = default;
};

struct TargetPathOptions {
  std::optional<Period> base{};  ///< Unset: the last period of the data.
  Period target{};               ///< After the base.
  std::vector<EndShare> shares{};  ///< Each sector once. Of some, less than 1 together; of all, 1 within 1e-9.
  std::vector<double> total_growth{};  ///< Fractions per period, > -1: one for all periods, or one for each.
  /// For cross_entropy: growth of each sector without the targets, all named once; only ratios count. Empty: all grow
  /// as one, so that q is the base's structure.
  std::vector<SectorGrowth> baseline{};
  std::optional<Matrix> transitions{};  ///< Q, for ras: rows sum to 1, sectors in the order of the data.

  bool operator==(const TargetPathOptions&) const = default;
};

/// What one sector needs.
struct TargetNeed {
  std::string sector{};
  bool targeted = false;
  double first_share = 0;
  double last_share = 0;
  double growth = 0;   ///< Compound rate per period, base to target; NaN for a sector that begins at 0.
  double fastest = 0;  ///< Its highest growth in one period.

  bool operator==(const TargetNeed&) const = default;
};

struct TargetPath {
  TargetConvention convention = TargetConvention::proportional;
  Frame shares{};  ///< Base to target; sum to 1 within n units in the last place, targets met exactly.
  Frame levels{};  ///< In the unit of the data.
  Frame growth{};  ///< From the period after the base.
  std::vector<TargetNeed> needs{};
  double moved = 0;  ///< NAV, half the sum of absolute changes of shares, base to target.
  /// Sum of p log(p / s), p the target year's shares, s the base's; infinite where a sector begins at 0.
  double divergence = 0;
  Matrix flows{};  ///< z, for ras: fractions of the total, from the row's sector to the column's.
  /// converged; for ras iteration_limit, or infeasible: transitions of 0 keep a target from being met. Shares, levels
  /// and growth are then empty.
  Stop stop = Stop::not_run;

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
};

/// Levels in any one unit, or shares (levels are then in units of the base's total); only the base period is used.
/// @throws UnitMismatch     unless all series have one unit.
/// @throws PeriodMismatch   unless the base is covered and the target lies after it, at most 10,000 periods.
/// @throws InvalidArgument  for fewer than 2 sectors or more than 1,000; levels that are negative or not finite, naming
///   series and period, a total that is not > 0; no targets, unknown or repeated sectors, shares outside (0, 1), that
///   sum to 1 or more while a sector is left, or not to 1 when none is; nothing left to give way; rates as in
///   `project_sectors`; a baseline that does not name every sector once; a target for a sector at 0 under
///   cross_entropy; transitions missing for ras, of another size, or not as in `project_shares`.
[[nodiscard]] FOREPLAN_EXPORT TargetPath target_path(const Frame& levels, TargetConvention convention,
                                                     const TargetPathOptions& options);
/// Under every convention that the options allow: ras is left out without transitions.
[[nodiscard]] FOREPLAN_EXPORT std::vector<TargetPath> compare_target_paths(const Frame& levels,
                                                                           const TargetPathOptions& options);

}  // namespace foreplan::inline v0::structure
