#include "forecast/ets_kernel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace foreplan::inline v0::forecast {
namespace {

using Work = EtsPass::Work;

constexpr bool damped(EtsTrend t) { return t == EtsTrend::additive_damped || t == EtsTrend::multiplicative_damped; }
constexpr bool multiplies(EtsTrend t) { return t == EtsTrend::multiplicative || t == EtsTrend::multiplicative_damped; }

template <EtsError E, EtsTrend T, EtsSeason S>
double forward(Work& w) {
  constexpr bool kTrend = T != EtsTrend::none, kRatioTrend = multiplies(T), kSeason = S != EtsSeason::none;
  constexpr bool kRatioSeason = S == EtsSeason::multiplicative, kRatioError = E == EtsError::multiplicative;
  constexpr bool kPositive = kRatioError || kRatioTrend || kRatioSeason;
  const double alpha = w.point[kAlpha], beta = w.point[kBeta], gamma = w.point[kGamma];
  const double phi = damped(T) ? w.point[kPhi] : 1.0;
  double level = w.point[kLevel], growth = kTrend ? w.point[kGrowth] : 0.0;
  double squares = 0, logs = 0, least = std::numeric_limits<double>::infinity();
  double product = 1;
  std::size_t season = 0;
  for (std::size_t t = 0; t < w.y.size(); ++t) {
    double carried = growth;
    if constexpr (damped(T)) carried = kRatioTrend ? std::pow(growth, phi) : phi * growth;
    double expected = level;
    if constexpr (kTrend) expected = kRatioTrend ? level * carried : level + carried;
    double s = 0, forecast = expected;
    if constexpr (kSeason) {
      s = w.ring[season];
      forecast = kRatioSeason ? expected * s : expected + s;
      w.seasonals[t] = s;
    }
    w.levels[t] = level;
    if constexpr (kTrend) w.growths[t] = growth, w.carried[t] = carried;
    w.forecasts[t] = forecast;
    if constexpr (kPositive) {
      least = std::min(least, std::min(forecast, level));
      if constexpr (kRatioTrend) least = std::min(least, growth);
      if constexpr (kRatioSeason) least = std::min(least, s);
    }
    double d = w.y[t] - forecast;
    const bool missing = d != d;
    if (missing) d = 0;
    const double e = kRatioError ? d / forecast : d;
    squares += e * e;
    if constexpr (kRatioError) {
      if (!missing) product *= forecast;
      if (!(product > 1e-150 && product < 1e150) || t % kLogarithmsEvery == kLogarithmsEvery - 1)
        logs += std::log(product), product = 1;
    }
    const double scaled = kRatioSeason ? d / s : d;
    if constexpr (kTrend) growth = carried + beta * (kRatioTrend ? scaled / level : scaled);
    level = expected + alpha * scaled;
    if constexpr (kSeason) {
      w.ring[season] = s + gamma * (kRatioSeason ? d / expected : d);
      if (++season == w.seasons) season = 0;
    }
  }
  w.level = level;
  w.growth = growth;
  w.squares = squares + w.floor;
  if (kPositive && !(least > 0)) return std::numeric_limits<double>::infinity();
  double value = std::log(w.squares);
  if constexpr (kRatioError) value += 2 * (logs + std::log(product)) / w.count;
  return std::isfinite(value) ? value : std::numeric_limits<double>::infinity();
}

/// The adjoint of `forward`: from the last period to the first, `up_x` is the derivative of the value by what x is
/// after the period, `d_x` by what it is before.
template <EtsError E, EtsTrend T, EtsSeason S>
void backward(Work& w) {
  constexpr bool kTrend = T != EtsTrend::none, kRatioTrend = multiplies(T), kSeason = S != EtsSeason::none;
  constexpr bool kRatioSeason = S == EtsSeason::multiplicative, kRatioError = E == EtsError::multiplicative;
  const double alpha = w.point[kAlpha], beta = w.point[kBeta], gamma = w.point[kGamma];
  const double phi = damped(T) ? w.point[kPhi] : 1.0;
  double d_alpha = 0, d_beta = 0, d_gamma = 0, d_phi = 0;
  double up_level = 0, up_growth = 0;
  std::fill_n(w.ring, w.seasons, 0.0);
  const double by_square = 1 / w.squares, by_log = 2 / w.count;
  std::size_t season = kSeason ? w.y.size() % w.seasons : 0;
  for (std::size_t t = w.y.size(); t-- > 0;) {
    const double level = w.levels[t], carried = kTrend ? w.carried[t] : 0.0, forecast = w.forecasts[t];
    double expected = level;
    if constexpr (kTrend) expected = kRatioTrend ? level * carried : level + carried;
    const double s = kSeason ? w.seasonals[t] : 0.0;
    const double difference = w.y[t] - forecast;
    const bool missing = difference != difference;
    const double d = missing ? 0.0 : difference;
    double d_d = 0, d_expected = up_level, d_level = 0, d_carried = 0, d_s = 0, d_forecast = 0;
    const double scaled = kRatioSeason ? d / s : d;
    double d_scaled = up_level * alpha;
    d_alpha += up_level * scaled;
    if constexpr (kTrend) {
      const double part = kRatioTrend ? scaled / level : scaled;
      d_beta += up_growth * part;
      d_scaled += kRatioTrend ? up_growth * beta / level : up_growth * beta;
      d_carried = up_growth;
      if constexpr (kRatioTrend) d_level -= up_growth * beta * part / level;
    }
    d_d += kRatioSeason ? d_scaled / s : d_scaled;
    if constexpr (kRatioSeason) d_s -= d_scaled * scaled / s;
    if constexpr (kSeason) {
      season = season == 0 ? w.seasons - 1 : season - 1;
      const double up_s = w.ring[season];
      const double part = kRatioSeason ? d / expected : d;
      d_gamma += up_s * part;
      d_d += kRatioSeason ? up_s * gamma / expected : up_s * gamma;
      d_s += up_s;
      if constexpr (kRatioSeason) d_expected -= up_s * gamma * part / expected;
    }
    if (!missing) {
      if constexpr (kRatioError) {
        const double e = d / forecast;
        d_d += 2 * by_square * e / forecast;
        d_forecast += by_log / forecast - 2 * by_square * e * e / forecast;
      } else {
        d_d += 2 * by_square * d;
      }
      d_forecast -= d_d;
    }
    if constexpr (kSeason) {
      d_expected += kRatioSeason ? d_forecast * s : d_forecast;
      d_s += kRatioSeason ? d_forecast * expected : d_forecast;
      w.ring[season] = d_s;
    } else {
      d_expected += d_forecast;
    }
    if constexpr (kTrend) {
      d_level += kRatioTrend ? d_expected * carried : d_expected;
      d_carried += kRatioTrend ? d_expected * level : d_expected;
      const double growth = w.growths[t];
      if constexpr (!damped(T)) {
        up_growth = d_carried;
      } else if constexpr (kRatioTrend) {
        d_phi += d_carried * carried * std::log(growth);
        up_growth = d_carried * phi * carried / growth;
      } else {
        d_phi += d_carried * growth;
        up_growth = d_carried * phi;
      }
    } else {
      d_level += d_expected;
    }
    up_level = d_level;
  }
  w.gradient[kAlpha] = d_alpha;
  w.gradient[kBeta] = d_beta;
  w.gradient[kGamma] = d_gamma;
  w.gradient[kPhi] = d_phi;
  w.gradient[kLevel] = up_level;
  w.gradient[kGrowth] = up_growth;
  std::copy_n(w.ring, w.seasons, w.gradient + kSeasonals);
}

template <EtsError E, EtsTrend T, EtsSeason S>
void linearise(const Work& w, EtsStep* steps) {
  constexpr bool kTrend = T != EtsTrend::none, kRatioTrend = multiplies(T), kSeason = S != EtsSeason::none;
  constexpr bool kRatioSeason = S == EtsSeason::multiplicative, kRatioError = E == EtsError::multiplicative;
  const double alpha = w.point[kAlpha], beta = w.point[kBeta], gamma = w.point[kGamma];
  const double phi = damped(T) ? w.point[kPhi] : 1.0;
  for (std::size_t t = 0; t < w.y.size(); ++t) {
    const double level = w.levels[t], forecast = w.forecasts[t];
    const double difference = w.y[t] - forecast;
    const bool missing = difference != difference;
    const double d = missing ? 0.0 : difference, here = missing ? 0.0 : 1.0;
    EtsStep& step = steps[t];
    double expected = level;
    if constexpr (kTrend) {
      const double carried = w.carried[t], growth = w.growths[t];
      expected = kRatioTrend ? level * carried : level + carried;
      step.growth = !damped(T) ? 1.0 : kRatioTrend ? phi * carried / growth : phi;
      step.power = !damped(T) ? 0.0 : kRatioTrend ? carried * std::log(growth) : growth;
      step.level = kRatioTrend ? carried : 1.0;
      step.carried = kRatioTrend ? level : 1.0;
    }
    // f = f_q q + f_s s to first order, and the innovation of the level x = x_q q + x_s s.
    const double s = kSeason ? w.seasonals[t] : 0.0;
    const double f_q = kRatioSeason ? s : 1.0, f_s = kRatioSeason ? expected : 1.0;
    const double innovation = kRatioSeason ? d / s : d;
    const double x_q = -here, x_s = kRatioSeason ? -(here * f_s + innovation) / s : -here;
    step.level_q = 1 + alpha * x_q;
    step.level_alpha = innovation;
    const double slope = kRatioTrend ? beta / level : beta;
    if constexpr (kTrend) {
      step.growth_q = slope * x_q;
      step.growth_beta = kRatioTrend ? innovation / level : innovation;
      step.growth_l = kRatioTrend ? -slope * step.growth_beta : 0.0;
    }
    const double residual = kRatioError ? d / forecast : d;
    const double error_f = kRatioError ? -(here + residual) / forecast : -here;
    const double log_f = kRatioError ? here / forecast : 0.0;
    step.residual = residual;
    step.error_q = error_f * f_q;
    step.log_q = log_f * f_q;
    if constexpr (kSeason) {
      step.level_s = alpha * x_s;
      if constexpr (kTrend) step.growth_s = slope * x_s;
      const double by_f = kRatioSeason ? -here * gamma / expected : -here * gamma;
      step.season_gamma = kRatioSeason ? d / expected : d;
      step.season_q = by_f * f_q - (kRatioSeason ? gamma * step.season_gamma / expected : 0.0);
      step.season_s = 1 + by_f * f_s;
      step.error_s = error_f * f_s;
      step.log_s = log_f * f_s;
    }
  }
}

struct Kernel {
  EtsPass::Forward forward;
  EtsPass::Backward backward;
  EtsPass::Linearise linearise;
};

/// The thirty forms, the season fastest.
template <std::size_t... I>
constexpr std::array<Kernel, 30> kernels_of(std::index_sequence<I...>) {
  return {Kernel{&forward<EtsError{I / 15}, EtsTrend{I / 3 % 5}, EtsSeason{I % 3}>,
                 &backward<EtsError{I / 15}, EtsTrend{I / 3 % 5}, EtsSeason{I % 3}>,
                 &linearise<EtsError{I / 15}, EtsTrend{I / 3 % 5}, EtsSeason{I % 3}>}...};
}
constexpr auto kKernels = kernels_of(std::make_index_sequence<30>());

}  // namespace

