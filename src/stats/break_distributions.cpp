#include <foreplan/stats/break_distributions.hpp>
#include <foreplan/stats/distributions.hpp>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string_view>
#include <vector>

#include "core/check.hpp"
#include "numeric/gauss_legendre.hpp"

namespace foreplan::inline v0::stats {
namespace {

void require_statistic(std::string_view function, double x) { detail::require(x >= 0, function, "x must be >= 0", x); }

// ---- supF ----

/// Jacobi's polynomials P_0, P_1, ... of (2, b) at u, and their derivatives.
void jacobi(double b, double u, std::vector<double>& p, std::vector<double>& slope) {
  constexpr double a = 2;
  p[0] = 1;
  slope[0] = 0;
  p[1] = (a + 1) + (a + b + 2) * (u - 1) / 2;
  slope[1] = (a + b + 2) / 2;
  for (std::size_t i = 2; i < p.size(); ++i) {
    const double n = static_cast<double>(i), c = 2 * n + a + b;
    const double under = 2 * n * (n + a + b) * (c - 2);
    const double linear = (c - 1) * c * (c - 2) / under, constant = (c - 1) * (a * a - b * b) / under;
    const double back = 2 * (n + a - 1) * (n + b - 1) * c / under;
    p[i] = (linear * u + constant) * p[i - 1] - back * p[i - 2];
    slope[i] = linear * p[i - 1] + (linear * u + constant) * slope[i - 1] - back * slope[i - 2];
  }
}

/// P(a stationary V, dV = -V/2 ds + dW in k dimensions, stays within |V|^2 < x for the time T).
///
/// Divided by exp(-|v|^2 / 4), its generator is -(Laplace / 2 - |v|^2 / 8 + k / 4), whose radial form is expanded in
/// (1 - r^2) P_i(2 r^2 - 1), r = |v| / sqrt(x): smooth, zero at the wall, orthogonal under r^(k-1) for Jacobi's (2, k/2
/// - 1).
double stays_within(double x, int k, double time) {
  const double dimension = k;
  // Eigenvalues grow as (i pi)^2 / (2 x): as many terms as leave exp(-36), and as the ground state needs. No more: the
  // rounding of all of them is that of the largest.
  const double terms = std::sqrt(2 * x * 36 / time) / std::numbers::pi;
  const auto size = static_cast<std::size_t>(std::clamp(14 + x / 3 + 1.3 * terms, 14.0, 300.0));
  const auto rows = static_cast<Eigen::Index>(size);
  Eigen::MatrixXd energy = Eigen::MatrixXd::Zero(rows, rows);
  Eigen::VectorXd mass = Eigen::VectorXd::Zero(rows), start = Eigen::VectorXd::Zero(rows);
  Eigen::VectorXd value(rows), rise(rows);
  std::vector<double> p(size), slope(size);
  for (const numeric::QuadratureNode& node : numeric::gauss_legendre(2 * size + static_cast<std::size_t>(k) + 20)) {
    const double r = node.at, wall = 1 - r * r, weight = node.weight * std::pow(r, k - 1);
    jacobi(dimension / 2 - 1, 2 * r * r - 1, p, slope);
    for (Eigen::Index i = 0; i < rows; ++i) {
      const auto j = static_cast<std::size_t>(i);
      value[i] = wall * p[j];
      rise[i] = -2 * r * p[j] + 4 * r * wall * slope[j];
    }
    mass += weight * value.cwiseProduct(value);
    start += weight * std::exp(-x * r * r / 4) * value;
    energy.selfadjointView<Eigen::Lower>().rankUpdate(rise, weight / (2 * x));
    energy.selfadjointView<Eigen::Lower>().rankUpdate(value, weight * (x * r * r / 8 - dimension / 4));
  }
  const Eigen::VectorXd unit = mass.cwiseSqrt().cwiseInverse();
  const Eigen::MatrixXd full = energy.selfadjointView<Eigen::Lower>();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solved(unit.asDiagonal() * full * unit.asDiagonal());
  const Eigen::VectorXd overlaps = solved.eigenvectors().transpose() * unit.cwiseProduct(start);
  double sum = 0;
  for (Eigen::Index i = 0; i < rows; ++i) sum += overlaps[i] * overlaps[i] * std::exp(-solved.eigenvalues()[i] * time);
  const double half = dimension / 2;
  return std::exp((1 - half) * std::numbers::ln2 - std::lgamma(half) + half * std::log(x)) * sum;
}

/// (x/2)^(k/2) exp(-x/2) / Gamma(k/2) (1 - k/x) T, and what is beyond x at the start.
double crossing_rate(double x, int k, double time) {
  const double half = k / 2.0;
  const double density = std::exp(half * std::log(x / 2) - x / 2 - std::lgamma(half));
  return chi_squared_upper(x, k) + density * std::max(0.0, 1 - k / x) * time;
}

// ---- break dates ----

/// exp(z^2 / 2) P(N > z), z >= 0, without overflow: Mills's ratio / sqrt(2 pi).
double scaled_upper(double z) {
  if (z < 25) return std::exp(z * z / 2) * normal_upper(z);
  const double s = 1 / (z * z);
  return (1 - s * (1 - 3 * s * (1 - 5 * s * (1 - 7 * s)))) / (z * std::sqrt(2 * std::numbers::pi));
}

/// P(argmax < -z) for z >= 0, r = xi / phi (Bai 1997, appendix B, with the exponentials taken out).
double left_tail(double z, double r) {
  const double root = std::sqrt(z);
  const double first = (1 + 2 * r) / (r * (1 + r)), upper = scaled_upper(root / 2);
  // first ((1 + 2 r) u(root / 2) - u((1/2 + r) root)), u the scaled upper tail; where r is small the tails differ by
  // little, and their difference is a series in h = r root: u' = x u - 1 / sqrt(2 pi), u'' = u + x u', ...
  double difference = upper - scaled_upper((0.5 + r) * root);
  if (r < 1e-3) {
    const double x = root / 2, h = r * root;
    double before = upper, now = x * upper - 1 / std::sqrt(2 * std::numbers::pi), power = h, sum = 0;
    for (int order = 1; order <= 8; ++order) {  // u^(m+1) = x u^(m) + m u^(m-1)
      sum += now * power;
      const double next = x * now + order * before;
      before = now;
      now = next;
      power *= h / (order + 1);
    }
    difference = -sum;
  }
  const double sum =
      (z / 2 - 2) * upper + first * (difference + 2 * r * upper) - root / std::sqrt(2 * std::numbers::pi);
  return std::clamp(std::exp(-z / 8) * sum, 0.0, 1.0);
}

void require_shape(std::string_view function, double xi, double phi) {
  detail::require(xi > 0 && std::isfinite(xi), function, "xi must be > 0 and finite", xi);
  detail::require(phi > 0 && std::isfinite(phi), function, "phi must be > 0 and finite", phi);
}

}  // namespace

double cusum_upper(double x) {
  require_statistic("stats::cusum_upper", x);
  if (x < 1) {  // The other form of the theta function: the alternating series would cancel.
    if (x < 0.04) return 1;
    double below = 0;
    for (int j = 1; j < 20; j += 2) below += std::exp(-j * j * std::numbers::pi * std::numbers::pi / (8 * x * x));
    return 1 - std::sqrt(2 * std::numbers::pi) / x * below;
  }
  double sum = 0;
  for (int j = 1; j < 10; ++j) sum += (j % 2 ? 2 : -2) * std::exp(-2.0 * j * j * x * x);
  return sum;
}

double recursive_cusum_upper(double x) {
  require_statistic("stats::recursive_cusum_upper", x);
  if (x < 0.02) return 1;  // No crossing has a probability below 1e-100.
  const double end = 3 * x;
  double sum = 2 * normal_upper(end);
  for (int j = 1; j < 200; ++j) {  // Images at 2 j x of weight (-1)^j exp(-4 j^2 x^2).
    const double weight = 2 * std::exp(-4.0 * j * j * x * x);
    if (weight == 0) break;
    sum += (j % 2 ? weight : -weight) * (normal_upper(2 * j * x - end) - normal_upper(2 * j * x + end));
  }
  return std::clamp(sum, 0.0, 1.0);
}

double sup_f_upper(double x, int k, double from, double to) {
  constexpr std::string_view function = "stats::sup_f_upper";
  require_statistic(function, x);
  if (k < 1 || k > 60) detail::fail(function, "k must be in [1, 60]", std::to_string(k));
  detail::require(from > 0 && from < 1, function, "from must be in (0, 1)", from);
  detail::require(to >= from && to < 1, function, "to must be in [from, 1)", to);
  if (x < 1e-21) return 1;  // The start alone is above x but for sqrt(2 x / pi) at most.
  if (from == to || std::isinf(x)) return chi_squared_upper(x, k);
  const double time = std::log(to / (1 - to)) - std::log(from / (1 - from));
  if (const double rare = crossing_rate(x, k, time); x > 2 * k && rare < 1e-8) return rare;
  return std::clamp(1 - stays_within(x, k, time), 0.0, 1.0);
}

double break_date_cdf(double x, double xi, double phi) {
  constexpr std::string_view function = "stats::break_date_cdf";
  require_shape(function, xi, phi);
  detail::require(!std::isnan(x), function, "x must be a number", x);
  if (std::isinf(x)) return x > 0 ? 1 : 0;
  // Time to the right, divided by phi / xi^2, is a left side of its own.
  return x < 0 ? left_tail(-x, xi / phi) : 1 - left_tail(x * (xi * xi / phi), phi / xi);
}

double break_date_quantile(double p, double xi, double phi) {
  constexpr std::string_view function = "stats::break_date_quantile";
  require_shape(function, xi, phi);
  detail::require(p > 0 && p < 1, function, "p must be in (0, 1)", p);
  double lower = -1, upper = 1;
  while (break_date_cdf(lower, xi, phi) > p) lower *= 2;
  while (break_date_cdf(upper, xi, phi) < p) upper *= 2;
  for (int i = 0; i < 200; ++i) {
    const double middle = lower + (upper - lower) / 2;
    if (middle == lower || middle == upper) break;
    (break_date_cdf(middle, xi, phi) < p ? lower : upper) = middle;
  }
  return lower + (upper - lower) / 2;
}

}  // namespace foreplan::inline v0::stats
