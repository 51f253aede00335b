#include <foreplan/core/errors.hpp>
#include <foreplan/io/files.hpp>
#include <foreplan/io/forecast.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "any_fits.hpp"
#include "refusals.hpp"
#include "text/json_value.hpp"

namespace foreplan::io {
namespace {

using forecast::AnyFit;
using Kind = Value::Kind;
using ::testing::HasSubstr;

Value parsed(const std::string& text) { return text::parse_value(text, ""); }

void expect_same_bits(const std::vector<double>& a, const std::vector<double>& b, const std::string& what) {
  ASSERT_EQ(a.size(), b.size()) << what;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::isnan(a[i]) && std::isnan(b[i])) continue;
    ASSERT_EQ(std::bit_cast<std::uint64_t>(a[i]), std::bit_cast<std::uint64_t>(b[i])) << what << " at " << i;
  }
}

void expect_same_future(const forecast::Predictive& a, const forecast::Predictive& b, const std::string& what) {
  EXPECT_EQ(a.origin, b.origin) << what;
  EXPECT_EQ(a.transform, b.transform) << what;
  EXPECT_EQ(a.extra, b.extra) << what;
  expect_same_bits(a.mean, b.mean, what);
  expect_same_bits(a.variance, b.variance, what);
  expect_same_bits({a.sigma2}, {b.sigma2}, what);
  expect_same_bits(a.residuals, b.residuals, what);
  ASSERT_EQ(static_cast<bool>(a.path), static_cast<bool>(b.path)) << what;
  const forecast::PathOptions options{.paths = 20};
  if (a.path) expect_same_bits(sample_paths(a, options).values, sample_paths(b, options).values, what);
}

/// A value with one place changed, or without it.
Value changed(const Value& from, std::string_view pointer, const std::optional<Value>& to) {
  const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
  const std::string_view step = pointer.substr(1, end - 1), rest = pointer.substr(end);
  const auto next = [&](const Value& child) -> std::optional<Value> {
    return rest.empty() ? to : changed(child, rest, to);
  };
  Value result = from.is(Kind::array) ? Value::array() : Value::object();
  std::size_t i = 0;
  if (from.is(Kind::array)) {
    for (const Value& item : from.as_array()) {
      const std::optional<Value> value = std::to_string(i++) == step ? next(item) : item;
      if (value) result.push_back(*value);
    }
    return result;
  }
  bool there = false;
  for (const auto& [key, member] : from.as_object()) {
    const std::optional<Value> value = key == step ? next(member) : member;
    if (value) result.set(key, *value);
    there = there || key == step;
  }
  if (!there && to) result.set(std::string(step), *to);
  return result;
}

/// Every place of a document; of lists their first item and their last.
void places(const Value& value, const std::string& at, std::vector<std::pair<std::string, Value>>& all) {
  if (!at.empty()) all.emplace_back(at, value);
  if (value.is(Kind::object)) {
    for (const auto& [key, member] : value.as_object()) places(member, at + "/" + key, all);
  } else if (value.is(Kind::array) && value.size() > 0) {
    places(value.at(std::size_t{0}), at + "/0", all);
    if (value.size() > 1) places(value.at(value.size() - 1), at + "/" + std::to_string(value.size() - 1), all);
  }
}

/// Documents that between them have every member of every model.
const std::vector<Value>& all_documents() {
  static const std::vector<Value> all = [] {
    const std::set<std::string> names = {"seasonal naive",
                                         "drift",
                                         "window",
                                         "ETS chosen",
                                         "ETS(M,A,M)",
                                         "theta",
                                         "theta less seasons",
                                         "ARIMA(0,1,1)(0,1,1)",
                                         "ARIMA with a mean",
                                         "ARIMA, conditional",
                                         "tsb",
                                         "imapa",
                                         "CES",
                                         "CES(full)",
                                         "TBATS",
                                         "adjusted theta",
                                         "adjusted ARIMA",
                                         "adjusted"};
    std::vector<Value> result;
    for (const auto& [name, fit] : testing::any_fits())
      if (names.contains(name)) result.push_back(parsed(write_fit(fit)));
    return result;
  }();
  return all;
}

