#include <foreplan/forecast/transform.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.hpp"
#include "forecast/data.hpp"
#include "numeric/scalar_search.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double power_of(double y, double lambda) {
  if (lambda == 0) return std::log(y);
  if (y < 0) return (-std::pow(-y, lambda) - 1) / lambda;
  // (y^lambda - 1) / lambda without cancellation where y^lambda is near 1.
  return y > 0 ? std::expm1(lambda * std::log(y)) / lambda : -1 / lambda;
}

double power_back(double z, double lambda) {
  if (lambda == 0) return std::exp(z);
  const double x = lambda * z;
  if (x > -1) return std::exp(std::log1p(x) / lambda);
  return lambda > 0 ? -std::pow(-1 - x, 1 / lambda) : kInfinity;
}

void require_options(std::string_view function, const Transform& t) {
  if (t.kind == TransformKind::box_cox) {
    if (t.lambda) {
      detail::require(std::isfinite(*t.lambda) && std::abs(*t.lambda) <= 5, function, "lambda must be in [-5, 5]",
                      *t.lambda);
    } else if (!(t.lower >= -5 && t.lower < t.upper && t.upper <= 5)) {
      detail::fail(function, "lambda must be looked for between two values of [-5, 5]",
                   detail::number_text(t.lower) + " and " + detail::number_text(t.upper));
    }
  } else if (t.kind == TransformKind::bounded) {
    const bool some = std::isfinite(t.floor) || std::isfinite(t.ceiling);
    if (!some || !(t.floor < t.ceiling) || t.floor == kInfinity || t.ceiling == -kInfinity)
      detail::fail(function, "a floor below a ceiling is needed, at least one of them finite",
                   detail::number_text(t.floor) + " and " + detail::number_text(t.ceiling));
  }
}

/// What is wrong with a value, or nothing.
std::string_view outside(const Transform& t, double y) {
  if (std::isinf(y)) return "values must be finite";
  if (t.kind == TransformKind::box_cox) {
    const double least = t.lambda.value_or(t.lower);
    if (y <= 0 && least <= 0) return "a Box-Cox transformation with lambda <= 0 needs values > 0";
  } else if (t.kind == TransformKind::bounded && (y <= t.floor || y >= t.ceiling)) {
    return "values must be strictly within the bounds";
  }
  return {};
}

/// Coefficient of variation over subseries of s / m^(1 - lambda): equation (3.1) of Guerrero (1993).
class SubseriesSpread {
 public:
  SubseriesSpread(std::span<const double> series, std::size_t length) {
    std::vector<double> y(series.begin(), series.end());
    divide(y, power_of_two_above(series));
    const std::size_t groups = y.size() / length;
    for (std::size_t g = 0; g < groups; ++g) {
      double sum = 0, squares = 0, count = 0;
      const auto part = std::span(y).subspan(y.size() - (groups - g) * length, length);
      for (const double x : part)
        if (!std::isnan(x)) sum += x, count += 1;
      const double mean = sum / count;
      for (const double x : part)
        if (!std::isnan(x)) squares += (x - mean) * (x - mean);
      if (count >= 2 && mean > 0) groups_.push_back({mean, std::sqrt(squares / (count - 1))});
    }
  }
  [[nodiscard]] bool informative() const {
    return groups_.size() >= 2 &&
           std::any_of(groups_.begin(), groups_.end(), [](const Group& g) { return g.deviation > 0; }) &&
           std::any_of(groups_.begin(), groups_.end(), [&](const Group& g) { return g.mean != groups_[0].mean; });
  }
  [[nodiscard]] double operator()(double lambda) const {
    // Means are scaled, so that powers of large values stay within range; the coefficient does not depend on scale.
    double sum = 0, squares = 0;
    const double n = static_cast<double>(groups_.size());
    for (const Group& g : groups_) sum += ratio(g, lambda);
    for (const Group& g : groups_) squares += (ratio(g, lambda) - sum / n) * (ratio(g, lambda) - sum / n);
    return std::sqrt(squares / (n - 1)) / (sum / n);
  }

 private:
  struct Group {
    double mean, deviation;
  };
  [[nodiscard]] double ratio(const Group& g, double lambda) const {
    return g.deviation / std::pow(g.mean / groups_[0].mean, 1 - lambda);
  }
  std::vector<Group> groups_;
};

