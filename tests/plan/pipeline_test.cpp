#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/plan/pipeline.hpp>

#include <cmath>
#include <limits>

namespace foreplan::plan {
namespace {

using testing::HasSubstr;
using testing::Property;
using testing::Throws;

const Unit kCurrent = Unit::money("VND", 9, PriceBasis::current());
const Unit k1994 = Unit::money("VND", 9, PriceBasis::constant(1994));

std::vector<Project> projects() {
  return {{.id = "cement",
           .capital = 100,
           .capital_unit = kCurrent,
           .probability = 0.6,
           .start = 2016,
           .delay = {0.5, 0.3, 0.2},
           .disbursement = {0.25, 0.75},
           .capital_per_output = 4,
           .output_unit = kCurrent},
          {.id = "sugar", .capital = 50, .capital_unit = kCurrent, .probability = 0.3, .start = 2017}};
}

TEST(SimulatePipeline, ExpectationsByHand) {
  const Pipeline p = simulate_pipeline(projects(), {2016, 2020}, {.paths = 10});
  EXPECT_DOUBLE_EQ(p.committed, 150);
  EXPECT_DOUBLE_EQ(p.realised.expected, 75);
  EXPECT_DOUBLE_EQ(p.realised_sd_independent, std::sqrt(0.24 * 10'000 + 0.21 * 2'500));
  // Cement spends 25 then 75; it starts in 2016, 2017, 2018 with .5, .3, .2 of its .6. Sugar spends 50 in 2017.
  const double capital[] = {0.6 * 12.5, 0.6 * (37.5 + 7.5) + 15, 0.6 * (22.5 + 5), 0.6 * 15, 0};
  // 25 a year from the second year after the start on.
  const double output[] = {0, 0, 7.5, 12, 15};
  double cumulative = 0;
  for (std::size_t t = 0; t < 5; ++t) {
    cumulative += capital[t];
    EXPECT_NEAR(p.years[t].capital.expected, capital[t], 1e-12) << t;
    EXPECT_NEAR(p.years[t].cumulative.expected, cumulative, 1e-12) << t;
    EXPECT_NEAR(p.years[t].output.expected, output[t], 1e-12) << t;
    EXPECT_EQ(p.years[t].period, Period(2016 + static_cast<int>(t)));
  }
  ASSERT_EQ(p.projects.size(), 2u);
  EXPECT_NEAR(p.projects[0].expected_capital, 60, 1e-12);
  EXPECT_NEAR(p.projects[0].expected_output, 15, 1e-12);
  EXPECT_NEAR(p.projects[1].expected_capital, 15, 1e-12);
  EXPECT_EQ(p.projects[1].expected_output, 0);
}

/// The means are exact for every correlation; the standard deviation with correlation .4 is from
/// tests/reference/plan_oracle.py (bivariate normal). Four standard errors.
TEST(SimulatePipeline, SimulationAgreesWithClosedForms) {
  constexpr std::size_t paths = 200'000;
  for (const double rho : {0.0, 0.4}) {
    const Pipeline p = simulate_pipeline(projects(), {2016, 2020}, {.correlation = rho, .paths = paths, .seed = 3});
    const auto near = [&](const SimulatedAmount& a) {
      EXPECT_NEAR(a.mean, a.expected, 4 * a.standard_deviation / std::sqrt(double{paths})) << rho;
    };
    near(p.realised);
    for (const PipelineYear& y : p.years) {
      near(y.capital);
      near(y.cumulative);
      near(y.output);
    }
    const double sd = rho == 0 ? p.realised_sd_independent : 58.79182111279363;
    EXPECT_NEAR(p.realised.standard_deviation / sd, 1, 4 / std::sqrt(2.0 * paths)) << rho;
    EXPECT_EQ(p.correlation, rho);
    EXPECT_EQ(p.realised.lower, 0);
    EXPECT_EQ(p.realised.upper, 150);
  }
}

TEST(SimulatePipeline, CertainAndImpossibleProjectsAreExact) {
  std::vector<Project> two = projects();
  two[0].probability = 1;
  two[0].delay = {1};
  two[1].probability = 0;
  for (const double rho : {0.0, 0.9}) {
    const Pipeline p = simulate_pipeline(two, {2016, 2018}, {.correlation = rho, .paths = 100});
    EXPECT_EQ(p.realised.lower, 100);
    EXPECT_EQ(p.realised.upper, 100);
    EXPECT_EQ(p.realised.standard_deviation, 0);
    EXPECT_EQ(p.years[1].capital.median, 75);
    EXPECT_EQ(p.years[2].output.mean, 25);
  }
}

TEST(SimulatePipeline, ProjectsBeforeTheRangeGiveOutputOnly) {
  std::vector<Project> one{projects()[0]};
  one[0].start = 2010;
  one[0].probability = 1;
  const Pipeline p = simulate_pipeline(one, {2016, 2017}, {.paths = 5});
  EXPECT_EQ(p.years[1].cumulative.mean, 0);
  EXPECT_EQ(p.years[0].output.mean, 25);
  EXPECT_EQ(p.realised.mean, 100);
}

TEST(SimulatePipeline, DoesNotDependOnThreads) {
  PipelineOptions options{.correlation = 0.3, .paths = 5'001, .seed = 9};
  const Pipeline one = simulate_pipeline(projects(), {2016, 2020}, options);
  options.execution.threads = 4;
  EXPECT_EQ(simulate_pipeline(projects(), {2016, 2020}, options), one);
  options.seed = 10;
  EXPECT_NE(simulate_pipeline(projects(), {2016, 2020}, options).realised.mean, one.realised.mean);
}

TEST(SimulatePipeline, IsCancelled) {
  PipelineOptions options;
  options.execution.cancel.cancel();
  EXPECT_THROW((void)simulate_pipeline(projects(), {2016, 2020}, options), Cancelled);
}

TEST(SimulatePipeline, ConvertsScalesAndCountsPhysicalOutput) {
  std::vector<Project> two = projects();
  two[1].capital = 50'000;
  two[1].capital_unit = Unit::money("VND", 6, PriceBasis::current());
  EXPECT_DOUBLE_EQ(simulate_pipeline(two, {2016, 2020}, {.paths = 1}).committed, 150);
  two.erase(two.begin() + 1);
  two[0].output_unit = Unit::physical("t", 3);
  EXPECT_EQ(simulate_pipeline(two, {2016, 2020}, {.paths = 1}).output_unit, Unit::physical("t", 3));
}

TEST(SimulatePipelineRefuses, MixedUnits) {
  const auto refused = [](auto change) {
    std::vector<Project> p = projects();
    change(p);
    EXPECT_THROW((void)simulate_pipeline(p, {2016, 2020}), UnitMismatch);
  };
  refused([](auto& p) { p[1].capital_unit = k1994; });
  refused([](auto& p) { p[0].output_unit = k1994; });
  refused([](auto& p) { p[0].capital_unit = Unit::physical("t"); });
  refused([](auto& p) {
    p[1].capital_per_output = 1;
    p[1].output_unit = Unit::physical("t");
  });
}

TEST(SimulatePipelineRefuses, BadInputNamingTheProject) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto refused = [](auto change) {
    std::vector<Project> p = projects();
    change(p[1]);
    EXPECT_THAT(
        [&] {
          (void)simulate_pipeline(p, {2016, 2020});
        },
        Throws<InvalidArgument>(Property(&InvalidArgument::what, HasSubstr("project \"sugar\""))));
  };
  for (const double bad : {nan, -1.0, std::numeric_limits<double>::infinity()}) {
    refused([&](Project& p) { p.capital = bad; });
    refused([&](Project& p) { p.probability = bad; });
    refused([&](Project& p) { p.capital_per_output = bad; });
    refused([&](Project& p) { p.delay = {bad}; });
    refused([&](Project& p) { p.disbursement = {0.5, bad}; });
  }
  refused([](Project& p) { p.capital = 0; });
  refused([](Project& p) { p.probability = 1.1; });
  refused([](Project& p) { p.delay = {}; });
  refused([](Project& p) { p.disbursement = {}; });
  refused([](Project& p) { p.disbursement = {0.5, 0.4}; });
  std::vector<Project> p = projects();
  p[1].start = Period::quarter(2016, 1);
  EXPECT_THROW((void)simulate_pipeline(p, {2016, 2020}), PeriodMismatch);
  EXPECT_THROW((void)simulate_pipeline({}, {2016, 2020}), InvalidArgument);
  EXPECT_THROW((void)simulate_pipeline(projects(), {2020, 2016}), InvalidArgument);
  for (const double bad : {-0.1, 1.0, nan})
    EXPECT_THROW((void)simulate_pipeline(projects(), {2016, 2020}, {.correlation = bad}), InvalidArgument);
  for (const double bad : {0.0, 1.0, nan})
    EXPECT_THROW((void)simulate_pipeline(projects(), {2016, 2020}, {.coverage = bad}), InvalidArgument);
  EXPECT_THROW((void)simulate_pipeline(projects(), {2016, 2020}, {.paths = 0}), InvalidArgument);
  EXPECT_THROW((void)simulate_pipeline(projects(), {2016, 2020}, {.paths = 2'000'001}), InvalidArgument);
}

/// The founding case: 13,200 at current prices over (6,513 - 2,113.1) at constant 1994 prices would be 3.00.
TEST(CapitalPerOutputIncrement, RefusesToMixPriceBases) {
  EXPECT_THAT(
      [] { (void)capital_per_output_increment(13'200, kCurrent, 6'513 - 2'113.1, k1994); },
      Throws<UnitMismatch>(Property(&UnitMismatch::what, testing::AllOf(HasSubstr("current"), HasSubstr("1994")))));
  EXPECT_NEAR(capital_per_output_increment(13'200, k1994, 6'513 - 2'113.1, k1994), 3.00, 0.0005);
}

TEST(CapitalPerOutputIncrement, ConvertsScales) {
  EXPECT_DOUBLE_EQ(capital_per_output_increment(3'000, Unit::money("VND", 6, PriceBasis::current()), 1, kCurrent), 3);
  EXPECT_DOUBLE_EQ(capital_per_output_increment(3, kCurrent, 1, Unit::physical("t", 3)), 3e6);
}

TEST(CapitalPerOutputIncrementRefuses, ScalesBeyondAll) {
  const Unit vast = Unit::physical("t", std::numeric_limits<int>::min());
  EXPECT_THROW((void)capital_per_output_increment(1, Unit::money("VND", 9, PriceBasis::current()), 1, vast),
               InvalidArgument);
}

TEST(CapitalPerOutputIncrementRefuses, BadInput) {
  const Unit unstated = Unit::money("VND", 9, PriceBasis::unstated());
  EXPECT_THROW((void)capital_per_output_increment(1, unstated, 1, unstated), UnitMismatch);
  EXPECT_THROW((void)capital_per_output_increment(1, Unit::money("USD", 9, PriceBasis::current()), 1, kCurrent),
               UnitMismatch);
  EXPECT_THROW((void)capital_per_output_increment(1, Unit::physical("t"), 1, kCurrent), InvalidArgument);
  for (const double bad :
       {0.0, -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THROW((void)capital_per_output_increment(1, kCurrent, bad, kCurrent), InvalidArgument);
    if (bad != 0) {
      EXPECT_THROW((void)capital_per_output_increment(bad, kCurrent, 1, kCurrent), InvalidArgument);
    }
  }
}

RC_GTEST_PROP(PipelineProperty, NoPathSpendsMoreThanWasCommitted, ()) {
  std::vector<Project> p = projects();
  p[0].probability = *rc::gen::inRange(0, 101) / 100.0;
  p[1].start = 2010 + *rc::gen::inRange(0, 12);
  const Pipeline r = simulate_pipeline(
      p, {2016, 2021},
      {.correlation = *rc::gen::inRange(0, 99) / 100.0, .paths = 50, .seed = *rc::gen::arbitrary<std::uint64_t>()});
  double before = 0;
  for (const PipelineYear& y : r.years) {
    RC_ASSERT(y.cumulative.expected >= before - 1e-12);
    RC_ASSERT(y.cumulative.upper <= r.committed + 1e-9);
    RC_ASSERT(y.capital.lower >= 0);
    before = y.cumulative.expected;
  }
  RC_ASSERT(before <= r.realised.expected + 1e-9);
}

}  // namespace
}  // namespace foreplan::plan
