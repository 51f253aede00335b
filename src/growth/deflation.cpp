#include <foreplan/growth/deflation.hpp>

#include <cmath>
#include <limits>
#include <string>

#include "core/check.hpp"

namespace foreplan::inline v0::growth {
namespace {

using Kind = PriceBasis::Kind;

std::string where(const Series& s, Period p) { return "in series " + detail::quoted(s.name) + " in " + to_string(p); }

bool is_index(const Unit& unit) { return unit.price_basis.kind() == Kind::index && unit.scale_power == 0; }

std::string both(const Series& a, const Series& b) { return to_string(a.unit) + " and " + to_string(b.unit); }

void require_finite(std::string_view function, const Series& s, Period p, bool positive) {
  const double x = s.at(p);
  if (std::isnan(x)) return;
  if (positive ? !(x > 0 && std::isfinite(x)) : !std::isfinite(x))
    detail::fail(function, positive ? "must be > 0 and finite, or missing" : "must be finite or missing",
                 detail::number_text(x), where(s, p));
}

/// operation(a, b) over the periods that both cover.
template <class Operation>
Series combined(std::string_view function, const Series& a, const Series& b, Unit unit, bool positive,
                Operation operation) {
  if (a.start.frequency() != b.start.frequency())
    detail::fail<PeriodMismatch>(function, "series must be of one frequency",
                                 to_string(a.start) + " and " + to_string(b.start));
  Series result{a.name, a.start < b.start ? b.start : a.start, std::move(unit), {}};
  for (Period p = result.start; a.covers(p) && b.covers(p); ++p) {
    require_finite(function, a, p, positive);
    require_finite(function, b, p, true);
    result.values.push_back(operation(a.at(p), b.at(p)));
    if (std::isinf(result.values.back()))
      detail::fail(function, "the result must be finite", detail::number_text(result.values.back()), where(a, p));
    if (p == a.last() || p == b.last()) break;  // the year 9999 has no next
  }
  if (result.empty())
    detail::fail<PeriodMismatch>(function, "series must have a period in common",
                                 detail::quoted(a.name) + " and " + detail::quoted(b.name));
  return result;
}

Unit at(const Unit& unit, PriceBasis basis) {
  Unit result = unit;
  result.price_basis = basis;
  return result;
}

Series deflated(std::string_view function, const Series& current, const Series& index) {
  if (current.unit.price_basis.kind() != Kind::current || !is_index(index.unit))
    detail::fail<UnitMismatch>(function, "a value at current prices and an index are needed", both(current, index));
  return combined(function, current, index, at(current.unit, PriceBasis::constant(index.unit.price_basis.year())),
                  false, [](double value, double price) { return 100 * value / price; });
}

}  // namespace

Series deflate(const Series& current, const Series& index) { return deflated("growth::deflate", current, index); }

Series inflate(const Series& constant, const Series& index) {
  constexpr std::string_view kName = "growth::inflate";
  const PriceBasis basis = constant.unit.price_basis;
  if (basis.kind() != Kind::constant || !is_index(index.unit) || basis.year() != index.unit.price_basis.year())
    detail::fail<UnitMismatch>(kName, "a value at constant prices and an index of the same base year are needed",
                               both(constant, index));
  return combined(kName, constant, index, at(constant.unit, PriceBasis::current()), false,
                  [](double value, double price) { return value * price / 100; });
}

Series implicit_deflator(const Series& current, const Series& constant) {
  constexpr std::string_view kName = "growth::implicit_deflator";
  const bool fits = current.unit.price_basis.kind() == Kind::current &&
                    constant.unit.price_basis.kind() == Kind::constant &&
                    at(current.unit, constant.unit.price_basis) == constant.unit;
  if (!fits)
    detail::fail<UnitMismatch>(kName, "one unit at current and at constant prices is needed", both(current, constant));
  const Unit unit{"", 0, PriceBasis::index(constant.unit.price_basis.year()), Valuation::unspecified};
  return combined(kName, current, constant, unit, true,
                  [](double value, double volume) { return 100 * value / volume; });
}

DoubleDeflation double_deflation(const Series& output, const Series& output_index, const Series& intermediate,
                                 const Series& intermediate_index) {
  constexpr std::string_view kName = "growth::double_deflation";
  require_same_unit(output.unit, intermediate.unit, kName);
  if (output_index.unit.price_basis != intermediate_index.unit.price_basis)
    detail::fail<UnitMismatch>(kName, "both indices must be of one base year", both(output_index, intermediate_index));
  DoubleDeflation result;
  result.output = deflated(kName, output, output_index);
  result.intermediate = deflated(kName, intermediate, intermediate_index);
  result.value_added = result.output - result.intermediate;
  result.value_added.name = "value added";
  result.deflator = {"value added deflator",
                     result.value_added.start,
                     Unit{"", 0, output_index.unit.price_basis, Valuation::unspecified},
                     {}};
  for (std::size_t i = 0; i < result.value_added.size(); ++i) {
    const Period p = result.value_added.period(i);
    const double value = output.at(p) - intermediate.at(p), volume = result.value_added.values[i];
    result.deflator.values.push_back(value > 0 && volume > 0 ? 100 * value / volume
                                                             : std::numeric_limits<double>::quiet_NaN());
  }
  return result;
}

}  // namespace foreplan::inline v0::growth
