#pragma once
#include <foreplan/export.hpp>
#include <foreplan/stats/forecaster.hpp>

#include <string>
#include <string_view>
#include <vector>

/// The library's models by name, for programs whose users choose one:
///
///   const stats::Forecaster model = named_model("theta");
///   const stats::Outlook next = stats::predict(model.fit(sales, 12), 6, {0.05, 0.5, 0.95});
///
/// | name             | model                                                                                        |
/// |------------------|----------------------------------------------------------------------------------------------|
/// | `naive`          | the last value                                                                               |
/// | `seasonal_naive` | the last value of the same season                                                            |
/// | `naive2`         | the last value of the deseasonalised series, times the season's index, as the M4 competition |
/// |                  | has it: where n >= 3 m and the seasonality test of theta.hpp holds at 0.90; else `naive`     |
/// | `drift`          | the line through first and last value                                                        |
/// | `mean`           | the mean of all values                                                                       |
/// | `window`         | the mean of the last season; without a season of the last three values                       |
/// | `ses`, `holt`, `damped`, `holt_winters` | smoothing.hpp; additive seasons                                       |
/// | `ets`            | exponential smoothing, its form chosen by AICc                                               |
/// | `ets_capped`     | the same with beta <= 0.2: no trend follows the last few values                              |
/// | `theta`, `otm`, `dotm` | standard, optimised and dynamic optimised theta                                        |
/// | `box_cox_theta`, `box_cox_dotm` | `theta` and `dotm` after a Box-Cox transformation, lambda in [0, 1] by        |
/// |                  | Guerrero's method, where all values are > 0; untransformed where not                         |
/// | `ces`            | complex exponential smoothing, its season chosen by AICc                                     |
/// | `tbats`          | TBATS, its components chosen by AICc                                                         |
/// | `arima`          | seasonal ARIMA, its order found stepwise                                                     |
/// | `box_cox_arima`  | the same after a Box-Cox transformation, as `box_cox_dotm`                                   |
/// | `stl_ets`        | ETS without a season of the series without its season by STL                                 |
/// | `stl_dotm`       | `dotm` of the same                                                                           |
/// | `stl_arima`      | ARIMA of the same after a Box-Cox transformation, as `box_cox_dotm`                          |
/// | `croston`, `sba`, `tsb`, `adida`, `imapa` | intermittent.hpp, for values >= 0                                   |
/// | `default`        | default_combination.hpp                                                                      |
/// | `auto`           | whatever auto_forecast.hpp finds fit, without a word why                                     |
///
/// All take any season length in [1, 100,000] and any number of observations from one on. A season is left out where
/// the model's own header says so, as in series shorter than two of them. Seasons of more than 24 periods, for which
/// exponential smoothing and ARIMA have too many parameters or too large states, are taken out by STL for
/// `holt_winters`, `ets`, `ets_capped`, `ces` and `arima`. Quantiles of the models of intermittent demand are the same
/// in all periods.
namespace foreplan::inline v0::forecast {

/// In the order of the table.
[[nodiscard]] FOREPLAN_EXPORT std::vector<std::string> model_names();

/// Its `fit` throws InvalidArgument for a season length out of range, values infinite or all missing, and, of the
/// models of intermittent demand, negative.
/// @throws InvalidArgument  for a name not in the table, with the nearest one that is.
[[nodiscard]] FOREPLAN_EXPORT stats::Forecaster named_model(std::string_view name);

}  // namespace foreplan::inline v0::forecast
