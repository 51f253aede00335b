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
constexpr std::size_t kMostUpdates = 8;
constexpr double kLeastDamping = 0x1p-30;

/// Derivative columns for each lane: a multiple of 8 where there is one lane, whose rows are vectors.
template <std::size_t Lanes>
std::size_t columns_of(const Segment& segment) {
  return Lanes == 1 ? (segment.torn.size() + 7) / 8 * 8 : segment.torn.size();
}

template <std::size_t Lanes>
std::size_t run_derivatives(const Segment& segment, double* w, TornScratch& scratch) {
  const std::size_t n = segment.torn.size(), columns = columns_of<Lanes>(segment);
  scratch.gradients.resize(segment.gradient_rows * columns * Lanes);
  std::fill_n(scratch.gradients.begin(), (1 + n) * columns * Lanes, 0.0);
  for (std::size_t j = 0; j < n; ++j) std::fill_n(&scratch.gradients[((1 + j) * columns + j) * Lanes], Lanes, 1.0);
  const auto run = Lanes == 1 ? machine().derivatives : machine().derivatives8;
  run(segment.loop.data(), segment.gradients.data(), segment.loop.size(), w, scratch.gradients.data(), columns);
  return columns;
}

enum class Phase : std::uint8_t { idle, begin, differentiate, judge, step };

template <std::size_t Lanes>
class TornSolver {
 public:
  TornSolver(const Segment& segment, double* w, const std::array<TornState*, Lanes>& states,
             const std::array<bool, Lanes>& active, TornScratch& scratch, const SolveOptions& options,
             const std::array<SolveWork*, Lanes>& work)
      : segment_(segment), w_(w), states_(states), scratch_(scratch), options_(options), work_(work) {
    n_ = segment.torn.size();
    for (std::size_t l = 0; l < Lanes; ++l)
      if (active[l]) start(l);
  }

  std::array<Stop, Lanes> run() {
    if (any(Phase::begin)) {
      evaluate();
      for (std::size_t l = 0; l < Lanes; ++l)
        if (lanes_[l].phase == Phase::begin) take_step(l);
    }
    while (true) {
      if (any(Phase::differentiate)) differentiate();
      for (std::size_t l = 0; l < Lanes; ++l)
        if (lanes_[l].phase == Phase::step) move(l);
      if (!any(Phase::judge)) break;
      evaluate();
      for (std::size_t l = 0; l < Lanes; ++l)
        if (lanes_[l].phase == Phase::judge) judge(l);
    }
    if (restored_) evaluate();
    std::array<Stop, Lanes> stops{};
    for (std::size_t l = 0; l < Lanes; ++l) stops[l] = lanes_[l].stop;
    return stops;
  }

 private:
  struct Lane {
    Phase phase = Phase::idle;
    Stop stop = Stop::not_run;
    bool fresh = false;  ///< The derivatives are those of `origin`.
    double size = 0;     ///< Of the step to be taken, relative to the unknowns.
    double damping = 1;
    int iterations = 0;
  };

  [[nodiscard]] bool any(Phase phase) const noexcept {
    return std::any_of(lanes_.begin(), lanes_.end(), [&](const Lane& lane) { return lane.phase == phase; });
  }
  double& torn(std::size_t j, std::size_t l) noexcept { return w_[segment_.torn[j].slot * Lanes + l]; }
  [[nodiscard]] double residual(std::size_t j, std::size_t l) const noexcept {
    return w_[segment_.torn[j].residual * Lanes + l];
  }
  [[nodiscard]] bool finite(std::size_t l) const noexcept {
    double sum = 0;
    for (std::size_t j = 0; j < n_; ++j) sum += residual(j, l) - residual(j, l);
    return sum == 0;
  }

  void start(std::size_t l) {
    TornLane& s = scratch_.lanes[l];
    s.step.resize(n_);
    s.next.resize(n_);
    s.origin.resize(n_);
    states_[l]->factors.resize(n_ * n_);
    states_[l]->pivots.resize(n_);
    states_[l]->updates.resize(2 * kMostUpdates * n_);
    states_[l]->updated = 0;
    lanes_[l].phase = states_[l]->factored ? Phase::begin : Phase::differentiate;
  }

