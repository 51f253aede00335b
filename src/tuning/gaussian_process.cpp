#include "tuning/gaussian_process.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "numeric/minimise.hpp"

namespace foreplan::inline v0::tuning {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

const double kShortest = std::log(0.01), kLongest = std::log(20.0);
const double kLeastNoise = std::log(1e-8), kMostNoise = std::log(1.0);
const double kMedianLength = std::log(0.4);
constexpr double kSpreadOfLengths = 1.5;
constexpr double kLeastVariance = 1e-20;  // where all values are the same

/// Squared distances along each coordinate.
struct Distances {
  std::vector<Matrix> squares{};
  Eigen::Index n = 0;
};

Distances distances_of(std::span<const double> points, const std::vector<bool>& choices) {
  const std::size_t d = choices.size();
  Distances result;
  result.n = static_cast<Eigen::Index>(points.size() / d);
  result.squares.assign(d, Matrix::Zero(result.n, result.n));
  for (std::size_t j = 0; j < d; ++j)
    for (Eigen::Index a = 0; a < result.n; ++a)
      for (Eigen::Index b = 0; b < a; ++b) {
        const double apart = points[static_cast<std::size_t>(a) * d + j] - points[static_cast<std::size_t>(b) * d + j];
        const double square = choices[j] ? (apart == 0 ? 0.0 : 1.0) : apart * apart;
        result.squares[j](a, b) = result.squares[j](b, a) = square;
      }
  return result;
}

/// (1 + a + a^2 / 3) e^-a and (5 / 3) (1 + a) e^-a, which is -2 times its slope by r^2.
std::pair<double, double> matern(double r2) {
  const double a = std::sqrt(5 * r2), fall = std::exp(-a);
  return {(1 + a + a * a / 3) * fall, 5.0 / 3.0 * (1 + a) * fall};
}

/// What a set of parameters makes of the values.
struct State {
  Matrix slope{};  ///< Second of `matern` for each pair.
  Eigen::LLT<Matrix> factor{};
  Vector alpha{}, ones{};
  double mean = 0, variance = 0, log_determinant = 0;
};

std::optional<State> state_of(const Distances& distances, const Vector& y, std::span<const double> theta) {
  const Eigen::Index n = distances.n;
  Matrix r2 = Matrix::Zero(n, n);
  for (std::size_t j = 0; j + 1 < theta.size(); ++j) r2 += std::exp(-2 * theta[j]) * distances.squares[j];
  State s;
  s.slope.resize(n, n);
  Matrix k(n, n);
  for (Eigen::Index a = 0; a < n; ++a)
    for (Eigen::Index b = 0; b <= a; ++b) {
      const auto [value, slope] = matern(r2(a, b));
      k(a, b) = k(b, a) = value;
      s.slope(a, b) = s.slope(b, a) = slope;
    }
  k.diagonal().array() += std::exp(theta.back());
  s.factor.compute(k);
  if (s.factor.info() != Eigen::Success) return std::nullopt;
  s.ones = s.factor.solve(Vector::Ones(n));
  s.mean = s.ones.dot(y) / s.ones.sum();
  const Vector rest = y.array() - s.mean;
  s.alpha = s.factor.solve(rest);
  s.variance = std::max(rest.dot(s.alpha) / static_cast<double>(n), kLeastVariance);
  s.log_determinant = 2 * Matrix(s.factor.matrixL()).diagonal().array().log().sum();
  if (!std::isfinite(s.variance) || !std::isfinite(s.log_determinant)) return std::nullopt;
  return s;
}

/// Minus the log of likelihood and priors, and its slopes.
double against(const Distances& distances, const Vector& y, std::span<const double> theta, std::span<double> gradient) {
  const std::optional<State> s = state_of(distances, y, theta);
  if (!s) return std::numeric_limits<double>::infinity();
  const auto n = static_cast<double>(distances.n);
  double value = n / 2 * std::log(s->variance) + s->log_determinant / 2;
  const std::size_t d = theta.size() - 1;
  const auto prior = [&](std::size_t j) { return (theta[j] - kMedianLength) / kSpreadOfLengths; };
  for (std::size_t j = 0; j < d; ++j) value += prior(j) * prior(j) / 2;
  if (gradient.empty()) return value;
  // 1/2 tr((K^-1 - alpha alpha' / s2) dK)
  const Matrix weight =
      s->factor.solve(Matrix::Identity(distances.n, distances.n)) - s->alpha * s->alpha.transpose() / s->variance;
  const Matrix sloped = weight.cwiseProduct(s->slope);
  for (std::size_t j = 0; j < d; ++j)
    gradient[j] =
        std::exp(-2 * theta[j]) * sloped.cwiseProduct(distances.squares[j]).sum() / 2 + prior(j) / kSpreadOfLengths;
  gradient[d] = std::exp(theta[d]) * weight.trace() / 2;
  return value;
}

}  // namespace

