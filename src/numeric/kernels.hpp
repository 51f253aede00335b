#pragma once
#include <foreplan/core/random.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

#include "numeric/dispatch.hpp"

/// Kernels over plain arrays, one table of them for each tier. All tiers give the same bits.
namespace foreplan::inline v0::numeric {

/// Three intervals of numbers; they may overlap, and one with low > high holds none.
struct Brackets {
  std::array<double, 3> low{}, high{};
};
struct Selected {
  std::array<std::size_t, 3> below{};  ///< How many are less than each lower end,
  std::size_t inside = 0;              ///< and how many were copied.
};

struct Kernels {
  /// out[i] = `Stream(key)`'s uniform number at position first + i.
  void (*uniform)(const StreamKey& key, std::uint64_t first, double* out, std::size_t n);
  /// p[i] = standard normal quantile of p[i], for p in [2^-53, 1 - 2^-53]: Wichura's (1988) algorithm AS 241, PPND16.
  /// Within 4 units in the last place of the exact quantile away from its zero.
  void (*normal_quantile)(double* p, std::size_t n);
  /// (p[2 j], p[2 j + 1]) = sqrt(-2 log p[2 j]) (cos, sin)(2 pi p[2 j + 1]), which are two independent standard normal
  /// numbers when the p are independent and uniform (Box & Muller 1958). For p in [2^-53, 1 - 2^-53], multiples of
  /// 2^-53; n even. Within 4 units in the last place. A third of the time of `normal_quantile`, but not monotone.
  void (*normal_pairs)(double* p, std::size_t n);
  /// out[i] = factor exp(x[i]), the exponential within 1 unit in the last place; 0, subnormal, infinite and NaN as they
  /// should be. `out` may be `x`.
  void (*exponential)(const double* x, double factor, double* out, std::size_t n);
  /// out[i] = log(x[i]) for normal x[i] > 0, within 1 unit in the last place.
  void (*logarithm)(const double* x, double* out, std::size_t n);
  /// to[i] += factor from[i]
  void (*add_multiple)(double* to, double factor, const double* from, std::size_t n);
  /// out[i] = 1 / x[i]
  void (*reciprocal)(const double* x, double* out, std::size_t n);
  /// out[i] = factor (a[i] b[i])
  void (*product)(const double* a, double factor, const double* b, double* out, std::size_t n);
  /// x[0] + ... + x[n - 1] in one fixed order of sixteen lanes.
  double (*sum)(const double* x, std::size_t n);
  /// a[0] b[0] + ... + a[n - 1] b[n - 1] in the order of `sum`.
  double (*dot)(const double* a, const double* b, std::size_t n);
  /// Products of k columns of m values that follow one another: out[a (a + 1) / 2 + b] = column a . column b, b <= a,
  /// in one fixed order of eight lanes.
  void (*gram)(const double* columns, std::size_t m, std::size_t k, double* out);
  /// How many of x[i] are below `bound`.
  std::size_t (*count_below)(const double* x, std::size_t n, double bound);
  /// Copies the x[i] that lie in some bracket, ends included, to `out`, in order; `out` has room for n + 8. No NaN.
  Selected (*select_inside)(const double* x, std::size_t n, const Brackets& brackets, double* out);
};

/// @param tier  one that this machine runs (`tiers()`).
[[nodiscard]] const Kernels& kernels(Tier tier) noexcept;
[[nodiscard]] inline const Kernels& kernels() noexcept { return kernels(best_tier()); }

}  // namespace foreplan::inline v0::numeric
