#include <foreplan/io/files.hpp>
#include <foreplan/io/tuning.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "refusals.hpp"
#include "text/json_value.hpp"

namespace foreplan::io {
namespace {

using ::testing::AllOf;
using testing::expect_refused;
using ::testing::HasSubstr;
using tuning::Candidate;

std::string document(const std::string& candidates) {
  return R"({"foreplan": "candidates", "candidates": [)" + candidates + "]}";
}

std::string refusal(const std::string& text) {
  try {
    (void)read_candidates(text, "f.json");
  } catch (const ParseError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(ReadCandidates, TakesWhatTheHeaderShows) {
  const auto read = read_candidates(R"({"foreplan": "candidates", "candidates": [
    {"model": "dotm"},  // the method of the M4 competition
    {"name": "ets, capped", "model": "ets", "options": {"largest_beta": 0.2}}]})");
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read[0], (Candidate{.model = "dotm"}));
  EXPECT_EQ(read[1],
            (Candidate{.model = "ets", .options = Value::object({{"largest_beta", 0.2}}), .name = "ets, capped"}));
  EXPECT_EQ(tuning::forecasters(read)[1].name, "ets, capped");
}

TEST(WriteCandidates, IsAsADocumentWouldBeWritten) {
  const Value transform = Value::object({{"kind", "bounded"}, {"floor", 0}, {"ceiling", 1}});
  const Value harmonics = Value::array({1, 2});
  EXPECT_EQ(write_candidates({{.model = "dotm"},
                              {.model = "tbats",
                               .options = Value::object({{"harmonics", harmonics}, {"transform", transform}}),
                               .name = "shares"}}),
            R"({
  "foreplan": "candidates",
  "candidates": [
    {
      "model": "dotm"
    },
    {
      "name": "shares",
      "model": "tbats",
      "options": {
        "harmonics": [1, 2],
        "transform": {
          "kind": "bounded",
          "floor": 0,
          "ceiling": 1
        }
      }
    }
  ]
}
)");
  EXPECT_EQ(read_candidates(write_candidates({})), std::vector<Candidate>{});
}

TEST(WriteCandidates, HoldsTheWholeCatalogueWithAllOptions) {
  std::vector<Candidate> all;
  for (const tuning::ModelEntry& entry : tuning::model_entries())
    all.push_back({.model = entry.name, .options = entry.options, .name = entry.name + ", as it comes"});
  const auto read = read_candidates(write_candidates(all));
  EXPECT_EQ(read, all);
  EXPECT_EQ(tuning::forecasters(read).size(), all.size());
}

Value arbitrary_value(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 8 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::arbitrary<std::int64_t>();
    case 3:
      return *rc::gen::arbitrary<double>();
    case 4:
      return *rc::gen::element<std::string>("", "a \"quoted\"\n\ttext", "tăng trưởng", "\x01", "//", "1e3");
    case 5:
      return *rc::gen::element(-0.0, 1e300, 5e-324, 3.0, 0.1);
    case 6: {
      Value items = Value::array();
      for (int i = *rc::gen::inRange(0, 3); i > 0; --i) items.push_back(arbitrary_value(depth - 1));
      return items;
    }
    default: {
      Value object = Value::object();
      for (int i = *rc::gen::inRange(0, 3); i > 0; --i)
        object.set(*rc::gen::element<std::string>("", "a/b", "~", "kind", "largest_beta"), arbitrary_value(depth - 1));
      return object;
    }
  }
}

TEST(Candidates, ReadBackEqual) {
  EXPECT_TRUE(rc::check("reading what was written gives equal candidates, and writing these the same text", [] {
    std::vector<Candidate> all;
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
      Candidate one{.model = *rc::gen::element<std::string>("ets", "", "a\nb"), .name = "n" + std::to_string(i)};
      if (*rc::gen::arbitrary<bool>())
        one.options = Value::object({{"x", arbitrary_value(3)}, {"y", arbitrary_value(2)}});
      all.push_back(std::move(one));
    }
    const std::string text = write_candidates(all);
    const auto again = read_candidates(text);
    RC_ASSERT(again == all);
    RC_ASSERT(write_candidates(again) == text);
  }));
}

TEST(ReadCandidates, SaysWhereWhatIsWrong) {
  EXPECT_THAT(refusal(document("\n{\"modle\": \"ets\"}")),
              AllOf(HasSubstr("f.json:2:1: /candidates/0: expected the key \"model\""),
                    HasSubstr("f.json:2:2: /candidates/0/modle: expected a known key, found \"modle\" (did you mean "
                              "\"model\"?)")));
  EXPECT_THAT(refusal(document(R"({"model": "ets", "options": 7})")),
              HasSubstr("/candidates/0/options: expected an object or null, found a number"));
  EXPECT_THAT(refusal(document(R"({"model": "ets", "options": [1]})")), HasSubstr("found a list"));
  EXPECT_THAT(refusal(document(R"({"model": 3})")), HasSubstr("/candidates/0/model: expected a text, found a number"));
  EXPECT_THAT(refusal(document("7")), HasSubstr("/candidates/0: expected an object, found a number"));
  EXPECT_THAT(refusal(R"({"foreplan": "candidate", "candidates": []})"),
              HasSubstr("expected one of \"candidates\", found \"candidate\" (did you mean \"candidates\"?)"));
  EXPECT_THAT(refusal(R"({"foreplan": "fit", "model": "ets"})"),
              AllOf(HasSubstr("expected one of \"candidates\""), HasSubstr("expected the key \"candidates\"")));
  EXPECT_THAT(refusal(R"({"candidates": []})"), HasSubstr("expected the key \"foreplan\""));
  EXPECT_THAT(refusal("[]"), HasSubstr("expected an object, found a list"));
  EXPECT_THAT(refusal(""), HasSubstr("f.json"));
  EXPECT_THAT(refusal(document(R"({"model": "ets", "options": {"a": {"b": 1, "b": 2}}})")),
              HasSubstr("/candidates/0/options/a/b"));
  EXPECT_THAT(refusal(document(R"({"model": "ets", "options": {"a": [0, 1e-400]}})")),
              HasSubstr("/candidates/0/options/a/1: expected a number that fits a double, found \"1e-400\""));
  EXPECT_THAT(refusal(document(R"({"model": "ets", "options": {"a": 1e400}})")), HasSubstr("1e400"));
}

