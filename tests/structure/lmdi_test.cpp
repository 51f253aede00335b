#include <foreplan/structure/lmdi.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "reference_table.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

// R's LMDIR (Heun), tests/testthat/test_lmdi.R: two sectors and three factors over four years, and two with zeros.
const Matrix k1971 = matrix({{1, 10, 2}, {4, 5, 3}}), k1972 = matrix({{4, 5, 3}, {5, 6, 4}}),
             k1973 = matrix({{8, 2, 4}, {5, 7, 5}}), k1974 = matrix({{10, 1, 5}, {6, 8, 6}});

void expect_near(const std::vector<double>& got, const std::vector<double>& expected, double tolerance) {
  ASSERT_EQ(got.size(), expected.size());
  for (std::size_t k = 0; k < got.size(); ++k) EXPECT_NEAR(got[k], expected[k], tolerance) << "factor " << k;
}

TEST(LmdiOfLmdir, AgreesInEveryYear) {
  const Lmdi first = lmdi(k1971, k1972), second = lmdi(k1972, k1973), third = lmdi(k1973, k1974);
  EXPECT_EQ(first.first, 80);
  EXPECT_EQ(first.last, 180);
  expect_near(first.additive, {69.79006598, -9.455125793, 39.66505981}, 5e-9);
  expect_near(second.additive, {42.96021467, -34.31902656, 50.3588119}, 5e-9);
  expect_near(third.additive, {54.01064234, -9.021284671, 54.01064234}, 5e-9);
  expect_near(first.multiplicative, {1.761117821, 0.926191306, 1.379410116}, 5e-10);
  expect_near(second.multiplicative, {1.229284572, 0.847970248, 1.273773912}, 5e-10);
  expect_near(third.multiplicative, {1.208140223, 0.968911503, 1.208140223}, 5e-10);
  expect_near({first.terms.values.begin(), first.terms.values.end()},
              {50.47438029, -25.23719014, 14.76280986, 19.31568569, 15.78206435, 24.90224996}, 5e-9);
}

TEST(LmdiOfLmdir, TakesTheLimitsOfZeros) {
  Matrix first = k1971, last = k1972;
  first(0, 0) = 0;
  expect_near(lmdi(first, k1972).terms.values, {60, 0, 0, 19.31568569, 15.78206435, 24.90224996}, 5e-9);
  last(1, 2) = 0;
  expect_near(lmdi(k1971, last).terms.values, {50.47438029, -25.23719014, 14.76280986, 0, 0, -60}, 5e-9);
}

void expect_reference(const std::string& name, LmdiMethod method, const Lmdi& got) {
  static const auto table = reference::values("lmdi.txt");
  const std::string key = name + (method == LmdiMethod::lmdi_1 ? " 1 " : " 2 ");
  for (std::size_t k = 0; k < got.additive.size(); ++k) {
    const double a = table.at(key + "additive " + std::to_string(k)),
                 m = table.at(key + "multiplicative " + std::to_string(k));
    EXPECT_NEAR(got.additive[k], a, 1e-13 * (1 + std::abs(a))) << key << k;
    EXPECT_NEAR(got.multiplicative[k], m, 1e-13 * m) << key << k;
  }
}

// Values by the definitions with 60 digits, and limits by zeros of 10^-(10^15).
TEST(LmdiByDefinition, AgreesInBothMethods) {
  const double q0[] = {10, 40}, e0[] = {30, 20}, q1[] = {40, 40}, e1[] = {80, 16};
  const LmdiFactors industry = activity_structure_intensity(q0, e0, q1, e1);
  EXPECT_EQ(industry.names, (std::vector<std::string>{"activity", "structure", "intensity"}));
  const Matrix zeros0 = matrix({{2, 3, 5}, {0, 3, 4}, {2, 3, 1}, {0, 0, 7}, {0, 2, 2}}),
               zeros1 = matrix({{3, 4, 4}, {5, 2, 3}, {1, 0, 3}, {2, 2, 1}, {0, 0, 3}});
  for (const LmdiMethod method : {LmdiMethod::lmdi_1, LmdiMethod::lmdi_2}) {
    expect_reference("industry", method, lmdi(industry.first, industry.last, {.method = method}));
    expect_reference("zeros", method, lmdi(zeros0, zeros1, {.method = method}));
  }
}

const std::vector<std::vector<std::string>> kPaths{{"a"}, {"a"}, {"b"}, {"b"}};
const std::vector<double> kQ0{5, 5, 10, 30}, kE0{20, 10, 8, 12}, kQ1{12, 8, 30, 30}, kE1{30, 10, 15, 9};

