#include <foreplan/report/regions.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <cmath>
#include <string>
#include <vector>

namespace foreplan::report {
namespace {

using structure::Region;
using structure::ShiftShareForm;
using ::testing::HasSubstr;
using ::testing::Not;

Region region(const std::string& name, const std::vector<std::vector<double>>& years) {
  const char* sectors[] = {"agriculture", "industry", "services", "government"};
  std::vector<Series> series;
  for (std::size_t i = 0; i < years.front().size(); ++i) {
    series.push_back({sectors[i], 2010, Unit::physical("person", 3), {}});
    for (const auto& year : years) series.back().values.push_back(year[i]);
  }
  return {name, Frame(series)};
}
// Known answers, published with their results.
const Region kRegion = region("Here", {{90, 20, 10, 60}, {100, 40, 10, 55}});
const Region kNation = region("Nation", {{400, 150, 150, 400}, {440, 210, 135, 480}});

TEST(ShiftShareTable, HasTheKnownAnswers) {
  const auto dunn = structure::shift_share({kRegion}, kNation);
  const std::string text = markdown(shift_share_table(dunn));
  for (const char* row : {"**Shift-share, 2010–2011**", "Industry mix (thousand people)",
                          "| agriculture | 10.0 | +13.5 | −4.5 | +1.0 |", "| industry | 20.0 | +3.0 | +5.0 | +12.0 |",
                          "| government | −5.0 | +9.0 | +3.0 | −17.0 |", "Form of Dunn (1960)."})
    EXPECT_THAT(text, HasSubstr(row));
  EXPECT_THAT(text, HasSubstr("25.0"));
  EXPECT_THAT(text, Not(HasSubstr("sum of the regions")));
  const std::string vietnamese =
      markdown(shift_share_table(dunn, {.language = Language::vietnamese}), Language::vietnamese);
  EXPECT_THAT(vietnamese, HasSubstr("| industry | 20,0 | +3,0 | +5,0 | +12,0 |"));
  EXPECT_THAT(vietnamese, HasSubstr("Theo Dunn (1960)."));
}

TEST(ShiftShareTable, SumsOverWhatIsSelected) {
  const std::vector<Region> regions = {region("A", {{90, 20}, {95, 30}, {100, 40}}),
                                       region("B", {{50, 0}, {50, 10}, {40, 30}})};
  const auto of = structure::shift_share(
      regions, {.form = ShiftShareForm::arcelus, .timing = structure::ShiftShareTiming::dynamic});
  const Table by_period = shift_share_table(of, {.rows = ShiftShareRows::periods, .selection = {.region = "A"}});
  ASSERT_EQ(by_period.rows.size(), 3U);
  EXPECT_EQ(by_period.totals, 1U);
  EXPECT_EQ(by_period.columns.size(), 10U);
  EXPECT_EQ(std::get<double>(by_period.rows[2][1].value), 30);
  EXPECT_EQ(std::get<std::string>(by_period.rows[0][0].value), "2010–2011");
  EXPECT_THAT(by_period.note, HasSubstr("Cells that begin at zero and so have no growth rate: 1;"));
  EXPECT_THAT(by_period.note, HasSubstr("Barff and Knight"));
  for (const auto& row : by_period.rows) {
    double sum = 0;
    for (std::size_t c = 2; c < row.size(); ++c) sum += std::get<double>(row[c].value);
    EXPECT_NEAR(sum, std::get<double>(row[1].value), 1e-12);
  }
  const Table one = shift_share_table(of, {.rows = ShiftShareRows::regions, .selection = {.region = "B"}});
  ASSERT_EQ(one.rows.size(), 2U);
  EXPECT_EQ(one.rows[0][1], one.rows[1][1]);
}

TEST(ShiftShareTable, OfGerfinShowsTheFactorsOfRegions) {
  const auto of = structure::shift_share({kRegion}, kNation, {.form = ShiftShareForm::gerfin});
  const Table regions = shift_share_table(of, {.rows = ShiftShareRows::regions});
  ASSERT_EQ(regions.columns.size(), 8U);
  // (205 / 180) / (1265 / 1100), (208 / 180) / (1265 / 1100) and 205 / 208.
  EXPECT_NEAR(std::get<double>(regions.rows[0][5].value), 0.990338, 5e-7);
  EXPECT_NEAR(std::get<double>(regions.rows[0][6].value), 1.004831, 5e-7);
  EXPECT_NEAR(std::get<double>(regions.rows[0][7].value), 0.985577, 5e-7);
  EXPECT_THAT(markdown(regions), HasSubstr("| 0.9903 | 1.0048 | 0.9856 |"));
  EXPECT_EQ(shift_share_table(of).columns.size(), 5U);
}

TEST(SpecialisationTables, NameTheirConventions) {
  const std::vector<Region> regions = {region("A", {{60, 40, 0}}), region("B", {{20, 80, 0}})};
  const auto of = structure::specialisation(regions, 2010, {.reference = structure::SpecialisationReference::rest});
  const std::string quotients = markdown(location_quotient_table(of));
  EXPECT_THAT(quotients, HasSubstr("| A | 1.50 | 0.67 | 0.00 |"));
  EXPECT_THAT(quotients, HasSubstr("Without output in the nation: services."));
  const std::string measures = markdown(specialisation_table(of));
  EXPECT_THAT(measures, HasSubstr("| A | 50.0 % | 0.800 | 0.400 |"));
  EXPECT_THAT(measures, HasSubstr("against all others"));
  const Table sectors = concentration_table(of, Language::vietnamese);
  EXPECT_EQ(sectors.rows.size(), 2U);
  EXPECT_THAT(sectors.caption, HasSubstr("Mức độ tập trung"));
}

TEST(ConvergenceTable, ShowsSpeedAndHalfLife) {
  std::vector<Series> series;
  for (const double gap : {-1.0, -0.4, 0.2, 0.9})
    series.push_back(
        {"e" + std::to_string(series.size()), 2000, {}, {std::exp(gap), std::exp(gap * 0.9 + 0.001 * gap * gap)}});
  const auto of = structure::beta_convergence(Frame(series), {.coverage = 0.95});
  const std::string text = markdown(convergence_table(of));
  EXPECT_THAT(text, HasSubstr("Absolute beta convergence, 2000–2001"));
  EXPECT_THAT(text,
              HasSubstr("4 economies; form of Barro and Sala-i-Martin (1992); intervals of 95 %, classical errors."));
  const Table table = convergence_table(of, Language::vietnamese);
  EXPECT_NEAR(std::get<double>(table.rows[0][1].value), 100 * of.speed.estimate, 1e-12);
  EXPECT_NEAR(std::get<double>(table.rows[1][1].value), of.half_life.estimate, 1e-12);
  const auto alike =
      structure::beta_convergence(Frame({{"a", 2000, {}, {2, 3}}, {"b", 2000, {}, {2, 4}}, {"c", 2000, {}, {2, 5}}}));
  EXPECT_THAT(convergence_table(alike).note, HasSubstr("do not determine a speed"));
}

TEST(NormTable, ShowsBothIntervals) {
  const std::vector<structure::PatternNorm> norms = {{"industry", 0.25, 0.01, 0.23, 0.27, 0.15, 0.35}};
  const std::string text = markdown(norm_table(norms));
  EXPECT_THAT(text, HasSubstr("| industry | 25.0 % | 23.0 % | 27.0 % | 15.0 % | 35.0 % |"));
  EXPECT_THAT(text, HasSubstr("intervals of 90 %"));
}

TEST(RegionTables, RefuseWhatTheirResultsDoNotHave) {
  const auto of = structure::specialisation({region("A", {{1, 2}})}, region("Nation", {{5, 5}}), 2010);
  EXPECT_THROW((void)concentration_table(of), InvalidArgument);
  const auto dunn = structure::shift_share({kRegion}, kNation);
  EXPECT_THROW((void)shift_share_table(dunn, {.selection = {.region = "There"}}), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::report
