#pragma once
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

/// Where growth comes from: from factors of production and productivity (Solow 1957), or from sectors; and the capital
/// that past investment has left. Periods are consecutive; every list runs over them in order.
namespace foreplan::inline v0::growth {

// ---- Factors and productivity ----

/// A factor of production. The Series form is the better one: it has periods and units to check.
struct Factor {
  std::string name{};
  std::vector<double> quantity{};  ///< > 0, one per period.
  std::vector<double> share{};     ///< Of income, >= 0: one value throughout, or one per period.
};
struct FactorSeries {
  Series quantity{};                     ///< > 0; money must be at constant prices.
  std::variant<double, Series> share{};  ///< Of income, >= 0: one value throughout, or a series of fractions.
};

/// What shares are held to.
enum class Returns : std::uint8_t {
  constant,  ///< Constant returns to scale: shares add up to 1 in every period, to within 10^-6.
  free,      ///< Shares are output elasticities with any sum; what they leave out falls to productivity.
};

/// Growth of output over some stretch of time and what it is made of: growth = sum of `factors` + `productivity`, to
/// rounding. Productivity is the residual: all that the factors do not explain, errors of measurement included.
struct GrowthSources {
  double growth = 0;
  std::vector<double> factors{};  ///< One per factor, in their order.
  double productivity = 0;        ///< Total factor productivity (TFP).

  bool operator==(const GrowthSources&) const = default;
};

struct GrowthAccount {
  std::vector<std::string> factors{};
  std::vector<GrowthSources> periods{};      ///< Log changes from each period to the next: one fewer than levels.
  GrowthSources horizon{};                   ///< Log changes from the first period to the last: the sums of `periods`.
  std::vector<double> productivity_level{};  ///< TFP with the first period at 1: as many as levels.
};

/// Growth accounting with Tornqvist weights: dln TFP = dln Y - sum of w_i dln X_i, where w_i is the mean of the
/// factor's shares in the two periods (Solow 1957 in the discrete form of Jorgenson & Griliches 1967; exact for a
/// translog function: Diewert 1976). Additive in logs over any number of periods. O(periods x factors).
///
/// @param output   > 0, at least two values.
/// @param factors  at least one, each as long as `output`.
/// @throws InvalidArgument  naming factor and place.
/// @throws UnitMismatch     for a Series of money at current prices.
/// @throws PeriodMismatch   for Series of two frequencies, a period of output that is not covered, a missing value.
[[nodiscard]] FOREPLAN_EXPORT GrowthAccount account_growth(std::span<const double> output,
                                                           const std::vector<Factor>& factors,
                                                           Returns returns = Returns::constant);
[[nodiscard]] FOREPLAN_EXPORT GrowthAccount account_growth(const Series& output,
                                                           const std::vector<FactorSeries>& factors,
                                                           Returns returns = Returns::constant);

/// Log changes averaged per period: `horizon` over its number of periods.
/// @throws InvalidArgument  unless periods is > 0 and finite.
[[nodiscard]] FOREPLAN_EXPORT GrowthSources per_period(const GrowthSources& logs, double periods);

/// Log changes as contributions to the growth rate: each times (exp(g) - 1) / g, g the log growth, so that they add up
/// to the rate exp(g) - 1 and keep their proportions. Fractions: 0.012 is 1.2 points. Where g is 0 they stay as they
/// are.
/// @throws InvalidArgument  unless all are finite, the rate included.
[[nodiscard]] FOREPLAN_EXPORT GrowthSources in_points(const GrowthSources& logs);

// ---- Capital ----

/// Stock at the start of a period that grows with investment for ever: I / (g + d), the steady state (Harberger 1978),
/// with I the investment of that period.
/// @param investment  > 0.
/// @param growth      of investment per period; growth + depreciation > 0.
/// @param depreciation  per period, in [0, 1].
/// @throws InvalidArgument
[[nodiscard]] FOREPLAN_EXPORT double steady_state_capital(double investment, double growth, double depreciation);

/// Perpetual inventory with geometric depreciation: K(t + 1) = (1 - d) K(t) + I(t), K(t) the stock at the start of t.
/// @param investment  >= 0, one per period, in one unit.
/// @param initial     stock at the start of the first period, >= 0, in that unit.
/// @return  one stock more than investments: at the start of each period, and at the end of the last. O(n).
/// @throws InvalidArgument  naming the place.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> perpetual_inventory(std::span<const double> investment,
                                                                      double initial, double depreciation);

/// Which stock stands for a period.
enum class StockAt : std::uint8_t {
  start,   ///< Before the period's investment: what production could use.
  end,     ///< After it: the balance sheet's.
  middle,  ///< Mean of the two.
};
/// @throws UnitMismatch     unless investment is at constant prices (or not money).
/// @throws PeriodMismatch   for a missing value, named.
[[nodiscard]] FOREPLAN_EXPORT Series perpetual_inventory(const Series& investment, double initial, double depreciation,
                                                         StockAt at);

// ---- Sectors ----

/// Growth of a total and the contributions of its sectors, fractions of the first total: growth = sum of `sectors` +
/// `residual`.
struct SectorContributions {
  double growth = 0;
  std::vector<double> sectors{};
  double residual = 0;  ///< What the sectors leave; 0 where the total is their sum.

  bool operator==(const SectorContributions&) const = default;
};

struct GrowthBySector {
  std::vector<std::string> sectors{};          ///< Names; empty where levels came without.
  std::vector<SectorContributions> periods{};  ///< From each period to the next, fractions of the total before.
  /// From the first period to the last. Each period's contributions are carried with the total that they start from,
  /// sum of c(t) X(t - 1) / X(0), so that they add up to the growth over the horizon and not only to a mean.
  SectorContributions horizon{};
};

/// Sectors at the prices of one base, whose sum is the total: exact, no residual beyond rounding.
/// @param sectors  a list of levels >= 0 per sector, of one length, at least two; their sum must be > 0 throughout.
/// @throws InvalidArgument  naming sector and place.
[[nodiscard]] FOREPLAN_EXPORT GrowthBySector sector_growth_fixed_base(const std::vector<std::vector<double>>& sectors);
/// @throws UnitMismatch    unless the units agree, at constant prices.
/// @throws PeriodMismatch  unless all have the periods of the first, without a missing value.
[[nodiscard]] FOREPLAN_EXPORT GrowthBySector sector_growth_fixed_base(const std::vector<Series>& sectors);

/// Chain-linked volumes, which do not add up: a sector's contribution is its share at current prices in the period
/// before times its volume's growth. These add up to the total's growth exactly where the total is chained in the same
/// way (Laspeyres, every period); where it is not (Fisher, yearly links of quarters, revisions), the residual says by
/// how much.
/// @param total    volumes of the total, > 0.
/// @param volumes  one list per sector, > 0.
/// @param nominal  values at current prices, >= 0, in the same order; their sum must be > 0 but in the last period.
/// @throws InvalidArgument  naming sector and place.
[[nodiscard]] FOREPLAN_EXPORT GrowthBySector sector_growth_chained(std::span<const double> total,
                                                                   const std::vector<std::vector<double>>& volumes,
                                                                   const std::vector<std::vector<double>>& nominal);
/// @throws UnitMismatch    unless volumes and total agree, at constant prices or as an index, and nominal values agree,
///   at current prices.
/// @throws PeriodMismatch  unless all have the periods of the total, without a missing value.
[[nodiscard]] FOREPLAN_EXPORT GrowthBySector sector_growth_chained(const Series& total,
                                                                   const std::vector<Series>& volumes,
                                                                   const std::vector<Series>& nominal);

}  // namespace foreplan::inline v0::growth