// The data of Xu & Ang (2014), two groups of two sectors; their printed results were not to be had.
TEST(LmdiOfLevels, SplitsStructureByLevel) {
  const LmdiFactors f = activity_structure_intensity(kQ0, kE0, kQ1, kE1, kPaths);
  EXPECT_EQ(f.names, (std::vector<std::string>{"activity", "structure 1", "structure 2", "intensity"}));
  for (const LmdiMethod method : {LmdiMethod::lmdi_1, LmdiMethod::lmdi_2})
    expect_reference("levels", method, lmdi(f.first, f.last, {.method = method}));
  const LmdiFactors flat = activity_structure_intensity(kQ0, kE0, kQ1, kE1);
  const Lmdi nested = lmdi(f.first, f.last), plain = lmdi(flat.first, flat.last);
  EXPECT_NEAR(nested.additive[1] + nested.additive[2], plain.additive[1], 1e-13);
  EXPECT_NEAR(nested.additive[3], plain.additive[2], 1e-13);
}

TEST(LmdiOfLevels, IsConsistentInAggregation) {
  const LmdiFactors f = activity_structure_intensity(kQ0, kE0, kQ1, kE1, kPaths);
  const Lmdi whole = lmdi(f.first, f.last);
  const std::vector<LmdiGroup> groups = lmdi_by_group(whole, kPaths);
  ASSERT_EQ(groups.size(), 3u);
  EXPECT_TRUE(groups[0].path.empty());
  EXPECT_EQ(groups[0].part, whole);
  EXPECT_EQ(groups[2].path, std::vector<std::string>{"b"});
  const auto weight = [](const Lmdi& d) { return logarithmic_mean(d.last, d.first); };
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_NEAR(groups[1].part.additive[k] + groups[2].part.additive[k], whole.additive[k], 1e-13);
    double log_d = 0;
    for (const std::size_t g : {1, 2}) log_d += weight(groups[g].part) * std::log(groups[g].part.multiplicative[k]);
    EXPECT_NEAR(log_d / weight(whole), std::log(whole.multiplicative[k]), 1e-14);
  }
  Matrix first = filled_matrix(2, 4), last = first;
  for (std::size_t c = 0; c < 8; ++c) {
    first.values[c] = f.first.values[8 + c];
    last.values[c] = f.last.values[8 + c];
  }
  EXPECT_EQ(lmdi(first, last), groups[2].part) << "a group's part is its own decomposition";
  const auto by_second = lmdi_by_group(lmdi(f.first, f.last, {.method = LmdiMethod::lmdi_2}), kPaths);
  EXPECT_TRUE(by_second[1].part.multiplicative.empty());
}

TEST(LmdiOfLevels, CountsWhatComesAndGoesAsStructure) {
  const double q0[] = {0, 4, 6}, e0[] = {0, 8, 3}, q1[] = {2, 5, 0}, e1[] = {7, 9, 0};
  const LmdiFactors f = activity_structure_intensity(q0, e0, q1, e1);
  EXPECT_EQ(f.first(0, 2), 3.5);
  EXPECT_EQ(f.last(2, 2), 0.5);
  const Lmdi d = lmdi(f.first, f.last);
  EXPECT_EQ(d.terms(0, 1), 7);
  EXPECT_EQ(d.terms(2, 1), -3);
  EXPECT_EQ(d.terms(0, 2), 0);
  const double nothing[] = {0, 0}, some[] = {1, 1};
  const LmdiFactors never = activity_structure_intensity(std::span(q0, 2), std::span(e0, 2), std::span(q0, 2),
                                                         std::span(e0, 2), {{"a"}, {"b"}});
  EXPECT_EQ(lmdi(never.first, never.last).additive, std::vector<double>(4, 0));
  EXPECT_THROW((void)activity_structure_intensity(nothing, nothing, some, some), InvalidArgument);
}

TEST(LogarithmicMean, KeepsItsDigitsNearEquality) {
  const auto table = reference::values("lmdi.txt");
  const std::pair<std::string, std::pair<double, double>> cases[] = {{"mean 1 1.0000000001", {1, 1.0000000001}},
                                                                     {"mean 1 1.001", {1, 1.001}},
                                                                     {"mean 3 7", {3, 7}},
                                                                     {"mean 1e-200 1e150", {1e-200, 1e150}}};
  for (const auto& [name, x] : cases) {
    EXPECT_NEAR(logarithmic_mean(x.first, x.second) / table.at(name), 1, 5e-16) << name;
    EXPECT_EQ(logarithmic_mean(x.first, x.second), logarithmic_mean(x.second, x.first)) << name;
  }
  EXPECT_EQ(logarithmic_mean(3, 3), 3);
  EXPECT_EQ(logarithmic_mean(0, 3), 0);
  EXPECT_EQ(logarithmic_mean(0, 0), 0);
}

