#pragma once
#include <foreplan/core/dual.hpp>
#include <foreplan/core/execution.hpp>
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/interval.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Curves y = f(t; b) fitted by least squares: what every curve has, the caller's own too. The named ones are in
/// curves.hpp.
namespace foreplan::inline v0::growth {

/// Values of a curve with parameters b: values[i] = f(t[i]; b) and, unless `jacobian` is empty, derivatives parameter
/// by parameter: jacobian[j * t.size() + i] = df(t[i]; b) / db_j. Where b makes no sense, values that are not finite.
using CurveFunction = std::function<void(std::span<const double> parameters, std::span<const double> t,
                                         std::span<double> values, std::span<double> jacobian)>;

/// How observations scatter about the curve.
enum class CurveErrors : std::uint8_t {
  homoscedastic,  ///< y = f + e, e independent with variance sigma^2 / weight.
  proportional,   ///< Variance sigma^2 f^2 / weight: iterated weights 1 / f^2 (Carroll & Ruppert 1988, ch. 2).
  /// e(t) = rho e(t - 1) + innovation of variance sigma^2, stationary; times at equal steps. rho by iterated
  /// generalised least squares (Prais & Winsten 1954); it is as uncertain as 1 / sqrt(n), which intervals do not know.
  ar1,
};

/// How much a large residual counts; z = residual / scale, the scale from the median absolute residual / 0.6745.
enum class CurveLoss : std::uint8_t {
  squares,
  huber,     ///< Huber (1964), linear beyond 1.345: 95 % efficient without outliers.
  bisquare,  ///< Beaton & Tukey (1974), zero weight beyond 4.685; begins from Huber's fit.
};

/// Named, so that a curve of six parameters can have one of them held.
struct ParameterRange {
  std::string name{};
  double lower = 0;
  double upper = 0;  ///< >= lower; equal: the parameter is held at this value and has no standard error.
};

struct CurveOptions {
  std::vector<double> weights{};         ///< Empty, or one > 0 for each observation: inverse variances up to a factor.
  std::vector<ParameterRange> ranges{};  ///< At most one for each parameter; the others are free, or as the curve says.
  std::optional<double> ceiling{};       ///< Holds the parameter "ceiling".
  std::optional<double> floor{};         ///< Holds the parameter "floor".
  CurveErrors errors = CurveErrors::homoscedastic;
  CurveLoss loss = CurveLoss::squares;
  std::vector<double> start{};  ///< Named curves only: empty for automatic starting values.
  int starts = 16;              ///< >= 1; starting points of a named curve tried when a quick one does not suffice.
  int max_iterations = 1000;    ///< >= 1, from each start.
  CancelToken cancel{};
};

struct CurveParameter {
  std::string name{};
  double value = 0;
  double standard_error = 0;  ///< From sigma^2 (J' W J)^-1; NaN when not identified, 0 when held.
  double lower = -std::numeric_limits<double>::infinity();  ///< Its range.
  double upper = std::numeric_limits<double>::infinity();
  bool held = false;  ///< By its range, or standing on one end of it.

  bool operator==(const CurveParameter&) const = default;
};

/// n observations, p free parameters.
struct CurveFit {
  std::string curve{};  ///< "logistic"; empty for a function of the caller's.
  std::vector<CurveParameter> parameters{};
  std::vector<double> covariance{};  ///< Of all parameters, row by row; zero for those held.
  std::vector<double> t{}, y{};      ///< The observations used.
  double step =
      0;  ///< How far apart the times are that `predict` goes on with: 1 for a Series, else the mean distance of `t`.
  std::vector<double> weights{};       ///< In the end: given, times those of loss and errors. Empty: all 1.
  std::vector<double> fitted{};        ///< f(t; b)
  std::vector<double> residuals{};     ///< y - fitted
  double sum_of_squares = 0;           ///< Weighted, of innovations with `ar1`.
  double sigma = 0;                    ///< sqrt(sum_of_squares / (n - p))
  double rho = 0;                      ///< Of `ar1`.
  std::size_t degrees_of_freedom = 0;  ///< n - p
  /// Normal log-likelihood with variance sum_of_squares / n; criteria count p and the variance (and rho). Of a perfect
  /// fit infinite, as they should be.
  double log_likelihood = 0, aic = 0, aicc = 0, bic = 0;
  double durbin_watson = 0;  ///< Of the weighted residuals, in the order of time.
  CurveErrors errors = CurveErrors::homoscedastic;
  std::size_t rank = 0;  ///< Of the Jacobian; less than p means that the data do not tell the parameters apart.
  double condition = 0;  ///< Of the Jacobian with columns of length 1: digits lost are about its logarithm.
  int iterations = 0;
  Stop stop = Stop::not_run;
  std::optional<Origin> origin{};  ///< Of a Series.
  CurveFunction function{};        ///< The curve itself.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
  /// Value of a parameter. @throws InvalidArgument naming the nearest one.
  [[nodiscard]] FOREPLAN_EXPORT double operator[](std::string_view parameter) const;
};

/// Fits a function of the caller's that gives its own derivatives.
///
/// @param names, start  of the parameters, at least one; `start` is moved into the ranges.
/// @param t, y  of one length, finite; at least as many as free parameters + 1. Times in any order, repeated ones
///   allowed but for `ar1`, which needs rising ones at equal steps.
/// @throws InvalidArgument  otherwise, with the index; weights or ranges that do not fit.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT CurveFit fit_curve(CurveFunction function, std::vector<std::string> names,
                                                 std::vector<double> start, std::span<const double> t,
                                                 std::span<const double> y, const CurveOptions& options = {});

