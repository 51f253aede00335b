#include <foreplan/core/random.hpp>
#include <foreplan/stats/forecast_comparison.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.hpp"
#include "numeric/parallel.hpp"
#include "stats/losses.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr std::string_view kFunction = "stats::model_confidence_set";
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Mean losses, and how they fell out in every resample. Only differences count, so that losses are taken from the mean
/// of their row.
struct Bootstrap {
  std::size_t models = 0, resamples = 0;
  std::vector<double> means{};
  std::vector<double> deviations{};  ///< [model][resample], of the resampled mean from the mean.
  double rounding = 0;               ///< What rounding may have done to a difference of means.

  [[nodiscard]] const double* of(std::size_t model) const { return deviations.data() + model * resamples; }
  /// The difference over its standard error. What rounding explains is none, and beside none any other is infinite.
  [[nodiscard]] double ratio(double difference, double variance) const {
    if (!negligible(variance)) return difference / std::sqrt(variance);
    return std::abs(difference) <= rounding ? 0 : std::copysign(kInfinity, difference);
  }
  /// 1 / standard error; 0 if that is rounding.
  [[nodiscard]] double scale(double variance) const { return negligible(variance) ? 0 : 1 / std::sqrt(variance); }
  [[nodiscard]] bool negligible(double variance) const { return !(variance > rounding * rounding); }
};

/// How often a resample has each row.
void draw(const ModelConfidenceSetOptions& options, std::size_t block, std::size_t resample,
          std::vector<double>& count) {
  Stream random({.seed = options.seed, .purpose = purpose_id(kFunction), .draw = resample});
  const std::size_t n = count.size();
  const bool moving = options.resampling == RowResampling::moving_blocks;
  const std::size_t starts = moving ? n - block + 1 : n;
  std::ranges::fill(count, 0);
  for (std::size_t drawn = 0; drawn < n; drawn += block) {
    const auto start = static_cast<std::size_t>(random.uniform() * static_cast<double>(starts));
    for (std::size_t i = 0; i < std::min(block, n - drawn); ++i) ++count[(start + i) % n];
  }
}

Bootstrap bootstrap(std::vector<double> losses, std::size_t models, std::size_t block,
                    const ModelConfidenceSetOptions& options) {
  const std::size_t rows = losses.size() / models;
  const auto n = static_cast<double>(rows), m = static_cast<double>(models);
  Bootstrap out{.models = models, .resamples = options.resamples};
  out.means.resize(models, 0);
  out.deviations.resize(models * options.resamples);
  // T has no unit: over the largest loss, no square leaves the range of a double.
  double largest = 0;
  for (const double x : losses) largest = std::max(largest, std::abs(x));
  if (largest > 0)
    for (double& x : losses) x /= largest;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::span<double> of(losses.data() + row * models, models);
    double mean = 0, most = 0;
    for (const double x : of) {
      mean += x / m;
      most = std::max(most, std::abs(x));
    }
    out.rounding += internal::kLossRounding * most / n;
    for (std::size_t i = 0; i < models; ++i) out.means[i] += (of[i] -= mean) / n;
  }
  numeric::parallel_for(options.resamples, options.execution, [&](std::size_t resample) {
    std::vector<double> count(rows), sum(models, 0);
    draw(options, block, resample, count);
    for (std::size_t row = 0; row < rows; ++row) {
      if (count[row] == 0) continue;
      for (std::size_t i = 0; i < models; ++i) sum[i] += count[row] * losses[row * models + i];
    }
    for (std::size_t i = 0; i < models; ++i)
      out.deviations[i * options.resamples + resample] = sum[i] / n - out.means[i];
  });
  return out;
}

/// All models in the order in which they go, with the statistic before each, and how many resamples are at or above it.
struct Elimination {
  std::vector<std::size_t> order{};
  std::vector<double> statistics{};
  std::vector<std::size_t> above{};
};

