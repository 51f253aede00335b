#include <foreplan/report/structure.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

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

}  // namespace
}  // namespace foreplan::report
