#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/export.hpp>
#include <foreplan/report/table.hpp>
#include <foreplan/structure/convergence.hpp>
#include <foreplan/structure/normal_patterns.hpp>
#include <foreplan/structure/shift_share.hpp>
#include <foreplan/structure/specialisation.hpp>

#include <cstdint>
#include <vector>

/// Regions beside their nation and each other: shift-share, specialisation, convergence, normal patterns. Every table's
/// note names the conventions of its result.
namespace foreplan::inline v0::report {

/// What the rows of a shift-share table are.
enum class ShiftShareRows : std::uint8_t { sectors, regions, periods };

struct ShiftShareTableOptions {
  ShiftShareRows rows = ShiftShareRows::sectors;
  structure::ShiftSelection selection{};  ///< What is summed over; the rows' own dimension counts if it is set too.
  int decimals = 1;                       ///< [0, 12]
  Language language = Language::english;
};
/// The change and each effect, and their totals. With rows of regions over all sectors and periods, the form gerfin
/// adds its factors. Cells without a growth rate are counted in the note.
/// @throws InvalidArgument  for unknown names, as `ShiftShare::sum`.
[[nodiscard]] FOREPLAN_EXPORT Table shift_share_table(const structure::ShiftShare&, const ShiftShareTableOptions& = {});

/// One row a region, one column a sector.
[[nodiscard]] FOREPLAN_EXPORT Table location_quotient_table(const structure::Specialisation&,
                                                            Language language = Language::english);
/// All measures, one row a region.
[[nodiscard]] FOREPLAN_EXPORT Table specialisation_table(const structure::Specialisation&,
                                                         Language language = Language::english);
/// The same, one row a sector: how concentrated it is over the regions.
/// @throws InvalidArgument  where the nation is not the sum of the regions.
[[nodiscard]] FOREPLAN_EXPORT Table concentration_table(const structure::Specialisation&,
                                                        Language language = Language::english);

/// Speed and half-life with their intervals. A fit that is not usable is said to be so.
[[nodiscard]] FOREPLAN_EXPORT Table convergence_table(const structure::BetaConvergence&,
                                                      Language language = Language::english);

/// Norms of shares with their intervals, as `structure::predict` gives them.
/// @param coverage  that of the prediction.
[[nodiscard]] FOREPLAN_EXPORT Table norm_table(const std::vector<structure::PatternNorm>&, double coverage = 0.90,
                                               Language language = Language::english);

}  // namespace foreplan::inline v0::report
