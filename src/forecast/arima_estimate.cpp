#include "forecast/arima_estimate.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "forecast/arima_variables.hpp"
#include "forecast/data.hpp"
#include "numeric/minimise.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kTolerance = 1e-7;
constexpr int kConditionalIterations = 30;
constexpr int kFirstSteps = 6;
// Places for each variable; those of seasonal models cost more.
constexpr std::size_t kSpread = 30, kCycles = 30, kSeasonalSpread = 10, kSeasonalCycles = 16;
constexpr double kSpreadApart = 0.8, kCyclesApart = 0.3;
constexpr std::size_t kManyGaps = 20;  // an evaluation takes as their square
constexpr double kSameValue = 1e-3, kSamePlace = 0.2;
struct Round {
  std::size_t runners;
  int steps;
};
constexpr int kToTheEnd = 1'000'000;

}  // namespace

ArimaSeries arima_series(std::span<const double> values) {
  const auto observed = [](double x) { return !std::isnan(x); };
  const auto begin = std::find_if(values.begin(), values.end(), observed);
  auto end = values.end();
  while (end != begin && std::isnan(*(end - 1))) --end;
  ArimaSeries result{.z = {begin, end}, .first = static_cast<std::size_t>(begin - values.begin())};
  result.scale = power_of_two_above(result.z);
  result.observations = static_cast<std::size_t>(std::count_if(result.z.begin(), result.z.end(), observed));
  for (double& x : result.z) x /= result.scale;
  return result;
}

std::vector<double> constant_column(const ArimaOrder& order, std::size_t first, std::size_t count) {
  std::vector<double> k(count, 1.0);
  if (order.d + order.seasonal_d > 0)
    for (std::size_t t = 0; t < count; ++t) k[t] = static_cast<double>(first + t + 1);
  return k;
}

double regression_part(const ArimaFit& fit, const std::vector<stats::Regressor>& x, std::size_t period,
                       std::size_t row) {
  double sum = 0;
  if (fit.with_constant)
    sum += fit.constant * (fit.order.d + fit.order.seasonal_d > 0 ? static_cast<double>(period + 1) : 1.0);
  for (std::size_t k = 0; k < x.size(); ++k) sum += fit.regression[k] * x[k].values[row];
  return sum;
}

double log_likelihood_of(double objective, double n) {
  constexpr double kTwoPi = 6.283185307179586477;
  return -n / 2 * (std::log(kTwoPi / n) + 1 + objective);
}

