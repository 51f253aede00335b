#pragma once
#include <bit>
#include <cmath>
#include <cstdint>

#include "numeric/dispatch.hpp"

/// Elementary functions without branches, tables or calls, so that loops over them become vector code; the
/// C library's own differ in their last bits between processors.
namespace foreplan::inline v0::numeric {

/// c[0] + c[1] x + ... + c[N - 1] x^(N - 1), Horner's scheme.
template <std::size_t N>
FOREPLAN_KERNEL_BODY double polynomial(const double (&c)[N], double x) noexcept {
  double sum = c[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) sum = sum * x + c[i];
  return sum;
}

// log 2 in two parts; the first has 32 trailing zeros, so that its product with an exponent is exact.
inline constexpr double kLog2High = 0x1.62e42feep-1, kLog2Low = 0x1.a39ef35793c76p-33;

/// exp(x): x = k log 2 + r, |r| <= log(2) / 2; the Taylor series of exp(r) - 1 - r to r^13 errs by less than 2^-56;
/// 2^k is multiplied in two halves, which keeps subnormal results right.
FOREPLAN_KERNEL_BODY double exponential(double x) noexcept {
  constexpr double kTaylor[] = {1.0 / 2,       1.0 / 6,        1.0 / 24,        1.0 / 120,
                                1.0 / 720,     1.0 / 5040,     1.0 / 40320,     1.0 / 362880,
                                1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800};
  constexpr double kShift = 0x1.8p52;  // adding it leaves the nearest whole number in the low bits
  x = x > 710 ? 710 : x;
  x = x < -746 ? -746 : x;
  const double shifted = x * 0x1.71547652b82fep0 + kShift;
  const double k = shifted - kShift;
  const double r = (x - k * kLog2High) - k * kLog2Low;
  const double e = 1 + (r + r * r * polynomial(kTaylor, r));
  // k + 2046 >= 0, so that halving is a logical shift.
  const std::uint64_t biased = std::bit_cast<std::uint64_t>(shifted) - std::bit_cast<std::uint64_t>(kShift) + 2046;
  const std::uint64_t half = biased >> 1, rest = biased - half;
  return e * std::bit_cast<double>(half << 52) * std::bit_cast<double>(rest << 52);
}

struct CosineSine {
  double cosine = 0, sine = 0;
};
/// Of the angle 2 pi v, v in [0, 1]: v = q / 4 + x with q whole and |x| <= 1/8; the Taylor series of sin(2 pi x) to
/// x^17 and of cos(2 pi x) to x^18 err by less than 2^-58. The remainder x is exact where v is a multiple of 2^-55.
FOREPLAN_KERNEL_BODY CosineSine of_turn(double v) noexcept {
  constexpr double kSine[] = {6.283185307179586,  -41.34170224039976,  81.60524927607506,
                              -76.70585975306139, 42.058693944897655,  -15.09464257682299,
                              3.819952584848282,  -0.7181223177785006, 0.10422916220813984};
  constexpr double kCosine[] = {-19.739208802178716, 64.9393940226683,    -85.45681720669373,
                                60.24464137187666,   -26.4262567833744,   7.903536371318469,
                                -1.714390711088672,  0.28200596845579123, -0.03638284114254567};
  constexpr double kShift = 0x1.8p52;  // adding it leaves the nearest whole number in the low bits
  const double shifted = 4 * v + kShift;
  const double x = v - (shifted - kShift) / 4, y = x * x;
  const double sine = x * polynomial(kSine, y), cosine = 1 + y * polynomial(kCosine, y);
  // The quarter turn q exchanges the two and gives them their signs.
  const std::uint64_t q = std::bit_cast<std::uint64_t>(shifted);
  const bool odd = (q & 1) != 0;
  const std::uint64_t c = std::bit_cast<std::uint64_t>(odd ? sine : cosine) ^ ((q + 1) & 2) << 62;
  const std::uint64_t s = std::bit_cast<std::uint64_t>(odd ? cosine : sine) ^ (q & 2) << 62;
  return {std::bit_cast<double>(c), std::bit_cast<double>(s)};
}

/// log(x) for normal x > 0: x = 2^k m, sqrt(1/2) <= m < sqrt 2, log m = 2 atanh(s) with s = (m - 1) / (m + 1),
/// |s| <= 0.1716; the series to s^21 errs by less than 2^-58.
FOREPLAN_KERNEL_BODY double logarithm(double x) noexcept {
  constexpr double kSeries[] = {1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9,  1.0 / 11,
                                1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21};
  constexpr std::uint64_t kHalf = 0x3fe6a09e667f3bcd;  // bits of sqrt(1/2)
  constexpr std::uint64_t kExponents = 0xfff0000000000000;
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t exponent = (bits - kHalf) & kExponents;  // k << 52, modulo 2^64
  const double m = std::bit_cast<double>(bits - exponent);
  // k + 2^51 without an integer conversion: the biased number goes into the mantissa of 2^52.
  const std::uint64_t biased = (exponent >> 52 ^ 0x800) & 0xfff;
  const double k = std::bit_cast<double>(biased | 0x4330000000000000) - (0x1p52 + 2048);
  const double s = (m - 1) / (m + 1);
  const double z = s * s;
  const double f = m - 1;
  // 2 s = f - s f, which keeps the leading term exact.
  const double tail = s * (f - 2 * z * polynomial(kSeries, z));
  return k * kLog2High + (f - (tail - k * kLog2Low));
}

}  // namespace foreplan::inline v0::numeric
