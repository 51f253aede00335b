#include "numeric/least_change.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "numeric/row_major.hpp"

namespace foreplan::inline v0::numeric {
namespace {

constexpr double kRank = 1e-12;        // a pivot below this, beside the largest, is 0
constexpr double kMultiplier = 1e-10;  // a multiplier below this, beside what it is made of, is 0
constexpr double kRounding = 1e-14;

using Eigen::Index;

class Search {
 public:
  Search(std::span<const double> a, std::span<const double> b, std::span<const double> lower,
         std::span<const double> upper, std::span<const double> start)
      : a_(Eigen::Map<const RowMajor>(a.data(), static_cast<Index>(b.size()), static_cast<Index>(start.size()))),
        b_(Eigen::Map<const Eigen::VectorXd>(b.data(), static_cast<Index>(b.size()))),
        lower_(lower),
        upper_(upper),
        x_(static_cast<Index>(start.size())),
        at_(start.size(), Side::none),
        held_(start.size()) {
    for (std::size_t j = 0; j < start.size(); ++j) {
      x_[static_cast<Index>(j)] = std::clamp(start[j], lower[j], upper[j]);
      if (start[j] <= lower[j])
        at_[j] = Side::lower;
      else if (start[j] >= upper[j])
        at_[j] = Side::upper;
    }
  }

  LeastChange run() {
    const std::size_t limit = 50 + 10 * at_.size();
    bool finished = false;
    for (std::size_t i = 0; i < limit && !finished; ++i) {
      if (move()) continue;
      finished = !release();
    }
    LeastChange out{{x_.begin(), x_.end()}, at_, (a_ * x_ - b_).norm(), finished};
    return out;
  }

 private:
  [[nodiscard]] bool fixed(std::size_t j) const { return lower_[j] == upper_[j]; }

  /// Goes to the best point over the free variables, or to the first bound on the way there: true.
  bool move() {
    free_.clear();
    for (std::size_t j = 0; j < at_.size(); ++j)
      if (at_[j] == Side::none) free_.push_back(static_cast<Index>(j));
    if (free_.empty()) return false;
    part_ = a_(Eigen::all, free_);
    decomposition_.setThreshold(kRank);
    decomposition_.compute(part_, Eigen::ComputeThinU | Eigen::ComputeThinV);
    Eigen::VectorXd rest = b_;
    for (std::size_t j = 0; j < at_.size(); ++j)
      if (at_[j] != Side::none) rest -= a_.col(static_cast<Index>(j)) * x_[static_cast<Index>(j)];
    const Eigen::VectorXd best = decomposition_.solve(rest);
    const Eigen::VectorXd here = x_(free_);
    const double still = kRounding * (best.norm() + x_.norm() + rest.norm());  // no step, but rounding
    double part = 1;
    std::size_t met = at_.size();
    Side side = Side::none;
    for (std::size_t k = 0; k < free_.size(); ++k) {
      const auto j = static_cast<std::size_t>(free_[k]);
      const double step = best[static_cast<Index>(k)] - x_[free_[k]];
      const double room = (step > 0 ? upper_[j] : lower_[j]) - x_[free_[k]];
      if (std::abs(step) > still && std::abs(room) < part * std::abs(step)) {
        part = room / step;
        met = j;
        side = step > 0 ? Side::upper : Side::lower;
      }
    }
    for (std::size_t k = 0; k < free_.size(); ++k) {
      double& x = x_[free_[k]];
      const auto j = static_cast<std::size_t>(free_[k]);
      x = std::clamp(x + part * (best[static_cast<Index>(k)] - x), lower_[j], upper_[j]);
    }
    const bool moved = (x_(free_) - here).norm() > still;
    if (moved) std::fill(held_.begin(), held_.end(), false);
    if (met == at_.size()) return false;
    at_[met] = side;
    x_[static_cast<Index>(met)] = side == Side::upper ? upper_[met] : lower_[met];
    if (!moved && met == released_) held_[met] = true;
    return true;
  }

  /// Frees the variable whose bound stands most in the way, of the gap first, then of a shorter x.
  bool release() {
    const Eigen::VectorXd gap = a_ * x_ - b_;
    const double noise = kMultiplier * gap.norm() + kRounding * (b_.norm() + a_.norm() * x_.norm());
    if (release([&](Index j) { return a_.col(j).dot(gap); }, [&](Index j) { return noise * a_.col(j).norm(); }))
      return true;
    Eigen::VectorXd multipliers = Eigen::VectorXd::Zero(b_.size());
    if (!free_.empty()) {
      // The pseudo-inverse of the transpose, from the same decomposition.
      const Index rank = decomposition_.rank();
      const Eigen::VectorXd along = decomposition_.matrixV().leftCols(rank).transpose() * x_(free_);
      multipliers =
          decomposition_.matrixU().leftCols(rank) * along.cwiseQuotient(decomposition_.singularValues().head(rank));
    }
    return release([&](Index j) { return x_[j] - a_.col(j).dot(multipliers); },
                   [&](Index j) { return 1e-9 * (std::abs(x_[j]) + a_.col(j).norm() * multipliers.norm()); });
  }
  template <class Slope, class Size>
  bool release(const Slope& slope, const Size& negligible) {
    double worst = 0;
    std::size_t which = at_.size();
    for (std::size_t j = 0; j < at_.size(); ++j) {
      if (at_[j] == Side::none || fixed(j) || held_[j]) continue;
      const double inward = at_[j] == Side::lower ? -slope(static_cast<Index>(j)) : slope(static_cast<Index>(j));
      if (inward > negligible(static_cast<Index>(j)) && inward > worst) {
        worst = inward;
        which = j;
      }
    }
    if (which == at_.size()) return false;
    at_[which] = Side::none;
    released_ = which;
    return true;
  }

  Eigen::MatrixXd a_;
  Eigen::VectorXd b_;
  std::span<const double> lower_, upper_;
  Eigen::VectorXd x_;
  std::vector<Side> at_;
  std::vector<bool> held_;  ///< Freed and back at once: not to be freed again until something has moved.
  std::size_t released_ = 0;
  std::vector<Index> free_{};
  Eigen::MatrixXd part_{};
  Eigen::JacobiSVD<Eigen::MatrixXd> decomposition_{};
};

}  // namespace

LeastChange least_change(std::span<const double> a, std::span<const double> b, std::span<const double> lower,
                         std::span<const double> upper, std::span<const double> start) {
  return Search(a, b, lower, upper, start).run();
}

}  // namespace foreplan::inline v0::numeric
