#include <foreplan/core/errors.hpp>
#include <foreplan/io/files.hpp>
#include <foreplan/io/iamc.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "core/check.hpp"
#include "io/number_issue.hpp"
#include "text/csv.hpp"
#include "text/decimal.hpp"
#include "text/utf8.hpp"

namespace foreplan::inline v0::io {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::array<std::string_view, 5> kLabels = {"model", "scenario", "region", "variable", "unit"};
constexpr std::size_t kVariable = 3, kUnit = 4;
using Labels = std::array<std::string, 5>;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

Unit unit_of(const std::string& text) {
  if (text.empty()) return {};
  try {
    return parse_unit(text);
  } catch (const InvalidArgument&) {
    return Unit::physical(text);
  }
}

std::string text_of(const Unit& unit) { return unit == Unit{} ? std::string() : to_string(unit); }

/// Four digits at most, nothing else.
std::optional<int> year_of(std::string_view text) {
  int year = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), year);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || year < 1 || year > 9999) return std::nullopt;
  return year;
}

// Reading -------------------------------------------------------------------------------------------------------------

class Reader {
 public:
  Reader(std::string_view text, const IamcReadOptions& options, std::string_view file)
      : options_(options), csv_(text, file, {.bytes = options.max_bytes}) {}

  std::vector<IamcSeries> read() {
    if (read_header())
      while (csv_.next() && read_row()) {
      }
    if (!csv_.has_issues() && rows_.empty())
      csv_.note_end("a row with a value below the header", "the end of the text");
    csv_.finish();
    std::vector<IamcSeries> out;
    for (Row& row : rows_) out.push_back(finished(std::move(row)));
    return out;
  }

 private:
  struct Row {
    Labels labels{};
    std::map<int, double> values{};  ///< By year.
  };
  struct YearColumn {
    std::size_t column = 0;
    int year = 0;
  };

