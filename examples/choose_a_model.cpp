// Which model should forecast the sectors of an economy three years ahead? Value added of twelve sectors of Vietnam at
// constant prices, 1990-2018: eight candidates forecast from four points in time, and the choice itself is judged too.
//   choose_a_model ETD.csv [report.html]
#include <foreplan/io/files.hpp>
#include <foreplan/report.hpp>
#include <foreplan/tuning.hpp>

#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

namespace fp = foreplan;
namespace report = foreplan::report;
namespace tuning = foreplan::tuning;

namespace {

/// A series for each column: rows of variable, year, a value for each sector, and their total.
std::vector<tuning::BacktestSeries> read_etd(const std::string& path, const std::string& variable) {
  std::istringstream text(fp::io::read_file(path));
  std::vector<tuning::BacktestSeries> sectors;
  for (std::string line, field; std::getline(text, line);) {
    std::istringstream fields(line);
    std::vector<std::string> row;
    while (std::getline(fields, field, ',')) row.push_back(field);
    if (line.starts_with("var,"))
      for (std::size_t i = 2; i + 1 < row.size(); ++i) sectors.push_back({.name = row[i]});
    if (line.starts_with(variable + ","))
      for (std::size_t i = 0; i < sectors.size(); ++i) sectors[i].values.push_back(std::stod(row.at(i + 2)));
  }
  return sectors;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fputs("usage: choose_a_model ETD.csv [report.html]\n", stderr), EXIT_FAILURE;
  const std::vector<tuning::BacktestSeries> panel = read_etd(argv[1], "VA_Q15");
  const tuning::BacktestOptions three_years{.horizon = 3, .origins = 4};

  const auto field =
      tuning::catalogue({"naive", "naive2", "drift", "holt", "damped", "ets", "dotm", "box_cox_theta"});
  const tuning::Backtest result = tuning::backtest(panel, field, three_years);
  const auto best = tuning::winner(result, field).value();
  std::printf("%s\nTake %s.\n\n", terminal(report::leaderboard(result)).c_str(), best.label().c_str());

  // The best of eight flatters itself. What a choice among them by the past of each series would have scored:
  const auto models = tuning::forecasters(field);
  const auto chooser = tuning::choose_by_backtest("by its past", models, {.horizon = 3, .origins = 4});
  const tuning::Backtest nested = tuning::backtest(panel, std::vector{models[0], chooser}, three_years);
  std::printf("%s\n", terminal(report::leaderboard(nested)).c_str());

  std::vector<tuning::Fold> folds;  // of manufacturing
  tuning::backtest(1, [&](std::size_t) { return panel[2]; }, models, three_years,
                   [&](tuning::Fold&& fold) { folds.push_back(std::move(fold)); });

  report::Document page("Which model should forecast Vietnam's sectors?",
                        {.subtitle = "Value added at constant 2015 prices, three years ahead",
                         .source = "GGDC/UNU-WIDER Economic Transformation Database 2021."});
  page.section("Who forecasts best?", report::backtest_report(result));
  page.section("And where the choice is left to each series?", report::leaderboard(nested));
  page.section("Where does it go wrong?", report::fold_report(panel[2], folds, result.candidates));
  fp::io::write_file(argc > 2 ? argv[2] : "choose_a_model.html", html(page));
}
