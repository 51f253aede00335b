#pragma once
#include <foreplan/core/errors.hpp>
#include <foreplan/tuning/ensemble.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What makes a value no ensemble, all of it at once, so that a reader can say each at its place.
namespace foreplan::inline v0::tuning::internal {

struct Violation {
  std::string pointer{};  ///< Where in a document of it (RFC 6901).
  InvalidArgument refusal;
};

/// @throws InvalidArgument  for `function`, unless there are 1 to 10,000 names of their own.
void check_feature_names(std::string_view function, const std::vector<std::string>& names);

[[nodiscard]] std::vector<Violation> violations(const BoostedTrees&, std::string_view function,
                                                const std::string& pointer = {});
[[nodiscard]] std::vector<Violation> violations(const Ensemble&, std::string_view function);

}  // namespace foreplan::inline v0::tuning::internal
