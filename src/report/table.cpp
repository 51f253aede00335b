#include <foreplan/report/table.hpp>

#include "core/check.hpp"
#include "report/escape.hpp"
#include "report/table_text.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace foreplan::inline v0::report {
namespace {

constexpr std::string_view kTable = "report::table";
constexpr std::size_t kMostColumns = 100;
constexpr std::size_t kMostCells = 1'000'000;

bool is_number(const Cell& cell) { return cell.value.index() == 1 || cell.value.index() == 2; }

std::string styled(double x, const Column& column, Language language) {
  if (std::abs(x) > column.largest) {
    Column bound = column;
    if (std::trunc(column.largest) == column.largest) bound.decimals = 0;
    return (x < 0 ? "< " : "> ") + styled(std::copysign(column.largest, x), bound, language);
  }
  switch (column.style) {
    case NumberStyle::plain: return text::number(x, column.decimals, language);
    case NumberStyle::signed_plain: return text::signed_number(x, column.decimals, language);
    case NumberStyle::percent: return text::percent(x, column.decimals, language);
    case NumberStyle::signed_percent: return text::signed_percent(x, column.decimals, language);
    case NumberStyle::probability: return text::probability_text(x, language, column.decimals);
  }
  return {};
}

std::string printed(const Rounded& x, const Column& column, Language language) {
  const bool per_cent = column.style == NumberStyle::percent || column.style == NumberStyle::signed_percent;
  return per_cent ? text::percent_points(x, language) : text::number(x, language);
}

std::string machine_number(double x) {
  if (!std::isfinite(x)) return {};
  return detail::number_text(x + 0.0);
}

std::string machine_text(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell.value)) return csv_text(*text);
  if (const auto* x = std::get_if<double>(&cell.value)) return machine_number(*x);
  if (const auto* x = std::get_if<Rounded>(&cell.value)) return x->text();
  return to_string(std::get<Period>(cell.value));
}

bool is_fraction(NumberStyle style) { return style != NumberStyle::plain && style != NumberStyle::signed_plain; }

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::size_t used = terminal_width(text);
  const std::string fill(width > used ? width - used : 0, ' ');
  return right ? fill + text : text + fill;
}

/// Text in lines of at most `width` columns.
std::vector<std::string> terminal_lines(const std::string& text, std::size_t width) {
  std::vector<std::string> lines(1);
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find(' ', from), text.size());
    const std::string word = text.substr(from, to - from);
    from = to + 1;
    if (word.empty()) continue;
    const std::size_t used = terminal_width(lines.back());
    if (used > 0 && used + 1 + terminal_width(word) <= width) {
      lines.back().append(" ").append(word);
      continue;
    }
    if (used > 0) lines.emplace_back();
    for (std::size_t at = 0; at < word.size();) {
      const std::size_t begin = at;
      (void)next_code_point(word, at);
      const std::string letter = word.substr(begin, at - begin);
      if (terminal_width(lines.back()) + terminal_width(letter) > width) lines.emplace_back();
      lines.back().append(letter);
    }
  }
  return lines;
}

std::size_t longest_word(const std::string& text) {
  std::size_t longest = 0;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find(' ', from), text.size());
    longest = std::max(longest, terminal_width(std::string_view(text).substr(from, to - from)));
    from = to + 1;
  }
  return longest;
}

void trim_end(std::string& line) { line.erase(line.find_last_not_of(' ') + 1); }

std::string header_text(const Column& column, Language language) {
  const std::string unit = header_unit(column, language);
  if (unit.empty()) return column.header;
  return column.header.empty() ? unit : column.header + " (" + unit + ')';
}

/// Numbers are never broken, nor what little may stand beside one; words are.
std::string_view cell_class(const Cell& cell, std::string_view text, bool heads, bool right) {
  constexpr std::size_t kUnbroken = 24, kUnbrokenWord = 12;
  if (right) return !is_number(cell) && terminal_width(text) > kUnbroken ? " class=\"fp-right fp-wrap\"" : " class=\"fp-right\"";
  return !heads && !text.empty() && terminal_width(text) <= kUnbrokenWord ? " class=\"fp-keep\"" : "";
}

}  // namespace

