#pragma once
#include <foreplan/structure/matrix.hpp>

#include <string_view>

/// What every function that takes a matrix asks of it first.
namespace foreplan::inline v0::structure {

/// @throws InvalidArgument  for `function`, unless values has rows x columns numbers, at most 10^9.
void require_shape(std::string_view function, const Matrix&);
/// @throws InvalidArgument  for `function`, unless the compressed rows are as described.
void require_shape(std::string_view function, const SparseMatrix&);

}  // namespace foreplan::inline v0::structure
