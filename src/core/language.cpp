#include <foreplan/core/language.hpp>

#include "core/check.hpp"

namespace foreplan::inline v0 {

std::string_view tag(Language language) noexcept { return language == Language::vietnamese ? "vi" : "en"; }

Language parse_language(std::string_view text) {
  if (text == "en") return Language::english;
  if (text == "vi") return Language::vietnamese;
  detail::fail("parse_language", "language must be \"en\" or \"vi\"", detail::quoted(text));
}

}  // namespace foreplan::inline v0
