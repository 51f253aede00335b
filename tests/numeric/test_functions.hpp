#pragma once
#include <foreplan/core/dual.hpp>

#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

/// Functions with published minima: Moré, Garbow & Hillstrom (1981), "Testing unconstrained optimization software", ACM
/// TOMS 7, 17-41, by their numbers there (a sum of squared residuals), and problems with simple bounds of Hock &
/// Schittkowski (1981), Lecture Notes in Economics and Mathematical Systems 187. Of numbers or duals.
namespace test_functions {

using std::atan, std::cos, std::exp, std::log, std::pow, std::sin, std::sqrt;

inline double value_of(double x) { return x; }
template <std::size_t N>
double value_of(const foreplan::Dual<N>& x) {
  return x.value;
}

template <class B>
using Number = std::decay_t<decltype(std::declval<B>()[0])>;
template <class T>
T square(const T& x) {
  return x * x;
}
inline double at(std::size_t i) { return static_cast<double>(i); }

template <class B>
auto rosenbrock(const B& x) {
  return square(10 * (x[1] - x[0] * x[0])) + square(1 - x[0]);
}
template <class B>
auto freudenstein_roth(const B& x) {
  return square(-13 + x[0] + ((5 - x[1]) * x[1] - 2) * x[1]) + square(-29 + x[0] + ((x[1] + 1) * x[1] - 14) * x[1]);
}
template <class B>
auto brown_badly_scaled(const B& x) {
  return square(x[0] - 1e6) + square(x[1] - 2e-6) + square(x[0] * x[1] - 2);
}
template <class B>
auto beale(const B& x) {
  return square(1.5 - x[0] * (1 - x[1])) + square(2.25 - x[0] * (1 - x[1] * x[1])) +
         square(2.625 - x[0] * (1 - x[1] * x[1] * x[1]));
}
template <class B>
auto jennrich_sampson(const B& x) {
  Number<B> sum(0);
  for (std::size_t i = 1; i <= 10; ++i) sum += square(2 + 2 * at(i) - (exp(at(i) * x[0]) + exp(at(i) * x[1])));
  return sum;
}
template <class B>
auto helical_valley(const B& x) {
  const auto turn = atan(x[1] / x[0]) / (2 * std::numbers::pi) + (value_of(x[0]) < 0 ? 0.5 : 0.0);
  return square(10 * (x[2] - 10 * turn)) + square(10 * (sqrt(x[0] * x[0] + x[1] * x[1]) - 1)) + square(x[2]);
}
template <class B>
auto bard(const B& x) {
  constexpr std::array y{0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39};
  Number<B> sum(0);
  for (std::size_t i = 0; i < 15; ++i) {
    const double u = at(i) + 1, v = 15 - at(i), w = std::min(u, v);
    sum += square(y[i] - (x[0] + u / (v * x[1] + w * x[2])));
  }
  return sum;
}
template <class B>
auto gaussian(const B& x) {
  constexpr std::array y{.0009, .0044, .0175, .0540, .1295, .2420, .3521, .3989,
                         .3521, .2420, .1295, .0540, .0175, .0044, .0009};
  Number<B> sum(0);
  for (std::size_t i = 0; i < 15; ++i) sum += square(x[0] * exp(x[1] * square((7 - at(i)) / 2 - x[2]) / -2.0) - y[i]);
  return sum;
}
template <class B>
auto box(const B& x) {
  Number<B> sum(0);
  for (std::size_t i = 1; i <= 10; ++i) {
    const double t = 0.1 * at(i);
    sum += square(exp(-t * x[0]) - exp(-t * x[1]) - x[2] * (std::exp(-t) - std::exp(-10 * t)));
  }
  return sum;
}
template <class B>
auto powell_singular(const B& x) {
  return square(x[0] + 10 * x[1]) + 5 * square(x[2] - x[3]) + square(square(x[1] - 2 * x[2])) +
         10 * square(square(x[0] - x[3]));
}
template <class B>
auto wood(const B& x) {
  return 100 * square(x[1] - x[0] * x[0]) + square(1 - x[0]) + 90 * square(x[3] - x[2] * x[2]) + square(1 - x[2]) +
         10 * square(x[1] + x[3] - 2) + square(x[1] - x[3]) / 10.0;
}
template <class B>
auto kowalik_osborne(const B& x) {
  constexpr std::array y{.1957, .1947, .1735, .1600, .0844, .0627, .0456, .0342, .0323, .0235, .0246};
  constexpr std::array u{4.0, 2.0, 1.0, 0.5, .25, .1670, .1250, .1, .0833, .0714, .0625};
  Number<B> sum(0);
  for (std::size_t i = 0; i < 11; ++i)
    sum += square(y[i] - x[0] * (u[i] * u[i] + u[i] * x[1]) / (u[i] * u[i] + u[i] * x[2] + x[3]));
  return sum;
}
template <class B>
auto brown_dennis(const B& x) {
  Number<B> sum(0);
  for (std::size_t i = 1; i <= 20; ++i) {
    const double t = at(i) / 5;
    sum += square(square(x[0] + t * x[1] - std::exp(t)) + square(x[2] + x[3] * std::sin(t) - std::cos(t)));
  }
  return sum;
}
template <class B>
auto watson(const B& x) {
  Number<B> sum = square(x[0]) + square(x[1] - x[0] * x[0] - 1);
  for (std::size_t i = 1; i <= 29; ++i) {
    const double t = at(i) / 29;
    Number<B> slope(0), value(0);
    for (std::size_t j = 0; j < x.size(); ++j) {
      if (j > 0) slope += at(j) * std::pow(t, at(j) - 1) * x[j];
      value += std::pow(t, at(j)) * x[j];
    }
    sum += square(slope - square(value) - 1);
  }
  return sum;
}
template <class B>
auto penalty(const B& x) {
  Number<B> sum(0), length(-0.25);
  for (std::size_t j = 0; j < x.size(); ++j) {
    sum += 1e-5 * square(x[j] - 1);
    length += square(x[j]);
  }
  return sum + square(length);
}
template <class B>
auto variably_dimensioned(const B& x) {
  Number<B> sum(0), weighted(0);
  for (std::size_t j = 0; j < x.size(); ++j) {
    sum += square(x[j] - 1);
    weighted += (at(j) + 1) * (x[j] - 1);
  }
  return sum + square(weighted) + square(square(weighted));
}

// Hock & Schittkowski, by number.
template <class B>
auto hs3(const B& x) {
  return x[1] + 1e-5 * square(x[1] - x[0]);
}
template <class B>
auto hs4(const B& x) {
  return square(x[0] + 1) * (x[0] + 1) / 3.0 + x[1];
}
template <class B>
auto hs5(const B& x) {
  return sin(x[0] + x[1]) + square(x[0] - x[1]) - 1.5 * x[0] + 2.5 * x[1] + 1;
}
template <class B>
auto hs45(const B& x) {
  return 2 - x[0] * x[1] * x[2] * x[3] * x[4] / 120.0;
}
template <class B>
auto hs110(const B& x) {
  Number<B> sum(0), product(1);
  for (std::size_t j = 0; j < 10; ++j) {
    sum += square(log(x[j] - 2)) + square(log(10 - x[j]));
    product *= x[j];
  }
  return sum - pow(product, 0.2);
}

}  // namespace test_functions
