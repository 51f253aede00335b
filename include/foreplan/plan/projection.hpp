#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/frame.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/plan/statement.hpp>
#include <foreplan/scenario/model.hpp>
#include <foreplan/scenario/scenario.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// Where the sectors of an economy go under a scenario: levels, shares that always add up to 1, and
/// how likely each event is when growth is uncertain.
namespace foreplan::inline v0::plan {

/// Something that may have happened in a period: "the share of industry is at least 40 %".
struct ProjectionEvent {
  std::string id{};  ///< Unique in the projection.
  Label name{};
  std::string indicator{};        ///< A projected sector; empty: the total.
  bool share = false;             ///< Its share in the total, `value` in per cent; otherwise its level.
  Bound bound = Bound::at_least;  ///< at_least or at_most.
  double value = 0;               ///< > 0 in the projection's unit; a share in (0, 100).
  Period period{};                ///< After the base, not after `last`.

  bool operator==(const ProjectionEvent&) const = default;
};

/// What is projected. A scenario gives the path of the levels; this gives the base and the uncertainty: log
/// growth of sector i departs from the scenario's by N(0, sigma_i^2), independent over time, with
/// the same correlations between sectors in every period.
///
/// Without a model a scenario changes the sectors' levels themselves. With one (examples/scenario_language.md) it changes
/// whatever the model has, and the model determines the levels: investment rates, say, from which growth follows.
struct Projection {
  /// Ids of the indicators, at least one; together they are the total. None is "total" or "share_" and another's id.
  std::vector<std::string> sectors{};
  Unit unit{};  ///< Of all levels.
  Period base{};
  std::vector<double> levels{};  ///< > 0; of the base period, in the sectors' order.
  std::vector<double> sigma{};   ///< >= 0; standard deviation of yearly log growth, in the sectors' order.
  double correlation = 0;        ///< Common to all pairs, [-1 / (sectors - 1), 1]; not used with `correlations`.
  /// Empty, or the full matrix row by row: symmetric, ones on the diagonal, positive semi-definite.
  std::vector<std::vector<double>> correlations{};
  Period last{};               ///< After the base.
  std::size_t paths = 10'000;  ///< >= 1; times the sectors at most 30 million.
  std::uint64_t seed = 0;
  double coverage = 0.90;  ///< (0, 1).
  std::vector<ProjectionEvent> events{};
  /// Lines of a model that determines the sectors' levels after the base, of at most 10,000 equations; a sector without
  /// a unit in it has `unit`.
  std::vector<std::string> model{};

  bool operator==(const Projection&) const = default;
};

struct EventProbability {
  std::string event{};        ///< Id.
  double probability = 0;     ///< Of the simulated paths; see `printable` (attainment.hpp) for printing.
  double standard_error = 0;  ///< sqrt(P (1 - P) / paths).

  bool operator==(const EventProbability&) const = default;
};

/// Simulated paths of one quantity: mean and central interval for every period after the base.
struct Fan {
  std::string indicator{};  ///< Sector; empty for the total.
  Forecast forecast{};
  std::vector<double> median{};

  bool operator==(const Fan&) const = default;
};

struct ProjectionResult {
  std::string scenario{};  ///< Its name.
  /// The scenario's own path, base to last: each sector under its id, their sum as "total", and
  /// each share as "share_<id>" in per cent.
  Frame path{};
  std::vector<Fan> levels{};  ///< In the sectors' order.
  std::vector<Fan> shares{};  ///< Per cent.
  Fan total{};
  std::vector<EventProbability> events{};
  std::size_t paths = 0;
  /// Everything else that the model determines or reads, along the scenario's own path; missing in the base where
  /// nobody gives it. Empty without a model.
  Frame variables{};

  bool operator==(const ProjectionResult&) const = default;
};

/// The data that a projection's scenarios start from: one series a sector, the level of the base
/// period. Documents state the layers of a scenario; its data are these.
/// @throws InvalidArgument  as `project`.
[[nodiscard]] FOREPLAN_EXPORT Frame base_data(const Projection& projection);

/// The projection's model. @throws ParseError for what does not compile, its file "projection.model"; InvalidArgument for
/// a model that does not determine one of the sectors; UnitMismatch for a sector in another unit than the projection's.
[[nodiscard]] FOREPLAN_EXPORT scenario::Model compile_model(const Projection& projection);

/// Levels of the scenario from base to last, and simulated paths around them. The quantiles are exact ones of the paths
/// (type 7 of Hyndman & Fan 1996), and the first paths are the same for any number of them.
/// Cost: some 10 ns a path, period and sector on one core with AVX-512; with `correlations` it grows with the square of
/// the sectors. Memory: up to 24 bytes a path and sector.
///
/// @param scenario  evaluates to the sectors' levels, > 0, in the projection's unit, in every period from base
///   to last; it may hold other variables too. Its level of the base period is the one used. With a model, the model
///   solved for it gives the levels after the base.
/// @throws UnitMismatch     when a sector's series has another unit than the projection (even in scale).
/// @throws PeriodMismatch   when a sector's series ends before `last`, or periods are out of order.
/// @throws InvalidArgument  for lists of the wrong length, values out of the ranges above, sectors or
///   events that are unknown or repeated, a correlation matrix that is none; when a simulated level overflows; for a
///   model without one of the sectors, and when it has no solution, saying where.
/// @throws ParseError       for a model that does not compile.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT ProjectionResult project(const Projection& projection, const scenario::Scenario& scenario,
                                                       const Execution& execution = {});

}  // namespace foreplan::inline v0::plan
