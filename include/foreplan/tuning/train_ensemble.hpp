#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>
#include <foreplan/tuning/backtest.hpp>
#include <foreplan/tuning/boosted_trees.hpp>
#include <foreplan/tuning/catalogue.hpp>
#include <foreplan/tuning/ensemble.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How ensembles are trained:
///
///   const Ensemble ours = train_ensemble("ours", panel, {{.members = catalogue({"ets", "dotm", "arima"})}},
///                                        {.weighting = EnsembleWeighting::stacked});
///   io::write_file("ensemble.json", io::write_ensemble(ours));
///
/// or, where folds are kept, from a corpus that `collect` makes of them, which takes no fit at all.
namespace foreplan::inline v0::tuning {

enum class EnsembleWeighting : std::uint8_t {
  equal,
  inverse_error,  ///< w_i proportional to 1 / (mean loss of member i)^power.
  /// w >= 0 of sum 1 with the least mean loss of the combined forecast + ridge x (mean loss with equal weights) sum
  /// (w_i - 1 / k)^2, by quadratic programs that meet the loss's slope and curvature at the last weights.
  stacked,
  /// Members are added one by one, each the one that lowers the loss of the mean most, with replacement (Caruana,
  /// Niculescu-Mizil, Crew & Ksikes 2004): weights are counts over their sum.
  greedy,
  /// w_i(x) = softmax of boosted trees of the series' features x (Montero-Manso, Athanasopoulos, Hyndman & Talagala
  /// 2020), mixed with the stacked ones.
  by_features,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(EnsembleWeighting) noexcept;

/// Of a series and origin, over its periods; scales as in stats/accuracy.hpp. Means over all series and origins follow.
enum class EnsembleLoss : std::uint8_t {
  squared,   ///< Mean e^2 over the squared scale.
  absolute,  ///< Mean |e| over the absolute scale: MASE.
  owa,       ///< Half of sMAPE and MASE each, over the mean of either with equal weights over all series and origins.
  pinball,   ///< Mean over all levels of twice the pinball loss, over the absolute scale.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(EnsembleLoss) noexcept;

/// What trees of features are to lower.
enum class FeatureLoss : std::uint8_t {
  of_members,   ///< sum of w_i(x) loss of member i, as Montero-Manso et al. (2020).
  of_combined,  ///< The loss of the combined forecast.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(FeatureLoss) noexcept;

struct EnsembleOptions {
  EnsembleWeighting weighting = EnsembleWeighting::stacked;
  EnsembleLoss loss = EnsembleLoss::owa;
  double power = 1;        ///< (0, 100]; of `inverse_error`.
  double ridge = 0.01;     ///< >= 0; of `stacked`, towards equal weights.
  std::size_t steps = 50;  ///< [1, 10,000]; of `greedy`, members added.
  double least_weight =
      0;  ///< [0, 1 / members]: members with less are taken out, one by one, and the others weighed anew.
  std::optional<EnsemblePool> pool{};  ///< Mixed in as it is; weights are found beside it.

  FeatureLoss feature_loss = FeatureLoss::of_combined;
  BoostingOptions boosting{
      .rounds = 200, .learning_rate = 0.15, .depth = 3, .feature_share = 0.5};  ///< Not its execution.
  double share_by_features = 1;                                                 ///< [0, 1]
  bool smoothing_features = false;  ///< Whether the six of exponential smoothing are among the features.

  /// Whether widths are learnt: constants and factors by quasi-Newton steps on the mean pinball loss over the scale,
  /// then, where the corpus has features and `weighting` is `by_features`, a score of these by boosted trees.
  bool widths = true;
  BoostingOptions width_boosting{.rounds = 40, .learning_rate = 0.1, .depth = 3, .feature_share = 0.5};
  /// >= 1; widths and calibration are found on points and quantiles of weights, and widths, that were found without the
  /// series they are of, one of so many parts of the series at a time, which costs as many trainings. 1: on those of all
  /// series, which flatters; few: on those of so much fewer series that intervals come out too wide.
  std::size_t parts = 10;

