#include "stats/linear_model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <limits>
#include <vector>

namespace foreplan::stats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(CheckedModel, PutsTheInterceptFirstAndColumnsOneAfterTheOther) {
  const std::vector<double> y{1, 2, 3};
  const LinearModel model = checked_model("f", y, {{"a", {4, 5, 6}}, {"b", {7, 8, 9}}}, true);
  EXPECT_EQ(model.rows, 3u);
  EXPECT_EQ(model.columns(), 3u);
  EXPECT_THAT(model.names, ElementsAre("intercept", "a", "b"));
  EXPECT_THAT(model.x, ElementsAre(1, 1, 1, 4, 5, 6, 7, 8, 9));
  EXPECT_THAT(model.column(2), ElementsAre(7, 8, 9));
  EXPECT_EQ(model.y.data(), y.data());
}

TEST(CheckedModel, NamesWhatItRefusesAndWhere) {
  const auto fails = [](const std::vector<double>& y, const std::vector<Regressor>& x, bool intercept,
                        const char* message) {
    EXPECT_THAT([&] { (void)checked_model("f", y, x, intercept); }, ThrowsMessage<InvalidArgument>(HasSubstr(message)));
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  fails({1, nan}, {}, true, "f: y must be finite and at most 1e100 in size; got NaN at index 1");
  fails({1, 2}, {{"a", {1, 1e101}}}, true,
        "regressor \"a\" must be finite and at most 1e100 in size; got 1e+101 at index 1");
  fails({1, 2}, {}, false, "a regressor or an intercept is needed");
  fails({1, 2}, {{"", {1, 2}}}, true, "every regressor needs a name");
  fails({1, 2}, {{"intercept", {1, 2}}}, true, "names of regressors must be used once; got \"intercept\"");
  fails({1, 2}, {{"a", {1}}}, true, "every regressor needs 2 values; got 1 in \"a\"");
  fails({1}, {{"a", {1}}}, true, "at least as many observations as columns are needed; got 1 for 2");
}

TEST(Cut, TakesRowsOfEveryColumn) {
  const std::vector<Regressor> part = cut({{"a", {1, 2, 3, 4}}, {"b", {5, 6, 7, 8}}}, 1, 2);
  ASSERT_EQ(part.size(), 2u);
  EXPECT_EQ(part[0].name, "a");
  EXPECT_THAT(part[0].values, ElementsAre(2, 3));
  EXPECT_THAT(part[1].values, ElementsAre(6, 7));
}

TEST(RequireFullRank, NamesTheColumnThatWasLeftOut) {
  const std::vector<double> y{1, 2, 4};
  const RegressionFit fit = fit_regression(y, {{"twice", {2, 2, 2}}});
  EXPECT_THAT([&] { require_full_rank("f", fit, "in part one"); },
              ThrowsMessage<InvalidArgument>(HasSubstr("f: columns must be independent; got")));
  EXPECT_NO_THROW(require_full_rank("f", fit_regression(y, {}), "here"));
}

}  // namespace
}  // namespace foreplan::stats
