#include <foreplan/forecast/tbats.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "forecast/criterion.hpp"
#include "forecast/data.hpp"
#include "forecast/fit_rules.hpp"
#include "forecast/tbats_choice.hpp"
#include "forecast/tbats_region.hpp"
#include "forecast/tbats_walk.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::string_view kName = "forecast::fit_tbats";
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostHarmonics = 500, kMostArma = 10;

void require_options(const TbatsOptions& o) {
  const auto& lengths = o.season_lengths;
  if (lengths.size() > kMostTbatsSeasons)
    detail::fail(kName, "there must be at most 16 seasons", std::to_string(lengths.size()));
  if (!o.harmonics.empty() && o.harmonics.size() != lengths.size())
    detail::fail(kName, "harmonics must be one number for each of the " + std::to_string(lengths.size()) + " seasons",
                 std::to_string(o.harmonics.size()));
  std::size_t all = 0;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    require_season(kName, lengths[i], o.harmonics.empty() ? std::nullopt : std::optional(o.harmonics[i]), i);
    if (std::count(lengths.begin(), lengths.end(), lengths[i]) > 1)
      detail::fail(kName, "season lengths must be different", detail::number_text(lengths[i]) + " twice");
    if (!o.harmonics.empty()) all += o.harmonics[i];
  }
  if (all > kMostHarmonics) detail::fail(kName, "there must be at most 500 harmonics in all", std::to_string(all));
  if (o.damped.value_or(false) && !o.trend.value_or(true))
    detail::fail(kName, "a damped trend needs a trend", "trend = false");
  for (const auto& [order, name] : {std::pair{o.ar, "ar"}, {o.ma, "ma"}})
    if (order && *order > kMostArma)
      detail::fail(kName, std::string(name) + " must be in [0, 10]", std::to_string(*order));
  detail::require(o.largest_root >= 0.5 && o.largest_root <= 1.1, kName, "largest_root must be in [0.5, 1.1]",
                  o.largest_root);
  detail::require(o.max_iterations >= 1, kName, "max_iterations must be >= 1", std::to_string(o.max_iterations));
}

/// Sum of log dz/dy.
double log_jacobian(std::string_view function, const Transform& t, std::span<const double> y) {
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (std::isnan(y[i]) || t.kind == TransformKind::none) continue;
    if (t.kind == TransformKind::bounded) {
      // Of log((y - floor) / (ceiling - y)), from whichever ends there are.
      double slope = 0;
      if (std::isfinite(t.floor)) slope += 1 / (y[i] - t.floor);
      if (std::isfinite(t.ceiling)) slope += 1 / (t.ceiling - y[i]);
      sum += std::log(slope);
      continue;
    }
    if (!(y[i] > 0))
      detail::fail(function, "Box-Cox needs values > 0", detail::number_text(y[i]), "at index " + std::to_string(i));
    sum += (t.lambda.value_or(1) - 1) * std::log(y[i]);
  }
  return sum;
}

/// The series under a transformation that is given.
TbatsData given_data(const Transform& transform, std::span<const double> y, TbatsLimits limits) {
  ModelData model = model_data(kName, y, transform);
  TbatsData data{.y = std::move(model.values), .limits = limits};
  data.log_jacobian = log_jacobian(kName, transform, y);
  data.observations = static_cast<double>(model.observations);
  data.scale = power_of_two_above(data.y);
  for (double& z : data.y) z /= data.scale;
  return data;
}

/// The series for which lambda is to be found.
TbatsData open_data(const Transform& transform, std::span<const double> y, TbatsLimits limits) {
  TbatsData data{.box_cox = true, .limits = limits};
  double logs = 0, farthest = 0;
  for (const double x : y) {
    if (std::isnan(x)) continue;
    ++data.observations;
    logs += std::log2(x);
    farthest = std::max(farthest, std::abs(std::log2(x)));
  }
  data.scale = std::ldexp(1.0, static_cast<int>(std::clamp(std::round(logs / data.observations), -1000.0, 1000.0)));
  for (const double x : y) data.y.push_back(x / data.scale);
  // y^lambda stays far within the range of doubles.
  const double most = 1000 / std::max(farthest, 1.0);
  data.limits.least_lambda = std::clamp(transform.lower, -most, most);
  data.limits.largest_lambda = std::clamp(transform.upper, -most, most);
  return data;
}

