#pragma once
#include <cmath>
#include <limits>

#include "numeric/dispatch.hpp"
#include "scenario/expression.hpp"

namespace foreplan::inline v0::scenario::detail {

FOREPLAN_KERNEL_BODY double truth(bool b) noexcept { return b ? 1 : 0; }

/// What each operation means, by `Functions` for those that are worked out in more than one way: exp, log, power,
/// normal_cdf, normal_pdf, logistic. A few operations are what most instructions are: they come first.
template <class Functions>
FOREPLAN_KERNEL_BODY double value_of(Op op, double a, double b, double c) noexcept {
  switch (op) {
    case Op::add:
      return a + b;
    case Op::subtract:
      return a - b;
    case Op::multiply:
      return a * b;
    case Op::divide:
      return a / b;
    case Op::negate:
      return -a;
    case Op::exp:
      return Functions::exp(a);
    case Op::log:
      return Functions::log(a);
    case Op::power:
      return Functions::power(a, b);
    case Op::abs:
      return std::abs(a);
    case Op::sqrt:
      return std::sqrt(a);
    case Op::normal_cdf:
      return Functions::normal_cdf(a);
    case Op::normal_pdf:
      return Functions::normal_pdf(a);
    case Op::logistic:
      return Functions::logistic(a);
    case Op::sine:
      return std::sin(a);
    case Op::cosine:
      return std::cos(a);
    case Op::logical_not:
      return truth(a == 0);
    case Op::min:
      return a < b || a != a ? a : b;
    case Op::max:
      return a > b || a != a ? a : b;
    case Op::less:
      return truth(a < b);
    case Op::less_equal:
      return truth(a <= b);
    case Op::equal:
      return truth(a == b);
    case Op::not_equal:
      return truth(a != b);
    case Op::logical_and:
      return truth(a != 0 && b != 0);
    case Op::logical_or:
      return truth(a != 0 || b != 0);
    case Op::select:
      return a != 0 ? b : c;
    case Op::constant:
    case Op::variable:
    case Op::at_period:
      return a;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace foreplan::inline v0::scenario::detail