struct Case {
  Matrix first{}, last{};
};
/// Factors between 1e-3 and 1e3, some of them 0 if `zeros`, some a hair's breadth from where they were.
Case any_case(bool zeros) {
  const auto sectors = *rc::gen::inRange<std::size_t>(1, 9), factors = *rc::gen::inRange<std::size_t>(1, 7);
  Case c{filled_matrix(sectors, factors), filled_matrix(sectors, factors)};
  for (std::size_t i = 0; i < c.first.values.size(); ++i) {
    const auto draw = [&] { return *rc::gen::inRange(zeros ? -200'000 : 1, 1'000'000) / 1000.0; };
    c.first.values[i] = std::max(0.0, draw());
    c.last.values[i] = *rc::gen::inRange(0, 4) == 0 ? c.first.values[i] * (1 + 1e-13) : std::max(0.0, draw());
  }
  return c;
}

TEST(LmdiProperties, TermsAddUpToChangeAndRatio) {
  EXPECT_TRUE(rc::check("no residual", [] {
    for (const bool zeros : {false, true}) {
      const Case c = any_case(zeros);
      const Lmdi d = lmdi(c.first, c.last);
      const double sum = std::accumulate(d.additive.begin(), d.additive.end(), 0.0);
      double size = d.first + d.last;
      for (const double t : d.terms.values) size += std::abs(t);
      RC_ASSERT(std::abs(sum - d.change) <= 1e-12 * size);
      if (std::isnan(d.ratio)) {
        RC_ASSERT(d.first == 0 || d.last == 0);
        continue;
      }
      double product = 1;
      for (const double m : d.multiplicative) product *= m;
      RC_ASSERT(std::abs(product / d.ratio - 1) <= 1e-12);
      const double mean = logarithmic_mean(d.first, d.last);
      for (std::size_t k = 0; k < d.additive.size(); ++k)
        RC_ASSERT(std::abs(std::log(d.multiplicative[k]) * mean - d.additive[k]) <= 1e-12 * size);
      if (zeros) continue;
      const Lmdi second = lmdi(c.first, c.last, {.method = LmdiMethod::lmdi_2});
      RC_ASSERT(std::abs(std::accumulate(second.additive.begin(), second.additive.end(), -d.change)) <= 1e-12 * size);
    }
  }));
}

TEST(LmdiProperties, GoesBackTheWayItCame) {
  EXPECT_TRUE(rc::check("time reversal", [] {
    const Case c = any_case(false);
    for (const LmdiMethod method : {LmdiMethod::lmdi_1, LmdiMethod::lmdi_2}) {
      const Lmdi there = lmdi(c.first, c.last, {.method = method}), back = lmdi(c.last, c.first, {.method = method});
      for (std::size_t k = 0; k < there.additive.size(); ++k) {
        RC_ASSERT(std::abs(there.additive[k] + back.additive[k]) <= 1e-12 * (there.first + there.last));
        RC_ASSERT(std::abs(there.multiplicative[k] * back.multiplicative[k] - 1) <= 1e-12);
      }
    }
  }));
}

TEST(LmdiProperties, TermsOfOneSectorKeepTheirDigitsWhenHardlyAnythingMoves) {
  const double step = 1e-12;
  const Lmdi d = lmdi(matrix({{2, 3}}), matrix({{2 * (1 + step), 3 * (1 - 2 * step)}}));
  // Of first order: V dln x, with the steps as they are in doubles.
  EXPECT_NEAR(d.additive[0] / (6 * std::log1p((2 * (1 + step) - 2) / 2)), 1, 1e-11);
  EXPECT_NEAR(d.additive[1] / (6 * std::log1p((3 * (1 - 2 * step) - 3) / 3)), 1, 1e-11);
}

TEST(LmdiOfNegatives, DecomposesFactorsThatKeepTheirSign) {
  const Lmdi plus = lmdi(matrix({{2, 5}}), matrix({{3, 4}})), minus = lmdi(matrix({{-2, 5}}), matrix({{-3, 4}}));
  EXPECT_NEAR(minus.additive[0], -plus.additive[0], 1e-14);
  EXPECT_NEAR(minus.additive[1], -plus.additive[1], 1e-14);
  EXPECT_NEAR(minus.multiplicative[0], plus.multiplicative[0], 1e-14);
  const Lmdi mixed = lmdi(matrix({{-2, 5}, {1, 9}}), matrix({{-3, 4}, {2, 9}}));  // V from -1 to 6
  EXPECT_NEAR(mixed.additive[0] + mixed.additive[1], 7, 1e-14);
  EXPECT_TRUE(std::isnan(mixed.ratio) && std::isnan(mixed.multiplicative[1]));
}

TEST(LmdiOfSmallValues, ApproachesTheLimitSlowly) {
  Matrix first = k1971;
  first(0, 0) = 0;
  const double limit = lmdi(first, k1972).additive[0];
  double last = std::numeric_limits<double>::infinity();
  for (const double small : {1e-3, 1e-10, 1e-20, 1e-200}) {
    const Lmdi d = lmdi(first, k1972, {.zeros = LmdiZeros::small_value, .small_value = small});
    const double off = std::abs(d.additive[0] - limit);
    EXPECT_LT(off, last);
    last = off;
    EXPECT_NEAR(std::accumulate(d.additive.begin(), d.additive.end(), 0.0), d.change, 1e-12);
  }
}

Frame frame(const std::vector<std::string>& names, const std::vector<std::vector<double>>& values) {
  std::vector<Series> series;
  for (std::size_t i = 0; i < names.size(); ++i) series.push_back({names[i], 1971, Unit{}, values[i]});
  return Frame(series);
}
const std::vector<LmdiSeries> kSeries{{"factor 1", frame({"one", "two"}, {{1, 4, 8, 10}, {4, 5, 5, 6}})},
                                      {"factor 2", frame({"two", "one"}, {{5, 6, 7, 8}, {10, 5, 2, 1}})},
                                      {"factor 3", frame({"one", "two"}, {{2, 3, 4, 5}, {3, 4, 5, 6}})}};

TEST(LmdiChainOfYears, AddsAndMultipliesTheLinks) {
  const Unit unit = Unit::physical("J", 15);
  const LmdiChain chain = lmdi_chain(kSeries, {1971, 1974}, unit);
  ASSERT_EQ(chain.links.size(), 3u);
  EXPECT_EQ(chain.links[0], lmdi(k1971, k1972));
  EXPECT_EQ(chain.links[2], lmdi(k1973, k1974));
  EXPECT_EQ(chain.additive["factor 2"].unit, unit);
  EXPECT_NEAR(chain.additive.at("factor 1", 1974), 69.79006598 + 42.96021467 + 54.01064234, 2e-8);
  EXPECT_NEAR(chain.multiplicative.at("factor 3", 1974), 1.379410116 * 1.273773912 * 1.208140223, 2e-9);
  EXPECT_EQ(chain.additive.at("factor 1", 1971), 0);
  double sum = 0, product = 1;
  for (const std::string& factor : chain.factors) {
    sum += chain.additive.at(factor, 1974);
    product *= chain.multiplicative.at(factor, 1974);
  }
  EXPECT_NEAR(sum, 258, 1e-12);
  EXPECT_NEAR(product, 338.0 / 80, 1e-12);
  EXPECT_EQ(lmdi(kSeries, 1971, 1974), lmdi(k1971, k1974));
}

TEST(LmdiChainOfYears, SpreadsASeriesThatSectorsShare) {
  const std::vector<LmdiSeries> shared{{"activity", frame({"total"}, {{50, 80}})},
                                       {"structure", frame({"one", "two"}, {{0.2, 0.5}, {0.8, 0.5}})},
                                       {"intensity", frame({"one", "two"}, {{3, 2}, {0.5, 0.4}})}};
  expect_reference("industry", LmdiMethod::lmdi_1, lmdi(shared, 1971, 1972));
}

TEST(LmdiBadInput, IsRefusedWithPlace) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  const auto of = [](const Matrix& a, const Matrix& b, const LmdiOptions& o = {}) {
    return [=] { (void)lmdi(a, b, o); };
  };
  Matrix nan = k1971, zero = k1971, negative = k1971, huge = k1971;
  nan(1, 2) = kNaN;
  zero(0, 1) = 0;
  negative(1, 0) = -4;
  huge(0, 0) = huge(0, 1) = 1e200;
  const LmdiOptions second{.method = LmdiMethod::lmdi_2};
  const auto chain = [](std::vector<LmdiSeries> f, PeriodRange r = {1971, 1974}) {
    return [=] { (void)lmdi_chain(f, r, {}); };
  };
  auto repeated = kSeries, missing = kSeries, other = kSeries, none = kSeries, unnamed = kSeries;
  repeated[2].factor = "factor 1";
  missing[1].values = frame({"two", "one"}, {{5, 6, kNaN, 8}, {10, 5, 2, 1}});
  other[2].values = frame({"one", "twoo"}, {{2, 3, 4, 5}, {3, 4, 5, 6}});
  none[0].values = {};
  unnamed[0].factor = "";
  auto more = kSeries;
  more[1].values = frame({"two", "one", "three"}, {{1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}});
  testing::expect_refused({
      {"structure::lmdi: first and last must be of one size, sectors x factors, at least 1 x 1; got 2 x 3 and 3 x 2",
       of(k1971, transposed(k1971))},
      {"got 0 x 0 and 0 x 0", of({}, {})},
      {"factors must be finite; got NaN in sector 1, factor 2, first", of(nan, k1972)},
      {"factors must not be 0; got 0 in sector 0, factor 1, last", of(k1971, zero, {.zeros = LmdiZeros::refuse})},
      {"a factor must keep its sign; got -4 and 5 in sector 1, factor 0", of(negative, k1972)},
      {"the product of a sector's factors must be in the range of doubles; got inf in sector 0, first",
       of(huge, k1972)},
      {"small_value must be > 0 and finite; got 0", of(k1971, k1972, {.small_value = 0})},
      {"the aggregate must keep its sign and not be 0 for LMDI-II; got 0 and 1",
       of(matrix({{0}}), matrix({{1}}), second)},
      {"LMDI-II needs sectors that are not 0 in both periods", of(matrix({{0}, {1}}), matrix({{1}, {0}}), second)},
      {"structure::logarithmic_mean: values must be >= 0 and finite; got -1", [] { (void)logarithmic_mean(1, -1); }},
      {"structure::lmdi_by_group: paths must be as many as sectors, 2; got 1",
       [] { (void)lmdi_by_group(lmdi(k1971, k1972), {{"a"}}); }},
      {"paths must be of one length, at least 1; got 2 and 1 for sector 1",
       [] {
         (void)lmdi_by_group(lmdi(k1971, k1972), {{"a"}, {"a", "b"}});
       }},
      {"groups must have names; got \"\" for sector 1",
       [] {
         (void)lmdi_by_group(lmdi(k1971, k1972), {{"a"}, {""}});
       }},
      {"an aggregate needs activity; got 3 without for sector 0, last",
       [] {
         const double q[] = {1}, none_[] = {0}, e[] = {3};
         (void)activity_structure_intensity(q, e, none_, e);
       }},
      {"activity and aggregate must be >= 0 and finite; got -1 for sector 0, first",
       [] {
         const double q[] = {-1}, e[] = {3};
         (void)activity_structure_intensity(q, e, e, e);
       }},
      {"structure::lmdi_chain: a factor must be named once; got \"factor 1\"", chain(repeated)},
      {"factors must be finite; got NaN in sector \"one\", factor \"factor 2\", 1973", chain([&] {
         auto m = kSeries;
         m[1].values = frame({"two", "one"}, {{5, 6, 7, 8}, {10, 5, kNaN, 1}});
         return m;
       }())},
      {"factors must be finite; got NaN in sector \"two\", factor \"factor 2\", 1973", chain(missing)},
      {"factors must have the same sectors; got no \"two\" (nearest is \"twoo\") for factor \"factor 3\"",
       chain(other)},
      {"factors must have the same sectors; got \"three\" for factor \"factor 2\"", chain(more)},
      {"a factor must have a series; got none for factor \"factor 1\"", chain(none)},
      {"factors must have names", chain(unnamed)},
      {"at least one factor is needed", chain({})},
      {"a chain needs two periods; got 1971-1971", chain(kSeries, {1971, 1971})},
  });
  testing::expect_refused<PeriodMismatch>({{"1975", chain(kSeries, {1971, 1975})}});
  auto units = kSeries;
  units[0].values = Frame({{"one", 1971, Unit::physical("t"), {1, 1, 1, 1}}, {"two", 1971, Unit{}, {1, 1, 1, 1}}});
  testing::expect_refused<UnitMismatch>({{"structure::lmdi_chain: units must agree", chain(units)}});
}

TEST(LmdiNames, AreWords) {
  EXPECT_EQ(to_string(LmdiMethod::lmdi_2), "lmdi_2");
  EXPECT_EQ(to_string(LmdiZeros::analytical_limit), "analytical_limit");
}

}  // namespace
}  // namespace foreplan::structure
