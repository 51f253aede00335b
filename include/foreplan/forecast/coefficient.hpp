#pragma once
#include <string>

namespace foreplan::inline v0::forecast {

/// One number of a model, by its name: what a regressor is multiplied by, for one.
struct ModelCoefficient {
  std::string name{};
  double estimate = 0;
  double standard_error = 0;  ///< NaN where it is not known.

  bool operator==(const ModelCoefficient&) const = default;
};

}  // namespace foreplan::inline v0::forecast
