#include <foreplan/core/errors.hpp>
#include <foreplan/io/files.hpp>
#include <foreplan/io/search.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "io/schema_keys.hpp"
#include "refusals.hpp"
#include "text/json_value.hpp"

namespace foreplan::io {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using tuning::SearchResult;
using tuning::SearchTrial;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::string document(const std::string& trials, const std::string& best = {}) {
  return R"({"foreplan": "search", "stop": "converged", )" + best + R"("trials": [)" + trials + "]}";
}

std::string issues_of(const std::string& text) {
  try {
    (void)read_search(text, "s.json");
  } catch (const ParseError& e) {
    return e.what();
  }
  return "read";
}

TEST(SearchDocument, IsAsTheHeaderShowsIt) {
  const SearchResult read = read_search(R"({"foreplan": "search", "stop": "iteration_limit", "best": 1, "trials": [
    {"options": {"largest_beta": 0.3}, "resource": 0, "loss": null, "error": "stats::attempt: ..."},
    {"options": {"largest_beta": 0.1}, "resource": 0, "loss": 0.875}]})");
  EXPECT_EQ(read.stop, Stop::iteration_limit);
  EXPECT_EQ(read.best, 1U);
  ASSERT_EQ(read.trials.size(), 2U);
  EXPECT_EQ(read.trials[0].options, Value::object({{"largest_beta", 0.3}}));
  EXPECT_TRUE(std::isnan(read.trials[0].loss));
  EXPECT_EQ(read.trials[0].error, "stats::attempt: ...");
  EXPECT_EQ(read.trials[1].loss, 0.875);
  EXPECT_EQ(read.trials[1].error, "");
}

TEST(SearchDocument, KeepsTheTrailOfASearch) {
  const tuning::SearchSpace space{
      .base = Value::object({{"held", Value::array({1, "a"})}}),
      .parameters = {tuning::real_range("x", 1e-3, 1, tuning::Scale::logarithmic), tuning::integer_range("n", 1, 3),
                     tuning::choice_of("c", {nullptr, "b", Value::object({{"kind", "none"}})})}};
  const auto loss = [](const Value& options, std::size_t resource) {
    const double x = options.at("x").as_number();
    if (options.at("n").as_integer() == 2) throw InvalidArgument("two is none");
    if (options.at("n").as_integer() == 3) return kNaN;
    return std::log(x) * std::log(x) / 3 + static_cast<double>(resource);
  };
  for (const SearchResult& found :
       {tuning::grid_search(space, loss), tuning::random_search(space, loss, {.evaluations = 20}),
        tuning::successive_halving(space, loss, {.configurations = 8}),
        tuning::bayesian_search(space, loss, {.evaluations = 12}),
        tuning::random_search(space, loss, {.limits = {.seconds = 1e-9}})}) {
    const std::string text = write_search(found);
    const SearchResult read = read_search(text);
    EXPECT_EQ(read, found);
    EXPECT_EQ(write_search(read), text);
  }
}

TEST(SearchDocument, AnyReadsBackToTheBit) {
  EXPECT_TRUE(rc::check("losses are the same bits", [] {
    SearchResult one{.stop =
                         *rc::gen::element(Stop::not_run, Stop::converged, Stop::iteration_limit, Stop::time_limit)};
    for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
      const double loss = std::bit_cast<double>(*rc::gen::arbitrary<std::uint64_t>());
      SearchTrial trial{.options = Value::object({{"a/b", *rc::gen::arbitrary<double>()}, {"~", -0.0}}),
                        .resource = *rc::gen::arbitrary<std::size_t>(),
                        .loss = std::isfinite(loss) ? loss : kNaN};
      if (std::isnan(trial.loss)) trial.error = *rc::gen::element<std::string>("", "a \"b\"\n", "lỗi");
      if (std::isfinite(trial.loss)) one.best = one.trials.size();
      one.trials.push_back(std::move(trial));
    }
    const std::string text = write_search(one);
    const SearchResult read = read_search(text);
    RC_ASSERT(read == one);
    for (std::size_t i = 0; i < one.trials.size(); ++i)
      RC_ASSERT(std::isnan(one.trials[i].loss) ||
                std::bit_cast<std::uint64_t>(read.trials[i].loss) == std::bit_cast<std::uint64_t>(one.trials[i].loss));
    RC_ASSERT(write_search(read) == text);
  }));
}

