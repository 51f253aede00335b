#include <foreplan/forecast/theta.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "forecast/data.hpp"
#include "forecast/fit_rules.hpp"
#include "forecast/seasonal_indices.hpp"
#include "forecast/theta_walk.hpp"
#include "numeric/scalar_search.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::string_view kName = "forecast::fit_theta";
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLargestTheta = 1e10;
constexpr int kGrid = 20;

constexpr bool estimates_theta(ThetaForm form) {
  return form == ThetaForm::optimised || form == ThetaForm::dynamic_optimised;
}
double weight_of(double theta) { return 1 - 1 / theta; }

/// A series on the model's scale, over a power of two that brings it to the size of 1, and its season.
struct Adjusted {
  Transform transform{};
  double scale = 1;
  std::vector<double> y{};  ///< Without the season.
  std::size_t observations = 0;
  double least = kInfinity;  ///< Of the values with the season.
  ThetaSeason season = ThetaSeason::none;
  std::vector<double> seasonals{};
  double seasonality = kNaN;
};

Adjusted scaled(std::string_view function, std::span<const double> y, const Transform& transform, std::size_t m) {
  ModelData data = model_data(function, y, transform, m);
  Adjusted result{.transform = data.transform, .y = std::move(data.values), .observations = data.observations};
  double size = 0;
  for (const double x : result.y)
    if (!std::isnan(x)) size = std::max(size, std::abs(x));
  if (size > 0) {
    int exponent = 0;
    (void)std::frexp(size, &exponent);
    result.scale = std::ldexp(1.0, std::max(exponent, -1000));  // Sizes below have no reciprocal.
  }
  for (double& x : result.y) {
    x /= result.scale;
    if (!std::isnan(x)) result.least = std::min(result.least, x);
  }
  return result;
}

void take_season_out(Adjusted& data) {
  if (data.season == ThetaSeason::none) return;
  for (std::size_t t = 0; t < data.y.size(); ++t)
    data.y[t] = without_season(data.y[t], data.seasonals[t % data.seasonals.size()], data.season);
}

void adjust(Adjusted& data, const ThetaOptions& o) {
  const bool ratio = data.least > 0 && data.transform.kind == TransformKind::none;
  const ThetaSeason kind = o.season.value_or(ratio ? ThetaSeason::multiplicative : ThetaSeason::additive);
  if (kind == ThetaSeason::multiplicative && !(data.least > 0))
    detail::fail(kName, "multiplicative seasons need values > 0", detail::number_text(data.least * data.scale));
  if (kind == ThetaSeason::none || o.season_length < 2) return;
  if (o.season_test) {
    data.seasonality = seasonality(data.y, o.season_length, *o.season_test);
    if (!(data.seasonality > 1)) return;
  }
  data.seasonals = seasonal_indices(data.y, o.season_length, kind);
  if (data.seasonals.empty()) return;
  data.season = kind;
  take_season_out(data);
}