/// The issues of a text that must not be read, one a line.
std::string issues_of(const std::string& text) {
  try {
    (void)read_fit(text);
  } catch (const ParseError& e) {
    return e.what();
  }
  return "read";
}

const std::vector<double> kMore = {130, 141.5, NAN, 98};

TEST(FitDocument, AnswersWithTheSameBits) {
  for (const auto& [name, fit] : testing::any_fits()) {
    const std::string text = write_fit(fit);
    const AnyFit read = read_fit(text);
    EXPECT_EQ(read.index(), fit.index()) << name;
    EXPECT_EQ(write_fit(read), text) << name;
    EXPECT_EQ(usable(read), usable(fit)) << name;
    expect_same_future(predictive(read, 15), predictive(fit, 15), name);
  }
}

TEST(FitDocument, GoesOnWithTheSameBits) {
  for (const auto& [name, fit] : testing::any_fits()) {
    const AnyFit later = update(fit, kMore), read = update(read_fit(write_fit(fit)), kMore);
    EXPECT_EQ(write_fit(read), write_fit(later)) << name;
    expect_same_future(predictive(read, 15), predictive(later, 15), name);
    // Stored in between or not.
    const std::vector<double> first = {130, 141.5}, second = {NAN, 98};
    const AnyFit stored = read_fit(write_fit(update(fit, first)));
    expect_same_future(predictive(update(stored, second), 15), predictive(update(update(fit, first), second), 15),
                       name);
  }
}

TEST(FitDocument, KeepsRegressors) {
  const std::vector<double> y = testing::sales(40, 5), price = testing::sales(40, 9), later = testing::sales(10, 8);
  const forecast::ArimaFit fit = forecast::fit_arima(y, {.order = {.p = 1}, .regressors = {{"price \xC3\xBC", price}}});
  const auto read = std::get<forecast::ArimaFit>(read_fit(write_fit(fit)));
  const std::vector<stats::Regressor> future = {{"price \xC3\xBC", later}};
  expect_same_future(predictive(read, 10, future), predictive(fit, 10, future), "with a regressor");
  const auto more = [&](const forecast::ArimaFit& f) { return update(f, std::span(later), future); };
  EXPECT_EQ(write_fit(more(read)), write_fit(more(fit)));
  testing::expect_refused({{"none named \"price", [&] { (void)predictive(AnyFit(read), 10); }}});
}

TEST(FitDocument, KeepsNumbersThatAreNotFinite) {
  forecast::EtsFit fit = forecast::fit_ets(testing::sales(20, 4));
  fit.log_likelihood = -std::numeric_limits<double>::infinity();
  fit.residuals = {NAN, -0.0, 5e-324};
  fit.fitted = {std::numeric_limits<double>::infinity(), 1.0 / 3, 1.7976931348623157e308};
  fit.observations = 3;
  const auto read = std::get<forecast::EtsFit>(read_fit(write_fit(fit)));
  EXPECT_EQ(read.log_likelihood, fit.log_likelihood);
  expect_same_bits(read.residuals, fit.residuals, "residuals");
  expect_same_bits(read.fitted, fit.fitted, "fitted");
  fit.alpha = NAN;
  testing::expect_refused({{"io::write_fit: alpha must be finite; got NaN", [&] { (void)write_fit(fit); }}});
}

TEST(FitDocument, IsAFile) {
  const std::string path = ::testing::TempDir() + "sales.fit.json";
  const AnyFit fit = forecast::fit_mean(std::vector<double>{4, 6});
  write_file(path, write_fit(fit));
  EXPECT_EQ(std::get<forecast::MeanFit>(read_fit_file(path)), std::get<forecast::MeanFit>(fit));
  EXPECT_THROW((void)read_fit_file(path + ".none"), IoError);
}

