#include <foreplan/core/random.hpp>
#include <foreplan/tuning/boosted_trees.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::tuning {
namespace {

using foreplan::testing::expect_refused;
using ::testing::DoubleNear;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// Half the squared distances of outputs from `y`, row by row.
BoostingLoss squared(const std::vector<double>& y) {
  return [&y](std::span<const double> f, std::span<double> first, std::span<double> second) {
    double sum = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
      first[i] = f[i] - y[i];
      second[i] = 1;
      sum += first[i] * first[i] / 2;
    }
    return sum;
  };
}

/// Everything used, no shrinkage.
BoostingOptions plain() {
  return {
      .rounds = 1, .learning_rate = 1, .least_rows = 1, .ridge = 0, .row_share = 1, .feature_share = 1, .bins = 255};
}

std::vector<double> fitted(const BoostedTrees& trees, const std::vector<double>& x) {
  const std::size_t features = trees.features.size();
  std::vector<double> all;
  for (std::size_t i = 0; i < x.size(); i += features)
    for (const double f : evaluate(trees, std::span(x).subspan(i, features))) all.push_back(f);
  return all;
}

double mean_of(const std::vector<double>& y) {
  return std::accumulate(y.begin(), y.end(), 0.0) / static_cast<double>(y.size());
}

struct Data {
  std::size_t features = 3;
  std::vector<double> x{}, y{};
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (std::size_t f = 0; f < features; ++f) result.push_back("x" + std::to_string(f));
    return result;
  }
};

Data some_data(std::size_t rows, std::size_t features, std::size_t outputs, std::uint64_t seed) {
  Data data{.features = features};
  Stream stream({.seed = seed});
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t f = 0; f < features; ++f) {
      const double u = stream.uniform();
      data.x.push_back(u < 0.05 ? kMissing : std::round(u * 1000) / 100);
    }
    const double a = data.x[i * features], b = data.x[i * features + 1 % features];
    for (std::size_t k = 0; k < outputs; ++k)
      data.y.push_back(std::sin(a + static_cast<double>(k)) + (std::isnan(b) ? 2 : b / 5) + stream.uniform());
    if (std::isnan(a))
      for (std::size_t k = 0; k < outputs; ++k) data.y[i * outputs + k] = static_cast<double>(k) + stream.uniform();
  }
  return data;
}

TEST(BoostedTrees, StumpByHand) {
  // sum (y - 10)^2 falls most, from 250 by 240, when rows 1 to 3 go left: means -8 + 10, -8 + 10, ... by hand.
  const std::vector<double> x{1, 2, 3, 4, 5}, y{2, 3, 1, 22, 22};
  const BoostedTrees trees = boost({"x"}, x, {10}, squared(y), [] {
    BoostingOptions options = plain();
    options.depth = 1;
    return options;
  }());
  ASSERT_THAT(trees.trees, SizeIs(1));
  const std::vector<TreeNode>& nodes = trees.trees[0].nodes;
  ASSERT_THAT(nodes, SizeIs(3));
  EXPECT_EQ(nodes[0].threshold, 3.5);
  EXPECT_THAT(nodes[1].values, ElementsAre(-8));
  EXPECT_THAT(nodes[2].values, ElementsAre(12));
  EXPECT_THAT(fitted(trees, x), ElementsAre(2, 2, 2, 22, 22));
  EXPECT_TRUE(nodes[0].missing_left);  // with the more rows
}

TEST(BoostedTrees, RidgeAndRateByHand) {
  const std::vector<double> x{0, 0, 1}, y{-1, -3, 6};
  BoostingOptions options = plain();
  options.ridge = 2;
  options.learning_rate = 0.5;
  // G = 4 over 2 rows, -6 over 1: leaves -4 / (2 + 2) / 2 and 6 / (1 + 2) / 2.
  EXPECT_THAT(fitted(boost({"x"}, x, {0}, squared(y), options), x), ElementsAre(-0.5, -0.5, 1));
}