void require_options(const ThetaOptions& o) {
  const auto held = [](const std::optional<double>& x, std::string_view rule, double lower, double upper) {
    if (x && !(*x >= lower && *x <= upper)) detail::fail(kName, rule, detail::number_text(*x));
  };
  if (o.season_length < 1 || o.season_length > 100'000)
    detail::fail(kName, "season_length must be in [1, 100,000]", std::to_string(o.season_length));
  if (o.season.value_or(ThetaSeason::none) != ThetaSeason::none && o.season_length < 2)
    detail::fail(kName, "a season needs a season_length >= 2", std::to_string(o.season_length));
  held(o.alpha, "alpha must be in [0, 1] to be held", 0, 1);
  held(o.theta, "theta must be in [1, 10^10] to be held", 1, kLargestTheta);
  if (o.initial_level && !std::isfinite(*o.initial_level))
    detail::fail(kName, "the initial level must be finite to be held", detail::number_text(*o.initial_level));
  if (o.season_test && !(*o.season_test > 0 && *o.season_test < 1))
    detail::fail(kName, "season_test must be in (0, 1)", detail::number_text(*o.season_test));
  if (!(o.least_alpha >= 0 && o.least_alpha < o.largest_alpha && o.largest_alpha <= 1))
    detail::fail(kName, "alpha must be looked for between two values of [0, 1]",
                 detail::number_text(o.least_alpha) + " and " + detail::number_text(o.largest_alpha));
}

/// The state before the first value.
ThetaState state_before(const Adjusted& data, ThetaForm form) {
  ThetaState state;
  if (!is_dynamic(form))
    for (std::size_t t = 0; t < data.y.size(); ++t)
      if (!std::isnan(data.y[t])) extend_line(state, static_cast<double>(t + 1), data.y[t]);
  return state;
}

/// Least squares over l_0 and w for any alpha: mu_t = s_t + r_t l_0 + c_t w, where s is the smoothing from 0.
class Concentrated {
 public:
  Concentrated(const Adjusted& data, const ThetaOptions& o) : y_(data.y), level_(o.initial_level) {
    if (level_) *level_ /= data.scale;
    if (o.theta)
      weight_ = weight_of(*o.theta);
    else if (!estimates_theta(o.form))
      weight_ = 0.5;
    ThetaState line = state_before(data, o.form);
    for (std::size_t t = 0; t < y_.size(); ++t) {
      intercepts_.push_back(line.intercept());
      slopes_.push_back(line.slope);
      if (std::isnan(y_[t])) continue;
      squares_ += y_[t] * y_[t];
      if (is_dynamic(o.form)) extend_line(line, static_cast<double>(t + 1), y_[t]);
    }
    for (auto* v : {&rest_, &by_level_, &by_weight_}) v->resize(y_.size());
  }

  struct Point {
    double level = 0, weight = 0, squares = 0;
  };
  Point operator()(double alpha) {
    const double q = 1 - alpha;
    double s = 0, r = 1, v = 0, power = 1, sum = 0;
    std::size_t n = 0;
    for (std::size_t t = 0; t < y_.size(); ++t) {
      sum = 1 + q * sum;
      const double c = power * intercepts_[t] + sum * slopes_[t];
      power = power < 1e-290 ? 0 : power * q;  // Denormal numbers are slow.
      if (std::isnan(y_[t])) {
        v += alpha * c;
        continue;
      }
      rest_[n] = y_[t] - s;
      by_level_[n] = r;
      by_weight_[n] = v + c;
      ++n;
      s = alpha * y_[t] + q * s;
      r = r < 1e-290 ? 0 : q * r;
      v *= q;
    }
    double rr = 0, rc = 0, ru = 0, cc = 0, cu = 0;
    for (std::size_t i = 0; i < n; ++i) {
      rr += by_level_[i] * by_level_[i];
      rc += by_level_[i] * by_weight_[i];
      ru += by_level_[i] * rest_[i];
      cc += by_weight_[i] * by_weight_[i];
      cu += by_weight_[i] * rest_[i];
    }
    Point best;
    best.weight = weight_ ? *weight_ : level_ ? identified(cu - *level_ * rc, cc, cc) : weight_given(n, rc / rr, cc);
    best.level = level_ ? *level_ : (ru - best.weight * rc) / rr;
    for (std::size_t i = 0; i < n; ++i) {
      const double e = rest_[i] - best.level * by_level_[i] - best.weight * by_weight_[i];
      best.squares += e * e;
    }
    return best;
  }

  /// What rounding leaves of the data: sums of squares below are noise.
  [[nodiscard]] double floor() const {
    const double unit = std::numeric_limits<double>::epsilon() / 4;
    return std::max(squares_ * unit * unit, std::numeric_limits<double>::min());
  }

 private:
  /// w from what its regressor has beside the level's.
  double weight_given(std::size_t n, double share, double before) const {
    double squares = 0, products = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double c = by_weight_[i] - share * by_level_[i];
      squares += c * c;
      products += c * rest_[i];
    }
    return identified(products, squares, before);
  }
  static double identified(double products, double squares, double before) {
    return squares > 1e-24 * before ? std::clamp(products / squares, 0.0, weight_of(kLargestTheta)) : 0.5;
  }

  std::span<const double> y_;
  std::optional<double> level_, weight_;
  std::vector<double> intercepts_, slopes_, rest_, by_level_, by_weight_;
  double squares_ = 0;
};

