#include <foreplan/growth/index_contributions.hpp>

#include <cmath>

#include "core/check.hpp"
#include "growth/forms.hpp"
#include "growth/index_formulas.hpp"
#include "growth/index_items.hpp"

namespace foreplan::inline v0::growth {
namespace {

using Row = std::span<const double>;

/// Weights x0 b / sum(x0 b) of the relatives x1 / x0 whose mean is the index of a basket b.
template <class Basket>
std::vector<double> basket_weights(std::string_view function, Row x0, Basket basket) {
  std::vector<double> weights(x0.size());
  double sum = 0;
  for (std::size_t i = 0; i < x0.size(); ++i) sum += weights[i] = x0[i] * basket(i);
  detail::require(sum > 0 && std::isfinite(sum), function, "the value of all items must be > 0 and finite", sum);
  for (double& w : weights) w /= sum;
  return weights;
}

/// Balk (2008), equation 4.18, with the quantity indices expressed by the price indices.
std::vector<double> van_ijzeren_weights(std::string_view function, Row x0, Row x1, Row w0, Row w1) {
  const double root_laspeyres = std::sqrt(index_ratio(function, x0, x1, w0, w1, IndexFormula::laspeyres));
  const double root_paasche = std::sqrt(index_ratio(function, x0, x1, w0, w1, IndexFormula::paasche));
  const double share = root_paasche / (root_laspeyres + root_paasche);
  std::vector<double> weights = basket_weights(function, x0, [&](std::size_t i) { return w0[i]; });
  const std::vector<double> paasche = basket_weights(function, x0, [&](std::size_t i) { return w1[i]; });
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = share * weights[i] + (1 - share) * paasche[i];
  return weights;
}

/// Weights of the relatives in the index minus 1; of their logarithms for Tornqvist.
std::vector<double> relative_weights(std::string_view function, Row x0, Row x1, Row w0, Row w1, IndexFormula formula) {
  const auto first_basket = [&](std::size_t i) { return w0[i]; };
  const auto last_basket = [&](std::size_t i) { return w1[i]; };
  switch (formula) {
    case IndexFormula::laspeyres:
      return basket_weights(function, x0, first_basket);
    case IndexFormula::paasche:
      return basket_weights(function, x0, last_basket);
    case IndexFormula::fisher:
      return van_ijzeren_weights(function, x0, x1, w0, w1);
    case IndexFormula::walsh:
      return basket_weights(function, x0, [&](std::size_t i) { return std::sqrt(w0[i]) * std::sqrt(w1[i]); });
    case IndexFormula::tornqvist: {
      std::vector<double> shares = basket_weights(function, x0, first_basket);
      const std::vector<double> later = basket_weights(function, x1, last_basket);
      for (std::size_t i = 0; i < shares.size(); ++i) shares[i] = (shares[i] + later[i]) / 2;
      return shares;
    }
  }
  detail::fail(function, "formula must be one of IndexFormula", std::to_string(static_cast<int>(formula)));
}

ContributionScale scale_of(IndexFormula formula) {
  return formula == IndexFormula::tornqvist ? ContributionScale::log_change : ContributionScale::change;
}

IndexContributions contributions_of(std::string_view function, Row x0, Row x1, Row w0, Row w1, IndexFormula formula) {
  IndexContributions result;
  result.scale = scale_of(formula);
  const bool logs = result.scale == ContributionScale::log_change;
  const double index = index_ratio(function, x0, x1, w0, w1, formula);
  result.total = logs ? std::log(index) : index - 1;
  result.points = relative_weights(function, x0, x1, w0, w1, formula);
  for (std::size_t i = 0; i < x0.size(); ++i)
    result.points[i] *= logs ? log_ratio(x0[i], x1[i]) : (x1[i] - x0[i]) / x0[i];
  return result;
}

IndexContributionSeries over_time(std::string_view function, const Frame& prices, const Frame& quantities,
                                  IndexSubject subject, IndexFormula formula, Linking linking, Period base) {
  const IndexItems items = index_items(prices, quantities, base, function);
  const bool chained = linking == Linking::chained;
  const std::size_t first = chained ? 1 : 0, periods = items.periods.size();
  if (periods <= first)
    detail::fail<PeriodMismatch>(function, "a chain needs at least two periods", to_string(items.periods));
  IndexContributionSeries result{formula, linking, scale_of(formula), base, {}, {}};
  result.total = {"total", items.periods.first + static_cast<std::int64_t>(first), Unit{}, {}};
  std::vector<Series> columns;
  for (const auto& name : items.names) columns.push_back({name, result.total.start, Unit{}, {}});
  for (std::size_t t = first; t < periods; ++t) {
    const std::size_t from = chained ? t - 1 : items.base;
    const IndexContributions c = subject == IndexSubject::prices
                                     ? contributions_of(function, items.prices_in(from), items.prices_in(t),
                                                        items.quantities_in(from), items.quantities_in(t), formula)
                                     : contributions_of(function, items.quantities_in(from), items.quantities_in(t),
                                                        items.prices_in(from), items.prices_in(t), formula);
    result.total.values.push_back(c.total);
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i].values.push_back(c.points[i]);
  }
  result.items = Frame(std::move(columns));
  return result;
}

}  // namespace

