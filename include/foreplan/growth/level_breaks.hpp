#pragma once
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/// Levels that jump where the series was rebased or revised. A published series can be joined silently from parts that
/// do not fit; its growth in that one period is then an artefact. Jumps are reported, and nothing is smoothed.
namespace foreplan::inline v0::growth {

/// A jump must be both: far outside what its neighbours do, and large enough to matter.
struct LevelBreakOptions {
  std::size_t neighbours = 5;  ///< >= 2; growth rates on each side that a period is compared with.
  double threshold = 3.5;      ///< > 0; least absolute score (Iglewicz & Hoaglin 1993 advise 3.5).
  double least_jump = 0.05;    ///< >= 0; least absolute jump, a fraction of the level.
};

/// One jump. Growth is on the period before, a fraction; it is compared in logarithms with its neighbours' (the period
/// itself left out): score = (g - median) / (1.4826 MAD), where MAD is the median absolute deviation from the median.
struct LevelBreak {
  Period period{};
  double growth = 0;
  double typical_growth = 0;  ///< The neighbours' median.
  double jump = 0;            ///< (1 + growth) / (1 + typical_growth) - 1: the step that growth does not explain.
  double score = 0;           ///< Infinite when all neighbours grow alike.
  std::optional<double> growth_before{};  ///< In the neighbouring periods; empty at an end or beside a missing value.
  std::optional<double> growth_after{};

  bool operator==(const LevelBreak&) const = default;
};

/// Every break of a level series, oldest first. A period without growth (its own or the previous level missing) is
/// passed over, and so is one with fewer than four neighbours in all. Two breaks closer than `neighbours` widen each
/// other's spread, and half of the neighbours would have to be breaks to hide one. O(n k log k) for k neighbours.
/// @throws InvalidArgument  for a level that is not > 0 (missing is allowed), with its period; for options out of
///   range.
[[nodiscard]] FOREPLAN_EXPORT std::vector<LevelBreak> level_breaks(const Series& levels,
                                                                   const LevelBreakOptions& options = {});

/// What a break at constant prices can be, judged by the same series at current prices.
enum class BreakKind : std::uint8_t {
  price_base,    ///< Constant prices jump, current prices do not: another price base is enough to explain it.
  revision,      ///< Both jump: no change of base does that. Coverage or method was revised, or a real event struck.
  current_only,  ///< Only current prices jump: prices did, or the two were not revised together.
  unknown,       ///< One of the two has no growth, or too few neighbours, in that period.
};

struct RebasingBreak {
  Period period{};
  BreakKind kind = BreakKind::unknown;
  std::optional<LevelBreak> constant{};  ///< Empty where constant prices do not break.
  std::optional<LevelBreak> current{};

  bool operator==(const RebasingBreak&) const = default;
};

/// Breaks of one variable at constant and at current prices, put side by side, oldest first.
/// @throws UnitMismatch     unless the units differ in nothing but the price basis, constant and current.
/// @throws PeriodMismatch   when the frequencies differ.
/// @throws InvalidArgument  as `level_breaks`.
[[nodiscard]] FOREPLAN_EXPORT std::vector<RebasingBreak> rebasing_breaks(const Series& constant, const Series& current,
                                                                         const LevelBreakOptions& options = {});

}  // namespace foreplan::inline v0::growth