/// -2 log profile likelihood of a line with season dummies on the transformed scale, over n, but for a constant.
class LineSpread {
 public:
  LineSpread(std::span<const double> y, std::size_t season_length) {
    const std::size_t seasons = y.size() >= 2 * season_length ? season_length : 1;
    for (std::size_t t = 0; t < y.size(); ++t) {
      if (std::isnan(y[t])) continue;
      time_.push_back(static_cast<double>(t));
      log_.push_back(std::log(y[t]));
      season_.push_back(t % seasons);
    }
    counts_.assign(seasons, 0);
    for (const std::size_t s : season_) counts_[s] += 1;
    for (const double l : log_) mean_log_ += l / static_cast<double>(log_.size());
    centre(time_);
  }
  [[nodiscard]] bool informative() const {
    return log_.size() > counts_.size() + 2 &&
           std::any_of(log_.begin(), log_.end(), [&](double l) { return l != log_[0]; });
  }
  [[nodiscard]] double operator()(double lambda) const {
    // Values over their geometric mean: the Jacobian of the transformation is then 1.
    std::vector<double> z;
    for (const double l : log_)
      z.push_back(lambda == 0 ? l - mean_log_ : std::expm1(lambda * (l - mean_log_)) / lambda);
    centre(z);
    double tt = 0, tz = 0, zz = 0;
    for (std::size_t i = 0; i < z.size(); ++i) tt += time_[i] * time_[i], tz += time_[i] * z[i], zz += z[i] * z[i];
    return std::log(tt > 0 ? zz - tz * tz / tt : zz);
  }

 private:
  /// Deviations from the mean of the season: what dummies leave (Frisch & Waugh 1933).
  void centre(std::vector<double>& x) const {
    std::vector<double> sums(counts_.size(), 0);
    for (std::size_t i = 0; i < x.size(); ++i) sums[season_[i]] += x[i];
    for (std::size_t i = 0; i < x.size(); ++i) x[i] -= sums[season_[i]] / counts_[season_[i]];
  }
  std::vector<double> time_, log_, counts_;
  std::vector<std::size_t> season_;
  double mean_log_ = 0;
};

/// The least of f over [lower, upper]: the best of a grid, then Brent's method between its neighbours.
template <class F>
double least(const F& f, double lower, double upper) {
  constexpr int kSteps = 30;
  const auto at = [&](int k) { return lower + (upper - lower) * k / kSteps; };
  int best = 0;
  double least_value = kInfinity;
  for (int k = 0; k <= kSteps; ++k)
    if (const double value = f(at(k)); value < least_value) best = k, least_value = value;
  const auto found = numeric::find_minimum(f, at(std::max(0, best - 1)), at(std::min(kSteps, best + 1)));
  return found.value <= least_value ? found.x : at(best);
}

template <class Spread>
double choose_lambda(const Spread& spread, const Transform& t) {
  return spread.informative() ? least(spread, t.lower, t.upper) : 1;
}

double back(const Transform& t, double lambda, double z) {
  switch (t.kind) {
    case TransformKind::none:
      return z;
    case TransformKind::box_cox:
      return power_back(z, lambda);
    case TransformKind::bounded:
      break;
  }
  if (std::isinf(t.ceiling)) return t.floor + std::exp(z);
  if (std::isinf(t.floor)) return t.ceiling - std::exp(-z);
  // From the nearer bound, so that what is close to one keeps its digits.
  const double width = t.ceiling - t.floor;
  return z < 0 ? t.floor + width * (std::exp(z) / (1 + std::exp(z))) : t.ceiling - width / (1 + std::exp(z));
}

}  // namespace

double require_resolved(std::string_view function, const Transform& t) {
  require_options(function, t);
  if (t.kind == TransformKind::box_cox && !t.lambda)
    detail::fail(function, "lambda must be set: `resolved` finds it from data");
  return t.lambda.value_or(1);
}

Transform box_cox(std::optional<double> lambda) noexcept { return {.kind = TransformKind::box_cox, .lambda = lambda}; }
Transform log_transform() noexcept { return box_cox(0.0); }
Transform above(double floor) noexcept { return {.kind = TransformKind::bounded, .floor = floor}; }
Transform below(double ceiling) noexcept { return {.kind = TransformKind::bounded, .ceiling = ceiling}; }
Transform between(double floor, double ceiling) noexcept {
  return {.kind = TransformKind::bounded, .floor = floor, .ceiling = ceiling};
}

