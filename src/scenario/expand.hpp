#pragma once
#include "scenario/assemble.hpp"
#include "scenario/reading.hpp"

namespace foreplan::inline v0::scenario::detail {

/// Runs the loops of a text: declarations first, wherever they stand, then equations, into the draft.
/// @throws LimitReached
void expand(Reading& reading, Draft& draft, std::vector<std::uint32_t>& equation_places,
            std::vector<std::uint32_t>& variable_places);

}  // namespace foreplan::inline v0::scenario::detail
