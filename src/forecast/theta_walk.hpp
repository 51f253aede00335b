#pragma once
#include <foreplan/forecast/theta.hpp>

#include "forecast/data.hpp"

/// One step of the recursion of forecast/theta.hpp.
namespace foreplan::inline v0::forecast {

[[nodiscard]] constexpr bool is_dynamic(ThetaForm form) {
  return form == ThetaForm::dynamic || form == ThetaForm::dynamic_optimised;
}

/// The line taken over the value of one more time.
void extend_line(ThetaState& state, double time, double y);

/// The state in other units, within the doubles.
[[nodiscard]] inline ThetaState times(ThetaState state, double factor) {
  for (double* x : {&state.level, &state.mean, &state.slope}) *x = within_doubles(*x * factor);
  return state;
}

/// From a state on, without seasons.
class ThetaWalk {
 public:
  ThetaWalk(ThetaForm form, double alpha, double theta, const ThetaState& from);

  [[nodiscard]] const ThetaState& state() const noexcept { return state_; }
  [[nodiscard]] double alpha() const noexcept { return alpha_; }
  /// mu of the next period is level + by_intercept() A + by_slope() B.
  [[nodiscard]] double by_intercept() const noexcept { return weight_ * power_; }
  [[nodiscard]] double by_slope() const noexcept { return weight_ * (1 + (1 - alpha_) * sum_); }
  [[nodiscard]] double forecast() const noexcept {
    return state_.level + by_intercept() * state_.intercept() + by_slope() * state_.slope;
  }
  /// @param y  the value of the next period, or its forecast in its place, which the line is not taken over.
  void advance(double y, bool observed);

 private:
  bool dynamic_;
  double alpha_, weight_;  ///< w
  ThetaState state_;
  double power_, sum_;  ///< q^t and g_t, t the periods of the state.
};

}  // namespace foreplan::inline v0::forecast
