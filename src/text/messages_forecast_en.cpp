#include "text/messages.hpp"

namespace foreplan::inline v0::text {
namespace {

constexpr Row kRows[] = {
    // Forecasts, decompositions and residuals
    {"period.numbered", "period {number}"},
    {"period.count.numbered.one", "{n} period"},
    {"period.count.numbered.many", "{n} periods"},
    {"report.forecast_median", "Forecast, median"},
    {"report.last_periods", "{caption}; the last {shown} of {all} periods"},
    {"report.note.history_shown", "Of {all} periods of the history the last {shown} are shown."},
    {"report.describe.band", "{coverage} interval from {lower} to {upper} in {period}"},
    {"report.describe.panel",
     "{name}: {first} in {from}, {last} in {to}; lowest {low}, highest {high}"},
    {"report.describe.columns", "{name} by {axis}: highest {high} at {high_place}, lowest {low} at {low_place}"},
    {"report.describe.beyond", "beyond the limits at {places}"},
    {"report.series", "Series"},
    {"report.decomposition", "{name} and what it is made of"},
    {"report.trend", "Trend"},
    {"report.season_of", "Season of {length}"},
    {"report.remainder", "Remainder"},
    {"report.note.scale_bar", "The bars at the side stand for {amount} in every panel."},
    {"report.note.scale_bar_relative",
     "The bars at the side stand for {amount} in every panel, of levels for {level}: so much of the trend's mean."},
    {"report.residuals", "Residuals"},
    {"report.residuals_of", "Residuals of {name}"},
    {"report.residual", "Residual"},
    {"report.autocorrelation", "Autocorrelation"},
    {"report.autocorrelation_of_residuals", "How far residuals follow one another"},
    {"report.lag", "Lag"},
    {"report.limits_of_noise", "where 95 of 100 lags of white noise stay: ±{limit}"},
    {"report.distribution_of_residuals", "How residuals are distributed"},
    {"report.number", "Number"},
    {"report.normal_density", "normal distribution of the same mean and variance"},
    {"report.tests", "What the residuals say against the model"},
    {"report.test", "Test"},
    {"report.statistic", "Statistic"},
    {"report.degrees", "Degrees of freedom"},
    {"report.p_value", "p-value"},
    {"report.sentence", "What it says"},
    {"report.note.tests",
     "A p-value is how often residuals without the fault would give so large a statistic; below {level} it counts as a sign."},
    {"report.note.tests_stretch",
     "Ljung-Box and ARCH are of the longest stretch without missing values, {used} of {all} residuals."},
    {"report.test.ljung_box", "Ljung-Box, lags 1 to {lags}"},
    {"report.test.ljung_box.sign",
     "Errors follow one another: the model leaves something that could still be forecast."},
    {"report.test.ljung_box.none", "No sign that errors follow one another."},
    {"report.test.jarque_bera", "Jarque-Bera"},
    {"report.test.jarque_bera.sign",
     "Errors are not normal (skewness {skewness}, kurtosis {kurtosis} instead of 0 and 3): intervals that take them to be "
     "may not cover what they say."},
    {"report.test.jarque_bera.none", "No sign that errors are not normal."},
    {"report.test.arch", "ARCH, lags 1 to {lags}"},
    {"report.test.arch.sign",
     "Large errors follow large ones: intervals are too narrow at some times and too wide at others."},
    {"report.test.arch.none", "No sign that large errors follow large ones."},
    {"report.test.too_few", "There are too few residuals to tell."},
    {"report.test.no_variation", "The residuals do not vary: nothing can be told."},
    {"report.form", "Form"},
    {"report.models_tried", "Forms tried, best first"},
    {"report.log_likelihood", "Log likelihood"},
    {"report.above_best", "Above the best"},
    {"report.with_constant", "{form} with constant"},
    {"report.note.criterion", "Differences above 10 leave little to a form (Burnham & Anderson 2002)."},
    {"report.coefficient", "Coefficient"},
    {"report.estimate", "Estimate"},
    {"report.standard_error", "Standard error"},
    {"report.ratio", "Estimate over standard error"},
    {"report.note.innovations", "Variance of the innovations: {variance}; log likelihood {likelihood}."},
};

}  // namespace

std::span<const Row> english_forecast_rows() noexcept { return kRows; }

}  // namespace foreplan::inline v0::text
