#include "plan/wording.hpp"

#include <gtest/gtest.h>

#include "plan/founding_case.hpp"

namespace foreplan::plan::internal {
namespace {

using testing::founding_case;

struct Words {
  const char* id;
  const char* english;
  const char* vietnamese;
};

TEST(StatementText, SaysWhatThePlanSays) {
  const Plan p = founding_case();
  const Words said[] = {
      {"output_2015", "industrial gross output in 2015: 6,513 billion VND (constant 1994 prices)",
       "giá trị sản xuất công nghiệp năm 2015: 6.513 tỷ đồng (giá so sánh 1994)"},
      {"target_growth_2016_2020", "industrial gross output, average growth 2016–2020: 11.4 % a year",
       "giá trị sản xuất công nghiệp, tốc độ tăng bình quân giai đoạn 2016–2020: 11,4%/năm"},
      {"target_share_industry_2020", "share of industry and construction in GRDP in 2020: over 40 %",
       "tỷ trọng công nghiệp và xây dựng trong GRDP năm 2020: trên 40%"},
      {"direction_services", "share of services in GRDP rises 2016–2020",
       "tỷ trọng dịch vụ trong GRDP tăng trong giai đoạn 2016–2020"},
      {"direction_agriculture", "share of agriculture, forestry and fishery in GRDP falls 2016–2020",
       "tỷ trọng nông, lâm nghiệp và thủy sản trong GRDP giảm trong giai đoạn 2016–2020"},
  };
  for (const Words& w : said) {
    EXPECT_EQ(statement_text(p, find_statement(p, w.id), Language::english), w.english);
    EXPECT_EQ(statement_text(p, find_statement(p, w.id), Language::vietnamese), w.vietnamese);
  }
  EXPECT_EQ(identity_text(p, p.identities[1], Language::english),
            "GRDP is the sum of industry and construction and everything but industry");
}

TEST(ValueText, SaysHowTheNumberBinds) {
  const Plan p = founding_case();
  Statement s = find_statement(p, "target_output_2020");
  EXPECT_EQ(value_text(p, s, Language::english), "over 17,600 billion VND (price base not stated)");
  EXPECT_EQ(amount_text(p, s, Language::english), "over 17,600 billion VND");
  s.bound = Bound::about;
  EXPECT_EQ(amount_text(p, s, Language::vietnamese), "khoảng 17.600 tỷ đồng");
  s.bound = Bound::between;
  s.upper = Rounded("18000");
  EXPECT_EQ(amount_text(p, s, Language::english), "17,600 to 18,000 billion VND");
}

TEST(QuantityText, HasMoreDigitsThanWasPrinted) {
  const Plan p = founding_case();
  EXPECT_EQ(quantity_text(p, find_statement(p, "target_growth_2016_2020"), 0.219957, 2, Language::english), "21.996 %");
  EXPECT_EQ(quantity_text(p, find_statement(p, "target_output_2020"), 11174.2, 0, Language::vietnamese),
            "11.174 tỷ đồng");
}

TEST(StatementText, SpeaksOfThePeriodsOfThePlan) {
  Plan p = founding_case();
  Statement s = find_statement(p, "target_growth_2016_2020");
  s.period = {Period::quarter(2016, 1), Period::quarter(2016, 4)};
  EXPECT_EQ(statement_text(p, s, Language::english),
            "industrial gross output, average growth Q1 2016 – Q4 2016: 11.4 % a quarter");
  EXPECT_EQ(statement_text(p, s, Language::vietnamese),
            "giá trị sản xuất công nghiệp, tốc độ tăng bình quân giai đoạn quý 1/2016 – quý 4/2016: 11,4%/quý");
  s = find_statement(p, "output_2015");
  s.period = {Period::month(2015, 7), Period::month(2015, 7)};
  EXPECT_EQ(statement_text(p, s, Language::vietnamese),
            "giá trị sản xuất công nghiệp tháng 7/2015: 6.513 tỷ đồng (giá so sánh 1994)");
}

}  // namespace
}  // namespace foreplan::plan::internal
