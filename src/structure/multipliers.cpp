#include <foreplan/structure/multipliers.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/check.hpp"
#include "structure/sector_index.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::string_view kMultipliers = "structure::multipliers";
constexpr std::string_view kHouseholds = "structure::households";
constexpr std::string_view kImpact = "structure::demand_impact";

double dot(const std::vector<double>& x, const std::vector<double>& y) {
  return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
}

void add(std::vector<double>& to, double factor, const std::vector<double>& x) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += factor * x[i];
}

std::vector<double> ratios(const std::vector<double>& x, const std::vector<double>& direct) {
  std::vector<double> r(x.size());
  for (std::size_t i = 0; i < r.size(); ++i)
    r[i] = direct[i] != 0 ? x[i] / direct[i] : std::numeric_limits<double>::quiet_NaN();
  return r;
}

/// Values for one unit of output.
std::vector<double> per_output(const InputOutputTable& table, const std::vector<double>& values, std::string_view name,
                               std::string_view function) {
  std::vector<double> c(values.size(), 0);
  for (std::size_t i = 0; i < c.size(); ++i) {
    if (table.output[i] > 0)
      c[i] = values[i] / table.output[i];
    else if (values[i] != 0)
      detail::fail(function, "a sector without output must have no " + detail::quoted(name),
                   detail::number_text(values[i]), "in " + detail::quoted(table.sectors[i]));
  }
  return c;
}

/// Income that goes round: of one unit that households have, `again` comes back to them. With k = 1 / (1 - again), the
/// closed model's inverse is [L + k L c h' L, k L c; k h' L, k].
struct Circle {
  std::vector<double> income{};  ///< h' L
  double rounds = 0;             ///< k
  double residual = 0;
  Stop stop = Stop::not_run;
};

Circle circle(const InputOutputSystem& a, const Households& h, std::string_view function) {
  const auto require_list = [&](const std::vector<double>& x, const char* what) {
    if (x.size() != a.size() || !std::all_of(x.begin(), x.end(), [](double v) { return std::isfinite(v); }))
      detail::fail(function, std::string(what) + " of households must be one finite number a sector",
                   std::to_string(x.size()) + " numbers for " + std::to_string(a.size()) + " sectors");
  };
  require_list(h.income, "income");
  require_list(h.consumption, "consumption");
  detail::require(h.own_income >= 0 && h.own_income < 1, function, "own_income must be in [0, 1)", h.own_income);
  SystemSolution s = a.solve_transposed(h.income);
  const double again = h.own_income + dot(s.values, h.consumption);
  detail::require(again < 1, function, "of one unit of household income less than one must come back to households",
                  again);
  return {std::move(s.values), 1 / (1 - again), s.residual, s.stop};
}

Stop worse(Stop a, Stop b) { return a == Stop::converged ? b : a; }

}  // namespace

std::string_view to_string(MultiplierKind kind) noexcept {
  switch (kind) {
    case MultiplierKind::output:
      return "output";
    case MultiplierKind::income:
      return "income";
    case MultiplierKind::value_added:
      return "value_added";
    case MultiplierKind::satellite:
      return "satellite";
    case MultiplierKind::other:
      return "other";
  }
  return "unknown";
}

std::vector<double> direct_coefficients(const InputOutputTable& table, std::string_view name) {
  constexpr std::string_view kName = "structure::direct_coefficients";
  require_input_output_table(table, kName);
  std::vector<std::string> known;
  for (const PrimaryInput& p : table.primary_inputs) {
    if (p.name == name) return per_output(table, p.values, name, kName);
    known.push_back(p.name);
  }
  for (const SatelliteAccount& s : table.satellites) {
    if (s.name == name) return per_output(table, s.values, name, kName);
    known.push_back(s.name);
  }
  fail_unknown(kName, "the table must have a primary input or satellite account of this name", name, known);
}

std::vector<double> value_added_coefficients(const InputOutputTable& table) {
  constexpr std::string_view kName = "structure::value_added_coefficients";
  require_input_output_table(table, kName);
  return per_output(table, value_added(table), "value added", kName);
}

Households households(const InputOutputTable& table, const HouseholdOptions& options) {
  require_input_output_table(table, kHouseholds);
  std::vector<double> income(table.sectors.size(), 0), spent = income;
  std::vector<std::string> known;
  bool earns = false, buys = false;
  for (const PrimaryInput& p : table.primary_inputs) {
    known.push_back(p.name);
    const bool wanted = options.income.empty()
                            ? p.kind == PrimaryInputKind::compensation_of_employees
                            : std::find(options.income.begin(), options.income.end(), p.name) != options.income.end();
    if (!wanted) continue;
    add(income, 1, p.values);
    earns = true;
  }
  for (const std::string& name : options.income)
    if (std::find(known.begin(), known.end(), name) == known.end())
      fail_unknown(kHouseholds, "income must be primary inputs of the table", name, known);
  for (const FinalDemand& f : table.final_demand)
    if (f.kind == FinalDemandKind::household_consumption) {
      add(spent, 1, f.values);
      buys = true;
    }
  detail::require(earns, kHouseholds, "the table must have a primary input that is compensation of employees", "none");
  detail::require(buys, kHouseholds, "the table must have final demand that is household consumption", "none");
  const double total = options.total_income.value_or(std::accumulate(income.begin(), income.end(), 0.0));
  detail::require(std::isfinite(total) && total > 0, kHouseholds, "total income must be > 0 and finite", total);
  for (double& x : spent) x /= total;
  return {per_output(table, income, "income", kHouseholds), std::move(spent), 0};
}

