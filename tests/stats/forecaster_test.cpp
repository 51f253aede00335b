#include <foreplan/core/errors.hpp>
#include <foreplan/stats/forecaster.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

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
  EXPECT_TRUE(interval(next, 0.80).lower.empty());
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
