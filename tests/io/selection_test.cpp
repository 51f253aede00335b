#include <foreplan/core/errors.hpp>
#include <foreplan/io/files.hpp>
#include <foreplan/io/selection.hpp>
#include <foreplan/io/tuning.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
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
using tuning::FeatureChooser;
using tuning::FeatureRule;
using tuning::RegressionTree;
using tuning::TreeNode;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kLeast = std::numeric_limits<double>::denorm_min(), kMost = std::numeric_limits<double>::max();

FeatureChooser whole() {
  const RegressionTree stump{{TreeNode{.feature = 1, .threshold = kMost, .missing_left = false, .left = 1, .right = 2},
                              TreeNode{.values = {0.1 + 0.2, 7, 0}}, TreeNode{.values = {-kLeast, 1, 0}}}};
  const RegressionTree leaf{{TreeNode{.values = {-0.0, 0.5, 2}}}};
  return {.rule = FeatureRule::boosted_trees,
          .candidates = {"ets \"2\"", "dotm", "tăng trưởng"},
          .features = {"length", "entropy"},
          .centre = {1.0 / 3, -kMost},
          .spread = {0, kLeast},
          .centroids = {{kNaN, 1e-300}, {-0.0, kMost}, {}},
          .shares = {1.0 / 3, 1 - 1.0 / 3, 0},
          .trees = BoostedTrees{{"length", "entropy"}, {0.25, -1e-300, 0}, {stump, leaf}},
          .trained_on = "120 series by MASE"};
}

/// The issues of a text that must not be read, one a line.
std::string issues_of(const std::string& text) {
  try {
    (void)read_feature_chooser(text, "c.json");
  } catch (const ParseError& e) {
    return e.what();
  }
  return "read";
}

/// The document with one text in it changed.
std::string with(const std::string& from, const std::string& to) {
  std::string text = write_feature_chooser(whole());
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from << " in " << text;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }

TEST(FeatureChooserDocument, OfOtherHandsIsRead) {
  const FeatureChooser read = read_feature_chooser(R"({
    // written by hand
    "foreplan": "feature_chooser", "rule": "boosted_trees", "candidates": ["ets", "theta"],
    "features": ["length", "stability"], "centre": [40, 5e-1], "spread": [10, 0.25],
    "centroids": [[1, null], []], "shares": [1, 0],
    "trees": {"start": [0.5, -1], "features": ["length", "stability"], "trees": [
      [0, 35.5, 0, 1, 2,  -1, 2, 0,  -1, -2.5, 0], [-1, 0, 1]]}})");
  EXPECT_EQ(read.rule, FeatureRule::boosted_trees);
  EXPECT_EQ(read.candidates, (std::vector<std::string>{"ets", "theta"}));
  EXPECT_EQ(read.features, (std::vector<std::string>{"length", "stability"}));
  EXPECT_EQ(read.centre, (std::vector{40.0, 0.5}));
  EXPECT_EQ(read.spread, (std::vector{10.0, 0.25}));
  ASSERT_EQ(read.centroids.size(), 2U);
  EXPECT_EQ(read.centroids[0][0], 1);
  EXPECT_TRUE(std::isnan(read.centroids[0][1]));
  EXPECT_TRUE(read.centroids[1].empty());
  EXPECT_EQ(read.shares, (std::vector{1.0, 0.0}));
  EXPECT_EQ(read.trained_on, "");
  // Short series go left, to 0.5 + 2; long ones and those without a length right, to 0.5 - 2.5; -1 + 1 for theta.
  EXPECT_EQ(evaluate(*read.trees, std::vector{35.5, 0.0}), (std::vector{2.5, 0.0}));
  EXPECT_EQ(evaluate(*read.trees, std::vector{36.0, 0.0}), (std::vector{-2.0, 0.0}));
  EXPECT_EQ(evaluate(*read.trees, std::vector{kNaN, 0.0}), (std::vector{-2.0, 0.0}));
}

