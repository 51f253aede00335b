#include <foreplan/io/files.hpp>
#include <foreplan/io/input_output.hpp>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/check.hpp"
#include "io/input_output_labels.hpp"
#include "io/number_issue.hpp"
#include "text/csv.hpp"
#include "text/decimal.hpp"
#include "text/utf8.hpp"

namespace foreplan::inline v0::io {
namespace {

using structure::FinalDemand;
using structure::FinalDemandKind;
using structure::InputOutputTable;
using structure::Matrix;
using structure::PrimaryInput;
using structure::PrimaryInputKind;

std::optional<Unit> unit_of(std::string_view text) {
  try {
    return parse_unit(text);
  } catch (const InvalidArgument&) {
    return std::nullopt;
  }
}

template <class Map>
const typename Map::mapped_type* find(const Map& map, const std::string& key) {
  const auto at = map.find(key);
  return at == map.end() ? nullptr : &at->second;
}

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

class Reader {
 public:
  Reader(std::string_view text, const InputOutputReadOptions& options, std::string_view file)
      : options_(options), text_(text), csv_(text, file, {.bytes = options.max_bytes, .comments = true}) {}

  InputOutputTable read() {
    if (read_header()) {
      while (csv_.next()) read_row();
      if (!csv_.has_issues()) require_rows();
    }
    csv_.finish();
    return assembled();
  }

 private:
  enum class Column { sector, final_demand, stated_uses, ignored };
  /// What the figures of a row below final demand are.
  enum class OfDemand { not_read, optional, needed };

  void note(std::size_t column, std::string expected, std::string found, std::string suggestion = {}) {
    csv_.note(column, [&] {
      return ParseIssue{
          .expected = std::move(expected), .found = std::move(found), .suggestion = std::move(suggestion)};
    });
  }

  // The header --------------------------------------------------------------------------------------------

  bool read_header() {
    if (!csv_.next()) {
      if (!csv_.has_issues()) csv_.note_end("a header row such as sector,agriculture,industry", "an empty text");
      return false;
    }
    const auto cells = csv_.row();
    read_unit(text::csv_text(cells[0], scratch_));
    std::unordered_set<std::string> met;
    for (std::size_t c = 1; c < cells.size(); ++c) {
      const std::string label(text::csv_text(cells[c], scratch_));
      columns_.push_back(Column::ignored);
      if (contains(options_.ignored, label) || !sound_name(c, label)) continue;
      if (!met.insert(label).second)
        note(c, "each column once", detail::quoted(label) + " again");
      else
        columns_.back() = column_of(c, label);
    }
    if (t_.sectors.empty() && !csv_.has_issues()) note(0, "columns of sectors", "none");
    const std::vector<std::string> known(met.begin(), met.end());
    const auto require_column = [&](const std::string& label) {
      if (!met.contains(label)) note(0, "a column " + detail::quoted(label), "none", did_you_mean(label, known));
    };
    for (const std::string& s : options_.sectors) require_column(s);
    for (const auto& [label, kind] : options_.final_demand) require_column(label);
    if (!options_.stated_uses.empty()) require_column(options_.stated_uses);
    return !csv_.has_issues();
  }

  void read_unit(std::string_view cell) {
    if (options_.unit) {
      t_.unit = *options_.unit;
      return;
    }
    const auto mark = internal::marked_label(cell).mark;
    if (!mark) return;
    if (const auto unit = unit_of(*mark))
      t_.unit = *unit;
    else
      note(0, "a unit such as \"million EUR, current prices, basic valuation\" in the brackets", detail::quoted(*mark));
  }

  bool sound_name(std::size_t column, std::string_view label) {
    if (!csv_.sound(column) || text::first_bad_byte(label) != label.size()) return false;  // noted already
    const std::string_view name = internal::marked_label(label).name;
    if (label.empty() || name.empty())
      note(column, "a name", label.empty() ? "an empty field" : detail::quoted(label));
    else if (name.front() == ' ' || name.back() == ' ')
      note(column, "a name without spaces around it", detail::quoted(label));
    else
      return true;
    return false;
  }

  Column column_of(std::size_t c, const std::string& label) {
    const auto demand = [&](std::string_view name, FinalDemandKind kind) {
      if (!demand_names_.insert(std::string(name)).second)
        note(c, "each final demand once", detail::quoted(name) + " again");
      t_.final_demand.push_back({std::string(name), kind, {}, {}, {}});
      return Column::final_demand;
    };
    if (const FinalDemandKind* kind = find(options_.final_demand, label)) return demand(label, *kind);
    if (label == (options_.stated_uses.empty() ? options_.output : options_.stated_uses)) {
      has_stated_uses_ = true;
      return Column::stated_uses;
    }
    if (options_.sectors.empty() || contains(options_.sectors, label)) {
      const auto marked = internal::marked_label(label);
      const auto kind = internal::final_demand_mark(marked);
      if (kind && options_.sectors.empty()) return demand(marked.name, *kind);
      sector_index_.emplace(label, t_.sectors.size());
      t_.sectors.push_back(label);
      return Column::sector;
    }
    const auto marked = internal::marked_label(label);
    if (const auto kind = internal::final_demand_mark(marked)) return demand(marked.name, *kind);
    note(c, "a sector, a final demand, the output or a column to ignore", detail::quoted(label),
         did_you_mean(label, options_.sectors));
    return Column::ignored;
  }

