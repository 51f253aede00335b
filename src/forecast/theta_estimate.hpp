#pragma once
#include <foreplan/forecast/theta.hpp>

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "forecast/data.hpp"

/// Steps of a theta fit, on scaled data.
namespace foreplan::inline v0::forecast {

inline constexpr double kLargestTheta = 1e10;
[[nodiscard]] constexpr bool estimates_theta(ThetaForm form) {
  return form == ThetaForm::optimised || form == ThetaForm::dynamic_optimised;
}
/// w
[[nodiscard]] constexpr double weight_of(double theta) { return 1 - 1 / theta; }
/// w as it is held, if it is.
[[nodiscard]] std::optional<double> held_weight(const ThetaOptions& o);

/// Scaled data, and their season: `y` is without it, `least` with it.
struct ThetaData : ScaledData {
  ThetaSeason season = ThetaSeason::none;
  std::vector<double> seasonals{};
  double seasonality = std::numeric_limits<double>::quiet_NaN();

  void take_season_out();
};
/// Takes the season out that the options ask for, if `tested` has one.
void adjust(std::string_view function, ThetaData& data, const ThetaOptions& o, std::span<const double> tested);

/// The state before the first value, the level not set.
[[nodiscard]] ThetaState state_before(std::span<const double> y, ThetaForm form);

/// The residuals of a series without a season as functions of l_0 and w: rest - l_0 by_level - w by_weight, for any
/// alpha. `rest` and `by_weight` are linear in the series, and `by_level` is the same for all with the same gaps.
class ThetaTrace {
 public:
  /// @param y  outlives this.
  ThetaTrace(std::span<const double> y, ThetaForm form);
  /// Fills the three over the periods that are not missing.
  void follow(double alpha);

  [[nodiscard]] std::span<const double> rest() const noexcept { return std::span(rest_).first(observed_); }
  [[nodiscard]] std::span<const double> by_level() const noexcept { return std::span(by_level_).first(observed_); }
  [[nodiscard]] std::span<const double> by_weight() const noexcept { return std::span(by_weight_).first(observed_); }
  /// What rounding leaves of the data: sums of squares below are noise.
  [[nodiscard]] double floor() const;

 private:
  std::span<const double> y_;
  std::vector<double> intercepts_, slopes_, rest_, by_level_, by_weight_;
  double squares_ = 0;
  std::size_t observed_ = 0;
};

/// The alpha of least `objective` that the options allow: by a grid and Brent's method.
struct AlphaFound {
  double alpha = 1;
  Stop stop = Stop::converged;
};
[[nodiscard]] AlphaFound find_alpha(const std::function<double(double)>& objective, const ThetaOptions& o);

struct ThetaEstimate {
  double alpha = 1, theta = 1, level = 0;
  std::size_t parameters = 1;  ///< But those of a regression.
  Stop stop = Stop::converged;
};
/// How many parameters the options and the season leave to estimate, sigma2 among them.
[[nodiscard]] std::size_t parameters_of(const ThetaData& data, const ThetaOptions& o);
/// From four observations on.
[[nodiscard]] ThetaEstimate estimate_theta(const ThetaData& data, const ThetaOptions& o);

}  // namespace foreplan::inline v0::forecast
