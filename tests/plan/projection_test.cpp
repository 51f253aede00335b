#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/plan/projection.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace foreplan::plan {
namespace {

using scenario::Scenario;
using testing::HasSubstr;
using testing::Property;
using testing::Throws;

const Unit kUnit = Unit::money("VND", 9, PriceBasis::constant(2010));

double phi(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

/// The province's 2013 shares of agriculture, industry and services as levels.
Projection three() {
  return {.sectors = {"agr", "ind", "srv"},
          .unit = kUnit,
          .base = 2013,
          .levels = {31.02, 29.93, 39.05},
          .sigma = {0.02, 0.05, 0.03},
          .correlation = 0.3,
          .last = 2020,
          .paths = 4'000,
          .seed = 5};
}
Projection two() {
  return {.sectors = {"a", "b"},
          .unit = kUnit,
          .base = 2015,
          .levels = {40, 60},
          .sigma = {0.1, 0.06},
          .correlation = 0.4,
          .last = 2020,
          .paths = 100'000,
          .seed = 1};
}
Scenario growing(const Projection& p, std::vector<double> rates) {
  Scenario s("base", base_data(p));
  for (std::size_t i = 0; i < p.sectors.size(); ++i) s = s.growth_path(p.sectors[i], rates[i], {p.base + 1, p.last});
  return s;
}
Scenario growing(const Projection& p) { return growing(p, std::vector<double>(p.sectors.size(), 0.1)); }

TEST(Project, PathIsTheScenariosAndSharesAddUp) {
  const Projection p = three();
  const ProjectionResult r = project(p, growing(p, {0.03, 0.12, 0.08}));
  EXPECT_EQ(r.scenario, "base");
  EXPECT_EQ(r.path.range(), PeriodRange::years(2013, 2020));
  EXPECT_NEAR(r.path.at("ind", 2020), 29.93 * std::pow(1.12, 7), 1e-10);
  EXPECT_NEAR(r.path.at("total", 2014), 31.02 * 1.03 + 29.93 * 1.12 + 39.05 * 1.08, 1e-10);
  EXPECT_EQ(r.path["share_ind"].unit, Unit::percent());
  for (int year = 2013; year <= 2020; ++year)
    EXPECT_NEAR(r.path.at("share_agr", year) + r.path.at("share_ind", year) + r.path.at("share_srv", year), 100, 1e-12);
  for (std::size_t t = 0; t < 7; ++t) {
    EXPECT_NEAR(r.shares[0].forecast.mean[t] + r.shares[1].forecast.mean[t] + r.shares[2].forecast.mean[t], 100, 1e-9);
    EXPECT_NEAR(r.levels[0].forecast.mean[t] + r.levels[1].forecast.mean[t] + r.levels[2].forecast.mean[t],
                r.total.forecast.mean[t], 1e-9);
  }
  ASSERT_TRUE(r.total.forecast.origin.has_value());
  EXPECT_EQ(r.total.forecast.origin->last, Period(2013));
  EXPECT_EQ(r.shares[1].forecast.origin->name, "share_ind");
}

/// ln X1 - ln X2 is normal, so the share's probability is known; levels are lognormal. Four standard errors.
TEST(Project, SimulationAgreesWithClosedForms) {
  Projection p = two();
  p.events = {{.id = "share", .indicator = "a", .share = true, .value = 45, .period = 2020},
              {.id = "level", .indicator = "b", .bound = Bound::at_most, .value = 80, .period = 2018}};
  const ProjectionResult r = project(p, growing(p, {0.12, 0.08}));
  const double a = 40 * std::pow(1.12, 5), b = 60 * std::pow(1.08, 5);
  const double sd = std::sqrt(5 * (0.1 * 0.1 + 0.06 * 0.06 - 2 * 0.4 * 0.1 * 0.06));
  const double share = 1 - phi((std::log(45.0 / 55) - std::log(a / b)) / sd);
  const double level = phi(std::log(80 / (60 * std::pow(1.08, 3))) / (0.06 * std::sqrt(3.0)));
  ASSERT_EQ(r.events.size(), 2u);
  EXPECT_EQ(r.events[0].event, "share");
  EXPECT_NEAR(r.events[0].probability, share, 4 * std::sqrt(share * (1 - share) / 100'000));
  EXPECT_NEAR(r.events[1].probability, level, 4 * std::sqrt(level * (1 - level) / 100'000));
  EXPECT_GT(r.events[1].standard_error, 0);

  const double s = 0.1 * std::sqrt(5.0);
  const double mean = a * std::exp(s * s / 2);
  EXPECT_NEAR(r.levels[0].forecast.mean[4], mean, 4 * mean * std::sqrt(std::expm1(s * s) / 100'000));
  // The standard error of a sample quantile is sqrt(q (1 - q) / n) over the density there.
  const double z = 1.6448536269514722, density = 0.10313564037537128;
  const double error = s * std::sqrt(0.05 * 0.95 / 100'000) / density;
  EXPECT_NEAR(std::log(r.levels[0].forecast.lower[4] / a), -z * s, 4 * error);
  EXPECT_NEAR(std::log(r.levels[0].forecast.upper[4] / a), z * s, 4 * error);
  EXPECT_NEAR(std::log(r.levels[0].median[4] / a), 0,
              4 * s * std::sqrt(0.25 / 100'000) * std::sqrt(2 * 3.141592653589793));
}

TEST(Project, WithoutUncertaintyEveryPathIsTheScenarios) {
  Projection p = three();
  p.sigma = {0, 0, 0};
  p.paths = 3;
  p.events = {{.id = "total", .value = 100, .period = 2014}, {.id = "not", .value = 1'000, .period = 2014}};
  const ProjectionResult r = project(p, growing(p));
  EXPECT_EQ(r.levels[1].forecast.lower[0], r.path.at("ind", 2014));
  EXPECT_EQ(r.total.forecast.upper[6], r.path.at("total", 2020));
  EXPECT_EQ(r.events[0].probability, 1);
  EXPECT_EQ(r.events[1].probability, 0);
}

TEST(Project, PerfectCorrelationKeepsSharesFixed) {
  Projection p = three();
  p.sigma = {0.1, 0.1, 0.1};
  p.correlation = 1;
  const ProjectionResult r = project(p, growing(p));
  EXPECT_NEAR(r.shares[1].forecast.upper[6], 29.93, 1e-9);
  EXPECT_NEAR(r.shares[1].forecast.lower[6], 29.93, 1e-9);
  EXPECT_GT(r.total.forecast.upper[6], 1.1 * r.total.forecast.lower[6]);
}

TEST(Project, AMatrixOfEqualCorrelationsIsTheCommonOne) {
  Projection p = three();
  const ProjectionResult common = project(p, growing(p));
  p.correlations = {{1, 0.3, 0.3}, {0.3, 1, 0.3}, {0.3, 0.3, 1}};
  p.correlation = 77;
  EXPECT_EQ(project(p, growing(p)), common);
}

TEST(Project, DoesNotDependOnThreads) {
  Projection p = three();
  p.paths = 20'001;
  p.events = {{.id = "e", .indicator = "ind", .share = true, .value = 31, .period = 2018}};
  const ProjectionResult one = project(p, growing(p));
  EXPECT_EQ(project(p, growing(p), {.threads = 3}), one);
  p.seed = 6;
  EXPECT_NE(project(p, growing(p)).total, one.total);
}

TEST(Project, IsCancelled) {
  Execution execution;
  execution.cancel.cancel();
  EXPECT_THROW((void)project(three(), growing(three()), execution), Cancelled);
}

TEST(ProjectRefuses, ScenariosThatDoNotFit) {
  const Projection p = three();
  EXPECT_THROW((void)project(p, Scenario("short", base_data(p))), PeriodMismatch);
  Projection other = p;
  other.unit.price_basis = PriceBasis::constant(1994);
  EXPECT_THROW((void)project(other, growing(p)), UnitMismatch);
  other = p;
  other.sectors[1] = "industry";
  EXPECT_THAT(
      [&] { (void)project(other, growing(p)); },
      Throws<InvalidArgument>(Property(&InvalidArgument::what, HasSubstr("\"industry\" in scenario \"base\""))));
  const Scenario negative = growing(p).layer("negative").override_values("ind", {-1}, {2016, 2016});
  EXPECT_THAT([&] { (void)project(p, negative); },
              Throws<InvalidArgument>(Property(&InvalidArgument::what, HasSubstr("sector \"ind\" in 2016"))));
}

TEST(ProjectRefuses, BadProjections) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Scenario s = growing(three());
  const auto refused = [&](auto change) {
    Projection p = three();
    change(p);
    EXPECT_THROW((void)project(p, s), InvalidArgument);
  };
  refused([](Projection& p) { p.sectors.clear(); });
  refused([](Projection& p) { p.sectors[0] = "ind"; });
  refused([](Projection& p) { p.sectors[0] = ""; });
  refused([](Projection& p) { p.levels.pop_back(); });
  refused([](Projection& p) { p.sigma.push_back(1); });
  for (const double bad : {-1.0, nan, std::numeric_limits<double>::infinity()}) {
    refused([&](Projection& p) { p.levels[1] = bad; });
    refused([&](Projection& p) { p.sigma[1] = bad; });
    refused([&](Projection& p) { p.coverage = bad; });
    refused([&](Projection& p) { p.events = {{.id = "e", .value = bad, .period = 2015}}; });
  }
  refused([](Projection& p) { p.levels[1] = 0; });
  refused([](Projection& p) { p.paths = 0; });
  refused([](Projection& p) { p.paths = 100'000'000; });
  refused([](Projection& p) { p.paths = ~std::size_t{0}; });
  refused([](Projection& p) { p.sigma[1] = 1e4; });
  refused([](Projection& p) { p.last = 2013; });
  refused([](Projection& p) { p.last = Period::quarter(2020, 1); });
}

TEST(ProjectRefuses, NamesThatTheResultNeeds) {
  Projection p = two();
  const auto refusal = [&](std::string a, std::string b) {
    p.sectors = {std::move(a), std::move(b)};
    EXPECT_THAT([&] { (void)base_data(p); },
                Throws<InvalidArgument>(Property(
                    &InvalidArgument::what,
                    HasSubstr("plan::project: a sector must not be named as the total or as another sector's share"))));
  };
  refusal("a", "total");
  refusal("share_a", "a");
  p.sectors = {"share_a", "b"};
  EXPECT_NO_THROW((void)base_data(p));
}

// Comparing each name with each other would take a quarter of an hour.
TEST(Project, TakesManySectorsAndEvents) {
  constexpr std::size_t kSectors = 200'000;
  Projection p{.base = 2015, .last = 2016, .paths = 2};
  for (std::size_t i = 0; i < kSectors; ++i) p.sectors.push_back("sector " + std::to_string(i));
  p.levels.assign(kSectors, 1);
  p.sigma.assign(kSectors, 0.1);
  for (std::size_t i = 0; i < kSectors; ++i)
    p.events.push_back({.id = std::to_string(i), .indicator = p.sectors[i], .value = 1, .period = 2016});
  EXPECT_EQ(base_data(p).series().size(), kSectors);
}

TEST(ProjectRefuses, CorrelationsThatAreNone) {
  const Scenario s = growing(three());
  const auto refused = [&](double common, std::vector<std::vector<double>> rows) {
    Projection p = three();
    p.correlation = common;
    p.correlations = std::move(rows);
    EXPECT_THROW((void)project(p, s), InvalidArgument);
  };
  refused(1.1, {});
  refused(std::numeric_limits<double>::quiet_NaN(), {});
  refused(-0.51, {});  // three sectors cannot all move against each other by more than a half
  refused(0, {{1, 0}, {0, 1}});
  refused(0, {{1, 0, 0}, {0, 1}, {0, 0, 1}});
  refused(0, {{1, 0.5, 0}, {0.4, 1, 0}, {0, 0, 1}});
  refused(0, {{2, 0, 0}, {0, 1, 0}, {0, 0, 1}});
  refused(0, {{1, 0, 1.5}, {0, 1, 0}, {1.5, 0, 1}});
  refused(0, {{1, 1, 0}, {1, 1, 0.5}, {0, 0.5, 1}});
}

TEST(ProjectRefuses, BadEvents) {
  const Scenario s = growing(three());
  const ProjectionEvent good{.id = "e", .indicator = "ind", .share = true, .value = 40, .period = 2020};
  const auto refused = [&](auto change) {
    Projection p = three();
    p.events = {good};
    change(p.events);
    EXPECT_THROW((void)project(p, s), InvalidArgument);
  };
  refused([](auto& e) { e[0].indicator = "industry"; });
  refused([](auto& e) { e[0].indicator = ""; });
  refused([](auto& e) { e[0].value = 100; });
  refused([](auto& e) { e[0].bound = Bound::about; });
  refused([](auto& e) { e[0].period = 2013; });
  refused([](auto& e) { e[0].period = 2021; });
  refused([](auto& e) { e[0].id = ""; });
  refused([](auto& e) { e.push_back(e[0]); });
}

/// Both sectors grow by investment over their capital-output ratios.
Projection with_model() {
  Projection p = two();
  p.paths = 2'000;
  p.model = {"parameter rate = 0.3",       "list s = a b",     "for i in s", "  {i} = {i}(-1) + 0.5 * inv / icor_{i}",
             "  parameter icor_{i} = 5",   "end",              "inv = rate * (a(-1) + b(-1))"};
  return p;
}

TEST(Project, AModelDeterminesTheLevels) {
  const Projection p = with_model();
  const Scenario base("base", base_data(p));
  const ProjectionResult r = project(p, base.layer("high").shift("rate", 0.1, {2016, 2020}));
  EXPECT_EQ(r.scenario, "high");
  double a = 40, b = 60;
  for (int t = 1; t <= 5; ++t) {
    const double more = 0.5 * 0.4 * (a + b) / 5;
    a += more, b += more;
    EXPECT_NEAR(r.path.at("a", 2015 + t), a, 1e-11);
    EXPECT_NEAR(r.path.at("share_b", 2015 + t), 100 * b / (a + b), 1e-11);
  }
  EXPECT_NEAR(r.variables.at("inv", 2016), 40, 1e-12);
  EXPECT_TRUE(std::isnan(r.variables.at("inv", 2015)));
  EXPECT_FALSE(r.variables.contains("a"));
  EXPECT_FALSE(r.variables.contains("a_A"));

  // The same levels without a model have the same fans, bit for bit.
  Projection plain = p;
  plain.model.clear();
  Scenario levels("levels", base_data(plain));
  for (const char* sector : {"a", "b"}) levels = levels.override_values(sector, r.path[sector].values, {2015, 2020});
  const ProjectionResult same = project(plain, levels);
  EXPECT_EQ(r.shares, same.shares);
  EXPECT_EQ(r.total, same.total);
  EXPECT_TRUE(same.variables.empty());
}

TEST(Project, AModelThatDoesNotLookBackStartsFromTheGivenLevels) {
  Projection p = two();
  p.model = {"a = x", "b = 2 * x", "exogenous x"};
  const ProjectionResult r = project(p, Scenario("base", base_data(p)).override_values("x", {7}, {2016, 2020}));
  EXPECT_EQ(r.path["a"].values, (std::vector<double>{40, 7, 7, 7, 7, 7}));
}

TEST(ProjectRefuses, ModelsThatDoNotFit) {
  const auto message = [](std::vector<std::string> model) -> std::string {
    Projection p = two();
    p.model = std::move(model);
    try {
      (void)project(p, Scenario("base", base_data(p)));
    } catch (const Error& e) {
      return e.what();
    }
    return {};
  };
  EXPECT_THAT(message({"a = a(-1)"}), HasSubstr("the model must determine every sector's level; got \"b\""));
  EXPECT_THAT(message({"a = a(-1)", "exogenous b"}), HasSubstr("got \"b\""));
  EXPECT_THAT(message({"a = a(-1)", "b = lgo(a)"}), HasSubstr("projection.model:2:5: "));
  EXPECT_THAT(message({"a = a(-1) [m USD]", "b = b(-1)"}), HasSubstr("USD"));
  EXPECT_THAT(message({"a = a(-1) - 50", "b = b(-1)"}), HasSubstr("levels must be > 0"));
  EXPECT_THAT(message({"a = log(40 - a(-1) - b)", "b = b(-1)"}), HasSubstr("must have a solution"));
  EXPECT_THAT(message({"a = a(-1) * g", "b = b(-1)"}), HasSubstr("g"));
  EXPECT_THAT(message({"for i in 1..20000", "  x{i} = 1", "end", "a = 1", "b = 1"}), HasSubstr("10000"));
}

TEST(BaseData, HoldsTheBaseLevels) {
  const Frame f = base_data(three());
  EXPECT_EQ(f.range(), PeriodRange::years(2013, 2013));
  EXPECT_EQ(f.at("srv", 2013), 39.05);
  EXPECT_EQ(f["agr"].unit, kUnit);
}

RC_GTEST_PROP(ProjectionProperty, HarderEventsAreLessLikelyAndFansAreOrdered, ()) {
  Projection p = three();
  p.paths = 200;
  p.seed = *rc::gen::arbitrary<std::uint64_t>();
  const double easy = *rc::gen::inRange(20, 40);
  p.events = {{.id = "easy", .indicator = "ind", .share = true, .value = easy, .period = 2019},
              {.id = "hard", .indicator = "ind", .share = true, .value = easy + 2, .period = 2019}};
  const ProjectionResult r = project(p, growing(p, {0.0, *rc::gen::inRange(-5, 20) / 100.0, 0.05}));
  RC_ASSERT(r.events[1].probability <= r.events[0].probability);
  for (const Fan& fan : r.shares)
    for (std::size_t t = 0; t < fan.median.size(); ++t) {
      RC_ASSERT(fan.forecast.lower[t] <= fan.median[t] && fan.median[t] <= fan.forecast.upper[t]);
      RC_ASSERT(fan.forecast.lower[t] > 0 && fan.forecast.upper[t] < 100);
    }
}

}  // namespace
}  // namespace foreplan::plan
