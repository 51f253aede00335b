#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/core/language.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <string>
#include <vector>

/// Periods in which the structure breaks: sectors trade places in one step as they never do otherwise, because the
/// source was revised or joined from parts that do not fit, or because something happened. Growth and structural change
/// measured across such a period are artefacts. Breaks are reported, and nothing is smoothed. For one series by itself
/// there is `growth::level_breaks`.
namespace foreplan::inline v0::structure {

/// Changes are compared with those of the same quantity in the `neighbours` periods on each side, its own left out:
/// score = (change - median) / (1.4826 MAD), where MAD is the median absolute deviation from the median.
struct StructureBreakOptions {
  std::string total{};         ///< The series of the frame that is a published total and no sector; empty: their sum.
  std::size_t neighbours = 5;  ///< >= 2
  double threshold = 3.5;      ///< > 0; least absolute score (Iglewicz & Hoaglin 1993).
  double least_shift = 0.02;   ///< >= 0; least part of the total that changes sector beyond what is usual.
  double least_jump = 0.05;    ///< >= 0; least jump of a level, a fraction of it.

  bool operator==(const StructureBreakOptions&) const = default;
};

/// One change beside its neighbours. Missing (NaN) where it cannot be had, as with fewer than four neighbours.
struct UnusualChange {
  double value = 0;
  double typical = 0;   ///< The neighbours' median.
  double score = 0;     ///< Infinite when all neighbours change alike.
  bool breaks = false;  ///< Beyond threshold and least change.

  bool operator==(const UnusualChange&) const = default;
};

/// A sector whose level jumps in that period.
struct SectorJump {
  std::string sector{};
  double growth = 0;          ///< On the period before, a fraction.
  double typical_growth = 0;  ///< The neighbours' median.
  double jump = 0;            ///< (1 + growth) / (1 + typical_growth) - 1: the step that growth does not explain.
  double points = 0;          ///< That step as a fraction of the sum of sectors in the period before.
  double score = 0;           ///< Of log growth.

  bool operator==(const SectorJump&) const = default;
};

/// A period that breaks in its shares or in its total.
struct StructureBreak {
  Period period{};
  UnusualChange shift{};              ///< Part of the total that changed sector since the period before: `nav`.
  UnusualChange growth{};             ///< Of the total, a fraction; its score is that of log growth.
  std::vector<SectorJump> sectors{};  ///< All that jump in that period, the largest points first; may be empty.

  bool operator==(const StructureBreak&) const = default;
};

/// Every break of a table of sectors, oldest first. Give levels at constant prices, at current prices and of
/// employment one after the other: a change of price base breaks the first alone, a revision of value added the first
/// two. Periods with a missing sector have no shift; a sector that is missing or 0 has no growth. Two breaks closer
/// than `neighbours` widen each other's spread. O(sectors x periods x k log k) for k neighbours.
/// @throws UnitMismatch     unless all series are in one unit.
/// @throws InvalidArgument  for fewer than two sectors, an unknown total, levels that are negative or infinite, a total
///   that is not > 0, options out of range.
[[nodiscard]] FOREPLAN_EXPORT std::vector<StructureBreak> structure_breaks(const Frame& levels,
                                                                           const StructureBreakOptions& options = {});

/// A sentence or two: "In 2010, 6.0 % of the total changed sector (usually 1.4 %) and growth of the total was −6.6 %
/// (usually +6.2 %). Out of line: Trade −25.7 % (usually +8.6 %), ..." with the first five sectors.
[[nodiscard]] FOREPLAN_EXPORT std::string to_string(const StructureBreak&, Language language = Language::english);

}  // namespace foreplan::inline v0::structure
