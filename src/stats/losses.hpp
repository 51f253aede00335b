#pragma once
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.hpp"

/// What the comparisons of forecasts ask of losses. Private.
namespace foreplan::inline v0::stats::internal {

inline constexpr double kMostLoss = 1e150;
/// Differences of losses are known to this share of the losses.
inline constexpr double kLossRounding = 4 * std::numeric_limits<double>::epsilon();

/// NaN is a loss that is not known.
inline void check_losses(std::string_view function, std::string_view what, std::span<const double> losses,
                         double most = kMostLoss) {
  for (std::size_t i = 0; i < losses.size(); ++i)
    if (std::abs(losses[i]) > most)
      detail::fail(function, std::string(what) + " must be at most " + detail::number_text(most) + " in size",
                   detail::number_text(losses[i]), "at index " + std::to_string(i));
}

/// The rows of a table, `models` wide, of which everything is known, one after the other.
inline std::vector<double> known_rows(std::string_view function, std::span<const double> losses, std::size_t models) {
  if (losses.empty() || losses.size() % models != 0)
    detail::fail(function, "there must be a loss of each model in every row",
                 std::to_string(losses.size()) + " losses of " + std::to_string(models) + " models");
  check_losses(function, "losses", losses);
  std::vector<double> known;
  known.reserve(losses.size());
  for (std::size_t at = 0; at < losses.size(); at += models) {
    const std::span<const double> row = losses.subspan(at, models);
    bool whole = true;
    for (const double x : row) whole = whole && !std::isnan(x);
    if (whole) known.insert(known.end(), row.begin(), row.end());
  }
  if (known.size() < 2 * models)
    detail::fail(function, "there must be at least 2 rows without a NaN", std::to_string(known.size() / models));
  return known;
}

}  // namespace foreplan::inline v0::stats::internal
