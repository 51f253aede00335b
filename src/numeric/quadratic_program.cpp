#include "numeric/quadratic_program.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "numeric/row_major.hpp"

namespace foreplan::inline v0::numeric {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kRank = 1e-12;   // a pivot below this, beside the largest, is 0
constexpr double kSlack = 1e-11;  // a multiplier below this, beside what it is made of, is 0

class ActiveSet {
 public:
  ActiveSet(std::span<const double> h, std::span<const double> g, std::span<const double> a,
            std::span<const double> start)
      : n_(static_cast<Index>(g.size())),
        m_(g.empty() ? 0 : static_cast<Index>(a.size()) / n_),
        h_(Eigen::Map<const RowMajor>(h.data(), n_, n_)),
        g_(Eigen::Map<const VectorXd>(g.data(), n_)),
        a_(Eigen::Map<const RowMajor>(a.data(), m_, n_)),
        x_(Eigen::Map<const VectorXd>(start.data(), n_)),
        y_(VectorXd::Zero(m_)),
        sums_(a_ * x_),
        size_(h_.diagonal().cwiseAbs().maxCoeff()) {
    for (Index j = 0; j < n_; ++j)
      if (x_[j] > 0) free_.push_back(j);
    find_blocks();
  }

  QuadraticProgram run() {
    QuadraticProgram result;
    const int limit = 100 + 20 * static_cast<int>(n_);
    result.stop = Stop::iteration_limit;
    int standing = 0;  // steps of no length in a row; then the smallest index leaves, which cannot cycle (Bland)
    for (; result.iterations < limit; ++result.iterations) {
      const VectorXd step = direction();
      double length = 1;
      Index blocked = -1;
      for (std::size_t k = 0; k < free_.size(); ++k) {
        const double most = step[static_cast<Index>(k)] < 0 ? -x_[free_[k]] / step[static_cast<Index>(k)] : 2;
        if (most < length) {
          length = most;
          blocked = static_cast<Index>(k);
        }
      }
      for (std::size_t k = 0; k < free_.size(); ++k)
        x_[free_[k]] = std::max(0.0, x_[free_[k]] + length * step[static_cast<Index>(k)]);
      standing = length > 0 ? 0 : standing + 1;
      if (blocked >= 0) {
        x_[free_[static_cast<std::size_t>(blocked)]] = 0;
        free_.erase(free_.begin() + blocked);
        continue;
      }
      const Index next = released(standing > 0);
      if (next < 0) {
        result.stop = Stop::converged;
        break;
      }
      free_.insert(std::lower_bound(free_.begin(), free_.end(), next), next);
    }
    const VectorXd slack = slacks();
    result.unique = unique(slack);
    result.x.assign(x_.begin(), x_.end());
    result.slack.assign(slack.begin(), slack.end());
    for (Index j = 0; j < n_; ++j)
      result.violation =
          std::max(result.violation, (x_[j] > 0 ? std::abs(slack[j]) : std::max(0.0, -slack[j])) / scale(j));
    if (m_ > 0)
      result.violation = std::max(result.violation,
                                  (a_ * x_ - sums_).cwiseAbs().maxCoeff() / std::max(1.0, sums_.cwiseAbs().maxCoeff()));
    return result;
  }

 private:
  /// To the minimum over the free variables, the others held at 0. Sets the multipliers.
  VectorXd direction() {
    const auto f = static_cast<Index>(free_.size());
    if (f + m_ == 0) return {};
    const VectorXd slope = (g_ - h_ * x_)(free_), missing = sums_ - a_ * x_;
    const MatrixXd af = a_(Eigen::all, free_);
    // H by Cholesky, block by block, then the multipliers by Schur's complement: the common case.
    if (const std::optional<Factors> factors = factor(free_); factors && f > 0) {
      VectorXd step = solve(*factors, slope);
      if (m_ == 0) return step;
      const MatrixXd across = solve(*factors, af.transpose());
      const Eigen::LLT<MatrixXd> outer(af * across);
      if (definite(outer)) {
        y_ = outer.solve(missing - af * step);
        return step + across * y_;
      }
    }
    // Singular to rounding: the shortest of all solutions.
    MatrixXd kkt = MatrixXd::Zero(f + m_, f + m_);
    kkt.topLeftCorner(f, f) = h_(free_, free_);
    kkt.bottomLeftCorner(m_, f) = af;
    kkt.topRightCorner(f, m_) = af.transpose();
    VectorXd right(f + m_);
    right << slope, missing;
    Eigen::CompleteOrthogonalDecomposition<MatrixXd> whole;
    whole.setThreshold(kRank);
    whole.compute(kkt);
    const VectorXd solution = whole.solve(right);
    y_ = -solution.tail(m_);
    return solution.head(f);
  }

