#pragma once
#include <foreplan/tuning/ensemble.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/trees_document.hpp"
#include "io/tuning_fields.hpp"

/// The lists of fields of documents of ensembles.
namespace foreplan::inline v0::io::internal {

/// Widths, their trees beside them.
struct WidthsDocument {
  tuning::EnsembleWidths widths{};
  std::optional<TreesDocument> trees{};

  bool operator==(const WidthsDocument&) const = default;
};

/// A group, its trees and widths beside it.
struct GroupDocument {
  tuning::EnsembleGroup group{};
  std::optional<TreesDocument> trees{};
  std::optional<WidthsDocument> widths{};

  bool operator==(const GroupDocument&) const = default;
};

struct EnsembleDocument {
  Mark<"ensemble"> foreplan{};
  std::string name{}, trained_on{};
  std::vector<GroupDocument> groups{};
};

inline About about(Described, const tuning::EnsemblePool&) {
  return {"pool", "A mean of members without the lowest and the highest, mixed into the weighted one."};
}
void fields(auto& visit, tuning::EnsemblePool& x) {
  visit("members", x.members, "Places among the group's members, from 0 and rising; left out: all.");
  visit.required("trimmed_share", x.trimmed_share, "[0, 0.5]; left out at either side, 0.5: the median.");
  visit.required("share", x.share, "(0, 1]; the part of the forecast that is the pool's.");
}

inline About about(Described, const forecast::IntervalCalibration&) {
  return {"calibration", "By how much the distance of quantiles from the point is multiplied."};
}
void fields(auto& visit, forecast::IntervalCalibration& x) {
  visit.required("levels", x.levels, "Rising, in (0.5, 1): of upper quantiles, 1 - level of lower ones.");
  visit.required("lower", x.lower, "For each step ahead, a factor for each of the levels.");
  visit.required("upper", x.upper, "As many.");
  visit("series", x.series, "For each step ahead, how many series the factors are of.");
}

inline About about(Described, const WidthsDocument&) {
  return {"widths", "How far quantiles lie from the point: log(width / scale) is a sum of what stands here."};
}
void fields(auto& visit, WidthsDocument& x) {
  visit.required("levels", x.widths.levels, "Rising, in (0, 1), without 1/2.");
  visit.required("constants", x.widths.constants, "Of each level.");
  visit.required("of_quantiles", x.widths.of_quantiles, "Times the mean logarithm of the members' widths.");
  visit.required("of_spread", x.widths.of_spread,
                 "Times the logarithm of the members' mean distance from their median.");
  visit.required("of_step", x.widths.of_step, "Times the logarithm of the step ahead.");
  visit.required("of_size", x.widths.of_size, "Times the logarithm of the size of the median.");
  visit("by_features", x.trees, "A score of the series' features; left out: 0.");
}

inline About about(Described, const GroupDocument&) {
  return {"group", "Series of some season lengths and how they are forecast."};
}
void fields(auto& visit, GroupDocument& x) {
  visit.required("first_season", x.group.first_season, "[1, 100,000]; after the group before.");
  visit.required("last_season", x.group.last_season, "No less.");
  visit.required("members", x.group.members, "Candidates with names of their own.");
  visit.required("weights", x.group.weights, ">= 0, adding up to 1; of each member.");
  visit("by_features", x.trees,
        "Scores of the members by the series' features; left out: weights are the same for all.");
  visit("share_by_features", x.group.share_by_features, "[0, 1]; the rest of each weight is from `weights`.");
  visit("least_weight", x.group.least_weight, "[0, 1 / members]; members with less have none for that series.");
  visit("pool", x.group.pool, "Left out: none.");
  visit("widths", x.widths, "Left out: quantiles are combined as the points are.");
  visit("scale_lag", x.group.scale_lag, "Of the widths' scale; 0 or left out: the season length.");
  visit("calibration", x.group.calibration, "Left out: quantiles as combined.");
}

inline About about(Described, const EnsembleDocument&) {
  return {"ensemble", "Models combined with weights that were found on other series."};
}
void fields(auto& visit, EnsembleDocument& x) {
  visit.required("foreplan", x.foreplan, "What the document holds.");
  visit.required("name", x.name, "By which it is known.");
  visit("trained_on", x.trained_on, "In words: which series, which origins, when.");
  visit.required("groups", x.groups, "By rising season lengths, which do not overlap.");
}

}  // namespace foreplan::inline v0::io::internal
