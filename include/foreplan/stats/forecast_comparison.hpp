#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// Whether one model really forecasts better than another, or the next backtest would say otherwise.
///
/// Losses are numbers of which less is better, at most 1e150 in size: squared or absolute errors, or what a measure of
/// `accuracy.hpp` says of a series. Two forecasts are compared by `diebold_mariano` on one long series, by
/// `clustered_diebold_mariano` on many series; several by `model_confidence_set` or, by ranks, `friedman_nemenyi`.
/// A table of losses has a row for each period or series and a column for each model, and is given row by row.
///
/// A NaN is a loss that is not known; each function says what it does. All of this header throw InvalidArgument for
/// infinite losses, sizes that do not fit, and options out of their range.
///
///   const DieboldMariano test = diebold_mariano(errors_of_theta, errors_of_ets, {.horizon = 12});
///   if (test.p_value < 0.05) ...                          // theta is the better one where test.mean_difference < 0
namespace foreplan::inline v0::stats {

/// With d the loss of the first forecast less that of the second.
enum class Alternative : std::uint8_t {
  two_sided,
  less,     ///< E d < 0: the first is the better one.
  greater,  ///< E d > 0: the second is.
};

/// Of S = mean d / sqrt(V).
enum class DieboldMarianoForm : std::uint8_t {
  /// S sqrt((n + 1 - 2 h + h (h - 1) / n) / n) by Student's t with n - 1 degrees (Harvey, Leybourne & Newbold 1997).
  harvey_leybourne_newbold,
  original,  ///< S by the normal distribution (Diebold & Mariano 1995): rejects too often in short series.
};

/// V = (sum of w_k g_k over |k| < h) / n, the variance of mean d, g_k the autocovariances of d with divisor n.
enum class DifferenceKernel : std::uint8_t {
  rectangular,  ///< w = 1, as first proposed: optimal h-step errors depend on no more. May give V <= 0.
  bartlett,     ///< w = 1 - |k| / h (Newey & West 1987): V >= 0, too small where d depends on itself up to h - 1.
};

/// What becomes of a rectangular V <= 0.
enum class NegativeVariance : std::uint8_t {
  horizon_one,  ///< h = 1 in V and in the correction, as R's `dm.test` does.
  bartlett,     ///< The Bartlett kernel with the same h.
  no_test,      ///< Statistic and p are NaN.
};

struct DieboldMarianoOptions {
  std::size_t horizon = 1;  ///< h in [1, n - 1]: how many steps ahead the forecasts were made.
  double power = 2;         ///< (0, 4]; the loss of an error is |e|^power: 2 squared, 1 absolute. Not of given losses.
  Alternative alternative = Alternative::two_sided;
  DieboldMarianoForm form = DieboldMarianoForm::harvey_leybourne_newbold;
  DifferenceKernel kernel = DifferenceKernel::rectangular;
  NegativeVariance negative_variance = NegativeVariance::horizon_one;
};

struct DieboldMariano {
  double mean_difference{};  ///< mean d, in units of the loss; negative where the first is better.
  double variance{};         ///< V, as used.
  double statistic{};        ///< mean d / sqrt(V), corrected if so asked. NaN, as p, where d does not vary.
  double p_value{};
  std::size_t observations{};                               ///< n, of which both losses are known.
  std::size_t horizon{};                                    ///< h, as used.
  DifferenceKernel kernel = DifferenceKernel::rectangular;  ///< As used.
  bool variance_was_negative = false;                       ///< V was found <= 0 and `negative_variance` obeyed.
};
/// Whether two forecasts of one series lose the same on average, from their errors in the order of time. O(n h).
/// A period of which an error is NaN counts for none, but keeps its place: g_k is over the pairs that are known.
/// @throws InvalidArgument  also with fewer than two known periods.
[[nodiscard]] FOREPLAN_EXPORT DieboldMariano diebold_mariano(std::span<const double> first_errors,
                                                             std::span<const double> second_errors,
                                                             const DieboldMarianoOptions& = {});
/// The same from losses of any kind.
[[nodiscard]] FOREPLAN_EXPORT DieboldMariano diebold_mariano_of_losses(std::span<const double> first,
                                                                       std::span<const double> second,
                                                                       const DieboldMarianoOptions& = {});

/// What the mean over a panel is a mean of.
enum class PanelMean : std::uint8_t {
  forecasts,  ///< Every forecast counts the same: series with more origins count for more.
  series,     ///< Every series counts the same, by the mean of its own.
};
struct ClusteredComparison {
  double mean_difference{};
  double standard_error{};  ///< sqrt(G / (G - 1) sum over series of (sum of w (d - mean d))^2), w what d counts for.
  double statistic{};       ///< mean over standard error; NaN, as p, where that is 0 up to rounding.
  double p_value{};         ///< Student's t with G - 1 degrees.
  std::size_t series{};     ///< G
  std::size_t forecasts{};
};
/// Whether two forecasts of many series lose the same on average. Losses of one series, at whatever origins and
/// horizons, may depend on one another in any way; series are independent (Liang & Zeger 1986; Cameron & Miller 2015).
/// Losses should be free of units: scaled errors, percentages. A pair with a NaN counts for none.
/// O(n log n). @param series  which series a loss belongs to: any numbers, in any order.
/// @throws InvalidArgument  also with known losses of fewer than two series.
[[nodiscard]] FOREPLAN_EXPORT ClusteredComparison clustered_diebold_mariano(std::span<const double> first,
                                                                            std::span<const double> second,
                                                                            std::span<const std::size_t> series,
                                                                            PanelMean = PanelMean::forecasts,
                                                                            Alternative = Alternative::two_sided);

/// With t_ij the mean difference of the losses of i and j over its bootstrap standard error, t_i that of i from the
/// mean of all models still in the set.
enum class ConfidenceSetStatistic : std::uint8_t {
  maximum,  ///< T_max = max t_i; the model of the largest t_i goes first.
  range,    ///< T_R = max |t_ij|; the model of the largest t_ij over all j goes first.
};

enum class RowResampling : std::uint8_t {
  moving_blocks,    ///< Rows are periods: stretches of them (Kuensch 1989).
  circular_blocks,  ///< The same, the first period following the last (Politis & Romano 1992): no period counts less.
  rows,             ///< Rows are series, independent of one another; average the losses of a series before.
};

struct ModelConfidenceSetOptions {
  double level = 0.1;  ///< (0, 1): the set holds the best model with probability 1 - level.
  ConfidenceSetStatistic statistic = ConfidenceSetStatistic::range;
  RowResampling resampling = RowResampling::moving_blocks;
  std::optional<std::size_t> block_length{};  ///< [1, n], for blocks. Unset: n^(1/3), rounded up.
  std::size_t resamples = 5000;               ///< [100, 10^6]; models x resamples at most 10^8.
  std::uint64_t seed = 0;
  Execution execution{};  ///< Progress counts resamples.
};

struct ModelConfidenceSet {
  std::vector<std::size_t> kept{};        ///< Models with p >= level, by rising number; never empty.
  std::vector<double> p_values{};         ///< Of each model: the largest level at which it is kept.
  std::vector<std::size_t> eliminated{};  ///< All models, the first to go first, the best one last.
  std::vector<double> statistics{};       ///< T of the test before each elimination; 0 for the last model.
  std::vector<double> test_p_values{};    ///< Of that test; `p_values` are their running maximum. 1 for the last.
  std::vector<double> mean_losses{};
  std::size_t rows{};  ///< n, rows used.
};
/// The models among which the best one is with a given probability (Hansen, Lunde & Nason 2011): while a test says that
/// not all lose the same, the worst is eliminated. Standard errors and the distribution of T are of one set of
/// bootstrap resamples, centred on the sample's means; p is the share of resamples with a T at least as large.
///
/// A row with a NaN is left out, and the next one follows the one before. Models that lose the same in every row are
/// never told apart. The same bits for any threads. O(resamples x models x (rows + models)).
/// @param losses  rows x models, row by row; at least 2 known rows. @param models  in [1, 10^4].
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT ModelConfidenceSet model_confidence_set(std::span<const double> losses,
                                                                      std::size_t models,
                                                                      const ModelConfidenceSetOptions& = {});

struct FriedmanNemenyiOptions {
  double level = 0.05;       ///< [1e-10, 0.5], of the critical difference.
  bool correct_ties = true;  ///< Chi-squared over 1 - sum (t^3 - t) / (N (k^3 - k)), t models tied in a series.
};

struct FriedmanNemenyi {
  std::vector<double> mean_ranks{};  ///< Of each model; 1 is the least loss, tied ones share the mean of their places.
  std::size_t series{};              ///< N, series used.
  double chi_squared{};    ///< Friedman (1937). NaN, as f and both p, where all is tied and ties are corrected.
  double chi_squared_p{};  ///< k - 1 degrees.
  double f{};    ///< (N - 1) chi2 / (N (k - 1) - chi2) (Iman & Davenport 1980); infinite where all series agree.
  double f_p{};  ///< k - 1 and (k - 1) (N - 1) degrees; less cautious than that of chi-squared.
  double critical_difference{};  ///< q sqrt(k (k + 1) / (12 N)), q the quantile of the range of k normal variables.
  /// Models by rising mean rank, every largest stretch of them that lie within the critical difference: the bars of a
  /// critical-difference diagram. A model that differs from all others stands alone.
  std::vector<std::vector<std::size_t>> groups{};
};
/// Whether models differ in their ranks over many series, and which do (Friedman 1937; Nemenyi 1963; Demsar 2006).
/// Needs no unit or distribution of the losses, only independent series. A series with a NaN is left out. O(N k log k).
/// @param losses  series x models, series by series; at least 2 known series. @param models  in [2, 10^4].
[[nodiscard]] FOREPLAN_EXPORT FriedmanNemenyi friedman_nemenyi(std::span<const double> losses, std::size_t models,
                                                               const FriedmanNemenyiOptions& = {});

}  // namespace foreplan::inline v0::stats
