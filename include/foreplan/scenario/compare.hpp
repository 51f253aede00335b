#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/solve.hpp>

#include <cstddef>
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

/// One variable in one period.
struct ResultDifference {
  std::string variable{};
  Period period{};
  double base = 0, scenario = 0;
  double relative = 0;  ///< |scenario - base| / (|base| + 1); infinite where only one of them is missing.

  bool operator==(const ResultDifference&) const = default;
};

struct DifferenceOptions {
  double tolerance = 0;    ///< >= 0; what is not larger, relatively, is left out.
  std::size_t most = 100;  ///< How many are listed.
  bool peaks = false;      ///< Of each variable only the period in which it differs most.
};

/// The largest relative differences first; among equal ones in the order of variables and periods.
/// @throws InvalidArgument  for a tolerance that is negative or not finite.
[[nodiscard]] FOREPLAN_EXPORT std::vector<ResultDifference> largest_differences(const Comparison& comparison,
                                                                                const DifferenceOptions& options = {});

}  // namespace foreplan::inline v0::scenario
