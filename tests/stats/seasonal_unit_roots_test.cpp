#include <foreplan/stats/seasonal_unit_roots.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::stats {
namespace {

const reference::Lines& tests() {
  static const reference::Lines all = reference::read_lines("unit_roots.txt");
  return all;
}
const std::vector<double>& series(const std::string& name) { return reference::line(tests(), "series " + name); }
std::size_t season(const std::string& name) {
  return static_cast<std::size_t>(reference::line(tests(), "season " + name)[0]);
}

struct Words {
  std::string name;
  HegyOptions options;
};

/// "hegy air trend1 dummies0 lag2"
Words words_of(const std::string& words) {
  const auto digit = [&](const std::string& word) { return words[words.find(word) + word.size()] - '0'; };
  return {words.substr(5, words.find(' ', 5) - 5),
          {.deterministic = digit(" trend") == 1 ? Deterministic::trend : Deterministic::constant,
           .seasonal_dummies = digit(" dummies") == 1,
           .lags = static_cast<std::size_t>(digit(" lag"))}};
}

void near(double value, double expected, const std::string& words) {
  EXPECT_NEAR(value, expected, 1e-8 * std::max(1.0, std::abs(expected))) << words;
}

TEST(Hegy, AgreesWithUroot) {
  const reference::Lines all = reference::read_lines("seasonal_unit_roots.txt");
  ASSERT_GE(all.size(), 40u);
  for (const auto& [words, values] : all) {
    const auto [name, options] = words_of(words);
    const HegyResult result = hegy_test(series(name), season(name), options);
    ASSERT_EQ(result.frequencies.size(), values.size());
    near(result.frequencies.front().statistic, values[0], words);
    near(result.frequencies.back().statistic, values[1], words);
    for (std::size_t k = 1; k + 1 < values.size(); ++k) near(result.frequencies[k].statistic, values[k + 1], words);
  }
}

TEST(Hegy, IsTheRegressionOnTheLagPolynomials) {
  for (const auto& [words, values] : reference::read_lines("seasonal_unit_roots_numpy.txt")) {
    if (!words.starts_with("hegy ")) continue;
    const auto [name, options] = words_of(words);
    const HegyResult result = hegy_test(series(name), season(name), options);
    ASSERT_EQ(result.frequencies.size(), values.size());
    for (std::size_t k = 0; k < values.size(); ++k) near(result.frequencies[k].statistic, values[k], words);
    EXPECT_EQ(result.observations, series(name).size() - season(name) - result.lags);
  }
}

TEST(Hegy, HasThePapersCriticalValues) {
  // 104 observations of quarters with a constant and dummies: one ninth of the way from 100 to 136, in 1 / n 0.1453.
  const HegyResult quarters = hegy_test(series("uk"), 4, {.lags = 0});
  ASSERT_EQ(quarters.observations, 104u);
  const double share = (1 / 100.0 - 1 / 104.0) / (1 / 100.0 - 1 / 136.0);
  EXPECT_NEAR(quarters.frequencies[0].critical_5, -2.95 + share * 0.01, 1e-12);
  EXPECT_NEAR(quarters.frequencies[1].critical_1, 8.74 + share * 0.18, 1e-12);
  EXPECT_NEAR(quarters.frequencies[2].critical_10, -2.63 + share * 0.04, 1e-12);
  // Fewer months than the table has.
  const HegyResult months = hegy_test(series("air"), 12, {.deterministic = Deterministic::trend, .lags = 0});
  EXPECT_EQ(months.frequencies[0].critical_5, -3.28);
  EXPECT_EQ(months.frequencies[3].critical_5, 6.23);
  EXPECT_EQ(months.frequencies[6].critical_10, -2.47);
  EXPECT_EQ(months.frequencies[0].p_value, 0.1);   // -1.25
  EXPECT_EQ(months.frequencies[2].p_value, 0.01);  // 8.81 above 8.33
  const double between = 0.025 + (7.14 - 6.792152295) / (7.14 - 6.23) * 0.025;
  EXPECT_NEAR(months.frequencies[1].p_value, between, 1e-9);
}

TEST(Hegy, ChoosesLagsAndAnswersWhatIsExact) {
  const HegyResult chosen = hegy_test(series("uk"), 4);
  EXPECT_LE(chosen.lags, 4u);
  EXPECT_EQ(chosen, hegy_test(series("uk"), 4, {.lags = chosen.lags}));
  std::vector<double> repeated;
  for (int t = 0; t < 80; ++t) repeated.push_back(t % 4 == 1 ? 3 : 1);
  for (const SeasonalFrequency& f : hegy_test(repeated, 4).frequencies) EXPECT_EQ(f.p_value, 0.1) << f.cycles;
}

TEST(Hegy, RefusesWhatItCannotJudge) {
  using V = std::vector<double>;
  testing::expect_refused({
      {"stats::hegy_test: season_length must be 4 or 12; got 7",
       [] {
         (void)hegy_test(V{2, 1, 3}, 7);
       }},
      {"stats::hegy_test: there must be at least 13 values; got 3",
       [] {
         (void)hegy_test(V{2, 1, 3}, 4);
       }},
      {"stats::hegy_test: seasonal_dummies are for a constant or a trend; got none",
       [] {
         (void)hegy_test(V{2, 1, 3}, 4, {.deterministic = Deterministic::none});
       }},
      {"stats::hegy_test: lags must be fewer than the values; got 9",
       [] {
         (void)hegy_test(V{2, 1, 3}, 4, {.lags = 9});
       }},
      {"stats::hegy_test: values must be finite; got inf at index 1",
       [] {
         (void)hegy_test(V{2, INFINITY, 2, 1, 2, 3, 4, 5, 6, 1, 2, 3, 3, 4, 5}, 4);
       }},
  });
}

}  // namespace
}  // namespace foreplan::stats
