#include <foreplan/forecast/decomposition.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "forecast/data.hpp"
#include "forecast/decomposition_data.hpp"
#include "numeric/loess.hpp"

namespace foreplan::inline v0::forecast {
namespace {

using numeric::Loess;
using numeric::LoessOptions;

constexpr std::size_t kLargestWindow = 100'000'001;

std::size_t window_of(std::string_view function, std::string_view name, std::size_t window) {
  if (window < 3 || window > kLargestWindow || window % 2 == 0)
    detail::fail(function, std::string(name) + " must be odd and in [3, 100,000,001]", std::to_string(window));
  return window;
}

int degree_of(std::string_view function, std::string_view name, int degree) {
  if (degree != 0 && degree != 1) detail::fail(function, std::string(name) + " must be 0 or 1", std::to_string(degree));
  return degree;
}

std::size_t jump_of(std::string_view function, std::string_view name, const std::optional<std::size_t>& jump,
                    std::size_t window) {
  if (jump && *jump < 1) detail::fail(function, std::string(name) + " must be >= 1", "0");
  return jump.value_or((window + 9) / 10);
}

int iterations_of(std::string_view function, std::string_view name, int count, int least) {
  if (count < least || count > 1'000)
    detail::fail(function, std::string(name) + " must be in [" + std::to_string(least) + ", 1,000]",
                 std::to_string(count));
  return count;
}

/// 1.5 m / (1 - 1.5 / n_s), the least odd number that is not below it.
std::size_t usual_trend_window(std::size_t season_length, std::size_t seasonal_window) {
  const double wanted =
      std::ceil(1.5 * static_cast<double>(season_length) / (1 - 1.5 / static_cast<double>(seasonal_window)));
  return static_cast<std::size_t>(wanted) | 1;
}

struct Settings {
  LoessOptions season{}, trend{}, low_pass{};
  int inner = 2, outer = 0;
  bool periodic = false;
};

Settings settings_of(std::string_view function, std::size_t n, std::size_t m, const StlOptions& o) {
  Settings s{.periodic = o.periodic};
  s.season.window = o.periodic ? 10 * n + 1 : window_of(function, "seasonal_window", o.seasonal_window);
  s.season.degree = o.periodic ? 0 : degree_of(function, "seasonal_degree", o.seasonal_degree);
  s.season.jump = jump_of(function, "seasonal_jump", o.seasonal_jump, s.season.window);
  s.trend.window = window_of(function, "trend_window", o.trend_window.value_or(usual_trend_window(m, s.season.window)));
  s.trend.degree = degree_of(function, "trend_degree", o.trend_degree);
  s.trend.jump = jump_of(function, "trend_jump", o.trend_jump, s.trend.window);
  s.low_pass.window =
      window_of(function, "low_pass_window", o.low_pass_window.value_or(std::max<std::size_t>(3, m | 1)));
  s.low_pass.degree = degree_of(function, "low_pass_degree", o.low_pass_degree);
  s.low_pass.jump = jump_of(function, "low_pass_jump", o.low_pass_jump, s.low_pass.window);
  s.inner = iterations_of(function, "inner_iterations", o.inner_iterations.value_or(o.robust ? 1 : 2), 1);
  s.outer = iterations_of(function, "outer_iterations", o.outer_iterations.value_or(o.robust ? 15 : 0), 0);
  return s;
}

/// Means of `length` neighbours: to.size() = from.size() - length + 1 of them.
void moving_average(std::span<const double> from, std::size_t length, std::span<double> to) {
  double sum = 0;
  for (std::size_t i = 0; i < length; ++i) sum += from[i];
  const double share = 1 / static_cast<double>(length);
  to[0] = sum * share;
  for (std::size_t i = 1; i < to.size(); ++i) {
    sum += from[i + length - 1] - from[i - 1];
    to[i] = sum * share;
  }
}

/// The iterations of section 3 of Cleveland et al. (1990) on one series.
class Stl {
 public:
  Stl(std::span<const double> y, std::size_t m, const Settings& settings)
      : y_(y),
        m_(m),
        settings_(settings),
        season_loess_(settings.season),
        trend_loess_(settings.trend),
        low_pass_loess_(settings.low_pass),
        work_(y.size()),
        cycles_(y.size() + 2 * m),
        averages_(y.size() + 2 * m),
        low_(y.size()),
        season(y.size()),
        trend(y.size()) {}

  void run() {
    for (int outer = 0;; ++outer) {
      for (int inner = 0; inner < settings_.inner; ++inner) iterate();
      if (outer == settings_.outer) break;
      weigh();
    }
    if (settings_.periodic) average_season();
  }

 private:
  void iterate() {
    const std::size_t n = y_.size();
    for (std::size_t i = 0; i < n; ++i) work_[i] = y_[i] - trend[i];
    for (std::size_t place = 0; place < m_; ++place) smooth_cycle(place);
    // The low-pass filter: means of m, m and 3 values, then a regression.
    moving_average(cycles_, m_, std::span(averages_).first(n + m_ + 1));
    moving_average(std::span(averages_).first(n + m_ + 1), m_, std::span(shorter_).first(n + 2));
    moving_average(std::span(shorter_).first(n + 2), 3, std::span(averages_).first(n));
    low_pass_loess_.smooth(std::span(averages_).first(n), {}, low_);
    for (std::size_t i = 0; i < n; ++i) season[i] = cycles_[i + m_] - low_[i];
    for (std::size_t i = 0; i < n; ++i) work_[i] = y_[i] - season[i];
    trend_loess_.smooth(work_, weights, trend);
  }

  /// One place of the season through all its repetitions, and one before and after.
  void smooth_cycle(std::size_t place) {
    cycle_.clear();
    cycle_weights_.clear();
    for (std::size_t i = place; i < work_.size(); i += m_) {
      cycle_.push_back(work_[i]);
      if (!weights.empty()) cycle_weights_.push_back(weights[i]);
    }
    curve_.resize(cycle_.size() + 2);
    season_loess_.smooth(cycle_, cycle_weights_, curve_);
    for (std::size_t k = 0; k < curve_.size(); ++k) cycles_[place + k * m_] = curve_[k];
  }

  /// Bisquare weights of what is left of each value.
  void weigh() {
    sizes_.clear();
    weights.resize(y_.size());
    for (std::size_t i = 0; i < y_.size(); ++i) {
      weights[i] = std::abs(y_[i] - season[i] - trend[i]);
      if (!std::isnan(weights[i])) sizes_.push_back(weights[i]);
    }
    const std::size_t half = sizes_.size() / 2;
    const auto middle = sizes_.begin() + static_cast<std::ptrdiff_t>(half);
    std::nth_element(sizes_.begin(), middle, sizes_.end());
    const double upper = *middle;
    const double lower = sizes_.size() % 2 == 1 ? upper : *std::max_element(sizes_.begin(), middle);
    const double reach = 3 * (lower + upper);
    for (double& w : weights) {
      const double ratio = w / reach;
      if (std::isnan(w)) continue;
      w = w <= 0.001 * reach ? 1 : w > 0.999 * reach ? 0 : (1 - ratio * ratio) * (1 - ratio * ratio);
    }
  }

  void average_season() {
    const std::size_t n = y_.size();
    for (std::size_t place = 0; place < m_; ++place) {
      double sum = 0, count = 0;
      for (std::size_t i = place; i < n; i += m_) sum += season[i], count += 1;
      for (std::size_t i = place; i < n; i += m_) season[i] = sum / count;
    }
  }

  std::span<const double> y_;
  std::size_t m_;
  Settings settings_;
  Loess season_loess_, trend_loess_, low_pass_loess_;
  std::vector<double> work_, cycles_, averages_, low_, shorter_ = std::vector<double>(work_.size() + 2);
  std::vector<double> cycle_{}, cycle_weights_{}, curve_{}, sizes_{};

 public:
  std::vector<double> season, trend, weights{};
};

/// Data over a power of two, so that no sum leaves the range of a double.
struct Scaled {
  std::vector<double> y{};
  double scale = 1;
};

Scaled scaled(std::span<const double> y) {
  Scaled result{{y.begin(), y.end()}, power_of_two_above(y)};
  divide(result.y, result.scale);
  return result;
}

void finish(Decomposition& d, const Scaled& data, Stl& stl) {
  d.trend = std::move(stl.trend);
  d.weights = std::move(stl.weights);
  d.remainder = data.y;
  for (std::size_t i = 0; i < d.remainder.size(); ++i) {
    for (const std::vector<double>& season : d.seasonal) d.remainder[i] -= season[i];
    d.remainder[i] -= d.trend[i];
  }
  for (std::vector<double>& season : d.seasonal) multiply(season, data.scale);
  multiply(d.trend, data.scale);
  multiply(d.remainder, data.scale);
}

}  // namespace

StlOptions statsmodels_stl(std::size_t season_length, std::size_t seasonal_window, bool robust) {
  constexpr std::string_view function = "forecast::statsmodels_stl";
  require_season_length(function, season_length);
  StlOptions o{.seasonal_window = window_of(function, "seasonal_window", seasonal_window)};
  o.trend_window = usual_trend_window(season_length, seasonal_window);
  o.low_pass_window = (season_length + 1) | 1;
  o.seasonal_degree = 1;
  o.seasonal_jump = o.trend_jump = o.low_pass_jump = 1;
  o.robust = robust;
  o.inner_iterations = robust ? 2 : 5;
  return o;
}

Decomposition decompose_stl(std::span<const double> y, std::size_t season_length, const StlOptions& options) {
  constexpr std::string_view function = "forecast::decompose_stl";
  require_decomposable(function, y, season_length);
  const Settings settings = settings_of(function, y.size(), season_length, options);
  const Scaled data = scaled(y);
  Stl stl(data.y, season_length, settings);
  stl.run();
  Decomposition d{.season_lengths = {season_length}};
  d.seasonal.push_back(std::move(stl.season));
  finish(d, data, stl);
  return d;
}

Decomposition decompose_mstl(std::span<const double> y, const std::vector<std::size_t>& season_lengths,
                             const MstlOptions& options) {
  constexpr std::string_view function = "forecast::decompose_mstl";
  if (season_lengths.empty()) detail::fail(function, "season_lengths must have at least one");
  const std::size_t seasons = season_lengths.size();
  if (!options.seasonal_windows.empty() && options.seasonal_windows.size() != seasons)
    detail::fail(function, "seasonal_windows must be empty or as many as season_lengths",
                 std::to_string(options.seasonal_windows.size()), "for " + std::to_string(seasons) + " seasons");
  const int iterations = iterations_of(function, "iterations", options.iterations, 1);
  Decomposition d{.season_lengths = season_lengths};
  std::sort(d.season_lengths.begin(), d.season_lengths.end());
  const auto same = std::adjacent_find(d.season_lengths.begin(), d.season_lengths.end());
  if (same != d.season_lengths.end())
    detail::fail(function, "season_lengths must be distinct", std::to_string(*same) + " twice");
  std::vector<Settings> settings;
  for (std::size_t s = 0; s < seasons; ++s) {
    require_decomposable(function, y, d.season_lengths[s]);
    StlOptions own = options.stl;
    own.seasonal_window = options.seasonal_windows.empty() ? 11 + 4 * s : options.seasonal_windows[s];
    settings.push_back(settings_of(function, y.size(), d.season_lengths[s], own));
  }
  const Scaled data = scaled(y);
  d.seasonal.assign(seasons, std::vector<double>(y.size(), 0.0));
  std::vector<double> rest = data.y;
  const auto add = [&rest](const std::vector<double>& season, double sign) {
    for (std::size_t i = 0; i < rest.size(); ++i) rest[i] += sign * season[i];
  };
  std::optional<Stl> stl;
  for (int round = 0; round < (seasons == 1 ? 1 : iterations); ++round)
    for (std::size_t s = 0; s < seasons; ++s) {
      add(d.seasonal[s], 1);
      stl.emplace(rest, d.season_lengths[s], settings[s]);
      stl->run();
      d.seasonal[s] = std::move(stl->season);
      add(d.seasonal[s], -1);
    }
  finish(d, data, *stl);
  return d;
}

Decomposition decompose_stl(const Series& y, std::size_t season_length, const StlOptions& options) {
  Decomposition d = decompose_stl(y.span(), season_length, options);
  d.origin = origin_of(y);
  return d;
}
Decomposition decompose_mstl(const Series& y, const std::vector<std::size_t>& season_lengths,
                             const MstlOptions& options) {
  Decomposition d = decompose_mstl(y.span(), season_lengths, options);
  d.origin = origin_of(y);
  return d;
}

}  // namespace foreplan::inline v0::forecast
