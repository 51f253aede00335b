#include <algorithm>
#include <cmath>

#include "numeric/parallel.hpp"
#include "tuning/ensemble_mix.hpp"
#include "tuning/ensemble_search.hpp"

namespace foreplan::inline v0::tuning {
namespace {

constexpr double kSmallest = 1e-16;  // second derivative

/// Of sum_i w_i losses_i of one case, times `scale`; w = softmax of the outputs.
double of_members(std::span<const double> w, std::span<const double> losses, double scale, std::span<double> first,
                  std::span<double> second) {
  double mean = 0;
  for (std::size_t i = 0; i < w.size(); ++i) mean += w[i] * losses[i];
  for (std::size_t i = 0; i < w.size(); ++i) {
    first[i] = scale * w[i] * (losses[i] - mean);
    // No less than the exact one, first[i] (1 - 2 w), which may be negative: a leaf moves by at most 1.
    second[i] = std::abs(first[i]) + kSmallest;
  }
  return scale * mean;
}

/// Of the combined forecast's loss over the rows [begin, end): Gauss and Newton's second derivatives, those of the
/// softmax by their size.
double of_combined(const LossRows& rows, std::size_t begin, std::size_t end, std::span<const double> w, double scale,
                   std::span<double> first, std::span<double> second) {
  constexpr double kCorner = 0.05;  // of a case's scale
  double loss = 0;
  std::fill(first.begin(), first.end(), 0.0);
  std::fill(second.begin(), second.end(), kSmallest);
  for (std::size_t r = begin; r < end; ++r) {
    const double d = rows.distance(r, w);
    const Parabola p = parabola(rows, r, d, kCorner);
    const std::span<const double> at = rows.of(r);
    const double inside = rows.rest > 0 ? (d - rows.rows[r].offset) / rows.rest : 0;
    loss += rows.value(r, d);
    for (std::size_t i = 0; i < w.size(); ++i) {
      const double moves = rows.rest * w[i] * (at[i] - inside);
      first[i] += scale * p.slope * moves;
      second[i] += scale * p.curvature * moves * moves;
    }
  }
  for (std::size_t i = 0; i < w.size(); ++i) second[i] += std::abs(first[i]);
  return scale * loss;
}

}  // namespace

BoostedTrees found_trees(const LossRows& rows, const std::vector<std::string>& names,
                         const std::vector<double>& features, const std::vector<double>& weights,
                         const EnsembleOptions& options) {
  const std::size_t k = rows.members, cases = rows.cases.size();
  const std::vector<double> equal(k, 1 / static_cast<double>(k));
  const bool members = options.feature_loss == FeatureLoss::of_members;
  std::vector<double> start, losses;
  double typical = total_loss(rows, equal, options.execution);
  if (members) {
    typical = 0;
    for (std::size_t c = 0; c < cases; ++c) {
      const std::vector<double> of_case = member_losses(rows, rows.begins[c], rows.begins[c + 1]);
      for (const double l : of_case) typical += l / static_cast<double>(k);
      losses.insert(losses.end(), of_case.begin(), of_case.end());
    }
  }
  // A case loses about 1, whatever the number of cases.
  const double scale = typical > 1e-30 ? static_cast<double>(cases) / typical : 1;
  for (const double w : weights) start.push_back(std::log(std::max(w, 0.1 / static_cast<double>(k))));

  Execution quiet = options.execution;
  quiet.progress = {};
  const BoostingLoss loss = [&](std::span<const double> outputs, std::span<double> first, std::span<double> second) {
    constexpr std::size_t kBlock = 256;
    std::vector<double> lost(cases);
    numeric::parallel_for((cases + kBlock - 1) / kBlock, quiet, [&](std::size_t block) {
      std::vector<double> w(k);
      for (std::size_t c = block * kBlock; c < std::min(cases, (block + 1) * kBlock); ++c) {
        softmax(outputs.subspan(c * k, k), w);
        const std::span<double> g = first.subspan(c * k, k), h = second.subspan(c * k, k);
        lost[c] = members ? of_members(w, std::span(losses).subspan(c * k, k), scale, g, h)
                          : of_combined(rows, rows.begins[c], rows.begins[c + 1], w, scale, g, h);
      }
    });
    double sum = 0;
    for (const double l : lost) sum += l;
    return sum;
  };
  BoostingOptions boosting = options.boosting;
  boosting.execution = quiet;
  return boost(names, features, std::move(start), loss, boosting);
}

}  // namespace foreplan::inline v0::tuning
