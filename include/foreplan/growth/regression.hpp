#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

/// Average growth as the slope of log level on time, and elasticities as slopes of log on log, with how far they are
/// known. Such residuals are correlated from one period to the next, so that the covariance allows for it: Newey & West
/// (1987) with their automatic lags (1994) unless another kind or another rule is named.
namespace foreplan::inline v0::growth {

struct GrowthRegressionOptions {
  double coverage = 0.90;  ///< (0, 1), of the intervals.
  stats::CovarianceOptions covariance{.kind = stats::Covariance::newey_west};
};

/// Rates are fractions per period.
struct GrowthRegression {
  double rate{};                 ///< exp(b) - 1, as `least_squares_rate`.
  double rate_standard_error{};  ///< (1 + rate) x log_standard_error, the delta method.
  Interval range{};              ///< exp - 1 of b -+ t log_standard_error, t of Student with n - 2 degrees.
  double log_rate{};             ///< b, the slope of log level on the period's number.
  double log_standard_error{};   ///< By the covariance asked for.
  double r2{};                   ///< Centred; NaN for constant levels.
  /// Far below 2: growth changes slowly, and the ordinary standard error would be too small. NaN for constant levels.
  double durbin_watson{};
  std::optional<std::size_t> lags{};  ///< L used by newey_west.
  std::optional<double> bandwidth{};  ///< b used by quadratic_spectral.
};

/// @param levels  at least four, > 0 and finite; periods follow one another. A missing value is refused.
/// @throws InvalidArgument  otherwise, naming the place; for options out of range.
[[nodiscard]] FOREPLAN_EXPORT GrowthRegression growth_regression(std::span<const double> levels,
                                                                 const GrowthRegressionOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT GrowthRegression growth_regression(const Series& levels,
                                                                 const GrowthRegressionOptions& = {});

/// What an elasticity is the slope of.
enum class ElasticityBasis : std::uint8_t {
  levels,  ///< log demand on log quantity: the long run. Two series that merely grow both look related here.
  growth,  ///< Log change of demand on log change of quantity: the same period's response. One observation fewer.
};

/// Demand = c quantity^e: the elasticity of the power form of `elasticity_multiple`.
struct ElasticityRegression {
  double elasticity{};      ///< e, per cent of demand for 1 % of the quantity.
  double standard_error{};  ///< By the covariance asked for.
  Interval range{};         ///< e -+ t standard_error, t of Student with n - 2 degrees.
  double drift{};          ///< The constant: log c, or with `growth` the growth of demand that the quantity leaves out.
  double r2{};             ///< Centred; NaN where demand is constant, or grows at one rate.
  double durbin_watson{};  ///< NaN for 0 / 0.
  std::size_t observations{};  ///< n
  std::optional<std::size_t> lags{};
  std::optional<double> bandwidth{};
};

/// @param demand    at least five values, > 0 and finite, a volume: physical, at constant prices or an index.
/// @param quantity  over the periods of demand too (others are left out), likewise; it must not be constant, or with
///   `growth` not grow at one rate.
/// @throws UnitMismatch     for a series at current or unstated prices.
/// @throws PeriodMismatch   unless quantity covers demand; for a missing value.
/// @throws InvalidArgument  otherwise, naming the place.
[[nodiscard]] FOREPLAN_EXPORT ElasticityRegression elasticity_regression(const Series& demand, const Series& quantity,
                                                                         ElasticityBasis basis,
                                                                         const GrowthRegressionOptions& = {});

}  // namespace foreplan::inline v0::growth
