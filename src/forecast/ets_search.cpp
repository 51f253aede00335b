#include "forecast/ets_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "forecast/ets_kernel.hpp"
#include "forecast/ets_space.hpp"
#include "forecast/ets_tangent.hpp"
#include "numeric/minimise.hpp"
#include "numeric/small_descent.hpp"

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

/// The sum of squares of `EtsTangents` as a function of the numbers of an `EtsSpace`.
class SquaresProblem {
 public:
  SquaresProblem(EtsPass& pass, const EtsSpace& space, EtsTangents& tangents)
      : pass_(pass), space_(space), tangents_(tangents), point_(pass.size()) {}

  double value(std::span<const double> u) {
    space_.point(u, point_);
    return pass_.value(point_);
  }
  void model(std::span<const double> u, std::span<double> gradient, std::span<double> hessian) {
    space_.seed(u, tangents_.seeds(), tangents_.stride());
    tangents_.model(pass_, point_[kAlpha], gradient, hessian);
  }

 private:
  EtsPass& pass_;
  const EtsSpace& space_;
  EtsTangents& tangents_;
  std::vector<double> point_;
};

class Search {
 public:
  Search(const EtsForm& form, std::span<const double> y, const EtsOptions& options)
      : form_(form),
        options_(options),
        pass_(form, options.season_length, y),
        space_(form, options.season_length, y, options),
        point_(pass_.size()),
        by_point_(pass_.size()),
        periods_(y.size()) {}

  EtsOptimum run() {
    Candidate best = space_.size() <= kDense ? by_squares() : by_gradient(space_.starts());
    EtsOptimum result{.parameters = space_.size() + 1};
    if (!std::isfinite(best.value)) return result;
    space_.point(best.u, point_);
    result.value = pass_.value(point_);
    result.point = point_;
    result.stop = best.stop;
    return result;
  }

 private:
  static constexpr int kFirstSteps = 4;
  static constexpr std::size_t kFirst = 6, kKept = 3;

  Candidate by_squares() {
    EtsTangents tangents(form_, pass_.seasons(), space_.size(), periods_);
    SquaresProblem problem(pass_, space_, tangents);
    numeric::SmallDescent descent(problem, space_.size());
    const numeric::SmallDescentLimits whole{space_.lower(), space_.upper(), options_.max_iterations};
    // States guessed from the first values can be far off, and would drive the smoothing parameters to their bounds:
    // they are settled first.
    std::vector<double> lower = space_.lower(), upper = space_.upper();
    std::vector<Candidate> found;
    for (auto& u : space_.starts()) {
      std::copy_n(u.begin(), space_.smoothing(), lower.begin());
      std::copy_n(u.begin(), space_.smoothing(), upper.begin());
      (void)descent.run(u, {lower, upper, 2});
      if (std::isfinite(descent.value())) found.push_back({std::move(u), descent.value()});
    }
    if (found.empty()) return {};
    keep(found, kFirst);
    auto limits = whole;
    limits.iterations = std::min(kFirstSteps, options_.max_iterations);
    for (Candidate& c : found) follow(descent, c, limits);
    keep(found, kKept);
    for (std::size_t i = 0; i < found.size(); ++i)
      if (found[i].stop == Stop::iteration_limit) follow(descent, found[i], whole);
    std::stable_sort(found.begin(), found.end());
    if (!walled() || inside(found.front().u)) return std::move(found.front());
    // The border is in the way.
    std::vector<std::vector<double>> starts;
    for (auto& u : space_.starts()) starts.push_back(std::move(u));
    Candidate best = by_gradient(std::move(starts));
    for (Candidate& c : found)
      if (inside(c.u) && c.value < best.value) best = std::move(c);
    return best;
  }

  template <class Descent>
  static void follow(Descent& descent, Candidate& c, const numeric::SmallDescentLimits& limits) {
    c.stop = descent.run(c.u, limits);
    c.value = descent.value();
  }

  /// The best `count` of what was found, best first.
  static void keep(std::vector<Candidate>& found, std::size_t count) {
    std::stable_sort(found.begin(), found.end());
    if (found.size() > count) found.resize(count);
  }

  /// Whether the admissible region is a bound that the box does not imply.
  [[nodiscard]] bool walled() const {
    return options_.bounds == EtsBounds::admissible || (options_.bounds == EtsBounds::both && has_season(form_));
  }
  bool inside(std::span<const double> u) {
    space_.point(u, point_);
    return std::isfinite(space_.barrier(point_, {}));
  }

  double value_and_gradient(std::span<const double> u, std::span<double> gradient) {
    space_.point(u, point_);
    std::array<double, 4> by_parameters{};
    const double barrier = space_.barrier(point_, gradient.empty() ? std::span<double>{} : by_parameters);
    if (!std::isfinite(barrier)) return kInfinity;
    if (gradient.empty()) return pass_.value(point_) + weight_ * barrier;
    const double value = pass_.value(point_, by_point_);
    if (!std::isfinite(value)) return value;
    for (std::size_t j = 0; j < 4; ++j) by_point_[j] += weight_ * by_parameters[j];
    space_.pull_back(u, by_point_, gradient);
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
      space_.point(m.x, point_);
      const double value = pass_.value(point_);
      if (value < best.value) best = {std::move(m.x), value, m.stop};
    }
    return best;
  }

  EtsForm form_;
  const EtsOptions& options_;
  EtsPass pass_;
  EtsSpace space_;
  std::vector<double> point_, by_point_;
  std::size_t periods_;
  double weight_ = 0;  ///< Of the barrier.
};

}  // namespace

EtsOptimum most_likely(const EtsForm& form, std::span<const double> y, const EtsOptions& options) {
  return Search(form, y, options).run();
}

}  // namespace foreplan::inline v0::forecast