void check_table(const Table& table) {
  const std::size_t width = table.columns.size();
  detail::require(width > 0 && width <= kMostColumns, kTable, "there must be 1 to 100 columns", static_cast<double>(width));
  (void)detail::checked_product(width, std::max<std::size_t>(table.rows.size(), 1), kMostCells, kTable, "cells");
  detail::require(table.totals <= table.rows.size(), kTable, "totals must not be more than the rows", static_cast<double>(table.totals));
  for (const Column& column : table.columns) {
    if (!(column.largest > 0))
      detail::fail(kTable, "the largest number must be > 0", detail::number_text(column.largest), "in column " + detail::quoted(column.header));
    if (column.decimals < 0 || column.decimals > 12)
      detail::fail(kTable, "decimals must lie in 0 to 12", std::to_string(column.decimals), "in column " + detail::quoted(column.header));
  }
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    if (table.rows[r].size() != width)
      detail::fail(kTable, "a row must have one cell for each of " + std::to_string(width) + " columns", std::to_string(table.rows[r].size()),
                   "in row " + std::to_string(r));
    for (std::size_t c = 0; c < width; ++c) {
      const auto* x = std::get_if<double>(&table.rows[r][c].value);
      if (x != nullptr && table.columns[c].style == NumberStyle::probability && (*x < 0 || *x > 1))
        detail::fail(kTable, "a probability must lie in 0 to 1", detail::number_text(*x), "in row " + std::to_string(r));
    }
  }
}

std::string cell_text(const Cell& cell, const Column& column, Language language) {
  if (const auto* text = std::get_if<std::string>(&cell.value)) return *text;
  if (const auto* x = std::get_if<double>(&cell.value)) return styled(*x, column, language);
  if (const auto* x = std::get_if<Rounded>(&cell.value)) return printed(*x, column, language);
  return text::period_label(std::get<Period>(cell.value), language);
}

bool is_right(const Table& table, std::size_t column) {
  const Align align = table.columns[column].align;
  if (align != Align::automatic) return align == Align::right;
  return std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) { return is_number(row[column]); });
}

std::string header_unit(const Column& column, Language language) {
  return column.unit == Unit{} ? std::string() : text::unit_text(column.unit, language);
}

std::string terminal(const Table& table, const TerminalOptions& options) {
  check_table(table);
  detail::require(options.width >= 20, "report::terminal", "width must be >= 20", static_cast<double>(options.width));
  constexpr std::size_t kGap = 2;
  const std::size_t columns = table.columns.size();
  std::vector<bool> right;  // asked of every cell: a column is looked through once
  for (std::size_t c = 0; c < columns; ++c) right.push_back(is_right(table, c));
  std::vector<std::vector<std::string>> cells;
  std::vector<std::string> headers;
  for (const Column& column : table.columns) headers.push_back(terminal_text(header_text(column, options.language)));
  cells.push_back(headers);
  for (const auto& row : table.rows) {
    std::vector<std::string> texts;
    for (std::size_t c = 0; c < columns; ++c) texts.push_back(terminal_text(cell_text(row[c], table.columns[c], options.language)));
    cells.push_back(std::move(texts));
  }

  // Numbers keep their width, and so do words while there is room; the widest column gives way first.
  std::vector<std::size_t> width(columns, 1), least(columns, 1);
  for (std::size_t c = 0; c < columns; ++c)
    for (std::size_t r = 0; r < cells.size(); ++r) {
      width[c] = std::max(width[c], terminal_width(cells[r][c]));
      const bool fixed = r > 0 && is_number(table.rows[r - 1][c]);
      least[c] = std::max(least[c], fixed ? terminal_width(cells[r][c]) : std::min<std::size_t>(longest_word(cells[r][c]), 24));
    }
  std::size_t total = kGap * (columns - 1);
  for (const std::size_t w : width) total += w;
  while (total > options.width) {
    std::size_t widest = columns;
    for (std::size_t c = 0; c < columns; ++c)
      if (width[c] > least[c] && (widest == columns || width[c] > width[widest])) widest = c;
    if (widest == columns) break;
    --width[widest];
    --total;
  }

  std::string out;
  if (!table.caption.empty())
    for (const std::string& line : terminal_lines(terminal_text(table.caption), options.width)) out.append(line).append("\n");
  const auto rule = [&] {
    for (std::size_t i = 0; i < total; ++i) out.append("\u2500");
    out.append("\n");
  };
  const auto write = [&](const std::vector<std::string>& row, bool header) {
    std::vector<std::vector<std::string>> lines;
    std::size_t height = 1;
    for (std::size_t c = 0; c < columns; ++c) {
      lines.push_back(terminal_lines(row[c], width[c]));
      height = std::max(height, lines.back().size());
    }
    for (std::size_t i = 0; i < height; ++i) {
      std::string line;
      for (std::size_t c = 0; c < columns; ++c) {
        const std::size_t skip = header ? height - lines[c].size() : 0;  // headers stand on the rule
        const std::string text = i >= skip && i - skip < lines[c].size() ? lines[c][i - skip] : std::string();
        line.append(c > 0 ? kGap : 0, ' ').append(padded(text, width[c], right[c]));
      }
      trim_end(line);
      out.append(line).append("\n");
    }
  };
  write(cells[0], true);
  rule();
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    if (table.totals > 0 && r == table.rows.size() - table.totals) rule();
    write(cells[r + 1], false);
  }
  if (!table.note.empty())
    for (const std::string& line : terminal_lines(terminal_text(table.note), options.width)) out.append(line).append("\n");
  return out;
}

