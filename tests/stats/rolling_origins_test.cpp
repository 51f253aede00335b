#include <foreplan/core/errors.hpp>
#include <foreplan/stats/rolling_origins.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "../refusals.hpp"

namespace foreplan::stats {
namespace {

/// The last value, and a note of what was shown.
struct Notes {
  std::mutex mutex{};
  std::vector<std::vector<double>> fitted{}, updated{};
};
Fitted last_value(double x, const std::shared_ptr<Notes>& notes, bool updates) {
  Fitted fit{.model = "last value", .predict = [x](std::size_t horizon, const std::vector<double>& levels) {
               return Outlook{std::vector(horizon, x), levels, {levels.size(), std::vector(horizon, x)}};
             }};
  if (updates)
    fit.update = [notes](std::span<const double> more) {
      const std::lock_guard lock(notes->mutex);
      notes->updated.emplace_back(more.begin(), more.end());
      return last_value(more.back(), notes, true);
    };
  return fit;
}
Forecaster spy(const std::shared_ptr<Notes>& notes, bool updates = true) {
  return {"spy", [=](std::span<const double> y, std::size_t) {
            const std::lock_guard lock(notes->mutex);
            notes->fitted.emplace_back(y.begin(), y.end());
            if (y.size() == 4 && y[3] == -1) throw InvalidArgument("four values ending in -1");
            return last_value(y.back(), notes, updates);
          }};
}

TEST(RollingOrigins, CountFromTheEnd) {
  const std::vector<double> y{1, 2, 3, 4, 5, 6, 7, 8};
  EXPECT_EQ(origins_of(y, {.horizon = 2, .origins = 3}), (std::vector<std::size_t>{4, 5, 6}));
  EXPECT_EQ(origins_of(y, {.horizon = 2, .origins = 9, .step = 2, .least = 2}), (std::vector<std::size_t>{2, 4, 6}));
  EXPECT_EQ(origins_of(y, {.horizon = 2, .origins = 9, .step = 5, .least = 1}), (std::vector<std::size_t>{1, 6}));
  EXPECT_EQ(origins_of(y, {.horizon = 1, .origins = 9, .step = 100}), (std::vector<std::size_t>{7}));
  EXPECT_EQ(origins_of(y, {.horizon = 5, .origins = 9, .least = 3}), (std::vector<std::size_t>{3}));
}

TEST(RollingOrigins, NoneIsAnAnswer) {
  const std::vector<double> y{1, 2, 3, 4};
  EXPECT_TRUE(origins_of(y, {.horizon = 2, .least = 3}).empty());
  EXPECT_TRUE(origins_of(y, {.horizon = 4, .least = 1}).empty());
  EXPECT_TRUE(origins_of({}, {}).empty());
  EXPECT_TRUE(rolling_outlooks(spy(std::make_shared<Notes>()), y, 1, {.horizon = 9}).empty());
}

TEST(RollingOrigins, MissingValuesAreNotCounted) {
  const std::vector<double> y{NAN, 1, NAN, 2, 3, 4};
  EXPECT_EQ(origins_of(y, {.least = 2}), (std::vector<std::size_t>{4, 5}));
  EXPECT_TRUE(origins_of(std::vector<double>(9, NAN), {.least = 1}).empty());
}

TEST(RollingOrigins, AModelIsShownThePastOnly) {
  const auto notes = std::make_shared<Notes>();
  const std::vector<double> y{1, 2, 3, 4, 5, 6, 7};
  const auto said = rolling_outlooks(spy(notes), y, 1, {.horizon = 2, .origins = 2}, {0.25, 0.75});
  EXPECT_EQ(notes->fitted, (std::vector<std::vector<double>>{{1, 2, 3, 4}, {1, 2, 3, 4, 5}}));
  ASSERT_EQ(said.size(), 2u);
  EXPECT_EQ(said[1].known, 5u);
  EXPECT_EQ(said[1].outlook.mean, (std::vector<double>{5, 5}));
  EXPECT_EQ(said[1].outlook.levels, (std::vector<double>{0.25, 0.75}));
  EXPECT_EQ(said[1].model, "last value");
  EXPECT_TRUE(said[1].usable);
}

TEST(RollingOrigins, WithoutRefittingOneFitIsTakenOn) {
  const auto notes = std::make_shared<Notes>();
  const std::vector<double> y{1, 2, 3, 4, 5, 6, 7, 8};
  const RollingOrigins options{.horizon = 1, .origins = 3, .step = 2, .refit = false};
  const auto said = rolling_outlooks(spy(notes), y, 1, options);
  EXPECT_EQ(notes->fitted, (std::vector<std::vector<double>>{{1, 2, 3}}));
  EXPECT_EQ(notes->updated, (std::vector<std::vector<double>>{{4, 5}, {6, 7}}));
  RollingOrigins again = options;
  again.refit = true;
  EXPECT_EQ(said, rolling_outlooks(spy(notes), y, 1, again));  // a last value has nothing to estimate
  const auto others = std::make_shared<Notes>();
  EXPECT_EQ(said, rolling_outlooks(spy(others, false), y, 1, options));
  EXPECT_EQ(others->fitted.size(), 3u);
}

TEST(RollingOrigins, AFailureIsDataOfItsOrigin) {
  const std::vector<double> y{1, 2, 3, -1, 5, 6};
  for (const bool refit : {true, false}) {
    const auto notes = std::make_shared<Notes>();
    const auto said = rolling_outlooks(spy(notes, !refit), y, 1, {.origins = 2, .refit = refit});
    ASSERT_EQ(said.size(), 2u);
    EXPECT_EQ(said[0].error, "four values ending in -1");
    EXPECT_FALSE(said[0].usable);
    EXPECT_TRUE(said[0].outlook.mean.empty());
    EXPECT_EQ(said[0].known, 4u);
    EXPECT_EQ(said[1].error, "");
    EXPECT_EQ(notes->fitted.size(), 2u);
  }
  const Forecaster wrong{"wrong", [](std::span<const double>, std::size_t) { return Fitted{.model = "wrong"}; }};
  EXPECT_NE(rolling_outlooks(wrong, y, 1)[0].error.find("`predict`"), std::string::npos);
}

TEST(RollingOrigins, WhatIsNotTheLibrarysComesThrough) {
  const Forecaster cancelled{"c", [](std::span<const double>, std::size_t) -> Fitted { throw Cancelled("now"); }};
  const Forecaster faulty{"f", [](std::span<const double>, std::size_t) -> Fitted { throw std::out_of_range("at"); }};
  const std::vector<double> y{1, 2, 3, 4, 5, 6};
  EXPECT_THROW((void)rolling_outlooks(cancelled, y, 1), Cancelled);
  for (const bool refit : {true, false})
    EXPECT_THROW((void)rolling_outlooks(faulty, y, 1, {.refit = refit}), std::out_of_range);
  Execution execution{};
  execution.cancel.cancel();
  for (const bool refit : {true, false})
    EXPECT_THROW((void)rolling_outlooks(spy(std::make_shared<Notes>()), y, 1, {.refit = refit}, {}, execution),
                 Cancelled);
}

RC_GTEST_PROP(RollingOrigins, AreWithinTheSeriesAndOfOneStep, ()) {
  const auto n = *rc::gen::inRange<std::size_t>(0, 60);
  RollingOrigins options;
  options.horizon = *rc::gen::inRange<std::size_t>(1, 20);
  options.origins = *rc::gen::inRange<std::size_t>(1, 20);
  options.step = *rc::gen::inRange<std::size_t>(1, 9);
  options.least = *rc::gen::inRange<std::size_t>(1, 20);
  const std::vector<double> y(n, 1.0);
  const auto known = origins_of(y, options);
  const std::size_t room =
      n >= options.horizon + options.least ? (n - options.horizon - options.least) / options.step + 1 : 0;
  RC_ASSERT(known.size() == std::min(room, options.origins));
  for (std::size_t i = 0; i < known.size(); ++i)
    RC_ASSERT(known[i] + options.horizon + options.step * (known.size() - 1 - i) == n);
  Execution threads{};
  threads.threads = 3;
  const auto notes = std::make_shared<Notes>();
  RC_ASSERT(rolling_outlooks(spy(notes), y, 1, options) == rolling_outlooks(spy(notes), y, 1, options, {}, threads));
}

TEST(RollingOrigins, RefusesWhatMakesNoSense) {
  const std::vector<double> y{1, 2, 3, 4};
  const Forecaster model = spy(std::make_shared<Notes>());
  testing::expect_refused({
      {"stats::origins_of: horizon must be in [1, 1,000,000]; got 0", [&] { (void)origins_of(y, {.horizon = 0}); }},
      {"stats::origins_of: origins must be in [1, 1,000,000]; got 0", [&] { (void)origins_of(y, {.origins = 0}); }},
      {"step must be >= 1; got 0", [&] { (void)origins_of(y, {.step = 0}); }},
      {"least must be >= 1; got 0", [&] { (void)rolling_outlooks(model, y, 1, {.least = 0}); }},
      {"levels must be in (0, 1); got 1 at index 1",
       [&] {
         (void)rolling_outlooks(model, y, 1, {}, {0.5, 1.0});
       }},
      {"a forecaster must have `fit`; got none in \"empty\"", [&] { (void)rolling_outlooks({"empty"}, y, 1); }},
  });
}

}  // namespace
}  // namespace foreplan::stats
