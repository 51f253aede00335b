#include "scenario/newton.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace foreplan::inline v0::scenario::detail {

bool factor(double* a, std::uint32_t* pivots, std::size_t n) noexcept {
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t p = k;
    for (std::size_t i = k + 1; i < n; ++i)
      if (std::abs(a[i * n + k]) > std::abs(a[p * n + k])) p = i;
    pivots[k] = static_cast<std::uint32_t>(p);
    const double pivot = a[p * n + k];
    if (!(std::abs(pivot) > 0) || !std::isfinite(pivot)) return false;
    if (p != k) std::swap_ranges(a + k * n, a + (k + 1) * n, a + p * n);
    for (std::size_t i = k + 1; i < n; ++i) {
      const double m = a[i * n + k] /= pivot;
      if (m == 0) continue;
      for (std::size_t j = k + 1; j < n; ++j) a[i * n + j] -= m * a[k * n + j];
    }
  }
  return true;
}

void solve_factored(const double* a, const std::uint32_t* pivots, double* x, std::size_t n) noexcept {
  // Rows were exchanged whole, multipliers too: all exchanges first.
  for (std::size_t k = 0; k < n; ++k) std::swap(x[k], x[pivots[k]]);
  for (std::size_t i = 1; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j) x[i] -= a[i * n + j] * x[j];
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = i + 1; j < n; ++j) x[i] -= a[i * n + j] * x[j];
    x[i] /= a[i * n + i];
  }
}

namespace {

constexpr double kContraction = 0.1;  // the old derivatives serve while a step shrinks to less than this
constexpr double kLeastDamping = 0x1p-30;

class TornSolver {
 public:
  TornSolver(const Segment& segment, double* w, TornState& state, TornScratch& scratch, SolveWork& work)
      : segment_(segment), w_(w), state_(state), s_(scratch), work_(work), n_(segment.torn.size()) {
    s_.step.resize(n_);
    s_.next.resize(n_);
    s_.origin.resize(n_);
    s_.size.resize(n_);
    state_.factors.resize(n_ * n_);
    state_.pivots.resize(n_);
  }

  Stop run(const SolveOptions& options) {
    for (std::size_t j = 0; j < n_; ++j) s_.size[j] = std::abs(w_[segment_.torn[j].slot]);
    bool fresh = false;
    double size = 0;  // of s_.step
    if (state_.factored) {
      evaluate();
      if (!finite()) return Stop::not_finite;
      size = newton_step(s_.step);
    } else {
      if (!differentiate()) return bad_;
      fresh = true;
      size = newton_step(s_.step);
    }
    for (int iteration = 0; iteration < options.max_iterations; ++iteration) {
      if (size <= options.tolerance) return Stop::converged;
      const Trial trial = damped_step(size, fresh ? kLeastDamping : 1);
      ++work_.iterations;
      if (trial.accepted && trial.next <= options.tolerance) return Stop::converged;
      if (trial.accepted && trial.damping == 1 && trial.next <= kContraction * size) {
        std::swap(s_.step, s_.next);
        size = trial.next;
        fresh = false;
        continue;
      }
      // At the bottom of rounding the steps no longer shrink.
      if (fresh && trial.next <= 1e3 * options.tolerance && trial.next >= 0.5 * size) return Stop::converged;
      if (!trial.accepted && fresh) return Stop::no_progress;
      if (!differentiate()) return bad_;
      fresh = true;
      size = newton_step(s_.step);
    }
    return Stop::iteration_limit;
  }

 private:
  struct Trial {
    bool accepted = false;
    double damping = 1;
    double next = 0;  ///< Size of the next step with the same derivatives, s_.next.
  };

  void evaluate() {
    machine().values(segment_.loop.data(), segment_.loop.size(), w_);
    ++work_.evaluations;
  }
  [[nodiscard]] bool finite() const noexcept {
    double sum = 0;
    for (const Torn& torn : segment_.torn) sum += w_[torn.residual] - w_[torn.residual];
    return sum == 0;
  }

  /// Derivatives and factors where w stands. False: `bad_` says why not.
  bool differentiate() {
    const std::size_t columns = (n_ + 7) / 8 * 8;
    s_.gradients.resize(segment_.gradient_rows * columns);
    std::fill_n(s_.gradients.begin(), (1 + n_) * columns, 0.0);
    for (std::size_t j = 0; j < n_; ++j) s_.gradients[(1 + j) * columns + j] = 1;
    machine().derivatives(segment_.loop.data(), segment_.gradients.data(), segment_.loop.size(), w_,
                          s_.gradients.data(), columns);
    ++work_.evaluations;
    ++work_.derivatives;
    state_.factored = false;
    if (!finite()) return bad_ = Stop::not_finite, false;
    for (std::size_t i = 0; i < n_; ++i)
      std::copy_n(&s_.gradients[segment_.residual_rows[i] * columns], n_, &state_.factors[i * n_]);
    if (!factor(state_.factors.data(), state_.pivots.data(), n_)) return bad_ = Stop::singular, false;
    state_.factored = true;
    return true;
  }

  /// -J^-1 residual into `step`; its largest part relative to the unknown's size.
  double newton_step(std::vector<double>& step) {
    for (std::size_t j = 0; j < n_; ++j) step[j] = -w_[segment_.torn[j].residual];
    if (!s_.offset.empty())
      for (std::size_t j = 0; j < n_; ++j) step[j] += s_.offset[j];
    solve_factored(state_.factors.data(), state_.pivots.data(), step.data(), n_);
    double largest = 0;
    for (std::size_t j = 0; j < n_; ++j) {
      const double relative = std::abs(step[j]) / (std::max(s_.size[j], std::abs(w_[segment_.torn[j].slot])) + 1e-4);
      if (!(relative <= largest)) largest = relative;  // NaN too
    }
    return largest;
  }

  /// Goes along s_.step, halving it until all is finite and the next step is smaller. Where no step down to `least` of
  /// it does, w is as it was.
  Trial damped_step(double size, double least) {
    for (std::size_t j = 0; j < n_; ++j) s_.origin[j] = w_[segment_.torn[j].slot];
    Trial trial;
    for (; trial.damping >= least; trial.damping /= 2) {
      for (std::size_t j = 0; j < n_; ++j)
        w_[segment_.torn[j].slot] = s_.origin[j] + trial.damping * s_.step[j];
      evaluate();
      if (!finite()) continue;
      trial.next = newton_step(s_.next);
      if (trial.next <= (1 - trial.damping / 4) * size) {
        trial.accepted = true;
        return trial;
      }
    }
    for (std::size_t j = 0; j < n_; ++j) w_[segment_.torn[j].slot] = s_.origin[j];
    evaluate();
    return trial;
  }

  const Segment& segment_;
  double* w_;
  TornState& state_;
  TornScratch& s_;
  SolveWork& work_;
  std::size_t n_;
  Stop bad_ = Stop::not_run;
};

}  // namespace

Stop solve_torn(const Segment& segment, double* w, TornState& state, TornScratch& scratch, const SolveOptions& options,
                SolveWork& work) {
  return TornSolver(segment, w, state, scratch, work).run(options);
}

}  // namespace foreplan::inline v0::scenario::detail
