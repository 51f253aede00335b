#pragma once
#include "scenario/estimation_sample.hpp"
#include "scenario/estimation_steps.hpp"

/// What stands in an EquationFit beside the estimates.
namespace foreplan::inline v0::scenario::detail {

/// Names, range and the left side, before anything is estimated.
[[nodiscard]] EquationFit begun_fit(const EstimationSample& sample, EstimationMethod method);

/// Puts a sentence before what is said already.
void explain(EquationFit& fit, const std::string& sentence);
void report_dependence(EquationFit& fit, const std::vector<stats::Dependence>& dependent);

/// Coefficients from the free ones (and, after them, those of autoregression), whose covariance is given; p-values of
/// Student's t, or of the normal distribution for infinite degrees.
void report_coefficients(EquationFit& fit, const EstimationSample& sample, const FreeCoefficients& free,
                         std::span<const double> values, std::span<const double> covariance, double degrees);

/// Statistics of `fit.residuals`, with so many free coefficients determined.
void report_residuals(EquationFit& fit, std::size_t rank);

}  // namespace foreplan::inline v0::scenario::detail
