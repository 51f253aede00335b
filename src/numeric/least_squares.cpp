#include "numeric/least_squares.hpp"

#include <foreplan/core/errors.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "numeric/bounded_step.hpp"
#include "numeric/kernels.hpp"
#include "numeric/scratch.hpp"

namespace foreplan::inline v0::numeric {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kCurved = 1e-6;  // length of a step, beside x, from which on differences show a curve

/// A point with its residuals and derivatives, in memory that the solver hands out.
struct Point {
  std::span<double> x{};
  std::span<double> columns{};  ///< r, then J column by column
  std::span<double> gram{};     ///< their products
  double sum_of_squares = 0;
};

/// How the last step differed from the one before, and the place that led to from its own.
struct Change {
  std::span<double> step{}, place{};
};

class Solver {
 public:
  Solver(std::size_t m, std::span<const double> start, const Residuals& residuals, const LeastSquaresOptions& options)
      : m_(m),
        n_(start.size()),
        residuals_(residuals),
        options_(options),
        memory_((2 * m_ + 14) * n_ + 2 * m_ + (n_ + 1) * (n_ + 2)),
        step_(m, n_, {options.lower, options.upper}, memory_.all().first(BoundedStep::room(n_))) {
    std::size_t taken = BoundedStep::room(n_);
    const auto take = [&](std::size_t count) {
      taken += count;
      return memory_.all().subspan(taken - count, count);
    };
    for (Point* p : {&here_, &there_}) *p = {take(n_), take(m_ * (n_ + 1)), take((n_ + 1) * (n_ + 2) / 2)};
    for (std::span<double>* v : {&best_, &last_step_, &last_move_, &acceleration_}) *v = take(n_);
    for (Change& change : changes_) change = {take(n_), take(n_)};
    for (std::size_t j = 0; j < n_; ++j) here_.x[j] = step_.bounds().project(j, start[j]);
  }

  LeastSquares run() {
    if (evaluate(here_)) {
      step_.widen_scale(here_.gram);
      const double size = step_.length(here_.x);
      step_.set_radius(options_.first_radius * (size > 0 ? size : 1));
      descend();
      if (result_.stop == Stop::no_progress && near_ > kEpsilon) {  // the polish began too early
        near_ = kEpsilon;
        descend();
      }
      result_.rank = step_.rank();
    } else {
      result_.stop = Stop::not_finite;
    }
    result_.x.assign(here_.x.begin(), here_.x.end());
    result_.sum_of_squares = here_.sum_of_squares;
    result_.residuals.assign(here_.columns.begin(), here_.columns.begin() + static_cast<std::ptrdiff_t>(m_));
    result_.jacobian.assign(here_.columns.begin() + static_cast<std::ptrdiff_t>(m_), here_.columns.end());
    return std::move(result_);
  }

 private:
  void descend() {
    result_.stop = Stop::iteration_limit;
    while (result_.iterations < options_.max_iterations && !iterate()) {
    }
    polish();
  }

  /// Residuals, derivatives and their products at p.x; false when anything is not finite.
  bool evaluate(Point& p) {
    ++result_.evaluations;
    if (!residuals_(p.x, p.columns.first(m_), p.columns.subspan(m_))) return false;
    kernels_.gram(p.columns.data(), m_, n_ + 1, p.gram.data());
    p.sum_of_squares = p.gram[0];
    bool finite = true;
    for (std::size_t j = 0; j <= n_; ++j) finite = finite && std::isfinite(p.gram[j * (j + 3) / 2]);
    return finite;
  }

  /// The sum of squares alone; infinite where there is none.
  double sum_at(Point& p) {
    ++result_.evaluations;
    if (!residuals_(p.x, p.columns.first(m_), {})) return kInfinity;
    kernels_.gram(p.columns.data(), m_, 1, &p.sum_of_squares);
    return p.sum_of_squares;
  }

  void begin_iteration() { step_.begin(here_.x, here_.columns, here_.gram); }