/// Which of those left has the largest; of equals the later, so that earlier columns stay.
template <class Statistic>
std::size_t worst(const std::vector<std::size_t>& left, const Statistic& statistic) {
  std::size_t place = 0;
  for (std::size_t i = 1; i < left.size(); ++i)
    if (statistic(left[i]) >= statistic(left[place])) place = i;
  return place;
}

std::vector<std::size_t> all_models(const Bootstrap& sample) {
  std::vector<std::size_t> all(sample.models);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

/// With T_max. What a model is compared with changes with the set, so that variances do.
Elimination by_maximum(const Bootstrap& sample, const CancelToken& cancel) {
  const std::size_t resamples = sample.resamples;
  std::vector<double> mean(resamples), highest(resamples), t(sample.models);
  std::vector<std::size_t> left = all_models(sample);
  Elimination out;
  while (left.size() > 1) {
    if (cancel.cancelled()) throw Cancelled(std::string(kFunction) + ": cancelled");
    const auto m = static_cast<double>(left.size());
    double centre = 0;
    std::ranges::fill(mean, 0);
    std::ranges::fill(highest, 0);
    for (const std::size_t i : left) {
      centre += sample.means[i] / m;
      for (std::size_t b = 0; b < resamples; ++b) mean[b] += sample.of(i)[b] / m;
    }
    for (const std::size_t i : left) {
      double variance = 0;
      for (std::size_t b = 0; b < resamples; ++b) variance += (sample.of(i)[b] - mean[b]) * (sample.of(i)[b] - mean[b]);
      variance /= static_cast<double>(resamples);
      t[i] = sample.ratio(sample.means[i] - centre, variance);
      const double scale = sample.scale(variance);
      for (std::size_t b = 0; b < resamples; ++b)
        highest[b] = std::max(highest[b], (sample.of(i)[b] - mean[b]) * scale);
    }
    const std::size_t place = worst(left, [&](std::size_t i) { return t[i]; });
    const double statistic = t[left[place]];
    out.order.push_back(left[place]);
    out.statistics.push_back(statistic);
    out.above.push_back(
        static_cast<std::size_t>(std::ranges::count_if(highest, [&](double h) { return h >= statistic; })));
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(place));
  }
  out.order.push_back(left.front());
  return out;
}

/// [i][j] variances of the differences of two models.
std::vector<double> pair_variances(const Bootstrap& sample, const Execution& execution) {
  const std::size_t m = sample.models;
  std::vector<double> out(m * m, 0);
  numeric::parallel_for(m, execution, [&](std::size_t i) {
    for (std::size_t j = i + 1; j < m; ++j) {
      double squares = 0;
      for (std::size_t b = 0; b < sample.resamples; ++b) {
        const double apart = sample.of(i)[b] - sample.of(j)[b];
        squares += apart * apart;
      }
      out[i * m + j] = out[j * m + i] = squares / static_cast<double>(sample.resamples);
    }
  });
  return out;
}

