#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>
#include <foreplan/plan/attainment.hpp>
#include <foreplan/plan/monitoring.hpp>
#include <foreplan/report/chart.hpp>
#include <foreplan/report/document.hpp>
#include <foreplan/report/table.hpp>

#include <optional>
#include <string>
#include <vector>

/// Targets: what they take, how likely they are, and whether they are on track.
namespace foreplan::inline v0::report {

/// A target with the outlook that `plan::attainment` gave for it.
struct TargetOutlook {
  plan::Target target{};
  std::optional<plan::Attainment> attainment{};  ///< Unset: there is no base, and nothing can be said.
  std::string reading{};                         ///< Under which it holds: "at 2010 prices". May be empty.

  bool operator==(const TargetOutlook&) const = default;
};

/// "over 17,600 billion VND (constant 1994 prices)"
[[nodiscard]] FOREPLAN_EXPORT std::string target_text(const plan::Target& target, Language language = Language::english);

/// One row a target: base, growth needed, growth expected, probability, and where it comes from (below the table
/// where that is the same for all). A target without an outlook says that nothing can be said.
/// @throws InvalidArgument  for an empty list; so do the three below for a target without an outlook.
[[nodiscard]] FOREPLAN_EXPORT Table attainment_table(const std::vector<TargetOutlook>& outlooks,
                                                     Language language = Language::english);
/// One row a year of the required path: level, what the year adds, its part in the whole increase.
[[nodiscard]] FOREPLAN_EXPORT Table required_path(const TargetOutlook& outlook, Language language = Language::english);
/// The required path, the predicted median with its interval, and the target; the history too, when given.
[[nodiscard]] FOREPLAN_EXPORT LineChart attainment_chart(const TargetOutlook& outlook, const std::optional<Series>& history = {},
                                                         double coverage = 0.90, Language language = Language::english);
/// Base, median and target, and the probability.
[[nodiscard]] FOREPLAN_EXPORT Gauge gauge(const TargetOutlook& outlook, Language language = Language::english);

/// Observation and target on one scale, what the path needs by now, where the trend leads.
[[nodiscard]] FOREPLAN_EXPORT Gauge gauge(const plan::Target& target, const plan::Progress& progress,
                                          const plan::Monitoring& monitoring, Language language = Language::english);
/// The measures of `plan::monitor` by their names, the projection named.
[[nodiscard]] FOREPLAN_EXPORT Table monitoring_table(const plan::Target& target, const plan::Monitoring& monitoring,
                                                     Language language = Language::english);
/// Milestones with what they require, what was observed, and their state. @throws InvalidArgument without milestones.
[[nodiscard]] FOREPLAN_EXPORT Table milestone_table(const plan::Target& target, const plan::Monitoring& monitoring,
                                                    Language language = Language::english);
/// Observations against the required path.
[[nodiscard]] FOREPLAN_EXPORT LineChart monitoring_chart(const plan::Target& target, const plan::Progress& progress,
                                                         const plan::Monitoring& monitoring,
                                                         Language language = Language::english);
/// One sentence: on track or behind, by how much, and the growth that is left to do.
[[nodiscard]] FOREPLAN_EXPORT Callout monitoring_verdict(const plan::Target& target, const plan::Monitoring& monitoring,
                                                         Language language = Language::english);

}  // namespace foreplan::inline v0::report
