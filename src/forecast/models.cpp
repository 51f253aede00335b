#include <foreplan/forecast/adjusted.hpp>
#include <foreplan/forecast/auto_arima.hpp>
#include <foreplan/forecast/auto_forecast.hpp>
#include <foreplan/forecast/baselines.hpp>
#include <foreplan/forecast/ces.hpp>
#include <foreplan/forecast/default_combination.hpp>
#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/forecaster.hpp>
#include <foreplan/forecast/intermittent.hpp>
#include <foreplan/forecast/models.hpp>
#include <foreplan/forecast/smoothing.hpp>
#include <foreplan/forecast/tbats.hpp>
#include <foreplan/forecast/theta.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <span>
#include <utility>

#include "core/check.hpp"
#include "forecast/ets_each.hpp"
#include "forecast/named_fits.hpp"

namespace foreplan::inline v0::forecast {
namespace {

using Values = std::span<const double>;
constexpr std::size_t kLongestSeason = 24;  // that models take without help from STL
constexpr std::size_t kAnySeason = ~std::size_t{0};

void require_season_length(std::size_t m) {
  if (m < 1 || m > 100'000)
    detail::fail("forecast::named_model", "the season length must be in [1, 100,000]", std::to_string(m));
}

/// `model` where the season is short, else `model` without a season of what STL leaves.
template <class Model>
auto with_long_seasons(Model model) {
  return [model](std::string name) -> stats::Forecaster {
    auto fit = [model, name](Values y, std::size_t m) {
      if (m <= kLongestSeason) return fitted(model(y, m), {}, name);
      const auto without = [&](Values adjusted) { return model(adjusted, 1); };
      return fitted(fit_adjusted(y, {.season_lengths = {m}}, without), {}, name);
    };
    return {std::move(name), std::move(fit)};
  };
}

/// Exponential smoothing by `rule`, series by series or several at once; of series with seasons that are longer than
/// `longest_season` what STL leaves.
class Smoothing {
 public:
  using Rule = EtsOptions (*)(std::size_t season_length);
  Smoothing(Rule rule, std::size_t longest_season) : rule_(rule), longest_season_(longest_season) {}

  stats::Forecaster operator()(std::string name) const {
    auto fit_many = [self = *this, name](std::span<const stats::SeriesView> series) { return self.fits(series, name); };
    auto fit = [self = *this, name](Values y, std::size_t m) {
      if (m <= self.longest_season_) return fitted(fit_ets(y, self.rule_(m)), {}, name);
      const auto without = [&](Values adjusted) { return fit_ets(adjusted, self.rule_(1)); };
      return fitted(fit_adjusted(y, {.season_lengths = {m}}, without), {}, name);
    };
    return {std::move(name), std::move(fit), std::move(fit_many)};
  }

 private:
  [[nodiscard]] std::vector<stats::FitAttempt> fits(std::span<const stats::SeriesView> series,
                                                    const std::string& name) const {
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
        const std::size_t m = series[i].season_length;
        require_season_length(m);
        if (m > longest_season_) seasons[i] = adjust_seasonally(series[i].values, {.season_lengths = {m}});
        requests.push_back({seasons[i] ? Values(seasons[i]->adjusted) : series[i].values, rule_(seasons[i] ? 1 : m)});
        places.push_back(i);
      });
    std::vector<EtsAnswer> answers = fit_each(requests);
    for (std::size_t k = 0; k < answers.size(); ++k)
      attempt(places[k], [&] {
        if (answers[k].error) std::rethrow_exception(answers[k].error);
        auto& adjusted = seasons[places[k]];
        attempts[places[k]].fit =
            adjusted ? fitted(AdjustedFit<EtsFit>{std::move(*adjusted), std::move(*answers[k].fit)}, {}, name)
                     : fitted(std::move(*answers[k].fit), {}, name);
      });
    return attempts;
  }

