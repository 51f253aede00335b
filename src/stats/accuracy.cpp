#include <foreplan/stats/accuracy.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "core/check.hpp"

namespace foreplan::inline v0::stats {
namespace {

using Values = std::span<const double>;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

void require_pairs(std::string_view function, Values y, Values f) {
  if (y.size() != f.size())
    detail::fail(function, "there must be a forecast for each value",
                 std::to_string(f.size()) + " for " + std::to_string(y.size()));
}

void require_probability(std::string_view function, std::string_view what, double p) {
  if (!(p > 0 && p < 1)) detail::fail(function, std::string(what) + " must be in (0, 1)", detail::number_text(p));
}

/// The mean of term(i) over the i at which it is not NaN.
template <class Term>
double mean_over(std::size_t n, const Term& term) {
  double sum = 0, count = 0;
  for (std::size_t i = 0; i < n; ++i)
    if (const double x = term(i); !std::isnan(x)) {
      sum += x;
      count += 1;
    }
  return count > 0 ? sum / count : kNaN;
}

template <class Loss>
double mean_loss(std::string_view function, Values y, Values f, const Loss& loss) {
  require_pairs(function, y, f);
  return mean_over(y.size(),
                   [&](std::size_t i) { return std::isnan(y[i]) || std::isnan(f[i]) ? kNaN : loss(y[i], f[i]); });
}

/// Nothing over nothing is no error.
double ratio(double error, double scale, double both_zero = 0) {
  return scale == 0 ? (error == 0 ? both_zero : error > 0 ? kInfinity : kNaN) : error / scale;
}

template <class Size>
double naive_scale(std::string_view function, Values x, std::size_t m, const Size& size) {
  detail::require(m >= 1, function, "the season length must be >= 1", "0");
  return x.size() > m ? mean_over(x.size() - m, [&](std::size_t i) { return size(x[i + m] - x[i]); }) : kNaN;
}

double square(double x) { return x * x; }
double absolute(double x) { return std::abs(x); }

void require_bounds(std::string_view function, Values y, Values lower, Values upper) {
  require_pairs(function, y, lower);
  require_pairs(function, y, upper);
}

double interval_loss(double y, double lower, double upper, double alpha) {
  return upper - lower + 2 / alpha * (std::max(0.0, lower - y) + std::max(0.0, y - upper));
}

double pair_weight(std::size_t draws, SampleScore score) {
  const double k = static_cast<double>(draws);
  return score == SampleScore::fair ? k * (k - 1) : k * k;
}

/// log(x / y), of the ratio itself where it is a double: a difference of logarithms has the digits of the larger one.
/// NaN where both are 0.
double log_ratio(double x, double y) {
  const double ratio = x / y;
  return std::isnormal(ratio) ? std::log(ratio) : std::log(x) - std::log(y);
}

}  // namespace

double mean_error(Values y, Values f) {
  return mean_loss("stats::mean_error", y, f, [](double a, double b) { return a - b; });
}
double mean_absolute_error(Values y, Values f) {
  return mean_loss("stats::mean_absolute_error", y, f, [](double a, double b) { return std::abs(a - b); });
}
double root_mean_squared_error(Values y, Values f) {
  return std::sqrt(mean_loss("stats::root_mean_squared_error", y, f, [](double a, double b) { return square(a - b); }));
}
double mape(Values y, Values f) {
  return 100 * mean_loss("stats::mape", y, f, [](double a, double b) { return ratio(std::abs(a - b), std::abs(a)); });
}
double smape(Values y, Values f) {
  return 200 * mean_loss("stats::smape", y, f,
                         [](double a, double b) { return ratio(std::abs(a - b), std::abs(a) + std::abs(b)); });
}
double wape(Values y, Values f) {
  const double error = mean_loss("stats::wape", y, f, [](double a, double b) { return std::abs(a - b); });
  return ratio(error, mean_loss("stats::wape", y, f, [](double a, double) { return std::abs(a); }));
}

double naive_absolute_scale(Values training, std::size_t season_length) {
  return naive_scale("stats::naive_absolute_scale", training, season_length, absolute);
}
double naive_squared_scale(Values training, std::size_t season_length) {
  return naive_scale("stats::naive_squared_scale", training, season_length, square);
}
double mase(Values y, Values f, Values training, std::size_t season_length) {
  return ratio(mean_absolute_error(y, f), naive_absolute_scale(training, season_length));
}
double rmsse(Values y, Values f, Values training, std::size_t season_length) {
  const double e2 = mean_loss("stats::rmsse", y, f, [](double a, double b) { return square(a - b); });
  return std::sqrt(ratio(e2, naive_squared_scale(training, season_length)));
}

double owa(double smape, double mase, double naive2_smape, double naive2_mase) {
  for (const double x : {smape, mase, naive2_smape, naive2_mase})
    detail::require(!(x < 0), "stats::owa", "errors must be >= 0", x);
  return (ratio(smape, naive2_smape, 1) + ratio(mase, naive2_mase, 1)) / 2;
}

double relative_mae(Values y, Values f, Values benchmark) {
  constexpr std::string_view kName = "stats::relative_mae";
  require_pairs(kName, y, f);
  require_pairs(kName, y, benchmark);
  const auto mean = [&](Values g) {
    return mean_over(y.size(), [&](std::size_t i) {
      return std::isnan(f[i]) || std::isnan(benchmark[i]) ? kNaN : std::abs(y[i] - g[i]);
    });
  };
  return ratio(mean(f), mean(benchmark), 1);
}

double directional_accuracy(double last, Values y, Values f) {
  require_pairs("stats::directional_accuracy", y, f);
  const auto sign = [](double x) { return (x > 0) - (x < 0); };
  return mean_over(y.size(), [&](std::size_t i) {
    const double before = i == 0 ? last : y[i - 1];
    if (std::isnan(before) || std::isnan(y[i]) || std::isnan(f[i])) return kNaN;
    return sign(y[i] - before) == sign(f[i] - before) ? 1.0 : 0.0;
  });
}

double aitchison_distance(Values x, Values y) {
  constexpr std::string_view kName = "stats::aitchison_distance";
  require_pairs(kName, x, y);
  if (x.size() < 2) detail::fail(kName, "a composition must have at least two parts", std::to_string(x.size()));
  std::vector<double> ratios;
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (const double part : {x[i], y[i]})
      if (part < 0 || part == kInfinity)
        detail::fail(kName, "parts must be >= 0 and finite", detail::number_text(part), "at index " + std::to_string(i));
    ratios.push_back(x[i] < y[i] ? -log_ratio(y[i], x[i]) : log_ratio(x[i], y[i]));
    sum += ratios.back();
  }
  if (std::any_of(ratios.begin(), ratios.end(), [](double r) { return std::isnan(r); })) return kNaN;
  if (std::any_of(ratios.begin(), ratios.end(), [](double r) { return std::isinf(r); })) return kInfinity;
  const double mean = sum / static_cast<double>(x.size());
  double squares = 0;
  for (const double ratio : ratios) squares += square(ratio - mean);
  return std::sqrt(squares);
}

