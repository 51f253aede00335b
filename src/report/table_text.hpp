#pragma once
#include <foreplan/report/table.hpp>

#include <string>

namespace foreplan::inline v0::report {

/// @throws InvalidArgument  for what report/table.hpp says is refused.
void check_table(const Table& table);
/// A cell as a reader of the language sees it, not escaped.
[[nodiscard]] std::string cell_text(const Cell& cell, const Column& column, Language language);
/// Whether the numbers of a column stand at the right.
[[nodiscard]] bool is_right(const Table& table, std::size_t column);
/// Unit and prices below a header: "billion VND, constant 1994 prices"; empty for none.
[[nodiscard]] std::string header_unit(const Column& column, Language language);

}  // namespace foreplan::inline v0::report