EtsPass::EtsPass(const EtsForm& form, std::size_t season_length, std::span<const double> y)
    : form_(form), seasons_(form.season == EtsSeason::none ? 0 : season_length) {
  const std::size_t n = y.size();
  history_.resize(5 * n);
  ring_.resize(seasons_);
  double squares = 0;
  for (const double x : y)
    if (!std::isnan(x)) count_ += 1, squares += x * x;
  // Sums of squares smaller than what rounding leaves of the data are noise.
  const double unit = std::numeric_limits<double>::epsilon() / 4;
  const double floor = form.error == EtsError::additive ? squares * unit * unit : count_ * unit * unit;
  work_ = {.y = y,
           .seasons = seasons_,
           .floor = std::max(floor, std::numeric_limits<double>::min()),
           .count = count_,
           .levels = history_.data() + n,
           .growths = history_.data() + 2 * n,
           .carried = history_.data() + 3 * n,
           .seasonals = history_.data() + 4 * n,
           .forecasts = history_.data(),
           .ring = ring_.data()};
  const Kernel& kernel = kKernels[static_cast<std::size_t>(form.error) * 15 + static_cast<std::size_t>(form.trend) * 3 +
                                  static_cast<std::size_t>(form.season)];
  forward_ = kernel.forward;
  backward_ = kernel.backward;
  linearise_ = kernel.linearise;
}

void EtsPass::begin(std::span<const double> point) {
  work_.point = point.data();
  std::copy_n(point.data() + kSeasonals, seasons_, ring_.data());
}

double EtsPass::value(std::span<const double> point) {
  begin(point);
  return forward_(work_);
}

double EtsPass::value(std::span<const double> point, std::span<double> gradient) {
  const double result = value(point);
  if (!std::isfinite(result)) return result;
  work_.gradient = gradient.data();
  backward_(work_);
  return result;
}

double EtsPass::linearise(std::span<EtsStep> steps) {
  linearise_(work_, steps.data());
  return work_.squares;
}

EtsState EtsPass::last() const {
  EtsState state{work_.level, form_.trend == EtsTrend::none ? 0 : work_.growth, ring_};
  if (seasons_ > 0) {
    const auto next = static_cast<std::ptrdiff_t>(work_.y.size() % seasons_);
    std::rotate(state.seasonals.begin(), state.seasonals.begin() + next, state.seasonals.end());
  }
  return state;
}

}  // namespace foreplan::inline v0::forecast
