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
constexpr double kWidePartial = 0.9, kWideAngle = 1.5, kUndone = 0.97;
constexpr double kNearlyOne = 0.99, kHalfPi = 1.57079632679489661923, kOffBorder = 1.1;

}  // namespace

ArimaVariables::ArimaVariables(const ArimaOrder& o) : order_(o) {
  std::size_t at = 0;
  for (const auto& [count, ma] : {std::pair{o.p, false}, {o.q, true}, {o.seasonal_p, false}, {o.seasonal_q, true}}) {
    parts_.push_back({at, count, ma});
    at += count;
  }
  partials_.resize(at);
  double root = 1.5;
  for (int i = 0; i < 40; ++i) root = std::pow(1 + root, 1 / static_cast<double>(at + 1));
  for (std::size_t j = 0; j < at; ++j) steps_.push_back(std::pow(root, -static_cast<double>(j + 1)));
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
      const double place = 0.5 + static_cast<double>(i + 1) * steps_[j];
      const double even = 2 * (place - std::floor(place)) - 1;
      x[j] = b.ma ? kWideAngle * even : std::atanh(kWidePartial * even);
    }
  return x;
}

std::vector<double> ArimaVariables::undone(double ar) const {
  std::vector<double> x(size());
  if (order_.p > 0) x[0] = std::atanh(ar);
  const auto undo = [&](const Block& b, std::size_t differences) {
    // Partial autocorrelations of (1 - c B)^k with c just below 1.
    std::vector<double> c(std::min(b.count, differences)), r(c.size());
    for (std::size_t k = 0; k < c.size(); ++k)
      for (std::size_t j = k + 1; j-- > 0;) c[j] += kUndone * (j > 0 ? -c[j - 1] : 1.0);
    if (to_partials(c, r, 1))
      for (std::size_t j = 0; j < r.size(); ++j) x[b.at + j] = std::asin(r[j]);
  };
  undo(parts_[1], order_.d);
  undo(parts_[3], order_.seasonal_d);
  return x;
}

std::vector<std::vector<double>> ArimaVariables::cancelling() const {
  constexpr double kAr = 0.95, kMa = 0.98;
  constexpr int kPairs = 10;
  std::vector<std::vector<double>> points;
  if (order_.p >= 1 && order_.q >= 1)
    for (const double root : {-kMa, kMa})
      for (const double other : {0.0, -0.8, 0.8}) {
        if (other != 0 && order_.q < 2) continue;
        // (1 - root B)(1 - other B) over a root of the autoregression near the first.
        std::vector<double> x(size());
        x[0] = std::atanh(std::copysign(kAr, root));
        x[parts_[1].at] = std::asin((root + other) / (1 + root * other));
        if (order_.q >= 2) x[parts_[1].at + 1] = std::asin(-root * other);
        points.push_back(std::move(x));
      }
  if (order_.q >= 2)
    for (int k = 0; k < kPairs; ++k) {
      const double angle = 1.4 * (2.0 * k / (kPairs - 1) - 1);
      std::vector<double> x(size());
      x[parts_[1].at] = angle;
      x[parts_[1].at + 1] = -std::asin(kMa);
      points.push_back(x);
      if (order_.p < 2) continue;
      x[0] = std::atanh(std::sin(angle));
      x[1] = -std::atanh(kAr);
      points.push_back(std::move(x));
    }
  return points;
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
      x[j] = std::copysign(kHalfPi, sine);
      some = true;
    }
  return some;
}

void ArimaVariables::step_off(std::vector<double>& x) const {
  for (const Block& b : parts_)
    for (std::size_t j = b.at; b.ma && j < b.at + b.count; ++j)
      if (std::abs(x[j]) == kHalfPi) x[j] = std::copysign(kOffBorder, x[j]);
}

}  // namespace foreplan::inline v0::forecast
