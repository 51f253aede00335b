#pragma once
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Points that fill the unit cube more evenly than random ones: for integrals, sensitivity analysis and starting
/// values.
namespace foreplan::inline v0::stats {

/// Points of the unit cube, all coordinates in [0, 1); in (0, 1) where they are random.
struct Design {
  std::size_t points = 0;
  std::size_t dimensions = 0;
  std::vector<double> values{};  ///< Point by point.

  [[nodiscard]] std::span<const double> point(std::size_t i) const {
    return std::span(values).subspan(i * dimensions, dimensions);
  }
  [[nodiscard]] double at(std::size_t point, std::size_t dimension) const {
    return values[point * dimensions + dimension];
  }
  bool operator==(const Design&) const = default;
};

enum class SobolScramble : std::uint8_t {
  none,   ///< The sequence itself, from the origin on. Deterministic, so it tells nothing of its own error.
  shift,  ///< Digital shift: every coordinate exclusive-or a random number.
  /// Random lower triangular matrices on the binary digits, and a digital shift (Matousek 1998). Each coordinate is
  /// uniform on (0, 1), means are unbiased, and the spread of means over seeds tells their error.
  matrix,
};

struct SobolOptions {
  SobolScramble scramble = SobolScramble::matrix;
  std::uint64_t seed = 0;  ///< Not used without scrambling.
  std::uint64_t skip = 0;  ///< Points left out at the start; skip + points at most 2^52.
};

/// Points of Sobol's (1967) sequence in the Gray-code order of Antonov & Saleev (1979), with the direction numbers of
/// Joe & Kuo (2008, new-joe-kuo-6) and 52 binary digits: the points that SciPy gives. The first 2^k of them are a (t,
/// k, s)-net, so use powers of two. O(points x dimensions), one exclusive-or each.
///
/// @param points      >= 1; times `dimensions` at most 10^9.
/// @param dimensions  [1, 3667].
/// @throws InvalidArgument
[[nodiscard]] FOREPLAN_EXPORT Design sobol(std::size_t points, std::size_t dimensions,
                                           const SobolOptions& options = {});

struct LatinHypercubeOptions {
  std::uint64_t seed = 0;
  bool centred = false;  ///< Points in the middle of their strata instead of anywhere in them.
};

/// McKay, Beckman & Conover (1979): each coordinate has exactly one point in each of [0, 1/n), [1/n, 2/n), ...; the
/// orders of the coordinates are independent random permutations.
/// @param points, dimensions  >= 1; their product at most 10^9.
/// @throws InvalidArgument
[[nodiscard]] FOREPLAN_EXPORT Design latin_hypercube(std::size_t points, std::size_t dimensions,
                                                     const LatinHypercubeOptions& options = {});

}  // namespace foreplan::inline v0::stats
