#include <foreplan/report/forecast.hpp>

#include "core/check.hpp"
#include "report/canvas.hpp"
#include "report/chart_check.hpp"
#include "report/forecast_series.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <cmath>

namespace foreplan::inline v0::report {
namespace {

using text::message;

constexpr std::string_view kFunction = "report::decomposition_panel";

/// The largest 1, 2 or 5 times a power of ten that is not above x > 0.
double round_below(double x) {
  const double power = std::pow(10.0, std::floor(std::log10(x)));
  for (const double step : {5.0, 2.0})
    if (step * power <= x) return step * power;
  return power;
}

std::string length_text(std::size_t n, const NumberedSeries& y, Language language) {
  const auto count = static_cast<std::int64_t>(n);
  return y.numbered ? text::counted(language, "period.count.numbered", count)
                    : text::periods_text(count, y.series.start.frequency(), language);
}

std::vector<double> in_per_cent(std::vector<double> factors) {
  for (double& x : factors) x *= 100;
  return factors;
}

double mean_of_known(const std::vector<double>& values) {
  double sum = 0, count = 0;
  for (const double x : values)
    if (!std::isnan(x)) sum += x, count += 1;
  return count > 0 ? sum / count : 0;
}

void check_lengths(const forecast::Decomposition& parts, std::size_t n) {
  const auto check = [&](const std::vector<double>& values, std::string_view what) {
    if (values.size() != n)
      detail::fail(kFunction, "the decomposition must be as long as the series, " + std::to_string(n),
                   std::to_string(values.size()), "in its " + std::string(what));
  };
  check(parts.trend, "trend");
  check(parts.remainder, "remainder");
  for (const std::vector<double>& season : parts.seasonal) check(season, "seasons");
  if (parts.season_lengths.size() != parts.seasonal.size())
    detail::fail(kFunction, "there must be a length for each of " + std::to_string(parts.seasonal.size()) + " seasons",
                 std::to_string(parts.season_lengths.size()));
}

PanelChart draw(const forecast::Decomposition& parts, const NumberedSeries& y, Language language) {
  const std::size_t n = y.series.size();
  detail::require(n > 0, kFunction, "series must not be empty", detail::quoted(y.series.name));
  check_lengths(parts, n);
  const bool relative = parts.form == forecast::DecompositionForm::multiplicative;
  PanelChart chart;
  chart.title = message(language, "report.decomposition",
                        {{"name", y.series.name.empty() ? message(language, "report.series") : y.series.name}});
  chart.unit = y.series.unit;
  chart.start = y.series.start;
  if (y.numbered) chart.first_number = 1;

  const auto level = [&](std::string_view key, const std::vector<double>& values, LineStyle style) {
    ChartPanel panel;
    panel.name = message(language, key);
    panel.values = values;
    panel.style = style;
    chart.panels.push_back(std::move(panel));
  };
  const auto part = [&](std::string name, const std::vector<double>& values) {
    ChartPanel panel;
    panel.name = std::move(name);
    panel.values = relative ? in_per_cent(values) : values;
    panel.base = relative ? 100.0 : 0.0;
    if (relative) panel.unit = Unit::percent();
    chart.panels.push_back(std::move(panel));
  };
  level("report.observed", y.series.values, LineStyle::history);
  level("report.trend", parts.trend, LineStyle::series);
  for (std::size_t k = 0; k < parts.seasonal.size(); ++k)
    part(message(language, "report.season_of", {{"length", length_text(parts.season_lengths[k], y, language)}}),
         parts.seasonal[k]);
  part(std::string(message(language, "report.remainder")), parts.remainder);

  // One amount in the terms of every panel: per cent of the trend's mean where parts multiply.
  const double mean = relative ? std::fabs(mean_of_known(parts.trend)) : 0;
  const auto of_one = [&](const ChartPanel& panel) { return relative && !panel.unit ? mean / 100 : 1.0; };
  double widest = 0;
  for (const ChartPanel& panel : chart.panels) {
    Extent extent;
    extent.add(panel.values);
    if (of_one(panel) > 0) widest = std::max(widest, (extent.high - extent.low) / of_one(panel));
  }
  // What spans less than a hundredth of the widest panel is drawn that small, and does not set the bar.
  constexpr double kLeastPart = 0.01;
  if (!(widest > 0)) return chart;
  double smallest = widest;
  for (ChartPanel& panel : chart.panels) {
    panel.least_range = kLeastPart * widest * of_one(panel);
    Extent extent;
    extent.add(panel.values);
    if (of_one(panel) > 0)
      smallest = std::min(smallest, std::max(extent.high - extent.low, panel.least_range) / of_one(panel));
  }
  const double bar = round_below(smallest);
  for (ChartPanel& panel : chart.panels) panel.scale_bar = bar * of_one(panel);
  const auto amount = [&](double x, const Unit& unit) {
    return text::amount(x, text::decimals_for(x, 1), unit, language);
  };
  chart.note = relative ? message(language, "report.note.scale_bar_relative",
                                  {{"amount", amount(bar, Unit::percent())},
                                   {"level", text::amount(bar * mean / 100, text::decimals_for(bar * mean / 100, 3),
                                                          y.series.unit, language)}})
                        : message(language, "report.note.scale_bar", {{"amount", amount(bar, y.series.unit)}});
  return chart;
}

}  // namespace

PanelChart decomposition_panel(const forecast::Decomposition& parts, const Series& y, Language language) {
  return draw(parts, dated_series(y, parts.origin, kFunction), language);
}

PanelChart decomposition_panel(const forecast::Decomposition& parts, std::span<const double> y, Language language) {
  return draw(parts, series_to_origin(y, parts.origin), language);
}

}  // namespace foreplan::inline v0::report
