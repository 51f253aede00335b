#include <foreplan/structure/cross_entropy.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "numeric/minimise.hpp"
#include "numeric/row_major.hpp"
#include "structure/dual_newton.hpp"
#include "structure/matrix_check.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::string_view kName = "structure::balance_cross_entropy";
constexpr std::size_t kMostAccounts = 2000;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

void require_table(const Matrix& table, const CrossEntropyOptions& o) {
  require_shape(kName, table);
  const std::size_t n = table.rows;
  if (n != table.columns || n == 0 || n > kMostAccounts)
    detail::fail(kName, "the table must be square, of 1 to 2000 accounts",
                 std::to_string(table.rows) + " x " + std::to_string(table.columns));
  for (std::size_t k = 0; k < table.values.size(); ++k)
    if (!(table.values[k] >= 0) || std::isinf(table.values[k]))
      detail::fail(kName, "cells must be >= 0 and finite (a payment below 0 goes to the transposed cell)",
                   detail::number_text(table.values[k]),
                   "in row " + std::to_string(k / n) + ", column " + std::to_string(k % n));
  const std::vector<double> paid = column_sums(table);
  for (std::size_t j = 0; j < n; ++j)
    if (!(paid[j] > 0) || std::isinf(paid[j]))
      detail::fail(kName, "every account must pay something: a column sum must be > 0 and finite",
                   detail::number_text(paid[j]), "in column " + std::to_string(j));
  const auto check = [&](std::string_view what, const std::vector<double>& values, bool zero) {
    if (!values.empty() && values.size() != n)
      detail::fail(kName, std::string(what) + " must be one an account",
                   std::to_string(values.size()) + " for " + std::to_string(n));
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!(zero ? values[i] >= 0 : values[i] > 0) || std::isinf(values[i]))
        detail::fail(kName, std::string(what) + (zero ? " must be >= 0 and finite" : " must be > 0 and finite"),
                     detail::number_text(values[i]), "for account " + std::to_string(i));
  };
  check("totals", o.totals, false);
  check("standard errors", o.standard_errors, true);
  detail::require(o.tolerance >= 1e-13 && o.tolerance <= 0.01, kName, "tolerance must be in [1e-13, 0.01]",
                  o.tolerance);
  detail::require(o.max_iterations >= 1, kName, "max_iterations must be >= 1", o.max_iterations);
}

/// The problem for given totals, which stand in it relative to their mean.
class Coefficients {
 public:
  explicit Coefficients(const Matrix& table)
      : a0_(numeric::matrix_of(table.values, table.rows, table.columns)), a_(a0_) {
    for (Index j = 0; j < a0_.cols(); ++j) a0_.col(j) /= a0_.col(j).sum();
  }

  /// Starts from the multipliers of the last totals.
  void solve(VectorXd totals, const CrossEntropyOptions& options, double tolerance) {
    x_ = std::move(totals);
    if (lambda_.size() == 0) lambda_ = VectorXd::Zero(x_.size());
    const DualProblem problem{
        [this](const VectorXd& at, VectorXd& gradient) { return value(at, gradient); },
        [this](const VectorXd& gradient) { return newton_step(curvature(), gradient); },
        [this](const VectorXd& gradient) { return gradient.cwiseQuotient(x_).cwiseAbs().maxCoeff(); }};
    last_ = solve_dual(problem, lambda_, {tolerance, options.max_iterations, options.cancel, kName});
    lambda_ = last_.at;
  }
  [[nodiscard]] const DualSolution& last() const { return last_; }
  [[nodiscard]] const MatrixXd& a() const { return a_; }
  [[nodiscard]] const VectorXd& lambda() const { return lambda_; }
  void restart() { lambda_.setZero(); }

  [[nodiscard]] double cross_entropy() const {
    double sum = 0;
    for (Index k = 0; k < a_.size(); ++k)
      if (a_(k) > 0) sum += a_(k) * std::log(a_(k) / a0_(k));
    return sum;
  }
  /// By totals: lambda_j - sum_i lambda_i A_ij (the envelope theorem on the Lagrangian).
  [[nodiscard]] VectorXd slope() const { return lambda_ - a_.transpose() * lambda_; }

 private:
  double value(const VectorXd& lambda, VectorXd& gradient) {
    double sum = -lambda.dot(x_);
    for (Index j = 0; j < a_.cols(); ++j) {
      double largest = -kInfinity, weight = 0;  // the exponents are taken less their largest
      for (Index i = 0; i < a_.rows(); ++i)
        if (a0_(i, j) > 0) largest = std::max(largest, lambda[i] * x_[j]);
      for (Index i = 0; i < a_.rows(); ++i) {
        a_(i, j) = a0_(i, j) > 0 ? a0_(i, j) * std::exp(lambda[i] * x_[j] - largest) : 0;
        weight += a_(i, j);
      }
      a_.col(j) /= weight;
      sum += largest + std::log(weight);
    }
    gradient = a_ * x_ - x_;
    return sum;
  }
  [[nodiscard]] MatrixXd curvature() const {
    const MatrixXd scaled = a_ * x_.asDiagonal();
    MatrixXd h = -scaled * scaled.transpose();
    h.diagonal() += scaled * x_;
    return h;
  }

