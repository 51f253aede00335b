#include <foreplan/structure/markov.hpp>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/check.hpp"
#include "numeric/row_major.hpp"
#include "structure/markov_check.hpp"
#include "structure/matrix_check.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Which sectors can be reached from which, in any number of steps, none included.
std::vector<std::vector<bool>> reach(const Matrix& p) {
  std::vector<std::vector<bool>> reached(p.rows, std::vector<bool>(p.rows));
  for (std::size_t start = 0; start < p.rows; ++start) {
    std::vector<std::size_t> open{start};
    reached[start][start] = true;
    while (!open.empty()) {
      const std::size_t i = open.back();
      open.pop_back();
      for (std::size_t j = 0; j < p.rows; ++j)
        if (p(i, j) > 0 && !reached[start][j]) {
          reached[start][j] = true;
          open.push_back(j);
        }
    }
  }
  return reached;
}

/// Grassmann, Taksar & Heyman on the sectors of one class.
std::vector<double> settled(const Matrix& p, const std::vector<std::size_t>& members) {
  const std::size_t n = members.size();
  std::vector<double> a(n * n), x(n, 1.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) a[i * n + j] = p(members[i], members[j]);
  for (std::size_t k = n; k-- > 1;) {
    double leaving = 0;
    for (std::size_t j = 0; j < k; ++j) leaving += a[k * n + j];
    for (std::size_t i = 0; i < k; ++i) a[i * n + k] /= leaving;
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j < k; ++j) a[i * n + j] += a[i * n + k] * a[k * n + j];
  }
  for (std::size_t k = 1; k < n; ++k) {
    x[k] = 0;
    for (std::size_t i = 0; i < k; ++i) x[k] += x[i] * a[i * n + k];
  }
  return closure(x);
}

}  // namespace

void require_transitions(std::string_view function, const Matrix& p) {
  constexpr std::size_t kMost = 1000;
  constexpr double kSum = 1e-9;
  require_shape(function, p);
  if (p.rows != p.columns || p.rows == 0 || p.rows > kMost)
    detail::fail(function, "transitions must be square with 1 to 1000 rows",
                 std::to_string(p.rows) + " x " + std::to_string(p.columns));
  for (std::size_t i = 0; i < p.rows; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < p.columns; ++j) {
      if (!(p(i, j) >= 0 && p(i, j) <= 1))
        detail::fail(function, "transitions must be in [0, 1]", detail::number_text(p(i, j)),
                     "in row " + std::to_string(i) + ", column " + std::to_string(j));
      sum += p(i, j);
    }
    if (!(std::abs(sum - 1) <= kSum))
      detail::fail(function, "rows of transitions must sum to 1", detail::number_text(sum),
                   "in row " + std::to_string(i));
  }
}

StationaryDistribution stationary_distribution(const Matrix& transitions) {
  require_transitions("structure::stationary_distribution", transitions);
  const auto reached = reach(transitions);
  const std::size_t n = transitions.rows;
  StationaryDistribution result;
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<std::size_t> members;
    bool closed = true, first = true;
    for (std::size_t j = 0; j < n; ++j) {
      if (!reached[i][j]) continue;
      closed = closed && reached[j][i];
      first = first && j >= i;
      members.push_back(j);
    }
    if (closed && first) result.closed_classes.push_back(members);
  }
  result.unique = result.closed_classes.size() == 1;
  if (result.unique) {
    const std::vector<double> x = settled(transitions, result.closed_classes.front());
    result.shares.assign(n, 0.0);
    for (std::size_t k = 0; k < x.size(); ++k) result.shares[result.closed_classes.front()[k]] = x[k];
  }
  return result;
}

Matrix mean_first_passage(const Matrix& transitions) {
  require_transitions("structure::mean_first_passage", transitions);
  const std::size_t n = transitions.rows;
  const auto reached = reach(transitions);
  Matrix m = filled_matrix(n, n, kInfinity);
  for (std::size_t j = 0; j < n; ++j) {
    // j is reached for sure from where nothing can be reached, before j, that cannot reach j.
    Matrix stopped = transitions;
    std::fill(stopped.row(j).begin(), stopped.row(j).end(), 0.0);
    const auto before = reach(stopped);
    std::vector<std::size_t> sure;
    for (std::size_t i = 0; i < n; ++i) {
      bool all = true;
      for (std::size_t k = 0; k < n; ++k) all = all && (!before[i][k] || reached[k][j]);
      if (all && i != j) sure.push_back(i);
    }
    const auto size = static_cast<Eigen::Index>(sure.size());
    Eigen::MatrixXd a = Eigen::MatrixXd::Identity(size, size);
    for (Eigen::Index r = 0; r < size; ++r)
      for (Eigen::Index c = 0; c < size; ++c)
        a(r, c) -= transitions(sure[static_cast<std::size_t>(r)], sure[static_cast<std::size_t>(c)]);
    if (size > 0) {
      const Eigen::VectorXd x = a.partialPivLu().solve(Eigen::VectorXd::Ones(size));
      for (Eigen::Index r = 0; r < size; ++r) m(sure[static_cast<std::size_t>(r)], j) = x[r];
    }
    double back = 1;
    for (std::size_t k = 0; k < n; ++k)
      if (k != j && transitions(j, k) > 0) back += transitions(j, k) * m(k, j);
    m(j, j) = back;
  }
  return m;
}

Mobility mobility(const Matrix& transitions) {
  constexpr std::string_view kName = "structure::mobility";
  require_transitions(kName, transitions);
  const auto n = static_cast<Eigen::Index>(transitions.rows);
  detail::require(n > 1, kName, "at least two sectors are needed");
  const numeric::RowMajor p = Eigen::Map<const numeric::RowMajor>(transitions.values.data(), n, n);
  const auto others = static_cast<double>(n - 1);
  std::vector<double> sizes;
  const Eigen::VectorXcd values = p.eigenvalues();
  for (const auto& v : values) sizes.push_back(std::min(1.0, std::abs(v)));
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  constexpr double kRounding = 1e-14;
  const double second = sizes[1] > 1 - kRounding ? 1 : sizes[1];
  Mobility result;
  result.shorrocks = (static_cast<double>(n) - p.trace()) / others;
  result.determinant = 1 - std::pow(std::abs(p.determinant()), 1 / others);
  result.second_eigenvalue = 1 - second;
  result.half_life = second == 1 ? kInfinity : second > 0 ? -std::log(2.0) / std::log(second) : 0;
  return result;
}

Matrix project_shares(const Matrix& transitions, std::span<const double> shares, std::size_t periods) {
  constexpr std::string_view kName = "structure::project_shares";
  require_transitions(kName, transitions);
  const std::size_t n = transitions.rows;
  if (shares.size() != n)
    detail::fail(kName, "one share is needed for each of the " + std::to_string(n) + " rows",
                 std::to_string(shares.size()));
  if (periods >= std::numeric_limits<std::uint32_t>::max())
    detail::fail(kName, "periods must be < 2^32", std::to_string(periods));
  std::vector<double> now = closure(shares);
  Matrix result = filled_matrix(periods + 1, n);
  std::copy(now.begin(), now.end(), result.row(0).begin());
  for (std::size_t t = 1; t <= periods; ++t) {
    std::vector<double> next(n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) next[j] += now[i] * transitions(i, j);
    now = closure(next);  // so that rounding does not add up
    std::copy(now.begin(), now.end(), result.row(t).begin());
  }
  return result;
}

}  // namespace foreplan::inline v0::structure
