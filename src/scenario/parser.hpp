#pragma once
#include "scenario/reading.hpp"

namespace foreplan::inline v0::scenario::detail {

/// Reads a whole model text into `reading.syntax`; what is wrong goes to `reading.issues`, and reading goes on with the
/// next statement.
/// @throws LimitReached
void parse_statements(Reading& reading);

}  // namespace foreplan::inline v0::scenario::detail
