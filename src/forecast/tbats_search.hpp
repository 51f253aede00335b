#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/forecast/tbats.hpp>

#include <limits>
#include <span>
#include <vector>

#include "forecast/tbats_kernel.hpp"

/// Maximum likelihood of one form of TBATS.
namespace foreplan::inline v0::forecast {

struct TbatsOptimum {
  TbatsPoint point{};
  std::vector<double> initial{};                           ///< As in `TbatsPass`.
  std::size_t parameters = 0;                              ///< With initial states and sigma2.
  double value = std::numeric_limits<double>::infinity();  ///< As in `TbatsPass`.
  std::vector<double> errors{};                            ///< e; NaN where y is missing.
  Stop stop = Stop::not_finite;
};

struct TbatsLimits {
  double least_lambda = 0, largest_lambda = 1;
  double largest_root = 1;
  int max_iterations = 200;
  bool thorough = true;  ///< From all starts and to the last digits.
};

/// @param y      as `TbatsPass` takes it.
/// @param starts  points of this form to search from too.
[[nodiscard]] TbatsOptimum most_likely(const TbatsForm& form, std::span<const double> y, const TbatsLimits& limits,
                                       const std::vector<TbatsPoint>& starts = {});

}  // namespace foreplan::inline v0::forecast
