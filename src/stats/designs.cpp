#include <foreplan/core/random.hpp>
#include <foreplan/stats/designs.hpp>

#include <algorithm>
#include <bit>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <numeric>
#include <string>
#include <string_view>

#include "core/check.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr std::size_t kMostValues = 1'000'000'000;
constexpr std::size_t kMostDimensions = 3667;  // of Boost's table
constexpr unsigned kDigits = 52;

Design sized(std::string_view function, std::size_t points, std::size_t dimensions) {
  detail::require(points >= 1, function, "points must be >= 1", "0");
  detail::require(dimensions >= 1, function, "dimensions must be >= 1", "0");
  const std::size_t size =
      detail::checked_product(points, dimensions, kMostValues, function, "points times dimensions");
  return {points, dimensions, std::vector<double>(size)};
}

/// Direction numbers [digit][dimension], the first binary digit as the highest of 52. Boost's engine gives points x(n),
/// whose Gray codes n ^ n/2 select directions: that of n = 2^k selects k and k - 1.
std::vector<std::uint64_t> directions(std::size_t dimensions) {
  boost::random::sobol_engine<std::uint64_t, 64> engine(dimensions);
  std::vector<std::uint64_t> v(kDigits * dimensions);
  for (unsigned k = 0; k < kDigits; ++k) {
    engine.seed((std::uint64_t{1} << k) - 1);
    for (std::size_t d = 0; d < dimensions; ++d) {
      v[k * dimensions + d] = engine() >> (64 - kDigits);
      if (k > 0) v[k * dimensions + d] ^= v[(k - 1) * dimensions + d];
    }
  }
  return v;
}

/// One dimension's random matrix on binary digits: output digit i is digit i plus random ones among those before it.
class DigitMatrix {
 public:
  explicit DigitMatrix(Stream& random) {
    for (unsigned i = 0; i < kDigits; ++i) {
      const std::uint64_t own = std::uint64_t{1} << (kDigits - 1 - i);
      const std::uint64_t before = ((std::uint64_t{1} << kDigits) - 1) & ~(2 * own - 1);
      rows_[i] = own | (random() & before);
    }
  }
  std::uint64_t operator()(std::uint64_t digits) const noexcept {
    std::uint64_t out = 0;
    for (const std::uint64_t row : rows_) out = out << 1 | static_cast<std::uint64_t>(std::popcount(digits & row) & 1);
    return out;
  }

 private:
  std::uint64_t rows_[kDigits];
};

/// Scrambles the directions in place and returns each dimension's digital shift.
std::vector<std::uint64_t> scramble(std::vector<std::uint64_t>& v, std::size_t dimensions,
                                    const SobolOptions& options) {
  std::vector<std::uint64_t> shifts(dimensions, 0);
  if (options.scramble == SobolScramble::none) return shifts;
  for (std::size_t d = 0; d < dimensions; ++d) {
    Stream random({options.seed, purpose_id("stats::sobol"), 0, 0, static_cast<std::uint32_t>(d)});
    shifts[d] = random() >> (64 - kDigits);
    if (options.scramble != SobolScramble::matrix) continue;
    const DigitMatrix matrix(random);
    for (unsigned k = 0; k < kDigits; ++k) v[k * dimensions + d] = matrix(v[k * dimensions + d]);
  }
  return shifts;
}

}  // namespace

Design sobol(std::size_t points, std::size_t dimensions, const SobolOptions& options) {
  constexpr std::string_view kFunction = "stats::sobol";
  Design design = sized(kFunction, points, dimensions);
  if (dimensions > kMostDimensions)
    detail::fail(kFunction, "dimensions must be at most " + std::to_string(kMostDimensions),
                 std::to_string(dimensions));
  constexpr std::uint64_t kMostPoints = std::uint64_t{1} << kDigits;
  if (options.skip > kMostPoints - points)
    detail::fail(kFunction, "skip + points must be at most 2^52",
                 std::to_string(options.skip) + " + " + std::to_string(points));

  std::vector<std::uint64_t> v = directions(dimensions);
  std::vector<std::uint64_t> x = scramble(v, dimensions, options);
  for (std::uint64_t gray = options.skip ^ (options.skip >> 1); gray != 0; gray &= gray - 1)
    for (std::size_t d = 0; d < dimensions; ++d)
      x[d] ^= v[static_cast<std::size_t>(std::countr_zero(gray)) * dimensions + d];

  const double middle = options.scramble == SobolScramble::none ? 0 : 0.5;
  for (std::size_t i = 0;; ++i) {
    double* const point = design.values.data() + i * dimensions;
    for (std::size_t d = 0; d < dimensions; ++d) point[d] = (static_cast<double>(x[d]) + middle) * 0x1p-52;
    if (i + 1 == points) return design;
    const auto digit = static_cast<std::size_t>(std::countr_zero(options.skip + i + 1));
    for (std::size_t d = 0; d < dimensions; ++d) x[d] ^= v[digit * dimensions + d];
  }
}

Design latin_hypercube(std::size_t points, std::size_t dimensions, const LatinHypercubeOptions& options) {
  Design design = sized("stats::latin_hypercube", points, dimensions);
  const auto n = static_cast<double>(points);
  std::vector<std::size_t> order(points);
  for (std::size_t d = 0; d < dimensions; ++d) {
    Stream random({options.seed, purpose_id("stats::latin_hypercube"), d});
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = points; i > 1; --i)  // Fisher & Yates
      std::swap(order[i - 1], order[static_cast<std::size_t>(random.uniform() * static_cast<double>(i))]);
    for (std::size_t i = 0; i < points; ++i) {
      const auto stratum = static_cast<double>(order[i]);
      const double x = (stratum + (options.centred ? 0.5 : random.uniform())) / n;
      const double end = (stratum + 1) / n;  // rounding must not carry a point over it
      design.values[i * dimensions + d] = x < end ? x : std::nextafter(end, 0.0);
    }
  }
  return design;
}

}  // namespace foreplan::inline v0::stats
