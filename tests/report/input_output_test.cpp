#include <foreplan/core/errors.hpp>
#include <foreplan/report/input_output.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "structure/germany.hpp"

namespace foreplan::report {
namespace {

using ::testing::HasSubstr;

TEST(InputOutputReport, ShowsFlowsWithBothBorders) {
  const std::string text = markdown(flow_table(reference::germany_1995()));
  EXPECT_THAT(
      text,
      HasSubstr(
          R"(| industry\_group | 7,930 | 304,584 | 64,167 | 41,082 | 11,981 | 30,360 | 197,792 | 8,588 | 91,692 | 7,559 | 313,711 | )"
          "1,079,446 |"));
  EXPECT_THAT(text, HasSubstr("Intermediate inputs"));
  EXPECT_THAT(text, HasSubstr("18,235"));
  EXPECT_THAT(text, HasSubstr("Million EUR, current prices, basic prices"));
  EXPECT_THAT(markdown(flow_table(reference::germany_1995(), Language::vietnamese), Language::vietnamese),
              HasSubstr("| 1.079.446 |"));
}

TEST(InputOutputReport, ShowsCoefficientsAndMultipliers) {
  // 521,216 of 1,079,446: the intermediate inputs of industry.
  EXPECT_THAT(markdown(coefficient_table(reference::germany_1995())), HasSubstr("0.4829"));
  const auto table = reference::germany_1995();
  const std::string open = markdown(multiplier_table(structure::multipliers(table), table.sectors));
  EXPECT_THAT(open, HasSubstr("Value added, direct and indirect"));
  EXPECT_THAT(open, HasSubstr("0.7647"));  // the manual's
  EXPECT_THAT(open, ::testing::Not(HasSubstr("with households")));
  const std::string closed = markdown(multiplier_table(structure::multipliers(table, structure::households(table)),
                                                       table.sectors, Language::vietnamese),
                                      Language::vietnamese);
  EXPECT_THAT(closed, HasSubstr("Giá trị tăng thêm, tính cả hộ gia đình"));
  EXPECT_THAT(closed, HasSubstr("0,7647"));
  EXPECT_THROW((void)multiplier_table(structure::multipliers(table), {"one"}), InvalidArgument);
}

TEST(InputOutputReport, ShowsWhatExportsContain) {
  const auto table = reference::germany_1995();
  const auto content = structure::trade_content(table);
  const std::string text = markdown(content_table(content, table.unit));
  EXPECT_THAT(text, HasSubstr("| exports | 379,293 | 299,367 | 73,800 | 6,126 | 42,597 |"));
  EXPECT_THAT(text, HasSubstr("Of exports 78.9 % are domestic value added and 19.5 % imports"));
  EXPECT_THAT(markdown(content_table(content, table.unit, Language::vietnamese), Language::vietnamese),
              HasSubstr("giá trị tăng thêm trong nước chiếm 78,9% và nhập khẩu chiếm 19,5%"));
}

TEST(InputOutputReport, ShowsFindingsInBothLanguages) {
  const auto table = reference::germany_1995();
  const Findings english = findings(structure::check(table));
  ASSERT_EQ(english.items.size(), 1u);
  EXPECT_EQ(english.items[0].tone, Tone::bad);
  EXPECT_EQ(english.items[0].badge, "Contradiction");
  EXPECT_THAT(english.items[0].sentence, HasSubstr("46 million EUR more than the total of 1,079,400"));
  const Findings vietnamese =
      findings(structure::check(table, {.language = Language::vietnamese}), Language::vietnamese);
  EXPECT_EQ(vietnamese.items[0].badge, "Mâu thuẫn");
  EXPECT_THAT(vietnamese.items[0].sentence, HasSubstr("nhiều hơn 46 triệu EUR"));
}

}  // namespace
}  // namespace foreplan::report
