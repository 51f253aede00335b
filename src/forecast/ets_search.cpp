#include "forecast/ets_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "forecast/ets_kernel.hpp"
#include "forecast/ets_lane_search.hpp"
#include "forecast/ets_regression.hpp"
#include "forecast/ets_search_rules.hpp"
#include "forecast/ets_space.hpp"
#include "forecast/ets_tangent.hpp"
#include "numeric/minimise.hpp"
#include "numeric/multistart.hpp"
#include "numeric/small_descent.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// Above so many numbers to search over, gradients are cheaper than matrices.
constexpr std::size_t kDense = 40;
constexpr double kFirstBarrier = 1e-4, kLastBarrier = 1e-10;

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

using numeric::SearchPoint;
using Descent = numeric::SmallDescent<SquaresProblem>;

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
    SearchPoint best = space_.size() <= kDense ? by_squares() : by_gradient(space_.starts());
    EtsOptimum result{.parameters = space_.size() + 1};
    if (!std::isfinite(best.value)) return result;
    result.value = value_at(best.x);
    result.point = point_;
    for (const double u : std::span(best.x).subspan(space_.columns())) result.columns.push_back(u * space_.step());
    result.stop = best.stop;
    return result;
  }

 private:
  SearchPoint by_squares() {
    EtsTangents tangents(form_, pass_.seasons(), space_.size(), periods_);
    SquaresProblem problem(pass_, space_, regression_, tangents);
    if (space_.columns() < space_.size()) tangents.give(regression_.errors());
    Descent descent(problem, space_.size());
    std::vector<SearchPoint> settled;
    for (auto& u : space_.starts()) settle(descent, std::move(u), settled);
    if (settled.empty()) return {};
    std::vector<SearchPoint> ends = ends_of(descent, settled);
    if (!walled() || inside(ends.front().x)) return std::move(ends.front());
    // Once more, behind a barrier that gives way: from the starts and from the ends, those that are beyond the border
    // from where they crossed it.
    problem.weight = kFirstBarrier;
    const std::vector<double> first = settled.front().x;
    for (SearchPoint& c : settled)
      if (!inside(c.x)) c = taken_inside(problem, std::move(c), first);
    for (const SearchPoint& c : ends)
      if (!inside(c.x)) settled.push_back(taken_inside(problem, c, first));
    std::erase_if(settled, [](const SearchPoint& c) { return !std::isfinite(c.value); });
    std::vector<SearchPoint> inner = ends_of(descent, std::move(settled));
    for (SearchPoint& c : inner) {
      for (problem.weight = kFirstBarrier / 10; problem.weight > kLastBarrier; problem.weight /= 10)
        numeric::follow(descent, c, {space_.lower(), space_.upper(), options_.max_iterations});
      problem.weight = 0;
      c.value = problem.value(c.x);
    }
    for (const SearchPoint& c : ends)
      if (inside(c.x)) inner.push_back(c);
    // Parameters that are held can leave nothing admissible; they count for more.
    const auto best = std::min_element(inner.begin(), inner.end());
    return best != inner.end() && std::isfinite(best->value) ? std::move(*best) : std::move(ends.front());
  }

  /// What lies on the way from `start` to a point that is not admissible, the states being those of the point.
  SearchPoint taken_inside(SquaresProblem& problem, SearchPoint c, std::span<const double> start) {
    const std::vector<double> beyond = c.x;
    c.stop = Stop::iteration_limit;
    for (double part = 0.95; part > 0; part -= 0.05) {
      for (std::size_t j = 0; j < space_.smoothing(); ++j) c.x[j] = start[j] + part * (beyond[j] - start[j]);
      c.value = problem.value(c.x);
      if (std::isfinite(c.value)) break;
    }
    return c;
  }

  /// Where descents from `found` end, best first and each once.
  std::vector<SearchPoint> ends_of(Descent& descent, std::vector<SearchPoint> found) {
    const EtsSamePlace same{space_.smoothing()};
    const auto follow_best = [&](int iterations, std::size_t count) {
      numeric::follow_best(descent, found, count, {space_.lower(), space_.upper(), iterations}, same);
    };
    follow_best(std::min(kFirstSteps, options_.max_iterations),
                has_season(form_) || has_ratio_trend(form_) ? 12 : kKept);
    follow_best(options_.max_iterations, kKept);
    return found;
  }

  /// States guessed from the first values can be far off, and would drive the smoothing parameters to their bounds:
  /// they move first.
  void settle(Descent& descent, std::vector<double> u, std::vector<SearchPoint>& found) {
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
  SearchPoint by_gradient(std::vector<std::vector<double>> starts) {
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
    numeric::keep_best(found, kKept);
    SearchPoint best;
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

std::vector<EtsOptimum> most_likely(const EtsForm& form, std::span<const EtsTask> tasks) {
  std::vector<EtsTask> side_by_side;
  std::vector<std::size_t> places;
  std::vector<EtsOptimum> found(tasks.size());
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const EtsTask& task = tasks[i];
    if (in_lanes(form, task)) {
      side_by_side.push_back(task);
      places.push_back(i);
    } else {
      found[i] = Search(form, task.y, *task.options, *task.columns).run();
    }
  }
  std::vector<EtsOptimum> in_lanes = most_likely_in_lanes(form, side_by_side);
  for (std::size_t i = 0; i < places.size(); ++i) found[places[i]] = std::move(in_lanes[i]);
  return found;
}

}  // namespace foreplan::inline v0::forecast