/// The members of a type; a member more does not compile here, and then belongs into src/io/forecast_fields.hpp.
TEST(FitDocument, HoldsEveryMember) {
  const Value schema = parsed(fit_schema());
  const auto expect = [&](const Value& object, std::size_t members) {
    EXPECT_EQ(object.at("properties").size(), members) << object.at("description").as_text();
  };
  const auto& models = schema.at("anyOf").as_array();
  ASSERT_EQ(models.size(), std::variant_size_v<AnyFit>);
  constexpr std::size_t kMarks = 2;  // foreplan and model
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g, h, i, j] = forecast::RandomWalkFit{};
    expect(models[0], kMarks + 10);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g] = forecast::MeanFit{};
    expect(models[1], kMarks + 7);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v] =
        forecast::EtsFit{};
    expect(models[2], kMarks + 22);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v] =
        forecast::ThetaFit{};
    expect(models[3], kMarks + 22);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y] =
        forecast::ArimaFit{};
    expect(models[4], kMarks + 25);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u] = forecast::CesFit{};
    expect(models[5], kMarks + 21);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x] =
        forecast::TbatsFit{};
    expect(models[6], kMarks + 24);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = forecast::IntermittentFit{};
    expect(models[7], kMarks + 14);
  }
  {
    [[maybe_unused]] const auto& [a, b] = forecast::AdjustedFit<forecast::EtsFit>{};
    for (std::size_t k = 8; k < 11; ++k) expect(models[k], kMarks + 2);
  }
  const Value& types = schema.at("$defs");
  {
    [[maybe_unused]] const auto& [a, b, c] = Origin{};
    expect(types.at("origin"), 3);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g] = forecast::Transform{};
    expect(types.at("transform"), 7);
  }
  {
    [[maybe_unused]] const auto& [a, b, c] = forecast::EtsForm{};
    expect(types.at("ets_form"), 3);
  }
  {
    [[maybe_unused]] const auto& [a, b, c] = forecast::EtsState{};
    expect(types.at("ets_state"), 3);
  }
  {
    [[maybe_unused]] const auto& [a, b, c] = forecast::EtsCandidate{};
    expect(types.at("ets_candidate"), 3);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g] = forecast::ThetaState{};
    expect(types.at("theta_state"), 7);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f] = forecast::ArimaOrder{};
    expect(types.at("arima_order"), 6);
  }
  {
    [[maybe_unused]] const auto& [a, b, c] = forecast::ModelCoefficient{};
    expect(types.at("coefficient"), 3);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d] = forecast::DemandPattern{};
    expect(types.at("demand_pattern"), 4);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d] = forecast::CesState{};
    expect(types.at("ces_state"), 4);
  }
  {
    [[maybe_unused]] const auto& [a, b, c] = forecast::CesCandidate{};
    expect(types.at("ces_candidate"), 3);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g] = forecast::TbatsForm{};
    expect(types.at("tbats_form"), 7);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d] = forecast::TbatsSeason{};
    expect(types.at("tbats_season"), 4);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e] = forecast::TbatsState{};
    expect(types.at("tbats_state"), 5);
  }
  {
    [[maybe_unused]] const auto& [a, b, c] = forecast::TbatsCandidate{};
    expect(types.at("tbats_candidate"), 3);
  }
  {
    [[maybe_unused]] const auto& [a, b, c] = forecast::AggregationLevel{};
    expect(types.at("aggregation_level"), 3);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g] = forecast::Decomposition{};
    expect(types.at("decomposition"), 7);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e] = forecast::SeasonalAdjustment{};
    expect(types.at("seasonal_adjustment"), 5);
  }
}