  bool read_header() {
    if (!csv_.next()) {
      if (!csv_.has_issues())
        csv_.note_end("a header such as Model,Scenario,Region,Variable,Unit,2020", "an empty text");
      return false;
    }
    const auto cells = csv_.row();
    std::set<std::string> seen;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string name = lower(text::csv_text(cells[i], scratch_));
      if (!seen.insert(name).second) {
        note(i, "each column once", detail::quoted(name) + " again");
        continue;
      }
      const auto label = std::find(kLabels.begin(), kLabels.end(), name);
      if (label != kLabels.end())
        labels_[static_cast<std::size_t>(label - kLabels.begin())] = i;
      else if (const auto year = year_of(name))
        years_.push_back({i, *year});
      else if (name == "year")
        year_ = i;
      else if (name == "value")
        value_ = i;
      else
        note(i, "model, scenario, region, variable, unit, and years, or year and value", detail::quoted(name));
    }
    for (std::size_t k = 0; k < kLabels.size(); ++k)
      if (!labels_[k]) note(0, "a column " + detail::quoted(kLabels[k]), "none");
    if (year_.has_value() != value_.has_value()) note(0, "columns \"year\" and \"value\", or neither", "one of them");
    if (!year_ && !value_ && years_.empty()) note(0, "columns of years, or \"year\" and \"value\"", "neither");
    if (year_ && !years_.empty()) note(years_[0].column, "columns of years, or \"year\" and \"value\"", "both");
    return !csv_.has_issues();
  }

  /// False when a limit is passed and reading ends.
  bool read_row() {
    const auto cells = csv_.row();
    if (cells.size() != csv_.header().size()) return true;  // noted already
    Labels labels;
    bool sound = true;
    for (std::size_t k = 0; k < labels.size(); ++k) {
      labels[k] = text::csv_text(cells[*labels_[k]], scratch_);
      if (k == kUnit || clean(labels[k])) continue;
      sound = false;
      note(*labels_[k], "a text without spaces around it",
           labels[k].empty() ? "an empty field" : detail::quoted(labels[k]));
    }
    if (!sound) return true;
    // Two ways to write a unit are one unit.
    labels[kUnit] = text_of(unit_of(labels[kUnit]));
    const auto [at, fresh] = places_.emplace(labels, rows_.size());
    const std::size_t place = at->second;
    if (fresh) rows_.push_back({std::move(labels), {}});
    if (!year_) {
      if (!fresh) {
        note(*labels_[kVariable], "each series once", detail::quoted(rows_[place].labels[kVariable]) + " again");
        return true;
      }
      for (const YearColumn& y : years_)
        if (!read_value(rows_[place], y.column, y.year)) return false;
      return true;
    }
    const std::string_view text = text::csv_text(cells[*year_], scratch_);
    const auto year = year_of(text);
    if (!year) {
      note(*year_, "a year such as 2020", text.empty() ? "an empty field" : detail::quoted(text));
      return true;
    }
    if (rows_[place].values.contains(*year)) {
      note(*year_, "each year of a series once", std::to_string(*year) + " again");
      return true;
    }
    return read_value(rows_[place], *value_, *year);
  }

  bool read_value(Row& row, std::size_t column, int year) {
    const std::string_view text = text::csv_text(csv_.row()[column], scratch_);
    if (text.empty()) return true;
    double value = kMissing;
    if (text::parse_decimal(text, value) != text::DecimalResult::number) {
      csv_.note(column, [&] { return internal::number_issue(text); });
      return true;
    }
    // What the series will hold, gaps included, when the year is in it.
    const std::size_t before = span(row);
    row.values.emplace(year, value);
    cells_ += span(row) - before;
    if (cells_ <= options_.max_cells) return true;
    note(column, "at most " + std::to_string(options_.max_cells) + " values", "more");
    return false;
  }

  static std::size_t span(const Row& row) {
    return row.values.empty() ? 0
                              : static_cast<std::size_t>(row.values.rbegin()->first - row.values.begin()->first) + 1;
  }
  static bool clean(std::string_view text) { return !text.empty() && text.front() != ' ' && text.back() != ' '; }

  static IamcSeries finished(Row row) {
    IamcSeries out{std::move(row.labels[0]), std::move(row.labels[1]), std::move(row.labels[2]), {}};
    out.series.name = std::move(row.labels[kVariable]);
    out.series.unit = unit_of(row.labels[kUnit]);
    if (row.values.empty()) return out;
    const int first = row.values.begin()->first;
    out.series.start = Period::year(first);
    out.series.values.assign(span(row), kMissing);
    for (const auto& [year, value] : row.values) out.series.values[static_cast<std::size_t>(year - first)] = value;
    return out;
  }

  void note(std::size_t column, std::string_view expected, const std::string& found) {
    csv_.note(column, [&] { return ParseIssue{.expected = std::string(expected), .found = found}; });
  }

  const IamcReadOptions& options_;
  text::CsvReader csv_;
  std::array<std::optional<std::size_t>, 5> labels_{};
  std::optional<std::size_t> year_{}, value_{};
  std::vector<YearColumn> years_{};
  std::vector<Row> rows_{};
  std::map<Labels, std::size_t> places_{};
  std::size_t cells_ = 0;
  std::string scratch_;
};

// Writing -------------------------------------------------------------------------------------------------------------

constexpr std::string_view kWrite = "io::write_iamc";

std::string unit_text(const Series& s) {
  std::string text = text_of(s.unit);
  if (unit_of(text) != s.unit)
    detail::fail(kWrite, "a unit must read back", detail::quoted(text), "in series " + detail::quoted(s.name));
  return text;
}

Labels labels_of(const IamcSeries& s) {
  Labels labels{s.model, s.scenario, s.region, s.series.name, unit_text(s.series)};
  for (std::size_t k = 0; k < labels.size(); ++k) {
    const std::string& text = labels[k];
    const bool bare = text.empty() || text.front() == ' ' || text.back() == ' ';
    if ((bare && k != kUnit) || text::first_bad_byte(text) != text.size())
      detail::fail(kWrite, std::string(kLabels[k]) + " must be UTF-8, not empty, and without spaces around it",
                   detail::quoted(text), k == kVariable ? "" : "in series " + detail::quoted(s.series.name));
  }
  return labels;
}

