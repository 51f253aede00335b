#include <foreplan/report/forecast.hpp>

#include "charts.hpp"
#include "reference_lines.hpp"

#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/baselines.hpp>
#include <foreplan/io/series.hpp>

#include <numeric>

namespace foreplan::report {
namespace {

const Unit kUnit = Unit::physical("person", 3);

Series passengers() { return io::read_series_file(FOREPLAN_REFERENCE_DIR "/air_passengers.csv").series().front(); }

Forecast ahead(double coverage, std::vector<double> mean = {10, 11, 12}, double half = 1) {
  Forecast f;
  f.coverage = coverage;
  f.mean = std::move(mean);
  for (std::size_t h = 0; h < f.mean.size(); ++h) {
    const double width = half * std::sqrt(static_cast<double>(h + 1));
    f.lower.push_back(f.mean[h] - width), f.upper.push_back(f.mean[h] + width);
  }
  return f;
}

std::vector<Forecast> nested() { return {ahead(0.5), ahead(0.95, {10, 11, 12}, 3), ahead(0.8, {10, 11, 12}, 2)}; }

const Series kHistory{"exports <&\">", Period::month(2015, 11), kUnit, {7, 8, kNaN, 9}};

TEST(ForecastFan, ContinuesTheHistoryWithNestedBandsWidestFirst) {
  const LineChart chart = forecast_fan(kHistory, nested());
  EXPECT_EQ(chart.title, kHistory.name);
  EXPECT_EQ(chart.unit, kUnit);
  EXPECT_FALSE(chart.first_number);
  ASSERT_EQ(chart.lines.size(), 1u);
  ASSERT_EQ(chart.fans.size(), 1u);
  const ChartFan& fan = chart.fans[0];
  EXPECT_EQ(fan.start, Period::month(2016, 2));  // bands open from the last observation
  EXPECT_EQ(fan.centre, (std::vector<double>{9, 10, 11, 12}));
  EXPECT_EQ(fan.coverage, 0.95);
  EXPECT_EQ(fan.lower.front(), 9);
  EXPECT_EQ(fan.upper[1], 13);
  ASSERT_EQ(fan.inner.size(), 2u);
  EXPECT_EQ(fan.inner[0].coverage, 0.8);
  EXPECT_EQ(fan.inner[1].coverage, 0.5);

  const Element root = parse_xml(svg(chart, {.width = 800}));
  const auto bands = all_of_class(root, "fp-band");
  ASSERT_EQ(bands.size(), 3u + 1 + 2 + 3);  // and so many layers of shade in the legend
  double outer_top = -1;
  for (const Element* band : bands) {  // drawn over one another, the narrowest last
    if (band->name != "polygon") continue;
    EXPECT_GT(shape_box(*band).top, outer_top);
    outer_top = shape_box(*band).top;
  }
  EXPECT_TRUE(all_of_class(root, "fp-edge").empty());
  for (const char* name : {"95\u00A0% interval", "80\u00A0% interval", "50\u00A0% interval"})
    EXPECT_THAT(texts_of(svg(chart)), Contains(name));
  EXPECT_THAT(root.children[1].text, HasSubstr("95\u00A0% interval from 6.8 to 17.2 in May 2016"));
  expect_well_drawn(chart);
  expect_accessible(chart);
}

TEST(ForecastFan, HasTheEndsOfEveryBandInItsTable) {
  const Table t = table(forecast_fan(kHistory, nested()));
  ASSERT_EQ(t.columns.size(), 3u + 6);
  EXPECT_EQ(t.columns[3].header, "Lower end, 95 %");
  EXPECT_EQ(t.columns[8].header, "Upper end, 50 %");
  EXPECT_EQ(std::get<double>(t.rows.back()[8].value), ahead(0.5).upper[2]);
}

TEST(ForecastFan, OfQuantilesPairsThemAboutTheMedian) {
  forecast::QuantileForecast q;
  q.levels = {0.9, 0.5, 0.1, 0.25, 0.75};
  q.values = {{12, 14}, {10, 10}, {8, 6}, {9, 9}, {11, 11}};
  const LineChart chart = forecast_fan(kHistory, q);
  EXPECT_EQ(chart.fans[0].name, "Forecast, median");
  EXPECT_EQ(chart.fans[0].centre, (std::vector<double>{9, 10, 10}));
  EXPECT_NEAR(chart.fans[0].coverage, 0.8, 1e-12);
  EXPECT_EQ(chart.fans[0].lower, (std::vector<double>{9, 8, 6}));
  ASSERT_EQ(chart.fans[0].inner.size(), 1u);
  EXPECT_NEAR(chart.fans[0].inner[0].coverage, 0.5, 1e-12);
  EXPECT_EQ(chart.fans[0].inner[0].upper, (std::vector<double>{9, 11, 11}));

  const auto with = [&](auto change) {
    forecast::QuantileForecast other = q;
    change(other);
    return [other] { (void)forecast_fan(kHistory, other); };
  };
  EXPECT_THAT(with([](auto& f) { f.levels[1] = 0.6; }), ThrowsMessage<InvalidArgument>(HasSubstr("0.5")));
  EXPECT_THAT(with([](auto& f) { f.levels[0] = 0.85; }), ThrowsMessage<InvalidArgument>(HasSubstr("no 0.15")));
  EXPECT_THAT(with([](auto& f) { f.levels[3] = 0.1; }), ThrowsMessage<InvalidArgument>(HasSubstr("twice")));
  EXPECT_THAT(with([](auto& f) { f.values[2].pop_back(); }), ThrowsMessage<InvalidArgument>(HasSubstr("horizon")));
  EXPECT_THAT(with([](auto& f) { f.values.pop_back(); }), ThrowsMessage<InvalidArgument>(HasSubstr("5 levels")));
  EXPECT_THAT(with([](auto& f) { f.levels[2] = kNaN; }), ThrowsMessage<InvalidArgument>(HasSubstr("(0, 1)")));
}

TEST(ForecastFan, OfPlainValuesTakesTheOriginOrNumbers) {
  const std::vector<double> values{7, 8, 9};
  std::vector<Forecast> forecasts = nested();
  const LineChart numbered = forecast_fan(values, forecasts, {.title = "parts"});
  EXPECT_EQ(numbered.first_number, 1);
  EXPECT_EQ(numbered.title, "parts");
  const std::string drawn = svg(numbered);
  EXPECT_THAT(parse_xml(drawn).children[1].text, HasSubstr("Observed: 7.0 in period 1, 9.0 in period 3"));
  EXPECT_THAT(texts_of(drawn), Contains("6"));
  EXPECT_EQ(std::get<Rounded>(table(numbered).rows.back()[0].value).value(), 6);
  expect_well_drawn(numbered);

  for (Forecast& f : forecasts) f.origin = {"imports", Period::quarter(2019, 4), kUnit};
  const LineChart dated = forecast_fan(values, forecasts);
  EXPECT_EQ(dated.title, "imports");
  EXPECT_EQ(dated.unit, kUnit);
  EXPECT_EQ(dated.lines[0].series.start, Period::quarter(2019, 2));
  EXPECT_FALSE(dated.first_number);
}

TEST(ForecastFan, WithoutIntervalsIsALine) {
  Forecast bare = ahead(0.9);
  bare.lower.clear(), bare.upper.clear();
  EXPECT_TRUE(forecast_fan(kHistory, {bare}).fans[0].lower.empty());
  Forecast unknown = ahead(0.9);
  unknown.lower.assign(3, kNaN), unknown.upper.assign(3, kNaN);
  const LineChart chart = forecast_fan(kHistory, {unknown});
  EXPECT_TRUE(chart.fans[0].lower.empty());
  EXPECT_TRUE(all_of_class(parse_xml(svg(chart)), "fp-band").empty());
  Forecast partly = ahead(0.9);
  partly.lower[2] = partly.upper[2] = kNaN;
  EXPECT_EQ(all_of_class(parse_xml(svg(forecast_fan(kHistory, {partly}))), "fp-band").size(), 2u);  // one in the legend
  const LineChart unseen = forecast_fan(std::vector<double>{kNaN, kNaN}, {ahead(0.9)});
  EXPECT_TRUE(unseen.lines.empty());
  expect_well_drawn(unseen);
}

TEST(ForecastFan, ShowsTheEndOfALongHistoryAndSaysSo) {
  std::vector<double> values(100'000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::sin(0.01 * static_cast<double>(i));
  const LineChart chart = forecast_fan(values, {ahead(0.9, {0, 0.1, 0.2})});
  EXPECT_EQ(chart.lines[0].series.size(), 60u);
  EXPECT_EQ(chart.first_number, 99'941);
  EXPECT_THAT(chart.note, HasSubstr("Of 100,000 periods of the history the last 60 are shown."));
  EXPECT_EQ(std::get<Rounded>(table(chart).rows.back()[0].value).value(), 100'003);
  expect_well_drawn(chart);
  const LineChart most = forecast_fan(values, {ahead(0.9, {0, 0.1, 0.2})}, {.history = 4'997});
  EXPECT_LT(svg(most).size(), 60'000u);  // one polyline through the lowest and highest of each unit
  EXPECT_THROW((void)forecast_fan(values, {ahead(0.9)}, {.history = 4'998}), InvalidArgument);
  EXPECT_THROW((void)forecast_fan(values, {ahead(0.9)}, {.history = 0}), InvalidArgument);
}

TEST(ForecastFan, RefusesWhatDoesNotBelongTogether) {
  const auto with = [](auto change) {
    std::vector<Forecast> all = nested();
    change(all);
    return [all] { (void)forecast_fan(kHistory, all); };
  };
  using All = std::vector<Forecast>;
  EXPECT_THAT(with([](All& f) { f.clear(); }), ThrowsMessage<InvalidArgument>(HasSubstr("a forecast")));
  EXPECT_THAT(with([](All& f) { f[1].mean.pop_back(); }), ThrowsMessage<InvalidArgument>(HasSubstr("horizon")));
  EXPECT_THAT(with([](All& f) { f[1].mean[2] += 1; }), ThrowsMessage<InvalidArgument>(HasSubstr("at step 3")));
  EXPECT_THAT(with([](All& f) { f[1].upper.pop_back(); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("as long as centre")));
  EXPECT_THAT(with([](All& f) { f[1].coverage = 0.8; }), ThrowsMessage<InvalidArgument>(HasSubstr("coverages")));
  EXPECT_THAT(with([](All& f) { f[1].coverage = 0.6; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("a band must lie within the next wider one")));
  EXPECT_THAT(with([](All& f) { f[0].upper[1] = f[0].lower[1] - 1; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("lower must not be above upper")));
  EXPECT_THROW(with([](All& f) { f[2].origin = {"x", Period::month(2016, 2), kUnit}; })(), InvalidArgument);
  EXPECT_THROW(with([](All& f) {
                 for (Forecast& each : f) each.origin = {"x", Period::month(2016, 3), kUnit};
               })(),
               PeriodMismatch);
  EXPECT_THROW(with([](All& f) {
                 for (Forecast& each : f) each.origin = {"x", Period::month(2016, 2), Unit::percent()};
               })(),
               UnitMismatch);
  EXPECT_THROW((void)forecast_fan(std::vector<double>{}, nested()), InvalidArgument);
  EXPECT_THROW((void)forecast_fan(Series{"empty", 2015, kUnit, {}}, nested()), InvalidArgument);
  EXPECT_THROW((void)forecast_fan(std::vector<double>{1, INFINITY}, nested()), InvalidArgument);
}

TEST(DecompositionPanel, ShowsThePartsOfR) {
  const Series y = passengers();
  const auto parts = forecast::decompose_stl(y, 12);
  const auto lines = reference::read_lines("air_passengers.txt");
  const std::vector<double>& last = reference::line(lines, "stl last trend season remainder");
  const PanelChart chart = decomposition_panel(parts, y);
  ASSERT_EQ(chart.panels.size(), 4u);
  EXPECT_EQ(chart.title, "airline passengers and what it is made of");
  EXPECT_EQ(chart.panels[2].name, "Season of 12 months");
  for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(chart.panels[k + 1].values.back(), last[k], 1e-6);
  // The remainder spans 80: the bar is 50 everywhere.
  for (const ChartPanel& panel : chart.panels) EXPECT_EQ(panel.scale_bar, 50);
  EXPECT_THAT(chart.note, HasSubstr("50 thousand people"));
  expect_well_drawn(chart);
  expect_accessible(chart);
}

TEST(DecompositionPanel, OfFactorsComparesPerCent) {
  const Series y = passengers();
  const auto parts = forecast::decompose_classical(y, 12, forecast::DecompositionForm::multiplicative);
  const PanelChart chart = decomposition_panel(parts, y);
  EXPECT_EQ(chart.panels[3].unit, Unit::percent());
  EXPECT_EQ(chart.panels[3].base, 100);
  EXPECT_NEAR(chart.panels[2].values[0], 100 * parts.seasonal[0][0], 1e-12);
  double sum = 0;
  int count = 0;
  for (const double x : parts.trend)
    if (!std::isnan(x)) sum += x, ++count;
  EXPECT_NEAR(chart.panels[0].scale_bar, chart.panels[3].scale_bar / 100 * sum / count, 1e-9);
  EXPECT_EQ(chart.panels[2].scale_bar, chart.panels[3].scale_bar);
  expect_well_drawn(chart);
}

TEST(DecompositionPanel, DrawsRoundingErrorsFlat) {
  std::vector<double> y(48);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = 100 + static_cast<double>(i % 12);
  forecast::Decomposition parts = forecast::decompose_classical(y, 12);
  for (double& x : parts.remainder) x = 1e-13;
  const PanelChart chart = decomposition_panel(parts, y);
  EXPECT_EQ(chart.first_number, 1);
  EXPECT_EQ(chart.panels[2].name, "Season of 12 periods");
  EXPECT_NEAR(chart.panels[3].least_range, 0.11, 1e-9);
  const Element root = parse_xml(svg(chart));
  const Box line = shape_box(*all_of_class(root, "fp-line").back());
  EXPECT_LT(line.bottom - line.top, 0.5);
  expect_well_drawn(chart);
  const std::vector<double> constant(24, 5.0);
  expect_well_drawn(decomposition_panel(forecast::decompose_classical(constant, 12), constant));
}

TEST(DecompositionPanel, RefusesAnotherSeries) {
  const Series y = passengers();
  const auto parts = forecast::decompose_stl(y, 12);
  Series later = y;
  later.start += 1;
  EXPECT_THROW((void)decomposition_panel(parts, later), PeriodMismatch);
  later = y;
  later.unit = Unit::percent();
  EXPECT_THROW((void)decomposition_panel(parts, later), UnitMismatch);
  EXPECT_THAT([&] { (void)decomposition_panel(parts, std::vector<double>(10, 1.0)); },
              ThrowsMessage<InvalidArgument>(HasSubstr("as long as the series, 10")));
  EXPECT_THROW((void)decomposition_panel(parts, std::vector<double>{}), InvalidArgument);
}

/// Residuals that are no model's: a chaotic map, whose values are uncorrelated and not normal.
std::vector<double> chaos(std::size_t n) {
  std::vector<double> e(n);
  double x = 0.3;
  for (double& each : e) each = (x = 4 * x * (1 - x)) - 0.5;
  return e;
}

const Table& tests_of(const std::vector<Block>& blocks) { return std::get<Table>(blocks.back()); }
std::string sentence(const std::vector<Block>& blocks, std::size_t row) {
  return std::get<std::string>(tests_of(blocks).rows[row][4].value);
}

TEST(ResidualPanel, HasTimeLagsDistributionAndTests) {
  const auto blocks = residual_panel(Series{"a <b>", 1800, {}, chaos(200)});
  ASSERT_EQ(blocks.size(), 4u);
  const auto& time = std::get<PanelChart>(blocks[0]);
  const auto& lags = std::get<ColumnChart>(blocks[1]);
  const auto& spread = std::get<ColumnChart>(blocks[2]);
  EXPECT_EQ(time.title, "Residuals of a <b>");
  EXPECT_EQ(lags.values.size(), 23u);  // 10 log10(200)
  EXPECT_NEAR(lags.limits[1], 1.959963984540054 / std::sqrt(200.0), 1e-12);
  EXPECT_EQ(std::accumulate(spread.values.begin(), spread.values.end(), 0.0), 200);
  // The curve has the area of the columns but for its tails.
  double area = 0;
  for (std::size_t i = 1; i < spread.curve.size(); ++i) area += (spread.curve[i - 1] + spread.curve[i]) / 2;
  area *= static_cast<double>(spread.values.size()) / static_cast<double>(spread.curve.size() - 1);
  EXPECT_GT(area, 150);
  EXPECT_LT(area, 200);
  EXPECT_THAT(sentence(blocks, 1), HasSubstr("not normal"));
  expect_well_drawn(time), expect_well_drawn(lags), expect_well_drawn(spread);
  expect_accessible(time), expect_accessible(lags), expect_accessible(spread);
}

TEST(ResidualPanel, TestsAndAutocorrelationsAgreeWithR) {
  const auto lines = reference::read_lines("air_passengers.txt");
  const auto value = [&](const std::string& words) { return reference::line(lines, words); };
  const auto blocks = residual_panel(value("residuals"), {.season_length = 12});
  const auto& lags = std::get<ColumnChart>(blocks[1]);
  ASSERT_EQ(lags.values.size(), 24u);
  for (std::size_t k = 0; k < 24; ++k) EXPECT_NEAR(lags.values[k], value("autocorrelations")[k], 1e-12);
  EXPECT_EQ(lags.axis_step, 6);
  const auto& rows = tests_of(blocks).rows;
  EXPECT_EQ(std::get<std::string>(rows[0][0].value), "Ljung-Box, lags 1 to 24");
  EXPECT_NEAR(std::get<double>(rows[0][1].value), value("ljung-box")[1], 1e-9);
  EXPECT_EQ(std::get<Rounded>(rows[0][2].value).value(), 24);
  EXPECT_NEAR(std::get<double>(rows[0][3].value), value("ljung-box")[2], 1e-12);
  EXPECT_NEAR(std::get<double>(rows[1][1].value), value("jarque-bera")[0], 1e-9);
  EXPECT_NEAR(std::get<double>(rows[2][1].value), value("arch")[1], 1e-9);
  EXPECT_THAT(sentence(blocks, 0), HasSubstr("Errors follow one another"));
  EXPECT_THAT(sentence(blocks, 1), HasSubstr("No sign"));
}

TEST(ResidualPanel, OfAFitHasItsPeriods) {
  const auto fit = forecast::fit_seasonal_naive(passengers(), 12);
  const PanelChart time = std::get<PanelChart>(residual_panel(fit, {.season_length = 12})[0]);
  EXPECT_EQ(time.start, Period::month(1949, 1));
  EXPECT_EQ(time.title, "Residuals of airline passengers");
  EXPECT_EQ(time.panels[0].values.size(), 144u);
  EXPECT_EQ(std::get<PanelChart>(residual_panel(forecast::fit_seasonal_naive(passengers().values, 12))[0]).first_number,
            1);
}

TEST(ResidualPanel, LeavesOutWhatIsMissing) {
  std::vector<double> e = chaos(120);
  e[0] = e[1] = e[40] = kNaN;
  const auto blocks = residual_panel(e);
  EXPECT_EQ(std::get<PanelChart>(blocks[0]).panels[0].values.size(), 120u);
  const auto& spread = std::get<ColumnChart>(blocks[2]);
  EXPECT_EQ(std::accumulate(spread.values.begin(), spread.values.end(), 0.0), 117);
  EXPECT_THAT(tests_of(blocks).note, HasSubstr("79 of 117 residuals"));
  const auto alone = residual_panel(std::span(e).subspan(41));
  EXPECT_EQ(std::get<double>(tests_of(blocks).rows[0][1].value), std::get<double>(tests_of(alone).rows[0][1].value));
}

TEST(ResidualPanel, SaysWhatCannotBeTold) {
  for (const std::vector<double>& e : {std::vector<double>{0.5}, {0, 0, 0, 0, 0, 0}, {1, 2}, {kNaN, 1, -1, kNaN}}) {
    const auto blocks = residual_panel(e);
    const Table& t = tests_of(blocks);
    ASSERT_EQ(t.rows.size(), 3u);
    for (const auto& row : t.rows) EXPECT_FALSE(std::get<std::string>(row[4].value).empty());
    Document page("p");
    page.section("s", blocks);
    (void)parse_xml(html(page));
  }
  EXPECT_THAT(sentence(residual_panel(std::vector<double>(30, 0.0)), 0), HasSubstr("do not vary"));
  EXPECT_THAT(sentence(residual_panel(std::vector<double>{1, 2}), 1), HasSubstr("too few"));
}

TEST(ResidualPanel, RefusesWhatIsNoResidual) {
  const auto of = [](std::vector<double> e, ResidualPanelOptions options = {}) {
    return [e, options] { (void)residual_panel(e, options); };
  };
  EXPECT_THAT(of({}), ThrowsMessage<InvalidArgument>(HasSubstr("not missing; got none")));
  EXPECT_THAT(of({kNaN}), ThrowsMessage<InvalidArgument>(HasSubstr("only missing values")));
  EXPECT_THAT(of({1, INFINITY}), ThrowsMessage<InvalidArgument>(HasSubstr("1e15")));
  EXPECT_THAT(of({1e-12, 2e-12}), ThrowsMessage<InvalidArgument>(HasSubstr("1e-9")));
  EXPECT_THAT(of(chaos(30), {.season_length = 0}), ThrowsMessage<InvalidArgument>(HasSubstr("season_length")));
  EXPECT_THAT(of(chaos(30), {.level = 1}), ThrowsMessage<InvalidArgument>(HasSubstr("level")));
  EXPECT_THAT(of(chaos(30), {.fitted = 4, .lags = 4}),
              ThrowsMessage<InvalidArgument>(HasSubstr("more than fitted, 4")));
  EXPECT_THAT(of(chaos(30), {.arch_lags = 0}), ThrowsMessage<InvalidArgument>(HasSubstr("lags must be >= 1")));
}

TEST(ForecastReport, HostileNamesDoNoHarmInEitherLanguage) {
  for (const Language language : {Language::english, Language::vietnamese})
    for (const std::string& name : hostile_texts()) {
      Series y = passengers();
      y.name = name;
      const auto parts = forecast::decompose_classical(y, 12);
      Document page(name, {.language = language});
      page.section(name, forecast_fan(y, {ahead(0.9, {400, 410, 420}, 30)}, {.language = language}),
                   decomposition_panel(parts, y, language),
                   residual_panel(Series{name, y.start, y.unit, parts.remainder}, {.language = language}));
      const std::string text = html(page);
      EXPECT_TRUE(harmless(text)) << name;
      EXPECT_THAT(text, Not(HasSubstr("<poison")));
      (void)markdown(page), (void)terminal(page);
    }
}

}  // namespace
}  // namespace foreplan::report