  /// Factors for each step and each level whose mirror is there too, as `forecast::calibrate` finds them, of the
  /// ensemble's own quantiles on the corpus, of series by parts as above.
  bool calibrate = true;
  std::size_t fewest_series = 20;  ///< >= 1; with fewer in a group, weights are equal and nothing is calibrated.
  Execution execution{};           ///< Results are the same for any number of threads.
};

/// What members said of one series from one origin.
struct EnsembleCase {
  std::string series{};
  std::size_t origin = 1;
  std::size_t season_length = 1;
  double absolute_scale = 0, squared_scale = 0;
  std::vector<double> features{};   ///< As the corpus names them; NaN where the series has none.
  std::vector<double> actual{};     ///< Of each step.
  std::vector<double> points{};     ///< Members x steps; NaN where a member has none.
  std::vector<double> quantiles{};  ///< Members x levels x steps; NaN likewise.

  bool operator==(const EnsembleCase&) const = default;
};

struct EnsembleCorpus {
  std::vector<std::string> members{};   ///< Labels.
  std::vector<double> levels{};         ///< Rising, in (0, 1).
  std::vector<std::string> features{};  ///< Of `forecast::feature_names`; empty: cases have none.
  std::vector<EnsembleCase> cases{};    ///< Those of a series together.

  bool operator==(const EnsembleCorpus&) const = default;
};

/// An empty corpus. @param smoothing  whether the features are to have those of exponential smoothing.
[[nodiscard]] FOREPLAN_EXPORT EnsembleCorpus ensemble_corpus(std::vector<std::string> members,
                                                             std::vector<double> levels, bool with_features,
                                                             bool smoothing = false);
/// A sink of `backtest` that adds to `to` what candidates said that are its members, by their labels; both must live as
/// long as it. Features are of the values that were known at the origin (of a vintage where there is one).
/// Cost: with features, those of each series and origin.
/// @throws InvalidArgument  for members not among the candidates; levels others than the corpus has.
[[nodiscard]] FOREPLAN_EXPORT FoldSink collect(EnsembleCorpus& to, const std::vector<std::string>& candidates,
                                               const SeriesSource& source);

/// A group with weights, trees and calibration of its members found on the cases of the corpus whose season lengths it
/// has. Cases without a positive scale or any actual value are left out; a member without a forecast for a step (or
/// with one 1e30 scales off) is given the mean of the others, and a step that nobody forecasts does not count.
/// @param group  its seasons and members, which the corpus must have; what is found takes the place of the rest.
/// @throws InvalidArgument  for options out of range, a corpus whose parts have other sizes than it says, members that
///   it does not have, trees asked for without features.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT EnsembleGroup train_group(const EnsembleCorpus& corpus, EnsembleGroup group,
                                                        const EnsembleOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT Ensemble train_ensemble(std::string name, const EnsembleCorpus& corpus,
                                                      std::vector<EnsembleGroup> groups,
                                                      const EnsembleOptions& options = {});
/// Each group's members are backtested on its series, and the group trained on that. Threads are those of
/// `options.execution`; in a work folder groups have folders of their own: "group_1", ...
/// @throws InvalidArgument  for a gap, too.
[[nodiscard]] FOREPLAN_EXPORT Ensemble train_ensemble(std::string name, const std::vector<BacktestSeries>& panel,
                                                      std::vector<EnsembleGroup> groups,
                                                      const EnsembleOptions& options = {},
                                                      const BacktestOptions& backtest = {},
                                                      std::span<const ModelEntry> entries = model_entries());

/// What the group would have said of a case, for its scores on series that it was not trained on.
/// @throws InvalidArgument  as `train_group`.
[[nodiscard]] FOREPLAN_EXPORT stats::Outlook outlook(const EnsembleGroup& group, const EnsembleCorpus& corpus,
                                                     std::size_t place);

}  // namespace foreplan::inline v0::tuning
