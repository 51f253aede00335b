#include "growth/curve_quick_start.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "growth/curve_projection.hpp"
#include "numeric/kernels.hpp"
#include "numeric/scratch.hpp"

namespace foreplan::inline v0::growth::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The observations in the order of time, times from 0 to 1, and what their regressions need.
class Quick {
 public:
  Quick(const CurveShape& shape, std::span<const double> t, std::span<const double> y)
      : shape_(shape), given_t_(t), given_y_(y), n_(t.size()), memory_(8 * n_) {
    const auto part = [this](std::size_t i) { return memory_.all().subspan(i * n_, n_); };
    for (std::size_t i = 0; i < 5; ++i) columns_[i] = part(i);
    u_ = part(5);
    y_ = part(6);
    work_ = part(7);
    sort();
  }

  std::vector<double> find() {
    if (!(span_ > 0)) return {};
    std::vector<double> b = by_curve();
    for (std::size_t j = 0; j < b.size(); ++j)
      if (!std::isfinite(b[j]) || b[j] < shape_.least[j]) return {};
    return b;
  }

 private:
  void sort() {
    std::copy(given_t_.begin(), given_t_.end(), u_.begin());
    std::copy(given_y_.begin(), given_y_.end(), y_.begin());
    if (!std::is_sorted(u_.begin(), u_.end())) {
      std::vector<std::size_t> order(n_);
      std::iota(order.begin(), order.end(), std::size_t{0});
      std::stable_sort(order.begin(), order.end(),
                       [&](std::size_t i, std::size_t j) { return given_t_[i] < given_t_[j]; });
      for (std::size_t i = 0; i < n_; ++i) {
        u_[i] = given_t_[order[i]];
        y_[i] = given_y_[order[i]];
      }
    }
    first_ = u_.front();
    span_ = u_.back() - first_;
  }

  /// Times from 0 to 1; rates found are per span then.
  void unit_times() {
    for (double& u : u_) u = (u - first_) / span_;
  }

  std::vector<double> by_curve() {
    switch (shape_.curve) {
      case Curve::linear:
      case Curve::quadratic:
        return projected(std::vector<double>(shape_.parameters.size()));
      case Curve::exponential:
        return projected({0, first_order(false) / span_});
      case Curve::modified_exponential:
        return projected({0, 0, first_order(true) / span_});
      case Curve::monomolecular:
        return projected({0, 0, -first_order(true) / span_});
      case Curve::power:
        return power();
      case Curve::logistic: {
        unit_times();
        const std::vector<double> b = logistic();
        return b.empty() ? b : std::vector{b[0], b[1] / span_, first_ + span_ * b[2]};
      }
      case Curve::logistic4:
        return logistic4();
      case Curve::logistic5: {
        std::vector<double> b = logistic4();
        if (!b.empty()) b.push_back(1);
        return b;
      }
      case Curve::gompertz:
        return gompertz();
      case Curve::richards:
        return richards();
      case Curve::bass:
        return bass();
      case Curve::weibull:
        return weibull();
      case Curve::hill:
        return hill();
      case Curve::michaelis_menten:
        return michaelis_menten();
      case Curve::double_logistic:
        break;
    }
    return {};
  }

  std::vector<double> projected(std::vector<double> b) {
    for (const double v : b)
      if (!std::isfinite(v)) return {};
    return std::isfinite(project(shape_, given_t_, given_y_, b, memory_.all())) ? b : std::vector<double>{};
  }

  void fill(std::size_t column, std::span<const double> values) {
    std::copy(values.begin(), values.end(), columns_[column].begin());
  }
  void ones(std::size_t column) { std::fill(columns_[column].begin(), columns_[column].end(), 1.0); }
  /// Integral of `values` from the first time on, by trapezoids.
  void integrate(std::size_t column, std::span<const double> values) {
    double sum = 0;
    columns_[column][0] = 0;
    for (std::size_t i = 1; i < n_; ++i)
      columns_[column][i] = sum += (values[i] + values[i - 1]) * (u_[i] - u_[i - 1]) / 2;
  }
  /// exp(-rate u) in a column.
  void fade(std::size_t column, double rate) {
    for (std::size_t i = 0; i < n_; ++i) columns_[column][i] = -rate * u_[i];
    numeric::kernels().exponential(columns_[column].data(), 1, columns_[column].data(), n_);
  }
  /// column := column * by
  void scale(std::size_t column, std::span<const double> by) {
    for (std::size_t i = 0; i < n_; ++i) columns_[column][i] *= by[i];
  }
  Line line(std::size_t k) const { return regress(columns_[0].data(), n_, k); }

