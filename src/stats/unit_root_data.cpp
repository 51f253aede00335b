#include "stats/unit_root_data.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/check.hpp"

namespace foreplan::inline v0::stats {

std::vector<double> unit_root_values(std::string_view function, std::span<const double> y, std::size_t least) {
  if (y.size() < least)
    detail::fail(function, "there must be at least " + std::to_string(least) + " values", std::to_string(y.size()));
  double most = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (!std::isfinite(y[i]))
      detail::fail(function, "values must be finite", detail::number_text(y[i]), "at index " + std::to_string(i));
    most = std::max(most, std::abs(y[i]));
  }
  if (std::all_of(y.begin(), y.end(), [&](double x) { return x == y[0]; }))
    detail::fail(function, "values must not be all equal", detail::number_text(y[0]));
  std::vector<double> z(y.begin(), y.end());
  for (double& x : z) x /= most;
  return z;
}

std::vector<double> lagged_difference(std::span<const double> y, std::size_t lag) {
  std::vector<double> d;
  for (std::size_t t = lag; t < y.size(); ++t) d.push_back(y[t] - y[t - lag]);
  return d;
}

std::vector<double> times(std::size_t n) {
  std::vector<double> t(n);
  for (std::size_t i = 0; i < n; ++i) t[i] = static_cast<double>(i + 1);
  return t;
}

double t_of(const Coefficient& c) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  return c.standard_error > 0 ? c.t : c.estimate < 0 ? -kInfinity : kInfinity;
}

double table_probability(double x, std::span<const double> quantiles, std::span<const double> probabilities) {
  const auto above = std::lower_bound(quantiles.begin(), quantiles.end(), x);
  if (above == quantiles.begin()) return probabilities.front();
  if (above == quantiles.end()) return probabilities.back();
  const auto k = static_cast<std::size_t>(above - quantiles.begin());
  const double share = (x - quantiles[k - 1]) / (quantiles[k] - quantiles[k - 1]);
  return probabilities[k - 1] + share * (probabilities[k] - probabilities[k - 1]);
}

}  // namespace foreplan::inline v0::stats
