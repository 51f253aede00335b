#include <foreplan/forecast/arima.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "forecast/arima_estimate.hpp"
#include "forecast/data.hpp"
#include "forecast/fit_rules.hpp"
#include "forecast/regressors.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// How many values are left after differencing; may be negative.
std::ptrdiff_t remaining(const ArimaOrder& o, std::size_t m, std::size_t observations) {
  return static_cast<std::ptrdiff_t>(observations) - static_cast<std::ptrdiff_t>(o.d + o.seasonal_d * m);
}

/// The order that the observations are enough for.
void reduce(ArimaOrder& o, bool& constant, std::size_t m, std::size_t observations, std::size_t regressors) {
  const auto enough = [&] { return enough_observations(o, constant, m, observations, regressors); };
  if (!enough()) o.seasonal_p = o.seasonal_d = o.seasonal_q = 0;
  while (!enough() && o.q > 0) --o.q;
  while (!enough() && o.p > 0) --o.p;
  while (!enough() && o.d > 0 && remaining(o, m, observations) < 2) --o.d;
  if (!enough() && o.d > 0) constant = false;
  // One value left after differencing tells nothing of errors, but is a forecast.
  if (o.d == 0 && regressors == 0 && observations == 1) constant = true;
}

void set_names(ArimaFit& fit, const std::vector<std::string>& regressors) {
  fit.coefficients.clear();
  const auto add = [&](const std::string& prefix, const std::vector<double>& values) {
    for (std::size_t k = 0; k < values.size(); ++k)
      fit.coefficients.push_back({prefix + std::to_string(k + 1), values[k], kNaN});
  };
  add("ar", fit.ar);
  add("ma", fit.ma);
  add("sar", fit.seasonal_ar);
  add("sma", fit.seasonal_ma);
  if (fit.with_constant)
    fit.coefficients.push_back({fit.order.d + fit.order.seasonal_d > 0 ? "drift" : "mean", fit.constant, kNaN});
  for (std::size_t k = 0; k < regressors.size(); ++k)
    fit.coefficients.push_back({regressors[k], fit.regression[k], kNaN});
}

/// Fitted values and residuals of errors that are there.
void trace(ArimaFit& fit, const ArimaState& state) {
  const std::size_t n = fit.errors.size(), lost = n == 0 ? 0 : state.series.z.size() - state.columns.n;
  fit.residuals.assign(n, kNaN);
  std::vector<double> predicted(n, kNaN);
  const auto e = state.likelihood.innovations();
  for (std::size_t t = 0; t < state.columns.n; ++t) {
    const std::size_t at = state.series.first + lost + t;
    predicted[at] = within_doubles((state.completed[lost + t] - e[t]) * state.series.scale);
    if (!std::isnan(fit.errors[at]))
      fit.residuals[at] = within_doubles(e[t] / std::sqrt(state.likelihood.variance(t)) * state.series.scale);
  }
  fit.fitted = std::move(predicted);
}

/// Everything that follows from coefficients and errors. `regression` of every period is added to the fitted values.
void complete(ArimaFit& fit, std::span<const double> regression) {
  const ArimaState state(fit, fit.errors);
  trace(fit, state);
  for (std::size_t t = 0; t < fit.fitted.size(); ++t) fit.fitted[t] = within_doubles(fit.fitted[t] + regression[t]);
  const bool exact = fit.method == ArimaMethod::exact;
  const double n =
      exact ? static_cast<double>(state.columns.observations) : state.likelihood.conditional_observations();
  fit.observations = state.series.observations;
  fit.log_likelihood = log_likelihood_of(state.value, n) - n * std::log(state.series.scale);
  const double p = static_cast<double>(fit.parameters);
  set_criteria(fit, n);
  const double degrees = n - (p - 1);
  fit.sigma2 =
      degrees > 0 ? state.likelihood.sum_of_squares() / degrees * state.series.scale * state.series.scale : kNaN;
}

