#include <foreplan/core/errors.hpp>
#include <foreplan/growth/icor.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <functional>
#include <limits>

#include "growth/message.hpp"
#include "reference_table.hpp"

namespace foreplan::growth {
namespace {

constexpr IcorForm kForms[] = {IcorForm::period_sum, IcorForm::lagged_sum, IcorForm::period_mean,
                               IcorForm::rate_over_growth};

const Unit kCurrent = Unit::money("VND", 9, PriceBasis::current());
const Unit kConstant = Unit::money("VND", 9, PriceBasis::constant(2010));

Series vietnam(const std::string& column, const Unit& unit) {
  return {column, Period::year(2004), unit, reference::columns("vietnam_investment.csv").at(column)};
}

Series made_up(std::vector<double> values, const Unit& unit = kConstant, Period start = Period::year(2010)) {
  return {"x", start, unit, std::move(values)};
}

const std::function<Icor(const Series&, const Series&, const PeriodRange&)> kMeasures[] = {
    [](const Series& i, const Series& y, const PeriodRange& p) { return icor_period_sum(i, y, p); },
    [](const Series& i, const Series& y, const PeriodRange& p) { return icor_lagged_sum(i, y, p); },
    [](const Series& i, const Series& y, const PeriodRange& p) { return icor_period_mean(i, y, p); }};

// Known answers of the published series in vietnam_investment.csv, to the digits that they are known to. The first
// three are at constant 2010 prices; the ratio takes the rate at current prices and growth at constant ones.
TEST(Icor, VietnamInEveryForm) {
  const PeriodRange years = PeriodRange::years(2011, 2015);
  const Series investment = vietnam("real_investment", kConstant), output = vietnam("real_output", kConstant);
  EXPECT_NEAR(icor_period_sum(investment, output, years).value, 5.689, 5e-4);
  EXPECT_NEAR(icor_lagged_sum(investment, output, years).value, 5.431, 5e-4);
  EXPECT_NEAR(icor_period_mean(investment, output, years).value, 5.741, 5e-4);
  const Icor ratio = icor_rate_over_growth(vietnam("investment", kCurrent), vietnam("output", kCurrent), output, years);
  EXPECT_NEAR(ratio.value, 5.034, 5e-4);
  EXPECT_TRUE(ratio.usable());
  EXPECT_EQ(ratio.form, IcorForm::rate_over_growth);
  EXPECT_EQ(ratio.periods, years);
}

// By hand: output 100, 110, 130; investment 30, 40, 50.
TEST(Icor, FormsFollowTheirDefinitions) {
  const Series investment = made_up({30, 40, 50}), output = made_up({100, 110, 130});
  EXPECT_DOUBLE_EQ(icor_period_sum(investment, output, {2011, 2012}).value, 90.0 / 30);
  EXPECT_DOUBLE_EQ(icor_lagged_sum(investment, output, {2011, 2012}).value, 70.0 / 30);
  EXPECT_DOUBLE_EQ(icor_period_mean(investment, output, {2011, 2012}).value, (4 + 2.5) / 2);
  EXPECT_DOUBLE_EQ(icor_period_sum(investment, output, {2012, 2012}).value, 2.5);
  EXPECT_DOUBLE_EQ(icor_lagged_sum(investment, output, {2012, 2012}).value, 2);
}

TEST(Icor, IsNotUsableWhereOutputDoesNotGrow) {
  const Series investment = made_up({30, 40, 50, 60});
  const Icor falls = icor_period_sum(investment, made_up({100, 110, 90, 80}), {2011, 2013});
  EXPECT_DOUBLE_EQ(falls.value, 150.0 / -20);
  EXPECT_FALSE(falls.usable());
  const Icor stands = icor_lagged_sum(investment, made_up({100, 110, 90, 100}), {2011, 2013});
  EXPECT_TRUE(std::isnan(stands.value));
  EXPECT_FALSE(stands.usable());
  // The sum grows; one year in it does not, and the mean of years says nothing.
  const Series dips = made_up({100, 90, 110, 120});
  EXPECT_TRUE(icor_period_sum(investment, dips, {2011, 2013}).usable());
  EXPECT_FALSE(icor_period_mean(investment, dips, {2011, 2013}).usable());
  EXPECT_TRUE(std::isnan(icor_period_mean(investment, made_up({100, 100, 110, 120}), {2011, 2013}).value));
  EXPECT_FALSE(icor_period_sum(made_up({0, 0, 0}), made_up({100, 110, 130}), {2011, 2012}).usable());
}

TEST(Icor, LagsReachFurtherBack) {
  // Investment two years before: 20 + 30 over 145 - 120.
  const Series investment = made_up({10, 20, 30, 40, 50}), output = made_up({100, 110, 120, 130, 145});
  const Icor two = icor_lagged_sum(investment, output, {2013, 2014}, 2);
  EXPECT_DOUBLE_EQ(two.value, 50.0 / 25);
  EXPECT_EQ(two.lag, 2u);
  EXPECT_EQ(icor_lagged_sum(investment, output, {2013, 2014}).lag, 1u);
  EXPECT_EQ(icor_period_sum(investment, output, {2013, 2014}).lag, 0u);
  EXPECT_EQ(message<PeriodMismatch>([&] {
              (void)icor_lagged_sum(investment, output, {2011, 2014}, 2);
            }),
            "growth::icor_lagged_sum: \"x\" must cover every period; got none for 2009");
  for (const std::size_t lag : {std::size_t{0}, std::size_t{101}})
    EXPECT_THROW((void)icor_lagged_sum(investment, output, {2013, 2014}, lag), InvalidArgument);
}

TEST(HarrodDomar, LagsAgreeWithTheirMeasure) {
  EXPECT_TRUE(rc::check("requirement, support and measurement agree at every lag", [] {
    const double icor = *rc::gen::inRange(50, 1200) / 100.0, growth = *rc::gen::inRange(1, 4000) / 1000.0;
    const auto lag = static_cast<std::size_t>(*rc::gen::inRange(1, 6));
    const double rate = required_investment_rate(icor, IcorForm::lagged_sum, growth, lag);
    RC_ASSERT(std::abs(supported_growth(icor, IcorForm::lagged_sum, rate, lag) / growth - 1) < 1e-11);
    std::vector<double> levels{1000};
    for (int t = 0; t < 4; ++t) levels.push_back(levels.back() * (1 + growth));
    const Series output = made_up(levels);
    const Series last{"x", 2010, kConstant, {1000}};
    const Series need = required_investment(icor, IcorForm::lagged_sum, last, growth, 4, lag);
    RC_ASSERT(need.start == Period(2011) - static_cast<std::int64_t>(lag) && need.unit == kConstant);
    RC_ASSERT(std::abs(icor_lagged_sum(need, output, {2011, 2014}, lag).value / icor - 1) < 1e-10);
  }));
}

TEST(HarrodDomar, OfASeriesHasItsUnitAndPeriods) {
  const Series output = made_up({90, 100});
  const Series need = required_investment(5, IcorForm::period_sum, output, 0.10, 2);
  EXPECT_EQ(need.start, Period(2012));
  EXPECT_EQ(need.unit, kConstant);
  EXPECT_EQ(need.values, required_investment(5, IcorForm::period_sum, 100, 0.10, 2));
  const Series nominal = made_up({90, 100}, kCurrent);
  EXPECT_EQ(required_investment(5, IcorForm::rate_over_growth, nominal, 0.10, 2).unit, kCurrent);
  EXPECT_THROW((void)required_investment(5, IcorForm::period_sum, nominal, 0.10, 2), UnitMismatch);
  EXPECT_THROW((void)required_investment(5, IcorForm::period_sum, made_up({}), 0.10, 2), PeriodMismatch);
  EXPECT_THROW((void)required_investment(5, IcorForm::period_sum, made_up({90, std::nan("")}), 0.10, 2),
               PeriodMismatch);
  EXPECT_EQ(message<InvalidArgument>([&] { (void)required_investment(5, IcorForm::period_sum, 1e300, 0.5, 1000); }),
            "growth::required_investment: investment must stay finite; got inf");
}

TEST(HarrodDomar, ByHand) {
  EXPECT_DOUBLE_EQ(required_investment_rate(5, IcorForm::rate_over_growth, 0.07), 0.35);
  EXPECT_DOUBLE_EQ(required_investment_rate(5, IcorForm::lagged_sum, 0.07), 0.35);
  EXPECT_DOUBLE_EQ(required_investment_rate(5, IcorForm::period_sum, 0.25), 1.0);
  EXPECT_DOUBLE_EQ(supported_growth(5, IcorForm::rate_over_growth, 0.30), 0.06);
  EXPECT_DOUBLE_EQ(supported_growth(5, IcorForm::period_mean, 1), 0.25);
  const std::vector<double> investment = required_investment(5, IcorForm::period_sum, 100, 0.10, 2);
  ASSERT_EQ(investment.size(), 2u);
  EXPECT_NEAR(investment[0], 50, 1e-12);
  EXPECT_NEAR(investment[1], 55, 1e-12);
  EXPECT_NEAR(required_investment(5, IcorForm::lagged_sum, 100, 0.10, 2)[0], 50, 1e-12);        // of the period before
  EXPECT_NEAR(required_investment(5, IcorForm::rate_over_growth, 100, 0.10, 2)[0], 55, 1e-12);  // half of 110
}

TEST(HarrodDomar, AnswersAreInversesAndTheMeasureFindsWhatWasPutIn) {
  EXPECT_TRUE(rc::check("requirement, support and measurement agree in every form", [] {
    const double icor = *rc::gen::inRange(50, 1200) / 100.0, growth = *rc::gen::inRange(1, 200) / 1000.0;
    const auto periods = static_cast<std::size_t>(*rc::gen::inRange(1, 12));
    std::vector<double> output{1000};
    for (std::size_t t = 0; t <= periods; ++t) output.push_back(output.back() * (1 + growth));
    const PeriodRange range = PeriodRange::years(2011, 2010 + static_cast<int>(periods));
    for (const IcorForm form : kForms) {
      const double rate = required_investment_rate(icor, form, growth);
      RC_ASSERT(std::abs(supported_growth(icor, form, rate) / growth - 1) < 1e-12);
      const std::vector<double> investment = required_investment(icor, form, 1000, growth, periods);
      const Period start = Period::year(form == IcorForm::lagged_sum ? 2010 : 2011);
      const Series i = made_up(investment, kConstant, start), y = made_up(output);
      const Series nominal_i = made_up(investment, kCurrent, start), nominal_y = made_up(output, kCurrent);
      const Icor measured = form == IcorForm::period_sum    ? icor_period_sum(i, y, range)
                            : form == IcorForm::lagged_sum  ? icor_lagged_sum(i, y, range)
                            : form == IcorForm::period_mean ? icor_period_mean(i, y, range)
                                                            : icor_rate_over_growth(nominal_i, nominal_y, y, range);
      RC_ASSERT(measured.form == form && measured.usable());
      RC_ASSERT(std::abs(measured.value / icor - 1) < 1e-10);
    }
  }));
}

TEST(IcorBadInput, PriceBasesAreNotMixed) {
  const PeriodRange years{2011, 2012};
  const Series i = made_up({30, 40, 50}), y = made_up({100, 110, 130});
  const Series nominal_i = made_up({30, 40, 50}, kCurrent), nominal_y = made_up({100, 110, 130}, kCurrent);
  const Series old = made_up({30, 40, 50}, Unit::money("VND", 9, PriceBasis::constant(1994)));
  const Series millions = made_up({30, 40, 50}, Unit::money("VND", 6, PriceBasis::constant(2010)));
  for (const auto& icor : kMeasures) {
    for (const Series& other : {nominal_i, old, millions}) EXPECT_THROW((void)icor(other, y, years), UnitMismatch);
    EXPECT_THROW((void)icor(nominal_i, nominal_y, years), UnitMismatch);  // an increase at current prices
  }
  EXPECT_EQ(message<UnitMismatch>([&] { (void)icor_period_sum(old, y, years); }),
            "growth::icor_period_sum: investment and output must be in one unit at constant prices; got billion VND, "
            "constant "
            "1994 prices and billion VND, constant 2010 prices");
  EXPECT_THROW((void)icor_rate_over_growth(i, nominal_y, y, years), UnitMismatch);
  EXPECT_THROW((void)icor_rate_over_growth(i, y, y, years), UnitMismatch);
  EXPECT_THROW((void)icor_rate_over_growth(nominal_i, nominal_y, nominal_y, years), UnitMismatch);
  // Physical quantities have no price base to mix up.
  EXPECT_DOUBLE_EQ(
      icor_period_sum(made_up({1, 2}, Unit::physical("t")), made_up({5, 6}, Unit::physical("t")), {2011, 2011}).value,
      2);
}

TEST(IcorBadInput, PeriodsAndValues) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  const Series i = made_up({30, 40, 50}), y = made_up({100, 110, 130});
  for (const auto& icor : kMeasures) {
    EXPECT_THROW((void)icor(i, y, {2010, 2012}), PeriodMismatch);  // no level before
    EXPECT_THROW((void)icor(i, y, {2011, 2013}), PeriodMismatch);
    EXPECT_THROW((void)icor(i, y, {2012, 2011}), InvalidArgument);
    EXPECT_THROW((void)icor(i, y, {Period::quarter(2011, 1), Period::quarter(2011, 2)}), PeriodMismatch);
    EXPECT_THROW((void)icor(made_up({}), y, {2011, 2012}), PeriodMismatch);
    EXPECT_THROW((void)icor(made_up({nan, nan, nan}), y, {2011, 2012}), PeriodMismatch);
    EXPECT_THROW((void)icor(i, made_up({100, nan, 130}), {2011, 2012}), PeriodMismatch);
    for (const double bad : {inf, -inf, -1.0}) {
      EXPECT_THROW((void)icor(made_up({bad, bad, bad}), y, {2011, 2012}), InvalidArgument);
      EXPECT_THROW((void)icor(i, made_up({100, bad, 130}), {2011, 2012}), InvalidArgument);
    }
    EXPECT_THROW((void)icor(i, made_up({100, 0, 130}), {2011, 2012}), InvalidArgument);
  }
  const Series quarterly = made_up({1, 2, 3}, kConstant, Period::quarter(2010, 1));
  EXPECT_THROW((void)icor_period_sum(quarterly, y, {2011, 2012}), PeriodMismatch);
  EXPECT_EQ(message<PeriodMismatch>([&] {
              (void)icor_period_sum(i, made_up({100, nan, 130}), {2011, 2012});
            }),
            "growth::icor_period_sum: \"x\" must have no missing value; got NaN in 2011");
  const Series nominal = made_up({100, 110, 130}, kCurrent);
  EXPECT_THROW((void)icor_rate_over_growth(nominal, nominal, y, {2010, 2012}), PeriodMismatch);
  EXPECT_THROW((void)icor_rate_over_growth(nominal, made_up({100, nan, 130}, kCurrent), y, {2011, 2012}),
               PeriodMismatch);
}

TEST(HarrodDomarBadInput, IsRefused) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  for (const IcorForm form : kForms) {
    for (const double bad : {nan, inf, -inf, 0.0, -2.0}) {
      EXPECT_THROW((void)required_investment_rate(bad, form, 0.1), InvalidArgument);
      EXPECT_THROW((void)supported_growth(bad, form, 0.1), InvalidArgument);
      EXPECT_THROW((void)required_investment(bad, form, 1, 0.1, 1), InvalidArgument);
      EXPECT_THROW((void)required_investment(1, form, bad, 0.1, 1), InvalidArgument);
    }
    for (const double bad : {nan, inf, -0.1}) {
      EXPECT_THROW((void)required_investment_rate(5, form, bad), InvalidArgument);
      EXPECT_THROW((void)supported_growth(5, form, bad), InvalidArgument);
      EXPECT_THROW((void)required_investment(5, form, 1, bad, 1), InvalidArgument);
    }
    EXPECT_THROW((void)required_investment(5, form, 1, 0.1, 0), InvalidArgument);
    EXPECT_THROW((void)required_investment(5, form, 1, 0.1, 1'000'001), InvalidArgument);
    EXPECT_EQ(required_investment_rate(5, form, 0), 0);
    EXPECT_EQ(supported_growth(5, form, 0), 0);
  }
  EXPECT_THROW((void)supported_growth(0.5, IcorForm::period_sum, 0.5), InvalidArgument);
}

TEST(IcorForms, HaveNames) {
  EXPECT_EQ(to_string(IcorForm::period_sum), "period sum");
  EXPECT_EQ(to_string(IcorForm::rate_over_growth), "rate over growth");
}

}  // namespace
}  // namespace foreplan::growth
