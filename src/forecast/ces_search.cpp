#include "forecast/ces_search.hpp"

#include <foreplan/core/dual.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "forecast/schur.hpp"
#include "numeric/multistart.hpp"
#include "numeric/small_descent.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// Weights of a barrier before the border, and how they give way in the end.
constexpr double kFirstBarrier = 1e-3, kSecondBarrier = 3e-5;
constexpr std::array kLastBarriers{1e-6, 3e-8, 2e-9};
constexpr double kLeastMargin = -14;  ///< log of a distance below which the border is near
/// The largest size of an eigenvalue. At 1 states can cancel that the data do not tell apart, however large.
constexpr double kRadius = 0.999;

/// The characteristic polynomial with its roots over `kRadius`.
template <class T>
std::vector<T> within_radius(const CesShape& shape, const std::array<T, 4>& p) {
  std::vector<T> c = shape.characteristic(p);
  double power = 1;
  for (std::size_t k = c.size(); k-- > 0; power /= kRadius) c[k] = c[k] * power;
  return c;
}

/// The sum of squares over what is free, with the border of the admissible region as a wall, before which a barrier of
/// some weight can stand.
class Problem {
 public:
  Problem(CesSquares& squares, const CesShape& shape, const CesParameters& held)
      : squares_(squares), shape_(shape), point_(held) {}

  bool walled = true;
  double weight = 0;  ///< Of the barrier.

  /// The least term of the margin.
  double margin(std::span<const double> u) {
    std::copy(u.begin(), u.end(), point_.begin());
    double least = 0;
    const auto seen = [&](double term) { least = std::min(least, term); };
    return log_margin(within_radius(shape_, point_), seen) ? least : -kInfinity;
  }
  double value(std::span<const double> u) {
    std::copy(u.begin(), u.end(), point_.begin());
    double barrier = 0;
    if (walled) {
      const auto margin = log_margin(within_radius(shape_, point_));
      if (!margin) return kInfinity;
      barrier = -weight * *margin;
    }
    const double value = squares_.value(point_);
    return std::isfinite(value) ? value + barrier : kInfinity;
  }
  void model(std::span<const double> u, std::span<double> gradient, std::span<double> hessian) {
    std::copy(u.begin(), u.end(), point_.begin());
    const std::size_t n = u.size(), count = squares_.residuals().size();
    const auto tangents = squares_.tangents(point_);
    const auto column = [&](std::size_t j) { return tangents.subspan(j * count, count); };
    const auto dot = [](std::span<const double> a, std::span<const double> b) {
      double sum = 0;
      for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
      return sum;
    };
    const double factor = 2 / squares_.squares();
    for (std::size_t j = 0; j < n; ++j) {
      gradient[j] = factor * dot(column(j), squares_.residuals());
      for (std::size_t k = 0; k <= j; ++k) hessian[j * n + k] = hessian[k * n + j] = factor * dot(column(j), column(k));
    }
    if (!walled || weight == 0) return;
    // Near the border each term of the barrier is -log of a distance, whose Hessian is the square of its gradient.
    (void)log_margin(within_radius(shape_, seeded<4>(point_)), [&](const Dual<4>& term) {
      for (std::size_t j = 0; j < n; ++j) {
        gradient[j] -= weight * term.gradient[j];
        for (std::size_t k = 0; k < n; ++k) hessian[j * n + k] += weight * term.gradient[j] * term.gradient[k];
      }
    });
  }

 private:
  CesSquares& squares_;
  const CesShape& shape_;
  CesParameters point_;
};

using numeric::SearchPoint;

class Search {
 public:
  Search(const CesShape& shape, std::span<const double> y, const CesOptions& options)
      : shape_(shape),
        squares_(shape, y, options.initial),
        problem_(squares_, shape_, held_or(options, {0, 0, 0, 0})),
        descent_(problem_, shape.smoothing()),
        iterations_(options.max_iterations) {
    const std::array held{options.a0, options.a1, options.b0, options.b1};
    for (std::size_t j = 0; j < shape.smoothing(); ++j) {
      const bool first = j % 2 == 0, seasonal = j >= 2;
      lower_.push_back(seasonal ? -1 : first ? 0 : -0.75);
      upper_.push_back(seasonal ? 3 : first ? 2.75 : 1.75);
      if (options.bounds == CesBounds::practical && (!seasonal || shape.season == CesSeason::full)) {
        lower_[j] = first ? 0 : 0.5;
        upper_[j] = first ? 2.5 : 1.5;
      }
      if (held[j]) lower_[j] = upper_[j] = *held[j];
    }
    starts_ = starts(options);
  }

  CesOptimum run() {
    std::vector<SearchPoint> found = graded();
    if (found.empty()) {  // What is held leaves nothing admissible: it counts for more.
      problem_.walled = false;
      found = graded();
    }
    if (found.empty()) return {};
    if (problem_.walled) problem_.weight = kFirstBarrier;
    for (SearchPoint& c : found) c.value = problem_.value(c.x);
    follow(found, std::min(shape_.joint() ? 6 : 5, iterations_), shape_.joint() ? 16 : 14, 0.025);
    follow(found, std::min(kMoreSteps, iterations_), shape_.joint() ? 6 : 3, 0.004);
    while (found.back().value > found.front().value + kBehind) found.pop_back();
    for (SearchPoint& c : found) leave_barrier(c);
    std::stable_sort(found.begin(), found.end());
    SearchPoint& best = found.front();
    if (best.stop == Stop::iteration_limit) approach_border(best);
    CesOptimum result{.smoothing = {}, .stop = best.stop};
    std::copy(best.x.begin(), best.x.end(), result.smoothing.begin());
    result.value = problem_.value(best.x);
    result.initial.assign(squares_.initial().begin(), squares_.initial().end());
    return result;
  }

