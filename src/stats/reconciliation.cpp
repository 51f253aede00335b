#include <foreplan/stats/reconciliation.hpp>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/check.hpp"
#include "numeric/quadratic_program.hpp"
#include "numeric/row_major.hpp"

namespace foreplan::inline v0::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using foreplan::detail::fail;
using foreplan::detail::number_text;
using foreplan::detail::quoted;
using foreplan::detail::require;
using numeric::listed;
using numeric::matrix_of;

constexpr std::string_view kPlan = "stats::plan_reconciliation";
constexpr double kRank = 1e-12;

using Places = std::map<std::string, std::size_t, std::less<>>;

Places places(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 2000;
  if (names.empty() || names.size() > kMost) fail(kPlan, "1 to 2000 series are needed", std::to_string(names.size()));
  Places result;
  for (std::size_t i = 0; i < names.size(); ++i) {
    require(!names[i].empty(), kPlan, "names must not be empty");
    if (!result.emplace(names[i], i).second) fail(kPlan, "a series must be named once", quoted(names[i]));
  }
  return result;
}

std::size_t place(const Places& known, const std::vector<std::string>& names, const std::string& name,
                  const Aggregation& constraint) {
  const auto found = known.find(name);
  if (found != known.end()) return found->second;
  const std::string near = foreplan::detail::nearest_name(name, names);
  fail(kPlan, "a constraint must be about known series" + (near.empty() ? "" : " (did you mean " + quoted(near) + "?)"),
       quoted(name), "in the constraint of " + quoted(constraint.total));
}

/// C, a row a constraint: total - sum of weight x part.
MatrixXd constraint_matrix(const Places& known, const std::vector<std::string>& names,
                           const std::vector<Aggregation>& constraints, bool non_negative) {
  require(!constraints.empty(), kPlan, "at least one constraint is needed");
  MatrixXd c = MatrixXd::Zero(static_cast<Index>(constraints.size()), static_cast<Index>(names.size()));
  for (std::size_t r = 0; r < constraints.size(); ++r) {
    const Aggregation& a = constraints[r];
    const auto row = static_cast<Index>(r);
    c(row, static_cast<Index>(place(known, names, a.total, a))) = 1;
    require(!a.parts.empty(), kPlan, "a constraint needs parts", "none for " + quoted(a.total));
    for (const WeightedSeries& part : a.parts) {
      const auto column = static_cast<Index>(place(known, names, part.series, a));
      const std::string where = "for " + quoted(part.series) + " in the constraint of " + quoted(a.total);
      if (c(row, column) != 0) fail(kPlan, "a constraint must name a series once", {}, where);
      if (part.weight == 0 || !std::isfinite(part.weight))
        fail(kPlan, "weights must be finite and not 0", number_text(part.weight), where);
      if (non_negative && part.weight < 0)
        fail(kPlan, "non-negative reconciliation needs weights > 0", number_text(part.weight), where);
      c(row, column) = -part.weight;
    }
  }
  return c;
}

/// What every series consists of, in series that are no total. A total of several constraints is taken by the first:
/// the others then hold between the rest.
class Summing {
 public:
  Summing(const MatrixXd& c, const Places& known, const std::vector<Aggregation>& constraints,
          const std::vector<std::string>& names)
      : c_(c), names_(names), by_(names.size(), -1), state_(names.size()), rows_(names.size()) {
    for (std::size_t r = constraints.size(); r-- > 0;) by_[known.at(constraints[r].total)] = static_cast<Index>(r);
    for (std::size_t i = 0; i < names.size(); ++i)
      if (by_[i] < 0) bottom_.push_back(i);
    for (std::size_t i = 0; i < names.size(); ++i) (void)row(i);
  }
  [[nodiscard]] const std::vector<std::size_t>& bottom() const { return bottom_; }
  [[nodiscard]] MatrixXd matrix() const {
    MatrixXd s(static_cast<Index>(rows_.size()), static_cast<Index>(bottom_.size()));
    for (std::size_t i = 0; i < rows_.size(); ++i) s.row(static_cast<Index>(i)) = rows_[i].transpose();
    return s;
  }

