#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/model.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/solve.hpp>
#include <foreplan/stats/elementary_effects.hpp>
#include <foreplan/stats/inputs.hpp>
#include <foreplan/stats/one_at_a_time.hpp>
#include <foreplan/stats/sobol_indices.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Which assumption matters most for what a model says: factors are varied around a base scenario, outcomes observed.
///
///   const std::vector<Factor> factors{{.variable = "rate", .range = {2016, 2025}, .low = -0.02, .high = 0.02}, ...};
///   const auto bars = tornado(model, base, {2016, 2025}, factors, {{"share_ind", 2025}});
///
/// Where the base states targets, every run meets them anew: with an instrument as the outcome, which assumption
/// matters most for what they take. A run that does not reach them has failed.
namespace foreplan::inline v0::scenario {

/// What is looked at.
struct Outcome {
  std::string variable{};
  Period period{};

  bool operator==(const Outcome&) const = default;
};
[[nodiscard]] FOREPLAN_EXPORT std::string to_string(const Outcome&);  ///< "share_ind 2025"

/// What a factor's value v does to its variable, in every period of its range.
enum class FactorKind : std::uint8_t {
  shift,            ///< x + v
  proportional,     ///< x (1 + v)
  override_values,  ///< v
  add_factor,       ///< v on the right side of the behavioural equation for x.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(FactorKind) noexcept;

/// One uncertain assumption. Without a distribution it is uniform on [low, high] where it is sampled; without low and
/// high, a tornado moves it between two quantiles of its distribution.
struct Factor {
  std::string name{};  ///< Empty: the variable's.
  std::string variable{};
  PeriodRange range{};
  FactorKind how = FactorKind::shift;
  std::optional<stats::InputDistribution> distribution{};
  std::optional<double> low{};
  std::optional<double> base{};  ///< In a tornado, while others move. Unset: as the base scenario has it.
  std::optional<double> high{};
};

/// Runs behind an analysis.
struct FactorRunCount {
  std::size_t runs = 0;
  std::size_t failed = 0;       ///< Not solved: their outcomes are left out.
  std::string first_failure{};  ///< In words; empty for none.

  /// More than this share failed: what is left may not be representative.
  [[nodiscard]] bool too_many_failed(double share) const noexcept {
    return static_cast<double>(failed) > share * static_cast<double>(runs);
  }
};

// Every call below refuses, by InvalidArgument: no factors, no outcomes, two factors of one name; a variable that the
// model does not have (naming the nearest); a factor that is solved for, unless by add_factor; a range that the
// solution does not read; an outcome outside the range; low > high; factors without low and high or a distribution;
// options out of range; and what `solve` refuses. `Cancelled`. Threads, cancellation and progress (counted in runs) are
// those of `solve.execution`. Runs are made some at a time, some 64 MB of them.

/// One bar of a tornado chart.
struct TornadoRow {
  std::string factor{};
  double low = 0, high = 0;                  ///< The factor's values,
  double outcome_low = 0, outcome_high = 0;  ///< and the outcome at each, all other factors at their base. NaN: failed.
  double base = 0;                           ///< The outcome with every factor at its base.

  /// Between the highest and the lowest of the three outcomes; NaN if one failed.
  [[nodiscard]] double swing() const noexcept { return stats::swing(outcome_low, outcome_high, base); }
};

struct Tornado {
  Outcome outcome{};
  double base = 0;
  std::vector<TornadoRow> rows{};  ///< The widest swing first, failed ones last.
};

struct TornadoOptions {
  double tail = 0.05;  ///< (0, 0.5); of a distribution without low and high: its quantiles tail and 1 - tail.
  SolveOptions solve{};
};

struct TornadoAnalysis {
  std::vector<Tornado> outcomes{};
  FactorRunCount count{};