  MatrixXd a0_, a_;
  VectorXd x_, lambda_;
  DualSolution last_;
};

std::vector<double> to_vector(const VectorXd& v) { return {v.begin(), v.end()}; }

}  // namespace

CrossEntropyTable balance_cross_entropy(const Matrix& table, const CrossEntropyOptions& options) {
  require_table(table, options);
  const std::size_t n = table.rows;
  std::vector<double> given = options.totals;
  if (given.empty()) {
    given = row_sums(table);
    const std::vector<double> paid = column_sums(table);
    for (std::size_t i = 0; i < n; ++i) given[i] = (given[i] + paid[i]) / 2;
  }
  std::vector<std::size_t> free;  // accounts whose total may err
  for (std::size_t i = 0; i < options.standard_errors.size(); ++i)
    if (options.standard_errors[i] > 0) free.push_back(i);

  CrossEntropyTable result;
  Matrix prior = table;
  if (free.empty()) {
    result.margins = diagnose_margins(table, given, given);
    for (const Cell& cell : result.margins.vanishing) prior(cell.row, cell.column) = 0;
    if (result.margins.attainability == Attainability::infeasible) {
      result.flows = table;
      result.totals = given;
      result.stop = Stop::infeasible;
      return result;
    }
  }
  double mean = 0;
  for (const double x : given) mean += x / static_cast<double>(n);
  VectorXd relative(static_cast<Index>(n));
  for (std::size_t i = 0; i < n; ++i) relative[static_cast<Index>(i)] = given[i] / mean;

  Coefficients problem(prior);
  VectorXd totals = relative;
  problem.solve(totals, options, options.tolerance);
  result.stop = problem.last().stop;
  if (!free.empty()) {
    numeric::MinimiseOptions search{.max_iterations = options.max_iterations, .cancel = options.cancel};
    const auto error = [&](std::size_t k) { return options.standard_errors[free[k]] / mean; };
    for (std::size_t k = 0; k < free.size(); ++k) {
      search.lower.push_back(-0.99 * relative[static_cast<Index>(free[k])] / error(k));  // a total stays above zero
      search.upper.push_back(kInfinity);
    }
    const auto objective = [&](std::span<const double> at, std::span<double> gradient) {
      totals = relative;
      double penalty = 0;
      for (std::size_t k = 0; k < free.size(); ++k) {
        totals[static_cast<Index>(free[k])] += at[k] * error(k);
        penalty += at[k] * at[k] / 2;
      }
      // Totals that no table has: the multipliers have run away.
      if (problem.last().stop != Stop::converged) problem.restart();
      problem.solve(totals, options, std::min(options.tolerance, 1e-11));
      if (problem.last().stop != Stop::converged && problem.last().history.back() > options.tolerance) return kInfinity;
      if (!gradient.empty()) {
        const VectorXd slope = problem.slope();
        for (std::size_t k = 0; k < free.size(); ++k)
          gradient[k] = slope[static_cast<Index>(free[k])] * error(k) + at[k];
      }
      return problem.cross_entropy() + penalty;
    };
    const numeric::Minimum found = numeric::minimise(std::vector<double>(free.size(), 0), objective, search);
    result.stop = found.stop == Stop::not_finite ? Stop::infeasible : found.stop;
    result.error_iterations = found.iterations;
    result.error_gradient = found.projected_gradient;
    if (result.stop != Stop::infeasible) (void)objective(found.x, {});
    for (const double e : found.x) result.error_penalty += e * e / 2;
  }
  result.totals = to_vector(mean * totals);
  for (std::size_t i = 0; i < n; ++i) result.errors.push_back(result.totals[i] - given[i]);
  if (result.stop == Stop::infeasible) {
    result.margins = diagnose_margins(table, given, given);
    result.flows = table;
    return result;
  }
  result.flows = result.coefficients = filled_matrix(n, n);
  std::vector<double> received(n, 0), paid(n, 0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const double a = problem.a()(static_cast<Index>(i), static_cast<Index>(j));
      result.coefficients(i, j) = a;
      result.flows(i, j) = a * result.totals[j];
      received[i] += result.flows(i, j);
      paid[j] += result.flows(i, j);
    }
  for (std::size_t i = 0; i < n; ++i) {
    const double x = result.totals[i];
    result.row_residual = std::max(result.row_residual, std::abs(received[i] - x) / x);
    result.column_residual = std::max(result.column_residual, std::abs(paid[i] - x) / x);
  }
  result.multipliers = to_vector(problem.lambda() / mean);
  result.cross_entropy = problem.cross_entropy();
  result.history = problem.last().history;
  result.iterations = static_cast<int>(result.history.size()) - 1;
  return result;
}

}  // namespace foreplan::inline v0::structure
