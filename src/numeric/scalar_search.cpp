#include "numeric/scalar_search.hpp"

#include <foreplan/core/errors.hpp>

#include <boost/math/tools/minima.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>

namespace foreplan::inline v0::numeric {
namespace {

struct NotFinite {};

/// Counts, looks for cancellation, and leaves by an exception where the searches could not go on.
auto watched(const std::function<double(double)>& f, const ScalarSearchOptions& options, ScalarPoint& point) {
  return [&](double x) {
    if (options.cancel.cancelled()) throw Cancelled("cancelled by the caller");
    ++point.evaluations;
    const double value = f(x);
    if (!std::isfinite(value)) {
      point.x = x;
      point.value = value;
      throw NotFinite{};
    }
    return value;
  };
}

}  // namespace

ScalarPoint find_root(const std::function<double(double)>& f, double low, double high,
                      const ScalarSearchOptions& options) {
  ScalarPoint point;
  const auto g = watched(f, options, point);
  try {
    const double at_low = g(low), at_high = g(high);
    if ((at_low > 0) == (at_high > 0) && at_low != 0 && at_high != 0) {
      point.stop = Stop::infeasible;
      const bool lower = std::abs(at_low) <= std::abs(at_high);
      point.x = lower ? low : high;
      point.value = lower ? at_low : at_high;
      return point;
    }
    if (at_low == 0 || at_high == 0) {
      point.stop = Stop::converged;
      point.x = at_low == 0 ? low : high;
      return point;
    }
    auto left = static_cast<std::uintmax_t>(options.max_evaluations - 2);
    const auto limit = left;
    const auto [a, b] = boost::math::tools::toms748_solve(
        g, low, high, at_low, at_high, boost::math::tools::eps_tolerance<double>(options.bits), left);
    point.stop = left < limit || a == b ? Stop::converged : Stop::iteration_limit;
    point.x = a + (b - a) / 2;
    point.value = g(point.x);
  } catch (const NotFinite&) {
    point.stop = Stop::not_finite;
  }
  return point;
}

ScalarPoint find_minimum(const std::function<double(double)>& f, double low, double high,
                         const ScalarSearchOptions& options) {
  ScalarPoint point;
  const auto g = watched(f, options, point);
  try {
    auto left = static_cast<std::uintmax_t>(options.max_evaluations - 1);
    const auto limit = left;
    const auto [x, value] = boost::math::tools::brent_find_minima(g, low, high, options.bits, left);
    point.stop = left < limit ? Stop::converged : Stop::iteration_limit;
    point.x = x;
    point.value = value;
  } catch (const NotFinite&) {
    point.stop = Stop::not_finite;
  }
  return point;
}

}  // namespace foreplan::inline v0::numeric
