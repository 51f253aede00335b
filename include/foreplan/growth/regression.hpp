#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <optional>
#include <span>

/// Average growth as the slope of log level on time, with how far it is known.
namespace foreplan::inline v0::growth {

struct GrowthRegressionOptions {
  double coverage = 0.90;             ///< (0, 1), of the interval.
  std::optional<std::size_t> lags{};  ///< Of Newey & West's covariance; unset: their automatic choice (1994). 0: only
                                      ///< unequal variances are allowed for.
};

/// Rates are fractions per period.
struct GrowthRegression {
  double rate{};                 ///< exp(b) - 1, as `least_squares_rate`.
  double rate_standard_error{};  ///< (1 + rate) x log_standard_error, the delta method.
  Interval range{};              ///< exp - 1 of b -+ t log_standard_error, t of Student with n - 2 degrees.
  double log_rate{};             ///< b, the slope of log level on the period's number.
  double log_standard_error{};   ///< Newey & West (1987), times n / (n - 2) in variance.
  double r2{};                   ///< Centred; NaN for constant levels.
  double durbin_watson{};  ///< Far below 2: growth changes slowly, and the ordinary standard error would be too small.
  std::size_t lags{};      ///< L used.
};

/// @param levels  at least four, > 0 and finite; periods follow one another.
/// @throws InvalidArgument  otherwise, naming the place.
[[nodiscard]] FOREPLAN_EXPORT GrowthRegression growth_regression(std::span<const double> levels,
                                                                 const GrowthRegressionOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT GrowthRegression growth_regression(const Series& levels,
                                                                 const GrowthRegressionOptions& = {});

}  // namespace foreplan::inline v0::growth
