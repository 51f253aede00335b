#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/stop.hpp>

#include <functional>

/// Roots and minima of functions of one variable, by Boost.Math.
namespace foreplan::inline v0::numeric {

struct ScalarSearchOptions {
  int bits = 50;              ///< 1 to 52: to this many binary digits of x; a minimum has half of a double's at best.
  int max_evaluations = 200;  ///< >= 3.
  CancelToken cancel{};       ///< Looked at before each evaluation. @throws Cancelled
};

struct ScalarPoint {
  Stop stop = Stop::not_run;  ///< converged, iteration_limit, infeasible (no change of sign), not_finite.
  double x = 0;
  double value = 0;  ///< f(x)
  int evaluations = 0;
};

/// Where f is 0 between low and high, at which it has unlike signs: Alefeld, Potra & Shi's (1995) algorithm 748.
[[nodiscard]] ScalarPoint find_root(const std::function<double(double)>& f, double low, double high,
                                    const ScalarSearchOptions& options = {});

/// A local minimum of f between low and high: Brent's (1973) method. To about half the digits of a double.
[[nodiscard]] ScalarPoint find_minimum(const std::function<double(double)>& f, double low, double high,
                                       const ScalarSearchOptions& options = {.bits = 26});

}  // namespace foreplan::inline v0::numeric
