#include "text/csv.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <utility>

#include "core/check.hpp"
#include "text/csv_marks.hpp"
#include "text/utf8.hpp"

namespace foreplan::inline v0::text {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

CsvMarks marks_of_rest(std::string_view rest) {
  std::array<char, kCsvBlock> padded;
  padded.fill(' ');
  std::copy(rest.begin(), rest.end(), padded.begin());
  return csv_marks(padded.data());
}

/// The beginning of what follows on the same line, for a message.
std::string excerpt(std::string_view text, std::size_t offset) {
  const std::string_view rest = text.substr(offset, 20);
  return detail::quoted(rest.substr(0, rest.find_first_of("\r\n")));
}

std::string counted_fields(std::size_t n) { return std::to_string(n) + (n == 1 ? " field" : " fields"); }

/// Turns offsets, which must not decrease, into lines and columns in one walk over the text.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text) {}

  void set(ParseIssue& issue, std::size_t offset) {
    for (; at_ < offset; ++at_) {
      const char c = text_[at_];
      if (c != '\n' && (c != '\r' || (at_ + 1 < text_.size() && text_[at_ + 1] == '\n'))) continue;
      ++line_;
      line_begin_ = at_ + 1;
    }
    issue.line = line_;
    issue.column = offset - line_begin_ + 1;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0, line_ = 1, line_begin_ = 0;
};

}  // namespace

CsvReader::CsvReader(std::string_view text, std::string_view file, const CsvLimits& limits)
    : text_(text), file_(file), limits_(limits) {
  if (text.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
  while (limits.comments && at_ < text.size() && text[at_] == '#') {
    const std::size_t end = std::min(text.find_first_of("\r\n", at_), text.size());
    at_ = std::min(end + (text.substr(end, 2) == "\r\n" ? 2 : 1), text.size());
  }
  scan_.block = at_;
  if (text.size() > limits.bytes)
    stop(0, "at most " + std::to_string(limits.bytes) + " bytes", std::to_string(text.size()) + " bytes");
}

/// Offset of the next mark that is not yet taken; the size of the text when there is none.
inline std::size_t CsvReader::Scan::next(std::string_view text) noexcept {
  while (marks == 0) {
    if (block >= text.size()) return text.size();
    const bool whole = text.size() - block >= kCsvBlock;
    const CsvMarks found = whole ? csv_marks(text.data() + block) : marks_of_rest(text.substr(block));
    marks = found.structure;
    block += kCsvBlock;
    if (found.suspect) suspect_end = block;
  }
  const std::size_t at = block - kCsvBlock + static_cast<std::size_t>(std::countr_zero(marks));
  marks &= marks - 1;
  return at;
}

bool CsvReader::next() {
  fields_.clear();
  sound_ = std::numeric_limits<std::size_t>::max();
  if (at_ >= text_.size() || count_ > limits_.issues) return false;
  Scan scan = scan_;  // a copy, so that it stays in registers
  std::size_t begin = at_, end = 0;
  for (;; begin = end + 1) {
    end = scan.next(text_);
    if (end < text_.size() && text_[end] == '"') [[unlikely]]
      end = end == begin ? end_of_quoted(scan, begin) : end_of_stray(scan, end);
    if (end - begin > limits_.field_bytes) [[unlikely]]
      return stop(begin, "a field of at most " + std::to_string(limits_.field_bytes) + " bytes",
                  std::to_string(end - begin) + " bytes");
    if (fields_.size() == limits_.columns) [[unlikely]]
      return stop(begin, "at most " + std::to_string(limits_.columns) + " columns", "more");
    fields_.emplace_back(text_.data() + begin, end - begin);
    if (end >= text_.size() || text_[end] != ',') break;
  }
  const std::size_t row_begin = std::exchange(at_, std::min(end + 1, text_.size()));
  if (text_.substr(end, 2) == "\r\n") at_ = scan.next(text_) + 1;
  scan_ = scan;
  if (++rows_ > limits_.rows) return stop(row_begin, "at most " + std::to_string(limits_.rows) + " rows", "more");
  if (rows_ == 1 && !limits_.ragged) header_ = fields_;
  if (fields_.size() != header_.size() && !limits_.ragged) check_length(end);
  if (row_begin < scan.suspect_end) check_bytes();
  return true;
}

/// The opening quote at `begin` is taken. Returns where the field ends: at a comma, an end of line or the end of the
/// text.
std::size_t CsvReader::end_of_quoted(Scan& scan, std::size_t begin) {
  for (;;) {
    const std::size_t quote = scan.next(text_);
    if (quote == text_.size()) {
      sound_ = std::min(sound_, fields_.size());
      note_at(begin, fields_.size(), [] {
        return ParseIssue{.expected = "the quote that closes this field", .found = "the end of the text"};
      });
      return quote;
    }
    if (text_[quote] != '"') continue;
    const std::size_t after = scan.next(text_);
    if (after == quote + 1) {
      if (after == text_.size() || text_[after] != '"') return after;
      continue;  // two quotes are one of the field's own
    }
    sound_ = std::min(sound_, fields_.size());
    note_at(quote + 1, fields_.size(), [&] {
      return ParseIssue{.expected = "a comma or the end of the line behind a closing quote",
                        .found = excerpt(text_, quote + 1),
                        .suggestion = "a quote inside a quoted field is written twice"};
    });
    return end_past_quotes(scan, after);
  }
}

/// The quote at `quote` stands inside a field that does not begin with one.
std::size_t CsvReader::end_of_stray(Scan& scan, std::size_t quote) {
  sound_ = std::min(sound_, fields_.size());
  note_at(quote, fields_.size(), [&] {
    return ParseIssue{.expected = "no quote inside a field that does not begin with one",
                      .found = excerpt(text_, quote),
                      .suggestion = "put the field in quotes and write each quote inside it twice"};
  });
  return end_past_quotes(scan, quote);
}

std::size_t CsvReader::end_past_quotes(Scan& scan, std::size_t at) const {
  while (at < text_.size() && text_[at] == '"') at = scan.next(text_);
  return at;
}

void CsvReader::check_length(std::size_t row_end) {
  const bool more = fields_.size() > header_.size();
  const std::size_t column = more ? header_.size() : fields_.size() - 1;
  const auto offset = static_cast<std::size_t>(fields_[column].data() - text_.data());
  note_at(more ? offset : row_end, header_.size(), [&] {
    const bool empty = fields_.size() == 1 && fields_[0].empty();
    return ParseIssue{
        .expected = counted_fields(header_.size()) + " as in the header",
        .found = empty ? "an empty line" : counted_fields(fields_.size()),
        .suggestion = more ? "a comma inside a field needs quotes around the field; numbers have a decimal point" : ""};
  });
}

void CsvReader::check_bytes() {
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const std::size_t bad = first_bad_byte(fields_[i]);
    if (bad == fields_[i].size()) continue;
    const auto offset = static_cast<std::size_t>(fields_[i].data() - text_.data()) + bad;
    note_at(offset, i, [&] {
      const auto byte = static_cast<unsigned char>(text_[offset]);
      constexpr std::string_view kDigits = "0123456789abcdef";
      return ParseIssue{.expected = "text in UTF-8 without NUL",
                        .found = std::string("the byte \\x") + kDigits[byte >> 4] + kDigits[byte & 15],
                        .suggestion = byte == 0 ? "" : "save the file as UTF-8"};
    });
  }
}

