#pragma once
#include <foreplan/scenario/solve.hpp>

#include <span>
#include <vector>

#include "scenario/newton.hpp"
#include "scenario/program.hpp"

/// One scenario, one period after the other.
namespace foreplan::inline v0::scenario::detail {

/// Where a period could not be solved.
struct Trouble {
  Stop stop = Stop::not_run;
  const Segment* segment = nullptr;
};

class PeriodSolver {
 public:
  PeriodSolver(const Program& program, std::size_t columns, const SolveOptions& options, SolveWork& work);

  /// Solves the period of `column` by one method and writes what the program determines into values[variable * columns
  /// + column]; on trouble nothing is written. `fixed` holds the values of the program's fixed loads. Torn variables start from
  /// `values`, and where these hold none from the column before.
  Trouble solve(std::vector<double>& values, std::size_t column, std::span<const double> fixed, SolveMethod method);

  /// Slots as the last solve left them.
  [[nodiscard]] const std::vector<double>& slots() const noexcept { return w_; }
  [[nodiscard]] const Program& program() const noexcept { return *program_; }

 private:
  void load(const std::vector<double>& values, std::size_t column, std::span<const double> fixed);
  void guess(const Segment& segment, const std::vector<double>& values, std::size_t column);
  Stop solve_block(std::size_t segment, SolveMethod method);

  const Program* program_;
  std::size_t columns_;
  const SolveOptions* options_;
  SolveWork* work_;
  std::vector<double> w_;
  std::vector<TornState> states_;
  TornScratch scratch_{};
};

}  // namespace foreplan::inline v0::scenario::detail
