#include <algorithm>
#include <cmath>

#include "numeric/least_squares.hpp"
#include "scenario/newton.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

bool finite(const Segment& segment, const double* w) {
  return std::all_of(segment.torn.begin(), segment.torn.end(),
                     [&](const Torn& t) { return std::isfinite(w[t.residual]); });
}

void evaluate(const Segment& segment, double* w, SolveWork& work) {
  machine().values(segment.loop.data(), segment.loop.size(), w);
  ++work.evaluations;
}

void set(const Segment& segment, double* w, const std::vector<double>& z) {
  for (std::size_t j = 0; j < z.size(); ++j) w[segment.torn[j].slot] = z[j];
}

std::vector<double> torn_values(const Segment& segment, const double* w) {
  std::vector<double> z;
  for (const Torn& torn : segment.torn) z.push_back(w[torn.slot]);
  return z;
}

}  // namespace

Stop solve_by_trust_region(const Segment& segment, double* w, TornState& state, TornScratch& scratch,
                           const SolveOptions& options, SolveWork& work) {
  const std::size_t n = segment.torn.size();
  const std::vector<double> start = torn_values(segment, w);
  const auto residuals = [&](std::span<const double> z, std::span<double> f, std::span<double> jacobian) {
    for (std::size_t j = 0; j < n; ++j) w[segment.torn[j].slot] = z[j];
    if (jacobian.empty()) {
      evaluate(segment, w, work);
    } else {
      const std::size_t columns = differentiate(segment, w, scratch);
      ++work.evaluations;
      ++work.derivatives;
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
          jacobian[j * n + i] = scratch.gradients[segment.residual_rows[i] * columns + j];
    }
    for (std::size_t i = 0; i < n; ++i) f[i] = w[segment.torn[i].residual];
    return finite(segment, w);
  };
  const numeric::LeastSquares found = numeric::least_squares(
      n, start, residuals, {.max_iterations = options.max_iterations, .cancel = options.execution.cancel});
  work.iterations += static_cast<std::size_t>(found.iterations);
  // A minimum of the squares need not be a solution: Newton has the last word.
  set(segment, w, found.x);
  state.factored = false;
  return solve_torn(segment, w, state, scratch, options, work);
}

Stop solve_by_homotopy(const Segment& segment, double* w, TornState& state, TornScratch& scratch,
                       const SolveOptions& options, SolveWork& work) {
  constexpr double kShortest = 1e-4;
  evaluate(segment, w, work);
  if (!finite(segment, w)) return Stop::not_finite;
  std::vector<double> imbalance;
  for (const Torn& torn : segment.torn) imbalance.push_back(w[torn.residual]);
  std::vector<double> reached = torn_values(segment, w);
  Stop stop = Stop::no_progress;
  double done = 0, step = 0.25;
  while (done < 1 && step >= kShortest) {
    const double next = std::min(1.0, done + step);
    scratch.lanes[0].offset.clear();
    for (const double imbalanced : imbalance) scratch.lanes[0].offset.push_back((1 - next) * imbalanced);
    state.factored = false;
    stop = solve_torn(segment, w, state, scratch, options, work);
    if (stop == Stop::converged) {
      done = next;
      reached = torn_values(segment, w);
      step *= 2;
    } else {
      step /= 4;
      set(segment, w, reached);
    }
  }
  scratch.lanes[0].offset.clear();
  return done >= 1 ? Stop::converged : stop;
}

}  // namespace foreplan::inline v0::scenario::detail
