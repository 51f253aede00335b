#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/matrix.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

/// Structural decomposition analysis (SDA): how much each factor of a product of matrices y = F1 F2 ... Fn did to its
/// change between two periods, such as emissions e' (I - A)^-1 Y f (Dietzenbacher & Los 1998; Miller & Blair 2009,
/// chapter 13). There is no residual.
namespace foreplan::inline v0::structure {

inline constexpr std::size_t kMostSdaFactors = 64;
inline constexpr std::size_t kMostRangedSdaFactors = 16;

enum class SdaKind : std::uint8_t {
  matrix,    ///< As it stands: 1 x n is a row, n x 1 a column.
  diagonal,  ///< n numbers (1 x n or n x 1) on the diagonal of an n x n matrix.
  /// Coefficients A, n x n, that enter as L = (I - A)^-1. The change of L is taken from that of A:
  /// L1 - L0 = L1 (A1 - A0) L0.
  leontief,
};

struct SdaFactor {
  std::string name{};
  Matrix first{}, last{};
  SdaKind kind = SdaKind::matrix;
};
/// Factors from lists of numbers.
[[nodiscard]] FOREPLAN_EXPORT SdaFactor sda_row(std::string name, std::vector<double> first, std::vector<double> last);
[[nodiscard]] FOREPLAN_EXPORT SdaFactor sda_column(std::string name, std::vector<double> first,
                                                   std::vector<double> last);
[[nodiscard]] FOREPLAN_EXPORT SdaFactor sda_diagonal(std::string name, std::vector<double> first,
                                                     std::vector<double> last);

/// Over which of the n! orders, in which the factors may move from the first period to the last, the effects are means.
enum class SdaMethod : std::uint8_t {
  /// All n! (Dietzenbacher & Los 1998), the Shapley value of the coalitions of factors that have moved.
  shapley,
  /// Two: from the first factor to the last, and back (the polar forms of Dietzenbacher & Los 1998).
  polar_average,
  /// `SdaOptions::pairs` random orders, each with its reverse (its mirror image): for comparison.
  mirror_pairs,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(SdaKind) noexcept;
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(SdaMethod) noexcept;

struct SdaOptions {
  SdaMethod method = SdaMethod::shapley;
  std::size_t pairs = 50;  ///< [1, 10^6]; of `mirror_pairs`.
  std::uint64_t seed = 1;
  bool range = false;     ///< Whether effects say how far apart the orders are. At most `kMostRangedSdaFactors`.
  Execution execution{};  ///< Factors side by side; the same bits for any number of threads.
};

struct SdaEffect {
  std::string factor{};
  Matrix values{};   ///< Of y's shape: where y has a row or column a sector, by sector.
  double total = 0;  ///< The sum of the values.
  /// Of `total`, over all n! orders, where `SdaOptions::range` asks for it: how much hangs on the order, as in
  /// Dietzenbacher & Los (1998). NaN otherwise.
  double lowest = std::numeric_limits<double>::quiet_NaN(), highest = std::numeric_limits<double>::quiet_NaN();
  /// Of a `leontief` factor: what the change of each coefficient did to the sum over y. They add up to `total`; its
  /// columns are the recipes of the sectors that use. Empty for other factors.
  Matrix coefficients{};

  /// Two missing ends are equal.
  friend FOREPLAN_EXPORT bool operator==(const SdaEffect&, const SdaEffect&);
};
struct Sda {
  SdaMethod method = SdaMethod::shapley;
  Matrix first{}, last{}, change{};  ///< y, and last - first.
  std::vector<SdaEffect> effects{};  ///< In the order of the factors: they sum to `change`.
  Stop stop = Stop::not_run;         ///< converged; singular: an I - A has no inverse; not_finite: y overflows.
  std::string singular{};            ///< Which factor, and in which period; then y and the effects are empty.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
  bool operator==(const Sda&) const = default;
};

/// Effects of the factors of y = F1 F2 ... Fn.
///
/// The Shapley value is exact without a walk through the 2^n coalitions. By Owen (1972) the effect of factor k is the
/// integral over t in [0, 1] of F1(t) ... (F_k1 - F_k0) ... Fn(t), where F(t) = (1 - t) F_0 + t F_1: a polynomial of
/// degree n - 1, which Gauss's rule integrates without error from n / 2 points, whose weights are positive. Effects
/// keep their digits where y hardly moves, because differences are taken of factors, not of products.
/// @throws InvalidArgument  for no factors, more than `kMostSdaFactors`, a repeated or empty name; sizes that differ
///   between the periods or do not fit the next factor's, naming both; a value that is not finite, naming factor,
///   period and place; pairs out of range; a range over too many factors; y or effects of more than 10^9 cells.
/// @throws Cancelled
/// O(n^2) products with each factor for each of n / 2 points (2 orders, 2 x pairs orders), along the smaller side of
/// y. The range takes n 2^(n - 1) products of n factors with a vector.
[[nodiscard]] FOREPLAN_EXPORT Sda structural_decomposition(const std::vector<SdaFactor>& factors,
                                                           const SdaOptions& = {});

}  // namespace foreplan::inline v0::structure
