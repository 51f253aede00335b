#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/export.hpp>
#include <foreplan/report/chart.hpp>
#include <foreplan/report/table.hpp>

#include <cstddef>
#include <string>
#include <vector>

/// Drawings by which forecasting models are compared, as values drawn like the other charts.
namespace foreplan::inline v0::report {

struct RankedModel {
  std::string name{};
  double mean_rank = 1;

  bool operator==(const RankedModel&) const = default;
};

/// A critical-difference diagram (Demsar 2006): models along an axis of mean ranks, the best at the left, with a bar over
/// every stretch of models that cannot be told apart.
struct RankDiagram {
  std::string title{};
  std::string note{};
  std::vector<RankedModel> models{};               ///< 2 to 100.
  double critical_difference = 0;                  ///< > 0; in ranks.
  std::vector<std::vector<std::size_t>> groups{};  ///< Places of models; those of one model have no bar.

  bool operator==(const RankDiagram&) const = default;
};

struct CalibrationLine {
  std::string name{};
  std::vector<double> below{};  ///< For each level the share of values at or below the quantile; NaN where not known.

  bool operator==(const CalibrationLine&) const = default;
};

/// How often values came out below quantiles that they should be below with given probabilities: on the diagonal where a
/// model's quantiles are right (Gneiting, Balabdaoui & Raftery 2007). Below it at the left and above it at the right
/// intervals are too wide; the other way round they are too narrow.
struct CalibrationChart {
  std::string title{};
  std::string note{};
  std::vector<double> levels{};          ///< 1 to 1,000, rising, in (0, 1).
  std::vector<CalibrationLine> lines{};  ///< 1 to 12.

  bool operator==(const CalibrationChart&) const = default;
};

/// As the `svg` of other charts. Names that are too long for the picture are cut.
/// @throws InvalidArgument  for mean ranks outside [1, number of models], a critical difference not > 0, groups of
///   models that there are not; shares outside [0, 1], levels that do not rise in (0, 1), lists of other lengths; only
///   missing shares.
[[nodiscard]] FOREPLAN_EXPORT std::string svg(const RankDiagram& diagram, const SvgOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT std::string svg(const CalibrationChart& chart, const SvgOptions& options = {});

/// The numbers of a chart. @throws as `svg`.
[[nodiscard]] FOREPLAN_EXPORT Table table(const RankDiagram& diagram, Language language = Language::english);
[[nodiscard]] FOREPLAN_EXPORT Table table(const CalibrationChart& chart, Language language = Language::english);

}  // namespace foreplan::inline v0::report
