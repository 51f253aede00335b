#include <foreplan/stats/accuracy.hpp>
#include <foreplan/stats/rolling_origins.hpp>
#include <foreplan/tuning/shares.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "core/check.hpp"
#include "numeric/parallel.hpp"
#include "stats/attempt.hpp"

namespace foreplan::inline v0::tuning {
namespace {

using structure::Compositions;
using structure::Matrix;

constexpr std::string_view kFunction = "tuning::backtest_shares";
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

void check(const std::vector<ShareForecaster>& candidates, const ShareBacktestOptions& options) {
  if (options.horizon < 1 || options.horizon > 10'000)
    detail::fail(kFunction, "horizon must be in [1, 10,000]", std::to_string(options.horizon));
  detail::require(options.coverage > 0 && options.coverage < 1, kFunction, "coverage must be in (0, 1)",
                  options.coverage);
  if (candidates.empty()) detail::fail(kFunction, "there must be candidates", "none");
  std::unordered_set<std::string> names;
  for (const ShareForecaster& candidate : candidates) {
    if (!candidate.fit)
      detail::fail(kFunction, "a projection must have `fit`", "none in " + detail::quoted(candidate.name));
    if (!names.insert(candidate.name).second)
      detail::fail(kFunction, "candidates must have different names", detail::quoted(candidate.name) + " twice");
  }
}

Compositions closed(const ShareHistory& history, const structure::CompositionOptions& options) {
  try {
    return structure::compositions(history.parts, options);
  } catch (const InvalidArgument& refusal) {
    throw InvalidArgument(refusal.what() + (" in history " + detail::quoted(history.name)));
  }
}

/// All that a projection is given.
Frame known_shares(const Compositions& history, std::size_t known) {
  std::vector<Series> series;
  for (std::size_t i = 0; i < history.parts.size(); ++i) {
    series.push_back({history.parts[i], history.start, {}, {}});
    for (std::size_t t = 0; t < known; ++t) series.back().values.push_back(history.shares(t, i));
  }
  return Frame(std::move(series));
}

Matrix rows_after(const Compositions& history, std::size_t known, std::size_t horizon) {
  Matrix rows{horizon, history.parts.size(), {}};
  for (std::size_t h = 0; h < horizon; ++h) {
    const auto row = history.shares.row(known + h);
    rows.values.insert(rows.values.end(), row.begin(), row.end());
  }
  return rows;
}

void score(ShareFold& fold) {
  fold.aitchison = fold.absolute = fold.error.empty() ? 0 : kUnknown;
  for (std::size_t h = 0; fold.error.empty() && h < fold.actual.rows; ++h) {
    const double periods = static_cast<double>(fold.actual.rows);
    fold.aitchison += stats::aitchison_distance(fold.actual.row(h), fold.forecast.row(h)) / periods;
    fold.absolute += stats::mean_absolute_error(fold.actual.row(h), fold.forecast.row(h)) / periods;
  }
  if (!fold.bands) return;
  ShareBandScore score;
  const std::vector<double>&low = fold.bands->lower.values, &high = fold.bands->upper.values;
  for (std::size_t i = 0; i < low.size(); ++i) {
    const double share = fold.actual.values[i];
    score.covered += low[i] <= share && share <= high[i] ? 1 : 0;
    score.width += high[i] - low[i];
  }
  score.covered /= static_cast<double>(low.size());
  score.width /= static_cast<double>(low.size());
  fold.band_score = score;
}

/// Means of those that have all; nothing else.
std::optional<ShareBandScore> mean_of(const std::vector<std::optional<ShareBandScore>>& scores) {
  ShareBandScore mean;
  for (const auto& score : scores) {
    if (!score) return {};
    mean.covered += score->covered / static_cast<double>(scores.size());
    mean.width += score->width / static_cast<double>(scores.size());
  }
  return scores.empty() ? std::nullopt : std::optional(mean);
}

std::vector<ShareStanding> standings_of(const std::vector<ShareFold>& folds,
                                        const std::vector<std::string>& candidates) {
  const std::size_t width = candidates.size();
  std::vector<ShareStanding> standings;
  for (const std::string& name : candidates) standings.push_back({.candidate = name});
  std::vector<std::vector<std::optional<ShareBandScore>>> bands(width);  // of each candidate
  for (std::size_t first = 0; first < folds.size(); first += width) {
    const auto answered = [](const ShareFold& fold) { return fold.error.empty(); };
    const auto begin = folds.begin() + static_cast<std::ptrdiff_t>(first);
    const bool common = std::all_of(begin, begin + static_cast<std::ptrdiff_t>(width), answered);
    for (std::size_t c = 0; c < width; ++c) {
      const ShareFold& fold = folds[first + c];
      standings[c].failures += answered(fold) ? 0 : 1;
      if (!common) continue;
      ++standings[c].folds;
      standings[c].aitchison += fold.aitchison;
      standings[c].absolute += fold.absolute;
      bands[c].push_back(fold.band_score);
    }
  }
  for (std::size_t c = 0; c < width; ++c) standings[c].bands = mean_of(bands[c]);
  for (ShareStanding& s : standings) {
    const double count = static_cast<double>(s.folds);
    s.aitchison = s.folds == 0 ? kUnknown : s.aitchison / count;
    s.absolute = s.folds == 0 ? kUnknown : s.absolute / count;
  }
  return standings;
}

}  // namespace

ShareBacktest backtest_shares(const std::vector<ShareHistory>& histories,
                              const std::vector<ShareForecaster>& candidates, const ShareBacktestOptions& options) {
  check(candidates, options);
  ShareBacktest result;
  for (const ShareForecaster& candidate : candidates) result.candidates.push_back(candidate.name);
  std::vector<Compositions> data;
  std::unordered_set<std::string> names;
  const stats::RollingOrigins rolling{.horizon = options.horizon,
                                      .origins = options.origins,
                                      .step = options.step == 0 ? options.horizon : options.step,
                                      .least = options.least};
  for (std::size_t i = 0; i < histories.size(); ++i) {
    if (!names.insert(histories[i].name).second)
      detail::fail(kFunction, "histories must have different names", detail::quoted(histories[i].name) + " twice");
    result.histories.push_back(histories[i].name);
    data.push_back(closed(histories[i], options.composition));
    const std::vector<double> periods(data.back().shares.rows, 0.0);  // all observed
    const std::vector<std::size_t> known = stats::origins_of(periods, rolling);
    for (std::size_t o = 0; o < known.size(); ++o)
      for (std::size_t c = 0; c < candidates.size(); ++c)
        result.folds.push_back({.history = i, .candidate = c, .origin = known.size() - o, .known = known[o]});
  }
  const std::size_t width = candidates.size();
  numeric::parallel_for(result.folds.size() / width, options.execution, [&](std::size_t unit) {
    for (std::size_t c = 0; c < width; ++c) {
      ShareFold& fold = result.folds[unit * width + c];
      const Compositions& history = data[fold.history];
      fold.actual = rows_after(history, fold.known, options.horizon);
      fold.error = stats::attempt([&] {
        const FittedShares fit = candidates[c].fit(known_shares(history, fold.known));
        Matrix forecast = predict(fit, history.parts.size(), options.horizon);
        if (fit.bands) fold.bands = predict_bands(fit, history.parts.size(), options.horizon, options.coverage);
        fold.forecast = std::move(forecast);
        fold.model = fit.model;
        fold.usable = fit.usable;
      });
      score(fold);
    }
  });
  result.standings = standings_of(result.folds, result.candidates);
  return result;
}

ShareBacktest backtest_shares(const std::vector<ShareHistory>& histories, const std::vector<Candidate>& candidates,
                              const ShareBacktestOptions& options) {
  return backtest_shares(histories, share_forecasters(candidates), options);
}

}  // namespace foreplan::inline v0::tuning
