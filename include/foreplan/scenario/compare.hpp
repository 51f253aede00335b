#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/solve.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Two runs of a model beside each other.
namespace foreplan::inline v0::scenario {

/// One variable in both runs, a value for each period.
struct ComparedVariable {
  std::string name{};
  std::optional<Unit> unit{};
  std::vector<double> base{};
  std::vector<double> scenario{};
  std::vector<double> difference{};  ///< scenario - base
  std::vector<double> per_cent{};    ///< 100 (scenario / base - 1); NaN where base is 0.
};

struct Comparison {
  std::string scenario{}, base{};  ///< Their names.
  PeriodRange range{};             ///< The periods that both solved.
  std::vector<ComparedVariable> variables{};

  /// @throws InvalidArgument  naming the nearest.
  [[nodiscard]] FOREPLAN_EXPORT const ComparedVariable& operator[](std::string_view variable) const;
};

/// The variables named, or, for none, all that the models have in common, over the periods that both solved.
/// @throws InvalidArgument  for a variable that one of them does not have, or runs without a common period.
[[nodiscard]] FOREPLAN_EXPORT Comparison compare(const Run& scenario, const Run& base,
                                                 const std::vector<std::string>& variables = {});

}  // namespace foreplan::inline v0::scenario