TEST(SearchDocument, SaysWhatIsWrongWhere) {
  const std::string good = R"({"options": {}, "resource": 1, "loss": 2})",
                    failed = R"({"options": {}, "resource": 1, "loss": null})";
  const struct {
    std::string text, says;
  } cases[] = {
      {document(R"({"options": {}, "resource": 1, "loss": "inf"})"),
       "/trials/0/loss: expected that losses must be finite or NaN, found inf"},
      {document(R"({"options": {}, "resource": 1, "loss": "nan"})"), "/trials/0/loss: expected a number, null"},
      {document(R"({"options": {}, "resource": 1, "loss": 1e999})"), "1e999"},
      {document(R"({"options": {}, "resource": -1, "loss": 1})"), "/trials/0/resource: expected a whole number"},
      {document(R"({"options": {}, "resource": 1e20, "loss": 1})"), "/trials/0/resource: expected a whole number"},
      {document(R"({"options": [], "resource": 1, "loss": 1})"),
       "/trials/0/options: expected an object or null, found a list"},
      {document(R"({"options": {}, "resource": 1})"), "/trials/0: expected the key \"loss\""},
      {document(R"({"options": {}, "resource": 1, "loss": 2, "error": "x"})"),
       "/trials/0/error: expected that only a trial that failed may have an error, found \"x\""},
      {document(R"({"option": {}, "resource": 1, "loss": 2})"), "did you mean \"options\"?"},
      {document(R"({"options": {"a": 1, "a": 2}, "resource": 1, "loss": 2})"), "/trials/0/options/a"},
      {document(good, "\"best\": 1, "), "/best: expected that the best must be a trial that did not fail, found 1"},
      {document(good + "," + failed, "\"best\": 1, "), "/best: "},
      {document(good, "\"best\": 18446744073709551615, "), "/best: "},
      {document(good, "\"best\": null, "), "/best: expected a number, found null"},
      {document(good, "\"best\": 0.5, "), "/best: expected a whole number"},
      {R"({"foreplan": "search", "stop": "conversed", "trials": []})", "did you mean \"converged\"?"},
      {R"({"foreplan": "search", "stop": "converged", "trials": {}})", "/trials: expected a list, found an object"},
      {R"({"foreplan": "fit", "stop": "converged", "trials": []})", "/foreplan: expected one of \"search\""},
      {"{}", "the key \"trials\""},
      {"7", "an object"},
  };
  for (const auto& c : cases) EXPECT_THAT(issues_of(c.text), HasSubstr(c.says)) << c.text;
  EXPECT_EQ(issues_of(document(good + "," + failed, "\"best\": 0, ")), "read");
  // One thing wrong is one issue: what the best one lost could not be read.
  EXPECT_THAT(issues_of(document(R"({"options": {}, "resource": 1, "loss": "1"})", "\"best\": 0, ")),
              AllOf(HasSubstr("/trials/0/loss"), Not(HasSubstr("/best"))));
}

TEST(SearchDocument, StandsHostileOnes) {
  std::string many = R"({"options":{},"resource":1,"loss":"inf"})";
  const std::string one = "," + many;
  for (int i = 0; i < 100'000; ++i) many += one;
  try {
    (void)read_search(document(many));
    ADD_FAILURE();
  } catch (const ParseError& e) {
    EXPECT_EQ(e.issues().size(), 100U);
  }
  const auto nested = [](std::size_t depth) {
    return document(R"({"resource": 1, "loss": 1, "options": {"a": )" + std::string(depth, '[') +
                    std::string(depth, ']') + "}}");
  };
  EXPECT_NO_THROW((void)read_search(nested(190)));
  EXPECT_THROW((void)read_search(nested(3'000'000)), ParseError);
  EXPECT_THROW((void)read_search(std::string(3'000'000, '[')), ParseError);
}

TEST(SearchDocument, IsNotWrittenOfWhatItCannotHold) {
  const auto with = [](const SearchTrial& trial, std::optional<std::size_t> best = {}) {
    return [=] { (void)write_search({.trials = {trial}, .best = best}); };
  };
  Value deep = 1;
  for (int i = 0; i < 1'000; ++i) deep = Value::array({deep});
  testing::expect_refused({
      {"io::write_search: losses must be finite or NaN; got inf of trial 0", with({.loss = INFINITY})},
      {"may have an error; got \"x\" of trial 0", with({.loss = 1, .error = "x"})},
      {"the best must be a trial that did not fail; got 0 of 1 trials", with({.loss = kNaN}, 0)},
      {"io::write_search: options must be an object or null; got integer of trial 0", with({.options = 7})},
      {"options must nest at most 190 deep; got 1001 of trial 0", with({.options = Value::object({{"a", deep}})})},
      {"numbers must be finite; got NaN", with({.options = Value::object({{"a", kNaN}})})},
      {"valid UTF-8", with({.error = "\xff"})},
      {"at most 16777216 bytes", with({.error = std::string(std::size_t{16} << 20, 'a')})},
  });
}

TEST(SearchSchema, HasAllThatIsWritten) {
  const SearchResult all{.trials = {{.options = Value::object(), .error = "x"}, {.options = {}, .loss = 1}}, .best = 1};
  const Value schema = text::parse_value(search_schema(), "");
  EXPECT_THAT(testing::unknown_keys(text::parse_value(write_search(all), ""), schema), ::testing::IsEmpty());
}

// An independent validator is asked about the same documents (plan_schema_oracle.py).
TEST(SearchSchema, SaysWhatTheReaderSays) {
  const std::string folder = FOREPLAN_SOURCE_DIR "/tests/io/";
  EXPECT_EQ(search_schema(), read_file(folder + "search.schema.json"));
  EXPECT_EQ(read_search_file(folder + "search.json").trials.size(), 2U);
  const std::string path = folder + "search_documents.json";
  const Value documents = text::parse_value(read_file(path), path);
  for (const Value& one : documents.at("sound").as_array())
    EXPECT_NO_THROW((void)read_search(text::value_text(one.at("document")))) << one.at("why").as_text();
  for (const Value& one : documents.at("broken").as_array())
    EXPECT_THROW((void)read_search(text::value_text(one.at("document"))), ParseError) << one.at("why").as_text();
  EXPECT_THROW((void)read_search_file(folder + "no such file"), IoError);
}

}  // namespace
}  // namespace foreplan::io
