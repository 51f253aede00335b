#pragma once
#include <foreplan/export.hpp>
#include <foreplan/growth/curve_fit.hpp>
#include <foreplan/stats/residual_tests.hpp>

#include <cstddef>
#include <optional>
#include <vector>

/// What a curve's residuals say against it: each test asks for one thing that its intervals take for granted.
namespace foreplan::inline v0::growth {

struct CurveDiagnosticsOptions {
  std::optional<std::size_t> lags{};  ///< [1, n - 1]; unset: 10, but at most n / 5 and at least 1 (2 with `ar1`).
};

/// Vectors run over the observations in the order of time. J are the derivatives at the estimate, W the fit's weights
/// in the end, h the diagonal of the tangent plane's projection W^(1/2) J (J' W J)^-1 J' W^(1/2) (Bates & Watts 1988,
/// section 2.5): exact for a line, and to first order for a curve. With `ar1` rows are those of the innovations, the
/// first one times sqrt(1 - rho^2).
struct CurveDiagnostics {
  std::vector<double> t{};
  std::vector<double> innovations{};   ///< Residuals of one variance, not following one another if the fit is right.
  std::vector<double> leverage{};      ///< h, in [0, 1]; adds up to p, the free parameters.
  std::vector<double> standardised{};  ///< r = innovation / (sigma sqrt(1 - h)).
  /// By the sigma that is left without the observation itself, r sqrt((n - p - 1) / (n - p - r^2)): Student's t with
  /// n - p - 1 degrees if it belongs to the others (Cook & Weisberg 1982, section 2.2). NaN with one degree of freedom.
  std::vector<double> studentised{};
  /// r^2 h / (p (1 - h)): how far leaving it out moves the fit, over the confidence region (Cook 1977).
  std::vector<double> cooks_distance{};

  stats::LjungBoxTest autocorrelation{};  ///< Of the innovations; one degree less with `ar1`.
  stats::RunsTest runs{};                 ///< Few runs: the curve bends where the observations do not.
  stats::JarqueBeraTest normality{};
  stats::VarianceTest variance{};  ///< Breusch-Pagan, studentised, on the curve's own height.
};

/// @throws InvalidArgument  for a fit that is not usable, whose parameters the data do not tell apart, with fewer than
///   4 observations, or lags out of range.
[[nodiscard]] FOREPLAN_EXPORT CurveDiagnostics diagnose(const CurveFit& fit, const CurveDiagnosticsOptions& = {});

}  // namespace foreplan::inline v0::growth
