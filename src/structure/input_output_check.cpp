#include <foreplan/structure/input_output.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "structure/table_findings.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::structure {
namespace {

using Kind = InputOutputFindingKind;
using Severity = FindingSeverity;

class Checker {
 public:
  Checker(const FlowBalance& t, const InputOutputCheckOptions& options)
      : t_(t),
        options_(options),
        uses_(row_sums(t.flows)),
        inputs_(column_sums(t.flows)),
        final_(t.rows.size(), 0),
        primary_(t.columns.size(), 0) {
    for (const FinalDemand& f : t.final_demand)
      for (std::size_t i = 0; i < final_.size(); ++i) final_[i] += f.values[i];
    for (const PrimaryInput& p : t.primary_inputs)
      for (std::size_t j = 0; j < primary_.size(); ++j) primary_[j] += p.values[j];
  }

  std::vector<InputOutputFinding> findings() {
    if (!flows_are_coefficients()) {  // Then all else there is to find would only follow from it.
      for (std::size_t i = 0; i < t_.rows.size(); ++i) {
        activity(t_.rows[i], t_.row_output[i], t_.symmetric ? &inputs_[i] : nullptr, uses_[i] + final_[i]);
        row(i);
        if (t_.symmetric) column(i);
      }
      for (std::size_t j = 0; j < t_.columns.size() && !t_.symmetric; ++j) {
        activity(t_.columns[j], t_.column_output[j], &inputs_[j], 0);
        column(j);
      }
      imports();
      product_taxes();
      negative_cells();
    }
    price_basis();
    return std::move(found_);
  }

 private:
  [[nodiscard]] std::string say(std::string_view key, std::initializer_list<text::Field> fields) const {
    return text::message(options_.language, key, fields);
  }
  [[nodiscard]] std::string amount(double x) const { return amount_text(x, t_.unit, options_.language); }
  [[nodiscard]] std::string difference(double a, double b) const {
    return difference_text(a, b, t_.unit, options_.language);
  }

  void add(Kind kind, Severity severity, std::string row, std::string column, double value, double expected,
           std::string sentence) {
    found_.push_back({kind, severity, std::move(row), std::move(column), value, expected, std::move(sentence)});
  }

  [[nodiscard]] double allowed(double a, double b, std::size_t figures) const {
    return options_.tolerance * std::max(std::abs(a), std::abs(b)) +
           options_.rounding * static_cast<double>(figures + 1);
  }
  [[nodiscard]] std::size_t column_figures() const { return t_.rows.size() + t_.primary_inputs.size(); }

  bool flows_are_coefficients() {
    if (std::any_of(t_.flows.values.begin(), t_.flows.values.end(), [](double x) { return x < 0 || x > 1; }))
      return false;
    const double column = *std::max_element(inputs_.begin(), inputs_.end());
    const double output = *std::max_element(t_.column_output.begin(), t_.column_output.end());
    // Flows this small beside the output would make a table without interdependence.
    if (column == 0 || column >= 1 || output < 100) return false;
    add(Kind::coefficients_as_flows, Severity::contradiction, {}, {}, column, output,
        say("table.coefficients",
            {{"column", amount_text(column, {}, options_.language)}, {"output", amount(output)}}));
    return true;
  }

  /// @param inputs  null for what has none, a product of a supply table.
  void activity(const std::string& name, double output, const double* inputs, double uses) {
    const bool has_inputs = inputs != nullptr && *inputs != 0;
    if (output == 0 && (has_inputs || uses != 0))
      add(Kind::no_output, Severity::contradiction, name, {}, has_inputs ? *inputs : uses, 0,
          say(has_inputs ? "table.no_output.inputs" : "table.no_output.delivers",
              {{"name", name}, {"amount", amount(has_inputs ? *inputs : uses)}}));
    else if (output == 0)
      add(Kind::no_output, Severity::note, name, {}, 0, 0, say("table.no_output.idle", {{"name", name}}));
    else if (inputs == nullptr)
      return;
    else if (!has_inputs)
      add(Kind::no_inputs, Severity::note, name, {}, 0, output,
          say("table.no_inputs", {{"name", name}, {"amount", amount(output)}}));
    else if (*inputs > output && output > 0)
      add(Kind::inputs_exceed_output, Severity::warning, {}, name, *inputs, output,
          say("table.inputs_exceed", {{"name", name}, {"amount", amount(*inputs)}, {"output", amount(output)}}));
  }

