#include <foreplan/forecast.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

// How well the forms of theta forecast the ends of a file in the competition layout (id, frequency, horizon, values):
//
//   foreplan_theta_accuracy m4_yearly_train.csv [EVERY]
//
// At each of the origins n - h, n - 2h and n - 3h of every EVERY-th series: sMAPE in per cent, MASE by the in-sample
// naive errors, both over the naive forecast's as OWA, coverage of 90 % intervals, microseconds a series. The naive
// forecast is Naive2 for yearly series; for others OWA is beside the seasonal naive forecast, and so no figure of the
// competition's.
namespace {

namespace forecast = foreplan::forecast;
using Values = std::vector<double>;

struct Row {
  std::size_t season = 1, horizon = 0;
  Values values{};
};

std::vector<Row> read(const char* path, std::size_t every) {
  std::vector<Row> rows;
  std::ifstream in(path);
  std::size_t at = 0;
  for (std::string line; std::getline(in, line); ++at) {
    if (at % every != 0) continue;
    Values numbers;
    for (std::size_t p = line.find(','); p != std::string::npos; p = line.find(',', p + 1)) {
      double x = 0;
      if (std::from_chars(line.data() + p + 1, line.data() + line.size(), x).ec == std::errc{}) numbers.push_back(x);
    }
    if (numbers.size() < 3) continue;
    rows.push_back({static_cast<std::size_t>(numbers[0]),
                    static_cast<std::size_t>(numbers[1]),
                    {numbers.begin() + 2, numbers.end()}});
  }
  return rows;
}

struct Score {
  double smape = 0, mase = 0, covered = 0, count = 0, seconds = 0;
};

using Model = std::function<foreplan::Forecast(std::span<const double>, std::size_t season, std::size_t horizon)>;

void add(Score& score, const Model& model, const Row& row, std::size_t n) {
  const auto y = std::span(row.values).first(n);
  const auto begin = std::chrono::steady_clock::now();
  const foreplan::Forecast f = model(y, row.season, row.horizon);
  score.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  double scale = 0;
  for (std::size_t t = row.season; t < n; ++t) scale += std::abs(y[t] - y[t - row.season]);
  scale /= static_cast<double>(n - row.season);
  if (!(scale > 0)) return;
  const double h = static_cast<double>(row.horizon);
  for (std::size_t i = 0; i < row.horizon; ++i) {
    const double actual = row.values[n + i], error = std::abs(actual - f.mean[i]);
    score.smape += 200 * error / (std::abs(actual) + std::abs(f.mean[i])) / h;
    score.mase += error / scale / h;
    if (!f.lower.empty()) score.covered += (actual >= f.lower[i] && actual <= f.upper[i]) ? 1 / h : 0;
  }
  score.count += 1;
}

Model theta(forecast::ThetaForm form, forecast::Transform transform = {}) {
  return [=](std::span<const double> y, std::size_t season, std::size_t horizon) {
    const auto fit = forecast::fit_theta(y, {.form = form, .season_length = season, .transform = transform});
    return forecast::predict(fit, horizon);
  };
}

foreplan::Forecast capped_ets(std::span<const double> y, std::size_t season, std::size_t horizon) {
  return forecast::predict(forecast::fit_ets(y, {.season_length = season, .largest_beta = 0.2}), horizon);
}

/// Means of points and bounds.
Model with_ets(Model model) {
  return [model](std::span<const double> y, std::size_t season, std::size_t horizon) {
    foreplan::Forecast f = model(y, season, horizon);
    const foreplan::Forecast other = capped_ets(y, season, horizon);
    for (std::size_t i = 0; i < horizon; ++i) {
      f.mean[i] = (f.mean[i] + other.mean[i]) / 2;
      f.lower[i] = (f.lower[i] + other.lower[i]) / 2;
      f.upper[i] = (f.upper[i] + other.upper[i]) / 2;
    }
    return f;
  };
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::puts("usage: foreplan_theta_accuracy TRAIN.csv [EVERY]"), 2;
  const auto rows = read(argv[1], argc > 2 ? static_cast<std::size_t>(std::max(1, std::atoi(argv[2]))) : 1);
  forecast::Transform power = forecast::box_cox();
  power.lower = 0;
  power.upper = 1;
  const Model box_cox = theta(forecast::ThetaForm::standard, power);
  const Model dynamic_box_cox = theta(forecast::ThetaForm::dynamic_optimised, power);
  const std::vector<std::pair<std::string, Model>> models{
      {"naive",
       [](auto y, auto season, auto h) { return forecast::predict(forecast::fit_seasonal_naive(y, season), h); }},
      {"standard theta", theta(forecast::ThetaForm::standard)},
      {"optimised theta", theta(forecast::ThetaForm::optimised)},
      {"dynamic theta", theta(forecast::ThetaForm::dynamic)},
      {"dynamic optimised", theta(forecast::ThetaForm::dynamic_optimised)},
      {"Box-Cox standard", box_cox},
      {"Box-Cox dynamic opt.", dynamic_box_cox},
      {"ets, beta <= 0.2", capped_ets},
      {"mean Box-Cox and ets", with_ets(box_cox)},
      {"mean BC dyn. and ets", with_ets(dynamic_box_cox)}};
  for (std::size_t back = 1; back <= 3; ++back) {
    std::vector<Score> scores(models.size());
    for (const Row& row : rows) {
      if (row.values.size() < back * row.horizon + std::max<std::size_t>(6, 2 * row.season + 1)) continue;
      for (std::size_t m = 0; m < models.size(); ++m)
        add(scores[m], models[m].second, row, row.values.size() - back * row.horizon);
    }
    std::printf("origin n - %zu h, %.0f series\n", back, scores[0].count);
    std::printf("  %-22s %8s %8s %8s %8s %9s\n", "", "sMAPE", "MASE", "OWA", "cover", "us");
    for (std::size_t m = 0; m < models.size(); ++m) {
      const Score &s = scores[m], &naive = scores[0];
      std::printf("  %-22s %8.4f %8.4f %8.4f %8.3f %9.1f\n", models[m].first.c_str(), s.smape / s.count,
                  s.mase / s.count, (s.smape / naive.smape + s.mase / naive.mase) / 2, s.covered / s.count,
                  1e6 * s.seconds / s.count);
    }
  }
}
