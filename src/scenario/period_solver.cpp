#include "scenario/period_solver.hpp"

#include <algorithm>
#include <cmath>

#include "scenario/sparse_newton.hpp"

namespace foreplan::inline v0::scenario::detail {

template <std::size_t Lanes>
PeriodSolver<Lanes>::PeriodSolver(const Stage& stage, std::size_t columns, const SolveOptions& options,
                                  const Each<SolveWork*>& work)
    : stage_(&stage),
      columns_(columns),
      options_(&options),
      work_(work),
      w_(stage.slots * Lanes),
      states_(stage.segments.size()) {
  for (const auto& [slot, value] : stage.constants) std::fill_n(&w_[slot * Lanes], Lanes, value);
}

template <std::size_t Lanes>
void PeriodSolver<Lanes>::load(const Each<double*>& values, const Each<std::span<const double>>& fixed,
                               std::size_t column) {
  const auto columns = static_cast<std::ptrdiff_t>(columns_), now = static_cast<std::ptrdiff_t>(column);
  for (const Load& load : stage_->loads) {
    const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(load.variable) * columns + now + load.offset;
    for (std::size_t l = 0; l < Lanes; ++l) w_[load.slot * Lanes + l] = values[l][at];
  }
  for (std::size_t i = 0; i < stage_->fixed_loads.size(); ++i)
    for (std::size_t l = 0; l < Lanes; ++l) w_[stage_->fixed_loads[i].slot * Lanes + l] = fixed[l][i];
}

template <std::size_t Lanes>
void PeriodSolver<Lanes>::guess(const Segment& segment, std::size_t lane, const double* values, std::size_t column) {
  for (const Torn& torn : segment.torn) {
    const double* row = values + torn.variable * columns_;
    double start = row[column];
    if (!std::isfinite(start) && column > 0) start = row[column - 1];
    w_[torn.slot * Lanes + lane] = std::isfinite(start) ? start : 1;
  }
}

template <std::size_t Lanes>
std::array<Stop, Lanes> PeriodSolver<Lanes>::solve_block(std::size_t index, const Each<bool>& active,
                                                         SolveMethod method) {
  const Segment& segment = stage_->segments[index];
  if constexpr (Lanes == 1) {
    TornState& state = states_[index][0];
    if (method == SolveMethod::trust_region)
      return {solve_by_trust_region(segment, w_.data(), state, scratch_, *options_, *work_[0])};
    if (method == SolveMethod::homotopy)
      return {solve_by_homotopy(segment, w_.data(), state, scratch_, *options_, *work_[0])};
    if (method == SolveMethod::full_block && segment.torn.size() >= kSparseFrom && sparse(segment))
      return {solve_sparse(segment, w_.data(), *options_, *work_[0])};
  }
  Each<TornState*> states{};
  for (std::size_t l = 0; l < Lanes; ++l) states[l] = &states_[index][l];
  return solve_torn<Lanes>(segment, w_.data(), states, active, scratch_, *options_, work_);
}

template <std::size_t Lanes>
std::array<Trouble, Lanes> PeriodSolver<Lanes>::solve(const Each<double*>& values,
                                                      const Each<std::span<const double>>& fixed,
                                                      const Each<bool>& active, std::size_t column,
                                                      SolveMethod method) {
  const auto run = Lanes == 1 ? machine().values : machine().values8;
  Each<Trouble> trouble{};
  Each<bool> going = active;
  const auto stop = [&](std::size_t l, Stop why, const Segment& segment) {
    trouble[l] = {why, &segment};
    going[l] = false;
  };
  load(values, fixed, column);
  for (std::size_t s = 0; s < stage_->segments.size(); ++s) {
    const Segment& segment = stage_->segments[s];
    run(segment.code.data(), segment.code.size(), w_.data());
    if (!segment.torn.empty()) {
      for (std::size_t l = 0; l < Lanes; ++l) guess(segment, l, values[l], column);
      const Each<Stop> stops = solve_block(s, going, method);
      for (std::size_t l = 0; l < Lanes; ++l)
        if (going[l] && stops[l] != Stop::converged) {
          states_[s][l].factored = false;
          stop(l, stops[l], segment);
        }
    }
    Each<double> check{};
    for (const Store& store : segment.stores)
      for (std::size_t l = 0; l < Lanes; ++l) check[l] += w_[store.slot * Lanes + l] - w_[store.slot * Lanes + l];
    for (std::size_t l = 0; l < Lanes; ++l)
      if (going[l] && check[l] != 0) stop(l, Stop::not_finite, segment);
    if (std::none_of(going.begin(), going.end(), [](bool g) { return g; })) return trouble;
  }
  for (std::size_t l = 0; l < Lanes; ++l) {
    if (!going[l]) continue;
    trouble[l].stop = Stop::converged;
    for (const Segment& segment : stage_->segments)
      for (const Store& store : segment.stores)
        values[l][store.variable * columns_ + column] = w_[store.slot * Lanes + l];
  }
  return trouble;
}

template class PeriodSolver<1>;
template class PeriodSolver<kLanes>;

}  // namespace foreplan::inline v0::scenario::detail