  // Rows --------------------------------------------------------------------------------------------------

  struct Figures {
    std::vector<double> sectors{};
    std::vector<std::optional<double>> demand{};
    double stated_uses = 0;
  };

  void read_row() {
    const auto cells = csv_.row();
    const std::string label(text::csv_text(cells[0], scratch_));
    if (cells.size() != columns_.size() + 1 || contains(options_.ignored, label) || !sound_name(0, label)) return;
    if (!rows_met_.insert(label).second) return note(0, "each row once", detail::quoted(label) + " again");
    const auto marked = internal::marked_label(label);

    if (const PrimaryInputKind* kind = find(options_.primary_inputs, label)) return primary_input(label, *kind);
    if (const Unit* unit = find(options_.satellites, label)) return satellite(label, *unit);
    if (const std::string* sector = find(options_.imported, label)) return imported(*sector);
    if (label == options_.output) {
      t_.output = figures(OfDemand::not_read).sectors;
      return;
    }
    if (const auto at = sector_index_.find(label); at != sector_index_.end()) {
      flows_.emplace(at->second, figures(OfDemand::needed));
      return;
    }
    if (const auto kind = internal::primary_input_mark(marked)) return primary_input(std::string(marked.name), *kind);
    if (internal::is_imported_mark(marked)) return imported(std::string(marked.name));
    if (const auto words = internal::satellite_mark(marked)) {
      const auto unit = words->empty() ? Unit{} : unit_of(*words);
      if (!unit) return note(0, "a unit such as \"thousand person\" behind \"satellite, \"", detail::quoted(*words));
      return satellite(std::string(marked.name), *unit);
    }
    note(0, "a sector, a primary input, the output, a satellite or a row to ignore", detail::quoted(label),
         did_you_mean(label, t_.sectors));
  }

  static std::string did_you_mean(const std::string& label, const std::vector<std::string>& known) {
    const std::string nearest = detail::nearest_name(label, known);
    return nearest.empty() ? std::string() : "did you mean " + detail::quoted(nearest) + '?';
  }

  void primary_input(const std::string& name, PrimaryInputKind kind) {
    if (!primary_names_.insert(name).second) return note(0, "each primary input once", detail::quoted(name) + " again");
    Figures f = figures(OfDemand::optional);
    if (structure::is_value_added(kind))
      refuse_demand(f);
    else
      add_demand(f, kind == PrimaryInputKind::imports ? &FinalDemand::imports : &FinalDemand::taxes_on_products);
    has_imports_ = has_imports_ || kind == PrimaryInputKind::imports;
    t_.primary_inputs.push_back({name, kind, std::move(f.sectors)});
  }

  void satellite(const std::string& name, const Unit& unit) {
    if (!satellite_names_.insert(name).second) return note(0, "each satellite once", detail::quoted(name) + " again");
    Figures f = figures(OfDemand::optional);
    refuse_demand(f);
    t_.satellites.push_back({name, unit, std::move(f.sectors)});
  }

  void imported(const std::string& sector) {
    const auto at = sector_index_.find(sector);
    if (at == sector_index_.end())
      return note(0, "a sector before the imports that are its products", detail::quoted(sector),
                  did_you_mean(sector, t_.sectors));
    if (!imported_.emplace(at->second, figures(OfDemand::optional)).second)
      note(0, "the imports of each sector's products once", detail::quoted(sector) + " again");
  }

  void add_demand(const Figures& f, std::optional<double> FinalDemand::*to) {
    for (std::size_t k = 0; k < f.demand.size(); ++k) {
      std::optional<double>& sum = t_.final_demand[k].*to;
      if (f.demand[k]) sum = sum.value_or(0) + *f.demand[k];
    }
  }

  /// Totals of value added below final demand would be lost; a zero says nothing.
  void refuse_demand(const Figures& f) {
    for (std::size_t c = 0, k = 0; c < columns_.size(); ++c)
      if (columns_[c] == Column::final_demand) {
        const auto& figure = f.demand[k++];
        if (figure && *figure != 0)
          note(c + 1, "no figure of this row below final demand", detail::number_text(*figure));
      }
  }

