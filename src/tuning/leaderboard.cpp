#include <foreplan/tuning/leaderboard.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <tuple>

#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/forecast_comparison.hpp>

#include "core/check.hpp"
#include "tuning/score_tables.hpp"

namespace foreplan::inline v0::tuning {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
using internal::kNone;
using internal::Sample;
using internal::Scores;
using internal::ScoreTables;
using internal::Selection;

/// Mean share covered, and where it lies.
IntervalCoverage coverage_over(const Scores& scores, const std::vector<std::size_t>& folds, std::size_t candidate,
                               double probability) {
  IntervalCoverage result{.probability = probability, .share = internal::mean_over(scores, folds, candidate)};
  std::map<std::size_t, double> by_series;
  for (const std::size_t f : folds) by_series[scores.series[f]] += scores.at(f, candidate) - result.share;
  if (by_series.size() < 2) return result;
  const double g = static_cast<double>(by_series.size());
  double sum = 0;
  for (const auto& [series, deviation] : by_series) sum += deviation * deviation;
  const double error = std::sqrt(g / (g - 1) * sum) / static_cast<double>(folds.size());
  const double half = stats::student_t_quantile(0.975, g - 1) * error;
  result.range = {std::max(0.0, result.share - half), std::min(1.0, result.share + half)};
  return result;
}

/// Of every candidate, on the folds that all of the compared ones answered.
std::vector<IntervalCoverage> coverages_of(const Scores& scores, double probability, double least_answered) {
  const Sample sample = internal::common_sample(scores, least_answered);
  std::vector<IntervalCoverage> result;
  for (std::size_t c = 0; c < scores.candidates; ++c)
    result.push_back(
        coverage_over(scores, sample.compared[c] ? sample.folds : internal::answered_by(scores, c), c, probability));
  return result;
}

std::vector<std::size_t> numbers_of(const std::vector<bool>& compared) {
  std::vector<std::size_t> numbers;
  for (std::size_t c = 0; c < compared.size(); ++c)
    if (compared[c]) numbers.push_back(c);
  return numbers;
}

/// Ranks and the confidence set, of the mean loss of each series: series are independent, their forecasts are not.
void compare_series(const Scores& scores, const Sample& sample, const LeaderboardOptions& options,
                    std::vector<Standing>& by_candidate, LeaderboardPart& part) {
  const std::vector<std::size_t> compared = numbers_of(sample.compared);
  const std::size_t k = compared.size();
  std::map<std::size_t, std::vector<std::size_t>> folds;
  for (const std::size_t f : sample.folds) folds[scores.series[f]].push_back(f);
  if (folds.size() < 2) return;
  std::vector<double> losses;
  losses.reserve(folds.size() * k);
  for (const auto& [series, of_series] : folds)
    for (const std::size_t c : compared) losses.push_back(internal::mean_over(scores, of_series, c));

  const stats::ModelConfidenceSet set = stats::model_confidence_set(losses, k,
                                                                    {.level = options.set_level,
                                                                     .resampling = stats::RowResampling::rows,
                                                                     .resamples = options.resamples,
                                                                     .seed = options.seed,
                                                                     .execution = options.execution});
  for (std::size_t i = 0; i < k; ++i) by_candidate[compared[i]].set_p_value = set.p_values[i];
  for (const std::size_t i : set.kept) by_candidate[compared[i]].in_confidence_set = true;

  if (k < 2) return;
  const stats::FriedmanNemenyi ranks = stats::friedman_nemenyi(losses, k, {.level = options.rank_level});
  for (std::size_t i = 0; i < k; ++i) by_candidate[compared[i]].mean_rank = ranks.mean_ranks[i];
  part.friedman_p = ranks.f_p;
  part.critical_difference = ranks.critical_difference;
  part.rank_groups = ranks.groups;
  for (std::vector<std::size_t>& group : part.rank_groups)
    for (std::size_t& i : group) i = compared[i];
}

void test_against(std::size_t reference, const Scores& scores, const Sample& sample,
                  std::vector<Standing>& by_candidate) {
  const auto losses = [&](std::size_t c) {
    std::vector<double> result;
    result.reserve(sample.folds.size());
    for (const std::size_t f : sample.folds) result.push_back(scores.at(f, c));
    return result;
  };
  std::vector<std::size_t> series;
  for (const std::size_t f : sample.folds) series.push_back(scores.series[f]);
  const bool testable = internal::series_in(scores, sample.folds) >= 2;
  const std::vector<double> of_reference = losses(reference);
  for (Standing& s : by_candidate) {
    if (!s.compared) continue;
    s.difference = s.loss - by_candidate[reference].loss;
    if (s.candidate != reference && testable)
      s.p_value = stats::clustered_diebold_mariano(losses(s.candidate), of_reference, series).p_value;
  }
}

/// Least loss first, those that are not compared after the others, those without a loss last.
void put_in_order(std::vector<Standing>& standings) {
  const auto key = [](const Standing& s) {
    return std::tuple(std::isnan(s.loss) ? 2 : s.compared ? 0 : 1, std::isnan(s.loss) ? 0.0 : s.loss, s.candidate);
  };
  std::sort(standings.begin(), standings.end(), [&](const Standing& a, const Standing& b) { return key(a) < key(b); });
  for (std::size_t i = 0; i < standings.size(); ++i) standings[i].place = i + 1;
}

/// @param benchmark, reference  candidates, or `kNone`.
LeaderboardPart part_of(const Backtest& backtest, const Selection& selection, std::size_t benchmark,
                        std::size_t reference, const LeaderboardOptions& options) {
  LeaderboardPart part;
  part.group = selection.group;
  part.all_groups = selection.all_groups;
  part.origin = selection.origin;
  const ScoreTables tables(backtest, selection, benchmark, options.least_answered);
  std::vector<Standing> standings(backtest.candidates.size());
  for (std::size_t c = 0; c < standings.size(); ++c) {
    standings[c].candidate = c;
    standings[c].name = backtest.candidates[c];
  }
  const auto within = [&](const auto& place) {
    return std::binary_search(selection.series.begin(), selection.series.end(), place.series) &&
           selection.has(place.origin);
  };
  for (const BacktestFailure& f : backtest.failures) standings[f.candidate].failures += within(f) ? 1 : 0;
  for (const FoldPlace& f : backtest.unusable) standings[f.candidate].unusable += within(f) ? 1 : 0;
  for (const SeriesLeftOut& one : backtest.left_out)
    if (std::binary_search(selection.series.begin(), selection.series.end(), one.series) && part.left_out++ == 0)
      part.first_left_out = backtest.series[one.series] + ": " + one.reason;

  constexpr std::array<std::pair<Measure, double Standing::*>, 6> kColumns{{{Measure::smape, &Standing::smape},
                                                                            {Measure::mase, &Standing::mase},
                                                                            {Measure::owa, &Standing::owa},
                                                                            {Measure::rmsse, &Standing::rmsse},
                                                                            {Measure::pinball, &Standing::pinball},
                                                                            {Measure::msis, &Standing::msis}}};
  for (const auto& [measure, column] : kColumns) {
    const Scores scores = tables.of(measure);
    const Sample sample = internal::common_sample(scores, options.least_answered);
    const std::vector<double> mean = internal::means(scores, sample);
    for (std::size_t c = 0; c < standings.size(); ++c) {
      standings[c].*column = mean[c];
      if (!sample.compared[c] && !std::isnan(mean[c])) standings[c].partial.push_back(measure);
    }
  }
  const std::vector<IntervalCoverage> scored = coverages_of(tables.of(&FoldScore::coverage), 0, options.least_answered);
  for (std::size_t c = 0; c < standings.size(); ++c) {
    standings[c].coverage = scored[c].share;
    standings[c].coverage_range = scored[c].range;
  }
  for (std::size_t i = 0; i < backtest.intervals.size(); ++i) {
    const auto shares = coverages_of(tables.covered(i), backtest.intervals[i], options.least_answered);
    for (std::size_t c = 0; c < standings.size(); ++c) standings[c].intervals.push_back(shares[c]);
  }

  const Scores losses = tables.of(options.measure);
  const Sample sample = internal::common_sample(losses, options.least_answered);
  const std::vector<double> mean = internal::means(losses, sample);
  part.series = internal::series_in(losses, sample.folds);
  part.forecasts = sample.folds.size();
  for (std::size_t c = 0; c < standings.size(); ++c) {
    Standing& s = standings[c];
    s.compared = sample.compared[c] && !sample.folds.empty();
    s.loss = mean[c];
    const std::vector<std::size_t> folds = sample.compared[c] ? sample.folds : internal::answered_by(losses, c);
    s.forecasts = folds.size();
    s.series = internal::series_in(losses, folds);
  }
  const auto best = std::min_element(standings.begin(), standings.end(), [](const Standing& a, const Standing& b) {
    return std::tuple(!a.compared, a.compared ? a.loss : 0) < std::tuple(!b.compared, b.compared ? b.loss : 0);
  });
  if (best->compared) {
    const std::size_t from = reference == kNone ? best->candidate : reference;
    if (standings[from].compared) test_against(from, losses, sample, standings);
    compare_series(losses, sample, options, standings, part);
  }
  put_in_order(standings);
  part.standings = std::move(standings);
  return part;
}

std::vector<StepStanding> steps_of(const Backtest& backtest, std::size_t benchmark) {
  std::map<std::pair<std::string_view, std::size_t>, const StepScore*> of_benchmark;
  for (const StepScore& s : backtest.steps)
    if (s.candidate == benchmark) of_benchmark[{s.group, s.step}] = &s;
  std::vector<StepStanding> steps;
  for (const StepScore& s : backtest.steps) {
    StepStanding row{.group = s.group,
                     .step = s.step,
                     .candidate = s.candidate,
                     .name = backtest.candidates[s.candidate],
                     .forecasts = s.forecasts,
                     .smape = s.smape,
                     .mase = s.mase,
                     .owa = kNaN,
                     .pinball = s.pinball};
    if (const auto found = of_benchmark.find({s.group, s.step}); found != of_benchmark.end())
      row.owa = (s.smape / found->second->smape + s.mase / found->second->mase) / 2;
    if (!internal::is_known(row.owa)) row.owa = kNaN;
    steps.push_back(std::move(row));
  }
  return steps;
}

void check(const Backtest& b, const LeaderboardOptions& o) {
  constexpr std::string_view kFunction = "tuning::leaderboard";
  const auto is_in = [&](double x, double low, double high, std::string_view rule) {
    detail::require(x >= low && x <= high, kFunction, rule, x);
  };
  detail::require(!b.candidates.empty(), kFunction, "there must be a candidate", "none");
  if (b.groups.size() != b.series.size())
    detail::fail(kFunction, "there must be a group for each of " + std::to_string(b.series.size()) + " series",
                 std::to_string(b.groups.size()));
  const std::size_t folds =
      detail::checked_product(b.series.size(), b.origins, kNone / 2, kFunction, "series x origins");
  const std::size_t scores =
      detail::checked_product(folds, b.candidates.size(), kNone / 2, kFunction, "folds x candidates");
  if (b.scores.size() != scores)
    detail::fail(kFunction, "there must be a score for each series, origin and candidate: " + std::to_string(scores),
                 std::to_string(b.scores.size()));
  const auto exists = [&](const auto& place) {
    return place.series < b.series.size() && place.candidate < b.candidates.size() && place.origin >= 1 &&
           place.origin <= b.origins;
  };
  for (const BacktestFailure& f : b.failures)
    if (!exists(f))
      detail::fail(kFunction, "a failure must be of one of the series, origins and candidates",
                   detail::quoted(f.error));
  for (const SeriesLeftOut& one : b.left_out)
    if (one.series >= b.series.size())
      detail::fail(kFunction, "what is left out must be one of " + std::to_string(b.series.size()) + " series",
                   std::to_string(one.series));
  for (const FoldPlace& f : b.unusable)
    if (!exists(f))
      detail::fail(kFunction, "an unusable fit must be of one of the series, origins and candidates",
                   std::to_string(f.series) + ", " + std::to_string(f.origin) + ", " + std::to_string(f.candidate));
  const std::size_t covered =
      detail::checked_product(scores, b.intervals.size(), kNone / 2, kFunction, "scores x intervals");
  if (b.covered.size() != covered)
    detail::fail(kFunction, "there must be a share for each score and interval: " + std::to_string(covered),
                 std::to_string(b.covered.size()));
  for (const StepScore& s : b.steps)
    if (s.candidate >= b.candidates.size())
      detail::fail(kFunction, "a step must be of one of " + std::to_string(b.candidates.size()) + " candidates",
                   std::to_string(s.candidate));
  is_in(o.least_answered, 0, 1, "least_answered must lie in [0, 1]");
  is_in(o.rank_level, 1e-10, 0.5, "rank_level must lie in [1e-10, 0.5]");
  detail::require(o.set_level > 0 && o.set_level < 1, kFunction, "set_level must lie in (0, 1)", o.set_level);
  is_in(static_cast<double>(o.resamples), 100, 1e6, "resamples must lie in [100, 10^6]");
  (void)detail::checked_product(o.resamples, b.candidates.size(), 100'000'000, kFunction, "resamples x candidates");
  if (to_string(o.measure).empty())
    detail::fail(kFunction, "measure must be one of the enumerators", std::to_string(static_cast<int>(o.measure)));
}

/// The place of a candidate; nothing where none is named and there is none of the usual name.
std::size_t place_of(const Backtest& backtest, std::string_view role, const std::string& asked,
                     std::string_view usual = {}) {
  const std::vector<std::string>& names = backtest.candidates;
  const auto found = std::find(names.begin(), names.end(), asked.empty() ? usual : std::string_view(asked));
  if (found != names.end() && !(asked.empty() && usual.empty())) return static_cast<std::size_t>(found - names.begin());
  if (asked.empty()) return kNone;
  const std::string nearest = detail::nearest_name(asked, names);
  detail::fail("tuning::leaderboard", std::string(role) + " must be one of the candidates", detail::quoted(asked),
               nearest.empty() ? "" : "(nearest is \"" + nearest + "\")");
}
std::size_t benchmark_of(const Backtest& backtest, const std::string& asked) {
  return place_of(backtest, "benchmark", asked, "naive2");
}

}  // namespace

