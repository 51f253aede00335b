#include <foreplan/structure/leontief.hpp>
#include <foreplan/structure/trade_content.hpp>

#include <algorithm>
#include <limits>
#include <utility>

#include "core/check.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::string_view kName = "structure::trade_content";

bool has_row_of_imports(const InputOutputTable& t) {
  return std::any_of(t.primary_inputs.begin(), t.primary_inputs.end(),
                     [](const PrimaryInput& p) { return p.kind == PrimaryInputKind::imports; });
}

ImportFigures figures_of(const InputOutputTable& t, std::optional<ImportFigures> asked) {
  const bool flows = t.imported_flows.rows != 0, row = has_row_of_imports(t);
  const ImportFigures figures = asked.value_or(flows ? ImportFigures::imported_flows : ImportFigures::imports_row);
  detail::require(figures == ImportFigures::imported_flows ? flows : row, kName,
                  "the table must have " + std::string(to_string(figures)), "none");
  return figures;
}

template <class Has>
std::vector<double> sum_of(const InputOutputTable& t, Has has) {
  std::vector<double> sum(t.sectors.size(), 0);
  for (const PrimaryInput& p : t.primary_inputs)
    if (has(p.kind))
      for (std::size_t j = 0; j < sum.size(); ++j) sum[j] += p.values[j];
  return sum;
}

class Contents {
 public:
  Contents(const InputOutputTable& t, std::optional<ImportFigures> figures)
      : t_(t), system_(factor(input_coefficients(t), t.sectors)) {
    r_.figures = figures_of(t, figures);
    r_.stop = Stop::converged;
  }

  TradeContent content() {
    r_.value_added = per_unit(sum_of(t_, is_value_added));
    r_.taxes_on_products =
        per_unit(sum_of(t_, [](PrimaryInputKind k) { return k == PrimaryInputKind::taxes_on_products; }));
    r_.imports = per_unit(r_.figures == ImportFigures::imported_flows
                              ? column_sums(t_.imported_flows)
                              : sum_of(t_, [](PrimaryInputKind k) { return k == PrimaryInputKind::imports; }));
    for (std::size_t j = 0; j < t_.sectors.size(); ++j)
      r_.unaccounted.push_back(1 - (r_.value_added[j] + r_.imports[j] + r_.taxes_on_products[j]));
    for (const FinalDemand& f : t_.final_demand)
      r_.final_demand.push_back({f.name, f.kind, inner(std::vector<double>(f.values.size(), 1), f.values),
                                 inner(r_.value_added, f.values), inner(r_.imports, f.values),
                                 inner(r_.taxes_on_products, f.values), inner(r_.unaccounted, f.values), f.imports,
                                 f.taxes_on_products});
    if (r_.figures == ImportFigures::imported_flows) imports_by_product();
    exports();
    return std::move(r_);
  }

 private:
  static double inner(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t j = 0; j < a.size(); ++j) sum += a[j] * b[j];
    return sum;
  }

  std::vector<double> solution(SystemSolution s) {
    r_.residual = std::max(r_.residual, s.residual);
    if (!s.usable()) r_.stop = s.stop;
    return std::move(s.values);
  }

  [[nodiscard]] double of_output(double x, std::size_t j) const {
    if (x == 0) return 0;
    if (t_.output[j] == 0)
      detail::fail(kName, "a sector with primary inputs or imports must have output", "none",
                   "in " + detail::quoted(t_.sectors[j]));
    return x / t_.output[j];
  }

  /// w' L for inputs w in amounts.
  std::vector<double> per_unit(std::vector<double> amounts) {
    for (std::size_t j = 0; j < amounts.size(); ++j) amounts[j] = of_output(amounts[j], j);
    return solution(system_.solve_transposed(amounts));
  }

  void imports_by_product() {
    const std::size_t n = t_.sectors.size();
    r_.imports_by_product = filled_matrix(n, t_.final_demand.size());
    for (std::size_t k = 0; k < t_.final_demand.size(); ++k) {
      const std::vector<double> output = solution(system_.solve(t_.final_demand[k].values));
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
          r_.imports_by_product(i, k) += of_output(t_.imported_flows(i, j), j) * output[j];
    }
  }

  void exports() {
    const std::size_t n = t_.sectors.size();
    std::vector<double> exports(n, 0);
    for (const FinalDemand& f : t_.final_demand)
      if (f.kind == FinalDemandKind::exports)
        for (std::size_t j = 0; j < n; ++j) exports[j] += f.values[j];
    double imported = 0;
    for (std::size_t j = 0; j < n; ++j) {
      r_.exports += exports[j];
      r_.vertical_specialisation.push_back(r_.imports[j] * exports[j]);
      imported += r_.vertical_specialisation.back();
    }
    r_.domestic_value_added = inner(r_.value_added, exports);
    const auto share = [&](double x) {
      return r_.exports != 0 ? x / r_.exports : std::numeric_limits<double>::quiet_NaN();
    };
    r_.vertical_specialisation_share = share(imported);
    r_.domestic_value_added_share = share(r_.domestic_value_added);
  }

  const InputOutputTable& t_;
  InputOutputSystem system_;
  TradeContent r_;
};

}  // namespace

std::string_view to_string(ImportFigures figures) noexcept {
  switch (figures) {
    case ImportFigures::imports_row:
      return "imports_row";
    case ImportFigures::imported_flows:
      return "imported_flows";
  }
  return "unknown";
}

TradeContent trade_content(const InputOutputTable& t, std::optional<ImportFigures> figures) {
  require_input_output_table(t, kName);
  return Contents(t, figures).content();
}

}  // namespace foreplan::inline v0::structure
