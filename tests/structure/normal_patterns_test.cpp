#include <foreplan/structure/normal_patterns.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "reference_table.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

const Unit kIncome = Unit::money("USD", 0, PriceBasis::constant(1964));
const Unit kPopulation = Unit::physical("person", 6);

/// The panel of tests/reference/normal_patterns.R: twelve countries, 1950 to 1969.
std::vector<PatternCountry> panel(bool percent = false) {
  std::ifstream file = ::reference::open("normal_patterns.csv");
  std::vector<PatternCountry> countries;
  std::vector<std::vector<Series>> shares;
  const char* names[] = {"agriculture", "industry", "services"};
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const auto row = ::reference::cells(line);
    if (countries.empty() || countries.back().name != row[0]) {
      countries.push_back(
          {row[0], {"income", 1950, kIncome, {}}, {"population", 1950, kPopulation, {}}, {}, {"inflow", 1950, {}, {}}});
      shares.emplace_back();
      for (const char* name : names) shares.back().push_back({name, 1950, percent ? Unit::percent() : Unit{}, {}});
    }
    countries.back().income.values.push_back(std::stod(row[2]));
    countries.back().population.values.push_back(std::stod(row[3]));
    countries.back().resource_inflow.values.push_back(std::stod(row[4]));
    for (std::size_t i = 0; i < 3; ++i)
      shares.back()[i].values.push_back(percent ? 100 * std::stod(row[5 + i]) : std::stod(row[5 + i]));
  }
  for (std::size_t c = 0; c < countries.size(); ++c) countries[c].shares = Frame(shares[c]);
  return countries;
}

// lm and predict of base R: tests/reference/normal_patterns.R.
TEST(NormalPatterns, AgreesWithR) {
  const auto expected = ::reference::values("normal_patterns.txt");
  const std::pair<const char*, NormalPatternOptions> forms[] = {
      {"plain", {}},
      {"full", {.epochs = {1955, 1960}, .resource_inflow = true}},
      {"within", {.country_effects = true}}};
  for (const auto& [form, options] : forms) {
    const NormalPatterns patterns = fit_normal_patterns(panel(), options);
    ASSERT_TRUE(patterns.usable());
    EXPECT_EQ(patterns.rows, 240U);
    const auto norms = predict(patterns, {.income = 400, .population = 20, .resource_inflow = 0.01});
    for (std::size_t s = 0; s < 3; ++s) {
      const std::string key = std::string(form) + "." + patterns.shares[s];
      const auto near = [&](double value, const std::string& name, double digits) {
        const double e = expected.at(key + name);
        EXPECT_NEAR(value, e, digits * std::abs(e)) << key << name;
      };
      for (std::size_t i = 0; i < patterns.fits[s].coefficients.size(); ++i) {
        near(patterns.fits[s].coefficients[i].estimate, ".b" + std::to_string(i + 1), 1e-8);
        near(patterns.fits[s].coefficients[i].standard_error, ".se" + std::to_string(i + 1), 1e-9);
      }
      near(norms[s].norm, ".norm", 1e-12);
      if (options.country_effects) {
        near(norms[s].standard_error, ".norm.se", 1e-9);
        continue;
      }
      near(norms[s].lower, ".lower", 1e-10);
      near(norms[s].upper, ".upper", 1e-10);
      near(norms[s].observation_lower, ".observation.lower", 1e-11);
      near(norms[s].observation_upper, ".observation.upper", 1e-11);
      const PatternTurn turn = turning_point(patterns, patterns.shares[s]);
      near(turn.at->income, ".turn", 1e-8);
      near(turn.at->lower, ".turn.lower", 1e-7);
      near(turn.at->upper, ".turn.upper", 1e-7);
      if (expected.contains(key + ".at")) {
        const auto crossings =
            incomes_at(patterns, patterns.shares[s], 0.3, {.population = 20, .resource_inflow = 0.01});
        ASSERT_FALSE(crossings.empty());
        near(crossings.front().at.income, ".at", 1e-9);
        near(crossings.front().at.lower, ".at.lower", 1e-8);
        near(crossings.front().at.upper, ".at.upper", 1e-8);
      }
    }
  }
}

