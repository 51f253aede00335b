#include <foreplan/core/errors.hpp>
#include <foreplan/growth/index_numbers.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <string>

#include "growth/reference.hpp"

namespace foreplan::growth {
namespace {

using namespace foreplan::reference;

constexpr IndexFormula kFormulas[] = {IndexFormula::laspeyres, IndexFormula::paasche, IndexFormula::fisher,
                                      IndexFormula::tornqvist, IndexFormula::walsh};
constexpr const char* kNames[] = {"laspeyres", "paasche", "fisher", "tornqvist", "walsh"};

// Balk (2008), tables 3.4, 3.6 and 3.12, as the R package gpindex recreates them in its saved example output.
TEST(PriceIndex, AgreesWithThePrintedTablesOfTheArtificialDataSet) {
  constexpr double printed[5][5] = {{1, 1.4200, 1.3450, 1.3550, 1.4400},
                                    {1, 1.3824, 1.2031, 1.0209, 0.7968},
                                    {1, 1.4011, 1.2721, 1.1762, 1.0712},
                                    {1, 1.4052, 1.2890, 1.2268, 1.2477},
                                    {1, 1.4017, 1.2850, 1.2193, 1.1850}};
  for (std::size_t f = 0; f < 5; ++f)
    for (std::size_t t = 0; t < 5; ++t)
      EXPECT_NEAR(price_index(kPrices[0], kPrices[t], kQuantities[0], kQuantities[t], kFormulas[f]), printed[f][t],
                  5e-5)
          << kNames[f] << " in period " << t;
}

// From the same output: a price-updated Laspeyres index is Lowe's, with the quantities of the second period.
TEST(LoweIndex, AgreesWithPrintedValues) {
  EXPECT_NEAR(lowe_index(kPrices[1], kPrices[3], kQuantities[1]), 0.970922, 5e-7);
  EXPECT_NEAR(lowe_index(kPrices[1], kPrices[2], kQuantities[1]), 0.9609929, 5e-8);
  EXPECT_NEAR(lowe_index(kQuantities[1], kQuantities[2], kPrices[1]), 1.175887, 5e-7);  // a Laspeyres quantity index
}

TEST(IndexOverTime, AgreesWithExactFractionsForEveryFormulaAndLinking) {
  for (std::size_t f = 0; f < 5; ++f)
    for (const Linking linking : {Linking::fixed_base, Linking::chained}) {
      const std::string how = std::string(linking == Linking::chained ? " chained " : " fixed ") + kNames[f];
      const IndexSeries p = price_index(prices(), quantities(), kFormulas[f], linking, 2001);
      const IndexSeries q = quantity_index(prices(), quantities(), kFormulas[f], linking, 2001);
      expect_all_near(p.index.values, oracle("price" + how), 1e-13);
      expect_all_near(q.index.values, oracle("quantity" + how), 1e-13);
      EXPECT_EQ(p.formula, kFormulas[f]);
      EXPECT_EQ(p.linking, linking);
    }
}

TEST(IndexOverTime, IsLabelledWithItsConventions) {
  const IndexSeries p = price_index(prices(), quantities(), IndexFormula::fisher, Linking::chained, 2003);
  EXPECT_EQ(p.index.name, "Fisher price index");
  EXPECT_EQ(p.index.unit.price_basis, PriceBasis::index(2003));
  EXPECT_EQ(p.index.at(2003), 100);
  const std::vector<double>& from2001 = oracle("price chained fisher");
  for (std::size_t t = 0; t < 5; ++t) EXPECT_NEAR(p.index.values[t], 100 * from2001[t] / from2001[2], 1e-12);
  EXPECT_EQ(quantity_index(prices(), quantities(), IndexFormula::walsh, Linking::fixed_base, 2001).index.unit, Unit{});
}

TEST(IndexOverTime, ScalesOfQuantitiesAndTheOrderOfItemsDoNotMatter) {
  std::vector<Series> other;
  const Frame given = quantities();
  for (const Series& s : given.series()) other.insert(other.begin(), s);
  other[2] = rescale(other[2], 3);
  const Frame shuffled(other);
  expect_all_near(price_index(prices(), shuffled, IndexFormula::walsh, Linking::fixed_base, 2001).index.values,
                  oracle("price fixed walsh"), 1e-13);
}

// Deflators as prices, constant-price values as quantities: the usual data of national accounts.
TEST(IndexOverTime, TakesDeflatorsBesideConstantPriceValues) {
  const Frame deflators = frame_of(kPrices, Unit{"", 0, PriceBasis::index(2010), Valuation::unspecified});
  const Frame volumes = frame_of(kQuantities, Unit::money("VND", 9, PriceBasis::constant(2010)));
  expect_all_near(quantity_index(deflators, volumes, IndexFormula::fisher, Linking::chained, 2001).index.values,
                  oracle("quantity chained fisher"), 1e-13);
  const Frame others = frame_of(kQuantities, Unit::money("VND", 9, PriceBasis::constant(1994)));
  const std::string said = message_of<UnitMismatch>(
      [&] { (void)quantity_index(deflators, others, IndexFormula::fisher, Linking::chained, 2001); });
  EXPECT_NE(said.find("index 2010 = 100"), std::string::npos) << said;
  EXPECT_NE(said.find("constant 1994 prices"), std::string::npos) << said;
}

TEST(IndexOverTime, AnnualLabelsAreNotGivenToQuarters) {
  const auto quarterly = [](const Frame& annual) {
    std::vector<Series> items = annual.series();
    for (Series& s : items) s.start = Period::quarter(2001, 1);
    return Frame(items);
  };
  const IndexSeries p = price_index(quarterly(prices()), quarterly(quantities()), IndexFormula::paasche,
                                    Linking::fixed_base, Period::quarter(2001, 1));
  EXPECT_EQ(p.index.unit, Unit{});
  expect_all_near(p.index.values, oracle("price fixed paasche"), 1e-13);
}

TEST(IndexBadInput, IsRefusedWithItemAndPeriod) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double bad : {nan, 0.0, -1.0, std::numeric_limits<double>::infinity()}) {
    Series energy = prices()["energy"];
    energy.values[3] = bad;
    Frame broken = prices();
    broken.set(energy);
    const std::string said = message_of<InvalidArgument>(
        [&] { (void)price_index(broken, quantities(), IndexFormula::fisher, Linking::chained, 2001); });
    EXPECT_NE(said.find("prices must be > 0 and finite"), std::string::npos) << said;
    EXPECT_NE(said.find("in item \"energy\" in 2004"), std::string::npos) << said;
    double q[6];
    std::copy(std::begin(kQuantities[1]), std::end(kQuantities[1]), q);
    q[4] = bad;
    EXPECT_NE(message_of<InvalidArgument>([&] {
                (void)price_index(kPrices[0], kPrices[1], kQuantities[0], q, IndexFormula::paasche);
              }).find("q1 must be > 0 and finite"),
              std::string::npos);
    EXPECT_THROW((void)lowe_index(kPrices[0], kPrices[1], q), InvalidArgument);
  }
  Frame more = prices();
  more.set({"water", 2001, Unit::money("USD", 0, PriceBasis::current()), {1, 1, 1, 1, 1}});
  const auto fisher = [](const Frame& p, const Frame& q, Period base) {
    return [&, base] { (void)price_index(p, q, IndexFormula::fisher, Linking::chained, base); };
  };
  EXPECT_NE(message_of<InvalidArgument>(fisher(more, quantities(), 2001)).find("no quantity for item \"water\""),
            std::string::npos);
  Frame more_quantities = quantities();
  more_quantities.set({"water", 2001, Unit::physical("t"), {1, 1, 1, 1, 1}});
  EXPECT_NE(message_of<InvalidArgument>(fisher(prices(), more_quantities, 2001)).find("no price for item \"water\""),
            std::string::npos);
  EXPECT_THROW(fisher(prices(), quantities(), 2010)(), PeriodMismatch);
  EXPECT_THROW(fisher(prices(), quantities(), Period::quarter(2001, 1))(), PeriodMismatch);
  EXPECT_THROW(fisher(Frame{}, Frame{}, 2001)(), InvalidArgument);
  const Frame constant = frame_of(kPrices, Unit::money("USD", 0, PriceBasis::constant(2001)));
  EXPECT_THROW(fisher(constant, quantities(), 2001)(), UnitMismatch);
  EXPECT_THROW(fisher(prices(), prices(), 2001)(), UnitMismatch);  // values are no quantities
  Frame mixed = prices();
  mixed.set({"energy", 2001, Unit::money("VND", 0, PriceBasis::current()), {1, 1, 1, 1, 1}});
  EXPECT_THROW(fisher(mixed, quantities(), 2001)(), UnitMismatch);
  const double three[3] = {1, 2, 3};
  EXPECT_THROW((void)price_index(kPrices[0], kPrices[1], three, kQuantities[1], IndexFormula::fisher), InvalidArgument);
  const double huge[6] = {1e308, 1e308, 1, 1, 1, 1};
  EXPECT_THROW((void)price_index(huge, kPrices[1], huge, kQuantities[1], IndexFormula::fisher), InvalidArgument);
}

