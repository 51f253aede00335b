#include <foreplan/forecast.hpp>
#include <foreplan/io.hpp>
#include <foreplan/stats/accuracy.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "competition.hpp"

// How well models forecast series in the competition layout (id, frequency, horizon, values), and how often their
// intervals hold:
//
//   foreplan_accuracy TRAIN.csv [--test TEST.csv] [--origins 1,2,3] [--models ets,theta,...] [--peer PEER.csv]
//     [--part all|train|choose|report] [--every K] [--threads N] [--times 1] [--write FORECASTS.csv]
//
// An origin k lies k horizons before the end of the training row; --test scores the forecasts from its end. For each
// frequency and origin a row a model:
//
//   sMAPE in per cent; MASE by the in-sample naive errors of the season (of one step for weekly series, as M4 has it);
//   OWA, both relative to Naive2 of the same series; pinball loss, the mean over the levels below, and MSIS of 90 %
//   intervals, both over the same scale as MASE; coverage of 80, 90 and 95 % intervals, that of 90 % with its 95 %
//   confidence interval, clustered by series; with --times microseconds of processor time a forecast. A last table
//   takes all origins together.
//
// --peer takes the forecasts that accuracy_peer.R writes; only series and origins that it has are then scored, and the
// mean of its models is a model too. --part scores a part of the ids, cut 60/20/20 by a fixed hash: what was chosen or
// calibrated on "train" is scored on the others. --write writes all forecasts in the peer's layout. Series whose scale
// is zero, and origins with fewer than max(6, 2 m + 1) values before them, are left out.
namespace {

namespace forecast = foreplan::forecast;
namespace stats = foreplan::stats;
using Values = std::vector<double>;

const Values kLevels{0.025, 0.05, 0.1, 0.5, 0.9, 0.95, 0.975};

struct Row : foreplan::io::CompetitionSeries {
  Values actual{};
};

/// What stands after a comma and the next ones.
Values numbers_of(const std::string& line, std::size_t comma) {
  Values numbers;
  for (std::size_t p = comma; p != std::string::npos; p = line.find(',', p + 1))
    numbers.push_back(std::strtod(line.c_str() + p + 1, nullptr));
  return numbers;
}

/// What one model says of one series from one origin.
struct Answer {
  Values mean{};
  std::vector<Values> quantiles{};  ///< By kLevels; empty where there are none.
  double seconds = 0;
};

/// The scores of a series, means over its horizon.
struct Score {
  std::size_t series = 0;
  double smape = 0, mase = 0, pinball = 0, msis = 0, covered[3] = {0, 0, 0};
};

struct Column {
  std::vector<Score> scores{};
  double seconds = 0;
  bool bounds = true;
};

/// Of this thread.
double processor_seconds() {
  std::timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Weekly series are scored by one step, as the competition has it.
double scale_of(std::span<const double> y, std::size_t season) {
  return stats::naive_absolute_scale(y, season == 52 ? 1 : season);
}

Score score(const Answer& f, std::span<const double> actual, double scale) {
  Score s{.smape = stats::smape(actual, f.mean), .mase = stats::mean_absolute_error(actual, f.mean) / scale};
  if (f.quantiles.empty()) return s;
  for (std::size_t q = 0; q < kLevels.size(); ++q)
    if (!f.quantiles[q].empty())
      s.pinball +=
          stats::pinball_loss(actual, f.quantiles[q], kLevels[q]) / scale / static_cast<double>(kLevels.size());
  for (std::size_t k = 0; k < 3; ++k) {
    const Values &lower = f.quantiles[2 - k], &upper = f.quantiles[4 + k];
    if (!lower.empty() && !upper.empty()) s.covered[k] = stats::coverage(actual, lower, upper);
  }
  s.msis = stats::interval_score(actual, f.quantiles[1], f.quantiles[5], 0.9) / scale;
  return s;
}

/// id/origin/model of what another program forecast.
using Peer = std::map<std::string, std::map<std::string, Answer>>;

Peer read_peer(const std::string& path) {
  Peer peer;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::size_t at[4];
    at[0] = line.find(',');
    for (int i = 1; i < 4; ++i) at[i] = line.find(',', at[i - 1] + 1);
    Answer& a = peer[line.substr(0, at[1])]["R " + line.substr(at[1] + 1, at[2] - at[1] - 1)];
    const std::string which = line.substr(at[2] + 1, at[3] - at[2] - 1);
    if (which == "mean") {
      a.mean = numbers_of(line, at[3]);
    } else {
      a.quantiles.resize(kLevels.size());
      a.quantiles[which == "lower" ? 1 : 5] = numbers_of(line, at[3]);
    }
  }
  for (auto& [key, models] : peer) {  // the mean of all
    if (models.size() < 2) continue;
    Answer mean = models.begin()->second;
    for (auto it = std::next(models.begin()); it != models.end(); ++it)
      for (std::size_t i = 0; i < mean.mean.size(); ++i) {
        mean.mean[i] += it->second.mean[i];
        for (const std::size_t q : {1, 5}) mean.quantiles[q][i] += it->second.quantiles[q][i];
      }
    const double count = static_cast<double>(models.size());
    for (double& x : mean.mean) x /= count;
    for (Values& q : mean.quantiles)
      for (double& x : q) x /= count;
    models["R mean"] = std::move(mean);
  }
  return peer;
}

void print(const std::string& name, const Column& c, const Column& naive2, bool times) {
  double smape = 0, mase = 0, pinball = 0, msis = 0, covered[3] = {0, 0, 0}, square = 0, s2 = 0, m2 = 0;
  const double n = static_cast<double>(c.scores.size());
  for (const Score& s : c.scores) {
    smape += s.smape / n, mase += s.mase / n, pinball += s.pinball / n, msis += s.msis / n;
    for (int k = 0; k < 3; ++k) covered[k] += s.covered[k] / n;
  }
  for (const Score& s : naive2.scores) s2 += s.smape / n, m2 += s.mase / n;
  std::map<std::size_t, double> clusters;
  for (const Score& s : c.scores) clusters[s.series] += s.covered[1] - covered[1];
  for (const auto& [series, sum] : clusters) square += sum * sum;
  const double doubt = 1.96 * std::sqrt(square) / n;
  std::printf("  %-18s %8.3f %7.3f %6.3f", name.c_str(), smape, mase, (smape / s2 + mase / m2) / 2);
  if (c.bounds)
    std::printf(" %7.4f %7.3f  %5.3f %5.3f (%5.3f-%5.3f) %5.3f", pinball, msis, covered[0], covered[1],
                covered[1] - doubt, covered[1] + doubt, covered[2]);
  else
    std::printf(" %7s %7.3f  %5s %5.3f (%5.3f-%5.3f) %5s", "", msis, "", covered[1], covered[1] - doubt,
                covered[1] + doubt, "");
  if (times) std::printf(" %9.0f", 1e6 * c.seconds / n);
  std::printf("\n");
}

void print(const std::string& title, const std::map<std::string, Column>& columns, bool times) {
  if (columns.empty()) return;
  const Column& naive2 = columns.at("naive2");
  std::printf("%s, %zu forecasts\n  %-18s %8s %7s %6s %7s %7s  %5s %5s %13s %5s%s\n", title.c_str(),
              naive2.scores.size(), "", "sMAPE", "MASE", "OWA", "pinball", "MSIS", "80 %", "90 %", "", "95 %",
              times ? "        us" : "");
  for (const auto& [name, column] : columns)
    if (column.scores.size() == naive2.scores.size())
      print(name, column, naive2, times);
    else
      std::printf("  %-18s answers %zu only\n", name.c_str(), column.scores.size());
  std::fflush(stdout);
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::puts("usage: foreplan_accuracy TRAIN.csv [options]"), 2;
  std::map<std::string, std::string> option{{"--origins", "1,2,3"},
                                            {"--part", "all"},
                                            {"--every", "1"},
                                            {"--threads", "1"},
                                            {"--models", "naive2,ets,theta,dotm,default"}};
  for (int i = 2; i + 1 < argc; i += 2) option[argv[i]] = argv[i + 1];
  const bool times = option.contains("--times");
  const std::size_t every = std::stoul(option["--every"]), threads = std::stoul(option["--threads"]);
  Peer peer;
  if (option.contains("--peer")) peer = read_peer(option["--peer"]);
  std::map<std::string, Values> actual;
  if (option.contains("--test")) {
    for (auto& row :
         foreplan::io::read_competition_file(option["--test"], {.rows = foreplan::io::CompetitionRows::test}))
      actual[row.id] = std::move(row.values);
    option["--origins"] = "0";
  }
  std::vector<std::string> names = split(option["--models"]);
  if (std::find(names.begin(), names.end(), "naive2") == names.end()) names.insert(names.begin(), "naive2");
  std::vector<stats::Forecaster> models;
  for (const std::string& name : names) models.push_back(forecast::named_model(name));
  std::FILE* out = option.contains("--write") ? std::fopen(option["--write"].c_str(), "w") : nullptr;

  std::map<std::size_t, std::vector<Row>> by_season;
  std::size_t at = 0;
  for (foreplan::io::CompetitionSeries& read : foreplan::io::read_competition_file(argv[1])) {
    if (at++ % every != 0 || !competition::in_part(read.id, option["--part"])) continue;
    Row row{{std::move(read)}, {}};
    if (const auto it = actual.find(row.id); it != actual.end()) row.actual = it->second;
    by_season[row.frequency].push_back(std::move(row));
  }
  for (const auto& of_season : by_season) {
    const std::size_t season = of_season.first;
    const std::vector<Row>& rows = of_season.second;
    std::map<std::string, Column> pooled;
    for (const std::string& origin : split(option["--origins"])) {
      const std::size_t back = std::stoul(origin);
      std::vector<std::map<std::string, Answer>> answers(rows.size());
      std::vector<std::span<const double>> past(rows.size()), future(rows.size());
      std::atomic<std::size_t> next{0};
      const auto work = [&] {
        for (std::size_t i = next++; i < rows.size(); i = next++) {
          const Row& row = rows[i];
          if (row.values.size() < back * row.horizon + std::max<std::size_t>(6, 2 * season + 1)) continue;
          const std::size_t n = row.values.size() - back * row.horizon;
          past[i] = std::span(row.values).first(n);
          future[i] = back == 0 ? std::span(row.actual) : std::span(row.values).subspan(n, row.horizon);
          if (future[i].size() != row.horizon || !(scale_of(past[i], season) > 0)) continue;
          if (!peer.empty()) {
            const auto it = peer.find(row.id + ',' + origin);
            if (it == peer.end()) continue;
            answers[i] = it->second;
          }
          for (std::size_t m = 0; m < models.size(); ++m) {
            const double begin = processor_seconds();
            stats::Outlook f = stats::predict(models[m].fit(past[i], season), row.horizon, kLevels);
            const double seconds = processor_seconds() - begin;
            answers[i][names[m]] = {std::move(f.mean), std::move(f.quantiles), seconds};
          }
        }
      };
      std::vector<std::jthread> workers;
      for (std::size_t t = 1; t < threads; ++t) workers.emplace_back(work);
      work();
      workers.clear();

      std::map<std::string, Column> columns;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        for (const auto& [name, answer] : answers[i]) {
          Column& column = columns[name];
          column.scores.push_back(score(answer, future[i], scale_of(past[i], season)));
          column.scores.back().series = i;
          column.seconds += answer.seconds;
          column.bounds = column.bounds && !answer.quantiles.empty() && !answer.quantiles[0].empty();
          if (out == nullptr || name.starts_with("R ")) continue;
          const auto line = [&, model = name.c_str()](const std::string& which, const Values& values) {
            std::fprintf(out, "%s,%s,%s,%s", rows[i].id.c_str(), origin.c_str(), model, which.c_str());
            for (const double x : values) std::fprintf(out, ",%.9g", x);
            std::fputc('\n', out);
          };
          line("mean", answer.mean);
          for (std::size_t q = 0; q < kLevels.size(); ++q) {
            char level[32];
            std::snprintf(level, sizeof level, "%g", kLevels[q]);
            line(level, answer.quantiles[q]);
          }
        }
      }
      for (const auto& [name, column] : columns) {
        Column& all = pooled[name];
        all.scores.insert(all.scores.end(), column.scores.begin(), column.scores.end());
        all.seconds += column.seconds;
        all.bounds = all.bounds && column.bounds;
      }
      print("m = " + std::to_string(season) + ", origin n - " + origin + " h, part " + option["--part"], columns,
            times);
    }
    if (split(option["--origins"]).size() > 1)
      print("m = " + std::to_string(season) + ", all origins, part " + option["--part"], pooled, times);
  }
  if (out != nullptr) std::fclose(out);
}
