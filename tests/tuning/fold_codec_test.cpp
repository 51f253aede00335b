#include "tuning/fold_codec.hpp"

#include <foreplan/core/errors.hpp>

#include <gtest/gtest.h>

#include <limits>

namespace foreplan::tuning {
namespace {

const std::vector<double> kLevels{0.1, 0.9};
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<Fold> some_folds() {
  const Fold first{.series = 3,
                   .candidate = 0,
                   .origin = 2,
                   .known = 17,
                   .outlook = {{1.5, -0.0}, kLevels, {{1e300, 5e-324}, {kInfinity, -kInfinity}}},
                   .actual = {4, 5},
                   .absolute_scale = 0.1,
                   .squared_scale = 0.01,
                   .model = "ETS(A,N,N)",
                   .usable = true};
  Fold failed = first;
  failed.candidate = 1;
  failed.outlook = {};
  failed.model = "";
  failed.usable = false;
  failed.error = "theta: \"no\"\n";
  std::vector<Fold> folds{first, failed, first, failed};
  for (std::size_t i : {2, 3}) folds[i].origin = 1, folds[i].known = 19, folds[i].actual = {6, 7};
  return folds;
}

TEST(FoldCodec, GivesBackWhatItWasGiven) {
  const std::vector<Fold> folds = some_folds();
  EXPECT_EQ(decode(encode(folds, 2), 2, kLevels), folds);
  EXPECT_TRUE(decode("", 2, kLevels).empty());
}

TEST(FoldCodec, AllNaNsAreOneNumber) {
  std::vector<Fold> one = some_folds(), other = one;
  one[0].outlook.quantiles[0][0] = std::numeric_limits<double>::quiet_NaN();
  other[0].outlook.quantiles[0][0] = -std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(encode(one, 2), encode(other, 2));
}

TEST(FoldCodec, BytesThatAreNotWholeFoldsAreRefused) {
  const std::string bytes = encode(some_folds(), 2);
  const std::string half = encode({some_folds()[0], some_folds()[1]}, 2);
  for (std::size_t size = 1; size < bytes.size(); ++size)
    if (size != half.size()) {
      EXPECT_THROW((void)decode(bytes.substr(0, size), 2, kLevels), InvalidArgument) << size;
    }
  EXPECT_THROW((void)decode(std::string(64, '\xFF'), 2, kLevels), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::tuning
