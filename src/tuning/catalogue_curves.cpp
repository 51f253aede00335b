#include <foreplan/growth/curves.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <utility>

#include "tuning/built_in.hpp"
#include "tuning/option_fields.hpp"
#include "tuning/option_names.hpp"
#include "tuning/option_values.hpp"

namespace foreplan::inline v0::tuning::internal {
namespace {

using Values = std::span<const double>;
constexpr std::string_view kFunction = "tuning::forecaster";

bool has_bands(const growth::CurveFit& fit) {
  const auto held = std::count_if(fit.parameters.begin(), fit.parameters.end(),
                                  [](const growth::CurveParameter& p) { return p.held; });
  return fit.rank + static_cast<std::size_t>(held) >= fit.parameters.size();
}

stats::Outlook outlook(const growth::CurveFit& fit, std::size_t periods, std::size_t horizon,
                       const std::vector<double>& levels) {
  std::vector<double> t;
  for (std::size_t h = 1; h <= horizon; ++h) t.push_back(static_cast<double>(periods + h));
  const bool bands = has_bands(fit);
  const auto band = [&](double coverage) { return growth::band(fit, t, growth::CurveBand::observation, coverage); };
  // with autocorrelated errors a band's mean begins at the last residual
  stats::Outlook result{bands ? band(0.5).mean : growth::evaluate(fit, t), levels, {}};
  for (const double level : levels) {
    const double coverage = std::abs(2 * level - 1);
    if (!bands)
      result.quantiles.emplace_back(horizon, std::numeric_limits<double>::quiet_NaN());
    else if (coverage == 0)
      result.quantiles.push_back(result.mean);
    else
      result.quantiles.push_back(level < 0.5 ? band(coverage).lower : band(coverage).upper);
  }
  return result;
}

/// @param periods  that the series has, missing ones too: the curve goes on after them.
stats::Fitted fitted_curve(const std::shared_ptr<const growth::CurveFit>& fit, std::size_t periods) {
  stats::Fitted result{.model = fit->curve, .usable = fit->usable()};
  result.predict = [fit, periods](std::size_t horizon, const std::vector<double>& levels) {
    return outlook(*fit, periods, horizon, levels);
  };
  if (fit->errors != growth::CurveErrors::ar1)  // whose last residual would be another
    result.update = [fit, periods](Values more) { return fitted_curve(fit, periods + more.size()); };
  return result;
}

stats::Fitted fit_model(const CurveModel& model, Values y) {
  std::vector<double> t, observed;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (std::isnan(y[i])) continue;
    t.push_back(static_cast<double>(i + 1));
    observed.push_back(y[i]);
  }
  auto fit = std::make_shared<growth::CurveFit>(growth::fit_curve(model.curve, t, observed, model.options));
  return fitted_curve(fit, y.size());
}

void require_range(const CurveModel& model) {
  const growth::CurveOptions& options = model.options;
  if (options.floor && options.ceiling && !(*options.floor < *options.ceiling))
    detail::fail(kFunction, "option \"floor\" must be below the ceiling, " + detail::number_text(*options.ceiling),
                 detail::number_text(*options.floor));
  for (const auto& [name, value] : {std::pair("starts", options.starts), {"max_iterations", options.max_iterations}})
    if (value < 1) detail::fail(kFunction, "option " + detail::quoted(name) + " must be >= 1", std::to_string(value));
}

ModelEntry entry_of(growth::Curve curve) {
  ModelEntry entry{.name = std::string(growth::to_string(curve))};
  std::string words = entry.name;
  std::replace(words.begin(), words.end(), '_', ' ');
  entry.summary = "Growth curve, " + words + ", at times 1, 2, ...";
  const CurveModel standard{.curve = curve};
  entry.options = option_value(standard);
  entry.make = [standard, name = entry.name](const Value& values) -> stats::Forecaster {
    CurveModel model = standard;
    if (!values.is(Value::Kind::null)) read_options(kFunction, model, values);
    require_range(model);
    return {name, [model](Values y, std::size_t) { return fit_model(model, y); }};
  };
  return entry;
}

}  // namespace

std::vector<ModelEntry> curve_entries() {
  std::vector<ModelEntry> entries;
  for (const growth::Curve curve : growth::all_curves()) entries.push_back(entry_of(curve));
  return entries;
}

}  // namespace foreplan::inline v0::tuning::internal
