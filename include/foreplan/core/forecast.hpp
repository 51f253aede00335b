#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>

#include <optional>
#include <string>
#include <vector>

namespace foreplan::inline v0 {

/// Where a fit's data came from; a `Forecast` made from the fit inherits it.
struct Origin {
  std::string name{};  ///< Of the series.
  Period last{};       ///< Last observed period.
  Unit unit{};

  bool operator==(const Origin&) const = default;
};

/// What a model says of the periods after its data. Vectors run over the horizon and are of one
/// length; `lower` and `upper` bound the central interval of probability `coverage` for each period
/// by itself, and are empty when the model gives none.
struct Forecast {
  std::optional<Origin> origin{};  ///< Set when the fit knew its series.
  double coverage = 0.90;
  std::vector<double> mean{};
  std::vector<double> lower{};
  std::vector<double> upper{};

  [[nodiscard]] std::size_t horizon() const noexcept { return mean.size(); }
  bool operator==(const Forecast&) const = default;
};

}  // namespace foreplan::inline v0
