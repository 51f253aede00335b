#include <foreplan/core/errors.hpp>
#include <foreplan/growth/index_contributions.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <numeric>

#include "growth/reference.hpp"

namespace foreplan::growth {
namespace {

using namespace foreplan::reference;

constexpr IndexFormula kFormulas[] = {IndexFormula::laspeyres, IndexFormula::paasche, IndexFormula::fisher,
                                      IndexFormula::tornqvist, IndexFormula::walsh};

double sum(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0); }

// Printed in the saved example output of the R package gpindex ("the same as the van IJzeren decomposition in section
// 4.2.2 of Balk"), first to second period of the artificial data set.
TEST(Contributions, OfFisherAgreeWithPrintedVanIjzerenDecomposition) {
  const IndexContributions c =
      price_contributions(kPrices[0], kPrices[1], kQuantities[0], kQuantities[1], IndexFormula::fisher);
  constexpr double printed[] = {0.01782865, 0.18815627, 0.05792735, -0.03414531, 0.18217135, -0.01088828};
  ASSERT_EQ(c.points.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(c.points[i], printed[i], 5e-9) << i;
  EXPECT_EQ(c.scale, ContributionScale::change);
}

// Worked by hand: values at base prices 10 of which shares .1 .1 .2 .1 .45 .05; rises .2 2 .3 -.3 .4 -.2.
TEST(Contributions, OfLaspeyresAreShareTimesRise) {
  const IndexContributions c =
      price_contributions(kPrices[0], kPrices[1], kQuantities[0], kQuantities[1], IndexFormula::laspeyres);
  expect_all_near(c.points, std::vector<double>{.02, .2, .06, -.03, .18, -.01}, 1e-15);
  EXPECT_NEAR(c.total, .42, 1e-15);
}

// Worked by hand for two items of equal value in both periods: shares are 1/2, so that contributions are half the log
// rises.
TEST(Contributions, OfTornqvistAreInLogarithms) {
  const double p0[] = {1, 1}, p1[] = {2, 4}, q0[] = {6, 6}, q1[] = {4, 2};
  const IndexContributions c = price_contributions(p0, p1, q0, q1, IndexFormula::tornqvist);
  EXPECT_EQ(c.scale, ContributionScale::log_change);
  EXPECT_NEAR(c.points[0], std::log(2.0) / 2, 1e-15);
  EXPECT_NEAR(c.points[1], std::log(4.0) / 2, 1e-15);
  EXPECT_NEAR(c.total, 1.5 * std::log(2.0), 1e-15);
}

TEST(ContributionProperties, AddUpForEveryFormula) {
  EXPECT_TRUE(rc::check("points add up to the total, which is the index", [] {
    const auto n = *rc::gen::inRange<std::size_t>(1, 12);
    std::vector<double> cells[4];
    for (auto& x : cells)
      for (std::size_t i = 0; i < n; ++i) x.push_back(*rc::gen::inRange(1, 10'000) / 137.0);
    for (const IndexFormula f : kFormulas) {
      const IndexContributions p = price_contributions(cells[0], cells[1], cells[2], cells[3], f);
      const IndexContributions q = quantity_contributions(cells[0], cells[1], cells[2], cells[3], f);
      const double price = price_index(cells[0], cells[1], cells[2], cells[3], f);
      const double quantity = quantity_index(cells[0], cells[1], cells[2], cells[3], f);
      const bool logs = f == IndexFormula::tornqvist;
      RC_ASSERT(std::abs(p.total - (logs ? std::log(price) : price - 1)) < 1e-13 * (1 + price));
      RC_ASSERT(std::abs(sum(p.points) - p.total) < 1e-12 * (1 + price));
      RC_ASSERT(std::abs(q.total - (logs ? std::log(quantity) : quantity - 1)) < 1e-13 * (1 + quantity));
      RC_ASSERT(std::abs(sum(q.points) - q.total) < 1e-12 * (1 + quantity));
    }
  }));
  EXPECT_TRUE(rc::check("an item whose price stands contributes nothing", [] {
    const auto rise = *rc::gen::inRange(1, 100) / 10.0;
    const double p0[] = {2, 3}, p1[] = {2, 3 * rise}, q0[] = {5, 7}, q1[] = {4, 9};
    for (const IndexFormula f : kFormulas) RC_ASSERT(price_contributions(p0, p1, q0, q1, f).points[0] == 0);
  }));
}

TEST(ContributionsOverTime, BelongToTheIndexOfTheSameConventions) {
  for (const IndexFormula f : kFormulas)
    for (const Linking linking : {Linking::fixed_base, Linking::chained}) {
      const IndexContributionSeries c = quantity_contributions(prices(), quantities(), f, linking, 2002);
      const Series index = quantity_index(prices(), quantities(), f, linking, 2002).index;
      EXPECT_EQ(c.items.size(), 6u);
      EXPECT_EQ(c.total.start, linking == Linking::chained ? Period(2002) : Period(2001));
      for (std::size_t i = 0; i < c.total.size(); ++i) {
        const Period t = c.total.period(i);
        const double ratio = index.at(t) / (linking == Linking::chained ? index.at(t - 1) : 100.0);
        EXPECT_NEAR(c.total.values[i], f == IndexFormula::tornqvist ? std::log(ratio) : ratio - 1, 1e-14);
        double total = 0;
        for (const char* item : kItems) total += c.items.at(item, t);
        EXPECT_NEAR(total, c.total.values[i], 1e-14);
      }
    }
}

TEST(ChainedVolumes, AgreeWithExactFractionsAndShowWhatDoesNotAddUp) {
  const ChainedVolumes v = chained_volumes(prices(), quantities(), IndexFormula::laspeyres, 2003, 0);
  expect_all_near(v.total.values, oracle("volumes total"), 1e-14);
  expect_all_near(v.residual.values, oracle("volumes residual"), 1e-13);
  // Additive in the reference year and the year after it (SNA 2008, chapter 15), and nowhere else.
  EXPECT_NEAR(v.residual.at(2003), 0, 1e-14);
  EXPECT_NEAR(v.residual.at(2004), 0, 1e-14);
  EXPECT_LT(v.residual.at(2005), -0.9);
  EXPECT_EQ(v.total.unit, Unit::money("USD", 0, PriceBasis::constant(2003)));
  EXPECT_NEAR(v.items.at("high-technology goods", 2005), .5 * 12, 1e-15);  // at the price of 2003
}

TEST(ChainedVolumes, KeepCurrencyAndScale) {
  const Frame deflators = frame_of(kPrices, Unit{"", 0, PriceBasis::index(2010), Valuation::unspecified});
  const Frame volumes = frame_of(kQuantities, Unit::money("VND", 12, PriceBasis::constant(2010), Valuation::basic));
  const ChainedVolumes v = chained_volumes(deflators, volumes, IndexFormula::laspeyres, 2003, 9);
  EXPECT_EQ(v.total.unit, Unit::money("VND", 9, PriceBasis::constant(2003), Valuation::basic));
  // A deflator of 1.7 where 2010 = 100 values 5 trillion at .085 trillion, 85 billion.
  EXPECT_NEAR(v.items.at("traditional services", 2003), 85, 1e-12);
  EXPECT_NEAR(v.total.at(2003), 152.8, 1e-12);
  std::vector<Series> in_thousands = quantities().series();
  for (Series& s : in_thousands) s = rescale(s, 3);
  const ChainedVolumes w = chained_volumes(prices(), Frame(in_thousands), IndexFormula::fisher, 2003, 3);
  EXPECT_NEAR(w.total.at(2003), 0.01528, 1e-16);
}

TEST(ContributionBadInput, IsRefused) {
  const double zero[] = {0, 1}, one[] = {1, 1};
  EXPECT_THROW((void)price_contributions(one, zero, one, one, IndexFormula::fisher), InvalidArgument);
  EXPECT_THROW((void)quantity_contributions(one, one, one, zero, IndexFormula::walsh), InvalidArgument);
  const Frame one_period(std::vector<Series>{{"a", 2001, Unit{}, {1}}});
  EXPECT_THROW((void)price_contributions(one_period, one_period, IndexFormula::fisher, Linking::chained, 2001),
               PeriodMismatch);
  EXPECT_THROW((void)chained_volumes(prices(), quantities(), IndexFormula::fisher, 1999, 0), PeriodMismatch);
  EXPECT_THROW((void)chained_volumes(prices(), quantities(), IndexFormula::fisher, 2001, 99), InvalidArgument);
  const Frame quarter(std::vector<Series>{{"a", Period::quarter(2001, 1), Unit{}, {1, 2}}});
  EXPECT_THROW((void)chained_volumes(quarter, quarter, IndexFormula::fisher, Period::quarter(2001, 1), 0),
               PeriodMismatch);
}

}  // namespace
}  // namespace foreplan::growth
