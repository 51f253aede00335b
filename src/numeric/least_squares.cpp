#include "numeric/least_squares.hpp"

#include <foreplan/core/errors.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "numeric/householder.hpp"

namespace foreplan::inline v0::numeric {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kDependent = 1e-12;  // relative pivot below which a column counts as dependent on those before it

class Solver {
 public:
  Solver(std::size_t m, std::vector<double> start, const Residuals& residuals, const LeastSquaresOptions& options)
      : m_(m), n_(start.size()), residuals_(residuals), options_(options) {
    result_.x = std::move(start);
    result_.residuals.resize(m_);
    result_.jacobian.resize(m_ * n_);
    rows_ = std::max(m_, n_);
    for (std::vector<double>* v : {&scale_, &length_, &gradient_, &step_, &trial_, &z_}) v->resize(n_);
    trial_residuals_.resize(m_);
    moved_.resize(m_);
    factor_.resize(rows_ * n_);
    rotated_.resize(rows_);
    damped_.resize(2 * n_ * n_);
    damped_rhs_.resize(2 * n_);
    order_.resize(n_);
    held_.resize(n_);
    free_.reserve(n_);
    for (std::size_t j = 0; j < n_; ++j) result_.x[j] = std::clamp(result_.x[j], lower(j), upper(j));
  }

  LeastSquares run() {
    if (!evaluate_at(result_.x)) {
      result_.stop = Stop::not_finite;
      return std::move(result_);
    }
    widen_scale();
    const double size = scaled_length(result_.x);
    radius_ = options_.first_radius * (size > 0 ? size : 1);
    result_.stop = Stop::iteration_limit;
    while (result_.iterations < options_.max_iterations && !iterate()) {
    }
    polish();
    return std::move(result_);
  }

 private:
  double lower(std::size_t j) const { return options_.lower.empty() ? -kInfinity : options_.lower[j]; }
  double upper(std::size_t j) const { return options_.upper.empty() ? kInfinity : options_.upper[j]; }

  /// Residuals, derivatives and sum of squares at x; false when anything is not finite.
  bool evaluate_at(std::span<const double> x) {
    ++result_.evaluations;
    if (!residuals_(x, result_.residuals, result_.jacobian)) return false;
    result_.sum_of_squares = square(result_.residuals);
    return std::isfinite(result_.sum_of_squares) && std::isfinite(square(result_.jacobian));
  }

  static double square(std::span<const double> x) {
    double sum = 0;
    for (const double v : x) sum += v * v;
    return sum;
  }

  std::span<const double> column(std::size_t j) const { return std::span(result_.jacobian).subspan(j * m_, m_); }

  /// Moré's scaling: the longest that each column has been.
  void widen_scale() {
    for (std::size_t j = 0; j < n_; ++j) {
      scale_[j] = std::max(scale_[j], length(column(j)));
      if (scale_[j] == 0) scale_[j] = 1;
    }
  }

  double scaled_length(std::span<const double> v) const {
    double sum = 0;
    for (std::size_t j = 0; j < n_; ++j) sum += scale_[j] * scale_[j] * v[j] * v[j];
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
      if ((result_.x[j] <= lower(j) && step_[j] < 0) || (result_.x[j] >= upper(j) && step_[j] > 0)) {
        held_[j] = 1;
        blocked = true;
      }
    if (blocked) factorise();
    return blocked;
  }

  /// The gradient J' r, the variables that it does not push against a bound, and the factors of their columns, which
  /// are brought to length 1 so that units decide nothing.
  void factorise() {
    free_.clear();
    for (std::size_t j = 0; j < n_; ++j) {
      double dot = 0;
      for (std::size_t i = 0; i < m_; ++i) dot += column(j)[i] * result_.residuals[i];
      gradient_[j] = dot;
      const double x = result_.x[j];
      if (lower(j) < upper(j) && held_[j] == 0 && !(x <= lower(j) && dot >= 0) && !(x >= upper(j) && dot <= 0))
        free_.push_back(j);
    }
    std::fill(factor_.begin(), factor_.end(), 0.0);
    for (std::size_t k = 0; k < free_.size(); ++k) {
      const std::span<const double> from = column(free_[k]);
      const double size = length(from);
      length_[free_[k]] = size > 0 ? size : 1;
      for (std::size_t i = 0; i < m_; ++i) factor_[k * rows_ + i] = from[i] / length_[free_[k]];
    }
    std::fill(rotated_.begin(), rotated_.end(), 0.0);
    std::copy(result_.residuals.begin(), result_.residuals.end(), rotated_.begin());
    const std::size_t f = free_.size();
    orthogonalise(std::span(factor_).first(rows_ * f), rows_, f, rotated_, std::span(order_).first(f));
    result_.rank = 0;
    for (std::size_t k = 0; k < f; ++k)
      if (std::abs(pivot(k)) > kDependent) ++result_.rank;
  }
  double pivot(std::size_t k) const { return factor_[k * rows_ + k]; }
  /// The variable behind place k of the factors.
  std::size_t variable(std::size_t k) const { return free_[order_[k]]; }

