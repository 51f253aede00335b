#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/core/language.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// Tables as values, and as text for terminals, Markdown, spreadsheets and HTML. Numbers stay numbers
/// until they are written: "6,513.5" in an English text, "6.513,5" in a Vietnamese one.
namespace foreplan::inline v0::report {

/// What stands in one place of a table. A number takes the format of its column; a printed number
/// (`Rounded`) or an integer keeps its own decimals; NaN is a missing value and shown as "–".
struct Cell {
  std::variant<std::string, double, Rounded, Period> value{};

  Cell() = default;  ///< Empty text.
  Cell(const char* text) : value(std::string(text)) {}         // NOLINT: conversion is the purpose
  Cell(std::string text) : value(std::move(text)) {}           // NOLINT
  Cell(std::string_view text) : value(std::string(text)) {}    // NOLINT
  Cell(double number) : value(number) {}                       // NOLINT
  Cell(Rounded number) : value(number) {}                      // NOLINT
  Cell(Period period) : value(period) {}                       // NOLINT
  template <std::integral I>
  Cell(I count) : value(Rounded(static_cast<double>(count), 0)) {}  // NOLINT

  bool operator==(const Cell&) const = default;
};

enum class NumberStyle : std::uint8_t {
  plain,           ///< 6,513.5
  signed_plain,    ///< +3.05
  percent,         ///< Fractions: 0.114 is 11.4 %. A `Rounded` is in per cent already.
  signed_percent,  ///< +11.4 %
  probability,     ///< Fractions in [0, 1], never printed as 0 or 100 %.
};

enum class Align : std::uint8_t {
  automatic,  ///< Right for a column with a number in it, left for others.
  left,
  right,
};

struct Column {
  std::string header{};
  Unit unit{};  ///< Shown with the header, prices included; a pure number shows none.
  NumberStyle style = NumberStyle::plain;
  int decimals = 1;  ///< [0, 12]
  Align align = Align::automatic;
  /// > 0; a number beyond it is shown as "> 1,000,000", so that one that ran away does not spread the table. `csv` has it.
  double largest = std::numeric_limits<double>::infinity();

  bool operator==(const Column&) const = default;
};

struct Table {
  std::string caption{};
  std::vector<Column> columns{};         ///< At least one.
  std::vector<std::vector<Cell>> rows{};  ///< Each with one cell for each column.
  std::size_t totals = 0;                ///< So many of the last rows are set off as totals.
  std::string note{};                    ///< Below the table: source, conventions.
  bool cards = false;                    ///< On a phone a page shows each row as a list, instead of a table to scroll.

  bool operator==(const Table&) const = default;
};

/// All writers below refuse a table without columns, a row of another length than the columns,
/// decimals out of range, a probability outside 0 to 1, more totals than rows, more than 100 columns or 10^6 cells.
/// @throws InvalidArgument  naming the row or column.
struct TerminalOptions {
  Language language = Language::english;
  std::size_t width = 100;  ///< >= 20; columns of text are wrapped to fit, numbers never.
};
/// Aligned columns with rules of U+2500. Control characters (escape sequences) are replaced.
[[nodiscard]] FOREPLAN_EXPORT std::string terminal(const Table& table, const TerminalOptions& options = {});

/// A GitHub-flavoured table, the caption in bold above it.
[[nodiscard]] FOREPLAN_EXPORT std::string markdown(const Table& table, Language language = Language::english);

/// RFC 4180 for other programs, the same in every language but for the headers: numbers in the shortest form that reads
/// back to the same double, decimal point, no grouping, fractions as fractions; missing values are empty. The
/// unit stands in brackets in the header. Lines end with CRLF. Text that a spreadsheet would take for a formula
/// (it begins with = + - @, their full-width forms, a tab or a line break) gets an apostrophe in front.
[[nodiscard]] FOREPLAN_EXPORT std::string csv(const Table& table, Language language = Language::english);

/// A `<div class="fp-table">` with the table in it, every text escaped, headers marked with their
/// scope. It needs the style sheet of a page (`html(Document)`) only to look well.
[[nodiscard]] FOREPLAN_EXPORT std::string html(const Table& table, Language language = Language::english);

}  // namespace foreplan::inline v0::report
