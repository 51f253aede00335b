#include <foreplan/scenario/news.hpp>

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "scenario/scenario_solver.hpp"
#include "scenario/targets.hpp"

namespace foreplan::inline v0::scenario {
namespace {

constexpr std::string_view kFunction = "scenario::solve_with_news";

void check(const std::vector<News>& news, PeriodRange range) {
  using foreplan::detail::fail;
  if (news.empty()) fail(kFunction, "news must hold at least one scenario");
  for (std::size_t i = 0; i < news.size(); ++i) {
    const Period arrives = news[i].arrives;
    if (arrives.frequency() != range.first.frequency())
      fail<PeriodMismatch>(kFunction, "news must arrive in periods of the range's frequency", to_string(arrives));
    detail::require_no_targets(news[i].scenario, kFunction);
    if (i == 0 && !(arrives <= range.first))
      fail(kFunction, "the first news must be there when the range begins", to_string(arrives),
           "for a range from " + to_string(range.first));
    if (i > 0 && !(news[i - 1].arrives < arrives))
      fail(kFunction, "news must be in order of arrival, one a period", to_string(arrives),
           "after " + to_string(news[i - 1].arrives));
    if (i > 0 && !(range.first < arrives && arrives <= range.last))
      fail(kFunction, "news after the first must arrive within the range, after its beginning", to_string(arrives));
  }
}

/// What has come to pass before `column`, and starting values from then on where the scenario has none.
void inherit(const detail::RunData& past, std::size_t column, detail::RunData& run) {
  const std::vector<ModelVariable>& variables = run.model.variables();
  for (std::size_t v = 0; v < variables.size(); ++v)
    for (std::size_t c = 0; c < run.columns; ++c) {
      double& value = run.values[v * run.columns + c];
      const bool start = variables[v].kind == VariableKind::endogenous && !std::isfinite(value);
      if (c < column || start) value = past.values[v * run.columns + c];
    }
}

void add(const SolveWork& from, SolveWork& to) {
  to.iterations += from.iterations;
  to.evaluations += from.evaluations;
  to.derivatives += from.derivatives;
  to.fallbacks += from.fallbacks;
}

}  // namespace

Run solve_with_news(const Model& model, const std::vector<News>& news, PeriodRange range, const SolveOptions& options) {
  detail::check_options(options);
  check(news, range);
  const detail::ModelData& data = model.data();
  std::shared_ptr<detail::RunData> past;
  for (std::size_t i = 0; i < news.size(); ++i) {
    const Scenario& scenario = news[i].scenario;
    const detail::Window whole = detail::window_of(data, scenario, range);
    detail::Prepared prepared = detail::prepare(model, scenario, whole, detail::gather(data, scenario.data(), whole));
    detail::RunData& run = *prepared.run;
    detail::Window rest = whole;
    const std::size_t before = i == 0 ? 0 : static_cast<std::size_t>(news[i].arrives - range.first);
    rest.first += before;
    rest.periods -= before;
    if (past) {
      inherit(*past, rest.first, run);
      add(past->work, run.work);
    }
    detail::solve_alone(run, prepared.switches, rest, options);
    run.solved += before;
    if (run.solved > 0) run.range = {range.first, range.first + static_cast<std::int64_t>(run.solved - 1)};
    past = std::move(prepared.run);
    if (past->stop == Stop::converged) continue;
    // A model without leads need not be solved beyond the next news.
    const bool enough =
        i + 1 < news.size() && past->range.first + static_cast<std::int64_t>(past->solved) >= news[i + 1].arrives;
    if (!enough) break;
  }
  return Run(std::move(past));
}

}  // namespace foreplan::inline v0::scenario
