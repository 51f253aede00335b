#include "growth/index_items.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"

namespace foreplan::inline v0::growth {
namespace {

bool usable_cell(double x) { return x > 0 && std::isfinite(x); }

/// The quantities in the order of the prices.
std::vector<const Series*> matched(const Frame& prices, const Frame& quantities, std::string_view function) {
  std::vector<const Series*> order;
  order.reserve(prices.size());
  for (std::size_t i = 0; i < prices.size(); ++i) {
    const std::string& name = prices.series()[i].name;
    if (i < quantities.size() && quantities.series()[i].name == name) {
      order.push_back(&quantities.series()[i]);
      continue;
    }
    if (!quantities.contains(name))
      detail::fail(function, "every item needs a price and a quantity", "no quantity",
                   "for item " + detail::quoted(name));
    order.push_back(&quantities[name]);
  }
  if (quantities.size() > prices.size())
    for (const Series& q : quantities.series())
      if (!prices.contains(q.name))
        detail::fail(function, "every item needs a price and a quantity", "no price",
                     "for item " + detail::quoted(q.name));
  return order;
}

/// The unit that all values are in, but for the quantities' smallest scale.
Unit checked_unit(const Frame& prices, const std::vector<const Series*>& quantities, std::string_view function) {
  using Kind = PriceBasis::Kind;
  const Unit& price = prices.series().front().unit;
  const auto in_item = [](const Series& s) { return "in item " + detail::quoted(s.name); };
  for (const Series& p : prices.series())
    if (p.unit != price)
      detail::fail<UnitMismatch>(function, "prices must be in one unit", to_string(price) + " and " + to_string(p.unit),
                                 in_item(p));
  if (price.price_basis.kind() == Kind::constant)
    detail::fail<UnitMismatch>(function, "constant prices do not move, so that they make no index", to_string(price),
                               in_item(prices.series().front()));
  const bool indices = price.price_basis.kind() == Kind::index;
  const Unit& volume = quantities.front()->unit;
  for (const Series* q : quantities) {
    if (indices) {
      const bool fits = q->unit.name == volume.name && q->unit.valuation == volume.valuation &&
                        q->unit.price_basis == PriceBasis::constant(price.price_basis.year());
      if (!fits)
        detail::fail<UnitMismatch>(
            function, "quantities beside price indices must be money at constant prices of their base year",
            to_string(price) + " and " + to_string(q->unit), in_item(*q));
    } else if (q->unit.is_money() && q->unit.price_basis.kind() != Kind::constant) {
      detail::fail<UnitMismatch>(function, "quantities must not be values", to_string(q->unit), in_item(*q));
    }
  }
  return indices ? volume : price;
}

/// Row t of the result holds the items of period t, each times its factor.
std::vector<double> rows(const std::vector<const Series*>& items, const std::vector<double>& factors,
                         std::size_t periods, std::string_view function, std::string_view what) {
  std::vector<double> cells(items.size() * periods);
  for (std::size_t i = 0; i < items.size(); ++i)
    for (std::size_t t = 0; t < periods; ++t) {
      const double x = items[i]->values[t];
      if (!usable_cell(x))
        detail::fail(function, std::string(what) + " must be > 0 and finite", detail::number_text(x),
                     "in item " + detail::quoted(items[i]->name) + " in " + to_string(items[i]->period(t)));
      cells[t * items.size() + i] = x * factors[i];
    }
  return cells;
}

}  // namespace

IndexItems index_items(const Frame& prices, const Frame& quantities, Period base, std::string_view function) {
  detail::require(!prices.empty(), function, "at least one item is needed");
  const auto quantity_of = matched(prices, quantities, function);
  if (prices.range() != quantities.range())
    detail::fail<PeriodMismatch>(function, "prices and quantities must cover the same periods",
                                 to_string(prices.range()) + " and " + to_string(quantities.range()));
  IndexItems items;
  items.periods = prices.range();
  if (!items.periods.contains(base))
    detail::fail<PeriodMismatch>(function, "base must be one of the periods", to_string(base),
                                 "with " + to_string(items.periods));
  items.base = static_cast<std::size_t>(base - items.periods.first);
  items.value_unit = checked_unit(prices, quantity_of, function);

  const bool indices = prices.series().front().unit.price_basis.kind() == PriceBasis::Kind::index;
  int least = quantity_of.front()->unit.scale_power;
  for (const Series* q : quantity_of) least = std::min(least, q->unit.scale_power);
  items.value_unit.scale_power = least + prices.series().front().unit.scale_power - (indices ? 2 : 0);

  std::vector<const Series*> price_of;
  std::vector<double> ones(prices.size(), 1.0), scales;
  for (const Series& p : prices.series()) {
    items.names.push_back(p.name);
    price_of.push_back(&p);
  }
  for (const Series* q : quantity_of) scales.push_back(std::pow(10.0, q->unit.scale_power - least));
  items.prices = rows(price_of, ones, prices.periods(), function, "prices");
  items.quantities = rows(quantity_of, scales, prices.periods(), function, "quantities");
  return items;
}

void require_cells(std::string_view function, std::string_view argument, std::span<const double> cells,
                   std::size_t size) {
  if (cells.empty() || cells.size() != size)
    detail::fail(function, "arguments must be of one length, at least 1", std::to_string(cells.size()),
                 "in " + std::string(argument));
  for (std::size_t i = 0; i < size; ++i)
    if (!usable_cell(cells[i]))
      detail::fail(function, std::string(argument) + " must be > 0 and finite", detail::number_text(cells[i]),
                   "at index " + std::to_string(i));
}

double basket_value(std::string_view function, std::span<const double> x, std::span<const double> w) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * w[i];
  detail::require(usable_cell(sum), function, "the value of all items must be > 0 and finite", sum);
  return sum;
}

}  // namespace foreplan::inline v0::growth
