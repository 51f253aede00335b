#include <foreplan/structure/input_output.hpp>

#include <cmath>
#include <string>
#include <unordered_set>
#include <utility>

#include "core/check.hpp"
#include "structure/matrix_check.hpp"

namespace foreplan::inline v0::structure {
namespace {

using detail::fail;

void require_names(std::string_view function, const std::vector<std::string>& sectors) {
  if (sectors.empty()) fail(function, "a table must have sectors", "none");
  std::unordered_set<std::string_view> met;
  for (std::size_t i = 0; i < sectors.size(); ++i) {
    if (sectors[i].empty()) fail(function, "every sector must have a name", "none", "at index " + std::to_string(i));
    if (!met.insert(sectors[i]).second) fail(function, "a sector must stand once", detail::quoted(sectors[i]));
  }
}

void require_square(std::string_view function, const Matrix& m, std::string_view name,
                    const std::vector<std::string>& sectors) {
  require_shape(function, m);
  const std::size_t n = sectors.size();
  if (m.rows != n || m.columns != n)
    fail(function,
         std::string(name) + " must have a row and a column for each of the " + std::to_string(n) + " sectors",
         std::to_string(m.rows) + " x " + std::to_string(m.columns));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      if (!std::isfinite(m(i, j)))
        fail(function, std::string(name) + " must be finite", detail::number_text(m(i, j)),
             "from " + detail::quoted(sectors[i]) + " to " + detail::quoted(sectors[j]));
}

void require_values(std::string_view function, const std::vector<double>& values, const std::string& name,
                    const std::vector<std::string>& sectors) {
  if (values.size() != sectors.size())
    fail(function, name + " must have one value for each of the " + std::to_string(sectors.size()) + " sectors",
         std::to_string(values.size()));
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isfinite(values[i]))
      fail(function, name + " must be finite", detail::number_text(values[i]), "in " + detail::quoted(sectors[i]));
}

template <class Accounts>
void require_accounts(std::string_view function, const Accounts& accounts, const std::string& what,
                      const std::vector<std::string>& sectors) {
  std::unordered_set<std::string_view> met;
  for (const auto& account : accounts) {
    if (account.name.empty()) fail(function, "every " + what + " must have a name", "none");
    if (!met.insert(account.name).second)
      fail(function, "a " + what + " must stand once", detail::quoted(account.name));
    require_values(function, account.values, what + ' ' + detail::quoted(account.name), sectors);
  }
}

/// All but the output.
void require_all_but_output(const InputOutputTable& t, std::string_view function) {
  require_names(function, t.sectors);
  require_square(function, t.flows, "flows", t.sectors);
  require_accounts(function, t.final_demand, "final demand", t.sectors);
  for (const FinalDemand& f : t.final_demand)
    if ((f.imports && !std::isfinite(*f.imports)) || (f.taxes_on_products && !std::isfinite(*f.taxes_on_products)))
      fail(function, "imports and taxes of final demand must be finite", "another", "in " + detail::quoted(f.name));
  require_accounts(function, t.primary_inputs, "primary input", t.sectors);
  require_accounts(function, t.satellites, "satellite account", t.sectors);
  const Matrix& imported = t.imported_flows;
  if (imported.rows != 0 || imported.columns != 0 || !imported.values.empty())
    require_square(function, imported, "imported flows", t.sectors);
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

void require_input_output_table(const InputOutputTable& t, std::string_view function) {
  require_all_but_output(t, function);
  require_values(function, t.output, "output", t.sectors);
}

std::vector<double> intermediate_use(const InputOutputTable& t) { return row_sums(t.flows); }

std::vector<double> intermediate_inputs(const InputOutputTable& t) { return column_sums(t.flows); }

std::vector<double> final_use(const InputOutputTable& t) {
  require_accounts("structure::final_use", t.final_demand, "final demand", t.sectors);
  std::vector<double> sums(t.sectors.size(), 0);
  add_values(sums, t.final_demand);
  return sums;
}

std::vector<double> value_added(const InputOutputTable& t) {
  require_accounts("structure::value_added", t.primary_inputs, "primary input", t.sectors);
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
