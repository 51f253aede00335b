#include <foreplan/structure/constrained_balancing.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "structure/dual_newton.hpp"
#include "structure/matrix_check.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::string_view kName = "structure::kras";
constexpr std::size_t kMostConstraints = 5000;
constexpr double kConflict = 1e-3;  // standard errors

std::string shown(const CellConstraint& c, std::size_t i) {
  return "in constraint " + std::to_string(i) + (c.name.empty() ? "" : ' ' + detail::quoted(c.name));
}

/// Constraints on the cells that are not zero, both ways round.
struct System {
  struct Term {
    std::size_t other = 0;  ///< The cell, or the constraint.
    double coefficient = 0;
  };
  std::vector<std::size_t> place;  ///< Of each cell that some constraint has, in the table.
  std::vector<double> a;
  std::vector<std::vector<Term>> of_constraint, of_cell;
  Eigen::VectorXd value, error;
  double gross = 0;  ///< sum of |a| over the whole table
};

System read(const Matrix& table, const std::vector<CellConstraint>& constraints) {
  require_shape(kName, table);
  System s;
  for (std::size_t k = 0; k < table.values.size(); ++k) {
    if (!std::isfinite(table.values[k]))
      detail::fail(kName, "cells must be finite", detail::number_text(table.values[k]),
                   "in row " + std::to_string(k / table.columns) + ", column " + std::to_string(k % table.columns));
    s.gross += std::abs(table.values[k]);
  }
  if (!(s.gross > 0) || !std::isfinite(s.gross))
    detail::fail(kName, "cells must have a finite sum of sizes, not zero", detail::number_text(s.gross));
  if (constraints.empty() || constraints.size() > kMostConstraints)
    detail::fail(kName, "1 to 5000 constraints are possible", std::to_string(constraints.size()));
  const auto m = static_cast<Eigen::Index>(constraints.size());
  s.value.resize(m);
  s.error.resize(m);
  s.of_constraint.resize(constraints.size());
  constexpr std::size_t kNone = SIZE_MAX;
  std::vector<std::size_t> cell_at(table.values.size(), kNone);
  for (std::size_t i = 0; i < constraints.size(); ++i) {
    const CellConstraint& c = constraints[i];
    if (!std::isfinite(c.value) || !(c.standard_error >= 0) || !std::isfinite(c.standard_error))
      detail::fail(kName, "values must be finite and standard errors finite and >= 0",
                   detail::number_text(c.value) + " with " + detail::number_text(c.standard_error), shown(c, i));
    s.value[static_cast<Eigen::Index>(i)] = c.value;
    s.error[static_cast<Eigen::Index>(i)] = c.standard_error;
    for (const ConstraintTerm& t : c.terms) {
      if (t.row >= table.rows || t.column >= table.columns)
        detail::fail(
            kName,
            "terms must lie in the table of " + std::to_string(table.rows) + " x " + std::to_string(table.columns),
            "row " + std::to_string(t.row) + ", column " + std::to_string(t.column), shown(c, i));
      if (!std::isfinite(t.coefficient))
        detail::fail(kName, "coefficients must be finite", detail::number_text(t.coefficient), shown(c, i));
      const std::size_t place = t.row * table.columns + t.column;
      if (table.values[place] == 0 || t.coefficient == 0) continue;
      if (cell_at[place] == kNone) {
        cell_at[place] = s.place.size();
        s.place.push_back(place);
        s.a.push_back(table.values[place]);
        s.of_cell.emplace_back();
      }
      s.of_constraint[i].push_back({cell_at[place], t.coefficient});
      s.of_cell[cell_at[place]].push_back({i, t.coefficient});
    }
    if (s.of_constraint[i].empty())
      detail::fail(kName, "a constraint must have a cell that is not zero", std::to_string(c.terms.size()) + " terms",
                   shown(c, i));
  }
  return s;
}

/// The dual of one problem; `x` and what follows from it are of the point last asked for.
class Dual {
 public:
  Dual(const System& system, Eigen::VectorXd error, double weight)
      : s_(system),
        ridge_(weight / system.gross * error.array().square()),
        x_(system.a.size()),
        least_size_(system.value.cwiseAbs()) {
    for (std::size_t i = 0; i < s_.of_constraint.size(); ++i) {
      double gross = 0;
      for (const auto& [k, g] : s_.of_constraint[i]) gross += std::abs(g * s_.a[k]);
      double& size = least_size_[static_cast<Eigen::Index>(i)];
      size = std::max(size, gross);
    }
  }