ArimaEstimate estimate_arima(ArimaLikelihood& likelihood, const ArimaColumns& data, const ArimaOrder& order,
                             ArimaMethod method, const ArimaEffort& effort) {
  const int max_iterations = effort.max_iterations;
  ArimaVariables variables(order);
  ArimaEstimate result{.coefficients = std::vector<double>(variables.size()), .stop = Stop::converged};
  const bool exact = method == ArimaMethod::exact;
  const bool seasonal = order.seasonal_p + order.seasonal_q > 0;
  const double n = exact ? static_cast<double>(data.observations) : likelihood.conditional_observations();
  const double flat =
      exact ? likelihood.exact(result.coefficients, {}) : likelihood.conditional(result.coefficients, {});
  result.log_likelihood = log_likelihood_of(flat, n);
  // Nothing but rounding errors is left to explain.
  double most = 0;
  for (const double x : data.filled) most = std::max(most, std::abs(x));
  const bool explained = likelihood.sum_of_squares() <= 1e3 * n * std::pow(most * 0x1p-52, 2);
  if (variables.size() == 0 || explained) return result;

  std::vector<double> c(variables.size());
  const auto objective_of = [&](bool whole) -> numeric::Objective {
    return [&, whole](std::span<const double> x, std::span<double> gradient) {
      variables.coefficients(x, c);
      const double value = whole ? likelihood.exact(c, gradient) : likelihood.conditional(c, gradient);
      if (!gradient.empty() && std::isfinite(value)) variables.pull_back(x, gradient);
      return value;
    };
  };
  const auto search = [&](std::vector<double> start, bool whole, int iterations) {
    return numeric::minimise(std::move(start), objective_of(whole),
                             {.max_iterations = iterations,
                              .lower = variables.bounds(-1),
                              .upper = variables.bounds(1),
                              .tolerance = kTolerance});
  };
  const std::vector<double> zero(variables.size());
  if (!exact) {
    const numeric::Minimum found = search(zero, false, max_iterations);
    variables.coefficients(found.x, result.coefficients);
    result.log_likelihood = log_likelihood_of(found.value, n);
    result.stop = found.stop;
    return result;
  }
  const numeric::Objective whole = objective_of(true);
  const auto better = [](const numeric::Minimum& l, const numeric::Minimum& r) { return l.value < r.value; };
  std::vector<numeric::Minimum> found;
  const auto settle = [&](std::vector<double> start) { found.push_back(search(std::move(start), true, kFirstSteps)); };
  if (likelihood.conditional_observations() >
      static_cast<double>(2 * variables.size() + data.columns() - data.missing)) {
    settle(search(zero, false, kConditionalIterations).x);
  }
  if (!effort.near.empty()) settle(variables.near(effort.near_order, effort.near));
  if (effort.near.empty() || effort.thorough) settle(zero);
  // The likelihood has several maxima as often as not. Of many places the best go on that are apart from each other:
  // the best alone would all climb one hill.
  const auto settle_best = [&](std::vector<std::vector<double>> places, std::size_t count, double apart) {
    std::vector<std::pair<double, std::size_t>> ranked;
    for (std::size_t i = 0; i < places.size(); ++i)
      if (const double value = whole(places[i], {}); std::isfinite(value)) ranked.emplace_back(value, i);
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::size_t> taken;
    for (const auto& candidate : ranked) {
      if (taken.size() == count) break;
      const std::size_t i = candidate.second;  // Which clang 14 does not capture as a structured binding.
      const auto near = [&](std::size_t other) { return variables.distance(places[i], places[other]) < apart; };
      if (std::none_of(taken.begin(), taken.end(), near)) taken.push_back(i);
    }
    for (const std::size_t i : taken) settle(places[i]);
  };
  const std::size_t k = variables.size();
  if (effort.thorough && data.missing <= kManyGaps) {
    const std::vector<double> first = std::min_element(found.begin(), found.end(), better)->x;
    std::vector<std::vector<double>> places((seasonal ? kSeasonalSpread : kSpread) * k);
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = variables.spread(i);
    settle_best(std::move(places), k + 1, kSpreadApart);
    places.assign(order.p > 0 ? (seasonal ? kSeasonalCycles : kCycles) * k : 0, {});
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = variables.cycle(i, first);
    settle_best(std::move(places), 2 * k, kCyclesApart);
  }
  double best = kInfinity;
  std::vector<double> point = zero;
  const auto keep = [&](numeric::Minimum m) {
    if (!(m.value < best)) return;
    best = m.value;
    point = std::move(m.x);
    result.stop = m.stop;
  };
  // A race: fewer and fewer go on, those that came to one place as one.
  int left = max_iterations - kFirstSteps;
  const std::vector<Round> rounds = effort.thorough ? std::vector<Round>{{k + 4, 12}, {3, 20}, {1, kToTheEnd}}
                                                    : std::vector<Round>{{2, 12}, {1, kToTheEnd}};
  for (const Round& round : rounds) {
    std::stable_sort(found.begin(), found.end(), better);
    std::vector<numeric::Minimum> distinct;
    for (numeric::Minimum& m : found) {
      const auto same = [&](const numeric::Minimum& d) {
        return m.value - d.value < kSameValue && variables.distance(m.x, d.x) < kSamePlace;
      };
      if (std::none_of(distinct.begin(), distinct.end(), same)) distinct.push_back(std::move(m));
    }
    found = std::move(distinct);
    found.resize(std::min(found.size(), round.runners));
    const int steps = std::min(left, round.steps);
    for (numeric::Minimum& m : found)
      if (m.stop == Stop::iteration_limit && steps > 0) m = search(std::move(m.x), true, steps);
    left -= steps;
  }
  for (numeric::Minimum& m : found) keep(std::move(m));
  // A search ends a little before a root on the unit circle, where the slope is zero whether the likelihood is largest
  // there or not.
  if (std::vector<double> border = point; variables.snap(border)) {
    if (const double value = whole(border, {}); value < best) best = value, point = border;
    variables.step_off(border);
    keep(search(std::move(border), true, max_iterations));
  }
  variables.coefficients(point, result.coefficients);
  if (std::isfinite(best))
    result.log_likelihood = log_likelihood_of(best, n);
  else
    result.stop = Stop::not_finite;
  return result;
}

