#include <foreplan/forecast/ces.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "forecast/best_model.hpp"
#include "forecast/ces_kernel.hpp"
#include "forecast/ces_search.hpp"
#include "forecast/criterion.hpp"
#include "forecast/data.hpp"
#include "forecast/fit_rules.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::string_view kName = "forecast::fit_ces";
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kLongestAutomaticSeason = 24, kLongestJointSeason = 400;

void require_options(const CesOptions& o) {
  if (o.season_length < 1 || o.season_length > 100'000)
    detail::fail(kName, "season_length must be in [1, 100,000]", std::to_string(o.season_length));
  if (o.season.value_or(CesSeason::none) != CesSeason::none && o.season_length < 2)
    detail::fail(kName, "a season needs a season_length >= 2", std::to_string(o.season_length));
  if (o.season && CesShape{*o.season}.joint() && o.season_length > kLongestJointSeason)
    detail::fail(kName, "partial and full seasons must have a season_length <= 400", std::to_string(o.season_length));
  const std::array<std::pair<std::string_view, std::optional<double>>, 4> held{
      {{"a0", o.a0}, {"a1", o.a1}, {"b0", o.b0}, {"b1", o.b1}}};
  for (const auto& [name, x] : held)
    if (x && !(*x >= -2 && *x <= 4))
      detail::fail(kName, std::string(name) + " must be in [-2, 4] to be held", detail::number_text(*x));
  detail::require(o.max_iterations >= 1, kName, "max_iterations must be >= 1", std::to_string(o.max_iterations));
}

/// p of a form: estimated smoothing parameters and states, and sigma2.
std::size_t parameters_of(const CesShape& shape, const CesOptions& o) {
  const std::array held{o.a0.has_value(), o.a1.has_value(), o.b0.has_value(), o.b1.has_value()};
  std::size_t p = 1 + (o.initial == CesInitial::estimated ? shape.free_states() : 0);
  for (std::size_t j = 0; j < shape.smoothing(); ++j) p += held[j] ? 0 : 1;
  return p;
}

bool long_enough(const CesShape& shape, const ScaledData& data, const CesOptions& o) {
  return data.observations > parameters_of(shape, o) + 1 &&
         (shape.season == CesSeason::none || data.y.size() >= 2 * shape.m);
}

std::vector<CesShape> forms_to_try(const ScaledData& data, const CesOptions& o) {
  std::vector<CesShape> forms;
  const auto add = [&](CesSeason season) {
    const CesShape shape{season, season == CesSeason::none ? 1 : o.season_length};
    if (long_enough(shape, data, o)) forms.push_back(shape);
  };
  if (o.season) add(*o.season);
  if (!o.season || forms.empty()) add(CesSeason::none);
  if (!o.season && o.season_length >= 2 && o.season_length <= kLongestAutomaticSeason)
    for (const auto season : {CesSeason::simple, CesSeason::partial, CesSeason::full}) add(season);
  return forms;
}

/// A form at its best, in units of the scaled data.
struct Estimated {
  CesShape shape{};
  CesParameters smoothing{2, 1, 0, 0};
  std::vector<double> initial{};
  std::size_t parameters = 1;
  Stop stop = Stop::converged;
};

/// l = y from the first value on.
Estimated naive(const ScaledData& data) {
  const double first = *std::find_if(data.y.begin(), data.y.end(), [](double x) { return !std::isnan(x); });
  return {.initial = {first, first / 2}};
}

/// States of the next period first, in units of y; `time` is how many periods have passed.
CesState state_of(const CesShape& shape, std::span<const double> x, std::size_t time, double scale) {
  const auto part = [&](std::size_t first, std::size_t count) {
    std::vector<double> v;
    for (std::size_t j = 0; j < count; ++j) v.push_back(within_doubles(x[first + (time + j) % count] * scale));
    return v;
  };
  const std::size_t lag = shape.lag(), seasons = shape.joint() ? shape.m : 0;
  return {part(0, lag), part(lag, lag), part(2 * lag, seasons),
          part(2 * lag + seasons, shape.season == CesSeason::full ? shape.m : 0)};
}

/// Walks the fit from `x` over scaled data and appends what it finds; the sum of squares, scaled.
double walk_over(CesFit& fit, const CesShape& shape, std::vector<double> x, std::span<const double> y, double scale) {
  const CesParameters p{fit.a0, fit.a1, fit.b0, fit.b1};
  double squares = 0;
  walk_ces(shape, p, x.data(), 0, y.size(), false, [&](std::size_t t, double f) {
    const double e = y[t] - f;
    fit.fitted.push_back(within_doubles(f * scale));
    fit.residuals.push_back(within_doubles(e * scale));
    if (std::isnan(y[t])) return 0.0;
    squares += e * e;
    return e;
  });
  fit.last = state_of(shape, x, y.size(), scale);
  return squares;
}

/// The fit of what was estimated, on the data's own scale again.
CesFit fit_of(const Estimated& e, const ScaledData& data, std::size_t season_length) {
  CesFit fit{.transform = data.transform,
             .season = e.shape.season,
             .season_length = season_length,
             .a0 = e.smoothing[0],
             .a1 = e.smoothing[1],
             .b0 = e.shape.joint() ? e.smoothing[2] : 0,
             .b1 = e.shape.season == CesSeason::full ? e.smoothing[3] : 0,
             .initial = state_of(e.shape, e.initial, 0, data.scale),
             .observations = data.observations,
             .parameters = e.parameters,
             .stop = e.stop};
  const double squares = walk_over(fit, e.shape, e.initial, data.y, data.scale);
  double size = 0;
  for (const double x : data.y)
    if (!std::isnan(x)) size += x * x;
  const double n = static_cast<double>(fit.observations), p = static_cast<double>(fit.parameters);
  fit.log_likelihood = gaussian_log_likelihood(std::log(squares + rounding_of(size)), n, data.scale);
  if (!std::isfinite(fit.log_likelihood)) fit.stop = Stop::not_finite;
  set_criteria(fit, n);
  const double degrees = n - p + 1;
  fit.sigma2 = n < 2 ? kNaN : squares / (degrees > 0 ? degrees : n) * data.scale * data.scale;
  return fit;
}

CesShape shape_of(const CesFit& fit) { return {fit.season, fit.season == CesSeason::none ? 1 : fit.season_length}; }

/// The states of a fit as the recursion has them at time 0.
std::vector<double> states_of(std::string_view function, const CesFit& fit, const CesState& state) {
  require_states(function, fit, state, &state == &fit.last ? "last" : "initial");
  std::vector<double> x;
  for (const auto* part : {&state.level, &state.potential, &state.seasonals, &state.seasonal_potentials})
    x.insert(x.end(), part->begin(), part->end());
  return x;
}

}  // namespace