/// A model with the states of its past scaled back.
TbatsFit model_of(const TbatsEstimate& e, const Transform& transform) {
  const TbatsPoint& p = e.optimum.point;
  TbatsFit model{.transform = transform,
                 .trend = e.form.trend,
                 .alpha = p.alpha,
                 .beta = p.beta,
                 .phi = p.phi,
                 .ar = p.ar,
                 .ma = p.ma,
                 .form = e.form,
                 .parameters = e.optimum.parameters,
                 .stop = e.optimum.stop};
  for (std::size_t i = 0; i < e.form.harmonics.size(); ++i)
    model.seasons.push_back({e.form.season_lengths[i], e.form.harmonics[i], p.gamma1[i], p.gamma2[i]});
  const auto offsets = harmonic_offsets(model.seasons);
  TbatsState& s = model.initial;
  s.level = e.optimum.initial[0];
  s.growth = e.optimum.initial[1];
  s.harmonics.assign(offsets.back(), 0.0);
  const auto waves = waves_of(e.form.season_lengths, e.form.harmonics);
  for (std::size_t w = 0; w < waves.size(); ++w) {
    const std::size_t at = offsets[waves[w].season] + waves[w].place;
    s.harmonics[at] = e.optimum.initial[2 + 2 * w];
    s.harmonics[at + model.seasons[waves[w].season].harmonics] = e.optimum.initial[3 + 2 * w];
  }
  s.disturbances.assign(p.ar.size(), 0.0);
  s.innovations.assign(p.ma.size(), 0.0);
  // Under Box-Cox z of y is c^lambda (z of y / c) + z of c.
  if (e.data->box_cox) {
    model.transform.lambda = p.lambda;
    s = scaled(std::move(s), std::pow(e.data->scale, p.lambda));
    s.level += transformed(model.transform, e.data->scale);
  } else {
    s = scaled(std::move(s), e.data->scale);
  }
  return model;
}

TbatsFit applied(std::string_view function, const TbatsFit& model, std::span<const double> y) {
  require_parameters(function, model);
  require_states(function, model, model.initial, "initial");
  const ModelData data = model_data(function, y, model.transform);
  const TbatsState& before = model.initial;
  const std::array line{before.level, before.growth};
  const double scale =
      power_of_two_above({data.values, line, before.harmonics, before.disturbances, before.innovations});
  TbatsFit fit = model;
  fit.observations = data.observations;
  fit.fitted.clear();
  fit.residuals.clear();
  fit.tried.clear();
  TbatsWalk walk(model, scaled(model.initial, 1 / scale));
  double squares = 0, of_data = 0;
  for (const double x : data.values) {
    const double z = x / scale, f = walk.forecast(), e = std::isnan(z) ? 0 : z - f;
    squares += e * e;
    if (!std::isnan(z)) of_data += z * z;
    fit.fitted.push_back(within_doubles(f * scale));
    fit.residuals.push_back(std::isnan(z) ? kNaN : within_doubles(e * scale));
    walk.step(e);
  }
  fit.last = scaled(walk.state(), scale);
  squares += rounding_of(of_data);
  const double n = static_cast<double>(fit.observations), p = static_cast<double>(fit.parameters);
  fit.log_likelihood = n == 0 ? 0
                              : -n / 2 * (std::log(2 * std::numbers::pi * squares / n) + 1) - n * std::log(scale) +
                                    log_jacobian(function, model.transform, y);
  if (!std::isfinite(fit.log_likelihood)) fit.log_likelihood = -kInfinity, fit.stop = Stop::not_finite;
  set_criteria(fit, n);
  const double degrees = n - std::max(p, 1.0) + 1;
  fit.sigma2 = n < 2 ? kNaN : squares / (degrees > 0 ? degrees : n) * scale * scale;
  fit.form = {.box_cox = model.transform.kind == TransformKind::box_cox,
              .trend = model.trend,
              .damped = model.trend && (model.phi != 1 || model.form.damped),
              .ar = model.ar.size(),
              .ma = model.ma.size()};
  TbatsPoint point{.alpha = model.alpha, .beta = model.beta, .phi = model.phi};
  for (const TbatsSeason& s : model.seasons) {
    fit.form.season_lengths.push_back(s.length);
    fit.form.harmonics.push_back(s.harmonics);
    point.gamma1.push_back(s.gamma1);
    point.gamma2.push_back(s.gamma2);
  }
  fit.spectral_radius = spectral_radius(model.trend, waves_of(fit.form.season_lengths, fit.form.harmonics), point);
  return fit;
}

