#include <foreplan/core/errors.hpp>
#include <foreplan/io/files.hpp>
#include <foreplan/io/series.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "core/check.hpp"
#include "io/number_issue.hpp"
#include "io/series_header.hpp"
#include "text/csv.hpp"
#include "text/decimal.hpp"
#include "text/utf8.hpp"

namespace foreplan::inline v0::io {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view kPeriodHeader = "period";

// Reading -----------------------------------------------------------------------------------------------

class Reader {
 public:
  Reader(std::string_view text, const SeriesReadOptions& options, std::string_view file)
      : options_(options),
        text_(text),
        csv_(text, file, {.bytes = options.max_bytes, .columns = options.max_columns}) {}

  Frame read() {
    if (read_header()) {
      while (csv_.next() && read_row()) {
      }
      flush();
      if (!any_row_ && !csv_.has_issues())
        csv_.note_end("a row for each period below the header", "the end of the text");
    }
    csv_.finish();
    trim();
    return Frame(std::move(series_));
  }

 private:
  /// False when what follows cannot be understood.
  bool read_header() {
    if (!csv_.next()) {
      if (!csv_.has_issues()) csv_.note_end("a header row such as period,gdp", "an empty text");
      return false;
    }
    const auto cells = csv_.row();
    const std::string_view first = text::csv_text(cells[0], scratch_);
    for (const auto& [mark, name] : {std::pair(';', "semicolons"), std::pair('\t', "tabs")}) {
      if (first.find(mark) == std::string_view::npos) continue;
      csv_.note(0, [&, found = name] {
        return ParseIssue{.expected = "fields separated by commas",
                          .found = found,
                          .suggestion = "write commas between fields and points in numbers: 2015,1.5"};
      });
      return false;
    }
    if (first != kPeriodHeader)
      csv_.note(0, [&] {
        return ParseIssue{.expected = "the first column to be headed \"period\"", .found = detail::quoted(first)};
      });
    if (cells.size() == 1) {
      csv_.note(0,
                [] { return ParseIssue{.expected = "at least one series beside the periods", .found = "one column"}; });
      return false;
    }
    series_.reserve(cells.size() - 1);
    for (std::size_t i = 1; i < cells.size(); ++i) read_name(cells[i], i);
    refuse_repeated_names();
    // A block is turned from rows into columns while it is in the cache.
    constexpr std::size_t kBlockCells = std::size_t{1} << 15, kMostRows = 256;
    block_rows_ = std::clamp(kBlockCells / series_.size(), std::size_t{1}, kMostRows);
    block_.resize(detail::checked_product(block_rows_, series_.size(), std::max(kBlockCells, series_.size()),
                                          "io::read_series", "cells"));
    return true;
  }

  void read_name(std::string_view cell, std::size_t column) {
    const std::string_view text = text::csv_text(cell, scratch_);
    internal::SeriesHeader header = internal::read_series_header(text);
    if (!header.fault.empty())
      csv_.note(column, [&] {
        return ParseIssue{.expected = header.fault, .found = text.empty() ? "an empty field" : detail::quoted(text)};
      });
    series_.push_back({std::move(header.name), {}, std::move(header.unit), {}});
  }

  void refuse_repeated_names() {
    std::vector<std::size_t> order(series_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const int names = series_[a].name.compare(series_[b].name);
      return names != 0 ? names < 0 : a < b;
    });
    for (std::size_t i = 1; i < order.size(); ++i) {
      const std::string& name = series_[order[i]].name;
      if (name.empty() || name != series_[order[i - 1]].name) continue;
      csv_.note(order[i] + 1,
                [&] { return ParseIssue{.expected = "each name once", .found = detail::quoted(name) + " again"}; });
    }
  }

  /// False when a limit is passed and reading ends.
  bool read_row() {
    any_row_ = true;
    const auto cells = csv_.row();
    const std::int64_t gap = read_period(text::csv_text(cells[0], scratch_));
    if (!fits(static_cast<std::size_t>(gap) + 1)) return false;
    if (gap > 0) fill(static_cast<std::size_t>(gap));
    double* const to = block_.data() + filled_ * series_.size();
    const std::size_t n = std::min(cells.size() - 1, series_.size());
    for (std::size_t i = 0; i < n; ++i) {
      const std::string_view cell = cells[i + 1];
      if (cell.empty())
        to[i] = kMissing;
      else if (text::parse_decimal(cell, text_.data(), to[i]) != text::DecimalResult::number) [[unlikely]]
        to[i] = other_number(cell, i + 1);
    }
    if (csv_.has_issues()) return true;  // there will be no result
    if (rows_ == 0) reserve();
    ++rows_;
    if (++filled_ == block_rows_) flush();
    return true;
  }

  /// A number in quotes, or none.
  double other_number(std::string_view cell, std::size_t column) {
    const std::string_view text = text::csv_text(cell, scratch_);
    double value = kMissing;
    if (text.empty() || text::parse_decimal(text, value) == text::DecimalResult::number) return value;
    if (csv_.sound(column) && text::first_bad_byte(text) == text.size())  // else noted already
      csv_.note(column, [&] { return internal::number_issue(text); });
    return value;
  }