/// Second derivatives by differences of the gradient, with the columns' coefficients as functions of the others.
void standard_errors(ArimaFit& fit, ArimaLikelihood& likelihood, const ArimaColumns& data, double scale) {
  const std::vector<double> c = arma_coefficients(fit);
  const std::size_t k = c.size(), all = fit.coefficients.size(), b = all - k;
  const bool exact = fit.method == ArimaMethod::exact;
  const double n = exact ? static_cast<double>(data.observations) : likelihood.conditional_observations();
  const auto evaluate = [&](const std::vector<double>& at, std::span<double> gradient) {
    return exact ? likelihood.exact(at, gradient) : likelihood.conditional(at, gradient);
  };
  std::vector<double> hessian(k * k), moves(b * k), gradient(k), other(k);
  bool known = true;
  for (std::size_t j = 0; j < k && known; ++j) {
    known = false;
    for (double step = 1e-4; step > 1e-8 && !known; step /= 10) {
      std::vector<double> at = c;
      at[j] = c[j] + step;
      if (!std::isfinite(evaluate(at, gradient))) continue;
      const std::vector<double> ahead = likelihood.column_coefficients();
      at[j] = c[j] - step;
      if (!std::isfinite(evaluate(at, other))) continue;
      const std::vector<double> behind = likelihood.column_coefficients();
      for (std::size_t i = 0; i < k; ++i) hessian[i * k + j] = n / 2 * (gradient[i] - other[i]) / (2 * step);
      for (std::size_t i = 0; i < b; ++i)
        moves[i * k + j] = (ahead[data.missing + i] - behind[data.missing + i]) / (2 * step);
      known = true;
    }
  }
  fit.covariance.assign(all * all, kNaN);
  if (!known || !std::isfinite(evaluate(c, {}))) return;
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const double mean = (hessian[i * k + j] + hessian[j * k + i]) / 2;
      hessian[i * k + j] = hessian[j * k + i] = mean;
    }
  // Inverse by Cholesky's factor.
  std::vector<double> inverse(k * k);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = hessian[i * k + j];
      for (std::size_t l = 0; l < j; ++l) sum -= hessian[i * k + l] * hessian[j * k + l];
      if (i == j && !(sum > 0)) return;
      hessian[i * k + j] = i == j ? std::sqrt(sum) : sum / hessian[j * k + j];
    }
  for (std::size_t a = 0; a < k; ++a) {
    std::vector<double> x(k);
    x[a] = 1;
    for (std::size_t i = 0; i < k; ++i) {
      for (std::size_t l = 0; l < i; ++l) x[i] -= hessian[i * k + l] * x[l];
      x[i] /= hessian[i * k + i];
    }
    for (std::size_t i = k; i-- > 0;) {
      for (std::size_t l = i + 1; l < k; ++l) x[i] -= hessian[l * k + i] * x[l];
      x[i] /= hessian[i * k + i];
    }
    for (std::size_t i = 0; i < k; ++i) inverse[i * k + a] = x[i];
  }
  const std::size_t columns = data.columns();
  const std::vector<double> by_columns = columns > 0 ? likelihood.column_covariance() : std::vector<double>{};
  const double s2 = likelihood.sum_of_squares() / n;
  const auto unit = [&](std::size_t i) { return i < k ? 1.0 : scale; };
  // cov(phi, b) = C M', cov(b) = s2 (X' V^-1 X)^-1 + M C M', with M = db / dphi.
  std::vector<double> cross(b * k);
  for (std::size_t i = 0; i < b; ++i)
    for (std::size_t j = 0; j < k; ++j)
      for (std::size_t l = 0; l < k; ++l) cross[i * k + j] += moves[i * k + l] * inverse[l * k + j];
  for (std::size_t i = 0; i < all; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double v = 0;
      if (i < k) {
        v = inverse[i * k + j];
      } else if (j < k) {
        v = cross[(i - k) * k + j];
      } else {
        v = s2 * by_columns[(data.missing + i - k) * columns + data.missing + j - k];
        for (std::size_t l = 0; l < k; ++l) v += cross[(i - k) * k + l] * moves[(j - k) * k + l];
      }
      fit.covariance[i * all + j] = fit.covariance[j * all + i] = v * unit(i) * unit(j);
    }
  for (std::size_t i = 0; i < all; ++i) fit.coefficients[i].standard_error = std::sqrt(fit.covariance[i * all + i]);
}

