#pragma once
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

#include "numeric/elementary.hpp"
#include "scenario/machine.hpp"
#include "scenario/operation_values.hpp"

/// What each operation of a program means: its value and its derivatives, in one lane, on the whole line.
namespace foreplan::inline v0::scenario::detail {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kSmallestNormal = std::numeric_limits<double>::min();

[[nodiscard]] double logarithm_elsewhere(double x) noexcept;
FOREPLAN_KERNEL_BODY double log_of(double x) noexcept {
  if (x >= kSmallestNormal && x < kInfinity) [[likely]]
    return numeric::logarithm(x);
  return logarithm_elsewhere(x);
}
FOREPLAN_KERNEL_BODY double exp_of(double x) noexcept { return numeric::exponential(x); }

/// Unlike C's pow, whatever is missing makes the power missing. Whole powers of negative numbers are made as others
/// are, the same on every processor; what is left is exact.
[[nodiscard]] double power_elsewhere(double a, double b) noexcept;
FOREPLAN_KERNEL_BODY double power_of(double a, double b) noexcept {
  if (b == 2) return a * a;
  if (b == 0.5 && a > 0) return std::sqrt(a);
  if (b == -1) return 1 / a;
  if (b == 3) return a * a * a;
  if (a >= kSmallestNormal && a < kInfinity && b - b == 0) [[likely]]
    return exp_of(b * numeric::logarithm(a));
  return power_elsewhere(a, b);
}
[[nodiscard]] double normal_cdf_of(double x) noexcept;
FOREPLAN_KERNEL_BODY double normal_pdf_of(double x) noexcept {
  return exp_of(-0.5 * x * x) * (std::numbers::inv_sqrtpi / std::numbers::sqrt2);
}
FOREPLAN_KERNEL_BODY double logistic_of(double x) noexcept {
  const double e = exp_of(-std::abs(x));
  return (x >= 0 ? 1 : e) / (1 + e);
}
struct KernelFunctions {
  FOREPLAN_KERNEL_BODY static double exp(double x) noexcept { return exp_of(x); }
  FOREPLAN_KERNEL_BODY static double log(double x) noexcept { return log_of(x); }
  FOREPLAN_KERNEL_BODY static double power(double a, double b) noexcept { return power_of(a, b); }
  FOREPLAN_KERNEL_BODY static double normal_cdf(double x) noexcept { return normal_cdf_of(x); }
  FOREPLAN_KERNEL_BODY static double normal_pdf(double x) noexcept { return normal_pdf_of(x); }
  FOREPLAN_KERNEL_BODY static double logistic(double x) noexcept { return logistic_of(x); }
};
FOREPLAN_KERNEL_BODY double apply(Op op, double a, double b, double c) noexcept {
  return value_of<KernelFunctions>(op, a, b, c);
}

FOREPLAN_KERNEL_BODY Partials partials_of(Op op, double a, double b, double v) noexcept {
  switch (op) {
    case Op::add:
      return {1, 1, 0};
    case Op::subtract:
      return {1, -1, 0};
    case Op::multiply:
      return {b, a, 0};
    case Op::divide:
      return {1 / b, -v / b, 0};
    case Op::negate:
      return {-1, 0, 0};
    case Op::exp:
      return {v, 0, 0};
    case Op::log:
      return {1 / a, 0, 0};
    case Op::power:
      // Where the base is not positive the exponent is a whole number that does not move. At 0 the slope may be
      // infinite; 0 in its place keeps the other derivatives, and a step that is not Newton's in this one direction.
      return {a == 0 ? (b == 1 ? 1.0 : 0.0) : b * v / a, a > 0 ? v * log_of(a) : 0, 0};
    case Op::abs:
      return {a < 0 ? -1.0 : 1.0, 0, 0};
    case Op::sqrt:
      return {v == 0 ? 0 : 0.5 / v, 0, 0};  // as for a power
    case Op::normal_cdf:
      return {normal_pdf_of(a), 0, 0};
    case Op::normal_pdf:
      return {-a * v, 0, 0};
    case Op::logistic:
      return {v * (1 - v), 0, 0};
    case Op::sine:
      return {std::cos(a), 0, 0};
    case Op::cosine:
      return {-std::sin(a), 0, 0};
    case Op::min:
      return a < b ? Partials{1, 0, 0} : Partials{0, 1, 0};
    case Op::max:
      return a > b ? Partials{1, 0, 0} : Partials{0, 1, 0};
    case Op::select:
      return a != 0 ? Partials{0, 1, 0} : Partials{0, 0, 1};
    default:
      return {0, 0, 0};
  }
}

/// Operations whose value is one operand's own: the other takes no part, and an infinite derivative of it must not,
/// times 0, make NaN.
FOREPLAN_KERNEL_BODY bool chooses(Op op) noexcept { return op == Op::select || op == Op::min || op == Op::max; }
FOREPLAN_KERNEL_BODY bool chooses_first(Op op, double a, double b) noexcept {
  return op == Op::select ? a != 0 : op == Op::min ? a < b : a > b;
}
FOREPLAN_KERNEL_BODY std::uint32_t first_choice(Op op, const Gradients& row) noexcept {
  return op == Op::select ? row.b : row.a;
}
FOREPLAN_KERNEL_BODY std::uint32_t second_choice(Op op, const Gradients& row) noexcept {
  return op == Op::select ? row.c : row.b;
}

}  // namespace foreplan::inline v0::scenario::detail