  /// y' = level + rate y: the rate per span.
  double first_order(bool level) {
    unit_times();
    fill(0, y_);
    ones(1);
    integrate(2, y_);
    if (level) fill(3, u_);
    return line(level ? 3 : 2).coefficient[1];
  }

  /// y' = exponent y / t, so that t y = c + (exponent + 1) integral of y.
  std::vector<double> power() {
    for (double& u : u_) u /= span_;
    fill(0, y_);
    scale(0, u_);
    ones(1);
    integrate(2, y_);
    return projected({0, line(2).coefficient[1] - 1});
  }

  /// Ceiling, rate and midpoint in u: y' = rate y (1 - y / ceiling) gives the rate; with it the curve is
  /// y = ceiling - exp(rate midpoint) y exp(-rate u).
  std::vector<double> logistic() {
    fill(0, y_);
    ones(1);
    integrate(2, y_);
    for (std::size_t i = 0; i < n_; ++i) work_[i] = y_[i] * y_[i];
    integrate(3, work_);
    const double rate = line(3).coefficient[1];
    if (rate == 0) return {};
    fade(2, rate);
    scale(2, y_);
    const Line straight = line(2);
    const double power = -straight.coefficient[1];
    if (!(power > 0)) return {};
    return {straight.coefficient[0], rate, std::log(power) / rate};
  }

  /// Coefficients of y' = a + b y + c y^2 per span of time.
  std::array<double, 3> riccati() {
    unit_times();
    fill(0, y_);
    ones(1);
    fill(2, u_);
    integrate(3, y_);
    for (std::size_t i = 0; i < n_; ++i) work_[i] = y_[i] * y_[i];
    integrate(4, work_);
    const Line l = line(4);
    return {l.coefficient[1], l.coefficient[2], l.coefficient[3]};
  }

  /// The distance of the roots times -c is the rate; with it y = ceiling + (floor e) power - (y e) power, e = exp(-rate
  /// u).
  std::vector<double> logistic4() {
    const auto [a, b, c] = riccati();
    const double discriminant = b * b - 4 * a * c;
    if (!(discriminant > 0)) return {};
    const double rate = std::copysign(std::sqrt(discriminant), -c);
    fade(2, rate);
    fill(3, columns_[2]);
    scale(3, y_);
    const Line l = line(3);
    const double power = -l.coefficient[2];
    if (!(power > 0)) return {};
    return {l.coefficient[1] / power, l.coefficient[0], rate / span_, first_ + span_ * std::log(power) / rate};
  }

  /// F' = (p + q F)(1 - F), y = ceiling F.
  std::vector<double> bass() {
    const auto [a, b, c] = riccati();
    const double sum = std::sqrt(b * b - 4 * a * c);  // p + q
    const double ceiling = (b + sum) / (-2 * c), p = a / ceiling;
    return projected({0, std::max(p / span_, shape_.least[1]), std::max((sum - p) / span_, 0.0)});
  }

  /// y' = rate y (log ceiling - log y); with the rate log y = log ceiling - power exp(-rate u), weighted by y.
  std::vector<double> gompertz() {
    unit_times();
    const double top = *std::max_element(y_.begin(), y_.end());
    if (!(top > 0)) return {};
    for (std::size_t i = 0; i < n_; ++i) y_[i] = std::max(y_[i], 1e-6 * top);
    numeric::kernels().logarithm(y_.data(), work_.data(), n_);
    fill(0, y_);
    ones(1);
    integrate(2, y_);
    for (std::size_t i = 0; i < n_; ++i) columns_[4][i] = y_[i] * work_[i];
    integrate(3, columns_[4]);
    const double rate = -line(3).coefficient[2];
    if (rate == 0) return {};
    fill(0, work_);
    scale(0, y_);
    fill(1, y_);
    fade(2, rate);
    scale(2, y_);
    const double power = -line(2).coefficient[1];
    if (!(power > 0)) return {};
    return projected({0, rate / span_, first_ + span_ * std::log(power) / rate});
  }

