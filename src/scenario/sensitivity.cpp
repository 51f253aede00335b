#include <foreplan/scenario/sensitivity.hpp>
#include <foreplan/stats/designs.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/check.hpp"
#include "scenario/factor_runs.hpp"

namespace foreplan::inline v0::scenario {
namespace {

void check_most_failed(std::string_view function, double share) {
  foreplan::detail::require(share >= 0 && share <= 1, function, "options.most_failed must be in [0, 1]", share);
}

/// The values between which a tornado moves a factor.
stats::InputRange range_of(const Factor& f, double tail) {
  const double base = f.base.value_or(NAN);
  if (f.low) return {*f.low, base, *f.high};
  return {stats::quantile(*f.distribution, tail), base, stats::quantile(*f.distribution, 1 - tail)};
}

}  // namespace

std::string to_string(const Outcome& outcome) { return outcome.variable + " " + to_string(outcome.period); }

std::string_view to_string(FactorKind kind) noexcept {
  switch (kind) {
    case FactorKind::shift:
      return "shift";
    case FactorKind::proportional:
      return "proportional";
    case FactorKind::override_values:
      return "override_values";
    case FactorKind::add_factor:
      return "add_factor";
  }
  return "unknown";
}

TornadoAnalysis tornado(const Model& model, const Scenario& base, PeriodRange range, const std::vector<Factor>& factors,
                        const std::vector<Outcome>& outcomes, const TornadoOptions& options) {
  constexpr std::string_view kFunction = "scenario::tornado";
  foreplan::detail::require(options.tail > 0 && options.tail < 0.5, kFunction, "options.tail must be in (0, 0.5)",
                            options.tail);
  detail::FactorRuns runs(kFunction, model, base, range, factors, outcomes, options.solve);
  std::vector<stats::InputRange> ends;
  for (const Factor& f : factors) ends.push_back(range_of(f, options.tail));
  const std::vector<double> y = runs.solve(2 * factors.size() + 1, [&](std::size_t run, std::span<double> x) {
    for (std::size_t f = 0; f < factors.size(); ++f) x[f] = ends[f].base;
    if (run == 0) return;
    const std::size_t f = (run - 1) / 2;
    x[f] = run % 2 == 1 ? ends[f].low : ends[f].high;
  });

  TornadoAnalysis out{.outcomes = {}, .count = runs.count()};
  const std::vector<std::string> names = runs.names();
  const auto rows = stats::one_at_a_time(ends, y, outcomes.size());
  for (std::size_t o = 0; o < outcomes.size(); ++o) {
    Tornado bars{outcomes[o], y[o], {}};
    for (const stats::OneAtATimeRow& row : rows[o])
      bars.rows.push_back({names[row.input], row.low, row.high, row.outcome_low, row.outcome_high, row.base});
    out.outcomes.push_back(std::move(bars));
  }
  return out;
}

SobolSensitivity sobol_sensitivity(const Model& model, const Scenario& base, PeriodRange range,
                                   const std::vector<Factor>& factors, const std::vector<Outcome>& outcomes,
                                   const SobolSensitivityOptions& options) {
  constexpr std::string_view kFunction = "scenario::sobol_sensitivity";
  check_most_failed(kFunction, options.most_failed);
  detail::FactorRuns runs(kFunction, model, base, range, factors, outcomes, options.solve);
  stats::SobolIndicesOptions indices = options.indices;
  indices.execution = options.solve.execution;
  indices.constant_below = std::max(indices.constant_below, 10 * options.solve.tolerance);
  const stats::SobolSample sample = stats::sobol_sample(runs.distributions(), indices);
  const std::vector<double> y =
      runs.solve(sample.size(), [&](std::size_t row, std::span<double> x) { sample.point(row, x); });
  SobolSensitivity out{.factors = runs.names(), .outcomes = outcomes, .count = runs.count()};
  out.indices = stats::sobol_indices(sample, y, outcomes.size(), indices);
  out.representative = !out.count.too_many_failed(options.most_failed);
  return out;
}

MorrisSensitivity morris_sensitivity(const Model& model, const Scenario& base, PeriodRange range,
                                     const std::vector<Factor>& factors, const std::vector<Outcome>& outcomes,
                                     const MorrisSensitivityOptions& options) {
  constexpr std::string_view kFunction = "scenario::morris_sensitivity";
  check_most_failed(kFunction, options.most_failed);
  detail::FactorRuns runs(kFunction, model, base, range, factors, outcomes, options.solve);
  stats::ElementaryEffectsOptions effects = options.effects;
  effects.execution = options.solve.execution;
  const stats::TrajectorySample sample = stats::trajectory_sample(runs.distributions(), effects);
  const std::vector<double> y = runs.solve(sample.size(), [&](std::size_t row, std::span<double> x) {
    const auto point = sample.point(row);
    std::copy(point.begin(), point.end(), x.begin());
  });
  MorrisSensitivity out{.factors = runs.names(), .outcomes = outcomes, .count = runs.count()};
  out.effects = stats::elementary_effects(sample, y, outcomes.size());
  out.representative = !out.count.too_many_failed(options.most_failed);
  return out;
}

std::vector<double> Discovery::outcome(std::size_t i) const {
  if (i >= outcomes.size())
    foreplan::detail::fail("scenario::Discovery::outcome", "there must be an outcome of this number", std::to_string(i),
                           "of " + std::to_string(outcomes.size()));
  std::vector<double> out;
  for (std::size_t p = 0; p < points; ++p) out.push_back(y[p * outcomes.size() + i]);
  return out;
}

Discovery discover(const Model& model, const Scenario& base, PeriodRange range, const std::vector<Factor>& factors,
                   const std::vector<Outcome>& outcomes, const DiscoverOptions& options) {
  constexpr std::string_view kFunction = "scenario::discover";
  check_most_failed(kFunction, options.most_failed);
  foreplan::detail::require(options.points >= 2 && options.points <= 10'000'000, kFunction,
                            "options.points must be 2 to 10^7", std::to_string(options.points));
  detail::FactorRuns runs(kFunction, model, base, range, factors, outcomes, options.solve);
  const std::vector<stats::InputDistribution> inputs = runs.distributions();
  const std::size_t k = inputs.size(), m = outcomes.size();
  stats::Design design = stats::latin_hypercube(options.points, k, {.seed = options.seed});
  for (std::size_t i = 0; i < design.values.size(); ++i)
    design.values[i] = stats::quantile(inputs[i % k], design.values[i]);
  const std::vector<double> y = runs.solve(options.points, [&](std::size_t row, std::span<double> x) {
    const auto point = design.point(row);
    std::copy(point.begin(), point.end(), x.begin());
  });

  Discovery out{.factors = runs.names(), .outcomes = outcomes, .count = runs.count()};
  for (std::size_t p = 0; p < options.points; ++p) {
    const auto x = design.point(p);
    const auto values = std::span(y).subspan(p * m, m);
    const bool solved = std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
    std::vector<double>& place = solved ? out.x : out.failed_x;
    place.insert(place.end(), x.begin(), x.end());
    if (!solved) continue;
    out.y.insert(out.y.end(), values.begin(), values.end());
    ++out.points;
  }
  out.representative = !out.count.too_many_failed(options.most_failed);
  return out;
}

}  // namespace foreplan::inline v0::scenario
