#pragma once
#include <foreplan/scenario/sensitivity.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Runs of a model with factors at values.
namespace foreplan::inline v0::scenario::detail {

class FactorRuns {
 public:
  /// Checks everything and solves the base. Holds on to the model, base, factors and outcomes.
  /// @throws InvalidArgument  naming `function`.
  FactorRuns(std::string_view function, const Model& model, const Scenario& base, PeriodRange range,
             const std::vector<Factor>& factors, const std::vector<Outcome>& outcomes, const SolveOptions& options);

  /// Outcomes of runs 0 ... count - 1, row by row; NaN where nothing was solved.
  /// @param point  writes the factors' values; NaN leaves a factor as the base scenario has it.
  std::vector<double> solve(std::size_t count, const std::function<void(std::size_t, std::span<double>)>& point);

  [[nodiscard]] const FactorRunCount& count() const noexcept { return count_; }
  [[nodiscard]] std::vector<std::string> names() const;
  /// What the factors are drawn from.
  [[nodiscard]] std::vector<stats::InputDistribution> distributions() const;

 private:
  [[nodiscard]] Change change(std::size_t factor, double value) const;

  std::string_view function_;
  const Model& model_;
  const std::vector<Factor>& factors_;
  const std::vector<Outcome>& outcomes_;
  SolveOptions options_;
  PeriodRange range_;
  Scenario start_;                             ///< The base and an empty layer.
  std::vector<PeriodRange> reach_{};           ///< Of each factor's range, what the solution reads.
  std::vector<std::vector<double>> levels_{};  ///< Of each proportional factor, the base's values there.
  FactorRunCount count_{};
};

/// The value of a factor, or its name and place for messages.
[[nodiscard]] std::string name_of(const Factor& factor);

}  // namespace foreplan::inline v0::scenario::detail
