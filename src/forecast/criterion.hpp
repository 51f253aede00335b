#pragma once
#include <foreplan/forecast/criterion.hpp>

namespace foreplan::inline v0::forecast {

/// The value by which models of one series are compared: p parameters, sigma2 among them, n observations.
[[nodiscard]] double criterion_of(Criterion kind, double log_likelihood, double p, double n);

}  // namespace foreplan::inline v0::forecast