std::string_view to_string(Measure measure) noexcept {
  switch (measure) {
    case Measure::smape:
      return "sMAPE";
    case Measure::mase:
      return "MASE";
    case Measure::owa:
      return "OWA";
    case Measure::rmsse:
      return "RMSSE";
    case Measure::pinball:
      return "pinball loss";
    case Measure::msis:
      return "MSIS";
  }
  return {};
}

Leaderboard leaderboard(const Backtest& backtest, const LeaderboardOptions& options) {
  check(backtest, options);
  const std::size_t benchmark = benchmark_of(backtest, options.benchmark);
  const std::size_t reference = place_of(backtest, "reference", options.reference);
  const auto part = [&](const Selection& of) { return part_of(backtest, of, benchmark, reference, options); };
  std::vector<Selection> groups;
  std::map<std::string_view, std::size_t> place;
  Selection all;
  for (std::size_t i = 0; i < backtest.series.size(); ++i) {
    const auto [at, added] = place.emplace(backtest.groups[i], groups.size());
    if (added) groups.push_back({backtest.groups[i], false, {}, 0});
    groups[at->second].series.push_back(i);
    all.series.push_back(i);
  }
  Leaderboard board{.measure = options.measure,
                    .benchmark = benchmark == kNone ? std::string() : backtest.candidates[benchmark],
                    .reference = options.reference,
                    .rank_level = options.rank_level,
                    .set_level = options.set_level,
                    .candidates = backtest.candidates,
                    .overall = part(all),
                    .parts = {},
                    .steps = steps_of(backtest, benchmark)};
  const auto add_origins = [&](Selection of) {
    for (of.origin = 1; options.by_origin && of.origin <= backtest.origins; ++of.origin)
      board.parts.push_back(part(of));
  };
  for (const Selection& group : groups) {
    if (!options.by_group) break;
    board.parts.push_back(part(group));
    add_origins(group);
  }
  add_origins(all);
  return board;
}

