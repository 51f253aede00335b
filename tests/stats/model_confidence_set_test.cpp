#include <foreplan/core/errors.hpp>
#include <foreplan/stats/forecast_comparison.hpp>
#include <foreplan/stats/variates.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::stats {
namespace {

using Values = std::vector<double>;
using Models = std::vector<std::size_t>;
const reference::Lines kAll = reference::read_lines("model_confidence_set.txt");
const Values& losses() { return reference::line(kAll, "losses"); }

constexpr auto kMaximum = ConfidenceSetStatistic::maximum;
constexpr auto kRange = ConfidenceSetStatistic::range;

/// The other program draws the same resamples and goes by the paper, set after set.
TEST(ModelConfidenceSet, AgreesWithThePaperWrittenOut) {
  for (const auto& [resampling_name, resampling] : {std::pair{"moving", RowResampling::moving_blocks},
                                                    {"circular", RowResampling::circular_blocks},
                                                    {"rows", RowResampling::rows}})
    for (const auto& [statistic_name, statistic] : {std::pair{"maximum", kMaximum}, {"range", kRange}}) {
      const std::string name = std::string(resampling_name) + " " + statistic_name;
      const ModelConfidenceSet set = model_confidence_set(
          losses(), 6,
          {.statistic = statistic, .resampling = resampling, .block_length = 4, .resamples = 500, .seed = 7});
      const Values &order = reference::line(kAll, name + " order"), &p = reference::line(kAll, name + " p"),
                   &statistics = reference::line(kAll, name + " statistics");
      double highest = 0;
      for (std::size_t k = 0; k < 6; ++k) {
        EXPECT_EQ(set.eliminated[k], static_cast<std::size_t>(order[k])) << name;
        if (k < 5) {
          EXPECT_NEAR(set.statistics[k], statistics[k], 1e-11 * statistics[k]) << name;
          EXPECT_EQ(set.test_p_values[k], p[k]) << name;
        }
        highest = std::max(highest, k < 5 ? p[k] : 1);
        EXPECT_EQ(set.p_values[set.eliminated[k]], highest) << name;
        const bool kept = std::ranges::find(set.kept, set.eliminated[k]) != set.kept.end();
        EXPECT_EQ(kept, highest >= 0.1) << name;
      }
      EXPECT_TRUE(std::ranges::is_sorted(set.kept));
      EXPECT_EQ(set.rows, 60u);
    }
}

TEST(ModelConfidenceSet, SameBitsForAnyThreads) {
  for (const auto statistic : {kMaximum, kRange}) {
    const ModelConfidenceSet one = model_confidence_set(losses(), 6, {.statistic = statistic, .resamples = 1000});
    for (const unsigned threads : {2u, 7u}) {
      const ModelConfidenceSet many = model_confidence_set(
          losses(), 6, {.statistic = statistic, .resamples = 1000, .execution = {.threads = threads}});
      EXPECT_EQ(one.p_values, many.p_values);
      EXPECT_EQ(one.statistics, many.statistics);
      EXPECT_EQ(one.eliminated, many.eliminated);
    }
  }
}

/// Losses with a moving-average noise, the first `best` models equally good and the others worse by `gap`.
Values simulated(std::size_t sample, std::size_t rows, std::size_t models, std::size_t best, double gap, bool moving) {
  Values z((rows + 1) * models);
  fill_normal({.seed = 3, .purpose = purpose_id("test of confidence sets"), .series = sample}, 0, z);
  Values out(rows * models);
  for (std::size_t t = 0; t < rows; ++t)
    for (std::size_t i = 0; i < models; ++i)
      out[t * models + i] =
          10 + z[(t + 1) * models + i] + (moving ? 0.5 * z[t * models + i] : 0) + (i < best ? 0 : gap);
  return out;
}

/// The promise: all of the best models are kept in at least 1 - level of all samples, about; with one best model nearly
/// always, and models that are much worse go. 400 samples tell 0.90 from 0.855 (three standard errors).
TEST(ModelConfidenceSet, KeepsTheBestAsOftenAsPromised) {
  for (const auto& [statistic, resampling] :
       {std::tuple{kMaximum, RowResampling::rows}, {kRange, RowResampling::rows}}) {
    int equal_kept = 0, single_kept = 0, worst_kept = 0;
    const int samples = 400;
    for (int s = 0; s < samples; ++s) {
      const ModelConfidenceSetOptions options{
          .statistic = statistic, .resampling = resampling, .resamples = 200, .seed = static_cast<std::uint64_t>(s)};
      const auto sample = static_cast<std::size_t>(s);
      equal_kept += model_confidence_set(simulated(sample, 100, 4, 4, 0, false), 4, options).kept.size() == 4;
      const Models kept = model_confidence_set(simulated(sample, 100, 4, 1, 0.4, false), 4, options).kept;
      single_kept += std::ranges::find(kept, 0u) != kept.end();
      const Models far = model_confidence_set(simulated(sample, 100, 4, 1, 1, false), 4, options).kept;
      worst_kept += std::ranges::find(far, 3u) != far.end();
    }
    EXPECT_GE(equal_kept, 0.855 * samples);
    EXPECT_LE(equal_kept, 0.945 * samples);
    EXPECT_GE(single_kept, 0.98 * samples);
    EXPECT_LE(worst_kept, 0.05 * samples);
  }
}

/// Single rows take dependent losses for independent ones and promise too much; blocks help.
TEST(ModelConfidenceSet, BlocksKnowDependence) {
  int by_rows = 0, by_blocks = 0;
  const int samples = 200;
  for (int s = 0; s < samples; ++s) {
    const Values of = simulated(static_cast<std::size_t>(s), 200, 3, 3, 0, true);
    ModelConfidenceSetOptions options{.resampling = RowResampling::rows, .resamples = 200};
    by_rows += model_confidence_set(of, 3, options).kept.size() == 3;
    options.resampling = RowResampling::circular_blocks;
    by_blocks += model_confidence_set(of, 3, options).kept.size() == 3;
  }
  EXPECT_GE(by_blocks, by_rows + 0.04 * samples);
  EXPECT_GE(by_blocks, 0.80 * samples);
}

TEST(ModelConfidenceSet, EqualModelsAreNeverToldApart) {
  const Values of = simulated(1, 50, 1, 1, 0, false);
  Values table;
  for (const double x : of) table.insert(table.end(), {x, x, x, x + 100});
  for (const auto statistic : {kMaximum, kRange}) {
    const ModelConfidenceSet set = model_confidence_set(table, 4, {.statistic = statistic, .resamples = 200});
    EXPECT_EQ(set.kept, (Models{0, 1, 2}));
    EXPECT_EQ(set.p_values, (Values{1, 1, 1, 0}));
    EXPECT_EQ(set.eliminated, (Models{3, 2, 1, 0}));
  }
}

TEST(ModelConfidenceSet, UnitsAndCommonShocksDoNotMatter) {
  Values moved = losses();
  for (std::size_t at = 0; at < moved.size(); ++at)
    moved[at] = 0x1p300 * (moved[at] + static_cast<double>((at / 6) % 7));
  const ModelConfidenceSetOptions options{.resamples = 300, .seed = 5};
  const ModelConfidenceSet a = model_confidence_set(losses(), 6, options), b = model_confidence_set(moved, 6, options);
  EXPECT_EQ(a.eliminated, b.eliminated);
  EXPECT_EQ(a.p_values, b.p_values);
}

TEST(ModelConfidenceSet, OneModelAndUnknownRows) {
  const ModelConfidenceSet one = model_confidence_set(Values{1, 2, 3}, 1);
  EXPECT_EQ(one.kept, Models{0});
  EXPECT_EQ(one.p_values, Values{1});
  EXPECT_NEAR(one.mean_losses[0], 2, 1e-15);
  Values gap = losses();
  gap.insert(gap.begin() + 12, {1, 2, std::nan(""), 4, 5, 6});
  const ModelConfidenceSetOptions options{.resamples = 200};
  EXPECT_EQ(model_confidence_set(gap, 6, options).p_values, model_confidence_set(losses(), 6, options).p_values);
  EXPECT_EQ(model_confidence_set(gap, 6, options).rows, 60u);
}

TEST(ModelConfidenceSet, RefusesBadInput) {
  testing::expect_refused({
      {"stats::model_confidence_set: models must be in [1, 10000]; got 0",
       [] { (void)model_confidence_set(losses(), 0); }},
      {"there must be a loss of each model in every row; got 360 losses of 7 models",
       [] { (void)model_confidence_set(losses(), 7); }},
      {"options.level must be in (0, 1); got 1", [] { (void)model_confidence_set(losses(), 6, {.level = 1}); }},
      {"options.resamples must be in [100, 10^6]; got 99",
       [] { (void)model_confidence_set(losses(), 6, {.resamples = 99}); }},
      {"models x options.resamples", [] { (void)model_confidence_set(losses(), 360, {.resamples = 1'000'000}); }},
      {"options.block_length must be in [1, n]; got 61 for n = 60",
       [] { (void)model_confidence_set(losses(), 6, {.block_length = 61}); }},
      {"options.block_length must be in [1, n]; got 0",
       [] { (void)model_confidence_set(losses(), 6, {.block_length = 0}); }},
      {"losses must be at most 1e+150 in size; got -inf at index 0",
       [] {
         (void)model_confidence_set(Values{-HUGE_VAL, 1, 2, 3}, 2);
       }},
      {"at least 2 rows without a NaN; got 0",
       [] {
         (void)model_confidence_set(Values{std::nan(""), 1, 2, std::nan("")}, 2);
       }},
  });
}

TEST(ModelConfidenceSet, StopsWhenAsked) {
  ModelConfidenceSetOptions options;
  options.execution.cancel.cancel();
  EXPECT_THROW((void)model_confidence_set(losses(), 6, options), Cancelled);
}

}  // namespace
}  // namespace foreplan::stats
