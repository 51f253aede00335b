#pragma once
#include <foreplan/structure/matrix.hpp>

#include <string_view>

namespace foreplan::inline v0::structure {

/// @throws InvalidArgument  for `function`, unless square, in [0, 1], rows summing to 1 within 1e-9.
void require_transitions(std::string_view function, const Matrix&);

}  // namespace foreplan::inline v0::structure
