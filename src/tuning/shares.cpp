#include <foreplan/structure/share_trends.hpp>
#include <foreplan/tuning/shares.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "forecast/data.hpp"
#include "stats/attempt.hpp"
#include "text/named_members.hpp"
#include "tuning/built_in.hpp"
#include "tuning/option_names.hpp"
#include "tuning/option_values.hpp"

namespace foreplan::inline v0::tuning {
namespace {

using structure::Matrix;
using structure::ShareSpace;

constexpr std::string_view kForecaster = "tuning::share_forecaster";

/// A trend that structure fits.
struct TrendModel {
  structure::ShareTrend trend = structure::ShareTrend::linear;
  ShareSpace space = ShareSpace::ilr;
  stats::VarOptions var{};
};

void fields(auto& visit, TrendModel& x) {
  visit("space", x.space);
  if (x.trend != structure::ShareTrend::vector_autoregression) return;
  FOREPLAN_VISIT_MEMBERS(visit, x.var.lags, x.var.max_lags, x.var.criterion, x.var.terms);
}

struct EachShareModel {
  std::string model = "ets";
  Value options{};
  ShareSpace space = ShareSpace::logit;
};

void fields(auto& visit, EachShareModel& x) { FOREPLAN_VISIT_MEMBERS(visit, x.model, x.options, x.space); }

FittedShares fit_last(const Frame& shares) {
  std::vector<double> last;
  for (const Series& part : shares.series()) last.push_back(part.values.back());
  return {.model = "last shares", .predict = [last = structure::closure(last)](std::size_t horizon) {
            return structure::matrix(std::vector(horizon, last));
          }};
}

FittedShares fit_trend(const TrendModel& model, const Frame& shares) {
  auto fit = std::make_shared<structure::ShareTrendFit>(
      structure::fit_share_trend(shares, {.space = model.space, .trend = model.trend, .var = model.var}));
  FittedShares result{.model = std::string(to_string(model.trend)) + " in " + std::string(to_string(model.space)),
                      .usable = fit->usable()};
  result.predict = [fit](std::size_t horizon) {
    return structure::predict(*fit, horizon, {.draws = 1}).centre;  // which is not simulated
  };
  result.bands = [fit](std::size_t horizon, double coverage) {
    constexpr std::size_t kNumbers = 100'000'000;  // that structure::predict takes
    const std::size_t draws = std::clamp<std::size_t>(kNumbers / (horizon * fit->parts.size()), 1, 2'000);
    structure::ShareForecast ahead = structure::predict(*fit, horizon, {.coverage = coverage, .draws = draws});
    return ShareBands{std::move(ahead.lower), std::move(ahead.upper)};
  };
  return result;
}

/// Coordinates of one period's shares.
std::vector<double> coordinates(ShareSpace space, std::span<const double> shares) {
  switch (space) {
    case ShareSpace::alr:
      return structure::alr(shares, shares.size() - 1);
    case ShareSpace::clr:
      return structure::clr(shares);
    case ShareSpace::ilr:
      return structure::ilr(shares, structure::pivot_basis(shares.size()));
    case ShareSpace::logit:
      break;
  }
  std::vector<double> logits;
  for (const double share : shares) logits.push_back(structure::logit(share));
  return logits;
}

std::vector<double> shares_of(ShareSpace space, std::span<const double> coordinates) {
  switch (space) {
    case ShareSpace::alr:
      return structure::inverse_alr(coordinates, coordinates.size());
    case ShareSpace::clr:
      return structure::inverse_clr(coordinates);
    case ShareSpace::ilr:
      return structure::inverse_ilr(coordinates, structure::pivot_basis(coordinates.size() + 1));
    case ShareSpace::logit:
      break;
  }
  std::vector<double> shares;
  for (const double z : coordinates) shares.push_back(structure::inverse_logit(z));
  return structure::closure(shares);
}

/// What a coordinate is of, for messages and descriptions.
std::string coordinate_name(ShareSpace space, const Frame& shares, std::size_t i) {
  if (space == ShareSpace::ilr) return "pivot coordinate " + std::to_string(i + 1);
  return std::string(to_string(space)) + " of " + detail::quoted(shares.series()[i].name);
}

FittedShares fit_each(const stats::Forecaster& model, ShareSpace space, const Frame& shares) {
  const std::size_t parts = shares.size(), m = forecast::season_of(shares.range().first.frequency());
  std::vector<std::vector<double>> series;
  std::vector<double> row(parts);
  for (std::size_t t = 0; t < shares.periods(); ++t) {
    for (std::size_t i = 0; i < parts; ++i) row[i] = shares.series()[i].values[t];
    const std::vector<double> z = coordinates(space, row);
    series.resize(z.size());
    for (std::size_t i = 0; i < z.size(); ++i) series[i].push_back(z[i]);
  }
  auto fits = std::make_shared<std::vector<stats::Fitted>>(series.size());
  FittedShares result{.model = std::string(to_string(space)) + " by "};
  for (std::size_t i = 0; i < series.size(); ++i) {
    stats::Fitted& fit = (*fits)[i];
    const std::string refusal = stats::attempt([&] { fit = model.fit(series[i], m); });
    if (!refusal.empty()) throw InvalidArgument(refusal + " (" + coordinate_name(space, shares, i) + ")");
    result.usable = result.usable && fit.usable;
    result.model += (i == 0 ? "" : ", ") + (fit.model.empty() ? model.name : fit.model);
  }
  result.predict = [fits, space, parts](std::size_t horizon) {
    std::vector<std::vector<double>> means;
    for (const stats::Fitted& fit : *fits) means.push_back(stats::predict(fit, horizon).mean);
    Matrix shares_ahead = structure::filled_matrix(horizon, parts);
    std::vector<double> z(means.size());
    for (std::size_t h = 0; h < horizon; ++h) {
      for (std::size_t i = 0; i < z.size(); ++i) z[i] = means[i][h];
      const std::vector<double> closed = shares_of(space, z);
      std::copy(closed.begin(), closed.end(), shares_ahead.row(h).begin());
    }
    return shares_ahead;
  };
  return result;
}

template <class Model, class Make>
ShareEntry entry(std::string name, std::string summary, const Model& standard, const Make& make) {
  ShareEntry result{.name = std::move(name), .summary = std::move(summary), .maturity = Maturity::experimental};
  result.options = option_value(standard);
  result.make = [standard, make](const Value& options) {
    Model model = standard;
    if (!options.is(Value::Kind::null)) read_options(kForecaster, model, options);
    return make(model);
  };
  return result;
}

ShareEntry trend_entry(structure::ShareTrend trend, std::string summary) {
  const std::string name(to_string(trend));
  return entry(name, std::move(summary), TrendModel{.trend = trend}, [name](const TrendModel& model) {
    return ShareForecaster{name, [model](const Frame& shares) { return fit_trend(model, shares); }};
  });
}

void require_horizon(std::string_view function, std::size_t horizon) {
  if (horizon < 1 || horizon > 10'000)
    detail::fail(function, "the horizon must be in [1, 10,000]", std::to_string(horizon));
}

void require_shape(std::string_view function, const Matrix& shares, std::size_t parts, std::size_t horizon,
                   const std::string& from) {
  if (shares.rows != horizon || shares.columns != parts || shares.values.size() != horizon * parts)
    detail::fail(function, "a projection must answer with a row a period and a column a part",
                 std::to_string(shares.rows) + " x " + std::to_string(shares.columns),
                 "for " + std::to_string(horizon) + " x " + std::to_string(parts) + " " + from);
}

std::vector<ShareEntry> all_built_in() {
  using structure::ShareTrend;
  return {{.name = "naive",
           .summary = "The last shares.",
           .maturity = Maturity::experimental,
           .make =
               [](const Value&) {
                 return ShareForecaster{"naive", fit_last};
               }},
          trend_entry(ShareTrend::linear, "Straight lines of log ratios, or of logits."),
          trend_entry(ShareTrend::random_walk, "Random walks of log ratios, or of logits."),
          trend_entry(ShareTrend::random_walk_with_drift, "Random walks with drift of log ratios, or of logits."),
          trend_entry(ShareTrend::vector_autoregression, "A vector autoregression of log ratios, or of logits."),
          entry("each_share", "A model of one series for each share, or log ratio, by itself.", EachShareModel{},
                [](const EachShareModel& model) {
                  return each_share(forecaster({.model = model.model, .options = model.options}), model.space);
                })};
}

}  // namespace

std::span<const ShareEntry> share_entries() {
  static const std::vector<ShareEntry> entries = all_built_in();
  return entries;
}

std::vector<Candidate> share_catalogue(const std::vector<std::string>& names, std::span<const ShareEntry> entries) {
  return internal::named_candidates("tuning::share_catalogue", names, entries);
}

ShareForecaster share_forecaster(const Candidate& candidate, std::span<const ShareEntry> entries) {
  return internal::made(kForecaster, candidate, entries);
}

std::vector<ShareForecaster> share_forecasters(const std::vector<Candidate>& candidates,
                                               std::span<const ShareEntry> entries) {
  return internal::all_made("tuning::share_forecasters", candidates, entries);
}

ShareForecaster each_share(stats::Forecaster model, ShareSpace space) {
  if (!model.fit)
    detail::fail("tuning::each_share", "a model must have `fit`", "none in " + detail::quoted(model.name));
  const std::string name = "each share by " + model.name;
  return {name, [model = std::move(model), space](const Frame& shares) { return fit_each(model, space, shares); }};
}

structure::Matrix predict(const FittedShares& fitted, std::size_t parts, std::size_t horizon) {
  constexpr std::string_view kFunction = "tuning::predict";
  const std::string from = "from " + detail::quoted(fitted.model);
  require_horizon(kFunction, horizon);
  if (!fitted.predict) detail::fail(kFunction, "a fit must have `predict`", "none in " + detail::quoted(fitted.model));
  Matrix shares = fitted.predict(horizon);
  require_shape(kFunction, shares, parts, horizon, from);
  for (std::size_t h = 0; h < horizon; ++h) {
    double sum = 0;
    for (const double share : shares.row(h)) {
      if (!(share >= 0 && std::isfinite(share)))
        detail::fail(kFunction, "shares must be >= 0 and finite", detail::number_text(share),
                     "at step " + std::to_string(h + 1) + " " + from);
      sum += share;
    }
    if (!(std::abs(sum - 1) <= 1e-9))
      detail::fail(kFunction, "shares must sum to 1", detail::number_text(sum),
                   "at step " + std::to_string(h + 1) + " " + from);
  }
  return shares;
}

ShareBands predict_bands(const FittedShares& fitted, std::size_t parts, std::size_t horizon, double coverage) {
  constexpr std::string_view kFunction = "tuning::predict_bands";
  const std::string from = "from " + detail::quoted(fitted.model);
  require_horizon(kFunction, horizon);
  detail::require(coverage > 0 && coverage < 1, kFunction, "coverage must be in (0, 1)", coverage);
  if (!fitted.bands) detail::fail(kFunction, "a fit must have `bands`", "none in " + detail::quoted(fitted.model));
  ShareBands bands = fitted.bands(horizon, coverage);
  require_shape(kFunction, bands.lower, parts, horizon, from);
  require_shape(kFunction, bands.upper, parts, horizon, from);
  for (std::size_t i = 0; i < bands.lower.values.size(); ++i)
    if (const double low = bands.lower.values[i], high = bands.upper.values[i]; !(low >= 0 && low <= high && high <= 1))
      detail::fail(kFunction, "bands must be 0 <= lower <= upper <= 1",
                   detail::number_text(low) + " and " + detail::number_text(high),
                   "at step " + std::to_string(i / parts + 1) + " " + from);
  return bands;
}

}  // namespace foreplan::inline v0::tuning
