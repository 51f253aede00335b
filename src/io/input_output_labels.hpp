#pragma once
#include <foreplan/core/unit.hpp>
#include <foreplan/structure/input_output.hpp>

#include <optional>
#include <string_view>

/// What the labels of an input-output table in CSV say by themselves. Private.
namespace foreplan::inline v0::io::internal {

/// "exports [exports]" is the name "exports" and the mark "exports"; without a mark all is the name.
struct MarkedLabel {
  std::string_view name{};
  std::optional<std::string_view> mark{};
};
[[nodiscard]] MarkedLabel marked_label(std::string_view label);

/// Nothing for a label without one of these marks.
[[nodiscard]] std::optional<structure::FinalDemandKind> final_demand_mark(const MarkedLabel&);
[[nodiscard]] std::optional<structure::PrimaryInputKind> primary_input_mark(const MarkedLabel&);
[[nodiscard]] bool is_imported_mark(const MarkedLabel&);
/// The text behind "satellite, ", empty for a pure number.
[[nodiscard]] std::optional<std::string_view> satellite_mark(const MarkedLabel&);

}  // namespace foreplan::inline v0::io::internal