  /// One outer iteration: steps are tried with smaller and smaller radius until one is accepted. True: at an end.
  bool iterate() {
    if (options_.cancel.cancelled()) throw Cancelled("cancelled by the caller");
    ++result_.iterations;
    begin_iteration();
    if (step_.free() == 0 || here_.sum_of_squares == 0) return end(Stop::converged);
    const double size = step_.length(here_.x);
    for (bool first = true;; first = false) {
      const bool whole = step_.within_radius();
      const bool cut = step_.cut(there_.x);
      const double step = step_.length(step_.step());
      const double along = step_.slope();
      const double predicted = -(2 * along + step_.curvature()) / here_.sum_of_squares;
      if (whole && !cut && predicted <= near_) return end(Stop::converged);
      if (result_.iterations > options_.accelerate_after && !cut && step > kCurved * size) accelerate(step);
      // Most first trials are accepted, and their derivatives are wanted then.
      bool derivatives = first && last_accepted_;
      double tried = kInfinity;
      if (derivatives)
        tried = evaluate(there_) ? there_.sum_of_squares : kInfinity;
      else
        tried = sum_at(there_);
      double actual = std::isfinite(tried) ? 1 - tried / here_.sum_of_squares : -kInfinity;
      if (actual > 0 && !derivatives && !evaluate(there_)) actual = -kInfinity;
      const double ratio = predicted > 0 ? actual / predicted : 0;
      step_.resize_radius(actual, ratio, along / here_.sum_of_squares, step);
      last_accepted_ = actual > 0;
      if (last_accepted_) {
        std::swap(here_, there_);
        step_.widen_scale(here_.gram);
        const bool flat = step <= kEpsilon * size || (actual <= kEpsilon && predicted <= kEpsilon);
        return flat && !cut ? end(Stop::converged) : false;
      }
      if (step <= kEpsilon * size || step_.radius() <= kEpsilon * size || predicted <= kEpsilon)
        return end(Stop::converged);
    }
  }

  /// Adds half the acceleration a of the path to the trial point, |J a + r''|^2 + damping |D a|^2 least for the second
  /// derivative r'' of the residuals along the step, unless it is long beside the step: equations 9 and 15 of Transtrum
  /// & Sethna.
  void accelerate(double length) {
    constexpr double kPart = 0.1, kLong = 0.75;
    const std::span<const double> step = step_.step();
    const std::span<double> probe = there_.columns.first(m_), bend = there_.columns.subspan(m_, m_);
    for (std::size_t j = 0; j < n_; ++j) there_.x[j] = here_.x[j] + kPart * step[j];
    ++result_.evaluations;
    const bool inside = residuals_(there_.x, probe, {});
    std::fill(bend.begin(), bend.end(), 0.0);
    for (std::size_t j = 0; j < n_; ++j)
      if (step[j] != 0)
        for (std::size_t i = 0; i < m_; ++i) bend[i] += here_.columns[(j + 1) * m_ + i] * step[j];
    for (std::size_t i = 0; i < m_; ++i) bend[i] = 2 / kPart * ((probe[i] - here_.columns[i]) / kPart - bend[i]);
    step_.solve_for(bend, acceleration_);
    bool take = inside && 2 * step_.length(acceleration_) <= kLong * length;
    for (std::size_t j = 0; j < n_; ++j) {
      const double bent = here_.x[j] + step[j] + acceleration_[j] / 2;
      take = take && step_.bounds().lower(j) <= bent && bent <= step_.bounds().upper(j);
    }
    for (std::size_t j = 0; j < n_; ++j) there_.x[j] = here_.x[j] + step[j] + (take ? acceleration_[j] / 2 : 0);
  }

  bool end(Stop stop) {
    result_.stop = stop;
    return true;
  }

  /// The sum of squares is flat to rounding long before the variables have all their digits. Gauss-Newton steps go on
  /// until they move the residuals by less than their rounding, or no longer become shorter, and judge whether there
  /// was convergence at all.
  void polish() {
    const double limit = here_.sum_of_squares * (1 + 1e-9);
    std::copy(here_.x.begin(), here_.x.end(), best_.begin());
    double least = kInfinity;
    bool at_best = true, mixes = false;
    for (int i = 0, idle = 0; i < 100 && idle < 5; ++i) {
      begin_iteration();
      const bool exact = step_.free() == 0 || here_.sum_of_squares == 0;
      if (!exact && step_.rank() < step_.free()) break;
      if (exact || !leads_on()) {
        least = exact ? 0 : step_.length(step_.step());
        at_best = true;
        break;
      }
      const double step = step_.length(step_.step());
      if (step < 0.99 * least) {
        least = step;
        std::copy(here_.x.begin(), here_.x.end(), best_.begin());
        idle = 0;
      } else {
        ++idle;
      }
      mixes = mix(mixes && idle == 0);
      at_best = false;
      std::swap(here_, there_);
      if (!evaluate(here_) || here_.sum_of_squares > limit) break;
    }
    if (!at_best) {
      std::copy(best_.begin(), best_.end(), here_.x.begin());
      (void)evaluate(here_);
      begin_iteration();
    }
    judge(least);
  }

