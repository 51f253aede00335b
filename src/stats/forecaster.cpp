#include <foreplan/stats/forecaster.hpp>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/check.hpp"

namespace foreplan::inline v0::stats {
namespace {

const std::vector<double>& at_level(const Outlook& outlook, double level, double coverage) {
  std::string levels;
  for (std::size_t i = 0; i < outlook.levels.size(); ++i) {
    // Levels worked out by the caller differ from ours by rounding.
    if (std::abs(outlook.levels[i] - level) < 1e-12 && i < outlook.quantiles.size()) return outlook.quantiles[i];
    levels += (i == 0 ? "" : ", ") + detail::number_text(outlook.levels[i]);
  }
  detail::fail("stats::interval",
               "an outlook must have levels (1 - coverage) / 2 and 1 less that of a coverage of " +
                   detail::number_text(coverage) + ", or none",
               "levels " + levels);
}

}  // namespace

std::vector<FitAttempt> fit_each(const Forecaster& model, std::span<const SeriesView> series) {
  constexpr std::string_view kFunction = "stats::fit_each";
  if (!model.fit) detail::fail(kFunction, "a model must have `fit`", "none in " + detail::quoted(model.name));
  std::vector<FitAttempt> attempts;
  if (model.fit_many) {
    attempts = model.fit_many(series);
    if (attempts.size() != series.size())
      detail::fail(kFunction, "`fit_many` must answer for each of " + std::to_string(series.size()) + " series",
                   std::to_string(attempts.size()) + " answers", "from " + detail::quoted(model.name));
    return attempts;
  }
  attempts.resize(series.size());
  for (std::size_t i = 0; i < series.size(); ++i) try {
      attempts[i].fit = model.fit(series[i].values, series[i].season_length);
    } catch (...) {
      attempts[i].error = std::current_exception();
    }
  return attempts;
}

Outlook predict(const Fitted& fitted, std::size_t horizon, const std::vector<double>& levels) {
  constexpr std::string_view kFunction = "stats::predict";
  if (horizon < 1 || horizon > 1'000'000)
    detail::fail(kFunction, "the horizon must be in [1, 1,000,000]", std::to_string(horizon));
  for (std::size_t i = 0; i < levels.size(); ++i)
    if (!(levels[i] > 0 && levels[i] < 1))
      detail::fail(kFunction, "levels must be in (0, 1)", detail::number_text(levels[i]),
                   "at index " + std::to_string(i));
  if (!fitted.predict) detail::fail(kFunction, "a fit must have `predict`", "none in " + detail::quoted(fitted.model));
  Outlook outlook = fitted.predict(horizon, levels);
  const bool whole = outlook.mean.size() == horizon && outlook.levels == levels &&
                     outlook.quantiles.size() == levels.size() &&
                     std::all_of(outlook.quantiles.begin(), outlook.quantiles.end(),
                                 [&](const std::vector<double>& q) { return q.size() == horizon; });
  if (!whole)
    detail::fail(
        kFunction,
        "a model must answer for the " + std::to_string(horizon) + " periods and " + std::to_string(levels.size()) +
            " levels that it is asked for",
        std::to_string(outlook.mean.size()) + " periods and " + std::to_string(outlook.quantiles.size()) + " levels",
        "from " + detail::quoted(fitted.model));
  return outlook;
}

Forecast interval(const Outlook& outlook, double coverage) {
  if (!(coverage > 0 && coverage < 1))
    detail::fail("stats::interval", "coverage must be in (0, 1)", detail::number_text(coverage));
  Forecast result{.coverage = coverage, .mean = outlook.mean};
  if (outlook.levels.empty()) return result;
  result.lower = at_level(outlook, (1 - coverage) / 2, coverage);
  result.upper = at_level(outlook, 1 - (1 - coverage) / 2, coverage);
  return result;
}

}  // namespace foreplan::inline v0::stats