Multipliers multipliers(const InputOutputSystem& a, const std::vector<double>& direct) {
  Multipliers m;
  SystemSolution s = a.solve_transposed(direct);
  m.direct = direct;
  m.type_1 = ratios(s.values, direct);
  m.simple = std::move(s.values);
  m.residual = s.residual;
  m.stop = s.stop;
  return m;
}

namespace {

/// Adds the multipliers of the closed model to those of the open one.
Multipliers closed(Multipliers m, const Households& h, const Circle& c, double household_weight) {
  // One unit for sector j earns income(j), which the circle makes rounds as much of.
  m.total_truncated = m.simple;
  add(m.total_truncated, c.rounds * dot(m.simple, h.consumption), c.income);
  m.total = m.total_truncated;
  add(m.total, c.rounds * household_weight, c.income);
  m.type_2 = ratios(m.total, m.direct);
  m.type_2_truncated = ratios(m.total_truncated, m.direct);
  m.residual = std::max(m.residual, c.residual);
  m.stop = worse(m.stop, c.stop);
  return m;
}

std::vector<Multipliers> multipliers_of(const InputOutputTable& table, const Households* h) {
  const InputOutputSystem a = factor(input_coefficients(table), table.sectors);
  const Circle c = h == nullptr ? Circle{} : circle(a, *h, kMultipliers);
  std::vector<Multipliers> all;
  const auto append = [&](MultiplierKind kind, std::string name, const std::vector<double>& direct, double weight) {
    Multipliers m = multipliers(a, direct);
    if (h != nullptr) m = closed(std::move(m), *h, c, weight);
    m.kind = kind;
    m.name = std::move(name);
    all.push_back(std::move(m));
  };
  append(MultiplierKind::output, "output", std::vector<double>(a.size(), 1), 1);
  std::vector<double> income(a.size(), 0);
  bool earns = false, adds = false;
  for (const PrimaryInput& p : table.primary_inputs) {
    adds = adds || is_value_added(p.kind);
    if (p.kind != PrimaryInputKind::compensation_of_employees) continue;
    earns = true;
    add(income, 1, p.values);
  }
  // With households, income is what they earn.
  if (h != nullptr)
    append(MultiplierKind::income, "income", h->income, h->own_income);
  else if (earns)
    append(MultiplierKind::income, "income", per_output(table, income, "income", kMultipliers), 0);
  if (adds) append(MultiplierKind::value_added, "value added", value_added_coefficients(table), 0);
  for (const SatelliteAccount& s : table.satellites)
    append(MultiplierKind::satellite, s.name, per_output(table, s.values, s.name, kMultipliers), 0);
  return all;
}

DemandImpact impact_of(const InputOutputTable& table, const std::vector<double>& change, const Households* h) {
  const InputOutputSystem a = factor(input_coefficients(table), table.sectors);
  SystemSolution s = a.solve(change);
  DemandImpact impact;
  impact.residual = s.residual;
  impact.stop = s.stop;
  impact.output = std::move(s.values);
  if (h != nullptr) {
    const Circle c = circle(a, *h, kImpact);
    const SystemSolution spent = a.solve(h->consumption);
    impact.household_income = c.rounds * dot(c.income, change);
    add(impact.output, impact.household_income, spent.values);
    impact.residual = std::max({impact.residual, c.residual, spent.residual});
    impact.stop = worse(impact.stop, worse(c.stop, spent.stop));
  }
  const auto times_output = [&](std::vector<double> c) {
    for (std::size_t i = 0; i < c.size(); ++i) c[i] *= impact.output[i];
    return c;
  };
  impact.value_added = times_output(value_added_coefficients(table));
  for (const SatelliteAccount& account : table.satellites)
    impact.satellites.push_back(
        {account.name, account.unit, times_output(per_output(table, account.values, account.name, kImpact))});
  return impact;
}

}  // namespace

Multipliers multipliers(const InputOutputSystem& a, const std::vector<double>& direct, const Households& h,
                        double household_weight) {
  detail::require(std::isfinite(household_weight), kMultipliers, "household_weight must be finite", household_weight);
  return closed(multipliers(a, direct), h, circle(a, h, kMultipliers), household_weight);
}

std::vector<Multipliers> multipliers(const InputOutputTable& table) { return multipliers_of(table, nullptr); }
std::vector<Multipliers> multipliers(const InputOutputTable& table, const Households& h) {
  return multipliers_of(table, &h);
}

std::vector<double> sector_amounts(const InputOutputTable& table, const std::vector<SectorAmount>& amounts) {
  constexpr std::string_view kName = "structure::sector_amounts";
  std::vector<double> values(table.sectors.size(), 0);
  for (std::size_t k = 0; k < amounts.size(); ++k) {
    const std::string& name = amounts[k].sector;
    const std::size_t at = sector_index(kName, table, name);
    for (std::size_t l = 0; l < k; ++l)
      if (amounts[l].sector == name) detail::fail(kName, "a sector must be named once", detail::quoted(name));
    values[at] = amounts[k].amount;
  }
  return values;
}

DemandImpact demand_impact(const InputOutputTable& table, const std::vector<double>& change) {
  return impact_of(table, change, nullptr);
}
DemandImpact demand_impact(const InputOutputTable& table, const std::vector<double>& change, const Households& h) {
  return impact_of(table, change, &h);
}

}  // namespace foreplan::inline v0::structure