TEST(FitDocument, SaysAllThatIsWrongAtOnce) {
  const Value fit = parsed(write_fit(forecast::fit_naive(std::vector<double>{1, 2, 4})));
  const auto says = [](const Value& document) { return issues_of(text::value_text(document)); };
  Value wrong = changed(fit, "/season_length", Value(0));
  wrong = changed(wrong, "/sigma2", Value(-1));
  wrong = changed(wrong, "/drift", Value("none"));
  wrong = changed(wrong, "/drfit", Value(1));
  const std::string all = says(wrong);
  EXPECT_THAT(all, HasSubstr("/season_length: expected that season_length must be in [1, 100,000], found 0"));
  EXPECT_THAT(all, HasSubstr("/sigma2: expected that sigma2 must be >= 0, found -1"));
  EXPECT_THAT(all, HasSubstr("/drift: expected a number, found a text"));
  EXPECT_THAT(all, HasSubstr("/drfit: expected a known key, found \"drfit\" (did you mean \"drift\"?)"));
  EXPECT_THAT(says(changed(fit, "/model", Value("etz"))), HasSubstr("(did you mean \"ets\"?)"));
  EXPECT_THAT(says(changed(fit, "/model", Value("etz"))), HasSubstr("one of \"random_walk\", \"mean\", \"ets\""));
  EXPECT_THAT(says(changed(fit, "/model", {})), HasSubstr("the key \"model\""));
  EXPECT_THAT(says(changed(fit, "/foreplan", Value("plan"))), HasSubstr("/foreplan: expected one of \"fit\""));
  EXPECT_THAT(says(changed(fit, "/sigma2", Value("NaN"))), HasSubstr("a number, null, \"inf\" or \"-inf\""));
  EXPECT_THAT(says(Value::array()), HasSubstr("an object"));
  // What may only follow from something else is not said.
  const std::string follows = says(changed(changed(fit, "/season_length", Value("one")), "/last", Value::array()));
  EXPECT_THAT(follows, HasSubstr("/season_length"));
  EXPECT_THAT(follows, ::testing::Not(HasSubstr("/last")));
}

/// Within a fit of a fit, the place is that of the document.
TEST(FitDocument, NamesPlacesWithinFits) {
  const Value fit = parsed(write_fit(forecast::fit_adjusted(testing::sales(30, 5), {.season_lengths = {5}})));
  const auto says = [&](const std::string& pointer, const Value& value) {
    return issues_of(text::value_text(changed(fit, pointer, value)));
  };
  EXPECT_THAT(says("/fit/fitted", Value::array()),
              HasSubstr(": /fit/fitted: expected that fitted must have 30 values"));
  EXPECT_THAT(says("/seasons/next/0", Value::array()), HasSubstr(": /seasons/next: expected that a season of next"));
  EXPECT_THAT(says("/fit/initial/seasonals", Value::array({Value(1)})), HasSubstr(": /fit/initial/seasonals: "));
}

TEST(FitDocument, RefusesWhatIsLeftOutOrOfAnotherKind) {
  const std::set<std::string> optional = {"origin",    "name",    "unit",      "scale_power", "price_basis",
                                          "valuation", "lambda",  "lower",     "choice",      "upper",
                                          "floor",     "ceiling", "transform", "window"};
  ASSERT_EQ(all_documents().size(), 18U);
  std::size_t count = 0;
  for (const Value& document : all_documents()) {
    std::vector<std::pair<std::string, Value>> all;
    places(document, "", all);
    for (const auto& place : all) {
      const std::string& pointer = place.first;
      const Value& value = place.second;
      const std::string key = pointer.substr(pointer.rfind('/') + 1);
      const bool item = key.find_first_not_of("0123456789") == std::string::npos;
      const auto refused = [&](const std::optional<Value>& to) {
        ++count;
        const std::string text = text::value_text(changed(document, pointer, to));
        EXPECT_THROW((void)read_fit(text), ParseError) << document.at("model").as_text() << " " << pointer;
      };
      if (!item && optional.find(key) == optional.end()) refused(std::nullopt);
      refused(value.is(Kind::text) || value.is(Kind::null) ? Value(true) : Value("x"));
      refused(value.is(Kind::object) ? Value::array() : Value::object());
    }
  }
  EXPECT_GE(count, 400U);
}

