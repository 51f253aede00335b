#pragma once
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Sharing out a result among players that made it together (Shapley 1953). A coalition is a set of players: bit i of
/// its number is set when player i belongs to it.
namespace foreplan::inline v0::stats {

inline constexpr std::size_t kMostExactPlayers = 20;

/// phi_i = sum over coalitions S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S)): the mean, over all orders in
/// which players may join, of what a player adds. The phi_i sum to v(all) - v(none).
///
/// @param players  [1, kMostExactPlayers].
/// @param worth    2^players x outputs: coalition by coalition, from the empty one (number 0).
/// @return         player by player, `outputs` each.
/// @throws InvalidArgument  for another size, outputs == 0, a worth that is not finite.
/// O(players x 2^players x outputs).
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> shapley_values(std::size_t players, std::span<const double> worth,
                                                                 std::size_t outputs = 1);

/// `count` random orders of the players, for larger games: each is followed by its reverse (Mitchell, Cooper, Frank &
/// Holmes 2022), so that `count` is even. The mean over orders of what players add sums exactly for any number of them.
/// @throws InvalidArgument  unless players >= 1, count >= 2 and even, and players x count at most 10^8.
[[nodiscard]] FOREPLAN_EXPORT std::vector<std::vector<std::size_t>> joining_orders(std::size_t players,
                                                                                   std::size_t count,
                                                                                   std::uint64_t seed);

}  // namespace foreplan::inline v0::stats