/// The last value, for what is too short or does not vary.
TbatsFit without_estimation(const Transform& transform, std::span<const double> y) {
  const double first = *std::find_if(y.begin(), y.end(), [](double x) { return !std::isnan(x); });
  TbatsFit model{.transform = transform, .alpha = 1, .parameters = 1, .stop = Stop::converged};
  model.initial.level = transformed(transform, first);
  return applied(kName, model, y);
}

}  // namespace

std::string to_string(const TbatsForm& form) {
  std::string text = form.box_cox ? ", Box-Cox" : "";
  if (form.ar + form.ma > 0) text += ", ARMA(" + std::to_string(form.ar) + "," + std::to_string(form.ma) + ")";
  if (form.trend) text += form.damped ? ", damped trend" : ", trend";
  for (std::size_t i = 0; i < form.harmonics.size(); ++i)
    text += ", <" + detail::number_text(form.season_lengths[i]) + "," + std::to_string(form.harmonics[i]) + ">";
  return "TBATS(" + (text.empty() ? text : text.substr(2)) + ")";
}

TbatsFit fit_tbats(std::span<const double> y, const TbatsOptions& options) {
  require_options(options);
  const TbatsLimits limits{.largest_root = options.largest_root, .max_iterations = options.max_iterations};
  const ModelData plain = model_data(kName, y, {});
  require_observation(kName, plain);
  const auto known = [](double x) { return !std::isnan(x); };
  const bool positive = std::all_of(y.begin(), y.end(), [&](double x) { return !known(x) || x > 0; });
  const bool asked = options.transform.has_value();
  Transform transform = options.transform.value_or(Transform{});
  const auto first = std::find_if(y.begin(), y.end(), known);
  const bool constant = std::all_of(first, y.end(), [&](double x) { return !known(x) || x == *first; });
  constexpr std::size_t kLeast = 4, kLeastForLambda = 6;
  bool open = asked && transform.kind == TransformKind::box_cox && !transform.lambda;
  if (open) {
    if (!(transform.lower >= -5 && transform.upper <= 5 && transform.lower <= transform.upper))
      detail::fail(kName, "lambda must be looked for between two values of [-5, 5]",
                   detail::number_text(transform.lower) + " and " + detail::number_text(transform.upper));
    (void)log_jacobian(kName, transform, y);  // refuses values that are not positive
    if (constant || plain.observations < kLeastForLambda) {
      transform.lambda = std::clamp(1.0, transform.lower, transform.upper);
      open = false;
    }
  }
  if (constant || plain.observations < kLeast) {
    if (asked) (void)given_data(transform, y, limits);  // refuses what is outside its domain
    TbatsFit fit = without_estimation(transform, y);
    fit.tried = {{fit.form, fit.log_likelihood, criterion_of(options.criterion, fit)}};
    return fit;
  }
  const Transform unit_interval{.kind = TransformKind::box_cox, .lower = 0, .upper = 1};
  std::vector<TbatsData> data;
  if (!open) data.push_back(given_data(transform, y, limits));
  if (open) data.push_back(open_data(transform, y, limits));
  if (!asked && positive && plain.observations >= kLeastForLambda) data.push_back(open_data(unit_interval, y, limits));
  std::vector<TbatsCandidate> tried;
  const TbatsEstimate best = best_form(data, options, tried);
  if (!std::isfinite(best.optimum.value)) return without_estimation(open ? box_cox(1) : transform, y);
  const bool lambda_found = best.data->box_cox;
  TbatsFit fit = applied(kName, model_of(best, lambda_found && !open ? unit_interval : transform), y);
  fit.tried = std::move(tried);
  return fit;
}

TbatsFit fit_tbats(const Series& y, const TbatsOptions& options) {
  TbatsFit fit = fit_tbats(y.span(), options);
  fit.origin = origin_of(y);
  return fit;
}

TbatsFit apply_tbats(const TbatsFit& model, std::span<const double> y) {
  TbatsFit start = model;
  start.stop = Stop::converged;
  return applied("forecast::apply_tbats", start, y);
}

TbatsFit update(const TbatsFit& fit, std::span<const double> more) {
  TbatsFit result = fit;
  if (more.empty()) return result;
  TbatsFit ahead = fit;
  ahead.initial = fit.last;
  const TbatsFit over = applied("forecast::update", ahead, more);
  result.last = over.last;
  result.fitted.insert(result.fitted.end(), over.fitted.begin(), over.fitted.end());
  result.residuals.insert(result.residuals.end(), over.residuals.begin(), over.residuals.end());
  if (result.origin) result.origin->last = result.origin->last + static_cast<std::int64_t>(more.size());
  return result;
}

}  // namespace foreplan::inline v0::forecast