  /// y' = (rate / shape) y (1 - (y / ceiling)^shape) for the best of some shapes; with the rate
  /// y^shape = ceiling^shape - shape power (y^shape exp(-rate u)).
  std::vector<double> richards() {
    unit_times();
    const double top = *std::max_element(y_.begin(), y_.end());
    if (!(top > 0)) return {};
    for (std::size_t i = 0; i < n_; ++i) y_[i] = std::max(y_[i] / top, 1e-6);
    const auto to_power = [this](double shape) {
      numeric::kernels().logarithm(y_.data(), work_.data(), n_);
      for (double& w : work_) w *= shape;
      numeric::kernels().exponential(work_.data(), 1, work_.data(), n_);
    };
    double best = kInfinity, shape = 0, rate = 0;
    for (const double s : {0.25, 0.6, 1.5, 4.0}) {
      fill(0, y_);
      ones(1);
      integrate(2, y_);
      to_power(1 + s);
      integrate(3, work_);
      if (const Line l = line(3); l.sum_of_squares < best) {
        best = l.sum_of_squares;
        shape = s;
        rate = l.coefficient[1] * s;
      }
    }
    if (!(shape > 0) || rate == 0) return {};
    to_power(shape);
    fill(0, work_);
    ones(1);
    fade(2, rate);
    scale(2, work_);
    const double power = -line(2).coefficient[1] / shape;
    if (!(power > 0)) return {};
    return projected({0, rate / span_, first_ + span_ * std::log(power) / rate, shape});
  }

  /// log(-log(1 - y / ceiling)) = shape (log t - log scale) for the best of some ceilings, weighted by what y is to it.
  std::vector<double> weibull() {
    const double top = *std::max_element(y_.begin(), y_.end());
    if (!(top > 0)) return {};
    for (double& u : u_) u = std::max(u, 1e-6 * span_);
    numeric::kernels().logarithm(u_.data(), u_.data(), n_);
    double best = kInfinity;
    std::vector<double> b;
    for (const double ratio : {1.01, 1.05, 1.2, 1.6, 3.0}) {
      const double ceiling = ratio * top;
      for (std::size_t i = 0; i < n_; ++i) columns_[1][i] = 1 - std::max(y_[i] / ceiling, 1e-6);
      numeric::kernels().logarithm(columns_[1].data(), work_.data(), n_);
      for (double& w : work_) w = -w;
      numeric::kernels().logarithm(work_.data(), columns_[0].data(), n_);
      for (std::size_t i = 0; i < n_; ++i) columns_[1][i] *= ceiling * work_[i];
      scale(0, columns_[1]);
      fill(2, u_);
      scale(2, columns_[1]);
      const Line l = line(2);
      const double shape = l.coefficient[1];
      if (!(l.sum_of_squares < best) || !(shape > 0)) continue;
      best = l.sum_of_squares;
      b = {ceiling, std::exp(-l.coefficient[0] / shape), shape};
    }
    return b.empty() ? b : projected(b);
  }

  /// A logistic curve in log t.
  std::vector<double> hill() {
    const auto start = std::find_if(u_.begin(), u_.end(), [](double u) { return u > 0; });
    const auto left_out = static_cast<std::size_t>(start - u_.begin());
    if (n_ < left_out + 4) return {};
    n_ -= left_out;
    y_ = y_.subspan(left_out);
    u_ = u_.subspan(left_out);
    for (std::size_t i = 0; i < 5; ++i) columns_[i] = memory_.all().subspan(i * n_, n_);
    numeric::kernels().logarithm(u_.data(), u_.data(), n_);
    const std::vector<double> b = logistic();
    return b.empty() ? b : std::vector{b[0], std::exp(b[2]), b[1]};
  }

  /// y t = ceiling t - half y.
  std::vector<double> michaelis_menten() {
    fill(0, y_);
    scale(0, u_);
    fill(1, u_);
    fill(2, y_);
    const Line l = line(2);
    return {l.coefficient[0], -l.coefficient[1]};
  }

  const CurveShape& shape_;
  std::span<const double> given_t_, given_y_;
  std::size_t n_;
  numeric::Scratch<512> memory_;
  std::array<std::span<double>, 5> columns_{};  // one after the other
  std::span<double> u_, y_, work_;
  double first_ = 0, span_ = 0;
};

}  // namespace

std::vector<double> quick_start(const CurveShape& shape, std::span<const double> t, std::span<const double> y) {
  return Quick(shape, t, y).find();
}

}  // namespace foreplan::inline v0::growth::internal
