#pragma once
#include <foreplan/scenario/solve.hpp>

#include <array>
#include <vector>

#include "scenario/newton.hpp"
#include "scenario/program.hpp"

/// One period after the other, for one scenario or eight side by side.
namespace foreplan::inline v0::scenario::detail {

/// Where a period could not be solved.
struct Trouble {
  Stop stop = Stop::not_run;
  const Segment* segment = nullptr;
};

template <std::size_t Lanes>
class PeriodSolver {
 public:
  template <class T>
  using Each = std::array<T, Lanes>;

  PeriodSolver(const Stage& stage, std::size_t columns, const SolveOptions& options);

  /// Forgets what was solved before; from here on work is counted in `work`.
  void begin(const Each<SolveWork*>& work);

  /// Solves the period of `column` by one method and writes what the stage determines into
  /// values[(variable * columns + column) * Lanes + lane]; on trouble nothing is written in that lane.
  /// fixed[load * Lanes + lane] holds the values of the stage's fixed loads. Torn variables start from `values`, and
  /// where these hold none from the column before. Starting values that come from a solution near by are off in the
  /// same direction from period to period: the torn method moves them by what they were off in the last one.
  /// @param active  the others are left alone, and their trouble is `not_run`; their values are read.
  Each<Trouble> solve(double* values, const double* fixed, const Each<bool>& active, std::size_t column,
                      SolveMethod method);

  /// Slots as the last solve left them, `Lanes` values each.
  [[nodiscard]] const std::vector<double>& slots() const noexcept { return w_; }

 private:
  void load(const double* values, const double* fixed, std::size_t column);
  void guess(std::size_t segment, const double* values, std::size_t column, bool moved);
  void note_deviations(const double* values, std::size_t column);
  Each<Stop> solve_block(std::size_t segment, const Each<bool>& active, SolveMethod method);

  const Stage* stage_;
  std::size_t columns_;
  const SolveOptions* options_;
  Each<SolveWork*> work_{};
  std::vector<double> w_;
  std::vector<Each<TornState>> states_;
  /// For each torn variable of each segment by how much, relative, the last solution lay off its starting value.
  std::vector<std::vector<Each<double>>> deviations_;
  TornScratch scratch_{};
};

}  // namespace foreplan::inline v0::scenario::detail