  void row(std::size_t i) {
    const double uses = uses_[i] + final_[i];
    const auto differs = [&](Kind kind, double expected, std::string_view what) {
      if (std::abs(uses - expected) <= allowed(uses, expected, t_.columns.size() + t_.final_demand.size())) return;
      add(kind, Severity::contradiction, t_.rows[i], {}, uses, expected,
          say("table.row", {{"name", t_.rows[i]},
                            {"intermediate", amount(uses_[i])},
                            {"final", amount(final_[i])},
                            {"sum", amount(uses)},
                            {"difference", difference(uses, expected)},
                            {"what", say(what, {{"amount", amount(expected)}})}}));
    };
    if (!t_.final_demand.empty()) differs(Kind::row_does_not_add_up, t_.row_output[i], "table.output");
    if (!t_.stated_uses.empty()) differs(Kind::stated_uses_differ, t_.stated_uses[i], "table.stated_uses");
  }

  void column(std::size_t j) {
    if (t_.primary_inputs.empty()) return;
    const double sum = inputs_[j] + primary_[j], output = t_.column_output[j];
    if (std::abs(sum - output) <= allowed(sum, output, column_figures())) return;
    add(Kind::column_does_not_add_up, Severity::contradiction, {}, t_.columns[j], sum, output,
        say("table.column", {{"name", t_.columns[j]},
                             {"intermediate", amount(inputs_[j])},
                             {"primary", amount(primary_[j])},
                             {"sum", amount(sum)},
                             {"difference", difference(sum, output)},
                             {"what", say("table.output", {{"amount", amount(output)}})}}));
  }

  void imports() {
    const auto is_row = [](const PrimaryInput& p) { return p.kind == PrimaryInputKind::imports; };
    if (t_.imported_flows.rows == 0 || std::none_of(t_.primary_inputs.begin(), t_.primary_inputs.end(), is_row)) return;
    const std::vector<double> sums = column_sums(t_.imported_flows);
    for (std::size_t j = 0; j < sums.size(); ++j) {
      double stated = 0;
      for (const PrimaryInput& p : t_.primary_inputs) stated += is_row(p) ? p.values[j] : 0;
      if (std::abs(sums[j] - stated) <= allowed(sums[j], stated, sums.size())) continue;
      add(Kind::imports_differ, Severity::contradiction, {}, t_.columns[j], sums[j], stated,
          say("table.imports", {{"name", t_.columns[j]},
                                {"sum", amount(sums[j])},
                                {"difference", difference(sums[j], stated)},
                                {"imports", amount(stated)}}));
    }
  }

  /// Columns that fall short in most sectors and exceed output in none are short of something that all pay.
  void product_taxes() {
    if (t_.primary_inputs.empty() ||
        std::any_of(t_.primary_inputs.begin(), t_.primary_inputs.end(),
                    [](const PrimaryInput& p) { return p.kind == PrimaryInputKind::taxes_on_products; }))
      return;
    double missing = 0, total = 0;
    std::size_t active = 0, sectors = 0;
    for (std::size_t j = 0; j < t_.columns.size(); ++j) {
      const double output = t_.column_output[j], gap = output - (inputs_[j] + primary_[j]),
                   limit = allowed(output, output - gap, column_figures());
      if (gap < -limit) return;
      active += output != 0;
      total += output;
      if (gap <= limit) continue;
      missing += gap;
      ++sectors;
    }
    if (sectors == 0 || 2 * sectors <= active) return;
    add(Kind::product_taxes_left_out, Severity::warning, {}, {}, missing, total,
        say("table.product_taxes",
            {{"short", std::to_string(sectors)}, {"sectors", std::to_string(active)}, {"amount", amount(missing)}}));
  }

  void negative_cells() {
    const auto note = [&](Severity severity, const std::string& row, const std::string& column, double x,
                          std::string sentence) {
      add(Kind::negative_cell, severity, row, column, x, 0, std::move(sentence));
    };
    const auto flow = [&](std::string_view key, const std::string& name, const std::string& user, double x) {
      return say(key, {{"name", name}, {"user", user}, {"amount", amount(x)}});
    };
    for (const auto& [m, key] :
         {std::pair(&t_.flows, "table.negative.flow"), std::pair(&t_.imported_flows, "table.negative.imported")})
      for (std::size_t i = 0; i < m->rows; ++i)
        for (std::size_t j = 0; j < m->columns; ++j)
          if (const double x = (*m)(i, j); x < 0)
            note(Severity::contradiction, t_.rows[i], t_.columns[j], x, flow(key, t_.rows[i], t_.columns[j], x));
    for (const FinalDemand& f : t_.final_demand)
      for (std::size_t i = 0; i < t_.rows.size() && f.kind != FinalDemandKind::inventory_change; ++i)
        if (const double x = f.values[i]; x < 0)
          note(Severity::warning, t_.rows[i], f.name, x, flow("table.negative.flow", t_.rows[i], f.name, x));
    const auto outputs = [&](const std::vector<std::string>& names, const std::vector<double>& output) {
      for (std::size_t i = 0; i < names.size(); ++i)
        if (output[i] < 0)
          note(Severity::contradiction, names[i], {}, output[i],
               say("table.negative.output", {{"name", names[i]}, {"amount", amount(output[i])}}));
    };
    outputs(t_.rows, t_.row_output);
    if (!t_.symmetric) outputs(t_.columns, t_.column_output);
    const auto account = [&](const std::string& name, const std::vector<double>& values, const Unit& unit) {
      for (std::size_t j = 0; j < values.size(); ++j)
        if (values[j] < 0)
          note(Severity::warning, name, t_.columns[j], values[j],
               say("table.negative.account", {{"name", t_.columns[j]},
                                              {"account", name},
                                              {"amount", amount_text(values[j], unit, options_.language)}}));
    };
    for (const PrimaryInput& p : t_.primary_inputs)
      if (p.kind == PrimaryInputKind::imports || p.kind == PrimaryInputKind::compensation_of_employees)
        account(p.name, p.values, t_.unit);
    for (const SatelliteAccount& s : t_.satellites) account(s.name, s.values, s.unit);
  }

