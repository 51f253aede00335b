#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// A series split into trend, one or several seasons, and a remainder.
///
///   const auto parts = decompose_stl(sales, 12, {.robust = true});
///   if (seasonal_strengths(parts)[0] > 0.64) ...            // worth a seasonal difference
///   draw(parts.trend, parts.seasonal[0], parts.remainder);
///
/// Missing values (NaN) are skipped: a local regression is of the observed values nearest to its place, so that trend
/// and seasons have values in a gap, and the remainder is NaN there. All vectors are as long as the series.
namespace foreplan::inline v0::forecast {

enum class DecompositionForm : std::uint8_t {
  additive,        ///< y = trend + seasons + remainder
  multiplicative,  ///< y = trend x seasons x remainder
};

struct Decomposition {
  std::optional<Origin> origin{};
  DecompositionForm form = DecompositionForm::additive;
  std::vector<std::size_t> season_lengths{};    ///< Shortest first.
  std::vector<double> trend{};                  ///< With the cycle.
  std::vector<std::vector<double>> seasonal{};  ///< One for each season length.
  std::vector<double> remainder{};
  std::vector<double> weights{};  ///< Of robust fits: [0, 1], 0 for an outlier, NaN where y is missing; else empty.

  bool operator==(const Decomposition&) const = default;
};

/// Trend and remainder together: the series without its seasons; NaN where y is missing.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> seasonally_adjusted(const Decomposition&);

/// How much of what varies is trend, or a season: max(0, 1 - Var(remainder) / Var(trend + remainder)), for a season
/// max(0, 1 - Var(remainder) / Var(season + remainder)) (Wang, Smith & Hyndman 2006). Over the places where there is a
/// remainder; of multiplicative forms in logarithms. 0 where nothing varies.
[[nodiscard]] FOREPLAN_EXPORT double trend_strength(const Decomposition&);
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> seasonal_strengths(const Decomposition&);

/// Local regressions of STL; windows count observations. Unset members are as in R's `stl`.
struct StlOptions {
  std::size_t seasonal_window = 11;              ///< n_s, in whole seasons: odd, >= 3. Large: a season changes slowly.
  bool periodic = false;                         ///< The season is the same each time: n_s = 10 n + 1 of degree 0, then
                                                 ///< the mean in each place of the season.
  std::optional<std::size_t> trend_window{};     ///< n_t: odd, >= 3. Unset: the least odd number that is not below
                                                 ///< 1.5 m / (1 - 1.5 / n_s).
  std::optional<std::size_t> low_pass_window{};  ///< n_l: odd, >= 3. Unset: the least odd number >= m.
  int seasonal_degree = 0;                       ///< 0 (local means) or 1 (local lines), here and below.
  int trend_degree = 1;
  int low_pass_degree = 1;
  /// Regressions are run at every so many places, with straight lines in between: >= 1. Unset: ceil(window / 10).
  std::optional<std::size_t> seasonal_jump{}, trend_jump{}, low_pass_jump{};
  bool robust = false;                    ///< Whether unset iterations are 1 and 15 instead of 2 and 0.
  std::optional<int> inner_iterations{};  ///< n_i, for each set of weights: [1, 1,000].
  std::optional<int> outer_iterations{};  ///< n_o, after each of which weights are computed again: [0, 1,000].
};

/// What Python's `statsmodels` takes unless told otherwise: lines everywhere, no jumps, a low-pass window > m, 5 inner
/// iterations, robust 2 and 15.
/// @throws InvalidArgument  for a season length or window out of range.
[[nodiscard]] FOREPLAN_EXPORT StlOptions statsmodels_stl(std::size_t season_length, std::size_t seasonal_window = 7,
                                                         bool robust = false);

/// Seasonal-trend decomposition by local regression (Cleveland, Cleveland, McRae & Terpenning 1990). A regression over
/// q values weighs one at distance d by (1 - (d / r)^3)^3, r the distance of the q-th nearest, lengthened by the whole
/// part of (q - n) / 2 when there are only n < q, and by the robustness weight (1 - (e / (6 median |e|))^2)^2. The
/// ends of these two weights (below a thousandth: 1, above 0.999: 0), and local means instead of lines where the
/// spread of the places weighed is less than a thousandth of the whole, are those of the authors' program.
///
/// Cost of an iteration without jumps: n (n_s + n_t + n_l), a few times that with robustness weights or gaps.
/// @param season_length  m: [2, 100,000]; n >= 2 m.
/// @throws InvalidArgument  for an infinite value, a place of the season that is never observed, options out of range.
[[nodiscard]] FOREPLAN_EXPORT Decomposition decompose_stl(std::span<const double> y, std::size_t season_length,
                                                          const StlOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT Decomposition decompose_stl(const Series& y, std::size_t season_length,
                                                          const StlOptions& = {});

struct MstlOptions {
  std::vector<std::size_t> seasonal_windows{};  ///< n_s of each season, shortest first. Empty: 11, 15, 19, ...
  int iterations = 2;                           ///< [1, 1,000]; one season is done in one.
  StlOptions stl{};                             ///< Its `seasonal_window` is not read.
};

/// Several seasons (Bandara, Hyndman & Bergmeir 2021): STL for each in turn, shortest first, of the series without the
/// others, and round again; trend and weights are of the last.
/// @param season_lengths  distinct, at least one; each as for `decompose_stl`.
[[nodiscard]] FOREPLAN_EXPORT Decomposition decompose_mstl(std::span<const double> y,
                                                           const std::vector<std::size_t>& season_lengths,
                                                           const MstlOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT Decomposition decompose_mstl(const Series& y,
                                                           const std::vector<std::size_t>& season_lengths,
                                                           const MstlOptions& = {});

/// By moving averages: the trend is the centred mean over m values (for even m over m + 1, the outer two with half the
/// weight), NaN where that reaches beyond the series or a missing value; the season is the mean in each place of what
/// is left, less (over) the mean of the m means.
/// @throws InvalidArgument  as `decompose_stl`; for a value <= 0 in the multiplicative form; for a place of the season
///   without any trend.
[[nodiscard]] FOREPLAN_EXPORT Decomposition decompose_classical(std::span<const double> y, std::size_t season_length,
                                                                DecompositionForm = DecompositionForm::additive);
[[nodiscard]] FOREPLAN_EXPORT Decomposition decompose_classical(const Series& y, std::size_t season_length,
                                                                DecompositionForm = DecompositionForm::additive);

}  // namespace foreplan::inline v0::forecast