TEST(ReadCandidates, RefusesNamesUsedTwice) {
  EXPECT_THAT(
      refusal(document("{\"model\": \"ets\"},\n{\"model\": \"theta\", \"name\": \"ets\"}")),
      HasSubstr("f.json:2:28: /candidates/1/name: expected a name that no other candidate has, found \"ets\", as "
                "candidate 1"));
  EXPECT_THAT(refusal(document(R"({"model": "ets"}, {"model": "theta"}, {"model": "ets"}, {"model": "ets"})")),
              AllOf(HasSubstr("/candidates/2/model"), HasSubstr("/candidates/3/model"), HasSubstr("as candidate 1")));
  // two that could not be read are not of one name
  EXPECT_THAT(refusal(document(R"({"model": 1}, {"model": 2})")), ::testing::Not(HasSubstr("no other candidate")));
}

TEST(ReadCandidates, ReportsAllAtOnceAndStandsHostileDocuments) {
  std::string many;
  for (int i = 0; i < 300; ++i) many += std::string(i > 0 ? "," : "") + "{\"model\": " + std::to_string(i) + "}";
  try {
    (void)read_candidates(document(many));
    ADD_FAILURE();
  } catch (const ParseError& error) {
    EXPECT_EQ(error.issues().size(), 100u);
  }
  const auto nested = [](std::size_t depth) {
    return document(R"({"model": "x", "options": {"a": )" + std::string(depth, '[') + std::string(depth, ']') + "}}");
  };
  EXPECT_NO_THROW((void)read_candidates(nested(190)));
  EXPECT_THROW((void)read_candidates(nested(1'000'000)), ParseError);
  EXPECT_THROW((void)read_candidates(std::string(100, '{')), ParseError);
  EXPECT_THROW((void)read_candidates(document("{\"model\": \"\xff\"}")), ParseError);
  std::string same;
  for (int i = 0; i < 200'000; ++i) same += std::string(i > 0 ? "," : "") + "{\"model\":\"a\"}";
  EXPECT_THROW((void)read_candidates(document(same)), ParseError);
}

TEST(WriteCandidates, RefusesWhatADocumentCannotHold) {
  const auto with = [](Value options) {
    return [=] { (void)write_candidates({{.model = "ets", .options = options}}); };
  };
  Value deep = 1;
  for (int i = 0; i < 1'000; ++i) deep = Value::array({deep});
  expect_refused({
      {"io::write_candidates: options must be an object or null; got integer of \"ets\"", with(7)},
      {"io::write_candidates: numbers must be finite; got NaN", with(Value::object({{"a", Value::array({NAN})}}))},
      {"io::write_candidates: options must nest at most 190 deep; got 1001 of \"ets\"",
       with(Value::object({{"a", deep}}))},
      {"valid UTF-8", with(Value::object({{"a", "\xff"}}))},
      {"io::write_candidates: candidates must have different names; got \"ets\" as candidate 1 and 3",
       [] {
         (void)write_candidates({{.model = "ets"}, {.model = "x"}, {.model = "y", .name = "ets"}});
       }},
      {"a document must have at most 16777216 bytes",
       with(Value::object({{"a", std::string((std::size_t{16} << 20) + 1, 'a')}}))},
  });
}

TEST(CandidateSchema, IsTheOneThatIsCommitted) {
  EXPECT_EQ(candidate_schema(), read_file(FOREPLAN_SOURCE_DIR "/tests/io/candidates.schema.json"));
}

// An independent validator is asked about the same documents (plan_schema_oracle.py).
TEST(CandidateSchema, SaysWhatTheReaderSays) {
  const std::string folder = FOREPLAN_SOURCE_DIR "/tests/io/";
  EXPECT_EQ(read_candidates_file(folder + "candidates.json").size(), 3u);
  const std::string path = folder + "candidate_documents.json";
  const Value documents = text::parse_value(read_file(path), path);
  for (const Value& one : documents.at("sound").as_array())
    EXPECT_NO_THROW((void)read_candidates(text::value_text(one.at("document")))) << one.at("why").as_text();
  for (const Value& one : documents.at("broken").as_array())
    EXPECT_THROW((void)read_candidates(text::value_text(one.at("document"))), ParseError) << one.at("why").as_text();
  EXPECT_THROW((void)read_candidates_file(folder + "no such file"), IoError);
}

}  // namespace
}  // namespace foreplan::io
