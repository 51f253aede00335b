#include <foreplan/scenario/dynamic_fit.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "core/check.hpp"
#include "scenario/targets.hpp"

namespace foreplan::inline v0::scenario {
namespace {

constexpr std::string_view kFunction = "scenario::dynamic_fit";
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double mean(std::span<const double> x) {
  double sum = 0;
  for (const double v : x) sum += v;
  return sum / static_cast<double>(x.size());
}
double mean_square(std::span<const double> x) {
  double sum = 0;
  for (const double v : x) sum += v * v;
  return sum / static_cast<double>(x.size());
}

/// mean of (x - mean x)(y - mean y)
double covariance(std::span<const double> x, std::span<const double> y) {
  const double mx = mean(x), my = mean(y);
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mx) * (y[i] - my);
  return sum / static_cast<double>(x.size());
}

/// Periods with both values, and with the actual one before them where there is one.
struct Pairs {
  std::vector<double> simulated{}, actual{}, errors{};
  std::vector<double> change_errors{}, changes{}, relative_errors{}, relative_changes{};
};

Pairs pairs_of(const Series& simulated, const Series& actual) {
  Pairs out;
  const std::int64_t shift = simulated.start - actual.start;
  const auto at = [&](std::int64_t i) {
    return i >= 0 && i < static_cast<std::int64_t>(actual.size()) ? actual.values[static_cast<std::size_t>(i)] : kNaN;
  };
  for (std::size_t i = 0; i < simulated.size(); ++i) {
    const std::int64_t place = shift + static_cast<std::int64_t>(i);
    const double a = at(place), before = at(place - 1), p = simulated.values[i];
    if (!std::isfinite(a)) continue;
    out.simulated.push_back(p);
    out.actual.push_back(a);
    out.errors.push_back(p - a);
    if (!std::isfinite(before)) continue;
    out.change_errors.push_back(p - a);
    out.changes.push_back(a - before);
    out.relative_errors.push_back((p - a) / before);
    out.relative_changes.push_back((a - before) / before);
  }
  return out;
}

double root_ratio(std::span<const double> above, std::span<const double> below) {
  const double ratio = std::sqrt(mean_square(above) / mean_square(below));
  return std::isfinite(ratio) ? ratio : kNaN;
}

VariableFit compared(const ModelVariable& variable, const Pairs& pairs) {
  VariableFit out{.name = variable.name, .unit = variable.unit, .observations = pairs.errors.size()};
  const double square = mean_square(pairs.errors);
  out.mean_error = mean(pairs.errors);
  for (const double e : pairs.errors) out.mean_absolute_error += std::abs(e) / static_cast<double>(pairs.errors.size());
  out.rmse = std::sqrt(square);
  std::vector<double> relative;
  for (std::size_t i = 0; i < pairs.errors.size(); ++i) relative.push_back(pairs.errors[i] / pairs.actual[i]);
  const double relative_square = mean_square(relative);
  out.rmspe = std::isfinite(relative_square) ? 100 * std::sqrt(relative_square) : kNaN;
  out.theil_u1 = out.rmse / (std::sqrt(mean_square(pairs.simulated)) + std::sqrt(mean_square(pairs.actual)));
  out.theil_u2 = root_ratio(pairs.change_errors, pairs.changes);
  out.theil_u2_relative = root_ratio(pairs.relative_errors, pairs.relative_changes);

  const double sp = std::sqrt(covariance(pairs.simulated, pairs.simulated));
  const double sa = std::sqrt(covariance(pairs.actual, pairs.actual));
  out.bias_proportion = out.mean_error * out.mean_error / square;
  out.variance_proportion = (sp - sa) * (sp - sa) / square;
  // r s_p s_a is the covariance: no division where a standard deviation is 0.
  out.covariance_proportion = 2 * (sp * sa - covariance(pairs.simulated, pairs.actual)) / square;
  return out;
}

/// Values of the endogenous variables over the periods solved.
std::vector<Series> simulate_history(const Model& model, const Scenario& scenario, const SolveOptions& options,
                                     DynamicFit& fit) {
  std::vector<Series> out;
  for (const ModelVariable& v : model.variables())
    if (v.kind == VariableKind::endogenous) out.push_back({v.name, fit.range.first, v.unit.value_or(Unit{}), {}});
  const std::size_t step = fit.simulation == HistoricalSimulation::dynamic ? fit.range.size() : 1;
  for (std::size_t t = 0; t < fit.range.size(); t += step) {
    const Period first = fit.range.first + static_cast<std::int64_t>(t);
    const Run run = solve(model, scenario, {first, first + static_cast<std::int64_t>(step) + -1}, options);
    for (Series& series : out) {
      const std::span<const double> values = run.values(series.name);
      series.values.insert(series.values.end(), values.begin(), values.end());
    }
    fit.stop = run.stop();
    fit.failure = run.failure();
    if (!run.usable()) break;
  }
  return out;
}

}  // namespace

std::string_view to_string(HistoricalSimulation simulation) noexcept {
  return simulation == HistoricalSimulation::dynamic ? "dynamic" : "one step";
}

const VariableFit& DynamicFit::operator[](std::string_view variable) const {
  std::vector<std::string> known;
  for (const VariableFit& v : variables) {
    if (v.name == variable) return v;
    known.push_back(v.name);
  }
  const std::string nearest = foreplan::detail::nearest_name(variable, known);
  foreplan::detail::fail("scenario::DynamicFit", "variable must be one compared", foreplan::detail::quoted(variable),
                         nearest.empty() ? "" : "(did you mean " + foreplan::detail::quoted(nearest) + "?)");
}

DynamicFit dynamic_fit(const Model& model, const Scenario& scenario, PeriodRange range, HistoricalSimulation simulation,
                       const SolveOptions& options) {
  DynamicFit fit{.simulation = simulation, .range = range};
  static_cast<void>(range.size());  // refuses an empty one
  detail::require_no_targets(scenario, kFunction);
  std::vector<const Series*> actual;
  bool any = false;
  for (const ModelVariable& v : model.variables()) {
    if (v.kind != VariableKind::endogenous) continue;
    const Series* series = scenario.data().contains(v.name) ? &scenario.data()[v.name] : nullptr;
    actual.push_back(series);
    for (std::size_t i = 0; series != nullptr && i < series->size() && !any; ++i)
      any = range.contains(series->period(i)) && std::isfinite(series->values[i]);
  }
  if (!any)
    foreplan::detail::fail(kFunction, "the data must hold an endogenous variable in the range", "none",
                           "in " + to_string(range));
  std::vector<Series> simulated = simulate_history(model, scenario, options, fit);
  std::size_t at = 0;
  for (const ModelVariable& v : model.variables()) {
    if (v.kind != VariableKind::endogenous) continue;
    if (actual[at] != nullptr)
      if (const Pairs pairs = pairs_of(simulated[at], *actual[at]); !pairs.errors.empty())
        fit.variables.push_back(compared(v, pairs));
    ++at;
  }
  std::erase_if(simulated, [](const Series& s) { return s.empty(); });
  fit.simulated = Frame(std::move(simulated));
  return fit;
}

}  // namespace foreplan::inline v0::scenario
