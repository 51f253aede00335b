#include "forecast/ets_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "forecast/ets_kernel.hpp"
#include "forecast/ets_lanes.hpp"
#include "forecast/ets_regression.hpp"
#include "forecast/ets_space.hpp"
#include "forecast/ets_tangent.hpp"
#include "numeric/minimise.hpp"
#include "numeric/small_descent.hpp"
#include "numeric/small_descents.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// Above so many numbers to search over, gradients are cheaper than matrices.
constexpr std::size_t kDense = 40;
constexpr double kFirstBarrier = 1e-4, kLastBarrier = 1e-10;

struct Candidate {
  std::vector<double> u{};
  double value = kInfinity;
  Stop stop = Stop::iteration_limit;

  bool operator<(const Candidate& other) const { return value < other.value; }
};

/// The sum of squares of `EtsTangents` as a function of the numbers of an `EtsSpace`, behind a barrier of some weight.
class SquaresProblem {
 public:
  SquaresProblem(EtsPass& pass, const EtsSpace& space, EtsRegression& regression, EtsTangents& tangents)
      : pass_(pass),
        space_(space),
        regression_(regression),
        tangents_(tangents),
        point_(pass.size()),
        by_u_(space.size()) {}

  double weight = 0;  ///< Of the barrier.

  double value(std::span<const double> u) {
    space_.point(u, point_);
    regression_.take_out(u.subspan(space_.columns()));
    const double barrier = weight > 0 ? weight * space_.barrier(point_, {}) : 0;
    return std::isfinite(barrier) ? pass_.value(point_) + barrier : kInfinity;
  }
  void model(std::span<const double> u, std::span<double> gradient, std::span<double> hessian) {
    const std::size_t n = gradient.size(), stride = tangents_.stride();
    const auto seeds = tangents_.seeds();
    space_.seed(u, seeds, stride);
    regression_.differentiate(point_);
    tangents_.model(pass_, gradient, hessian);
    if (!(weight > 0)) return;
    // Near the border the barrier is -log of a distance, whose Hessian is the square of its gradient.
    std::array<double, 4> by_parameters{};
    (void)space_.barrier(point_, by_parameters);
    for (std::size_t j = 0; j < n; ++j) {
      by_u_[j] = 0;
      for (std::size_t r = kAlpha; r <= kPhi; ++r) by_u_[j] += by_parameters[r] * seeds[r * stride + j];
      gradient[j] += weight * by_u_[j];
    }
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < n; ++k) hessian[j * n + k] += weight * by_u_[j] * by_u_[k];
  }

 private:
  EtsPass& pass_;
  const EtsSpace& space_;
  EtsRegression& regression_;
  EtsTangents& tangents_;
  std::vector<double> point_, by_u_;
};

/// The same at several places side by side, without a barrier.
class LanesProblem {
 public:
  static constexpr std::size_t kLanes = EtsLanes::kLanes;

  LanesProblem(const EtsSpace& space, EtsLanes& lanes) : space_(space), lanes_(lanes) {}

  void set(std::size_t lane, std::span<const double> u) {
    const std::size_t n = space_.size();
    space_.point(u, point_);
    space_.seed(u, std::span(seeds_).first(kSeasonals * n), n);
    lanes_.set(lane, point_, seeds_);
  }
  void evaluate(std::size_t count) { lanes_.evaluate(count); }
  [[nodiscard]] double value(std::size_t lane) const { return lanes_.value(lane); }
  void model(std::size_t lane, std::span<double> gradient, std::span<double> hessian) const {
    lanes_.model(lane, gradient, hessian);
  }

 private:
  const EtsSpace& space_;
  EtsLanes& lanes_;
  std::array<double, kSeasonals> point_{};
  std::array<double, kSeasonals * EtsLanes::kMostDirections> seeds_{};
};

using Descent = numeric::SmallDescent<SquaresProblem>;
using Descents = numeric::SmallDescents<LanesProblem>;

class Search {
 public:
  Search(const EtsForm& form, std::span<const double> y, const EtsOptions& options, const Columns& columns)
      : form_(form),
        options_(options),
        space_(form, options.season_length, y, options, columns.size()),
        regression_(form, options.season_length, y, columns, space_.step()),
        pass_(form, options.season_length, regression_.rest()),
        point_(pass_.size()),
        by_point_(pass_.size()),
        periods_(y.size()) {}

