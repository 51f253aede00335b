#include <foreplan/tuning/search.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include <foreplan/core/errors.hpp>
#include <foreplan/core/random.hpp>

#include "refusals.hpp"
#include "tuning/gaussian_process.hpp"

namespace foreplan::tuning {
namespace {

double number(const Value& options, const char* name) { return options.at(name).as_number(); }

/// Branin's function; its minima are 0.397887 (Jones, Schonlau & Welch 1998).
double branin(const Value& o, std::size_t) {
  const double pi = std::numbers::pi, x = number(o, "x"), y = number(o, "y");
  const double a = y - 5.1 / (4 * pi * pi) * x * x + 5 / pi * x - 6;
  return a * a + 10 * (1 - 1 / (8 * pi)) * std::cos(x) + 10;
}
SearchSpace branin_space() { return {.parameters = {real_range("x", -5, 10), real_range("y", 0, 15)}}; }

double least(const SearchResult& r) { return r.trials[r.best.value()].loss; }

TEST(GridSearch, TriesEveryCombinationOnce) {
  SearchSpace space{.base = Value::object({{"held", 7}, {"k", 99}}),
                    .parameters = {real_range("x", 0, 1), integer_range("k", 1, 3), choice_of("c", {"a", "b"})}};
  const auto result = grid_search(space, [](const Value& o, std::size_t) {
    return std::fabs(number(o, "x") - 0.5) + number(o, "k") + (o.at("c").as_text() == "b" ? 0 : 1);
  });
  ASSERT_EQ(result.trials.size(), 5u * 3 * 2);
  EXPECT_EQ(result.stop, Stop::converged);
  EXPECT_EQ(result.trials[0].options, Value::object({{"held", 7}, {"k", 1}, {"x", 0.0}, {"c", "a"}}));
  EXPECT_EQ(result.trials[1].options.at("c").as_text(), "b");
  EXPECT_EQ(result.trials.back().options, Value::object({{"held", 7}, {"k", 3}, {"x", 1.0}, {"c", "b"}}));
  EXPECT_EQ(result.trials[*result.best].options, Value::object({{"held", 7}, {"k", 1}, {"x", 0.5}, {"c", "b"}}));
  EXPECT_EQ(least(result), 1);
}

TEST(GridSearch, RangesHaveBothEndsOnTheirScale) {
  std::vector<double> xs;
  (void)grid_search({.parameters = {real_range("x", 0.01, 100, Scale::logarithmic)}}, [&](const Value& o, std::size_t) {
    xs.push_back(number(o, "x"));
    return 0.0;
  });
  ASSERT_EQ(xs.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(xs[i] / std::pow(10.0, static_cast<double>(i) - 2), 1, 1e-12);
  EXPECT_EQ(xs[0], 0.01);
  EXPECT_EQ(xs[4], 100);
  std::vector<std::int64_t> ks;
  (void)grid_search({.parameters = {integer_range("k", 1, 1000, Scale::logarithmic)}},
                    [&](const Value& o, std::size_t) {
                      ks.push_back(o.at("k").as_integer());
                      return 0.0;
                    },
                    {.points = 4});
  EXPECT_EQ(ks, (std::vector<std::int64_t>{1, 10, 100, 1000}));
}

TEST(RandomSearch, CoversRangesEvenlyOnTheirScales) {
  const SearchSpace space{
      .parameters = {real_range("x", 1, 100, Scale::logarithmic), integer_range("k", 0, 3), choice_of("c", {1, 2})}};
  const auto result = random_search(space, [](auto&, std::size_t) { return 1.0; }, {.evaluations = 4000, .seed = 2});
  std::size_t below = 0;
  std::map<std::int64_t, int> ks, cs;
  for (const SearchTrial& t : result.trials) {
    below += number(t.options, "x") < 10 ? 1 : 0;
    ++ks[t.options.at("k").as_integer()];
    ++cs[t.options.at("c").as_integer()];
  }
  EXPECT_NEAR(static_cast<double>(below) / 4000, 0.5, 0.03);  // four standard errors
  ASSERT_EQ(ks.size(), 4u);
  for (const auto& [k, n] : ks) EXPECT_NEAR(n / 4000.0, 0.25, 0.03) << k;
  EXPECT_NEAR(cs[1] / 4000.0, 0.5, 0.03);
  EXPECT_EQ(result.best, 0u);  // of equals the first
  EXPECT_EQ(result.stop, Stop::iteration_limit);
  const auto longer = random_search(space, [](auto&, std::size_t) { return 1.0; }, {.evaluations = 10, .seed = 2});
  EXPECT_TRUE(std::equal(longer.trials.begin(), longer.trials.end(), result.trials.begin()));
}

TEST(Searches, FailedTrialsAreResults) {
  const auto fails = [](const Value& o, std::size_t) -> double {
    const double x = number(o, "x");
    if (x < 0.3) throw InvalidArgument("too small");
    return x < 0.5 ? std::nan("") : x > 0.9 ? INFINITY : x;
  };
  const SearchSpace space{.parameters = {real_range("x", 0, 1)}};
  const auto grid = grid_search(space, fails, {.points = 11});
  EXPECT_EQ(grid.trials[0].error, "too small");
  EXPECT_TRUE(std::isnan(grid.trials[10].loss));
  EXPECT_EQ(least(grid), 0.5);
  const auto bayes = bayesian_search(space, fails, {.evaluations = 25});
  EXPECT_NEAR(least(bayes), 0.5, 0.01);
  const auto none = bayesian_search(space, [](auto&, std::size_t) { return std::nan(""); }, {.evaluations = 8});
  EXPECT_EQ(none.trials.size(), 8u);
  EXPECT_EQ(none.best, std::nullopt);
  EXPECT_THROW((void)grid_search(space, [](auto&, std::size_t) -> double { throw Cancelled("stop"); }), Cancelled);
}

/// Jamieson & Talwalkar (2016), algorithm 1, by hand: 8 arms and a budget of 96 give 4, 8 and 16 more in three rounds.
TEST(SuccessiveHalving, FollowsThePublishedSchedule) {
  const SearchSpace space{.parameters = {real_range("x", 0, 1)}};
  const auto loss = [](const Value& o, std::size_t resource) {
    return number(o, "x") + 1 / static_cast<double>(resource);
  };
  const auto schedule = [](const SearchResult& r) {
    std::vector<std::pair<std::size_t, std::size_t>> rounds;  // resource, trials
    for (const SearchTrial& t : r.trials)
      if (rounds.empty() || rounds.back().first != t.resource)
        rounds.emplace_back(t.resource, 1);
      else
        ++rounds.back().second;
    return rounds;
  };
  using Rounds = std::vector<std::pair<std::size_t, std::size_t>>;
  const auto eight = successive_halving(space, loss, {.configurations = 8, .budget = 96, .seed = 1});
  EXPECT_EQ(schedule(eight), (Rounds{{4, 8}, {12, 4}, {28, 2}}));
  EXPECT_EQ(schedule(successive_halving(space, loss, {.configurations = 10, .budget = 400})),
            (Rounds{{10, 10}, {30, 5}, {80, 2}, {180, 1}}));
  EXPECT_EQ(schedule(successive_halving(space, loss, {.configurations = 32})),
            (Rounds{{1, 32}, {3, 16}, {7, 8}, {15, 4}, {31, 2}}));
  EXPECT_EQ(schedule(successive_halving(space, loss, {.configurations = 8, .budget = 96, .most_resource = 20}))[2],
            (std::pair<std::size_t, std::size_t>(20, 2)));
  // The ranking never changes, so that the best of all wins.
  double best = 2;
  for (std::size_t i = 0; i < 8; ++i) best = std::min(best, number(eight.trials[i].options, "x"));
  EXPECT_EQ(number(eight.trials[*eight.best].options, "x"), best);
  EXPECT_EQ(eight.trials[*eight.best].resource, 28u);
  EXPECT_EQ(eight.stop, Stop::converged);
}

TEST(GaussianProcess, SlopesAreThoseOfDifferences) {
  Stream random({.seed = 3});
  std::vector<double> points, values;
  for (int i = 0; i < 12; ++i) {
    for (int j = 0; j < 2; ++j) points.push_back(random.uniform());
    points.push_back(i % 3);
    values.push_back(std::sin(5 * points[points.size() - 3]) + points[points.size() - 2] * (i % 3));
  }
  const GaussianProcess process(points, values, {false, false, true}, {}, {});
  const std::vector<double> x{0.4, 0.6, 1};
  const ProcessValue at = process.at(x, true);
  for (std::size_t j = 0; j < 2; ++j) {
    constexpr double kStep = 1e-6;
    std::vector<double> up = x, down = x;
    up[j] += kStep;
    down[j] -= kStep;
    const ProcessValue above = process.at(up, false), below = process.at(down, false);
    EXPECT_NEAR(at.mean_slope[j], (above.mean - below.mean) / (2 * kStep), 1e-5);
    EXPECT_NEAR(at.deviation_slope[j], (above.deviation - below.deviation) / (2 * kStep), 1e-5);
  }
  EXPECT_EQ(at.mean_slope[2], 0);
}

TEST(GaussianProcess, GoesThroughSmoothValuesAndKnowsLessBetweenThem) {
  const auto f = [](double x) { return std::sin(6 * x) + x; };
  std::vector<double> points, values;
  for (int i = 0; i <= 10; ++i) {
    points.push_back(0.1 * i);
    values.push_back(f(points.back()));
  }
  const GaussianProcess process(points, values, {false}, {}, {});
  for (const double x : points) EXPECT_NEAR(process.at(std::vector<double>{x}, false).mean, f(x), 1e-3);
  for (double x = 0.05; x < 1; x += 0.1) EXPECT_NEAR(process.at(std::vector<double>{x}, false).mean, f(x), 1e-2);
  EXPECT_LT(process.at(std::vector<double>{0.5}, false).deviation,
            0.5 * process.at(std::vector<double>{0.55}, false).deviation);
}

TEST(BayesianSearch, FindsBraninsMinimumWhereRandomSearchDoesNot) {
  int found = 0, by_chance = 0, better = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const double bayes = least(bayesian_search(branin_space(), branin, {.evaluations = 50, .seed = seed}));
    const double random = least(random_search(branin_space(), branin, {.evaluations = 50, .seed = seed}));
    EXPECT_GE(bayes, 0.397887);
    found += bayes < 0.397887 + 1e-3 ? 1 : 0;
    by_chance += random < 0.397887 + 1e-3 ? 1 : 0;
    better += bayes < random ? 1 : 0;
    RecordProperty("seed_" + std::to_string(seed), std::to_string(bayes - 0.397887));
  }
  EXPECT_GE(found, 18);
  EXPECT_LE(by_chance, 2);
  EXPECT_GE(better, 19);
}

TEST(BayesianSearch, MixesRangesAndChoicesAndTriesNothingTwice) {
  const SearchSpace space{.parameters = {integer_range("k", 1, 4), choice_of("c", {"a", "b", "c"})}};
  const auto loss = [](const Value& o, std::size_t) {
    return std::fabs(number(o, "k") - 3) + (o.at("c").as_text() == "b" ? 0 : 1);
  };
  const auto result = bayesian_search(space, loss, {.evaluations = 50, .seed = 1});
  EXPECT_EQ(result.trials.size(), 12u);  // all there are
  EXPECT_EQ(result.stop, Stop::converged);
  EXPECT_EQ(least(result), 0);
  for (std::size_t i = 0; i < result.trials.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(result.trials[i].options, result.trials[j].options);
  const SearchSpace mixed{.parameters = {real_range("x", 0.001, 1000, Scale::logarithmic), choice_of("c", {"a", "b"})}};
  const auto found =
      bayesian_search(mixed,
                      [](const Value& o, std::size_t) {
                        return std::pow(std::log10(number(o, "x")) - 1.2, 2) + (o.at("c").as_text() == "a" ? 0 : 0.5);
                      },
                      {.evaluations = 30});
  EXPECT_LT(least(found), 1e-3);
}

TEST(Searches, DoNotDependOnThreads) {
  const auto same = [](const SearchResult& a, const SearchResult& b) {
    return a.trials == b.trials && a.best == b.best;
  };
  const SearchLimits three{.execution = {.threads = 3}};
  const SearchSpace space = branin_space();
  EXPECT_TRUE(same(grid_search(space, branin), grid_search(space, branin, {.limits = three})));
  EXPECT_TRUE(same(random_search(space, branin), random_search(space, branin, {.limits = three})));
  EXPECT_TRUE(
      same(successive_halving(space, branin), successive_halving(space, branin, {.execution = {.threads = 3}})));
  EXPECT_TRUE(same(bayesian_search(space, branin, {.evaluations = 15}),
                   bayesian_search(space, branin, {.evaluations = 15, .limits = three})));
}

TEST(Searches, EndWithTheirSecondsAndWhenCancelled) {
  const SearchLimits none{.seconds = 1e-9};
  const SearchSpace space = branin_space();
  for (const SearchResult& r :
       {grid_search(space, branin, {.limits = none}), random_search(space, branin, {.limits = none}),
        bayesian_search(space, branin, {.limits = none}), successive_halving(space, branin, {.seconds = 1e-9})}) {
    EXPECT_TRUE(r.trials.empty());
    EXPECT_EQ(r.best, std::nullopt);
    EXPECT_EQ(r.stop, Stop::time_limit);
  }
  std::size_t told = 0;
  const SearchLimits impatient{.execution = {.progress = [&](std::size_t done, std::size_t total) {
                                 EXPECT_EQ(total, 20u);
                                 told = done;
                                 return done < 12;
                               }}};
  EXPECT_THROW((void)bayesian_search(space, branin, {.evaluations = 20, .limits = impatient}), Cancelled);
  EXPECT_EQ(told, 12u);
}

/// A model whose option is what it forecasts, on series that are all 3 in the end.
TEST(BacktestObjective, IsTheMeanOverThePanelAndItsFirstSeries) {
  std::vector<BacktestSeries> panel;
  for (int s = 0; s < 10; ++s) {
    panel.push_back({.name = std::to_string(s), .values = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1}});
    panel.back().values.insert(panel.back().values.end(), 2, s < 5 ? 3.0 : 4.0);
  }
  const std::vector<ModelEntry> entries{
      {.name = "level", .options = Value::object({{"x", 0.0}, {"fails", false}}), .make = [](const Value& options) {
         const double x = options.at("x").as_number();
         const bool fails = options.at("fails").as_boolean();
         return stats::Forecaster{
             "level", [=](std::span<const double>, std::size_t) {
               if (fails) throw InvalidArgument("told to fail");
               return stats::Fitted{.predict = [x](std::size_t horizon, const auto& levels) {
                 return stats::Outlook{std::vector(horizon, x), levels, {levels.size(), std::vector(horizon, x)}};
               }};
             }};
       }}};
  const BacktestOptions options{.horizon = 2, .origins = 1};
  const auto loss = backtest_objective({.model = "level"}, panel, options, Measure::mase, entries);
  const auto at = [](double x) { return Value::object({{"x", x}}); };
  EXPECT_DOUBLE_EQ(loss(at(3), 0), 0.5);  // scale 1; half of the series err by 1
  EXPECT_DOUBLE_EQ(loss(at(3.5), 99), 0.5);
  EXPECT_DOUBLE_EQ(loss(at(0), 1) + loss(at(7), 1), 7);  // one series, whichever
  const double five = loss(at(0), 5);
  EXPECT_NEAR(five, std::round(5 * five) / 5, 1e-12);
  const SearchSpace space{.parameters = {real_range("x", 0, 8), choice_of("fails", {false, true})}};
  const SearchResult found = grid_search(space, loss, {.points = 9});
  EXPECT_EQ(number(found.trials[*found.best].options, "x"), 3);
  EXPECT_EQ(found.trials[1].error, "told to fail");
  testing::expect_refused({
      {"there must be a series", [&] { (void)backtest_objective({.model = "level"}, {}, {}, Measure::mase, entries); }},
      {"rmsse, pinball or msis; got OWA",
       [&] { (void)backtest_objective({.model = "level"}, panel, {}, Measure::owa, entries); }},
      {"no folder of work; got \"w\"",
       [&] {
         (void)backtest_objective({.model = "level"}, panel, {.batch = {.folder = "w"}}, Measure::mase, entries);
       }},
      {"levle", [&] { (void)backtest_objective({.model = "levle"}, panel, {}, Measure::mase, entries); }},
  });
}

TEST(Searches, RefuseWhatDoesNotFit) {
  const auto zero = [](auto&, std::size_t) { return 0.0; };
  const auto with = [&](std::vector<SearchParameter> parameters) {
    return [=] { (void)random_search({.parameters = parameters}, zero); };
  };
  const SearchSpace one{.parameters = {real_range("x", 0, 1)}};
  testing::expect_refused({
      {"1 to 100 parameters; got 0", with({})},
      {"different names; got \"x\" twice", with({real_range("x", 0, 1), real_range("x", 0, 2)})},
      {"lower < upper; got 1 to 1 for \"x\"", with({real_range("x", 1, 1)})},
      {"lower < upper; got 0 to NaN", with({real_range("x", 0, std::nan(""))})},
      {"logarithmic scale must be > 0; got 0", with({real_range("x", 0, 1, Scale::logarithmic)})},
      {"width of a range must be finite", with({real_range("x", -1.5e308, 1.5e308)})},
      {"a choice must have values; got none for \"c\"", with({choice_of("c", {})})},
      {"values of a choice must differ; got values 0 and 2", with({choice_of("c", {1, 2, 1})})},
      {"base must be an object or null; got text",
       [&] {
         (void)random_search({"x", one.parameters}, zero);
       }},
      {"there must be an objective", [&] { (void)grid_search(one, {}); }},
      {"points must lie in [2, 10,000]; got 1", [&] { (void)grid_search(one, zero, {.points = 1}); }},
      {"evaluations must lie in [1, 1,000,000]; got 0", [&] { (void)random_search(one, zero, {.evaluations = 0}); }},
      {"evaluations must lie in [1, 1,000]; got 1001",
       [&] { (void)bayesian_search(one, zero, {.evaluations = 1001}); }},
      {"candidates must lie in", [&] { (void)bayesian_search(one, zero, {.candidates = 3}); }},
      {"seconds must be > 0; got 0", [&] { (void)random_search(one, zero, {.limits = {.seconds = 0}}); }},
      {"configurations must lie in [2, 100,000]; got 1",
       [&] { (void)successive_halving(one, zero, {.configurations = 1}); }},
      {"at least configurations x rounds, 24; got 23",
       [&] { (void)successive_halving(one, zero, {.configurations = 8, .budget = 23}); }},
  });
}

}  // namespace
}  // namespace foreplan::tuning