TEST(BoostedTrees, MissingValuesGoWhereTheLossIsLeast) {
  const std::vector<double> x{1, 2, 3, 4, kMissing, kMissing}, y{0, 0, 7, 7, 7, 7};
  const BoostedTrees right = boost({"x"}, x, {0}, squared(y), plain());
  EXPECT_FALSE(right.trees[0].nodes[0].missing_left);
  EXPECT_THAT(fitted(right, x), ElementsAre(0, 0, 7, 7, 7, 7));
  // Known against missing.
  const std::vector<double> same{1, 1, 1, kMissing, kMissing}, z{3, 3, 3, 8, 8};
  EXPECT_THAT(fitted(boost({"x"}, same, {0}, squared(z), plain()), same), ElementsAre(3, 3, 3, 8, 8));
}

TEST(BoostedTrees, AgreesWithScikitLearn) {
  const auto lines = reference::read_lines("boosted_trees.txt");
  std::vector<double> x = reference::line(lines, "x");
  std::replace(x.begin(), x.end(), -999.0, kMissing);
  const std::vector<double>& y = reference::line(lines, "y");
  struct Case {
    std::string name;
    double ridge;
    std::size_t depth, least;
    double rate;
    std::size_t rounds;
  };
  for (const Case& c :
       {Case{"plain", 0, 2, 5, 0.3, 15}, Case{"ridge", 2, 4, 7, 0.1, 40}, Case{"stump", 0, 1, 1, 1, 1}}) {
    BoostingOptions options = plain();
    options.ridge = c.ridge;
    options.depth = c.depth;
    options.least_rows = c.least;
    options.learning_rate = c.rate;
    options.rounds = c.rounds;
    const BoostedTrees trees = boost({"a", "b", "c"}, x, {mean_of(y)}, squared(y), options);
    const auto agrees = [&](const std::string& name, const std::vector<double>& at) {
      const std::vector<double>& theirs = reference::line(lines, c.name + name);
      const std::vector<double> ours = fitted(trees, at);
      ASSERT_EQ(ours.size(), theirs.size());
      // Its gradients have single precision.
      for (std::size_t i = 0; i < ours.size(); ++i) EXPECT_NEAR(ours[i], theirs[i], 2e-6) << c.name << name << i;
    };
    agrees(" fitted", x);
    agrees(" predicted", reference::line(lines, "new x"));
  }
}

TEST(BoostedTrees, OutputsShareEachTree) {
  // By hand, G^2 / n over the sides less that over the whole, of output 0 (8, 0, 0, 0) and of output 1 (0, 3, 0, 0): a
  // cut after 1 gains 64 - 16 and 3 - 2.25, after 2 it gains 32 - 16 and 4.5 - 2.25. Leaves are the means of a side.
  const std::vector<double> x{1, 2, 3, 4}, y{8, 0, 0, 3, 0, 0, 0, 0};
  BoostingOptions options = plain();
  options.depth = 1;
  const BoostedTrees trees = boost({"x"}, x, {0, 0}, squared(y), options);
  ASSERT_THAT(trees.trees, SizeIs(1));
  const std::vector<TreeNode>& nodes = trees.trees[0].nodes;
  ASSERT_THAT(nodes, SizeIs(3));
  EXPECT_EQ(nodes[0].threshold, 1.5);
  EXPECT_THAT(nodes[1].values, ElementsAre(8, 0));
  EXPECT_THAT(nodes[2].values, ElementsAre(0, 1));
}

TEST(BoostedTrees, AnOutputTwiceIsThatOutputAlone) {
  const Data one = some_data(200, 3, 1, 1);
  std::vector<double> twice;
  for (const double v : one.y) twice.insert(twice.end(), {v, v});
  BoostingOptions options = plain();
  options.rounds = 5;
  const BoostedTrees alone = boost(one.names(), one.x, {1}, squared(one.y), options);
  const BoostedTrees both = boost(one.names(), one.x, {1, 1}, squared(twice), options);
  const std::vector<double> expected = fitted(alone, one.x), found = fitted(both, one.x);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(found[2 * i], expected[i]);
    EXPECT_EQ(found[2 * i + 1], expected[i]);
  }
}