  EtsOptimum run() {
    Candidate best = in_lanes() ? by_lanes() : space_.size() <= kDense ? by_squares() : by_gradient(space_.starts());
    EtsOptimum result{.parameters = space_.size() + 1};
    if (!std::isfinite(best.value)) return result;
    result.value = value_at(best.u);
    result.point = point_;
    for (const double u : std::span(best.u).subspan(space_.columns())) result.columns.push_back(u * space_.step());
    result.stop = best.stop;
    return result;
  }

 private:
  static constexpr int kFirstSteps = 6, kTries = 4;
  static constexpr std::size_t kKept = 8;
  static constexpr double kNear = 0.01, kNearValue = 1e-3;

  [[nodiscard]] bool in_lanes() const {
    return EtsLanes::serves(form_) && space_.size() == EtsLanes::directions(form_) &&
           space_.columns() == space_.size() && !walled();
  }

  Candidate by_lanes() {
    EtsLanes lanes(form_, pass_, regression_.rest());
    LanesProblem problem(space_, lanes);
    Descents descents(problem, space_.size());
    std::vector<Candidate> ends = ends_of(descents, settled(descents));
    return ends.empty() ? Candidate{} : std::move(ends.front());
  }

  Candidate by_squares() {
    EtsTangents tangents(form_, pass_.seasons(), space_.size(), periods_);
    SquaresProblem problem(pass_, space_, regression_, tangents);
    if (space_.columns() < space_.size()) tangents.give(regression_.errors());
    Descent descent(problem, space_.size());
    std::vector<Candidate> settled;
    for (auto& u : space_.starts()) settle(descent, std::move(u), settled);
    if (settled.empty()) return {};
    std::vector<Candidate> ends = ends_of(descent, settled);
    if (!walled() || inside(ends.front().u)) return std::move(ends.front());
    // Once more, behind a barrier that gives way: from the starts, and from where the border was crossed.
    problem.weight = kFirstBarrier;
    for (const Candidate& c : ends)
      if (!inside(c.u)) settled.push_back(taken_inside(problem, c, settled.front().u));
    std::vector<Candidate> inner = ends_of(descent, settled);
    for (Candidate& c : inner) {
      for (problem.weight = kFirstBarrier / 10; problem.weight > kLastBarrier; problem.weight /= 10)
        follow(descent, c, {space_.lower(), space_.upper(), options_.max_iterations});
      problem.weight = 0;
      c.value = problem.value(c.u);
    }
    for (const Candidate& c : ends)
      if (inside(c.u)) inner.push_back(c);
    // Parameters that are held can leave nothing admissible; they count for more.
    const auto best = std::min_element(inner.begin(), inner.end());
    return best != inner.end() && std::isfinite(best->value) ? std::move(*best) : std::move(ends.front());
  }

  /// What lies on the way from `start` to a point that is not admissible, the states being those of the point.
  Candidate taken_inside(SquaresProblem& problem, Candidate c, std::span<const double> start) {
    const std::vector<double> beyond = c.u;
    c.stop = Stop::iteration_limit;
    for (double part = 0.95; part > 0; part -= 0.05) {
      for (std::size_t j = 0; j < space_.smoothing(); ++j) c.u[j] = start[j] + part * (beyond[j] - start[j]);
      c.value = problem.value(c.u);
      if (std::isfinite(c.value)) break;
    }
    return c;
  }