struct Estimated {
  double alpha = 1, theta = 1, level = 0;
  std::size_t parameters = 1;
  Stop stop = Stop::converged;
};

Estimated estimate(const Adjusted& data, const ThetaOptions& o) {
  Concentrated model(data, o);
  Estimated result{.parameters = 1 + std::size_t{!o.alpha} + std::size_t{!o.initial_level} +
                                 std::size_t{!o.theta && estimates_theta(o.form)} +
                                 std::size_t{!is_dynamic(o.form)} * 2 +
                                 (data.seasonals.empty() ? 0 : data.seasonals.size() - 1)};
  if (o.alpha) {
    result.alpha = *o.alpha;
  } else {
    const double floor = model.floor();
    const auto objective = [&](double alpha) { return std::log(model(alpha).squares + floor); };
    const auto at = [&](int k) { return o.least_alpha + (o.largest_alpha - o.least_alpha) * k / kGrid; };
    int best = 0;
    double least = kInfinity;
    for (int k = 0; k <= kGrid; ++k)
      if (const double value = objective(at(k)); value < least) best = k, least = value;
    const auto found = numeric::find_minimum(objective, at(std::max(0, best - 1)), at(std::min(kGrid, best + 1)));
    // At an end of the range Brent's method comes near, and the end itself is better.
    result.alpha = found.value < least ? found.x : at(best);
    result.stop = found.stop;
  }
  const Concentrated::Point point = model(result.alpha);
  result.level = point.level;
  result.theta = o.theta ? *o.theta : 1 / (1 - point.weight);
  return result;
}

ThetaState times(ThetaState state, double factor) {
  state.level *= factor;
  state.mean *= factor;
  state.slope *= factor;
  return state;
}

/// Takes the states of a fit over more values, of the scaled data, and adds fitted values and residuals.
void walk_over(ThetaFit& fit, std::span<const double> y, double scale) {
  ThetaWalk walk(fit.form, fit.alpha, fit.theta, times(fit.last, 1 / scale));
  const auto from = static_cast<std::size_t>(fit.last.periods);
  for (std::size_t t = 0; t < y.size(); ++t) {
    const double mu = walk.forecast(), e = y[t] - mu;
    const double index = fit.season == ThetaSeason::none ? 0 : fit.seasonals[(from + t) % fit.season_length];
    fit.fitted.push_back(with_season(mu * scale, index, fit.season));
    fit.residuals.push_back(e * scale);
    const bool observed = !std::isnan(e);
    walk.advance(observed ? y[t] : mu, observed);
  }
  fit.last = times(walk.state(), scale);
}

/// Fills a fit from its parameters, `initial` in units of y.
void complete(ThetaFit& fit, const Adjusted& data) {
  fit.transform = data.transform;
  fit.observations = data.observations;
  fit.last = fit.initial;
  walk_over(fit, data.y, data.scale);
  double squares = 0, logs = 0, size = 0;
  for (std::size_t t = 0; t < data.y.size(); ++t) {
    if (std::isnan(data.y[t])) continue;
    size += data.y[t] * data.y[t];
    squares += std::pow(fit.residuals[t] / data.scale, 2);
    if (fit.season == ThetaSeason::multiplicative) logs += std::log(fit.seasonals[t % fit.season_length]);
  }
  const double unit = std::numeric_limits<double>::epsilon() / 4;
  const double floor = std::max(size * unit * unit, std::numeric_limits<double>::min());
  const double n = static_cast<double>(fit.observations), p = static_cast<double>(fit.parameters);
  constexpr double kTwoPi = 6.283185307179586477;
  fit.log_likelihood =
      -n / 2 * (std::log(kTwoPi / n) + 1 + std::log(squares + floor)) - n * std::log(data.scale) - logs;
  fit.aic = -2 * fit.log_likelihood + 2 * p;
  fit.aicc = n > p + 1 ? fit.aic + 2 * p * (p + 1) / (n - p - 1) : kInfinity;
  fit.bic = -2 * fit.log_likelihood + p * std::log(n);
  const double degrees = n - p + 1;
  fit.sigma2 = n < 2 ? kNaN : squares / (degrees > 0 ? degrees : n) * data.scale * data.scale;
}

}  // namespace