Transform resolved(const Transform& t, std::span<const double> y, std::size_t season_length) {
  constexpr std::string_view kName = "forecast::resolved";
  require_options(kName, t);
  detail::require(season_length >= 1, kName, "season_length must be >= 1", "0");
  for (std::size_t i = 0; i < y.size(); ++i)
    if (const auto rule = outside(t, y[i]); !rule.empty())
      detail::fail(kName, rule, detail::number_text(y[i]), "at index " + std::to_string(i));
  Transform result = t;
  if (t.kind != TransformKind::box_cox || t.lambda) return result;
  // Both choices rest on logarithms or powers of positive values.
  const bool positive = std::none_of(y.begin(), y.end(), [](double x) { return x <= 0; });
  if (!positive)
    result.lambda = 1;
  else if (t.choice == LambdaChoice::guerrero)
    result.lambda = choose_lambda(SubseriesSpread(y, std::max<std::size_t>(2, season_length)), t);
  else
    result.lambda = choose_lambda(LineSpread(y, season_length), t);
  return result;
}

double transformed(const Transform& t, double y) {
  constexpr std::string_view kName = "forecast::transformed";
  const double lambda = require_resolved(kName, t);
  if (std::isnan(y)) return y;
  if (const auto rule = outside(t, y); !rule.empty()) detail::fail(kName, rule, detail::number_text(y));
  switch (t.kind) {
    case TransformKind::none:
      return y;
    case TransformKind::box_cox:
      return power_of(y, lambda);
    case TransformKind::bounded:
      break;
  }
  if (std::isinf(t.ceiling)) return std::log(y - t.floor);
  if (std::isinf(t.floor)) return -std::log(t.ceiling - y);
  return std::log((y - t.floor) / (t.ceiling - y));
}

double restored(const Transform& t, double z) {
  const double lambda = require_resolved("forecast::restored", t);
  return std::isnan(z) ? z : back(t, lambda, z);
}

double restored_mean(const Transform& t, double mean, double variance) {
  constexpr std::string_view kName = "forecast::restored_mean";
  const double lambda = require_resolved(kName, t);
  if (std::isnan(mean) || std::isnan(variance)) return std::numeric_limits<double>::quiet_NaN();
  detail::require(variance >= 0, kName, "variance must be >= 0", variance);
  if (variance == 0 || t.kind == TransformKind::none) return back(t, lambda, mean);
  if (t.kind == TransformKind::box_cox) {
    if (lambda == 0) return std::exp(mean + variance / 2);
    if (lambda == 1) return back(t, lambda, mean);
    if (lambda < 0) return kInfinity;
  } else if (std::isinf(t.ceiling)) {
    return t.floor + std::exp(mean + variance / 2);
  } else if (std::isinf(t.floor)) {
    return t.ceiling - std::exp(-mean + variance / 2);
  }
  // Gauss and Legendre's five points on each of many pieces, with the kink at z = -1 / lambda as one of their ends.
  constexpr std::array kNode{0.0, 0.5384693101056830910, 0.9061798459386639928};
  constexpr std::array kWeight{0.5688888888888888889, 0.4786286704993664680, 0.2369268850561890875};
  constexpr double kReach = 9;
  const double deviation = std::sqrt(variance);
  const auto integrate = [&](double from, double to) {
    if (!(from < to)) return 0.0;
    const int pieces = static_cast<int>(std::ceil((to - from) * 8));
    const double half = (to - from) / pieces / 2;
    double sum = 0;
    for (int p = 0; p < pieces; ++p) {
      const double middle = from + (2 * p + 1) * half;
      for (const int k : {-2, -1, 0, 1, 2}) {
        const auto at = static_cast<std::size_t>(std::abs(k));
        const double u = middle + (k < 0 ? -half : half) * kNode[at];
        sum += kWeight[at] * half * std::exp(-u * u / 2) * back(t, lambda, mean + deviation * u);
      }
    }
    return sum / std::sqrt(2 * 3.14159265358979323846);
  };
  const double kink = t.kind == TransformKind::box_cox ? (-1 / lambda - mean) / deviation : -kReach;
  const double middle = std::clamp(kink, -kReach, kReach);
  return integrate(-kReach, middle) + integrate(middle, kReach);
}

}  // namespace foreplan::inline v0::forecast
