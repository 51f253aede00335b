#pragma once
#include <foreplan/scenario/solve.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "scenario/inputs.hpp"
#include "scenario/period_solver.hpp"

namespace foreplan::inline v0::scenario::detail {

/// Eight or fewer scenarios of one window, solved side by side by plain Newton.
class SideBySide {
 public:
  template <class T>
  using Each = std::array<T, kLanes>;

  SideBySide(const Stage& stage, const Window& window, const SolveOptions& options);

  /// What every lane holds. @param values as `gather` gives them; @param fixed of the stage's fixed loads.
  void fill(std::span<const double> values, std::span<const double> fixed);
  /// The same for one.
  void set(std::size_t lane, std::span<const double> values, std::span<const double> fixed);
  /// The values of one variable in one lane, of those in `values`.
  void set_row(std::size_t lane, std::uint32_t variable, std::span<const double> values);
  /// Starting values again, in every lane, where a solution has taken their place.
  void start_from(std::span<const double> values);
  /// What each lane's solution determined, into values[variable * columns + column]; null: not wanted.
  void take(const Each<double*>& values) const;

  /// values()[(variable * columns + column) * kLanes + lane]
  [[nodiscard]] double* values() noexcept { return values_.data(); }
  [[nodiscard]] const double* values() const noexcept { return values_.data(); }

  /// Solves for the lanes that are active, the others being left alone; whether each was solved. A lane gets the bits
  /// that it would get alone, whatever was solved before.
  /// @throws Cancelled
  Each<bool> solve(const Each<bool>& active, const Each<SolveWork*>& work);

 private:
  const Stage& stage_;
  const Window& window_;
  const SolveOptions& options_;
  std::vector<double> values_;
  std::vector<double> fixed_;
  PeriodSolver<kLanes> solver_;
};

}  // namespace foreplan::inline v0::scenario::detail
