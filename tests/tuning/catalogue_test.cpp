#include <foreplan/forecast/arima.hpp>
#include <foreplan/forecast/auto_arima.hpp>
#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/forecaster.hpp>
#include <foreplan/forecast/models.hpp>
#include <foreplan/forecast/tbats.hpp>
#include <foreplan/forecast/theta.hpp>
#include <foreplan/growth/curves.hpp>
#include <foreplan/tuning/catalogue.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "refusals.hpp"

namespace foreplan::tuning {
namespace {

using testing::expect_refused;
using ::testing::HasSubstr;

const std::vector<double> kLevels{0.05, 0.5, 0.95};

/// Level, trend and a season, with noise of no pattern.
std::vector<double> series(std::size_t n, double trend, double season, std::size_t m) {
  std::vector<double> y;
  for (std::size_t i = 0; i < n; ++i) {
    const double t = static_cast<double>(i);
    y.push_back(60 + trend * t + season * std::sin(6.2831853 * t / static_cast<double>(m) + 0.4) + 2 * std::sin(t * t));
  }
  return y;
}

std::vector<std::vector<double>> several_series() {
  std::vector<double> gaps = series(50, 0.4, 5, 12), rare(50, 0.0);
  gaps[7] = gaps[30] = NAN;
  for (std::size_t t = 0; t < rare.size(); t += 3 + t % 2) rare[t] = 2 + static_cast<double>(t % 5);
  return {series(31, 1.5, 0, 4), series(45, 0.7, 6, 4), series(90, 0.2, 12, 12), series(130, 0.1, 15, 52), gaps, rare};
}

/// NaN equals NaN.
bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}
bool same(const stats::Outlook& a, const stats::Outlook& b) {
  bool equal = same(a.mean, b.mean) && a.quantiles.size() == b.quantiles.size();
  for (std::size_t l = 0; equal && l < a.quantiles.size(); ++l) equal = same(a.quantiles[l], b.quantiles[l]);
  return equal;
}
void expect_same(const stats::Forecaster& a, const stats::Forecaster& b, const std::vector<double>& y, std::size_t m) {
  const stats::Fitted ours = a.fit(y, m), theirs = b.fit(y, m);
  EXPECT_EQ(ours.model, theirs.model) << a.name;
  EXPECT_EQ(ours.usable, theirs.usable) << a.name;
  EXPECT_TRUE(same(stats::predict(ours, 7, kLevels), stats::predict(theirs, 7, kLevels))) << a.name << ", season " << m;
  ASSERT_EQ(bool(ours.update), bool(theirs.update)) << a.name;
  if (!ours.update) return;
  const std::vector<double> more{y.front(), y.back(), y.front()};
  EXPECT_TRUE(same(stats::predict(ours.update(more), 3), stats::predict(theirs.update(more), 3))) << a.name;
}

stats::Forecaster model(const std::string& name, Value::Object options = {}) {
  return forecaster({.model = name, .options = Value::object(std::move(options))});
}

const ModelEntry& entry(const std::string& name) {
  const auto all = model_entries();
  return *std::find_if(all.begin(), all.end(), [&](const ModelEntry& e) { return e.name == name; });
}

TEST(Catalogue, HasEveryNamedModelAndEveryCurve) {
  std::vector<std::string> names = forecast::model_names();
  for (const growth::Curve curve : growth::all_curves()) names.emplace_back(growth::to_string(curve));
  std::vector<std::string> ours;
  for (const ModelEntry& e : model_entries()) {
    ours.push_back(e.name);
    EXPECT_THAT(e.summary, ::testing::EndsWith(".")) << e.name;
  }
  EXPECT_EQ(ours, names);
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
  ASSERT_EQ(catalogue().size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(catalogue()[i], (Candidate{.model = names[i]}));
}

TEST(Catalogue, DefaultsReproduceTheNamedModelToTheBit) {
  for (const std::string& name : forecast::model_names())
    for (const std::vector<double>& y : several_series())
      for (const std::size_t m : {1u, 4u, 12u, 52u})
        expect_same(forecaster({.model = name}), forecast::named_model(name), y, m);
}

TEST(Catalogue, DefaultsWrittenOutAreTheDefaults) {
  const std::vector<double> y = series(45, 0.7, 6, 4);
  for (const ModelEntry& e : model_entries()) {
    const Candidate plain{.model = e.name}, whole{.model = e.name, .options = e.options};
    expect_same(forecaster(whole), forecaster(plain), y, 4);
  }
}

TEST(Catalogue, NamesOfOneModelDifferByTheirDefaults) {
  for (const std::size_t m : {1u, 4u, 52u}) {
    const std::vector<double> y = series(130, 0.3, 8, m == 1 ? 4 : m);
    expect_same(model("ets", {{"largest_beta", 0.2}}), forecast::named_model("ets_capped"), y, m);
    expect_same(model("theta", {{"form", "dynamic_optimised"}}), forecast::named_model("dotm"), y, m);
    expect_same(model("croston", {{"method", "tsb"}}), forecast::named_model("tsb"), y, m);
    expect_same(model("holt", {{"trend", "additive_damped"}}), forecast::named_model("damped"), y, m);
    expect_same(model("holt_winters", {{"error", nullptr}, {"trend", nullptr}, {"season", nullptr}}),
                forecast::named_model("ets"), y, m);
    expect_same(model("ets", {{"error", "additive"}, {"trend", "additive"}, {"season", "additive"}}),
                forecast::named_model("holt_winters"), y, m);
    const Value power = Value::object({{"kind", "box_cox"}, {"lower", 0}, {"upper", 1}});
    expect_same(model("theta", {{"transform", power}}), forecast::named_model("box_cox_theta"), y, m);
    expect_same(model("arima", {{"transform", power}}), forecast::named_model("box_cox_arima"), y, m);
  }
}

TEST(Catalogue, OptionsReachTheModel) {
  const std::vector<double> y = series(60, 0.5, 9, 4);
  const auto of = [&](const auto& fit) {
    return stats::Forecaster{"direct", [fit](std::span<const double>, std::size_t) { return forecast::fitted(fit); }};
  };
  expect_same(model("ets", {{"alpha", 0.3}, {"bounds", "usual"}, {"criterion", "bic"}, {"trend", "additive"}}),
              of(forecast::fit_ets(y, {.season_length = 4,
                                       .trend = forecast::EtsTrend::additive,
                                       .criterion = forecast::Criterion::bic,
                                       .bounds = forecast::EtsBounds::usual,
                                       .alpha = 0.3})),
              y, 4);
  expect_same(model("theta", {{"season_test", nullptr}, {"season", "additive"}, {"alpha", 0.5}}),
              of(forecast::fit_theta(y, {.form = forecast::ThetaForm::standard,
                                         .season_length = 4,
                                         .season = forecast::ThetaSeason::additive,
                                         .season_test = std::nullopt,
                                         .alpha = 0.5})),
              y, 4);
  expect_same(model("arima", {{"largest_p", 1}, {"d", 1}, {"criterion", "bic"}, {"test", "adf"}}),
              of(forecast::fit_auto_arima(y, {.season_length = 4,
                                              .largest_p = 1,
                                              .d = 1,
                                              .criterion = forecast::Criterion::bic,
                                              .test = stats::UnitRootTest::adf})
                     .fit),
              y, 4);
  const Value airline = Value::object({{"d", 1}, {"q", 1}, {"seasonal_d", 1}, {"seasonal_q", 1}});
  expect_same(model("arima", {{"order", airline}}),
              of(forecast::fit_arima(y, {.order = {0, 1, 1, 0, 1, 1}, .season_length = 4, .standard_errors = false})),
              y, 4);
  const Value drift = Value::object({{"d", 1}, {"constant", true}, {"method", "conditional"}});
  expect_same(model("arima", {{"order", drift}}),
              of(forecast::fit_arima(y, {.order = {0, 1, 0},
                                         .season_length = 4,
                                         .constant = true,
                                         .method = forecast::ArimaMethod::conditional,
                                         .standard_errors = false})),
              y, 4);
  expect_same(model("tbats", {{"harmonics", Value::array({2})}, {"transform", Value::object({{"kind", "none"}})}}),
              of(forecast::fit_tbats(y, {.season_lengths = {4}, .transform = forecast::Transform{}, .harmonics = {2}})),
              y, 4);
  expect_same(model("stl_ets", {{"stl", Value::object({{"seasonal_window", 7}, {"robust", true}})}}),
              of(forecast::fit_adjusted(
                  y, {.season_lengths = {4}, .mstl = {.seasonal_windows = {7}, .stl = {.robust = true}}})),
              y, 4);
  expect_same(model("window", {{"window", 9}}), of(forecast::fit_window(y, 9)), y, 4);
}

TEST(Catalogue, SeasonsThatAreStatedAreLeftOutWhereThereAreNone) {
  const std::vector<double> y = series(40, 0.5, 0, 4);
  expect_same(model("ets", {{"season", "additive"}}), model("ets", {{"season", "none"}}), y, 1);
  expect_same(model("ces", {{"season", "full"}}), model("ces", {{"season", "none"}}), y, 1);
  const Value airline = Value::object({{"d", 1}, {"q", 1}, {"seasonal_d", 1}, {"seasonal_q", 1}});
  const Value smoothing = Value::object({{"d", 1}, {"q", 1}});
  expect_same(model("arima", {{"order", airline}}), model("arima", {{"order", smoothing}}), y, 1);
  expect_same(model("tbats", {{"harmonics", Value::array({2})}}), model("tbats"), y, 1);
}

TEST(Catalogue, LongSeasonsAreTakenOutAfterTheTransformation) {
  std::vector<double> y;
  for (const double x : series(130, 0.1, 15, 52)) y.push_back(x / 100);
  const auto bounded = Value::object({{"kind", "bounded"}, {"floor", 0}, {"ceiling", 1}});
  for (const std::string name : {"ets", "ces", "arima", "holt_winters", "stl_dotm"}) {
    const stats::Outlook next = stats::predict(model(name, {{"transform", bounded}}).fit(y, 52), 60, kLevels);
    for (const std::vector<double>& q : next.quantiles)
      for (const double x : q) EXPECT_TRUE(x > 0 && x < 1) << name << ' ' << x;
  }
}

TEST(Catalogue, BoundedModelsKeepSharesBetweenTheirBounds) {
  std::vector<double> y;
  for (std::size_t t = 0; t < 24; ++t) y.push_back(0.94 + 0.002 * static_cast<double>(t) + 0.004 * std::sin(t * t));
  for (const ModelEntry& e : model_entries()) {
    if (e.options.find("transform") == nullptr || e.name == "tbats") continue;
    const auto bounded = Value::object({{"kind", "bounded"}, {"floor", 0}, {"ceiling", 1}});
    const stats::Outlook next = stats::predict(model(e.name, {{"transform", bounded}}).fit(y, 1), 40, kLevels);
    for (std::size_t h = 0; h < 40; ++h)
      EXPECT_TRUE(next.quantiles[0][h] > 0 && next.quantiles[2][h] < 1 && next.mean[h] > 0 && next.mean[h] < 1)
          << e.name << ' ' << h;
  }
}

TEST(Catalogue, BoxCoxIsLeftOutOfSeriesThatHaveNone) {
  std::vector<double> y = series(40, 0.5, 6, 4);
  y[3] = 0;
  expect_same(model("box_cox_dotm"), model("dotm"), y, 4);
  EXPECT_THROW((void)model("dotm", {{"transform", Value::object({{"kind", "box_cox"}, {"lambda", 0}})}}).fit(y, 4),
               InvalidArgument);
}

TEST(CatalogueCurves, AgreeWithGrowth) {
  std::vector<double> y;
  for (std::size_t i = 1; i <= 30; ++i) {
    const double t = static_cast<double>(i);
    y.push_back(80 / (1 + std::exp(-0.25 * (t - 14))) + std::sin(t * t));
  }
  const Series given{"y", Period::parse("1990"), {}, y};
  int without_bands = 0;
  for (const growth::Curve curve : growth::all_curves()) {
    const growth::CurveFit fit = growth::fit_curve(curve, given);
    const stats::Fitted ours = model(std::string(growth::to_string(curve))).fit(y, 12);
    EXPECT_EQ(ours.usable, fit.usable()) << fit.curve;
    EXPECT_EQ(ours.model, fit.curve);
    const stats::Outlook next = stats::predict(ours, 8, {0.05, 0.25, 0.5, 0.75, 0.95});
    if (fit.rank < fit.parameters.size()) {  // growth has no bands then
      ++without_bands;
      const std::vector<double> t{31, 32, 33, 34, 35, 36, 37, 38};
      EXPECT_EQ(next.mean, growth::evaluate(fit, t)) << fit.curve;
      for (const auto& q : next.quantiles) EXPECT_TRUE(same(q, std::vector<double>(8, NAN))) << fit.curve;
      continue;
    }
    const Forecast bands = growth::predict(fit, 8, {.coverage = 0.90}),
                   half = growth::predict(fit, 8, {.coverage = 0.5});
    EXPECT_EQ(next.mean, bands.mean) << fit.curve;
    EXPECT_EQ(next.quantiles, (std::vector{bands.lower, half.lower, bands.mean, half.upper, bands.upper})) << fit.curve;
  }
  EXPECT_LE(without_bands, 3);
}

TEST(CatalogueCurves, GoOnAfterTheLastPeriodOverGapsAndUpdates) {
  const std::vector<double> y{3, 5, NAN, 9, 11, 13, NAN};
  const stats::Fitted line = model("linear").fit(y, 1);
  EXPECT_NEAR(stats::predict(line, 2).mean[1], 19, 1e-9);
  EXPECT_NEAR(stats::predict(line.update(std::vector<double>{100, NAN}), 1).mean[0], 21, 1e-9);
}

TEST(CatalogueCurves, TakeOptionsOfTheParametersThatTheyHave) {
  std::vector<double> y;
  for (std::size_t i = 1; i <= 20; ++i) y.push_back(90 / (1 + std::exp(-0.3 * (static_cast<double>(i) - 12))));
  const stats::Fitted held = model("logistic", {{"ceiling", 120}, {"loss", "huber"}}).fit(y, 1);
  EXPECT_NEAR(stats::predict(held, 400).mean.back(), 120, 1e-6);
  EXPECT_EQ(entry("linear").options.find("ceiling"), nullptr);
  EXPECT_NE(entry("logistic4").options.find("floor"), nullptr);
  y[4] += 3, y[9] -= 2, y[15] += 1;
  const stats::Fitted correlated = model("logistic", {{"errors", "ar1"}}).fit(y, 1);
  EXPECT_FALSE(correlated.update);
  const growth::CurveFit direct = growth::fit_curve(growth::Curve::logistic, Series{"y", Period::parse("1990"), {}, y},
                                                    {.errors = growth::CurveErrors::ar1});
  EXPECT_EQ(stats::predict(correlated, 3).mean, growth::predict(direct, 3).mean);
}

TEST(CatalogueCurves, RefuseSeriesThatAreTooShortAndSayWhatIsNotUsable) {
  for (const growth::Curve curve : growth::all_curves())
    for (const std::vector<double>& y : {std::vector<double>{}, {5}, {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 1}})
      EXPECT_THROW((void)model(std::string(growth::to_string(curve))).fit(y, 1), InvalidArgument);
  // a straight line is no curve with a ceiling: either not usable, or with a forecast all the same
  std::size_t unusable = 0;
  for (const growth::Curve curve : growth::all_curves()) {
    std::vector<double> y(12, 7.0);
    const stats::Fitted fit = model(std::string(growth::to_string(curve))).fit(y, 1);
    unusable += fit.usable ? 0 : 1;
    EXPECT_EQ(stats::predict(fit, 3, kLevels).mean.size(), 3u);
  }
  EXPECT_GT(unusable, 0u);
}

TEST(Candidates, HaveTheirLabel) {
  const Candidate capped{.model = "ets", .options = Value::object({{"largest_beta", 0.2}}), .name = "ets, capped"};
  EXPECT_EQ(forecaster(capped).name, "ets, capped");
  const auto models = forecasters({{.model = "ets"}, capped});
  ASSERT_EQ(models.size(), 2u);
  EXPECT_EQ(models[0].name, "ets");
}

TEST(Candidates, TakeModelsOfTheCaller) {
  std::vector<ModelEntry> entries(model_entries().begin(), model_entries().end());
  Value seen;
  entries.push_back({.name = "mine",
                     .options = Value::object({{"share", 0.5}, {"deep", Value::object({{"a", 1}, {"b", "x"}})}}),
                     .make = [&](const Value& options) {
                       seen = options;
                       return forecast::named_model("naive");
                     }});
  const Candidate mine{.model = "mine",
                       .options = Value::object({{"deep", Value::object({{"b", "y"}})}, {"share", 1}})};
  EXPECT_EQ(forecaster(mine, entries).name, "mine");
  EXPECT_EQ(seen, Value::object({{"share", 1.0}, {"deep", Value::object({{"a", 1}, {"b", "y"}})}}));
  EXPECT_EQ(catalogue({"mine", "ets"}, entries).front().model, "mine");
  entries.back().make = [](const Value&) -> stats::Forecaster { throw InvalidArgument("mine: no"); };
  expect_refused({{"mine: no in candidate \"mine\"", [&] { (void)forecaster({.model = "mine"}, entries); }}});
  entries.back().make = {};
  expect_refused({{"tuning::forecaster: an entry must have `make`; got none in \"mine\"",
                   [&] { (void)forecaster({.model = "mine"}, entries); }}});
  entries.back().make = [](const Value&) { return stats::Forecaster{"empty", {}}; };
  expect_refused(
      {{"a model must have `fit`; got none from \"mine\"", [&] { (void)forecaster({.model = "mine"}, entries); }}});
}

TEST(Candidates, SayWhatIsWrongWithThem) {
  const auto with = [](const std::string& name, Value::Object options) {
    return [=] { (void)forecaster({.model = name, .options = Value::object(options), .name = "mine"}); };
  };
  const auto transform = [&](Value::Object of) { return with("ets", {{"transform", Value::object(std::move(of))}}); };
  expect_refused({
      {"tuning::forecaster: a model must be one of the entries; got \"etts\" (nearest is \"ets\")", with("etts", {})},
      {"tuning::forecaster: a model must be one of the entries; got \"\"", with("", {})},
      {"tuning::forecaster: an option must be one of the model's; got \"larges_beta\" (nearest is \"largest_beta\") in "
       "candidate \"mine\"",
       with("ets", {{"larges_beta", 0.2}})},
      {"an option must be one of the model's; got \"season_length\"", with("ets", {{"season_length", 12}})},
      {"the model has no options; got \"transform\" in candidate \"mine\"", with("naive2", {{"transform", 1}})},
      {"option \"criterion\" must be one of \"aicc\", \"aic\", \"bic\"; got \"aicz\" (nearest is \"aic",
       with("ets", {{"criterion", "aicz"}})},
      {"option \"trend\" must be one of \"none\", \"additive\"", with("ets", {{"trend", 1}})},
      {"option \"criterion\" must be a text; got 3", with("ets", {{"criterion", 3}})},
      {"option \"criterion\" must be one of \"aicc\", \"aic\", \"bic\"; got null",
       with("ets", {{"criterion", nullptr}})},
      {"option \"stable_only\" must be true or false; got 1", with("ets", {{"stable_only", 1}})},
      {"option \"largest_beta\" must be a number; got \"0.2\"", with("ets", {{"largest_beta", "0.2"}})},
      {"option \"alpha\" must be a number; got a list", with("ets", {{"alpha", Value::array()}})},
      {"option \"alpha\" must be finite; got NaN", with("ets", {{"alpha", NAN}})},
      {"option \"max_iterations\" must be a whole number; got 2.5", with("ets", {{"max_iterations", 2.5}})},
      {"option \"max_iterations\" must be a whole number; got 3000000000", with("ets", {{"max_iterations", 3e9}})},
      {"option \"largest_p\" must be a whole number >= 0; got -1", with("arima", {{"largest_p", -1}})},
      {"option \"harmonics\" must be a list; got 3", with("tbats", {{"harmonics", 3}})},
      {"option \"harmonics\" must be a whole number >= 0; got \"x\"",
       with("tbats", {{"harmonics", Value::array({"x"})}})},
      {"option \"transform\" must be an object; got \"box_cox\"", with("ets", {{"transform", "box_cox"}})},
      {"option \"transform.kind\" must be one of \"none\", \"box_cox\", \"bounded\"; got \"boxcox\" (nearest is "
       "\"box_cox\")",
       transform({{"kind", "boxcox"}})},
      {"got \"transform.ceilling\" (nearest is \"ceiling\")", transform({{"ceilling", 1}})},
      {"got \"transform.flor\" (nearest is \"floor\")", with("tbats", {{"transform", Value::object({{"flor", 1}})}})},
      {"got \"order.r\"", with("arima", {{"order", Value::object({{"r", 1}})}})},
      {"options must be an object; got 7", [] { (void)forecaster({.model = "ets", .options = 7}); }},
      {"an option must be one of the model's; got \"ceiling\" in", with("linear", {{"ceiling", 5}})},
      {"tuning::catalogue: candidates must have different names; got \"ets\" twice",
       [] {
         (void)catalogue({"ets", "theta", "ets"});
       }},
      {"tuning::catalogue: a model must be one of the entries; got \"gomperz\" (nearest is \"gompertz\")",
       [] { (void)catalogue({"gomperz"}); }},
      {"tuning::forecasters: candidates must have different names; got \"ets\" twice",
       [] {
         (void)forecasters({{.model = "ets"}, {.model = "theta", .name = "ets"}});
       }},
  });
}

// Before any series is seen.
TEST(Candidates, AreRefusedWhenOptionsAreOutOfRange) {
  const auto with = [](const std::string& name, Value::Object options) {
    return [=] { (void)forecaster({.model = name, .options = Value::object(options), .name = "mine"}); };
  };
  const auto object = [](Value::Object of) { return Value::object(std::move(of)); };
  expect_refused({
      {"largest_beta", with("ets", {{"largest_beta", 2}})},
      {"in candidate \"mine\"", with("ets", {{"alpha", 5}})},
      {"max_iterations", with("holt", {{"max_iterations", 0}})},
      {"alpha", with("dotm", {{"alpha", 1.5}})},
      {"season_test", with("theta", {{"season_test", 1}})},
      {"a0", with("ces", {{"a0", 9}})},
      {"largest_root", with("tbats", {{"largest_root", 3}})},
      {"ar", with("tbats", {{"ar", 11}})},
      {"p", with("arima", {{"largest_p", 21}})},
      {"level", with("arima", {{"level", 2}})},
      {"p", with("arima", {{"order", object({{"p", 61}})}})},
      {"d", with("arima", {{"order", object({{"d", 4}})}})},
      {"constant", with("arima", {{"order", object({{"d", 2}, {"constant", true}})}})},
      {"alpha", with("croston", {{"alpha", -1}})},
      {"got 0.5 and 0.2 in candidate", with("sba", {{"least", 0.5}, {"largest", 0.2}})},
      {"window", with("window", {{"window", 0}})},
      {"seasonal_window", with("stl_ets", {{"stl", object({{"seasonal_window", 4}})}})},
      {"lambda", with("ets", {{"transform", object({{"kind", "box_cox"}, {"lambda", 9}})}})},
      {"floor", with("ets", {{"transform", object({{"kind", "bounded"}})}})},
      {"floor", with("ets", {{"transform", object({{"kind", "bounded"}, {"floor", 2}, {"ceiling", 1}})}})},
      {"option \"floor\" must be below the ceiling, 1; got 2", with("logistic4", {{"floor", 2}, {"ceiling", 1}})},
      {"option \"starts\" must be >= 1; got 0", with("logistic", {{"starts", 0}})},
      {"option \"max_iterations\" must be >= 1; got -1", with("bass", {{"max_iterations", -1}})},
  });
}

TEST(Candidates, TakeBoundsOfAnySize) {
  for (const double floor : {-1e300, -1e9, 0.0, 1e-300, 1e12, 1e200}) {
    const Value above = Value::object({{"kind", "bounded"}, {"floor", floor}});
    const Value below = Value::object({{"kind", "bounded"}, {"ceiling", floor}});
    for (const std::string name : {"ets", "theta", "arima", "naive", "ces", "stl_ets"}) {
      EXPECT_NO_THROW((void)model(name, {{"transform", above}})) << name << floor;
      EXPECT_NO_THROW((void)model(name, {{"transform", below}})) << name << floor;
    }
  }
}

Value any_value() {
  switch (*rc::gen::inRange(0, 7)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::arbitrary<std::int64_t>();
    case 3:
      return *rc::gen::arbitrary<double>();
    case 4:
      return *rc::gen::element<std::string>("none", "additive", "box_cox", "bounded", "bic", "x", "");
    case 5:
      return Value::array({*rc::gen::inRange(-2, 4), 1});
    default:
      return Value::object({{*rc::gen::element<std::string>("kind", "floor", "p", "y"), *rc::gen::inRange(-2, 4)}});
  }
}

/// Mostly of the kind of the default.
Value any_value_for(const Value& standard) {
  if (*rc::gen::inRange(0, 4) == 0) return any_value();
  switch (standard.kind()) {
    case Value::Kind::boolean:
      return *rc::gen::arbitrary<bool>();
    case Value::Kind::integer:
      return *rc::gen::element(-1, 0, 1, 2, 3, 5, 100, 2'000'000'000);
    case Value::Kind::number:
    case Value::Kind::null:
      return *rc::gen::element(-1.0, 0.0, 0.01, 0.3, 1.0, 2.0, 1e300);
    case Value::Kind::object: {
      Value changed = standard;
      const auto& members = standard.as_object();
      const auto at = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(members.size())));
      changed.set(members[at].first, any_value_for(members[at].second));
      return changed;
    }
    default:
      return any_value();
  }
}

RC_GTEST_PROP(CandidatesProperty, AnyOptionsMakeAModelOrAreRefused, ()) {
  const auto entries = model_entries();
  const ModelEntry& of = entries[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(entries.size())))];
  Value options = Value::object();
  if (of.options.size() > 0)
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
      const auto& members = of.options.as_object();
      const auto at = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(members.size())));
      options.set(members[at].first, any_value_for(members[at].second));
    }
  try {
    const stats::Forecaster made = forecaster({.model = of.name, .options = options});
    RC_TAG("made");
    RC_ASSERT(bool(made.fit));
  } catch (const InvalidArgument& refusal) {
    RC_ASSERT(std::string(refusal.what()).ends_with("in candidate \"" + of.name + "\""));
  }
}

}  // namespace
}  // namespace foreplan::tuning
