#include <foreplan/forecast/intermittent.hpp>
#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <string_view>

#include "core/check.hpp"
#include "forecast/data.hpp"
#include "numeric/scalar_search.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLongInterval = 1.32, kLargeVariation = 0.49;

std::vector<double> demand_of(std::string_view function, std::span<const double> y) {
  std::vector<double> demand;
  for (std::size_t t = 0; t < y.size(); ++t) {
    if (std::isnan(y[t])) continue;
    if (std::isinf(y[t]) || y[t] < 0)
      detail::fail(function, "demand must be finite and >= 0, or NaN where missing", detail::number_text(y[t]),
                   "at index " + std::to_string(t));
    demand.push_back(y[t]);
  }
  return demand;
}

std::vector<double> observed_demand(std::string_view function, std::span<const double> y) {
  std::vector<double> demand = demand_of(function, y);
  if (demand.empty())
    detail::fail(function, "y must have an observation", std::to_string(y.size()) + " values, all missing");
  return demand;
}

std::vector<double> sizes_of(std::span<const double> demand) {
  std::vector<double> sizes;
  std::copy_if(demand.begin(), demand.end(), std::back_inserter(sizes), [](double x) { return x > 0; });
  return sizes;
}

std::vector<double> intervals_of(std::span<const double> demand) {
  std::vector<double> intervals;
  double since = 0;
  for (const double x : demand) {
    since += 1;
    if (x > 0) intervals.push_back(since), since = 0;
  }
  return intervals;
}

/// A mean that does not overflow.
double mean_of(std::span<const double> x) {
  double mean = 0, n = 0;
  for (const double v : x) n += 1, mean += (v - mean) / n;
  return mean;
}

DemandPattern pattern_of(std::span<const double> demand) {
  const std::vector<double> sizes = sizes_of(demand);
  if (sizes.empty()) return {.mean_interval = kInfinity};
  const double n = static_cast<double>(sizes.size());
  DemandPattern p{.mean_interval = static_cast<double>(demand.size()) / n, .mean_size = mean_of(sizes)};
  if (n > 1)
    for (const double z : sizes) p.size_variation += std::pow(z / p.mean_size - 1, 2) / (n - 1);
  const bool rare = p.mean_interval >= kLongInterval, unlike = p.size_variation >= kLargeVariation;
  p.demand = rare ? (unlike ? DemandClass::lumpy : DemandClass::intermittent)
                  : (unlike ? DemandClass::erratic : DemandClass::smooth);
  return p;
}

double smoothed(std::span<const double> x, double alpha) {
  double level = x[0];
  for (const double v : x) level += alpha * (v - level);
  return level;
}

/// The parameter of least squared one-step errors.
double best_alpha(std::span<const double> x, const std::optional<double>& held, const IntermittentOptions& o,
                  Stop& stop) {
  if (held) return *held;
  if (x.size() < 2) return o.least;
  const double size = *std::max_element(x.begin(), x.end());
  if (size == 0) return o.least;
  const auto squares = [&](double alpha) {
    double level = x[0] / size, sum = 0;
    for (const double v : x) {
      const double e = v / size - level;
      sum += e * e;
      level += alpha * e;
    }
    return sum;
  };
  constexpr int kGrid = 8;
  const auto at = [&](int k) { return o.least + (o.largest - o.least) * k / kGrid; };
  int best = 0;
  double least = kInfinity;
  for (int k = 0; k <= kGrid; ++k)
    if (const double value = squares(at(k)); value < least) best = k, least = value;
  const auto found = numeric::find_minimum(squares, at(std::max(0, best - 1)), at(std::min(kGrid, best + 1)));
  if (found.stop != Stop::converged) stop = found.stop;
  return found.value < least ? found.x : at(best);
}

/// Means over blocks of k periods, the incomplete first one left out. They are not totals, which could overflow.
std::vector<double> block_means(std::span<const double> demand, std::size_t k) {
  std::vector<double> means;
  for (std::size_t t = demand.size() % k; t + k <= demand.size(); t += k)
    means.push_back(mean_of(demand.subspan(t, k)));
  return means;
}

constexpr bool aggregates(IntermittentMethod m) {
  return m == IntermittentMethod::adida || m == IntermittentMethod::imapa;
}

/// Rates, states and residuals of a fit with its parameters, from its history.
void follow(IntermittentFit& fit) {
  const std::vector<double>& y = fit.history;
  fit.pattern = pattern_of(y);
  fit.residuals.clear();
  fit.rate = fit.size = fit.interval = fit.probability = 0;
  fit.sigma2 = kNaN;
  if (aggregates(fit.method)) {
    fit.size = fit.pattern.mean_size;
    for (AggregationLevel& level : fit.levels) {
      level.rate = smoothed(block_means(y, level.periods), level.alpha);
      fit.rate += level.rate / static_cast<double>(fit.levels.size());
    }
    return;
  }
  double since = 0, count = 0, squares = 0;
  const double unit = fit.pattern.mean_size > 0 ? fit.pattern.mean_size : 1;  // Squares of the sizes may overflow.
  bool started = false;
  const bool by_period = fit.method == IntermittentMethod::tsb;
  if (by_period) fit.probability = y[0] > 0 ? 1 : 0;
  for (std::size_t t = 0; t < y.size(); ++t) {
    const double e = started || (by_period && t > 0) ? y[t] - fit.rate : kNaN;
    fit.residuals.push_back(e);
    if (!std::isnan(e)) count += 1, squares += (e / unit * (e / unit) - squares) / count;
    since += 1;
    if (by_period) fit.probability += fit.beta * ((y[t] > 0 ? 1 : 0) - fit.probability);
    if (y[t] > 0) {
      fit.size = started ? fit.size + fit.alpha * (y[t] - fit.size) : y[t];
      fit.interval = started ? fit.interval + fit.beta * (since - fit.interval) : since;
      started = true;
      since = 0;
    }
    const double debiased = fit.method == IntermittentMethod::sba ? 1 - fit.beta / 2 : 1;
    fit.rate = !started ? 0 : by_period ? fit.probability * fit.size : debiased * (fit.size / fit.interval);
  }
  if (by_period) fit.interval = 0;
  fit.sigma2 = count > 0 ? squares * unit * unit : kNaN;
}

