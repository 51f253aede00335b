#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/export.hpp>
#include <foreplan/report/table.hpp>

#include <span>

/// How far a structure shifted.
namespace foreplan::inline v0::report {

/// One row an index of `structure`, each under its convention's name, for shares (or levels) before and after.
/// @throws InvalidArgument  for what those indices refuse; Aitchison's and Lilien's need every share > 0.
[[nodiscard]] FOREPLAN_EXPORT Table shift_table(std::span<const double> first, std::span<const double> last,
                                                Language language = Language::english);

}  // namespace foreplan::inline v0::report
