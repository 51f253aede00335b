#pragma once
#include <foreplan/export.hpp>
#include <foreplan/stats/forecaster.hpp>

/// The combination that is meant when nobody names a model.
namespace foreplan::inline v0::forecast {

/// The plain mean of `box_cox_dotm` and `ets_capped` (models.hpp), point by point and quantile by quantile: models that
/// err in different ways, and a mean of forecasts is seldom worse than the better one (Bates & Granger 1969;
/// Petropoulos & Svetunkov 2020). A number that one of them does not know, NaN, is left out of its mean.
/// @throws InvalidArgument  from its `fit`, as the two.
[[nodiscard]] FOREPLAN_EXPORT stats::Forecaster default_combination();

}  // namespace foreplan::inline v0::forecast
