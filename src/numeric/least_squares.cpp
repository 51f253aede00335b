#include "numeric/least_squares.hpp"

#include <foreplan/core/errors.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "numeric/damped_model.hpp"
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
        model_(m, n_),
        memory_((2 * m_ + 14) * n_ + 2 * m_ + (n_ + 1) * (n_ + 2)) {
    std::size_t taken = 0;
    const auto take = [&](std::size_t count) {
      taken += count;
      return memory_.all().subspan(taken - count, count);
    };
    for (Point* p : {&here_, &there_}) *p = {take(n_), take(m_ * (n_ + 1)), take((n_ + 1) * (n_ + 2) / 2)};
    for (std::span<double>* v : {&scale_, &gradient_, &step_, &best_, &last_step_, &last_move_, &acceleration_})
      *v = take(n_);
    for (Change& change : changes_) change = {take(n_), take(n_)};
    std::fill(scale_.begin(), scale_.end(), 0.0);
    free_.reserve(n_);
    held_.resize(n_);
    for (std::size_t j = 0; j < n_; ++j) here_.x[j] = std::clamp(start[j], lower(j), upper(j));
  }

  LeastSquares run() {
    if (evaluate(here_)) {
      widen_scale();
      const double size = scaled_length(here_.x);
      radius_ = options_.first_radius * (size > 0 ? size : 1);
      descend();
      if (result_.stop == Stop::no_progress && near_ > kEpsilon) {  // the polish began too early
        near_ = kEpsilon;
        descend();
      }
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

  double lower(std::size_t j) const { return options_.lower.empty() ? -kInfinity : options_.lower[j]; }
  double upper(std::size_t j) const { return options_.upper.empty() ? kInfinity : options_.upper[j]; }

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

  /// Moré's scaling: the longest that each column has been.
  void widen_scale() {
    for (std::size_t j = 0; j < n_; ++j) {
      const double size = std::sqrt(here_.gram[(j + 1) * (j + 4) / 2]);
      scale_[j] = std::max(scale_[j], size);
      if (scale_[j] == 0) scale_[j] = 1;
    }
  }
  double scaled_length(std::span<const double> x) const {
    double sum = 0;
    for (std::size_t j = 0; j < n_; ++j) sum += scale_[j] * x[j] * scale_[j] * x[j];
    return std::sqrt(sum);
  }

  void begin_iteration() {
    std::fill(held_.begin(), held_.end(), char{0});
    factorise();
  }

  /// Holds the variables that stand on a bound which their step would pass. True when there was one: factors are new
  /// then.
  bool hold_blocked() {
    bool blocked = false;
    for (const std::size_t j : free_)
      if ((here_.x[j] <= lower(j) && step_[j] < 0) || (here_.x[j] >= upper(j) && step_[j] > 0)) {
        held_[j] = 1;
        blocked = true;
      }
    if (blocked) factorise();
    return blocked;
  }

  /// The gradient J' r, the variables that it does not push against a bound, and the model over them.
  void factorise() {
    free_.clear();
    for (std::size_t j = 0; j < n_; ++j) {
      const double slope = gradient_[j] = here_.gram[(j + 1) * (j + 2) / 2];
      const double x = here_.x[j];
      if (lower(j) < upper(j) && held_[j] == 0 && !(x <= lower(j) && slope >= 0) && !(x >= upper(j) && slope <= 0))
        free_.push_back(j);
    }
    model_.set(here_.columns, here_.gram, free_);
    result_.rank = model_.rank();
  }

  /// A step about as long as the radius, or the whole Gauss-Newton step when that is shorter (Moré 1978, section 5).
  /// True for the whole step.
  bool bound_step() {
    damping_ = 0;
    model_.solve(0, scale_, step_);
    double size = scaled_length(step_);
    if (result_.rank == free_.size() && size <= 1.1 * radius_) return true;
    double steepest = 0;
    for (const std::size_t j : free_) steepest += gradient_[j] * gradient_[j] / (scale_[j] * scale_[j]);
    double low = 0, high = std::max(std::sqrt(steepest) / radius_, std::numeric_limits<double>::min());
    // Newton's step for 1 / |D p| = 1 / radius, whose first value and slope are those of the whole step.
    double damping = 1e-3 * high;
    if (result_.rank == free_.size()) {
      low = (size / radius_) * ((radius_ - size) / model_.slope(scale_, step_, size));
      damping = std::max(low, damping);
    }
    for (int i = 0; i < 20; ++i) {
      damping_ = damping;
      model_.solve(damping, scale_, step_);
      size = scaled_length(step_);
      const double excess = size - radius_;
      if (std::abs(excess) <= 0.1 * radius_) break;
      (excess < 0 ? high : low) = damping;
      const double next = damping - (size / radius_) * (excess / model_.slope(scale_, step_, size));
      damping = next > low && next < high ? next : low > 0 ? std::sqrt(low * high) : 1e-3 * high;
    }
    return false;
  }

  /// The trial point x + p, or the place where the way there meets a bound: the direction stays, so that it still leads
  /// down. True when it was cut short.
  bool clip() {
    double part = 1;
    std::size_t met = n_;
    for (std::size_t j = 0; j < n_; ++j) {
      const double room = step_[j] > 0 ? upper(j) - here_.x[j] : lower(j) - here_.x[j];
      if (step_[j] != 0 && std::abs(room) < part * std::abs(step_[j])) {
        part = room / step_[j];
        met = j;
      }
    }
    for (std::size_t j = 0; j < n_; ++j) {
      there_.x[j] = std::clamp(here_.x[j] + part * step_[j], lower(j), upper(j));
      if (j == met) there_.x[j] = step_[j] > 0 ? upper(j) : lower(j);
      step_[j] = there_.x[j] - here_.x[j];
    }
    return met < n_;
  }

  /// One outer iteration: steps are tried with smaller and smaller radius until one is accepted. True: at an end.
  bool iterate() {
    if (options_.cancel.cancelled()) throw Cancelled("cancelled by the caller");
    ++result_.iterations;
    begin_iteration();
    if (free_.empty() || here_.sum_of_squares == 0) return end(Stop::converged);
    const double size = scaled_length(here_.x);
    for (bool first = true;; first = false) {
      bool whole = false;
      do whole = bound_step();
      while (hold_blocked());
      const bool cut = clip();
      const double step = scaled_length(step_);
      const double along = slope_along_step();
      const double predicted = -(2 * along + model_.curvature(step_)) / here_.sum_of_squares;
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
      resize_radius(actual, ratio, along / here_.sum_of_squares, step);
      last_accepted_ = actual > 0;
      if (last_accepted_) {
        std::swap(here_, there_);
        widen_scale();
        const bool flat = step <= kEpsilon * size || (actual <= kEpsilon && predicted <= kEpsilon);
        return flat && !cut ? end(Stop::converged) : false;
      }
      if (step <= kEpsilon * size || radius_ <= kEpsilon * size || predicted <= kEpsilon) return end(Stop::converged);
    }
  }

  /// Adds half the acceleration a of the path to the trial point, |J a + r''|^2 + damping |D a|^2 least for the second
  /// derivative r'' of the residuals along the step, unless it is long beside the step: equations 9 and 15 of Transtrum
  /// & Sethna.
  void accelerate(double step) {
    constexpr double kPart = 0.1, kLong = 0.75;
    const std::span<double> probe = there_.columns.first(m_), bend = there_.columns.subspan(m_, m_);
    for (std::size_t j = 0; j < n_; ++j) there_.x[j] = here_.x[j] + kPart * step_[j];
    ++result_.evaluations;
    const bool inside = residuals_(there_.x, probe, {});
    std::fill(bend.begin(), bend.end(), 0.0);
    for (std::size_t j = 0; j < n_; ++j)
      if (step_[j] != 0)
        for (std::size_t i = 0; i < m_; ++i) bend[i] += here_.columns[(j + 1) * m_ + i] * step_[j];
    for (std::size_t i = 0; i < m_; ++i) bend[i] = 2 / kPart * ((probe[i] - here_.columns[i]) / kPart - bend[i]);
    model_.solve_for(bend, damping_, scale_, acceleration_);
    bool take = inside && 2 * scaled_length(acceleration_) <= kLong * step;
    for (std::size_t j = 0; j < n_; ++j) {
      const double bent = here_.x[j] + step_[j] + acceleration_[j] / 2;
      take = take && lower(j) <= bent && bent <= upper(j);
    }
    for (std::size_t j = 0; j < n_; ++j) there_.x[j] = here_.x[j] + step_[j] + (take ? acceleration_[j] / 2 : 0);
  }

  double slope_along_step() const {
    double sum = 0;
    for (std::size_t j = 0; j < n_; ++j) sum += gradient_[j] * step_[j];
    return sum;
  }

  void resize_radius(double actual, double ratio, double along, double step) {
    if (ratio <= 0.25) {
      double shrink = actual >= 0 ? 0.5 : 0.5 * along / (along + 0.5 * actual);
      if (!(shrink >= 0.1)) shrink = 0.1;
      radius_ = shrink * std::min(radius_, 10 * step);
    } else if (ratio >= 0.75) {
      radius_ = std::max(radius_, 2 * step);
    }
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
      const bool exact = free_.empty() || here_.sum_of_squares == 0;
      if (!exact && result_.rank < free_.size()) break;
      if (exact || !leads_on()) {
        least = exact ? 0 : scaled_length(step_);
        at_best = true;
        break;
      }
      const double step = scaled_length(step_);
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
    do model_.solve(0, scale_, step_);
    while (hold_blocked());
    return model_.curvature(step_) > options_.rounding * options_.rounding;
  }

  /// Goes to the next point of the polish. Steps shrink by nearly one factor for each direction, which three of them
  /// tell in two: Anderson's (1965) mixing with the last two changes of the step, where those belong to one set of free
  /// variables and nothing was cut. True when the next step can be mixed with this one.
  bool mix(bool with_last) {
    std::copy(step_.begin(), step_.end(), there_.x.begin());
    if (with_last) {
      std::swap(changes_[0], changes_[1]);
      for (std::size_t j = 0; j < n_; ++j) {
        changes_[0].step[j] = step_[j] - last_step_[j];
        changes_[0].place[j] = last_move_[j] + changes_[0].step[j];
      }
      known_changes_ = std::min(known_changes_ + 1, 2);
      subtract_share_of_changes();
    } else {
      known_changes_ = 0;
    }
    std::copy(step_.begin(), step_.end(), last_step_.begin());
    std::copy(there_.x.begin(), there_.x.end(), step_.begin());
    const bool cut = clip();
    std::copy(step_.begin(), step_.end(), last_move_.begin());
    return !cut && free_.size() == n_;
  }

  /// What of the step the last changes explain, in least squares, is not repeated.
  void subtract_share_of_changes() {
    constexpr double kIndependent = 1e-6, kMost = 0.5;
    const Change& before = changes_[known_changes_ == 2 ? 1 : 0];
    const std::span<const double> a = changes_[0].step, b = before.step;
    double aa = 0, ab = 0, bb = 0, as = 0, bs = 0;
    for (std::size_t j = 0; j < n_; ++j) {
      const double weight = scale_[j] * scale_[j];
      aa += weight * a[j] * a[j];
      ab += weight * a[j] * b[j];
      bb += weight * b[j] * b[j];
      as += weight * a[j] * step_[j];
      bs += weight * b[j] * step_[j];
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
    if (result_.rank < free_.size())
      result_.stop = Stop::singular;
    else if (last_step <= 1e-7 * scaled_length(here_.x) || last_step * last_step <= 1e-12 * here_.sum_of_squares)
      result_.stop = Stop::converged;
    else if (result_.stop == Stop::converged)
      result_.stop = Stop::no_progress;
  }

  std::size_t m_, n_;
  const Residuals& residuals_;
  const LeastSquaresOptions& options_;
  const Kernels& kernels_ = kernels();
  LeastSquares result_;
  double radius_ = 0, damping_ = 0;
  double near_ = 1e-6;  // relative fall that a whole step promises, from which on the polish takes over
  bool last_accepted_ = true;
  DampedModel model_;
  Scratch<512> memory_;
  Point here_, there_;
  std::span<double> scale_, gradient_, step_, best_, last_step_, last_move_, acceleration_;
  std::array<Change, 2> changes_{};
  int known_changes_ = 0;
  std::vector<std::size_t> free_;
  std::vector<char> held_;  // for this iteration, because the step would leave the bound that they stand on
};

}  // namespace

LeastSquares least_squares(std::size_t m, std::vector<double> start, const Residuals& residuals,
                           const LeastSquaresOptions& options) {
  return Solver(m, start, residuals, options).run();
}

}  // namespace foreplan::inline v0::numeric
