#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/plan/attainment.hpp>

#include <cmath>
#include <limits>

namespace foreplan::plan {
namespace {

using testing::HasSubstr;
using testing::Property;
using testing::Throws;

const Unit kUnit = Unit::money("VND", 9, PriceBasis::constant(2010));

Target over(double value) { return {.name = "output", .value = value, .unit = kUnit, .period = 2020}; }
Series from(double level) { return {"output", 2015, kUnit, {level}}; }
/// The history of tests/reference/plan_oracle.py.
Series history() { return {"output", 2010, kUnit, {2113.1, 2600, 3010, 4200, 5150, 6513}}; }
AttainmentOptions given(double median, double log_sd) { return {.growth = GrowthBelief{median, log_sd}}; }

/// The founding case: 17,600 from 10,259, that is 17,600 / 1.114^5, and from 6,513.
TEST(Attainment, FoundingCase) {
  const double base = 17'600 / std::pow(1.114, 5);
  const Attainment even = attainment(over(17'600), from(base), given(0.114, 0.05));
  EXPECT_NEAR(even.probability, 0.5, 1e-12);
  EXPECT_NEAR(even.required_growth, 0.114, 1e-12);
  const Attainment fast = attainment(over(17'600), from(base), given(0.13, 0.05));
  EXPECT_NEAR(100 * fast.probability, 73.82, 0.005);
  EXPECT_NEAR(fast.probability, 0.7381813136419431, 1e-12);
  EXPECT_EQ(fast.method, AttainmentMethod::lognormal);
  EXPECT_EQ(fast.standard_error, 0);
  const Attainment far = attainment(over(17'600), from(6'513), given(0.13, 0.05));
  EXPECT_NEAR(far.probability, 0.00030655155049903667, 1e-14);
  EXPECT_EQ(printable(far.probability), (PrintableProbability{PrintableProbability::Kind::below, 0.001}));
  EXPECT_NEAR(100 * far.required_growth, 21.996, 0.0005);
}

/// tests/reference/plan_oracle.py, "student".
TEST(Attainment, StudentPredictiveAgreesWithScipy) {
  const double targets[] = {9'000, 17'600, 30'000};
  const double probabilities[] = {0.9896566295871015, 0.7120084003863559, 0.06843216179461513};
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(attainment(over(targets[i]), history()).probability, probabilities[i], 1e-10);
  const Attainment a = attainment(over(17'600), history());
  EXPECT_EQ(a.method, AttainmentMethod::student_t);
  EXPECT_EQ(a.growths, 5u);
  EXPECT_NEAR(a.growth.median, 0.2524840547968188, 1e-13);
  EXPECT_NEAR(a.growth.log_sd, 0.0684118669885567, 1e-14);
  ASSERT_EQ(a.years.size(), 5u);
  EXPECT_NEAR(a.years[1].lower / 8004.587177980681, 1, 1e-9);
  EXPECT_NEAR(a.years[1].upper / 13041.03438439645, 1, 1e-9);
}

/// tests/reference/plan_oracle.py, "bootstrap": all 3,125 resamples counted. Four standard errors.
TEST(Attainment, BootstrapAgreesWithCountingAllResamples) {
  for (const auto& [value, exact] : {std::pair{17'600.0, 0.83648}, std::pair{20'000.0, 0.51424}}) {
    const Attainment a = attainment(over(value), history(), {.bootstrap = true, .paths = 100'000, .seed = 1});
    EXPECT_NEAR(a.probability, exact, 4 * std::sqrt(exact * (1 - exact) / 100'000));
    EXPECT_EQ(a.paths, 100'000u);
    EXPECT_NEAR(a.standard_error, std::sqrt(a.probability * (1 - a.probability) / 100'000), 1e-15);
    EXPECT_LT(a.years[2].lower, a.years[2].median);
    EXPECT_LT(a.years[2].median, a.years[2].upper);
  }
}

TEST(Attainment, BootstrapDoesNotDependOnThreads) {
  AttainmentOptions options{.bootstrap = true, .paths = 10'001, .seed = 7};
  const Attainment one = attainment(over(20'000), history(), options);
  options.execution.threads = 3;
  EXPECT_EQ(attainment(over(20'000), history(), options), one);
  options.execution.executor = [](std::size_t n, const std::function<void(std::size_t)>& body) {
    while (n > 0) body(--n);
  };
  EXPECT_EQ(attainment(over(20'000), history(), options), one);
  options.seed = 8;
  EXPECT_NE(attainment(over(20'000), history(), options).probability, one.probability);
}

TEST(Attainment, IsCancelled) {
  AttainmentOptions options{.bootstrap = true};
  options.execution.cancel.cancel();
  EXPECT_THROW((void)attainment(over(20'000), history(), options), Cancelled);
  options = {.bootstrap = true};
  options.execution.progress = [](std::size_t, std::size_t) { return false; };
  EXPECT_THROW((void)attainment(over(20'000), history(), options), Cancelled);
}

TEST(Attainment, YearsLeadToTheTargetAndAddUp) {
  const Attainment a = attainment(over(17'600), from(10'259), given(0.114, 0.05));
  ASSERT_EQ(a.years.size(), 5u);
  EXPECT_EQ(a.years.front().period, Period(2016));
  EXPECT_EQ(a.years.back().required, 17'600);
  EXPECT_NEAR(a.years.front().contribution, 10'259 * a.required_growth, 1e-9);
  EXPECT_NEAR(a.median, 10'259 * std::pow(1.114, 5), 1e-8);
}

TEST(Attainment, UpperBoundsAndRanges) {
  Target most = over(17'600);
  most.bound = Bound::at_most;
  const double least = attainment(over(17'600), from(10'259), given(0.13, 0.05)).probability;
  EXPECT_NEAR(attainment(most, from(10'259), given(0.13, 0.05)).probability + least, 1, 1e-14);
  Target range = over(17'600);
  range.bound = Bound::between;
  range.upper = 20'000;
  const double beyond = attainment(over(20'000), from(10'259), given(0.13, 0.05)).probability;
  const Attainment inside = attainment(range, from(10'259), given(0.13, 0.05));
  EXPECT_NEAR(inside.probability, least - beyond, 1e-14);
  EXPECT_EQ(inside.goal, 17'600);
  EXPECT_EQ(attainment(range, from(18'000), given(0.13, 0.05)).required_growth, 0);
  EXPECT_EQ(attainment(range, from(30'000), given(0.13, 0.05)).goal, 20'000);
}

TEST(Attainment, ConvertsScalesAndKeepsFrequencies) {
  const Series millions{"output", 2015, Unit::money("VND", 6, PriceBasis::constant(2010)), {10'259'000}};
  EXPECT_NEAR(attainment(over(17'600), millions, given(0.13, 0.05)).probability,
              attainment(over(17'600), from(10'259), given(0.13, 0.05)).probability, 1e-13);
  const Series quarters{"output", Period::quarter(2019, 1), kUnit, {1, 1.1, 1.15, 1.3, 1.31}};
  Target t = over(2);
  t.period = Period::quarter(2020, 4);
  EXPECT_EQ(attainment(t, quarters).years.size(), 3u);
}

TEST(AttainmentRefuses, MixedUnitsAndPriceBases) {
  Series h = history();
  h.unit.price_basis = PriceBasis::constant(1994);
  EXPECT_THAT([&] { (void)attainment(over(17'600), h); },
              Throws<UnitMismatch>(Property(&UnitMismatch::what, HasSubstr("1994"))));
  Target t = over(17'600);
  t.unit.price_basis = PriceBasis::unstated();
  EXPECT_THROW((void)attainment(t, history()), UnitMismatch);
}

TEST(AttainmentRefuses, TooLittleHistory) {
  Series h = history();
  h.values.resize(4);
  Target t = over(17'600);
  EXPECT_THAT([&] { (void)attainment(t, h); },
              Throws<InvalidArgument>(Property(&InvalidArgument::what, HasSubstr("at least 4 growths; got 3"))));
  h = history();
  h.values.pop_back();
  EXPECT_EQ(attainment(t, h).growths, 4u);
  h.values.clear();
  EXPECT_THROW((void)attainment(t, h), InvalidArgument);
  EXPECT_THROW((void)attainment(t, h, given(0.1, 0.1)), InvalidArgument);
  EXPECT_THROW((void)attainment(t, from(1)), InvalidArgument);
}

TEST(AttainmentRefuses, GrowthWithoutSpread) {
  const Series steady{"output", 2010, kUnit, {100, 110, 121, 133.1, 146.41, 161.051}};
  EXPECT_THROW((void)attainment(over(200), steady), InvalidArgument);
  EXPECT_THROW((void)attainment(over(200), steady, {.bootstrap = true}), InvalidArgument);
  EXPECT_THROW((void)attainment(over(200), Series{"output", 2010, kUnit, {1, 1, 1, 1, 1, 1}}), InvalidArgument);
}

TEST(AttainmentRefuses, LevelsThatAreNotPositive) {
  for (const double bad :
       {0.0, -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    Series h = history();
    h.values[2] = bad;
    EXPECT_THAT([&] { (void)attainment(over(17'600), h); },
                Throws<InvalidArgument>(Property(&InvalidArgument::what, HasSubstr("in 2012"))));
    EXPECT_THROW((void)attainment(over(bad), history()), InvalidArgument);
    EXPECT_THROW((void)attainment(over(9), history(), given(0.1, bad)), InvalidArgument);
    if (bad != 0) {
      EXPECT_THROW((void)attainment(over(9), history(), given(bad, 0.1)), InvalidArgument);
    }
  }
}

TEST(AttainmentRefuses, DatesAndOptionsOutOfRange) {
  Target t = over(17'600);
  t.period = 2015;
  EXPECT_THROW((void)attainment(t, history()), PeriodMismatch);
  t.period = Period::quarter(2020, 1);
  EXPECT_THROW((void)attainment(t, history()), PeriodMismatch);
  for (const Bound b : {Bound::exactly, Bound::about}) {
    t = over(17'600);
    t.bound = b;
    EXPECT_THROW((void)attainment(t, history()), InvalidArgument);
  }
  t.bound = Bound::between;
  t.upper = 17'600;
  EXPECT_THROW((void)attainment(t, history()), InvalidArgument);
  EXPECT_THROW((void)attainment(over(1), history(), {.bootstrap = true, .paths = 0}), InvalidArgument);
  EXPECT_THROW((void)attainment(over(1), history(), {.bootstrap = true, .paths = 100'000'000}), InvalidArgument);
  for (const double bad : {0.0, 1.0, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_THROW((void)attainment(over(1), history(), {.coverage = bad}), InvalidArgument);
}

TEST(TargetOf, ReadsStatements) {
  const Indicator output{
      .id = "output", .name = {.en = "output"}, .unit = Unit::money("VND", 9, PriceBasis::unstated())};
  Statement s{.id = "t",
              .role = Role::target,
              .indicator = "output",
              .period = {2020, 2020},
              .bound = Bound::at_least,
              .value = Rounded("17600"),
              .price_basis = PriceBasis::constant(2010)};
  EXPECT_EQ(target_of(output, s), over(17'600));
  s.price_basis = {};
  EXPECT_EQ(target_of(output, s).unit, output.unit);
  s.kind = StatementKind::share;
  s.bound = Bound::about;
  s.value = 40.0;
  const Target about = target_of(output, s, 0.1);
  EXPECT_EQ(about.bound, Bound::between);
  EXPECT_DOUBLE_EQ(about.value, 36);
  EXPECT_DOUBLE_EQ(about.upper, 44);
  EXPECT_EQ(about.unit, Unit::percent());
  s.bound = Bound::between;
  s.upper = 45.0;
  EXPECT_EQ(target_of(output, s).upper, 45);
  s.upper = 40.0;
  EXPECT_THROW((void)target_of(output, s), InvalidArgument);
}

TEST(TargetOfRefuses, StatementsThatAreNoTarget) {
  const Indicator output{.id = "output", .unit = kUnit};
  const Statement good{
      .id = "t", .indicator = "output", .period = {2020, 2020}, .bound = Bound::at_least, .value = 1.0};
  const auto refused = [&](auto change) {
    Statement s = good;
    change(s);
    EXPECT_THAT([&] { (void)target_of(output, s); },
                Throws<InvalidArgument>(Property(&InvalidArgument::what, HasSubstr("in statement \"t\""))));
  };
  refused([](Statement& s) { s.indicator = "other"; });
  refused([](Statement& s) { s.kind = StatementKind::growth; });
  refused([](Statement& s) { s.bound = Bound::exactly; });
  refused([](Statement& s) { s.period = {2019, 2020}; });
  refused([](Statement& s) { s.value = 0.0; });
  EXPECT_THROW((void)target_of(output, good, 0), InvalidArgument);
  EXPECT_THROW((void)target_of(output, good, 1), InvalidArgument);
}

TEST(Printable, NeverZeroOrOne) {
  using Kind = PrintableProbability::Kind;
  EXPECT_EQ(printable(0), (PrintableProbability{Kind::below, 0.001}));
  EXPECT_EQ(printable(1), (PrintableProbability{Kind::above, 0.999}));
  EXPECT_EQ(printable(0.001), (PrintableProbability{Kind::value, 0.001}));
  EXPECT_EQ(printable(0.002, 1'000), (PrintableProbability{Kind::below, 0.003}));
  EXPECT_EQ(printable(0.002, 100'000), (PrintableProbability{Kind::value, 0.002}));
  EXPECT_EQ(printable(0.9, 2), (PrintableProbability{Kind::above, 0.5}));
  for (const double bad : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_THROW((void)printable(bad), InvalidArgument);
}

RC_GTEST_PROP(AttainmentProperty, ProbabilityFallsAsTheTargetRises, ()) {
  const double low = *rc::gen::inRange(1'000, 100'000);
  const double high = low + *rc::gen::inRange(1, 50'000);
  AttainmentOptions options;
  switch (*rc::gen::inRange(0, 3)) {
    case 0:
      options.growth = GrowthBelief{*rc::gen::inRange(-50, 100) / 100.0, *rc::gen::inRange(1, 50) / 100.0};
      break;
    case 1:
      options.bootstrap = true;
      options.paths = 500;
      break;
    default:
      break;
  }
  RC_ASSERT(attainment(over(high), history(), options).probability <=
            attainment(over(low), history(), options).probability);
}

RC_GTEST_PROP(AttainmentProperty, PathReachesTheTargetAndYearsAddUp, ()) {
  const double value = *rc::gen::inRange(1, 1'000'000);
  Target t = over(value);
  t.period = 2015 + *rc::gen::inRange(1, 40);
  const Attainment a = attainment(t, from(6'513), given(0.1, 0.1));
  double sum = 0, shares = 0;
  for (const AttainmentYear& y : a.years) {
    sum += y.contribution;
    shares += y.share;
    RC_ASSERT(y.lower < y.median && y.median < y.upper);
  }
  RC_ASSERT(a.years.back().required == value);
  RC_ASSERT(std::abs(sum - (value - 6'513)) < 1e-9 * (value + 6'513));
  RC_ASSERT(value == 6'513 || std::abs(shares - 1) < 1e-9);
  RC_ASSERT(std::abs(6'513 * std::pow(1 + a.required_growth, static_cast<double>(a.years.size())) / value - 1) < 1e-9);
}

}  // namespace
}  // namespace foreplan::plan
