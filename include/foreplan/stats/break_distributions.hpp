#pragma once
#include <foreplan/export.hpp>

/// Limit distributions of tests for structural change and of estimated break dates. They are computed from the
/// processes themselves, not from tables or fitted response surfaces. W is Brownian motion, B a Brownian bridge.
namespace foreplan::inline v0::stats {

/// P(sup of |B(t)| over [0, 1] > x): Kolmogorov's distribution, of the OLS-based CUSUM (Ploberger & Kramer 1992).
/// @throws InvalidArgument  unless x >= 0.
[[nodiscard]] FOREPLAN_EXPORT double cusum_upper(double x);

/// P(|W(t)| > x (1 + 2 t) for some t in [0, 1]): of the recursive CUSUM with the lines of Brown, Durbin & Evans (1975).
/// Both lines count exactly, by the images of the origin in them (Anderson 1960): 2 P(one line) is above it.
/// @throws InvalidArgument  unless x >= 0.
[[nodiscard]] FOREPLAN_EXPORT double recursive_cusum_upper(double x);

/// P(sup of |B_k(t)|^2 / (t (1 - t)) over [from, to] > x), B_k of k independent bridges: of the supF test
/// (Andrews 1993). x is in chi-squared form, k times a mean F.
///
/// In the time log(t / (1 - t)) the process is stationary, and no crossing has the probability
/// sum of c_i exp(-nu_i T) over the eigenvalues of a harmonic oscillator in k dimensions with a wall at sqrt(x)
/// (DeLong 1981; Estrella 2003). Absolute error below 1e-10. Far in the tail, where it is below 1e-8, the
/// crossing rate for large x (James, James & Siegmund 1987) is returned: relative error below 2 % for
/// from = 1 - to <= 0.25, rising to 7 % at 0.4.
/// @param k     in [1, 60].
/// @throws InvalidArgument  unless x >= 0, 0 < from <= to < 1 and k is in range.
[[nodiscard]] FOREPLAN_EXPORT double sup_f_upper(double x, int k, double from, double to);

/// P(argmax of V <= x), V(s) = W1(-s) - |s| / 2 for s <= 0 and sqrt(phi) W2(s) - xi s / 2 for s > 0: of a break date
/// when the shift is small (Bai 1997). xi and phi are 1 where nothing but the coefficients changes. Absolute error
/// below 1e-14.
/// @throws InvalidArgument  unless xi, phi > 0 and finite and x is a number.
[[nodiscard]] FOREPLAN_EXPORT double break_date_cdf(double x, double xi, double phi);
/// The x of which `break_date_cdf` is p, which is in (0, 1).
[[nodiscard]] FOREPLAN_EXPORT double break_date_quantile(double p, double xi, double phi);

}  // namespace foreplan::inline v0::stats