TEST(NormalPatterns, NormsAddUpAtEveryPoint) {
  for (const bool effects : {false, true}) {
    const NormalPatterns patterns =
        fit_normal_patterns(panel(), {.epochs = {1960}, .country_effects = effects, .sum_to_one = true});
    EXPECT_TRUE(patterns.off_sums.empty());
    EXPECT_TRUE(rc::check("norms sum to 1", [&] {
      const PatternPoint point{.income = *rc::gen::inRange(50, 5000) + 0.5,
                               .population = *rc::gen::inRange(1, 900) + 0.0};
      double sum = 0;
      for (const PatternNorm& norm : predict(patterns, point)) sum += norm.norm;
      RC_ASSERT(std::abs(sum - 1) < 1e-11);
    }));
  }
}

TEST(NormalPatterns, TurnAndPassLevelsWhereTheNormDoes) {
  const NormalPatterns patterns = fit_normal_patterns(panel());
  const PatternTurn turn = turning_point(patterns, "industry");
  ASSERT_EQ(turn.kind, TurnKind::peak);
  const auto norm = [&](double income) { return predict(patterns, {.income = income, .population = 30})[1].norm; };
  EXPECT_GT(norm(turn.at->income), norm(turn.at->income * 1.01));
  EXPECT_GT(norm(turn.at->income), norm(turn.at->income * 0.99));
  EXPECT_LE(turn.at->lower, turn.at->income);
  const double level = norm(turn.at->income) - 0.02;
  const auto both = incomes_at(patterns, "industry", level, {.population = 30});
  ASSERT_EQ(both.size(), 2U);
  for (const PatternCrossing& c : both) EXPECT_NEAR(norm(c.at.income), level, 1e-12);
  EXPECT_TRUE(both[0].rising && !both[1].rising);
  EXPECT_TRUE(both[0].at.in_sample);
  EXPECT_TRUE(incomes_at(patterns, "industry", norm(turn.at->income) + 0.02, {.population = 30}).empty());
}

TEST(NormalPatterns, DeviationsOfThePanelAreItsResiduals) {
  const auto countries = panel();
  const NormalPatterns patterns = fit_normal_patterns(countries, {.epochs = {1955, 1960}});
  const auto own = deviations(patterns, countries[3]);
  ASSERT_EQ(own.size(), 60U);
  for (std::size_t t = 0; t < 20; ++t)
    for (std::size_t s = 0; s < 3; ++s) {
      const PatternDeviation& d = own[3 * t + s];
      EXPECT_EQ(d.period, Period(1950 + static_cast<int>(t)));
      EXPECT_NEAR(d.deviation, patterns.fits[s].residuals[60 + t], 1e-12);
      EXPECT_LT(std::abs(d.standardised), std::abs(d.deviation) / std::sqrt(patterns.fits[s].sigma2));
    }
}

TEST(NormalPatterns, TakesPercentagesAndFindsSumsThatAreOff) {
  auto countries = panel(true);
  const NormalPatterns fractions = fit_normal_patterns(panel());
  const NormalPatterns percent = fit_normal_patterns(countries, {.sum_to_one = true});
  EXPECT_NEAR(percent["industry"].coefficients[1].estimate, fractions["industry"].coefficients[1].estimate, 1e-10);
  Series services = countries[2].shares["services"];
  services.values[5] -= 0.1;
  countries[2].shares.set(services);
  const NormalPatterns off = fit_normal_patterns(countries, {.sum_to_one = true});
  ASSERT_EQ(off.off_sums.size(), 1U);
  EXPECT_EQ(off.off_sums[0].country, "c3");
  EXPECT_EQ(off.off_sums[0].period, Period(1955));
  EXPECT_NEAR(off.off_sums[0].sum, 0.999, 1e-9);
}

TEST(NormalPatterns, LeavesOutMissingRowsWhenTold) {
  auto countries = panel();
  countries[1].income.values[7] = std::numeric_limits<double>::quiet_NaN();
  const NormalPatterns patterns = fit_normal_patterns(countries, {.missing = MissingRows::leave_out});
  EXPECT_EQ(patterns.rows, 239U);
  EXPECT_EQ(patterns.left_out, 1U);
  EXPECT_EQ(deviations(patterns, countries[1]).size(), 57U);
}

