#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "forecast/ets_kernel.hpp"
#include "numeric/dispatch.hpp"

/// The likelihood of exponential smoothing as a sum of squares, to second order.
namespace foreplan::inline v0::forecast {

/// With e the residuals, f the forecasts and G the geometric mean of the |f| of multiplicative errors (else 1), what
/// `EtsPass::value` gives is the logarithm of the sum of squares of G e. Its Gauss-Newton model takes the derivatives
/// of all e and f by the numbers searched over, eight side by side.
class EtsTangents {
 public:
  /// @param directions  how many numbers are searched over.
  /// @param n           how many periods there are.
  EtsTangents(const EtsForm& form, std::size_t seasons, std::size_t directions, std::size_t n,
              numeric::Tier tier = numeric::best_tier());

  /// Row r, of `stride()` numbers, says how number r of a point (`kAlpha` ...) changes along each direction; to be
  /// filled before `model`, 0 beyond the last direction.
  [[nodiscard]] std::span<double> seeds() noexcept { return seeds_; }
  [[nodiscard]] std::size_t stride() const noexcept { return lanes_; }

  /// The last directions change nothing of a point, but the residuals as `errors` says: one vector over the periods
  /// each, to be filled before `model`, 0 where y is missing. They outlive the tangents.
  void give(const std::vector<std::vector<double>>& errors) noexcept { given_ = &errors; }

  /// Of the last pass, which must have been finite: the gradient of the value and the Hessian of the model over the sum
  /// of squares, directions x directions.
  void model(EtsPass& pass, std::span<double> gradient, std::span<double> hessian);

  /// Implementation: one call of the kernel.
  struct Work {
    std::size_t n = 0, seasons = 0, lanes = 0, directions = 0;
    const EtsStep* steps = nullptr;
    const std::vector<std::vector<double>>* given = nullptr;
    double* seeds = nullptr;      ///< Rows of a point; those of the seasonals move on with time.
    double* errors = nullptr;     ///< de, a row of lanes for each period.
    double* relative = nullptr;   ///< Sum of dlog|f|.
    double* residuals = nullptr;  ///< Sum of e de.
    double* products = nullptr;   ///< Sum of de de', lanes x lanes, blocks of eight below the diagonal.
  };

 private:
  bool trend_, seasonal_;
  std::size_t seasons_, directions_, lanes_, n_;
  numeric::Tier tier_;
  std::vector<EtsStep> steps_;
  const std::vector<std::vector<double>>* given_ = nullptr;
  std::vector<double> seeds_, moving_, errors_, sums_;
};

}  // namespace foreplan::inline v0::forecast