GaussianProcess::GaussianProcess(std::vector<double> points, std::span<const double> values, std::vector<bool> choices,
                                 const std::vector<double>& start, const CancelToken& cancel)
    : points_(std::move(points)), choices_(std::move(choices)) {
  const std::size_t d = choices_.size();
  const Distances distances = distances_of(points_, choices_);
  const Vector y = Eigen::Map<const Vector>(values.data(), static_cast<Eigen::Index>(values.size()));
  numeric::MinimiseOptions options{.max_iterations = 60,
                                   .lower = std::vector(d + 1, kShortest),
                                   .upper = std::vector(d + 1, kLongest),
                                   .tolerance = 1e-5,
                                   .cancel = cancel};
  options.lower[d] = kLeastNoise;
  options.upper[d] = kMostNoise;
  std::vector<std::vector<double>> starts(2, std::vector(d + 1, kMedianLength));
  starts[0][d] = std::log(1e-6);
  starts[1][d] = std::log(1e-2);
  if (start.size() == d + 1) starts.push_back(start);
  double least = std::numeric_limits<double>::infinity();
  parameters_ = starts[1];
  for (std::vector<double>& from : starts) {
    const numeric::Minimum found = numeric::minimise(
        std::move(from),
        [&](std::span<const double> theta, std::span<double> gradient) {
          return against(distances, y, theta, gradient);
        },
        options);
    if (!(found.value < least)) continue;
    least = found.value;
    parameters_ = found.x;
  }
  std::optional<State> s = state_of(distances, y, parameters_);
  while (!s) {  // points that all but coincide: more noise
    parameters_[d] += std::log(10.0);
    s = state_of(distances, y, parameters_);
  }
  for (std::size_t j = 0; j < d; ++j) inverse_squares_.push_back(std::exp(-2 * parameters_[j]));
  const Matrix inverse = s->factor.solve(Matrix::Identity(distances.n, distances.n));
  inverse_.assign(inverse.data(), inverse.data() + inverse.size());
  alpha_.assign(s->alpha.data(), s->alpha.data() + s->alpha.size());
  ones_.assign(s->ones.data(), s->ones.data() + s->ones.size());
  mean_ = s->mean;
  variance_ = s->variance;
  sum_of_ones_ = s->ones.sum();
}

ProcessValue GaussianProcess::at(std::span<const double> x, bool slopes) const {
  const std::size_t d = choices_.size(), n = alpha_.size();
  std::vector<double> k(n), fall(n);
  double mean = mean_, ones = 0;
  for (std::size_t i = 0; i < n; ++i) {
    double r2 = 0;
    for (std::size_t j = 0; j < d; ++j) {
      const double apart = x[j] - points_[i * d + j];
      r2 += inverse_squares_[j] * (choices_[j] ? (apart == 0 ? 0.0 : 1.0) : apart * apart);
    }
    const auto [value, slope] = matern(r2);
    k[i] = value;
    fall[i] = slope;
    mean += value * alpha_[i];
    ones += value * ones_[i];
  }
  const auto order = static_cast<Eigen::Index>(n);
  const Eigen::Map<const Matrix> inverse(inverse_.data(), order, order);
  const Vector solved = inverse * Eigen::Map<const Vector>(k.data(), order);
  double explained = 0;
  for (std::size_t i = 0; i < n; ++i) explained += k[i] * solved[static_cast<Eigen::Index>(i)];
  const double unknown_mean = (1 - ones) / sum_of_ones_;
  const double variance = variance_ * std::max(1 - explained + (1 - ones) * unknown_mean, 1e-14);
  ProcessValue result{mean, std::sqrt(variance), {}, {}};
  if (!slopes) return result;
  result.mean_slope.assign(d, 0);
  result.deviation_slope.assign(d, 0);
  for (std::size_t j = 0; j < d; ++j) {
    if (choices_[j]) continue;
    double by_variance = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double slope = -fall[i] * inverse_squares_[j] * (x[j] - points_[i * d + j]);
      result.mean_slope[j] += slope * alpha_[i];
      by_variance -= 2 * slope * (solved[static_cast<Eigen::Index>(i)] + unknown_mean * ones_[i]);
    }
    result.deviation_slope[j] = variance_ * by_variance / (2 * result.deviation);
  }
  return result;
}

}  // namespace foreplan::inline v0::tuning
