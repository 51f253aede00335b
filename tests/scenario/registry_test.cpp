#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario.hpp>

#include <string>

#include "refusals.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;
using ::testing::ElementsAre;

Frame data() { return Frame({{"x", Period(2015), {}, {1, 2, 3}}, {"rate", Period(2015), {}, {0.1, 0.1, 0.1}}}); }
Change shift(double by) { return {ChangeKind::shift, "x", {2016, 2017}, {by}}; }

ScenarioRegistry three() {
  return {data(), {{"higher", "high", {shift(2)}}, {"base", "", {}}, {"high", "base", {shift(1)}}}};
}

}  // namespace

TEST(ScenarioRegistry, BuildsWhatLayersBuild) {
  const Scenario base("base", data());
  const Scenario high = base.layer("high").with(shift(1));
  EXPECT_EQ(three()["base"], base);
  EXPECT_EQ(three()["high"], high);
  EXPECT_EQ(three()["higher"], high.layer("higher").with(shift(2)));
  EXPECT_EQ(three()["higher"].evaluate()["x"].values, (std::vector<double>{1, 5, 6}));
}

TEST(ScenarioRegistry, KnowsWhoInheritsFromWhom) {
  ScenarioRegistry r = three();
  r.add({.name = "low", .inherits = "base", .changes = {shift(-1)}});
  EXPECT_THAT(r.children("base"), ElementsAre("high", "low"));
  EXPECT_THAT(r.children(""), ElementsAre("base"));
  EXPECT_THAT(r.lineage("higher"), ElementsAre("base", "high", "higher"));
  EXPECT_EQ(r.entry("low").inherits, "base");
  EXPECT_EQ(r.scenarios().size(), 4U);
  EXPECT_EQ(r.scenarios()[3], r["low"]);
}

TEST(ScenarioRegistry, TakesAScenarioWithWhatItIsLayeredOn) {
  ScenarioRegistry r(data());
  const Scenario base("base", data());
  r.add(base.layer("high").with(shift(1)).layer("higher").with(shift(2)));
  EXPECT_THAT(r.lineage("higher"), ElementsAre("base", "high", "higher"));
  r.add(base.layer("high").with(shift(1)));  // is here already
  EXPECT_EQ(r.size(), 3U);
  const ScenarioRegistry before = r;
  EXPECT_THROW(r.add(base.layer("new").layer("high").with(shift(1))), InvalidArgument);
  EXPECT_EQ(r, before);
  EXPECT_FALSE(r.contains("new"));
  EXPECT_THROW(r.add(Scenario("other", Frame())), InvalidArgument);
}

TEST(ScenarioRegistry, RefusesWhatIsNoTree) {
  expect_refused({
      {"did you mean \"high\"?", [] { (void)three()["hihg"]; }},
      {"did you mean \"higher\"?", [] { (void)three().entry("highr"); }},
      {"did you mean \"base\"?", [] { (void)three().children("bse"); }},
      {"names must differ; got \"a\"",
       [] {
         (void)ScenarioRegistry(data(), {{"a"}, {"a"}});
       }},
      {"names must not be empty", [] { (void)ScenarioRegistry(data(), {{""}}); }},
      {"name must not be taken; got \"base\"", [] { three().add({.name = "base"}); }},
      {"must inherit from another one here; got \"hgih\" in \"new\" (did you mean \"high\"?)",
       [] { three().add({.name = "new", .inherits = "hgih"}); }},
      {"must inherit from another one here; got \"b\" in \"a\"",
       [] {
         (void)ScenarioRegistry(data(), {{"a", "b"}});
       }},
      {"no scenario may inherit from itself; got \"a\" from \"a\"",
       [] {
         (void)ScenarioRegistry(data(), {{"a", "a"}});
       }},
      {"no scenario may inherit from itself; got \"a\" from \"b\" from \"c\" from \"a\"",
       [] {
         (void)ScenarioRegistry(data(), {{"base"}, {"d", "c"}, {"c", "a"}, {"a", "b"}, {"b", "c"}});
       }},
      {"values must be one, or one for each of the 2 periods; got 3",
       [] {
         three().add({"new", "base", {{ChangeKind::shift, "x", {2016, 2017}, {1, 2, 3}}}});
       }},
      {"rates must be > -1",
       [] {
         (void)ScenarioRegistry(data(), {{"a", "", {{ChangeKind::growth_path, "x", {2016, 2017}, {-1}}}}});
       }},
  });
}

TEST(ScenarioRegistry, IsAsItWasAfterARefusal) {
  ScenarioRegistry r = three();
  EXPECT_THROW(r.add({"new", "base", {{ChangeKind::shift, "x", {2016, 2017}, {1, 2, 3}}}}), InvalidArgument);
  EXPECT_EQ(r, three());
}

TEST(ScenarioRegistry, HasLimits) {
  std::vector<ScenarioEntry> chain{{"s0"}};
  for (std::size_t i = 1; i <= ScenarioRegistry::kMostInherited; ++i)
    chain.push_back({"s" + std::to_string(i), "s" + std::to_string(i - 1)});
  expect_refused({{"at most 1000 scenarios may be above each other; got \"s1000\"",
                   [&] { (void)ScenarioRegistry(data(), chain); }}});
  chain.pop_back();
  ScenarioRegistry deep(data(), chain);
  EXPECT_EQ(deep["s999"].layers().size(), 1000U);
  EXPECT_THROW(deep.add({"one more", "s999"}), InvalidArgument);
  std::vector<ScenarioEntry> many;
  for (std::size_t i = 0; i <= ScenarioRegistry::kMostScenarios; ++i) many.push_back({"s" + std::to_string(i)});
  expect_refused({{"at most 10000 scenarios; got 10001", [&] { (void)ScenarioRegistry(data(), many); }}});
}

}  // namespace foreplan::scenario
