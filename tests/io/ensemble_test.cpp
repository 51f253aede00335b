#include <foreplan/core/errors.hpp>
#include <foreplan/io/ensemble.hpp>
#include <foreplan/io/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "io/schema_keys.hpp"
#include "refusals.hpp"
#include "text/json_value.hpp"

namespace foreplan::io {
namespace {

using ::testing::HasSubstr;
using tuning::BoostedTrees;
using tuning::Ensemble;
using tuning::RegressionTree;
using tuning::TreeNode;

constexpr double kLeast = std::numeric_limits<double>::denorm_min(), kMost = std::numeric_limits<double>::max();

Ensemble whole() {
  const RegressionTree stump{{TreeNode{.feature = 1, .threshold = kMost, .missing_left = false, .left = 1, .right = 2},
                              TreeNode{.values = {0.1 + 0.2, 7}}, TreeNode{.values = {-kLeast, kLeast}}}};
  const RegressionTree leaf{{TreeNode{.values = {-0.0, 0.5}}}}, single{{TreeNode{.values = {0.25}}}};
  Ensemble ours{.name = "ours \"2\"", .trained_on = "M1, ids \"train\""};
  ours.groups.push_back(
      {.last_season = 1,
       .members = {{.model = "ets", .options = Value::object({{"largest_beta", 0.2}}), .name = "capped"},
                   {.model = "dotm"}},
       .weights = {1.0 / 3, 1 - 1.0 / 3},
       .by_features = BoostedTrees{{"length", "entropy"}, {0.25, -1e-300}, {stump, leaf, stump}},
       .share_by_features = 0.7,
       .least_weight = 0.01,
       .pool = tuning::EnsemblePool{.members = {0, 1}, .trimmed_share = 0.2, .share = 0.3},
       .widths = tuning::EnsembleWidths{.levels = {0.1, 0.9},
                                        .constants = {1.0 / 7, -kLeast},
                                        .of_quantiles = 0.7,
                                        .of_spread = 0.1 + 0.2,
                                        .of_step = 1e-300,
                                        .of_size = -0.0,
                                        .by_features = BoostedTrees{{"entropy"}, {0.5}, {single}}},
       .scale_lag = 4,
       .calibration =
           forecast::IntervalCalibration{{0.9, 0.975}, {{1.1, 1.2}, {1, 1.0 / 7}}, {{0.9, 0.8}, {1, 1}}, {100, 90}}});
  ours.groups.push_back({.first_season = 2, .members = {{.model = "naive"}}, .weights = {1}});
  return ours;
}

/// The issues of a text that must not be read, one a line.
std::string issues_of(const std::string& text) {
  try {
    (void)read_ensemble(text, "e.json");
  } catch (const ParseError& e) {
    return e.what();
  }
  return "read";
}

/// The document with one text in it changed.
std::string with(const std::string& from, const std::string& to) {
  std::string text = write_ensemble(whole());
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from << " in " << text;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(EnsembleDocument, ReadsBackEqual) {
  const std::string text = write_ensemble(whole());
  const Ensemble read = read_ensemble(text);
  EXPECT_EQ(read, whole());
  EXPECT_EQ(write_ensemble(read), text);
  const auto& trees = read.groups[0].by_features->trees;
  EXPECT_TRUE(std::signbit(trees[1].nodes[0].values[0]));  // == does not tell zeros apart
  EXPECT_EQ(std::bit_cast<std::uint64_t>(trees[0].nodes[1].values[0]), std::bit_cast<std::uint64_t>(0.1 + 0.2));
}

TEST(EnsembleDocument, IsAsTheHeaderShowsIt) {
  const Ensemble read = read_ensemble(R"({"foreplan": "ensemble", "name": "ours", "groups": [
    {"first_season": 1, "last_season": 100000, "members": [{"model": "ets"}, {"model": "dotm"}],
     "weights": [0.4, 0.6], "share_by_features": 1, "least_weight": 0}]})");
  EXPECT_EQ(read, (Ensemble{"ours", {{.members = {{.model = "ets"}, {.model = "dotm"}}, .weights = {0.4, 0.6}}}, ""}));
}

TEST(EnsembleDocument, ThousandsOfTreesFitAndAreFast) {
  Ensemble ours = whole();
  RegressionTree tree;
  for (std::uint32_t i = 0; i < 31; ++i) {
    TreeNode node{.values = {std::sin(i) / 7, std::cos(i)}};
    if (i < 15) node = {.feature = i % 2, .threshold = std::cos(i) / 3, .left = 2 * i + 1, .right = 2 * i + 2};
    tree.nodes.push_back(node);
  }
  ours.groups[0].by_features->trees.assign(2'000, tree);
  const std::string text = write_ensemble(ours);
  EXPECT_LT(text.size(), std::size_t{4} << 20);
  EXPECT_EQ(read_ensemble(text), ours);
}

TEST(EnsembleDocument, SaysWhatIsWrongWhere) {
  struct Case {
    std::string from, to, says;
  };
  const Case cases[] = {
      {"\"ensemble\"", "\"fit\"", "/foreplan: expected one of \"ensemble\", found \"fit\""},
      {"\"first_season\"", "\"first_saison\"", "did you mean \"first_season\"?"},
      {"\"first_season\": 1", "\"first_season\": -1", "/groups/0/first_season: expected a whole number from 0 on"},
      {"\"last_season\": 1,", "\"last_season\": 2,",
       "/groups/1/first_season: expected that a group's first season must be in [1, 100,000], after the last one of "
       "the group before"},
      {"0.6666666666666667", "0.7", "/groups/0/weights: "},
      {"0.6666666666666667", "\"much\"", "/groups/0/weights/1: expected a number, found a text"},
      {"\"share\": 0.3", "\"share\": 0", "/groups/0/pool: "},
      {"[0.9, 0.975]", "[0.9, 0.875]", "/groups/0/calibration: "},
      {"\"entropy\"", "\"entrophy\"", "did you mean \"entropy\"?"},
      {"\"dotm\"", "\"capped\"", "/groups/0/members/1: "},
      {"[-1, -0, 0.5]", "[0, 0, 1, 0]",
       "/groups/0/by_features/trees/1: expected five numbers for each split, -1 and one for each of 2 outputs for each "
       "leaf, found 4 for the last"},
      {"[-1, -0, 0.5]", "[-1, 3]", "/groups/0/by_features/trees/1: expected five numbers"},
      {"[-1, -0, 0.5]", "[-1, 0, 0.5, 6]", "/groups/0/by_features/trees/1: expected five numbers"},
      {"[-1, -0, 0.5]", "[]", "/groups/0/by_features/trees/1: "},
      {"[-1, -0, 0.5]", "[0, 0, 0.5, 1, 2, -1, 0, 0, -1, 0, 0]",
       "/groups/0/by_features/trees/1/2: expected 1 or 0, found 0.5"},
      {"[-1, -0, 0.5]", "[0, 0, 1, 1e10, 2, -1, 0, 0, -1, 0, 0]",
       "/groups/0/by_features/trees/1/3: expected a place, which is a whole number from 0 on, found 1e+10"},
      {"[-1, -0, 0.5]", "[-2, 0, 1, 1, 2, -1, 0, 0, -1, 0, 0]",
       "/groups/0/by_features/trees/1/0: expected a place, which is a whole number from 0 on, found -2"},
      {"[-1, -0, 0.5]", "[0, 0, 1, 1, 5, -1, 0, 0, -1, 0, 0]", "/groups/0/by_features/trees/1: "},
      {"\"weights\"", "\"first_season\"", "first_season"},
      {"\"share_by_features\": 0.7", "\"share_by_features\": 1.5", "/groups/0/share_by_features: "},
      {"\"options\": {", "\"options\": 3, \"more\": {", "/groups/0/members/0/options: "},
      {"\"name\": \"ours \\\"2\\\"\"", "\"name\": \"\"", "/name: "},
  };
  for (const Case& c : cases) EXPECT_THAT(issues_of(with(c.from, c.to)), HasSubstr(c.says)) << c.to;
  // One thing wrong is one issue.
  EXPECT_EQ(issues_of(with("0.6666666666666667", "\"much\"")).find('\n'), std::string::npos);
  EXPECT_THAT(issues_of("{}"), HasSubstr("the key \"groups\""));
  EXPECT_THAT(issues_of("[1]"), HasSubstr("an object"));
}

/// A hundred issues are told, however many there are: all other wrong trees and numbers must not be looked for.
TEST(EnsembleDocument, TensOfThousandsOfWrongTreesAreRefusedAtOnce) {
  const auto document = [](const std::string& tree, std::size_t count) {
    std::string trees = tree;
    for (std::size_t i = 1; i < count; ++i) trees += "," + tree;
    return R"({"foreplan": "ensemble", "name": "a", "groups": [{"first_season": 1, "last_season": 1,
      "members": [{"model": "naive"}], "weights": [1],
      "by_features": {"features": ["length"], "start": [0], "trees": [)" +
           trees + "]}}]}";
  };
  std::string numbers = "[0.5";
  for (int i = 1; i < 150'000; ++i) numbers += ",0.5";
  for (const std::string& text :
       {document("[0,0,1,9,9,0]", 50'000), document("[0]", 50'000), document(numbers + "]", 1)}) {
    try {
      (void)read_ensemble(text);
      ADD_FAILURE();
    } catch (const ParseError& e) {
      EXPECT_EQ(e.issues().size(), 100U);
    }
  }
}

TEST(EnsembleDocument, IsNotWrittenOfWhatIsNoEnsemble) {
  testing::expect_refused({
      {"io::write_ensemble: an ensemble must have a group; got none", [] { (void)write_ensemble({.name = "x"}); }},
      {"io::write_ensemble: weights must add up to 1",
       [] {
         Ensemble ours = whole();
         ours.groups[1].weights = {0.5};
         (void)write_ensemble(ours);
       }},
      {"numbers must be finite",
       [] {
         Ensemble ours = whole();
         ours.groups[1].members[0].options = Value::object({{"x", INFINITY}});
         (void)write_ensemble(ours);
       }},
      {"io::write_ensemble: options must be an object or null; got integer of \"naive\"",
       [] {
         Ensemble ours = whole();
         ours.groups[1].members[0].options = 7;
         (void)write_ensemble(ours);
       }},
  });
}

TEST(EnsembleDocument, SchemaHasAllThatIsWritten) {
  const Value schema = text::parse_value(ensemble_schema(), "");
  EXPECT_THAT(testing::unknown_keys(text::parse_value(write_ensemble(whole()), ""), schema), ::testing::IsEmpty());
  EXPECT_EQ(schema.at("$defs").at("group").at("required").size(), 4U);
}

/// What the jsonschema package judges beside the documents of ensemble_documents.json.
TEST(EnsembleDocument, SchemaAndExampleAreThoseThatAreCommitted) {
  EXPECT_EQ(ensemble_schema(), read_file(FOREPLAN_SOURCE_DIR "/tests/io/ensemble.schema.json"));
  const std::string example = read_file(FOREPLAN_SOURCE_DIR "/tests/io/ensemble.json");
  EXPECT_EQ(write_ensemble(read_ensemble(example)), example);
}

TEST(EnsembleDocument, FromAFile) {
  const std::string path = ::testing::TempDir() + "/ensemble_test.json";
  write_file(path, write_ensemble(whole()));
  EXPECT_EQ(read_ensemble_file(path), whole());
  EXPECT_THROW((void)read_ensemble_file(path + ".not"), IoError);
}

}  // namespace
}  // namespace foreplan::io
