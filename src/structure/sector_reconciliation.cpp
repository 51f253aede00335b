#include <foreplan/stats/distributions.hpp>
#include <foreplan/structure/log_ratios.hpp>
#include <foreplan/structure/sector_reconciliation.hpp>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "numeric/least_squares.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::string_view kName = "structure::reconcile_sectors";
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

std::string where(const Series& s, std::size_t t, std::string_view table) {
  return "in " + std::string(table) + " of " + detail::quoted(s.name) + " in " + to_string(s.period(t));
}

void require_series(const Series& values, const Series& errors, const PeriodRange& range, double most,
                    std::string_view table) {
  for (const Series* s : {&values, &errors})
    if (s->empty() || s->start != range.first || s->last() != range.last)
      detail::fail<PeriodMismatch>(kName, "all forecasts and errors must cover the same periods",
                                   s->empty() ? "none" : to_string(s->start) + " to " + to_string(s->last()),
                                   "in " + std::string(table) + " of " + detail::quoted(s->name));
  require_same_unit(values.unit, errors.unit, kName);
  for (std::size_t t = 0; t < values.size(); ++t) {
    const double v = values.values[t], e = errors.values[t];
    if (!(v >= 0 && v <= most) || std::isinf(v))
      detail::fail(kName, most == 1 ? "shares must be in [0, 1]" : "levels must be >= 0 and finite",
                   detail::number_text(v), where(values, t, table));
    if (!(e > 0) || std::isinf(e))
      detail::fail(kName, "standard errors must be > 0 and finite", detail::number_text(e), where(errors, t, table));
  }
}

void require_frame(const Frame& values, const Frame& errors, const std::vector<std::string>& sectors,
                   const PeriodRange& range, double most, std::string_view table) {
  if (values.size() != sectors.size() || errors.size() != sectors.size())
    detail::fail(kName, "all tables must have the same sectors",
                 std::to_string(values.size()) + " with " + std::to_string(errors.size()) + " errors",
                 "in " + std::string(table));
  for (const std::string& name : sectors) require_series(values[name], errors[name], range, most, table);
}

/// One period: forecasts over their errors, in units of the size of the total.
struct Task {
  std::size_t n = 0;
  std::vector<double> levels{}, level_weights{}, shares{}, share_weights{};
  double total = 0, total_weight = 0;  ///< A weight of 0: not given.

  [[nodiscard]] std::size_t rows() const { return levels.size() + shares.size() + (total_weight > 0 ? 1 : 0); }

  bool operator()(std::span<const double> x, std::span<double> r, std::span<double> jacobian) const {
    double sum = 0;
    for (const double v : x) sum += v;
    if (!(sum > 0)) return false;
    std::size_t row = 0;
    std::fill(jacobian.begin(), jacobian.end(), 0.0);
    const std::size_t m = rows();
    const auto slope = [&](std::size_t i, std::size_t j, double v) {
      if (!jacobian.empty()) jacobian[j * m + i] = v;
    };
    for (std::size_t i = 0; i < levels.size(); ++i, ++row) {
      r[row] = (x[i] - levels[i]) * level_weights[i];
      slope(row, i, level_weights[i]);
    }
    for (std::size_t i = 0; i < shares.size(); ++i, ++row) {
      r[row] = (x[i] / sum - shares[i]) * share_weights[i];
      for (std::size_t j = 0; j < n; ++j) slope(row, j, ((i == j ? 1 : 0) - x[i] / sum) / sum * share_weights[i]);
    }
    if (total_weight > 0) {
      r[row] = (sum - total) * total_weight;
      for (std::size_t j = 0; j < n; ++j) slope(row, j, total_weight);
    }
    return true;
  }
};

numeric::LeastSquares solve(const Task& task) {
  std::vector<std::vector<double>> starts;
  double sum = 0;
  for (const double v : task.levels) sum += v;
  if (sum > 0) starts.push_back(task.levels);
  if (!task.shares.empty()) {
    double shares = 0;
    for (const double s : task.shares) shares += s;
    const double total = task.total_weight > 0 ? task.total : sum;
    if (shares > 0 && total > 0) {
      starts.emplace_back();
      for (const double s : task.shares) starts.back().push_back(s / shares * total);
    }
  }
  numeric::LeastSquaresOptions options;
  options.lower.assign(task.n, 0.0);
  options.upper.assign(task.n, std::numeric_limits<double>::infinity());
  numeric::LeastSquares best;
  for (std::vector<double>& start : starts) {
    // Off the bound, so that a level of 0 may be left again.
    for (double& v : start) v = std::max(v, 1e-6);
    numeric::LeastSquares found = numeric::least_squares(
        task.rows(), std::move(start),
        [&](std::span<const double> x, std::span<double> r, std::span<double> j) { return task(x, r, j); }, options);
    const bool better = best.stop == Stop::not_run || (found.stop == Stop::converged && best.stop != Stop::converged) ||
                        (found.stop == best.stop && found.sum_of_squares < best.sum_of_squares);
    if (better) best = std::move(found);
  }
  return best;
}

/// Covariance of the levels: the inverse of J'J over the sectors that are not held at 0.
MatrixXd covariance(const numeric::LeastSquares& found, std::size_t m) {
  const auto n = static_cast<Index>(found.x.size());
  std::vector<Index> open;
  for (Index j = 0; j < n; ++j)
    if (found.x[static_cast<std::size_t>(j)] > 0) open.push_back(j);
  const MatrixXd jacobian =
      Eigen::Map<const MatrixXd>(found.jacobian.data(), static_cast<Index>(m), n)(Eigen::all, open);
  MatrixXd result = MatrixXd::Zero(n, n);
  const Eigen::HouseholderQR<MatrixXd> qr(jacobian);
  const auto size = static_cast<Index>(open.size());
  const MatrixXd half =
      qr.matrixQR().topRows(size).triangularView<Eigen::Upper>().solve(MatrixXd::Identity(size, size));
  result(open, open) = half * half.transpose();
  return result;
}

}  // namespace

