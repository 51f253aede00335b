#include "io/input_output_labels.hpp"

#include <array>

namespace foreplan::inline v0::io::internal {
namespace {

using structure::FinalDemandKind;
using structure::PrimaryInputKind;

constexpr std::array kFinalDemand = {FinalDemandKind::household_consumption,
                                     FinalDemandKind::government_consumption,
                                     FinalDemandKind::capital_formation,
                                     FinalDemandKind::inventory_change,
                                     FinalDemandKind::exports,
                                     FinalDemandKind::other};
constexpr std::array kPrimaryInputs = {PrimaryInputKind::imports, PrimaryInputKind::taxes_on_products,
                                       PrimaryInputKind::compensation_of_employees,
                                       PrimaryInputKind::other_value_added};

template <class Kinds>
std::optional<typename Kinds::value_type> kind_of(const Kinds& kinds, const std::optional<std::string_view>& mark) {
  if (mark)
    for (const auto kind : kinds)
      if (structure::to_string(kind) == *mark) return kind;
  return std::nullopt;
}

}  // namespace

MarkedLabel marked_label(std::string_view label) {
  const auto open = label.rfind(" [");
  if (!label.ends_with(']') || open == std::string_view::npos) return {label, std::nullopt};
  return {label.substr(0, open), label.substr(open + 2, label.size() - open - 3)};
}

std::optional<FinalDemandKind> final_demand_mark(const MarkedLabel& label) { return kind_of(kFinalDemand, label.mark); }

std::optional<PrimaryInputKind> primary_input_mark(const MarkedLabel& label) {
  return kind_of(kPrimaryInputs, label.mark);
}

bool is_imported_mark(const MarkedLabel& label) { return label.mark == "imported"; }

std::optional<std::string_view> satellite_mark(const MarkedLabel& label) {
  constexpr std::string_view kSatellite = "satellite";
  if (!label.mark || !label.mark->starts_with(kSatellite)) return std::nullopt;
  const std::string_view rest = label.mark->substr(kSatellite.size());
  if (rest.empty()) return rest;
  return rest.starts_with(", ") ? std::optional(rest.substr(2)) : std::nullopt;
}

}  // namespace foreplan::inline v0::io::internal
