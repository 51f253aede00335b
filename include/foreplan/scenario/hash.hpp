#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/model.hpp>
#include <foreplan/scenario/scenario.hpp>

#include <span>
#include <string>

/// What stands in data, a scenario or a model as one text: the SHA-256 (FIPS 180-4) of its content, 64 lower-case
/// hexadecimal digits. Equal values have the same text on every machine; other content has another, but for a chance
/// of 2^-256.
///
/// Hashed are texts behind their length, integers of 64 bits with the lowest byte first, and numbers by the bits of
/// their binary64 form; missing values are one NaN, and -0 is 0.
namespace foreplan::inline v0::scenario {

/// Names, units, periods and values, the series in the order of their names: columns may stand in any order.
[[nodiscard]] FOREPLAN_EXPORT std::string content_hash(const Frame& data);
/// Layers and changes as stated, in order: one value for a range is not the same as that value for each period. A
/// bottom layer without changes counts in `content_hash(const Scenario&)` whether it is in the list or not.
[[nodiscard]] FOREPLAN_EXPORT std::string content_hash(std::span<const Layer> layers);
/// Of the base data and the layers, names included.
[[nodiscard]] FOREPLAN_EXPORT std::string content_hash(const Scenario& scenario);
/// Variables (name, kind, unit, value), equations in order (name, kind, variable, both sides as expressions). Layout,
/// comments, descriptions, lists and loops leave no trace: texts that compile to the same equations have one hash. The
/// order of equations counts, as the bits of a solution may depend on it. A version of the library that simplifies
/// expressions in another way may give another hash.
/// Costs O(expressions).
[[nodiscard]] FOREPLAN_EXPORT std::string content_hash(const Model& model);

}  // namespace foreplan::inline v0::scenario
