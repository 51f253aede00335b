#pragma once
#include <foreplan/forecast/ets.hpp>

#include <exception>
#include <optional>
#include <span>
#include <vector>

namespace foreplan::inline v0::forecast {

/// A series, and how `fit_ets` is to take it.
struct EtsRequest {
  std::span<const double> y{};
  EtsOptions options{};
};
/// A fit, or what `fit_ets` throws in its place.
struct EtsAnswer {
  std::optional<EtsFit> fit{};
  std::exception_ptr error{};
};

/// `fit_ets` of each, to the bit; searches of the same form go side by side.
[[nodiscard]] std::vector<EtsAnswer> fit_each(std::span<const EtsRequest> requests);

}  // namespace foreplan::inline v0::forecast
