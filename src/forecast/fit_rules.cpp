#include "forecast/fit_rules.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/check.hpp"
#include "forecast/arima_estimate.hpp"
#include "forecast/arima_process.hpp"
#include "forecast/data.hpp"
#include "forecast/ets_space.hpp"
#include "forecast/regressors.hpp"

namespace foreplan::inline v0::forecast {

using detail::fail;
using detail::require;
using std::string_view;

void require_coefficients(string_view function, const std::vector<ModelCoefficient>& coefficients,
                          bool multiplicative) {
  if (multiplicative && !coefficients.empty())
    fail(function, "multiplicative components are for series without regressors",
         detail::quoted(coefficients.front().name));
  std::vector<stats::Regressor> names;
  for (const ModelCoefficient& c : coefficients) {
    require(std::isfinite(c.estimate), function, "coefficients must be finite", c.estimate);
    names.push_back({c.name, {}});
  }
  require_regressors(function, names, 0);
}

void require_window(string_view function, const MeanFit& fit) {
  if (fit.window && *fit.window < fit.observations)
    fail(function, "a mean must be of at most the " + std::to_string(*fit.window) + " values of its window",
         std::to_string(fit.observations));
  const auto known = static_cast<std::size_t>(
      std::count_if(fit.residuals.begin(), fit.residuals.end(), [](double e) { return !std::isnan(e); }));
  if (known != fit.observations)
    fail(function, "as many residuals must be known as the mean is of, " + std::to_string(fit.observations),
         std::to_string(known));
}

void require_states(string_view function, const EtsFit& model, const EtsState& state, const std::string& which) {
  const std::size_t seasons = has_season(model.form) ? model.season_length : 0;
  if (state.seasonals.size() != seasons)
    fail(function, "the " + which + " states must have " + std::to_string(seasons) + " seasonals",
         std::to_string(state.seasonals.size()));
  const auto finite = [&](double x) { require(std::isfinite(x), function, which + " states must be finite", x); };
  finite(state.level);
  finite(state.growth);
  for (const double s : state.seasonals) finite(s);
}

void require_seasonals(string_view function, const ThetaFit& model) {
  const std::size_t seasons = model.season == ThetaSeason::none ? 0 : model.season_length;
  if (model.seasonals.size() != seasons)
    fail(function, "there must be " + std::to_string(seasons) + " seasonals", std::to_string(model.seasonals.size()));
  for (const double s : model.seasonals)
    if (!std::isfinite(s) || (model.season == ThetaSeason::multiplicative && !(s > 0)))
      fail(function, "seasonals must be finite, and > 0 to multiply", detail::number_text(s));
}

void require_state(string_view function, const ThetaState& s) {
  for (const double x : {s.level, s.periods, s.observations, s.mean_time, s.mean, s.time_squares, s.slope})
    require(std::isfinite(x), function, "states must be finite", x);
  // It is what tells the season.
  require(s.periods >= 0 && s.periods <= 0x1p53 && s.periods == std::trunc(s.periods), function,
          "the periods of a state must be a whole number in [0, 2^53]", s.periods);
}

void require_theta(string_view function, const ThetaFit& model) {
  require_seasonals(function, model);
  require(model.alpha >= 0 && model.alpha <= 1, function, "alpha must be in [0, 1]", model.alpha);
  require(model.theta >= 1 && std::isfinite(model.theta), function, "theta must be >= 1 and finite", model.theta);
  require_state(function, model.initial);
  require_coefficients(function, model.coefficients, model.season == ThetaSeason::multiplicative);
}

void require_order(string_view function, const ArimaOrder& o, std::size_t m) {
  const auto text = [&] { return to_string(o, m); };
  if (m < 1 || m > 10'000) fail(function, "season_length must be in [1, 10,000]", std::to_string(m));
  if (o.p > 60 || o.q > 60) fail(function, "p and q must be at most 60", text());
  if (o.seasonal_p > 10 || o.seasonal_q > 10) fail(function, "P and Q must be at most 10", text());
  if (o.d > 3 || o.seasonal_d > 3) fail(function, "d and D must be at most 3", text());
  if (m == 1 && o.seasonal_p + o.seasonal_d + o.seasonal_q > 0)
    fail(function, "seasonal orders need a season_length > 1", text());
  if (o.p + m * o.seasonal_p > 2'000 || o.q + m * o.seasonal_q > 2'000)
    fail(function, "p + m P and q + m Q must be at most 2,000", text());
}

void require_coefficients(string_view function, const std::vector<double>& values, std::size_t count,
                          const std::string& name) {
  if (values.size() != count)
    fail(function, name + " must have " + std::to_string(count) + " coefficients", std::to_string(values.size()));
  for (const double v : values) require(std::isfinite(v), function, name + " must be finite", v);
}

void require_stationary(string_view function, const std::vector<double>& ar, const std::string& name) {
  std::vector<double> partials(ar.size());
  if (!to_partials(ar, partials, 1 - 1e-12))
    fail(function, "the AR polynomial must be stationary", name + " with a root within the unit circle");
}

namespace internal {
void require_length(string_view function, std::size_t m, std::size_t least) {
  if (m < least || m > kLongestSeason)
    fail(function, "season_length must be in [" + std::to_string(least) + ", 100,000]", std::to_string(m));
}

void require_as_many(string_view function, std::size_t count, std::size_t wanted, const std::string& name) {
  if (count != wanted) fail(function, name + " must have " + std::to_string(wanted) + " values", std::to_string(count));
}

void require_at_most(string_view function, std::size_t count, std::size_t most, const std::string& name) {
  if (count > most) fail(function, name + " must be at most " + std::to_string(most), std::to_string(count));
}

void require_unit_interval(string_view function, double x, const std::string& name) {
  require(x >= 0 && x <= 1, function, name + " must be in [0, 1]", x);
}

void require_not_negative(string_view function, double x, const std::string& name) {
  require(std::isfinite(x) && x >= 0, function, name + " must be finite and >= 0", x);
}

void check_finite(double x, const std::string& name, Violations& v) {
  v.check({"/" + name}, [&](string_view f) { require(std::isfinite(x), f, name + " must be finite", x); });
}

void violations(const RandomWalkFit& fit, Violations& v) {
  check_common(fit, v);
  const std::size_t m = fit.season_length;
  v.check({"/season_length"}, [&](string_view f) { require_length(f, m); });
  v.check({"/with_drift", "/season_length"}, [&](string_view f) {
    require(!fit.with_drift || m == 1, f, "a drift is for a season_length of 1", std::to_string(m));
  });
  check_finite(fit.drift, "drift", v);
  v.check({"/last", "/season_length"}, [&](string_view f) {
    require_as_many(f, fit.last.size(), m, "last");
    for (const double x : fit.last) require(std::isfinite(x), f, "last must be finite", x);
  });
  v.check({"/age", "/season_length", "/residuals"}, [&](string_view f) {
    require_as_many(f, fit.age.size(), m, "age");
    for (const std::size_t age : fit.age) require_at_most(f, age, fit.residuals.size(), "age");
  });
  v.check({"/steps"}, [&](string_view f) { require_not_negative(f, fit.steps, "steps"); });
}

void violations(const MeanFit& fit, Violations& v) {
  check_common(fit, v);
  v.check({"/window", "/observations", "/residuals"}, [&](string_view f) { require_window(f, fit); });
  check_finite(fit.mean, "mean", v);
}

void violations(const EtsFit& fit, Violations& v) {
  check_common(fit, v);
  v.check({"/season_length", "/form"},
          [&](string_view f) { require_length(f, fit.season_length, has_season(fit.form) ? 2 : 1); });
  check_finite(fit.alpha, "alpha", v);
  check_finite(fit.beta, "beta", v);
  check_finite(fit.gamma, "gamma", v);
  check_finite(fit.phi, "phi", v);
  v.check({"/initial/seasonals", "/initial", "/season_length", "/form"},
          [&](string_view f) { require_states(f, fit, fit.initial, "initial"); });
  v.check({"/last/seasonals", "/last", "/season_length", "/form"},
          [&](string_view f) { require_states(f, fit, fit.last, "last"); });
  v.check({"/coefficients", "/form"},
          [&](string_view f) { require_coefficients(f, fit.coefficients, needs_positive(fit.form)); });
}

void violations(const ThetaFit& fit, Violations& v) {
  check_common(fit, v);
  v.check({"/season_length"}, [&](string_view f) { require_length(f, fit.season_length); });
  v.check({"/seasonals", "/season", "/season_length"}, [&](string_view f) { require_seasonals(f, fit); });
  v.check({"/alpha"}, [&](string_view f) { require_unit_interval(f, fit.alpha, "alpha"); });
  v.check({"/theta"}, [&](string_view f) {
    require(fit.theta >= 1 && std::isfinite(fit.theta), f, "theta must be >= 1 and finite", fit.theta);
  });
  v.check({"/coefficients", "/season"},
          [&](string_view f) { require_coefficients(f, fit.coefficients, fit.season == ThetaSeason::multiplicative); });
  v.check({"/initial"}, [&](string_view f) { require_state(f, fit.initial); });
  v.check({"/last"}, [&](string_view f) { require_state(f, fit.last); });
  v.check({"/residuals", "/initial", "/last"}, [&](string_view f) {
    const double periods = fit.last.periods - fit.initial.periods;
    if (static_cast<double>(fit.residuals.size()) != periods)
      fail(f, "there must be as many residuals as periods from the initial to the last state",
           std::to_string(fit.residuals.size()), "for " + detail::number_text(periods));
  });
}

void violations(const ArimaFit& fit, Violations& v) {
  check_common(fit, v);
  const ArimaOrder& o = fit.order;
  const std::size_t m = fit.season_length;
  v.check({"/order", "/season_length"}, [&](string_view f) { require_order(f, o, m); });
  v.check({"/with_constant", "/order"}, [&](string_view f) {
    const bool once = o.d <= 1 && o.seasonal_d <= 1 && o.d + o.seasonal_d <= 1;
    require(once || !fit.with_constant, f, "a constant is for d + D <= 1", to_string(o, m));
  });
  const auto coefficients = [&](const std::string& name, const std::vector<double>& values, std::size_t count) {
    v.check({"/" + name, "/order"}, [&](string_view f) { require_coefficients(f, values, count, name); });
  };
  coefficients("ar", fit.ar, o.p);
  coefficients("ma", fit.ma, o.q);
  coefficients("seasonal_ar", fit.seasonal_ar, o.seasonal_p);
  coefficients("seasonal_ma", fit.seasonal_ma, o.seasonal_q);
  coefficients("regression", fit.regression, fit.regression.size());
  check_finite(fit.constant, "constant", v);
  // Of too many of them it is not asked: that takes the square of their number.
  for (const auto& [name, ar] : {std::pair{"ar", &fit.ar}, std::pair{"seasonal_ar", &fit.seasonal_ar}})
    if (ar->size() <= 60)
      v.check({std::string("/") + name},
              [&, name = name, ar = ar](string_view f) { require_stationary(f, *ar, name); });
  v.check({"/coefficients", "/ar", "/ma", "/seasonal_ar", "/seasonal_ma", "/regression", "/with_constant"},
          [&](string_view f) {
            const std::size_t b = fit.regression.size(), before = fit.ar.size() + fit.ma.size() +
                                                                  fit.seasonal_ar.size() + fit.seasonal_ma.size() +
                                                                  (fit.with_constant ? 1 : 0);
            require_as_many(f, fit.coefficients.size(), before + b, "coefficients");
            require_at_most(f, b, 10'000, "the number of regressors");
            std::vector<stats::Regressor> names;
            for (std::size_t k = before; k < before + b; ++k) names.push_back({fit.coefficients[k].name, {}});
            require_regressors(f, names, 0);
          });
  v.check({"/covariance", "/coefficients"}, [&](string_view f) {
    const std::size_t k = fit.coefficients.size();
    if (!fit.covariance.empty()) require_as_many(f, fit.covariance.size(), k * k, "covariance");
  });
  v.check({"/errors", "/residuals"}, [&](string_view f) {
    require_as_many(f, fit.errors.size(), fit.residuals.size(), "errors");
    for (const double e : fit.errors) require(!std::isinf(e), f, "errors must be finite, or missing", e);
  });
  v.check({"/errors", "/order", "/season_length"}, [&](string_view f) {
    constexpr std::size_t kMost = 100'000'000;
    const ArimaSeries series = arima_series(fit.errors);
    const std::size_t lost = o.d + o.seasonal_d * m, length = series.z.size();
    if (series.observations <= lost)
      fail(f, "there must be more than d + D m errors", std::to_string(series.observations));
    (void)detail::checked_product(length, length - series.observations, kMost, f, "errors times their gaps");
    (void)detail::checked_product(length, 1 + std::max(o.p + m * o.seasonal_p, o.q + m * o.seasonal_q), kMost, f,
                                  "errors times the larger of p + m P and q + m Q");
  });
}

void violations(const IntermittentFit& fit, Violations& v) {
  check_common(fit, v);
  const bool blocks = fit.method == IntermittentMethod::adida || fit.method == IntermittentMethod::imapa;
  const std::vector<double>& y = fit.history;
  v.check({"/alpha"}, [&](string_view f) { require_unit_interval(f, fit.alpha, "alpha"); });
  v.check({"/beta"}, [&](string_view f) { require_unit_interval(f, fit.beta, "beta"); });
  v.check({"/history"}, [&](string_view f) {
    require(!y.empty(), f, "there must be a history", "none");
    for (const double x : y) require_not_negative(f, x, "demand");
  });
  for (const auto& [name, x] : {std::pair{"size", fit.size}, std::pair{"interval", fit.interval},
                                std::pair{"probability", fit.probability}, std::pair{"rate", fit.rate}})
    v.check({std::string("/") + name}, [&, name = name, x = x](string_view f) { require_not_negative(f, x, name); });
  v.check({"/rate", "/history"}, [&](string_view f) {
    const bool demand = std::any_of(y.begin(), y.end(), [](double x) { return x > 0; });
    require(demand || fit.rate == 0, f, "the rate must be 0 without demand", fit.rate);
  });
  v.check({"/levels", "/method", "/history"}, [&](string_view f) {
    if (fit.levels.empty() == blocks)
      fail(f, "adida and imapa have levels of aggregation, other methods none", std::to_string(fit.levels.size()));
    require_at_most(f, fit.levels.size(), y.size(), "the number of levels");
    for (const AggregationLevel& level : fit.levels) {
      require(level.periods >= 1, f, "the periods of a level must be >= 1", "0");
      require_at_most(f, level.periods, y.size(), "the periods of a level");
      require_unit_interval(f, level.alpha, "alpha of a level");
      require_not_negative(f, level.rate, "the rate of a level");
    }
  });
  v.check({"/residuals", "/method", "/history"},
          [&](string_view f) { require_as_many(f, fit.residuals.size(), blocks ? 0 : y.size(), "residuals"); });
}

void violations(const SeasonalAdjustment& s, Violations& v) {
  const Decomposition& d = s.decomposition;
  const std::size_t n = d.trend.size(), seasons = d.season_lengths.size();
  check_origin(s, v);
  v.check({"/transform"}, [&](string_view f) { (void)require_resolved(f, s.transform); });
  v.check({"/decomposition/season_lengths"}, [&](string_view f) {
    for (const std::size_t m : d.season_lengths) require_length(f, m, 2);
  });
  v.check({"/decomposition/seasonal", "/decomposition/season_lengths", "/decomposition/trend"}, [&](string_view f) {
    require_as_many(f, d.seasonal.size(), seasons, "seasonal");
    for (const std::vector<double>& season : d.seasonal) require_as_many(f, season.size(), n, "a season");
  });
  v.check({"/decomposition/remainder", "/decomposition/trend"},
          [&](string_view f) { require_as_many(f, d.remainder.size(), n, "remainder"); });
  v.check({"/decomposition/weights", "/decomposition/trend"}, [&](string_view f) {
    if (!d.weights.empty()) require_as_many(f, d.weights.size(), n, "weights");
  });
  v.check({"/decomposition/trend", "/adjusted"},
          [&](string_view f) { require_at_most(f, n, s.adjusted.size(), "the length of the decomposition"); });
  v.check({"/next", "/decomposition/season_lengths"}, [&](string_view f) {
    require_as_many(f, s.next.size(), seasons, "next");
    for (std::size_t k = 0; k < seasons; ++k) {
      require_as_many(f, s.next[k].size(), d.season_lengths[k], "a season of next");
      for (const double x : s.next[k]) require(std::isfinite(x), f, "next must be finite", x);
    }
  });
}

namespace {

template <class Fit>
void adjusted_violations(const AdjustedFit<Fit>& fit, Violations& v) {
  v.check_within("/seasons", fit.seasons);
  v.check_within("/fit", fit.model);
  v.check({"/fit/transform"}, [&](string_view f) {
    require(fit.model.transform.kind == TransformKind::none, f,
            "the model of an adjusted series must have no transformation", "one");
  });
  v.check({"/fit/residuals", "/seasons/adjusted"}, [&](string_view f) {
    require_as_many(f, fit.model.residuals.size(), fit.seasons.adjusted.size(), "residuals");
  });
}

}  // namespace

void violations(const AdjustedFit<EtsFit>& fit, Violations& v) { adjusted_violations(fit, v); }
void violations(const AdjustedFit<ThetaFit>& fit, Violations& v) { adjusted_violations(fit, v); }
void violations(const AdjustedFit<ArimaFit>& fit, Violations& v) { adjusted_violations(fit, v); }

void violations(const DefaultFit& fit, Violations& v) {
  check_origin(fit, v);
  v.check({"/season_length"}, [&](string_view f) { require_length(f, fit.season_length); });
  v.check({"/members"}, [&](string_view f) {
    require(!fit.members.empty(), f, "a combination must have members", "none");
    require_at_most(f, fit.members.size(), 100, "the number of members");
  });
  for (std::size_t i = 0; i < fit.members.size(); ++i)
    std::visit([&](const auto& member) { v.check_within("/members/" + std::to_string(i), member); }, fit.members[i]);
}

std::vector<Violation> violations(const DefaultFit& fit, string_view function) {
  Violations found(function);
  violations(fit, found);
  return found.found();
}

std::vector<Violation> violations(const AnyFit& fit, string_view function) {
  Violations found(function);
  std::visit([&](const auto& model) { violations(model, found); }, fit);
  return found.found();
}

}  // namespace internal
}  // namespace foreplan::inline v0::forecast