/// Nothing is read after `offset`.
bool CsvReader::stop(std::size_t offset, const std::string& expected, const std::string& found) {
  note_at(offset, header_.size(), [&] { return ParseIssue{.expected = expected, .found = found}; });
  at_ = text_.size();
  fields_.clear();
  return false;
}

void CsvReader::note_end(const std::string& expected, const std::string& found) {
  note_at(text_.size(), header_.size(), [&] { return ParseIssue{.expected = expected, .found = found}; });
}

std::string CsvReader::column_name(std::size_t column) const {
  if (column >= header_.size()) return {};
  std::string scratch;
  const std::string name = detail::quoted(csv_text(header_[column], scratch));
  return name.substr(1, name.size() - 2);
}

void CsvReader::finish() {
  if (count_ == 0) return;
  std::stable_sort(noted_.begin(), noted_.end(), [](const Noted& a, const Noted& b) { return a.offset < b.offset; });
  std::vector<ParseIssue> issues;
  Places places(text_);
  for (Noted& noted : noted_) {
    places.set(noted.issue, noted.offset);
    issues.push_back(std::move(noted.issue));
  }
  if (count_ > issues.size())
    issues.push_back({.expected = "no more issues than the " + std::to_string(issues.size()) + " listed",
                      .found = "more, and read no further"});
  for (ParseIssue& issue : issues) issue.file = file_;
  throw ParseError(std::move(issues));
}

std::string_view csv_text(std::string_view field, std::string& scratch) {
  if (!field.starts_with('"')) return field;
  const bool closed = field.size() > 1 && field.ends_with('"');
  const std::string_view inner = field.substr(1, field.size() - 1 - closed);
  if (inner.find('"') == std::string_view::npos) return inner;
  scratch.clear();
  for (std::size_t i = 0; i < inner.size(); ++i) {
    scratch.push_back(inner[i]);
    if (inner.substr(i, 2) == "\"\"") ++i;
  }
  return scratch;
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string field = "\"";
  for (const char c : text) {
    if (c == '"') field += '"';
    field += c;
  }
  return field += '"';
}

}  // namespace foreplan::inline v0::text
