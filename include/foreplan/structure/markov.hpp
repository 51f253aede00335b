#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/log_ratios.hpp>
#include <foreplan/structure/matrix.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Markov chains of structure: p_ij is the share of what was in sector i that is in sector j one period later. Row i is
/// where it came from, column j where it goes; rows sum to 1. Shares then follow s_j(t + 1) = sum of s_i(t) p_ij.
namespace foreplan::inline v0::structure {

/// Transitions from shares alone, without a count of what moved: least squares of s(t + 1) on s(t) under p >= 0 and
/// rows that sum to 1 (Lee, Judge & Zellner 1970, chapter 3), all sectors and periods of equal weight.
///
/// Shares that move along a line say little about n (n - 1) unknowns: look at `unique`, and at another period's fit.
struct TransitionsFromShares {
  std::vector<std::string> sectors{};
  Matrix transitions{};
  Matrix residuals{};         ///< s(t + 1) less what the transitions make of s(t): a row a step, a column a sector.
  double sum_of_squares = 0;  ///< Of the residuals.
  bool unique = false;  ///< False: other transitions fit as well, for want of periods or because shares are dependent.
  /// Largest breach of the conditions of Karush, Kuhn and Tucker, relative: evidence that this is the minimum.
  double violation = 0;
  Stop stop = Stop::not_run;  ///< converged or iteration_limit.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
};
/// Cost: an active set of up to n^2 variables. 12 sectors take milliseconds; 20 take seconds where shares are
/// dependent, and more are refused.
/// @throws InvalidArgument  as `compositions` does; also for fewer than 2 periods or more than 20 sectors.
[[nodiscard]] FOREPLAN_EXPORT TransitionsFromShares
transitions_from_shares(const Frame& shares, const CompositionOptions& = {.zeros = {ZeroPolicy::keep}});

/// What is known of the transitions beside the counts.
enum class TransitionPrior : std::uint8_t {
  none,       ///< Maximum likelihood: n_ij / n_i.
  laplace,    ///< One more of each: (n_ij + 1) / (n_i + n).
  dirichlet,  ///< `prior_count` more of each: (n_ij + a) / (n_i + n a), the posterior mean; 1/2 is Jeffreys' prior.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(TransitionPrior) noexcept;

struct TransitionCountOptions {
  TransitionPrior prior = TransitionPrior::none;
  double prior_count = 0.5;  ///< > 0, of dirichlet.

  bool operator==(const TransitionCountOptions&) const = default;
};
struct TransitionsFromCounts {
  Matrix transitions{};  ///< NaN in the row of a sector that nothing was counted in, under maximum likelihood.
  /// Maximum likelihood: sqrt(p (1 - p) / n_i). With a prior: the posterior's standard deviation,
  /// sqrt(p (1 - p) / (n_i + n a + 1)).
  Matrix standard_errors{};
  std::vector<double> counted{};     ///< n_i
  double log_likelihood = 0;         ///< Sum of n_ij log p_ij at these transitions.
  std::vector<std::size_t> empty{};  ///< Rows with nothing counted.

  [[nodiscard]] bool usable() const noexcept { return !transitions.values.empty() && empty.empty(); }
};
/// From counts of what moved (workers, firms, regions): n_ij from sector i to sector j.
/// @throws InvalidArgument  (all that follow, naming the cell or row) unless the matrix is square with 2 rows or more;
///   counts are >= 0 and finite; the prior's count is > 0 and finite.
[[nodiscard]] FOREPLAN_EXPORT TransitionsFromCounts transitions_from_counts(const Matrix& counts,
                                                                            const TransitionCountOptions& = {});

/// Whether the transitions are those of one matrix in all periods (Anderson & Goodman 1957).
struct StationarityTest {
  double chi_squared = 0;       ///< Sum of n_i(t) (p_ij(t) - p_ij)^2 / p_ij.
  double likelihood_ratio = 0;  ///< 2 x sum of n_ij(t) log(p_ij(t) / p_ij).
  double degrees = 0;           ///< By row: (periods in which it was counted - 1)(columns it ever went to - 1).
  double p_value = 0;           ///< Of chi_squared; 1 without degrees.
  double p_value_likelihood_ratio = 0;
};
/// @param counts  one matrix a period, at least 2, all of one size.
[[nodiscard]] FOREPLAN_EXPORT StationarityTest test_stationarity(const std::vector<Matrix>& counts);

/// What follows takes transitions: square, 1 to 1,000 rows.
/// @throws InvalidArgument  naming the row, unless they are in [0, 1] and rows sum to 1 within 1e-9.

/// Where the chain settles. It is one distribution, whatever the start, when there is one class of sectors that is
/// never left (Kemeny & Snell 1960); with several, where it settles depends on the start, and `shares` is empty.
struct StationaryDistribution {
  std::vector<double> shares{};  ///< Sum to 1; 0 for sectors that are left for good.
  bool unique = false;
  std::vector<std::vector<std::size_t>> closed_classes{};  ///< Sectors that are never left, class by class.
};
/// By the elimination of Grassmann, Taksar & Heyman (1985), which subtracts nothing. O(n^3).
[[nodiscard]] FOREPLAN_EXPORT StationaryDistribution stationary_distribution(const Matrix& transitions);

/// Mean number of periods from i to the first arrival in j, on the diagonal that of the first return: m_ij = 1 + sum
/// over k other than j of p_ik m_kj. Infinite where j may never be reached. O(n^4).
[[nodiscard]] FOREPLAN_EXPORT Matrix mean_first_passage(const Matrix& transitions);

/// How mobile the chain is. n sectors, eigenvalues 1 >= |l_2| >= ...
struct Mobility {
  double shorrocks = 0;    ///< (n - trace) / (n - 1) (Shorrocks 1978): 0 for nobody moves, 1 for perfect mobility.
  double determinant = 0;  ///< 1 - |det|^(1 / (n - 1)) (Shorrocks 1978).
  double second_eigenvalue = 0;  ///< 1 - |l_2| (Sommers & Conlisk 1979).
  double half_life = 0;          ///< -log 2 / log |l_2| periods to half the way; infinite where |l_2| = 1.

  bool operator==(const Mobility&) const = default;
};
/// @throws InvalidArgument  also for a single sector.
[[nodiscard]] FOREPLAN_EXPORT Mobility mobility(const Matrix& transitions);

/// Shares after 0 ... periods steps, a row each; every row sums to 1 within n units in the last place.
/// @param shares  of the start, >= 0; closed first.
/// @throws InvalidArgument  also for another number of shares than rows, or more than 10^9 cells.
[[nodiscard]] FOREPLAN_EXPORT Matrix project_shares(const Matrix& transitions, std::span<const double> shares,
                                                    std::size_t periods);

}  // namespace foreplan::inline v0::structure
