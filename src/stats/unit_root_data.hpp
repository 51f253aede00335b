#pragma once
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

/// What all unit-root tests do with a series.
namespace foreplan::inline v0::stats {

/// Values over the largest of them in size.
/// @throws InvalidArgument  for `function`: fewer than `least`, not finite, all equal.
[[nodiscard]] std::vector<double> unit_root_values(std::string_view function, std::span<const double> y,
                                                   std::size_t least);
/// y_t - y_(t-lag), `lag` shorter.
[[nodiscard]] std::vector<double> lagged_difference(std::span<const double> y, std::size_t lag);
/// 1, 2, ..., n
[[nodiscard]] std::vector<double> times(std::size_t n);
/// The coefficient over its standard error; infinite, with the coefficient's sign, where that is 0.
[[nodiscard]] double t_of(const Coefficient& c);
/// The probability at x between those at ascending quantiles, by straight lines; the first or last one beyond.
[[nodiscard]] double table_probability(double x, std::span<const double> quantiles,
                                       std::span<const double> probabilities);

}  // namespace foreplan::inline v0::stats