 private:
  const VectorXd& row(std::size_t i) {
    if (state_[i] == 2) return rows_[i];
    if (state_[i] == 1) fail(kPlan, "no total may depend on itself", quoted(names_[i]));
    state_[i] = 1;
    VectorXd sum = VectorXd::Zero(static_cast<Index>(bottom_.size()));
    if (by_[i] < 0) {
      sum[std::lower_bound(bottom_.begin(), bottom_.end(), i) - bottom_.begin()] = 1;
    } else {
      for (std::size_t j = 0; j < names_.size(); ++j) {
        const double weight = -c_(by_[i], static_cast<Index>(j));
        if (j != i && weight != 0) sum += weight * row(j);
      }
    }
    rows_[i] = sum;
    state_[i] = 2;
    return rows_[i];
  }

  const MatrixXd& c_;
  const std::vector<std::string>& names_;
  std::vector<Index> by_;
  std::vector<int> state_;  ///< 0 not begun, 1 begun, 2 known
  std::vector<VectorXd> rows_;
  std::vector<std::size_t> bottom_{};
};

MatrixXd residual_matrix(const std::vector<std::string>& names, const ReconciliationOptions& options) {
  const auto& e = options.residuals;
  if (e.size() != names.size())
    fail(kPlan, "the weights need residuals of each of the " + std::to_string(names.size()) + " series",
         std::to_string(e.size()));
  const std::size_t n = e.front().size();
  MatrixXd m(static_cast<Index>(n), static_cast<Index>(e.size()));
  for (std::size_t j = 0; j < e.size(); ++j) {
    const std::string where = "for " + quoted(names[j]);
    if (e[j].size() != n || n < 2)
      fail(kPlan, "residuals must be of one length, at least 2", std::to_string(e[j].size()), where);
    for (std::size_t t = 0; t < n; ++t) {
      if (!std::isfinite(e[j][t]))
        fail(kPlan, "residuals must be finite", number_text(e[j][t]), "at index " + std::to_string(t) + " " + where);
      m(static_cast<Index>(t), static_cast<Index>(j)) = e[j][t];
    }
    if (options.weights != ReconciliationWeights::sample && m.col(static_cast<Index>(j)).squaredNorm() == 0)
      fail(kPlan, "residuals must not all be 0", "0", where);
  }
  return m;
}

/// Schäfer & Strimmer's lambda, for correlations of columns around 0.
double shrinkage(const MatrixXd& residuals) {
  const auto n = static_cast<double>(residuals.rows());
  const VectorXd size = (residuals.colwise().squaredNorm() / n).cwiseSqrt().transpose();
  const MatrixXd x = residuals * size.cwiseInverse().asDiagonal(), squared = x.cwiseAbs2();
  const MatrixXd r = x.transpose() * x / n;
  const MatrixXd variance = (squared.transpose() * squared - n * r.cwiseAbs2()) / (n * (n - 1));
  const double off = r.squaredNorm() - r.diagonal().squaredNorm();
  const double noise = variance.sum() - variance.trace();
  return off > 0 ? std::clamp(noise / off, 0.0, 1.0) : 1;
}

MatrixXd weights_matrix(const std::vector<std::string>& names, const MatrixXd& summing,
                        const ReconciliationOptions& options, double& lambda) {
  const auto m = static_cast<Index>(names.size());
  switch (options.weights) {
    case ReconciliationWeights::ols:
      return MatrixXd::Identity(m, m);
    case ReconciliationWeights::structural:
      return summing.cwiseAbs().rowwise().sum().asDiagonal().toDenseMatrix();
    case ReconciliationWeights::variance:
    case ReconciliationWeights::sample:
    case ReconciliationWeights::shrink:
      break;
  }
  const MatrixXd e = residual_matrix(names, options);
  const MatrixXd products = e.transpose() * e / static_cast<double>(e.rows());
  if (options.weights == ReconciliationWeights::sample) return products;
  const MatrixXd diagonal = products.diagonal().asDiagonal();
  if (options.weights == ReconciliationWeights::variance) return diagonal;
  lambda = shrinkage(e);
  return lambda * diagonal + (1 - lambda) * products;
}

