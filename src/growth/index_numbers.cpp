#include <foreplan/growth/index_numbers.hpp>

#include <cmath>
#include <string>

#include "core/check.hpp"
#include "growth/forms.hpp"
#include "growth/index_formulas.hpp"
#include "growth/index_items.hpp"

namespace foreplan::inline v0::growth {

std::string_view to_string(IndexFormula formula) noexcept {
  switch (formula) {
    case IndexFormula::laspeyres:
      return "Laspeyres";
    case IndexFormula::paasche:
      return "Paasche";
    case IndexFormula::fisher:
      return "Fisher";
    case IndexFormula::tornqvist:
      return "Tornqvist";
    case IndexFormula::walsh:
      return "Walsh";
  }
  return "unknown";
}

std::string_view to_string(Linking linking) noexcept {
  switch (linking) {
    case Linking::fixed_base:
      return "fixed base";
    case Linking::chained:
      return "chained";
  }
  return "unknown";
}

namespace {

using Row = std::span<const double>;

double walsh(std::string_view function, Row x0, Row x1, Row w0, Row w1) {
  double above = 0, below = 0;
  for (std::size_t i = 0; i < x0.size(); ++i) {
    const double w = std::sqrt(w0[i]) * std::sqrt(w1[i]);
    above += x1[i] * w;
    below += x0[i] * w;
  }
  for (const double sum : {above, below})
    detail::require(sum > 0 && std::isfinite(sum), function, "the value of all items must be > 0 and finite", sum);
  return above / below;
}

double tornqvist(std::string_view function, Row x0, Row x1, Row w0, Row w1) {
  const double value0 = basket_value(function, x0, w0), value1 = basket_value(function, x1, w1);
  double log_index = 0;
  for (std::size_t i = 0; i < x0.size(); ++i)
    log_index += (x0[i] * w0[i] / value0 + x1[i] * w1[i] / value1) / 2 * log_ratio(x0[i], x1[i]);
  return std::exp(log_index);
}

double formula_ratio(std::string_view function, Row x0, Row x1, Row w0, Row w1, IndexFormula formula) {
  const auto ratio = [&](Row w) { return basket_value(function, x1, w) / basket_value(function, x0, w); };
  switch (formula) {
    case IndexFormula::laspeyres:
      return ratio(w0);
    case IndexFormula::paasche:
      return ratio(w1);
    case IndexFormula::fisher:
      return std::sqrt(ratio(w0)) * std::sqrt(ratio(w1));
    case IndexFormula::tornqvist:
      return tornqvist(function, x0, x1, w0, w1);
    case IndexFormula::walsh:
      return walsh(function, x0, x1, w0, w1);
  }
  detail::fail(function, "formula must be one of IndexFormula", std::to_string(static_cast<int>(formula)));
}

double usable_index(std::string_view function, double index) {
  detail::require(index > 0 && std::isfinite(index), function, "the index must be > 0 and finite", index);
  return index;
}

}  // namespace

double index_ratio(std::string_view function, Row x0, Row x1, Row w0, Row w1, IndexFormula formula) {
  return usable_index(function, formula_ratio(function, x0, x1, w0, w1, formula));
}

void require_four(std::string_view function, Row p0, Row p1, Row q0, Row q1) {
  require_cells(function, "p0", p0, p0.size());
  require_cells(function, "p1", p1, p0.size());
  require_cells(function, "q0", q0, p0.size());
  require_cells(function, "q1", q1, p0.size());
}

double price_index(Row p0, Row p1, Row q0, Row q1, IndexFormula formula) {
  constexpr std::string_view kName = "growth::price_index";
  require_four(kName, p0, p1, q0, q1);
  return index_ratio(kName, p0, p1, q0, q1, formula);
}

double quantity_index(Row p0, Row p1, Row q0, Row q1, IndexFormula formula) {
  constexpr std::string_view kName = "growth::quantity_index";
  require_four(kName, p0, p1, q0, q1);
  return index_ratio(kName, q0, q1, p0, p1, formula);
}

double lowe_index(Row x0, Row x1, Row weights) {
  constexpr std::string_view kName = "growth::lowe_index";
  require_cells(kName, "x0", x0, x0.size());
  require_cells(kName, "x1", x1, x0.size());
  require_cells(kName, "weights", weights, x0.size());
  return usable_index(kName, basket_value(kName, x1, weights) / basket_value(kName, x0, weights));
}

std::vector<double> index_levels(std::string_view function, const IndexItems& items, IndexSubject subject,
                                 IndexFormula formula, Linking linking) {
  const auto x = [&](std::size_t t) {
    return subject == IndexSubject::prices ? items.prices_in(t) : items.quantities_in(t);
  };
  const auto w = [&](std::size_t t) {
    return subject == IndexSubject::prices ? items.quantities_in(t) : items.prices_in(t);
  };
  const auto between = [&](std::size_t from, std::size_t to) {
    return index_ratio(function, x(from), x(to), w(from), w(to), formula);
  };
  std::vector<double> levels(items.periods.size(), 100.0);
  for (std::size_t t = items.base + 1; t < levels.size(); ++t)
    levels[t] = linking == Linking::chained ? levels[t - 1] * between(t - 1, t) : 100 * between(items.base, t);
  for (std::size_t t = items.base; t-- > 0;)
    levels[t] = linking == Linking::chained ? levels[t + 1] / between(t, t + 1) : 100 * between(items.base, t);
  for (const double level : levels) usable_index(function, level);
  return levels;
}

namespace {

IndexSeries over_time(std::string_view function, const Frame& prices, const Frame& quantities, IndexSubject subject,
                      IndexFormula formula, Linking linking, Period base) {
  const IndexItems items = index_items(prices, quantities, base, function);
  const bool labelled = subject == IndexSubject::prices && base.frequency() == Frequency::annual;
  const Unit unit = labelled ? Unit{"", 0, PriceBasis::index(base.year()), Valuation::unspecified} : Unit{};
  const std::string name =
      std::string(to_string(formula)) + (subject == IndexSubject::prices ? " price index" : " quantity index");
  return {{name, items.periods.first, unit, index_levels(function, items, subject, formula, linking)},
          formula,
          linking,
          base};
}

}  // namespace

IndexSeries price_index(const Frame& prices, const Frame& quantities, IndexFormula formula, Linking linking,
                        Period base) {
  return over_time("growth::price_index", prices, quantities, IndexSubject::prices, formula, linking, base);
}

IndexSeries quantity_index(const Frame& prices, const Frame& quantities, IndexFormula formula, Linking linking,
                           Period base) {
  return over_time("growth::quantity_index", prices, quantities, IndexSubject::quantities, formula, linking, base);
}

}  // namespace foreplan::inline v0::growth
