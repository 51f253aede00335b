#include <foreplan/core/series.hpp>

#include <algorithm>
#include <cmath>

#include "core/check.hpp"

namespace foreplan::inline v0 {
namespace {

std::string described(const Series& s) {
  if (s.empty()) return "in series " + detail::quoted(s.name) + ", which is empty";
  return "in series " + detail::quoted(s.name) + " of " + to_string(s.start) + ".." + to_string(s.last());
}

template <class Operation>
Series combined(const Series& a, const Series& b, const char* sign, std::string_view function, Operation operation) {
  require_same_unit(a.unit, b.unit, function);
  if (a.start.frequency() != b.start.frequency())
    detail::fail<PeriodMismatch>(function, "series must be of one frequency",
                                 to_string(a.start) + " and " + to_string(b.start));
  if (a.empty() || b.empty()) detail::fail<PeriodMismatch>(function, "series must not be empty");
  const Period first = a.start < b.start ? b.start : a.start;
  const Period last = a.last() < b.last() ? a.last() : b.last();
  if (last < first)
    detail::fail<PeriodMismatch>(function, "series must have a period in common", described(a), "and " + described(b));
  Series sum{a.name + sign + b.name, first, a.unit, {}};
  for (Period p = first; p <= last; ++p) {
    sum.values.push_back(operation(a.at(p), b.at(p)));
    if (p == last) break;  // the year 9999 has no next
  }
  return sum;
}

}  // namespace

Period Series::last() const {
  if (empty()) detail::fail<PeriodMismatch>("Series::last", "series must not be empty", detail::quoted(name));
  return start + (static_cast<std::int64_t>(size()) - 1);
}

bool Series::covers(Period p) const noexcept {
  return p.frequency() == start.frequency() && p.ordinal() >= start.ordinal() &&
         p.ordinal() - start.ordinal() < static_cast<std::int64_t>(size());
}

double Series::at(Period p) const {
  if (!covers(p)) detail::fail<PeriodMismatch>("Series::at", "period must be covered", to_string(p), described(*this));
  return values[static_cast<std::size_t>(p.ordinal() - start.ordinal())];
}

Series Series::slice(const PeriodRange& range) const {
  const std::size_t n = range.size();
  for (const Period p : {range.first, range.last})
    if (!covers(p))
      detail::fail<PeriodMismatch>("Series::slice", "range must be covered", to_string(p), described(*this));
  const auto first = values.begin() + (range.first - start);
  return {name, range.first, unit, {first, first + static_cast<std::ptrdiff_t>(n)}};
}

bool operator==(const Series& a, const Series& b) {
  return a.name == b.name && a.start == b.start && a.unit == b.unit &&
         std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(),
                    [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

Series operator+(const Series& a, const Series& b) {
  return combined(a, b, " + ", "Series::operator+", [](double x, double y) { return x + y; });
}

Series operator-(const Series& a, const Series& b) {
  return combined(a, b, " - ", "Series::operator-", [](double x, double y) { return x - y; });
}

Series rescale(const Series& s, int scale_power) {
  for (const int power : {scale_power, s.unit.scale_power})
    detail::require(power >= -30 && power <= 30, "rescale", "scale_power must be in [-30, 30]", std::to_string(power));
  Series result = s;
  result.unit.scale_power = scale_power;
  const int power = s.unit.scale_power - scale_power;
  const double ten = std::pow(10.0, std::abs(power));
  for (double& x : result.values)
    x = power >= 0 ? x * ten : x / ten;  // powers of ten are exact, their inverses are not
  return result;
}

Series convert_prices(const Series& s, PriceBasis to, double factor) {
  detail::require(std::isfinite(factor) && factor > 0, "convert_prices", "factor must be > 0 and finite", factor);
  if (!s.unit.is_money() || to.kind() == PriceBasis::Kind::none)
    detail::fail("convert_prices", "only money has a price basis", to_string(s.unit));
  Series result = s;
  result.unit.price_basis = to;
  for (double& x : result.values) x *= factor;
  return result;
}

}  // namespace foreplan::inline v0
