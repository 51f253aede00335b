#include "numeric/loess.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::numeric {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kNear = 0.001, kFar = 0.999;  // of the reach: weight 1 below, weight 0 above
constexpr double kLeastSpread = 0.001;         // of the places weighed, over the whole range
constexpr std::size_t kBlock = 64;

double tricube(double distance, double reach) {
  if (distance <= kNear * reach) return 1;
  if (distance > kFar * reach) return 0;
  const double ratio = distance / reach;
  const double rest = 1 - ratio * ratio * ratio;
  return rest * rest * rest;
}

/// From the sums of w, w d, w d^2, w y and w d y over values at distance d from a place: the local mean or line there.
double local_value(double w, double wd, double wdd, double wy, double wdy, int degree, double range) {
  if (!(w > 0)) return kNaN;
  const double mean = wy / w;
  if (degree == 0) return mean;
  const double centre = wd / w, spread = wdd / w - centre * centre;
  if (!(spread > 0) || !(std::sqrt(spread) > kLeastSpread * range)) return mean;
  return mean - centre * (wdy / w - centre * mean) / spread;
}

/// The place's value by regression on values [left, right), whose places `at` gives.
template <class At>
double regression(double place, std::span<const double> y, std::span<const double> weights, const At& at,
                  std::size_t left, std::size_t right, double lengthened, int degree, double range) {
  const double reach = std::max(place - at(left), at(right - 1) - place) + lengthened;
  double w = 0, wd = 0, wdd = 0, wy = 0, wdy = 0;
  for (std::size_t j = left; j < right; ++j) {
    const double distance = at(j) - place;
    double weight = tricube(std::abs(distance), reach);
    if (!weights.empty()) weight *= weights[j];
    w += weight;
    wd += weight * distance;
    wdd += weight * distance * distance;
    wy += weight * y[j];
    wdy += weight * distance * y[j];
  }
  return local_value(w, wd, wdd, wy, wdy, degree, range);
}

double lengthening(std::size_t window, std::size_t n) { return window > n ? static_cast<double>((window - n) / 2) : 0; }

/// Sums of kernel[k] a[b step + k] for `count` <= kBlock values of b: side by side, for the sake of SIMD.
template <bool adjacent>
void correlate(std::span<const double> kernel, const double* a, std::size_t step, std::size_t count, double* sums) {
  std::fill_n(sums, count, 0.0);
  for (std::size_t k = 0; k < kernel.size(); ++k) {
    const double weight = kernel[k];
    const double* from = a + k;
    for (std::size_t b = 0; b < count; ++b) sums[b] += weight * from[adjacent ? b : b * step];
  }
}

void correlate(std::span<const double> kernel, const double* a, std::size_t step, std::size_t count, double* sums) {
  step == 1 ? correlate<true>(kernel, a, step, count, sums) : correlate<false>(kernel, a, step, count, sums);
}

}  // namespace

Loess::Loess(const LoessOptions& options) : options_(options) {
  const std::size_t half = options.window / 2;
  const double reach = static_cast<double>(half);
  for (std::size_t k = 1; k < 2 * half; ++k) {
    const double distance = static_cast<double>(k) - reach, weight = tricube(std::abs(distance), reach);
    tricube_.push_back(weight);
    first_.push_back(weight * distance);
    second_.push_back(weight * distance * distance);
    tricube_sum_ += weight;
  }
}

/// Places first, first + step, ..., `count` of them, around each of which a whole window lies.
void Loess::inner(std::span<const double> y, std::span<const double> weights, std::size_t first, std::size_t count,
                  std::size_t step, double range, std::span<double> curve) {
  const std::size_t before = options_.window / 2 - 1;
  std::array<double, kBlock> w{}, wd{}, wdd{}, wy{}, wdy{};
  for (std::size_t done = 0; done < count; done += kBlock) {
    const std::size_t some = std::min(kBlock, count - done), place = first + done * step, from = place - before;
    if (weights.empty()) {
      // The places lie evenly on both sides: the line's value in their middle is the mean.
      correlate(tricube_, y.data() + from, step, some, wy.data());
      for (std::size_t b = 0; b < some; ++b) curve[place + b * step] = wy[b] / tricube_sum_;
      continue;
    }
    correlate(tricube_, weights.data() + from, step, some, w.data());
    correlate(tricube_, values_.data() + from, step, some, wy.data());
    if (options_.degree == 1) {
      correlate(first_, weights.data() + from, step, some, wd.data());
      correlate(second_, weights.data() + from, step, some, wdd.data());
      correlate(first_, values_.data() + from, step, some, wdy.data());
    }
    for (std::size_t b = 0; b < some; ++b)
      curve[place + b * step] = local_value(w[b], wd[b], wdd[b], wy[b], wdy[b], options_.degree, range);
  }
}

