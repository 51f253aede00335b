#include <foreplan/structure/table_deflation.hpp>

#include <algorithm>
#include <limits>
#include <utility>

#include "core/check.hpp"
#include "structure/table_findings.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::string_view kName = "structure::double_deflated";

void require_indices(const std::vector<double>& indices, const std::string& what,
                     const std::vector<std::string>& sectors) {
  require_values(kName, indices, what, sectors);
  for (std::size_t i = 0; i < indices.size(); ++i)
    if (!(indices[i] > 0))
      detail::fail(kName, what + " must be > 0", detail::number_text(indices[i]), "for " + detail::quoted(sectors[i]));
}

void deflate(std::vector<double>& values, const std::vector<double>& indices) {
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = 100 * values[i] / indices[i];
}
void deflate_rows(Matrix& m, const std::vector<double>& indices) {
  for (std::size_t i = 0; i < m.rows; ++i)
    for (double& x : m.row(i)) x = 100 * x / indices[i];
}

/// What sectors use of domestic and imported products, and what is left of output.
struct Columns {
  std::vector<double> inputs{}, value_added{};
};
Columns columns_of(const InputOutputTable& t) {
  Columns c{intermediate_inputs(t), t.output};
  for (const PrimaryInput& p : t.primary_inputs)
    for (std::size_t j = 0; j < c.inputs.size(); ++j) {
      if (p.kind == PrimaryInputKind::imports) c.inputs[j] += p.values[j];
      if (p.kind == PrimaryInputKind::taxes_on_products) c.value_added[j] -= p.values[j];
    }
  for (std::size_t j = 0; j < c.inputs.size(); ++j) c.value_added[j] -= c.inputs[j];
  return c;
}

}  // namespace

DeflatedTable double_deflated(const InputOutputTable& current, const TableDeflators& deflators) {
  require_input_output_table(current, kName);
  if (current.unit.price_basis.kind() != PriceBasis::Kind::current)
    detail::fail<UnitMismatch>(kName, "the table must be at current prices", to_string(current.unit));
  detail::require(deflators.base_year >= 1 && deflators.base_year <= 9999, kName, "base_year must be in [1, 9999]",
                  std::to_string(deflators.base_year));
  require_indices(deflators.output, "output price indices", current.sectors);
  const bool by_product = current.imported_flows.rows != 0;
  const bool imports = by_product || std::any_of(current.primary_inputs.begin(), current.primary_inputs.end(),
                                                 [](auto& p) { return p.kind == PrimaryInputKind::imports; });
  if (imports) require_indices(deflators.imports, "import price indices", current.sectors);

  InputOutputTable t = current;
  t.unit.price_basis = PriceBasis::constant(deflators.base_year);
  t.stated_uses.clear();
  t.primary_inputs.clear();
  deflate_rows(t.flows, deflators.output);
  deflate(t.output, deflators.output);
  for (FinalDemand& f : t.final_demand) {
    deflate(f.values, deflators.output);
    f.imports.reset();
    f.taxes_on_products.reset();
  }
  if (by_product) {
    deflate_rows(t.imported_flows, deflators.imports);
    t.primary_inputs.push_back({"imports", PrimaryInputKind::imports, column_sums(t.imported_flows)});
  }
  for (const PrimaryInput& p : current.primary_inputs)
    if (p.kind == PrimaryInputKind::imports && !by_product) {
      t.primary_inputs.push_back(p);
      deflate(t.primary_inputs.back().values, deflators.imports);
    }

  // The current table with the imports that were deflated, so that both are of the same things.
  InputOutputTable before = current;
  if (by_product) {
    std::erase_if(before.primary_inputs, [](const PrimaryInput& p) { return p.kind == PrimaryInputKind::imports; });
    before.primary_inputs.push_back({"imports", PrimaryInputKind::imports, column_sums(current.imported_flows)});
  }
  const Columns then = columns_of(before), now = columns_of(t);
  for (const PrimaryInput& p : current.primary_inputs)
    if (p.kind == PrimaryInputKind::taxes_on_products) {
      t.primary_inputs.push_back(p);
      for (std::size_t j = 0; j < t.sectors.size(); ++j)
        if (then.inputs[j] != 0) t.primary_inputs.back().values[j] *= now.inputs[j] / then.inputs[j];
    }
  DeflatedTable result{{}, std::vector<double>(t.sectors.size(), std::numeric_limits<double>::quiet_NaN())};
  const std::vector<double> value_added = columns_of(t).value_added;
  for (std::size_t j = 0; j < t.sectors.size(); ++j)
    if (then.value_added[j] > 0 && value_added[j] > 0)
      result.value_added_deflator[j] = 100 * then.value_added[j] / value_added[j];
  t.primary_inputs.push_back({"value added", PrimaryInputKind::other_value_added, value_added});
  result.table = std::move(t);
  return result;
}

}  // namespace foreplan::inline v0::structure
