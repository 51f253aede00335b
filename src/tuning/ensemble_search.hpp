#pragma once
#include <foreplan/tuning/train_ensemble.hpp>

#include <vector>

#include "tuning/ensemble_loss.hpp"

namespace foreplan::inline v0::tuning {

/// Weights by the rule of the options; `by_features` as `stacked`.
[[nodiscard]] std::vector<double> found_weights(const LossRows& rows, const EnsembleOptions& options);

/// Trees whose softmax gives weights, from `weights` on. @param features  of the rows' cases, row by row.
[[nodiscard]] BoostedTrees found_trees(const LossRows& rows, const std::vector<std::string>& names,
                                       const std::vector<double>& features, const std::vector<double>& weights,
                                       const EnsembleOptions& options);

}  // namespace foreplan::inline v0::tuning