  /// Where descents from `found` end, best first and each once.
  template <class Some>
  std::vector<Candidate> ends_of(Some& descents, std::vector<Candidate> found) {
    std::vector<Candidate> ends;
    const std::size_t first = has_season(form_) || has_ratio_trend(form_) ? 12 : kKept;
    const auto same_as = [&](std::span<const double> u, double value) {
      return std::find_if(ends.begin(), ends.end(), [&](const Candidate& end) { return near(end, u, value); });
    };
    const auto known = [&](std::span<const double> u, double value) { return same_as(u, value) != ends.end(); };
    const auto add = [&](Candidate& c) {
      if (!std::isfinite(c.value)) return;
      const auto same = same_as(c.u, c.value);
      if (same == ends.end())
        ends.push_back(std::move(c));
      else if (c.value < same->value && (c.stop != Stop::iteration_limit || same->stop == Stop::iteration_limit))
        *same = std::move(c);
    };
    const auto follow_all = [&](int iterations, std::size_t count) {
      std::stable_sort(found.begin(), found.end());
      if (found.size() > count) found.resize(count);
      ends.clear();
      follow_each(descents, found, {space_.lower(), space_.upper(), iterations}, known, add);
      std::stable_sort(ends.begin(), ends.end());
    };
    follow_all(std::min(kFirstSteps, options_.max_iterations), first);
    std::swap(found, ends);
    follow_all(options_.max_iterations, kKept);
    return ends;
  }
  template <class Known, class Ended>
  static void follow_each(Descent& descent, std::vector<Candidate>& found, const numeric::SmallDescentLimits& limits,
                          Known known, Ended ended) {
    for (Candidate& c : found) {
      if (c.stop == Stop::iteration_limit) follow(descent, c, limits, known);
      ended(c);
    }
  }
  template <class Known, class Ended>
  static void follow_each(Descents& descents, std::vector<Candidate>& found, const numeric::SmallDescentLimits& limits,
                          Known known, Ended ended) {
    const auto open = std::stable_partition(found.begin(), found.end(),
                                            [](const Candidate& c) { return c.stop != Stop::iteration_limit; });
    std::for_each(found.begin(), open, ended);
    const std::span<Candidate> going(open, found.end());
    descents.run(
        going.size(),
        [&](std::size_t i, std::size_t) {
          return Descents::Job{going[i].u, limits};
        },
        known,
        [&](std::size_t i, Stop stop, double value) {
          going[i].stop = stop;
          going[i].value = value;
          ended(going[i]);
          return false;
        });
  }

  /// Whether a search that has come to u would go on to where another ended.
  [[nodiscard]] bool near(const Candidate& end, std::span<const double> u, double value) const {
    if (!(value < end.value + kNearValue)) return false;
    for (std::size_t j = 0; j < space_.smoothing(); ++j)
      if (!(std::abs(u[j] - end.u[j]) < kNear)) return false;
    return value > end.value - kNearValue;
  }

  /// States guessed from the first values can be far off, and would drive the smoothing parameters to their bounds:
  /// they move first.
  void settle(Descent& descent, std::vector<double> u, std::vector<Candidate>& found) {
    std::vector<double> lower = space_.lower(), upper = space_.upper();
    std::copy_n(u.begin(), space_.smoothing(), lower.begin());
    std::copy_n(u.begin(), space_.smoothing(), upper.begin());
    const int steps = has_ratio_trend(form_) ? 6 : 1;  // all but linear in them
    // Multiplicative parts bear no negative forecasts, which swings less wide do not lead to.
    for (int tries = 0; tries < kTries; ++tries) {
      if (descent.run(u, {lower, upper, steps}) != Stop::not_finite) {
        found.push_back({std::move(u), descent.value()});
        return;
      }
      space_.flatten(u);
    }
  }

  /// The same for all starts, in lanes.
  std::vector<Candidate> settled(Descents& descents) {
    std::vector<Candidate> found;
    for (auto& u : space_.starts()) found.push_back({std::move(u)});
    std::vector<int> tries(found.size());
    std::array<std::array<double, EtsLanes::kMostDirections>, EtsLanes::kLanes> lower, upper;
    descents.run(
        found.size(),
        [&](std::size_t i, std::size_t lane) {
          std::copy(space_.lower().begin(), space_.lower().end(), lower[lane].begin());
          std::copy(space_.upper().begin(), space_.upper().end(), upper[lane].begin());
          std::copy_n(found[i].u.begin(), space_.smoothing(), lower[lane].begin());
          std::copy_n(found[i].u.begin(), space_.smoothing(), upper[lane].begin());
          return Descents::Job{found[i].u, {lower[lane], upper[lane], 1}};
        },
        [](std::span<const double>, double) { return false; },
        [&](std::size_t i, Stop stop, double value) {
          found[i].value = value;
          if (stop != Stop::not_finite || ++tries[i] == kTries) return false;
          space_.flatten(found[i].u);
          return true;
        });
    std::erase_if(found, [](const Candidate& c) { return !std::isfinite(c.value); });
    return found;
  }

