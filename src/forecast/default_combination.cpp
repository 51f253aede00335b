#include <foreplan/forecast/combination.hpp>
#include <foreplan/forecast/default_combination.hpp>
#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/forecaster.hpp>
#include <foreplan/forecast/models.hpp>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace foreplan::inline v0::forecast {
namespace {

stats::Forecaster capped_ets() {
  return forecaster("ets_capped", [](std::span<const double> y, std::size_t m) {
    return fit_ets(y, {.season_length = m <= 24 ? m : 1, .largest_beta = 0.2});
  });
}

std::vector<stats::Forecaster> members(std::size_t m) {
  const std::string_view third = m == 1 ? "box_cox_dotm" : "stl_dotm";
  const std::string_view fourth = m <= 12 ? "box_cox_arima" : "stl_arima";
  return {capped_ets(), named_model("dotm"), named_model(third), named_model(fourth)};
}

}  // namespace

stats::Forecaster default_combination(const DefaultCombinationOptions& options) {
  return {"default", [options](std::span<const double> y, std::size_t m) {
            stats::Forecaster model = combine("default", members(m), {.weighting = Weighting::median});
            if (options.calibrated) model = calibrated(std::move(model), default_calibration(m));
            return model.fit(y, m);
          }};
}

}  // namespace foreplan::inline v0::forecast
