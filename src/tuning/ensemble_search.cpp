#include "tuning/ensemble_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "numeric/parallel.hpp"
#include "numeric/quadratic_program.hpp"

namespace foreplan::inline v0::tuning {
namespace {

std::vector<double> equal_weights(std::size_t k) { return std::vector(k, 1 / static_cast<double>(k)); }

/// Loss and penalty of weights over those members that take part.
class Stacking {
 public:
  Stacking(const LossRows& rows, const EnsembleOptions& options)
      : rows_(rows),
        options_(options),
        equal_(equal_weights(rows.members)),
        ridge_(options.ridge * total_loss(rows, equal_, options.execution)) {}

  /// The weights of least loss among those of the members that take part, from `start` on.
  std::vector<double> minimise(std::vector<double> weights, const std::vector<bool>& takes_part) const {
    double best = objective(weights);
    for (int iteration = 0; iteration < 200; ++iteration) {
      const std::vector<double> to = program(weights, takes_part);
      const double before = best;
      std::vector<double> tried(weights.size());
      for (double step = 1; step > 1e-3; step /= 2) {
        for (std::size_t i = 0; i < tried.size(); ++i) tried[i] = weights[i] + step * (to[i] - weights[i]);
        const double value = objective(tried);
        if (!(value < best)) continue;
        best = value;
        weights = tried;
        break;
      }
      if (!(before - best > 1e-10 * before)) break;
    }
    double sum = 0;
    for (double& w : weights) {
      if (w < 1e-9) w = 0;  // what rounding and halved steps leave gives a member no part
      sum += w;
    }
    for (double& w : weights) w /= sum;
    return weights;
  }

 private:
  [[nodiscard]] double objective(const std::vector<double>& weights) const {
    double penalty = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) penalty += (weights[i] - equal_[i]) * (weights[i] - equal_[i]);
    return total_loss(rows_, weights, options_.execution) + ridge_ * penalty;
  }

  /// Minimum of the parabolas that touch the loss at the weights, of the members that take part.
  [[nodiscard]] std::vector<double> program(const std::vector<double>& weights,
                                            const std::vector<bool>& takes_part) const {
    constexpr double kCorner = 1e-4;  // of a case's scale
    const std::size_t k = rows_.members;
    std::vector<double> sums = sum_over_rows(
        rows_.rows.size(), k * k + k, options_.execution,
        [&](std::size_t begin, std::size_t end, std::span<double> out) {
          for (std::size_t r = begin; r < end; ++r) {
            const double d = rows_.distance(r, weights);
            const Parabola p = parabola(rows_, r, d, kCorner);
            const std::span<const double> at = rows_.of(r);
            const double curvature = p.curvature * rows_.rest * rows_.rest;
            // The gradient at zero weights of the parabola: slope - curvature x what the weights add.
            const double slope = rows_.rest * p.slope - rows_.rest * p.curvature * (d - rows_.rows[r].offset);
            for (std::size_t i = 0; i < k; ++i) {
              const double scaled = curvature * at[i];
              for (std::size_t j = 0; j <= i; ++j) out[i * k + j] += scaled * at[j];
              out[k * k + i] += slope * at[i];
            }
          }
        });
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < k; ++i)
      if (takes_part[i]) places.push_back(i);
    const std::size_t n = places.size();
    std::vector<double> h(n * n), g(n), start(n);
    for (std::size_t a = 0; a < n; ++a) {
      const std::size_t i = places[a];
      for (std::size_t b = 0; b <= a; ++b) h[a * n + b] = h[b * n + a] = sums[i * k + places[b]];
      h[a * n + a] += 2 * ridge_;
      g[a] = 2 * ridge_ * equal_[i] - sums[k * k + i];
      start[a] = 1 / static_cast<double>(n);
    }
    // Of the size of 1, as rounding is judged there.
    double size = 0;
    for (std::size_t a = 0; a < n; ++a) size = std::max(size, h[a * n + a]);
    if (size > 0) {
      for (double& x : h) x /= size;
      for (double& x : g) x /= size;
    }
    const std::vector<double> x = numeric::minimise_quadratic(h, g, std::vector(n, 1.0), start).x;
    std::vector<double> result(k);
    double sum = 0;
    for (std::size_t a = 0; a < n; ++a) sum += result[places[a]] = x[a] > 0 ? x[a] : 0;
    if (!(sum > 0 && std::isfinite(sum))) return weights;  // cases that differ by more than doubles hold
    for (double& w : result) w /= sum;
    return result;
  }