std::string_view to_string(ThetaForm form) noexcept {
  constexpr std::array<std::string_view, 4> kNames{"standard theta", "optimised theta", "dynamic theta",
                                                   "dynamic optimised theta"};
  const auto i = static_cast<std::size_t>(form);
  return i < kNames.size() ? kNames[i] : "unknown";
}

ThetaFit fit_theta(std::span<const double> y, const ThetaOptions& options) {
  require_options(options);
  Adjusted data = scaled(kName, y, options.transform, options.season_length);
  if (data.observations == 0)
    detail::fail(kName, "y must have an observation", std::to_string(y.size()) + " values, all missing");
  adjust(data, options);
  Estimated e;
  if (data.observations >= 4)
    e = estimate(data, options);
  else
    e.level = *std::find_if(data.y.begin(), data.y.end(), [](double x) { return !std::isnan(x); });
  ThetaFit fit{.form = options.form,
               .season_length = options.season_length,
               .season = data.season,
               .seasonals = data.seasonals,
               .seasonality = data.seasonality,
               .alpha = e.alpha,
               .theta = e.theta,
               .parameters = e.parameters,
               .stop = e.stop};
  if (fit.season == ThetaSeason::additive)
    for (double& s : fit.seasonals) s *= data.scale;
  fit.initial = state_before(data, options.form);
  fit.initial.level = e.level;
  fit.initial = times(fit.initial, data.scale);
  complete(fit, data);
  return fit;
}

ThetaFit fit_theta(const Series& y, const ThetaOptions& options) {
  ThetaFit fit = fit_theta(y.span(), options);
  fit.origin = origin_of(y);
  return fit;
}

ThetaFit apply_theta(const ThetaFit& model, std::span<const double> y) {
  constexpr std::string_view kApply = "forecast::apply_theta";
  require_theta(kApply, model);
  Adjusted data = scaled(kApply, y, model.transform, model.season_length);
  data.season = model.season;
  data.seasonals = model.seasonals;
  if (data.season == ThetaSeason::additive)
    for (double& s : data.seasonals) s /= data.scale;
  take_season_out(data);
  ThetaFit fit = model;
  fit.fitted.clear();
  fit.residuals.clear();
  fit.stop = Stop::converged;
  complete(fit, data);
  return fit;
}

ThetaFit update(const ThetaFit& model, std::span<const double> more) {
  ThetaFit fit = model;
  std::vector<double> y;
  const auto from = static_cast<std::size_t>(fit.last.periods);
  for (std::size_t t = 0; t < more.size(); ++t) {
    if (std::isinf(more[t]))
      detail::fail("forecast::update", "y must be finite, or NaN where missing", detail::number_text(more[t]),
                   "at index " + std::to_string(t));
    const double index = fit.season == ThetaSeason::none ? 0 : fit.seasonals[(from + t) % fit.season_length];
    y.push_back(without_season(transformed(fit.transform, more[t]), index, fit.season));
  }
  walk_over(fit, y, 1);
  if (fit.origin) fit.origin->last = fit.origin->last + static_cast<std::int64_t>(more.size());
  return fit;
}

}  // namespace foreplan::inline v0::forecast
