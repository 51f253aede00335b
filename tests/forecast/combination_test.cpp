#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/baselines.hpp>
#include <foreplan/forecast/combination.hpp>
#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/forecaster.hpp>
#include <foreplan/forecast/theta.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "../reference_lines.hpp"
#include "../refusals.hpp"
#include "awkward_series.hpp"

namespace foreplan::forecast {
namespace {

using ::testing::HasSubstr;
using Values = std::vector<double>;

stats::Forecaster naive() {
  return forecaster("naive", [](std::span<const double> y, std::size_t) { return fit_naive(y); });
}
stats::Forecaster drift() {
  return forecaster("drift", [](std::span<const double> y, std::size_t) { return fit_drift(y); });
}
stats::Forecaster mean_of_all() {
  return forecaster("mean", [](std::span<const double> y, std::size_t) { return fit_mean(y); });
}
stats::Forecaster ets() {
  return forecaster("ets", [](std::span<const double> y, std::size_t m) { return fit_ets(y, {.season_length = m}); });
}
stats::Forecaster theta() {
  return forecaster("theta",
                    [](std::span<const double> y, std::size_t m) { return fit_theta(y, {.season_length = m}); });
}
stats::Forecaster broken(const std::string& name, const std::string& words = "it is broken") {
  return {name, [words](std::span<const double>, std::size_t) -> stats::Fitted { throw InvalidArgument(words); }};
}
/// Points and quantiles, the same for every period and series.
stats::Forecaster fixed(std::string name, double point, Values quantiles = {}) {
  return {name, [=](std::span<const double>, std::size_t) {
            return stats::Fitted{.model = name, .predict = [=](std::size_t horizon, const Values& levels) {
                                   stats::Outlook o{Values(horizon, point), levels, {}};
                                   for (std::size_t l = 0; l < levels.size(); ++l)
                                     o.quantiles.emplace_back(horizon, l < quantiles.size() ? quantiles[l] : NAN);
                                   return o;
                                 }};
          }};
}
Values rising() { return {3, 5, 4, 7, 8, 8, 11, 10, 13, 15, 14, 18}; }

const Values& reference(const std::string& words) {
  static const reference::Lines all = reference::read_lines("combination.txt");
  return reference::line(all, words);
}
/// Says what the reference file has: two steps from each of ten origins.
std::vector<stats::Forecaster> scripted() {
  std::vector<stats::Forecaster> members;
  for (int i = 0; i < 4; ++i) {
    const std::string name = "member_" + std::to_string(i);
    const Values f = reference("forecasts " + name);
    members.push_back({name, [f, name](std::span<const double> y, std::size_t) {
                         const std::size_t at = 2 * (std::min<std::size_t>(y.size(), 14) - 5);
                         return stats::Fitted{.model = name, .predict = [=](std::size_t horizon, const Values& levels) {
                                                stats::Outlook o{Values(horizon), levels, {}};
                                                for (std::size_t h = 0; h < horizon; ++h) o.mean[h] = f[at + h % 2];
                                                o.quantiles.assign(levels.size(), Values(horizon, NAN));
                                                return o;
                                              }};
                       }});
  }
  return members;
}
const stats::RollingOrigins kTen{.horizon = 2, .origins = 10};

TEST(CombinationWeights, StackedAreThoseOfScipy) {
  const Values& y = reference("values");
  for (const auto& [name, ridge] : {std::pair{"none", 0.0}, {"tenth", 0.1}, {"ten", 10.0}}) {
    const CombinationWeights w =
        combination_weights(scripted(), y, 1, {.weighting = Weighting::stacked, .ridge = ridge, .origins = kTen});
    EXPECT_EQ(w.origins, 10u);
    EXPECT_EQ(w.fallback, "");
    const Values& best = reference(std::string("stacked ridge_") + name);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(w.weights[i], best[i], 1e-7) << name << ' ' << i;
  }
}

TEST(CombinationWeights, InverseErrorsAreProportional) {
  const Values& y = reference("values");
  const Values &squared = reference("mean_squared"), &absolute = reference("mean_absolute");
  for (const double power : {0.5, 1.0, 2.0}) {
    const CombinationWeights a =
        combination_weights(scripted(), y, 1, {.weighting = Weighting::inverse_error, .power = power, .origins = kTen});
    const CombinationWeights b = combination_weights(scripted(), y, 1,
                                                     {.weighting = Weighting::inverse_error,
                                                      .error = CombinationError::mean_absolute,
                                                      .power = power,
                                                      .origins = kTen});
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_NEAR(a.errors[i], squared[i], 1e-9);
      EXPECT_NEAR(b.errors[i], absolute[i], 1e-9);
      EXPECT_NEAR(a.weights[i] / a.weights[0], std::pow(squared[0] / squared[i], power), 1e-9);
      EXPECT_NEAR(b.weights[i] / b.weights[0], std::pow(absolute[0] / absolute[i], power), 1e-9);
    }
  }
}

TEST(CombinationWeights, AMemberWithoutErrorTakesAll) {
  const Values y{1, 2, 3, 4, 5, 6, 7, 8};
  for (const Weighting weighting : {Weighting::inverse_error, Weighting::stacked}) {
    const auto w = combination_weights({naive(), drift()}, y, 1, {.weighting = weighting, .ridge = 0});
    EXPECT_EQ(w.weights, (Values{0, 1}));
    EXPECT_EQ(w.errors, (Values{1, 0}));
    const Values constant(9, 7.5);
    EXPECT_EQ(combination_weights({naive(), drift()}, constant, 1, {.weighting = weighting}).weights,
              (Values{0.5, 0.5}));
  }
}

TEST(CombinationWeights, TooFewOriginsAreEqualWeights) {
  const Values y{1, 2, 3, 4, 5, 7};  // origins after 3, 4 and 5
  const auto few =
      combination_weights({naive(), drift()}, y, 1, {.weighting = Weighting::stacked, .fewest_origins = 4});
  EXPECT_EQ(few.weights, (Values{0.5, 0.5}));
  EXPECT_EQ(few.origins, 3u);
  EXPECT_EQ(few.fallback, "3 origins are fewer than 4");
  EXPECT_TRUE(std::isnan(few.errors[0]));
  const Values two{1, 2};
  EXPECT_EQ(combination_weights({naive(), drift()}, two, 1, {.weighting = Weighting::inverse_error}).origins, 0u);
  const auto fit = combine("both", {naive(), drift()}, {.weighting = Weighting::stacked}).fit(two, 1);
  EXPECT_EQ(fit.model, "mean of random walk, random walk with drift, since 0 origins are fewer than 3");
  EXPECT_EQ(stats::predict(fit, 1).mean, (Values{2.5}));
}

TEST(CombinationWeights, AMemberThatNeverAnswersHasNone) {
  const auto w = combination_weights({naive(), broken("b"), fixed("n", NAN), drift()}, rising(), 1,
                                     {.weighting = Weighting::inverse_error});
  EXPECT_EQ(w.weights[1], 0);
  EXPECT_EQ(w.weights[2], 0);
  EXPECT_EQ(w.failures, (std::vector<std::string>{"", "it is broken", "no finite points", ""}));
  EXPECT_EQ(w.names, (std::vector<std::string>{"naive", "b", "n", "drift"}));
  const auto without = combination_weights({naive(), drift()}, rising(), 1, {.weighting = Weighting::inverse_error});
  EXPECT_EQ(w.weights[0], without.weights[0]);
  EXPECT_EQ(w.weights[3], without.weights[1]);
}

RC_GTEST_PROP(CombinationWeights, LieOnTheSimplexAndFollowTheirMembers, ()) {
  auto y = *rc::gen::container<Values>(18, rc::gen::map(rc::gen::inRange(-500, 500), [](int i) { return i / 10.0; }));
  const auto weighting = *rc::gen::element(Weighting::inverse_error, Weighting::stacked, Weighting::mean);
  const CombinationOptions options{.weighting = weighting, .origins = {.horizon = 2, .origins = 8}};
  std::vector<stats::Forecaster> members{naive(), drift(), mean_of_all()};
  const CombinationWeights w = combination_weights(members, y, 1, options);
  RC_ASSERT(std::abs(std::accumulate(w.weights.begin(), w.weights.end(), -1.0)) < 1e-12);
  for (const double x : w.weights) RC_ASSERT(x >= 0);

  std::rotate(members.begin(), members.begin() + 1, members.end());
  const CombinationWeights turned = combination_weights(members, y, 1, options);
  for (std::size_t i = 0; i < 3; ++i) {
    RC_ASSERT(turned.names[i] == w.names[(i + 1) % 3]);
    RC_ASSERT(std::abs(turned.weights[i] - w.weights[(i + 1) % 3]) < 1e-9);
  }

  Values moved = y;  // by powers of two, so that nothing is rounded but sums
  for (double& x : moved) x = 8 * x + 1024;
  const CombinationWeights scaled = combination_weights(members, moved, 1, options);
  for (std::size_t i = 0; i < 3; ++i) RC_ASSERT(std::abs(scaled.weights[i] - turned.weights[i]) < 1e-6);
}

TEST(Combination, OneMemberIsItself) {
  const stats::Fitted alone = ets().fit(rising(), 1);
  for (const Weighting weighting :
       {Weighting::mean, Weighting::median, Weighting::trimmed, Weighting::inverse_error, Weighting::stacked}) {
    const stats::Fitted fit = combine("one", {ets()}, {.weighting = weighting}).fit(rising(), 1);
    EXPECT_EQ(stats::predict(fit, 5, {0.95, 0.05, 0.5}), stats::predict(alone, 5, {0.95, 0.05, 0.5}));
  }
}

TEST(Combination, CombinesLevelByLevel) {
  const std::vector<stats::Forecaster> members{fixed("a", 1, {0, 2}), fixed("b", 2, {1, 4}), fixed("c", 6, {-4, 9}),
                                               fixed("d", 4, {2, 5}), fixed("e", 30, {7, 70})};
  const auto said = [&](const CombinationOptions& options) {
    return stats::predict(combine("x", members, options).fit(rising(), 1), 2, {0.1, 0.9});
  };
  EXPECT_DOUBLE_EQ(said({}).mean[1], 43.0 / 5);
  EXPECT_DOUBLE_EQ(said({}).quantiles[0][1], 6.0 / 5);
  EXPECT_DOUBLE_EQ(said({}).quantiles[1][0], 90.0 / 5);
  const auto median = said({.weighting = Weighting::median});
  EXPECT_EQ(median.mean, (Values{4, 4}));
  EXPECT_EQ(median.quantiles, (std::vector<Values>{{1, 1}, {5, 5}}));
  const auto trimmed = said({.weighting = Weighting::trimmed});  // one at each side
  EXPECT_DOUBLE_EQ(trimmed.mean[0], 12.0 / 3);
  EXPECT_DOUBLE_EQ(trimmed.quantiles[0][0], 3.0 / 3);
  EXPECT_DOUBLE_EQ(trimmed.quantiles[1][0], 18.0 / 3);
  EXPECT_DOUBLE_EQ(said({.weighting = Weighting::trimmed, .trimmed_share = 0.19}).mean[0], 43.0 / 5);
  EXPECT_EQ(said({.weighting = Weighting::trimmed, .trimmed_share = 0.4}).mean, median.mean);
}

TEST(Combination, PutsQuantilesInOrder) {
  const auto fit = combine("x", {fixed("a", 0, {5, 1, 3}), fixed("b", 0, {5, 1, 3})}).fit(rising(), 1);
  EXPECT_EQ(stats::predict(fit, 1, {0.5, 0.9, 0.1}).quantiles, (std::vector<Values>{{3}, {5}, {1}}));
}

TEST(Combination, WeighsQuantilesAsPoints) {
  const CombinationOptions options{.weighting = Weighting::inverse_error};
  const auto w = combination_weights({ets(), drift()}, rising(), 1, options).weights;
  const auto next = stats::predict(combine("x", {ets(), drift()}, options).fit(rising(), 1), 3, {0.05, 0.95});
  const auto a = stats::predict(ets().fit(rising(), 1), 3, {0.05, 0.95});
  const auto b = stats::predict(drift().fit(rising(), 1), 3, {0.05, 0.95});
  for (std::size_t h = 0; h < 3; ++h) {
    EXPECT_DOUBLE_EQ(next.mean[h], w[0] * a.mean[h] + w[1] * b.mean[h]);
    for (std::size_t l = 0; l < 2; ++l)
      EXPECT_DOUBLE_EQ(next.quantiles[l][h], w[0] * a.quantiles[l][h] + w[1] * b.quantiles[l][h]);
  }
}

TEST(Combination, LeavesOutWhoFailsAndSaysSo) {
  const auto fit = combine("x", {broken("b"), naive(), fixed("n", NAN), drift()}).fit(rising(), 1);
  EXPECT_THAT(fit.model, HasSubstr("mean of random walk, random walk with drift; without b: it is broken; without n: "
                                   "forecast::combine: points must be finite; got NaN at step 1"));
  EXPECT_EQ(stats::predict(fit, 3), stats::predict(combine("x", {naive(), drift()}).fit(rising(), 1), 3));
  EXPECT_TRUE(fit.usable);
  testing::expect_refused(
      {{"forecast::combine: at least one member must forecast this series; got first words from "
        "\"b\"",
        [] {
          (void)combine("x", {broken("b", "first words"), broken("c")}).fit(rising(), 1);
        }}});
}

TEST(Combination, QuantilesComeFromThoseWhoKnowThem) {
  const auto fit = combine("x", {fixed("points", 4), fixed("both", 2, {1, 5})}).fit(rising(), 1);
  const auto next = stats::predict(fit, 1, {0.1, 0.9});
  EXPECT_EQ(next.mean, (Values{3}));
  EXPECT_EQ(next.quantiles, (std::vector<Values>{{1}, {5}}));
  const auto none = stats::predict(combine("x", {fixed("points", 4)}).fit(rising(), 1), 1, {0.1});
  EXPECT_TRUE(std::isnan(none.quantiles[0][0]));
}

TEST(Combination, UpdatesWhenAllMembersCan) {
  const CombinationOptions options{.weighting = Weighting::stacked};
  const auto fit = combine("x", {naive(), drift()}, options).fit(rising(), 1);
  ASSERT_TRUE(fit.update);
  const Values more{17, 21};
  const auto w = combination_weights({naive(), drift()}, rising(), 1, options).weights;
  const auto a = stats::predict(naive().fit(rising(), 1).update(more), 2).mean;
  const auto b = stats::predict(drift().fit(rising(), 1).update(more), 2).mean;
  const auto next = stats::predict(fit.update(more), 2).mean;
  for (std::size_t h = 0; h < 2; ++h) EXPECT_DOUBLE_EQ(next[h], w[0] * a[h] + w[1] * b[h]);
  EXPECT_EQ(fit.update(more).model, fit.model);
  EXPECT_FALSE(combine("x", {naive(), fixed("f", 1)}).fit(rising(), 1).update);
}

TEST(Combination, ACombinationIsAMember) {
  const auto inner = combine("pair", {naive(), drift()});
  const auto fit = combine("outer", {inner, mean_of_all()}).fit(rising(), 1);
  EXPECT_EQ(fit.model, "mean of (mean of random walk, random walk with drift), mean of 12 values");
}

TEST(Combination, IsTheSameForAnyNumberOfThreads) {
  for (const Weighting weighting : {Weighting::mean, Weighting::inverse_error, Weighting::stacked}) {
    CombinationOptions options{.weighting = weighting};
    const auto one = stats::predict(combine("x", {naive(), ets(), theta()}, options).fit(rising(), 1), 4, {0.1, 0.9});
    options.execution.threads = 3;
    EXPECT_EQ(one, stats::predict(combine("x", {naive(), ets(), theta()}, options).fit(rising(), 1), 4, {0.1, 0.9}));
  }
}

RC_GTEST_PROP(Combination, FollowsScaleAndShift, ()) {
  const auto y =
      *rc::gen::container<Values>(14, rc::gen::map(rc::gen::inRange(-500, 500), [](int i) { return i / 10.0; }));
  const auto weighting = *rc::gen::element(Weighting::mean, Weighting::median, Weighting::inverse_error);
  Values moved = y;
  for (double& x : moved) x = 8 * x + 1024;
  const auto model = combine("x", {naive(), drift(), mean_of_all()}, {.weighting = weighting});
  const auto a = stats::predict(model.fit(y, 1), 3, {0.05, 0.5, 0.95});
  const auto b = stats::predict(model.fit(moved, 1), 3, {0.05, 0.5, 0.95});
  for (std::size_t h = 0; h < 3; ++h) {
    RC_ASSERT(std::abs(b.mean[h] - (8 * a.mean[h] + 1024)) < 1e-6);
    for (std::size_t l = 0; l < 3; ++l) RC_ASSERT(std::abs(b.quantiles[l][h] - (8 * a.quantiles[l][h] + 1024)) < 1e-6);
    RC_ASSERT(a.quantiles[0][h] <= a.quantiles[1][h]);
    RC_ASSERT(a.quantiles[1][h] <= a.quantiles[2][h]);
  }
}

TEST(Combination, AnswersAwkwardSeries) {
  for (const Weighting weighting :
       {Weighting::mean, Weighting::median, Weighting::trimmed, Weighting::inverse_error, Weighting::stacked})
    for (const Values& y : testing::awkward_series()) {
      const auto fit = combine("x", {naive(), drift(), mean_of_all(), theta()}, {.weighting = weighting}).fit(y, 1);
      for (const double x : stats::predict(fit, 4, {0.1, 0.9}).mean)
        EXPECT_TRUE(std::isfinite(x)) << to_string(weighting) << ", " << y.size() << " values from " << y[0];
    }
}

TEST(Combination, RefusesWhatMakesNoSense) {
  const auto with = [](const CombinationOptions& options) { (void)combine("x", {naive()}, options); };
  testing::expect_refused({
      {"forecast::combine: 1 to 2,000 members are needed; got 0", [] { (void)combine("x", {}); }},
      {"forecast::combine: a combination must have a name", [] { (void)combine("", {naive()}); }},
      {"members must have names of their own; got \"naive\" twice",
       [] {
         (void)combine("x", {naive(), naive()});
       }},
      {"a member must have `fit`; got none in \"empty\"", [] { (void)combine("x", {{"empty"}}); }},
      {"forecast::combination_weights: 1 to 2,000 members", [] { (void)combination_weights({}, rising(), 1); }},
      {"trimmed_share must be in [0, 0.5); got 0.5", [&] { with({.trimmed_share = 0.5}); }},
      {"power must be in (0, 100]; got 0", [&] { with({.power = 0}); }},
      {"ridge must be >= 0 and finite; got -1", [&] { with({.ridge = -1}); }},
      {"fewest_origins must be >= 1; got 0", [&] { with({.fewest_origins = 0}); }},
      {"horizon must be in [1, 1,000,000]; got 0", [&] { with({.origins = {.horizon = 0}}); }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
