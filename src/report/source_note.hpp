#pragma once
#include <foreplan/core/language.hpp>

#include <string>
#include <vector>

namespace foreplan::inline v0::report {

/// "Source: ...", each source once, and a plain warning when one begins with "illustrative": by the convention of
/// plan documents these are no figures of the plan. Empty when no source is named.
[[nodiscard]] std::string source_note(const std::vector<std::string>& sources, Language language);
/// `note` with `more` behind it, a space between.
[[nodiscard]] std::string joined_notes(std::string note, const std::string& more);

}  // namespace foreplan::inline v0::report
