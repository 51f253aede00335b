#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/forecast/arima.hpp>

#include <cstddef>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "forecast/arima_likelihood.hpp"
#include "forecast/criterion.hpp"

/// Steps of an ARIMA fit that the search for an order takes by themselves.
namespace foreplan::inline v0::forecast {

/// A transformed series over a power of two, cut to what lies between its first and last observation.
struct ArimaSeries {
  std::vector<double> z{};
  double scale = 1;
  std::size_t first = 0;         ///< Place of z[0] in the whole series.
  std::size_t observations = 0;  ///< Not missing.
};
[[nodiscard]] ArimaSeries arima_series(std::span<const double> values);

/// Numbers that the order has beside c, b and s2.
[[nodiscard]] inline std::size_t arma_size(const ArimaOrder& o) { return o.p + o.q + o.seasonal_p + o.seasonal_q; }

/// The column of c over `count` periods from the one with number `first` (0 is the series' first): ones, or 1, 2, ...
[[nodiscard]] std::vector<double> constant_column(const ArimaOrder& order, std::size_t first, std::size_t count);

/// The coefficients of a fit's regressors.
[[nodiscard]] inline std::span<const ModelCoefficient> regressor_coefficients(const ArimaFit& fit) {
  return std::span(fit.coefficients).last(fit.regression.size());
}

/// What the regression says of period t (0 is the series' first), which stands in this row of x.
[[nodiscard]] double regression_part(const ArimaFit& fit, const std::vector<stats::Regressor>& x, std::size_t period,
                                     std::size_t row);

struct ArimaEstimate {
  std::vector<double> coefficients{};                                ///< phi, theta, Phi, Theta.
  double log_likelihood = -std::numeric_limits<double>::infinity();  ///< Of the scaled series.
  Stop stop = Stop::not_run;
};
/// The log likelihood of an objective of `ArimaLikelihood`.
[[nodiscard]] double log_likelihood_of(double objective, double observations);
/// How much is searched.
struct ArimaEffort {
  int max_iterations = 200;
  bool thorough = true;  ///< From many places, not only from `near`, zero and conditional least squares.
  /// Coefficients of another order, from which the search starts too; empty for none.
  ArimaOrder near_order{};
  std::vector<double> near{};
};
[[nodiscard]] ArimaEstimate estimate_arima(ArimaLikelihood& likelihood, const ArimaColumns& data,
                                           const ArimaOrder& order, ArimaMethod method, const ArimaEffort& effort);

/// Whether all roots of the AR and MA polynomials are at least 1 + margin in size; coefficients in one row.
[[nodiscard]] bool roots_outside(const ArimaOrder& order, std::size_t m, std::span<const double> coefficients,
                                 double margin);

/// Whether N is above the number of coefficients.
[[nodiscard]] bool enough_observations(const ArimaOrder& order, bool constant, std::size_t m, std::size_t observations,
                                       std::size_t regressors);

/// `fit_arima` with the order as it is and, unless null, the estimate in place of a search.
[[nodiscard]] ArimaFit fit_arima_at(std::string_view function, std::span<const double> y, const ArimaOptions& options,
                                    const ArimaEstimate* estimate);

/// Regressors and the constant before them over the cut series.
[[nodiscard]] std::vector<std::vector<double>> arima_design(const ArimaOrder& order, bool constant,
                                                            const ArimaSeries& series,
                                                            const std::vector<stats::Regressor>& x);

/// A fit's errors taken through its filter.
struct ArimaState {
  ArimaState(const ArimaFit& model, std::span<const double> errors);
  ArimaState(const ArimaState&) = delete;
  ArimaState& operator=(const ArimaState&) = delete;

  ArimaSeries series;
  ArimaColumns columns;
  ArimaLikelihood likelihood;
  double value = 0;               ///< Of the objective.
  std::vector<double> completed;  ///< The cut, scaled series with the expectation of what is missing.
};
[[nodiscard]] std::vector<double> arma_coefficients(const ArimaFit& fit);

}  // namespace foreplan::inline v0::forecast
