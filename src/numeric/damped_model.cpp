#include "numeric/damped_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "numeric/householder.hpp"

namespace foreplan::inline v0::numeric {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kDependent = 1e-12;   // relative pivot below which a column counts as dependent on those before it
constexpr double kIndependent = 1e-3;  // and above which products of columns keep enough digits

}  // namespace

DampedModel::DampedModel(std::size_t m, std::size_t n)
    : m_(m), n_(n), rows_(std::max(m, n)), memory_((2 * n + 5) * n), order_(n) {
  length_ = std::span(memory_).first(n);
  z_ = std::span(memory_).subspan(n, n);
  rhs_ = std::span(memory_).subspan(2 * n, 2 * n);
  reciprocal_ = std::span(memory_).subspan(4 * n, n);
  damped_ = std::span(memory_).subspan(5 * n);
}

void DampedModel::set(std::span<const double> columns, std::span<const double> gram,
                      std::span<const std::size_t> free) {
  columns_ = columns;
  gram_ = gram;
  free_ = free;
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::fill(length_.begin(), length_.end(), 1.0);
  by_products_ = true;
  rank_ = free_.size();
  by_products_ = undamped_ = cholesky(0, {});
  if (!by_products_) factorise_columns(columns_.first(m_));
}

/// L D L' = products + damping D^2, row by row: one over the pivots in `reciprocal_`, L' in the columns of `damped_`.
/// No roots, because each would wait for the one before. Without damping false where pivots become small.
bool DampedModel::cholesky(double damping, std::span<const double> scale) {
  const std::size_t f = free_.size(), rows = 2 * f;
  for (std::size_t k = 0; k < f; ++k) {
    const std::size_t a = free_[k] + 1;
    const double* const products = &gram_[a * (a + 1) / 2];
    double* const column = &damped_[k * rows];
    double* const unscaled = column + f;  // D L', whose entries below the first f rows of a column have no other use
    const double d = damping > 0 ? scale[a - 1] : 0;
    const double diagonal = products[a] + damping * d * d;
    double rest = diagonal;
    for (std::size_t i = 0; i < k; ++i) {
      const double* const before = &damped_[i * rows];
      double sum = products[free_[i] + 1];
      for (std::size_t l = 0; l < i; ++l) sum -= before[l] * unscaled[l];
      unscaled[i] = sum;
      column[i] = sum * reciprocal_[i];
      rest -= sum * column[i];
    }
    if (!(rest > kIndependent * kIndependent * diagonal) && damping == 0) return false;
    reciprocal_[k] = 1 / rest;
  }
  return true;
}

void DampedModel::factorise_columns(std::span<const double> r) {
  const std::size_t f = free_.size();
  factor_.assign(rows_ * n_, 0.0);
  rotated_.assign(rows_, 0.0);
  for (const std::size_t j : free_) {
    const double square = gram_[(j + 1) * (j + 4) / 2];
    length_[j] = square > 0 ? std::sqrt(square) : 1;
  }
  std::copy(r.begin(), r.end(), rotated_.begin());
  for (std::size_t k = 0; k < f; ++k) {
    const std::span<const double> from = columns_.subspan((free_[k] + 1) * m_, m_);
    for (std::size_t i = 0; i < m_; ++i) factor_[k * rows_ + i] = from[i] / length_[free_[k]];
  }
  orthogonalise(std::span(factor_).first(rows_ * f), rows_, f, rotated_, std::span(order_).first(f));
  rank_ = 0;
  for (std::size_t k = 0; k < f; ++k)
    if (std::abs(factor_[k * rows_ + k]) > kDependent) ++rank_;
}

void DampedModel::solve(double damping, std::span<const double> scale, std::span<double> step) {
  const std::size_t f = free_.size();
  if (by_products_) {
    if (damping > 0 || !undamped_) (void)cholesky(damping, scale);
    undamped_ = damping == 0;
    for (std::size_t k = 0; k < f; ++k) rhs_[k] = -gram_[(free_[k] + 1) * (free_[k] + 2) / 2];
    substitute(step);
  } else {
    reduce_columns(damping, scale);
    std::copy_n(rhs_.begin(), f, z_.begin());
    back_substitute(damped_, 2 * f, f, z_, damping == 0 ? kEpsilon : 0);
    scatter(step);
  }
}

