#pragma once
#include <foreplan/core/value.hpp>
#include <foreplan/export.hpp>
#include <foreplan/forecast/conformal.hpp>
#include <foreplan/stats/forecaster.hpp>
#include <foreplan/tuning/backtest.hpp>
#include <foreplan/tuning/boosted_trees.hpp>
#include <foreplan/tuning/catalogue.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Ensembles that are trained on a corpus of series and then need it no more: a value, written and read as JSON
/// (io/tuning.hpp), that forecasts any series.
///
///   const Ensemble trained = train_ensemble("ours", panel, {{.members = catalogue({"ets", "dotm", "arima"})}},
///                                           {.weighting = EnsembleWeighting::stacked});
///   const auto next = stats::predict(forecaster(trained).fit(y, 12), 12, {0.05, 0.95});
///
/// Unlike the weights of forecast/combination.hpp, which come from the past of the series itself, these come from other
/// series: one set for all series of a group, or, by features, one for each series.
namespace foreplan::inline v0::tuning {

enum class EnsembleWeighting : std::uint8_t {
  equal,
  inverse_error,  ///< w_i proportional to the inverse of the mean loss of member i.
  /// w >= 0 of sum 1 with the least mean loss of the combined forecast over the corpus.
  stacked,
  /// Members are added one by one, each the one that lowers the loss of the mean most, with replacement (Caruana,
  /// Niculescu-Mizil, Crew & Ksikes 2004): weights are counts over their sum.
  greedy,
  /// w_i(x) = softmax of boosted trees of the series' features x, with the least mean loss (Montero-Manso, Athanasopoulos,
  /// Hyndman & Talagala 2020), shrunk towards the stacked ones.
  by_features,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(EnsembleWeighting) noexcept;

/// Series of season lengths in [first, last] and how they are forecast.
struct EnsembleGroup {
  std::size_t first_season = 1, last_season = 1;
  std::vector<Candidate> members{};
  std::vector<double> weights{};              ///< >= 0, adding up to 1; of each member.
  std::optional<BoostedTrees> by_features{};  ///< Scores of the members; softmax gives weights.
  double share_by_features = 1;               ///< [0, 1]; the rest of each weight is from `weights`.
  std::optional<forecast::IntervalCalibration> calibration{};

  bool operator==(const EnsembleGroup&) const = default;
};

struct Ensemble {
  std::string name{};
  std::vector<EnsembleGroup> groups{};
  std::string trained_on{};  ///< In words: which series, which origins, when.

  bool operator==(const Ensemble&) const = default;
};

/// As a model beside others. @throws InvalidArgument  for what `validate` refuses.
[[nodiscard]] FOREPLAN_EXPORT stats::Forecaster forecaster(const Ensemble&,
                                                           std::span<const ModelEntry> entries = model_entries());

}  // namespace foreplan::inline v0::tuning