/// Rows of C that the others do not imply.
MatrixXd independent_rows(const MatrixXd& c) {
  Eigen::ColPivHouseholderQR<MatrixXd> qr(c.transpose());
  qr.setThreshold(kRank);
  MatrixXd rows(qr.rank(), c.cols());
  for (Index k = 0; k < qr.rank(); ++k) rows.row(k) = c.row(qr.colsPermutation().indices()[k]);
  return rows;
}

struct Bounded {
  MatrixXd summing, inverse, h;
};

}  // namespace

Reconciliation plan_reconciliation(const std::vector<std::string>& names, const std::vector<Aggregation>& constraints,
                                   const ReconciliationOptions& options) {
  const Places known = places(names);
  const MatrixXd c = constraint_matrix(known, names, constraints, options.non_negative);
  const Summing summing(c, known, constraints, names);
  Reconciliation plan;
  plan.names = names;
  plan.constraints = constraints;
  plan.bottom = summing.bottom();
  if (options.non_negative) {
    const MatrixXd s = summing.matrix(), gap = c * s, size = c.cwiseAbs() * s.cwiseAbs();
    for (Index r = 0; r < gap.rows(); ++r)
      if ((gap.row(r).cwiseAbs() - 1e-12 * size.row(r)).maxCoeff() > 0)
        fail(kPlan, "non-negative reconciliation needs totals that consist of the same series in all their constraints",
             quoted(constraints[static_cast<std::size_t>(r)].total));
  }
  plan.weights = options.weights;
  plan.non_negative = options.non_negative;
  const MatrixXd w = weights_matrix(names, summing.matrix(), options, plan.shrinkage);
  plan.covariance = listed(w);
  const auto m = static_cast<Index>(names.size());
  const MatrixXd rows = independent_rows(c), cw = rows * w;
  const MatrixXd middle = cw * rows.transpose();
  // Scaled to a unit diagonal: series of very different sizes are no reason to call it singular.
  const VectorXd size = middle.diagonal().cwiseSqrt();
  plan.stop = Stop::singular;
  if (!(size.minCoeff() > 0) || !size.allFinite()) return plan;
  const MatrixXd scale = size.cwiseInverse().asDiagonal();
  const Eigen::LLT<MatrixXd> factor(scale * middle * scale);
  if (factor.info() != Eigen::Success || factor.matrixLLT().diagonal().cwiseAbs2().minCoeff() < kRank) return plan;
  if (options.non_negative) {
    const VectorXd each = w.diagonal().cwiseSqrt();
    if (!(each.minCoeff() > 0)) return plan;
    const MatrixXd inverse = each.cwiseInverse().asDiagonal();
    const Eigen::LLT<MatrixXd> whole(inverse * w * inverse);
    if (whole.info() != Eigen::Success || whole.matrixLLT().diagonal().cwiseAbs2().minCoeff() < kRank) return plan;
  }
  plan.projection = listed(MatrixXd::Identity(m, m) - cw.transpose() * (scale * factor.solve(scale * rows)));
  plan.stop = Stop::converged;
  return plan;
}

