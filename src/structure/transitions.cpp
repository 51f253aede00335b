#include <foreplan/stats/distributions.hpp>
#include <foreplan/structure/markov.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "numeric/quadratic_program.hpp"
#include "structure/matrix_check.hpp"

/// Transitions as they are estimated, and whether they stand still.
namespace foreplan::inline v0::structure {
namespace {

std::string cell(std::size_t i, std::size_t j) {
  return "in row " + std::to_string(i) + ", column " + std::to_string(j);
}

void require_counts(std::string_view function, const Matrix& counts, std::string_view where = {}) {
  require_shape(function, counts);
  if (counts.rows != counts.columns || counts.rows < 2)
    detail::fail(function, "counts must be square with 2 rows or more",
                 std::to_string(counts.rows) + " x " + std::to_string(counts.columns), where);
  for (std::size_t i = 0; i < counts.rows; ++i)
    for (std::size_t j = 0; j < counts.columns; ++j)
      if (!(counts(i, j) >= 0) || std::isinf(counts(i, j)))
        detail::fail(function, "counts must be >= 0 and finite", detail::number_text(counts(i, j)),
                     cell(i, j) + (where.empty() ? "" : " " + std::string(where)));
}

}  // namespace

TransitionsFromShares transitions_from_shares(const Frame& shares, const CompositionOptions& options) {
  constexpr std::string_view kName = "structure::transitions_from_shares";
  constexpr std::size_t kMost = 20;
  if (shares.size() > kMost) detail::fail(kName, "at most 20 sectors can be estimated", std::to_string(shares.size()));
  const Compositions data = compositions(shares, options);
  const std::size_t n = data.parts.size(), periods = data.shares.rows;
  if (periods < 2) detail::fail(kName, "at least 2 periods are needed", std::to_string(periods));

  // The variables are p_ij at i n + j. X'X couples the p_ij of one column j, the sums to 1 those of one row i.
  std::vector<double> h(n * n * n * n), g(n * n), a(n * n * n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < n; ++k) {
      double within = 0, across = 0;
      for (std::size_t t = 0; t + 1 < periods; ++t) {
        within += data.shares(t, i) * data.shares(t, k);
        across += data.shares(t, i) * data.shares(t + 1, k);
      }
      for (std::size_t j = 0; j < n; ++j) h[(i * n + j) * n * n + k * n + j] = within;
      g[i * n + k] = across;
      a[i * n * n + i * n + k] = 1;
    }
  // Nobody moves, nearly: inside the bounds, and near what is likely.
  std::vector<double> start(n * n, 0.1 / static_cast<double>(n));
  for (std::size_t i = 0; i < n; ++i) start[i * n + i] += 0.9;
  const numeric::QuadraticProgram q = numeric::minimise_quadratic(h, g, a, start);

  TransitionsFromShares result;
  result.sectors = data.parts;
  result.stop = q.stop;
  result.unique = q.unique;
  result.violation = q.violation;
  result.transitions = filled_matrix(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::vector<double> row = closure(std::span(q.x).subspan(i * n, n));
    std::copy(row.begin(), row.end(), result.transitions.row(i).begin());
  }
  result.residuals = filled_matrix(periods - 1, n);
  for (std::size_t t = 0; t + 1 < periods; ++t)
    for (std::size_t j = 0; j < n; ++j) {
      double fitted = 0;
      for (std::size_t i = 0; i < n; ++i) fitted += data.shares(t, i) * result.transitions(i, j);
      const double e = data.shares(t + 1, j) - fitted;
      result.residuals(t, j) = e;
      result.sum_of_squares += e * e;
    }
  return result;
}

TransitionsFromCounts transitions_from_counts(const Matrix& counts, const TransitionCountOptions& options) {
  constexpr std::string_view kName = "structure::transitions_from_counts";
  require_counts(kName, counts);
  const bool prior = options.prior != TransitionPrior::none;
  const double added = options.prior == TransitionPrior::laplace ? 1 : prior ? options.prior_count : 0;
  if (prior) detail::require(added > 0 && std::isfinite(added), kName, "prior_count must be > 0 and finite", added);
  const std::size_t n = counts.rows;
  TransitionsFromCounts result;
  result.transitions = result.standard_errors = filled_matrix(n, n, std::numeric_limits<double>::quiet_NaN());
  result.counted = row_sums(counts);
  for (std::size_t i = 0; i < n; ++i) {
    const double all = result.counted[i] + static_cast<double>(n) * added;
    if (std::isinf(all))
      detail::fail(kName, "the counts of a row must have a finite sum", "inf", "in row " + std::to_string(i));
    if (result.counted[i] == 0) result.empty.push_back(i);
    if (all == 0) continue;
    for (std::size_t j = 0; j < n; ++j) {
      const double p = (counts(i, j) + added) / all;
      result.transitions(i, j) = p;
      result.standard_errors(i, j) = std::sqrt(p * (1 - p) / (prior ? all + 1 : all));
      if (counts(i, j) > 0) result.log_likelihood += counts(i, j) * std::log(p);
    }
  }
  if (prior) result.empty.clear();
  return result;
}

StationarityTest test_stationarity(const std::vector<Matrix>& counts) {
  constexpr std::string_view kName = "structure::test_stationarity";
  if (counts.size() < 2) detail::fail(kName, "at least 2 periods are needed", std::to_string(counts.size()));
  for (std::size_t t = 0; t < counts.size(); ++t) {
    require_counts(kName, counts[t], "of period " + std::to_string(t));
    if (counts[t].rows != counts[0].rows)
      detail::fail(kName, "all periods must have the same sectors", std::to_string(counts[t].rows) + " rows",
                   "in period " + std::to_string(t));
  }
  const std::size_t n = counts[0].rows;
  StationarityTest result;
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<double> column(n);
    double row = 0, periods = 0, columns = 0;
    for (const Matrix& m : counts) {
      double sum = 0;
      for (std::size_t j = 0; j < n; ++j) {
        column[j] += m(i, j);
        sum += m(i, j);
      }
      row += sum;
      periods += sum > 0;
    }
    if (row == 0) continue;
    for (const double c : column) columns += c > 0;
    result.degrees += (periods - 1) * (columns - 1);
    for (const Matrix& m : counts) {
      double sum = 0;
      for (const double v : m.row(i)) sum += v;
      for (std::size_t j = 0; j < n; ++j) {
        if (column[j] == 0 || sum == 0) continue;
        const double expected = sum * column[j] / row;
        result.chi_squared += (m(i, j) - expected) * (m(i, j) - expected) / expected;
        if (m(i, j) > 0) result.likelihood_ratio += 2 * m(i, j) * std::log(m(i, j) / expected);
      }
    }
  }
  const bool tested = result.degrees > 0;
  result.p_value = tested ? stats::chi_squared_upper(result.chi_squared, result.degrees) : 1;
  result.p_value_likelihood_ratio =
      tested ? stats::chi_squared_upper(std::max(0.0, result.likelihood_ratio), result.degrees) : 1;
  return result;
}

std::string_view to_string(TransitionPrior prior) noexcept {
  switch (prior) {
    case TransitionPrior::none:
      return "none";
    case TransitionPrior::laplace:
      return "laplace";
    case TransitionPrior::dirichlet:
      return "dirichlet";
  }
  return "unknown";
}

}  // namespace foreplan::inline v0::structure
