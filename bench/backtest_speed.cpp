#include <foreplan/forecast.hpp>
#include <foreplan/io.hpp>
#include <foreplan/stats/accuracy.hpp>
#include <foreplan/tuning/backtest.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <numeric>
#include <string>
#include <vector>

// How long a backtest takes and how much memory, on series in the competition layout:
//
//   foreplan_backtest_speed TRAIN.csv [--series 1000] [--every 1] [--origins 5] [--threads 2] [--candidates a,b,...]
//     [--folder WORK] [--stream 1]
//
// Candidates are names of forecast/models.hpp, and `aan` for ETS(A,A,N), which backtest_peer.py has too. Seconds of
// wall and of processor time, the greatest resident size, and a mean MASE for each candidate, all origins together.
// Time should grow with the number of series; memory by the scores, 48 bytes a fold, and with --stream, which takes the
// folds as they come, by the series themselves only.
namespace {

using namespace foreplan;

stats::Forecaster candidate(const std::string& name) {
  if (name != "aan") return forecast::named_model(name);
  return forecast::forecaster(name, [](std::span<const double> y, std::size_t) {
    return forecast::fit_ets(y, {.error = forecast::EtsError::additive,
                                 .trend = forecast::EtsTrend::additive,
                                 .season = forecast::EtsSeason::none});
  });
}

rusage usage() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return used;
}

double processor_seconds(const rusage& used) {
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::puts("usage: foreplan_backtest_speed TRAIN.csv [options]"), 2;
  std::map<std::string, std::string> option{{"--series", "1000"},
                                            {"--every", "1"},
                                            {"--origins", "5"},
                                            {"--threads", "2"},
                                            {"--candidates", "naive2,drift,ses,holt,damped,ets,theta,otm,dotm,arima"},
                                            {"--folder", ""}};
  for (int i = 2; i + 1 < argc; i += 2) option[argv[i]] = argv[i + 1];
  const std::size_t most = std::stoul(option["--series"]), every = std::stoul(option["--every"]);
  std::vector<stats::Forecaster> candidates;
  for (std::string names = option["--candidates"]; !names.empty();) {
    candidates.push_back(candidate(names.substr(0, names.find(','))));
    names.erase(0, std::min(names.find(','), names.size() - 1) + 1);
  }
  std::vector<tuning::BacktestSeries> panel;
  std::size_t at = 0;
  for (io::CompetitionSeries& row : io::read_competition_file(argv[1]))
    if (at++ % every == 0 && panel.size() < most)
      panel.push_back({.name = std::move(row.id),
                       .values = std::move(row.values),
                       .season_length = row.frequency,
                       .horizon = row.horizon});
  const tuning::BacktestOptions options{
      .origins = std::stoul(option["--origins"]),
      .batch = {.folder = option["--folder"],
                .execution = {.threads = static_cast<unsigned>(std::stoul(option["--threads"]))}}};
  std::vector<double> sum(candidates.size()), count(candidates.size());
  std::size_t failures = 0;
  const auto score = [&](std::size_t c, double mase) {
    if (std::isfinite(mase)) sum[c] += mase, count[c] += 1;
  };
  const double before = processor_seconds(usage());
  const auto begin = std::chrono::steady_clock::now();
  if (option.contains("--stream")) {
    tuning::backtest(
        panel.size(), [&](std::size_t i) { return panel[i]; }, candidates, options,
        [&](tuning::Fold&& fold) {
          if (fold.error.empty())
            score(fold.candidate, stats::mean_absolute_error(fold.actual, fold.outlook.mean) / fold.absolute_scale);
          else
            ++failures;
        });
  } else {
    const tuning::Backtest result = tuning::backtest(panel, candidates, options);
    for (std::size_t i = 0; i < result.scores.size(); ++i) score(i % candidates.size(), result.scores[i].mase);
    failures = result.failures.size();
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const double processor = processor_seconds(usage()) - before;
  const double forecasts = std::accumulate(count.begin(), count.end(), 0.0);
  std::printf(
      "%zu series, %zu candidates, %.0f forecasts, %zu failures: %.2f s, %.2f s of processor time (%.0f us a "
      "forecast), %ld KB at most\n",
      panel.size(), candidates.size(), forecasts, failures, seconds, processor, 1e6 * processor / forecasts,
      usage().ru_maxrss);
  for (std::size_t c = 0; c < candidates.size(); ++c)
    std::printf("  %-14s MASE %.4f over %.0f forecasts\n", candidates[c].name.c_str(), sum[c] / count[c], count[c]);
}
