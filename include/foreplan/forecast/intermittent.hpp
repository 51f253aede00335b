#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/forecast/prediction.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// Demand that most periods do without: spare parts, permits, large orders.
///
/// A forecast is one number, the expected demand of a period, the same for all periods ahead. With z the sizes of the
/// periods that have demand, and p the number of periods from one to the next (the first from the start of the series,
/// so that leading zeros lengthen it), both smoothed simply, x <- x + alpha (new - x) from their first values:
///
///   croston   z / p (Croston 1972)
///   sba       (1 - beta / 2) z / p, without most of Croston's bias (Syntetos & Boylan 2005); beta that of p
///   tsb       d z, d the 0s and 1s of all periods smoothed (Teunter, Syntetos & Babai 2011); falls without demand
///   adida     totals of blocks of k periods, from the end of the series, smoothed and divided by k, which is the mean
///             of the p, rounded (Nikolopoulos et al. 2011)
///   imapa     the mean of that over the levels k = 1 to the mean of the p (Petropoulos & Kourentzes 2015)
///
/// Missing values (NaN) are left out as if their periods had not been.
///
/// No stochastic model with demand >= 0 gives these forecasts (Shenstone & Hyndman 2005), so there is no likelihood.
/// Intervals, quantiles and sample paths are of a process named here: each period by itself has demand with probability
/// f / m, f the forecast and m the expected size (z; the mean of all sizes for adida and imapa), and its size is drawn
/// from the past ones times m over their mean. Where f > m all periods have demand, of mean f. The doubt about f
/// itself, and changes of it, are not in them: they are too narrow for long series of rare demand.
namespace foreplan::inline v0::forecast {

enum class IntermittentMethod : std::uint8_t { croston, sba, tsb, adida, imapa };
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(IntermittentMethod) noexcept;

/// By the cut-offs of Syntetos, Boylan & Croston (2005): 1.32 for the interval, 0.49 for the variation.
enum class DemandClass : std::uint8_t {
  none,          ///< No demand at all.
  smooth,        ///< Frequent, of like sizes.
  intermittent,  ///< Rare, of like sizes.
  erratic,       ///< Frequent, of unlike sizes.
  lumpy,         ///< Rare, of unlike sizes.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(DemandClass) noexcept;

struct DemandPattern {
  DemandClass demand = DemandClass::none;
  double mean_interval = 0;   ///< ADI: periods over periods with demand; infinite without any.
  double size_variation = 0;  ///< CV^2 of the sizes, variance with n - 1; 0 of one size.
  double mean_size = 0;

  bool operator==(const DemandPattern&) const = default;
};
/// @throws InvalidArgument  without any value that is not missing; for values infinite or < 0.
[[nodiscard]] FOREPLAN_EXPORT DemandPattern classify_demand(std::span<const double> y);

/// Smoothing parameters: one held is taken; others have the least sum of squared one-step errors of what they smooth,
/// within the range.
struct IntermittentOptions {
  IntermittentMethod method = IntermittentMethod::sba;
  std::optional<double> alpha{};  ///< Of sizes, or of blocks' totals: [0, 1]. Croston's own is 0.1.
  std::optional<double> beta{};   ///< Of intervals, or of 0s and 1s: [0, 1]. Not for adida and imapa.
  double least = 0.1;             ///< 0 <= least < largest <= 1: the range that is usual for rare demand.
  double largest = 0.3;
};

/// One level of adida or imapa.
struct AggregationLevel {
  std::size_t periods = 1;  ///< k
  double alpha = 0;
  double rate = 0;  ///< The smoothed total over k.

  bool operator==(const AggregationLevel&) const = default;
};

struct IntermittentFit {
  std::optional<Origin> origin{};
  IntermittentMethod method = IntermittentMethod::sba;
  DemandPattern pattern{};
  double alpha = 0, beta = 0;              ///< 0 for adida and imapa.
  double size = 0;                         ///< z; the mean of all sizes for adida and imapa.
  double interval = 0;                     ///< p of croston and sba.
  double probability = 0;                  ///< d of tsb.
  std::vector<AggregationLevel> levels{};  ///< Of adida and imapa.
  double rate = 0;                         ///< f, the forecast.
  double sigma2 = 0;                       ///< Mean square of the residuals; NaN without any.
  std::vector<double> history{};           ///< The demand without missing values.
  std::vector<double> residuals{};  ///< Of croston, sba and tsb, as long as history: against the forecast of the period
                                    ///< before; NaN until there is one. Empty for adida and imapa.
  Stop stop = Stop::not_run;

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
};

/// A series of zeros has the forecast 0; one value has itself (times 1 - beta / 2 for sba). What has fewer than two
/// values to be smoothed has the least parameter of the range.
/// @throws InvalidArgument  without any value that is not missing; for values infinite or < 0; options out of range.
[[nodiscard]] FOREPLAN_EXPORT IntermittentFit fit_intermittent(std::span<const double> y,
                                                               const IntermittentOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT IntermittentFit fit_intermittent(const Series& y,
                                                               const IntermittentOptions& options = {});

/// The fit over more values; parameters and levels of aggregation stay as they are.
[[nodiscard]] FOREPLAN_EXPORT IntermittentFit update(const IntermittentFit&, std::span<const double> more);

/// By simulation only: without a variance formula, and residuals to draw from.
[[nodiscard]] FOREPLAN_EXPORT Predictive predictive(const IntermittentFit&, std::size_t horizon);

}  // namespace foreplan::inline v0::forecast
