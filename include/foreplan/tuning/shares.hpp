#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/frame.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/forecaster.hpp>
#include <foreplan/structure/log_ratios.hpp>
#include <foreplan/structure/matrix.hpp>
#include <foreplan/structure/share_trends.hpp>
#include <foreplan/tuning/catalogue.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Projections of whole compositions to choose from, by name and options like models of one series (catalogue.hpp), and
/// what they would have said:
///
///   std::vector<Candidate> field = share_catalogue({"naive", "linear"});
///   field.push_back({.model = "each_share", .options = Value::object({{"model", "dotm"}}), .name = "each, dotm"});
///   const ShareBacktest result = backtest_shares({{"Viet Nam", shares}}, field, {.horizon = 5});
///   for (const ShareStanding& s : result.standings) ...   // s.aitchison, s.absolute, s.bands->covered
///
/// | name                     | projection                                                                       |
/// |--------------------------|----------------------------------------------------------------------------------|
/// | `naive`                  | the last shares                                                                  |
/// | `linear`                 | `structure::fit_share_trend`: the Aitchison centre; option `space`               |
/// | `random_walk`            | likewise                                                                         |
/// | `random_walk_with_drift` | likewise                                                                         |
/// | `vector_autoregression`  | likewise; also `lags`, `max_lags`, `criterion`, `terms` of `stats::VarOptions`   |
/// | `each_share`             | `each_share` below: options `model` and `options` of a candidate of              |
/// |                          | catalogue.hpp, and `space`                                                       |
///
/// Linear trends and walks are the same shares in the spaces alr, clr and ilr, and others in logit. Trends, walks and
/// vector autoregressions know bands, by 2,000 draws (fewer from 50,000 periods x parts on); the others do not.
namespace foreplan::inline v0::tuning {

/// Central intervals of each share in each period by itself: a row a period, a column a part, fractions.
struct ShareBands {
  structure::Matrix lower{}, upper{};

  bool operator==(const ShareBands&) const = default;
};

/// A projection after its data.
struct FittedShares {
  std::string model{};  ///< What was fitted.
  bool usable = true;   ///< Whether its search ended well.
  /// A row a period, a column a part in the order of the data; rows sum to 1. From any thread.
  std::function<structure::Matrix(std::size_t horizon)> predict{};
  /// In the same shape, from any thread; empty: it does not know them.
  std::function<ShareBands(std::size_t horizon, double coverage)> bands{};
};

/// A projection before its data.
struct ShareForecaster {
  std::string name{};
  /// Given fractions that sum to 1, nothing missing. Several threads may ask at once; the answer is the same each time.
  std::function<FittedShares(const Frame& shares)> fit{};
};

using ShareEntry = Entry<ShareForecaster>;

/// The table above. A list that lives as long as the program.
[[nodiscard]] FOREPLAN_EXPORT std::span<const ShareEntry> share_entries();

/// As their counterparts `catalogue`, `forecaster` and `forecasters`.
[[nodiscard]] FOREPLAN_EXPORT std::vector<Candidate> share_catalogue(
    const std::vector<std::string>& names = {}, std::span<const ShareEntry> entries = share_entries());
[[nodiscard]] FOREPLAN_EXPORT ShareForecaster share_forecaster(const Candidate&,
                                                               std::span<const ShareEntry> entries = share_entries());
[[nodiscard]] FOREPLAN_EXPORT std::vector<ShareForecaster> share_forecasters(
    const std::vector<Candidate>&, std::span<const ShareEntry> entries = share_entries());

/// A model of one series for each coordinate of the shares by itself. Of logits that is each share by itself, kept in
/// (0, 1) and divided by the sum of all; log ratios come back as shares of sum 1. The season is the frequency's: 4
/// quarters, 12 months, 52 weeks, 7 days. Usable when all are.
///
/// Its `fit` throws InvalidArgument for a share that is not in (0, 1), and with the part's name what the model throws.
[[nodiscard]] FOREPLAN_EXPORT ShareForecaster each_share(stats::Forecaster model,
                                                         structure::ShareSpace space = structure::ShareSpace::logit);

/// `fitted.predict` with its answer checked: a projection of the caller's may be wrong.
/// @throws InvalidArgument  for a horizon outside [1, 10,000], a fit without `predict`, an answer of another shape or
///   with parts that are not finite and >= 0, or do not sum to 1 within 1e-9.
[[nodiscard]] FOREPLAN_EXPORT structure::Matrix predict(const FittedShares& fitted, std::size_t parts,
                                                        std::size_t horizon);
/// `fitted.bands` likewise.
/// @throws InvalidArgument  for a horizon outside [1, 10,000], a coverage outside (0, 1), a fit without `bands`, an answer of
///   another shape or unless 0 <= lower <= upper <= 1 for each share.
[[nodiscard]] FOREPLAN_EXPORT ShareBands predict_bands(const FittedShares& fitted, std::size_t parts,
                                                       std::size_t horizon, double coverage = 0.90);

/// Parts of a whole over time, such as sectors' output.
struct ShareHistory {
  std::string name{};
  Frame parts{};  ///< What `ShareBacktestOptions::composition` says: fractions, per cent or levels.

