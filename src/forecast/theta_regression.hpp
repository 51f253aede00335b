#pragma once
#include <foreplan/forecast/coefficient.hpp>

#include <string_view>
#include <vector>

#include "forecast/theta_estimate.hpp"

namespace foreplan::inline v0::forecast {

/// Estimates a theta model beside regressors: y_t = x_t' b + season + the model. Given alpha and theta all is linear in
/// b and l_0, the lines and the additive season too, which are those of y less those of x times b.
/// @param data  with its season; comes back without it and less x_t' b.
/// @param b     written, in units of y; its standard errors are over those of the innovations.
/// @throws InvalidArgument  for `function`: what forecast/theta.hpp says of regressors.
[[nodiscard]] ThetaEstimate estimate_theta_regression(std::string_view function, ThetaData& data, const ThetaOptions& o,
                                                      std::vector<ModelCoefficient>& b);

}  // namespace foreplan::inline v0::forecast
