#include <foreplan/forecast/arima.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "forecast/arima_estimate.hpp"
#include "forecast/data.hpp"
#include "forecast/regressors.hpp"
#include "numeric/cholesky.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::string_view kName = "forecast::predict";
constexpr std::size_t kExactHorizon = 3'000;
constexpr std::size_t kExactWork = 10'000'000;
/// What a gap adds to a forecast, over the standard deviation of an innovation, that is not worth keeping.
constexpr double kNoEffect = 1e-10;

/// y_t = x_t + sum of weight x y_(t - lag)
class Recursion {
 public:
  struct Term {
    std::size_t lag;
    double weight;
  };
  [[nodiscard]] std::size_t reach() const { return terms_.empty() ? 0 : terms_.back().lag; }
  void add(std::size_t lag, double weight) {
    if (weight != 0) terms_.push_back({lag, weight});
  }
  /// @param at  y_t, with as much before it as `reach` says.
  [[nodiscard]] double sum(const double* at) const {
    double result = 0;
    for (const Term& term : terms_) result += term.weight * *(at - term.lag);
    return result;
  }

 private:
  std::vector<Term> terms_;
};

/// Undoes the differences.
Recursion integration(const ArimaOrder& o, std::size_t m) {
  std::vector<double> polynomial{1};
  const auto times = [&](std::size_t lag) {
    polynomial.resize(polynomial.size() + lag);
    for (std::size_t k = polynomial.size(); k-- > lag;) polynomial[k] -= polynomial[k - lag];
  };
  for (std::size_t i = 0; i < o.d; ++i) times(1);
  for (std::size_t i = 0; i < o.seasonal_d; ++i) times(m);
  Recursion result;
  for (std::size_t k = 1; k < polynomial.size(); ++k) result.add(k, -polynomial[k]);
  return result;
}

/// All that carries a series on over `steps` periods.
struct Future {
  std::size_t r = 0, steps = 0, exact = 0;
  Recursion ar{}, sum{};
  std::vector<double> rows{};   ///< u_t[i] / u_t[0], r + 1 of them a step, of the first `exact` steps.
  std::vector<double> scale{};  ///< The root of each of their variances.

  [[nodiscard]] const double* row(std::size_t t) const { return rows.data() + std::min(t, exact - 1) * (r + 1); }
  [[nodiscard]] double deviation(std::size_t t) const { return scale[std::min(t, exact - 1)]; }

  /// Means from predictions of the differenced series and the last values of the series itself.
  [[nodiscard]] std::vector<double> carry(std::span<const double> ahead, std::span<const double> history,
                                          const double* innovations) const {
    // The differenced series needs no more before it than r predictions.
    std::vector<double> w(steps + r + 1), y(history.end() - static_cast<std::ptrdiff_t>(sum.reach()), history.end());
    std::copy_n(ahead.begin(), std::min(r, w.size()), w.begin());
    y.resize(sum.reach() + steps);
    for (std::size_t t = 0; t < steps; ++t) {
      w[t + r] = ar.sum(w.data() + t + r);
      if (innovations != nullptr) {
        const double e = innovations[t] * deviation(t);
        for (std::size_t i = 0; i <= r; ++i) w[t + i] += e * row(t)[i];
      }
      double* const at = y.data() + sum.reach() + t;
      *at = w[t] + sum.sum(at);
    }
    y.erase(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(sum.reach()));
    return y;
  }

  /// What an innovation of 1 at step t does to that step and those after it.
  [[nodiscard]] std::vector<double> response(std::size_t t, std::size_t count) const {
    std::vector<double> w(r + count), y(sum.reach() + count);
    std::copy_n(row(t), std::min(r + 1, w.size()), w.begin());
    for (std::size_t h = r + 1; h < count; ++h) w[h] = ar.sum(w.data() + h);
    for (std::size_t h = 0; h < count; ++h) {
      double* const at = y.data() + sum.reach() + h;
      *at = w[h] + sum.sum(at);
    }
    y.erase(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(sum.reach()));
    return y;
  }
};

Future future_of(const ArimaFit& fit, const ArimaState& state, std::size_t steps) {
  const ArimaLikelihood& likelihood = state.likelihood;
  Future f{.r = likelihood.pass().lags(), .steps = steps};
  f.sum = integration(fit.order, fit.season_length);
  const auto phi = likelihood.phi();
  for (std::size_t j = 0; j < phi.size(); ++j) f.ar.add(j + 1, phi[j]);
  const ProductPolynomial ar(fit.order.p, fit.order.seasonal_p, fit.season_length, -1);
  const ProductPolynomial ma(fit.order.q, fit.order.seasonal_q, fit.season_length, 1);
  Autocovariance autocovariance(ar, ma, f.r);
  const std::size_t n = state.columns.n;
  const std::size_t wanted = steps <= kExactHorizon ? steps : std::max<std::size_t>(1, kExactWork / steps);
  ArmaPass pass(n + wanted, f.r, ar.powers());
  (void)autocovariance.compute(phi, likelihood.theta());
  (void)pass.factor(phi, autocovariance.values());
  f.exact = std::min(wanted, pass.steady() >= n ? pass.steady() - n + 1 : 1);
  for (std::size_t t = 0; t < f.exact; ++t) {
    const double* const row = pass.row(n + t);
    for (std::size_t i = 0; i <= f.r; ++i) f.rows.push_back(row[i] / row[0]);
    f.scale.push_back(std::sqrt(row[0]));
  }
  return f;
}

