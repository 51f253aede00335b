#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "forecast/data.hpp"
#include "forecast/regressors.hpp"
#include "forecast/seasonal_indices.hpp"
#include "forecast/theta_walk.hpp"

namespace foreplan::inline v0::forecast {
namespace {

/// Covariance of level, mean and slope, over sigma2, carried along the recursion of a dynamic form, which is linear in
/// them. With (a, b, c) = h the weights of these in mu and k how y enters each, x_t = (G + k h') x_(t-1) + k e.
class StateCovariance {
 public:
  /// The variance of the next period over sigma2, then on to the period after.
  double next(const ThetaWalk& walk) {
    const ThetaState& s = walk.state();
    const double n = s.observations + 1, before = s.periods + 1 - s.mean_time, after = before * (1 - 1 / n);
    const double squares = s.time_squares + before * after, gain = squares > 0 ? before * (1 - 1 / n) / squares : 0;
    const double a = walk.by_intercept();
    const Row h{1, a, walk.by_slope() - a * s.mean_time}, k{walk.alpha(), 1 / n, gain};
    std::array<Row, 3> step{Row{1 - walk.alpha(), 0, 0}, Row{0, 1 - 1 / n, 0}, Row{0, -gain, 0}};
    step[2][2] = squares > 0 ? 1 - before * after / squares : 1;
    double variance = 1;
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 3; ++j) {
        variance += h[i] * h[j] * covariance_[i][j];
        step[i][j] += k[i] * h[j];
      }
    std::array<Row, 3> half{}, moved{};
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 3; ++j)
        for (std::size_t l = 0; l < 3; ++l) half[i][j] += step[i][l] * covariance_[l][j];
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 3; ++j) {
        moved[i][j] = k[i] * k[j];
        for (std::size_t l = 0; l < 3; ++l) moved[i][j] += half[i][l] * step[j][l];
      }
    covariance_ = moved;
    return variance;
  }

 private:
  using Row = std::array<double, 3>;
  std::array<Row, 3> covariance_{};
};

double index_at(const ThetaFit& fit, std::size_t step) {
  if (fit.season == ThetaSeason::none) return 0;
  return fit.seasonals[(static_cast<std::size_t>(fit.last.periods) + step) % fit.season_length];
}

/// The fit of the series over `scale`, as far as its future needs it.
ThetaFit over(ThetaFit fit, double scale) {
  fit.last = times(fit.last, 1 / scale);
  if (fit.season == ThetaSeason::additive) divide(fit.seasonals, scale);
  fit.sigma2 = variance_over(fit.sigma2, scale);
  divide(fit.residuals, scale);
  return fit;
}

/// Without what regressors say.
Predictive ahead(const ThetaFit& fit, std::size_t horizon) {
  Predictive p{
      .origin = fit.origin, .transform = fit.transform, .sigma2 = fit.sigma2, .residuals = known(fit.residuals)};
  ThetaWalk walk(fit.form, fit.alpha, fit.theta, fit.last);
  StateCovariance covariance;
  for (std::size_t h = 0; h < horizon; ++h) {
    const double index = index_at(fit, h), mu = walk.forecast();
    const double factor = fit.season == ThetaSeason::multiplicative ? index : 1;
    const double ratio =
        is_dynamic(fit.form) ? covariance.next(walk) : 1 + static_cast<double>(h) * fit.alpha * fit.alpha;
    p.mean.push_back(with_season(mu, index, fit.season));
    p.variance.push_back(variance_of(fit.sigma2, ratio * factor * factor));
    walk.advance(mu, is_dynamic(fit.form));
  }
  p.path = [fit](std::span<const double> e, std::span<double> path) {
    ThetaWalk ahead(fit.form, fit.alpha, fit.theta, fit.last);
    for (std::size_t h = 0; h < path.size(); ++h) {
      const double y = ahead.forecast() + e[h];
      path[h] = with_season(y, index_at(fit, h), fit.season);
      ahead.advance(y, true);
    }
  };
  return p;
}

}  // namespace

void extend_line(ThetaState& s, double time, double y) {
  s.observations += 1;
  const double before = time - s.mean_time;
  s.mean_time += before / s.observations;
  s.mean += (y - s.mean) / s.observations;
  const double after = time - s.mean_time, step = before * after;
  s.time_squares += step;
  if (s.time_squares > 0) s.slope += before * ((y - s.mean) - s.slope * after) / s.time_squares;
}

ThetaWalk::ThetaWalk(ThetaForm form, double alpha, double theta, const ThetaState& from)
    : dynamic_(is_dynamic(form)),
      alpha_(alpha),
      weight_(1 - 1 / theta),
      state_(from),
      power_(std::pow(1 - alpha, from.periods)),
      sum_(from.periods == 0 ? 0
           : alpha > 0       ? -std::expm1(from.periods * std::log1p(-alpha)) / alpha
                             : from.periods) {}

void ThetaWalk::advance(double y, bool observed) {
  state_.level = alpha_ * y + (1 - alpha_) * state_.level;
  state_.periods += 1;
  power_ = power_ < 1e-290 ? 0 : power_ * (1 - alpha_);
  sum_ = 1 + (1 - alpha_) * sum_;
  if (dynamic_ && observed) extend_line(state_, state_.periods, y);
}

Predictive predictive(const ThetaFit& fit, std::size_t horizon, const std::vector<stats::Regressor>& future) {
  constexpr std::string_view kName = "forecast::predict";
  require_horizon(kName, horizon);
  const std::vector<stats::Regressor> x = matched_regressors(kName, fit.coefficients, future, horizon);
  const std::array size{fit.last.level, fit.last.mean, fit.last.slope, std::sqrt(fit.sigma2)};
  const double scale = headroom({size, fit.seasonals});
  Predictive p = scale == 1 ? ahead(fit, horizon) : times(ahead(over(fit, scale), horizon), scale);
  if (!x.empty()) p = moved(std::move(p), regression_of(fit.coefficients, x, horizon));
  return p;
}

Predictive predictive(const ThetaFit& fit, std::size_t horizon) { return predictive(fit, horizon, {}); }

}  // namespace foreplan::inline v0::forecast
