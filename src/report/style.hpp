#pragma once
#include <string_view>

namespace foreplan::inline v0::report {

/// Style sheet of a page, without that of its charts (`chart_style`).
[[nodiscard]] std::string_view page_style() noexcept;

}  // namespace foreplan::inline v0::report