  /// The part of H of some variables, factored by blocks that have nothing to do with each other.
  struct Factors {
    std::vector<std::vector<Index>> places{};  ///< Of each block, among the variables asked for.
    std::vector<Eigen::LLT<MatrixXd>> factors{};
  };
  std::optional<Factors> factor(const std::vector<Index>& variables) const {
    Factors result;
    std::vector<std::vector<Index>> members(static_cast<std::size_t>(blocks_));
    for (std::size_t k = 0; k < variables.size(); ++k)
      members[static_cast<std::size_t>(block_[static_cast<std::size_t>(variables[k])])].push_back(
          static_cast<Index>(k));
    for (std::vector<Index>& places : members) {
      if (places.empty()) continue;
      std::vector<Index> own;
      for (const Index k : places) own.push_back(variables[static_cast<std::size_t>(k)]);
      result.factors.emplace_back(h_(own, own));
      if (!definite(result.factors.back())) return std::nullopt;
      result.places.push_back(std::move(places));
    }
    return result;
  }
  static MatrixXd solve(const Factors& factors, const MatrixXd& right) {
    MatrixXd x(right.rows(), right.cols());
    for (std::size_t b = 0; b < factors.places.size(); ++b) {
      const MatrixXd own = right(factors.places[b], Eigen::all);
      x(factors.places[b], Eigen::all) = MatrixXd(factors.factors[b].solve(own));
    }
    return x;
  }

  static bool definite(const Eigen::LLT<MatrixXd>& factor) {
    if (factor.info() != Eigen::Success) return false;
    const VectorXd pivots = factor.matrixLLT().diagonal().cwiseAbs2();
    return pivots.minCoeff() > kRank * pivots.maxCoeff();
  }

  /// Numbers the blocks of variables that H connects.
  void find_blocks() {
    block_.assign(static_cast<std::size_t>(n_), -1);
    for (Index first = 0; first < n_; ++first) {
      if (block_[static_cast<std::size_t>(first)] >= 0) continue;
      std::vector<Index> open{first};
      block_[static_cast<std::size_t>(first)] = blocks_;
      while (!open.empty()) {
        const Index i = open.back();
        open.pop_back();
        for (Index j = 0; j < n_; ++j)
          if (h_(i, j) != 0 && block_[static_cast<std::size_t>(j)] < 0) {
            block_[static_cast<std::size_t>(j)] = blocks_;
            open.push_back(j);
          }
      }
      ++blocks_;
    }
  }

  /// Whether H is definite on the directions that neither the sums nor a slack forbid.
  bool unique(const VectorXd& slack) const {
    std::vector<Index> open;
    for (Index j = 0; j < n_; ++j)
      if (x_[j] > 0 || slack[j] <= kSlack * scale(j)) open.push_back(j);
    if (open.empty() || factor(open)) return true;
    const MatrixXd h = h_(open, open);
    MatrixXd kernel = MatrixXd::Identity(h.rows(), h.rows());
    if (m_ > 0) {
      Eigen::FullPivLU<MatrixXd> lu(a_(Eigen::all, open));
      lu.setThreshold(kRank);
      if (lu.dimensionOfKernel() == 0) return true;
      kernel = lu.kernel();
    }
    const Eigen::SelfAdjointEigenSolver<MatrixXd> values(kernel.transpose() * h * kernel, Eigen::EigenvaluesOnly);
    return values.eigenvalues()[0] > kRank * values.eigenvalues().cwiseAbs().maxCoeff();
  }

  VectorXd slacks() const { return h_ * x_ - g_ - a_.transpose() * y_; }
  double scale(Index j) const { return std::max({size_ * x_.cwiseAbs().maxCoeff(), std::abs(g_[j]), 1e-300}); }

  /// A variable at 0 that wants to rise; -1 when there is none.
  Index released(bool smallest) const {
    const VectorXd slack = slacks();
    Index next = -1;
    double most = 0;
    for (Index j = 0; j < n_; ++j) {
      if (std::binary_search(free_.begin(), free_.end(), j)) continue;
      const double wants = -slack[j] / scale(j);
      if (wants > kSlack && wants > most && (!smallest || next < 0)) {
        most = wants;
        next = j;
      }
    }
    return next;
  }

  Index n_, m_;
  MatrixXd h_;
  VectorXd g_;
  MatrixXd a_;
  VectorXd x_, y_, sums_;
  double size_;
  Index blocks_ = 0;
  std::vector<Index> block_{};  ///< Of each variable.
  std::vector<Index> free_{};
};

}  // namespace

QuadraticProgram minimise_quadratic(std::span<const double> h, std::span<const double> g, std::span<const double> a,
                                    std::span<const double> start) {
  return ActiveSet(h, g, a, start).run();
}

}  // namespace foreplan::inline v0::numeric
