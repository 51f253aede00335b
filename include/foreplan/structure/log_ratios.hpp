#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/matrix.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Shares as compositions (Aitchison 1986): positive parts of which only the ratios count. Log ratios take them to
/// ordinary coordinates, in which trends, averages and distances are straight, and back to shares that sum to 1.
///
/// A composition is given as its parts in any one unit, at least two, > 0 and finite: shares, per cent and levels give
/// the same coordinates. What comes back are shares: they sum to 1 within n units in the last place, n parts.
namespace foreplan::inline v0::structure {

/// Parts divided by their sum. Zero parts are allowed here.
/// @throws InvalidArgument  unless there are parts, >= 0 and finite, and their sum is > 0 and finite.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> closure(std::span<const double> parts);

/// Additive log ratios: log(x_i / x_reference) for every other part, in order; n - 1 numbers.
/// @throws InvalidArgument  (all that follow) for parts that are not > 0 and finite, naming value and index; fewer than
///   two; a reference that is no part. Zeros are replaced beforehand by `replace_zeros`, or refused here.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> alr(std::span<const double> parts, std::size_t reference);
/// @param coordinates  finite, at least one.
/// @param reference  place of the reference among the parts.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> inverse_alr(std::span<const double> coordinates,
                                                              std::size_t reference);

/// Centred log ratios: log(x_i / g), g the geometric mean; n numbers that sum to 0.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> clr(std::span<const double> parts);
/// @param coordinates  finite, at least two; a common constant does not matter.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> inverse_clr(std::span<const double> coordinates);

/// An orthonormal basis of the log ratios: n - 1 rows of n numbers that sum to 0 (Egozcue, Pawlowsky-Glahn,
/// Mateu-Figueras & Barceló-Vidal 2003). The coordinates of a composition are basis x log(parts).
///
/// Pivot coordinates (Fišerová & Hron 2011): row i sets part i against the geometric mean g of those after it, sqrt((n
/// - i) / (n - i + 1)) log(x_i / g(x_(i+1), ..., x_n)), i = 1 ... n - 1.
/// @throws InvalidArgument  for n < 2 or n > 10,000.
[[nodiscard]] FOREPLAN_EXPORT Matrix pivot_basis(std::size_t parts);
/// The basis of a sequential binary partition (Egozcue & Pawlowsky-Glahn 2005). Row k of `signs` splits one group of
/// the parts in two, +1 against -1, 0 for those outside the group: sqrt(r s / (r + s)) log(g(x+) / g(x-)), r and s the
/// numbers of parts on either side. Groups come in any order.
/// @throws InvalidArgument  unless there are n - 1 rows of n signs, and the rows are one such partition; naming the row
///   that is empty on one side, or that is not split off within one group.
[[nodiscard]] FOREPLAN_EXPORT Matrix partition_basis(const std::vector<std::vector<int>>& signs);

/// Isometric log ratios: n - 1 coordinates, whose Euclidean distances are Aitchison's.
/// @param basis  of `pivot_basis` or `partition_basis`, or any (n - 1) x n matrix with orthonormal rows that sum to 0.
/// @throws InvalidArgument  also for a basis of another shape, or not orthonormal within 1e-9.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> ilr(std::span<const double> parts, const Matrix& basis);
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> inverse_ilr(std::span<const double> coordinates, const Matrix& basis);

/// log(s / (1 - s)), s in (0, 1).
[[nodiscard]] FOREPLAN_EXPORT double logit(double share);
/// 1 / (1 + exp(-z)), z finite. Beyond 36 it is 1 to a double, below -745 it is 0.
[[nodiscard]] FOREPLAN_EXPORT double inverse_logit(double z);

/// Perturbation, the addition of compositions: closure of x_i y_i.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> perturb(std::span<const double> x, std::span<const double> y);
/// Powering, the multiplication by a number: closure of x_i^exponent. @param exponent  finite.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> power(std::span<const double> x, double exponent);
/// The centre of compositions: closure of the geometric means of the parts. Not the arithmetic mean of shares.
/// @throws InvalidArgument  also for no compositions, or some of different lengths, naming which.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> aitchison_mean(const std::vector<std::vector<double>>& compositions);

/// What to do with parts of 0, which have no logarithm. Only a structural reason can say which is right: a sector that
/// does not exist is to be left out, one that was rounded to 0 may be replaced.
enum class ZeroPolicy : std::uint8_t {
  refuse,
  keep,  ///< Zeros stay: for what takes no logarithms.
  /// Zeros become `amount`, the others x (1 - zeros x amount): ratios between the others stay (Martín-Fernández,
  /// Barceló-Vidal & Pawlowsky-Glahn 2003).
  multiplicative,
  /// Aitchison's (1986, section 11.5): with Z zeros of n parts, zeros become amount (Z + 1) (n - Z) / n^2 and from each
  /// other amount Z (Z + 1) / n^2 is taken. Changes the ratios between the others; offered for comparison.
  additive,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ZeroPolicy) noexcept;

struct ZeroOptions {
  ZeroPolicy policy = ZeroPolicy::refuse;
  double amount =
      0;  ///< A fraction of the whole, in (0, 1) where zeros are replaced: 65 % of the limit of rounding is customary.

  bool operator==(const ZeroOptions&) const = default;
};
/// Shares with zeros as the policy says; without zeros the closure, whatever the policy.
/// @throws InvalidArgument  also when the amount leaves nothing for the others.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> replace_zeros(std::span<const double> parts, const ZeroOptions&);

/// What the values of a frame are, so that a table of shares with a sector missing is found.
enum class PartsAs : std::uint8_t {
  fractions,  ///< Sum to 1 in every period.
  percent,    ///< Sum to 100.
  levels,     ///< Sum to anything: amounts in one unit.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(PartsAs) noexcept;

struct CompositionOptions {
  PartsAs parts = PartsAs::fractions;
  /// >= 0; how far a sum may be from 1, as a fraction, because figures were rounded (0.0005 lets 99.95 pass); they are
  /// then divided by their sum.
  double rounding = 1e-9;
  ZeroOptions zeros{};

  bool operator==(const CompositionOptions&) const = default;
};

/// Shares of all series of a frame, closed: each row sums to 1.
struct Compositions {
  std::vector<std::string> parts{};
  Period start{};
  Matrix shares{};  ///< One row a period.

  bool operator==(const Compositions&) const = default;
};
/// @throws UnitMismatch     unless all series have one unit.
/// @throws InvalidArgument  for fewer than two series, a missing, negative or infinite value, a zero that is refused,
///   naming series and period; a period whose sum is not what `parts` says, naming sum and period.
[[nodiscard]] FOREPLAN_EXPORT Compositions compositions(const Frame& parts, const CompositionOptions& = {});

}  // namespace foreplan::inline v0::structure
