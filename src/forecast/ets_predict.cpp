#include <foreplan/forecast/ets.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <string_view>
#include <tuple>
#include <utility>

#include "forecast/data.hpp"
#include "forecast/ets_space.hpp"
#include "forecast/regressors.hpp"

namespace foreplan::inline v0::forecast {
namespace {

/// One future: the recursion of forecast/ets.hpp with its innovations given.
void follow(const EtsFit& fit, std::vector<double>& seasonals, std::span<const double> innovations,
            std::span<double> path) {
  double level = fit.last.level, growth = fit.last.growth;
  seasonals = fit.last.seasonals;
  const EtsForm& form = fit.form;
  const bool ratio_season = form.season == EtsSeason::multiplicative, ratio_trend = has_ratio_trend(form);
  std::size_t season = 0;
  for (std::size_t h = 0; h < path.size(); ++h) {
    const double carried = ratio_trend ? (fit.phi == 1 ? growth : std::pow(growth, fit.phi)) : fit.phi * growth;
    const double expected = !has_trend(form) ? level : ratio_trend ? level * carried : level + carried;
    const double s = has_season(form) ? seasonals[season] : 0;
    const double forecast = within_doubles(!has_season(form) ? expected : ratio_season ? expected * s : expected + s);
    const double d = form.error == EtsError::multiplicative ? forecast * innovations[h] : innovations[h];
    path[h] = forecast + d;
    const double scaled = ratio_season ? d / s : d;
    growth = carried + fit.beta * (ratio_trend ? scaled / level : scaled);
    level = expected + fit.alpha * scaled;
    if (has_season(form)) {
      seasonals[season] = s + fit.gamma * (ratio_season ? d / expected : d);
      season = (season + 1) % seasonals.size();
    }
  }
}

/// c_j of Hyndman et al. (2008), table 6.1: what an innovation adds to the forecast j steps on, in a form without
/// multiplicative trend and seasons: alpha + beta (phi + ... + phi^j) + gamma where j is a multiple of m.
class Weights {
 public:
  explicit Weights(const EtsFit& fit) : fit_(fit) {}
  double next() {
    power_ *= fit_.phi;
    damping_ += power_;
    ++j_;
    const bool same_season = has_season(fit_.form) && j_ % fit_.season_length == 0;
    return fit_.alpha + (has_trend(fit_.form) ? fit_.beta * damping_ : 0) + (same_season ? fit_.gamma : 0);
  }

 private:
  const EtsFit& fit_;
  double power_ = 1, damping_ = 0;
  std::size_t j_ = 0;
};

/// Class 1: additive errors, v_h = sigma2 (1 + sum of c_j^2, j < h).
void additive_variances(const EtsFit& fit, std::vector<double>& variance) {
  Weights weights(fit);
  double sum = 1;
  for (double& v : variance) {
    v = variance_of(fit.sigma2, sum);
    const double c = weights.next();
    sum += c * c;
  }
}

/// Class 2: multiplicative errors, additive seasons. With theta_h the mean of the squared forecast h steps ahead,
/// theta_h = mu_h^2 + sigma2 sum of c_j^2 theta_(h-j), j < h, and v_h = (1 + sigma2) theta_h - mu_h^2. The sum is taken
/// on from step to step: with u_j for c_j without gamma, u_(j+1) = u_j + beta phi phi^j.
void relative_variances(const EtsFit& fit, std::span<const double> mean, std::vector<double>& variance) {
  const double phi = has_trend(fit.form) ? fit.phi : 1, rise = has_trend(fit.form) ? fit.beta * fit.phi : 0;
  // Sums of theta times u^2, u phi^j and phi^(2j), for all; times 1, u and phi^j for each season, where c = u + gamma.
  struct Sums {
    double first = 0, second = 0, third = 0;
  };
  Sums all;
  std::vector<Sums> seasons(has_season(fit.form) ? fit.season_length : 0);
  double season_power = 1, season_rise = 0;
  for (std::size_t i = 0; i < seasons.size(); ++i, season_power *= phi) season_rise += rise * season_power;
  for (std::size_t h = 0; h < mean.size(); ++h) {
    Sums* const same = seasons.empty() ? nullptr : &seasons[h % seasons.size()];
    const double sum = all.first + (same ? fit.gamma * (2 * same->second + fit.gamma * same->first) : 0);
    const double theta = mean[h] * mean[h] + fit.sigma2 * sum;
    if (!std::isfinite(theta)) {
      std::fill(variance.begin() + static_cast<std::ptrdiff_t>(h), variance.end(),
                variance_of(fit.sigma2, std::numeric_limits<double>::infinity()));
      return;
    }
    variance[h] = (1 + fit.sigma2) * theta - mean[h] * mean[h];
    all = {all.first + theta * fit.alpha * fit.alpha, all.second + theta * fit.alpha, all.third + theta};  // j = 0
    all.first += rise * (2 * all.second + rise * all.third);
    all.second = phi * (all.second + rise * all.third);
    all.third *= phi * phi;
    if (same) {
      *same = {same->first + theta, same->second + theta * fit.alpha, same->third + theta};
      same->second += season_rise * same->third;
      same->third *= season_power;
    }
  }
}

/// Class 3: multiplicative errors and seasons, trend additive or none. Given e, level and growth x become (F + G e) x
/// and the seasonal of the period s (1 + gamma e): moments of x s and of (x s)(x s)' stay among themselves, so that the
/// mean and variance of y = q s (1 + e) are exact for normal e, whose moments are 0, sigma2, 0, 3 sigma2^2. One set of
/// moments is kept for each seasonal.
class SeasonalMoments {
 public:
  explicit SeasonalMoments(const EtsFit& fit) : fit_(fit), m_(fit.last.seasonals.size()) {
    const double l = fit.last.level, b = fit.last.growth;
    for (const double s : fit.last.seasonals)
      sets_.push_back({l * s, b * s, l * l * s * s, l * b * s * s, b * b * s * s});
  }
  /// Mean and variance of the next period, and on to the one after.
  std::pair<double, double> next() {
    const double phi = has_trend(fit_.form) ? fit_.phi : 0, v = fit_.sigma2;
    const Set& now = sets_[season_];
    const double mean = now.l + phi * now.b;
    const double square = now.ll + 2 * phi * now.lb + phi * phi * now.bb;
    const std::pair result{mean, std::max((1 + v) * square - mean * mean, v * mean * mean)};
    for (std::size_t j = 0; j < m_; ++j) advance(sets_[j], phi, j == season_ ? fit_.gamma : 0);
    season_ = (season_ + 1) % m_;
    return result;
  }

