#include <foreplan/structure/input_output.hpp>

#include <cmath>
#include <string>
#include <unordered_set>
#include <utility>

#include "core/check.hpp"
#include "structure/matrix_check.hpp"
#include "structure/table_findings.hpp"

namespace foreplan::inline v0::structure {
namespace {

using detail::fail;

template <class Accounts>
void require_each(std::string_view function, const Accounts& accounts, const std::string& what,
                  const std::vector<std::string>& sectors) {
  std::unordered_set<std::string_view> met;
  for (const auto& account : accounts) {
    if (account.name.empty()) fail(function, "every " + what + " must have a name", "none");
    if (!met.insert(account.name).second)
      fail(function, "each " + what + " must stand once", detail::quoted(account.name));
    require_values(function, account.values, what + ' ' + detail::quoted(account.name), sectors);
  }
}

/// All but the output.
void require_all_but_output(const InputOutputTable& t, std::string_view function) {
  require_names(function, t.sectors, "sector");
  require_cells(function, t.flows, "flows", t.sectors, t.sectors);
  require_accounts(function, t.final_demand, t.sectors);
  require_accounts(function, t.primary_inputs, t.sectors);
  require_accounts(function, t.satellites, t.sectors);
  const Matrix& imported = t.imported_flows;
  if (imported.rows != 0 || imported.columns != 0 || !imported.values.empty())
    require_cells(function, imported, "imported flows", t.sectors, t.sectors);
  if (!t.stated_uses.empty()) require_values(function, t.stated_uses, "stated uses", t.sectors);
}

template <class Accounts>
void add_values(std::vector<double>& sums, const Accounts& accounts) {
  for (const auto& account : accounts)
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += account.values[i];
}

}  // namespace

std::string_view to_string(PrimaryInputKind kind) noexcept {
  switch (kind) {
    case PrimaryInputKind::imports:
      return "imports";
    case PrimaryInputKind::taxes_on_products:
      return "taxes_on_products";
    case PrimaryInputKind::compensation_of_employees:
      return "compensation_of_employees";
    case PrimaryInputKind::other_value_added:
      return "other_value_added";
  }
  return "unknown";
}

bool is_value_added(PrimaryInputKind kind) noexcept {
  return kind == PrimaryInputKind::compensation_of_employees || kind == PrimaryInputKind::other_value_added;
}

std::string_view to_string(FinalDemandKind kind) noexcept {
  switch (kind) {
    case FinalDemandKind::household_consumption:
      return "household_consumption";
    case FinalDemandKind::government_consumption:
      return "government_consumption";
    case FinalDemandKind::capital_formation:
      return "capital_formation";
    case FinalDemandKind::inventory_change:
      return "inventory_change";
    case FinalDemandKind::exports:
      return "exports";
    case FinalDemandKind::other:
      return "other";
  }
  return "unknown";
}

void require_names(std::string_view function, const std::vector<std::string>& names, const std::string& what) {
  if (names.empty()) fail(function, "a table must have at least one " + what, "none");
  std::unordered_set<std::string_view> met;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty())
      fail(function, "every " + what + " must have a name", "none", "at index " + std::to_string(i));
    if (!met.insert(names[i]).second) fail(function, "each " + what + " must stand once", detail::quoted(names[i]));
  }
}

void require_cells(std::string_view function, const Matrix& m, const std::string& name,
                   const std::vector<std::string>& rows, const std::vector<std::string>& columns) {
  require_shape(function, m);
  if (m.rows != rows.size() || m.columns != columns.size())
    fail(function,
         name + " must have " + std::to_string(rows.size()) + " x " + std::to_string(columns.size()) +
             " cells, as there are names",
         std::to_string(m.rows) + " x " + std::to_string(m.columns));
  for (std::size_t i = 0; i < m.rows; ++i)
    for (std::size_t j = 0; j < m.columns; ++j)
      if (!std::isfinite(m(i, j)))
        fail(function, name + " must be finite", detail::number_text(m(i, j)),
             "from " + detail::quoted(rows[i]) + " to " + detail::quoted(columns[j]));
}

void require_values(std::string_view function, const std::vector<double>& values, const std::string& name,
                    const std::vector<std::string>& sectors) {
  if (values.size() != sectors.size())
    fail(function, name + " must have " + std::to_string(sectors.size()) + " values, as there are names",
         std::to_string(values.size()));
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isfinite(values[i]))
      fail(function, name + " must be finite", detail::number_text(values[i]), "in " + detail::quoted(sectors[i]));
}

void require_accounts(std::string_view function, const std::vector<FinalDemand>& demand,
                      const std::vector<std::string>& sectors) {
  require_each(function, demand, "final demand", sectors);
  for (const FinalDemand& f : demand)
    for (const auto& [x, what] : {std::pair(f.imports, "imports"), std::pair(f.taxes_on_products, "product taxes")})
      if (x && !std::isfinite(*x))
        fail(function, std::string(what) + " of final demand must be finite", detail::number_text(*x),
             "in " + detail::quoted(f.name));
}

void require_accounts(std::string_view function, const std::vector<PrimaryInput>& inputs,
                      const std::vector<std::string>& sectors) {
  require_each(function, inputs, "primary input", sectors);
}

void require_accounts(std::string_view function, const std::vector<SatelliteAccount>& satellites,
                      const std::vector<std::string>& sectors) {
  require_each(function, satellites, "satellite account", sectors);
}

void require_input_output_table(const InputOutputTable& t, std::string_view function) {
  require_all_but_output(t, function);
  require_values(function, t.output, "output", t.sectors);
}

std::vector<double> intermediate_use(const InputOutputTable& t) { return row_sums(t.flows); }

std::vector<double> intermediate_inputs(const InputOutputTable& t) { return column_sums(t.flows); }

std::vector<double> final_use(const InputOutputTable& t) {
  require_accounts("structure::final_use", t.final_demand, t.sectors);
  std::vector<double> sums(t.sectors.size(), 0);
  add_values(sums, t.final_demand);
  return sums;
}

std::vector<double> value_added(const InputOutputTable& t) {
  require_accounts("structure::value_added", t.primary_inputs, t.sectors);
  std::vector<double> sums(t.sectors.size(), 0);
  for (const PrimaryInput& p : t.primary_inputs)
    if (is_value_added(p.kind))
      for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += p.values[i];
  return sums;
}

InputOutputTable complete(InputOutputTable t) {
  constexpr std::string_view kName = "structure::complete";
  require_all_but_output(t, kName);
  const std::size_t n = t.sectors.size();
  if (t.output.empty()) {
    if (t.final_demand.empty()) fail(kName, "output or final demand must be given", "neither");
    t.output = intermediate_use(t);
    add_values(t.output, t.final_demand);
  }
  require_values(kName, t.output, "output", t.sectors);
  const auto left = [&](std::vector<double> taken) {
    for (std::size_t i = 0; i < n; ++i) taken[i] = t.output[i] - taken[i];
    return taken;
  };
  if (t.final_demand.empty())
    t.final_demand.push_back({"final demand", FinalDemandKind::other, left(intermediate_use(t)), {}, {}});
  if (t.primary_inputs.empty())
    t.primary_inputs.push_back({"value added", PrimaryInputKind::other_value_added, left(intermediate_inputs(t))});
  return t;
}

}  // namespace foreplan::inline v0::structure
