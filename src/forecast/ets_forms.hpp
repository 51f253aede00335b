#pragma once
#include <foreplan/forecast/ets.hpp>

#include <vector>

#include "forecast/data.hpp"

namespace foreplan::inline v0::forecast {

/// The forms that the options leave to choose from, each once: with fewer parts where the series is too short.
/// @throws InvalidArgument  when there are none.
[[nodiscard]] std::vector<EtsForm> forms_to_try(const EtsOptions& options, const ScaledData& data);

}  // namespace foreplan::inline v0::forecast
