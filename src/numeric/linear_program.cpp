#include "numeric/linear_program.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

namespace foreplan::inline v0::numeric {
namespace {

constexpr double kZero = 1e-12;  // entries below this are rounding noise of pivots on terms of order 1

/// Basic variable i = constant[i] - sum_j entry(i, j) * nonbasic j; the last row is the objective.
class Dictionary {
 public:
  Dictionary(std::span<const LinearRow> rows, std::size_t variables)
      : m_(rows.size()), width_(variables + 2), cells_((m_ + 1) * width_), basic_(m_), nonbasic_(variables + 1) {
    for (std::size_t j = 0; j <= variables; ++j) nonbasic_[j] = j;  // variable `variables` is the auxiliary one
    for (std::size_t i = 0; i < m_; ++i) {
      basic_[i] = variables + 1 + i;
      for (const auto& [variable, coefficient] : rows[i].terms) at(i, variable) += coefficient;
      at(i, variables) = -1;
      constant(i) = rows[i].bound;
    }
    at(m_, variables) = 1;  // minimise the auxiliary variable: its reduced cost
  }

  /// What is minimised from here on: -sum of coefficient * x. The auxiliary variable leaves for good.
  void aim_at(std::span<const std::pair<std::size_t, double>> objective) {
    const std::size_t auxiliary = nonbasic_.size() - 1;
    for (std::size_t i = 0; i < m_; ++i) {
      if (basic_[i] != auxiliary) continue;
      std::size_t largest = 0;
      for (std::size_t j = 1; j < nonbasic_.size(); ++j)
        if (std::abs(at(i, j)) > std::abs(at(i, largest))) largest = j;
      pivot(i, largest);
    }
    for (std::size_t j = 0; j < width_; ++j) at(m_, j) = 0;
    for (const auto& [variable, coefficient] : objective) {
      for (std::size_t j = 0; j < nonbasic_.size(); ++j)
        if (nonbasic_[j] == variable) at(m_, j) -= coefficient;
      for (std::size_t i = 0; i < m_; ++i)
        if (basic_[i] == variable)
          for (std::size_t j = 0; j < width_; ++j) at(m_, j) += coefficient * at(i, j);
    }
    for (std::size_t j = 0; j < nonbasic_.size(); ++j)
      if (nonbasic_[j] == auxiliary)
        for (std::size_t i = 0; i <= m_; ++i) at(i, j) = 0;
  }

  double& at(std::size_t i, std::size_t j) { return cells_[i * width_ + j]; }
  double& constant(std::size_t i) { return cells_[i * width_ + width_ - 1]; }
  [[nodiscard]] std::size_t rows() const { return m_; }
  [[nodiscard]] std::size_t columns() const { return width_ - 1; }
  [[nodiscard]] std::size_t basic(std::size_t i) const { return basic_[i]; }
  [[nodiscard]] std::size_t nonbasic(std::size_t j) const { return nonbasic_[j]; }

  void pivot(std::size_t r, std::size_t c) {
    const double inverse = 1 / at(r, c);
    for (std::size_t j = 0; j < width_; ++j)
      if (j != c) cells_[r * width_ + j] *= inverse;
    at(r, c) = inverse;
    for (std::size_t i = 0; i <= m_; ++i) {
      if (i == r) continue;
      const double factor = at(i, c);
      if (std::abs(factor) <= kZero) {
        at(i, c) = 0;
        continue;
      }
      double* target = &cells_[i * width_];
      const double* source = &cells_[r * width_];
      for (std::size_t j = 0; j < width_; ++j) target[j] -= factor * source[j];
      at(i, c) = -factor * inverse;
    }
    std::swap(basic_[r], nonbasic_[c]);
  }

 private:
  std::size_t m_, width_;
  std::vector<double> cells_;
  std::vector<std::size_t> basic_, nonbasic_;
};

/// The column that lowers the objective: the steepest, or by Bland's rule the first by name.
std::size_t entering(Dictionary& d, bool bland) {
  std::size_t best = d.columns();
  double steepest = -kZero;
  for (std::size_t j = 0; j < d.columns(); ++j) {
    const double cost = d.at(d.rows(), j);
    if (cost >= -kZero) continue;
    if (bland ? best == d.columns() || d.nonbasic(j) < d.nonbasic(best) : cost < steepest) {
      best = j;
      steepest = cost;
    }
  }
  return best;
}

std::size_t leaving(Dictionary& d, std::size_t c) {
  std::size_t best = d.rows();
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < d.rows(); ++i) {
    const double slope = d.at(i, c);
    if (slope <= kZero) continue;
    const double ratio = d.constant(i) / slope;
    if (ratio < least || (ratio == least && d.basic(i) < d.basic(best))) {
      least = ratio;
      best = i;
    }
  }
  return best;
}

/// Brings the auxiliary variable to zero. What is left above `tolerance` proves infeasibility.
Stop satisfy(Dictionary& d, std::span<const LinearRow> rows, std::size_t variables, double tolerance) {
  std::size_t worst = rows.size();
  double least = 0;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].bound < least) {
      least = rows[i].bound;
      worst = i;
    }
  if (worst == rows.size()) return Stop::converged;  // x = 0 satisfies everything
  d.pivot(worst, variables);
  const std::size_t patience = 50 + 4 * (rows.size() + variables);
  for (std::size_t step = 0; - d.constant(d.rows()) > tolerance; ++step) {
    const std::size_t c = entering(d, step > patience);
    if (c == d.columns()) return Stop::infeasible;
    const std::size_t r = leaving(d, c);
    if (r == d.rows() || step > 100 * patience) return Stop::iteration_limit;
    d.pivot(r, c);
  }
  return Stop::converged;
}

}  // namespace

Feasibility find_feasibility(std::span<const LinearRow> rows, std::size_t variables, double tolerance) {
  Dictionary d(rows, variables);
  // An iteration limit is no proof, so it is never called a conflict.
  if (satisfy(d, rows, variables, tolerance) != Stop::infeasible) return {};
  Feasibility result{false, {}};
  for (std::size_t j = 0; j < d.columns(); ++j)
    if (d.nonbasic(j) > variables && d.at(d.rows(), j) > 1e-10)
      result.conflict.push_back(d.nonbasic(j) - variables - 1);
  return result;
}

Optimum maximise(std::span<const LinearRow> rows, std::size_t variables,
                 std::span<const std::pair<std::size_t, double>> objective, double tolerance) {
  Dictionary d(rows, variables);
  if (const Stop stop = satisfy(d, rows, variables, tolerance); stop != Stop::converged) return {stop, 0};
  d.aim_at(objective);
  const std::size_t patience = 50 + 4 * (rows.size() + variables);
  for (std::size_t step = 0;; ++step) {
    const std::size_t c = entering(d, step > patience);
    if (c == d.columns()) return {Stop::converged, d.constant(d.rows())};
    const std::size_t r = leaving(d, c);
    if (r == d.rows()) return {Stop::unbounded, 0};
    if (step > 100 * patience) return {Stop::iteration_limit, 0};
    d.pivot(r, c);
  }
}

}  // namespace foreplan::inline v0::numeric
