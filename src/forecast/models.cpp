#include <foreplan/forecast/adjusted.hpp>
#include <foreplan/forecast/auto_forecast.hpp>
#include <foreplan/forecast/default_combination.hpp>
#include <foreplan/forecast/forecaster.hpp>
#include <foreplan/forecast/models.hpp>
#include <foreplan/forecast/smoothing.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <span>
#include <utility>

#include "core/check.hpp"
#include "forecast/ets_each.hpp"
#include "forecast/named_fits.hpp"
#include "forecast/named_models.hpp"

namespace foreplan::inline v0::forecast {

using Values = std::span<const double>;

namespace internal {
namespace {

constexpr std::size_t kLongestSeason = 24;  // that models take without help from STL

void require_season_length(std::string_view function, std::size_t m) {
  if (m < 1 || m > 100'000)
    foreplan::detail::fail(function, "the season length must be in [1, 100,000]", std::to_string(m));
}

/// The transformation, or none where it needs values > 0 that the series does not have.
Transform suited(const Transform& transform, bool where_positive, Values y) {
  const bool unsuited = where_positive && transform.kind == TransformKind::box_cox && !all_positive(y);
  return unsuited ? Transform{} : transform;
}

AdjustmentOptions adjustment_of(std::size_t m, const StlOptions& stl, const Transform& transform) {
  AdjustmentOptions adjustment{.transform = transform};
  if (m > 1) {
    adjustment.season_lengths = {m};
    adjustment.mstl = {.seasonal_windows = {stl.seasonal_window}, .stl = stl};
  }
  return adjustment;
}

/// `model` of what STL leaves of the (transformed) series.
template <class Model>
stats::Fitted fitted_after_stl(Values y, std::size_t m, const StlOptions& stl, const Transform& transform,
                               const Model& model) {
  return fitted(fit_adjusted(y, adjustment_of(m, stl, transform), model));
}

/// Fits of models that have options of their own, each after what the series says: its season and transformation.
EtsOptions options_of(const EtsModel& model, std::size_t m, const Transform& transform) {
  EtsOptions options = model.options;
  options.transform = transform;
  options.season_length = options.season == EtsSeason::none ? 1 : m;
  if (options.season_length == 1 && options.season) options.season = EtsSeason::none;
  return options;
}
EtsFit fit_model(const EtsModel& model, Values y, std::size_t m, const Transform& transform) {
  return fit_ets(y, options_of(model, m, transform));
}
ThetaFit fit_model(const ThetaModel& model, Values y, std::size_t m, const Transform& transform) {
  ThetaOptions options = model.options;
  options.transform = transform;
  options.season_length = m;
  return fit_theta(y, options);
}
CesFit fit_model(const CesModel& model, Values y, std::size_t m, const Transform& transform) {
  CesOptions options = model.options;
  options.transform = transform;
  options.season_length = options.season == CesSeason::none ? 1 : m;
  if (options.season_length == 1 && options.season) options.season = CesSeason::none;
  return fit_ces(y, options);
}
ArimaFit fit_model(const ArimaModel& model, Values y, std::size_t m, const Transform& transform) {
  if (!model.order) {
    AutoArimaOptions options = model.options;
    options.transform = transform;
    options.season_length = m;
    return fit_auto_arima(y, options).fit;
  }
  ArimaOrder order = model.order->order;
  if (m == 1) order.seasonal_p = order.seasonal_d = order.seasonal_q = 0;
  return fit_arima(y, {.order = order,
                       .season_length = m,
                       .constant = model.order->constant,
                       .method = model.order->method,
                       .standard_errors = false,
                       .transform = transform,
                       .max_iterations = model.options.max_iterations});
}

bool states_no_season(const EtsModel& model) { return model.options.season == EtsSeason::none; }
bool states_no_season(const CesModel& model) { return model.options.season == CesSeason::none; }
bool states_no_season(const ArimaModel&) { return false; }

bool where_positive(const EtsModel&) { return false; }
bool where_positive(const CesModel&) { return false; }
bool where_positive(const ThetaModel& model) { return model.where_positive; }
bool where_positive(const ArimaModel& model) { return model.where_positive; }

/// Models that take seasons, but no long ones.
template <class Model>
stats::Fitted fit_short_seasons(const Model& model, Values y, std::size_t m) {
  const Transform transform = suited(model.options.transform, where_positive(model), y);
  if (m <= kLongestSeason || states_no_season(model)) return fitted(fit_model(model, y, m, transform));
  return fitted_after_stl(y, m, {}, transform, [&](Values z) { return fit_model(model, z, 1, {}); });
}

/// A theta line that is the series itself, without weight on the past: the last value, its season put back.
struct Naive2Fit {
  ThetaFit walk{};
};
Predictive predictive(const Naive2Fit& fit, std::size_t horizon) { return predictive(fit.walk, horizon); }
Naive2Fit update(const Naive2Fit& fit, Values more) { return {update(fit.walk, more)}; }
std::string describe(const Naive2Fit& fit) {
  return fit.walk.season == ThetaSeason::none ? "random walk" : "random walk of deseasonalised values";
}

Naive2Fit naive2(Values y, std::size_t m) {
  const bool seasonal = y.size() >= 3 * m && all_positive(y);
  return {fit_theta(y, {.form = ThetaForm::dynamic, .season_length = seasonal ? m : 1, .alpha = 1.0, .theta = 1.0})};
}

/// The same in all periods, and so asked for one.
stats::Fitted level(stats::Fitted fit) {
  const auto repeated = [](std::vector<double>& x, std::size_t horizon) { x.assign(horizon, x.front()); };
  fit.predict = [repeated, one = std::move(fit.predict)](std::size_t horizon, const std::vector<double>& levels) {
    stats::Outlook outlook = one(1, levels);
    repeated(outlook.mean, horizon);
    for (std::vector<double>& quantile : outlook.quantiles) repeated(quantile, horizon);
    return outlook;
  };
  fit.update = [update = std::move(fit.update)](Values more) { return level(update(more)); };
  return fit;
}

stats::Fitted fit(const NaiveModel& model, Values y, std::size_t) { return fitted(fit_naive(y, model.options)); }
stats::Fitted fit(const SeasonalNaiveModel& model, Values y, std::size_t m) {
  return fitted(fit_seasonal_naive(y, m, model.options));
}
stats::Fitted fit(const Naive2Model&, Values y, std::size_t m) { return fitted(naive2(y, m)); }
stats::Fitted fit(const DriftModel& model, Values y, std::size_t) { return fitted(fit_drift(y, model.options)); }
stats::Fitted fit(const MeanModel& model, Values y, std::size_t) { return fitted(fit_mean(y, model.options)); }
stats::Fitted fit(const WindowModel& model, Values y, std::size_t m) {
  return fitted(fit_window(y, model.window.value_or(m > 1 ? m : 3), model.options));
}
stats::Fitted fit(const EtsModel& model, Values y, std::size_t m) { return fit_short_seasons(model, y, m); }
stats::Fitted fit(const CesModel& model, Values y, std::size_t m) { return fit_short_seasons(model, y, m); }
stats::Fitted fit(const ArimaModel& model, Values y, std::size_t m) { return fit_short_seasons(model, y, m); }
stats::Fitted fit(const ThetaModel& model, Values y, std::size_t m) {
  return fitted(fit_model(model, y, m, suited(model.options.transform, model.where_positive, y)));
}
stats::Fitted fit(const TbatsModel& model, Values y, std::size_t m) {
  TbatsOptions options = model.options;
  if (m > 1)
    options.season_lengths = {static_cast<double>(m)};
  else
    options.harmonics.clear();
  return fitted(fit_tbats(y, options));
}
template <class Model>
stats::Fitted fit(const AfterStl<Model>& after, Values y, std::size_t m) {
  const Transform transform = suited(after.model.options.transform, where_positive(after.model), y);
  return fitted_after_stl(y, m, after.stl, transform, [&](Values z) { return fit_model(after.model, z, 1, {}); });
}

/// How exponential smoothing is to take a series: as it is, or what STL leaves of it.
struct SmoothingPlan {
  std::optional<AdjustmentOptions> adjustment{};
  EtsOptions options{};
};
SmoothingPlan plan_of(const EtsModel& model, Values y, std::size_t m) {
  const Transform transform = suited(model.options.transform, where_positive(model), y);
  if (m <= kLongestSeason || states_no_season(model)) return {{}, options_of(model, m, transform)};
  return {adjustment_of(m, {}, transform), options_of(model, 1, {})};
}
SmoothingPlan plan_of(const AfterStl<EtsModel>& after, Values y, std::size_t m) {
  const Transform transform = suited(after.model.options.transform, where_positive(after.model), y);
  return {adjustment_of(m, after.stl, transform), options_of(after.model, 1, {})};
}

/// As `fit` of each, to the bit, side by side.
template <class Model>
std::vector<stats::FitAttempt> fit_side_by_side(const Model& model, std::span<const stats::SeriesView> series,
                                                std::string_view function) {
  std::vector<stats::FitAttempt> attempts(series.size());
  const auto attempt = [&](std::size_t i, const auto& action) {
    try {
      action();
    } catch (...) {
      attempts[i].error = std::current_exception();
    }
  };
  std::vector<std::optional<SeasonalAdjustment>> seasons(series.size());
  std::vector<EtsRequest> requests;
  std::vector<std::size_t> places;
  requests.reserve(series.size());
  places.reserve(series.size());
  for (std::size_t i = 0; i < series.size(); ++i)
    attempt(i, [&] {
      const Values y = series[i].values;
      require_season_length(function, series[i].season_length);
      SmoothingPlan plan = plan_of(model, y, series[i].season_length);
      if (plan.adjustment) seasons[i] = adjust_seasonally(y, *plan.adjustment);
      requests.push_back({seasons[i] ? Values(seasons[i]->adjusted) : y, std::move(plan.options)});
      places.push_back(i);
    });
  std::vector<EtsAnswer> answers = fit_each(requests);
  for (std::size_t k = 0; k < answers.size(); ++k)
    attempt(places[k], [&] {
      if (answers[k].error) std::rethrow_exception(answers[k].error);
      auto& adjusted = seasons[places[k]];
      attempts[places[k]].fit = adjusted ? fitted(AdjustedFit<EtsFit>{std::move(*adjusted), std::move(*answers[k].fit)})
                                         : fitted(std::move(*answers[k].fit));
    });
  return attempts;
}

stats::Fitted fit(const IntermittentModel& model, Values y, std::size_t) {
  return level(fitted(fit_intermittent(y, model.options)));
}
stats::Fitted fit(const DefaultModel& model, Values y, std::size_t m) {
  return default_combination(model.calibrated).fit(y, m);
}
stats::Fitted fit(const AutoModel& model, Values y, std::size_t m) {
  return auto_forecaster({.non_negative = model.non_negative}).fit(y, m);
}

}  // namespace

std::vector<NamedModel> named_models() {
  const auto theta = [](ThetaForm form) { return ThetaModel{{.form = form}}; };
  const auto box_cox_theta = [](ThetaForm form) { return ThetaModel{{.form = form, .transform = power()}, true}; };
  const ArimaModel box_cox_arima{.options = {.transform = power()}, .where_positive = true};
  const auto intermittent = [](IntermittentMethod method) { return IntermittentModel{{.method = method}}; };
  return {
      {"naive", "The last value.", NaiveModel{}},
      {"seasonal_naive", "The last value of the same season.", SeasonalNaiveModel{}},
      {"naive2", "The last value of the deseasonalised series, as the M4 competition has it.", Naive2Model{}},
      {"drift", "The line through first and last value.", DriftModel{}},
      {"mean", "The mean of all values.", MeanModel{}},
      {"window", "The mean of the last values.", WindowModel{}},
      {"ses", "Simple exponential smoothing.", EtsModel{simple_smoothing()}},
      {"holt", "Holt's linear trend.", EtsModel{holt()}},
      {"damped", "Holt's trend, damped.", EtsModel{holt(true)}},
      {"holt_winters", "Winters' additive seasons on Holt's trend.", EtsModel{holt_winters(1)}},
      {"ets", "Exponential smoothing, its form chosen by a criterion.", EtsModel{}},
      {"ets_capped", "Exponential smoothing whose trend does not follow the last few values.",
       EtsModel{{.largest_beta = 0.2}}},
      {"theta", "The standard theta method.", theta(ThetaForm::standard)},
      {"otm", "The optimised theta method.", theta(ThetaForm::optimised)},
      {"dotm", "The dynamic optimised theta method.", theta(ThetaForm::dynamic_optimised)},
      {"box_cox_theta", "The standard theta method after a Box-Cox transformation, where all values are > 0.",
       box_cox_theta(ThetaForm::standard)},
      {"box_cox_dotm", "Dynamic optimised theta after a Box-Cox transformation, where all values are > 0.",
       box_cox_theta(ThetaForm::dynamic_optimised)},
      {"ces", "Complex exponential smoothing, its season chosen by a criterion.", CesModel{}},
      {"tbats", "TBATS, its components chosen by a criterion.", TbatsModel{}},
      {"arima", "Seasonal ARIMA, its order found, or stated.", ArimaModel{}},
      {"box_cox_arima", "Seasonal ARIMA after a Box-Cox transformation, where all values are > 0.", box_cox_arima},
      {"stl_ets", "Exponential smoothing of what STL leaves of the series.", AfterStl<EtsModel>{}},
      {"stl_dotm", "Dynamic optimised theta of what STL leaves of the series.", AfterStl<ThetaModel>{}},
      {"stl_arima", "ARIMA of what STL leaves after a Box-Cox transformation, where all values are > 0.",
       AfterStl<ArimaModel>{.model = box_cox_arima}},
      {"croston", "Croston's method for rare demand.", intermittent(IntermittentMethod::croston)},
      {"sba", "Croston's method without most of its bias.", intermittent(IntermittentMethod::sba)},
      {"tsb", "Rare demand by its smoothed probability and size.", intermittent(IntermittentMethod::tsb)},
      {"adida", "Rare demand in blocks of its mean interval.", intermittent(IntermittentMethod::adida)},
      {"imapa", "Rare demand in blocks of several lengths.", intermittent(IntermittentMethod::imapa)},
      {"default", "The default combination: a calibrated median of four to six models.", DefaultModel{}},
      {"auto", "Whatever suits the series: the default combination for most.", AutoModel{}},
  };
}

stats::Forecaster forecaster(std::string name, const ModelOptions& options, std::string_view function) {
  const auto fit_checked = [options, function = std::string(function)](Values y, std::size_t m) {
    require_season_length(function, m);
    return std::visit([&](const auto& model) { return fit(model, y, m); }, options);
  };
  stats::Forecaster result{std::move(name), fit_checked};
  std::visit(
      [&](const auto& model) {
        if constexpr (requires { plan_of(model, Values(), 1); })
          result.fit_many = [model, function = std::string(function)](std::span<const stats::SeriesView> series) {
            return fit_side_by_side(model, series, function);
          };
      },
      options);
  return result;
}

}  // namespace internal

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const internal::NamedModel& model : internal::named_models()) names.emplace_back(model.name);
  return names;
}

stats::Forecaster named_model(std::string_view name) {
  constexpr std::string_view kFunction = "forecast::named_model";
  for (const internal::NamedModel& model : internal::named_models())
    if (model.name == name) return internal::forecaster(std::string(name), model.options, kFunction);
  const std::string near = detail::nearest_name(name, model_names());
  detail::fail(kFunction, "the name must be one of `model_names`", detail::quoted(name),
               near.empty() ? "" : "(nearest is " + detail::quoted(near) + ")");
}

}  // namespace foreplan::inline v0::forecast
