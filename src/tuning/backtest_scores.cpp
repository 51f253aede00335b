#include <foreplan/stats/accuracy.hpp>
#include <foreplan/tuning/backtest.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "core/check.hpp"
#include "tuning/candidates.hpp"
#include "tuning/folds.hpp"

namespace foreplan::inline v0::tuning {
namespace {

constexpr std::string_view kName = "tuning::backtest";
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr FoldScore kNoScore{kNaN, kNaN, kNaN, kNaN, kNaN, kNaN};

struct Central {
  std::size_t lower = 0, upper = 0;  ///< Among the levels.
  double probability = 0;
};

/// By rising probability. Levels worked out by the caller differ from ours by rounding.
std::vector<Central> central_intervals(const std::vector<double>& levels) {
  std::vector<Central> intervals;
  for (std::size_t i = 0; i < levels.size(); ++i)
    for (std::size_t j = i + 1; j < levels.size(); ++j)
      if (std::abs(levels[i] + levels[j] - 1) <= 1e-9) {
        intervals.push_back({i, j, levels[j] - levels[i]});
        break;
      }
  std::reverse(intervals.begin(), intervals.end());
  return intervals;
}

/// That of 90 % where there is one, else the widest.
std::optional<Central> scored_interval(const std::vector<Central>& intervals) {
  for (const Central& one : intervals)
    if (std::abs(one.probability - 0.9) < 1e-9) return Central{one.lower, one.upper, 0.9};
  return intervals.empty() ? std::nullopt : std::optional(intervals.back());
}

double covered(const Fold& fold, const Central& interval) {
  return stats::coverage(fold.actual, fold.outlook.quantiles[interval.lower], fold.outlook.quantiles[interval.upper]);
}

/// Whether competitions score what is said of it: errors over a scale of 0 say nothing.
bool has_scale(const Fold& fold) { return fold.absolute_scale > 0 && std::isfinite(fold.absolute_scale); }
bool scored(const Fold& fold) { return fold.error.empty() && has_scale(fold); }

FoldScore score(const Fold& fold, const std::optional<Central>& central) {
  const std::vector<double>&y = fold.actual, &f = fold.outlook.mean, &levels = fold.outlook.levels;
  const double scale = fold.absolute_scale, e = stats::root_mean_squared_error(y, f);
  FoldScore result{.smape = stats::smape(y, f),
                   .mase = stats::mean_absolute_error(y, f) / scale,
                   .rmsse = e / std::sqrt(fold.squared_scale),
                   .pinball = levels.empty() ? kNaN : 0,
                   .msis = kNaN,
                   .coverage = kNaN};
  for (std::size_t i = 0; i < levels.size(); ++i)
    result.pinball +=
        stats::pinball_loss(y, fold.outlook.quantiles[i], levels[i]) / scale / static_cast<double>(levels.size());
  if (central) {
    result.msis = stats::interval_score(y, fold.outlook.quantiles[central->lower],
                                        fold.outlook.quantiles[central->upper], central->probability) /
                  scale;
    result.coverage = covered(fold, *central);
  }
  return result;
}

/// A sum and how many there were; what is not known counts for none.
struct Mean {
  double sum = 0, count = 0;

  void add(double x) {
    if (std::isnan(x)) return;
    sum += x;
    count += 1;
  }
  [[nodiscard]] double value() const { return count > 0 ? sum / count : kNaN; }
};

/// Of one step and candidate.
struct StepSums {
  Mean smape{}, mase{}, pinball{};
  std::vector<Mean> below{};

  void add(const Fold& fold, std::size_t step) {
    const double y = fold.actual[step];
    if (std::isnan(y)) return;
    const std::span<const double> actual(&y, 1), mean(&fold.outlook.mean[step], 1);
    const std::vector<double>& levels = fold.outlook.levels;
    smape.add(stats::smape(actual, mean));
    mase.add(stats::mean_absolute_error(actual, mean) / fold.absolute_scale);
    below.resize(levels.size());
    double loss = levels.empty() ? kNaN : 0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
      const double q = fold.outlook.quantiles[i][step];
      loss +=
          stats::pinball_loss(actual, {&q, 1}, levels[i]) / fold.absolute_scale / static_cast<double>(levels.size());
      below[i].add(std::isnan(q) ? kNaN : y <= q ? 1 : 0);
    }
    pinball.add(loss);
  }
};

/// The sums of all groups.
class Steps {
 public:
  explicit Steps(std::size_t candidates) : candidates_(candidates) {}

  void add(const std::string& group, const Fold& fold) {
    const auto [found, fresh] = places_.try_emplace(group, groups_.size());
    if (fresh) {
      names_.push_back(group);
      groups_.emplace_back();
    }
    std::vector<StepSums>& sums = groups_[found->second];
    const std::size_t horizon = fold.actual.size();
    if (sums.size() < horizon * candidates_) sums.resize(horizon * candidates_);
    if (!scored(fold)) return;
    for (std::size_t step = 0; step < horizon; ++step) sums[step * candidates_ + fold.candidate].add(fold, step);
  }

