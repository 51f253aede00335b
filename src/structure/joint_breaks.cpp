#include "structure/joint_breaks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "numeric/cholesky.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr int kMostRounds = 20;

/// Squared residuals of rows [first, last] from their mean or line, for every pair of rows, summed over columns.
/// Moments are carried forward row by row about the running means.
Matrix segment_costs(const Matrix& z, std::size_t least, bool trend) {
  Matrix cost = filled_matrix(z.rows, z.rows, kInf);
  std::vector<double> mean(z.columns), zz(z.columns), tz(z.columns);
  for (std::size_t first = 0; first < z.rows; ++first) {
    double tt = 0, mean_t = 0;
    std::fill(mean.begin(), mean.end(), 0);
    std::fill(zz.begin(), zz.end(), 0);
    std::fill(tz.begin(), tz.end(), 0);
    for (std::size_t last = first; last < z.rows; ++last) {
      const double n = static_cast<double>(last - first + 1), dt = static_cast<double>(last - first) - mean_t;
      mean_t += dt / n;
      tt += dt * dt * (n - 1) / n;
      double sum = 0;
      for (std::size_t c = 0; c < z.columns; ++c) {
        const double d = z(last, c) - mean[c];
        mean[c] += d / n;
        zz[c] += d * d * (n - 1) / n;
        tz[c] += dt * d * (n - 1) / n;
        sum += std::max(0.0, zz[c] - (trend && tt > 0 ? tz[c] * tz[c] / tt : 0));
      }
      if (last - first + 1 >= least) cost(first, last) = sum;
    }
  }
  return cost;
}

/// The breaks of least total cost; among equals the earliest last break.
std::vector<std::size_t> best_breaks(const Matrix& cost, std::size_t breaks) {
  const std::size_t rows = cost.rows;
  std::vector<double> best(cost.row(0).begin(), cost.row(0).end());  // of rows 0..t with the breaks so far
  std::vector<std::vector<std::size_t>> from;
  for (std::size_t m = 0; m < breaks; ++m) {
    std::vector<double> next(rows, kInf);
    std::vector<std::size_t> start(rows, 0);
    for (std::size_t last = 0; last < rows; ++last)
      for (std::size_t first = 1; first <= last; ++first) {
        const double total = best[first - 1] + cost(first, last);
        if (total < next[last]) next[last] = total, start[last] = first;
      }
    best = std::move(next);
    from.push_back(std::move(start));
  }
  std::vector<std::size_t> found(breaks);
  for (std::size_t m = breaks, last = rows - 1; m-- > 0; last = found[m] - 1) found[m] = from[m][last];
  return found;
}

/// Residuals of every row from its regime's mean or line.
Matrix residuals(const Matrix& z, const std::vector<std::size_t>& breaks, bool trend) {
  Matrix e = z;
  for (std::size_t r = 0; r <= breaks.size(); ++r) {
    const std::size_t first = r == 0 ? 0 : breaks[r - 1], end = r == breaks.size() ? z.rows : breaks[r];
    const double n = static_cast<double>(end - first), middle = (n - 1) / 2;
    for (std::size_t c = 0; c < z.columns; ++c) {
      double mean = 0, tz = 0, tt = 0;
      for (std::size_t t = first; t < end; ++t) mean += z(t, c) / n;
      for (std::size_t t = first; t < end; ++t) {
        const double dt = static_cast<double>(t - first) - middle;
        tz += dt * (z(t, c) - mean);
        tt += dt * dt;
      }
      const double slope = trend && tt > 0 ? tz / tt : 0;
      for (std::size_t t = first; t < end; ++t)
        e(t, c) = z(t, c) - mean - slope * (static_cast<double>(t - first) - middle);
    }
  }
  return e;
}

/// Lower triangular L with L L' = E'E / rows; nothing when that is singular, to rounding of z.
std::optional<Matrix> covariance_factor(const Matrix& e, double size) {
  const std::size_t n = e.columns;
  std::vector<double> s(n * n, 0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0;
      for (std::size_t t = 0; t < e.rows; ++t) sum += e(t, i) * e(t, j);
      s[i * n + j] = s[j * n + i] = sum / static_cast<double>(e.rows);
    }
  const double rounding = 64 * std::numeric_limits<double>::epsilon() * size;
  for (std::size_t i = 0; i < n; ++i)
    if (!(s[i * n + i] > rounding * rounding)) return std::nullopt;
  const auto lower = numeric::cholesky(s, n);
  if (!lower) return std::nullopt;
  for (std::size_t i = 0; i < n; ++i)
    if (!((*lower)[i * n + i] > 0)) return std::nullopt;
  return Matrix{n, n, *lower};
}

