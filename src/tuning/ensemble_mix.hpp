#pragma once
#include <foreplan/stats/forecaster.hpp>
#include <foreplan/tuning/ensemble.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace foreplan::inline v0::tuning {

/// Whether each of `count` members is in the pool.
[[nodiscard]] std::vector<bool> in_pool(const std::optional<EnsemblePool>& pool, std::size_t count);

/// The pool's number of its members' ones, which are not empty; reordered.
[[nodiscard]] double pooled(std::vector<double>& values, double trimmed_share);

/// Members' outlooks as one, without calibration: of one horizon and the same levels, those of members that are left
/// out empty; at least one is not.
[[nodiscard]] stats::Outlook mixed(const std::vector<stats::Outlook>& members, const std::vector<double>& weights,
                                   const std::optional<EnsemblePool>& pool);

/// exp(score_i) over their sum.
void softmax(std::span<const double> scores, std::span<double> weights);

/// The group's weights where its trees gave `scores` (empty: there are none).
[[nodiscard]] std::vector<double> weights_of(const EnsembleGroup& group, std::span<const double> scores);

/// Whether each member takes part where these are the weights: has one that counts, or is in the pool.
[[nodiscard]] std::vector<bool> taking_part(const EnsembleGroup& group, const std::vector<double>& weights);

/// Of the six of exponential smoothing, which cost as much as all others together and more.
[[nodiscard]] bool is_smoothing_feature(const std::string& name);

/// Features by name of those of a series, NaN where it has none.
[[nodiscard]] std::vector<double> features_by_name(std::span<const double> y, std::size_t season_length,
                                                   const std::vector<std::string>& names);

/// @throws InvalidArgument  for `function`for a pool that is none of so many members.
void check_pool(std::string_view function, const EnsemblePool& pool, std::size_t members);

}  // namespace foreplan::inline v0::tuning
