#include <foreplan/structure/labour_shift.hpp>
#include <foreplan/structure/lmdi.hpp>

#include <algorithm>
#include <cmath>

#include "core/check.hpp"

namespace foreplan::inline v0::structure {
namespace {

std::string place(const Series& series, Period period) {
  return "in series " + detail::quoted(series.name) + " in " + to_string(period);
}

/// All series have one unit, and the second frame has the sectors and periods of the first.
void require_partner(std::string_view function, const Frame& output, const Frame& partner) {
  detail::require(!output.empty(), function, "at least one sector is needed");
  std::vector<std::string> names;
  for (const Series& s : partner.series()) names.push_back(s.name);
  for (const Series& s : output.series()) {
    require_same_unit(output.series().front().unit, s.unit, function);
    if (partner.contains(s.name)) continue;
    const std::string near = detail::nearest_name(s.name, names);
    detail::fail(
        function, "both frames must have the same sectors",
        "only one with " + detail::quoted(s.name) + (near.empty() ? "" : " (nearest is " + detail::quoted(near) + ")"));
  }
  for (const Series& s : partner.series()) {
    require_same_unit(partner.series().front().unit, s.unit, function);
    if (!output.contains(s.name))
      detail::fail(function, "both frames must have the same sectors", "only one with " + detail::quoted(s.name));
  }
  const PeriodRange periods = output.range();
  for (const Period p : {periods.first, periods.last})
    if (!partner.range().contains(p))
      detail::fail<PeriodMismatch>(function, "the second frame must cover the periods of output, " + to_string(periods),
                                   to_string(partner.range()));
}

double value_at(std::string_view function, std::string_view what, const Series& series, Period period, bool positive) {
  const double x = series.at(period);
  if (!std::isfinite(x) || x < 0 || (positive && x == 0))
    detail::fail(function, std::string(what) + (positive ? " must be > 0 and finite" : " must be >= 0 and finite"),
                 detail::number_text(x), place(series, period));
  return x;
}

double times_ten_to(double x, int power) { return power >= 0 ? x * std::pow(10.0, power) : x / std::pow(10.0, -power); }

/// The power of ten in persons = output / productivity.
int persons_power(std::string_view function, const Unit& output, const Unit& productivity, const Unit& persons) {
  if (persons.is_money() || persons.name.empty())
    detail::fail<UnitMismatch>(function, "persons must be in a named unit that is not money", to_string(persons));
  Unit expected = output;
  expected.name += "/" + persons.name;
  expected.scale_power = productivity.scale_power;
  if (productivity != expected)
    detail::fail<UnitMismatch>(function,
                               "productivity must be in the unit of output per person, such as " + to_string(expected),
                               to_string(productivity));
  for (const int power : {output.scale_power, productivity.scale_power, persons.scale_power})
    if (power < -30 || power > 30) detail::fail(function, "scales must be in [-30, 30]", std::to_string(power));
  return output.scale_power - productivity.scale_power - persons.scale_power;
}

std::vector<Series> empty_series(const Frame& like, Period start, const Unit& unit) {
  std::vector<Series> series;
  for (const Series& s : like.series()) series.push_back({s.name, start, unit, {}});
  return series;
}

RequiredProductivity required(std::string_view function, const Frame& output, const Frame& productivity,
                              const LabourShift& shift, const std::string& sector, Period period, double share,
                              double employment) {
  const Series& levels = productivity[sector];
  const double q = output.at(sector, period);
  if (!(q > 0))
    detail::fail(function, "the sector must have output", detail::number_text(q), place(output[sector], period));
  if (!(employment > 0) || !std::isfinite(employment))
    detail::fail(function, "employment at the share must be > 0 and finite", detail::number_text(employment),
                 "for " + detail::quoted(sector) + " in " + to_string(period));
  RequiredProductivity result{sector, period, share, employment, 0, levels.at(period), 0};
  const int power = persons_power(function, output[sector].unit, levels.unit, shift.total.unit);
  result.productivity = times_ten_to(q / employment, power);
  const Period first = output.range().first;
  const auto periods = static_cast<double>(period - first);
  if (periods > 0) result.growth = std::expm1(std::log(result.productivity / levels.at(first)) / periods);
  return result;
}

void require_target(std::string_view function, const Frame& output, Period period, double share) {
  detail::require(share > 0 && share < 1, function, "share must be in (0, 1)", share);
  if (!output.empty() && !output.range().contains(period))
    detail::fail<PeriodMismatch>(function, "output must cover the period of the share", to_string(output.range()),
                                 "for " + to_string(period));
}

}  // namespace

Frame labour_productivity(const Frame& output, const Frame& employment) {
  constexpr std::string_view kName = "structure::labour_productivity";
  require_partner(kName, output, employment);
  const Unit& persons = employment.series().front().unit;
  if (persons.is_money() || persons.name.empty())
    detail::fail<UnitMismatch>(kName, "employment must be in a named unit that is not money", to_string(persons));
  Unit unit = output.series().front().unit;
  unit.name += "/" + persons.name;
  unit.scale_power -= persons.scale_power;
  if (unit.scale_power < -30 || unit.scale_power > 30)
    detail::fail(kName, "scales must be in [-30, 30]", std::to_string(unit.scale_power));
  const PeriodRange range = output.range();
  std::vector<Series> result = empty_series(output, range.first, unit);
  for (Series& s : result)
    for (std::size_t t = 0; t < range.size(); ++t) {
      const Period p = range.first + static_cast<std::int64_t>(t);
      s.values.push_back(value_at(kName, "output", output[s.name], p, false) /
                         value_at(kName, "employment", employment[s.name], p, true));
    }
  return Frame(std::move(result));
}

LabourShift labour_shift(const Frame& output, const Frame& productivity, const LabourShiftOptions& options) {
  constexpr std::string_view kName = "structure::labour_shift";
  require_partner(kName, output, productivity);
  const Unit& unit = options.persons;
  const int power = persons_power(kName, output.series().front().unit, productivity.series().front().unit, unit);
  const PeriodRange range = output.range();
  const std::size_t sectors = output.size(), periods = range.size();
  const Period second = range.first + 1;
  std::vector<Series> employment = empty_series(output, range.first, unit), change = empty_series(output, second, unit),
                      by_output = change, by_productivity = change;
  std::vector<Series> shares = empty_series(output, range.first, Unit{});
  LabourShift result;
  result.total = {"total", range.first, unit, std::vector<double>(periods, 0)};
  result.released = {"released", second, unit, {}};
  result.absorbed = {"absorbed", second, unit, {}};
  for (std::size_t t = 0; t < periods; ++t) {
    const Period p = range.first + static_cast<std::int64_t>(t);
    double released = 0, absorbed = 0;
    for (std::size_t i = 0; i < sectors; ++i) {
      const Series &levels = output.series()[i], &per_person = productivity[levels.name];
      const double q = value_at(kName, "output", levels, p, false);
      const double e = times_ten_to(q / value_at(kName, "productivity", per_person, p, true), power);
      if (!std::isfinite(e)) detail::fail(kName, "employment must be finite", detail::number_text(e), place(levels, p));
      employment[i].values.push_back(e);
      result.total.values[t] += e;
      if (t == 0) continue;
      const double before = employment[i].values[t - 1], moved = e - before;
      // The productivity effect is taken from the logarithm, the output effect as what remains: they add up exactly.
      const double mean = logarithmic_mean(before, e);
      const double pushed = -mean * std::log(per_person.at(p) / per_person.at(p - 1));
      change[i].values.push_back(moved);
      by_productivity[i].values.push_back(pushed);
      by_output[i].values.push_back(moved - pushed);
      (moved < 0 ? released : absorbed) += std::abs(moved);
    }
    const double total = result.total.values[t];
    if (!(total > 0) || !std::isfinite(total))
      detail::fail(kName, "total employment must be > 0 and finite", detail::number_text(total), "in " + to_string(p));
    for (std::size_t i = 0; i < sectors; ++i) shares[i].values.push_back(employment[i].values[t] / total);
    if (t == 0) continue;
    result.released.values.push_back(released);
    result.absorbed.values.push_back(absorbed);
  }
  result.employment = Frame(std::move(employment));
  result.shares = Frame(std::move(shares));
  if (periods == 1) return result;
  result.change = Frame(std::move(change));
  result.by_output = Frame(std::move(by_output));
  result.by_productivity = Frame(std::move(by_productivity));
  return result;
}

LabourBalance labour_balance(const LabourShift& shift, const Series& supply) {
  constexpr std::string_view kName = "structure::labour_balance";
  LabourBalance result;
  result.demand = shift.total;
  const double factor = scale_factor(supply.unit, shift.total.unit);
  for (Series* s : {&result.supply, &result.surplus, &result.surplus_rate})
    *s = {"", shift.total.start, shift.total.unit, {}};
  result.supply.name = supply.name;
  result.surplus.name = "surplus";
  result.surplus_rate.name = "surplus rate";
  result.surplus_rate.unit = Unit{};
  for (std::size_t t = 0; t < shift.total.size(); ++t) {
    const double available = value_at(kName, "supply", supply, shift.total.period(t), true) * factor;
    const double surplus = available - shift.total.values[t];
    result.supply.values.push_back(available);
    result.surplus.values.push_back(surplus);
    result.surplus_rate.values.push_back(surplus / available);
  }
  return result;
}

RequiredProductivity productivity_for_employment_share(const Frame& output, const Frame& productivity,
                                                       const std::string& sector, Period period, double share,
                                                       const LabourShiftOptions& options) {
  constexpr std::string_view kName = "structure::productivity_for_employment_share";
  require_target(kName, output, period, share);
  const LabourShift shift = labour_shift(output, productivity, options);
  double others = 0;
  for (const Series& s : shift.employment.series())
    if (s.name != sector) others += s.at(period);
  return required(kName, output, productivity, shift, sector, period, share, share / (1 - share) * others);
}

RequiredProductivity productivity_for_supply_share(const Frame& output, const Frame& productivity, const Series& supply,
                                                   const std::string& sector, Period period, double share,
                                                   const LabourShiftOptions& options) {
  constexpr std::string_view kName = "structure::productivity_for_supply_share";
  require_target(kName, output, period, share);
  const LabourShift shift = labour_shift(output, productivity, options);
  const double available = value_at(kName, "supply", supply, period, true) * scale_factor(supply.unit, options.persons);
  return required(kName, output, productivity, shift, sector, period, share, share * available);
}

}  // namespace foreplan::inline v0::structure