RC_GTEST_PROP(BoostedTrees, LossFallsEachRoundWhenAllRowsAreUsed, ()) {
  const auto rows = *rc::gen::inRange<std::size_t>(1, 120);
  const auto outputs = *rc::gen::inRange<std::size_t>(1, 4);
  const Data data = some_data(rows, 3, outputs, *rc::gen::arbitrary<std::uint64_t>());
  BoostingOptions options = plain();
  options.rounds = 12;
  options.learning_rate = 0.4;
  options.depth = *rc::gen::inRange<std::size_t>(1, 7);
  options.least_rows = *rc::gen::inRange<std::size_t>(1, 9);
  options.ridge = *rc::gen::element(0.0, 1.0, 20.0);
  std::vector<double> losses;
  const BoostingLoss loss = squared(data.y);
  const BoostedTrees trees = boost(
      data.names(), data.x, std::vector(outputs, 0.0),
      [&](auto f, auto first, auto second) { return losses.emplace_back(loss(f, first, second)); }, options);
  validate(trees);
  for (std::size_t r = 1; r < losses.size(); ++r) RC_ASSERT(losses[r] <= losses[r - 1] * (1 + 1e-12) + 1e-12);
  // What training saw of its last round, and what is evaluated, is the same function.
  std::vector<double> f = fitted(trees, data.x), first(f.size()), second(f.size());
  RC_ASSERT(loss(f, first, second) <= losses.back() * (1 + 1e-12) + 1e-12);
  for (const RegressionTree& tree : trees.trees) RC_ASSERT(tree.nodes.size() < (std::size_t{2} << options.depth));
}

TEST(BoostedTrees, LeavesHaveTheirLeastRows) {
  const Data data = some_data(150, 2, 1, 3);
  BoostingOptions options = plain();
  options.depth = 8;
  options.least_rows = 11;
  const BoostedTrees trees = boost(data.names(), data.x, {0}, squared(data.y), options);
  std::map<double, int> rows;
  for (const double f : fitted(trees, data.x)) ++rows[f];
  EXPECT_GT(rows.size(), 4U);
  for (const auto& [value, count] : rows) EXPECT_GE(count, 11) << value;
}

TEST(BoostedTrees, SameForAnyNumberOfThreadsAndSeedsMatter) {
  const Data data = some_data(500, 6, 3, 8);
  BoostingOptions options{.rounds = 8, .least_rows = 10, .row_share = 0.5, .feature_share = 0.5, .seed = 4};
  const BoostedTrees one = boost(data.names(), data.x, {0, 0, 0}, squared(data.y), options);
  options.execution.threads = 4;
  EXPECT_EQ(boost(data.names(), data.x, {0, 0, 0}, squared(data.y), options), one);
  options.seed = 5;
  EXPECT_NE(boost(data.names(), data.x, {0, 0, 0}, squared(data.y), options), one);
}

TEST(BoostedTrees, MonotoneChangesOfAFeatureChangeNothing) {
  Data data = some_data(300, 2, 1, 9);
  const BoostingOptions options = [] {
    BoostingOptions o = plain();
    o.rounds = 6;
    o.bins = 16;
    return o;
  }();
  const std::vector<double> before = fitted(boost(data.names(), data.x, {0}, squared(data.y), options), data.x);
  for (double& v : data.x) v = std::exp(v);
  EXPECT_EQ(fitted(boost(data.names(), data.x, {0}, squared(data.y), options), data.x), before);
}

