#include <foreplan/report/forecast.hpp>

#include "core/check.hpp"
#include "report/forecast_series.hpp"
#include "report/line_tracks.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <cmath>

namespace foreplan::inline v0::report {
namespace {

using text::message;

constexpr std::string_view kFunction = "report::forecast_fan";

/// A centre and the bands around it, the widest first.
struct Fan {
  std::string name{};
  std::vector<double> centre{};
  std::vector<ChartBand> bands{};
};

bool all_missing(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return std::isnan(x); });
}

/// Means of one model by formula agree exactly, simulated ones too: the paths are the same.
bool same(double a, double b) {
  constexpr double kRounding = 1e-12;
  return a == b || (std::isnan(a) && std::isnan(b)) ||
         std::fabs(a - b) <= kRounding * std::max(std::fabs(a), std::fabs(b));
}

void require_one_mean(const std::vector<Forecast>& forecasts) {
  const Forecast& first = forecasts.front();
  for (const Forecast& f : forecasts) {
    if (f.origin != first.origin)
      detail::fail(kFunction, "all forecasts must have the origin of the first",
                   f.origin ? to_string(f.origin->last) : "none");
    if (f.horizon() != first.horizon())
      detail::fail(kFunction, "all forecasts must have the horizon of the first, " + std::to_string(first.horizon()),
                   std::to_string(f.horizon()));
    for (std::size_t h = 0; h < f.horizon(); ++h)
      if (!same(f.mean[h], first.mean[h]))
        detail::fail(kFunction, "all forecasts must have the means of the first: of one model",
                     detail::number_text(f.mean[h]) + " and " + detail::number_text(first.mean[h]),
                     "at step " + std::to_string(h + 1));
  }
}

Fan fan_of(const std::vector<Forecast>& forecasts, Language language) {
  detail::require(!forecasts.empty(), kFunction, "there must be a forecast", "none");
  require_one_mean(forecasts);
  Fan fan{std::string(message(language, "report.forecast")), forecasts.front().mean, {}};
  for (const Forecast& f : forecasts) {
    if (f.lower.size() == f.horizon() && f.upper.size() == f.horizon() && all_missing(f.lower) && all_missing(f.upper))
      continue;
    if (!f.lower.empty() || !f.upper.empty()) fan.bands.push_back({f.coverage, f.lower, f.upper});
  }
  return fan;
}

Fan fan_of(const forecast::QuantileForecast& f, Language language) {
  constexpr double kHair = 1e-9;
  const std::size_t n = f.levels.size();
  if (f.values.size() != n)
    detail::fail(kFunction, "there must be values for each of " + std::to_string(n) + " levels",
                 std::to_string(f.values.size()));
  const auto place = [&](double level) {
    const auto near = [&](double p) { return std::fabs(p - level) < kHair; };
    const auto at = std::find_if(f.levels.begin(), f.levels.end(), near);
    if (at == f.levels.end())
      detail::fail(kFunction, "levels must have 0.5 among them and p and 1 - p together",
                   "no " + detail::number_text(level));
    if (std::count_if(f.levels.begin(), f.levels.end(), near) > 1)
      detail::fail(kFunction, "levels must differ", detail::number_text(level) + " twice");
    return static_cast<std::size_t>(at - f.levels.begin());
  };
  for (const double level : f.levels)
    detail::require(level > 0 && level < 1, kFunction, "levels must lie in (0, 1)", level);
  Fan fan{std::string(message(language, "report.forecast_median")), f.values[place(0.5)], {}};
  for (std::size_t k = 0; k < n; ++k) {
    if (f.values[k].size() != fan.centre.size())
      detail::fail(kFunction, "all levels must have the horizon of the median, " + std::to_string(fan.centre.size()),
                   std::to_string(f.values[k].size()), "at level " + detail::number_text(f.levels[k]));
    const std::size_t other = place(1 - f.levels[k]);
    if (f.levels[k] > 0.5 - kHair || (all_missing(f.values[k]) && all_missing(f.values[other]))) continue;
    fan.bands.push_back({1 - 2 * f.levels[k], f.values[k], f.values[other]});
  }
  return fan;
}

