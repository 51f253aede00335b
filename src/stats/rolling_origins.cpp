#include <foreplan/core/errors.hpp>
#include <foreplan/stats/rolling_origins.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "core/check.hpp"
#include "numeric/parallel.hpp"
#include "stats/attempt.hpp"

namespace foreplan::inline v0::stats {
namespace {

using foreplan::detail::fail;
using foreplan::detail::number_text;
using foreplan::detail::quoted;

void require_count(std::string_view function, std::string_view what, std::size_t value) {
  if (value < 1 || value > 1'000'000)
    fail(function, std::string(what) + " must be in [1, 1,000,000]", std::to_string(value));
}

void check(std::string_view function, const RollingOrigins& options) {
  require_count(function, "horizon", options.horizon);
  require_count(function, "origins", options.origins);
  if (options.step < 1) fail(function, "step must be >= 1", "0");
  if (options.least < 1) fail(function, "least must be >= 1", "0");
}

std::vector<std::size_t> places(std::span<const double> y, const RollingOrigins& options) {
  std::vector<std::size_t> known;
  if (y.size() <= options.horizon) return known;
  std::size_t fewest = 0, seen = 0;  // the shortest prefix that holds `least` values
  for (; fewest < y.size() && seen < options.least; ++fewest)
    if (!std::isnan(y[fewest])) ++seen;
  if (seen < options.least) return known;
  for (std::size_t t = y.size() - options.horizon; known.size() < options.origins && t >= fewest; t -= options.step) {
    known.push_back(t);
    if (t < options.step) break;
  }
  std::reverse(known.begin(), known.end());
  return known;
}

}  // namespace

std::vector<std::size_t> origins_of(std::span<const double> y, const RollingOrigins& options) {
  check("stats::origins_of", options);
  return places(y, options);
}

std::vector<OriginOutlook> rolling_outlooks(const Forecaster& forecaster, std::span<const double> y,
                                            std::size_t season_length, const RollingOrigins& options,
                                            const std::vector<double>& levels, const Execution& execution) {
  constexpr std::string_view kFunction = "stats::rolling_outlooks";
  check(kFunction, options);
  for (std::size_t i = 0; i < levels.size(); ++i)
    if (!(levels[i] > 0 && levels[i] < 1))
      fail(kFunction, "levels must be in (0, 1)", number_text(levels[i]), "at index " + std::to_string(i));
  if (!forecaster.fit) fail(kFunction, "a forecaster must have `fit`", "none in " + quoted(forecaster.name));

  const std::vector<std::size_t> known = places(y, options);
  std::vector<OriginOutlook> result(known.size());
  std::vector<Fitted> fits(known.size());
  const auto fit = [&](std::size_t i) {
    const std::vector<double> before(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(known[i]));
    fits[i] = forecaster.fit(before, season_length);
  };
  if (!options.refit) {
    std::size_t last = known.size();  // the latest origin with a fit
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (execution.cancel.cancelled()) throw Cancelled("stats::rolling_outlooks: cancelled by the caller");
      result[i].error = attempt([&] {
        if (last == known.size() || !fits[last].update) {
          fit(i);
        } else {
          const std::vector<double> since(y.begin() + static_cast<std::ptrdiff_t>(known[last]),
                                          y.begin() + static_cast<std::ptrdiff_t>(known[i]));
          fits[i] = fits[last].update(since);
        }
        last = i;
      });
    }
  }
  numeric::parallel_for(known.size(), execution, [&](std::size_t i) {
    OriginOutlook& answer = result[i];
    answer.known = known[i];
    if (!answer.error.empty()) return;
    answer.error = attempt([&] {
      if (options.refit) fit(i);
      answer.outlook = predict(fits[i], options.horizon, levels);
      answer.model = fits[i].model;
      answer.usable = fits[i].usable;
    });
    fits[i] = {};  // the outlook is all that is kept
  });
  return result;
}

}  // namespace foreplan::inline v0::stats
