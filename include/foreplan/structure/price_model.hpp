#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/input_output.hpp>

#include <string>
#include <vector>

/// Leontief's price model: the price of a sector is what its inputs cost, p' = p' A + c', with c the primary costs of
/// one unit of output. Prices of the table's year are 1; a change dc of costs changes them by dp' = dc' L, all of it
/// passed on, no quantity substituted. Miller & Blair (2009), section 2.6.
///
/// Read as values, x(j) p(j) is the output of Ghosh's (1958) supply model after the same change of primary inputs: it
/// is a price model, and only as one is it plausible (Dietzenbacher 1997).
namespace foreplan::inline v0::structure {

struct CostChange {
  std::string primary_input{};  ///< By name: "imports", "labour".
  double change = 0;            ///< Of its price, a fraction >= -1, for every sector that buys it.
  std::string sector{};         ///< Only for this one; empty for all.

  bool operator==(const CostChange&) const = default;
};

struct PriceImpact {
  std::vector<double> cost{};          ///< dc: change of primary costs for one unit of output.
  std::vector<double> price{};         ///< dp: change of prices, fractions; what final demand pays more or less.
  std::vector<double> output_value{};  ///< x dp: of the value of output, in the table's unit; Ghosh's dx.
  double household_prices =
      0;  ///< Mean of `price` with household consumption of domestic output as weights; 0 without.
  double final_demand_prices = 0;  ///< The same with all final demand, which is paid for all that costs rose by.
  double residual = 0;
  Stop stop = Stop::not_run;
  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }

  bool operator==(const PriceImpact&) const = default;
};

/// Several changes are added. Cost: a factorisation and one solve.
/// @throws InvalidArgument  for names that the table does not have, with the nearest; changes that are not finite and
///   >= -1; and as `input_coefficients`, `factor` and `direct_coefficients`.
[[nodiscard]] FOREPLAN_EXPORT PriceImpact price_impact(const InputOutputTable&, const std::vector<CostChange>& changes);
/// The same for any change of primary costs for one unit of output, such as a tax on emissions times their coefficient.
/// @param cost  dc, one a sector.
[[nodiscard]] FOREPLAN_EXPORT PriceImpact price_impact_of_costs(const InputOutputTable&,
                                                                const std::vector<double>& cost);

}  // namespace foreplan::inline v0::structure
