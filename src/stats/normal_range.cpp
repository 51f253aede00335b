#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <string_view>

#include "core/check.hpp"
#include "numeric/scalar_search.hpp"

namespace foreplan::inline v0::stats {
namespace {

double upper_normal(double z) { return std::erfc(z / std::numbers::sqrt2) / 2; }

/// log P(Z > z), near 0 too.
double log_upper_normal(double z) { return z < 0 ? std::log1p(-upper_normal(-z)) : std::log(upper_normal(z)); }

/// With Q the upper tail and z the smallest of k, all others above it: P(range <= x) = k int phi(z) (Q(z) - Q(z +
/// x))^(k
/// - 1) dz, and without Q(z + x) the integral is 1. The difference of the two is an integral of positive terms, so that
/// small probabilities keep their digits.
///
/// The integrand is entire and gone at -x/2 +- 10. For such the trapezoidal rule errs by about exp(-pi^2 w / step), w
/// >= 0.19 the width of the smallest of a million: 1e-19.
double upper(double x, double k) {
  constexpr double kReach = 10;
  constexpr int kSteps = 460;
  constexpr double kStep = 2 * kReach / kSteps;
  double sum = 0;
  for (int i = 0; i <= kSteps; ++i) {
    const double z = -kReach + i * kStep - x / 2;
    const double log_others = (k - 1) * log_upper_normal(z);
    if (log_others < -745) break;  // and all that follow
    const double beyond = upper_normal(z + x) / upper_normal(z);
    sum += std::exp(log_others - z * z / 2) * -std::expm1((k - 1) * std::log1p(-beyond));
  }
  return std::min(1.0, k * kStep * sum / std::sqrt(2 * std::numbers::pi));
}

void check_count(std::string_view function, std::size_t count) {
  detail::require(count >= 2 && count <= 1'000'000, function, "count must be in [2, 1e6]", std::to_string(count));
}

}  // namespace

double normal_range_upper(double x, std::size_t count) {
  constexpr std::string_view kFunction = "stats::normal_range_upper";
  detail::require(!std::isnan(x), kFunction, "x must be a number", x);
  check_count(kFunction, count);
  if (x <= 0) return 1;
  return x > 100 ? 0 : upper(x, static_cast<double>(count));  // exp(-100^2 / 4) is below all doubles
}

double normal_range_upper_quantile(double p, std::size_t count) {
  constexpr std::string_view kFunction = "stats::normal_range_upper_quantile";
  detail::require(p >= 1e-100 && p <= 0.999, kFunction, "p must be in [1e-100, 0.999]", p);
  check_count(kFunction, count);
  const auto k = static_cast<double>(count);
  // Bonferroni's bound over the k (k - 1) / 2 pairs, whose differences have the standard deviation sqrt(2).
  const double most = -std::numbers::sqrt2 * normal_quantile(p / (k * k));
  return numeric::find_root([&](double x) { return std::log(upper(x, k) / p); }, 0, most).x;
}

}  // namespace foreplan::inline v0::stats