TEST(FitDocument, RefusesWhatIsCutOffOrNoNumber) {
  std::size_t count = 0;
  for (const Value& document : all_documents()) {
    const std::string text = text::value_text(document);
    for (std::size_t k = 0; k < 40; ++k, ++count)
      EXPECT_THROW((void)read_fit(text.substr(0, k * (text.size() - 2) / 40)), ParseError) << k;
    for (const char* number : {"NaN", "1e999", "-Infinity", "0x10", "01", "1e", "[[", "\xFF"}) {
      std::string other = text;
      other.replace(other.find("\"model\""), 7, std::string("\"mo\": ") + number + ", \"model\"");
      EXPECT_THROW((void)read_fit(other), ParseError) << number;
      ++count;
    }
  }
  EXPECT_GE(count, 200U);
  EXPECT_THROW((void)read_fit(std::string(1000, '[')), ParseError);
  EXPECT_THROW((void)read_fit(std::string(std::size_t{17} << 20, ' ')), ParseError);
}

/// Whatever stands there: a fit that is read is one that predicts and goes on, or says by a typed error why not.
TEST(FitDocument, AnswersOrIsRefusedWhateverStandsInIt) {
  std::size_t refused = 0, answered = 0;
  const auto attempt = [&](const Value& document) {
    const std::string text = text::value_text(document);
    AnyFit fit;
    try {
      fit = read_fit(text);
    } catch (const ParseError&) {
      ++refused;
      return;
    }
    ++answered;
    const std::vector<std::function<void()>> calls = {
        [&] { (void)write_fit(fit); }, [&] { (void)sample_paths(fit, 30, {.paths = 3}); },
        [&] { (void)predict(fit, 30, {.intervals = forecast::IntervalMethod::none}); },
        [&] { (void)predict(update(fit, kMore), 7, {.paths = 100}); }};
    for (const auto& call : calls) {
      try {
        call();
      } catch (const Error&) {
      }
    }
  };
  for (const Value& document : all_documents()) {
    std::vector<std::pair<std::string, Value>> all;
    places(document, "", all);
    for (const auto& [pointer, value] : all) {
      if (value.is(Kind::integer) || value.is(Kind::number)) {
        for (const double x : {-1.0, 0.0, 3.5, 99'999.0, 4e9, 1e300}) attempt(changed(document, pointer, Value(x)));
        attempt(changed(document, pointer, Value(nullptr)));
        attempt(changed(document, pointer, Value("-inf")));
      } else if (value.is(Kind::array)) {
        attempt(changed(document, pointer, Value::array()));
        Value twice = value;
        for (const Value& item : value.as_array()) twice.push_back(item);
        attempt(changed(document, pointer, twice));
        Value missing = Value::array();
        for (std::size_t i = 0; i < value.size(); ++i) missing.push_back(nullptr);
        attempt(changed(document, pointer, missing));
        if (value.size() > 0) attempt(changed(document, pointer + "/0", std::nullopt));
      } else if (value.is(Kind::text)) {
        for (const char* name : {"additive", "multiplicative", "multiplicative_damped", "adida", "tsb", "conditional",
                                 "standard", "dynamic", "9999-12", "box_cox", "none"})
          attempt(changed(document, pointer, Value(name)));
      } else if (value.is(Kind::boolean)) {
        attempt(changed(document, pointer, Value(!value.as_boolean())));
      }
    }
  }
  EXPECT_GE(refused, 400U);
  EXPECT_GE(answered, 400U);
}

void expect_committed(const std::string& name, const std::string& text) {
  const std::string fresh = ::testing::TempDir() + name;
  bool same = false;
  try {
    same = read_file(std::string(FOREPLAN_SOURCE_DIR) + "/tests/io/" + name) == text;
  } catch (const IoError&) {
  }
  if (!same) write_file(fresh, text);
  EXPECT_TRUE(same) << name << " has changed: see " << fresh;
}

TEST(FitSchema, IsTheOneThatIsCommitted) { expect_committed("fit.schema.json", fit_schema()); }

/// Documents once written, which an independent validator is asked about too (plan_schema_oracle.py). They stay as they
/// are: what was stored yesterday must be read tomorrow.
TEST(FitSchema, TakesWhatWasStoredOnceAsTheReaderDoes) {
  const Value all = parsed(read_file(std::string(FOREPLAN_SOURCE_DIR) + "/tests/io/fit_documents.json"));
  std::set<std::string> models;
  for (const Value& one : all.at("sound").as_array()) {
    const Value& document = one.at("document");
    models.insert(document.at("model").as_text());
    try {
      const AnyFit fit = read_fit(text::value_text(document));
      EXPECT_EQ(parsed(write_fit(fit)), document) << one.at("why").as_text();
      const auto* const arima = std::get_if<forecast::ArimaFit>(&fit);
      const bool regressors = arima != nullptr && !arima->regression.empty();  // whose future is not stored
      if (!regressors) (void)predict(update(fit, kMore), 10);
    } catch (const Error& e) {
      ADD_FAILURE() << one.at("why").as_text() << ": " << e.what();
    }
  }
  EXPECT_EQ(models.size(), std::variant_size_v<AnyFit>);
  for (const Value& one : all.at("broken").as_array())
    EXPECT_THROW((void)read_fit(text::value_text(one.at("document"))), ParseError) << one.at("why").as_text();
}

TEST(CombinationDocument, GoesOnWithTheSameBits) {
  const Series yearly{"output", Period::year(1995), Unit{}, testing::sales(24, 7)};
  for (const std::size_t m : {1, 12, 30}) {
    const forecast::DefaultFit fit =
        forecast::fit_default(m == 1 ? yearly : Series{"output", Period::month(2011, 3), Unit{}, testing::sales(90, m)},
                              {.season_length = m});
    const std::string text = write_combination(fit);
    const forecast::DefaultFit read = read_combination(text);
    EXPECT_EQ(write_combination(read), text);
    EXPECT_EQ(describe(read), describe(fit));
    const std::vector<double> levels{0.05, 0.95};
    EXPECT_EQ(outlook(read, 5, levels), outlook(fit, 5, levels));
    EXPECT_EQ(outlook(update(read, kMore), 5, levels), outlook(update(fit, kMore), 5, levels));
  }
}

TEST(CombinationDocument, RefusesWhatIsWrongAtItsPlace) {
  const Value sound = parsed(write_combination(forecast::fit_default(testing::sales(24, 7))));
  const auto says = [](const Value& document) {
    try {
      (void)read_combination(text::value_text(document));
    } catch (const ParseError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_EQ(says(sound), "");
  EXPECT_THAT(says(changed(sound, "/members", Value::array())), HasSubstr("a combination must have members"));
  EXPECT_THAT(says(changed(sound, "/members/0/alpha", Value("high"))), HasSubstr("/members/0/alpha"));
  EXPECT_THAT(says(changed(sound, "/members/4/theta", Value(0))), HasSubstr("theta must be >= 1"));
  EXPECT_THAT(says(changed(sound, "/foreplan", Value("fit"))), HasSubstr("combination"));
  EXPECT_THAT(says(changed(sound, "/season_length", Value(0))), HasSubstr("season_length"));
  EXPECT_THAT(says(changed(sound, "/members", {})), HasSubstr("members"));
}

TEST(CombinationSchema, IsTheOneThatIsCommitted) { expect_committed("combination.schema.json", combination_schema()); }

}  // namespace
}  // namespace foreplan::io
