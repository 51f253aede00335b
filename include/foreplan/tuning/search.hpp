#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/core/value.hpp>
#include <foreplan/export.hpp>
#include <foreplan/tuning/backtest.hpp>
#include <foreplan/tuning/catalogue.hpp>
#include <foreplan/tuning/leaderboard.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Which options of a model forecast best: every combination of a grid, random ones, many of which most are soon given
/// up, or few that a model of the losses proposes.
///
///   const SearchSpace space{.parameters = {real_range("largest_beta", 0.01, 1, Scale::logarithmic),
///                                          choice_of("criterion", {"aicc", "bic"})}};
///   const auto loss = backtest_objective({.model = "ets"}, panel, {.horizon = 6}, Measure::mase);
///   const SearchResult found = bayesian_search(space, loss, {.evaluations = 40});
///   const Candidate tuned{.model = "ets", .options = found.trials[found.best.value()].options, .name = "ets, tuned"};
///
/// The least of many losses flatters: what the tuned candidate will do is told by series, or by later periods, that the
/// search did not see.
namespace foreplan::inline v0::tuning {

enum class Scale : std::uint8_t { linear, logarithmic };
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Scale) noexcept;

enum class ParameterKind : std::uint8_t { real, integer, choice };

/// An option that is varied. Made by one of the three functions below.
struct SearchParameter {
  std::string name{};  ///< Of the option.
  ParameterKind kind = ParameterKind::real;
  double lower = 0, upper = 1;   ///< Finite, lower < upper, both inside; > 0 on a logarithmic scale.
  Scale scale = Scale::linear;   ///< On which values are spread evenly.
  std::vector<Value> choices{};  ///< Of a choice; all different.

  bool operator==(const SearchParameter&) const = default;
};
[[nodiscard]] FOREPLAN_EXPORT SearchParameter real_range(std::string name, double lower, double upper,
                                                         Scale scale = Scale::linear);
/// Both ends are among the values; at most 2^53 in size.
[[nodiscard]] FOREPLAN_EXPORT SearchParameter integer_range(std::string name, std::int64_t lower, std::int64_t upper,
                                                            Scale scale = Scale::linear);
[[nodiscard]] FOREPLAN_EXPORT SearchParameter choice_of(std::string name, std::vector<Value> choices);

struct SearchSpace {
  Value base{};  ///< Options that are held; null for none. A parameter of the same name takes its place.
  std::vector<SearchParameter> parameters{};  ///< 1 to 100, of different names.

  bool operator==(const SearchSpace&) const = default;
};

/// The loss of options, less being better. NaN, an infinity, or a thrown `Error` is a failed trial, and the search goes
/// on. May be called from several threads at once, and gives the same answer each time.
/// @param resource  how much may be spent: the first so many series, or the last so many origins.
using SearchObjective = std::function<double(const Value& options, std::size_t resource)>;

struct SearchTrial {
  Value options{};
  std::size_t resource = 0;
  double loss = std::numeric_limits<double>::quiet_NaN();  ///< NaN for a failed trial.
  std::string error{};                                     ///< Of a failed one, where there are words.

  FOREPLAN_EXPORT bool operator==(const SearchTrial& other) const;  ///< NaN equals NaN.
};

/// Written and read as JSON by io/search.hpp.
struct SearchResult {
  std::vector<SearchTrial> trials{};  ///< In the order in which they were begun.
  std::optional<std::size_t> best{};  ///< The trial of least loss, of equals the first; nothing when all failed.
  /// converged: everything was tried, or the schedule went through; iteration_limit: evaluations were used up;
  /// time_limit: seconds were.
  Stop stop = Stop::not_run;

  bool operator==(const SearchResult&) const = default;
};

/// What all searches take. Results are the same for any number of threads, but for a limit of `seconds`, by which a run
/// cannot be repeated: it depends on the machine.
struct SearchLimits {
  std::size_t resource = 0;  ///< Given to the objective with every trial; what it means, the objective says.
  double seconds = std::numeric_limits<double>::infinity();  ///< > 0; no trial is begun after so many.
  Execution execution{};                                     ///< A unit is a trial.
};