  void evaluate() {
    (Lanes == 1 ? machine().values : machine().values8)(segment_.loop.data(), segment_.loop.size(), w_);
    for (std::size_t l = 0; l < Lanes; ++l)
      if (lanes_[l].phase != Phase::idle) ++work_[l]->evaluations;
  }

  void finish(std::size_t l, Stop stop) {
    lanes_[l].phase = Phase::idle;
    lanes_[l].stop = stop;
  }

  /// Derivatives and factors for the lanes that ask for them, each where it stands.
  void differentiate() {
    const std::size_t columns = run_derivatives<Lanes>(segment_, w_, scratch_);
    for (std::size_t l = 0; l < Lanes; ++l) {
      if (lanes_[l].phase != Phase::differentiate) continue;
      TornState& state = *states_[l];
      ++work_[l]->evaluations;
      ++work_[l]->derivatives;
      state.factored = false;
      state.updated = 0;
      if (!finite(l)) {
        finish(l, Stop::not_finite);
        continue;
      }
      for (std::size_t i = 0; i < n_; ++i)
        for (std::size_t j = 0; j < n_; ++j)
          state.factors[i * n_ + j] = scratch_.gradients[(segment_.residual_rows[i] * columns + j) * Lanes + l];
      state.factored = factor(state.factors.data(), state.pivots.data(), n_);
      if (!state.factored) {
        finish(l, Stop::singular);
        continue;
      }
      lanes_[l].fresh = true;
      take_step(l);
    }
  }

  /// The step from where the lane stands, with the derivatives that it has.
  void take_step(std::size_t l) {
    if (!finite(l)) return finish(l, Stop::not_finite);
    lanes_[l].size = newton_step(l, scratch_.lanes[l].step);
    prepare(l);
  }
  void prepare(std::size_t l) {
    TornLane& s = scratch_.lanes[l];
    for (std::size_t j = 0; j < n_; ++j) s.origin[j] = torn(j, l);
    lanes_[l].damping = 1;
    lanes_[l].phase = Phase::step;
  }

  /// -J^-1 residual into `step`; its largest part relative to the unknown's size.
  double newton_step(std::size_t l, std::vector<double>& step) {
    const TornLane& s = scratch_.lanes[l];
    for (std::size_t j = 0; j < n_; ++j) step[j] = -residual(j, l);
    for (std::size_t j = 0; j < s.offset.size(); ++j) step[j] += s.offset[j];
    const TornState& state = *states_[l];
    solve_factored(state.factors.data(), state.pivots.data(), step.data(), n_);
    for (std::size_t k = 0; k < state.updated; ++k) {
      const double* const add = &state.updates[2 * k * n_];
      const double* const weight = add + n_;
      double by = 0;
      for (std::size_t j = 0; j < n_; ++j) by += weight[j] * step[j];
      for (std::size_t j = 0; j < n_; ++j) step[j] += by * add[j];
    }
    return size_of(l, step);
  }
  [[nodiscard]] double size_of(std::size_t l, const std::vector<double>& step) {
    return relative(step, [&](std::size_t j) { return torn(j, l); });
  }
  template <class At>
  double relative(const std::vector<double>& step, const At& at) const {
    double largest = 0;
    for (std::size_t j = 0; j < n_; ++j) {
      const double part = std::abs(step[j]) / (std::abs(at(j)) + 1e-4);
      if (!(part <= largest)) largest = part;  // NaN too
    }
    return largest;
  }

  /// After a whole step s, with w the next one by the same derivatives: the derivatives along s become those seen,
  /// which turns w into w / (1 - a), a = s'w / s's. False where w says too little of s.
  bool update(std::size_t l) {
    TornState& state = *states_[l];
    TornLane& lane = scratch_.lanes[l];
    if (state.updated == kMostUpdates) return true;
    double* const add = &state.updates[2 * state.updated * n_];
    double* const weight = add + n_;
    double ss = 0, sw = 0;
    for (std::size_t j = 0; j < n_; ++j) {
      const double scale = std::abs(torn(j, l)) + 1e-4;
      weight[j] = lane.step[j] / (scale * scale);
      ss += weight[j] * lane.step[j];
      sw += weight[j] * lane.next[j];
    }
    if (!(std::abs(sw) <= 0.5 * ss)) return false;
    for (std::size_t j = 0; j < n_; ++j) {
      weight[j] /= ss - sw;
      add[j] = lane.next[j];
      lane.next[j] *= ss / (ss - sw);
    }
    ++state.updated;
    return true;
  }

