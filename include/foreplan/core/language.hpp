#pragma once
#include <foreplan/export.hpp>

#include <cstdint>
#include <string_view>

namespace foreplan::inline v0 {

/// A language that sentences, labels and number formats can be written in.
enum class Language : std::uint8_t {
  english,     ///< 6,513.5
  vietnamese,  ///< 6.513,5
};

/// The BCP 47 tag: "en", "vi".
[[nodiscard]] FOREPLAN_EXPORT std::string_view tag(Language) noexcept;
/// @throws InvalidArgument  naming the tags known.
[[nodiscard]] FOREPLAN_EXPORT Language parse_language(std::string_view tag);

}  // namespace foreplan::inline v0
