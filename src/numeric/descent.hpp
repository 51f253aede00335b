#pragma once
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>

#include "numeric/bounds.hpp"
#include "numeric/minimise.hpp"

namespace foreplan::inline v0::numeric {

/// What the ways down to a minimum between bounds have in common: the point, what the objective says of it, and what is
/// told in the end.
class Descent {
 protected:
  Descent(const Objective& objective, const MinimiseOptions& options)
      : objective_(objective), options_(options), bounds_(options.lower, options.upper) {}

  /// Infinite where value or gradient are not finite.
  double evaluate(std::span<const double> x, std::span<double> gradient) {
    ++result_.evaluations;
    const double value = objective_(x, gradient);
    for (const double g : gradient)
      if (!std::isfinite(g)) return std::numeric_limits<double>::infinity();
    return std::isfinite(value) ? value : std::numeric_limits<double>::infinity();
  }

  /// From `start` moved into the bounds; iterate() is true at an end, which it names by `end`.
  template <class Begin, class Iterate>
  Minimum descend(std::span<const double> start, Begin begin, Iterate iterate) {
    for (std::size_t j = 0; j < x_.size(); ++j) x_[j] = bounds_.project(j, start[j]);
    value_ = evaluate(x_, gradient_);
    if (!std::isfinite(value_)) {
      result_.stop = Stop::not_finite;
    } else {
      begin();
      result_.stop = Stop::iteration_limit;
      while (result_.iterations < options_.max_iterations && !iterate()) {
      }
    }
    result_.x.assign(x_.begin(), x_.end());
    result_.gradient.assign(gradient_.begin(), gradient_.end());
    result_.value = value_;
    result_.projected_gradient = bounds_.slope(x_, gradient_, value_);
    return std::move(result_);
  }
  bool end(Stop stop) {
    result_.stop = stop;
    return true;
  }

  const Objective& objective_;
  const MinimiseOptions& options_;
  Bounds bounds_;
  Minimum result_;
  std::span<double> x_, gradient_;  ///< In the memory of who descends.
  double value_ = 0;
};

}  // namespace foreplan::inline v0::numeric