void require_options(const IntermittentOptions& o) {
  constexpr std::string_view kName = "forecast::fit_intermittent";
  for (const auto& [x, rule] : {std::pair{o.alpha, "alpha must be in [0, 1] to be held"},
                                std::pair{o.beta, "beta must be in [0, 1] to be held"}})
    if (x && !(*x >= 0 && *x <= 1)) detail::fail(kName, rule, detail::number_text(*x));
  if (o.beta && aggregates(o.method))
    detail::fail(kName, "adida and imapa have no beta to be held", detail::number_text(*o.beta));
  if (!(o.least >= 0 && o.least < o.largest && o.largest <= 1))
    detail::fail(kName, "parameters must be looked for between two values of [0, 1]",
                 detail::number_text(o.least) + " and " + detail::number_text(o.largest));
}

}  // namespace

std::string_view to_string(IntermittentMethod method) noexcept {
  constexpr std::array<std::string_view, 5> kNames{"croston", "sba", "tsb", "adida", "imapa"};
  const auto i = static_cast<std::size_t>(method);
  return i < kNames.size() ? kNames[i] : "unknown";
}

std::string_view to_string(DemandClass demand) noexcept {
  constexpr std::array<std::string_view, 5> kNames{"none", "smooth", "intermittent", "erratic", "lumpy"};
  const auto i = static_cast<std::size_t>(demand);
  return i < kNames.size() ? kNames[i] : "unknown";
}

DemandPattern classify_demand(std::span<const double> y) {
  return pattern_of(observed_demand("forecast::classify_demand", y));
}

IntermittentFit fit_intermittent(std::span<const double> y, const IntermittentOptions& options) {
  require_options(options);
  IntermittentFit fit{
      .method = options.method, .history = observed_demand("forecast::fit_intermittent", y), .stop = Stop::converged};
  const std::vector<double> sizes = sizes_of(fit.history), intervals = intervals_of(fit.history);
  if (aggregates(fit.method)) {
    const double mean = intervals.empty() ? 1 : mean_of(intervals);
    const auto longest = static_cast<std::size_t>(std::nearbyint(mean));
    for (std::size_t k = fit.method == IntermittentMethod::imapa ? 1 : longest; k <= longest; ++k)
      fit.levels.push_back({k, best_alpha(block_means(fit.history, k), options.alpha, options, fit.stop), 0});
  } else {
    std::vector<double> occurrences;
    for (const double x : fit.history) occurrences.push_back(x > 0 ? 1 : 0);
    fit.alpha = best_alpha(sizes, options.alpha, options, fit.stop);
    fit.beta =
        best_alpha(fit.method == IntermittentMethod::tsb ? occurrences : intervals, options.beta, options, fit.stop);
  }
  follow(fit);
  return fit;
}

IntermittentFit fit_intermittent(const Series& y, const IntermittentOptions& options) {
  IntermittentFit fit = fit_intermittent(y.span(), options);
  fit.origin = origin_of(y);
  return fit;
}

IntermittentFit update(const IntermittentFit& model, std::span<const double> more) {
  IntermittentFit fit = model;
  const std::vector<double> demand = demand_of("forecast::update", more);
  fit.history.insert(fit.history.end(), demand.begin(), demand.end());
  if (!fit.history.empty()) follow(fit);
  if (fit.origin) fit.origin->last = fit.origin->last + static_cast<std::int64_t>(more.size());
  return fit;
}

Predictive predictive(const IntermittentFit& fit, std::size_t horizon) {
  require_horizon("forecast::predict", horizon);
  std::vector<double> sizes = sizes_of(fit.history);
  // Paths draw from the sizes themselves; sigma2 only says whether there is anything known of them.
  Predictive p{.origin = fit.origin,
               .mean = std::vector(horizon, fit.rate),
               .sigma2 = fit.history.size() < 2 ? kNaN : 0,
               .extra = 2 * horizon};
  const double likely = fit.size > 0 ? std::min(1.0, fit.rate / fit.size) : 0;
  const double mean = mean_of(sizes), scale = likely > 0 ? fit.rate / likely / mean : 0;
  p.path = [sizes = std::move(sizes), likely, scale](std::span<const double> e, std::span<double> path) {
    const std::size_t n = path.size();
    for (std::size_t h = 0; h < n; ++h) {
      const bool demand = stats::normal_cdf(e[n + h]) < likely;
      const double place = stats::normal_cdf(e[2 * n + h]) * static_cast<double>(sizes.size());
      path[h] = demand ? scale * sizes[std::min(sizes.size() - 1, static_cast<std::size_t>(place))] : 0;
    }
  };
  return p;
}

}  // namespace foreplan::inline v0::forecast