std::string_view to_string(CesSeason season) noexcept {
  constexpr std::array<std::string_view, 4> kNames{"CES(none)", "CES(simple)", "CES(partial)", "CES(full)"};
  const auto i = static_cast<std::size_t>(season);
  return i < kNames.size() ? kNames[i] : "unknown";
}

CesFit fit_ces(std::span<const double> y, const CesOptions& options) {
  require_options(options);
  const ScaledData data = scaled_data(kName, y, options.transform, options.season_length);
  if (data.observations == 0)
    detail::fail(kName, "y must have an observation", std::to_string(y.size()) + " values, all missing");
  const double n = static_cast<double>(data.observations);
  BestModel<Estimated> best;
  std::vector<CesCandidate> tried;
  if (data.least < data.most)
    for (const CesShape& shape : forms_to_try(data, options)) {
      CesOptimum found = most_likely(shape, data.y, options);
      const std::size_t p = parameters_of(shape, options);
      const double log_likelihood = gaussian_log_likelihood(found.value, n, data.scale);
      const double criterion = criterion_of(options.criterion, log_likelihood, static_cast<double>(p), n);
      tried.push_back({shape.season, log_likelihood, criterion});
      if (std::isfinite(criterion))
        (void)best.offer({shape, found.smoothing, std::move(found.initial), p, found.stop}, criterion);
    }
  CesFit fit = fit_of(best.found() ? best.model() : naive(data), data, options.season_length);
  if (tried.empty()) tried = {{fit.season, fit.log_likelihood, criterion_of(options.criterion, fit)}};
  fit.tried = std::move(tried);
  return fit;
}

CesFit fit_ces(const Series& y, const CesOptions& options) {
  CesFit fit = fit_ces(y.span(), options);
  fit.origin = origin_of(y);
  return fit;
}

CesFit apply_ces(const CesFit& model, std::span<const double> y) {
  constexpr std::string_view kApply = "forecast::apply_ces";
  std::vector<double> initial = states_of(kApply, model, model.initial);
  const ScaledData data = scaled_data(kApply, y, model.transform, model.season_length, initial);
  divide(initial, data.scale);
  CesFit fit = fit_of({.shape = shape_of(model),
                       .smoothing = {model.a0, model.a1, model.b0, model.b1},
                       .initial = std::move(initial),
                       .parameters = model.parameters},
                      data, model.season_length);
  fit.origin = model.origin;
  return fit;
}

CesFit update(const CesFit& model, std::span<const double> more) {
  CesFit fit = model;
  std::vector<double> last = states_of("forecast::update", fit, fit.last);
  const ScaledData data = scaled_data("forecast::update", more, model.transform, model.season_length, last);
  divide(last, data.scale);
  (void)walk_over(fit, shape_of(fit), std::move(last), data.y, data.scale);
  if (fit.origin) fit.origin->last = fit.origin->last + static_cast<std::int64_t>(more.size());
  return fit;
}

}  // namespace foreplan::inline v0::forecast
