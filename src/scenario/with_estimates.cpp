#include <foreplan/scenario/estimate.hpp>

#include <algorithm>
#include <map>

#include "core/check.hpp"

namespace foreplan::inline v0::scenario {
namespace {

using foreplan::detail::fail;
using foreplan::detail::quoted;

void require_usable(const std::vector<EquationFit>& fits, std::string_view function) {
  for (const EquationFit& fit : fits)
    if (!fit.usable())
      fail(function, "fits must be usable", std::string(to_string(fit.stop)),
           "of equation " + quoted(fit.equation) + (fit.sentence.empty() ? "" : " (" + fit.sentence + ")"));
}

/// The parameters of all fits, each once.
std::vector<const stats::Coefficient*> parameters_of(const std::vector<EquationFit>& fits, std::string_view function) {
  std::vector<const stats::Coefficient*> out;
  std::map<std::string_view, std::string_view> equation_of;
  for (const EquationFit& fit : fits)
    for (std::size_t i = 0; i < fit.parameters; ++i) {
      const stats::Coefficient& c = fit.coefficients[i];
      const auto [first, fresh] = equation_of.emplace(c.name, fit.equation);
      if (!fresh)
        fail(function, "a parameter must be estimated once", quoted(c.name),
             "in equations " + quoted(first->second) + " and " + quoted(fit.equation));
      out.push_back(&c);
    }
  return out;
}

/// Of the periods after the sample, by the equation's autoregression.
std::vector<double> expected_errors(const EquationFit& fit, std::size_t periods) {
  const std::size_t p = fit.coefficients.size() - fit.parameters;
  std::vector<double> u(fit.errors.end() - static_cast<std::ptrdiff_t>(p), fit.errors.end());
  for (std::size_t h = 0; h < periods; ++h) {
    double sum = 0;
    for (std::size_t s = 1; s <= p; ++s) sum += fit.coefficients[fit.parameters + s - 1].estimate * u[u.size() - s];
    u.push_back(sum);
  }
  u.erase(u.begin(), u.begin() + static_cast<std::ptrdiff_t>(p));
  return u;
}

/// 100 years on both sides of the data and samples, as far as the calendar goes.
PeriodRange wide_range(const Scenario& scenario, const std::vector<EquationFit>& fits) {
  PeriodRange range = fits.front().range;
  const auto include = [&](const PeriodRange& other) {
    if (other.first < range.first) range.first = other.first;
    if (range.last < other.last) range.last = other.last;
  };
  for (const EquationFit& fit : fits) include(fit.range);
  if (!scenario.data().empty()) include(scenario.data().range());
  const Frequency frequency = range.first.frequency();
  const auto moved = [&](Period from, int years) {
    const int year = std::clamp(from.year() + years, 2, 9998);
    // The period that holds the middle of that year's first month.
    switch (frequency) {
      case Frequency::annual:
        return Period::year(year);
      case Frequency::quarterly:
        return Period::quarter(year, 1);
      case Frequency::monthly:
        return Period::month(year, 1);
      case Frequency::weekly:
        return Period::week(year, 2);
      case Frequency::daily:
        break;
    }
    return Period::day(year, 1, 15);
  };
  include({moved(range.first, -100), moved(range.last, 100)});
  return range;
}

}  // namespace

Scenario with_estimates(const Scenario& scenario, const std::vector<EquationFit>& fits,
                        const EstimateLayerOptions& options) {
  constexpr std::string_view function = "scenario::with_estimates";
  require_usable(fits, function);
  Scenario out = scenario.layer(options.layer);
  if (fits.empty()) return out;
  foreplan::detail::require(options.error_periods <= 1'000'000, function, "error_periods must be at most 1000000",
                            std::to_string(options.error_periods));
  const PeriodRange range = options.range ? *options.range : wide_range(scenario, fits);
  for (const stats::Coefficient* c : parameters_of(fits, function))
    out = out.override_values(c->name, {c->estimate}, range);
  const auto put = [&](const EquationFit& fit, std::vector<double> values, PeriodRange where) {
    if (fit.add_factor.empty())
      fail(function, "equations must have add-factors to hold their errors", "none",
           "for equation " + quoted(fit.equation));
    out = out.override_values(fit.add_factor, std::move(values), where);
  };
  for (const EquationFit& fit : fits) {
    if (options.residuals) put(fit, fit.errors, fit.range);
    if (options.error_periods > 0 && fit.coefficients.size() > fit.parameters)
      put(fit, expected_errors(fit, options.error_periods),
          {fit.range.last + 1, fit.range.last + static_cast<std::int64_t>(options.error_periods)});
  }
  return out;
}

ParameterDraws parameter_draws(const std::vector<EquationFit>& fits) {
  constexpr std::string_view function = "scenario::parameter_draws";
  require_usable(fits, function);
  ParameterDraws out;
  for (const stats::Coefficient* c : parameters_of(fits, function)) {
    out.names.push_back(c->name);
    out.mean.push_back(c->estimate);
  }
  const std::size_t all = out.names.size();
  static_cast<void>(
      foreplan::detail::checked_product(all, all, 1'000'000'000, function, "parameters x parameters"));
  out.covariance.assign(all, std::vector<double>(all));
  std::size_t first = 0;
  for (const EquationFit& fit : fits) {
    const std::size_t stride = fit.coefficients.size();
    for (std::size_t i = 0; i < fit.parameters; ++i)
      for (std::size_t j = 0; j < fit.parameters; ++j)
        out.covariance[first + i][first + j] = fit.covariance[i * stride + j];
    first += fit.parameters;
  }
  return out;
}

}  // namespace foreplan::inline v0::scenario
