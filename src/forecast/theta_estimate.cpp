#include "forecast/theta_estimate.hpp"
#include "forecast/data.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/check.hpp"
#include "forecast/seasonal_indices.hpp"
#include "forecast/theta_walk.hpp"
#include "numeric/scalar_search.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr int kGrid = 20;

/// Least squares over l_0 and w for any alpha.
class Concentrated {
 public:
  Concentrated(const ThetaData& data, const ThetaOptions& o)
      : trace_(data.y, o.form), level_(o.initial_level), weight_(held_weight(o)) {
    if (level_) *level_ /= data.scale;
  }

  struct Point {
    double alpha = 0, level = 0, weight = 0, squares = 0;
  };
  Point operator()(double alpha) {
    trace_.follow(alpha);
    const auto rest = trace_.rest(), by_level = trace_.by_level(), by_weight = trace_.by_weight();
    const std::size_t n = rest.size();
    double rr = 0, rc = 0, ru = 0, cc = 0, cu = 0;
    for (std::size_t i = 0; i < n; ++i) {
      rr += by_level[i] * by_level[i];
      rc += by_level[i] * by_weight[i];
      ru += by_level[i] * rest[i];
      cc += by_weight[i] * by_weight[i];
      cu += by_weight[i] * rest[i];
    }
    Point best{.alpha = alpha};
    best.weight = weight_ ? *weight_ : level_ ? identified(cu - *level_ * rc, cc, cc) : weight_given(rc / rr, cc);
    best.level = level_ ? *level_ : (ru - best.weight * rc) / rr;
    for (std::size_t i = 0; i < n; ++i) {
      const double e = rest[i] - best.level * by_level[i] - best.weight * by_weight[i];
      best.squares += e * e;
    }
    return best;
  }
  [[nodiscard]] double floor() const { return trace_.floor(); }

 private:
  /// w from what its regressor has beside the level's.
  double weight_given(double share, double before) const {
    const auto rest = trace_.rest(), by_level = trace_.by_level(), by_weight = trace_.by_weight();
    double squares = 0, products = 0;
    for (std::size_t i = 0; i < rest.size(); ++i) {
      const double c = by_weight[i] - share * by_level[i];
      squares += c * c;
      products += c * rest[i];
    }
    return identified(products, squares, before);
  }
  static double identified(double products, double squares, double before) {
    return squares > 1e-24 * before ? std::clamp(products / squares, 0.0, weight_of(kLargestTheta)) : 0.5;
  }

  ThetaTrace trace_;
  std::optional<double> level_, weight_;
};

}  // namespace

std::optional<double> held_weight(const ThetaOptions& o) {
  if (o.theta) return weight_of(*o.theta);
  return estimates_theta(o.form) ? std::nullopt : std::optional(0.5);
}

void ThetaData::take_season_out() {
  if (season == ThetaSeason::none) return;
  for (std::size_t t = 0; t < y.size(); ++t) y[t] = without_season(y[t], seasonals[t % seasonals.size()], season);
}

void adjust(std::string_view function, ThetaData& data, const ThetaOptions& o, std::span<const double> tested) {
  const bool ratio = data.least > 0 && data.transform.kind == TransformKind::none && o.regressors.empty();
  const ThetaSeason kind = o.season.value_or(ratio ? ThetaSeason::multiplicative : ThetaSeason::additive);
  if (kind == ThetaSeason::multiplicative && !(data.least > 0))
    detail::fail(function, "multiplicative seasons need values > 0", detail::number_text(data.least * data.scale));
  if (kind == ThetaSeason::none || o.season_length < 2) return;
  if (o.season_test) {
    data.seasonality = seasonality(tested, o.season_length, *o.season_test);
    if (!(data.seasonality > 1)) return;
  }
  data.seasonals = seasonal_indices(data.y, o.season_length, kind);
  if (data.seasonals.empty()) return;
  data.season = kind;
  data.take_season_out();
}