/// The years of a series that have a value. @throws as `write_iamc`.
void check_values(const Series& s, std::set<int>& years) {
  if (s.start.frequency() != Frequency::annual)
    detail::fail<PeriodMismatch>(kWrite, "series must be annual", std::string(to_string(s.start.frequency())),
                                 "in series " + detail::quoted(s.name));
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (std::isinf(s.values[i]))
      detail::fail(kWrite, "values must be finite or missing", detail::number_text(s.values[i]),
                   "in series " + detail::quoted(s.name) + " at " + to_string(s.period(i)));
    if (!std::isnan(s.values[i])) years.insert(s.period(i).year());
  }
}

std::string row_start(const Labels& labels) {
  std::string out;
  for (const std::string& text : labels) out += text::csv_field(text) + ',';
  return out;
}

}  // namespace

std::string write_iamc(const std::vector<IamcSeries>& series, const IamcWriteOptions& options) {
  const bool wide = options.layout == IamcLayout::wide;
  std::set<int> years;
  std::set<Labels> seen;
  for (const IamcSeries& s : series) {
    check_values(s.series, years);
    if (!seen.insert(labels_of(s)).second)
      detail::fail(kWrite, "each series must stand once", detail::quoted(s.series.name),
                   "of scenario " + detail::quoted(s.scenario));
  }
  detail::require(!years.empty(), kWrite, "there must be a value", "none");
  std::string out = wide ? "Model,Scenario,Region,Variable,Unit" : "model,scenario,region,variable,unit,year,value\n";
  if (wide) {
    for (const int year : years) out += ',' + std::to_string(year);
    out += '\n';
  }
  for (const IamcSeries& s : series) {
    const Series& values = s.series;
    if (std::all_of(values.values.begin(), values.values.end(), [](double x) { return std::isnan(x); })) continue;
    const std::string start = row_start(labels_of(s));
    if (wide) out.append(start).pop_back();
    for (const int year : years) {
      const Period period = Period::year(year);
      const double x = values.covers(period) ? values.at(period) : kMissing;
      if (wide)
        out += ',' + (std::isnan(x) ? std::string() : detail::number_text(x));
      else if (!std::isnan(x))
        out.append(start).append(std::to_string(year)).append(",").append(detail::number_text(x)).append("\n");
    }
    if (wide) out += '\n';
  }
  return out;
}

std::vector<IamcSeries> read_iamc(std::string_view text, const IamcReadOptions& options, std::string_view file) {
  std::vector<IamcSeries> out = Reader(text, options, file).read();
  // What has no value says nothing.
  std::erase_if(out, [](const IamcSeries& s) { return s.series.empty(); });
  return out;
}

std::vector<IamcSeries> read_iamc_file(const std::string& path, const IamcReadOptions& options) {
  return read_iamc(read_file(path, options.max_bytes), options, path);
}

std::vector<IamcSeries> iamc_series(const scenario::Run& run, const IamcLabels& labels,
                                    const std::vector<std::string>& variables) {
  const std::string& scenario = labels.scenario.empty() ? run.scenario() : labels.scenario;
  std::vector<IamcSeries> out;
  const auto add = [&](const std::string& name) { out.push_back({labels.model, scenario, labels.region, run[name]}); };
  for (const std::string& name : variables) add(name);
  if (variables.empty() && run.periods() > 0)
    for (const scenario::ModelVariable& v : run.model().variables())
      if (v.kind == scenario::VariableKind::endogenous) add(v.name);
  return out;
}

std::vector<IamcSeries> iamc_series(const Frame& frame, const IamcLabels& labels) {
  std::vector<IamcSeries> out;
  for (const Series& s : frame.series()) out.push_back({labels.model, labels.scenario, labels.region, s});
  return out;
}

}  // namespace foreplan::inline v0::io