/// No value is missing. `curve` has n places, or n + 2 from -1 on.
void Loess::complete(std::span<const double> y, std::span<const double> weights, std::span<double> curve) {
  const std::size_t n = y.size(), q = std::min(options_.window, n);
  const double range = static_cast<double>(n) - 1, lengthened = lengthening(options_.window, n);
  const auto at = [](std::size_t j) { return static_cast<double>(j); };
  const auto by_regression = [&](double place, std::size_t left) {
    return regression(place, y, weights, at, left, left + q, lengthened, options_.degree, range);
  };
  const bool beyond = curve.size() > n;
  const std::span<double> inside = beyond ? curve.subspan(1, n) : curve;
  const std::size_t jump = std::max<std::size_t>(1, std::min(options_.jump, n - 1)), half = q / 2;
  if (!weights.empty()) {
    values_.resize(n);
    for (std::size_t i = 0; i < n; ++i) values_[i] = weights[i] * y[i];
  }
  const auto value = [&](std::size_t i) {
    const std::size_t left = i < half ? 0 : std::min(i - half, n - q);
    const double fitted = by_regression(at(i), left);
    return std::isnan(fitted) ? y[i] : fitted;
  };
  if (n == 1) {
    inside[0] = y[0];
  } else {
    std::size_t i = 0;
    if (options_.window <= n) {
      for (; i < half; i += jump) inside[i] = value(i);
      if (i + half < n) {
        const std::size_t count = (n - half - i + jump - 1) / jump;
        inner(y, weights, i, count, jump, range, inside);
        if (!weights.empty())
          for (std::size_t b = 0; b < count; ++b)
            if (double& fitted = inside[i + b * jump]; std::isnan(fitted)) fitted = y[i + b * jump];
        i += count * jump;
      }
    }
    for (; i < n; i += jump) inside[i] = value(i);
    if ((n - 1) % jump != 0) inside[n - 1] = value(n - 1);
  }
  for (std::size_t left = 0; jump > 1 && left + 1 < n; left += jump) {
    const std::size_t right = std::min(left + jump, n - 1);
    const double slope = (inside[right] - inside[left]) / static_cast<double>(right - left);
    for (std::size_t i = left + 1; i < right; ++i) inside[i] = inside[left] + slope * static_cast<double>(i - left);
  }
  if (!beyond) return;
  const double before = by_regression(-1, 0), after = by_regression(static_cast<double>(n), n - q);
  curve.front() = std::isnan(before) ? inside.front() : before;
  curve.back() = std::isnan(after) ? inside.back() : after;
}

void Loess::with_gaps(std::span<const double> y, std::span<const double> weights, std::span<double> curve) {
  places_.clear();
  values_.clear();
  kept_.clear();
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (std::isnan(y[i])) continue;
    places_.push_back(static_cast<double>(i));
    values_.push_back(y[i]);
    if (!weights.empty()) kept_.push_back(weights[i]);
  }
  const std::size_t n = places_.size(), q = std::min(options_.window, n);
  const double range = static_cast<double>(y.size()) - 1, lengthened = lengthening(options_.window, n);
  const auto at = [&](std::size_t j) { return places_[j]; };
  std::size_t left = 0;
  // Places come in order, so that the nearest values only move on.
  const auto value = [&](double place) {
    while (left + q < n && places_[left + q] - place < place - places_[left]) ++left;
    double fitted = regression(place, values_, kept_, at, left, left + q, lengthened, options_.degree, range);
    if (!std::isnan(fitted)) return fitted;
    std::size_t nearest = left;
    for (std::size_t j = left; j < left + q; ++j)
      if (std::abs(places_[j] - place) < std::abs(places_[nearest] - place)) nearest = j;
    return values_[nearest];
  };
  const std::size_t m = y.size(), jump = std::max<std::size_t>(1, std::min(options_.jump, m - 1));
  const bool beyond = curve.size() > m;
  const std::span<double> inside = beyond ? curve.subspan(1, m) : curve;
  if (beyond) curve.front() = value(-1);
  for (std::size_t i = 0;; i = std::min(i + jump, m - 1)) {
    inside[i] = value(static_cast<double>(i));
    if (i > 0) {
      const std::size_t back = i == m - 1 && i % jump != 0 ? i - i % jump : i - jump;
      const double slope = (inside[i] - inside[back]) / static_cast<double>(i - back);
      for (std::size_t j = back + 1; j < i; ++j) inside[j] = inside[back] + slope * static_cast<double>(j - back);
    }
    if (i == m - 1) break;
  }
  if (beyond) curve.back() = value(static_cast<double>(m));
}

void Loess::smooth(std::span<const double> y, std::span<const double> weights, std::span<double> curve) {
  if (std::any_of(y.begin(), y.end(), [](double x) { return std::isnan(x); }))
    with_gaps(y, weights, curve);
  else
    complete(y, weights, curve);
}

}  // namespace foreplan::inline v0::numeric