/// Rows of z in units of the covariance: L^-1 z.
Matrix whitened(const Matrix& z, const Matrix& lower) {
  Matrix w = z;
  for (std::size_t t = 0; t < z.rows; ++t)
    for (std::size_t i = 0; i < z.columns; ++i) {
      for (std::size_t j = 0; j < i; ++j) w(t, i) -= lower(i, j) * w(t, j);
      w(t, i) /= lower(i, i);
    }
  return w;
}

/// log |S| of a partition; nothing where S is singular.
std::optional<double> log_determinant(const Matrix& z, const std::vector<std::size_t>& breaks, bool trend,
                                      double size) {
  const auto lower = covariance_factor(residuals(z, breaks, trend), size);
  if (!lower) return std::nullopt;
  double sum = 0;
  for (std::size_t i = 0; i < z.columns; ++i) sum += 2 * std::log((*lower)(i, i));
  return sum;
}

/// Dates for a covariance and the covariance of their residuals, in turn until the dates stay.
std::vector<std::size_t> alternate(const Matrix& z, std::optional<Matrix> lower, std::size_t breaks, std::size_t least,
                                   bool trend, double size) {
  std::vector<std::size_t> found;
  for (int round = 0; round < kMostRounds; ++round) {
    std::vector<std::size_t> next = best_breaks(segment_costs(lower ? whitened(z, *lower) : z, least, trend), breaks);
    if (round > 0 && next == found) break;
    found = std::move(next);
    lower = covariance_factor(residuals(z, found, trend), size);
    if (!lower) break;
  }
  return found;
}

/// A partition on its way to the least log |S|.
struct Search {
  const Matrix& z;
  std::size_t least;
  bool trend;
  double size;
  bool singular = false;

  double value(const std::vector<std::size_t>& breaks) {
    const auto found = log_determinant(z, breaks, trend, size);
    singular = singular || !found;
    return found.value_or(-kInf);
  }
  /// Moves break i to its best place between its neighbours; whether that lowered `best`.
  bool moved(std::vector<std::size_t>& breaks, std::size_t i, double& best) {
    const std::size_t from = (i == 0 ? 0 : breaks[i - 1]) + least,
                      to = (i + 1 == breaks.size() ? z.rows : breaks[i + 1]) - least;
    std::vector<std::size_t> trial = breaks;
    const double before = best;
    for (std::size_t at = from; at <= to; ++at) {
      trial[i] = at;
      if (const double x = value(trial); x < best) best = x, breaks[i] = at;
    }
    return best < before;
  }
  /// Moves one break at a time until none lowers log |S|, which it returns.
  double descend(std::vector<std::size_t>& breaks) {
    double best = value(breaks);
    for (bool better = true; better && !singular;) {
      better = false;
      for (std::size_t i = 0; i < breaks.size(); ++i) better = moved(breaks, i, best) || better;
    }
    return best;
  }
  /// The partition with one break more at its best place; as it was where none fits.
  std::vector<std::size_t> with_one_more(const std::vector<std::size_t>& breaks) {
    std::vector<std::size_t> result = breaks;
    double best = kInf;
    for (std::size_t i = 0; i <= breaks.size(); ++i) {
      std::vector<std::size_t> trial = breaks;
      const std::size_t first = i == 0 ? 0 : breaks[i - 1], end = i == breaks.size() ? z.rows : breaks[i];
      if (end - first < 2 * least) continue;
      trial.insert(trial.begin() + static_cast<std::ptrdiff_t>(i), first + least);
      double lowest = value(trial);
      (void)moved(trial, i, lowest);
      if (lowest < best) best = lowest, result = trial;
    }
    return result;
  }
};

}  // namespace

JointPartition joint_partition(const Matrix& z, const std::vector<std::size_t>& fewer, std::size_t breaks,
                               std::size_t least, bool trend) {
  double size = 0;
  for (const double x : z.values) size = std::max(size, std::abs(x));
  Search search{z, least, trend, size};
  JointPartition result;
  std::vector<std::vector<std::size_t>> starts{
      alternate(z, covariance_factor(residuals(z, {}, trend), size), breaks, least, trend, size),
      alternate(z, std::nullopt, breaks, least, trend, size)};
  if (fewer.size() + 1 == breaks) {
    std::vector<std::size_t> grown = search.with_one_more(fewer);
    if (grown.size() == breaks) starts.push_back(std::move(grown));
  }
  result.log_determinant = kInf;
  for (std::vector<std::size_t>& start : starts)
    if (const double found = search.descend(start); found < result.log_determinant) {
      result.log_determinant = found;
      result.breaks = std::move(start);
    }
  result.stop = search.singular ? Stop::singular : Stop::converged;
  if (search.singular) result.log_determinant = std::numeric_limits<double>::quiet_NaN();
  return result;
}

}  // namespace foreplan::inline v0::structure