  static void follow(Descent& descent, Candidate& c, const numeric::SmallDescentLimits& limits) {
    follow(descent, c, limits, [](std::span<const double>, double) { return false; });
  }
  template <class Abandoned>
  static void follow(Descent& descent, Candidate& c, const numeric::SmallDescentLimits& limits, Abandoned abandoned) {
    c.stop = descent.run(c.u, limits, abandoned);
    c.value = descent.value();
  }

  /// Whether the admissible region is a bound that the box does not imply.
  [[nodiscard]] bool walled() const {
    return options_.bounds == EtsBounds::admissible || (options_.bounds == EtsBounds::both && has_season(form_));
  }
  bool inside(std::span<const double> u) {
    space_.point(u, point_);
    return std::isfinite(space_.barrier(point_, {}));
  }

  double value_at(std::span<const double> u) {
    space_.point(u, point_);
    regression_.take_out(u.subspan(space_.columns()));
    return pass_.value(point_);
  }

  double value_and_gradient(std::span<const double> u, std::span<double> gradient) {
    space_.point(u, point_);
    std::array<double, 4> by_parameters{};
    const double barrier = space_.barrier(point_, gradient.empty() ? std::span<double>{} : by_parameters);
    if (!std::isfinite(barrier)) return kInfinity;
    regression_.take_out(u.subspan(space_.columns()));
    if (gradient.empty()) return pass_.value(point_) + weight_ * barrier;
    const double value = pass_.value(point_, by_point_);
    if (!std::isfinite(value)) return value;
    for (std::size_t j = 0; j < 4; ++j) by_point_[j] += weight_ * by_parameters[j];
    space_.pull_back(u, by_point_, gradient);
    if (space_.columns() < space_.size()) {
      regression_.differentiate(point_);
      regression_.gradient(pass_.forecasts(), std::exp(value), gradient.subspan(space_.columns()));
    }
    return value + weight_ * barrier;
  }

  /// Quasi-Newton steps behind a barrier, which gives way little by little.
  Candidate by_gradient(std::vector<std::vector<double>> starts) {
    constexpr int kSteps = 8;
    const numeric::Objective objective = [this](std::span<const double> u, std::span<double> gradient) {
      return value_and_gradient(u, gradient);
    };
    const auto search = [&](std::vector<double> u, int iterations, const std::vector<double>& lower,
                            const std::vector<double>& upper) {
      return numeric::minimise(std::move(u), objective,
                               {.max_iterations = iterations, .lower = lower, .upper = upper, .tolerance = 1e-8});
    };
    weight_ = kFirstBarrier;
    std::vector<double> lower = space_.lower(), upper = space_.upper();
    std::vector<numeric::Minimum> found;
    for (auto& u : starts) {
      if (!std::isfinite(objective(u, {}))) continue;
      std::copy_n(u.begin(), space_.smoothing(), lower.begin());
      std::copy_n(u.begin(), space_.smoothing(), upper.begin());
      auto settled = search(std::move(u), kSteps, lower, upper);
      found.push_back(
          search(std::move(settled.x), std::min(kSteps, options_.max_iterations), space_.lower(), space_.upper()));
    }
    const auto better = [](const numeric::Minimum& a, const numeric::Minimum& b) { return a.value < b.value; };
    std::stable_sort(found.begin(), found.end(), better);
    if (found.size() > kKept) found.resize(kKept);
    Candidate best;
    for (numeric::Minimum& m : found) {
      const auto on = [&](int iterations) { m = search(std::move(m.x), iterations, space_.lower(), space_.upper()); };
      weight_ = kFirstBarrier;
      if (m.stop == Stop::iteration_limit && options_.max_iterations > kSteps) on(options_.max_iterations - kSteps);
      for (weight_ /= 30; walled() && weight_ > kLastBarrier; weight_ /= 30) on(options_.max_iterations);
      const double value = value_at(m.x);
      if (value < best.value) best = {std::move(m.x), value, m.stop};
    }
    return best;
  }

  EtsForm form_;
  const EtsOptions& options_;
  EtsSpace space_;
  EtsRegression regression_;
  EtsPass pass_;
  std::vector<double> point_, by_point_;
  std::size_t periods_;
  double weight_ = 0;  ///< Of the barrier.
};

}  // namespace

EtsOptimum most_likely(const EtsForm& form, std::span<const double> y, const EtsOptions& options,
                       const Columns& columns) {
  return Search(form, y, options, columns).run();
}

}  // namespace foreplan::inline v0::forecast
