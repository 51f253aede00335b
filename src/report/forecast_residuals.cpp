#include <foreplan/report/forecast.hpp>
#include <foreplan/stats/autocorrelation.hpp>
#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/residual_tests.hpp>

#include "core/check.hpp"
#include "report/chart_check.hpp"
#include "report/forecast_series.hpp"
#include "report/layout.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace foreplan::inline v0::report {
namespace {

using text::message;

constexpr std::string_view kFunction = "report::residual_panel";

/// The residuals as each part needs them.
struct Residuals {
  NumberedSeries series{};
  std::vector<double> known{};
  std::vector<double> stretch{};  ///< The longest without a missing value.
  Extent extent{};

  [[nodiscard]] bool vary() const { return extent.low < extent.high; }
};

Residuals residuals_of(NumberedSeries series) {
  Residuals r;
  std::vector<double> current;
  for (const double x : series.series.values) {
    if (std::isnan(x)) {
      current.clear();
      continue;
    }
    r.known.push_back(x);
    current.push_back(x);
    if (current.size() > r.stretch.size()) r.stretch = current;
  }
  detail::require(!r.known.empty(), kFunction, "there must be a residual that is not missing",
                  series.series.empty() ? "none" : "only missing values");
  r.extent.add(r.known);
  detail::require(r.extent.magnitude() <= kLargestValue, kFunction,
                  "residuals must be finite and at most 1e15 in magnitude", r.extent.magnitude());
  detail::require(r.extent.magnitude() == 0 || r.extent.magnitude() >= kSmallestLargest, kFunction,
                  "the largest residual must be at least 1e-9 in magnitude (or all 0): give the unit another scale",
                  r.extent.magnitude());
  r.series = std::move(series);
  return r;
}

void check(const ResidualPanelOptions& options) {
  detail::require(options.season_length >= 1, kFunction, "season_length must be >= 1", "0");
  detail::require(options.level > 0 && options.level < 1, kFunction, "level must lie in (0, 1)", options.level);
  for (const auto& lags : {options.lags, options.arch_lags})
    if (lags) detail::require(*lags >= 1, kFunction, "lags must be >= 1", "0");
  if (options.lags && *options.lags <= options.fitted)
    detail::fail(kFunction, "lags must be more than fitted, " + std::to_string(options.fitted),
                 std::to_string(*options.lags));
}

PanelChart over_time(const Residuals& r, Language language) {
  const Series& series = r.series.series;
  PanelChart chart;
  chart.title = series.name.empty() ? std::string(message(language, "report.residuals"))
                                    : message(language, "report.residuals_of", {{"name", series.name}});
  chart.unit = series.unit;
  chart.start = series.start;
  if (r.series.numbered) chart.first_number = 1;
  ChartPanel panel;
  panel.values = series.values;
  panel.base = 0;
  chart.panels.push_back(std::move(panel));
  return chart;
}

ColumnChart correlogram(const Residuals& r, const ResidualPanelOptions& options) {
  const Language language = options.language;
  const std::size_t n = r.series.series.size();
  stats::AutocorrelationOptions how{.centred = false, .missing = stats::MissingPairs::skip};
  const auto usual = static_cast<std::size_t>(10 * std::log10(static_cast<double>(n)));
  how.lags = std::min(
      {std::max({usual, 2 * std::min(options.season_length, n), options.lags.value_or(1)}), n - 1, std::size_t{1'000}});
  const stats::Autocorrelations acf = stats::autocorrelations(r.series.series.values, how);
  ColumnChart chart;
  chart.title = message(language, "report.autocorrelation_of_residuals");
  chart.name = message(language, "report.autocorrelation");
  chart.axis_name = message(language, "report.lag");
  chart.start = 0.5;
  chart.values.assign(acf.values.begin() + 1, acf.values.end());
  chart.thin = true;
  if (const std::size_t m = options.season_length; m > 1) chart.axis_step = static_cast<double>(m % 2 == 0 ? m / 2 : m);
  chart.limits = {-acf.band, acf.band};
  chart.limits_name = message(language, "report.limits_of_noise",
                              {{"limit", text::number(acf.band, text::decimals_for(acf.band, 2), language)}});
  chart.decimals = 2;
  return chart;
}

/// Classes of Scott's (1979) width, 3.49 s n^(-1/3), made round; the normal density times n and that width.
ColumnChart histogram(const Residuals& r, Language language) {
  constexpr double kMostClasses = 60;
  const auto n = static_cast<double>(r.known.size());
  const double spread = r.extent.high - r.extent.low;
  const double scale = r.extent.magnitude();
  double mean = 0, square = 0;
  for (const double x : r.known) mean += x / n;
  for (const double x : r.known) square += (x - mean) / scale * ((x - mean) / scale) / n;
  const double deviation = scale * std::sqrt(square);
  // Classes are made wider by rounding, by half on average.
  const double wanted = 1.5 * spread / (3.49 * deviation / std::cbrt(n));
  const Ticks classes =
      nice_ticks(r.extent.low, r.extent.high, static_cast<int>(std::clamp(std::round(wanted), 5.0, kMostClasses)));
  ColumnChart chart;
  chart.title = message(language, "report.distribution_of_residuals");
  chart.name = message(language, "report.number");
  chart.axis_name = message(language, "report.residual");
  chart.axis_unit = r.series.series.unit;
  chart.start = classes.first;
  chart.width = classes.step;
  chart.values.assign(classes.count - 1, 0.0);
  for (const double x : r.known) {
    const double place = std::floor((x - classes.first) / classes.step);
    chart.values[static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(classes.count - 2)))] += 1;
  }
  constexpr std::size_t kSteps = 200;
  for (std::size_t i = 0; i <= kSteps; ++i) {
    const double x = classes.first + (classes.last() - classes.first) * static_cast<double>(i) / kSteps;
    const double z = (x - mean) / deviation;
    chart.curve.push_back(n * classes.step / deviation * std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi));
  }
  chart.curve_name = message(language, "report.normal_density");
  chart.decimals = 0;
  return chart;
}

struct Verdict {
  double statistic = 0;
  double degrees = 0;
  double p_value = 0;
  std::string sign{};  ///< What a small p-value says.
};

/// One row; what cannot be tested says why.
void add_row(Table& t, const std::string& name, std::string_view key, bool possible,
             const std::function<Verdict()>& test, const ResidualPanelOptions& options) {
  const Language language = options.language;
  if (!possible) {
    t.rows.push_back({name, NAN, NAN, NAN, message(language, "report.test.too_few")});
    return;
  }
  const Verdict v = test();
  if (std::isnan(v.p_value)) {
    t.rows.push_back({name, NAN, NAN, NAN, message(language, "report.test.no_variation")});
    return;
  }
  constexpr double kSmallestPrinted = 0.001;
  const Cell p =
      v.p_value < kSmallestPrinted
          ? Cell(message(language, "number.below", {{"number", text::number(kSmallestPrinted, 3, language)}}))
          : Cell(v.p_value);
  const std::string none(message(language, std::string(key) + ".none"));
  t.rows.push_back({name, v.statistic, Rounded(v.degrees, 0), p, v.p_value < options.level ? v.sign : none});
}

Table tests(const Residuals& r, const ResidualPanelOptions& options) {
  const Language language = options.language;
  Table t;
  t.caption = message(language, "report.tests");
  t.cards = true;
  const auto column = [&](std::string_view key, int decimals, Align align) {
    t.columns.push_back({.header = std::string(message(language, key)), .decimals = decimals, .align = align});
  };
  column("report.test", 0, Align::left);
  column("report.statistic", 2, Align::right);
  column("report.degrees", 0, Align::right);
  column("report.p_value", 3, Align::right);
  column("report.sentence", 0, Align::left);

  const std::size_t n = r.stretch.size(), m = options.season_length;
  const std::size_t by_rule = std::max(std::min(m > 1 ? 2 * std::min(m, n) : 10, n / 5), options.fitted + 3);
  const std::size_t lags = std::min(options.lags.value_or(by_rule), n > 1 ? n - 1 : 1);
  const std::size_t most_arch = n >= 4 ? (n - 2) / 2 : 0;  // fewer than (n - 1) / 2
  const std::size_t arch_lags =
      options.arch_lags.value_or(std::max<std::size_t>(1, std::min(m > 1 ? m : 5, most_arch / 2)));
  const auto named = [&](std::string_view key, std::size_t of) {
    return message(language, key, {{"lags", std::to_string(of)}});
  };
  add_row(
      t, named("report.test.ljung_box", lags), "report.test.ljung_box", n >= 2 && lags > options.fitted,
      [&] {
        const stats::LjungBoxTest test = stats::ljung_box_test(r.stretch, lags, options.fitted);
        return Verdict{test.statistic, static_cast<double>(test.degrees), test.p_value,
                       std::string(message(language, "report.test.ljung_box.sign"))};
      },
      options);
  add_row(
      t, std::string(message(language, "report.test.jarque_bera")), "report.test.jarque_bera", r.known.size() >= 3,
      [&] {
        const stats::JarqueBeraTest test = stats::jarque_bera_test(r.known);
        return Verdict{test.statistic, 2, test.p_value,
                       message(language, "report.test.jarque_bera.sign",
                               {{"skewness", text::number(test.skewness, 2, language)},
                                {"kurtosis", text::number(test.kurtosis, 2, language)}})};
      },
      options);
  add_row(
      t, named("report.test.arch", arch_lags), "report.test.arch", arch_lags <= most_arch,
      [&] {
        const stats::VarianceTest test = stats::arch_test(r.stretch, arch_lags);
        return Verdict{test.statistic, static_cast<double>(test.degrees), test.p_value,
                       std::string(message(language, "report.test.arch.sign"))};
      },
      options);
  t.note = message(language, "report.note.tests",
                   {{"level", text::percent(options.level, text::decimals_for(options.level * 100, 1), language)}});
  if (n < r.known.size())
    t.note += ' ' + message(language, "report.note.tests_stretch",
                            {{"used", text::number(static_cast<double>(n), 0, language)},
                             {"all", text::number(static_cast<double>(r.known.size()), 0, language)}});
  return t;
}

std::vector<Block> draw(NumberedSeries series, const ResidualPanelOptions& options) {
  check(options);
  const Residuals r = residuals_of(std::move(series));
  std::vector<Block> blocks = {over_time(r, options.language)};
  if (r.vary()) {
    blocks.emplace_back(correlogram(r, options));
    blocks.emplace_back(histogram(r, options.language));
  }
  blocks.emplace_back(tests(r, options));
  return blocks;
}

}  // namespace

std::vector<Block> residual_panel(const Series& residuals, const ResidualPanelOptions& options) {
  return draw({residuals, false}, options);
}

std::vector<Block> residual_panel(std::span<const double> residuals, const ResidualPanelOptions& options) {
  return draw(series_to_origin(residuals, {}), options);
}

}  // namespace foreplan::inline v0::report
