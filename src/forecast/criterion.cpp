#include "forecast/criterion.hpp"

#include <cmath>
#include <limits>

namespace foreplan::inline v0::forecast {

double criterion_of(Criterion kind, double log_likelihood, double p, double n) {
  const double aic = -2 * log_likelihood + 2 * p;
  switch (kind) {
    case Criterion::aic:
      return aic;
    case Criterion::bic:
      return -2 * log_likelihood + p * std::log(n);
    case Criterion::aicc:
      break;
  }
  return n > p + 1 ? aic + 2 * p * (p + 1) / (n - p - 1) : std::numeric_limits<double>::infinity();
}

}  // namespace foreplan::inline v0::forecast