  /// The figures of the row. Those of sectors are always needed.
  Figures figures(OfDemand of_demand) {
    const auto cells = csv_.row();
    Figures f;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const Column column = columns_[c];
      if (column == Column::sector) {
        f.sectors.push_back(figure(cells[c + 1], c + 1, true).value_or(0));
      } else if (column == Column::final_demand) {
        if (of_demand == OfDemand::not_read) continue;
        f.demand.push_back(figure(cells[c + 1], c + 1, of_demand == OfDemand::needed));
      } else if (column == Column::stated_uses && of_demand == OfDemand::needed) {
        f.stated_uses = figure(cells[c + 1], c + 1, true).value_or(0);
      }
    }
    return f;
  }

  std::optional<double> figure(std::string_view cell, std::size_t column, bool needed) {
    double value = 0;
    if (text::parse_decimal(cell, text_.data(), value) == text::DecimalResult::number) [[likely]]
      return value;
    const std::string_view text = text::csv_text(cell, scratch_);
    if (text.size() != cell.size() && text::parse_decimal(text, value) == text::DecimalResult::number) return value;
    if (text.empty() || contains(options_.missing, text)) {
      if (needed && !options_.missing_is_zero)
        note(column, "a number", text.empty() ? "an empty field" : detail::quoted(text),
             "write 0 where there is nothing, or read with missing_is_zero");
      return std::nullopt;
    }
    if (!csv_.sound(column) || text::first_bad_byte(text) != text.size()) return std::nullopt;  // noted already
    ParseIssue issue = internal::number_issue(text);
    if (needed && !options_.missing_is_zero) issue.expected = "a number such as 1234.5";
    csv_.note(column, [&] { return std::move(issue); });
    return std::nullopt;
  }

  // The table ---------------------------------------------------------------------------------------------

  void require_rows() {
    const std::string end = "the end of the text";
    for (std::size_t i = 0; i < t_.sectors.size(); ++i) {
      if (!flows_.contains(i)) csv_.note_end("a row of the sector " + detail::quoted(t_.sectors[i]), end);
      if (!imported_.empty() && !imported_.contains(i))
        csv_.note_end("a row of the imports that are products of " + detail::quoted(t_.sectors[i]), end);
    }
    const auto require_row = [&](const std::string& label) {
      if (!rows_met_.contains(label)) csv_.note_end("a row " + detail::quoted(label), end);
    };
    for (const auto& [label, kind] : options_.primary_inputs) require_row(label);
    for (const auto& [label, unit] : options_.satellites) require_row(label);
    for (const auto& [label, sector] : options_.imported) require_row(label);
    if (t_.output.empty() && !has_stated_uses_)
      csv_.note_end("a row or a column " + detail::quoted(options_.output), end);
    if (!imported_.empty() && !has_imports_ && primary_names_.contains("imports"))
      csv_.note_end("a row of imports, or none of that name", end);
  }

  InputOutputTable assembled() {
    const std::size_t n = t_.sectors.size();
    t_.flows = square(flows_);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < t_.final_demand.size(); ++k)
        t_.final_demand[k].values.push_back(flows_[i].demand[k].value_or(0));
      if (has_stated_uses_) t_.stated_uses.push_back(flows_[i].stated_uses);
    }
    if (t_.output.empty()) t_.output = std::exchange(t_.stated_uses, {});
    if (imported_.empty()) return std::move(t_);
    t_.imported_flows = square(imported_);
    if (has_imports_) return std::move(t_);
    t_.primary_inputs.push_back({"imports", PrimaryInputKind::imports, column_sums(t_.imported_flows)});
    for (std::size_t i = 0; i < n; ++i) add_demand(imported_[i], &FinalDemand::imports);
    return std::move(t_);
  }

  Matrix square(std::unordered_map<std::size_t, Figures>& rows) const {
    const std::size_t n = t_.sectors.size();
    Matrix m = structure::filled_matrix(n, n);
    for (std::size_t i = 0; i < n; ++i) std::copy(rows[i].sectors.begin(), rows[i].sectors.end(), m.row(i).begin());
    return m;
  }

  const InputOutputReadOptions& options_;
  std::string_view text_;
  text::CsvReader csv_;
  InputOutputTable t_;
  std::vector<Column> columns_;  ///< Behind the first.
  bool has_stated_uses_ = false, has_imports_ = false;
  std::unordered_map<std::string, std::size_t> sector_index_;
  std::unordered_set<std::string> rows_met_, demand_names_, primary_names_, satellite_names_;
  std::unordered_map<std::size_t, Figures> flows_, imported_;  ///< By sector.
  std::string scratch_;
};

}  // namespace

InputOutputTable read_input_output(std::string_view text, const InputOutputReadOptions& options,
                                   std::string_view file) {
  return Reader(text, options, file).read();
}

InputOutputTable read_input_output_file(const std::string& path, const InputOutputReadOptions& options) {
  return read_input_output(read_file(path, options.max_bytes), options, path);
}

}  // namespace foreplan::inline v0::io
