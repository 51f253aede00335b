#include "numeric/gmres.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "numeric/dense_kernels.hpp"
#include "numeric/kernels.hpp"

namespace foreplan::inline v0::numeric {
namespace {

/// Rounding excuses a residual up to this part of b: next to a singular matrix a large enough x would excuse anything.
constexpr double kWorst = 1e-8;

double largest(std::span<const double> x) {
  double most = 0;
  for (const double v : x) most = std::isnan(v) ? v : std::max(most, std::abs(v));
  return most;
}

/// The columns of one restart: orthonormal directions, and the triangle that Givens' rotations make of A on them.
class Cycle {
 public:
  Cycle(const LinearMap& a, const LinearMap& solve_near, std::size_t n, std::size_t restart)
      : a_(a),
        solve_near_(solve_near),
        n_(n),
        restart_(restart),
        directions_((restart + 1) * n),
        near_(n),
        triangle_(restart * (restart + 1)),
        cosine_(restart),
        sine_(restart),
        rest_(restart + 1) {}

  /// Adds to x what lowers the residual r to `target` in length, in at most `most` iterations, which are returned.
  std::size_t improve(std::span<const double> r, double target, std::size_t most, std::span<double> x) {
    const double length = std::sqrt(dot(r, r));
    std::transform(r.begin(), r.end(), direction(0).begin(), [&](double v) { return v / length; });
    std::fill(rest_.begin(), rest_.end(), 0.0);
    rest_[0] = length;
    std::size_t k = 0;
    while (k < std::min(restart_, most) && std::abs(rest_[k]) > target) {
      if (!extend(k++)) break;
    }
    update(k, x);
    return k;
  }

 private:
  [[nodiscard]] std::span<double> direction(std::size_t k) { return {directions_.data() + k * n_, n_}; }
  [[nodiscard]] double& h(std::size_t i, std::size_t j) { return triangle_[j * (restart_ + 1) + i]; }
  [[nodiscard]] double dot(std::span<const double> x, std::span<const double> y) const {
    return dense_.dot(x.data(), y.data(), n_);
  }

  /// One step of Arnoldi's process. False when the next direction is nothing: the solution has been reached.
  bool extend(std::size_t k) {
    const std::span<double> next = direction(k + 1);
    solve_near_(direction(k), near_);
    a_(near_, next);
    const double before = std::sqrt(dot(next, next));
    for (std::size_t i = 0; i <= k; ++i) {
      h(i, k) = dot(direction(i), next);
      kernels_.add_multiple(next.data(), -h(i, k), direction(i).data(), n_);
    }
    const double after = std::sqrt(dot(next, next));
    const bool more = after > 1e-14 * before;
    if (more)
      for (double& v : next) v /= after;
    for (std::size_t i = 0; i < k; ++i) {
      const double upper = h(i, k), lower = h(i + 1, k);
      h(i, k) = cosine_[i] * upper + sine_[i] * lower;
      h(i + 1, k) = cosine_[i] * lower - sine_[i] * upper;
    }
    const double pivot = std::hypot(h(k, k), after);
    cosine_[k] = pivot > 0 ? h(k, k) / pivot : 1;
    sine_[k] = pivot > 0 ? after / pivot : 0;
    h(k, k) = pivot;
    rest_[k + 1] = -sine_[k] * rest_[k];
    rest_[k] *= cosine_[k];
    return more;
  }

  void update(std::size_t k, std::span<double> x) {
    std::vector<double> weight(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(k));
    for (std::size_t j = k; j-- > 0;) {
      weight[j] = h(j, j) > 0 ? weight[j] / h(j, j) : 0;
      for (std::size_t i = 0; i < j; ++i) weight[i] -= h(i, j) * weight[j];
    }
    std::vector<double> sum(n_, 0);
    for (std::size_t j = 0; j < k; ++j) kernels_.add_multiple(sum.data(), weight[j], direction(j).data(), n_);
    solve_near_(sum, near_);
    for (std::size_t i = 0; i < n_; ++i) x[i] += near_[i];
  }

  const LinearMap& a_;
  const LinearMap& solve_near_;
  const Kernels& kernels_ = kernels();
  const DenseKernels& dense_ = dense_kernels(best_tier());
  std::size_t n_, restart_;
  std::vector<double> directions_, near_, triangle_, cosine_, sine_, rest_;
};

}  // namespace

GmresResult gmres(const LinearMap& a, const LinearMap& solve_near, std::span<const double> b,
                  const GmresOptions& options) {
  const std::size_t n = b.size();
  const double size = largest(b);
  GmresResult result{std::vector<double>(n, 0), 0, 0, Stop::converged};
  if (size == 0) return result;
  std::vector<double> rest(b.begin(), b.end()), product(n);
  Cycle cycle(a, solve_near, n, options.restart);
  // A cycle ends by the length of the residual, which is longer than its largest number: by how much is tried out, so
  // that no cycle runs on below what rounding allows.
  double slack = std::max(1.0, std::sqrt(static_cast<double>(n)) / 4);
  for (double before = size;;) {
    const double rounding = 8 * std::numeric_limits<double>::epsilon() * options.norm * largest(result.x);
    const double good = std::max(options.tolerance * size, std::min(rounding, kWorst * size));
    result.iterations += cycle.improve(rest, slack * good, options.iterations - result.iterations, result.x);
    a(result.x, product);
    for (std::size_t i = 0; i < n; ++i) rest[i] = b[i] - product[i];
    const double now = largest(rest);
    result.residual = now / size;
    if (!std::isfinite(now)) return result.stop = Stop::not_finite, result;
    if (now <= good) return result;
    if (result.iterations >= options.iterations) return result.stop = Stop::iteration_limit, result;
    if (slack == 1 && !(now <= before / 2)) return result.stop = Stop::no_progress, result;
    slack = std::max(1.0, slack / 8);
    before = now;
  }
}

}  // namespace foreplan::inline v0::numeric
