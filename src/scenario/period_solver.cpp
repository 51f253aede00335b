#include "scenario/period_solver.hpp"

#include <cmath>

namespace foreplan::inline v0::scenario::detail {

PeriodSolver::PeriodSolver(const Program& program, std::size_t columns, const SolveOptions& options, SolveWork& work)
    : program_(&program), columns_(columns), options_(&options), work_(&work), w_(program.slots) {
  for (const auto& [slot, value] : program.constants) w_[slot] = value;
  states_.resize(program.segments.size());
}

void PeriodSolver::load(const std::vector<double>& values, std::size_t column, std::span<const double> fixed) {
  const double* now = values.data() + column;
  const auto columns = static_cast<std::ptrdiff_t>(columns_);
  for (const Load& load : program_->loads)
    w_[load.slot] = now[static_cast<std::ptrdiff_t>(load.variable) * columns + load.offset];
  for (std::size_t i = 0; i < fixed.size(); ++i) w_[program_->fixed_loads[i].slot] = fixed[i];
}

void PeriodSolver::guess(const Segment& segment, const std::vector<double>& values, std::size_t column) {
  for (const Torn& torn : segment.torn) {
    const double* row = &values[torn.variable * columns_];
    double start = row[column];
    if (!std::isfinite(start) && column > 0) start = row[column - 1];
    w_[torn.slot] = std::isfinite(start) ? start : 1;
  }
}

Stop PeriodSolver::solve_block(std::size_t index, SolveMethod method) {
  const Segment& segment = program_->segments[index];
  TornState& state = states_[index];
  switch (method) {
    case SolveMethod::trust_region:
      return solve_by_trust_region(segment, w_.data(), state, scratch_, *options_, *work_);
    case SolveMethod::homotopy:
      return solve_by_homotopy(segment, w_.data(), state, scratch_, *options_, *work_);
    default:
      return solve_torn(segment, w_.data(), state, scratch_, *options_, *work_);
  }
}

Trouble PeriodSolver::solve(std::vector<double>& values, std::size_t column, std::span<const double> fixed,
                            SolveMethod method) {
  load(values, column, fixed);
  for (std::size_t s = 0; s < program_->segments.size(); ++s) {
    const Segment& segment = program_->segments[s];
    machine().values(segment.code.data(), segment.code.size(), w_.data());
    if (!segment.torn.empty()) {
      guess(segment, values, column);
      const Stop stop = solve_block(s, method);
      if (stop != Stop::converged) {
        states_[s].factored = false;
        return {stop, &segment};
      }
    }
    double check = 0;
    for (const Store& store : segment.stores) check += w_[store.slot] - w_[store.slot];
    if (check != 0) return {Stop::not_finite, &segment};
  }
  for (const Segment& segment : program_->segments)
    for (const Store& store : segment.stores) values[store.variable * columns_ + column] = w_[store.slot];
  return {Stop::converged, nullptr};
}

}  // namespace foreplan::inline v0::scenario::detail