std::optional<std::size_t> winner(const Backtest& backtest, Measure measure) {
  const LeaderboardOptions options{.measure = measure};
  check(backtest, options);
  Selection all;
  for (std::size_t i = 0; i < backtest.series.size(); ++i) all.series.push_back(i);
  const ScoreTables tables(backtest, all, benchmark_of(backtest, {}), options.least_answered);
  const Scores losses = tables.of(measure);
  const Sample sample = internal::common_sample(losses, options.least_answered);
  if (sample.folds.empty()) return std::nullopt;
  std::optional<std::size_t> best;
  const std::vector<double> mean = internal::means(losses, sample);
  for (std::size_t c = 0; c < mean.size(); ++c)
    if (sample.compared[c] && (!best || mean[c] < mean[*best])) best = c;
  return best;
}

std::optional<Candidate> winner(const Backtest& backtest, const std::vector<Candidate>& candidates, Measure measure) {
  constexpr std::string_view kFunction = "tuning::winner";
  if (candidates.size() != backtest.candidates.size())
    detail::fail(kFunction,
                 "there must be the " + std::to_string(backtest.candidates.size()) + " candidates backtested",
                 std::to_string(candidates.size()));
  for (std::size_t c = 0; c < candidates.size(); ++c)
    if (candidates[c].label() != backtest.candidates[c])
      detail::fail(kFunction, "candidate " + std::to_string(c) + " must be " + detail::quoted(backtest.candidates[c]),
                   detail::quoted(candidates[c].label()));
  const std::optional<std::size_t> best = winner(backtest, measure);
  return best ? std::optional(candidates[*best]) : std::nullopt;
}

}  // namespace foreplan::inline v0::tuning
