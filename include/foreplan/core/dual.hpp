#pragma once
#include <array>
#include <cmath>
#include <cstddef>

/// Forward-mode differentiation: a number that carries its derivatives with respect to N variables along.
///
///   auto f = [](const auto& b, double t) { return b[0] / (1 + exp(-b[1] * (t - b[2]))); };
///   const auto y = f(seeded<3>({70, 0.6, 4}), 2.0);     // y.value, and y.gradient[j] = dy / db[j]
///
/// Mathematical functions are found by argument: write `exp(x)`, not `std::exp(x)`, and the same code serves numbers
/// and duals (with `using std::exp;` where plain numbers meet it). Comparisons look at the value alone. Header-only,
/// O(N) an operation.
namespace foreplan::inline v0 {

template <std::size_t N, class T = double>
struct Dual {
  T value{};
  std::array<T, N> gradient{};

  constexpr Dual() = default;
  constexpr Dual(T constant) : value(constant) {}  // NOLINT: numbers are constants
  constexpr Dual(T v, const std::array<T, N>& g) : value(v), gradient(g) {}

  constexpr Dual& operator+=(const Dual& o) { return *this = *this + o; }
  constexpr Dual& operator-=(const Dual& o) { return *this = *this - o; }
  constexpr Dual& operator*=(const Dual& o) { return *this = *this * o; }
  constexpr Dual& operator/=(const Dual& o) { return *this = *this / o; }

  /// A function of value f and derivative df at this number: the chain rule.
  [[nodiscard]] constexpr Dual chain(T f, T df) const {
    Dual out(f);
    for (std::size_t j = 0; j < N; ++j) out.gradient[j] = df * gradient[j];
    return out;
  }

  friend constexpr Dual operator+(const Dual& a) { return a; }
  friend constexpr Dual operator-(const Dual& a) { return a.chain(-a.value, -1); }
  friend constexpr Dual operator+(const Dual& a, const Dual& b) { return combine(a, b, a.value + b.value, 1, 1); }
  friend constexpr Dual operator-(const Dual& a, const Dual& b) { return combine(a, b, a.value - b.value, 1, -1); }
  friend constexpr Dual operator*(const Dual& a, const Dual& b) {
    return combine(a, b, a.value * b.value, b.value, a.value);
  }
  friend constexpr Dual operator/(const Dual& a, const Dual& b) {
    const T quotient = a.value / b.value;
    return combine(a, b, quotient, 1 / b.value, -quotient / b.value);
  }
  friend constexpr Dual operator+(const Dual& a, T b) { return {a.value + b, a.gradient}; }
  friend constexpr Dual operator+(T a, const Dual& b) { return {a + b.value, b.gradient}; }
  friend constexpr Dual operator-(const Dual& a, T b) { return {a.value - b, a.gradient}; }
  friend constexpr Dual operator-(T a, const Dual& b) { return b.chain(a - b.value, -1); }
  friend constexpr Dual operator*(const Dual& a, T b) { return a.chain(a.value * b, b); }
  friend constexpr Dual operator*(T a, const Dual& b) { return b.chain(a * b.value, a); }
  friend constexpr Dual operator/(const Dual& a, T b) { return a.chain(a.value / b, 1 / b); }
  friend constexpr Dual operator/(T a, const Dual& b) {
    const T quotient = a / b.value;
    return b.chain(quotient, -quotient / b.value);
  }
  friend constexpr bool operator==(const Dual& a, const Dual& b) { return a.value == b.value; }
  friend constexpr auto operator<=>(const Dual& a, const Dual& b) { return a.value <=> b.value; }

  friend Dual exp(const Dual& a) {
    using std::exp;
    const T e = exp(a.value);
    return a.chain(e, e);
  }
  friend Dual expm1(const Dual& a) {
    using std::expm1;
    const T e = expm1(a.value);
    return a.chain(e, e + 1);
  }
  friend Dual log(const Dual& a) {
    using std::log;
    return a.chain(log(a.value), 1 / a.value);
  }
  friend Dual log1p(const Dual& a) {
    using std::log1p;
    return a.chain(log1p(a.value), 1 / (1 + a.value));
  }
  friend Dual sqrt(const Dual& a) {
    using std::sqrt;
    const T root = sqrt(a.value);
    return a.chain(root, 1 / (2 * root));
  }
  friend Dual pow(const Dual& a, T power) {
    using std::pow;
    return a.chain(pow(a.value, power), power == 0 ? 0 : power * pow(a.value, power - 1));
  }
  friend Dual pow(T base, const Dual& b) {
    using std::log;
    using std::pow;
    const T p = pow(base, b.value);
    return b.chain(p, p == 0 ? 0 : p * log(base));
  }
  /// a > 0 where the power varies.
  friend Dual pow(const Dual& a, const Dual& b) {
    using std::log;
    using std::pow;
    const T p = pow(a.value, b.value);
    const T by_base = b.value == 0 ? 0 : b.value * pow(a.value, b.value - 1);
    return combine(a, b, p, by_base, p == 0 ? 0 : p * log(a.value));
  }
  friend Dual sin(const Dual& a) {
    using std::cos;
    using std::sin;
    return a.chain(sin(a.value), cos(a.value));
  }
  friend Dual cos(const Dual& a) {
    using std::cos;
    using std::sin;
    return a.chain(cos(a.value), -sin(a.value));
  }
  friend Dual tan(const Dual& a) {
    using std::tan;
    const T t = tan(a.value);
    return a.chain(t, 1 + t * t);
  }
  friend Dual atan(const Dual& a) {
    using std::atan;
    return a.chain(atan(a.value), 1 / (1 + a.value * a.value));
  }
  friend Dual tanh(const Dual& a) {
    using std::tanh;
    const T t = tanh(a.value);
    return a.chain(t, 1 - t * t);
  }
  friend Dual abs(const Dual& a) { return a.value < 0 ? -a : a; }  // derivative 1 at 0

 private:
  static constexpr Dual combine(const Dual& a, const Dual& b, T value, T by_a, T by_b) {
    Dual out(value);
    for (std::size_t j = 0; j < N; ++j) out.gradient[j] = by_a * a.gradient[j] + by_b * b.gradient[j];
    return out;
  }
};

/// The variables themselves: the j-th has value x[j] and derivative 1 with respect to itself.
template <std::size_t N, class T = double>
[[nodiscard]] constexpr std::array<Dual<N, T>, N> seeded(const std::array<T, N>& x) {
  std::array<Dual<N, T>, N> out{};
  for (std::size_t j = 0; j < N; ++j) {
    out[j].value = x[j];
    out[j].gradient[j] = 1;
  }
  return out;
}

}  // namespace foreplan::inline v0