bool SectorReconciliation::usable() const noexcept {
  return !stop.empty() && std::all_of(stop.begin(), stop.end(), [](Stop s) { return s == Stop::converged; });
}

SectorReconciliation reconcile_sectors(const SectorForecasts& given) {
  constexpr std::size_t kMost = 1000;
  constexpr double kAny = std::numeric_limits<double>::infinity();
  const bool levels = !given.levels.empty(), shares = !given.shares.empty(), total = !given.total.empty();
  if (!levels && !(shares && total))
    detail::fail(kName, "levels of all sectors are needed, or shares of all and a total",
                 shares  ? "shares alone"
                 : total ? "a total alone"
                         : "neither");
  const Frame& first = levels ? given.levels : given.shares;
  const PeriodRange range = first.range();
  std::vector<std::string> sectors;
  for (const Series& s : first.series()) sectors.push_back(s.name);
  const std::size_t n = sectors.size(), periods = first.periods();
  if (n < 2 || n > kMost) detail::fail(kName, "2 to 1000 sectors are needed", std::to_string(n));
  const Unit unit = levels ? given.levels.series().front().unit : given.total.unit;
  if (levels) {
    require_frame(given.levels, given.level_errors, sectors, range, kAny, "levels");
    for (const Series& s : given.levels.series()) require_same_unit(unit, s.unit, kName);
  }
  if (shares) require_frame(given.shares, given.share_errors, sectors, range, 1, "shares");
  if (total) {
    require_series(given.total, given.total_error, range, kAny, "total");
    require_same_unit(unit, given.total.unit, kName);
  }

  SectorReconciliation result;
  std::vector<Series> x, x_errors, s, s_errors;
  for (const std::string& name : sectors) {
    x.push_back({name, range.first, unit, {}});
    s.push_back({name, range.first, Unit{}, {}});
  }
  x_errors = x;
  s_errors = s;
  result.total = result.total_error = {"total", range.first, unit, {}};
  result.change = {"change", range.first, Unit{}, {}};
  result.p_value = {"p-value", range.first, Unit{}, {}};
  if (shares) result.share_gap = {"share gap", range.first, Unit{}, {}};
  if (levels && total) result.total_gap = {"total gap", range.first, unit, {}};
  for (std::size_t t = 0; t < periods; ++t) {
    Task task;
    task.n = n;
    double sum = 0, share_sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if (levels) sum += given.levels[sectors[i]].values[t];
      if (shares) share_sum += given.shares[sectors[i]].values[t];
    }
    const double unit_of_size = total ? given.total.values[t] : sum;
    if (!(unit_of_size > 0) || std::isinf(unit_of_size))
      detail::fail(kName, "the total must be > 0 and finite", detail::number_text(unit_of_size),
                   "in " + to_string(first.series().front().period(t)));
    for (std::size_t i = 0; i < n; ++i) {
      if (levels) {
        task.levels.push_back(given.levels[sectors[i]].values[t] / unit_of_size);
        task.level_weights.push_back(unit_of_size / given.level_errors[sectors[i]].values[t]);
      }
      if (shares) {
        task.shares.push_back(given.shares[sectors[i]].values[t]);
        task.share_weights.push_back(1 / given.share_errors[sectors[i]].values[t]);
      }
    }
    if (total) {
      task.total = 1;
      task.total_weight = unit_of_size / given.total_error.values[t];
    }
    result.degrees = static_cast<double>(task.rows() - n);
    const numeric::LeastSquares found = solve(task);
    result.stop.push_back(found.stop);
    if (shares) result.share_gap.values.push_back(share_sum - 1);
    if (levels && total) result.total_gap.values.push_back(sum - given.total.values[t]);
    result.change.values.push_back(found.sum_of_squares);
    result.p_value.values.push_back(result.degrees > 0 ? stats::chi_squared_upper(found.sum_of_squares, result.degrees)
                                                       : 1);
    const MatrixXd v = covariance(found, task.rows());
    double all = 0;
    for (const double level : found.x) all += level;
    const std::vector<double> closed = closure(found.x);
    // Of share i: its slopes ((i = j) - s_i) / X.
    const VectorXd sums = v.rowwise().sum();
    const double variance = sums.sum();
    double levels_sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const auto k = static_cast<Index>(i);
      const bool held = found.x[i] == 0;
      const double of_share = v(k, k) - 2 * closed[i] * sums[k] + closed[i] * closed[i] * variance;
      x[i].values.push_back(found.x[i] * unit_of_size);
      levels_sum += x[i].values.back();
      x_errors[i].values.push_back(held ? kMissing : std::sqrt(v(k, k)) * unit_of_size);
      s[i].values.push_back(closed[i]);
      s_errors[i].values.push_back(held ? kMissing : std::sqrt(std::max(0.0, of_share)) / all);
    }
    result.total.values.push_back(levels_sum);
    result.total_error.values.push_back(std::sqrt(variance) * unit_of_size);
  }
  result.levels = Frame(std::move(x));
  result.level_errors = Frame(std::move(x_errors));
  result.shares = Frame(std::move(s));
  result.share_errors = Frame(std::move(s_errors));
  return result;
}

}  // namespace foreplan::inline v0::structure
