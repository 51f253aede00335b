#include <foreplan/report/structure.hpp>

#include <foreplan/core/errors.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "structure/vietnam.hpp"

namespace foreplan::report {
namespace {

using ::testing::HasSubstr;

/// Shares of GRDP, Tuyen Quang 2010 and 2013, and what the indices of their shift are by hand.
TEST(ShiftTable, HasTheKnownAnswersUnderTheirConventionsNames) {
  const std::vector<double> first = {41.10, 24.23, 34.67}, last = {31.02, 29.93, 39.05};
  const std::string text = markdown(shift_table(first, last));
  for (const char* row :
       {"| Cosine (Moore 1978) | 0.97775 |", "| Angle, degrees | 12.11 |", "| Angle, % of a right angle | 13.45 |",
        "| Norm of absolute values (Michaely, Stoikov) | 0.10080 |", "| Krugman | 0.20160 |", "| Hellinger | 0.07546 |",
        "| Aitchison | 0.37036 |", "| Lilien (1982), weights of the last period | 0.20844 |",
        "| Modified Lilien, mean weights | 0.21413 |", "| Modified Lilien, product weights | 0.12348 |"})
    EXPECT_THAT(text, HasSubstr(row));
  EXPECT_THAT(markdown(shift_table(first, last, Language::vietnamese), Language::vietnamese),
              HasSubstr("| Góc, độ | 12,11 |"));
}

TEST(ShiftTable, RefusesWhatTheIndicesRefuse) {
  EXPECT_THROW((void)shift_table(std::vector<double>{1, 2}, std::vector<double>{1}), InvalidArgument);
  EXPECT_THROW((void)shift_table(std::vector<double>{1, 0}, std::vector<double>{1, 1}), InvalidArgument);
}

Frame two_and_total() {
  const Unit unit = Unit::money("VND", 9, PriceBasis::current());
  return Frame({{"a", 2010, unit, {20, 30}}, {"b", 2010, unit, {70, 60}}, {"gdp", 2010, unit, {100, 100}}});
}

TEST(ShareChart, StacksPartsToAHundred) {
  const AreaChart sum = share_chart(structure::shares(two_and_total(), {"a", "b"}), "Shares");
  ASSERT_EQ(sum.parts.size(), 2u);
  EXPECT_NEAR(sum.parts[0].values[0], 100 * 20.0 / 90, 1e-12);
  EXPECT_EQ(sum.note, "Current prices");
  const AreaChart given = share_chart(structure::shares(two_and_total(), {"a", "b"}, "gdp"));
  ASSERT_EQ(given.parts.size(), 3u);
  EXPECT_EQ(given.parts[2].name, "Other");
  EXPECT_NEAR(given.parts[2].values[1], 10, 1e-12);
  EXPECT_THAT(svg(given), HasSubstr("Other"));
  EXPECT_THROW((void)share_chart({}), InvalidArgument);
  EXPECT_THROW((void)share_chart(structure::shares(two_and_total(), {"a", "gdp"}, "b")), InvalidArgument);
}

TEST(BreakFindings, SayWhatBreaksOrThatNothingDoes) {
  const Findings vietnam = break_findings(structure::structure_breaks(reference::vietnam_etd("VA")));
  ASSERT_EQ(vietnam.items.size(), 3u);  // 1991 and 2008 are inflation: shares stay
  EXPECT_THAT(vietnam.items[1].details[0].text, HasSubstr("inflation"));
  EXPECT_THAT(vietnam.items[2].sentence, HasSubstr("In 2010"));
  EXPECT_THAT(vietnam.items[2].details[0].text, HasSubstr("does not move like this"));
  EXPECT_EQ(vietnam.items[2].tone, Tone::caution);
  const Findings none = break_findings({}, Language::vietnamese);
  ASSERT_EQ(none.items.size(), 1u);
  EXPECT_EQ(none.items[0].tone, Tone::good);
  EXPECT_EQ(none.items[0].badge, "Không gián đoạn");
}

TEST(ShareBreakTable, HasTheDatesOfAllAndOfEachSector) {
  const Frame vietnam = reference::vietnam_etd("VA_Q15");
  const auto fit = structure::fit_share_breaks(
      structure::sum_sectors(vietnam, {{"Manufacturing", {"Manufacturing"}},
                                       {"Trade", {"Trade"}},
                                       {"Rest", {"Agriculture", "Mining", "Construction", "Government"}}}),
      {.each = {.breaks = 1}});
  const std::string text = markdown(share_break_table(fit));
  EXPECT_THAT(text, HasSubstr("| All sectors | 2010 |"));
  EXPECT_THAT(text, HasSubstr("| Manufacturing | 2010 ("));
  EXPECT_THAT(markdown(share_break_table({}, Language::vietnamese), Language::vietnamese),
              HasSubstr("| Mọi khu vực | – |"));
}

}  // namespace
}  // namespace foreplan::report