std::string markdown(const Table& table, Language language) {
  check_table(table);
  std::string out;
  if (!table.caption.empty()) out.append("**").append(markdown_text(table.caption)).append("**\n\n");
  for (const Column& column : table.columns) out.append("| ").append(markdown_text(header_text(column, language))).append(" ");
  out.append("|\n");
  for (std::size_t c = 0; c < table.columns.size(); ++c) out.append(is_right(table, c) ? "|---:" : "|:---");
  out.append("|\n");
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const bool total = r + table.totals >= table.rows.size();
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const std::string text = markdown_text(cell_text(table.rows[r][c], table.columns[c], language));
      out.append(total && !text.empty() ? "| **" + text + "** " : "| " + text + ' ');
    }
    out.append("|\n");
  }
  if (!table.note.empty()) out.append("\n").append(markdown_text(table.note)).append("\n");
  return out;
}

std::string csv(const Table& table, Language language) {
  check_table(table);
  std::string out;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const Column& column = table.columns[c];
    std::string header = column.header;
    std::string unit = header_unit(column, language);
    if (unit.empty() && is_fraction(column.style)) unit = text::message(language, "report.fraction");
    if (!unit.empty()) header.append(header.empty() ? "[" : " [").append(unit).append("]");
    out.append(c > 0 ? "," : "").append(csv_text(header));
  }
  out.append("\r\n");
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) out.append(c > 0 ? "," : "").append(machine_text(row[c]));
    out.append("\r\n");
  }
  return out;
}

std::string html(const Table& table, Language language) {
  check_table(table);
  std::vector<bool> right;  // asked of every cell: a column is looked through once
  for (std::size_t c = 0; c < table.columns.size(); ++c) right.push_back(is_right(table, c));
  // Shown as blocks a table would lose its meaning for screen readers: roles keep it.
  const auto role = [&](std::string_view name) { return table.cards ? " role=\"" + std::string(name) + '"' : std::string(); };
  std::string out = table.cards ? "<div class=\"fp-table fp-listed\">" : "<div class=\"fp-table\">";
  const std::string caption = xml_text(table.caption.empty() ? text::message(language, "report.table") : std::string_view(table.caption));
  // A wide table scrolls inside its own box, which the keyboard can reach.
  out.append("<div class=\"fp-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" + caption + "\">\n<table" + role("table") + ">\n");
  if (!table.caption.empty()) out.append("<caption>" + caption + "</caption>\n");
  out.append("<thead" + role("rowgroup") + "><tr" + role("row") + '>');
  std::vector<std::string> labels;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const Column& column = table.columns[c];
    out.append("<th scope=\"col\"" + role("columnheader") + (right[c] ? " class=\"fp-right\">" : ">")).append(xml_text(column.header));
    const std::string unit = header_unit(column, language);
    if (!unit.empty()) out.append("<span class=\"fp-unit\">").append(xml_text(unit)).append("</span>");
    out.append("</th>");
    labels.push_back(table.cards && c > 0 ? " data-label=\"" + xml_text(header_text(column, language)) + '"' : std::string());
  }
  out.append("</tr></thead>\n<tbody" + role("rowgroup") + ">\n");
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const bool total = r + table.totals >= table.rows.size();
    const bool first = total && r == table.rows.size() - table.totals;
    out.append("<tr" + role("row") + (first ? " class=\"fp-sum fp-first\">" : total ? " class=\"fp-sum\">" : ">"));
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const std::string text = cell_text(table.rows[r][c], table.columns[c], language);
      const bool heads = c == 0;
      out.append(heads ? "<th scope=\"row\"" + role("rowheader") : "<td" + role("cell") + labels[c]);
      out.append(cell_class(table.rows[r][c], text, heads, right[c])).append(">").append(xml_text(text)).append(heads ? "</th>" : "</td>");
    }
    out.append("</tr>\n");
  }
  out.append("</tbody>\n</table></div>\n");
  if (!table.note.empty()) out.append("<p class=\"fp-foot\">").append(xml_text(table.note)).append("</p>\n");
  return out.append("</div>\n");
}

}  // namespace foreplan::inline v0::report
