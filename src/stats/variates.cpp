#include <foreplan/stats/variates.hpp>

#include <cmath>
#include <string>
#include <string_view>

#include "core/check.hpp"
#include "numeric/kernels.hpp"
#include "stats/covariance_factor.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr std::uint64_t kPositions = std::uint64_t{1} << 34;

void check_positions(std::string_view function, std::uint64_t first, std::size_t count) {
  if (first > kPositions || count > kPositions - first)
    detail::fail(function, "positions must lie below 2^34",
                 std::to_string(count) + " from " + std::to_string(first) + " on");
}

/// Marsaglia & Tsang (2000) for shape >= 1, scale 1.
double gamma_from_one(Stream& stream, double shape) {
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = normal(stream), u = stream.uniform();
    const double t = 1 + c * x;
    if (t <= 0) continue;
    const double v = t * t * t;
    if (u < 1 - 0.0331 * (x * x) * (x * x) || std::log(u) < x * x / 2 + d * (1 - v + std::log(v))) return d * v;
  }
}

}  // namespace

void fill_uniform(const StreamKey& stream, std::uint64_t first, std::span<double> out) {
  check_positions("stats::fill_uniform", first, out.size());
  numeric::kernels().uniform(stream, first, out.data(), out.size());
}

void fill_normal(const StreamKey& stream, std::uint64_t first, std::span<double> out) {
  check_positions("stats::fill_normal", first, out.size());
  const numeric::Kernels& kernel = numeric::kernels();
  kernel.uniform(stream, first, out.data(), out.size());
  kernel.normal_quantile(out.data(), out.size());
}

double normal(Stream& stream) {
  double x = stream.uniform();
  numeric::kernels().normal_quantile(&x, 1);
  return x;
}

double gamma(Stream& stream, double shape, double scale) {
  detail::require(shape > 0 && std::isfinite(shape), "stats::gamma", "shape must be > 0 and finite", shape);
  detail::require(scale > 0 && std::isfinite(scale), "stats::gamma", "scale must be > 0 and finite", scale);
  if (shape >= 1) return scale * gamma_from_one(stream, shape);
  const double boosted = gamma_from_one(stream, shape + 1);
  return scale * (boosted * std::pow(stream.uniform(), 1 / shape));
}

MultivariateNormal::MultivariateNormal(std::vector<double> mean, const std::vector<std::vector<double>>& covariance)
    : mean_(std::move(mean)) {
  constexpr std::string_view kFunction = "stats::MultivariateNormal";
  for (const double m : mean_) detail::require(std::isfinite(m), kFunction, "mean must be finite", m);
  factor_ = internal::covariance_factor(covariance, mean_.size(), kFunction, "covariance", "means");
}

void MultivariateNormal::draw(Stream& stream, std::span<double> out) const {
  const std::size_t n = mean_.size();
  if (out.size() != n)
    detail::fail("stats::MultivariateNormal::draw", "out must have " + std::to_string(n) + " places",
                 std::to_string(out.size()));
  for (double& z : out) z = normal(stream);
  for (std::size_t i = n; i-- > 0;) {  // from below, so that the z above are still there
    double sum = mean_[i];
    for (std::size_t k = 0; k <= i; ++k) sum += factor_[i * n + k] * out[k];
    out[i] = sum;
  }
}

}  // namespace foreplan::inline v0::stats