  void move(std::size_t l) {
    Lane& lane = lanes_[l];
    if (lane.size <= options_.tolerance) return finish(l, Stop::converged);
    if (lane.iterations == options_.max_iterations) return finish(l, Stop::iteration_limit);
    const TornLane& s = scratch_.lanes[l];
    for (std::size_t j = 0; j < n_; ++j) torn(j, l) = s.origin[j] + lane.damping * s.step[j];
    lane.phase = Phase::judge;
  }

  void judge(std::size_t l) {
    Lane& lane = lanes_[l];
    TornLane& s = scratch_.lanes[l];
    const bool here = finite(l);
    const double next = here ? newton_step(l, s.next) : std::numeric_limits<double>::infinity();
    // By one scale before and after: a step that throws unknowns far away must not make the next one seem short.
    const double beside = here ? relative(s.next, [&](std::size_t j) { return s.origin[j]; }) : next;
    const bool accepted = beside <= (1 - lane.damping / 4) * lane.size;
    // With derivatives of another point only the whole step is tried.
    if (!accepted && lane.fresh && lane.damping > kLeastDamping) {
      lane.damping /= 2;
      lane.phase = Phase::step;
      return;
    }
    ++lane.iterations;
    ++work_[l]->iterations;
    if (!accepted) {
      for (std::size_t j = 0; j < n_; ++j) torn(j, l) = s.origin[j];
      restored_ = true;
    }
    if (accepted && next <= options_.tolerance) return finish(l, Stop::converged);
    if (accepted && lane.damping == 1 && next <= kContraction * lane.size && update(l)) {
      std::swap(s.step, s.next);
      lane.size = size_of(l, s.step);
      lane.fresh = false;
      return prepare(l);
    }
    if (lane.fresh) {
      // At the bottom of rounding the steps no longer shrink.
      const bool rounding = lane.size <= 1e3 * options_.tolerance && !(next < 0.5 * lane.size);
      if (rounding) return finish(l, Stop::converged);
      if (!accepted) return finish(l, here ? Stop::no_progress : Stop::not_finite);
    }
    lane.phase = Phase::differentiate;
  }

  const Segment& segment_;
  double* w_;
  const std::array<TornState*, Lanes>& states_;
  TornScratch& scratch_;
  const SolveOptions& options_;
  const std::array<SolveWork*, Lanes>& work_;
  std::size_t n_ = 0;
  std::array<Lane, Lanes> lanes_{};
  bool restored_ = false;  ///< Some lane was put back to where it had been.
};

}  // namespace

std::size_t differentiate(const Segment& segment, double* w, TornScratch& scratch) {
  return run_derivatives<1>(segment, w, scratch);
}

template <std::size_t Lanes>
std::array<Stop, Lanes> solve_torn(const Segment& segment, double* w, const std::array<TornState*, Lanes>& states,
                                   const std::array<bool, Lanes>& active, TornScratch& scratch,
                                   const SolveOptions& options, const std::array<SolveWork*, Lanes>& work) {
  return TornSolver<Lanes>(segment, w, states, active, scratch, options, work).run();
}

template std::array<Stop, 1> solve_torn<1>(const Segment&, double*, const std::array<TornState*, 1>&,
                                           const std::array<bool, 1>&, TornScratch&, const SolveOptions&,
                                           const std::array<SolveWork*, 1>&);
template std::array<Stop, kLanes> solve_torn<kLanes>(const Segment&, double*, const std::array<TornState*, kLanes>&,
                                                     const std::array<bool, kLanes>&, TornScratch&, const SolveOptions&,
                                                     const std::array<SolveWork*, kLanes>&);

}  // namespace foreplan::inline v0::scenario::detail
