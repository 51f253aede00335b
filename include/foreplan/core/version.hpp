#pragma once
#include <foreplan/export.hpp>

#include <string_view>

/// The version of the headers, for the preprocessor. Source compatibility holds within a major
/// version; binary compatibility holds within a SOVERSION, which is counted apart.
#define FOREPLAN_VERSION_MAJOR 0
#define FOREPLAN_VERSION_MINOR 1
#define FOREPLAN_VERSION_PATCH 0
#define FOREPLAN_VERSION_STRING "0.1.0"
#define FOREPLAN_SOVERSION 0

namespace foreplan::inline v0 {

/// Version of the compiled library, "major.minor.patch". A program that was built with the headers
/// of this very library finds it equal to `FOREPLAN_VERSION_STRING`.
[[nodiscard]] FOREPLAN_EXPORT std::string_view version() noexcept;

}  // namespace foreplan::inline v0