struct Market {
  std::vector<double> p0, p1, q0, q1;
};

Market any_market() {
  const auto n = *rc::gen::inRange<std::size_t>(1, 12);
  const auto cells = [&] {
    std::vector<double> x;
    for (std::size_t i = 0; i < n; ++i) x.push_back(*rc::gen::inRange(1, 100'000) / 137.0);
    return x;
  };
  Market m;
  m.p0 = cells();
  m.p1 = cells();
  m.q0 = cells();
  m.q1 = cells();
  return m;
}

bool close(double a, double b) { return std::abs(a - b) <= 1e-12 * (std::abs(a) + std::abs(b)); }

std::vector<double> times(double k, std::vector<double> x) {
  for (double& v : x) v *= k;
  return x;
}

// Tests of Fisher (1922) as Balk (2008), chapter 3, states them.
TEST(IndexBadInput, OutOfRangeIsRefusedAndNotReturned) {
  const auto index = [](double p0, double p1, IndexFormula formula) {
    return price_index(std::vector<double>{p0, 1}, std::vector<double>{p1, 1}, std::vector<double>{1, 1e-300},
                       std::vector<double>{1, 1e-300}, formula);
  };
  for (const IndexFormula formula : {IndexFormula::laspeyres, IndexFormula::paasche, IndexFormula::fisher,
                                     IndexFormula::tornqvist, IndexFormula::walsh}) {
    EXPECT_THROW((void)index(1e-200, 1e200, formula), InvalidArgument) << to_string(formula);
    EXPECT_THROW((void)index(1e200, 1e-200, formula), InvalidArgument) << to_string(formula);
  }
  EXPECT_THROW((void)lowe_index(std::vector<double>{1e-200}, std::vector<double>{1e200}, std::vector<double>{1}),
               InvalidArgument);
  // One item out of range beside one that weighs all but everything: ln(10^400) / 10^203 is nothing.
  EXPECT_NEAR(price_index(std::vector<double>{1e-200, 1}, std::vector<double>{1e200, 1}, std::vector<double>{1e-3, 1},
                          std::vector<double>{1e-300, 1e103}, IndexFormula::tornqvist),
              1, 1e-12);
}

TEST(IndexProperties, OfEveryFormula) {
  EXPECT_TRUE(rc::check("identity, proportionality, homogeneity", [] {
    const Market m = any_market();
    for (const IndexFormula f : kFormulas) {
      RC_ASSERT(close(price_index(m.p0, m.p0, m.q0, m.q1, f), 1));
      RC_ASSERT(close(price_index(m.p0, times(3.7, m.p0), m.q0, m.q1, f), 3.7));
      RC_ASSERT(
          close(price_index(m.p0, times(3.7, m.p1), m.q0, m.q1, f), 3.7 * price_index(m.p0, m.p1, m.q0, m.q1, f)));
    }
  }));
  EXPECT_TRUE(rc::check("invariance to the units of the items", [] {
    const Market m = any_market();
    Market other = m;
    for (std::size_t i = 0; i < m.p0.size(); ++i) {
      const double k = *rc::gen::inRange(1, 5000) / 7.0;
      other.p0[i] *= k;
      other.p1[i] *= k;
      other.q0[i] /= k;
      other.q1[i] /= k;
    }
    for (const IndexFormula f : kFormulas) {
      RC_ASSERT(close(price_index(m.p0, m.p1, m.q0, m.q1, f), price_index(other.p0, other.p1, other.q0, other.q1, f)));
      RC_ASSERT(
          close(quantity_index(m.p0, m.p1, m.q0, m.q1, f), quantity_index(other.p0, other.p1, other.q0, other.q1, f)));
    }
  }));
  EXPECT_TRUE(rc::check("between the least and the greatest relative", [] {
    const Market m = any_market();
    double least = std::numeric_limits<double>::infinity(), greatest = 0;
    for (std::size_t i = 0; i < m.p0.size(); ++i) {
      least = std::min(least, m.p1[i] / m.p0[i]);
      greatest = std::max(greatest, m.p1[i] / m.p0[i]);
    }
    for (const IndexFormula f : kFormulas) {
      const double index = price_index(m.p0, m.p1, m.q0, m.q1, f);
      RC_ASSERT(least * (1 - 1e-12) <= index && index <= greatest * (1 + 1e-12));
    }
  }));
}

TEST(IndexProperties, ReversalAndBortkiewicz) {
  EXPECT_TRUE(rc::check("time reversal of Fisher, Tornqvist and Walsh; Laspeyres turns into Paasche", [] {
    const Market m = any_market();
    const auto back_and_forth = [&](IndexFormula there, IndexFormula back) {
      return price_index(m.p0, m.p1, m.q0, m.q1, there) * price_index(m.p1, m.p0, m.q1, m.q0, back);
    };
    for (const IndexFormula f : {IndexFormula::fisher, IndexFormula::tornqvist, IndexFormula::walsh})
      RC_ASSERT(close(back_and_forth(f, f), 1));
    RC_ASSERT(close(back_and_forth(IndexFormula::laspeyres, IndexFormula::paasche), 1));
  }));
  EXPECT_TRUE(rc::check("factor reversal of Fisher; Laspeyres and Paasche share the change in value", [] {
    const Market m = any_market();
    double v0 = 0, v1 = 0;
    for (std::size_t i = 0; i < m.p0.size(); ++i) {
      v0 += m.p0[i] * m.q0[i];
      v1 += m.p1[i] * m.q1[i];
    }
    const auto product = [&](IndexFormula of_prices, IndexFormula of_quantities) {
      return price_index(m.p0, m.p1, m.q0, m.q1, of_prices) * quantity_index(m.p0, m.p1, m.q0, m.q1, of_quantities);
    };
    RC_ASSERT(close(product(IndexFormula::fisher, IndexFormula::fisher), v1 / v0));
    RC_ASSERT(close(product(IndexFormula::laspeyres, IndexFormula::paasche), v1 / v0));
    RC_ASSERT(close(product(IndexFormula::paasche, IndexFormula::laspeyres), v1 / v0));
  }));
  // von Bortkiewicz (1923): P / L - 1 is the covariance of the relatives, weighted by base shares, over both indices.
  EXPECT_TRUE(rc::check("Paasche is below Laspeyres when prices and quantities move apart", [] {
    const Market m = any_market();
    const double laspeyres = price_index(m.p0, m.p1, m.q0, m.q1, IndexFormula::laspeyres);
    const double paasche = price_index(m.p0, m.p1, m.q0, m.q1, IndexFormula::paasche);
    const double quantity = quantity_index(m.p0, m.p1, m.q0, m.q1, IndexFormula::laspeyres);
    const double fisher = price_index(m.p0, m.p1, m.q0, m.q1, IndexFormula::fisher);
    double v0 = 0, covariance = 0;
    for (std::size_t i = 0; i < m.p0.size(); ++i) v0 += m.p0[i] * m.q0[i];
    for (std::size_t i = 0; i < m.p0.size(); ++i)
      covariance += m.p0[i] * m.q0[i] / v0 * (m.p1[i] / m.p0[i] - laspeyres) * (m.q1[i] / m.q0[i] - quantity);
    RC_ASSERT(std::abs(paasche / laspeyres - 1 - covariance / (laspeyres * quantity)) <
              1e-10 * (1 + paasche / laspeyres));
    RC_ASSERT(std::min(laspeyres, paasche) * (1 - 1e-12) <= fisher &&
              fisher <= std::max(laspeyres, paasche) * (1 + 1e-12));
  }));
  // Printed in gpindex's saved example output, second to third period of the artificial data set.
  const auto between = [](IndexFormula f) {
    return price_index(kPrices[1], kPrices[2], kQuantities[1], kQuantities[2], f);
  };
  EXPECT_NEAR(between(IndexFormula::paasche) / between(IndexFormula::laspeyres) - 1, -0.04099992, 5e-9);
}

TEST(IndexProperties, ChainIsTheProductOfItsLinks) {
  for (const IndexFormula f : kFormulas) {
    const IndexSeries chain = price_index(prices(), quantities(), f, Linking::chained, 2002);
    for (std::size_t t = 1; t < 5; ++t)
      EXPECT_NEAR(chain.index.values[t] / chain.index.values[t - 1],
                  price_index(kPrices[t - 1], kPrices[t], kQuantities[t - 1], kQuantities[t], f), 1e-14);
  }
}

}  // namespace
}  // namespace foreplan::growth
