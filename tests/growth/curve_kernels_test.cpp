#include "growth/curve_kernels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "growth/curve_cases.hpp"

namespace foreplan::growth::internal {
namespace {

/// Value and derivatives of a formula at t by duals.
template <std::size_t N>
std::vector<double> by_duals(Curve curve, const std::vector<double>& b, double t) {
  std::array<double, N> plain{};
  std::copy(b.begin(), b.end(), plain.begin());
  const auto v = formula(curve, seeded<N>(plain), t);
  std::vector<double> out{v.value};
  out.insert(out.end(), v.gradient.begin(), v.gradient.end());
  return out;
}
std::vector<double> expected(Curve curve, const std::vector<double>& b, double t) {
  switch (b.size()) {
    case 2:
      return by_duals<2>(curve, b, t);
    case 3:
      return by_duals<3>(curve, b, t);
    case 4:
      return by_duals<4>(curve, b, t);
    case 5:
      return by_duals<5>(curve, b, t);
    default:
      return by_duals<6>(curve, b, t);
  }
}

TEST(CurveKernels, ValuesAndDerivativesAreThoseOfTheFormulas) {
  for (const CurveCase& c : kCases)
    for (const std::size_t n : {1u, 5u, 16u, 17u, 30u, 33u}) {
      std::vector<double> t(n), values(n), jacobian(n * c.b.size()), alone(n);
      for (std::size_t i = 0; i < n; ++i) t[i] = 0.3 + 19.5 * static_cast<double>(i) / static_cast<double>(n);
      const CurveKernel kernel = curve_kernel(c.curve, numeric::best_tier());
      kernel(c.b.data(), t.data(), n, values.data(), jacobian.data());
      kernel(c.b.data(), t.data(), n, alone.data(), nullptr);
      EXPECT_EQ(alone, values);
      for (std::size_t i = 0; i < n; ++i) {
        const std::vector<double> e = expected(c.curve, c.b, t[i]);
        EXPECT_NEAR(values[i], e[0], 1e-13 * std::abs(c.b[0])) << to_string(c.curve) << ' ' << t[i];
        for (std::size_t j = 0; j < c.b.size(); ++j)
          EXPECT_NEAR(jacobian[j * n + i], e[j + 1], 1e-12 * std::abs(e[j + 1]) + 1e-13 * std::abs(e[0]))
              << to_string(c.curve) << ' ' << j << ' ' << t[i];
      }
    }
}

TEST(CurveKernels, EveryTierGivesTheSameBits) {
  const auto results = [](const CurveCase& c, numeric::Tier tier) {
    std::vector<double> t(37), values(37), jacobian(37 * c.b.size());
    for (std::size_t i = 0; i < t.size(); ++i) t[i] = 0.55 * static_cast<double>(i) + (c.curve == Curve::power ? 1 : 0);
    curve_kernel(c.curve, tier)(c.b.data(), t.data(), t.size(), values.data(), jacobian.data());
    values.insert(values.end(), jacobian.begin(), jacobian.end());
    std::vector<std::uint64_t> bits;
    for (const double v : values) bits.push_back(std::bit_cast<std::uint64_t>(v));
    return bits;
  };
  for (const CurveCase& c : kCases)
    for (const numeric::Tier tier : numeric::tiers())
      EXPECT_EQ(results(c, tier), results(c, numeric::Tier::baseline)) << to_string(c.curve) << to_string(tier);
}

TEST(CurveKernels, StayFiniteFarFromTheObservations) {
  // What steps and extrapolation may ask for: exponents beyond what exp can hold.
  for (const CurveCase& c : kCases) {
    if (c.curve == Curve::exponential || c.curve == Curve::modified_exponential) continue;  // these do overflow
    for (const double t : {0.0, 1e-300, 1e4, 1e6}) {
      if (c.curve == Curve::power && t == 0) continue;
      double value = 0;
      std::vector<double> d(c.b.size());
      curve_kernel(c.curve, numeric::best_tier())(c.b.data(), &t, 1, &value, d.data());
      EXPECT_TRUE(std::isfinite(value)) << to_string(c.curve) << ' ' << t;
      for (const double v : d) EXPECT_TRUE(std::isfinite(v)) << to_string(c.curve) << ' ' << t;
    }
  }
  const std::vector<double> steep{50, 1000, 9};
  for (const Curve c : {Curve::logistic, Curve::gompertz}) {
    const std::vector<double> t{0, 9, 20};
    std::vector<double> value(3), d(9);
    curve_kernel(c, numeric::best_tier())(steep.data(), t.data(), 3, value.data(), d.data());
    EXPECT_NEAR(value[0], 0, 1e-300);
    EXPECT_NEAR(value[2], 50, 1e-12);
    for (const double v : d) EXPECT_TRUE(std::isfinite(v));
  }
}

TEST(CurveKernels, BeginAtZeroWhereTheirFormulasDo) {
  const double zero = 0;
  for (const CurveCase& c : kCases) {
    if (c.curve != Curve::weibull && c.curve != Curve::hill && c.curve != Curve::bass &&
        c.curve != Curve::michaelis_menten)
      continue;
    double value = 1;
    curve_kernel(c.curve, numeric::best_tier())(c.b.data(), &zero, 1, &value, nullptr);
    EXPECT_EQ(value, 0) << to_string(c.curve);
  }
  // However slowly they begin.
  const std::vector<double> slow{60, 7, 0.01};
  for (const Curve c : {Curve::weibull, Curve::hill}) {
    double value = 1;
    curve_kernel(c, numeric::best_tier())(slow.data(), &zero, 1, &value, nullptr);
    EXPECT_EQ(value, 0) << to_string(c);
  }
}

}  // namespace
}  // namespace foreplan::growth::internal
