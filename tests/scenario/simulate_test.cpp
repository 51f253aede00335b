#include <foreplan/scenario/simulate.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/report/frames.hpp>
#include <foreplan/scenario.hpp>
#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "refusals.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;
using ::testing::HasSubstr;

Series annual(std::string name, int first, std::vector<double> values) {
  return {std::move(name), Period(first), {}, std::move(values)};
}

// A statistic of N draws lies within 4.5 of its own standard errors, which theory gives: by chance it does not in 7 of
// a million tests. Seeds are fixed, so that a test either passes for ever or fails for ever.
constexpr double kErrors = 4.5;

/// Standard errors of the mean, and of the standard deviation of normal draws.
double of_mean(double sd, std::size_t n) { return sd / std::sqrt(static_cast<double>(n)); }
double of_deviation(double sd, std::size_t n) { return sd / std::sqrt(2 * static_cast<double>(n)); }
double of_share(double p, std::size_t n) { return std::sqrt(p * (1 - p) / static_cast<double>(n)); }

double covariance(std::span<const double> x, std::span<const double> y) {
  const auto n = static_cast<double>(x.size());
  const double mx = std::accumulate(x.begin(), x.end(), 0.0) / n, my = std::accumulate(y.begin(), y.end(), 0.0) / n;
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mx) * (y[i] - my);
  return sum / (n - 1);
}
/// Of the covariance of n normal pairs: sqrt((var x var y + cov^2) / n).
double of_covariance(double var_x, double var_y, double cov, std::size_t n) {
  return std::sqrt((var_x * var_y + cov * cov) / static_cast<double>(n));
}

constexpr std::size_t kDraws = 20'000;

/// x(t) = 0.8 x(t - 1) + e from x = 5.
Model autoregression() { return compile("behavioural x = 0.8 * x(-1)"); }
Scenario autoregression_base() { return {"base", Frame({annual("x", 2019, {5})})}; }
SimulateOptions normal_x(double sd) {
  return {.draws = kDraws, .seed = 1, .track = {"x"}, .shocks = NormalShocks{.equations = {"x"}, .deviations = {sd}}};
}

/// Two shocked equations solved together: y = (15 + g + e_c + e_i) / 0.3.
Model demand() {
  return compile(R"(
    behavioural c = 10 + 0.6 * y
    behavioural i = 5 + 0.1 * y
    identity y = c + i + g
  )");
}
Scenario demand_base() { return {"base", Frame({annual("g", 2020, {30, 33})})}; }

}  // namespace

