#include "structure/projection_task.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <string>
#include <vector>

namespace foreplan::structure {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

Frame levels() { return Frame({{"a", 2014, {}, {9, 20}}, {"b", 2014, {}, {9, 30}}, {"c", 2014, {}, {9, 150}}}); }

TEST(ReadTask, ResolvesNamesPeriodsAndShares) {
  const SectorProjectionOptions options{.last = 2020,
                                        .total_growth = {0.1},
                                        .sector_growth = {{"c", {0.05}, {}}},
                                        .targets = {{"b", 2018, 0.2}, {"a", 2020, 0.15, ShareBound::at_least}}};
  const ProjectionTask task = read_task(levels(), options);
  EXPECT_EQ(task.base, Period(2015));  // the last of the data
  EXPECT_EQ(task.periods, 5u);
  EXPECT_THAT(task.names, ElementsAre("a", "b", "c"));
  EXPECT_THAT(task.levels, ElementsAre(20, 30, 150));
  EXPECT_EQ(task.total, 200);
  EXPECT_THAT(task.shares, ElementsAre(0.1, 0.15, 0.75));
  EXPECT_THAT(task.growth, ElementsAre(nullptr, nullptr, &options.sector_growth[0]));
  EXPECT_THAT(task.target_sector, ElementsAre(1, 0));
  EXPECT_EQ(task.step(options.targets[0]), 3u);
  EXPECT_EQ(task.step(options.targets[1]), 5u);
}

TEST(ReadTask, StartsFromTheBaseAskedFor) {
  const SectorProjectionOptions options{.base = 2014, .last = 2015, .total_growth = {0}};
  const ProjectionTask task = read_task(levels(), options);
  EXPECT_EQ(task.base, Period(2014));
  EXPECT_EQ(task.periods, 1u);
  EXPECT_EQ(task.total, 27);
}

TEST(ReadTask, TargetsOfOnePeriodLeaveRoom) {
  const auto refused = [](std::vector<ShareTarget> targets, const char* text) {
    const SectorProjectionOptions options{.last = 2020, .targets = std::move(targets)};
    EXPECT_THAT([&] { (void)read_task(levels(), options); }, ThrowsMessage<InvalidArgument>(HasSubstr(text)));
  };
  using enum ShareBound;
  refused({{"a", 2018, 0.5}, {"b", 2019, 0.6}, {"c", 2018, 0.5}}, "less than 1; got 1 in 2018 for \"a\", \"c\"");
  refused({{"a", 2018, 0.5, at_least}, {"b", 2018, 0.75, at_least}}, "less than 1; got 1.25 in 2018 for \"a\", \"b\"");
  refused({{"a", 2018, 0.5, at_most}, {"a", 2018, 0.4, at_most}},
          "one bound on each side; got at_most for \"a\" in 2018");
  refused({{"a", 2018, 0.5, at_most}, {"a", 2018, 0.4}}, "one bound on each side; got exactly for \"a\" in 2018");
  // What is at most something claims nothing; other periods and sectors do not meet.
  const SectorProjectionOptions fine{.last = 2020,
                                     .targets = {{"a", 2018, 0.9, at_most},
                                                 {"b", 2018, 0.9, at_most},
                                                 {"a", 2018, 0.5, at_least},
                                                 {"c", 2019, 0.9},
                                                 {"c", 2020, 0.9}}};
  EXPECT_NO_THROW((void)read_task(levels(), fine));
}

TEST(ReadTask, RefusesWhatIsNoEnumerator) {
  const auto refused = [](const SectorProjectionOptions& options, const char* text) {
    EXPECT_THAT([&] { (void)read_task(levels(), options); }, ThrowsMessage<InvalidArgument>(HasSubstr(text)));
  };
  refused({.last = 2020, .path = static_cast<SharePath>(3)}, "path must be one of the enumerators; got 3");
  refused({.last = 2020, .targets = {{"a", 2018, 0.5, static_cast<ShareBound>(3)}}},
          "bound must be one of the enumerators; got 3 for \"a\" in 2018");
}

TEST(ReadTask, RefusesMoreCellsThanMemoryIsMeantFor) {
  std::vector<Series> series;
  for (int i = 0; i < 4000; ++i) series.push_back({std::to_string(i), 2015, {}, {1}});
  const SectorProjectionOptions options{.last = 9999, .total_growth = {0}};
  EXPECT_THAT([&] { (void)read_task(Frame(std::move(series)), options); },
              ThrowsMessage<InvalidArgument>(HasSubstr("periods times sectors")));
}

// Comparing each target with each other would take minutes.
TEST(ReadTask, TakesManySectorsAndTargets) {
  constexpr std::size_t kSectors = 100'000;
  std::vector<Series> series;
  SectorProjectionOptions options{.last = 2020, .total_growth = {0}};
  for (std::size_t i = 0; i < kSectors; ++i) {
    series.push_back({"sector " + std::to_string(i), 2015, {}, {1}});
    options.targets.push_back({series.back().name, 2020, 0.5e-5});
  }
  const ProjectionTask task = read_task(Frame(std::move(series)), options);
  EXPECT_EQ(task.target_sector.back(), kSectors - 1);
}

}  // namespace
}  // namespace foreplan::structure