IndexContributions price_contributions(Row p0, Row p1, Row q0, Row q1, IndexFormula formula) {
  constexpr std::string_view kName = "growth::price_contributions";
  require_four(kName, p0, p1, q0, q1);
  return contributions_of(kName, p0, p1, q0, q1, formula);
}

IndexContributions quantity_contributions(Row p0, Row p1, Row q0, Row q1, IndexFormula formula) {
  constexpr std::string_view kName = "growth::quantity_contributions";
  require_four(kName, p0, p1, q0, q1);
  return contributions_of(kName, q0, q1, p0, p1, formula);
}

IndexContributionSeries price_contributions(const Frame& prices, const Frame& quantities, IndexFormula formula,
                                            Linking linking, Period base) {
  return over_time("growth::price_contributions", prices, quantities, IndexSubject::prices, formula, linking, base);
}

IndexContributionSeries quantity_contributions(const Frame& prices, const Frame& quantities, IndexFormula formula,
                                               Linking linking, Period base) {
  return over_time("growth::quantity_contributions", prices, quantities, IndexSubject::quantities, formula, linking,
                   base);
}

ChainedVolumes chained_volumes(const Frame& prices, const Frame& quantities, IndexFormula formula, Period reference,
                               int scale_power) {
  constexpr std::string_view kName = "growth::chained_volumes";
  if (reference.frequency() != Frequency::annual)
    detail::fail<PeriodMismatch>(kName, "periods must be years", to_string(reference));
  detail::require(scale_power >= -30 && scale_power <= 30, kName, "scale_power must be in [-30, 30]",
                  std::to_string(scale_power));
  const IndexItems items = index_items(prices, quantities, reference, kName);
  const double scale = std::pow(10.0, items.value_unit.scale_power - scale_power);
  Unit unit = items.value_unit;
  unit.scale_power = scale_power;
  if (unit.is_money()) unit.price_basis = PriceBasis::constant(reference.year());

  const Row base_prices = items.prices_in(items.base);
  ChainedVolumes result{
      formula, reference, {"total", items.periods.first, unit, {}}, {}, {"residual", items.periods.first, unit, {}}};
  std::vector<Series> columns;
  for (const auto& name : items.names) columns.push_back({name, items.periods.first, unit, {}});
  const double value = scale * basket_value(kName, base_prices, items.quantities_in(items.base));
  for (const double level : index_levels(kName, items, IndexSubject::quantities, formula, Linking::chained)) {
    const std::size_t t = result.total.size();
    double sum = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      columns[i].values.push_back(scale * (base_prices[i] * items.quantities_in(t)[i]));
      sum += columns[i].values.back();
    }
    result.total.values.push_back(value * (level / 100));
    result.residual.values.push_back(result.total.values.back() - sum);
  }
  result.items = Frame(std::move(columns));
  return result;
}

}  // namespace foreplan::inline v0::growth