  /// The Gauss-Newton step within the bounds; whether it moves the residuals by more than their rounding.
  bool leads_on() {
    step_.whole();
    return step_.curvature() > options_.rounding * options_.rounding;
  }

  /// Goes to the next point of the polish. Steps shrink by nearly one factor for each direction, which three of them
  /// tell in two: Anderson's (1965) mixing with the last two changes of the step, where those belong to one set of free
  /// variables and nothing was cut. True when the next step can be mixed with this one.
  bool mix(bool with_last) {
    const std::span<double> step = step_.step();
    std::copy(step.begin(), step.end(), there_.x.begin());
    if (with_last) {
      std::swap(changes_[0], changes_[1]);
      for (std::size_t j = 0; j < n_; ++j) {
        changes_[0].step[j] = step[j] - last_step_[j];
        changes_[0].place[j] = last_move_[j] + changes_[0].step[j];
      }
      known_changes_ = std::min(known_changes_ + 1, 2);
      subtract_share_of_changes();
    } else {
      known_changes_ = 0;
    }
    std::copy(step.begin(), step.end(), last_step_.begin());
    std::copy(there_.x.begin(), there_.x.end(), step.begin());
    const bool cut = step_.cut(there_.x);
    std::copy(step.begin(), step.end(), last_move_.begin());
    return !cut && step_.free() == n_;
  }

  /// What of the step the last changes explain, in least squares, is not repeated.
  void subtract_share_of_changes() {
    constexpr double kIndependent = 1e-6, kMost = 0.5;
    const Change& before = changes_[known_changes_ == 2 ? 1 : 0];
    const std::span<const double> a = changes_[0].step, b = before.step, step = step_.step(), scale = step_.scale();
    double aa = 0, ab = 0, bb = 0, as = 0, bs = 0;
    for (std::size_t j = 0; j < n_; ++j) {
      const double weight = scale[j] * scale[j];
      aa += weight * a[j] * a[j];
      ab += weight * a[j] * b[j];
      bb += weight * b[j] * b[j];
      as += weight * a[j] * step[j];
      bs += weight * b[j] * step[j];
    }
    const double determinant = aa * bb - ab * ab;
    double first = aa > 0 ? as / aa : 0, second = 0;
    if (determinant > kIndependent * aa * bb) {
      first = (as * bb - bs * ab) / determinant;
      second = (aa * bs - ab * as) / determinant;
    }
    if (!(std::abs(first) < kMost && std::abs(second) < kMost)) return;
    for (std::size_t j = 0; j < n_; ++j) there_.x[j] -= first * changes_[0].place[j] + second * before.place[j];
  }

  void judge(double last_step) {
    if (step_.rank() < step_.free())
      result_.stop = Stop::singular;
    else if (last_step <= 1e-7 * step_.length(here_.x) || last_step * last_step <= 1e-12 * here_.sum_of_squares)
      result_.stop = Stop::converged;
    else if (result_.stop == Stop::converged)
      result_.stop = Stop::no_progress;
  }

  std::size_t m_, n_;
  const Residuals& residuals_;
  const LeastSquaresOptions& options_;
  const Kernels& kernels_ = kernels();
  LeastSquares result_;
  double near_ = 1e-6;  // relative fall that a whole step promises, from which on the polish takes over
  bool last_accepted_ = true;
  Scratch<512> memory_;
  BoundedStep step_;
  Point here_, there_;
  std::span<double> best_, last_step_, last_move_, acceleration_;
  std::array<Change, 2> changes_{};
  int known_changes_ = 0;
};

}  // namespace

LeastSquares least_squares(std::size_t m, std::vector<double> start, const Residuals& residuals,
                           const LeastSquaresOptions& options) {
  return Solver(m, start, residuals, options).run();
}

}  // namespace foreplan::inline v0::numeric