void DampedModel::solve_for(std::span<const double> other, double damping, std::span<const double> scale,
                            std::span<double> step) {
  if (by_products_) {
    for (std::size_t k = 0; k < free_.size(); ++k) {
      const std::span<const double> column = columns_.subspan((free_[k] + 1) * m_, m_);
      double dot = 0;
      for (std::size_t i = 0; i < m_; ++i) dot += column[i] * other[i];
      rhs_[k] = -dot;
    }
    substitute(step);
    return;
  }
  std::swap(rotated_, other_);
  factorise_columns(other);
  solve(damping, scale, step);
  std::swap(rotated_, other_);
}

/// L D L' z = rhs for the factors of the products.
void DampedModel::substitute(std::span<double> step) {
  const std::size_t f = free_.size(), rows = 2 * f;
  for (std::size_t k = 0; k < f; ++k) {
    for (std::size_t i = 0; i < k; ++i) rhs_[k] -= damped_[k * rows + i] * rhs_[i];
    z_[k] = rhs_[k] * reciprocal_[k];
  }
  for (std::size_t k = f; k-- > 0;)
    for (std::size_t i = 0; i < k; ++i) z_[i] -= damped_[k * rows + i] * z_[k];
  scatter(step);
}

void DampedModel::scatter(std::span<double> step) const {
  if (free_.size() < n_) std::fill(step.begin(), step.end(), 0.0);
  for (std::size_t k = 0; k < free_.size(); ++k) step[variable(k)] = z_[k] / length_[variable(k)];
}

/// R and right-hand side of the reflected columns with the rows of damping below them.
void DampedModel::reduce_columns(double damping, std::span<const double> scale) {
  const std::size_t f = free_.size(), rows = 2 * f;
  std::fill(damped_.begin(), damped_.end(), 0.0);
  std::fill(rhs_.begin(), rhs_.end(), 0.0);
  const double root = std::sqrt(damping);
  for (std::size_t k = 0; k < f; ++k) {
    std::copy_n(&factor_[k * rows_], k + 1, &damped_[k * rows]);
    damped_[k * rows + f + k] = damping > 0 ? root * scale[variable(k)] / length_[variable(k)] : 0;
    rhs_[k] = -rotated_[k];
  }
  if (damping > 0) orthogonalise(damped_.first(rows * f), rows, f, rhs_, {});
}

double DampedModel::slope(std::span<const double> scale, std::span<const double> step, double step_length) {
  const std::size_t f = free_.size(), rows = 2 * f;
  double sum = 0;
  for (std::size_t k = 0; k < f; ++k) {
    const std::size_t j = variable(k);
    double w = scale[j] * scale[j] * step[j] / (length_[j] * step_length);
    for (std::size_t i = 0; i < k; ++i) w -= damped_[k * rows + i] * z_[i];
    z_[k] = by_products_ ? w : w / damped_[k * rows + k];
    sum += by_products_ ? w * w * reciprocal_[k] : z_[k] * z_[k];
  }
  return -step_length * sum;
}

double DampedModel::curvature(std::span<const double> step) {
  const std::size_t f = free_.size();
  double sum = 0;
  if (by_products_) {
    for (std::size_t k = 0; k < f; ++k) {
      const std::size_t a = free_[k] + 1;
      const double* const products = &gram_[a * (a + 1) / 2];
      double row = products[a] * step[a - 1] / 2;
      for (std::size_t i = 0; i < k; ++i) row += products[free_[i] + 1] * step[free_[i]];
      sum += 2 * step[a - 1] * row;
    }
    return std::max(sum, 0.0);
  }
  for (std::size_t i = 0; i < f; ++i) {
    double row = 0;
    for (std::size_t k = i; k < f; ++k) row += factor_[k * rows_ + i] * step[variable(k)] * length_[variable(k)];
    sum += row * row;
  }
  return sum;
}

}  // namespace foreplan::inline v0::numeric