bool roots_outside(const ArimaOrder& o, std::size_t m, std::span<const double> coefficients, double margin) {
  // A polynomial in (1 + margin) B has its roots outside the unit circle when one in B has them that much farther.
  std::size_t at = 0;
  const auto outside = [&](std::size_t count, double sign, std::size_t lag) {
    std::vector<double> c(coefficients.begin() + static_cast<std::ptrdiff_t>(at),
                          coefficients.begin() + static_cast<std::ptrdiff_t>(at + count)),
        r(count);
    at += count;
    for (std::size_t k = 0; k < count; ++k) c[k] *= sign * std::pow(1 + margin, static_cast<double>((k + 1) * lag));
    return to_partials(c, r, 1) && std::none_of(r.begin(), r.end(), [](double v) { return std::abs(v) >= 1; });
  };
  const bool ar = outside(o.p, 1, 1), ma = outside(o.q, -1, 1);
  const bool seasonal_ar = outside(o.seasonal_p, 1, m), seasonal_ma = outside(o.seasonal_q, -1, m);
  return ar && ma && seasonal_ar && seasonal_ma;
}

bool enough_observations(const ArimaOrder& o, bool constant, std::size_t m, std::size_t observations,
                         std::size_t regressors) {
  return observations > o.d + o.seasonal_d * m + arma_size(o) + (constant ? 1 : 0) + regressors;
}

std::vector<std::vector<double>> arima_design(const ArimaOrder& order, bool constant, const ArimaSeries& series,
                                              const std::vector<stats::Regressor>& x) {
  std::vector<std::vector<double>> columns;
  if (constant) columns.push_back(constant_column(order, series.first, series.z.size()));
  for (const auto& r : x) {
    const auto begin = r.values.begin() + static_cast<std::ptrdiff_t>(series.first);
    columns.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(series.z.size()));
  }
  return columns;
}

std::vector<double> arma_coefficients(const ArimaFit& fit) {
  std::vector<double> c;
  for (const auto* part : {&fit.ar, &fit.ma, &fit.seasonal_ar, &fit.seasonal_ma})
    c.insert(c.end(), part->begin(), part->end());
  return c;
}

ArimaState::ArimaState(const ArimaFit& model, std::span<const double> errors)
    : series(arima_series(errors)),
      columns(arima_columns(series.z, {}, model.order, model.season_length)),
      likelihood(columns, model.order, model.season_length),
      completed(columns.filled) {
  const std::vector<double> c = arma_coefficients(model);
  value = model.method == ArimaMethod::exact ? likelihood.exact(c, {}) : likelihood.conditional(c, {});
  const std::vector<double> gaps = likelihood.column_coefficients();
  for (std::size_t k = 0; k < columns.gaps.size(); ++k) completed[columns.gaps[k]] -= gaps[k];
}

}  // namespace foreplan::inline v0::forecast
