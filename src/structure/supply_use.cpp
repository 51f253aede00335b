#include <foreplan/structure/supply_use.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/check.hpp"
#include "numeric/lu.hpp"
#include "structure/table_findings.hpp"
#include "text/messages.hpp"

namespace foreplan::inline v0::structure {
namespace {

using Model = TransformationModel;

bool by_product(Model model) { return model == Model::product_technology || model == Model::industry_technology; }

void require_supply_use(std::string_view function, const SupplyUseTables& t) {
  require_names(function, t.products, "product");
  require_names(function, t.industries, "industry");
  require_cells(function, t.supply, "supply", t.products, t.industries);
  require_cells(function, t.use, "use", t.products, t.industries);
  require_accounts(function, t.final_demand, t.products);
  require_accounts(function, t.primary_inputs, t.industries);
  require_accounts(function, t.satellites, t.industries);
  if (t.imported_use.rows != 0 || t.imported_use.columns != 0 || !t.imported_use.values.empty())
    require_cells(function, t.imported_use, "imported use", t.products, t.industries);
}

/// a b, by the rows of b.
Matrix product(const Matrix& a, const Matrix& b) {
  Matrix c = filled_matrix(a.rows, b.columns);
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t k = 0; k < a.columns; ++k)
      if (const double x = a(i, k); x != 0)
        for (std::size_t j = 0; j < b.columns; ++j) c(i, j) += x * b(k, j);
  return c;
}

/// a x.
std::vector<double> product(const Matrix& a, const std::vector<double>& x) {
  return product(a, Matrix{x.size(), 1, x}).values;
}
/// x' a.
std::vector<double> product(const std::vector<double>& x, const Matrix& a) {
  return product(Matrix{1, x.size(), x}, a).values;
}

/// Column by column.
std::vector<double> by_columns(const Matrix& a) { return transposed(a).values; }

/// supply^-1, or nothing and the industry that is at fault.
Matrix inverse_supply(const SupplyUseTables& t, std::string& fault) {
  const std::size_t n = t.industries.size();
  std::vector<double> columns = by_columns(t.supply);
  const std::vector<double> outputs = column_sums(t.supply);
  // Industries differ in size by orders of magnitude, which says nothing about their mixes.
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t i = 0; i < n && outputs[j] != 0; ++i) columns[j * n + i] /= outputs[j];
  const numeric::LuFactors lu = numeric::lu_factor(std::move(columns), n);
  if (numeric::reciprocal_condition(lu) < static_cast<double>(n) * std::numeric_limits<double>::epsilon()) {
    std::size_t least = 0;
    for (std::size_t j = 0; j < n; ++j)
      if (std::abs(lu.values[j * n + j]) < std::abs(lu.values[least * n + least])) least = j;
    fault = t.industries[least];
    return {};
  }
  std::vector<double> inverse(n * n, 0);
  for (std::size_t j = 0; j < n; ++j) inverse[j * n + j] = 1;
  numeric::lu_solve(lu, inverse);
  Matrix result = transposed({n, n, std::move(inverse)});
  for (std::size_t j = 0; j < n; ++j)
    for (double& x : result.row(j)) x /= outputs[j];
  return result;
}

Matrix transformation_matrix(const SupplyUseTables& t, Model model, std::string& fault) {
  const std::vector<double> q = row_sums(t.supply), g = column_sums(t.supply);
  Matrix m;
  if (model == Model::product_technology || model == Model::fixed_industry_sales) {
    m = inverse_supply(t, fault);
    for (std::size_t j = 0; j < m.rows; ++j)
      for (std::size_t i = 0; i < m.columns; ++i) m(j, i) *= model == Model::product_technology ? q[i] : g[j];
    return m;
  }
  m = transposed(t.supply);
  for (std::size_t j = 0; j < m.rows; ++j)
    for (std::size_t i = 0; i < m.columns; ++i)
      if (m(j, i) != 0) m(j, i) /= model == Model::industry_technology ? g[j] : q[i];
  return m;
}

