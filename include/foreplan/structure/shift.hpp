#pragma once
#include <foreplan/export.hpp>

#include <cstdint>
#include <span>
#include <string_view>

/// How far the structure moved between two periods. Structures are given as levels or shares of the same
/// sectors in the same order, in any one unit and at one price basis; they are scaled to sum to 1.
///
/// All refuse vectors of different lengths or fewer than two sectors, values that are negative or
/// not finite, and a sum that is not positive. Zero cells are allowed except where said.
/// @throws InvalidArgument  naming function, value and index.
namespace foreplan::inline v0::structure {

using Structure = std::span<const double>;

/// Norm of absolute values, half the sum of |s1 - s0|: the share of the total that changed sector
/// (Michaely 1962, Stoikov 1966). [0, 1]
[[nodiscard]] FOREPLAN_EXPORT double nav(Structure first, Structure last);
/// Krugman's (1991) index, the sum of |s1 - s0|: twice `nav`. [0, 2]
[[nodiscard]] FOREPLAN_EXPORT double krugman(Structure first, Structure last);
/// Hellinger distance: sqrt(sum (sqrt s1 - sqrt s0)^2) / sqrt 2. [0, 1]
[[nodiscard]] FOREPLAN_EXPORT double hellinger(Structure first, Structure last);
/// Aitchison (1986) distance: the Euclidean distance of the centred log ratios. Refuses zero cells.
[[nodiscard]] FOREPLAN_EXPORT double aitchison(Structure first, Structure last);

/// Moore's (1978) index: the angle between the two structures as vectors.
struct CosineShift {
  double cosine = 1;          ///< s0.s1 / (|s0| |s1|), [0, 1]
  double degrees = 0;         ///< [0, 90]
  double of_right_angle = 0;  ///< degrees / 90, a fraction: the convention of Vietnamese statistics.

  bool operator==(const CosineShift&) const = default;
};
[[nodiscard]] FOREPLAN_EXPORT CosineShift cosine_shift(Structure first, Structure last);

/// Whose shares weigh the sectors in Lilien's index.
enum class LilienWeights : std::uint8_t {
  end_period,      ///< s1: Lilien (1982).
  mean_shares,     ///< (s0 + s1) / 2: modified Lilien.
  product_shares,  ///< s0 s1: modified Lilien in the product form of Stamer (1999).
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(LilienWeights) noexcept;

/// Dispersion of growth over sectors: sqrt(sum w_i (dln x_i - dln X)^2), x levels and X their total. Shares give
/// the same as levels, because only dln s_i = dln x_i - dln X counts. Refuses zero cells.
[[nodiscard]] FOREPLAN_EXPORT double lilien(Structure first, Structure last, LilienWeights weights);

}  // namespace foreplan::inline v0::structure