TEST(NormalPatterns, OfConstantPopulationAreNotUsable) {
  const NormalPatterns same = [] {
    auto countries = panel();
    for (auto& c : countries) c.population.values.assign(20, 10);
    return fit_normal_patterns(countries);
  }();
  EXPECT_FALSE(same.usable());
  EXPECT_FALSE(same.fits[0].dependent.empty());
  EXPECT_THROW((void)predict(same, {.income = 1, .population = 1}), InvalidArgument);
}

TEST(NormalPatternsBadInput, IsRefusedWithNamesAndValues) {
  const auto countries = panel();
  const NormalPatterns patterns = fit_normal_patterns(countries);
  const auto with = [&](const std::function<void(std::vector<PatternCountry>&)>& change,
                        const NormalPatternOptions& options = {}) {
    return [=] {
      auto changed = countries;
      change(changed);
      (void)fit_normal_patterns(changed, options);
    };
  };
  using Countries = std::vector<PatternCountry>;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  testing::expect_refused(
      {{"structure::fit_normal_patterns: at least one country is needed", [] { (void)fit_normal_patterns({}); }},
       {"income must be > 0 and finite; got 0 in income of \"c2\" in 1953",
        with([](Countries& c) { c[1].income.values[3] = 0; })},
       {"income must be > 0 and finite; got NaN in income of \"c1\" in 1950",
        with([=](Countries& c) { c[0].income.values[0] = nan; })},
       {"population must be > 0 and finite; got -1", with([](Countries& c) { c[1].population.values[3] = -1; })},
       {"shares must be fractions in [0, 1], or in \"%\"; got 41.2 in \"industry\" of \"c1\" in 1950",
        with([](Countries& c) {
          Series s = c[0].shares["industry"];
          s.values[0] = 41.2;
          c[0].shares.set(s);
        })},
       {"income must be at constant prices", with([](Countries& c) {
          for (auto& x : c) x.income.unit = Unit::money("USD", 0, PriceBasis::current());
        })},
       {"a country must be named once; got \"c1\"", with([](Countries& c) { c[1].name = "c1"; })},
       {"every country needs a name", with([](Countries& c) { c[1].name.clear(); })},
       {"countries must have the same shares; got no \"services\" in \"c2\"", with([](Countries& c) {
          c[1].shares = Frame({c[1].shares["agriculture"], c[1].shares["industry"]});
        })},
       {"income, population and shares must have a common period",
        with([](Countries& c) { c[1].population.start = 1990; })},
       {"more rows than columns are needed; got 5 for 5", with([](Countries& c) {
          c.resize(1);
          c[0].income.values.resize(5);
        })},
       {"sum_tolerance must be >= 0; got -1", with([](Countries&) {}, {.sum_tolerance = -1})},
       {"structure::predict: income must be > 0 and finite; got 0",
        [&] { (void)predict(patterns, {.population = 1}); }},
       {"structure::predict: population must be > 0 and finite; got 0",
        [&] { (void)predict(patterns, {.income = 1}); }},
       {"no country has this name; got \"c13\"; did you mean",
        [&] { (void)predict(patterns, {.income = 1, .population = 1, .country = "c13"}); }},
       {"no share has this name; got \"industri\"; did you mean \"industry\"?",
        [&] { (void)turning_point(patterns, "industri"); }},
       {"level must be in (0, 1); got 30", [&] { (void)incomes_at(patterns, "industry", 30, {.population = 1}); }},
       {"coverage must be in (0, 1); got 1", [&] { (void)turning_point(patterns, "industry", {.coverage = 1}); }}});
  testing::expect_refused<UnitMismatch>({{"units must agree", with([](Countries& c) {
                                            c[1].income.unit = Unit::money("USD", 3, PriceBasis::constant(1964));
                                          })}});
  testing::expect_refused<PeriodMismatch>(
      {{"epochs must rise; got 1960 before 1955", with([](Countries&) {}, {.epochs = {1960, 1955}})}});
}

}  // namespace
}  // namespace foreplan::structure