TEST(FeatureChooserDocument, IsAsTheHeaderShowsIt) {
  const FeatureChooser read = read_feature_chooser(R"({"foreplan": "feature_chooser", "rule": "nearest_centroid",
    "candidates": ["ets", "theta"], "features": ["length", "stability"], "centre": [40, 0.5], "spread": [10, 0.25],
    "centroids": [[1, 0.5], [-1, null]], "shares": [0.75, 0.25]})");
  EXPECT_FALSE(read.trees);
  EXPECT_EQ(preference(read, std::vector{50.0, 0.5}), (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(preference(read, std::vector{30.0, 0.9}), (std::vector<std::size_t>{1, 0}));
}

TEST(FeatureChooserDocument, ReadsBackEqual) {
  const std::string text = write_feature_chooser(whole());
  const FeatureChooser read = read_feature_chooser(text);
  EXPECT_EQ(read, whole());
  EXPECT_EQ(write_feature_chooser(read), text);
  EXPECT_TRUE(std::signbit(read.centroids[1][0]));  // == does not tell zeros apart
  EXPECT_TRUE(std::signbit(read.trees->trees[1].nodes[0].values[0]));
  EXPECT_EQ(bits(read.trees->trees[0].nodes[1].values[0]), bits(0.1 + 0.2));
}

/// Any double that is finite, of any size.
double any_finite() {
  const double x = std::bit_cast<double>(*rc::gen::arbitrary<std::uint64_t>());
  return std::isfinite(x) ? x : 0.1;
}
std::vector<double> any_list(std::size_t n) {
  std::vector<double> list(n);
  std::generate(list.begin(), list.end(), any_finite);
  return list;
}

TEST(FeatureChooserDocument, AnyReadsBackToTheBit) {
  EXPECT_TRUE(rc::check("numbers are the same bits", [] {
    const auto k = *rc::gen::inRange<std::size_t>(1, 5), n = *rc::gen::inRange<std::size_t>(1, 4);
    const std::vector<std::string> names{"length", "entropy", "stability"};
    FeatureChooser one{.candidates = {}, .features = {names.begin(), names.begin() + static_cast<std::ptrdiff_t>(n)}};
    one.centre = any_list(n);
    for (const double x : any_list(n)) one.spread.push_back(std::abs(x));
    double rest = 1;
    for (std::size_t c = 0; c < k; ++c) {
      one.candidates.push_back("model " + std::to_string(c));
      one.centroids.push_back(any_list(*rc::gen::arbitrary<bool>() ? n : 0));
      for (double& x : one.centroids.back())
        if (*rc::gen::inRange(0, 4) == 0) x = kNaN;
      const double share = c + 1 == k ? rest : rest * *rc::gen::inRange(0, 1'000) / 999.0;
      one.shares.push_back(share);
      rest -= share;
    }
    if (*rc::gen::arbitrary<bool>()) {
      one.rule = FeatureRule::boosted_trees;
      one.trees = BoostedTrees{one.features, std::vector<double>(k, std::sin(static_cast<double>(n))), {}};
      std::vector<double> values(k, -0.0);
      values[0] = std::clamp(any_finite(), -1e100, 1e100);
      for (std::size_t t = 0; t < 4; ++t) {
        RegressionTree tree{{TreeNode{.feature = static_cast<std::uint32_t>(t % n),
                                      .threshold = any_finite(),
                                      .missing_left = t % 2 == 0,
                                      .left = 1,
                                      .right = 2},
                             TreeNode{.values = values}, TreeNode{.values = std::vector(k, 1.0 / 3)}}};
        one.trees->trees.push_back(std::move(tree));
      }
    }
    const std::string text = write_feature_chooser(one);
    const FeatureChooser read = read_feature_chooser(text);
    RC_ASSERT(read == one);
    for (std::size_t j = 0; j < n; ++j) RC_ASSERT(bits(read.centre[j]) == bits(one.centre[j]));
    for (std::size_t j = 0; j < n; ++j) RC_ASSERT(bits(read.spread[j]) == bits(one.spread[j]));
    for (std::size_t c = 0; c < k; ++c) RC_ASSERT(bits(read.shares[c]) == bits(one.shares[c]));
    for (std::size_t t = 0; one.trees && t < 4; ++t)
      RC_ASSERT(bits(read.trees->trees[t].nodes[0].threshold) == bits(one.trees->trees[t].nodes[0].threshold));
    RC_ASSERT(write_feature_chooser(read) == text);
  }));
}

/// Trained, written, and read where there is no corpus: it chooses as it did.
TEST(FeatureChooserDocument, ChoosesAsTheOneThatWasTrained) {
  std::vector<tuning::BacktestSeries> panel(24);
  for (std::size_t s = 0; s < panel.size(); ++s) {
    panel[s].name = "s" + std::to_string(s);
    for (std::size_t t = 0; t < 24 + 2 * s; ++t)
      panel[s].values.push_back(s % 2 == 0 ? 10 + 3.0 * static_cast<double>(t) : 10 + std::sin(static_cast<double>(t)));
  }
  const auto field = tuning::catalogue({"naive", "drift", "mean"});
  const auto result = tuning::backtest(panel, field, {.horizon = 3, .origins = 1});
  for (const FeatureRule rule : {FeatureRule::nearest_centroid, FeatureRule::boosted_trees}) {
    const auto trained = tuning::train_feature_chooser(result, tuning::panel_features(panel, 3),
                                                       {.rule = rule, .boosting = {.rounds = 5, .least_rows = 2}});
    const auto models = tuning::forecasters(read_candidates(write_candidates(field)));
    const auto read = tuning::choose_by_features("c", read_feature_chooser(write_feature_chooser(trained)), models);
    const auto ours = tuning::choose_by_features("c", trained, models);
    for (const auto& series : panel) {
      const auto a = ours.fit(series.values, 1), b = read.fit(series.values, 1);
      EXPECT_EQ(a.model, b.model);
      EXPECT_EQ(stats::predict(a, 3).mean, stats::predict(b, 3).mean);
    }
    EXPECT_THAT(read.fit(panel[0].values, 1).model, HasSubstr("drift"));
  }
}

TEST(FeatureChooserDocument, SaysWhatIsWrongWhere) {
  struct Case {
    std::string from, to, says;
  };
  const std::string leaf = "[-1, -0, 0.5, 2]";
  const Case cases[] = {
      {"\"feature_chooser\"", "\"ensemble\"", "/foreplan: expected one of \"feature_chooser\", found \"ensemble\""},
      {"\"boosted_trees\"", "\"boosted_tree\"",
       "/rule: expected one of \"nearest_centroid\", \"boosted_trees\", found \"boosted_tree\" (did you mean"},
      {"\"centre\"", "\"center\"", "did you mean \"centre\"?"},
      {"\"spread\": [0, ", "\"spread\": [null, ", "/spread/0: expected a number, found null"},
      {"\"spread\": [0, ", "\"spread\": [-1, ", "/spread: expected that spreads must be >= 0 and finite, found -1"},
      {"\"centre\": [", "\"centre\": [1, ",
       "/centre: expected that there must be an item for each of 2 features, found 3"},
      {"\"centre\": [", "\"centre\": [\"nan\", ", "/centre/0: expected a number, found a text"},
      {"\"centre\": [", "\"centre\": [1e400, ", "1e400"},
      {"[null, 1e-300]", "[\"inf\", 1e-300]", "/centroids/0: expected that centroids must be finite or NaN, found inf"},
      {"[null, 1e-300]", "[1e-300]",
       "/centroids/0: expected that there must be an item for each of 2 features, found 1"},
      {"\"dotm\"", "\"ets \\\"2\\\"\"",
       "/candidates: expected that candidates must have different names, found \"ets \\\"2\\\"\" twice"},
      {"\"dotm\", ", "", "/shares: expected that there must be an item for each of 2 candidates, found 3"},
      {"0.6666666666666667", "0.7", "/shares: expected that shares must add up to 1"},
      {"\"entropy\"", "\"entrophy\"", "did you mean \"entropy\"?"},
      {"\"features\": [\"length\", \"entropy\"],\n    \"start\"",
       "\"features\": [\"length\", \"stability\"],\n    \"start\"",
       "/trees/features: expected that trees must have the chooser's features"},
      {"\"start\": [0.25, ", "\"start\": [", "/trees/start: expected that trees must have an output for each of 3"},
      {leaf, "[-1, 0, 1]",
       "/trees/trees/1: expected five numbers for each split, -1 and one for each of 3 outputs for each leaf, found 3 "
       "for the last"},
      {leaf, "[0, 0, 1, -1, 0]", "/trees/trees/1/3: expected a place, which is a whole number from 0 on, found -1"},
      {leaf, "[0, 0, 1, 7, 8]", "/trees/trees/1: expected that children must lie behind their parent"},
      // A cycle: the first node is a child of the second, which is its own.
      {leaf, "[0, 0, 1, 1, 2, 0, 0, 1, 0, 1, -1, 0, 0, 0]",
       "/trees/trees/1: expected that children must lie behind their parent, among 3 nodes, found 0"},
      {leaf, "[2, 0, 1, 1, 2, -1, 0, 0, 0, -1, 0, 0, 0]",
       "/trees/trees/1: expected that a feature must be one of 2, found 2"},
      {leaf, "[-1, 0, 0, 1e101]", "/trees/trees/1: expected that leaves must be in [-1e100, 1e100]"},
      {"\"trained_on\": \"", "\"trained_on\": 3, \"more\": \"", "/trained_on: expected a text, found a number"},
      {"\"shares\": [", "\"shares\": [0], \"shares\": [", "/shares"},
  };
  for (const Case& c : cases) EXPECT_THAT(issues_of(with(c.from, c.to)), HasSubstr(c.says)) << c.to;
  // One thing wrong is one issue.
  EXPECT_EQ(issues_of(with("\"dotm\"", "3")).find('\n'), std::string::npos);
  EXPECT_EQ(issues_of(with("\"entropy\"", "3")).find('\n'), std::string::npos);
  EXPECT_THAT(issues_of("{}"), HasSubstr("the key \"candidates\""));
  EXPECT_THAT(issues_of("[1]"), HasSubstr("an object"));
  EXPECT_THAT(issues_of("nan"), HasSubstr("c.json:1:"));
}

TEST(FeatureChooserDocument, StandsHostileOnes) {
  const auto items = [](const std::string& item, std::size_t n) {
    std::string text = item;
    for (std::size_t i = 1; i < n; ++i) text += "," + item;
    return text;
  };
  // Lists far longer than any that is written, and values of another kind by the hundred thousand.
  const std::string shares = "\"shares\": [0.3333333333333333, 0.6666666666666667, 0]";
  EXPECT_THAT(issues_of(with(shares, "\"shares\": [" + items("0", 1'000'000) + "]")), HasSubstr("/shares"));
  EXPECT_THAT(issues_of(with("\"features\": [\"length\", \"entropy\"]",
                             "\"features\": [" + items("\"length\"", 100'000) + "]")),
              HasSubstr("1 to 10,000 features are needed, found 100000"));
  EXPECT_THAT(issues_of(with("\"dotm\"", items("\"x\"", 100'000))),
              HasSubstr("1 to 10,000 candidates are needed, found 100002"));
  EXPECT_THAT(issues_of(with(shares, "\"shares\": [" + items("{}", 100'000) + "]")), HasSubstr("/shares/99: "));
  EXPECT_THAT(issues_of(with("[-1, -0, 0.5, 2]", "[" + items("0.5", 150'000) + "]")), HasSubstr("/trees/trees/1"));
  for (const char* bracket : {"[", "{\"a\":"}) {
    std::string deep;
    for (int i = 0; i < 3'000'000; ++i) deep += bracket;
    EXPECT_THROW((void)read_feature_chooser(with("\"dotm\"", deep)), ParseError);
    EXPECT_THROW((void)read_feature_chooser(deep), ParseError);
  }
  EXPECT_THROW((void)read_feature_chooser(with("dotm", "\xff")), ParseError);
  EXPECT_THROW((void)read_feature_chooser(std::string(std::size_t{17} << 20, ' ')), ParseError);
}

TEST(FeatureChooserDocument, IsNotWrittenOfWhatIsNoChooser) {
  const auto broken = [](const auto& change) {
    return [=] {
      FeatureChooser chooser = whole();
      change(chooser);
      (void)write_feature_chooser(chooser);
    };
  };
  testing::expect_refused({
      {"io::write_feature_chooser: 1 to 10,000 candidates are needed; got 0", [] { (void)write_feature_chooser({}); }},
      {"io::write_feature_chooser: centres must be finite; got NaN", broken([](auto& c) { c.centre[1] = kNaN; })},
      {"shares must be in [0, 1]; got NaN", broken([](auto& c) { c.shares[0] = kNaN; })},
      {"starts must be in", broken([](auto& c) { c.trees->start[0] = kNaN; })},
      {"must have them; got none", broken([](auto& c) { c.trees.reset(); })},
      {"rule must be one of the enumerators; got 9", broken([](auto& c) { c.rule = static_cast<FeatureRule>(9); })},
      {"valid UTF-8", broken([](auto& c) { c.trained_on = "\xff"; })},
      {"a document must have at most 16777216 bytes",
       broken([](auto& c) { c.trained_on.assign(std::size_t{16} << 20, 'a'); })},
  });
}

TEST(FeatureChooserSchema, HasAllThatIsWritten) {
  const Value schema = text::parse_value(feature_chooser_schema(), "");
  EXPECT_THAT(testing::unknown_keys(text::parse_value(write_feature_chooser(whole()), ""), schema),
              ::testing::IsEmpty());
}

// An independent validator is asked about the same documents (plan_schema_oracle.py).
TEST(FeatureChooserSchema, SaysWhatTheReaderSays) {
  const std::string folder = FOREPLAN_SOURCE_DIR "/tests/io/";
  EXPECT_EQ(feature_chooser_schema(), read_file(folder + "feature_chooser.schema.json"));
  EXPECT_EQ(read_feature_chooser_file(folder + "feature_chooser.json").candidates.size(), 2U);
  const std::string path = folder + "feature_chooser_documents.json";
  const Value documents = text::parse_value(read_file(path), path);
  for (const Value& one : documents.at("sound").as_array())
    EXPECT_NO_THROW((void)read_feature_chooser(text::value_text(one.at("document")))) << one.at("why").as_text();
  for (const Value& one : documents.at("broken").as_array())
    EXPECT_THROW((void)read_feature_chooser(text::value_text(one.at("document"))), ParseError)
        << one.at("why").as_text();
  EXPECT_THROW((void)read_feature_chooser_file(folder + "no such file"), IoError);
}

}  // namespace
}  // namespace foreplan::io
