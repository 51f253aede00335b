#include <foreplan/forecast/tbats.hpp>

#include <memory>

#include "forecast/data.hpp"
#include "forecast/tbats_walk.hpp"

namespace foreplan::inline v0::forecast {

Predictive predictive(const TbatsFit& fit, std::size_t horizon) {
  require_horizon("forecast::predictive", horizon);
  Predictive p{
      .origin = fit.origin, .transform = fit.transform, .sigma2 = fit.sigma2, .residuals = known(fit.residuals)};
  p.mean.reserve(horizon);
  p.variance.reserve(horizon);
  TbatsWalk ahead(fit, fit.last), echo(fit, scaled(fit.last, 0));
  double sum = 1;
  for (std::size_t h = 0; h < horizon; ++h) {
    p.mean.push_back(ahead.forecast());
    ahead.step(0);
    p.variance.push_back(fit.sigma2 * sum);
    echo.step(h == 0 ? 1 : 0);
    const double c = echo.forecast();
    sum += c * c;
  }
  // Paths are drawn side by side: each call walks by itself.
  p.path = [model = std::make_shared<const TbatsFit>(fit)](std::span<const double> innovations,
                                                           std::span<double> path) {
    TbatsWalk walk(*model, model->last);
    for (std::size_t h = 0; h < path.size(); ++h) {
      path[h] = walk.forecast() + innovations[h];
      walk.step(innovations[h]);
    }
  };
  return p;
}

}  // namespace foreplan::inline v0::forecast
