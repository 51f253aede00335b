// A model of your own beside the library's: the mean of the last few growth rates, its number an option, compared with
// others on the same series and tuned by a search.
#include <foreplan/core.hpp>
#include <foreplan/report.hpp>
#include <foreplan/tuning.hpp>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace fp = foreplan;
namespace stats = foreplan::stats;
namespace tuning = foreplan::tuning;

namespace {

/// Growth goes on as it went on average over the last `years`.
stats::Fitted fit_growth(std::span<const double> y, std::size_t years) {
  const std::size_t back = std::min(years, y.size() - 1);
  const double step = back == 0 ? 0 : (y.back() - y[y.size() - 1 - back]) / static_cast<double>(back);
  const double last = y.back();
  return {.model = "growth of " + std::to_string(back) + " years",
          .predict = [=](std::size_t horizon, const std::vector<double>& levels) {
            stats::Outlook next{.levels = levels};
            for (std::size_t h = 1; h <= horizon; ++h) next.mean.push_back(last + step * static_cast<double>(h));
            next.quantiles.assign(levels.size(), next.mean);  // it does not know how far it may err
            return next;
          }};
}

/// What indicators look like whose growth itself changes slowly.
std::vector<tuning::BacktestSeries> indicators() {
  std::vector<tuning::BacktestSeries> panel;
  for (std::uint64_t s = 0; s < 40; ++s) {
    fp::Stream random({.seed = 1, .series = s});
    const auto noise = [&] { return random.uniform() + random.uniform() + random.uniform() - 1.5; };
    tuning::BacktestSeries one{.name = "indicator " + std::to_string(s + 1)};
    for (double level = 100, growth = 3; one.values.size() < 40; level += growth += 0.5 * noise())
      one.values.push_back(level + 3 * noise());
    panel.push_back(one);
  }
  return panel;
}

}  // namespace

int main() {
  std::vector<tuning::ModelEntry> entries(tuning::model_entries().begin(), tuning::model_entries().end());
  entries.push_back({.name = "recent growth",
                     .summary = "The mean of the last growth rates",
                     .maturity = tuning::Maturity::experimental,
                     .options = fp::Value::object({{"years", 1}}),
                     .make = [](const fp::Value& options) {
                       const auto years = static_cast<std::size_t>(options.at("years").as_integer());
                       return stats::Forecaster{"recent growth", [years](std::span<const double> y, std::size_t) {
                                                  return fit_growth(y, years);
                                                }};
                     }});

  // How many years is found on half of the series, and judged on the other half.
  const auto all = indicators();
  const std::vector<tuning::BacktestSeries> first(all.begin(), all.begin() + 20), rest(all.begin() + 20, all.end());
  const auto loss = tuning::backtest_objective({.model = "recent growth"}, first, {.horizon = 4},
                                               tuning::Measure::mase, entries);
  const auto found =
      tuning::grid_search({.parameters = {tuning::integer_range("years", 1, 20)}}, loss, {.points = 20});
  const tuning::Candidate mine{"recent growth", found.trials[found.best.value()].options, "mine"};

  std::vector<tuning::Candidate> field = tuning::catalogue({"naive", "drift", "holt", "ets"});
  field.push_back(mine);
  const auto result = tuning::backtest(rest, tuning::forecasters(field, entries), {.horizon = 4});
  std::printf("%lld years\n%s", static_cast<long long>(mine.options.at("years").as_integer()),
              terminal(fp::report::leaderboard(result)).c_str());
}
