#include <foreplan/core/version.hpp>
#include <foreplan/tuning/backtest.hpp>

#include <algorithm>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "text/hash.hpp"
#include "tuning/bytes.hpp"
#include "tuning/candidates.hpp"
#include "tuning/fold_codec.hpp"
#include "tuning/folds.hpp"

namespace foreplan::inline v0::tuning {
namespace {

constexpr std::string_view kName = "tuning::backtest";

/// Series of a unit: few where there are few, so that they are shared among threads; never by the number of these.
std::size_t block_of(std::size_t series) { return std::clamp<std::size_t>(series / 64, 1, 8); }

void describe(const BacktestSeries& series, ByteWriter& out) {
  out.text(series.name);
  out.text(series.group);
  out.whole(series.values.size());
  out.reals(series.values);
  for (const std::size_t value : {series.season_length, series.scale_lag, series.horizon, series.vintages.size()})
    out.whole(value);
  for (const Vintage& vintage : series.vintages) {
    out.whole(vintage.known);
    out.whole(vintage.values.size());
    out.reals(vintage.values);
  }
}

/// The task of a work folder: the caller's words, and hashes of all that folds depend on and words may not say.
std::string task_of(std::size_t series, const SeriesSource& source, const std::vector<stats::Forecaster>& candidates,
                    const BacktestOptions& options) {
  text::Sha256 data, setup;
  ByteWriter out;
  for (std::size_t i = 0; i < series; ++i) {
    const BacktestSeries one = source(i);
    require_series(kName, one, i, options);
    describe(one, out);
    data.update(out.take());
  }
  out.text(version());
  for (const std::size_t value :
       {options.horizon, options.gap, options.origins, options.step, options.window, options.least,
        std::size_t{options.refit}, block_of(series), candidates.size(), options.levels.size()})
    out.whole(value);
  for (const stats::Forecaster& candidate : candidates) out.text(candidate.name);
  out.reals(options.levels);
  setup.update(out.take());
  const std::string& words = options.batch.task;
  return words + (words.empty() ? "" : "; ") + "backtest of " + std::to_string(series) + " series, data " +
         text::hex(data.digest()) + ", names and options " + text::hex(setup.digest());
}

}  // namespace

void backtest(std::size_t series, const SeriesSource& source, const std::vector<stats::Forecaster>& candidates,
              const BacktestOptions& options, const FoldSink& sink) {
  detail::require(static_cast<bool>(source), kName, "there must be a source", "an empty one");
  detail::require(static_cast<bool>(sink), kName, "there must be a sink", "an empty one");
  require_options(kName, options);
  check_candidates(kName, candidates);

  BatchOptions batch = options.batch;
  if (!batch.folder.empty()) batch.task = task_of(series, source, candidates, options);
  const std::size_t block = block_of(series);
  const auto unit = [&](std::size_t number) {
    std::vector<Fold> folds;
    for (std::size_t i = number * block; i < std::min((number + 1) * block, series); ++i) {
      const BacktestSeries one = source(i);
      require_series(kName, one, i, options);
      for (Fold& fold : folds_of(one, i, candidates, options)) folds.push_back(std::move(fold));
    }
    return encode(folds, candidates.size());
  };
  const auto merged = [&](std::size_t, std::string_view bytes) {
    for (Fold& fold : decode(bytes, candidates.size(), options.levels)) sink(std::move(fold));
  };
  (void)run_batch((series + block - 1) / block, unit, merged, batch);
}

}  // namespace foreplan::inline v0::tuning