/// What has no output is spread over nothing, and would be lost.
void require_output(std::string_view function, const SupplyUseTables& t, Model model) {
  if (model == Model::industry_technology) {
    const std::vector<double> g = column_sums(t.supply), inputs = column_sums(t.use);
    for (std::size_t j = 0; j < g.size(); ++j)
      if (g[j] == 0 && inputs[j] != 0)
        detail::fail(function, "an industry that uses products must have output", "none",
                     "for " + detail::quoted(t.industries[j]));
  } else if (model == Model::fixed_product_sales) {
    const std::vector<double> q = row_sums(t.supply);
    for (std::size_t i = 0; i < q.size(); ++i) {
      const auto used = [&](const Matrix& m) {
        const auto row = m.row(i);
        return std::any_of(row.begin(), row.end(), [](double x) { return x != 0; });
      };
      const auto demanded = [&](const FinalDemand& f) { return f.values[i] != 0; };
      if (q[i] == 0 && (used(t.use) || (t.imported_use.rows != 0 && used(t.imported_use)) ||
                        std::any_of(t.final_demand.begin(), t.final_demand.end(), demanded)))
        detail::fail(function, "a product that is used must have output, by which its makers are known", "none",
                     "for " + detail::quoted(t.products[i]));
    }
  }
}

InputOutputTable transformed(const SupplyUseTables& t, const Matrix& m, bool products) {
  InputOutputTable r;
  r.sectors = products ? t.products : t.industries;
  r.unit = t.unit;
  r.flows = products ? product(t.use, m) : product(m, t.use);
  r.final_demand = t.final_demand;
  r.primary_inputs = t.primary_inputs;
  r.satellites = t.satellites;
  r.output = products ? row_sums(t.supply) : column_sums(t.supply);
  if (t.imported_use.rows != 0) r.imported_flows = products ? product(t.imported_use, m) : product(m, t.imported_use);
  if (products) {
    for (PrimaryInput& p : r.primary_inputs) p.values = product(p.values, m);
    for (SatelliteAccount& s : r.satellites) s.values = product(s.values, m);
  } else {
    for (FinalDemand& f : r.final_demand) f.values = product(m, f.values);
  }
  return r;
}

}  // namespace

std::string_view to_string(TransformationModel model) noexcept {
  switch (model) {
    case Model::product_technology:
      return "product_technology";
    case Model::industry_technology:
      return "industry_technology";
    case Model::fixed_industry_sales:
      return "fixed_industry_sales";
    case Model::fixed_product_sales:
      return "fixed_product_sales";
  }
  return "unknown";
}

InputOutputCheck check(const SupplyUseTables& t, const InputOutputCheckOptions& options) {
  constexpr std::string_view kName = "structure::check";
  require_supply_use(kName, t);
  require_options(kName, options);
  const std::vector<double> q = row_sums(t.supply), g = column_sums(t.supply), no_stated_uses;
  InputOutputCheck result{findings_of({t.products, t.industries, t.unit, t.use, t.imported_use, t.final_demand,
                                       t.primary_inputs, t.satellites, q, g, no_stated_uses, false},
                                      options)};
  for (std::size_t i = 0; i < t.supply.rows; ++i)
    for (std::size_t j = 0; j < t.supply.columns; ++j)
      if (t.supply(i, j) < 0)
        result.findings.push_back({InputOutputFindingKind::negative_cell, FindingSeverity::contradiction, t.products[i],
                                   t.industries[j], t.supply(i, j), 0,
                                   text::message(options.language, "table.negative.supply",
                                                 {{"user", t.industries[j]},
                                                  {"name", t.products[i]},
                                                  {"amount", amount_text(t.supply(i, j), t.unit, options.language)}})});
  sort_findings(result.findings);
  return result;
}

SymmetricTransformation to_symmetric(const SupplyUseTables& t, TransformationModel model) {
  constexpr std::string_view kName = "structure::to_symmetric";
  require_supply_use(kName, t);
  const bool inverts = model == Model::product_technology || model == Model::fixed_industry_sales;
  if (inverts && t.products.size() != t.industries.size())
    detail::fail(kName, std::string(to_string(model)) + " needs as many products as industries",
                 std::to_string(t.products.size()) + " and " + std::to_string(t.industries.size()));
  require_output(kName, t, model);
  SymmetricTransformation result;
  result.model = model;
  result.matrix = transformation_matrix(t, model, result.singular_industry);
  if (!result.singular_industry.empty()) {
    result.stop = Stop::singular;
    return result;
  }
  result.stop = Stop::converged;
  result.table = transformed(t, result.matrix, by_product(model));
  for (InputOutputFinding& f : check(result.table, {.tolerance = 1}).findings)
    if (f.kind == InputOutputFindingKind::negative_cell) result.negatives.push_back(std::move(f));
  return result;
}

}  // namespace foreplan::inline v0::structure
