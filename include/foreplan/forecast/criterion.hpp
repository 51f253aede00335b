#pragma once
#include <foreplan/export.hpp>

#include <cstdint>
#include <string_view>

namespace foreplan::inline v0::forecast {

/// By what automatic choice compares models of one series, least first. With n observations and p parameters, sigma2
/// and free initial states included:
enum class Criterion : std::uint8_t {
  aicc,  ///< AIC + 2 p (p + 1) / (n - p - 1), infinite for n <= p + 1 (Hurvich & Tsai 1989).
  aic,   ///< -2 log likelihood + 2 p
  bic,   ///< -2 log likelihood + p log n
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Criterion) noexcept;

}  // namespace foreplan::inline v0::forecast
