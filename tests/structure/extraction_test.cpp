#include <foreplan/structure/extraction.hpp>
#include <foreplan/structure/leontief.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "germany.hpp"
#include "random_table.hpp"
#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

using reference::germany_1995;

constexpr Extraction kAll[] = {Extraction::sector, Extraction::links, Extraction::purchases, Extraction::ghosh_sales,
                               Extraction::leontief_sales};

TEST(Extraction, AgreesWithInvertingAgain) {
  const reference::Lines lines = reference::read_lines("linkages.txt");
  for (const Extraction e : kAll) {
    std::string name(to_string(e));
    if (e == Extraction::ghosh_sales) name = "sales ghosh";
    if (e == Extraction::leontief_sales) name = "sales leontief";
    for (const std::string& sector : germany_1995().sectors) {
      const ExtractionLoss loss = extract(germany_1995(), sector, e);
      const auto& expected = reference::line(lines, "extract " + name + " " + sector);
      for (std::size_t j = 0; j < 6; ++j) EXPECT_NEAR(loss.output[j], expected[j], 1e-8) << name << ' ' << sector;
    }
  }
}

TEST(Extraction, OfEachIsThatOfOne) {
  for (const Extraction e : kAll) {
    const auto each = extract_each(germany_1995(), e);
    ASSERT_EQ(each.size(), 6u);
    for (const ExtractionLoss& loss : each) {
      const ExtractionLoss one = extract(germany_1995(), loss.sector, e);
      EXPECT_EQ(loss.extraction, e);
      EXPECT_NEAR(loss.total / one.total, 1, 1e-12);
      EXPECT_NEAR(loss.share, loss.total / 3110430, 1e-6);  // the outputs add up to this, as printed
      EXPECT_NEAR(std::accumulate(loss.output.begin(), loss.output.end(), 0.0), loss.total, 1e-9 * loss.total);
    }
  }
}

/// The losses with A or B changed and factored anew.
std::vector<double> by_definition(const InputOutputTable& t, std::size_t k, Extraction e) {
  const std::size_t n = t.sectors.size();
  Matrix m = e == Extraction::ghosh_sales ? allocation_coefficients(t) : input_coefficients(t);
  std::vector<double> given = e == Extraction::ghosh_sales ? intermediate_inputs(t) : intermediate_use(t);
  for (std::size_t i = 0; i < n; ++i) given[i] = t.output[i] - given[i];
  for (std::size_t i = 0; i < n; ++i) {
    const bool row = e != Extraction::purchases;
    const bool column = e == Extraction::purchases || e == Extraction::sector || e == Extraction::links;
    if (e == Extraction::links && i == k) continue;
    if (row) m(k, i) = 0;
    if (column) m(i, k) = 0;
  }
  if (e == Extraction::sector) given[k] = 0;
  const InputOutputSystem system = factor(m);
  std::vector<double> x =
      e == Extraction::ghosh_sales ? system.solve_transposed(given).values : system.solve(given).values;
  for (std::size_t i = 0; i < n; ++i) x[i] = t.output[i] - x[i];
  return x;
}

TEST(ExtractionProperties, OneUpdateIsOneMoreFactorisation) {
  EXPECT_TRUE(rc::check("updates", [] {
    // Primary inputs may be negative: Ghosh's model does not mind.
    const auto n = *rc::gen::inRange<std::size_t>(1, 9);
    const InputOutputTable t = testing::random_table(n);
    const double all = std::accumulate(t.output.begin(), t.output.end(), 0.0);
    for (const Extraction e : kAll) {
      const auto each = extract_each(t, e);
      for (std::size_t k = 0; k < n; ++k) {
        const auto expected = by_definition(t, k, e);
        for (std::size_t j = 0; j < n; ++j) RC_ASSERT(std::abs(each[k].output[j] - expected[j]) < 1e-9 * all);
      }
    }
  }));
}

TEST(ExtractionBadInput, NamesTheNearestSector) {
  testing::expect_refused(
      {{"structure::extract: sectors must be of the table (did you mean \"construction\"?); got "
        "\"constuction\"",
        [] { (void)extract(germany_1995(), "constuction", Extraction::links); }}});
}

}  // namespace
}  // namespace foreplan::structure
