#pragma once
#include <foreplan/scenario/seek.hpp>

#include <string>

namespace foreplan::inline v0::scenario::detail {

/// What came of a search, in words.
[[nodiscard]] std::string sentence(const SeekResult& result);

}  // namespace foreplan::inline v0::scenario::detail
