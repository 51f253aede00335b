#include <foreplan/tuning/selection.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

#include <foreplan/forecast/features.hpp>

#include "numeric/parallel.hpp"
#include "stats/attempt.hpp"
#include "tuning/candidates.hpp"
#include "tuning/ensemble_mix.hpp"
#include "tuning/score_tables.hpp"
#include "tuning/selection_rules.hpp"

namespace foreplan::inline v0::tuning {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::string_view kTrain = "tuning::train_feature_chooser";

/// Mean loss of each candidate over the origins that all with a number answered; infinite for one without.
std::vector<double> losses_of(const Backtest& b, std::size_t series, double FoldScore::*member) {
  const std::size_t k = b.candidates.size();
  const auto loss = [&](std::size_t o, std::size_t c) { return b.scores[(series * b.origins + o) * k + c].*member; };
  std::vector<double> mean(k, kInfinity);
  std::vector<std::size_t> answering;
  for (std::size_t c = 0; c < k; ++c)
    for (std::size_t o = 0; o < b.origins; ++o)
      if (std::isfinite(loss(o, c))) {
        answering.push_back(c);
        break;
      }
  std::vector<std::size_t> common;
  for (std::size_t o = 0; o < b.origins; ++o)
    if (std::all_of(answering.begin(), answering.end(), [&](std::size_t c) { return std::isfinite(loss(o, c)); }))
      common.push_back(o);
  if (common.empty()) return mean;
  for (const std::size_t c : answering) {
    mean[c] = 0;
    for (const std::size_t o : common) mean[c] += loss(o, c) / static_cast<double>(common.size());
  }
  return mean;
}

/// A series that teaches: its features, who is best, and what a wrong choice costs on average.
struct Lesson {
  std::size_t series = 0;
  std::size_t best = 0;
  double weight = 0;
};

std::vector<Lesson> lessons_of(const Backtest& b, Measure measure) {
  std::vector<Lesson> lessons;
  for (std::size_t s = 0; s < b.series.size(); ++s) {
    const std::vector<double> losses = losses_of(b, s, internal::member_of(measure));
    const auto best = std::min_element(losses.begin(), losses.end());
    if (!std::isfinite(*best)) continue;
    double sum = 0, known = 0;
    for (const double x : losses)
      if (std::isfinite(x)) sum += x, known += 1;
    // Relative to the size of losses, so that no single series counts for all.
    const double mean = sum / known, cost = mean > 0 ? (mean - *best) / mean : 0;
    lessons.push_back({s, static_cast<std::size_t>(best - losses.begin()), cost});
  }
  return lessons;
}

void check(const Backtest& b, std::span<const double> features, std::size_t columns,
           const FeatureChoiceOptions& options) {
  internal::check_candidate_names(kTrain, b.candidates);
  const std::size_t most = static_cast<std::size_t>(-1) / 2;
  const std::size_t folds = detail::checked_product(b.series.size(), b.origins, most, kTrain, "series x origins");
  const std::size_t scores = detail::checked_product(folds, b.candidates.size(), most, kTrain, "folds x candidates");
  if (b.scores.size() != scores)
    detail::fail(kTrain, "there must be a score for each series, origin and candidate: " + std::to_string(scores),
                 std::to_string(b.scores.size()));
  const std::size_t cells = detail::checked_product(b.series.size(), columns, most, kTrain, "series x features");
  if (features.size() != cells)
    detail::fail(kTrain,
                 "there must be " + std::to_string(columns) + " features of each series: " + std::to_string(cells),
                 std::to_string(features.size()));
  if (options.measure == Measure::owa || to_string(options.measure).empty())
    detail::fail(kTrain, "measure must be one of a series by itself: smape, mase, rmsse, pinball or msis",
                 options.measure == Measure::owa ? "owa" : std::to_string(static_cast<int>(options.measure)));
  if (to_string(options.rule).empty())
    detail::fail(kTrain, "rule must be one of the enumerators", std::to_string(static_cast<int>(options.rule)));
}

void standardise(FeatureChooser& chooser, std::span<const double> x, const std::vector<Lesson>& lessons) {
  const std::size_t columns = chooser.features.size();
  chooser.centre.assign(columns, 0);
  chooser.spread.assign(columns, 0);
  for (std::size_t j = 0; j < columns; ++j) {
    double sum = 0, squares = 0, n = 0;
    for (const Lesson& l : lessons)
      if (const double v = x[l.series * columns + j]; std::isfinite(v)) sum += v, n += 1;
    if (n < 2) continue;
    const double mean = sum / n;
    for (const Lesson& l : lessons)
      if (const double v = x[l.series * columns + j]; std::isfinite(v)) squares += (v - mean) * (v - mean);
    const double spread = std::sqrt(squares / (n - 1));
    if (!std::isfinite(mean) || !std::isfinite(spread)) continue;
    chooser.centre[j] = mean;
    chooser.spread[j] = spread > 1e-12 * std::fabs(mean) ? spread : 0;
  }
}

double standardised(const FeatureChooser& chooser, std::size_t j, double x) {
  return chooser.spread[j] > 0 && std::isfinite(x) ? (x - chooser.centre[j]) / chooser.spread[j] : kNaN;
}

/// Of the series on which the candidate was best; empty where there is none.
std::vector<double> centroid_of(std::size_t candidate, const FeatureChooser& chooser, std::span<const double> x,
                                const std::vector<Lesson>& lessons) {
  const std::size_t columns = chooser.features.size();
  std::vector<double> centroid;
  if (std::none_of(lessons.begin(), lessons.end(), [&](const Lesson& l) { return l.best == candidate; }))
    return centroid;
  centroid.reserve(columns);
  for (std::size_t j = 0; j < columns; ++j) {
    double sum = 0, n = 0;
    for (const Lesson& l : lessons) {
      if (l.best != candidate) continue;
      if (const double z = standardised(chooser, j, x[l.series * columns + j]); !std::isnan(z)) sum += z, n += 1;
    }
    centroid.push_back(n > 0 ? sum / n : kNaN);
  }
  return centroid;
}

void place_centroids(FeatureChooser& chooser, std::span<const double> x, const std::vector<Lesson>& lessons) {
  chooser.centroids.clear();
  for (std::size_t c = 0; c < chooser.candidates.size(); ++c)
    chooser.centroids.push_back(centroid_of(c, chooser, x, lessons));
}

/// Softmax cross-entropy of the best candidate, each series with its weight.
BoostingLoss cross_entropy(const std::vector<Lesson>& lessons, std::size_t k) {
  return [&lessons, k](std::span<const double> outputs, std::span<double> first, std::span<double> second) {
    double loss = 0;
    std::vector<double> p(k);
    for (std::size_t r = 0; r < lessons.size(); ++r) {
      const std::span<const double> f = outputs.subspan(r * k, k);
      const double most = *std::max_element(f.begin(), f.end());
      double sum = 0;
      for (std::size_t c = 0; c < k; ++c) sum += p[c] = std::exp(f[c] - most);
      const double weight = lessons[r].weight;
      for (std::size_t c = 0; c < k; ++c) {
        p[c] /= sum;
        first[r * k + c] = weight * (p[c] - (c == lessons[r].best ? 1 : 0));
        second[r * k + c] = std::max(weight * p[c] * (1 - p[c]), 1e-12);
      }
      loss -= weight * (f[lessons[r].best] - most - std::log(sum));
    }
    return loss;
  };
}

void grow_trees(FeatureChooser& chooser, std::span<const double> x, const std::vector<Lesson>& lessons,
                const BoostingOptions& options) {
  const std::size_t columns = chooser.features.size(), k = chooser.candidates.size();
  std::vector<double> rows;
  rows.reserve(lessons.size() * columns);
  for (const Lesson& l : lessons)
    rows.insert(rows.end(), x.begin() + static_cast<std::ptrdiff_t>(l.series * columns),
                x.begin() + static_cast<std::ptrdiff_t>((l.series + 1) * columns));
  std::vector<double> start;
  for (const double share : chooser.shares)  // one series more for each, so that none is impossible
    start.push_back(
        std::log((share * static_cast<double>(lessons.size()) + 1) / static_cast<double>(lessons.size() + k)));
  chooser.trees = boost(chooser.features, rows, std::move(start), cross_entropy(lessons, k), options);
}

/// Least first: how far the series is from those on which the candidate was best.
std::vector<double> distances(const FeatureChooser& chooser, std::span<const double> row) {
  std::vector<double> result;
  for (const std::vector<double>& centroid : chooser.centroids) {
    double sum = 0, n = 0;
    for (std::size_t j = 0; j < centroid.size(); ++j) {
      const double apart = standardised(chooser, j, row[j]) - centroid[j];
      if (!std::isnan(apart)) sum += apart * apart, n += 1;
    }
    result.push_back(n > 0 ? sum / n : kInfinity);
  }
  return result;
}

/// As `preference`, of a chooser that `validate` takes.
std::vector<std::size_t> order_of(const FeatureChooser& chooser, std::span<const double> row) {
  std::vector<double> against;
  if (chooser.rule == FeatureRule::boosted_trees) {
    against = evaluate(*chooser.trees, row);
    for (double& x : against) x = -x;
  } else {
    against = distances(chooser, row);
  }
  std::vector<std::size_t> order(against.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Where no feature tells, whoever was best most often.
  const auto key = [&](std::size_t c) {
    return std::tuple(!(chooser.shares[c] > 0), against[c], -chooser.shares[c], c);
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return order;
}

}  // namespace

std::string_view to_string(FeatureRule rule) noexcept {
  switch (rule) {
    case FeatureRule::nearest_centroid:
      return "nearest centroid";
    case FeatureRule::boosted_trees:
      return "boosted trees";
  }
  return {};
}

std::vector<double> panel_features(const std::vector<BacktestSeries>& panel, std::size_t left_out,
                                   const Execution& execution) {
  const std::size_t columns = forecast::feature_names().size();
  std::vector<double> rows(panel.size() * columns, kNaN);
  numeric::parallel_for(panel.size(), execution, [&](std::size_t s) {
    const BacktestSeries& series = panel[s];
    const std::size_t last = series.horizon > 0 ? series.horizon : left_out;
    if (series.values.size() <= last) return;
    const std::span<const double> known(series.values.data(), series.values.size() - last);
    (void)stats::attempt([&] {
      const std::vector<double> x =
          forecast::feature_values(forecast::series_features(known, series.season_length), kNaN);
      std::copy(x.begin(), x.end(), rows.begin() + static_cast<std::ptrdiff_t>(s * columns));
    });
  });
  return rows;
}

FeatureChooser train_feature_chooser(const Backtest& backtest, std::span<const double> features,
                                     const FeatureChoiceOptions& options) {
  FeatureChooser chooser;
  chooser.rule = options.rule;
  chooser.features = forecast::feature_names();
  chooser.candidates = backtest.candidates;
  check(backtest, features, chooser.features.size(), options);
  const std::vector<Lesson> lessons = lessons_of(backtest, options.measure);
  detail::require(!lessons.empty(), kTrain, "a series must have a score", "none");
  chooser.shares.assign(chooser.candidates.size(), 0);
  for (const Lesson& l : lessons) chooser.shares[l.best] += 1 / static_cast<double>(lessons.size());
  chooser.trained_on = std::to_string(lessons.size()) + " series by " + std::string(to_string(options.measure));
  standardise(chooser, features, lessons);
  place_centroids(chooser, features, lessons);
  if (options.rule == FeatureRule::boosted_trees) grow_trees(chooser, features, lessons, options.boosting);
  return chooser;
}

std::vector<std::size_t> preference(const FeatureChooser& chooser, std::span<const double> features) {
  constexpr std::string_view kFunction = "tuning::preference";
  if (features.size() != chooser.features.size())
    detail::fail(kFunction, "there must be " + std::to_string(chooser.features.size()) + " features",
                 std::to_string(features.size()));
  internal::check_chooser(kFunction, chooser);
  return order_of(chooser, features);
}

stats::Forecaster choose_by_features(std::string name, FeatureChooser chooser,
                                     std::vector<stats::Forecaster> candidates) {
  constexpr std::string_view kFunction = "tuning::choose_by_features";
  check_candidates(kFunction, candidates);
  internal::check_chooser(kFunction, chooser);
  std::vector<std::string> names;
  for (const stats::Forecaster& candidate : candidates) names.push_back(candidate.name);
  std::vector<stats::Forecaster> in_order;
  for (const std::string& wanted : chooser.candidates) {
    const auto found = std::find(names.begin(), names.end(), wanted);
    if (found == names.end()) {
      const std::string nearest = detail::nearest_name(wanted, names);
      detail::fail(kFunction, "there must be a candidate for each name of the chooser", detail::quoted(wanted),
                   nearest.empty() ? "" : "(nearest is " + detail::quoted(nearest) + ")");
    }
    in_order.push_back(candidates[static_cast<std::size_t>(found - names.begin())]);
  }
  auto fit = [chooser = std::move(chooser), in_order = std::move(in_order)](std::span<const double> y,
                                                                            std::size_t season_length) {
    const std::vector<double> x = features_by_name(y, season_length, chooser.features);
    const std::string remark = ", of " + std::to_string(in_order.size()) + " by " +
                               std::string(to_string(chooser.rule)) + " of features, trained on " + chooser.trained_on;
    return fit_first(in_order, order_of(chooser, x), y, season_length, [&](std::size_t) { return remark; });
  };
  return {std::move(name), std::move(fit)};
}

}  // namespace foreplan::inline v0::tuning
