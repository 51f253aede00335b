#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>
#include <foreplan/forecast/criterion.hpp>
#include <foreplan/stats/forecaster.hpp>
#include <foreplan/tuning/backtest.hpp>
#include <foreplan/tuning/boosted_trees.hpp>
#include <foreplan/tuning/leaderboard.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Choice among models as a model itself. A chooser is given what is known at an origin, chooses by that alone, and
/// forecasts by what it chose; so the backtest of a chooser is nested validation by construction, and its score is
/// honest where that of the best of many candidates flatters:
///
///   auto field = forecasters(catalogue({"ets", "dotm", "arima"}));
///   field.push_back(choose_by_backtest("by backtest", field, {.horizon = 6}));
///   const Backtest result = backtest(panel, field, {.horizon = 6, .origins = 3});   // the last one is what to expect
///
/// What was chosen and why is in `Fitted::model`: "ETS(A,N,N), of 3 by MASE 0.812 at 3 origins (next: dotm 0.844)".
/// `Fitted::update` is that of the model chosen, which stays. A candidate that throws an `Error` where all is known is
/// passed over for the next best; what the last of them throws comes through when all fail.
/// All throw InvalidArgument for no candidates, one without `fit`, two of one name, options out of range.
namespace foreplan::inline v0::tuning {

struct BacktestChoice {
  std::size_t horizon = 6;          ///< [1, 1,000,000]; periods that are scored: those that will be forecast.
  std::size_t origins = 3;          ///< [1, 1,000,000]; at most so many.
  std::size_t step = 1;             ///< >= 1; periods between two origins.
  std::size_t least = 6;            ///< >= 1; fewest observations before an origin.
  Measure measure = Measure::mase;  ///< Not `owa`, which is relative to a benchmark over many series.
  bool refit = true;                ///< As in `stats::RollingOrigins`.
};
/// The candidate with the least mean measure over the last origins of the series itself (Tashman 2000), of equals the
/// first. Errors are scaled with lag 1 where nothing is known of the season's lag yet. A candidate that has no finite
/// measure at an origin where another has one comes after all that have. Where no origin tells, as in a series too short for one, the first candidate is taken, and said to be.
/// Cost: a fit of each candidate at each origin, and one more of the chosen one.
[[nodiscard]] FOREPLAN_EXPORT stats::Forecaster choose_by_backtest(std::string name,
                                                                   std::vector<stats::Forecaster> candidates,
                                                                   const BacktestChoice& options = {});

/// The fit with the least criterion. Criteria may be compared only where likelihoods are of the same values on the same
/// scale (`stats::FitCriteria::of`): exponential smoothing of a series and of its logarithm may not, nor may ARIMA
/// models that are differenced unlike. Of the kinds of likelihood that candidates have the one that most of them have
/// is taken, of equals that of the earlier candidate; the others are left out, and said to be. Fits whose search ended
/// badly come after those that ended well; where no candidate has a finite criterion the first that fits is taken.
/// Cost: one fit of each.
[[nodiscard]] FOREPLAN_EXPORT stats::Forecaster choose_by_criterion(
    std::string name, std::vector<stats::Forecaster> candidates,
    forecast::Criterion criterion = forecast::Criterion::aicc);

enum class FeatureRule : std::uint8_t {
  /// The candidate whose series, those on which it was best, are most like this one on average: least mean square
  /// distance of standardised features, over those that both have.
  nearest_centroid,
  /// The largest output of boosted trees that were trained to name the best candidate (softmax cross-entropy), series
  /// counting by how much is lost when the choice is wrong.
  boosted_trees,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(FeatureRule) noexcept;

/// What was learnt from other series: a value that needs them no more, written and read as JSON (io/selection.hpp).
struct FeatureChooser {
  FeatureRule rule = FeatureRule::nearest_centroid;
  std::vector<std::string> candidates{};   ///< Different names, in the order of the backtest.
  std::vector<std::string> features{};     ///< `forecast::feature_names()` when it was trained; found by name.
  std::vector<double> centre{}, spread{};  ///< Of each feature: mean and standard deviation; spread 0: not used.
  /// Of each candidate, of standardised features, NaN where its series have none; empty where it never was the best.
  std::vector<std::vector<double>> centroids{};
  std::vector<double> shares{};         ///< Of each candidate: on how many series it was best, over all.
  std::optional<BoostedTrees> trees{};  ///< An output for each candidate.
  std::string trained_on{};             ///< In words: how many series, by what.

  FOREPLAN_EXPORT bool operator==(const FeatureChooser& other) const;  ///< NaN equals NaN.
};

/// @throws InvalidArgument  where `preference` could not be trusted: candidates or features that are none, more than
///   10,000 or of one name, features unknown; lists that do not fit these; centres that are not finite, spreads < 0,
///   infinite centroids, shares outside [0, 1] or that do not add up to 1 within 1e-6; trees that
///   tuning/boosted_trees.hpp refuses, of other features or outputs, or none for the rule that needs them.
FOREPLAN_EXPORT void validate(const FeatureChooser&);

struct FeatureChoiceOptions {
  FeatureRule rule = FeatureRule::nearest_centroid;
  Measure measure = Measure::mase;  ///< Not `owa`.
  BoostingOptions boosting{};       ///< Of `boosted_trees`.
};

/// Features of what is known of each series before its last values: row by row, columns `forecast::feature_names()`, NaN
/// where a series has none.
/// @param left_out  of each series without a horizon of its own: gap and horizon of the backtest.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> panel_features(const std::vector<BacktestSeries>& panel,
                                                                 std::size_t left_out, const Execution& execution = {});

/// Learns which candidate is best on series of which features. The best one of a series has the least mean measure over
/// the origins that all candidates with a number answered; a series on which nobody has one teaches nothing.
/// @param features  series x features, row by row, as `panel_features` has them.
/// @throws InvalidArgument  for a backtest whose lists do not fit each other or that names a candidate twice, another
///   number of features; when no series teaches anything.
[[nodiscard]] FOREPLAN_EXPORT FeatureChooser train_feature_chooser(const Backtest& backtest,
                                                                   std::span<const double> features,
                                                                   const FeatureChoiceOptions& options = {});

/// Places of the candidates, the one to choose first. Those that never were best come last.
/// @param features  a row in the order of `chooser.features`; NaN where there is none.
/// @throws InvalidArgument  for a row of another length, and what `validate` refuses.
[[nodiscard]] FOREPLAN_EXPORT std::vector<std::size_t> preference(const FeatureChooser& chooser,
                                                                  std::span<const double> features);

/// As a model: one fit. The backtest of a chooser is nested only over series that it was not trained on.
/// @param candidates  in any order; those of the chooser, by name.
/// @throws InvalidArgument  for a name of the chooser that no candidate has, with the nearest; what `validate` refuses.
[[nodiscard]] FOREPLAN_EXPORT stats::Forecaster choose_by_features(std::string name, FeatureChooser chooser,
                                                                   std::vector<stats::Forecaster> candidates);

}  // namespace foreplan::inline v0::tuning
