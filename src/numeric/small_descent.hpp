#pragma once
#include <foreplan/core/stop.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "numeric/damped_step.hpp"

namespace foreplan::inline v0::numeric {

struct SmallDescentLimits {
  std::span<const double> lower{}, upper{};  ///< A variable with equal bounds is held.
  int iterations = 100;
  double tolerance = 1e-11;  ///< Converged when the model promises to lower F by no more than this part of it.
};

/// One descent whose function is evaluated, and whose steps are found, by whoever drives it: `SmallDescent`,
/// `SmallDescents`. To begin with, and whenever x moved, the model there goes to `gradient` and `hessian` and `correct`
/// follows; then steps are found with `damping`, and proposed, until there is a trial.
class SmallDescentPath {
 public:
  enum class Verdict { moved, again, ended };

  /// How many numbers a path remembers.
  static constexpr std::size_t room(std::size_t n) noexcept { return 5 * n + n * n; }
  /// @param memory  room(n) numbers, which outlive this.
  SmallDescentPath(std::size_t n, std::span<double> memory);

  void begin(double value) noexcept;
  [[nodiscard]] std::span<double> gradient() noexcept { return gradient_; }
  [[nodiscard]] std::span<double> hessian() noexcept { return hessian_; }
  /// Makes a model that the last step led to agree with how F's gradient changed.
  void correct();
  [[nodiscard]] double damping() const noexcept { return damping_; }
  /// Makes `trial` the place that a step leads to: moved. A step that promises too little is to be found again, or
  /// nothing is left to try.
  /// @param step  step(j) is its number j.
  template <class Step>
  Verdict propose(double promised, Step step, std::span<const double> x, const SmallDescentLimits& limits) {
    promised_ = promised;
    if (!(promised > limits.tolerance)) return without_promise();
    for (std::size_t j = 0; j < n_; ++j) trial_[j] = std::clamp(x[j] + step(j), limits.lower[j], limits.upper[j]);
    return Verdict::moved;
  }
  /// Takes the value of `trial`, and moves x there if it is low enough. Else a step is to be found again.
  Verdict judge(double value, std::span<double> x, const SmallDescentLimits& limits);
  [[nodiscard]] std::span<const double> trial() const noexcept { return trial_; }
  [[nodiscard]] double value() const noexcept { return value_; }
  [[nodiscard]] Stop stop() const noexcept { return stop_; }

 private:
  Verdict without_promise() noexcept;

  std::size_t n_;
  std::span<double> trial_, moved_, gradient_, before_, product_, hessian_;
  double value_ = 0, kept_ = 1;  ///< The last step's F over F before it.
  double damping_ = 0, promised_ = 0;
  bool undamped_ = false;  ///< What is damped away was tried.
  bool has_moved_ = false;
  Stop stop_ = Stop::iteration_limit;
};

/// Minimises F > 0 of a few dozen variables in a box, given as log F, by damped steps on a quadratic model
/// (Levenberg 1944; Marquardt 1963). The model's Hessian is that of Gauss and Newton, corrected along the last step so
/// that it agrees with how the gradient changed (the BFGS formula; Al-Baali & Fletcher 1985). Nothing is allocated
/// after construction.
///
/// `Problem` has
///   double value(std::span<const double> x)   log F, infinite outside the domain;
///   void model(std::span<const double> x, std::span<double> gradient, std::span<double> hessian)
///                                             at the x of the last value: the gradient of log F and the Hessian of the
///                                             model of F over F, n x n.
template <class Problem>
class SmallDescent {
 public:
  SmallDescent(Problem& problem, std::size_t n)
      : problem_(problem), n_(n), step_(n), memory_(SmallDescentPath::room(n)), path_(n, memory_) {}

  /// Moves `x`, within the limits, as far down as the limits let it.
  Stop run(std::span<double> x, const SmallDescentLimits& limits) {
    return run(x, limits, [](std::span<const double>, double) { return false; });
  }
  /// The same, ending as at the limit of iterations when abandoned(x, value) is true, which is asked before each.
  template <class Abandoned>
  Stop run(std::span<double> x, const SmallDescentLimits& limits, Abandoned abandoned) {
    using enum SmallDescentPath::Verdict;
    for (std::size_t j = 0; j < n_; ++j) x[j] = std::clamp(x[j], limits.lower[j], limits.upper[j]);
    path_.begin(problem_.value(x));
    if (!std::isfinite(path_.value())) return Stop::not_finite;
    for (int iteration = 0; iteration < limits.iterations && !abandoned(x, path_.value()); ++iteration) {
      problem_.model(x, path_.gradient(), path_.hessian());
      path_.correct();
      auto verdict = again;
      while (verdict == again) {
        if (find_trial(x, limits) == ended) return path_.stop();
        verdict = path_.judge(problem_.value(path_.trial()), x, limits);
      }
      if (verdict == ended) return path_.stop();
    }
    return Stop::iteration_limit;
  }
  [[nodiscard]] double value() const noexcept { return path_.value(); }

 private:
  SmallDescentPath::Verdict find_trial(std::span<const double> x, const SmallDescentLimits& limits) {
    auto verdict = SmallDescentPath::Verdict::again;
    while (verdict == SmallDescentPath::Verdict::again) {
      const double promised =
          step_.solve(path_.hessian(), path_.gradient(), path_.damping(), x, limits.lower, limits.upper);
      verdict = path_.propose(
          promised, [this](std::size_t j) { return step_.step()[j]; }, x, limits);
    }
    return verdict;
  }

  Problem& problem_;
  std::size_t n_;
  DampedStep step_;
  std::vector<double> memory_;
  SmallDescentPath path_;
};

}  // namespace foreplan::inline v0::numeric