struct GridSearchOptions {
  std::size_t points = 5;  ///< [2, 10,000]; of each range, evenly with both ends; all of an integer range of fewer.
  SearchLimits limits{};
};
/// Every combination, the last parameter changing fastest; at most 1,000,000.
/// @throws InvalidArgument  (all searches) for a space without parameters or with two of one name, ranges and options out of
///   range. @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT SearchResult grid_search(const SearchSpace& space, const SearchObjective& objective,
                                                       const GridSearchOptions& options = {});

struct RandomSearchOptions {
  std::size_t evaluations = 50;  ///< [1, 1,000,000]
  std::uint64_t seed = 0;
  SearchLimits limits{};
};
/// Independent draws, each from a Philox stream of its own (Bergstra & Bengio 2012): the first ones of a longer search
/// are those of a shorter one.
[[nodiscard]] FOREPLAN_EXPORT SearchResult random_search(const SearchSpace& space, const SearchObjective& objective,
                                                         const RandomSearchOptions& options = {});

struct HalvingOptions {
  std::size_t configurations = 32;  ///< n in [2, 100,000]; drawn as by `random_search`.
  std::size_t budget = 0;         ///< B, in all, in units of the resource; 0: n ceil(log2 n), so that all begin with 1.
  std::size_t most_resource = 0;  ///< No trial is given more; 0: no limit.
  std::uint64_t seed = 0;
  double seconds = std::numeric_limits<double>::infinity();  ///< As in `SearchLimits`.
  Execution execution{};
};
/// Sequential halving (Karnin, Koren & Somekh 2013; Jamieson & Talwalkar 2016, algorithm 1): in each of ceil(log2 n)
/// rounds those left share B / ceil(log2 n) evenly, r_k = floor(B / (|S_k| ceil(log2 n))) each beside what they had,
/// and the better half, floor(|S_k| / 2), is left for the next. The objective is asked for the whole resource R_k, the
/// sum of r up to k. Failed trials count as the worst; of equals the first stays. `best` is of the last round that was
/// completed.
/// @throws InvalidArgument  also for a budget of which no one gets a unit in the first round.
[[nodiscard]] FOREPLAN_EXPORT SearchResult successive_halving(const SearchSpace& space,
                                                              const SearchObjective& objective,
                                                              const HalvingOptions& options = {});

struct BayesianSearchOptions {
  std::size_t evaluations = 50;    ///< [1, 1,000], the first ones included; costs grow with the cube.
  std::size_t first = 0;           ///< Points of a scrambled Sobol sequence to begin with; 0: max(5, 2 (d + 1)).
  std::size_t candidates = 1'024;  ///< [16, 100,000]; places at which expected improvement is looked at.
  std::uint64_t seed = 0;
  SearchLimits limits{};  ///< Threads run the first points alone: each of the others depends on those before it.
};
/// Expected improvement under a Gaussian process (Jones, Schonlau & Welch 1998; Snoek, Larochelle & Adams 2012): Matern
/// covariance of smoothness 5/2 with a length for each parameter, a constant mean and noise, by marginal likelihood
/// before each trial. Choices are 0 or 1 apart. The place of largest improvement is looked for among `candidates`
/// points of a Sobol sequence and about the best trials, and climbed to from the best of these along the ranges of real
/// parameters. No options are tried twice. A failed trial counts as the worst one that did not fail; to the
/// process, losses further above the median than ten times its distance from the least are no larger than that.
[[nodiscard]] FOREPLAN_EXPORT SearchResult bayesian_search(const SearchSpace& space, const SearchObjective& objective,
                                                           const BayesianSearchOptions& options = {});

/// What options of a model lose on a panel: the mean of a measure (not `owa`) over all folds that have one. The resource
/// is how many series, of a fixed random order of them; 0, or more than there are: all. Options with which the model
/// fails on any series fail; folds without a scale are left out, of all options the same ones.
/// @param candidate  its own options are the base, which those of the search replace one by one.
/// @throws InvalidArgument  for an empty panel, an unknown model, `owa`. `options.batch.folder` must be empty: a folder is
///   of one set of options.
[[nodiscard]] FOREPLAN_EXPORT SearchObjective backtest_objective(Candidate candidate, std::vector<BacktestSeries> panel,
                                                                 const BacktestOptions& options = {},
                                                                 Measure measure = Measure::mase,
                                                                 std::span<const ModelEntry> entries = model_entries());

}  // namespace foreplan::inline v0::tuning
