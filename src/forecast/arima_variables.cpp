#include "forecast/arima_variables.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "forecast/arima_process.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kMostAr = 1 - 1e-6;
constexpr double kWidePartial = 0.9, kWideAngle = 1.5;
constexpr double kNearlyOne = 0.99, kPi = 3.14159265358979323846, kOffBorder = 1.1;

/// Powers of one over the root of x^(k+1) = x + 1.
std::vector<double> even_steps(std::size_t k) {
  double root = 1.5;
  for (int i = 0; i < 40; ++i) root = std::pow(1 + root, 1 / static_cast<double>(k + 1));
  std::vector<double> steps;
  for (std::size_t j = 0; j < k; ++j) steps.push_back(std::pow(root, -static_cast<double>(j + 1)));
  return steps;
}

/// In [0, 1).
double even_place(std::size_t i, double step) {
  const double place = 0.5 + static_cast<double>(i + 1) * step;
  return place - std::floor(place);
}

/// c becomes the coefficients of (1 + c_1 B + ...)(1 - root B), cut to their number.
void take_root(std::span<double> c, double root) {
  for (std::size_t k = c.size(); k-- > 0;) c[k] -= root * (k > 0 ? c[k - 1] : 1.0);
}

/// Likewise with a pair of complex roots.
void take_pair(std::span<double> c, double radius, double angle) {
  for (std::size_t k = c.size(); k-- > 0;) {
    const double one = k > 0 ? c[k - 1] : 1.0, two = k > 1 ? c[k - 2] : k == 1 ? 1.0 : 0.0;
    c[k] += radius * (radius * two - 2 * std::cos(angle) * one);
  }
}

}  // namespace

ArimaVariables::ArimaVariables(const ArimaOrder& o) : order_(o) {
  std::size_t at = 0;
  for (const auto& [count, ma] : {std::pair{o.p, false}, {o.q, true}, {o.seasonal_p, false}, {o.seasonal_q, true}}) {
    parts_.push_back({at, count, ma});
    at += count;
  }
  partials_.resize(at);
  steps_ = even_steps(at);
}

std::vector<double> ArimaVariables::bounds(double sign) const {
  std::vector<double> result(size());
  for (const Block& b : parts_)
    std::fill_n(result.begin() + static_cast<std::ptrdiff_t>(b.at), b.count,
                sign * (b.ma ? kInfinity : std::atanh(kMostAr)));
  return result;
}

void ArimaVariables::coefficients(std::span<const double> x, std::span<double> c) {
  for (const Block& b : parts_) {
    for (std::size_t j = b.at; j < b.at + b.count; ++j) partials_[j] = b.ma ? std::sin(x[j]) : std::tanh(x[j]);
    const auto out = c.subspan(b.at, b.count);
    from_partials(std::span(partials_).subspan(b.at, b.count), out);
    if (b.ma)
      for (double& v : out) v = -v;
  }
}

void ArimaVariables::pull_back(std::span<const double> x, std::span<double> gradient) const {
  for (const Block& b : parts_) {
    partials_pull_back(std::span(partials_).subspan(b.at, b.count), gradient.subspan(b.at, b.count));
    for (std::size_t j = b.at; j < b.at + b.count; ++j)
      gradient[j] *= b.ma ? -std::cos(x[j]) : 1 - partials_[j] * partials_[j];
  }
}

std::vector<double> ArimaVariables::spread(std::size_t i) const {
  std::vector<double> x(size());
  for (const Block& b : parts_)
    for (std::size_t j = b.at; j < b.at + b.count; ++j) {
      const double even = 2 * even_place(i, steps_[j]) - 1;
      x[j] = b.ma ? kWideAngle * even : std::atanh(kWidePartial * even);
    }
  return x;
}

std::vector<double> ArimaVariables::cycle(std::size_t i, std::span<const double> like) {
  static const std::vector<double> steps = even_steps(6);
  const auto even = [&](std::size_t k) { return even_place(i, steps[k]); };
  // Low frequencies more often. The MA polynomial's pair is near, every fourth one at frequency zero.
  const double angle = kPi * even(0) * even(0), ar_radius = 1 - 0.1 * even(2), ma_radius = 1 - 0.1 * even(3);
  const bool flat = i % 4 == 3;
  const double ma_angle = flat ? 0 : angle * (1 + 0.6 * (even(1) - 0.5));
  const double sign = i % 2 == 1 ? 1 : -1;
  std::vector<double> c(size());
  coefficients(like, c);
  const auto ar = std::span(c).subspan(parts_[0].at, order_.p), ma = std::span(c).subspan(parts_[1].at, order_.q);
  std::fill(ar.begin(), ar.end(), 0.0);
  std::fill(ma.begin(), ma.end(), 0.0);
  if (ar.size() >= 2)
    take_pair(ar, ar_radius, angle);
  else if (ar.size() == 1)
    take_root(ar, sign * ar_radius);
  if (ma.size() >= 2)
    take_pair(ma, ma_radius, ma_angle);
  else if (ma.size() == 1 && ar.size() == 1)
    take_root(ma, sign * ma_radius);
  else if (ma.size() == 1 && (flat || angle < 1))
    take_root(ma, ma_radius);
  if (ar.size() >= 3) take_root(ar, kWidePartial * (2 * even(4) - 1));
  if (ma.size() >= 3) take_root(ma, kWidePartial * (2 * even(5) - 1));
  for (double& v : ar) v = -v;
  return near(order_, c);
}

double ArimaVariables::distance(std::span<const double> x, std::span<const double> y) const {
  double most = 0;
  for (const Block& b : parts_)
    for (std::size_t j = b.at; j < b.at + b.count; ++j) {
      const auto angle = [&](double v) { return std::asin(b.ma ? std::sin(v) : std::tanh(v)); };
      most = std::max(most, std::abs(angle(x[j]) - angle(y[j])));
    }
  return most;
}

std::vector<double> ArimaVariables::near(const ArimaOrder& other, std::span<const double> coefficients) const {
  std::vector<double> x(size());
  const ArimaVariables from(other);
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    const Block &b = parts_[part], &a = from.parts_[part];
    std::vector<double> c(coefficients.begin() + static_cast<std::ptrdiff_t>(a.at),
                          coefficients.begin() + static_cast<std::ptrdiff_t>(a.at + a.count)),
        r(a.count);
    if (b.ma)
      for (double& v : c) v = -v;
    const bool inside = to_partials(c, r, 1);
    for (std::size_t j = 0; inside && j < std::min(a.count, b.count); ++j) {
      const double v = std::clamp(r[j], -kNearlyOne, kNearlyOne);
      x[b.at + j] = b.ma ? std::asin(v) : std::atanh(v);
    }
  }
  return x;
}

bool ArimaVariables::snap(std::vector<double>& x) const {
  bool some = false;
  for (const Block& b : parts_)
    for (std::size_t j = b.at; b.ma && j < b.at + b.count; ++j) {
      const double sine = std::sin(x[j]);
      if (std::abs(sine) < kNearlyOne) continue;
      x[j] = std::copysign(kPi / 2, sine);
      some = true;
    }
  return some;
}

void ArimaVariables::step_off(std::vector<double>& x) const {
  for (const Block& b : parts_)
    for (std::size_t j = b.at; b.ma && j < b.at + b.count; ++j)
      if (std::abs(x[j]) == kPi / 2) x[j] = std::copysign(kOffBorder, x[j]);
}

}  // namespace foreplan::inline v0::forecast
