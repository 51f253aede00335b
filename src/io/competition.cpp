#include <foreplan/core/errors.hpp>
#include <foreplan/io/competition.hpp>
#include <foreplan/io/files.hpp>

#include <charconv>
#include <cmath>
#include <limits>
#include <unordered_set>
#include <utility>

#include "core/check.hpp"
#include "io/number_issue.hpp"
#include "text/csv.hpp"
#include "text/decimal.hpp"
#include "text/utf8.hpp"

namespace foreplan::inline v0::io {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

class Reader {
 public:
  Reader(std::string_view text, const CompetitionReadOptions& options, std::string_view file)
      : options_(options),
        text_(text),
        csv_(text, file, {.bytes = options.max_bytes, .columns = options.max_columns, .ragged = true}) {}

  std::vector<CompetitionSeries> read() {
    while (csv_.next()) {
      CompetitionSeries series = read_row();
      if (!csv_.has_issues()) result_.push_back(std::move(series));
    }
    if (result_.empty() && !csv_.has_issues()) csv_.note_end("a row for each series", "an empty text");
    csv_.finish();
    return std::move(result_);
  }

 private:
  CompetitionSeries read_row() {
    const bool training = options_.rows == CompetitionRows::training;
    const std::size_t heads = training ? 3 : 1;
    const auto cells = csv_.row();
    CompetitionSeries series;
    read_id(cells[0], series.id);
    if (cells.size() < heads) {
      csv_.note(cells.size() - 1, [&] {
        return ParseIssue{.expected = "id, frequency and horizon before the values",
                          .found = cells.size() == 1 ? "one field" : std::to_string(cells.size()) + " fields"};
      });
      return series;
    }
    if (training) {
      series.frequency = whole_number(1, 100'000, "frequency");
      series.horizon = whole_number(2, 1'000'000, "horizon");
    }
    std::size_t end = cells.size();
    while (end > heads && text::csv_text(cells[end - 1], scratch_).empty()) --end;
    series.values.reserve(end - heads);
    for (std::size_t i = heads; i < end; ++i) series.values.push_back(value(i));
    return series;
  }

  void read_id(std::string_view cell, std::string& id) {
    id = text::csv_text(cell, scratch_);
    if (!sound(0, id)) return;
    if (id.empty())
      csv_.note(0, [] { return ParseIssue{.expected = "the id of a series", .found = "an empty field"}; });
    else if (!ids_.insert(id).second)
      csv_.note(0, [&] { return ParseIssue{.expected = "each id once", .found = detail::quoted(id) + " again"}; });
  }

  std::size_t whole_number(std::size_t column, std::size_t most, std::string_view name) {
    const std::string_view text = text::csv_text(csv_.row()[column], scratch_);
    double number = 0;
    if (text::parse_decimal(text, number) == text::DecimalResult::number && number >= 1 &&
        number <= static_cast<double>(most) && number == std::floor(number))
      return static_cast<std::size_t>(number);
    if (sound(column, text))
      csv_.note(column, [&] {
        return ParseIssue{
            .expected = "a " + std::string(name) + ", a whole number from 1 to " + std::to_string(most),
            .found = text.empty() ? "an empty field" : detail::quoted(text),
            .suggestion = csv_.row().front().data() == text_.data() ? "there is no header row in this layout" : ""};
      });
    return 1;
  }

  double value(std::size_t column) {
    const std::string_view cell = csv_.row()[column];
    double number = kMissing;
    if (text::parse_decimal(cell, text_.data(), number) == text::DecimalResult::number) return number;
    const std::string_view text = text::csv_text(cell, scratch_);
    if (text.empty() || text == "NaN" || text == "nan" || text == "NA" ||
        text::parse_decimal(text, number) == text::DecimalResult::number)
      return number;
    if (sound(column, text)) csv_.note(column, [&] { return internal::number_issue(text); });
    return number;
  }

  /// Whether nothing is noted of the field yet.
  [[nodiscard]] bool sound(std::size_t column, std::string_view text) const {
    return csv_.sound(column) && text::first_bad_byte(text) == text.size();
  }

  const CompetitionReadOptions& options_;
  std::string_view text_;
  text::CsvReader csv_;
  std::vector<CompetitionSeries> result_;
  std::unordered_set<std::string> ids_;
  std::string scratch_;
};

}  // namespace

std::vector<CompetitionSeries> read_competition(std::string_view text, const CompetitionReadOptions& options,
                                                std::string_view file) {
  return Reader(text, options, file).read();
}

std::vector<CompetitionSeries> read_competition_file(const std::string& path, const CompetitionReadOptions& options) {
  return read_competition(read_file(path, options.max_bytes), options, path);
}

std::string competition_row(std::string_view id, std::span<const double> values) {
  detail::require(!id.empty(), "io::competition_row", "id must not be empty");
  std::string row = text::csv_field(id);
  for (const double value : values) {
    char buffer[32];  // the longest is -2.2250738585072014e-308
    row += ',';
    if (std::isnan(value))
      row += "NaN";
    else
      row.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
  }
  return row += '\n';
}

}  // namespace foreplan::inline v0::io
