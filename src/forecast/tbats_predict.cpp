#include <foreplan/forecast/tbats.hpp>

#include <array>
#include <cmath>
#include <memory>
#include <utility>

#include "forecast/data.hpp"
#include "forecast/tbats_walk.hpp"

namespace foreplan::inline v0::forecast {

Predictive predictive(const TbatsFit& fit, std::size_t horizon) {
  require_horizon("forecast::predictive", horizon);
  const TbatsState& s = fit.last;
  const std::array size{std::sqrt(fit.sigma2), s.level, s.growth};
  const double scale = headroom({size, s.harmonics, s.disturbances, s.innovations});
  const auto model = std::make_shared<const TbatsFit>(fit);
  const TbatsState last = scaled(s, 1 / scale);
  Predictive p{.origin = fit.origin,
               .transform = fit.transform,
               .sigma2 = variance_over(fit.sigma2, scale),
               .residuals = known(fit.residuals)};
  divide(p.residuals, scale);
  p.mean.reserve(horizon);
  p.variance.reserve(horizon);
  TbatsWalk ahead(*model, last), echo(*model, scaled(last, 0));
  double sum = 1;
  for (std::size_t h = 0; h < horizon; ++h) {
    p.mean.push_back(ahead.forecast());
    ahead.step(0);
    p.variance.push_back(variance_of(p.sigma2, sum));
    echo.step(h == 0 ? 1 : 0);
    const double c = echo.forecast();
    sum += c * c;
  }
  // Paths are drawn side by side: each call walks by itself.
  p.path = [model, last](std::span<const double> innovations, std::span<double> path) {
    TbatsWalk walk(*model, last);
    for (std::size_t h = 0; h < path.size(); ++h) {
      path[h] = walk.forecast() + innovations[h];
      walk.step(innovations[h]);
    }
  };
  return scale == 1 ? p : times(std::move(p), scale);
}

}  // namespace foreplan::inline v0::forecast
