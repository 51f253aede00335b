#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include "numeric/minimise.hpp"
#include "numeric/test_functions.hpp"

/// Published problems for minimisers, with their minima.
namespace foreplan::numeric {

namespace tf = test_functions;

/// A function of N variables with its exact gradient.
template <std::size_t N, class F>
Objective objective_of(F f) {
  return [f](std::span<const double> x, std::span<double> gradient) {
    std::array<double, N> b{};
    std::copy(x.begin(), x.end(), b.begin());
    if (gradient.empty()) return f(b);
    const Dual<N> v = f(seeded<N>(b));
    std::copy(v.gradient.begin(), v.gradient.end(), gradient.begin());
    return v.value;
  };
}

/// Products with the Hessian by differences of exact gradients.
inline HessianProduct hessian_of(Objective f) {
  return [f](std::span<const double> x, std::span<const double> v, std::span<double> product) {
    const std::size_t n = x.size();
    double size = 0, place = 1;
    for (std::size_t j = 0; j < n; ++j) {
      size = std::max(size, std::abs(v[j]));
      place = std::max(place, std::abs(x[j]));
    }
    std::fill(product.begin(), product.end(), 0.0);
    if (size == 0) return;
    const double h = 1e-6 * place / size;
    std::vector<double> up(n), down(n), at(n);
    for (std::size_t j = 0; j < n; ++j) at[j] = x[j] + h * v[j];
    (void)f(at, up);
    for (std::size_t j = 0; j < n; ++j) at[j] = x[j] - h * v[j];
    (void)f(at, down);
    for (std::size_t j = 0; j < n; ++j) product[j] = (up[j] - down[j]) / (2 * h);
  };
}

struct Problem {
  std::string name;
  Objective f;
  std::vector<double> start;
  std::vector<double> minima;  ///< Values of the minima that the source lists.
  double digits = 1e-5;        ///< Relative; it prints six digits. Zeros are compared with 1e-10.
  MinimiseOptions options{};
  std::vector<double> x{};  ///< Where, if that is one place.
};

inline std::vector<Problem> more_garbow_hillstrom() {
  std::vector<Problem> all;
  const auto add = [&]<std::size_t N>(std::string name, auto f, std::vector<double> start, std::vector<double> minima) {
    all.push_back({std::move(name), objective_of<N>(f), std::move(start), std::move(minima)});
  };
#define ADD(n, f, ...)        \
  add.template operator()<n>( \
      #f, [](const auto& x) { return tf::f(x); }, __VA_ARGS__)
  ADD(2, rosenbrock, {-1.2, 1}, {0});
  ADD(2, freudenstein_roth, {0.5, -2}, {0, 48.98425});
  ADD(2, brown_badly_scaled, {1, 1}, {0});
  ADD(2, beale, {1, 1}, {0});
  ADD(2, jennrich_sampson, {0.3, 0.4}, {124.3622});
  ADD(3, helical_valley, {-1, 0, 0}, {0});
  ADD(3, bard, {1, 1, 1}, {8.21487e-3, 17.4286});
  ADD(3, gaussian, {0.4, 1, 0}, {1.12793e-8});
  ADD(3, box, {0, 10, 20}, {0});
  ADD(4, powell_singular, {3, -1, 0, 1}, {0});
  ADD(4, wood, {-3, -1, -3, -1}, {0});
  ADD(4, kowalik_osborne, {0.25, 0.39, 0.415, 0.39}, {3.07505e-4, 1.02734e-3});
  ADD(4, brown_dennis, {25, 5, -5, -1}, {85822.2});
  ADD(6, watson, {0, 0, 0, 0, 0, 0}, {2.28767e-3});
  ADD(4, penalty, {1, 2, 3, 4}, {2.24997e-5});
  ADD(5, variably_dimensioned, {0.8, 0.6, 0.4, 0.2, 0}, {0});
#undef ADD
  return all;
}

inline std::vector<Problem> hock_schittkowski() {
  constexpr double kFree = std::numeric_limits<double>::infinity();
  constexpr double kPi = std::numbers::pi;
  const auto f = []<std::size_t N>(auto g) { return objective_of<N>(g); };
#define F(n, g) f.template operator()<n>([](const auto& x) { return tf::g(x); })
  return {{"HS1", F(2, rosenbrock), {-2, 1}, {0}, 1e-9, {.lower = {-kFree, -1.5}, .upper = {kFree, kFree}}, {1, 1}},
          {"HS2",
           F(2, rosenbrock),
           {-2, 1},
           {0.0504261879, 4.941229},  // the second is the local minimum on the other side of the valley
           1e-6,
           {.lower = {-kFree, 1.5}, .upper = {kFree, kFree}}},
          {"HS3", F(2, hs3), {10, 1}, {0}, 1e-9, {.lower = {-kFree, 0}, .upper = {kFree, kFree}}},
          {"HS4", F(2, hs4), {1.125, 0.125}, {8.0 / 3}, 1e-12, {.lower = {1, 0}, .upper = {kFree, kFree}}, {1, 0}},
          {"HS5",
           F(2, hs5),
           {0, 0},
           {-(std::sqrt(3.0) / 2 + kPi / 3)},
           1e-12,
           {.lower = {-1.5, -3}, .upper = {4, 3}},
           {-kPi / 3 + 0.5, -kPi / 3 - 0.5}},
          {"HS38",
           F(4, wood),
           {-3, -1, -3, -1},
           {0},
           1e-9,
           {.lower = {-10, -10, -10, -10}, .upper = {10, 10, 10, 10}},
           {1, 1, 1, 1}},
          {"HS45",
           F(5, hs45),
           {0.5, 1, 1.5, 2, 2.5},
           {1},
           1e-12,
           {.lower = {0, 0, 0, 0, 0}, .upper = {1, 2, 3, 4, 5}},
           {1, 2, 3, 4, 5}},
          {"HS110",
           F(10, hs110),
           std::vector<double>(10, 9.0),
           {-45.77846971},
           1e-9,
           {.lower = std::vector<double>(10, 2.001), .upper = std::vector<double>(10, 9.999)},
           std::vector<double>(10, 9.35025655)}};
#undef F
}

inline void expect_minimum(const Problem& p, const Minimum& m) {
  EXPECT_EQ(m.stop, Stop::converged) << p.name << ' ' << to_string(m.stop) << ' ' << m.projected_gradient << ' '
                                     << m.value;
  EXPECT_TRUE(std::any_of(p.minima.begin(), p.minima.end(),
                          [&](double f) { return std::abs(m.value - f) <= (f == 0 ? 1e-10 : p.digits * std::abs(f)); }))
      << p.name << ' ' << m.value << " after " << m.evaluations;
  for (std::size_t j = 0; j < p.x.size(); ++j)
    EXPECT_NEAR(m.x[j], p.x[j], 1e-6 * std::max(1.0, std::abs(p.x[j]))) << p.name;
  for (std::size_t j = 0; j < p.options.lower.size(); ++j) {
    EXPECT_GE(m.x[j], p.options.lower[j]) << p.name;
    EXPECT_LE(m.x[j], p.options.upper[j]) << p.name;
  }
  std::vector<double> gradient(m.x.size());
  EXPECT_EQ(p.f(m.x, gradient), m.value) << p.name;
  EXPECT_EQ(gradient, m.gradient) << p.name;
}

}  // namespace foreplan::numeric
