#include <foreplan/tuning/search.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

#include <foreplan/core/errors.hpp>
#include <foreplan/core/random.hpp>

#include "core/check.hpp"
#include "tuning/score_tables.hpp"

namespace foreplan::inline v0::tuning {
namespace {

constexpr std::string_view kFunction = "tuning::backtest_objective";

std::vector<BacktestSeries> shuffled(std::vector<BacktestSeries> panel) {
  Stream random({.purpose = purpose_id(kFunction)});
  for (std::size_t i = panel.size(); i > 1; --i) {
    const auto other = std::min(i - 1, static_cast<std::size_t>(random.uniform() * static_cast<double>(i)));
    std::swap(panel[i - 1], panel[other]);
  }
  return panel;
}

Value with(const Value& base, const Value& changes) {
  Value options = base.is(Value::Kind::null) ? Value::object() : base;
  if (changes.is(Value::Kind::null)) return options;
  for (const auto& [name, value] : changes.as_object()) options.set(name, value);
  return options;
}

}  // namespace

SearchObjective backtest_objective(Candidate candidate, std::vector<BacktestSeries> panel,
                                   const BacktestOptions& options, Measure measure,
                                   std::span<const ModelEntry> entries) {
  detail::require(!panel.empty(), kFunction, "there must be a series", "none");
  detail::require(options.batch.folder.empty(), kFunction, "there must be no folder of work",
                  detail::quoted(options.batch.folder));
  double FoldScore::*const member = internal::member_of(measure);
  detail::require(member != nullptr, kFunction, "measure must be smape, mase, rmsse, pinball or msis",
                  to_string(measure));
  (void)forecaster(candidate, entries);  // says now what trials would say later
  const auto all = std::make_shared<const std::vector<BacktestSeries>>(shuffled(std::move(panel)));
  const std::vector<ModelEntry> known(entries.begin(), entries.end());
  return [=](const Value& changes, std::size_t resource) {
    const std::size_t n = resource == 0 ? all->size() : std::min(resource, all->size());
    const Candidate tried{candidate.model, with(candidate.options, changes), candidate.name};
    const std::vector<BacktestSeries> first(all->begin(), all->begin() + static_cast<std::ptrdiff_t>(n));
    const Backtest result = backtest(first, std::vector<stats::Forecaster>{forecaster(tried, known)}, options);
    if (!result.failures.empty()) throw InvalidArgument(result.failures.front().error);
    double sum = 0, count = 0;
    for (const FoldScore& score : result.scores)
      if (std::isfinite(score.*member)) sum += score.*member, count += 1;
    return sum / count;  // NaN where there is none
  };
}

}  // namespace foreplan::inline v0::tuning
