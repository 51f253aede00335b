#include <foreplan/core/frame.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "refusals.hpp"

namespace foreplan {
namespace {

TEST(Frame, AlignsItsSeries) {
  Frame f({{"a", 2010, {}, {1, 2}}, {"b", 2011, {}, {5, 6}}});
  EXPECT_EQ(f.range(), PeriodRange::years(2010, 2012));
  EXPECT_EQ(f.size(), 2u);
  EXPECT_EQ(f.periods(), 3u);
  EXPECT_TRUE(std::isnan(f.at("a", 2012)));
  EXPECT_EQ(f.at("b", 2012), 6);
  EXPECT_TRUE(f.contains("a"));
  EXPECT_FALSE(f.contains("c"));
  f.set({"a", 2010, {}, {7}});
  EXPECT_EQ(f.at("a", 2010), 7);
  f.set({"c", 2014, {}, {9}});
  EXPECT_EQ(f.range(), PeriodRange::years(2010, 2014));
  EXPECT_EQ(f.series().back().name, "c");
}

TEST(Frame, OfNothingIsEmpty) {
  const Frame f(std::vector<Series>{});
  EXPECT_TRUE(f.empty());
  EXPECT_EQ(f.periods(), 0u);
  EXPECT_EQ(f, Frame());
  EXPECT_FALSE(f.contains(""));
}

TEST(Frame, StaysAsItWasWhenASeriesIsRefused) {
  const Frame old({{"a", 2010, {}, {1, 2}}});
  Frame f = old;
  EXPECT_THROW(f.set({"b", Period::quarter(2010, 1), {}, {1}}), PeriodMismatch);
  EXPECT_THROW(f.set({"a", 2010, {}, {}}), InvalidArgument);
  EXPECT_EQ(f, old);
}

TEST(Frame, HoldsManySeries) {
  constexpr std::size_t kMany = 100'000;
  std::vector<Series> series;
  for (std::size_t i = 0; i < kMany; ++i)
    series.push_back({"s" + std::to_string(i), 2010 + static_cast<int>(i % 3), {}, {1}});
  const Frame f(std::move(series));
  EXPECT_EQ(f.size(), kMany);
  EXPECT_EQ(f.periods(), 3u);
}

TEST(FrameProperties, TheOrderOfTheSeriesDoesNotChangeTheirValues) {
  EXPECT_TRUE(rc::check("every value given is found again", [] {
    std::vector<Series> series;
    for (int i = 0; i < *rc::gen::inRange(1, 6); ++i) {
      Series s{"s" + std::to_string(i), Period::month(2000, 1) + *rc::gen::inRange(-30, 30), {}, {}};
      for (int n = *rc::gen::inRange(1, 20); n > 0; --n) s.values.push_back(n);
      series.push_back(s);
    }
    const Frame f(series);
    for (const Series& s : series) {
      RC_ASSERT(f[s.name].slice({s.start, s.last()}) == s);
      std::size_t missing = 0;
      for (const double x : f[s.name].values) missing += std::isnan(x);
      RC_ASSERT(missing == f.periods() - s.size());
    }
  }));
}

TEST(FrameBadInput, IsRefusedWithRuleAndName) {
  const Frame f({{"industry", 2010, {}, {1}}});
  testing::expect_refused(
      {{"Frame: series must be known (did you mean \"industry\"?); got \"industri\"", [&] { (void)f["industri"]; }},
       {"Frame: series must be known; got \"xyz\"", [&] { (void)f.at("xyz", 2010); }},
       {"Frame: names must be used once; got \"a\"",
        [] {
          (void)Frame({{"a", 2010, {}, {1}}, {"b", 2010, {}, {1}}, {"a", 2010, {}, {1}}});
        }},
       {"Frame: every series needs a name",
        [] {
          (void)Frame({{"", 2010, {}, {1}}});
        }},
       {"Frame: every series needs a value; got \"a\"",
        [] {
          (void)Frame({{"b", 2010, {}, {1}}, {"a", 2010, {}, {}}});
        }},
       {"Frame: cells must be at most 1000000000; got 3652059 x 300", [] {
          std::vector<Series> wide(300, Series{"", Period::day(1, 1, 1), {}, {1}});
          for (std::size_t i = 0; i < wide.size(); ++i) wide[i].name = std::to_string(i);
          wide.back().start = Period::day(9999, 12, 31);
          (void)Frame(std::move(wide));
        }}});
  testing::expect_refused<PeriodMismatch>(
      {{"Frame: series must be of one frequency; got 2010Q1 and 2010 in series \"b\"",
        [] {
          (void)Frame({{"a", 2010, {}, {1}}, {"b", Period::quarter(2010, 1), {}, {1}}});
        }},
       {"Frame::range: frame must not be empty", [] { (void)Frame().range(); }},
       {"Series::at: period must be covered; got 2011 in series \"industry\" of 2010..2010",
        [&] { (void)f.at("industry", 2011); }}});
}

}  // namespace
}  // namespace foreplan
