#include <foreplan/tuning/leaderboard.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <foreplan/core/random.hpp>
#include <foreplan/stats/forecast_comparison.hpp>

#include "made_backtest.hpp"
#include "refusals.hpp"

namespace foreplan::tuning {
namespace {

using testing::made_backtest;
using testing::no_score;

const double kNaN = std::nan("");
const double kInfinity = std::numeric_limits<double>::infinity();

FoldScore score(double smape, double mase) { return {smape, mase, mase, mase, mase, 0.9}; }

/// Candidates of rising error over series that differ; errors of one series hang together.
Backtest noisy(std::size_t series, std::size_t origins, std::size_t candidates) {
  Stream random({.seed = 7});
  std::vector<double> noise(series * origins * candidates);
  for (double& x : noise) x = random.uniform();
  std::vector<std::string> names, groups;
  for (std::size_t c = 0; c < candidates; ++c) names.push_back(std::string(1, static_cast<char>('a' + c)));
  for (std::size_t s = 0; s < series; ++s) groups.push_back(s % 2 == 0 ? "yearly" : "monthly");
  return made_backtest(groups, origins, names, [&](std::size_t s, std::size_t o, std::size_t c) {
    const double loss = 1 + 0.05 * static_cast<double>(c) + noise[(s * origins + o - 1) * candidates + c];
    return score(10 * loss, loss);
  });
}

const Standing& standing(const LeaderboardPart& part, const std::string& name) {
  return *std::find_if(part.standings.begin(), part.standings.end(), [&](const Standing& s) { return s.name == name; });
}

TEST(Leaderboard, MeansAndOwaAreThoseWorkedByHand) {
  const Backtest b = made_backtest({"q", "q"}, 1, {"mine", "naive2", "other"}, [](std::size_t s, auto, std::size_t c) {
    const FoldScore table[2][3] = {{score(6, 0.5), score(10, 2), score(12, 3)},
                                   {score(12, 1.5), score(14, 2), score(18, 2)}};
    return table[s][c];
  });
  const Leaderboard board = leaderboard(b, {.measure = Measure::owa});
  EXPECT_EQ(board.benchmark, "naive2");
  const LeaderboardPart& all = board.overall;
  EXPECT_EQ(all.forecasts, 2u);
  EXPECT_EQ(all.series, 2u);
  const Standing& mine = all.standings[0];
  EXPECT_EQ(mine.name, "mine");
  EXPECT_DOUBLE_EQ(mine.smape, 9);
  EXPECT_DOUBLE_EQ(mine.mase, 1);
  EXPECT_DOUBLE_EQ(mine.owa, (9.0 / 12 + 1.0 / 2) / 2);
  EXPECT_DOUBLE_EQ(mine.loss, mine.owa);
  EXPECT_DOUBLE_EQ(mine.mean_rank, 1);
  EXPECT_EQ(mine.difference, 0);
  EXPECT_TRUE(std::isnan(mine.p_value));
  EXPECT_TRUE(mine.in_confidence_set);
  EXPECT_EQ(all.standings[1].name, "naive2");
  EXPECT_DOUBLE_EQ(all.standings[1].owa, 1);
  EXPECT_DOUBLE_EQ(all.standings[2].owa, (15.0 / 12 + 2.5 / 2) / 2);
  EXPECT_DOUBLE_EQ(all.standings[2].difference, 1.25 - 0.625);
  ASSERT_EQ(board.parts.size(), 1u);
  EXPECT_EQ(board.parts[0].group, "q");
}

TEST(Leaderboard, CoverageRangeIsClusteredBySeries) {
  // Deviations -0.02, 0, 0.02, 0 from 0.90: sqrt(4/3 0.0008) / 4 = 0.00816497 times Student's 3.18244631.
  const Backtest b = made_backtest(std::vector<std::string>(4), 3, {"a"}, [](std::size_t s, std::size_t, std::size_t) {
    const double coverage[] = {0.88, 0.90, 0.92, 0.90};
    return FoldScore{1, 1, 1, 1, 1, coverage[s]};
  });
  const Standing a = leaderboard(b).overall.standings[0];
  EXPECT_NEAR(a.coverage, 0.90, 1e-14);
  EXPECT_NEAR(a.coverage_range.lower, 0.90 - 0.0259845653, 1e-9);
  EXPECT_NEAR(a.coverage_range.upper, 0.90 + 0.0259845653, 1e-9);
}

TEST(Leaderboard, TestsAreThoseOfTheMeanOrSeriesLosses) {
  const Backtest b = noisy(30, 3, 4);
  const Leaderboard board = leaderboard(b, {.measure = Measure::rmsse, .resamples = 500, .seed = 3});
  const auto loss = [&](std::size_t s, std::size_t o, std::size_t c) {
    return b.scores[(s * 3 + o - 1) * 4 + c].rmsse;
  };
  std::vector<std::size_t> series;
  std::vector<std::vector<double>> losses(4);
  std::vector<double> by_series;
  for (std::size_t s = 0; s < 30; ++s) {
    for (std::size_t o = 1; o <= 3; ++o) {
      series.push_back(s);
      for (std::size_t c = 0; c < 4; ++c) losses[c].push_back(loss(s, o, c));
    }
    for (std::size_t c = 0; c < 4; ++c) by_series.push_back((loss(s, 1, c) + loss(s, 2, c) + loss(s, 3, c)) / 3);
  }
  const auto set = stats::model_confidence_set(by_series, 4,
                                               {.resampling = stats::RowResampling::rows, .resamples = 500, .seed = 3});
  const auto ranks = stats::friedman_nemenyi(by_series, 4);
  const std::size_t best = board.overall.standings[0].candidate;
  for (const Standing& s : board.overall.standings) {
    EXPECT_DOUBLE_EQ(s.mean_rank, ranks.mean_ranks[s.candidate]);
    EXPECT_DOUBLE_EQ(s.set_p_value, set.p_values[s.candidate]);
    EXPECT_EQ(s.in_confidence_set, set.p_values[s.candidate] >= 0.1);
    if (s.candidate == best) continue;
    const auto test = stats::clustered_diebold_mariano(losses[s.candidate], losses[best], series);
    EXPECT_DOUBLE_EQ(s.p_value, test.p_value);
    EXPECT_NEAR(s.difference, test.mean_difference, 1e-12);
  }
  EXPECT_DOUBLE_EQ(board.overall.critical_difference, ranks.critical_difference);
  EXPECT_EQ(board.overall.rank_groups, ranks.groups);
}

TEST(Leaderboard, DifferencesAreFromTheReference) {
  const Backtest b = noisy(30, 2, 3);
  const auto of_best = leaderboard(b), of_b = leaderboard(b, {.reference = "b", .by_origin = true});
  EXPECT_EQ(of_best.reference, "");
  EXPECT_EQ(of_b.reference, "b");
  const Standing &a = standing(of_b.overall, "a"), &same = standing(of_b.overall, "b");
  EXPECT_EQ(of_best.overall.standings[0].name, "a");
  EXPECT_DOUBLE_EQ(a.difference, -standing(of_best.overall, "b").difference);
  EXPECT_DOUBLE_EQ(a.p_value, standing(of_best.overall, "b").p_value);
  EXPECT_EQ(same.difference, 0);
  EXPECT_TRUE(std::isnan(same.p_value));
  EXPECT_EQ(a.place, 1u);  // order and confidence set know no reference
  EXPECT_EQ(a.in_confidence_set, of_best.overall.standings[0].in_confidence_set);
  std::vector<double> first, second;
  std::vector<std::size_t> series;
  for (std::size_t s = 0; s < 30; ++s) {
    first.push_back(b.at(s, 2, 2).mase);
    second.push_back(b.at(s, 2, 1).mase);
    series.push_back(s);
  }
  const LeaderboardPart& last = of_b.parts.back();  // all groups, origin 2
  EXPECT_EQ(last.origin, 2u);
  EXPECT_DOUBLE_EQ(standing(last, "c").p_value, stats::clustered_diebold_mariano(first, second, series).p_value);

  const Backtest silent = made_backtest({"", ""}, 1, {"a", "b"},
                                        [](auto, auto, std::size_t c) { return c == 1 ? no_score() : score(10, 1); });
  const Standing alone = standing(leaderboard(silent, {.reference = "b"}).overall, "a");
  EXPECT_TRUE(std::isnan(alone.difference));
  EXPECT_TRUE(std::isnan(alone.p_value));
}

TEST(Leaderboard, OwaOfWhoAnswersLittleIsRelativeToTheSameFolds) {
  // "few" is half as wrong as the benchmark wherever it answers, which is where all are ten times as wrong.
  const Backtest b =
      made_backtest(std::vector<std::string>(10), 1, {"few", "naive2", "same"}, [](std::size_t s, auto, std::size_t c) {
        const double loss = s < 2 ? 10 : 1;
        if (c == 0) return s < 2 ? score(loss / 2, loss / 2) : no_score();
        return score(loss, loss);
      });
  const LeaderboardPart all = leaderboard(b, {.measure = Measure::owa}).overall;
  EXPECT_FALSE(standing(all, "few").compared);
  EXPECT_DOUBLE_EQ(standing(all, "few").mase, 5);
  EXPECT_DOUBLE_EQ(standing(all, "few").owa, 0.5);
  EXPECT_DOUBLE_EQ(standing(all, "same").owa, 1);
  // The benchmark answers little: OWA is of what it does answer.
  Backtest turned = b;
  std::swap(turned.candidates[0], turned.candidates[1]);
  const LeaderboardPart little = leaderboard(turned, {.measure = Measure::owa}).overall;
  EXPECT_EQ(little.forecasts, 2u);
  EXPECT_DOUBLE_EQ(standing(little, "few").owa, 2);
  EXPECT_DOUBLE_EQ(standing(little, "naive2").owa, 1);
}

TEST(Leaderboard, SaysWhichMeansAreOverTooLittle) {
  // "half" has points everywhere and quantiles on every other series, where all lose less.
  const Backtest b =
      made_backtest(std::vector<std::string>(10), 1, {"all", "half"}, [](std::size_t s, auto, std::size_t c) {
        const double loss = s % 2 == 0 ? 1 : 3;
        FoldScore one = score(loss, loss);
        if (c == 1 && s % 2 == 1) one.pinball = one.msis = kNaN;
        return one;
      });
  const LeaderboardPart part = leaderboard(b).overall;
  const Standing& half = standing(part, "half");
  EXPECT_TRUE(half.compared);
  EXPECT_DOUBLE_EQ(half.mase, 2);
  EXPECT_DOUBLE_EQ(half.pinball, 1);
  EXPECT_EQ(half.partial, (std::vector<Measure>{Measure::pinball, Measure::msis}));
  EXPECT_DOUBLE_EQ(standing(part, "all").pinball, 2);
  EXPECT_TRUE(standing(part, "all").partial.empty());
  EXPECT_EQ(standing(leaderboard(b, {.measure = Measure::msis}).overall, "half").partial, half.partial);
}

TEST(Leaderboard, EveryIntervalHasItsCoverage) {
  // The deviations of CoverageRangeIsClusteredBySeries, in the second interval of "a".
  Backtest b = made_backtest(std::vector<std::string>(4), 3, {"a", "b"}, [](auto, auto, auto) { return score(1, 1); });
  b.intervals = {0.5, 0.8};
  for (std::size_t s = 0; s < 4; ++s)
    for (std::size_t o = 0; o < 3; ++o) {
      const double share[] = {0.88, 0.90, 0.92, 0.90};
      b.covered.insert(b.covered.end(), {0.5, share[s], kNaN, kNaN});
    }
  const LeaderboardPart all = leaderboard(b).overall;
  const std::vector<IntervalCoverage>& a = standing(all, "a").intervals;
  ASSERT_EQ(a.size(), 2u);
  EXPECT_EQ(a[0].probability, 0.5);
  EXPECT_EQ(a[0].share, 0.5);
  EXPECT_EQ(a[1].probability, 0.8);
  EXPECT_NEAR(a[1].share, 0.90, 1e-14);
  EXPECT_NEAR(a[1].range.lower, 0.90 - 0.0259845653, 1e-9);
  EXPECT_NEAR(a[1].range.upper, 0.90 + 0.0259845653, 1e-9);
  EXPECT_TRUE(std::isnan(standing(all, "b").intervals[1].share));
  b.intervals.pop_back();
  EXPECT_THROW((void)leaderboard(b), InvalidArgument);
}

TEST(Leaderboard, ComparesOnWhatAllAnswerAndLeavesOutWhoAnswersLittle) {
  const Backtest b =
      made_backtest(std::vector<std::string>(20), 1, {"all", "most", "few", "none"}, [](std::size_t s, auto, auto c) {
        if ((c == 1 && s == 0) || (c == 2 && s < 10) || c == 3) return no_score();
        return score(10, s == 0 ? 100 : 1 + static_cast<double>(c == 1));  // the first series is hard
      });
  const LeaderboardPart all = leaderboard(b).overall;
  EXPECT_EQ(all.forecasts, 19u);
  EXPECT_EQ(all.standings[0].name, "all");
  EXPECT_DOUBLE_EQ(all.standings[0].mase, 1);  // without the hard one, which "most" did not answer
  EXPECT_EQ(all.standings[1].name, "most");
  EXPECT_DOUBLE_EQ(all.standings[1].mase, 2);
  EXPECT_EQ(all.standings[2].name, "few");
  EXPECT_FALSE(all.standings[2].compared);
  EXPECT_EQ(all.standings[2].forecasts, 10u);
  EXPECT_DOUBLE_EQ(all.standings[2].mase, 1);
  EXPECT_TRUE(std::isnan(all.standings[2].mean_rank));
  EXPECT_FALSE(all.standings[2].in_confidence_set);
  EXPECT_EQ(all.standings[3].forecasts, 0u);
  EXPECT_TRUE(std::isnan(all.standings[3].loss));
  const LeaderboardPart halves = leaderboard(b, {.least_answered = 0.5}).overall;
  EXPECT_EQ(halves.forecasts, 10u);
  EXPECT_TRUE(standing(halves, "few").compared);
  EXPECT_FALSE(standing(halves, "none").compared);
}

TEST(Leaderboard, ZeroScalesAndConstantsAreNoForecastsOfScaledMeasures) {
  const Backtest b = made_backtest(std::vector<std::string>(3), 1, {"a", "b"}, [](std::size_t s, auto, std::size_t c) {
    return s == 0 ? score(c == 0 ? 0 : 5, c == 0 ? 0 : kInfinity) : score(10, 1 + static_cast<double>(c));
  });
  const LeaderboardPart all = leaderboard(b).overall;
  EXPECT_EQ(all.forecasts, 2u);
  EXPECT_DOUBLE_EQ(standing(all, "b").mase, 2);
  EXPECT_DOUBLE_EQ(standing(all, "b").smape, 25.0 / 3);  // of all three
}

TEST(Leaderboard, SaysNothingOfWhatCannotBeKnown) {
  const auto one = [](auto, auto, std::size_t c) { return score(10, 1 + static_cast<double>(c)); };
  const LeaderboardPart one_series = leaderboard(made_backtest({""}, 2, {"a", "b"}, one)).overall;
  EXPECT_DOUBLE_EQ(one_series.standings[1].difference, 1);
  EXPECT_TRUE(std::isnan(one_series.standings[1].p_value));
  EXPECT_TRUE(std::isnan(one_series.standings[1].mean_rank));
  EXPECT_TRUE(std::isnan(one_series.standings[0].coverage_range.lower));
  EXPECT_FALSE(one_series.standings[0].in_confidence_set);

  const LeaderboardPart alone = leaderboard(made_backtest({"", ""}, 2, {"a"}, one)).overall;
  EXPECT_TRUE(alone.standings[0].in_confidence_set);
  EXPECT_TRUE(std::isnan(alone.critical_difference));

  const Backtest ties = made_backtest({"", "", ""}, 1, {"a", "b"}, [](auto, auto, auto) { return score(1, 1); });
  const LeaderboardPart tied = leaderboard(ties).overall;
  EXPECT_EQ(tied.standings[0].name, "a");
  EXPECT_DOUBLE_EQ(tied.standings[1].mean_rank, 1.5);
  EXPECT_TRUE(std::isnan(tied.standings[1].p_value));
  EXPECT_TRUE(tied.standings[1].in_confidence_set);
  EXPECT_EQ(winner(ties), 0u);

  const Backtest silent = made_backtest({"", ""}, 2, {"a", "naive2"}, [](auto, auto, auto) { return no_score(); });
  const Leaderboard nothing = leaderboard(silent, {.by_origin = true});
  EXPECT_EQ(nothing.overall.forecasts, 0u);
  EXPECT_TRUE(std::isnan(nothing.overall.standings[1].owa));
  EXPECT_EQ(winner(silent), std::nullopt);
  EXPECT_TRUE(leaderboard(made_backtest({}, 2, {"a"}, one)).parts.empty());

  // A perfect benchmark is no yardstick.
  const Backtest perfect = made_backtest({"", ""}, 1, {"a", "naive2"},
                                         [](auto, auto, std::size_t c) { return c == 0 ? score(1, 1) : score(0, 0); });
  EXPECT_TRUE(std::isnan(standing(leaderboard(perfect).overall, "a").owa));
  EXPECT_EQ(winner(perfect, Measure::owa), std::nullopt);
}

TEST(Leaderboard, PartsAreByGroupAndOrigin) {
  Backtest b = noisy(6, 2, 2);
  b.scores[1] = no_score();  // yearly, origin 1, b
  b.failures = {{0, 1, 1, "no"}};
  b.unusable = {{0, 0, 1}, {1, 0, 2}};
  b.steps = {{"yearly", 0, 1, 3, 10, 1, 0.5, {}}, {"yearly", 1, 1, 3, 12, 3, 0.5, {}}};
  const Leaderboard board = leaderboard(b, {.benchmark = "a", .by_origin = true, .least_answered = 0.5});
  std::vector<std::pair<std::string, std::size_t>> parts;
  for (const LeaderboardPart& p : board.parts) parts.emplace_back(p.all_groups ? "all" : p.group, p.origin);
  const std::vector<std::pair<std::string, std::size_t>> expected{{"yearly", 0},  {"yearly", 1},  {"yearly", 2},
                                                                  {"monthly", 0}, {"monthly", 1}, {"monthly", 2},
                                                                  {"all", 1},     {"all", 2}};
  EXPECT_EQ(parts, expected);
  const std::vector<std::size_t> forecasts{5, 2, 3, 6, 3, 3, 5, 6};
  for (std::size_t i = 0; i < forecasts.size(); ++i) EXPECT_EQ(board.parts[i].forecasts, forecasts[i]) << i;
  EXPECT_EQ(standing(board.parts[1], "b").failures, 1u);
  EXPECT_EQ(standing(board.parts[2], "b").failures, 0u);
  EXPECT_EQ(standing(board.overall, "b").failures, 1u);
  EXPECT_EQ(standing(board.overall, "a").unusable, 2u);
  EXPECT_EQ(standing(board.parts[1], "a").unusable, 1u);  // yearly, origin 1
  EXPECT_EQ(standing(board.parts[5], "a").unusable, 1u);  // monthly, origin 2
  EXPECT_DOUBLE_EQ(board.steps[1].owa, (1.2 + 3) / 2);
  EXPECT_TRUE(leaderboard(b, {.by_group = false}).parts.empty());
}

TEST(Leaderboard, DoesNotDependOnTheOrderOfCandidatesOrOnThreads) {
  const Backtest b = noisy(20, 2, 5);
  Backtest reversed = b;
  std::reverse(reversed.candidates.begin(), reversed.candidates.end());
  for (auto row = reversed.scores.begin(); row != reversed.scores.end(); row += 5) std::reverse(row, row + 5);
  const LeaderboardPart one = leaderboard(b).overall,
                        other = leaderboard(reversed, {.execution = {.threads = 3}}).overall;
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(one.standings[i].name, other.standings[i].name);
    EXPECT_DOUBLE_EQ(one.standings[i].loss, other.standings[i].loss);
    EXPECT_DOUBLE_EQ(one.standings[i].set_p_value, other.standings[i].set_p_value);
    EXPECT_DOUBLE_EQ(one.standings[i].mean_rank, other.standings[i].mean_rank);
  }
}

TEST(Winner, IsTheFirstOfTheLeaderboardAndItsCandidate) {
  const Backtest b = noisy(9, 2, 3);
  for (const Measure measure : {Measure::smape, Measure::mase, Measure::rmsse, Measure::pinball, Measure::msis})
    EXPECT_EQ(winner(b, measure), leaderboard(b, {.measure = measure}).overall.standings[0].candidate);
  const std::vector<Candidate> field{{.model = "ets", .name = "a"}, {.model = "b"}, {.model = "c"}};
  EXPECT_EQ(winner(b, field), field[*winner(b)]);
}

TEST(Leaderboard, RefusesWhatDoesNotFit) {
  const Backtest good = noisy(3, 1, 2);
  const auto with = [&](auto change, LeaderboardOptions options = {}) {
    return [=] {
      Backtest b = good;
      change(b);
      (void)leaderboard(b, options);
    };
  };
  const auto same = [](Backtest&) {};
  testing::expect_refused({
      {"a candidate; got none", [] { (void)leaderboard({}); }},
      {"for each series, origin and candidate: 6; got 5", with([](Backtest& b) { b.scores.pop_back(); })},
      {"a group for each of 3 series; got 2", with([](Backtest& b) { b.groups.pop_back(); })},
      {"series, origins and candidates", with([](Backtest& b) {
         b.failures = {{3, 0, 1, "x"}};
       })},
      {"an unusable fit must be of one of the series, origins and candidates; got 0, 2, 1", with([](Backtest& b) {
         b.unusable = {{0, 1, 2}};
       })},
      {"a share for each score and interval: 6; got 0", with([](Backtest& b) { b.intervals = {0.9}; })},
      {"a step must be of one of 2 candidates; got 2", with([](Backtest& b) {
         b.steps = {{"", 2}};
       })},
      {"benchmark must be one of the candidates; got \"aa\" (nearest is \"a\")", with(same, {.benchmark = "aa"})},
      {"reference must be one of the candidates; got \"bb\" (nearest is \"b\")", with(same, {.reference = "bb"})},
      {"least_answered must lie in [0, 1]; got NaN", with(same, {.least_answered = kNaN})},
      {"rank_level must lie in [1e-10, 0.5]; got 0.6", with(same, {.rank_level = 0.6})},
      {"set_level must lie in (0, 1); got 1", with(same, {.set_level = 1})},
      {"resamples must lie in [100, 10^6]; got 99", with(same, {.resamples = 99})},
      {"measure must be one of the enumerators; got 9", with(same, {.measure = static_cast<Measure>(9)})},
      {"the 2 candidates backtested; got 0", [&] { (void)winner(good, std::vector<Candidate>{}); }},
      {"candidate 1 must be \"b\"; got \"c\"",
       [&] {
         (void)winner(good, {{.model = "a"}, {.model = "c"}});
       }},
  });
}

}  // namespace
}  // namespace foreplan::tuning