TEST(BoostedTrees, NothingToLearnFrom) {
  const std::vector<double> y{1, 5}, single{1};
  const auto one = boost({"x"}, std::vector<double>{3}, {4}, squared(single), plain());
  EXPECT_THAT(evaluate(one, std::vector<double>{9}), ElementsAre(1));
  const std::vector<double> constant{2, 2}, missing{kMissing, kMissing};
  for (const auto& x : {constant, missing}) {
    const auto trees = boost({"x"}, x, {0}, squared(y), plain());
    EXPECT_THAT(trees.trees[0].nodes, SizeIs(1));
    EXPECT_THAT(fitted(trees, x), Each(DoubleNear(3, 1e-15)));
  }
  const auto flat = boost(
      {"x"}, constant, {0},
      [](auto, auto first, auto second) {
        std::fill(first.begin(), first.end(), 0.0);
        std::fill(second.begin(), second.end(), 0.0);
        return 0.0;
      },
      plain());
  EXPECT_THAT(fitted(flat, constant), ElementsAre(0, 0));
}

TEST(BoostedTrees, ThresholdsSeparateNeighbouringDoubles) {
  const double next = std::nextafter(1.0, 2.0), last = std::numeric_limits<double>::max();
  const std::vector<double> x{1, next, -last, last}, y{1, 2, 3, 4};
  EXPECT_THAT(fitted(boost({"x"}, x, {0}, squared(y), plain()), x), ElementsAre(1, 2, 3, 4));
}

TEST(BoostedTrees, CancelledBetweenRounds) {
  const Data data = some_data(50, 2, 1, 1);
  BoostingOptions options;
  std::size_t told = 0;
  options.execution.progress = [&](std::size_t done, std::size_t total) {
    EXPECT_EQ(total, 100U);
    told = done;
    return done < 3;
  };
  EXPECT_THROW((void)boost(data.names(), data.x, {0}, squared(data.y), options), Cancelled);
  EXPECT_EQ(told, 3U);
}

TEST(BoostedTrees, RefusesWhatItCannotUse) {
  const std::vector<double> x{1, 2, 3, 4}, y{1, 2};
  const auto with = [&](auto change) {
    return [&, change] {
      BoostingOptions options;
      change(options);
      (void)boost({"a", "b"}, x, {0}, squared(y), options);
    };
  };
  const auto boosted = [&](std::vector<std::string> names, std::vector<double> data, std::vector<double> start) {
    return [&, names, data, start] { (void)boost(names, data, start, squared(y)); };
  };
  const auto derivatives = [&](double first, double second) {
    return [&, first, second] {
      (void)boost({"a", "b"}, x, {0}, [=](auto, auto g, auto h) {
        std::fill(g.begin(), g.end(), first);
        std::fill(h.begin(), h.end(), second);
        return 0.0;
      });
    };
  };
  expect_refused({
      {"tuning::boost: rounds must be in [1, 100,000]; got 0", with([](auto& o) { o.rounds = 0; })},
      {"learning_rate must be in (0, 1]; got NaN", with([](auto& o) { o.learning_rate = kMissing; })},
      {"depth must be in [1, 16]; got 17", with([](auto& o) { o.depth = 17; })},
      {"least_rows must be >= 1; got 0", with([](auto& o) { o.least_rows = 0; })},
      {"ridge must be >= 0 and finite; got -1", with([](auto& o) { o.ridge = -1; })},
      {"row_share must be in (0, 1]; got 0", with([](auto& o) { o.row_share = 0; })},
      {"feature_share must be in (0, 1]; got 1.5", with([](auto& o) { o.feature_share = 1.5; })},
      {"bins must be in [2, 255]; got 256", with([](auto& o) { o.bins = 256; })},
      {"1 to 10,000 features are needed; got 0", boosted({}, x, {0})},
      {"features must have names of their own; got \"a\" twice", boosted({"a", "a"}, x, {0})},
      {"x must be whole rows of 2 features; got 3 numbers", boosted({"a", "b"}, {1, 2, 3}, {0})},
      {"x must be whole rows of 2 features; got 0 numbers", boosted({"a", "b"}, {}, {0})},
      {"values must be finite or NaN; got inf of \"b\" in row 1", boosted({"a", "b"}, {1, 2, 3, INFINITY}, {0})},
      {"at least one output is needed; got none", boosted({"a", "b"}, x, {})},
      {"starts must be finite; got NaN", boosted({"a", "b"}, x, {kMissing})},
      {"first derivatives must be finite; got NaN of output 0 in row 0", derivatives(kMissing, 1)},
      {"second derivatives must be finite and >= 0; got -1 of output 0 in row 0", derivatives(1, -1)},
      {"a loss is needed",
       [&] {
         (void)boost({"a", "b"}, x, {0}, {});
       }},
      {"tuning::evaluate: a row must have 2 features; got 1",
       [&] {
         (void)evaluate(boost({"a", "b"}, x, {0}, squared(y)), std::vector<double>{1});
       }},
  });
}