  void price_basis() {
    if (t_.unit.is_money() && t_.unit.price_basis.kind() != PriceBasis::Kind::unstated) return;
    if (!t_.unit.is_money() && !t_.unit.name.empty()) return;  // A table in tonnes or joules.
    add(Kind::price_basis_not_stated, Severity::warning, {}, {}, std::nan(""), std::nan(""),
        t_.unit.is_money() ? say("table.prices.unstated", {{"unit", text::unit_text(t_.unit, options_.language)}})
                           : say("table.prices.none", {}));
  }

  const FlowBalance& t_;
  const InputOutputCheckOptions& options_;
  std::vector<double> uses_, inputs_, final_, primary_;
  std::vector<InputOutputFinding> found_;
};

}  // namespace

std::string_view to_string(InputOutputFindingKind kind) noexcept {
  switch (kind) {
    case Kind::row_does_not_add_up:
      return "row_does_not_add_up";
    case Kind::column_does_not_add_up:
      return "column_does_not_add_up";
    case Kind::stated_uses_differ:
      return "stated_uses_differ";
    case Kind::negative_cell:
      return "negative_cell";
    case Kind::no_output:
      return "no_output";
    case Kind::no_inputs:
      return "no_inputs";
    case Kind::inputs_exceed_output:
      return "inputs_exceed_output";
    case Kind::product_taxes_left_out:
      return "product_taxes_left_out";
    case Kind::imports_differ:
      return "imports_differ";
    case Kind::coefficients_as_flows:
      return "coefficients_as_flows";
    case Kind::price_basis_not_stated:
      return "price_basis_not_stated";
  }
  return "unknown";
}

std::string_view to_string(FindingSeverity severity) noexcept {
  switch (severity) {
    case Severity::contradiction:
      return "contradiction";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "unknown";
}

bool InputOutputCheck::consistent() const noexcept {
  return std::none_of(findings.begin(), findings.end(),
                      [](const InputOutputFinding& f) { return f.severity == Severity::contradiction; });
}

std::size_t InputOutputCheck::count(InputOutputFindingKind kind) const noexcept {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [&](const InputOutputFinding& f) { return f.kind == kind; }));
}

std::vector<InputOutputFinding> findings_of(const FlowBalance& balance, const InputOutputCheckOptions& options) {
  return Checker(balance, options).findings();
}

void sort_findings(std::vector<InputOutputFinding>& findings) {
  std::stable_sort(findings.begin(), findings.end(),
                   [](const InputOutputFinding& a, const InputOutputFinding& b) { return a.severity < b.severity; });
}

void require_options(std::string_view function, const InputOutputCheckOptions& options) {
  detail::require(options.tolerance >= 0 && std::isfinite(options.tolerance), function,
                  "tolerance must be >= 0 and finite", options.tolerance);
  detail::require(options.rounding >= 0 && std::isfinite(options.rounding), function,
                  "rounding must be >= 0 and finite", options.rounding);
}

InputOutputCheck check(const InputOutputTable& t, const InputOutputCheckOptions& options) {
  constexpr std::string_view kName = "structure::check";
  require_input_output_table(t, kName);
  require_options(kName, options);
  InputOutputCheck result{findings_of({t.sectors, t.sectors, t.unit, t.flows, t.imported_flows, t.final_demand,
                                       t.primary_inputs, t.satellites, t.output, t.output, t.stated_uses},
                                      options)};
  sort_findings(result.findings);
  return result;
}

}  // namespace foreplan::inline v0::structure
