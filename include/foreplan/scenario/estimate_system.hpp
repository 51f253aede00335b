#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/estimate.hpp>

#include <string>
#include <vector>

/// Several behavioural equations estimated together.
namespace foreplan::inline v0::scenario {

struct SystemOptions {
  std::vector<std::string> instruments{};  ///< Of all equations; as `EstimationOptions::instruments`.
  bool constant_instrument = true;
  MissingData missing = MissingData::refuse;  ///< One range for all equations.
};

struct SystemFit {
  Stop stop = Stop::not_run;
  std::string sentence{};  ///< Why it is not usable, or which periods were left out.
  PeriodRange range{};
  /// With the system's estimates; p-values are of the normal distribution. No F, first stage or Sargan's test.
  std::vector<EquationFit> equations{};
  ParameterDraws parameters{};                 ///< Of all equations together.
  std::vector<double> weighting_covariance{};  ///< Of the equations' two-stage errors, by which they are weighted,
  std::vector<double> error_covariance{};      ///< and of the system's errors; mean products, row by row.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
};

/// Three-stage least squares (Zellner & Theil 1962): generalised least squares of all equations on their projected
/// regressors, by the covariance of their two-stage errors (mean products, divisor n), not iterated. Equations are
/// linear in their parameters, all of those declared are estimated, and none stands in two equations.
/// Cost O(n g K^2) for g equations with K parameters.
/// @throws InvalidArgument  as `estimate`; for no equations, or one twice; where n g <= K. PeriodMismatch, UnitMismatch
///   as `estimate`.
[[nodiscard]] FOREPLAN_EXPORT SystemFit estimate_system(const Model& model, const Scenario& scenario,
                                                        const std::vector<std::string>& equations, PeriodRange range,
                                                        const SystemOptions& options = {});

}  // namespace foreplan::inline v0::scenario