 private:
  struct Set {
    double l, b, ll, lb, bb;
  };
  /// l -> (l + phi b)(1 + alpha e), b -> phi b + beta (l + phi b) e, both times (1 + gamma e).
  void advance(Set& s, double phi, double gamma) const {
    const double v = fit_.sigma2, alpha = fit_.alpha, beta = has_trend(fit_.form) ? fit_.beta : 0;
    const double q = s.l + phi * s.b, qq = s.ll + 2 * phi * s.lb + phi * phi * s.bb, qb = s.lb + phi * s.bb;
    // Coefficients of a polynomial in e, and its expectation.
    using Polynomial = std::array<double, 5>;
    const auto times = [](const Polynomial& p, double c) {  // p (1 + c e)
      Polynomial r = p;
      for (std::size_t k = 1; k < r.size(); ++k) r[k] += c * p[k - 1];
      return r;
    };
    const auto expected = [v](const Polynomial& p) { return p[0] + p[2] * v + p[4] * 3 * v * v; };
    const auto first = [&](double constant, double slope) { return expected(times({constant, slope}, gamma)); };
    const auto second = [&](Polynomial p) { return expected(times(times(p, gamma), gamma)); };
    const Set next{first(q, alpha * q), first(phi * s.b, beta * q), second({qq, 2 * alpha * qq, alpha * alpha * qq}),
                   second({phi * qb, beta * qq + alpha * phi * qb, alpha * beta * qq}),
                   second({phi * phi * s.bb, 2 * phi * beta * qb, beta * beta * qq})};
    s = next;
  }

  const EtsFit& fit_;
  std::size_t m_, season_ = 0;
  std::vector<Set> sets_;
};

/// The fit of the series over `scale`, as far as its future needs it.
EtsFit over(EtsFit fit, double scale) {
  fit.last.level /= scale;
  if (!has_ratio_trend(fit.form)) fit.last.growth /= scale;
  if (fit.form.season == EtsSeason::additive) divide(fit.last.seasonals, scale);
  if (fit.form.error == EtsError::multiplicative) return fit;
  fit.sigma2 = variance_over(fit.sigma2, scale);
  divide(fit.residuals, scale);
  return fit;
}

/// Without what regressors say.
Predictive ahead(const EtsFit& fit, std::size_t horizon) {
  Predictive p{.origin = fit.origin,
               .transform = fit.transform,
               .mean = std::vector<double>(horizon),
               .sigma2 = fit.sigma2,
               .residuals = known(fit.residuals)};
  std::vector<double> seasonals;
  follow(fit, seasonals, std::vector<double>(horizon, 0.0), p.mean);
  const bool ratio_error = fit.form.error == EtsError::multiplicative;
  const bool ratio_season = fit.form.season == EtsSeason::multiplicative;
  if (!has_ratio_trend(fit.form) && (ratio_error || !ratio_season)) {
    p.variance.resize(horizon);
    if (!ratio_error) {
      additive_variances(fit, p.variance);
    } else if (!ratio_season) {
      relative_variances(fit, p.mean, p.variance);
    } else {
      SeasonalMoments moments(fit);
      for (std::size_t h = 0; h < horizon; ++h) {
        std::tie(p.mean[h], p.variance[h]) = moments.next();
        if (!std::isfinite(p.variance[h]))
          p.variance[h] = variance_of(fit.sigma2, std::numeric_limits<double>::infinity());
      }
    }
  }
  // Paths are drawn side by side: each call has seasonals of its own.
  p.path = [model = std::make_shared<const EtsFit>(fit)](std::span<const double> innovations, std::span<double> path) {
    std::vector<double> own;
    follow(*model, own, innovations, path);
  };
  return p;
}

}  // namespace

Predictive predictive(const EtsFit& fit, std::size_t horizon, const std::vector<stats::Regressor>& future) {
  constexpr std::string_view kName = "forecast::predict";
  require_horizon(kName, horizon);
  const std::vector<stats::Regressor> x = matched_regressors(kName, fit.coefficients, future, horizon);
  const bool relative = fit.form.error == EtsError::multiplicative;
  const std::array size{fit.last.level, fit.last.growth, relative ? 0 : std::sqrt(fit.sigma2)};
  const double scale = headroom({size, fit.last.seasonals});
  Predictive p = scale == 1 ? ahead(fit, horizon) : times(ahead(over(fit, scale), horizon), scale, relative);
  if (!x.empty()) p = moved(std::move(p), regression_of(fit.coefficients, x, horizon));
  return p;
}

Predictive predictive(const EtsFit& fit, std::size_t horizon) { return predictive(fit, horizon, {}); }

}  // namespace foreplan::inline v0::forecast