  Rule rule_;
  std::size_t longest_season_;
};

template <class Model>
auto plain(Model model) {
  return [model](std::string name) { return forecaster(std::move(name), model); };
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

auto intermittent(IntermittentMethod method) {
  return [method](std::string name) -> stats::Forecaster {
    auto fit = [method](Values y, std::size_t) { return level(fitted(fit_intermittent(y, {.method = method}))); };
    return {std::move(name), std::move(fit)};
  };
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

auto theta(ThetaForm form, bool transforms) {
  return plain([form, transforms](Values y, std::size_t m) {
    return fit_theta(y, {.form = form, .season_length = m, .transform = transforms ? power(y) : Transform{}});
  });
}

/// `model` of what STL leaves of the series, or of its power.
template <class Model>
auto after_stl(bool transforms, Model model) {
  return plain([transforms, model](Values y, std::size_t m) {
    AdjustmentOptions options{.transform = transforms ? power(y) : Transform{}};
    if (m > 1) options.season_lengths = {m};
    return fit_adjusted(y, options, model);
  });
}

stats::Forecaster stl_arima(std::string name) {
  return after_stl(true, [](Values z) { return fit_auto_arima(z).fit; })(std::move(name));
}

/// A transformation goes before STL.
stats::Forecaster box_cox_arima(std::string name) {
  auto fit = [name, long_season = stl_arima(name)](Values y, std::size_t m) {
    if (m > kLongestSeason) return long_season.fit(y, m);
    return fitted(fit_auto_arima(y, {.season_length = m, .transform = power(y)}).fit, {}, name);
  };
  return {std::move(name), std::move(fit)};
}

struct NamedModel {
  std::string name{};
  std::function<stats::Forecaster(std::string name)> make{};
};

std::vector<NamedModel> models() {
  return {
      {"naive", plain([](Values y, std::size_t) { return fit_naive(y); })},
      {"seasonal_naive", plain([](Values y, std::size_t m) { return fit_seasonal_naive(y, m); })},
      {"naive2", plain(naive2)},
      {"drift", plain([](Values y, std::size_t) { return fit_drift(y); })},
      {"mean", plain([](Values y, std::size_t) { return fit_mean(y); })},
      {"window", plain([](Values y, std::size_t m) { return fit_window(y, m > 1 ? m : 3); })},
      {"ses", Smoothing([](std::size_t) { return simple_smoothing(); }, kAnySeason)},
      {"holt", Smoothing([](std::size_t) { return holt(); }, kAnySeason)},
      {"damped", Smoothing([](std::size_t) { return holt(true); }, kAnySeason)},
      {"holt_winters", Smoothing([](std::size_t m) { return m > 1 ? holt_winters(m) : holt(); }, kLongestSeason)},
      {"ets", Smoothing([](std::size_t m) { return EtsOptions{.season_length = m}; }, kLongestSeason)},
      {"ets_capped",
       Smoothing([](std::size_t m) { return EtsOptions{.season_length = m, .largest_beta = 0.2}; }, kLongestSeason)},
      {"theta", theta(ThetaForm::standard, false)},
      {"otm", theta(ThetaForm::optimised, false)},
      {"dotm", theta(ThetaForm::dynamic_optimised, false)},
      {"box_cox_theta", theta(ThetaForm::standard, true)},
      {"box_cox_dotm", theta(ThetaForm::dynamic_optimised, true)},
      {"ces", with_long_seasons([](Values y, std::size_t m) { return fit_ces(y, {.season_length = m}); })},
      {"tbats", plain([](Values y, std::size_t m) {
         TbatsOptions options;
         if (m > 1) options.season_lengths = {static_cast<double>(m)};
         return fit_tbats(y, options);
       })},
      {"arima", with_long_seasons([](Values y, std::size_t m) { return fit_auto_arima(y, {.season_length = m}).fit; })},
      {"box_cox_arima", box_cox_arima},
      {"stl_ets", Smoothing([](std::size_t) { return EtsOptions{}; }, 1)},
      {"stl_dotm", after_stl(false, [](Values z) { return fit_theta(z); })},
      {"stl_arima", stl_arima},
      {"croston", intermittent(IntermittentMethod::croston)},
      {"sba", intermittent(IntermittentMethod::sba)},
      {"tsb", intermittent(IntermittentMethod::tsb)},
      {"adida", intermittent(IntermittentMethod::adida)},
      {"imapa", intermittent(IntermittentMethod::imapa)},
      {"default", [](std::string) { return default_combination(); }},
      {"auto", [](std::string) { return auto_forecaster(); }},
  };
}

}  // namespace

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (NamedModel& model : models()) names.push_back(std::move(model.name));
  return names;
}

stats::Forecaster named_model(std::string_view name) {
  constexpr std::string_view kFunction = "forecast::named_model";
  for (const NamedModel& model : models()) {
    if (model.name != name) continue;
    stats::Forecaster result = model.make(model.name);
    result.fit = [fit = std::move(result.fit)](Values y, std::size_t season_length) {
      require_season_length(season_length);
      return fit(y, season_length);
    };
    return result;
  }
  const std::string near = detail::nearest_name(name, model_names());
  detail::fail(kFunction, "the name must be one of `model_names`", detail::quoted(name),
               near.empty() ? "" : "(nearest is " + detail::quoted(near) + ")");
}

}  // namespace foreplan::inline v0::forecast
