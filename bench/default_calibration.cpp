#include <foreplan/forecast.hpp>
#include <foreplan/io.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "competition.hpp"

// The factors of src/forecast/default_calibration.cpp:
//
//   foreplan_default_calibration m1_train.csv tourism_train.csv m4_yearly_train.csv m4_quarterly_part_train.csv
//     m4_weekly_train.csv m4_hourly_train.csv
//
// By season, conformal factors (`calibrate`) of the default combination over the series of all files that
// foreplan_accuracy calls "train", from the origins one, two and three horizons before the end of each, which count as
// series of their own. Factors of a
// knot are means over the steps up to the knots beside it, weighed by how many series they are of and, linearly, by
// nearness. Of ten thousands of yearly and quarterly series every third is enough.
namespace {

namespace forecast = foreplan::forecast;
namespace stats = foreplan::stats;

const std::vector<std::size_t> kKnots{1, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48};

/// Factors of one side at a knot.
std::vector<double> at_knot(const forecast::IntervalCalibration& c, const std::vector<std::vector<double>>& side,
                            std::size_t k) {
  const double knot = static_cast<double>(kKnots[k]);
  const double before = k == 0 ? 0 : static_cast<double>(kKnots[k - 1]);
  const double after = k + 1 < kKnots.size() ? static_cast<double>(kKnots[k + 1]) : 2 * knot;
  std::vector<double> sums(c.levels.size());
  double all = 0;
  for (std::size_t h = 0; h < side.size(); ++h) {
    const double step = static_cast<double>(h + 1);
    const double nearness = step <= knot ? (step - before) / (knot - before) : (after - step) / (after - knot);
    if (!(nearness > 0)) continue;
    const double weight = nearness * static_cast<double>(c.series[h]);
    for (std::size_t l = 0; l < sums.size(); ++l) sums[l] += weight * side[h][l];
    all += weight;
  }
  for (double& s : sums) s /= all;
  return sums;
}

}  // namespace

int main(int argc, char** argv) {
  std::map<std::size_t, std::vector<stats::PanelSeries>> panels;
  std::map<std::size_t, std::size_t> horizons;
  for (int i = 1; i < argc; ++i) {
    std::vector<foreplan::io::CompetitionSeries> rows = foreplan::io::read_competition_file(argv[i]);
    const std::size_t every = rows.size() > 10'000 ? 3 : 1;
    for (std::size_t r = 0; r < rows.size(); r += every) {
      if (!competition::in_part(rows[r].id, "train")) continue;
      auto& horizon = horizons[rows[r].frequency];
      horizon = std::max(horizon, rows[r].horizon);
      for (std::size_t back = 0; back < 3 && rows[r].values.size() > (back + 1) * rows[r].horizon; ++back) {
        auto values = rows[r].values;
        values.resize(values.size() - back * rows[r].horizon);
        panels[rows[r].frequency].push_back({rows[r].id, std::move(values), rows[r].frequency});
      }
    }
  }
  const auto model = forecast::default_combination(false);
  for (const auto& [season, panel] : panels) {
    const std::size_t horizon = horizons[season];
    const auto c = forecast::calibrate(
        model, panel,
        {.levels = {0.75, 0.9, 0.95, 0.975},
         .origins = {.horizon = horizon, .origins = 1, .least = std::max<std::size_t>(6, 2 * season + 1)},
         .execution = {.threads = 2}});
    std::printf("// %zu\n{%zu,\n {\n", panel.size(), season);
    for (std::size_t k = 0; k < kKnots.size() && kKnots[k] <= horizon; ++k) {
      std::printf("     {%zu, {", kKnots[k]);
      for (const double x : at_knot(c, c.lower, k)) std::printf("%.3f, ", x);
      std::printf("}, {");
      for (const double x : at_knot(c, c.upper, k)) std::printf("%.3f, ", x);
      std::printf("}},\n");
    }
    std::printf(" }},\n");
    std::fflush(stdout);
  }
}
