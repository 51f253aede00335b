#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>
#include <foreplan/forecast/arima.hpp>
#include <foreplan/forecast/criterion.hpp>
#include <foreplan/stats/unit_roots.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// The order of a seasonal ARIMA model found from the data (Hyndman & Khandakar 2008): differences by tests, the rest
/// by an information criterion of the exact likelihood.
namespace foreplan::inline v0::forecast {

enum class ArimaSearch : std::uint8_t {
  /// From the best of five simple models to the first of its neighbours that is better, and so on until none is.
  /// Neighbours have P or Q or both one higher or lower, then the same of p and q, then the constant or not.
  stepwise,
  exhaustive,  ///< All orders within the limits.
};

/// Defaults are those of `auto.arima` of R's forecast package, except that every likelihood is exact. p and q are at
/// most a third of the observations, P and Q of the seasons.
struct AutoArimaOptions {
  std::size_t season_length = 1;             ///< m: [1, 10,000]; no seasonal orders when y has fewer than 2 m values.
  std::size_t largest_p = 5, largest_q = 5;  ///< <= 20
  std::size_t largest_seasonal_p = 2, largest_seasonal_q = 2;  ///< <= 5
  std::size_t largest_d = 2, largest_seasonal_d = 1;           ///< <= 3
  std::size_t largest_sum = 5;                                 ///< Of p + q + P + Q in an exhaustive search.
  std::size_t start_p = 2, start_q = 2, start_seasonal_p = 1, start_seasonal_q = 1;  ///< Of a stepwise one.
  std::optional<std::size_t> d{}, seasonal_d{};                                      ///< Unset: by the tests.
  bool constant = true;  ///< Whether a mean or drift may be in the model.
  ArimaSearch search = ArimaSearch::stepwise;
  std::size_t most_models = 94;  ///< Of a stepwise search.
  Criterion criterion = Criterion::aicc;
  stats::UnitRootTest test = stats::UnitRootTest::kpss;
  stats::SeasonalTest seasonal_test = stats::SeasonalTest::strength;
  double level = 0.05;  ///< [0.01, 0.1] for KPSS, (0, 1) for others: of the tests for d.
  /// Models with a root of one of their polynomials, of AR or MA, nearer to the unit circle are not taken: moduli are
  /// at least 1 + this. Zero takes all.
  double root_margin = 0.01;
  std::vector<stats::Regressor> regressors{};  ///< As in `ArimaOptions`.
  Transform transform{};
  int max_iterations = 200;
  Execution execution{};  ///< Of an exhaustive search: one model a unit. The result is the same for any.
};

struct ArimaCandidate {
  ArimaOrder order{};
  bool constant = false;
  double log_likelihood = 0;
  double criterion = 0;  ///< Infinite where the model is not taken.

  bool operator==(const ArimaCandidate&) const = default;
};

struct AutoArimaFit {
  ArimaFit fit{};
  std::vector<ArimaCandidate> tried{};  ///< In the order tried.
};

/// D by `seasonal_test`, on the residuals of y from its regressors where there are any; then d by `test` on what is
/// left. A constant is tried when d + D <= 1. Where no model can be taken (too short, all rejected) it is the first of
/// (0, d, 0)(0, D, 0) with a constant, without one, and the naive forecast.
/// @throws InvalidArgument  as `fit_arima`.
[[nodiscard]] FOREPLAN_EXPORT AutoArimaFit fit_auto_arima(std::span<const double> y, const AutoArimaOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT AutoArimaFit fit_auto_arima(const Series& y, const AutoArimaOptions& = {});

}  // namespace foreplan::inline v0::forecast
