#pragma once
#include <foreplan/core/execution.hpp>

#include <cstddef>
#include <functional>

namespace foreplan::inline v0::numeric {

/// Runs `body(0) ... body(count - 1)` as `execution` says: on the caller's executor, on own threads, or
/// here. When a body throws, units not begun are left out and the exception of the lowest index that threw
/// is rethrown. Progress is told after every unit, one call at a time. Own threads take no signals.
/// @throws Cancelled  when the token is raised or progress returns false before all units are done; in nobody's name.
void parallel_for(std::size_t count, const Execution& execution, const std::function<void(std::size_t)>& body);

}  // namespace foreplan::inline v0::numeric
