#include <foreplan/report/input_output.hpp>
#include <foreplan/structure/leontief.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::report {
namespace {

using structure::InputOutputTable;
using structure::Multipliers;
using text::message;

std::string words(Language language, std::string_view key) { return std::string(message(language, key)); }

/// Decimals for whole amounts where all are whole.
int decimals_of(const InputOutputTable& t) {
  double largest = 0;
  bool whole = true;
  for (const double x : t.flows.values) {
    largest = std::max(largest, std::abs(x));
    whole = whole && x == std::round(x);
  }
  return whole ? 0 : text::decimals_for(largest, 5);
}

Column number_column(std::string header, int decimals, Align align = Align::right) {
  return {std::move(header), {}, NumberStyle::plain, decimals, align};
}

std::vector<Cell> labelled(std::string label, const std::vector<double>& values, std::size_t columns) {
  std::vector<Cell> row{std::move(label)};
  for (const double x : values) row.emplace_back(x);
  row.resize(columns);
  return row;
}

double largest(const std::vector<double>& values) {
  double most = 0;
  for (const double x : values)
    if (std::isfinite(x)) most = std::max(most, std::abs(x));
  return most;
}

std::string what_of(const Multipliers& m, Language language) {
  return m.kind == structure::MultiplierKind::satellite || m.kind == structure::MultiplierKind::other
             ? m.name
             : words(language, "report.io.multiplier." + std::string(to_string(m.kind)));
}

Tone tone_of(structure::FindingSeverity severity) {
  switch (severity) {
    case structure::FindingSeverity::contradiction:
      return Tone::bad;
    case structure::FindingSeverity::warning:
      return Tone::caution;
    case structure::FindingSeverity::note:
      return Tone::neutral;
  }
  return Tone::neutral;
}

}  // namespace

Table flow_table(const InputOutputTable& t, Language language) {
  structure::require_input_output_table(t, "report::flow_table");
  const int decimals = decimals_of(t);
  Table table;
  table.caption = words(language, "report.io.flows");
  if (const std::string unit = text::unit_text(t.unit, language); t.unit != Unit{})
    table.note = text::capitalised(unit);
  table.columns = {{words(language, "report.io.sector")}};
  for (const std::string& s : t.sectors) table.columns.push_back(number_column(s, decimals));
  for (const auto& f : t.final_demand) table.columns.push_back(number_column(f.name, decimals));
  table.columns.push_back(number_column(words(language, "report.io.output"), decimals));
  const std::size_t width = table.columns.size();
  for (std::size_t i = 0; i < t.sectors.size(); ++i) {
    const auto flows = t.flows.row(i);
    std::vector<double> values(flows.begin(), flows.end());
    for (const auto& f : t.final_demand) values.push_back(f.values[i]);
    values.push_back(t.output[i]);
    table.rows.push_back(labelled(t.sectors[i], values, width));
  }
  table.rows.push_back(labelled(words(language, "report.io.inputs"), intermediate_inputs(t), width));
  for (const auto& p : t.primary_inputs) table.rows.push_back(labelled(p.name, p.values, width));
  table.rows.push_back(labelled(words(language, "report.io.output"), t.output, width));
  table.totals = t.primary_inputs.size() + 2;
  return table;
}

Table coefficient_table(const InputOutputTable& t, Language language) {
  const structure::Matrix a = structure::input_coefficients(t);
  Table table;
  table.caption = words(language, "report.io.coefficients");
  table.columns = {{words(language, "report.io.sector")}};
  for (const std::string& s : t.sectors) table.columns.push_back(number_column(s, 4));
  for (std::size_t i = 0; i < t.sectors.size(); ++i)
    table.rows.push_back(labelled(t.sectors[i], {a.row(i).begin(), a.row(i).end()}, table.columns.size()));
  table.rows.push_back(labelled(words(language, "report.total"), column_sums(a), table.columns.size()));
  table.totals = 1;
  return table;
}

Table multiplier_table(const std::vector<Multipliers>& multipliers, const std::vector<std::string>& sectors,
                       Language language) {
  Table table;
  table.columns = {{words(language, "report.io.sector")}};
  table.note = words(language, "report.note.multipliers");
  std::vector<const std::vector<double>*> columns;
  for (const Multipliers& m : multipliers) {
    const std::string what = what_of(m, language);
    const int decimals = std::max(4, text::decimals_for(largest(m.simple), 4));
    for (const auto& [values, key] :
         {std::pair(&m.direct, "report.io.direct"), std::pair(&m.simple, "report.io.indirect"),
          std::pair(&m.total, "report.io.induced")}) {
      if (values == &m.total && values->empty()) continue;
      if (values->size() != sectors.size())
        detail::fail("report::multiplier_table", "multipliers must have one value for each sector",
                     std::to_string(values->size()) + " for " + std::to_string(sectors.size()),
                     "in " + detail::quoted(what));
      table.columns.push_back(number_column(text::capitalised(message(language, key, {{"what", what}})), decimals));
      columns.push_back(values);
    }
  }
  for (std::size_t j = 0; j < sectors.size(); ++j) {
    table.rows.push_back({sectors[j]});
    for (const auto* values : columns) table.rows.back().emplace_back((*values)[j]);
  }
  return table;
}

Table content_table(const structure::TradeContent& content, const Unit& unit, Language language) {
  double most = 0;
  for (const auto& d : content.final_demand) most = std::max(most, std::abs(d.demand));
  const int decimals = text::decimals_for(most, 5);
  Table table;
  table.columns = {{words(language, "report.io.final_demand")}};
  for (const char* key : {"report.io.of_output", "report.io.value_added", "report.io.imports", "report.io.taxes",
                          "report.io.direct_imports"})
    table.columns.push_back(number_column(words(language, key), decimals));
  table.columns[1].unit = unit;
  for (const auto& d : content.final_demand)
    table.rows.push_back(
        {d.name, d.demand, d.value_added, d.imports, d.taxes_on_products, d.direct_imports.value_or(std::nan(""))});
  const std::string from = words(language, "report.io.from." + std::string(to_string(content.figures)));
  table.note = std::isnan(content.vertical_specialisation_share)
                   ? message(language, "report.note.import_figures", {{"from", from}})
                   : message(language, "report.note.specialisation",
                             {{"imports", text::percent(content.vertical_specialisation_share, 1, language)},
                              {"value_added", text::percent(content.domestic_value_added_share, 1, language)},
                              {"from", from}});
  return table;
}

Findings findings(const structure::InputOutputCheck& check, Language language) {
  Findings block;
  for (const structure::InputOutputFinding& f : check.findings)
    block.items.push_back({tone_of(f.severity),
                           text::capitalised(message(language, "severity." + std::string(to_string(f.severity)))),
                           f.sentence,
                           {},
                           {}});
  return block;
}

}  // namespace foreplan::inline v0::report