  /// The p that minimises |J p + r|^2 + damping |D p|^2 over the free variables.
  void solve(double damping) {
    const std::size_t f = free_.size(), rows = 2 * f;
    const double root = std::sqrt(damping);
    std::fill(damped_.begin(), damped_.end(), 0.0);
    std::fill(damped_rhs_.begin(), damped_rhs_.end(), 0.0);
    for (std::size_t k = 0; k < f; ++k) {
      for (std::size_t i = 0; i <= k; ++i) damped_[k * rows + i] = factor_[k * rows_ + i];
      damped_[k * rows + f + k] = root * scale_[variable(k)] / length_[variable(k)];
      damped_rhs_[k] = -rotated_[k];
    }
    if (damping > 0) orthogonalise(std::span(damped_).first(rows * f), rows, f, damped_rhs_, {});
    std::copy_n(damped_rhs_.begin(), f, z_.begin());
    back_substitute(damped_, rows, f, z_, damping == 0 ? kEpsilon : 0);
    std::fill(step_.begin(), step_.end(), 0.0);
    for (std::size_t k = 0; k < f; ++k) step_[variable(k)] = z_[k] / length_[variable(k)];
  }

  /// d |D p| / d damping, from the factors that `solve` left: -|R'^-1 P' D^2 p|^2 / |D p|.
  double slope(double step_length) {
    const std::size_t f = free_.size(), rows = 2 * f;
    double sum = 0;
    for (std::size_t k = 0; k < f; ++k) {
      const std::size_t j = variable(k);
      double w = scale_[j] * scale_[j] * step_[j] / (length_[j] * step_length);
      for (std::size_t i = 0; i < k; ++i) w -= damped_[k * rows + i] * z_[i];
      z_[k] = w / damped_[k * rows + k];
      sum += z_[k] * z_[k];
    }
    return -step_length * sum;
  }

  /// A step about as long as the radius, or the whole Gauss-Newton step when that is shorter (Moré 1978, section 5).
  void bound_step() {
    solve(0);
    double size = scaled_length(step_);
    if (result_.rank == free_.size() && size <= 1.1 * radius_) return;
    double steepest = 0;
    for (const std::size_t j : free_) steepest += gradient_[j] * gradient_[j] / (scale_[j] * scale_[j]);
    double low = 0, high = std::max(std::sqrt(steepest) / radius_, std::numeric_limits<double>::min());
    double damping = 1e-3 * high;
    for (int i = 0; i < 20; ++i) {
      solve(damping);
      size = scaled_length(step_);
      const double excess = size - radius_;
      if (std::abs(excess) <= 0.1 * radius_) break;
      (excess < 0 ? high : low) = damping;
      const double next = damping - (size / radius_) * (excess / slope(size));
      damping = next > low && next < high ? next : low > 0 ? std::sqrt(low * high) : 1e-3 * high;
    }
  }

  /// The trial point x + p, or the place where the way there meets a bound: the direction stays, so that it still leads
  /// down. True when it was cut short.
  bool clip() {
    double part = 1;
    std::size_t met = n_;
    for (std::size_t j = 0; j < n_; ++j) {
      const double room = step_[j] > 0 ? upper(j) - result_.x[j] : lower(j) - result_.x[j];
      if (step_[j] != 0 && std::abs(room) < part * std::abs(step_[j])) {
        part = room / step_[j];
        met = j;
      }
    }
    for (std::size_t j = 0; j < n_; ++j) {
      trial_[j] = std::clamp(result_.x[j] + part * step_[j], lower(j), upper(j));
      if (j == met) trial_[j] = step_[j] > 0 ? upper(j) : lower(j);
      step_[j] = trial_[j] - result_.x[j];
    }
    return met < n_;
  }

