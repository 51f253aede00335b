#include "scenario/operations.hpp"

namespace foreplan::inline v0::scenario::detail {

double logarithm_elsewhere(double x) noexcept {
  if (x == 0) return -kInfinity;
  if (!(x > 0)) return kNan;
  if (x == kInfinity) return x;
  return numeric::logarithm(x * 0x1p54) - 54 * std::numbers::ln2;
}

double power_elsewhere(double a, double b) noexcept {
  if (std::isnan(a) || std::isnan(b)) return kNan;
  if (a == 0 && b > 0 && b != std::floor(b)) return 0;  // a share that nothing goes to
  if (a < 0 && a > -kInfinity && b == std::floor(b) && std::isfinite(b)) {
    const double size = exp_of(b * log_of(-a));
    return std::fmod(b, 2) == 0 ? size : -size;
  }
  if (a > 0 && a < kSmallestNormal && std::isfinite(b)) return exp_of(b * log_of(a));
  return std::pow(a, b);
}

double normal_cdf_of(double x) noexcept { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

}  // namespace foreplan::inline v0::scenario::detail
