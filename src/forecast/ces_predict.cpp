#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>
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

/// One future, of innovations that are given, or none.
void follow(const Model& model, std::span<const double> innovations, std::span<double> path) {
  std::vector<double> x = model.last;
  walk_ces(model.shape, model.smoothing, x.data(), 0, path.size(), false, [&](std::size_t h, double f) {
    const double e = innovations.empty() ? 0 : innovations[h];
    path[h] = f + e;
    return e;
  });
}

}  // namespace

Predictive predictive(const CesFit& fit, std::size_t horizon) {
  require_horizon("forecast::predict", horizon);
  const auto model = std::make_shared<Model>(model_of(fit));
  const std::array size{std::sqrt(fit.sigma2)};
  const double scale = headroom({size, model->last});
  divide(model->last, scale);
  Predictive p{.origin = fit.origin,
               .transform = fit.transform,
               .mean = std::vector<double>(horizon),
               .sigma2 = variance_over(fit.sigma2, scale),
               .residuals = known(fit.residuals)};
  divide(p.residuals, scale);
  follow(*model, {}, p.mean);
  double sum = 1;
  bool left = false;
  std::vector<double> x(model->last.size(), 0);
  walk_ces(model->shape, model->smoothing, x.data(), 0, horizon, false, [&](std::size_t h, double weight) {
    if (h > 0) sum += weight * weight;
    left = left || !std::isfinite(sum);
    p.variance.push_back(variance_of(p.sigma2, left ? std::numeric_limits<double>::infinity() : sum));
    return h == 0 ? 1.0 : 0.0;
  });
  // Paths are drawn side by side: each call has states of its own.
  p.path = [model](std::span<const double> innovations, std::span<double> path) { follow(*model, innovations, path); };
  return scale == 1 ? p : times(std::move(p), scale);
}

}  // namespace foreplan::inline v0::forecast