/// So many of the last periods are shown.
std::size_t periods_shown(std::size_t n, std::size_t horizon, const ForecastFanOptions& options) {
  constexpr std::size_t kHorizons = 5, kLeast = 60;
  const std::size_t most = kMostPeriods - horizon;
  if (options.history)
    detail::require(*options.history >= 1 && *options.history <= most, kFunction,
                    "history must be >= 1 and with the horizon at most 5,000", static_cast<double>(*options.history));
  const std::size_t asked = options.history.value_or(std::min(most, std::max(kLeast, kHorizons * horizon)));
  return std::min(asked, n);
}

LineChart draw(const NumberedSeries& history, Fan fan, const ForecastFanOptions& options) {
  const Language language = options.language;
  const Series& all = history.series;
  detail::require(!all.empty(), kFunction, "history must not be empty", detail::quoted(all.name));
  const std::size_t n = all.size(), horizon = fan.centre.size();
  detail::require(horizon >= 1 && horizon < kMostPeriods, kFunction, "the horizon must lie in 1 to 4,999",
                  static_cast<double>(horizon));
  const std::size_t shown = periods_shown(n, horizon, options), left_out = n - shown;

  LineChart chart;
  chart.title = options.title.empty() ? all.name : options.title;
  chart.unit = all.unit;
  Series line{std::string(message(language, "report.history")), {}, all.unit, {}};
  line.values.assign(all.values.begin() + static_cast<std::ptrdiff_t>(left_out), all.values.end());
  // Without dates the periods are years that stand for numbers.
  line.start = history.numbered ? Period(1) : all.period(left_out);
  if (history.numbered) chart.first_number = static_cast<std::int64_t>(left_out) + 1;
  if (left_out > 0)
    chart.note = message(language, "report.note.history_shown",
                         {{"shown", text::number(static_cast<double>(shown), 0, language)},
                          {"all", text::number(static_cast<double>(n), 0, language)}});
  // Bands open from the last observation, about which nothing is uncertain.
  const double now = all.values.back();
  const auto from_last = [&](std::vector<double> values) {
    values.insert(values.begin(), now);
    return values;
  };
  ChartFan drawn;
  drawn.name = fan.name;
  drawn.start = line.last();
  drawn.centre = from_last(std::move(fan.centre));
  std::stable_sort(fan.bands.begin(), fan.bands.end(),
                   [](const ChartBand& a, const ChartBand& b) { return a.coverage > b.coverage; });
  for (ChartBand& band : fan.bands) {
    band.lower = from_last(std::move(band.lower));
    band.upper = from_last(std::move(band.upper));
  }
  if (!fan.bands.empty()) {
    drawn.coverage = fan.bands.front().coverage;
    drawn.lower = std::move(fan.bands.front().lower);
    drawn.upper = std::move(fan.bands.front().upper);
    drawn.inner.assign(std::make_move_iterator(fan.bands.begin() + 1), std::make_move_iterator(fan.bands.end()));
  }
  if (!all_missing(line.values)) chart.lines.push_back({std::move(line), LineStyle::history});
  chart.fans.push_back(std::move(drawn));
  (void)line_tracks(chart);  // says now what a page would say later
  return chart;
}

}  // namespace

LineChart forecast_fan(const Series& history, const std::vector<Forecast>& forecasts,
                       const ForecastFanOptions& options) {
  Fan fan = fan_of(forecasts, options.language);
  return draw(dated_series(history, forecasts.front().origin, kFunction), std::move(fan), options);
}

LineChart forecast_fan(std::span<const double> history, const std::vector<Forecast>& forecasts,
                       const ForecastFanOptions& options) {
  Fan fan = fan_of(forecasts, options.language);
  return draw(series_to_origin(history, forecasts.front().origin), std::move(fan), options);
}

LineChart forecast_fan(const Series& history, const forecast::QuantileForecast& forecast,
                       const ForecastFanOptions& options) {
  return draw(dated_series(history, forecast.origin, kFunction), fan_of(forecast, options.language), options);
}

LineChart forecast_fan(std::span<const double> history, const forecast::QuantileForecast& forecast,
                       const ForecastFanOptions& options) {
  return draw(series_to_origin(history, forecast.origin), fan_of(forecast, options.language), options);
}

}  // namespace foreplan::inline v0::report