void require_model(std::string_view function, const ArimaFit& model, std::size_t regressors) {
  require_order(function, model.order, model.season_length);
  require_coefficients(function, model.ar, model.order.p, "ar");
  require_coefficients(function, model.ma, model.order.q, "ma");
  require_coefficients(function, model.seasonal_ar, model.order.seasonal_p, "seasonal_ar");
  require_coefficients(function, model.seasonal_ma, model.order.seasonal_q, "seasonal_ma");
  require_coefficients(function, model.regression, regressors, "regression");
  detail::require(std::isfinite(model.constant), function, "constant must be finite", model.constant);
  require_stationary(function, model.ar, "ar");
  require_stationary(function, model.seasonal_ar, "seasonal_ar");
}

std::vector<std::string> names_of(const std::vector<stats::Regressor>& x) {
  std::vector<std::string> names;
  for (const auto& r : x) names.push_back(r.name);
  return names;
}

}  // namespace

std::string to_string(const ArimaOrder& o, std::size_t m) {
  const auto triple = [](std::size_t a, std::size_t b, std::size_t c) {
    return "(" + std::to_string(a) + "," + std::to_string(b) + "," + std::to_string(c) + ")";
  };
  std::string text = "ARIMA" + triple(o.p, o.d, o.q);
  if (o.seasonal_p + o.seasonal_d + o.seasonal_q > 0)
    text += triple(o.seasonal_p, o.seasonal_d, o.seasonal_q) + "[" + std::to_string(m) + "]";
  return text;
}

ArimaFit fit_arima_at(std::string_view function, std::span<const double> y, const ArimaOptions& options,
                      const ArimaEstimate* found) {
  const std::size_t m = options.season_length;
  require_order(function, options.order, m);
  detail::require(options.max_iterations >= 1, function, "max_iterations must be >= 1",
                  std::to_string(options.max_iterations));
  const std::size_t differences = options.order.d + options.order.seasonal_d;
  if (options.constant.value_or(false) && differences > 1)
    detail::fail(function, "a constant is for d + D <= 1", to_string(options.order, m));
  require_regressors(function, options.regressors, y.size());
  const ModelData model = model_data(function, y, options.transform, m);
  require_observation(function, model);

  const ArimaSeries series = arima_series(model.values);
  ArimaOrder order = options.order;
  bool constant = options.constant.value_or(differences == 0);
  const std::size_t count = options.regressors.size();
  reduce(order, constant, m, series.observations, count);
  if (count > 0 && remaining(order, m, series.observations) <= static_cast<std::ptrdiff_t>(count + (constant ? 1 : 0)))
    detail::fail(function, "there must be more observations than regressors", std::to_string(count));
  const ArimaColumns data =
      arima_columns(series.z, arima_design(order, constant, series, options.regressors), order, m);
  for (const std::size_t k : data.dependent) {
    if (constant && k == 0) detail::fail(function, "the gaps leave nothing to estimate the constant from");
    detail::fail(function, "regressors must be independent of each other and the constant after differencing",
                 detail::quoted(options.regressors[k - (constant ? 1 : 0)].name));
  }
  if (data.observations == 0) detail::fail(function, "nothing is left of the observations after differencing");

  ArimaLikelihood likelihood(data, order, m);
  if (options.method == ArimaMethod::conditional &&
      likelihood.conditional_observations() <= static_cast<double>(arma_size(order) + data.columns() - data.missing))
    detail::fail(function, "conditional least squares needs more values than p + m P and coefficients",
                 to_string(order, m));
  const ArimaEstimate estimate = found != nullptr ? *found
                                                  : estimate_arima(likelihood, data, order, options.method,
                                                                   {.max_iterations = options.max_iterations});
  ArimaFit fit{.transform = model.transform,
               .order = order,
               .season_length = m,
               .method = options.method,
               .with_constant = constant,
               .parameters = arma_size(order) + (constant ? 1 : 0) + count + 1,
               .stop = estimate.stop};
  auto at = estimate.coefficients.begin();
  for (const auto& [part, size] :
       {std::pair{&fit.ar, order.p}, std::pair{&fit.ma, order.q}, std::pair{&fit.seasonal_ar, order.seasonal_p},
        std::pair{&fit.seasonal_ma, order.seasonal_q}}) {
    part->assign(at, at + static_cast<std::ptrdiff_t>(size));
    at += static_cast<std::ptrdiff_t>(size);
  }
  (void)(options.method == ArimaMethod::exact ? likelihood.exact(estimate.coefficients, {})
                                              : likelihood.conditional(estimate.coefficients, {}));
  std::vector<double> b = likelihood.column_coefficients();
  b.erase(b.begin(), b.begin() + static_cast<std::ptrdiff_t>(data.missing));
  for (double& v : b) v = within_doubles(v * series.scale);
  if (constant) fit.constant = b[0], b.erase(b.begin());
  fit.regression = b;
  set_names(fit, names_of(options.regressors));
  std::vector<double> regression(y.size());
  for (std::size_t t = 0; t < y.size(); ++t) {
    regression[t] = regression_part(fit, options.regressors, t, t);
    fit.errors.push_back(within_doubles(model.values[t] - regression[t]));
  }
  complete(fit, regression);
  if (options.standard_errors) standard_errors(fit, likelihood, data, series.scale);
  return fit;
}

