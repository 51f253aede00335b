#pragma once
#include <foreplan/core/value.hpp>
#include <foreplan/export.hpp>
#include <foreplan/forecast/conformal.hpp>
#include <foreplan/stats/forecaster.hpp>
#include <foreplan/tuning/boosted_trees.hpp>
#include <foreplan/tuning/catalogue.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Ensembles that are trained on a corpus of series (train_ensemble.hpp) and then need it no more: a value, written and
/// read as JSON (io/ensemble.hpp), that forecasts any series.
///
///   const Ensemble ours = io::read_ensemble_file("ensemble.json");
///   const auto next = stats::predict(forecaster(ours).fit(y, 12), 12, {0.05, 0.95});
///
/// Unlike the weights of forecast/combination.hpp, which come from the past of the series itself, these come from other
/// series: one set for all series of a group, or, by features, one for each series.
namespace foreplan::inline v0::tuning {

/// A mean of members without the lowest and the highest, of each period and quantile by itself, which no single member
/// can move far.
struct EnsemblePool {
  std::vector<std::size_t> members{};  ///< Places among the group's members, rising; empty: all.
  double trimmed_share = 0.5;          ///< [0, 0.5]; of k the floor(share x k) at either side, at 0.5 the median.
  double share = 0.5;                  ///< (0, 1]; the part of the forecast that is the pool's.

  bool operator==(const EnsemblePool&) const = default;
};

/// How far quantiles lie from the combined point, learnt rather than combined: that of level p lies at
///
///   point -+ s exp(c_p + a log(g / s) + b log(d / s) + e log h + f log(v / s) + u)
///
/// below it for p < 1/2 and above it for p > 1/2, h the step ahead, s the `naive_absolute_scale` of the series, over its
/// members g the geometric mean of |quantile - point|, d the mean |point - median of the points| and v the |median|, all
/// with a small floor, and u a score of the series' features. Widths of other levels follow these: on either side they are
/// linear in the standard normal quantile of the level, from 0 at 1/2 through those learnt, and go on beyond the last in
/// proportion to it.
struct EnsembleWidths {
  std::vector<double> levels{};               ///< Rising, in (0, 1), without 1/2; some at either side.
  std::vector<double> constants{};            ///< c, of each level.
  double of_quantiles = 1;                    ///< a
  double of_spread = 0;                       ///< b
  double of_step = 0;                         ///< e
  double of_size = 0;                         ///< f
  std::optional<BoostedTrees> by_features{};  ///< u; of one output.

  bool operator==(const EnsembleWidths&) const = default;
};

/// Series of season lengths in [first, last] and how they are forecast: points and quantiles are
///
///   (1 - share of the pool) sum of w_i member i + share of the pool x pool
///
/// w = share_by_features softmax(scores of the features) + (1 - share_by_features) weights. Quantiles are combined
/// level by level, or lie where `widths` say; they are put in order, and then moved by the calibration's factors.
struct EnsembleGroup {
  std::size_t first_season = 1, last_season = 100'000;
  std::vector<Candidate> members{};           ///< With labels of their own.
  std::vector<double> weights{};              ///< >= 0, adding up to 1; of each member.
  std::optional<BoostedTrees> by_features{};  ///< Of `forecast::series_features`: a score for each member.
  double share_by_features = 1;               ///< [0, 1]; the rest of each weight is from `weights`.
  double least_weight = 0;                    ///< [0, 1 / members]; members with less have none for that series.
  std::optional<EnsemblePool> pool{};
  /// Without a scale > 0 of the series, or where no member knows its quantiles, these are combined all the same.
  std::optional<EnsembleWidths> widths{};
  std::size_t scale_lag = 0;  ///< m of the widths' scale; 0: the season length.
  std::optional<forecast::IntervalCalibration> calibration{};

  bool operator==(const EnsembleGroup&) const = default;
};

struct Ensemble {
  std::string name{};
  std::vector<EnsembleGroup> groups{};  ///< By rising season lengths, which do not overlap.
  std::string trained_on{};             ///< In words: which series, which origins, when.

  bool operator==(const Ensemble&) const = default;
};

/// @throws InvalidArgument  without name, groups or members; for groups whose seasons are out of order, overlap or lie
///   outside [1, 100,000]; members of one label; weights that are negative, not one for each member or do not add up to
///   1 within 1e-9; shares out of range; pools of members that there are not; trees that tuning/boosted_trees.hpp
///   refuses, of other outputs than members or of features unknown; widths that are not finite or not one for each level;
///   calibrations that `forecast::calibrated` refuses.
FOREPLAN_EXPORT void validate(const Ensemble&);

/// As a model beside others. A season length of no group is forecast by the group nearest to it, of two the one of
/// shorter seasons. Members that have weight or are in the pool are fitted; those that throw an `Error`, or whose
/// points one step ahead are not finite, are left out and the others' weights made to add up to 1. `Fitted::model` says
/// who was combined with which weights, and who was left out and why:
///
///   "ours: 0.71 ETS(A,N,N) + 0.29 theta, 0.30 of it the median of 4, calibrated; without arima: ..."
///
/// A period that a member has no finite point for is combined of the others; so are its quantiles without the members
/// that do not know all of them; NaN where nobody does. `usable` when every member combined is; `update` when all of
/// them can, weights as they are. Cost: the members' and, with trees, the features' (forecast/features.hpp).
///
/// `fit` throws InvalidArgument, with the first member's reason, when all are left out.
/// @throws InvalidArgument  for what `validate` refuses, members that `entries` does not have.
[[nodiscard]] FOREPLAN_EXPORT stats::Forecaster forecaster(const Ensemble&,
                                                           std::span<const ModelEntry> entries = model_entries());

/// The weights of a group's members for a series. @throws InvalidArgument  as `series_features` where there are trees.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> ensemble_weights(const EnsembleGroup&, std::span<const double> y,
                                                                   std::size_t season_length);

}  // namespace foreplan::inline v0::tuning