  bool operator==(const ShareHistory&) const = default;
};

/// Origins as in backtest.hpp: the last one is `horizon` periods before the end.
struct ShareBacktestOptions {
  std::size_t horizon = 5;  ///< [1, 10,000]
  std::size_t origins = 3;  ///< [1, 1,000,000]; at most so many.
  std::size_t step = 0;     ///< Periods between two origins; 0: the horizon.
  std::size_t least = 6;    ///< >= 1; fewest periods that a projection is given.
  double coverage = 0.90;   ///< (0, 1); of bands, for projections that know them.
  structure::CompositionOptions composition{};
  Execution execution{};  ///< A unit is an origin of a history. Results are the same for any number of threads.
};

/// How bands did over periods and parts.
struct ShareBandScore {
  double covered = 0;  ///< The part of the actual shares that lay within them; `coverage` is what to expect.
  double width = 0;    ///< Their mean width, a fraction.

  bool operator==(const ShareBandScore&) const = default;
};

/// What one projection said from one origin of one history.
struct ShareFold {
  std::size_t history = 0, candidate = 0;  ///< Places among those given.
  std::size_t origin = 1;                  ///< Counted from the last one, which is 1.
  std::size_t known = 0;                   ///< Periods that it was given.
  structure::Matrix forecast{};            ///< A row a period, a column a part; empty after an error.
  structure::Matrix actual{};              ///< Of the same periods.
  std::string model{};                     ///< `FittedShares::model`
  bool usable = false;                     ///< `FittedShares::usable`; false after an error.
  std::string error{};                     ///< Of the `Error` that it threw; empty when it answered.
  double aitchison = 0;  ///< Mean over the periods of `stats::aitchison_distance`; NaN after an error.
  double absolute = 0;   ///< Mean |error| of a share over periods and parts, a fraction; NaN after an error.
  std::optional<ShareBands> bands{};           ///< Nothing after an error, or where it does not know them.
  std::optional<ShareBandScore> band_score{};  ///< Likewise.

  bool operator==(const ShareFold&) const = default;
};

/// One candidate over the folds that all candidates answered, so that none gains by not answering.
struct ShareStanding {
  std::string candidate{};
  std::size_t folds = 0;  ///< Compared: the same for all.
  double aitchison = 0;   ///< Means over these folds; NaN without any.
  double absolute = 0;
  std::size_t failures = 0;               ///< Folds that it did not answer.
  std::optional<ShareBandScore> bands{};  ///< Means over these folds; nothing unless it knew bands in each.

  bool operator==(const ShareStanding&) const = default;
};

struct ShareBacktest {
  std::vector<std::string> histories{}, candidates{};  ///< Names.
  /// By history, of a history by origin from the earliest, of an origin by candidate.
  std::vector<ShareFold> folds{};
  std::vector<ShareStanding> standings{};  ///< In the order of the candidates.

  bool operator==(const ShareBacktest&) const = default;
};

/// A projection is given a copy of the shares known at the origin and nothing else, so that none can see what it is
/// judged by. One that throws an `Error`, or answers with what are no shares, is a fold like the others. A history that
/// is too short has no folds. Zeros are replaced in each period by itself.
/// @throws InvalidArgument  for options out of range, candidates none or without `fit`, a name used twice, a history
///   that `structure::compositions` refuses, by its name.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT ShareBacktest backtest_shares(const std::vector<ShareHistory>& histories,
                                                            const std::vector<ShareForecaster>& candidates,
                                                            const ShareBacktestOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT ShareBacktest backtest_shares(const std::vector<ShareHistory>& histories,
                                                            const std::vector<Candidate>& candidates,
                                                            const ShareBacktestOptions& options = {});

}  // namespace foreplan::inline v0::tuning
