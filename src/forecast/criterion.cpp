#include "forecast/criterion.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace foreplan::inline v0::forecast {

std::string_view to_string(Criterion c) noexcept {
  constexpr std::array<std::string_view, 3> kNames{"AICc", "AIC", "BIC"};
  return kNames[static_cast<std::size_t>(c)];
}

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