 private:
  static constexpr int kMoreSteps = 60;
  static constexpr double kBehind = 0.2;  ///< More than the barrier can account for.

  static CesParameters held_or(const CesOptions& o, const CesParameters& otherwise) {
    return {o.a0.value_or(otherwise[0]), o.a1.value_or(otherwise[1]), o.b0.value_or(otherwise[2]),
            o.b1.value_or(otherwise[3])};
  }

  [[nodiscard]] std::vector<std::vector<double>> starts(const CesOptions& options) const {
    constexpr std::array kReal{0.7, 1.02, 1.35, 1.65, 1.9, 2.2};
    constexpr std::array kImaginary{0.3, 0.75, 0.97, 1.03, 1.12, 1.3},
        kJointImaginary{0.5, 0.8, 0.93, 0.97, 0.995, 1.03};
    constexpr std::array kPartial{0.003, 0.03, 0.15, 0.45};
    constexpr std::array<std::array<double, 2>, 4> kFull{{{1.05, 0.99}, {1.3, 1.01}, {1.3, 0.9}, {1.7, 0.99}}};
    std::vector<std::vector<double>> result;
    const auto add = [&](const CesParameters& p) {
      const CesParameters point = held_or(options, p);
      std::vector<double> u(point.begin(), point.begin() + static_cast<std::ptrdiff_t>(shape_.smoothing()));
      for (std::size_t j = 0; j < u.size(); ++j) u[j] = std::clamp(u[j], lower_[j], upper_[j]);
      if (std::find(result.begin(), result.end(), u) == result.end()) result.push_back(std::move(u));
    };
    for (const double a0 : kReal)
      for (const double a1 : shape_.joint() ? kJointImaginary : kImaginary) switch (shape_.season) {
          case CesSeason::none:
          case CesSeason::simple:
            add({a0, a1, 0, 0});
            break;
          case CesSeason::partial:
            for (const double b : kPartial) add({a0, a1, b, 0});
            break;
          case CesSeason::full:
            for (const auto& b : kFull) add({a0, a1, b[0], b[1]});
            break;
        }
    return result;
  }

  /// The starts that have a value, best first.
  std::vector<SearchPoint> graded() {
    std::vector<SearchPoint> found;
    for (const auto& u : starts_)
      if (const double value = problem_.value(u); std::isfinite(value)) found.push_back({u, value});
    std::stable_sort(found.begin(), found.end());
    return found;
  }

  void follow(std::vector<SearchPoint>& found, int iterations, std::size_t count, double near) {
    const auto same = [&](const SearchPoint& end, std::span<const double> u, double value) {
      for (std::size_t j = 0; j < u.size(); ++j)
        if (!(std::abs(u[j] - end.x[j]) < near)) return false;
      return std::abs(value - end.value) < near / 10;
    };
    numeric::follow_best(descent_, found, count, {lower_, upper_, iterations}, same);
  }

  /// Without the barrier where the optimum is inside; elsewhere closer to the border, with the limit of iterations as
  /// the stop.
  void leave_barrier(SearchPoint& c) {
    problem_.weight = 0;
    SearchPoint inside = c;
    numeric::follow(descent_, inside, {lower_, upper_, iterations_}, [&](std::span<const double> u, double) {
      return problem_.walled && problem_.margin(u) < kLeastMargin;
    });
    if (!problem_.walled || inside.stop == Stop::converged) {
      c = std::move(inside);
      return;
    }
    problem_.weight = kSecondBarrier;
    (void)descent_.run(c.x, {lower_, upper_, std::min(kMoreSteps, iterations_), kSecondBarrier * 1e-2});
    problem_.weight = 0;
    c.value = problem_.value(c.x);
    c.stop = Stop::iteration_limit;
  }
  void approach_border(SearchPoint& c) {
    for (const double weight : kLastBarriers) {
      problem_.weight = weight;
      c.stop = descent_.run(c.x, {lower_, upper_, iterations_, weight * 1e-2});
    }
    problem_.weight = 0;
    c.value = problem_.value(c.x);
  }

  CesShape shape_;
  CesSquares squares_;
  Problem problem_;
  numeric::SmallDescent<Problem> descent_;
  int iterations_;
  std::vector<double> lower_, upper_;
  std::vector<std::vector<double>> starts_;
};

}  // namespace

bool admissible(const CesShape& shape, const CesParameters& p) {
  return log_margin(within_radius(shape, p)).has_value();
}

CesOptimum most_likely(const CesShape& shape, std::span<const double> y, const CesOptions& options) {
  return Search(shape, y, options).run();
}

}  // namespace foreplan::inline v0::forecast
