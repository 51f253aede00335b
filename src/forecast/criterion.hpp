#pragma once
#include <foreplan/forecast/criterion.hpp>

namespace foreplan::inline v0::forecast {

/// The value by which models of one series are compared: p parameters, sigma2 among them, n observations. Infinite
/// where there is no likelihood, the log being -infinity, and where AICc has none.
[[nodiscard]] double criterion_of(Criterion kind, double log_likelihood, double p, double n);

template <class Fit>
[[nodiscard]] double criterion_of(Criterion kind, const Fit& fit) {
  return criterion_of(kind, fit.log_likelihood, static_cast<double>(fit.parameters),
                      static_cast<double>(fit.observations));
}

/// All of them in a fit that has its likelihood and parameters.
template <class Fit>
void set_criteria(Fit& fit, double n) {
  const double p = static_cast<double>(fit.parameters);
  fit.aic = criterion_of(Criterion::aic, fit.log_likelihood, p, n);
  fit.aicc = criterion_of(Criterion::aicc, fit.log_likelihood, p, n);
  fit.bic = criterion_of(Criterion::bic, fit.log_likelihood, p, n);
}

}  // namespace foreplan::inline v0::forecast