double pinball_loss(Values y, Values q, double level) {
  require_probability("stats::pinball_loss", "the level", level);
  return mean_loss("stats::pinball_loss", y, q,
                   [&](double a, double b) { return std::max(level * (a - b), (level - 1) * (a - b)); });
}

double coverage(Values y, Values lower, Values upper) {
  require_bounds("stats::coverage", y, lower, upper);
  return mean_over(y.size(), [&](std::size_t i) {
    if (std::isnan(y[i]) || std::isnan(lower[i]) || std::isnan(upper[i])) return kNaN;
    return y[i] >= lower[i] && y[i] <= upper[i] ? 1.0 : 0.0;
  });
}

double interval_score(Values y, Values lower, Values upper, double probability) {
  constexpr std::string_view kName = "stats::interval_score";
  require_bounds(kName, y, lower, upper);
  require_probability(kName, "the probability", probability);
  return mean_over(y.size(), [&](std::size_t i) {
    if (std::isnan(y[i]) || std::isnan(lower[i]) || std::isnan(upper[i])) return kNaN;
    return interval_loss(y[i], lower[i], upper[i], 1 - probability);
  });
}

double msis(Values y, Values lower, Values upper, double probability, Values training, std::size_t season_length) {
  return ratio(interval_score(y, lower, upper, probability), naive_absolute_scale(training, season_length));
}

double weighted_interval_score(Values y, Values median, const std::vector<ScoredInterval>& intervals) {
  constexpr std::string_view kName = "stats::weighted_interval_score";
  require_pairs(kName, y, median);
  for (const ScoredInterval& interval : intervals) {
    require_bounds(kName, y, interval.lower, interval.upper);
    require_probability(kName, "the probability of an interval", interval.probability);
  }
  return mean_over(y.size(), [&](std::size_t i) {
    if (std::isnan(y[i])) return kNaN;  // max() below would swallow it
    double sum = std::abs(y[i] - median[i]) / 2;
    for (const ScoredInterval& interval : intervals) {
      const double alpha = 1 - interval.probability, lower = interval.lower[i], upper = interval.upper[i];
      sum += std::isnan(lower) || std::isnan(upper) ? kNaN : alpha / 2 * interval_loss(y[i], lower, upper, alpha);
    }
    return sum / (static_cast<double>(intervals.size()) + 0.5);
  });
}

double crps(double y, Values draws, SampleScore score) {
  constexpr std::string_view kName = "stats::crps";
  const std::size_t fewest = score == SampleScore::fair ? 2 : 1;
  if (draws.size() < fewest)
    detail::fail(kName, "there must be at least " + std::to_string(fewest) + " draws", std::to_string(draws.size()));
  std::vector<double> x(draws.begin(), draws.end());
  if (std::isnan(y) || std::any_of(x.begin(), x.end(), [](double v) { return std::isnan(v); })) return kNaN;
  std::sort(x.begin(), x.end());
  // In order, x_i is the larger one of i pairs and the smaller one of the rest.
  double distance = 0, pairs = 0;
  const double k = static_cast<double>(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    distance += std::abs(x[i] - y) / k;
    pairs += (2 * static_cast<double>(i) + 1 - k) * (x[i] - y);
  }
  return distance - pairs / pair_weight(x.size(), score);
}

double energy_score(Values y, Values paths, SampleScore score) {
  constexpr std::string_view kName = "stats::energy_score";
  const std::size_t h = y.size(), fewest = score == SampleScore::fair ? 2 : 1;
  if (h == 0 || paths.size() % h != 0 || paths.size() / h < fewest)
    detail::fail(kName, "there must be at least " + std::to_string(fewest) + " whole paths",
                 std::to_string(paths.size()) + " numbers", "for " + std::to_string(h) + " values");
  const std::size_t k = paths.size() / h;
  const auto distance = [&](Values a, Values b) {
    double sum = 0;
    for (std::size_t t = 0; t < h; ++t) sum += square(a[t] - b[t]);
    return std::sqrt(sum);
  };
  double to_values = 0, pairs = 0;
  for (std::size_t i = 0; i < k; ++i) {
    to_values += distance(paths.subspan(i * h, h), y) / static_cast<double>(k);
    for (std::size_t j = 0; j < i; ++j) pairs += distance(paths.subspan(i * h, h), paths.subspan(j * h, h));
  }
  return to_values - pairs / pair_weight(k, score);
}

}  // namespace foreplan::inline v0::stats
