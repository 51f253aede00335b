#include "numeric/damped_step.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::numeric {

DampedStep::DampedStep(std::size_t n) : n_(n), step_(n), factor_(n * n), right_(n), rest_(n) { free_.reserve(n); }

double DampedStep::solve(std::span<const double> hessian, std::span<const double> gradient, double damping,
                         std::span<const double> x, std::span<const double> lower, std::span<const double> upper) {
  free_.clear();
  for (std::size_t j = 0; j < n_; ++j) {
    step_[j] = 0;
    rest_[j] = gradient[j];  // g + H d over what is held so far
    const bool held = !(lower[j] < upper[j]) || (x[j] <= lower[j] && gradient[j] >= 0) ||
                      (x[j] >= upper[j] && gradient[j] <= 0) || !(hessian[j * n_ + j] > 0);
    if (!held) free_.push_back(j);
  }
  while (!free_.empty()) {
    solve_free(hessian, damping);
    // The bound that is met first along the step.
    double least = 1;
    std::size_t first = free_.size();
    for (std::size_t i = 0; i < free_.size(); ++i) {
      const std::size_t j = free_[i];
      const double room = (right_[i] > 0 ? upper[j] : lower[j]) - x[j];
      if (std::abs(right_[i]) > std::abs(room) && std::abs(room / right_[i]) < least)
        least = std::abs(room / right_[i]), first = i;
    }
    if (first == free_.size()) break;
    const std::size_t j = free_[first];
    step_[j] = (right_[first] > 0 ? upper[j] : lower[j]) - x[j];
    free_.erase(free_.begin() + static_cast<std::ptrdiff_t>(first));
    for (std::size_t k = 0; k < n_; ++k) rest_[k] += hessian[k * n_ + j] * step_[j];
  }
  for (std::size_t i = 0; i < free_.size(); ++i) step_[free_[i]] = right_[i];
  double promised = 0;
  for (std::size_t j = 0; j < n_; ++j) {
    if (step_[j] == 0) continue;
    double product = 0;
    for (std::size_t k = 0; k < n_; ++k) product += hessian[j * n_ + k] * step_[k];
    promised -= step_[j] * (gradient[j] + product / 2);
  }
  return promised;
}

/// right_ = -(H + damping diag H)^-1 rest_ over the free variables, by Cholesky's factors with unit diagonal.
void DampedStep::solve_free(std::span<const double> hessian, double damping) {
  const std::size_t f = free_.size();
  double* const l = factor_.data();
  for (std::size_t i = 0; i < f; ++i) {
    const double* const row = hessian.data() + free_[i] * n_;
    double* const li = l + i * n_;
    // li[j] holds L_ij D_j until D_i is known.
    for (std::size_t j = 0; j < i; ++j) {
      double sum = row[free_[j]];
      const double* const lj = l + j * n_;
      for (std::size_t k = 0; k < j; ++k) sum -= li[k] * lj[k];
      li[j] = sum;
    }
    const double diagonal = row[free_[i]] * (1 + damping);
    double pivot = diagonal, sum = -rest_[free_[i]];
    for (std::size_t k = 0; k < i; ++k) {
      const double scaled = li[k] * l[k * n_ + k];  // the diagonal holds 1 / D
      pivot -= scaled * li[k];
      li[k] = scaled;
      sum -= scaled * right_[k];
    }
    l[i * n_ + i] = 1 / std::max(pivot, 4 * std::numeric_limits<double>::epsilon() * diagonal);
    right_[i] = sum;
  }
  for (std::size_t i = f; i-- > 0;) {
    double sum = right_[i] * l[i * n_ + i];
    for (std::size_t k = i + 1; k < f; ++k) sum -= l[k * n_ + i] * right_[k];
    right_[i] = sum;
  }
}

}  // namespace foreplan::inline v0::numeric
