#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reconciliation: forecasts of series that must add up, changed as little as their errors allow so that they do.
///
/// With base forecasts y of m series, constraints C y = 0 and W the covariance of their one-step errors, up to a
/// factor, the reconciled forecasts are y - W C' (C W C')^-1 C y, the minimum-trace combination (MinT) of
/// Wickramasuriya, Athanasopoulos & Hyndman (2019); for a hierarchy with summing matrix S it is S (S' W^-1 S)^-1 S'
/// W^-1 y.
namespace foreplan::inline v0::stats {

struct WeightedSeries {
  std::string series{};
  double weight = 1;  ///< Not 0.

  bool operator==(const WeightedSeries&) const = default;
};
/// One constraint: total = sum of weight x part. Sums of sectors, of regions and of both ("grouped"), balances
/// ("profit" = "sales" - "costs") and fixed shares ("industry" = 0.4 "total") have this form. A series may be the total
/// of several.
struct Aggregation {
  std::string total{};
  std::vector<WeightedSeries> parts{};

  bool operator==(const Aggregation&) const = default;
};

/// What is taken for W.
enum class ReconciliationWeights : std::uint8_t {
  ols,         ///< The identity (Hyndman, Ahmed, Athanasopoulos & Shang 2011).
  structural,  ///< Diagonal: how many series that are no total each consists of, sums of |weights| (Athanasopoulos et
               ///< al. 2017).
  variance,    ///< Diagonal: mean squares of the residuals (Hyndman, Lee & Wang 2016).
  sample,      ///< Mean products of the residuals; singular unless there are more rows than series.
  /// The sample covariance shrunk to its diagonal, lambda as Schäfer & Strimmer (2005) for correlations: sum of
  /// estimated variances of the correlations over sum of their squares, within [0, 1].
  shrink,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ReconciliationWeights) noexcept;

struct ReconciliationOptions {
  ReconciliationWeights weights = ReconciliationWeights::shrink;
  /// One-step errors of each series in the order of the names, all of one length, at least 2; for variance, sample and
  /// shrink. Their mean is not taken away: errors of forecasts have mean 0.
  std::vector<std::vector<double>> residuals{};
  /// The best forecasts >= 0 under the same W, by quadratic programming (Wickramasuriya, Turlach & Hyndman 2020). All
  /// weights of the constraints must be > 0.
  bool non_negative = false;

  bool operator==(const ReconciliationOptions&) const = default;
};

/// How forecasts are changed: one matrix for any number of horizons, paths and covariances.
struct Reconciliation {
  std::vector<std::string> names{};
  std::vector<Aggregation> constraints{};
  std::vector<std::size_t> bottom{};  ///< Places of the series that are the total of no constraint.
  std::vector<double> covariance{};   ///< W, m x m, row by row.
  std::vector<double> projection{};   ///< I - W C' (C W C')^-1 C, m x m, row by row.
  double shrinkage = 0;               ///< lambda, for shrink.
  ReconciliationWeights weights = ReconciliationWeights::shrink;
  bool non_negative = false;
  Stop stop = Stop::not_run;  ///< converged, or singular: C W C' is, or W where it must be inverted.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
};

/// Constraints that follow from others do no harm. A total of one part, with the part's own residuals, leaves C W C'
/// singular: leave one of the two out. Cost O(m^3).
/// @throws InvalidArgument  (all) for no names or more than 2,000, an empty or repeated one; no constraints, one with
///   an unknown series (with the nearest known name) or with one series twice; weights of 0 or not finite; totals that
///   depend on themselves; residuals missing where the weights need them, of the wrong number or length, or not finite,
///   naming series and place; non_negative with a negative weight, or where a total's constraints have different series
///   at the bottom.
[[nodiscard]] FOREPLAN_EXPORT Reconciliation plan_reconciliation(const std::vector<std::string>& names,
                                                                 const std::vector<Aggregation>& constraints,
                                                                 const ReconciliationOptions& = {});

struct ReconciledForecasts {
  std::vector<std::vector<double>> values{};  ///< By series, then horizon or draw, as given.
  double largest_gap = 0;  ///< Of a constraint after reconciliation, beside the sizes of its terms: rounding.
  std::vector<std::size_t> at_zero{};  ///< Horizons or draws where the bound at 0 changed something.
  Stop stop = Stop::not_run;           ///< converged, or iteration_limit of the quadratic program.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
};
/// Reconciles base forecasts, one list a series, of any one length: horizons of a point forecast, or draws of a
/// simulation, each column by itself, which reconciles the distribution that they are drawn from (Panagiotelis et al.
/// 2023).
/// @throws InvalidArgument  unless the plan is usable, and there is a list for each series, all of one length, of
///   finite values.
[[nodiscard]] FOREPLAN_EXPORT ReconciledForecasts reconcile(const Reconciliation&,
                                                            const std::vector<std::vector<double>>& forecasts);

/// The covariance of the reconciled forecasts when that of the base forecasts is `covariance` (m x m, row by row): P V
/// P', P the projection. With V = W it is also the one-step covariance that MinT minimises the trace of. Under a normal
/// distribution of the base forecasts this and the means describe the reconciled one wholly, the bound at 0 apart.
/// @throws InvalidArgument  unless the plan is usable and the matrix is of that size, finite and symmetric within 1e-9.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> reconciled_covariance(const Reconciliation&,
                                                                        const std::vector<double>& covariance);

}  // namespace foreplan::inline v0::stats
