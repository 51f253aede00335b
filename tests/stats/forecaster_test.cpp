#include <foreplan/core/errors.hpp>
#include <foreplan/stats/forecaster.hpp>

#include <gtest/gtest.h>

#include <exception>
#include <span>
#include <string>
#include <vector>

#include "refusals.hpp"

namespace foreplan::stats {
namespace {

/// The example of the header.
const Forecaster kLast{
    "last value", [](std::span<const double> y, std::size_t) {
      return Fitted{.model = "last value",
                    .predict = [x = y.back()](std::size_t horizon, const std::vector<double>& levels) {
                      return Outlook{std::vector(horizon, x), levels, {levels.size(), std::vector(horizon, x)}};
                    }};
    }};

TEST(Forecaster, AnyFunctionIsAModel) {
  const std::vector<double> y{1, 2, 3};
  const Outlook next = predict(kLast.fit(y, 1), 2, {0.05, 0.95});
  EXPECT_EQ(next.mean, (std::vector<double>{3, 3}));
  const Forecast f = interval(next, 0.90);
  EXPECT_EQ(f.lower, (std::vector<double>{3, 3}));
  EXPECT_EQ(f.upper, (std::vector<double>{3, 3}));
}

TEST(Interval, IsRefusedOfLevelsThatDoNotHaveIt) {
  const Outlook next{{3}, {0.05, 0.5, 0.95}, {{1}, {2}, {4}}};
  EXPECT_EQ(interval(next, 0.90).upper, (std::vector<double>{4}));
  testing::expect_refused({
      {"stats::interval: an outlook must have levels (1 - coverage) / 2 and 1 less that of a coverage of 0.8, or none; "
       "got levels 0.05, 0.5, 0.95",
       [&] { (void)interval(next, 0.80); }},
      {"got levels 0.05",
       [] {
         (void)interval(Outlook{{3}, {0.05}, {{1}}});
       }},
      {"stats::interval: coverage must be in (0, 1); got 1", [&] { (void)interval(next, 1); }},
  });
}

TEST(Interval, HasNoBoundsWithoutLevels) {
  const Forecast f = interval(Outlook{.mean = {3, 4}}, 0.80);
  EXPECT_EQ(f.mean, (std::vector<double>{3, 4}));
  EXPECT_TRUE(f.lower.empty() && f.upper.empty());
}

TEST(Forecaster, FitsEachOfSeveral) {
  Forecaster model = kLast;
  model.fit = [fit = kLast.fit](std::span<const double> y, std::size_t m) {
    return y.empty() ? throw InvalidArgument("no values") : fit(y, m);
  };
  const std::vector<double> y{1, 2, 3};
  const std::vector<SeriesView> series{{y}, {}, {std::span(y).first(2), 4}};
  const auto points = [](const FitAttempt& attempt) { return predict(attempt.fit, 1).mean; };
  std::vector<FitAttempt> attempts = fit_each(model, series);
  ASSERT_EQ(attempts.size(), 3u);
  EXPECT_EQ(points(attempts[0]), std::vector<double>{3});
  EXPECT_EQ(points(attempts[2]), std::vector<double>{2});
  EXPECT_FALSE(attempts[0].error);
  ASSERT_TRUE(attempts[1].error);
  EXPECT_THROW(std::rethrow_exception(attempts[1].error), InvalidArgument);
  EXPECT_FALSE(attempts[1].fit.predict);

  model.fit_many = [&](std::span<const SeriesView> asked) {
    std::vector<FitAttempt> answers;
    for (const SeriesView& s : asked)
      answers.push_back({.fit = {.model = "season " + std::to_string(s.season_length)}});
    return answers;
  };
  attempts = fit_each(model, series);
  EXPECT_EQ(attempts[2].fit.model, "season 4");
  EXPECT_TRUE(fit_each(model, {}).empty());
}

TEST(Forecaster, AnswersForEachOrIsNamed) {
  Forecaster model = kLast;
  model.fit_many = [](std::span<const SeriesView>) { return std::vector<FitAttempt>(2); };
  const std::vector<SeriesView> series(3);
  try {
    (void)fit_each(model, series);
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(error.what(),
                 "stats::fit_each: `fit_many` must answer for each of 3 series; got 2 answers from \"last value\"");
  }
  EXPECT_THROW((void)fit_each(Forecaster{"empty"}, series), InvalidArgument);
}

std::string refusal(const Fitted& fit, std::size_t horizon, const std::vector<double>& levels) {
  try {
    (void)predict(fit, horizon, levels);
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return "";
}

TEST(Forecaster, AModelThatAnswersSomethingElseIsNamed) {
  Fitted fit{.model = "mine", .predict = [](std::size_t, const std::vector<double>& levels) {
               return Outlook{{1}, levels, {levels.size(), std::vector<double>(1)}};
             }};
  EXPECT_EQ(refusal(fit, 1, {0.5}), "");
  EXPECT_NE(refusal(fit, 2, {}).find("\"mine\""), std::string::npos) << refusal(fit, 2, {});
  EXPECT_NE(refusal(Fitted{.model = "mine"}, 2, {}).find("`predict`"), std::string::npos);
  EXPECT_NE(refusal(fit, 0, {}).find("horizon"), std::string::npos);
  EXPECT_NE(refusal(fit, 1, {0.5, 1.0}).find("index 1"), std::string::npos);
}

}  // namespace
}  // namespace foreplan::stats
