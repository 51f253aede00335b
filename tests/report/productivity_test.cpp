#include <foreplan/core/errors.hpp>
#include <foreplan/report/productivity.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "structure/vietnam.hpp"

namespace foreplan::report {
namespace {

using structure::WithinShift;
using ::testing::HasSubstr;
using ::testing::Not;

structure::ProductivityData vietnam() {
  return {reference::vietnam_etd("VA_Q15"), reference::vietnam_etd("EMP"), reference::vietnam_etd("VA"), {}};
}

TEST(ConventionTable, HasTheKnownAnswersUnderTheirConventionsNames) {
  const auto all = structure::compare_conventions(vietnam(), 1990, 2018);
  const std::string text = markdown(convention_table(all));
  EXPECT_THAT(text, HasSubstr("Productivity 1990–2018: +210.66 %"));
  EXPECT_THAT(text, HasSubstr("| Base shares | one | 56.24 % |"));
  EXPECT_THAT(text, HasSubstr("| Mean shares | one | −75.04 % |"));
  EXPECT_THAT(text, HasSubstr("| Base shares | chained |"));
  const std::string since = markdown(convention_table(structure::compare_conventions(vietnam(), 2010, 2018)));
  EXPECT_THAT(since, HasSubstr("| GEAD | one | 78.53 % | +34.61 | +9.47 | +13.62 | −4.16 | – | 0.00 |"));
  EXPECT_THAT(since, HasSubstr("| TRAD | one | 78.53 % | +34.61 | +11.58 | +16.10 | −4.52 | – | −2.11 |"));
  EXPECT_THAT(markdown(convention_table(all, Language::vietnamese), Language::vietnamese),
              HasSubstr("| Tỷ trọng kỳ gốc | một | 56,24% |"));
}

TEST(ProductivityTable, HasTheTermsOfItsConventionAndTheirSums) {
  const auto gead = structure::decompose_productivity(vietnam(), 2010, 2018, WithinShift::gead);
  const Table t = productivity_table(gead);
  EXPECT_EQ(t.columns.size(), 6u);
  EXPECT_EQ(t.rows.size(), 13u);
  EXPECT_EQ(t.totals, 1u);
  const std::string text = markdown(t);
  EXPECT_THAT(text, HasSubstr("+34.61"));
  EXPECT_THAT(text, HasSubstr("GEAD"));
  EXPECT_THAT(text, HasSubstr("+44.08"));
  EXPECT_EQ(productivity_table(structure::decompose_productivity(vietnam(), 2010, 2018, WithinShift::midpoint))
                .columns.size(),
            4u);
  EXPECT_EQ(
      productivity_table(structure::decompose_productivity(vietnam(), 2010, 2018, WithinShift::diewert)).columns.size(),
      7u);
}

TEST(ProductivityChart, ShowsWithinAndBetweenByPeriodAndBySector) {
  const auto chain = structure::chain_productivity(vietnam(), 2010, 2018, WithinShift::base_share);
  const BarChart chart = productivity_chart(chain);
  ASSERT_EQ(chart.categories.size(), 8u);
  EXPECT_EQ(chart.categories.front(), "2011");
  for (std::size_t i = 0; i < 8; ++i)
    EXPECT_NEAR(chart.parts[0].values[i] + chart.parts[1].values[i], 100 * chain.periods[i].growth, 1e-12);
  EXPECT_THAT(chart.note, HasSubstr("Base shares"));
  const ComparisonChart sectors = productivity_chart(chain.horizon, Language::vietnamese);
  ASSERT_EQ(sectors.rows.size(), 12u);
  EXPECT_EQ(sectors.rows[2].name, "Manufacturing");
  EXPECT_EQ(sectors.rows[2].values[0].value, 100 * chain.horizon.sectors[2].within);
  EXPECT_THAT(svg(sectors), HasSubstr("Nội bộ khu vực"));
  EXPECT_THAT(svg(chart), HasSubstr("2018"));
}

TEST(ProductivityReports, RefuseNothingToShow) {
  EXPECT_THROW((void)productivity_table({}), InvalidArgument);
  EXPECT_THROW((void)convention_table({}), InvalidArgument);
  EXPECT_THROW((void)productivity_chart(structure::ShiftDecomposition{}), InvalidArgument);
  EXPECT_THROW((void)productivity_chart(structure::ChainedDecomposition{}), InvalidArgument);
  const auto a = structure::decompose_productivity(vietnam(), 2010, 2018, WithinShift::gead),
             b = structure::decompose_productivity(vietnam(), 2011, 2018, WithinShift::gead);
  EXPECT_THROW((void)convention_table({a, b}), InvalidArgument);
}

TEST(NamesOfConventions, DifferFromEachOther) {
  std::vector<std::string> names;
  for (const WithinShift convention : structure::within_shifts()) {
    EXPECT_THAT(names, Not(::testing::Contains(name_of(convention))));
    names.push_back(name_of(convention));
  }
}

}  // namespace
}  // namespace foreplan::report
