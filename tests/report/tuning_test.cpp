#include <foreplan/report/tuning.hpp>

#include <foreplan/core/random.hpp>

#include <algorithm>
#include <cmath>

#include "charts.hpp"
#include "tuning/made_backtest.hpp"

namespace foreplan::report {
namespace {

using testing::made_backtest;
using testing::no_score;
using tuning::Backtest;
using tuning::Fold;
using tuning::FoldScore;
using tuning::Measure;

/// Forty series of two groups, two origins, five candidates, of whom the last fails on most.
Backtest example() {
  Stream random({.seed = 11});
  const std::vector<std::string> names{"dotm", "ets_capped", "arima", "naive2", "croston"};
  std::vector<std::string> groups(40, "yearly");
  std::fill(groups.begin() + 25, groups.end(), "monthly");
  Backtest b = made_backtest(groups, 2, names, [&](std::size_t s, std::size_t, std::size_t c) {
    const double noise = random.uniform() - 0.5;
    if (c == 4 && s < 30) return no_score();
    const double loss = 1 + (c == 3 ? 0.3 : c == 2 ? 0.12 : 0) + 0.4 * noise;
    return FoldScore{12 * loss, loss, 1.2 * loss, 0.3 * loss, 9 * loss, 0.88 + 0.1 * noise};
  });
  for (std::size_t i = 0; i < 60; ++i) b.failures.push_back({i / 2, 4, 1 + i % 2, "values must be >= 0; got -3"});
  b.levels = {0.025, 0.05, 0.1, 0.5, 0.9, 0.95, 0.975};
  for (const auto& [group, horizon] : {std::pair<std::string, std::size_t>("yearly", 6), {"monthly", 18}})
    for (std::size_t step = 1; step <= horizon; ++step)
      for (std::size_t c = 0; c < names.size(); ++c) {
        const double loss = (1 + 0.1 * static_cast<double>(c)) * std::sqrt(static_cast<double>(step));
        tuning::StepScore score{group, c, step, 50, 5 * loss, loss, 0.3 * loss, {}};
        for (const double p : b.levels) {
          const double narrow = 1 - 0.08 * static_cast<double>(c);
          score.below.push_back(c == 4 ? kNaN : 0.5 + (p - 0.5) * narrow);
        }
        b.steps.push_back(score);
      }
  return b;
}

const std::string& text_of(const Cell& cell) { return std::get<std::string>(cell.value); }

TEST(LeaderboardTable, HasAllCandidatesBestFirst) {
  const tuning::Leaderboard board = tuning::leaderboard(example());
  const Table t = leaderboard_table(board, board.overall);
  ASSERT_EQ(t.rows.size(), 5u);
  std::vector<std::string> headers;
  for (const Column& c : t.columns) headers.push_back(c.header);
  EXPECT_THAT(headers,
              ::testing::ElementsAre("Model", "sMAPE", "MASE", "OWA", "RMSSE", "Pinball loss", "MSIS", "Coverage",
                                     "Forecasts", "Failures"));
  EXPECT_EQ(t.rows[4][8], Cell(20));
  EXPECT_EQ(t.rows[4][9], Cell(60));
  EXPECT_EQ(text_of(t.rows[0][0]), board.overall.standings[0].name);
  EXPECT_EQ(text_of(t.rows[4][0]), "croston");
  EXPECT_THAT(t.note, HasSubstr("80 forecasts of 40 series"));
  EXPECT_THAT(t.note, HasSubstr("answered too little"));
  EXPECT_NO_THROW((void)html(t, Language::vietnamese));
  EXPECT_EQ(html(report::leaderboard(example())), html(t));
}

TEST(LeaderboardTable, LossesOfModelsThatRanAwayDoNotSpreadIt) {
  Backtest b = example();
  for (std::size_t i = 2; i < b.scores.size(); i += 5) b.scores[i].mase = 1e37;
  b.unusable = {{0, 2, 1}};
  const tuning::Leaderboard board = tuning::leaderboard(b);
  const Table t = leaderboard_table(board, board.overall);
  EXPECT_EQ(t.columns.back().header, "Doubtful fits");
  EXPECT_THAT(t.note, HasSubstr("their search did not end well"));
  EXPECT_THAT(terminal(t), HasSubstr("> 1,000,000"));
  for (const Table& other : {t, significance_table(board, board.overall), group_table(board)})
    EXPECT_THAT(terminal(other), Not(HasSubstr("000,000,000")));
}

TEST(LeaderboardTable, LeavesOutWhatCannotBeComparedAmongWhatCan) {
  const Backtest b = made_backtest({"", "", "", ""}, 1, {"all", "half"}, [](std::size_t s, auto, std::size_t c) {
    return FoldScore{1, 1, 1, c == 1 && s < 2 ? kNaN : 1, 1, 0.9};
  });
  const auto cell = [&](Measure measure, std::size_t row) {
    const tuning::Leaderboard board = tuning::leaderboard(b, {.measure = measure});
    return std::get<double>(leaderboard_table(board, board.overall).rows[row][4].value);  // pinball loss
  };
  EXPECT_EQ(cell(Measure::mase, 0), 1);
  EXPECT_TRUE(std::isnan(cell(Measure::mase, 1)));
  EXPECT_EQ(cell(Measure::pinball, 1), 1);  // below the others, as its row says
  const tuning::Leaderboard board = tuning::leaderboard(b);
  EXPECT_THAT(leaderboard_table(board, board.overall).note, HasSubstr("A dash among them"));
}

TEST(SignificanceTable, IsFromTheReference) {
  const tuning::Leaderboard board = tuning::leaderboard(example(), {.reference = "naive2"});
  const Table t = significance_table(board, board.overall);
  EXPECT_EQ(t.columns[1].header, "Above naive2");
  EXPECT_LT(std::get<double>(t.rows[0][1].value), 0);
  EXPECT_EQ(text_of(t.rows[0][2]), "< 0.001");
  EXPECT_THAT(t.note, HasSubstr("as good as naive2 would differ"));
}

TEST(OriginTable, HasALossAndItsChanceForEachOrigin) {
  const tuning::Leaderboard board = tuning::leaderboard(example(), {.by_origin = true});
  const Table t = origin_table(board, "yearly");
  ASSERT_EQ(t.columns.size(), 7u);
  EXPECT_EQ(t.caption, "MASE by origin, 1 being the last: yearly");
  EXPECT_EQ(t.columns[1].header, "all origins");
  EXPECT_EQ(t.columns[5].header, "origin 2");
  ASSERT_EQ(t.rows.size(), 5u);
  const tuning::LeaderboardPart& last = board.parts[2];  // yearly, origin 2
  ASSERT_EQ(last.origin, 2u);
  for (const auto& row : t.rows) {
    const auto s = std::find_if(last.standings.begin(), last.standings.end(),
                                [&](const tuning::Standing& one) { return one.name == text_of(row[0]); });
    if (s->name == "croston")  // fails on all of these
      EXPECT_TRUE(std::isnan(std::get<double>(row[5].value)));
    else
      EXPECT_EQ(row[5], Cell(s->loss));
  }
  EXPECT_EQ(origin_table(tuning::leaderboard(example()), "yearly").columns.size(), 3u);
  EXPECT_THAT([&] { (void)origin_table(board, "weekly"); },
              ThrowsMessage<InvalidArgument>(HasSubstr("got \"weekly\"")));
}

TEST(CoverageTable, HasAShareAndItsRangeForEachInterval) {
  Backtest b = made_backtest({"", ""}, 1, {"a", "points"}, [](auto, auto, auto) { return FoldScore{}; });
  b.intervals = {0.5, 0.9};
  b.covered = {0.25, 0.75, kNaN, kNaN, 0.75, 1, kNaN, kNaN};
  const Table t = coverage_table(tuning::leaderboard(b).overall);
  ASSERT_EQ(t.rows.size(), 1u);
  ASSERT_EQ(t.columns.size(), 5u);
  EXPECT_EQ(t.columns[1].header, "50 %");
  EXPECT_EQ(t.columns[3].header, "90 %");
  EXPECT_EQ(t.rows[0][1], Cell(50.0));
  EXPECT_EQ(text_of(t.rows[0][2]), "0.0–100.0");
  EXPECT_EQ(t.rows[0][3], Cell(87.5));
  const auto without = tuning::leaderboard(example());
  EXPECT_THROW((void)coverage_table(without.overall), InvalidArgument);
}

TEST(SignificanceTable, SaysWhatMayBeChance) {
  const tuning::Leaderboard board = tuning::leaderboard(example());
  const Table t = significance_table(board, board.overall);
  ASSERT_EQ(t.rows.size(), 5u);
  EXPECT_EQ(text_of(t.rows[0][0]), board.overall.standings[0].name);
  EXPECT_TRUE(std::isnan(std::get<double>(t.rows[0][2].value)));  // the best has no p-value
  EXPECT_EQ(text_of(t.rows[0][3]), "yes");
  EXPECT_EQ(text_of(t.rows[3][0]), "naive2");
  EXPECT_EQ(text_of(t.rows[3][2]), "< 0.001");
  EXPECT_EQ(text_of(t.rows[3][3]), "no");
  EXPECT_EQ(text_of(t.rows[4][3]), "not known");
  EXPECT_THAT(t.note, HasSubstr("hold the best one with 90 % confidence"));
}

TEST(LeaderboardTable, WithoutAnyScoreSaysSo) {
  const Backtest silent = made_backtest({"", ""}, 1, {"a", "b"}, [](auto, auto, auto) { return no_score(); });
  const std::vector<Block> blocks = backtest_report(silent);
  ASSERT_EQ(blocks.size(), 2u);
  EXPECT_EQ(std::get<Paragraph>(blocks[0]).text, "No model has a score.");
  EXPECT_EQ(std::get<Table>(blocks[1]).columns.size(), 2u);  // names, and that there is no forecast
  EXPECT_NO_THROW((void)html(Document("x").section("y", blocks)));
}

TEST(LeaderboardTable, SaysWhyNobodyIsScoredOnSomeSeries) {
  Backtest result = made_backtest({"yearly", "monthly", "monthly"}, 1, {"a"}, [](std::size_t s, auto, auto) {
    return s == 0 ? tuning::FoldScore{1, 1, 1, 1, 1, 1} : no_score();
  });
  result.left_out = {{1, "30 values, and an origin needs 25 before it and 6 after it"}, {2, "empty"}};
  const tuning::Leaderboard board = tuning::leaderboard(result);
  EXPECT_THAT(leaderboard_table(board, board.overall).note,
              HasSubstr("could not be scored: 2. The first is s2: 30 values, and an origin needs 25"));
  EXPECT_EQ(board.parts[0].left_out, 0u);
  EXPECT_EQ(board.parts[1].left_out, 2u);
  EXPECT_THAT(leaderboard_table(board, board.parts[0]).note, ::testing::Not(HasSubstr("could not")));
  EXPECT_THAT(leaderboard_table(board, board.overall, Language::vietnamese).note, HasSubstr("s2: 30 values"));
  result.left_out[1].series = 3;
  EXPECT_THROW((void)tuning::leaderboard(result), InvalidArgument);
}

TEST(GroupTable, HasAColumnForEachGroupAndOneForAll) {
  const tuning::Leaderboard board = tuning::leaderboard(example(), {.measure = Measure::owa, .by_origin = true});
  const Table t = group_table(board);
  ASSERT_EQ(t.columns.size(), 4u);
  EXPECT_EQ(t.columns[1].header, "yearly");
  EXPECT_EQ(t.columns[3].header, "all");
  EXPECT_EQ(t.rows[0][3], Cell(board.overall.standings[0].loss));
}

TEST(StepTable, ShowsEightStepsFromFirstToLast) {
  const tuning::Leaderboard board = tuning::leaderboard(example());
  const Table t = step_table(board, "monthly");
  ASSERT_EQ(t.columns.size(), 9u);
  EXPECT_EQ(t.columns[1].header, "1");
  EXPECT_EQ(t.columns[8].header, "18");
  EXPECT_EQ(step_table(board, "yearly").columns.size(), 7u);
  EXPECT_THAT([&] { (void)step_table(board, "weekly"); }, ThrowsMessage<InvalidArgument>(HasSubstr("got \"weekly\"")));
}

TEST(RankDiagramOfLeaderboard, LeavesOutWhoWasNotCompared) {
  const tuning::Leaderboard board = tuning::leaderboard(example());
  const RankDiagram chart = rank_diagram(board, board.overall);
  ASSERT_EQ(chart.models.size(), 4u);
  EXPECT_EQ(chart.critical_difference, board.overall.critical_difference);
  for (const auto& group : chart.groups)
    for (std::size_t i = 1; i < group.size(); ++i)
      EXPECT_LE(chart.models[group[i - 1]].mean_rank, chart.models[group[i]].mean_rank);
  const auto alone =
      tuning::leaderboard(made_backtest({"", ""}, 1, {"a"}, [](auto, auto, auto) { return FoldScore{}; }));
  EXPECT_THROW((void)rank_diagram(alone, alone.overall), InvalidArgument);
}

TEST(CalibrationOfBacktest, WeighsStepsByTheirForecasts) {
  Backtest b = example();
  b.levels = {0.5};
  b.steps = {{"", 0, 1, 30, 1, 1, 1, {0.4}}, {"", 0, 2, 10, 1, 1, 1, {0.8}}, {"", 1, 1, 30, 1, 1, 1, {kNaN}}};
  const CalibrationChart chart = calibration_chart(b);
  ASSERT_EQ(chart.lines.size(), 1u);
  EXPECT_DOUBLE_EQ(chart.lines[0].below[0], 0.5);
  EXPECT_THAT([&] { (void)calibration_chart(b, {9}); }, ThrowsMessage<InvalidArgument>(HasSubstr("got 9")));
}

TEST(BacktestReport, HasAllPartsInBothLanguages) {
  for (const Language language : {Language::english, Language::vietnamese}) {
    const std::vector<Block> blocks = backtest_report(example(), {}, language);
    ASSERT_EQ(blocks.size(), 8u);
    EXPECT_TRUE(std::holds_alternative<RankDiagram>(blocks[3]));
    EXPECT_TRUE(std::holds_alternative<CalibrationChart>(blocks[7]));
    expect_well_drawn(std::get<RankDiagram>(blocks[3]));
    const std::string page = html(Document("Models", {.language = language}).section("Who?", blocks));
    EXPECT_TRUE(harmless(page));
  }
  EXPECT_THAT(std::get<Paragraph>(backtest_report(example())[0]).text,
              ::testing::StartsWith("Of 5 models ets_capped forecasts best by MASE: "));
}

tuning::BacktestSeries sales() {
  tuning::BacktestSeries s{.name = "sales"};
  for (int t = 0; t < 60; ++t) s.values.push_back(100 + t + 8 * std::sin(t * 0.52));
  return s;
}

std::vector<Fold> folds_of(const tuning::BacktestSeries& s) {
  std::vector<Fold> folds;
  for (std::size_t origin = 1; origin <= 3; ++origin)
    for (std::size_t c = 0; c < 3; ++c) {
      Fold f{.series = 0, .candidate = c, .origin = origin, .known = 60 - 6 * origin};
      f.actual.assign(s.values.begin() + static_cast<std::ptrdiff_t>(f.known),
                      s.values.begin() + static_cast<std::ptrdiff_t>(f.known + 6));
      f.absolute_scale = 2;
      if (c == 2) {
        f.error = "it failed";
      } else {
        f.usable = c == 0;
        f.model = "last value";
        f.outlook.levels = {0.05, 0.5, 0.95};
        f.outlook.mean.assign(6, s.values[f.known - 1] + static_cast<double>(c));
        for (const double by : {-9.0, 0.0, 9.0}) f.outlook.quantiles.emplace_back(6, f.outlook.mean[0] + by);
      }
      folds.push_back(f);
    }
  return folds;
}

TEST(FoldReport, DrawsWhatCandidatesSaidFromEachOrigin) {
  const auto s = sales();
  const std::vector<Block> blocks = fold_report(s, folds_of(s), {"a", "b", "c"});
  ASSERT_EQ(blocks.size(), 4u);
  const auto& last = std::get<LineChart>(blocks[0]);
  ASSERT_EQ(last.lines.size(), 3u);  // what was observed, and two that answered
  EXPECT_EQ(last.lines[0].series.size(), 24u + 6);
  EXPECT_EQ(last.lines[0].series.values.back(), s.values.back());
  EXPECT_EQ(last.lines[1].series.start - last.lines[0].series.start, 24);
  EXPECT_EQ(last.first_number, 31);
  EXPECT_THAT(last.title, HasSubstr("after period 54"));
  expect_well_drawn(last);
  const auto& all = std::get<Table>(blocks[3]);
  ASSERT_EQ(all.rows.size(), 9u);
  EXPECT_EQ(all.rows[0][0], Cell(54));
  EXPECT_EQ(text_of(all.rows[1][5]), "the search did not end well");
  EXPECT_EQ(text_of(all.rows[2][5]), "it failed");
  double error = 0;
  for (std::size_t h = 54; h < 60; ++h) error += std::fabs(s.values[h] - s.values[53]) / 6;
  EXPECT_NEAR(std::get<double>(all.rows[0][4].value), error / 2, 1e-12);
}

TEST(FoldReport, ASingleCandidateHasItsIntervalAndDates) {
  const auto s = sales();
  const Series dated{"sales", Period::month(2020, 1), Unit::physical("t"), s.values};
  const std::vector<Block> blocks = fold_report(dated, folds_of(s), {"a", "b", "c"}, {.candidates = {1}, .origins = 1});
  ASSERT_EQ(blocks.size(), 2u);
  const auto& chart = std::get<LineChart>(blocks[0]);
  ASSERT_EQ(chart.fans.size(), 1u);
  EXPECT_NEAR(chart.fans[0].coverage, 0.9, 1e-12);
  EXPECT_EQ(chart.fans[0].start, Period::month(2024, 7));
  EXPECT_THAT(chart.title, HasSubstr("after June 2024"));
  EXPECT_EQ(std::get<Table>(blocks[1]).rows[0][0], Cell(Period::month(2024, 6)));
  expect_well_drawn(chart);
}

TEST(FoldReport, TooLargeNumbersAreGapsAndFailuresNoCharts) {
  const auto s = sales();
  std::vector<Fold> folds = folds_of(s);
  for (Fold& f : folds)
    if (!f.outlook.mean.empty()) f.outlook.mean[2] = 1e300;
  const std::vector<Block> blocks = fold_report(s, folds, {"a", "b", "c"});
  EXPECT_TRUE(std::isnan(std::get<LineChart>(blocks[0]).lines[1].series.values[2]));
  for (Fold& f : folds) f.outlook = {};
  EXPECT_EQ(fold_report(s, folds, {"a", "b", "c"}).size(), 1u);
}

TEST(FoldReport, RefusesFoldsOfSomethingElse) {
  const auto s = sales();
  const auto with = [&](auto change, FoldReportOptions options = {}) {
    return [=] {
      std::vector<Fold> folds = folds_of(s);
      change(folds);
      (void)fold_report(s, folds, {"a", "b", "c"}, options);
    };
  };
  const auto same = [](std::vector<Fold>&) {};
  using Folds = std::vector<Fold>;
  EXPECT_THAT(with([](Folds& f) { f.clear(); }), ThrowsMessage<InvalidArgument>(HasSubstr("there must be a fold")));
  EXPECT_THAT(with([](Folds& f) { f[0].candidate = 3; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("one of 3 candidates; got 3")));
  EXPECT_THAT(with([](Folds& f) { f[1].series = 1; }), ThrowsMessage<InvalidArgument>(HasSubstr("of one series")));
  EXPECT_THAT(with([](Folds& f) { f[0].known = 55; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("within the 60 values")));
  EXPECT_THAT(with([](Folds& f) { f[0].known = 53; }), ThrowsMessage<InvalidArgument>(HasSubstr("same periods")));
  EXPECT_THAT(with([](Folds& f) { f[0].outlook.mean.pop_back(); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("its 6 periods; got 5")));
  EXPECT_THAT(with(same, {.gap = 1}), ThrowsMessage<InvalidArgument>(HasSubstr("within the 60 values")));
  EXPECT_THAT(with(same, {.candidates = {7}}), ThrowsMessage<InvalidArgument>(HasSubstr("among 3; got 7")));
  EXPECT_THAT(with(same, {.origins = 0}), ThrowsMessage<InvalidArgument>(HasSubstr("origins must lie")));
}

}  // namespace
}  // namespace foreplan::report