ArimaFit fit_arima(std::span<const double> y, const ArimaOptions& options) {
  return fit_arima_at("forecast::fit_arima", y, options, nullptr);
}

ArimaFit fit_arima(const Series& y, const ArimaOptions& options) {
  ArimaFit fit = fit_arima(y.span(), options);
  fit.origin = origin_of(y);
  return fit;
}

ArimaFit apply_arima(const ArimaFit& model, std::span<const double> y,
                     const std::vector<stats::Regressor>& regressors) {
  constexpr std::string_view kApply = "forecast::apply_arima";
  require_regressors(kApply, regressors, y.size());
  require_model(kApply, model, regressors.size());
  const ModelData data = model_data(kApply, y, model.transform, model.season_length);
  require_observation(kApply, data);
  const std::size_t lost = model.order.d + model.order.seasonal_d * model.season_length;
  if (data.observations <= lost)
    detail::fail(kApply, "y must have more than d + D m observations", std::to_string(data.observations));
  ArimaFit fit = model;
  fit.transform = data.transform;
  fit.covariance.clear();
  set_names(fit, names_of(regressors));
  fit.errors.clear();
  std::vector<double> regression(y.size());
  for (std::size_t t = 0; t < y.size(); ++t) {
    regression[t] = regression_part(fit, regressors, t, t);
    fit.errors.push_back(within_doubles(data.values[t] - regression[t]));
  }
  complete(fit, regression);
  fit.stop = std::isfinite(fit.log_likelihood) ? Stop::converged : Stop::not_finite;
  return fit;
}

ArimaFit update(const ArimaFit& fit, std::span<const double> more, const std::vector<stats::Regressor>& regressors) {
  constexpr std::string_view kUpdate = "forecast::update";
  const std::vector<stats::Regressor> x =
      matched_regressors(kUpdate, regressor_coefficients(fit), regressors, more.size());
  const ModelData data = model_data(kUpdate, more, fit.transform, fit.season_length);
  ArimaFit result = fit;
  std::vector<double> regression;
  for (std::size_t t = 0; t < more.size(); ++t) {
    regression.push_back(regression_part(fit, x, fit.errors.size() + t, t));
    result.errors.push_back(within_doubles(data.values[t] - regression[t]));
  }
  trace(result, ArimaState(result, result.errors));
  // What was there before stays.
  const auto before = static_cast<std::ptrdiff_t>(fit.errors.size());
  std::copy(fit.fitted.begin(), fit.fitted.end(), result.fitted.begin());
  std::copy(fit.residuals.begin(), fit.residuals.end(), result.residuals.begin());
  for (std::size_t t = 0; t < more.size(); ++t) result.fitted[static_cast<std::size_t>(before) + t] += regression[t];
  if (result.origin) result.origin->last = result.origin->last + static_cast<std::int64_t>(more.size());
  return result;
}

}  // namespace foreplan::inline v0::forecast
