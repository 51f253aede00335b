#pragma once
#include <foreplan/core/errors.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Comma-separated values (RFC 4180) with a header row: quoted fields with doubled quotes and line ends inside; lines
/// that end with LF, CRLF or CR; a UTF-8 byte order mark; a last line with or without an end. Spaces belong to a field.
namespace foreplan::inline v0::text {

struct CsvLimits {
  std::size_t bytes = std::size_t{1} << 30;
  std::size_t rows = 100'000'000;                  ///< With the header.
  std::size_t columns = 1'000'000;                 ///< In any row.
  std::size_t field_bytes = std::size_t{1} << 26;  ///< Of one field as written, quotes included.
  std::size_t issues = 100;                        ///< That many are kept; with one more reading ends. >= 1.
  bool comments = false;                           ///< Lines before the header that begin with # are passed over.
  bool ragged = false;  ///< Rows are of any length, the first is one like the others, and issues name no column.
};

/// One row at a time: its fields are views of the text, so that nothing is copied and no more than a row is held. What
/// is wrong is noted and reading goes on; `finish` throws it all. Costs about a nanosecond a field.
class CsvReader {
 public:
  /// `text` must outlive the reader. @param file  only named in errors.
  explicit CsvReader(std::string_view text, std::string_view file = {}, const CsvLimits& limits = {});

  /// Moves to the next row; the first is the header. False at the end, or after a limit passed. Notes quotes out of
  /// place, rows of another length than the header, bytes that are not UTF-8, and NUL.
  bool next();
  /// The fields as written: `csv_text` takes quotes away. Valid until `next`.
  [[nodiscard]] std::span<const std::string_view> row() const noexcept { return fields_; }
  [[nodiscard]] std::span<const std::string_view> header() const noexcept { return header_; }
  /// Bytes from the beginning of the text to behind this row.
  [[nodiscard]] std::size_t offset() const noexcept { return at_; }

  /// False from the first field on that has a quote out of place: what these say is guesswork.
  [[nodiscard]] bool sound(std::size_t column) const noexcept { return column < sound_; }

  /// Notes an issue at a field of this row. `make` returns a ParseIssue of which place and pointer are filled in here;
  /// it is not called once `CsvLimits::issues` are kept.
  template <class Make>
  void note(std::size_t column, Make make) {
    note_at(static_cast<std::size_t>(fields_[column].data() - text_.data()), column, make);
  }
  /// Notes an issue at the end of the text.
  void note_end(const std::string& expected, const std::string& found);
  [[nodiscard]] bool has_issues() const noexcept { return count_ > 0; }
  /// @throws ParseError  when anything was noted: issues in the order of the text, and whether there were more.
  void finish();

 private:
  struct Scan {
    std::size_t block = 0;        ///< Where the bytes not yet looked at begin.
    std::uint64_t marks = 0;      ///< Those of the block before that are not yet taken.
    std::size_t suspect_end = 0;  ///< Behind the last block with bytes that are NUL or not ASCII.
    std::size_t next(std::string_view text) noexcept;
  };
  struct Noted {
    std::size_t offset;
    ParseIssue issue;
  };

  template <class Make>
  void note_at(std::size_t offset, std::size_t column, Make make) {
    if (++count_ > limits_.issues) return;
    ParseIssue issue = make();
    issue.pointer = column_name(column);
    noted_.push_back({offset, std::move(issue)});
  }
  [[nodiscard]] std::string column_name(std::size_t column) const;
  bool stop(std::size_t offset, const std::string& expected, const std::string& found);
  std::size_t end_of_quoted(Scan& scan, std::size_t begin);
  std::size_t end_of_stray(Scan& scan, std::size_t quote);
  std::size_t end_past_quotes(Scan& scan, std::size_t at) const;
  void check_length(std::size_t row_end);
  void check_bytes();

  std::string_view text_, file_;
  CsvLimits limits_;
  Scan scan_;
  std::size_t at_ = 0;
  std::size_t rows_ = 0;
  std::size_t sound_ = 0;  ///< Fields before the first quote out of place.
  std::vector<std::string_view> fields_, header_;
  std::vector<Noted> noted_;
  std::size_t count_ = 0;
};

/// What a field says: itself, or what stands between its quotes, in `scratch` only where quotes are doubled.
[[nodiscard]] std::string_view csv_text(std::string_view field, std::string& scratch);
/// The field for a text, in quotes where it needs them.
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace foreplan::inline v0::text
