#pragma once
#include <foreplan/export.hpp>

/// Distribution functions and quantiles. Upper tails have functions of their own, so that small
/// probabilities keep their digits. All throw InvalidArgument for NaN and for parameters out of range;
/// quantiles take a probability in (0, 1).
namespace foreplan::inline v0::stats {

[[nodiscard]] FOREPLAN_EXPORT double normal_cdf(double x);          ///< P(X <= x), X standard normal.
[[nodiscard]] FOREPLAN_EXPORT double normal_upper(double x);        ///< P(X > x)
[[nodiscard]] FOREPLAN_EXPORT double normal_quantile(double p);

[[nodiscard]] FOREPLAN_EXPORT double student_t_cdf(double x, double degrees);  ///< degrees > 0
[[nodiscard]] FOREPLAN_EXPORT double student_t_upper(double x, double degrees);
[[nodiscard]] FOREPLAN_EXPORT double student_t_quantile(double p, double degrees);

[[nodiscard]] FOREPLAN_EXPORT double gamma_cdf(double x, double shape, double scale);  ///< shape, scale > 0
[[nodiscard]] FOREPLAN_EXPORT double gamma_quantile(double p, double shape, double scale);
[[nodiscard]] FOREPLAN_EXPORT double beta_cdf(double x, double a, double b);  ///< a, b > 0; x is clamped to [0, 1]
[[nodiscard]] FOREPLAN_EXPORT double beta_quantile(double p, double a, double b);
[[nodiscard]] FOREPLAN_EXPORT double chi_squared_upper(double x, double degrees);
[[nodiscard]] FOREPLAN_EXPORT double f_upper(double x, double numerator, double denominator);
/// P(X <= successes) of `trials` with probability p in [0, 1].
[[nodiscard]] FOREPLAN_EXPORT double binomial_cdf(double successes, double trials, double p);

}  // namespace foreplan::inline v0::stats