  double value(const Eigen::VectorXd& eta, Eigen::VectorXd& gradient) {
    double value = 0;
    for (std::size_t k = 0; k < x_.size(); ++k) {
      double exponent = 0;
      for (const auto& [i, g] : s_.of_cell[k]) exponent += g * eta[static_cast<Eigen::Index>(i)];
      x_[k] = s_.a[k] * std::exp(s_.a[k] > 0 ? exponent : -exponent);
      value += std::abs(x_[k]) - std::abs(s_.a[k]);
    }
    reached_ = Eigen::VectorXd::Zero(eta.size());
    size_ = least_size_;
    for (std::size_t i = 0; i < s_.of_constraint.size(); ++i) {
      const auto row = static_cast<Eigen::Index>(i);
      double gross = 0;
      for (const auto& [k, g] : s_.of_constraint[i]) {
        reached_[row] += g * x_[k];
        gross += std::abs(g * x_[k]);
      }
      size_[row] = std::max(size_[row], gross);
    }
    gradient = reached_ - s_.value + ridge_.cwiseProduct(eta);
    return value - s_.value.dot(eta) + ridge_.cwiseProduct(eta).dot(eta) / 2;
  }
  [[nodiscard]] Eigen::MatrixXd curvature() const {
    Eigen::MatrixXd h = Eigen::MatrixXd::Zero(ridge_.size(), ridge_.size());
    for (std::size_t k = 0; k < x_.size(); ++k)
      for (const auto& [i, g] : s_.of_cell[k])
        for (const auto& [j, f] : s_.of_cell[k])
          h(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) += g * f * std::abs(x_[k]);
    h.diagonal() += ridge_;
    return h;
  }
  [[nodiscard]] double residual(const Eigen::VectorXd& gradient) const {
    double worst = 0;
    for (Eigen::Index i = 0; i < gradient.size(); ++i)
      if (gradient[i] != 0) worst = std::max(worst, std::abs(gradient[i]) / size_[i]);
    return worst;
  }
  DualSolution solve(const ConstrainedBalancingOptions& options) {
    const DualProblem problem{
        [this](const Eigen::VectorXd& at, Eigen::VectorXd& gradient) { return value(at, gradient); },
        [this](const Eigen::VectorXd& gradient) { return newton_step(curvature(), gradient); },
        [this](const Eigen::VectorXd& gradient) { return residual(gradient); }};
    return solve_dual(problem, Eigen::VectorXd::Zero(s_.value.size()),
                      {options.tolerance, options.max_iterations, options.cancel, kName});
  }
  [[nodiscard]] const std::vector<double>& x() const { return x_; }
  [[nodiscard]] const Eigen::VectorXd& reached() const { return reached_; }
  [[nodiscard]] const Eigen::VectorXd& size() const { return size_; }

 private:
  const System& s_;
  Eigen::VectorXd ridge_;
  std::vector<double> x_;
  /// Of each constraint: max(|value|, sum of |g a|), and max(that, sum of |g x|).
  Eigen::VectorXd least_size_, size_;
  Eigen::VectorXd reached_;
};

CellConstraint line(std::string_view function, std::string_view what, std::size_t place, std::size_t count,
                    double value, double error) {
  if (place >= count)
    detail::fail(function, std::string(what) + " must lie in the table of " + std::to_string(count),
                 std::to_string(place));
  return {std::string(what) + ' ' + std::to_string(place), {}, value, error};
}

}  // namespace

CellConstraint row_constraint(const Matrix& table, std::size_t row, double value, double standard_error) {
  CellConstraint c = line("structure::row_constraint", "row", row, table.rows, value, standard_error);
  for (std::size_t j = 0; j < table.columns; ++j) c.terms.push_back({row, j, 1});
  return c;
}

CellConstraint column_constraint(const Matrix& table, std::size_t column, double value, double standard_error) {
  CellConstraint c = line("structure::column_constraint", "column", column, table.columns, value, standard_error);
  for (std::size_t i = 0; i < table.rows; ++i) c.terms.push_back({i, column, 1});
  return c;
}

ConstrainedBalance kras(const Matrix& table, const std::vector<CellConstraint>& constraints,
                        const ConstrainedBalancingOptions& options) {
  detail::require(options.prior_weight > 0 && std::isfinite(options.prior_weight), kName,
                  "prior_weight must be > 0 and finite", options.prior_weight);
  detail::require(options.tolerance >= 1e-13 && options.tolerance <= 0.01, kName, "tolerance must be in [1e-13, 0.01]",
                  options.tolerance);
  detail::require(options.max_iterations >= 1, kName, "max_iterations must be >= 1", options.max_iterations);
  const System system = read(table, constraints);

  Dual stated(system, system.error, options.prior_weight);
  DualSolution solution = stated.solve(options);
  std::optional<Dual> elastic;
  ConstrainedBalance result;
  result.stop = solution.stop;
  Eigen::VectorXd error = system.error;
  if (solution.stop != Stop::converged && (error.array() == 0).any()) {
    // Would it be solved if exact constraints gave way? Then what they give is what they contradict each other by.
    for (Eigen::Index i = 0; i < error.size(); ++i)
      if (error[i] == 0) error[i] = system.value[i] != 0 ? std::abs(system.value[i]) : stated.size()[i];
    elastic.emplace(system, error, options.prior_weight * 1e-3);
    DualSolution relaxed = elastic->solve(options);
    if (relaxed.stop == Stop::converged) {
      double largest = 0;
      for (Eigen::Index i = 0; i < error.size(); ++i)
        if (system.error[i] == 0)
          largest = std::max(largest, std::abs(elastic->reached()[i] - system.value[i]) / error[i]);
      if (largest > 1e-5) {
        solution = std::move(relaxed);
        result.stop = Stop::infeasible;
      }
    }
  }
  const bool infeasible = result.stop == Stop::infeasible;
  const Dual& dual = infeasible ? *elastic : stated;

  result.table = table;
  for (std::size_t k = 0; k < system.place.size(); ++k) {
    const double a = system.a[k], x = dual.x()[k], z = x / a;
    result.table.values[system.place[k]] = x;
    result.distance += std::abs(a) * (z > 0 ? z * std::log(z) - z + 1 : 1);
  }
  for (std::size_t i = 0; i < constraints.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    const double reached = dual.reached()[row], move = reached - constraints[i].value;
    const double e = constraints[i].standard_error;
    const double moved = e > 0 ? move / e : 0;
    const bool conflicting = e > 0 ? std::abs(moved) > kConflict : infeasible && std::abs(move) > 1e-5 * error[row];
    result.constraints.push_back(
        {constraints[i].name, constraints[i].value, reached, move, moved, solution.at[row], conflicting});
    result.misfit += moved * moved;
  }
  result.residual = solution.history.back();
  result.iterations = static_cast<int>(solution.history.size()) - 1;
  result.history = std::move(solution.history);
  return result;
}

}  // namespace foreplan::inline v0::structure