/// With T_R. A pair's t does not depend on the set: the order is found first, and the resamples' largest t then from
/// the last model backwards, each joining those that outlive it.
Elimination by_range(const Bootstrap& sample, const Execution& execution) {
  const std::size_t m = sample.models;
  const std::vector<double> variances = pair_variances(sample, execution);
  std::vector<std::size_t> left = all_models(sample), rival(m);
  std::vector<double> t(m);
  const auto meet = [&](std::size_t i) {
    t[i] = -kInfinity;
    for (const std::size_t j : left) {
      const double pair = sample.ratio(sample.means[i] - sample.means[j], variances[i * m + j]);
      if (i == j || pair < t[i]) continue;
      t[i] = pair;
      rival[i] = j;
    }
  };
  for (const std::size_t i : left) meet(i);
  Elimination out;
  while (left.size() > 1) {
    if (execution.cancel.cancelled()) throw Cancelled(std::string(kFunction) + ": cancelled");
    const std::size_t place = worst(left, [&](std::size_t i) { return t[i]; }), gone = left[place];
    out.order.push_back(gone);
    out.statistics.push_back(t[gone]);
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(place));
    for (const std::size_t i : left)
      if (rival[i] == gone) meet(i);
  }
  out.order.push_back(left.front());

  constexpr std::size_t kChunk = 256;
  const std::size_t chunks = (sample.resamples + kChunk - 1) / kChunk;
  std::vector<std::vector<std::size_t>> above(chunks, std::vector<std::size_t>(m - 1, 0));
  numeric::parallel_for(chunks, execution, [&](std::size_t chunk) {
    const std::size_t from = chunk * kChunk, size = std::min(kChunk, sample.resamples - from);
    double highest[kChunk] = {};
    for (std::size_t k = m - 1; k-- > 0;) {
      const double* a = sample.of(out.order[k]) + from;
      for (std::size_t l = k + 1; l < m; ++l) {
        const double* b = sample.of(out.order[l]) + from;
        const double scale = sample.scale(variances[out.order[k] * m + out.order[l]]);
        for (std::size_t i = 0; i < size; ++i) highest[i] = std::max(highest[i], std::abs(a[i] - b[i]) * scale);
      }
      for (std::size_t i = 0; i < size; ++i)
        if (highest[i] >= out.statistics[k]) ++above[chunk][k];
    }
  });
  out.above.resize(m - 1, 0);
  for (const auto& part : above)
    for (std::size_t k = 0; k < part.size(); ++k) out.above[k] += part[k];
  return out;
}

std::size_t block_length(const ModelConfidenceSetOptions& options, std::size_t rows) {
  if (options.resampling == RowResampling::rows) return 1;
  if (!options.block_length) return static_cast<std::size_t>(std::ceil(std::cbrt(static_cast<double>(rows)) - 1e-9));
  if (*options.block_length < 1 || *options.block_length > rows)
    detail::fail(kFunction, "options.block_length must be in [1, n]", std::to_string(*options.block_length),
                 "for n = " + std::to_string(rows));
  return *options.block_length;
}

}  // namespace

ModelConfidenceSet model_confidence_set(std::span<const double> losses, std::size_t models,
                                        const ModelConfidenceSetOptions& options) {
  detail::require(models >= 1 && models <= 10'000, kFunction, "models must be in [1, 10000]", std::to_string(models));
  detail::require(options.level > 0 && options.level < 1, kFunction, "options.level must be in (0, 1)", options.level);
  detail::require(options.resamples >= 100 && options.resamples <= 1'000'000, kFunction,
                  "options.resamples must be in [100, 10^6]", std::to_string(options.resamples));
  detail::checked_product(models, options.resamples, 100'000'000, kFunction, "models x options.resamples");
  const std::vector<double> known = internal::known_rows(kFunction, losses, models);
  ModelConfidenceSet out{.rows = known.size() / models};
  out.mean_losses.resize(models, 0);
  for (std::size_t at = 0; at < known.size(); ++at)
    out.mean_losses[at % models] += known[at] / static_cast<double>(out.rows);

  const Bootstrap sample = bootstrap(known, models, block_length(options, out.rows), options);
  Execution execution = options.execution;
  execution.progress = {};
  Elimination found = options.statistic == ConfidenceSetStatistic::maximum ? by_maximum(sample, execution.cancel)
                                                                           : by_range(sample, execution);
  out.eliminated = std::move(found.order);
  out.statistics = std::move(found.statistics);
  for (const std::size_t above : found.above)
    out.test_p_values.push_back(static_cast<double>(above) / static_cast<double>(options.resamples));
  out.statistics.push_back(0);
  out.test_p_values.push_back(1);
  out.p_values.resize(models);
  double highest = 0;
  for (std::size_t k = 0; k < models; ++k) {
    highest = std::max(highest, out.test_p_values[k]);
    out.p_values[out.eliminated[k]] = highest;
  }
  for (std::size_t i = 0; i < models; ++i)
    if (out.p_values[i] >= options.level) out.kept.push_back(i);
  return out;
}

}  // namespace foreplan::inline v0::stats
