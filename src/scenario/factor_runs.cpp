#include "scenario/factor_runs.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "scenario/batches.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

using foreplan::detail::fail;
using foreplan::detail::number_text;
using foreplan::detail::quoted;

constexpr std::size_t kMostValues = 100'000'000;

/// The periods whose values a solution reads.
PeriodRange window(const Model& model, const PeriodRange& range) {
  return {range.first - model.max_lag(), range.last + model.max_lead()};
}

bool exogenised(const Scenario& base, const std::string& variable) {
  for (const Layer& layer : base.layers())
    for (const Change& change : layer.changes)
      if (change.kind == ChangeKind::exogenise && change.variable == variable) return true;
  return false;
}

void check_values(std::string_view function, const Factor& f, const std::string& where) {
  for (const auto& value : {f.low, f.base, f.high})
    if (value && !std::isfinite(*value)) fail(function, "factor values must be finite", number_text(*value), where);
  if (f.low.has_value() != f.high.has_value()) fail(function, "low and high must be given together", "one", where);
  if (f.low && !(*f.low < *f.high))
    fail(function, "low < high must hold", number_text(*f.low) + " and " + number_text(*f.high), where);
  if (!f.low && !f.distribution) fail(function, "low and high or a distribution must be given", "neither", where);
  if (f.distribution) {
    try {
      static_cast<void>(stats::quantile(*f.distribution, 0.5));
    } catch (const InvalidArgument& e) {
      fail(function, "distribution must be one", e.what(), where);
    }
  }
}

/// Checks a factor and returns what of its range the solution reads.
PeriodRange check_factor(std::string_view function, const Model& model, const Scenario& base, const PeriodRange& range,
                         const Factor& f, std::size_t i) {
  const std::string where = "for factor " + std::to_string(i) + " " + quoted(name_of(f));
  require_variable(function, model, "factor " + std::to_string(i), f.variable);
  const bool solved = model[f.variable].kind == VariableKind::endogenous && !exogenised(base, f.variable);
  if (f.how == FactorKind::add_factor && !model.contains(f.variable + "_A"))
    fail(function, "add_factor needs a variable with a behavioural equation", quoted(f.variable), where);
  if (f.how != FactorKind::add_factor && solved)
    fail(function, "factor must not be solved for (add_factor serves)", quoted(f.variable), where);
  check_values(function, f, where);
  static_cast<void>(f.range.size());
  const PeriodRange held = window(model, range);
  if (f.range.first.frequency() != range.first.frequency())
    fail<PeriodMismatch>(function, "range must have the frequency of the periods solved", to_string(f.range), where);
  const PeriodRange out{std::max(held.first, f.range.first, [](Period a, Period b) { return a < b; }),
                        std::min(held.last, f.range.last, [](Period a, Period b) { return a < b; })};
  if (!(out.first <= out.last))
    fail<PeriodMismatch>(function, "range must hold a period that the solution reads, " + to_string(held),
                         to_string(f.range), where);
  return out;
}

}  // namespace

std::string name_of(const Factor& factor) { return factor.name.empty() ? factor.variable : factor.name; }

FactorRuns::FactorRuns(std::string_view function, const Model& model, const Scenario& base, PeriodRange range,
                       const std::vector<Factor>& factors, const std::vector<Outcome>& outcomes,
                       const SolveOptions& options)
    : function_(function),
      model_(model),
      factors_(factors),
      outcomes_(outcomes),
      options_(options),
      range_(range),
      start_(base.layer(free_name(base, "factors"))) {
  foreplan::detail::require(!factors.empty(), function, "there must be factors to vary", "none");
  foreplan::detail::require(!outcomes.empty(), function, "there must be outcomes", "none");
  static_cast<void>(range.size());
  for (const Outcome& outcome : outcomes) require_outcome(function, model, range, outcome);
  for (std::size_t i = 0; i < factors.size(); ++i) {
    reach_.push_back(check_factor(function, model, base, range, factors[i], i));
    for (std::size_t j = 0; j < i; ++j)
      if (name_of(factors[i]) == name_of(factors[j]))
        fail(function, "factors must have different names", quoted(name_of(factors[i])),
             "for factors " + std::to_string(j) + " and " + std::to_string(i));
  }
  // Refuses at once what is missing; exogenous values stand in the run even when it fails.
  SolveOptions quiet = options;
  quiet.execution.progress = {};
  const Run run = scenario::solve(model, base, range, quiet);
  levels_.resize(factors.size());
  for (std::size_t i = 0; i < factors.size(); ++i) {
    if (factors[i].how != FactorKind::proportional) continue;
    for (Period p = reach_[i].first; p <= reach_[i].last; ++p) {
      levels_[i].push_back(value_of(run, factors[i].variable, p));
      if (!std::isfinite(levels_[i].back()))
        fail(function, "a proportional factor needs values to start from",
             number_text(levels_[i].back()) + " in " + to_string(p), "for factor " + quoted(name_of(factors[i])));
    }
  }
}

Change FactorRuns::change(std::size_t factor, double value) const {
  const Factor& f = factors_[factor];
  Change out{ChangeKind::shift, f.variable, reach_[factor], {value}};
  if (f.how == FactorKind::override_values) out.kind = ChangeKind::override_values;
  if (f.how == FactorKind::add_factor) out.kind = ChangeKind::add_factor;
  if (f.how == FactorKind::proportional) {
    out.values.clear();
    for (const double level : levels_[factor]) out.values.push_back(value * level);
  }
  return out;
}

std::vector<double> FactorRuns::solve(std::size_t count,
                                      const std::function<void(std::size_t, std::span<double>)>& point) {
  const std::size_t m = outcomes_.size();
  std::vector<double> out(foreplan::detail::checked_product(count, m, kMostValues, function_, "runs times outcomes"),
                          NAN);
  std::vector<double> x(factors_.size());
  const auto make = [&](std::size_t i) {
    std::fill(x.begin(), x.end(), NAN);
    point(i, x);
    Scenario scenario = start_;
    for (std::size_t f = 0; f < x.size(); ++f)
      if (!std::isnan(x[f])) scenario = scenario.with(change(f, x[f]));
    return scenario;
  };
  solve_batches(model_, count, range_, options_, make, [&](std::size_t i, const Run& run) {
    ++count_.runs;
    if (!run.usable()) {
      if (++count_.failed == 1) count_.first_failure = run.failure() ? run.failure()->sentence : "not solved";
      return true;
    }
    for (std::size_t o = 0; o < m; ++o) out[i * m + o] = value_of(run, outcomes_[o].variable, outcomes_[o].period);
    return true;
  });
  return out;
}

std::vector<std::string> FactorRuns::names() const {
  std::vector<std::string> out;
  for (const Factor& f : factors_) out.push_back(name_of(f));
  return out;
}

std::vector<stats::InputDistribution> FactorRuns::distributions() const {
  std::vector<stats::InputDistribution> out;
  for (const Factor& f : factors_) out.push_back(f.distribution ? *f.distribution : stats::uniform(*f.low, *f.high));
  return out;
}

}  // namespace foreplan::inline v0::scenario::detail