ReconciledForecasts reconcile(const Reconciliation& plan, const std::vector<std::vector<double>>& forecasts) {
  constexpr std::string_view kName = "stats::reconcile";
  require(plan.usable(), kName, "the plan must be usable", to_string(plan.stop));
  const std::size_t m = plan.names.size();
  if (forecasts.size() != m)
    fail(kName, "forecasts are needed for each of the " + std::to_string(m) + " series",
         std::to_string(forecasts.size()));
  const std::size_t columns = forecasts.front().size();
  for (std::size_t i = 0; i < m; ++i) {
    if (forecasts[i].size() != columns)
      fail(kName, "forecasts must be of one length",
           std::to_string(columns) + " and " + std::to_string(forecasts[i].size()), "for " + quoted(plan.names[i]));
    for (std::size_t h = 0; h < columns; ++h)
      if (!std::isfinite(forecasts[i][h]))
        fail(kName, "forecasts must be finite", number_text(forecasts[i][h]),
             "at index " + std::to_string(h) + " for " + quoted(plan.names[i]));
  }
  const Places known = places(plan.names);
  const MatrixXd c = constraint_matrix(known, plan.names, plan.constraints, plan.non_negative);
  const MatrixXd projection = matrix_of(plan.projection, m, m);
  const MatrixXd summing = Summing(c, known, plan.constraints, plan.names).matrix();
  ReconciledForecasts result;
  result.stop = Stop::converged;
  result.values.assign(m, std::vector<double>(columns));

  // Of the bounded problem, once: bottom series b >= 0 that bring S b nearest to the forecasts. In a scale where the
  // diagonal of S' W^-1 S is 1.
  Bounded bounded;
  VectorXd scale;
  const auto bound = [&] {
    bounded.summing = summing;
    bounded.inverse = matrix_of(plan.covariance, m, m).ldlt().solve(summing);  // W^-1 S
    bounded.h = summing.transpose() * bounded.inverse;
    scale = bounded.h.diagonal().cwiseSqrt().cwiseInverse();
    bounded.h = (scale.asDiagonal() * bounded.h * scale.asDiagonal()).eval();
    bounded.h = ((bounded.h + bounded.h.transpose()) / 2).eval();
  };
  for (std::size_t h = 0; h < columns; ++h) {
    VectorXd y(static_cast<Index>(m));
    for (std::size_t i = 0; i < m; ++i) y[static_cast<Index>(i)] = forecasts[i][h];
    VectorXd x = projection * y;
    // A second time: what rounding left of the gap goes too.
    x = (projection * x).eval();
    if (plan.non_negative && x.minCoeff() < 0) {
      if (scale.size() == 0) bound();
      const VectorXd g = scale.cwiseProduct(bounded.inverse.transpose() * y);
      const double middle = std::max(1e-300, g.cwiseAbs().maxCoeff());
      const std::vector<double> start(static_cast<std::size_t>(g.size()), 1.0), hs = listed(bounded.h),
                                                                                gs = listed(g / middle);
      const numeric::QuadraticProgram q = numeric::minimise_quadratic(hs, gs, {}, start);
      if (q.stop != Stop::converged) result.stop = q.stop;
      const VectorXd b = Eigen::Map<const VectorXd>(q.x.data(), g.size());
      x = summing * (scale.cwiseProduct(b) * middle);
      result.at_zero.push_back(h);
    }
    for (std::size_t i = 0; i < m; ++i) result.values[i][h] = x[static_cast<Index>(i)];
    const VectorXd gap = (c * x).cwiseAbs(), size = c.cwiseAbs() * x.cwiseAbs();
    for (Index r = 0; r < gap.size(); ++r)
      if (gap[r] > 0) result.largest_gap = std::max(result.largest_gap, gap[r] / size[r]);
  }
  return result;
}

std::vector<double> reconciled_covariance(const Reconciliation& plan, const std::vector<double>& covariance) {
  constexpr std::string_view kName = "stats::reconciled_covariance";
  constexpr double kSymmetric = 1e-9;
  require(plan.usable(), kName, "the plan must be usable", to_string(plan.stop));
  const std::size_t m = plan.names.size();
  if (covariance.size() != m * m)
    fail(kName, "a covariance of " + std::to_string(m) + " x " + std::to_string(m) + " numbers is needed",
         std::to_string(covariance.size()));
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const double a = covariance[i * m + j], b = covariance[j * m + i];
      const std::string where = "for " + quoted(plan.names[i]) + " and " + quoted(plan.names[j]);
      if (!std::isfinite(a) || !std::isfinite(b))
        fail(kName, "covariances must be finite", number_text(std::isfinite(a) ? b : a), where);
      if (std::abs(a - b) > kSymmetric * std::sqrt(std::abs(covariance[i * m + i] * covariance[j * m + j])))
        fail(kName, "covariances must be symmetric", number_text(a) + " and " + number_text(b), where);
    }
  const MatrixXd p = matrix_of(plan.projection, m, m);
  const MatrixXd v = p * matrix_of(covariance, m, m) * p.transpose();
  return listed((v + v.transpose()) / 2);
}

std::string_view to_string(ReconciliationWeights weights) noexcept {
  switch (weights) {
    case ReconciliationWeights::ols:
      return "ols";
    case ReconciliationWeights::structural:
      return "structural";
    case ReconciliationWeights::variance:
      return "variance";
    case ReconciliationWeights::sample:
      return "sample";
    case ReconciliationWeights::shrink:
      return "shrink";
  }
  return "unknown";
}

}  // namespace foreplan::inline v0::stats
