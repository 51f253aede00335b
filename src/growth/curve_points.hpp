#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/series.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

namespace foreplan::inline v0::growth::internal {

/// A series without its missing values; time 1 is its first period.
struct CurvePoints {
  std::vector<double> t{}, y{};
  std::size_t last = 0;  ///< Place in the series of the last one.

  explicit CurvePoints(const Series& series) {
    for (std::size_t i = 0; i < series.size(); ++i) {
      if (std::isnan(series.values[i])) continue;
      t.push_back(static_cast<double>(i) + 1);
      y.push_back(series.values[i]);
      last = i;
    }
  }
};
[[nodiscard]] inline Origin origin_of(const Series& series, const CurvePoints& points) {
  return {series.name, series.period(points.last), series.unit};
}

}  // namespace foreplan::inline v0::growth::internal