  /// Checks the row's period; returns how many periods are to be filled before it.
  std::int64_t read_period(std::string_view text) {
    const std::optional<Period> p = parsed(text);
    if (!p) return note_malformed(text), 0;
    if (!last_) {
      for (Series& s : series_) s.start = *p;
      last_ = p;
      return 0;
    }
    if (p->frequency() != last_->frequency()) {
      csv_.note(0, [&] {
        return ParseIssue{
            .expected = "a period that is " + std::string(to_string(last_->frequency())) + " like " + to_string(*last_),
            .found = to_string(*p) + ", which is " + std::string(to_string(p->frequency()))};
      });
      return 0;
    }
    const std::int64_t steps = *p - *last_;
    if (steps <= 0) {
      csv_.note(0, [&] {
        return ParseIssue{
            .expected = "a period after " + to_string(*last_),
            .found = steps == 0 ? to_string(*p) + " again" : to_string(*p),
            .suggestion = steps == 0 ? "one row a period" : "rows go from the oldest period to the newest"};
      });
      return 0;
    }
    if (steps > 1 && !options_.fill_gaps)
      csv_.note(0, [&] {
        return ParseIssue{.expected = to_string(*last_ + 1),
                          .found = to_string(*p),
                          .suggestion = "add rows with empty fields, or read with fill_gaps"};
      });
    last_ = p;
    return options_.fill_gaps ? steps - 1 : 0;
  }

  static std::optional<Period> parsed(std::string_view text) {
    try {
      return Period::parse(text);
    } catch (const InvalidArgument&) {
      return std::nullopt;
    }
  }

  void note_malformed(std::string_view text) {
    if (csv_.sound(0) && text::first_bad_byte(text) == text.size())
      csv_.note(0, [&] {
        return ParseIssue{.expected = "a period such as 2015, 2015Q3, 2015-07, 2015-W07 or 2015-07-31",
                          .found = text.empty() ? "an empty field" : detail::quoted(text)};
      });
    // One misprint is one issue: the row stands for the period that was due.
    if (last_ && last_->year() < 9999) ++*last_;
  }

  bool fits(std::size_t more_rows) {
    const std::size_t most = options_.max_cells / series_.size();
    if (rows_ <= most && more_rows <= most - rows_) return true;
    csv_.note(0, [&] {
      return ParseIssue{
          .expected = "at most " + std::to_string(options_.max_cells) + " values",
          .found = std::to_string(series_.size()) + " series of more than " + std::to_string(most) + " periods"};
    });
    return false;
  }

  void fill(std::size_t gap) {
    flush();
    if (csv_.has_issues()) return;
    for (Series& s : series_) s.values.insert(s.values.end(), gap, kMissing);
    rows_ += gap;
  }

  /// From the length of the first row: never more rows than the text has commas for.
  void reserve() {
    const std::size_t row_bytes = csv_.row().back().data() + csv_.row().back().size() - csv_.row().front().data() + 1;
    const std::size_t rows = (text_.size() - csv_.offset()) / row_bytes + 2;
    const std::size_t most = std::min(rows + rows / 16, options_.max_cells / series_.size());
    for (Series& s : series_) s.values.reserve(most);
  }

  void flush() {
    const std::size_t n = series_.size();
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t row = 0; row < filled_; ++row) series_[i].values.push_back(block_[row * n + i]);
    filled_ = 0;
  }

  /// Gives back what was reserved in vain.
  void trim() {
    for (Series& s : series_)
      if (s.values.capacity() - s.values.size() > s.values.size() / 8) s.values.shrink_to_fit();
  }

  const SeriesReadOptions& options_;
  std::string_view text_;
  text::CsvReader csv_;
  std::vector<Series> series_;
  std::vector<double> block_;  ///< Rows not yet in the series, row by row.
  std::size_t block_rows_ = 0, filled_ = 0;
  std::size_t rows_ = 0;
  bool any_row_ = false;
  std::optional<Period> last_;
  std::string scratch_;
};

// Writing -----------------------------------------------------------------------------------------------

void append_number(std::string& out, double value) {
  char buffer[32];  // the longest is -2.2250738585072014e-308
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

void require_writable(const Series& s) {
  for (std::size_t i = 0; i < s.size(); ++i)
    if (std::isinf(s.values[i]))
      detail::fail("io::write_series", "values must be finite or missing", detail::number_text(s.values[i]),
                   "in series " + detail::quoted(s.name) + " at " + to_string(s.period(i)));
}

}  // namespace

Frame read_series(std::string_view text, const SeriesReadOptions& options, std::string_view file) {
  return Reader(text, options, file).read();
}

Frame read_series_file(const std::string& path, const SeriesReadOptions& options) {
  return read_series(read_file(path, options.max_bytes), options, path);
}

std::string write_series(const Frame& frame) {
  detail::require(!frame.empty(), "io::write_series", "frame must not be empty");
  std::string out(kPeriodHeader);
  for (const Series& s : frame.series()) {
    require_writable(s);
    out += ',' + text::csv_field(internal::series_header(s, "io::write_series"));
  }
  out += '\n';
  for (std::size_t i = 0; i < frame.periods(); ++i) {
    out += to_string(frame.series().front().period(i));
    for (const Series& s : frame.series()) {
      out += ',';
      if (!std::isnan(s.values[i])) append_number(out, s.values[i]);
    }
    out += '\n';
  }
  return out;
}

}  // namespace foreplan::inline v0::io
