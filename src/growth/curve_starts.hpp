#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "growth/curve_shapes.hpp"

namespace foreplan::inline v0::growth::internal {

/// Starting points from a Sobol grid over the parameters that do not enter linearly, the others solved for (variable
/// projection); the most promising first, at most `count`. Over a single such parameter one for each valley.
[[nodiscard]] std::vector<std::vector<double>> grid_starts(const CurveShape& shape, std::span<const double> t,
                                                           std::span<const double> y, std::size_t count);

}  // namespace foreplan::inline v0::growth::internal