ThetaState state_before(std::span<const double> y, ThetaForm form) {
  ThetaState state;
  if (!is_dynamic(form))
    for (std::size_t t = 0; t < y.size(); ++t)
      if (!std::isnan(y[t])) extend_line(state, static_cast<double>(t + 1), y[t]);
  return state;
}

ThetaTrace::ThetaTrace(std::span<const double> y, ThetaForm form) : y_(y) {
  const bool dynamic = is_dynamic(form);
  for (auto* v : {&intercepts_, &slopes_, &rest_, &by_level_, &by_weight_}) v->resize(y_.size());
  ThetaState line = state_before(y, form);
  for (std::size_t t = 0; t < y_.size(); ++t) {
    intercepts_[t] = line.intercept();
    slopes_[t] = line.slope;
    if (std::isnan(y_[t])) continue;
    ++observed_;
    squares_ += y_[t] * y_[t];
    if (dynamic) extend_line(line, static_cast<double>(t + 1), y_[t]);
  }
}

void ThetaTrace::follow(double alpha) {
  const double q = 1 - alpha;
  // mu_t = s_t + r_t l_0 + c_t w, where s is the smoothing from 0.
  double s = 0, r = 1, v = 0, power = 1, sum = 0;
  std::size_t n = 0;
  const double *const intercepts = intercepts_.data(), *const slopes = slopes_.data();
  double *const rest = rest_.data(), *const by_level = by_level_.data(), *const by_weight = by_weight_.data();
  for (std::size_t t = 0; t < y_.size(); ++t) {
    const double y = y_[t];
    sum = 1 + q * sum;
    const double c = power * intercepts[t] + sum * slopes[t];
    power = power < 1e-290 ? 0 : power * q;  // Denormal numbers are slow.
    if (std::isnan(y)) {
      v += alpha * c;
      continue;
    }
    rest[n] = y - s;
    by_level[n] = r;
    by_weight[n] = v + c;
    ++n;
    s = alpha * y + q * s;
    r = r < 1e-290 ? 0 : q * r;
    v *= q;
  }
}

double ThetaTrace::floor() const { return rounding_of(squares_); }

AlphaFound find_alpha(const std::function<double(double)>& objective, const ThetaOptions& o) {
  const auto at = [&](int k) { return o.least_alpha + (o.largest_alpha - o.least_alpha) * k / kGrid; };
  int best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (int k = 0; k <= kGrid; ++k)
    if (const double value = objective(at(k)); value < least) best = k, least = value;
  const auto found = numeric::find_minimum(objective, at(std::max(0, best - 1)), at(std::min(kGrid, best + 1)));
  // At an end of the range Brent's method comes near, and the end itself is better.
  return {found.value < least ? found.x : at(best), found.stop};
}

std::size_t parameters_of(const ThetaData& data, const ThetaOptions& o) {
  return 1 + std::size_t{!o.alpha} + std::size_t{!o.initial_level} + std::size_t{!o.theta && estimates_theta(o.form)} +
         std::size_t{!is_dynamic(o.form)} * 2 + (data.seasonals.empty() ? 0 : data.seasonals.size() - 1);
}

ThetaEstimate estimate_theta(const ThetaData& data, const ThetaOptions& o) {
  Concentrated model(data, o);
  ThetaEstimate result{.parameters = parameters_of(data, o)};
  const double floor = model.floor();
  Concentrated::Point point;
  double least = std::numeric_limits<double>::infinity();
  const auto objective = [&](double alpha) {
    const Concentrated::Point here = model(alpha);
    const double value = std::log(here.squares + floor);
    if (value <= least) point = here, least = value;
    return value;
  };
  const AlphaFound found = o.alpha ? AlphaFound{*o.alpha} : find_alpha(objective, o);
  result.alpha = found.alpha;
  result.stop = found.stop;
  if (point.alpha != found.alpha || o.alpha) point = model(found.alpha);
  result.level = point.level;
  result.theta = o.theta ? *o.theta : 1 / (1 - point.weight);
  return result;
}

}  // namespace foreplan::inline v0::forecast
