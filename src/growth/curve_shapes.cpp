#include "growth/curve_shapes.hpp"

#include <foreplan/stats/designs.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "numeric/householder.hpp"

namespace foreplan::inline v0::growth::internal {
namespace {

using std::exp, std::pow;

constexpr double kFree = -std::numeric_limits<double>::infinity();
constexpr double kPositive = 1e-12;  // least value of what must be positive

/// 1 / (1 + exp(-x)) without overflow.
template <class T>
T rising(const T& x) {
  if (x > 0.0) return 1.0 / (1.0 + exp(-x));
  const T e = exp(x);
  return e / (1.0 + e);
}

std::vector<CurveShape> make_shapes() {
  using A = Axis;
  std::vector<CurveShape> all;
  all.push_back({Curve::linear,
                 "linear",
                 {"intercept", "slope"},
                 {kFree, kFree},
                 {0, 1},
                 {},
                 {},
                 kFree,
                 curve_function<2>([](const auto& b, double t) { return b[0] + b[1] * t; })});
  all.push_back({Curve::quadratic,
                 "quadratic",
                 {"intercept", "slope", "curvature"},
                 {kFree, kFree, kFree},
                 {0, 1, 2},
                 {},
                 {},
                 kFree,
                 curve_function<3>([](const auto& b, double t) { return b[0] + (b[1] + b[2] * t) * t; })});
  all.push_back({Curve::exponential,
                 "exponential",
                 {"initial", "rate"},
                 {kFree, kFree},
                 {0},
                 {1},
                 {A::any_rate},
                 kFree,
                 curve_function<2>([](const auto& b, double t) { return b[0] * exp(b[1] * t); })});
  all.push_back({Curve::modified_exponential,
                 "modified_exponential",
                 {"level", "amplitude", "rate"},
                 {kFree, kFree, kFree},
                 {0, 1},
                 {2},
                 {A::any_rate},
                 kFree,
                 curve_function<3>([](const auto& b, double t) { return b[0] + b[1] * exp(b[2] * t); })});
  all.push_back({Curve::power,
                 "power",
                 {"scale", "exponent"},
                 {kFree, kFree},
                 {0},
                 {1},
                 {A::shape},
                 std::numeric_limits<double>::min(),
                 curve_function<2>([](const auto& b, double t) { return b[0] * pow(t, b[1]); })});
  all.push_back({Curve::logistic,
                 "logistic",
                 {"ceiling", "rate", "midpoint"},
                 {kFree, kFree, kFree},
                 {0},
                 {1, 2},
                 {A::rate, A::time},
                 kFree,
                 curve_function<3>([](const auto& b, double t) { return b[0] * rising(b[1] * (t - b[2])); })});
  all.push_back(
      {Curve::logistic4,
       "logistic4",
       {"floor", "ceiling", "rate", "midpoint"},
       {kFree, kFree, kFree, kFree},
       {0, 1},
       {2, 3},
       {A::rate, A::time},
       kFree,
       curve_function<4>([](const auto& b, double t) { return b[0] + (b[1] - b[0]) * rising(b[2] * (t - b[3])); })});
  all.push_back({Curve::logistic5,
                 "logistic5",
                 {"floor", "ceiling", "rate", "midpoint", "shape"},
                 {kFree, kFree, kFree, kFree, kPositive},
                 {0, 1},
                 {2, 3, 4},
                 {A::rate, A::time, A::shape},
                 kFree,
                 curve_function<5>([](const auto& b, double t) {
                   return b[0] + (b[1] - b[0]) * pow(rising(b[2] * (t - b[3])), b[4]);
                 })});
  all.push_back({Curve::gompertz,
                 "gompertz",
                 {"ceiling", "rate", "midpoint"},
                 {kFree, kFree, kFree},
                 {0},
                 {1, 2},
                 {A::rate, A::time},
                 kFree,
                 curve_function<3>([](const auto& b, double t) { return b[0] * exp(-exp(-(b[1] * (t - b[2])))); })});
  all.push_back({Curve::richards,
                 "richards",
                 {"ceiling", "rate", "midpoint", "shape"},
                 {kFree, kFree, kFree, kPositive},
                 {0},
                 {1, 2, 3},
                 {A::rate, A::time, A::shape},
                 kFree,
                 curve_function<4>([](const auto& b, double t) {
                   return b[0] * pow(1.0 + b[3] * exp(-(b[1] * (t - b[2]))), -1.0 / b[3]);
                 })});
  all.push_back({Curve::bass,
                 "bass",
                 {"ceiling", "innovation", "imitation"},
                 {kFree, kPositive, 0},
                 {0},
                 {1, 2},
                 {A::innovation, A::rate},
                 0,
                 curve_function<3>([](const auto& b, double t) {
                   const auto e = exp(-((b[1] + b[2]) * t));
                   return b[0] * (1.0 - e) / (1.0 + b[2] / b[1] * e);
                 })});
  all.push_back({Curve::weibull,
                 "weibull",
                 {"ceiling", "scale", "shape"},
                 {kFree, kPositive, kPositive},
                 {0},
                 {1, 2},
                 {A::duration, A::shape},
                 0,
                 curve_function<3>([](const auto& b, double t) {
                   return b[0] * (1.0 - (t > 0 ? exp(-pow(t / b[1], b[2])) : 1.0 + 0.0 * b[0]));
                 })});
  all.push_back({Curve::hill,
                 "hill",
                 {"ceiling", "half", "exponent"},
                 {kFree, kPositive, kPositive},
                 {0},
                 {1, 2},
                 {A::duration, A::shape},
                 0,
                 curve_function<3>(
                     [](const auto& b, double t) { return t > 0 ? b[0] / (1.0 + pow(b[1] / t, b[2])) : 0.0 * b[0]; })});
  all.push_back({Curve::michaelis_menten,
                 "michaelis_menten",
                 {"ceiling", "half"},
                 {kFree, kPositive},
                 {0},
                 {1},
                 {A::duration},
                 0,
                 curve_function<2>([](const auto& b, double t) { return b[0] * t / (b[1] + t); })});
  all.push_back({Curve::monomolecular,
                 "monomolecular",
                 {"ceiling", "initial", "rate"},
                 {kFree, kFree, kFree},
                 {0, 1},
                 {2},
                 {A::rate},
                 kFree,
                 curve_function<3>([](const auto& b, double t) { return b[0] - (b[0] - b[1]) * exp(-(b[2] * t)); })});
  all.push_back({Curve::double_logistic,
                 "double_logistic",
                 {"ceiling1", "rate1", "midpoint1", "ceiling2", "rate2", "midpoint2"},
                 {kFree, kFree, kFree, kFree, kFree, kFree},
                 {0, 3},
                 {1, 2, 4, 5},
                 {A::rate, A::time, A::rate, A::time},
                 kFree,
                 curve_function<6>([](const auto& b, double t) {
                   return b[0] * rising(b[1] * (t - b[2])) + b[3] * rising(b[4] * (t - b[5]));
                 })});
  return all;
}

double between(double low, double high, double u) { return low * std::pow(high / low, u); }

/// The value at place u in (0, 1) of an axis, for observations from `first` to `last`.
double on_axis(Axis axis, double first, double last, double u) {
  const double span = last > first ? last - first : 1;
  switch (axis) {
    case Axis::rate:
      return between(0.2 / span, 50 / span, u);
    case Axis::any_rate:
      return u < 0.5 ? -between(0.02 / span, 20 / span, 1 - 2 * u) : between(0.02 / span, 20 / span, 2 * u - 1);
    case Axis::time:
      return first - 0.5 * span + 2.5 * span * u;
    case Axis::duration:
      return between(0.05, 5, u) * std::max(last, span);
    case Axis::innovation:
      return between(0.0002 / span, 2 / span, u);
    case Axis::shape:
      return between(0.2, 5, u);
  }
  return 0;
}

/// Sum of squares after the linear parameters have been solved for, which are put in place.
double project(const CurveShape& shape, std::span<const double> t, std::span<const double> y, std::vector<double>& b) {
  const std::size_t n = t.size(), k = shape.linear.size();
  std::vector<double> basis(n * k), rhs(y.begin(), y.end());
  for (std::size_t j = 0; j < k; ++j) {
    for (std::size_t i = 0; i < k; ++i) b[shape.linear[i]] = i == j ? 1 : 0;
    shape.function(b, t, std::span(basis).subspan(j * n, n), {});
  }
  for (const double v : basis)
    if (!std::isfinite(v)) return std::numeric_limits<double>::infinity();
  std::vector<std::size_t> order(k);
  numeric::orthogonalise(basis, n, k, rhs, order);
  std::vector<double> z(rhs.begin(), rhs.begin() + static_cast<std::ptrdiff_t>(k));
  numeric::back_substitute(basis, n, k, z, 1e-12 * std::abs(basis[0]));
  for (std::size_t j = 0; j < k; ++j) b[shape.linear[order[j]]] = z[j];
  double sum = 0;
  for (std::size_t i = k; i < n; ++i) sum += rhs[i] * rhs[i];
  return sum;
}

/// Waves of growth that pull against each other: one of them takes up what the other does too much, ever more of both.
bool opposed(const CurveShape& shape, const std::vector<double>& b) {
  bool rising = false, falling = false;
  for (std::size_t j = 0; j < b.size(); ++j) {
    if (!shape.parameters[j].starts_with("ceiling")) continue;
    rising = rising || b[j] > 0;
    falling = falling || b[j] < 0;
  }
  return rising && falling;
}

}  // namespace

const CurveShape& shape_of(Curve curve) {
  static const std::vector<CurveShape> shapes = make_shapes();
  return shapes[static_cast<std::size_t>(curve)];
}

std::vector<std::vector<double>> starting_points(const CurveShape& shape, std::span<const double> t,
                                                 std::span<const double> y, std::size_t count) {
  const auto [first, last] = std::minmax_element(t.begin(), t.end());
  const std::size_t q = shape.others.size();
  const std::size_t points = q == 0 ? 1 : q == 1 ? 32 : q == 2 ? 128 : 512;
  const stats::Design design =
      stats::sobol(points, std::max<std::size_t>(q, 1), {.scramble = stats::SobolScramble::shift});
  // Opposed waves often lie closest to the observations on a coarse grid, all in one valley that leads nowhere: last.
  struct Point {
    bool opposed = false;
    double sum = 0;
    std::vector<double> b{};
  };
  std::vector<Point> tried;
  for (std::size_t i = 0; i < points; ++i) {
    std::vector<double> b(shape.parameters.size());
    for (std::size_t j = 0; j < q; ++j) b[shape.others[j]] = on_axis(shape.axes[j], *first, *last, design.at(i, j));
    const double sum = project(shape, t, y, b);
    if (std::isfinite(sum)) tried.push_back({opposed(shape, b), sum, b});
  }
  std::stable_sort(tried.begin(), tried.end(),
                   [](const Point& a, const Point& b) { return a.opposed != b.opposed ? b.opposed : a.sum < b.sum; });
  std::vector<std::vector<double>> best;
  for (Point& point : tried)
    if (best.size() < count) best.push_back(std::move(point.b));
  return best;
}

}  // namespace foreplan::inline v0::growth::internal
