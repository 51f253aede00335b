#include <foreplan/stats/distributions.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::stats {
namespace {

TEST(NormalRange, AgreesWithQuadratureOfFortyDigits) {
  std::size_t checked = 0;
  for (const auto& [name, of] : reference::read_lines("normal_range.txt")) {
    const auto count = static_cast<std::size_t>(of[0]);
    if (name.starts_with("upper"))
      EXPECT_NEAR(normal_range_upper(of[1], count) / of[2], 1, 2e-13) << name;
    else
      EXPECT_NEAR(normal_range_upper_quantile(of[1], count) / of[2], 1, 2e-13) << name;
    ++checked;
  }
  EXPECT_EQ(checked, 17u);
}

/// R's ptukey errs by up to 3e-7 here, at 50 and 3.5 (the reference of forty digits has this place too); its qtukey
/// has four digits.
TEST(NormalRange, AgreesWithRsStudentizedRange) {
  const reference::Lines all = reference::read_lines("forecast_comparison.txt");
  const std::vector<std::pair<std::string, std::size_t>> counts{
      {"two", 2}, {"three", 3}, {"four", 4}, {"ten", 10}, {"fifty", 50}};
  const std::vector<std::pair<std::string, double>> places{{"low", 0.5}, {"middle", 2}, {"high", 3.5}, {"far", 5}};
  for (const auto& [count_name, count] : counts)
    for (const auto& [place_name, x] : places)
      EXPECT_NEAR(normal_range_upper(x, count), reference::line(all, "tukey " + count_name + " " + place_name)[0], 5e-7)
          << count_name << place_name;
  for (std::size_t k = 2; k <= 10; ++k)
    EXPECT_NEAR(normal_range_upper_quantile(0.05, k), reference::line(all, "qtukey")[k - 2], 1e-4) << k;
}

/// The range of two is |difference|, normal with standard deviation sqrt(2).
TEST(NormalRange, OfTwoIsNormal) {
  for (const double x : {1e-3, 0.1, 1.0, 4.0, 12.0, 25.0})
    EXPECT_NEAR(normal_range_upper(x, 2) / (2 * normal_upper(x / std::sqrt(2))), 1, 1e-13) << x;
  for (const double p : {1e-90, 1e-8, 0.05, 0.5, 0.99})
    EXPECT_NEAR(normal_range_upper_quantile(p, 2), -std::sqrt(2) * normal_quantile(p / 2), 1e-12) << p;
}

TEST(NormalRange, QuantilesAreInverse) {
  for (const std::size_t count : {3u, 7u, 100u, 20'000u, 1'000'000u})
    for (const double p : {1e-100, 1e-12, 0.01, 0.1, 0.9, 0.999})
      EXPECT_NEAR(normal_range_upper(normal_range_upper_quantile(p, count), count) / p, 1, 1e-12) << count << " " << p;
}

TEST(NormalRange, EndsAreCertain) {
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_EQ(normal_range_upper(0, 4), 1);
  EXPECT_EQ(normal_range_upper(-infinite, 4), 1);
  EXPECT_EQ(normal_range_upper(infinite, 4), 0);
  EXPECT_NEAR(normal_range_upper(1e-9, 1'000'000), 1, 1e-13);
}

TEST(NormalRange, RefusesBadInput) {
  testing::expect_refused({
      {"stats::normal_range_upper: x must be a number; got NaN", [] { (void)normal_range_upper(std::nan(""), 3); }},
      {"stats::normal_range_upper: count must be in [2, 1e6]; got 1", [] { (void)normal_range_upper(1, 1); }},
      {"count must be in [2, 1e6]; got 1000001", [] { (void)normal_range_upper_quantile(0.1, 1'000'001); }},
      {"p must be in [1e-100, 0.999]; got 1", [] { (void)normal_range_upper_quantile(1, 3); }},
      {"p must be in [1e-100, 0.999]; got 0", [] { (void)normal_range_upper_quantile(0, 3); }},
  });
}

}  // namespace
}  // namespace foreplan::stats