  const LossRows& rows_;
  const EnsembleOptions& options_;
  std::vector<double> equal_;
  double ridge_ = 0;
};

std::vector<double> stacked(const LossRows& rows, const EnsembleOptions& options) {
  const Stacking stacking(rows, options);
  std::vector<bool> takes_part(rows.members, true);
  std::vector<double> weights = stacking.minimise(equal_weights(rows.members), takes_part);
  if (options.weighting != EnsembleWeighting::stacked) return weights;
  for (;;) {
    std::size_t least = rows.members;
    double sum = 0;
    for (std::size_t i = 0; i < rows.members; ++i) {
      takes_part[i] = takes_part[i] && weights[i] > 0;
      if (takes_part[i] && weights[i] < options.least_weight && (least == rows.members || weights[i] < weights[least]))
        least = i;
    }
    if (least == rows.members) return weights;
    takes_part[least] = false;
    weights[least] = 0;
    for (const double w : weights) sum += w;
    for (double& w : weights) w /= sum;
    weights = stacking.minimise(std::move(weights), takes_part);
  }
}

std::vector<double> greedy(const LossRows& rows, const EnsembleOptions& options) {
  const std::size_t k = rows.members;
  std::vector<double> counts(k), sums(rows.rows.size()), losses(k);
  Execution quiet = options.execution;
  quiet.progress = {};
  for (std::size_t step = 1; step <= options.steps; ++step) {
    const double number = static_cast<double>(step);
    numeric::parallel_for(k, quiet, [&](std::size_t i) {
      double loss = 0;
      for (std::size_t r = 0; r < sums.size(); ++r)
        loss += rows.value(r, rows.rest * (sums[r] + rows.of(r)[i]) / number + rows.rows[r].offset);
      losses[i] = loss;
    });
    const auto best = static_cast<std::size_t>(std::min_element(losses.begin(), losses.end()) - losses.begin());
    ++counts[best];
    for (std::size_t r = 0; r < sums.size(); ++r) sums[r] += rows.of(r)[best];
  }
  for (double& c : counts) c /= static_cast<double>(options.steps);
  return counts;
}

std::vector<double> inverse(const LossRows& rows, const EnsembleOptions& options) {
  std::vector<double> weights = member_losses(rows, 0, rows.rows.size());
  const double least = *std::min_element(weights.begin(), weights.end());
  for (double& w : weights) w = w == least ? 1 : std::pow(least / w, options.power);
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& w : weights) w /= sum;
  return weights;
}

/// Those below the least out, the others as they are to each other.
void drop_least(std::vector<double>& weights, double least) {
  for (;;) {
    std::size_t lowest = weights.size();
    for (std::size_t i = 0; i < weights.size(); ++i)
      if (weights[i] > 0 && weights[i] < least && (lowest == weights.size() || weights[i] < weights[lowest]))
        lowest = i;
    if (lowest == weights.size()) return;
    weights[lowest] = 0;
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double& w : weights) w /= sum;
  }
}

}  // namespace

std::vector<double> found_weights(const LossRows& rows, const EnsembleOptions& options) {
  std::vector<double> weights = equal_weights(rows.members);
  if (rows.rows.empty() || rows.members == 1 || rows.rest == 0) return weights;
  switch (options.weighting) {
    case EnsembleWeighting::equal:
      return weights;
    case EnsembleWeighting::inverse_error:
      weights = inverse(rows, options);
      break;
    case EnsembleWeighting::greedy:
      weights = greedy(rows, options);
      break;
    default:
      return stacked(rows, options);
  }
  drop_least(weights, options.least_weight);
  return weights;
}

}  // namespace foreplan::inline v0::tuning