TEST(BoostedTrees, ValidateRefusesWhatWouldNotEnd) {
  const RegressionTree stump{{{.feature = 0, .threshold = 1, .left = 1, .right = 2}, {.values = {1}}, {.values = {2}}}};
  const BoostedTrees good{{"a"}, {0}, {stump}};
  EXPECT_NO_THROW(validate(good));
  const auto with = [&](auto change) {
    return [&, change] {
      BoostedTrees trees = good;
      change(trees);
      validate(trees);
    };
  };
  const auto root = [&](auto change) { return with([=](BoostedTrees& t) { change(t.trees[0].nodes[0]); }); };
  expect_refused({
      {"tuning::validate: children must lie behind their parent, among 3 nodes; got 0 in node 0 of tree 0",
       root([](auto& n) { n.left = 0; })},
      {"children must lie behind their parent, among 3 nodes; got 3", root([](auto& n) { n.right = 3; })},
      {"children must lie behind their parent, among 3 nodes; got 1 in node 1 of tree 0",
       with([](auto& t) { t.trees[0].nodes[1].left = 1; })},
      {"a feature must be one of 1; got 7", root([](auto& n) { n.feature = 7; })},
      {"thresholds must be finite; got NaN", root([](auto& n) { n.threshold = kMissing; })},
      {"leaves must be in [-1e100, 1e100]; got inf", with([](auto& t) { t.trees[0].nodes[2].values[0] = INFINITY; })},
      {"starts must be in [-1e100, 1e100]; got NaN", with([](auto& t) { t.start[0] = kMissing; })},
      {"a tree must have a node; got none in tree 0", with([](auto& t) { t.trees[0].nodes.clear(); })},
      {"a leaf must have a value for each of 2 outputs; got 1 in node 1 of tree 0",
       with([](auto& t) { t.start.push_back(0); })},
      {"a leaf must have a value for each of 1 outputs; got 0 in node 2 of tree 0",
       with([](auto& t) { t.trees[0].nodes[2].values.clear(); })},
      {"trees must have an output; got none", with([](auto& t) { t.start.clear(); })},
      {"features must have names of their own; got \"a\" twice", with([](auto& t) { t.features.push_back("a"); })},
      {"features must have names", with([](auto& t) { t.features[0].clear(); })},
      {"1 to 10,000 features are needed; got 0", with([](auto& t) { t.features.clear(); })},
  });
}

// 100,000 rows, 40 features, 20 outputs, 100 rounds: a minute on two cores. Run by hand.
TEST(BoostedTrees, DISABLED_Speed) {
  const Data data = some_data(100'000, 40, 20, 1);
  BoostingOptions options;
  options.execution.threads = 2;
  const BoostedTrees trees = boost(data.names(), data.x, std::vector(20, 0.0), squared(data.y), options);
  EXPECT_THAT(trees.trees, SizeIs(100));
}

}  // namespace
}  // namespace foreplan::tuning