/// A function written once for numbers and duals, f(b, t) with b indexed from 0, with its derivatives by themselves.
template <std::size_t N, class F>
[[nodiscard]] CurveFunction curve_function(F f) {
  return [f = std::move(f)](std::span<const double> b, std::span<const double> t, std::span<double> values,
                            std::span<double> jacobian) {
    std::array<double, N> plain{};
    for (std::size_t j = 0; j < N; ++j) plain[j] = b[j];
    if (jacobian.empty()) {
      for (std::size_t i = 0; i < t.size(); ++i) values[i] = f(plain, t[i]);
      return;
    }
    const auto duals = seeded<N>(plain);
    for (std::size_t i = 0; i < t.size(); ++i) {
      const Dual<N> v = f(duals, t[i]);
      values[i] = v.value;
      for (std::size_t j = 0; j < N; ++j) jacobian[j * t.size() + i] = v.gradient[j];
    }
  };
}

/// Fits such a function; parameters are named "b0", "b1", ...
///
///   const auto logistic = [](const auto& b, double x) { using std::exp; return b[0] / (1 + exp(b[1] - b[2] * x)); };
///   const auto fit = fit_curve<3>(logistic, {70, 2, 0.1}, t, y);
template <std::size_t N, class F>
[[nodiscard]] CurveFit fit_curve(F f, const std::array<double, N>& start, std::span<const double> t,
                                 std::span<const double> y, const CurveOptions& options = {}) {
  std::vector<std::string> names;
  for (std::size_t j = 0; j < N; ++j) names.push_back("b" + std::to_string(j));
  return fit_curve(curve_function<N>(std::move(f)), std::move(names), std::vector<double>(start.begin(), start.end()),
                   t, y, options);
}

/// The fitted curve at any times.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> evaluate(const CurveFit& fit, std::span<const double> t);

enum class CurveBand : std::uint8_t {
  mean,         ///< Where the curve itself lies: g' C g, g the derivatives and C the covariance of the parameters.
  observation,  ///< Where a new observation lies: the same and the error's own variance.
};

/// The curve at times t with a band by Student's t and the delta method. With `ar1`, times after the last observation,
/// in the same steps, begin from its residual, which fades by rho a step.
/// @throws InvalidArgument  for a fit whose covariance is not known (`rank`), times at which the curve is not finite
///   (overflow at far horizons), coverage outside (0, 1).
[[nodiscard]] FOREPLAN_EXPORT Forecast band(const CurveFit& fit, std::span<const double> t,
                                            CurveBand kind = CurveBand::observation, double coverage = 0.90);

/// `band` of observations at the next `horizon` steps after the last one.
/// @throws InvalidArgument  as `band`, and when all observations are of one time.
[[nodiscard]] FOREPLAN_EXPORT Forecast predict(const CurveFit& fit, std::size_t horizon,
                                               const PredictOptions& options = {});

enum class ParameterInterval : std::uint8_t {
  delta,  ///< value -+ t s.e.: symmetric, and wrong where the sum of squares is no parabola.
  /// All values of the parameter for which the other parameters can bring the sum of squares back to within t^2 sigma^2
  /// of its minimum (Bates & Watts 1988, section 6.1). An end that is never met is infinite.
  profile,
};
/// Interval of one parameter with probability `coverage`. @throws InvalidArgument as above, and for a parameter that is
/// held.
[[nodiscard]] FOREPLAN_EXPORT Interval parameter_interval(const CurveFit& fit, std::string_view parameter,
                                                          double coverage = 0.90,
                                                          ParameterInterval method = ParameterInterval::profile);

}  // namespace foreplan::inline v0::growth