/// Predictions that follow a differenced series, on the scale of the series given.
std::vector<double> ahead_of(const ArimaLikelihood& likelihood, std::span<const double> w) {
  std::vector<double> e(w.size()), ahead;
  likelihood.pass().innovations(likelihood.phi(), w.data(), e.data(), ahead);
  return {ahead.begin() + static_cast<std::ptrdiff_t>(w.size()),
          ahead.begin() + static_cast<std::ptrdiff_t>(w.size() + likelihood.pass().lags())};
}

}  // namespace

Predictive predictive(const ArimaFit& fit, std::size_t horizon, const std::vector<stats::Regressor>& future) {
  require_horizon(kName, horizon);
  const std::vector<stats::Regressor> x = matched_regressors(kName, regressor_coefficients(fit), future, horizon);
  // Forecasts are of the exact filter whichever way the coefficients were found.
  ArimaFit model = fit;
  model.method = ArimaMethod::exact;
  const ArimaState state(model, fit.errors);
  const double scale = state.series.scale;
  const std::size_t late = fit.errors.size() - state.series.first - state.series.z.size(), steps = horizon + late;
  struct Paths {
    Future future;
    std::vector<double> ahead, history, regression, gaps;
    std::size_t late, gap_count;
    double scale, deviation;
  };
  auto paths = std::make_shared<Paths>();
  paths->future = future_of(fit, state, steps);
  paths->late = late;
  // All is carried on in units of the scaled series.
  paths->scale = scale;
  paths->deviation = within_doubles(std::sqrt(fit.sigma2)) / scale;
  for (std::size_t h = 0; h < horizon; ++h)
    paths->regression.push_back(regression_part(fit, x, fit.errors.size() + h, h));
  const Future& f = paths->future;
  const auto tail = [&](const std::vector<double>& values) {
    return std::vector<double>(values.end() - static_cast<std::ptrdiff_t>(f.sum.reach()), values.end());
  };
  paths->ahead = ahead_of(state.likelihood, state.likelihood.residual());
  paths->history = tail(state.completed);

  Predictive p{
      .origin = fit.origin, .transform = fit.transform, .sigma2 = fit.sigma2, .residuals = known(fit.residuals)};
  const std::vector<double> mean = f.carry(paths->ahead, paths->history, nullptr);
  std::vector<double> variance(steps);
  for (std::size_t t = 0; t + 1 < f.exact; ++t) {
    const std::vector<double> response = f.response(t, steps - t);
    for (std::size_t h = t; h < steps; ++h) variance[h] += std::pow(response[h - t] * f.deviation(t), 2);
  }
  const std::vector<double> steady = f.response(f.exact - 1, steps - (f.exact - 1));
  double sum = 0;
  for (std::size_t h = f.exact - 1; h < steps; ++h) {
    sum += std::pow(steady[h - (f.exact - 1)] * f.deviation(f.exact - 1), 2);
    variance[h] += sum;
  }
  // What gaps leave unknown: their covariance, carried on.
  const std::size_t gaps = state.columns.gaps.size();
  if (gaps > 0) {
    const auto root = numeric::cholesky(state.likelihood.column_covariance(), gaps);
    std::vector<std::vector<double>> effects;
    for (std::size_t k = 0; k < gaps; ++k) {
      std::vector<double> one(state.series.z.size());
      one[state.columns.gaps[k]] = 1;
      const std::vector<double> w = differenced(one, fit.order.d, fit.order.seasonal_d, fit.season_length);
      effects.push_back(f.carry(ahead_of(state.likelihood, w), tail(one), nullptr));
    }
    for (std::size_t j = 0; j < gaps && root; ++j) {
      std::vector<double> effect(steps);
      for (std::size_t k = j; k < gaps; ++k)
        for (std::size_t h = 0; h < steps; ++h) effect[h] += effects[k][h] * (*root)[k * gaps + j];
      if (std::none_of(effect.begin(), effect.end(), [](double v) { return std::abs(v) > kNoEffect; })) continue;
      for (std::size_t h = 0; h < steps; ++h) variance[h] += effect[h] * effect[h];
      paths->gaps.insert(paths->gaps.end(), effect.begin() + static_cast<std::ptrdiff_t>(late), effect.end());
    }
  }
  paths->gap_count = paths->gaps.size() / horizon;
  for (std::size_t h = 0; h < horizon; ++h) {
    p.mean.push_back(within_doubles(mean[late + h] * scale) + paths->regression[h]);
    p.variance.push_back(variance_of(fit.sigma2, variance[late + h]));
  }
  p.extra = paths->gap_count + late;
  p.path = [paths](std::span<const double> e, std::span<double> path) {
    const std::size_t n = path.size();
    std::vector<double> innovations(n + paths->late);
    for (std::size_t t = 0; t < paths->late; ++t) innovations[t] = e[n + paths->gap_count + t] * paths->deviation;
    for (std::size_t t = 0; t < n; ++t) innovations[paths->late + t] = e[t] / paths->scale;
    const std::vector<double> y = paths->future.carry(paths->ahead, paths->history, innovations.data());
    for (std::size_t h = 0; h < n; ++h) {
      double own = y[paths->late + h];
      for (std::size_t j = 0; j < paths->gap_count; ++j) own += paths->gaps[j * n + h] * e[n + j] * paths->deviation;
      path[h] = within_doubles(own * paths->scale) + paths->regression[h];
    }
  };
  return p;
}

Predictive predictive(const ArimaFit& fit, std::size_t horizon) { return predictive(fit, horizon, {}); }

}  // namespace foreplan::inline v0::forecast