  /// One outer iteration: steps are tried with smaller and smaller radius until one is accepted. True: at an end.
  bool iterate() {
    if (options_.cancel.cancelled()) throw Cancelled("numeric::least_squares: cancelled by the caller");
    ++result_.iterations;
    begin_iteration();
    if (free_.empty() || result_.sum_of_squares == 0) return end(Stop::converged);
    const double size = scaled_length(result_.x);
    for (;;) {
      do bound_step();
      while (hold_blocked());
      const bool cut = clip();
      const double step = scaled_length(step_);
      ++result_.evaluations;
      const bool inside = residuals_(trial_, trial_residuals_, {});
      const double tried = inside ? square(trial_residuals_) : kInfinity;
      const double actual = std::isfinite(tried) ? 1 - tried / result_.sum_of_squares : -kInfinity;
      const double along = slope_along_step();
      const double predicted = -(2 * along + curvature_along_step()) / result_.sum_of_squares;
      const double ratio = predicted > 0 ? actual / predicted : 0;
      resize_radius(actual, ratio, along / result_.sum_of_squares, step);
      if (actual > 0) {
        result_.x = trial_;
        if (!evaluate_at(result_.x)) return end(Stop::not_finite);
        widen_scale();
        const bool flat = step <= kEpsilon * size || (actual <= kEpsilon && predicted <= kEpsilon);
        return flat && !cut ? end(Stop::converged) : false;
      }
      if (step <= kEpsilon * size || radius_ <= kEpsilon * size || predicted <= kEpsilon) return end(Stop::converged);
    }
  }

  double slope_along_step() const {
    double sum = 0;
    for (std::size_t j = 0; j < n_; ++j) sum += gradient_[j] * step_[j];
    return sum;
  }
  /// |J p|^2
  double curvature_along_step() {
    std::fill(moved_.begin(), moved_.end(), 0.0);
    for (std::size_t j = 0; j < n_; ++j)
      if (step_[j] != 0)
        for (std::size_t i = 0; i < m_; ++i) moved_[i] += column(j)[i] * step_[j];
    return square(moved_);
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
  /// until they no longer become shorter, and judge whether there was convergence at all.
  void polish() {
    if (result_.stop == Stop::not_finite) return;
    const double before = result_.sum_of_squares;
    best_ = result_.x;
    double least = kInfinity;
    int idle = 0;
    for (int i = 0; i < 100 && idle < 5; ++i) {
      begin_iteration();
      if (free_.empty() || result_.sum_of_squares == 0) {
        least = 0;
        best_ = result_.x;
        break;
      }
      if (result_.rank < free_.size()) break;
      do solve(0);
      while (hold_blocked());
      clip();
      const double step = scaled_length(step_);
      if (step < 0.99 * least) {
        least = step;
        best_ = result_.x;
        idle = 0;
      } else {
        ++idle;
      }
      result_.x = trial_;
      if (!evaluate_at(result_.x) || result_.sum_of_squares > before * (1 + 1e-9)) break;
    }
    result_.x = best_;
    (void)evaluate_at(result_.x);
    begin_iteration();
    judge(least);
  }

  void judge(double last_step) {
    if (result_.rank < free_.size())
      result_.stop = Stop::singular;
    else if (last_step <= 1e-7 * scaled_length(result_.x) || last_step * last_step <= 1e-12 * result_.sum_of_squares)
      result_.stop = Stop::converged;
    else if (result_.stop == Stop::converged)
      result_.stop = Stop::no_progress;
  }

  std::size_t m_, n_, rows_ = 0;
  const Residuals& residuals_;
  const LeastSquaresOptions& options_;
  LeastSquares result_;
  double radius_ = 0;
  std::vector<double> scale_, length_, gradient_, step_, trial_, z_, trial_residuals_, moved_, best_;
  std::vector<double> factor_, rotated_;  // R of the free columns, and Q' r
  std::vector<double> damped_, damped_rhs_;
  std::vector<std::size_t> order_, free_;
  std::vector<char> held_;  // for this iteration, because the step would leave the bound that they stand on
};

}  // namespace

LeastSquares least_squares(std::size_t m, std::vector<double> start, const Residuals& residuals,
                           const LeastSquaresOptions& options) {
  return Solver(m, std::move(start), residuals, options).run();
}

}  // namespace foreplan::inline v0::numeric
