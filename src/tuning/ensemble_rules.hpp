#pragma once
#include <foreplan/core/errors.hpp>
#include <foreplan/tuning/ensemble.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What makes a value no ensemble, all of it at once, so that a reader can say each at its place.
namespace foreplan::inline v0::tuning::internal {

struct Violation {
  std::string pointer{};  ///< Where in a document of it (RFC 6901).
  InvalidArgument refusal;
};

/// Checks one after the other, for `function`.
class Rules {
 public:
  explicit Rules(std::string_view function) : function_(function) {}

  /// Notes what the check throws, as of the place.
  template <class Check>
  void check(const std::string& pointer, const Check& check) {
    try {
      check(function_);
    } catch (const InvalidArgument& refusal) {
      found_.push_back({pointer, refusal});
    }
  }
  void add(std::vector<Violation> more) { found_.insert(found_.end(), more.begin(), more.end()); }
  std::vector<Violation> take() { return std::move(found_); }

 private:
  std::string_view function_;
  std::vector<Violation> found_;
};

/// @throws InvalidArgument  for `function`, unless there are 1 to 10,000 names of their own.
void check_feature_names(std::string_view function, const std::vector<std::string>& names);
/// @throws InvalidArgument  for `function`, for a name that `forecast::series_features` does not have, with the nearest.
void check_known_features(std::string_view function, const std::vector<std::string>& names);

[[nodiscard]] std::vector<Violation> violations(const BoostedTrees&, std::string_view function,
                                                const std::string& pointer = {});
[[nodiscard]] std::vector<Violation> violations(const Ensemble&, std::string_view function);

}  // namespace foreplan::inline v0::tuning::internal
