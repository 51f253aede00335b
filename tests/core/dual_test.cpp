#include <foreplan/core/dual.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace foreplan {
namespace {

/// The derivative of f at x beside the central difference, whose error is about h^2 and rounding.
template <class F>
void expect_derivative(F f, double x) {
  Dual<1> at(x);
  at.gradient[0] = 1;
  const Dual<1> y = f(at);
  constexpr double h = 1e-5;
  EXPECT_DOUBLE_EQ(y.value, f(Dual<1>(x)).value);
  const double difference = (f(Dual<1>(x + h)).value - f(Dual<1>(x - h)).value) / (2 * h);
  EXPECT_NEAR(y.gradient[0], difference, 1e-8 * std::max(1.0, std::abs(difference))) << x;
}

TEST(Dual, DerivesEveryFunction) {
  for (const double x : {0.2, 0.7, 1.3, 2.5}) {
    expect_derivative([](auto v) { return exp(v); }, x);
    expect_derivative([](auto v) { return expm1(v); }, x);
    expect_derivative([](auto v) { return log(v); }, x);
    expect_derivative([](auto v) { return log1p(v); }, x);
    expect_derivative([](auto v) { return sqrt(v); }, x);
    expect_derivative([](auto v) { return pow(v, 2.5); }, x);
    expect_derivative([](auto v) { return pow(2.5, v); }, x);
    expect_derivative([](auto v) { return pow(v, v); }, x);
    expect_derivative([](auto v) { return sin(v); }, x);
    expect_derivative([](auto v) { return cos(v); }, x);
    expect_derivative([](auto v) { return tan(v); }, x == 1.3 ? 1.2 : x);
    expect_derivative([](auto v) { return atan(v); }, x);
    expect_derivative([](auto v) { return tanh(v); }, x);
    expect_derivative([](auto v) { return abs(v - 5); }, x);
    expect_derivative([](auto v) { return (1 - v) * (v + 2) / (3 + v * v) - 4 / v + v / 5 - (2 * v - 1); }, x);
  }
}

TEST(Dual, KeepsVariablesApart) {
  const auto [x, y, z] = seeded<3>({2, 3, 5});
  const Dual<3> f = x * y / z + pow(x, 3.0);
  EXPECT_DOUBLE_EQ(f.value, 9.2);
  EXPECT_DOUBLE_EQ(f.gradient[0], 0.6 + 12);
  EXPECT_DOUBLE_EQ(f.gradient[1], 0.4);
  EXPECT_DOUBLE_EQ(f.gradient[2], -6.0 / 25);
}

TEST(Dual, ComparesByValue) {
  const auto [x, y] = seeded<2>({1, 1});
  EXPECT_TRUE(x == y);
  EXPECT_TRUE(x < 2.0);
  EXPECT_TRUE(y >= 1.0);
}

}  // namespace
}  // namespace foreplan
