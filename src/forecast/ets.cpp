#include <foreplan/forecast/ets.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "forecast/best_model.hpp"
#include "forecast/criterion.hpp"
#include "forecast/data.hpp"
#include "forecast/ets_each.hpp"
#include "forecast/ets_forms.hpp"
#include "forecast/ets_kernel.hpp"
#include "forecast/ets_regression.hpp"
#include "forecast/ets_search.hpp"
#include "forecast/ets_space.hpp"
#include "forecast/fit_rules.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::string_view kName = "forecast::fit_ets";
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

constexpr std::array<std::string_view, 5> kTrendNames{"N", "A", "Ad", "M", "Md"};
constexpr std::array<std::string_view, 3> kSeasonNames{"N", "A", "M"};

void require_options(const EtsOptions& o, const ScaledData& data) {
  const auto held = [](const std::optional<double>& x, std::string_view name, double lower, double upper) {
    if (x && !(*x >= lower && *x <= upper))
      detail::fail(kName,
                   std::string(name) + " must be in [" + detail::number_text(lower) + ", " +
                       detail::number_text(upper) + "] to be held",
                   detail::number_text(*x));
  };
  if (o.season_length < 1 || o.season_length > 100'000)
    detail::fail(kName, "season_length must be in [1, 100,000]", std::to_string(o.season_length));
  held(o.alpha, "alpha", 0, 2);
  held(o.beta, "beta", -1, 4);
  held(o.gamma, "gamma", -1, 2);
  held(o.phi, "phi", kInside, 1);
  detail::require(o.largest_beta > 0 && o.largest_beta <= 1, kName, "largest_beta must be in (0, 1]", o.largest_beta);
  detail::require(o.max_iterations >= 1, kName, "max_iterations must be >= 1", std::to_string(o.max_iterations));
  if (o.season.value_or(EtsSeason::none) != EtsSeason::none && o.season_length < 2)
    detail::fail(kName, "a season needs a season_length >= 2", std::to_string(o.season_length));
  const bool ratio = o.error == EtsError::multiplicative || o.season == EtsSeason::multiplicative ||
                     o.trend == EtsTrend::multiplicative || o.trend == EtsTrend::multiplicative_damped;
  if (ratio && o.transform.kind != TransformKind::none)
    detail::fail(kName, "multiplicative components are for data that are not transformed",
                 o.transform.kind == TransformKind::box_cox ? "a Box-Cox transformation" : "bounds");
  if (ratio && !(data.least > 0))
    detail::fail(kName, "multiplicative components need values > 0", detail::number_text(data.least * data.scale));
  if (ratio && !o.regressors.empty())
    detail::fail(kName,
                 "multiplicative components are for series without regressors, less which values need not be > 0",
                 detail::quoted(o.regressors.front().name));
}

/// Leaves out forms whose states could take a regressor's place.
void keep_identified(std::vector<EtsForm>& forms, const EtsRegressors& x, const EtsOptions& o) {
  if (x.size() == 0) return;
  std::size_t replaced = 0;
  std::erase_if(forms, [&](const EtsForm& form) {
    const auto found = x.replaced(form, o.season_length, o.phi);
    replaced = found.value_or(replaced);
    return found.has_value();
  });
  if (forms.empty())
    detail::fail(kName, "regressors must be independent of the line or season that the form has itself",
                 detail::quoted(o.regressors[replaced].name));
}

/// A form at its best.
struct Estimated {
  EtsForm form{};
  std::vector<double> point{};                   ///< In units of the scaled data.
  std::vector<ModelCoefficient> coefficients{};  ///< In units of y.
  std::size_t parameters = 0;
  double log_likelihood = -kInfinity;
  Stop stop = Stop::not_run;
};

/// Regressors as they are given, of any mean, in place of those that were searched over.
void set_regression(Estimated& e, const EtsRegressors& x, std::vector<double> found) {
  if (x.size() == 0 || e.point.empty()) return;
  e.coefficients = x.coefficients(kName, std::move(found));
  e.point[kLevel] -= x.offset(e.coefficients);
}

Estimated estimated(const EtsForm& form, EtsOptimum found, const ScaledData& data, const EtsRegressors& x) {
  Estimated result{.form = form, .point = std::move(found.point), .parameters = found.parameters, .stop = found.stop};
  if (std::isfinite(found.value))
    result.log_likelihood = gaussian_log_likelihood(found.value, static_cast<double>(data.observations), data.scale);
  set_regression(result, x, std::move(found.columns));
  return result;
}

/// The forecast of the last value, for what is too short or does not vary.
Estimated without_estimation(EtsForm form, const ScaledData& data, std::size_t season_length, const EtsRegressors& x) {
  form.trend = EtsTrend::none;
  form.season = EtsSeason::none;
  const auto first = std::find_if(x.rest().begin(), x.rest().end(), [](double y) { return !std::isnan(y); });
  Estimated result{
      .form = form, .point = {1 - kInside, 0, 0, 1, *first, 0}, .parameters = 1 + x.size(), .stop = Stop::converged};
  EtsPass pass(form, season_length, x.rest());
  result.log_likelihood = gaussian_log_likelihood(pass.value(result.point), pass.observations(), data.scale);
  set_regression(result, x, std::vector<double>(x.size()));
  return result;
}

/// The fit of a point, on the data's own scale again. `regression` is what x_t' b says of each period, if anything.
EtsFit fit_of(const Estimated& e, const ScaledData& data, std::size_t season_length,
              std::span<const double> regression) {
  std::vector<double> rest = data.y;
  EtsPass pass(e.form, season_length, rest);
  const double scale = data.scale;
  for (std::size_t t = 0; t < regression.size(); ++t) rest[t] -= regression[t] / scale;
  const double value = pass.value(e.point);
  const auto states = [&](EtsState s) {
    s.level = within_doubles(s.level * scale);
    if (!has_ratio_trend(e.form)) s.growth = within_doubles(s.growth * scale);
    if (e.form.season == EtsSeason::additive) multiply(s.seasonals, scale);
    return s;
  };
  EtsFit fit{
      .transform = data.transform,
      .form = e.form,
      .season_length = season_length,
      .alpha = e.point[kAlpha],
      .beta = has_trend(e.form) ? e.point[kBeta] : 0,
      .gamma = has_season(e.form) ? e.point[kGamma] : 0,
      .phi = is_damped(e.form) ? e.point[kPhi] : 1,
      .observations = data.observations,
      .parameters = e.parameters,
      .log_likelihood = std::isfinite(value) ? gaussian_log_likelihood(value, pass.observations(), scale) : -kInfinity,
      .stop = std::isfinite(value) ? e.stop : Stop::not_finite,
      .coefficients = e.coefficients};
  fit.initial = states(
      {e.point[kLevel], has_trend(e.form) ? e.point[kGrowth] : 0, {e.point.begin() + kSeasonals, e.point.end()}});
  fit.last = states(pass.last());
  const double unit = e.form.error == EtsError::multiplicative ? 1 : scale;
  double squares = 0;
  for (std::size_t t = 0; t < data.y.size(); ++t) {
    const double f = pass.forecasts()[t], d = rest[t] - f;
    const double error = e.form.error == EtsError::multiplicative ? d / f : d;
    fit.fitted.push_back(within_doubles(within_doubles(f * scale) + (regression.empty() ? 0 : regression[t])));
    fit.residuals.push_back(within_doubles(error * unit));
    if (!std::isnan(error)) squares += error * error;
  }
  const double n = static_cast<double>(fit.observations), p = static_cast<double>(fit.parameters);
  set_criteria(fit, n);
  const double degrees = n - p + 1;
  fit.sigma2 = n < 2 ? kNaN : squares / (degrees > 0 ? degrees : n) * unit * unit;
  return fit;
}

ScaledData fitted_data(std::span<const double> y, const EtsOptions& options) {
  if (options.season_length < 1 || options.season_length > 100'000)
    detail::fail(kName, "season_length must be in [1, 100,000]", std::to_string(options.season_length));
  ScaledData data = scaled_data(kName, y, options.transform, options.season_length);
  if (data.observations == 0)
    detail::fail(kName, "y must have an observation", std::to_string(y.size()) + " values, all missing");
  require_options(options, data);
  return data;
}

/// One series on its way to a fit: forms to search, what was found of each, the best.
class EtsChoice {
 public:
  /// @param options  outlive this.
  EtsChoice(std::span<const double> y, const EtsOptions& options)
      : options_(options), data_(fitted_data(y, options)), x_(kName, options.regressors, data_) {
    if (data_.observations < 3 || data_.least == data_.most || x_.explained()) return;
    forms_ = forms_to_try(options, data_);
    keep_identified(forms_, x_, options);
    found_.resize(forms_.size());
  }
  EtsChoice(const EtsChoice&) = delete;
  EtsChoice& operator=(const EtsChoice&) = delete;

  [[nodiscard]] std::size_t size() const noexcept { return data_.y.size(); }
  /// Empty where there is nothing to estimate.
  [[nodiscard]] const std::vector<EtsForm>& forms() const noexcept { return forms_; }
  [[nodiscard]] EtsTask task() const noexcept { return {x_.rest(), &options_, &x_.columns()}; }
  /// Takes what was found of forms()[i].
  void take(std::size_t i, EtsOptimum found) { found_[i] = std::move(found); }

  [[nodiscard]] EtsFit fit() {
    const EtsForm simplest{options_.error.value_or(EtsError::additive), EtsTrend::none, EtsSeason::none};
    if (forms_.empty()) {
      EtsFit fit = fit_at(without_estimation(simplest, data_, options_.season_length, x_));
      fit.tried = {{fit.form, fit.log_likelihood, criterion_of(options_.criterion, fit)}};
      return fit;
    }
    const double n = static_cast<double>(data_.observations);
    BestModel<Estimated> best;
    std::vector<EtsCandidate> tried;
    for (std::size_t i = 0; i < forms_.size(); ++i) {
      Estimated here = estimated(forms_[i], std::move(found_[i]), data_, x_);
      const std::size_t p = here.parameters;
      const double criterion = criterion_of(options_.criterion, here.log_likelihood, static_cast<double>(p), n);
      tried.push_back({here.form, here.log_likelihood, criterion});
      if (!here.point.empty()) (void)best.offer(std::move(here), criterion, p);
    }
    EtsFit fit = fit_at(best.found() ? best.model() : without_estimation(simplest, data_, options_.season_length, x_));
    fit.tried = std::move(tried);
    return fit;
  }

 private:
  [[nodiscard]] EtsFit fit_at(const Estimated& e) const {
    EtsFit fit =
        fit_of(e, data_, options_.season_length, regression_of(e.coefficients, options_.regressors, data_.y.size()));
    if (x_.size() > 0) x_.set_errors(fit.coefficients, e.form, options_.season_length, e.point, fit.sigma2);
    return fit;
  }

  const EtsOptions& options_;
  ScaledData data_;
  EtsRegressors x_;
  std::vector<EtsForm> forms_;
  std::vector<EtsOptimum> found_;
};

/// Searches all forms of all, each form in one go.
void search(std::span<EtsChoice* const> choices) {
  std::vector<EtsForm> all;
  for (const EtsChoice* choice : choices)
    for (const EtsForm& form : choice->forms())
      if (std::find(all.begin(), all.end(), form) == all.end()) all.push_back(form);
  for (const EtsForm& form : all) {
    std::vector<EtsTask> tasks;
    std::vector<std::pair<EtsChoice*, std::size_t>> places;
    for (EtsChoice* choice : choices) {
      const auto found = std::find(choice->forms().begin(), choice->forms().end(), form);
      if (found == choice->forms().end()) continue;
      tasks.push_back(choice->task());
      places.emplace_back(choice, static_cast<std::size_t>(found - choice->forms().begin()));
    }
    std::vector<EtsOptimum> optima = most_likely(form, tasks);
    for (std::size_t i = 0; i < optima.size(); ++i) places[i].first->take(places[i].second, std::move(optima[i]));
  }
}

EtsFit applied(std::string_view function, const EtsFit& model, std::span<const double> y,
               const std::vector<stats::Regressor>& regressors) {
  require_states(function, model, model.initial, "initial");
  require_coefficients(function, model.coefficients, needs_positive(model.form));
  const std::vector<stats::Regressor> x = matched_regressors(function, model.coefficients, regressors, y.size());
  std::vector<double> states{model.initial.level};
  if (!has_ratio_trend(model.form)) states.push_back(model.initial.growth);
  if (model.form.season == EtsSeason::additive)
    states.insert(states.end(), model.initial.seasonals.begin(), model.initial.seasonals.end());
  const ScaledData data = scaled_data(function, y, model.transform, model.season_length, states);
  const double scale = data.scale;
  Estimated e{
      .form = model.form, .coefficients = model.coefficients, .parameters = model.parameters, .stop = Stop::converged};
  e.point = {model.alpha,
             model.beta,
             model.gamma,
             model.phi,
             model.initial.level / scale,
             has_ratio_trend(model.form) ? model.initial.growth : model.initial.growth / scale};
  for (const double s : model.initial.seasonals)
    e.point.push_back(model.form.season == EtsSeason::additive ? s / scale : s);
  for (const double v : e.point) detail::require(std::isfinite(v), function, "parameters and states must be finite", v);
  EtsFit fit = fit_of(e, data, model.season_length, regression_of(e.coefficients, x, y.size()));
  fit.origin = model.origin;
  return fit;
}

/// Relative errors may be beyond the doubles, as of 1e300 after a level of 1e-300, or of anything after one of 0.
void require_followed(const EtsFit& over, std::span<const double> y) {
  const auto beyond = [](double x) { return !(std::abs(x) < std::numeric_limits<double>::max()); };
  const auto refuse = [&](std::size_t t) {
    detail::fail("forecast::update", "values must be in reach of the forecasts of multiplicative components",
                 detail::number_text(y[t]),
                 "for " + detail::number_text(over.fitted[t]) + " at index " + std::to_string(t));
  };
  for (std::size_t t = 0; t < y.size(); ++t)
    if (!std::isnan(y[t]) && beyond(over.residuals[t])) refuse(t);
  const EtsState& s = over.last;
  if (std::isnan(s.level) || beyond(s.growth) || std::any_of(s.seasonals.begin(), s.seasonals.end(), beyond))
    refuse(y.size() - 1);
}

}  // namespace

std::string to_string(const EtsForm& form) {
  return std::string("ETS(") + (form.error == EtsError::additive ? "A" : "M") + "," +
         std::string(kTrendNames[static_cast<std::size_t>(form.trend)]) + "," +
         std::string(kSeasonNames[static_cast<std::size_t>(form.season)]) + ")";
}

EtsForm parse_ets_form(std::string_view text) {
  for (const auto error : {EtsError::additive, EtsError::multiplicative})
    for (std::size_t trend = 0; trend < kTrendNames.size(); ++trend)
      for (std::size_t season = 0; season < kSeasonNames.size(); ++season) {
        const EtsForm form{error, static_cast<EtsTrend>(trend), static_cast<EtsSeason>(season)};
        std::string letters = error == EtsError::additive ? "A" : "M";
        letters.append(kTrendNames[trend]).append(kSeasonNames[season]);
        if (text == letters || text == to_string(form)) return form;
      }
  detail::fail("forecast::parse_ets_form", "a form reads like ETS(A,Ad,M) or AAdM", detail::quoted(text));
}

EtsFit fit_ets(std::span<const double> y, const EtsOptions& options) {
  EtsChoice choice(y, options);
  EtsChoice* const one = &choice;
  search({&one, 1});
  return choice.fit();
}

std::vector<EtsAnswer> fit_each(std::span<const EtsRequest> requests) {
  std::vector<EtsAnswer> answers(requests.size());
  const auto attempt = [&](std::size_t i, const auto& action) {
    try {
      action();
    } catch (...) {
      answers[i].error = std::current_exception();
    }
  };
  std::vector<std::unique_ptr<EtsChoice>> choices(requests.size());
  std::vector<EtsChoice*> open;
  open.reserve(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i)
    attempt(i, [&] {
      choices[i] = std::make_unique<EtsChoice>(requests[i].y, requests[i].options);
      open.push_back(choices[i].get());
    });
  // Lanes of series of one length end together.
  std::stable_sort(open.begin(), open.end(),
                   [](const EtsChoice* a, const EtsChoice* b) { return a->size() < b->size(); });
  search(open);
  for (std::size_t i = 0; i < requests.size(); ++i)
    if (choices[i]) attempt(i, [&] { answers[i].fit = choices[i]->fit(); });
  return answers;
}

EtsFit fit_ets(const Series& y, const EtsOptions& options) {
  EtsFit fit = fit_ets(y.span(), options);
  fit.origin = origin_of(y);
  return fit;
}

EtsFit apply_ets(const EtsFit& model, std::span<const double> y, const std::vector<stats::Regressor>& regressors) {
  return applied("forecast::apply_ets", model, y, regressors);
}

EtsFit update(const EtsFit& fit, std::span<const double> more, const std::vector<stats::Regressor>& regressors) {
  EtsFit ahead = fit;
  ahead.initial = fit.last;
  EtsFit result = fit;
  if (more.empty()) return result;
  const EtsFit over = applied("forecast::update", ahead, more, regressors);
  if (needs_positive(fit.form)) require_followed(over, more);
  result.last = over.last;
  result.fitted.insert(result.fitted.end(), over.fitted.begin(), over.fitted.end());
  result.residuals.insert(result.residuals.end(), over.residuals.begin(), over.residuals.end());
  if (result.origin) result.origin->last = result.origin->last + static_cast<std::int64_t>(more.size());
  return result;
}

}  // namespace foreplan::inline v0::forecast