  [[nodiscard]] bool usable() const noexcept { return count.failed == 0; }
};

/// One factor at a time: low and high with all others at their base. 2 k + 1 runs.
[[nodiscard]] FOREPLAN_EXPORT TornadoAnalysis tornado(const Model& model, const Scenario& base, PeriodRange range,
                                                      const std::vector<Factor>& factors,
                                                      const std::vector<Outcome>& outcomes,
                                                      const TornadoOptions& options = {});

struct SobolSensitivityOptions {
  /// Its `execution` is not used. `constant_below` is taken as at least ten times the solution's tolerance.
  stats::SobolIndicesOptions indices{};
  double most_failed = 0.1;  ///< [0, 1]; of the runs, for a usable result.
  SolveOptions solve{};
};

struct SobolSensitivity {
  std::vector<std::string> factors{};
  std::vector<Outcome> outcomes{};
  stats::SobolIndices indices{};  ///< Inputs are the factors, outputs the outcomes.
  FactorRunCount count{};
  bool representative = false;  ///< No more runs failed than allowed.

  /// An outcome that no factor moves is not identified: `indices.outputs[i].usable()`.
  [[nodiscard]] bool usable() const noexcept { return representative; }
};

/// Sobol indices of the outcomes: N (k + 2) runs, see stats/sobol_indices.hpp.
[[nodiscard]] FOREPLAN_EXPORT SobolSensitivity sobol_sensitivity(const Model& model, const Scenario& base,
                                                                 PeriodRange range, const std::vector<Factor>& factors,
                                                                 const std::vector<Outcome>& outcomes,
                                                                 const SobolSensitivityOptions& options = {});

struct MorrisSensitivityOptions {
  stats::ElementaryEffectsOptions effects{};  ///< Of its `execution` nothing is used.
  double most_failed = 0.1;
  SolveOptions solve{};
};

struct MorrisSensitivity {
  std::vector<std::string> factors{};
  std::vector<Outcome> outcomes{};
  stats::ElementaryEffectsTable effects{};  ///< at(outcome, factor)
  FactorRunCount count{};
  bool representative = false;

  [[nodiscard]] bool usable() const noexcept { return representative; }
};

/// Elementary effects on the outcomes: r (k + 1) runs, see stats/elementary_effects.hpp.
[[nodiscard]] FOREPLAN_EXPORT MorrisSensitivity morris_sensitivity(const Model& model, const Scenario& base,
                                                                   PeriodRange range,
                                                                   const std::vector<Factor>& factors,
                                                                   const std::vector<Outcome>& outcomes,
                                                                   const MorrisSensitivityOptions& options = {});

struct DiscoverOptions {
  std::size_t points = 1000;  ///< [2, 10^7]; a Latin hypercube.
  std::uint64_t seed = 0;
  double most_failed = 0.1;
  SolveOptions solve{};
};

/// Futures and what came of them: the samples that `stats::prim` looks for boxes in.
struct Discovery {
  std::vector<std::string> factors{};
  std::vector<Outcome> outcomes{};
  std::size_t points = 0;          ///< Solved.
  std::vector<double> x{};         ///< Point by point, a value of each factor.
  std::vector<double> y{};         ///< Point by point, a value of each outcome.
  std::vector<double> failed_x{};  ///< The factors' values where nothing was solved.
  FactorRunCount count{};
  bool representative = false;

  [[nodiscard]] bool usable() const noexcept { return representative; }
  /// One outcome, a value a point. @throws InvalidArgument unless there is one of this number.
  [[nodiscard]] FOREPLAN_EXPORT std::vector<double> outcome(std::size_t i = 0) const;
};

/// Samples the factors and solves every future.
[[nodiscard]] FOREPLAN_EXPORT Discovery discover(const Model& model, const Scenario& base, PeriodRange range,
                                                 const std::vector<Factor>& factors,
                                                 const std::vector<Outcome>& outcomes,
                                                 const DiscoverOptions& options = {});

}  // namespace foreplan::inline v0::scenario
