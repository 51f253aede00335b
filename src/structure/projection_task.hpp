#pragma once
#include <foreplan/structure/projection.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// The question that `project_sectors` is asked, read and checked. Private.
namespace foreplan::inline v0::structure {

inline constexpr std::string_view kProjectSectors = "structure::project_sectors";

/// Names are resolved to indices. Holds on to the options that it was read from.
struct ProjectionTask {
  const SectorProjectionOptions& options;
  Period base{};
  std::size_t periods = 0;
  std::vector<std::string> names{};
  Unit unit{};
  std::vector<double> levels{}, shares{};     ///< Of the base.
  double total = 0;                           ///< Of the base.
  std::vector<const SectorGrowth*> growth{};  ///< For each sector; null without rates of its own.
  std::vector<std::size_t> target_sector{};   ///< For each target.

  [[nodiscard]] std::size_t size() const noexcept { return names.size(); }
  [[nodiscard]] std::size_t step(const ShareTarget& t) const { return static_cast<std::size_t>(t.period - base); }
};

/// @throws  as `project_sectors`, for all that does not depend on which bounds bind.
ProjectionTask read_task(const Frame& levels, const SectorProjectionOptions& options);

}  // namespace foreplan::inline v0::structure
