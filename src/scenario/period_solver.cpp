#include "scenario/period_solver.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "scenario/sparse_newton.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

/// Of a size known to the compiler, so that no function is called.
template <std::size_t Lanes>
void copy(const double* from, double* to) noexcept {
  std::memcpy(to, from, Lanes * sizeof(double));
}

}  // namespace

template <std::size_t Lanes>
PeriodSolver<Lanes>::PeriodSolver(const Stage& stage, std::size_t columns, const SolveOptions& options)
    : stage_(&stage), columns_(columns), options_(&options), w_(stage.slots * Lanes), states_(stage.segments.size()) {
  for (const Segment& segment : stage.segments) deviations_.emplace_back(segment.torn.size());
  for (const auto& [slot, value] : stage.constants) std::fill_n(&w_[slot * Lanes], Lanes, value);
}

template <std::size_t Lanes>
void PeriodSolver<Lanes>::begin(const Each<SolveWork*>& work) {
  work_ = work;
  for (Each<TornState>& states : states_)
    for (TornState& state : states) state.factored = false;
  for (auto& segment : deviations_) std::fill(segment.begin(), segment.end(), Each<double>{});
}

template <std::size_t Lanes>
void PeriodSolver<Lanes>::load(const double* values, const double* fixed, std::size_t column) {
  const auto columns = static_cast<std::ptrdiff_t>(columns_), now = static_cast<std::ptrdiff_t>(column);
  double* const w = w_.data();
  for (const Load& load : stage_->loads) {
    const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(load.variable) * columns + now + load.offset;
    copy<Lanes>(values + at * static_cast<std::ptrdiff_t>(Lanes), w + load.slot * Lanes);
  }
  for (std::size_t i = 0; i < stage_->fixed_loads.size(); ++i)
    copy<Lanes>(fixed + i * Lanes, w + stage_->fixed_loads[i].slot * Lanes);
}

template <std::size_t Lanes>
void PeriodSolver<Lanes>::guess(std::size_t segment, const double* values, std::size_t column, bool moved) {
  const std::vector<Torn>& torn = stage_->segments[segment].torn;
  for (std::size_t j = 0; j < torn.size(); ++j) {
    const double* const row = values + (torn[j].variable * columns_ + column) * Lanes;
    for (std::size_t l = 0; l < Lanes; ++l) {
      double start = row[l];
      if (moved) start *= 1 + deviations_[segment][j][l];
      if (!std::isfinite(start) && column > 0) start = (row - Lanes)[l];
      w_[torn[j].slot * Lanes + l] = std::isfinite(start) ? start : 1;
    }
  }
}

template <std::size_t Lanes>
void PeriodSolver<Lanes>::note_deviations(const double* values, std::size_t column) {
  constexpr double kNear = 0.2;
  for (std::size_t s = 0; s < stage_->segments.size(); ++s) {
    const std::vector<Torn>& torn = stage_->segments[s].torn;
    for (std::size_t j = 0; j < torn.size(); ++j) {
      const double* const start = values + (torn[j].variable * columns_ + column) * Lanes;
      for (std::size_t l = 0; l < Lanes; ++l) {
        const double off = w_[torn[j].slot * Lanes + l] / start[l] - 1;
        deviations_[s][j][l] = std::abs(off) <= kNear ? off : 0;
      }
    }
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
std::array<Trouble, Lanes> PeriodSolver<Lanes>::solve(double* values, const double* fixed, const Each<bool>& active,
                                                      std::size_t column, SolveMethod method) {
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
      guess(s, values, column, method == SolveMethod::torn);
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
  note_deviations(values, column);
  const bool all = std::all_of(going.begin(), going.end(), [](bool g) { return g; });
  for (std::size_t l = 0; l < Lanes; ++l)
    if (going[l]) trouble[l].stop = Stop::converged;
  for (const Segment& segment : stage_->segments)
    for (const Store& store : segment.stores) {
      double* const to = values + (store.variable * columns_ + column) * Lanes;
      const double* const from = &w_[store.slot * Lanes];
      if (all) {
        copy<Lanes>(from, to);
        continue;
      }
      for (std::size_t l = 0; l < Lanes; ++l)
        if (going[l]) to[l] = from[l];
    }
  return trouble;
}

template class PeriodSolver<1>;
template class PeriodSolver<kLanes>;

}  // namespace foreplan::inline v0::scenario::detail
