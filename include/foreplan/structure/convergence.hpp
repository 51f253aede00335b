#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Do economies (regions, sectors, countries) grow alike? Sigma convergence: their dispersion falls. Beta convergence:
/// the poorer ones grow faster. Data are frames with one series an economy: income per head, productivity.
///
/// Money must be at constant prices, or current ones said to be so: unstated prices are refused.
namespace foreplan::inline v0::structure {

/// What the sum of squared deviations is divided by.
enum class DispersionDivisor : std::uint8_t {
  n,            ///< The economies are all there are.
  n_minus_one,  ///< They are a sample.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(DispersionDivisor) noexcept;

struct SigmaConvergenceOptions {
  DispersionDivisor divisor = DispersionDivisor::n;
  stats::CovarianceOptions covariance{};  ///< Of the trends; dispersion is autocorrelated, which newey_west allows for.
};

/// The trends are regressions on an intercept and "time", the periods counted from 0: a slope below 0 is convergence.
/// They are usable from three periods on.
struct SigmaConvergence {
  DispersionDivisor divisor = DispersionDivisor::n;
  Series coefficient_of_variation{};  ///< Standard deviation over mean, unweighted.
  Series log_deviation{};             ///< Standard deviation of natural logarithms.
  stats::RegressionFit coefficient_of_variation_trend{};
  stats::RegressionFit log_deviation_trend{};
};
/// @throws UnitMismatch     unless all series have one unit.
/// @throws InvalidArgument  for fewer than two economies or periods; values that are missing, not finite or not > 0,
///   naming series and period; money of unstated prices; covariance options out of range.
[[nodiscard]] FOREPLAN_EXPORT SigmaConvergence sigma_convergence(const Frame& levels,
                                                                 const SigmaConvergenceOptions& = {});

/// What is estimated. Over a span of T periods from y0 to yT, growth is ln(yT / y0) / T.
enum class BetaForm : std::uint8_t {
  linear,     ///< growth = a + b ln y0 + c'x + e. The speed follows from b: -ln(1 + b T) / T.
  nonlinear,  ///< growth = a - (1 - exp(-beta T)) / T ln y0 + c'x + e, beta the speed (Barro & Sala-i-Martin 1992).
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(BetaForm) noexcept;

/// When the controls of a span are taken.
enum class ControlTiming : std::uint8_t {
  start,
  mean
};  ///< At its first period; as the mean of its first to last period.
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ControlTiming) noexcept;

/// A variable that conditional convergence allows for.
struct ConvergenceControl {
  std::string name{};
  Frame values{};  ///< One series for each economy, under its name.
};

struct BetaConvergenceOptions {
  BetaForm form = BetaForm::nonlinear;
  /// Rising, two or more: the spans from each to the next are pooled. Empty: one span from the first to the last
  /// period.
  std::vector<Period> periods{};
  bool span_effects = true;  ///< An intercept for each span, not one for all.
  std::vector<ConvergenceControl> controls{};
  ControlTiming timing = ControlTiming::start;
  stats::CovarianceOptions covariance{};  ///< Rows are span by span, economy by economy.
  double coverage = 0.90;                 ///< Of the intervals, (0, 1).
};

/// The interval is of Student's t with the regression's degrees of freedom.
struct ConvergenceSpeed {
  double estimate{};        ///< Per period: 0.02 closes 2 % of the gap. Infinite when the gap closes within a span.
  double standard_error{};  ///< Linear: by the delta method.
  double lower{}, upper{};  ///< Linear: the ends of b's interval, carried over.
};
/// Periods in which half the gap closes, ln 2 / speed; infinite for a speed of 0 or less.
struct HalfLife {
  double estimate{};
  double lower{}, upper{};  ///< From the ends of the speed's interval.
};

struct BetaConvergence {
  BetaForm form = BetaForm::nonlinear;
  ControlTiming timing = ControlTiming::start;
  std::vector<Period> periods{};
  bool span_effects = true;
  std::vector<std::string> economies{};
  std::vector<std::string> controls{};  ///< Empty: absolute convergence.
  /// Coefficients: the intercept or one a span ("from 1990"), "log initial" (linear) or "speed" (nonlinear), controls.
  /// Of the nonlinear form it is the regression on the derivatives at the estimate, which has its estimates, residuals
  /// and covariance; its r2 and fitted values are then not the model's.
  stats::RegressionFit fit{};
  double coverage = 0.90;
  ConvergenceSpeed speed{};
  HalfLife half_life{};
  Stop stop = Stop::not_run;

  [[nodiscard]] FOREPLAN_EXPORT bool usable() const noexcept;  ///< Found, of full rank, and with a finite speed.
};

/// Of one span, the two forms agree: the nonlinear one is the linear one in another parameter. Spans of several lengths
/// need the nonlinear form.
/// @throws UnitMismatch     unless all series of the levels have one unit.
/// @throws PeriodMismatch   for periods that do not rise, or that levels or controls do not cover.
/// @throws InvalidArgument  for fewer than two economies, or no more observations than coefficients; levels that are
///   missing, not finite or not > 0 in a period of `periods`; controls that are missing or not finite where used, or
///   lack an economy; names that are empty or repeated; money of unstated prices; linear with spans of several lengths;
///   options out of range.
[[nodiscard]] FOREPLAN_EXPORT BetaConvergence beta_convergence(const Frame& levels, const BetaConvergenceOptions& = {});

}  // namespace foreplan::inline v0::structure
