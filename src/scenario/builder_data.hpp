#pragma once
#include <foreplan/scenario/builder.hpp>

#include "scenario/model_data.hpp"

namespace foreplan::inline v0::scenario::detail {

/// What a builder holds so far, as a front end hands it over; `build` is `finish` of it.
/// @throws InvalidArgument  naming the equation.
ModelData builder_data(const ModelBuilder& builder);

}  // namespace foreplan::inline v0::scenario::detail
