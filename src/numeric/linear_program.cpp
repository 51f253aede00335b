#include "numeric/linear_program.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

namespace foreplan::inline v0::numeric {
namespace {

constexpr double kZero = 1e-12;  // entries below this are rounding noise of pivots on terms of order 1

/// Basic variable i = constant[i] - sum_j entry(i, j) * nonbasic j, all nonbasic variables at zero. The last row holds
/// what a unit of each nonbasic variable costs. Variables are numbered first, then the slack of each row.
class Dictionary {
 public:
  Dictionary(std::span<const LinearRow> rows, std::size_t variables)
      : m_(rows.size()), width_(variables + 1), cells_((m_ + 1) * width_), basic_(m_), nonbasic_(variables) {
    for (std::size_t j = 0; j < variables; ++j) {
      nonbasic_[j] = j;
      at(m_, j) = 1;
    }
    for (std::size_t i = 0; i < m_; ++i) {
      basic_[i] = variables + i;
      for (const auto& [variable, coefficient] : rows[i].terms) at(i, variable) += coefficient;
      constant(i) = rows[i].bound;
    }
    touched_.reserve(width_);
  }

  /// What is minimised from here on: -sum of coefficient * x.
  void aim_at(std::span<const std::pair<std::size_t, double>> objective) {
    for (std::size_t j = 0; j < width_; ++j) at(m_, j) = 0;
    for (const auto& [variable, coefficient] : objective) {
      for (std::size_t j = 0; j < nonbasic_.size(); ++j)
        if (nonbasic_[j] == variable) at(m_, j) -= coefficient;
      for (std::size_t i = 0; i < m_; ++i)
        if (basic_[i] == variable)
          for (std::size_t j = 0; j < width_; ++j) at(m_, j) += coefficient * at(i, j);
    }
  }

  double& at(std::size_t i, std::size_t j) { return cells_[i * width_ + j]; }
  double& constant(std::size_t i) { return cells_[i * width_ + width_ - 1]; }
  double& cost(std::size_t j) { return at(m_, j); }
  [[nodiscard]] std::size_t rows() const { return m_; }
  [[nodiscard]] std::size_t columns() const { return width_ - 1; }
  [[nodiscard]] std::size_t basic(std::size_t i) const { return basic_[i]; }
  [[nodiscard]] std::size_t nonbasic(std::size_t j) const { return nonbasic_[j]; }

  void pivot(std::size_t r, std::size_t c) {
    double* source = &cells_[r * width_];
    const double inverse = 1 / source[c];
    touched_.clear();  // rows of ratios have two entries: most of a pivot row is zero for long
    for (std::size_t j = 0; j < width_; ++j) {
      if (j == c || source[j] == 0) continue;
      source[j] *= inverse;
      touched_.push_back(j);
    }
    source[c] = inverse;
    for (std::size_t i = 0; i <= m_; ++i) {
      if (i == r) continue;
      double* target = &cells_[i * width_];
      const double factor = target[c];
      if (std::abs(factor) <= kZero) {
        target[c] = 0;
        continue;
      }
      for (const std::size_t j : touched_) target[j] -= factor * source[j];
      target[c] = -factor * inverse;
    }
    std::swap(basic_[r], nonbasic_[c]);
  }

 private:
  std::size_t m_, width_;
  std::vector<double> cells_;
  std::vector<std::size_t> basic_, nonbasic_, touched_;
};

std::size_t patience(const Dictionary& d) { return 50 + 4 * (d.rows() + d.columns()); }

/// The row that is violated most, or after a stall the first by name; `rows()` when none is.
std::size_t violated(Dictionary& d, double tolerance, bool stalled) {
  std::size_t worst = d.rows();
  double least = -tolerance;
  for (std::size_t i = 0; i < d.rows(); ++i) {
    if (d.constant(i) >= -tolerance) continue;
    if (stalled ? worst == d.rows() || d.basic(i) < d.basic(worst) : d.constant(i) < least) {
      worst = i;
      least = d.constant(i);
    }
  }
  return worst;
}

/// The column that repairs row `r` at the least cost; `columns()` when none does.
std::size_t cheapest(Dictionary& d, std::size_t r, bool stalled) {
  std::size_t best = d.columns();
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t j = 0; j < d.columns(); ++j) {
    const double gain = -d.at(r, j);
    if (gain <= kZero) continue;
    const double price = d.cost(j) / gain;
    const bool tie = price == least && best != d.columns() &&
                     (stalled ? d.nonbasic(j) < d.nonbasic(best) : gain > -d.at(r, best));
    if (price < least || tie) {
      least = price;
      best = j;
    }
  }
  return best;
}

struct Satisfied {
  Stop stop = Stop::converged;
  std::size_t row = 0;  ///< When infeasible: the row of the dictionary that no column can repair.
};

/// Dual simplex: costs stay >= 0 while rows that are violated leave.
Satisfied satisfy(Dictionary& d, double tolerance) {
  for (std::size_t step = 0;; ++step) {
    const bool stalled = step > patience(d);
    const std::size_t r = violated(d, tolerance, stalled);
    if (r == d.rows()) return {};
    const std::size_t c = cheapest(d, r, stalled);
    if (c == d.columns()) return {Stop::infeasible, r};
    if (step > 100 * patience(d)) return {Stop::iteration_limit, 0};
    d.pivot(r, c);
  }
}

/// The column that lowers the objective: the steepest, or by Bland's rule the first by name.
std::size_t entering(Dictionary& d, bool bland) {
  std::size_t best = d.columns();
  double steepest = -kZero;
  for (std::size_t j = 0; j < d.columns(); ++j) {
    const double cost = d.cost(j);
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

}  // namespace

Feasibility find_feasibility(std::span<const LinearRow> rows, std::size_t variables, double tolerance) {
  Dictionary d(rows, variables);
  const Satisfied satisfied = satisfy(d, tolerance);
  Feasibility result;
  result.stop = satisfied.stop;
  if (result.stop == Stop::converged) {
    result.point.assign(variables, 0);
    for (std::size_t i = 0; i < d.rows(); ++i)
      if (d.basic(i) < variables) result.point[d.basic(i)] = std::max(0.0, d.constant(i));
  }
  if (result.stop == Stop::infeasible) {
    const auto blame = [&](std::size_t variable, double multiplier) {
      if (variable < variables || multiplier <= kZero) return;
      result.conflict.push_back(variable - variables);
      result.multipliers.push_back(multiplier);
    };
    blame(d.basic(satisfied.row), 1);
    for (std::size_t j = 0; j < d.columns(); ++j) blame(d.nonbasic(j), d.at(satisfied.row, j));
  }
  return result;
}

Optimum maximise(std::span<const LinearRow> rows, std::size_t variables,
                 std::span<const std::pair<std::size_t, double>> objective, double tolerance) {
  Dictionary d(rows, variables);
  if (const Stop stop = satisfy(d, tolerance).stop; stop != Stop::converged) return {stop, 0};
  d.aim_at(objective);
  for (std::size_t step = 0;; ++step) {
    const std::size_t c = entering(d, step > patience(d));
    if (c == d.columns()) return {Stop::converged, d.constant(d.rows())};
    const std::size_t r = leaving(d, c);
    if (r == d.rows()) return {Stop::unbounded, 0};
    if (step > 100 * patience(d)) return {Stop::iteration_limit, 0};
    d.pivot(r, c);
  }
}

}  // namespace foreplan::inline v0::numeric
