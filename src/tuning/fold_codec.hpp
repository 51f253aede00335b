#pragma once
#include <foreplan/tuning/backtest.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Folds as the bytes of a batch's unit, the same for the same folds on every machine.
namespace foreplan::inline v0::tuning {

/// What of a fold belongs to its origin is written once for all candidates.
/// @param folds  by series, origin and candidate, every origin with all `candidates`.
[[nodiscard]] std::string encode(const std::vector<Fold>& folds, std::size_t candidates);

/// @param levels  of the quantiles, which are not in the bytes.
/// @throws InvalidArgument  for bytes that `encode` did not write.
[[nodiscard]] std::vector<Fold> decode(std::string_view bytes, std::size_t candidates,
                                       const std::vector<double>& levels);

}  // namespace foreplan::inline v0::tuning