TEST(Simulate, IsTheCallThatProgramsWrite) {
  namespace fp = foreplan;
  const Model model = compile(R"(
    behavioural gdp = 1.02 * gdp(-1)
    behavioural ind = 0.3 * gdp
    identity share_ind = ind / gdp
  )");
  std::vector<double> gdp{100}, ind{30};
  for (int t = 1; t <= 15; ++t) {
    gdp.push_back(gdp.back() * (1.02 + 0.01 * ((t * 7) % 5 - 2)));
    ind.push_back(0.3 * gdp.back() + ((t * 3) % 4) - 1.5);
  }
  const fp::scenario::Scenario base("base", Frame({annual("gdp", 2000, gdp), annual("ind", 2000, ind)}));
  const auto fan =
      fp::scenario::simulate(model, base, {2016, 2025}, {.draws = 10'000, .seed = 7, .track = {"gdp", "share_ind"}});
  ASSERT_TRUE(fan.usable()) << fan.first_failure;
  EXPECT_EQ(fan.variables.size(), 2U);
  EXPECT_EQ(fan["gdp"].mean.size(), 10U);
  const Forecast f = forecast(fan, "gdp");
  EXPECT_EQ(f.origin->last, Period(2015));
  EXPECT_EQ(f.coverage, 0.90);
  EXPECT_EQ(f.lower, fan["gdp"].lower[1]);
  EXPECT_GT(probability(fan, {{"share_ind", 2020, EventSide::at_least, 0.29}}).probability, 0.5);
}

TEST(Simulate, MakesAFanThatCanBeDrawnBehindItsHistory) {
  const Unit unit = Unit::money("VND", 9, PriceBasis::constant(2010));
  const Series history{"x", Period(2018), unit, {4, 5}};
  SimulateOptions options = normal_x(1);
  options.coverages = {0.8};
  const auto fan = simulate(autoregression(), {"base", Frame({history})}, {2020, 2022}, options);
  EXPECT_EQ(fan["x"].unit, unit);
  EXPECT_NO_THROW((void)report::fan_chart(history, forecast(fan, "x", 0.8)));
}

// Known answers ---------------------------------------------------------------------------------------------

TEST(Simulate, AutoregressionsSpreadAsTheirFormulaSays) {
  // var x(h) = s^2 (1 - phi^(2 h)) / (1 - phi^2), cov(x(h), x(h + k)) = phi^k var x(h), mean 5 phi^h.
  const double phi = 0.8, sd = 2;
  const auto fan = simulate(autoregression(), autoregression_base(), {2020, 2029}, normal_x(sd));
  ASSERT_EQ(fan.failed, 0U);
  const auto variance = [&](int h) { return sd * sd * (1 - std::pow(phi, 2 * h)) / (1 - phi * phi); };
  for (int h = 1; h <= 10; ++h) {
    const auto at = static_cast<std::size_t>(h - 1);
    const double mean = 5 * std::pow(phi, h), deviation = std::sqrt(variance(h));
    EXPECT_NEAR(fan["x"].mean[at], mean, kErrors * of_mean(deviation, kDraws));
    EXPECT_NEAR(fan["x"].standard_deviation[at], deviation, kErrors * of_deviation(deviation, kDraws));
    // A quantile's standard error is sqrt(p (1 - p) / N) over the density there.
    const double z = stats::normal_quantile(0.95);
    const double density = std::exp(-z * z / 2) / std::sqrt(2 * M_PI) / deviation;
    EXPECT_NEAR(fan["x"].upper[1][at], mean + z * deviation, kErrors * of_share(0.05, kDraws) / density);
    EXPECT_NEAR(fan["x"].lower[1][at], mean - z * deviation, kErrors * of_share(0.05, kDraws) / density);
    EXPECT_NEAR(fan["x"].median[at], mean, kErrors * of_mean(deviation, kDraws) * std::sqrt(M_PI / 2));
  }
  for (const int k : {1, 4}) {
    const double exact = std::pow(phi, k) * variance(3);
    EXPECT_NEAR(covariance(fan.values("x", 2022), fan.values("x", 2022 + k)), exact,
                kErrors * of_covariance(variance(3), variance(3 + k), exact, kDraws));
  }
}

TEST(Simulate, SimultaneousLinearEquationsHaveTheCovarianceOfTheirReducedForm) {
  // e ~ N(0, S): y = (15 + g + e_c + e_i) / 0.3, c = 10 + 0.6 y + e_c.
  const double s_cc = 4, s_ci = 1.5, s_ii = 1;
  SimulateOptions options{.draws = kDraws, .seed = 2, .track = {"y", "c"}};
  options.shocks = NormalShocks{{"c", "i"}, {}, {{s_cc, s_ci}, {s_ci, s_ii}}};
  const auto fan = simulate(demand(), demand_base(), {2020, 2021}, options);
  const double of_sum = s_cc + 2 * s_ci + s_ii, c_with_sum = s_cc + s_ci;
  const double var_y = of_sum / 0.09, var_c = 4 * of_sum + 4 * c_with_sum + s_cc;
  const double cov = 2 * of_sum / 0.3 + c_with_sum / 0.3;  // 0.6 / 0.3 = 2
  for (const int year : {2020, 2021}) {
    const double g = year == 2020 ? 30 : 33;
    const auto y = fan.values("y", year), c = fan.values("c", year);
    const auto at = static_cast<std::size_t>(year - 2020);
    EXPECT_NEAR(fan["y"].mean[at], (15 + g) / 0.3, kErrors * of_mean(std::sqrt(var_y), kDraws));
    EXPECT_NEAR(covariance(y, y), var_y, kErrors * of_covariance(var_y, var_y, var_y, kDraws));
    EXPECT_NEAR(covariance(c, c), var_c, kErrors * of_covariance(var_c, var_c, var_c, kDraws));
    EXPECT_NEAR(covariance(y, c), cov, kErrors * of_covariance(var_y, var_c, cov, kDraws));
  }
  // Periods are independent.
  EXPECT_NEAR(covariance(fan.values("y", 2020), fan.values("y", 2021)), 0,
              kErrors * of_covariance(var_y, var_y, 0, kDraws));
}

TEST(Simulate, BootstrapDrawsRowsTogetherWithTheirOwnFrequencies) {
  // Three rows about 0: sums of two draws are 4, 1 and -2 with probabilities 1/9, 4/9 and 4/9, and z is -x always.
  const Model model = compile("behavioural x = x(-1)\n behavioural z = z(-1)");
  const Scenario base("base", Frame({annual("x", 2019, {0}), annual("z", 2019, {0})}));
  SimulateOptions options{.draws = kDraws, .seed = 3, .track = {"x", "z"}};
  ResidualShocks rows{.residuals = Frame({annual("x", 2000, {12, 9, 9}), annual("z", 2000, {-2, 1, 1})}),
                      .law = ResidualShocks::Law::bootstrap};
  options.shocks = rows;
  const auto fan = simulate(model, base, {2020, 2021}, options);
  const auto x = fan.values("x", 2021), z = fan.values("z", 2021);
  std::size_t fours = 0, ones = 0, twos = 0;
  for (std::size_t d = 0; d < kDraws; ++d) {
    EXPECT_EQ(z[d], -x[d]);
    fours += x[d] == 4;
    ones += x[d] == 1;
    twos += x[d] == -2;
  }
  EXPECT_EQ(fours + ones + twos, kDraws);
  EXPECT_NEAR(static_cast<double>(fours) / kDraws, 1.0 / 9, kErrors * of_share(1.0 / 9, kDraws));
  EXPECT_NEAR(static_cast<double>(ones) / kDraws, 4.0 / 9, kErrors * of_share(4.0 / 9, kDraws));

  rows.centred = false;
  options.shocks = rows;
  const auto raw = simulate(model, base, {2020, 2020}, options);
  EXPECT_EQ(*std::max_element(raw.values("x", 2020).begin(), raw.values("x", 2020).end()), 12);
}

TEST(Simulate, BlocksKeepRowsInTheirOrder) {
  const Model model = autoregression();
  ResidualShocks rows{.residuals = Frame({annual("x", 2000, {1, 2, 4, 8})}),
                      .law = ResidualShocks::Law::bootstrap,
                      .block = 3,
                      .centred = false};
  SimulateOptions options{.draws = 4000, .seed = 3, .track = {"x_A"}, .shocks = rows};
  const auto fan = simulate(model, autoregression_base(), {2020, 2024}, options);
  std::size_t from_first = 0;
  for (std::size_t d = 0; d < options.draws; ++d) {
    std::vector<double> path;
    for (int t = 0; t < 5; ++t) path.push_back(fan.values("x_A", 2020 + t)[d]);
    ASSERT_TRUE(path[0] == 1 || path[0] == 2);  // two blocks of three in four rows
    EXPECT_EQ(path[1], 2 * path[0]);
    EXPECT_EQ(path[2], 4 * path[0]);
    EXPECT_EQ(path[4], 2 * path[3]);  // the second block, cut off by the end
    from_first += path[0] == 1;
  }
  EXPECT_NEAR(static_cast<double>(from_first) / 4000, 0.5, kErrors * of_share(0.5, 4000));
}

TEST(Simulate, ParametersDrawnOnceForAPathMakeAnExactNormal) {
  // y = a + b x with (a, b) ~ N((1, 2), S): mean 1 + 2 x, variance s_aa + 2 x s_ab + x^2 s_bb.
  const Model model = compile("parameter a = 0\n parameter b = 0\n identity y = a + b * x");
  const Scenario base("base", Frame({annual("x", 2020, {1, 3})}));
  SimulateOptions options{.draws = kDraws, .seed = 4, .track = {"y", "a"}, .shocks = NoShocks{}};
  options.parameters = {{"a", "b"}, {1, 2}, {{0.5, -0.2}, {-0.2, 0.25}}};
  const auto fan = simulate(model, base, {2020, 2021}, options);
  const auto variance = [](double x) { return 0.5 - 0.4 * x + 0.25 * x * x; };
  for (const int year : {2020, 2021}) {
    const double x = year == 2020 ? 1 : 3, var = variance(x);
    const auto y = fan.values("y", year);
    EXPECT_NEAR(fan["y"].mean[static_cast<std::size_t>(year - 2020)], 1 + 2 * x,
                kErrors * of_mean(std::sqrt(var), kDraws));
    EXPECT_NEAR(covariance(y, y), var, kErrors * of_covariance(var, var, var, kDraws));
  }
  // cov(a + b, a + 3 b)
  const double cov = 0.5 - 0.2 * 4 + 0.25 * 3;
  EXPECT_NEAR(covariance(fan.values("y", 2020), fan.values("y", 2021)), cov,
              kErrors * of_covariance(variance(1), variance(3), cov, kDraws));
  EXPECT_TRUE(std::ranges::equal(fan.values("a", 2020), fan.values("a", 2021)));
}

TEST(Simulate, WithoutMeansWhatIsDrawnIsAddedToTheScenario) {
  const Model model = compile("parameter b = 2\n identity y = b * x");
  const Scenario base("base", Frame({annual("x", 2020, {10, 20})}));
  SimulateOptions options{.draws = kDraws, .seed = 5, .track = {"y", "x"}, .shocks = NoShocks{}};
  options.parameters = {{"x"}, {}, {{1}}};
  const auto fan = simulate(model, base, {2020, 2021}, options);
  EXPECT_NEAR(fan["y"].mean[1], 40, kErrors * of_mean(2, kDraws));
  EXPECT_NEAR(fan["y"].standard_deviation[1], 2, kErrors * of_deviation(2, kDraws));
  for (std::size_t d = 0; d < 20; ++d) EXPECT_NEAR(fan.values("x", 2021)[d] - fan.values("x", 2020)[d], 10, 1e-12);
}

TEST(Simulate, ResidualsOfTheDataGiveTheirOwnCovariance) {
  // With more periods than equations a Cholesky factor, with fewer the rows themselves: both have the sample's
  // covariance.
  for (const int periods : {6, 2}) {
    std::vector<double> c, i, y, g;
    for (int t = 0; t < periods; ++t) {
      g.push_back(30);
      c.push_back(90 + (t * 5) % 7);
      i.push_back(20 + (t * 3) % 4);
      y.push_back(c.back() + i.back() + 30);
    }
    g.push_back(30);
    const Scenario base("base", Frame({annual("g", 2020 - periods, g), annual("c", 2020 - periods, c),
                                       annual("i", 2020 - periods, i), annual("y", 2020 - periods, y)}));
    const Frame past = residuals(demand(), base.data(), {2020 - periods, 2019});
    const auto fan = simulate(demand(), base, {2020, 2020}, {.draws = kDraws, .seed = 6, .track = {"c_A", "i_A"}});
    const auto& rc = past["c"].values;
    const auto& ri = past["i"].values;
    const double var_c = covariance(rc, rc), var_i = covariance(ri, ri), cov = covariance(rc, ri);
    const auto ec = fan.values("c_A", 2020), ei = fan.values("i_A", 2020);
    EXPECT_NEAR(fan["c_A"].mean[0], 0, kErrors * of_mean(std::sqrt(var_c), kDraws));
    EXPECT_NEAR(covariance(ec, ec), var_c, kErrors * of_covariance(var_c, var_c, var_c, kDraws));
    EXPECT_NEAR(covariance(ei, ei), var_i, kErrors * of_covariance(var_i, var_i, var_i, kDraws));
    EXPECT_NEAR(covariance(ec, ei), cov, kErrors * of_covariance(var_c, var_i, cov, kDraws));
  }
}

// Probabilities ---------------------------------------------------------------------------------------------

TEST(EventProbabilities, AgreeWithTheNormalDistribution) {
  const double phi = 0.8, sd = 2;
  const auto fan = simulate(autoregression(), autoregression_base(), {2020, 2029}, normal_x(sd));
  for (const int h : {1, 5}) {
    const double deviation = sd * std::sqrt((1 - std::pow(phi, 2 * h)) / (1 - phi * phi));
    const double p = stats::normal_upper((6 - 5 * std::pow(phi, h)) / deviation);
    const auto got = probability(fan, {{"x", 2019 + h, EventSide::at_least, 6}});
    EXPECT_NEAR(got.probability, p, kErrors * of_share(p, kDraws));
    EXPECT_NEAR(got.standard_error, of_share(got.probability, kDraws), 1e-12);
    EXPECT_EQ(got.draws, kDraws);
    EXPECT_EQ(got.hits, static_cast<std::size_t>(std::lround(got.probability * kDraws)));
    EXPECT_LT(got.interval.lower, got.probability);
    EXPECT_GT(got.interval.upper, got.probability);
  }
}

TEST(EventProbabilities, OfSeveralEventsAndPeriodsAreJoint) {
  // White noise in two equations: everything is independent.
  const Model model = compile("behavioural x = 0\n behavioural z = 0");
  SimulateOptions options{.draws = kDraws, .seed = 8, .track = {"x", "z"}};
  options.shocks = NormalShocks{.deviations = {1}};
  const auto fan = simulate(model, {"base", Frame()}, {2020, 2022}, options);
  const double p = stats::normal_upper(0.5), q = stats::normal_cdf(0.2);
  const auto near = [&](const EventProbability& got, double exact) {
    EXPECT_NEAR(got.probability, exact, kErrors * of_share(exact, kDraws));
  };
  near(probability(fan, {{"x", 2020, EventSide::at_least, 0.5}, {"z", 2020, EventSide::at_most, 0.2}}), p * q);
  near(probability(fan, {{"x", {2020, 2022}, EventSide::at_least, 0.5}}), p * p * p);
  near(probability(fan, {{"x", {2020, 2022}, EventSide::at_least, 0.5, EventPeriods::any}}), 1 - std::pow(1 - p, 3));
}

TEST(EventProbabilities, AreNeverPrintedAsNought) {
  const auto fan = simulate(autoregression(), autoregression_base(), {2020, 2020}, normal_x(1));
  const auto never = probability(fan, {{"x", 2020, EventSide::at_least, 100}});
  EXPECT_EQ(never.probability, 0);
  EXPECT_GT(never.interval.upper, 0);
  EXPECT_EQ(to_string(never), "below 0.001");
  EXPECT_EQ(to_string(probability(fan, {{"x", 2020, EventSide::at_most, 100}})), "above 0.999");
  EXPECT_EQ(to_string({.probability = 0.4124, .draws = 1000}), "0.412");
  EXPECT_EQ(to_string({.probability = 0, .draws = 100}), "below 0.030");
}

TEST(EventProbabilities, HaveWilsonsInterval) {
  // Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I: 81 of 263 gives 0.2553 to
  // 0.3662, 15 of 148 0.0624 to 0.1605, 0 of 20 0 to 0.1611.
  const Model model = compile("behavioural x = 0");
  const auto interval = [&](std::size_t hits, std::size_t n) {
    std::vector<double> shocks(n, 0.0);
    std::fill_n(shocks.begin(), hits, 1.0);
    const auto fan = simulate(model, {"base", Frame()}, {2020, 2020},
                              {.draws = n, .track = {"x"}, .shocks = GivenShocks{{}, shocks}});
    return probability(fan, {{"x", 2020, EventSide::at_least, 0.5}}).interval;
  };
  EXPECT_NEAR(interval(81, 263).lower, 0.2553, 5e-5);
  EXPECT_NEAR(interval(81, 263).upper, 0.3662, 5e-5);
  EXPECT_NEAR(interval(15, 148).lower, 0.0624, 5e-5);
  EXPECT_NEAR(interval(15, 148).upper, 0.1605, 5e-5);
  EXPECT_EQ(interval(0, 20).lower, 0);
  EXPECT_NEAR(interval(0, 20).upper, 0.1611, 5e-5);
}

// Properties ------------------------------------------------------------------------------------------------

TEST(Simulate, GivesTheBitsOfSolveWithTheSameAddFactors) {
  const Model model = compile(R"(
    behavioural log(c) = 0.5 + 0.6 * log(y) + 0.1 * log(c(-1))
    identity y = c + i + exp(0.01 * c)
  )");
  const Scenario base =
      Scenario("data", Frame({annual("c", 2019, {50}), annual("y", 2019, {70}), annual("i", 2020, {20, 21, 22})}))
          .add_factor("c", {0.1}, {2021, 2021});
  std::vector<double> shocks;
  for (int k = 0; k < 21 * 3; ++k) shocks.push_back(0.01 * ((k * 37) % 19 - 9));
  const SimulateOptions options{.draws = 21, .track = {"y", "c"}, .shocks = GivenShocks{{"c"}, shocks}};
  const auto fan = simulate(model, base, {2020, 2022}, options);
  for (std::size_t d = 0; d < 21; ++d) {
    const std::vector<double> own(&shocks[d * 3], &shocks[d * 3] + 3);
    const auto run = solve(model, base.layer("shocked").add_factor("c", own, {2020, 2022}), {2020, 2022});
    ASSERT_TRUE(run.usable()) << run.failure()->sentence;
    for (int t = 0; t < 3; ++t) EXPECT_EQ(fan.values("y", 2020 + t)[d], run.at("y", 2020 + t)) << d;
  }
}

TEST(Simulate, GivesTheSameBitsForAnyNumberOfThreadsAndDraws) {
  SimulateOptions options{.draws = 301, .seed = 9, .track = {"y", "c"}};
  options.shocks = NormalShocks{{}, {}, {{4, 1}, {1, 1}}};
  options.parameters = {{"g"}, {}, {{2}}};
  const auto one = simulate(demand(), demand_base(), {2020, 2021}, options);
  options.execution.threads = 3;
  const auto three = simulate(demand(), demand_base(), {2020, 2021}, options);
  EXPECT_EQ(one.kept, three.kept);
  EXPECT_EQ(one["y"].mean, three["y"].mean);
  options.draws = 77;
  const auto fewer = simulate(demand(), demand_base(), {2020, 2021}, options);
  EXPECT_TRUE(std::ranges::equal(fewer.values("y", 2021), one.values("y", 2021).first(77)));
  options.seed = 10;
  EXPECT_NE(simulate(demand(), demand_base(), {2020, 2021}, options).kept, fewer.kept);
}

TEST(Simulate, AntitheticDrawsCancelInWhatIsLinear) {
  SimulateOptions options = normal_x(2);
  options.draws = 1000;
  options.antithetic = true;
  const auto fan = simulate(autoregression(), autoregression_base(), {2020, 2024}, options);
  for (int h = 1; h <= 5; ++h) EXPECT_NEAR(fan["x"].mean[static_cast<std::size_t>(h - 1)], 5 * std::pow(0.8, h), 1e-12);
  // Above its mean exactly one of each pair: the share is exact, and its error says so.
  const auto half = probability(fan, {{"x", 2020, EventSide::at_least, 4}});
  EXPECT_EQ(half.probability, 0.5);
  EXPECT_EQ(half.standard_error, 0);
  // A pair is on the same side of a band about its mean: worth one draw.
  const auto band = probability(fan, {{"x", 2020, EventSide::at_least, 3}, {"x", 2020, EventSide::at_most, 5}});
  EXPECT_NEAR(band.standard_error, of_share(band.probability, 500), 1e-12);
}

TEST(Simulate, SwapsAndLeadsAreSolvedAsSolveWould) {
  const Model model = demand();
  std::vector<double> shocks;
  for (int k = 0; k < 3 * 2 * 2; ++k) shocks.push_back(0.1 * k - 0.5);
  SimulateOptions options{.draws = 3, .track = {"y", "g"}, .shocks = GivenShocks{{}, shocks}};
  // Over the whole range side by side, over a part one by one.
  for (const int first : {2020, 2021}) {
    const Scenario swapped = demand_base().swap("y", {150}, "g", {first, 2021});
    const auto fan = simulate(model, swapped, {2020, 2021}, options);
    ASSERT_EQ(fan.failed, 0U) << fan.first_failure;
    for (std::size_t d = 0; d < 3; ++d) {
      Scenario one = swapped.layer("one");
      one = one.add_factor("c", {shocks[d * 4], shocks[d * 4 + 2]}, {2020, 2021});
      one = one.add_factor("i", {shocks[d * 4 + 1], shocks[d * 4 + 3]}, {2020, 2021});
      const auto run = solve(model, one, {2020, 2021});
      for (const int year : {2020, 2021}) EXPECT_EQ(fan.values("g", year)[d], run.at("g", year));
    }
  }
  const Model ahead = compile("behavioural d = 1\n p = d + p(+1) / 1.05");
  const Scenario base("base", Frame({annual("p", 2023, {20})}));
  const std::vector<double> dividends{0.1, 0.2, 0.3, -0.1, 0, 0.4};
  const auto fan =
      simulate(ahead, base, {2020, 2022}, {.draws = 2, .track = {"p"}, .shocks = GivenShocks{{}, dividends}});
  const auto run = solve(ahead, base.add_factor("d", {-0.1, 0, 0.4}, {2020, 2022}), {2020, 2022});
  for (int t = 0; t < 3; ++t) EXPECT_EQ(fan.values("p", 2020 + t)[1], run.at("p", 2020 + t));
}

// What goes wrong -------------------------------------------------------------------------------------------

TEST(Simulate, CountsDrawsThatAreNotSolvedAndLeavesThemOut) {
  const Model model = compile("behavioural u = 1\n x = log(u)");
  std::vector<double> shocks(100 * 2, 0.0);
  shocks[2 * 7 + 1] = -2;
  shocks[2 * 40] = -1.5;
  SimulateOptions options{.draws = 100, .track = {"x"}, .shocks = GivenShocks{{}, shocks}};
  const auto fan = simulate(model, {"base", Frame()}, {2020, 2021}, options);
  EXPECT_EQ(fan.failed, 2U);
  EXPECT_FALSE(fan.usable());
  EXPECT_EQ(fan.stop, Stop::not_finite);
  EXPECT_THAT(fan.first_failure, HasSubstr("draw 7: 2021: "));
  EXPECT_THAT(fan.first_failure, HasSubstr("x"));
  EXPECT_EQ(fan["x"].mean, (std::vector<double>{0, 0}));
  EXPECT_EQ(fan["x"].standard_deviation, (std::vector<double>{0, 0}));
  EXPECT_TRUE(std::isnan(fan.values("x", 2020)[7]));
  EXPECT_EQ(probability(fan, {{"x", 2020, EventSide::at_most, 1}}).draws, 98U);
  EXPECT_EQ(probability(fan, {{"x", 2020, EventSide::at_most, 1}}).probability, 1);
  options.max_failed = 0.02;
  EXPECT_TRUE(simulate(model, {"base", Frame()}, {2020, 2021}, options).usable());
  options.shocks = GivenShocks{{}, std::vector<double>(200, -3.0)};
  options.max_failed = 1;
  const auto none = simulate(model, {"base", Frame()}, {2020, 2021}, options);
  EXPECT_EQ(none.failed, 100U);
  EXPECT_FALSE(none.usable());
  EXPECT_TRUE(std::isnan(none["x"].mean[0]));
}

TEST(Simulate, KeepsOnlyWhatIsAskedFor) {
  SimulateOptions options = normal_x(1);
  const auto kept = simulate(autoregression(), autoregression_base(), {2020, 2021}, options);
  options.keep_draws = false;
  const auto fan = simulate(autoregression(), autoregression_base(), {2020, 2021}, options);
  EXPECT_TRUE(fan.kept.empty());
  EXPECT_EQ(fan["x"].median, kept["x"].median);
  expect_refused({
      {"draws must be kept",
       [&] {
         (void)probability(fan, {{"x", 2020, EventSide::at_least, 1}});
       }},
  });
}

TEST(SimulateRefuses, WhatMakesNoSense) {
  const Model model = demand();
  const Scenario base = demand_base();
  const auto with = [&](std::function<void(SimulateOptions&)> change) {
    return [&, change] {
      SimulateOptions options{.draws = 10, .track = {"y"}, .shocks = NormalShocks{.deviations = {1}}};
      change(options);
      (void)simulate(model, base, {2020, 2021}, options);
    };
  };
  const auto shocks = [&](Shocks s) { return with([s](SimulateOptions& o) { o.shocks = s; }); };
  expect_refused({
      {"options.draws must be in [1, 10^8]; got 0", with([](auto& o) { o.draws = 0; })},
      {"options.draws must be in [1, 10^8]; got 1000000000", with([](auto& o) { o.draws = 1'000'000'000; })},
      {"options.track must name the variables to be kept; got none", with([](auto& o) { o.track = {}; })},
      {"variable must be one of the model; got \"gd\" in options.track", with([](auto& o) { o.track = {"gd"}; })},
      {"options.track must name a variable once; got \"y\"", with([](auto& o) {
         o.track = {"y", "y"};
       })},
      {"options.coverages must be in (0, 1); got 1", with([](auto& o) {
         o.coverages = {0.5, 1};
       })},
      {"options.coverages must be in (0, 1); got NaN", with([](auto& o) { o.coverages = {NAN}; })},
      {"options.max_failed must be in [0, 1]; got -1", with([](auto& o) { o.max_failed = -1; })},
      {"options.tolerance must be in (0, 1e-3]; got 0", with([](auto& o) { o.tolerance = 0; })},
      {"options.draws must be even; got 11", with([](auto& o) {
         o.draws = 11;
         o.antithetic = true;
       })},
      {"must fit into options.max_bytes, 4294967296; got 100000000 x 2 x 3 numbers of 8 bytes", with([](auto& o) {
         o.draws = 100'000'000;
         o.track = {"y", "c", "i"};
       })},
      {"shocks need a variable with a behavioural equation; got \"yy\"", shocks(NormalShocks{{"yy"}, {1}})},
      {"shocks need a variable with a behavioural equation; got \"y\"", shocks(NormalShocks{{"y"}, {1}})},
      {"equations must be named once; got \"c\"", shocks(NormalShocks{{"c", "c"}, {1}})},
      {"normal shocks need either deviations or a covariance; got none", shocks(NormalShocks{})},
      {"normal shocks need either deviations or a covariance; got both", shocks(NormalShocks{{"c"}, {1}, {{1}}})},
      {"deviations must be one, or one for each of the 2 equations; got 3", shocks(NormalShocks{{}, {1, 2, 3}})},
      {"deviations must be >= 0 and finite; got -1 for \"i\"", shocks(NormalShocks{{}, {1, -1}})},
      {"covariance must have a row for each of the 2 equations; got 1", shocks(NormalShocks{{}, {}, {{1}}})},
      {"covariance must be square; got 1 values in row 1", shocks(NormalShocks{{}, {}, {{1, 0}, {1}}})},
      {"covariance must be finite; got NaN in row 1", shocks(NormalShocks{{}, {}, {{1, 0}, {NAN, 1}}})},
      {"covariance must be symmetric; got 0.5 and 0 in row 1", shocks(NormalShocks{{}, {}, {{1, 0}, {0.5, 1}}})},
      {"covariance must be positive semi-definite", shocks(NormalShocks{{}, {}, {{1, 2}, {2, 1}}})},
      {"given shocks must be draws x periods x equations, 40; got 3", shocks(GivenShocks{{}, {1, 2, 3}})},
      {"given shocks must be finite; got NaN at index 0", shocks(GivenShocks{{}, std::vector<double>(40, NAN)})},
      {"shocks from residuals need data before the range", shocks(ResidualShocks{})},
      {"residuals must be complete in at least 2 periods; got 1",
       shocks(ResidualShocks{.residuals = Frame({annual("c", 2000, {1, NAN})})})},
      {"block must be in [1, 2]",
       shocks(ResidualShocks{
           .residuals = Frame({annual("c", 2000, {1, 2})}), .law = ResidualShocks::Law::bootstrap, .block = 3})},
      {"blocks of residuals need complete rows; got none in 2001",
       shocks(ResidualShocks{
           .residuals = Frame({annual("c", 2000, {1, NAN, 2})}), .law = ResidualShocks::Law::bootstrap, .block = 2})},
      {"antithetic draws need shocks of a normal law; got given shocks", with([](auto& o) {
         o.antithetic = true;
         o.shocks = GivenShocks{{}, std::vector<double>(40, 0.0)};
       })},
      {"variable must be one of the model; got \"gg\" in parameters",
       with([](auto& o) { o.parameters.names = {"gg"}; })},
      {"parameters drawn must not be solved for by the model; got \"y\"", with([](auto& o) {
         o.parameters = {{"y"}, {}, {{1}}};
       })},
      {"parameters.mean must be empty or one for each of the 1 names; got 2", with([](auto& o) {
         o.parameters = {{"g"}, {1, 2}, {{1}}};
       })},
      {"parameters.covariance must have a row for each of the 1 names; got 0", with([](auto& o) {
         o.parameters = {{"g"}, {}, {}};
       })},
      {"model must have behavioural equations",
       [&] {
         (void)simulate(compile("y = g"), base, {2021, 2021}, {.draws = 10, .track = {"y"}});
       }},
      {"data must hold every value that the model reads",
       [&] {
         (void)simulate(model, base, {2020, 2025},
                        {.draws = 10, .track = {"y"}, .shocks = NormalShocks{.deviations = {1}}});
       }},
  });
  EXPECT_THROW((void)simulate(model, base, {2021, 2020}, {.track = {"y"}}), InvalidArgument);
}

TEST(SimulateRefuses, QuestionsThatItCannotAnswer) {
  const auto fan = simulate(autoregression(), autoregression_base(), {2020, 2021}, normal_x(1));
  expect_refused({
      {"variable must be one of those tracked; got \"xx\" (did you mean \"x\"?)", [&] { (void)fan["xx"]; }},
      {"coverage must be one that was simulated, of 0.5, 0.9; got 0.8", [&] { (void)forecast(fan, "x", 0.8); }},
      {"events must hold at least one; got none", [&] { (void)probability(fan, {}); }},
      {"an event's value must be finite; got NaN",
       [&] {
         (void)probability(fan, {{"x", 2020, EventSide::at_least, NAN}});
       }},
  });
  EXPECT_THROW((void)fan.values("x", 2022), PeriodMismatch);
  EXPECT_THROW((void)probability(fan, {{"x", {2020, 2022}, EventSide::at_least, 1}}), PeriodMismatch);
}

TEST(Simulate, IsCancelledBeforeAndHalfWay) {
  SimulateOptions options = normal_x(1);
  std::size_t told = 0;
  options.execution.progress = [&](std::size_t done, std::size_t total) {
    told = done;
    return done < total / 2;
  };
  EXPECT_THROW((void)simulate(autoregression(), autoregression_base(), {2020, 2021}, options), Cancelled);
  EXPECT_GT(told, 1U);
  options.execution.progress = {};
  options.execution.cancel.cancel();
  EXPECT_THROW((void)simulate(autoregression(), autoregression_base(), {2020, 2021}, options), Cancelled);
}

}  // namespace foreplan::scenario