  [[nodiscard]] std::vector<StepScore> scores(std::size_t levels) const {
    std::vector<StepScore> result;
    for (std::size_t g = 0; g < groups_.size(); ++g)
      for (std::size_t i = 0; i < groups_[g].size(); ++i) {
        const StepSums& sums = groups_[g][i];
        StepScore& step = result.emplace_back();
        step.group = names_[g];
        step.candidate = i % candidates_;
        step.step = i / candidates_ + 1;
        step.forecasts = static_cast<std::size_t>(sums.smape.count);
        step.smape = sums.smape.value();
        step.mase = sums.mase.value();
        step.pinball = sums.pinball.value();
        step.below.assign(levels, kNaN);
        for (std::size_t level = 0; level < sums.below.size(); ++level) step.below[level] = sums.below[level].value();
      }
    return result;
  }

 private:
  std::size_t candidates_;
  std::map<std::string, std::size_t> places_{};
  std::vector<std::string> names_{};
  std::vector<std::vector<StepSums>> groups_{};
};

}  // namespace

const FoldScore& Backtest::at(std::size_t place, std::size_t origin, std::size_t candidate) const {
  static constexpr std::string_view kAt = "tuning::Backtest::at";
  const auto require = [](bool ok, std::string_view what, std::size_t got, std::size_t count) {
    if (!ok) detail::fail(kAt, std::string(what) + " must be one of the " + std::to_string(count), std::to_string(got));
  };
  require(place < series.size(), "the series", place, series.size());
  require(origin >= 1 && origin <= origins, "the origin, counted from 1,", origin, origins);
  require(candidate < candidates.size(), "the candidate", candidate, candidates.size());
  return scores.at((place * origins + origin - 1) * candidates.size() + candidate);
}

Backtest backtest(const std::vector<BacktestSeries>& panel, const std::vector<stats::Forecaster>& candidates,
                  const BacktestOptions& options) {
  require_options(kName, options);
  check_candidates(kName, candidates);
  Backtest result{.levels = options.levels};
  std::vector<bool> with_origins, with_scale(panel.size(), false);
  for (std::size_t i = 0; i < panel.size(); ++i) {
    require_series(kName, panel[i], i, options);
    result.series.push_back(panel[i].name);
    result.groups.push_back(panel[i].group);
    const std::vector<FoldOrigin> origins = fold_origins(panel[i], options);
    with_origins.push_back(!origins.empty());
    if (!origins.empty()) result.origins = std::max(result.origins, origins.front().origin);
  }
  for (const stats::Forecaster& candidate : candidates) result.candidates.push_back(candidate.name);
  const std::size_t all = detail::checked_product(
      detail::checked_product(panel.size(), result.origins, std::size_t{1} << 32, kName, "folds"), candidates.size(),
      std::size_t{1} << 32, kName, "folds");
  result.scores.assign(all, kNoScore);

  const std::vector<Central> intervals = central_intervals(options.levels);
  const std::optional<Central> central = scored_interval(intervals);
  for (const Central& one : intervals) result.intervals.push_back(one.probability);
  result.covered.assign(
      detail::checked_product(all, intervals.size(), std::size_t{1} << 32, kName, "folds x intervals"), kNaN);
  Steps steps(candidates.size());
  backtest(
      panel.size(), [&](std::size_t i) { return panel[i]; }, candidates, options,
      [&](Fold&& fold) {
        steps.add(panel[fold.series].group, fold);
        if (has_scale(fold)) with_scale[fold.series] = true;
        if (!fold.error.empty())
          return result.failures.push_back({fold.series, fold.candidate, fold.origin, std::move(fold.error)});
        if (!fold.usable) result.unusable.push_back({fold.series, fold.candidate, fold.origin});
        if (!scored(fold)) return;
        const std::size_t number =
            (fold.series * result.origins + fold.origin - 1) * candidates.size() + fold.candidate;
        result.scores[number] = score(fold, central);
        for (std::size_t i = 0; i < intervals.size(); ++i)
          result.covered[number * intervals.size() + i] = covered(fold, intervals[i]);
      });
  result.steps = steps.scores(options.levels.size());
  for (std::size_t i = 0; i < panel.size(); ++i)
    if (!with_origins[i])
      result.left_out.push_back({i, too_short(panel[i], options)});
    else if (!with_scale[i])
      result.left_out.push_back(
          {i, "at each origin the scale of its errors is 0 or not known: before it nothing moves"});
  return result;
}

}  // namespace foreplan::inline v0::tuning
