#pragma once
#include <foreplan/export.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/sensitivity.hpp>
#include <foreplan/scenario/solve.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Choosing between policies when nobody knows the odds of the futures.
namespace foreplan::inline v0::scenario {

enum class Better : std::uint8_t { higher, lower };

struct RegretOptions {
  Better better = Better::higher;
  std::optional<double> threshold{};  ///< An outcome satisfices when it is this or better.
  double optimism = 0.5;              ///< [0, 1]; Hurwicz's alpha, the weight of the best outcome.
};

struct PolicyRegret {
  std::string policy{};
  std::vector<double> outcomes{};  ///< One a future.
  /// How much better the best policy does in that future (Savage 1951): >= 0.
  std::vector<double> regrets{};
  double max_regret = 0;
  std::size_t worst_future = 0;          ///< Where it is.
  double best = 0, worst = 0, mean = 0;  ///< Outcomes; all futures count the same in the mean.
  double hurwicz = 0;                    ///< optimism x best + (1 - optimism) x worst (Hurwicz 1951).
  std::optional<double> satisficing{};   ///< Share of futures that meet the threshold (Simon 1956); with a threshold.
  std::size_t missing = 0;  ///< Outcomes that are NaN: then everything above but them and their regrets is NaN.
};

/// Every choice names the first of equals; none where no policy has an outcome in every future.
struct RegretTable {
  std::vector<std::string> futures{};
  std::vector<PolicyRegret> policies{};
  RegretOptions options{};                      ///< What was asked.
  std::optional<std::size_t> minimax_regret{};  ///< The least largest regret (Savage).
  std::optional<std::size_t> maximin{};         ///< The best worst outcome (Wald 1950).
  std::optional<std::size_t> best_mean{};       ///< Laplace.
  std::optional<std::size_t> best_hurwicz{};
  std::optional<std::size_t> most_satisficing{};  ///< With a threshold.
  std::size_t failed = 0;                         ///< Runs that were not solved.
  std::string first_failure{};

  [[nodiscard]] bool usable() const noexcept { return minimax_regret.has_value(); }
};

/// From outcomes that are known.
/// @param outcomes  one row a policy, one value a future; NaN where there is none.
/// @throws InvalidArgument  without policies or futures, for rows of another length, infinite outcomes, names that are
///   repeated, an optimism outside [0, 1], a threshold that is not finite.
[[nodiscard]] FOREPLAN_EXPORT RegretTable regret_table(const std::vector<std::string>& policies,
                                                       const std::vector<std::string>& futures,
                                                       const std::vector<std::vector<double>>& outcomes,
                                                       const RegretOptions& options = {});

/// Solves every policy in every future: the base with the future's changes and the policy's above them.
/// @param policies, futures  layers, all names different and none in the base; a layer without changes is the base's
///   own policy or future. Targets that a layer states are met in each future anew.
/// @throws InvalidArgument  as regret_table and solve; for an outcome that the model or range does not have. Cancelled.
[[nodiscard]] FOREPLAN_EXPORT RegretTable regret(const Model& model, const Scenario& base,
                                                 const std::vector<Layer>& policies, const std::vector<Layer>& futures,
                                                 PeriodRange range, const Outcome& outcome,
                                                 const RegretOptions& options = {}, const SolveOptions& solve = {});

}  // namespace foreplan::inline v0::scenario
