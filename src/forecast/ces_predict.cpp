#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "forecast/ces_kernel.hpp"
#include "forecast/data.hpp"

namespace foreplan::inline v0::forecast {
namespace {

struct Model {
  CesShape shape{};
  CesParameters smoothing{};
  std::vector<double> last{};
};

Model model_of(const CesFit& fit) {
  Model model{
      {fit.season, fit.season == CesSeason::none ? 1 : fit.season_length}, {fit.a0, fit.a1, fit.b0, fit.b1}, {}};
  for (const auto* part : {&fit.last.level, &fit.last.potential, &fit.last.seasonals, &fit.last.seasonal_potentials})
    model.last.insert(model.last.end(), part->begin(), part->end());
  return model;
}

/// One future, of innovations that are given, or none; where it leaves the range of doubles it stays at its end.
void follow(const Model& model, std::span<const double> innovations, std::span<double> path) {
  std::vector<double> x = model.last;
  double before = 0;
  walk_ces(model.shape, model.smoothing, x.data(), 0, path.size(), false, [&](std::size_t h, double f) {
    const double e = innovations.empty() ? 0 : innovations[h], y = f + e;
    const bool left = h > 0 && std::abs(before) == std::numeric_limits<double>::max();
    path[h] = std::isfinite(y) && !left
                  ? y
                  : std::copysign(std::numeric_limits<double>::max(), std::isnan(y) || left ? before : y);
    before = path[h];
    return e;
  });
}

}  // namespace

Predictive predictive(const CesFit& fit, std::size_t horizon) {
  require_horizon("forecast::predict", horizon);
  Predictive p{.origin = fit.origin,
               .transform = fit.transform,
               .mean = std::vector<double>(horizon),
               .sigma2 = fit.sigma2,
               .residuals = known(fit.residuals)};
  const auto model = std::make_shared<const Model>(model_of(fit));
  follow(*model, {}, p.mean);
  double sum = 1;
  bool left = false;
  std::vector<double> x(model->last.size(), 0);
  walk_ces(model->shape, model->smoothing, x.data(), 0, horizon, false, [&](std::size_t h, double weight) {
    if (h > 0) sum += weight * weight;
    left = left || !std::isfinite(sum);
    p.variance.push_back(left && fit.sigma2 > 0 ? std::numeric_limits<double>::infinity() : fit.sigma2 * sum);
    return h == 0 ? 1.0 : 0.0;
  });
  if (fit.sigma2 == 0) p.variance.assign(horizon, 0);
  // Paths are drawn side by side: each call has states of its own.
  p.path = [model](std::span<const double> innovations, std::span<double> path) { follow(*model, innovations, path); };
  return p;
}

}  // namespace foreplan::inline v0::forecast
