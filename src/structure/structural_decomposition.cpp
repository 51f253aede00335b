#include <foreplan/stats/shapley.hpp>
#include <foreplan/structure/structural_decomposition.hpp>

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/check.hpp"
#include "numeric/gauss_legendre.hpp"
#include "numeric/parallel.hpp"
#include "numeric/row_major.hpp"
#include "structure/matrix_check.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::string_view kName = "structure::structural_decomposition";

using numeric::RowMajor;

Eigen::Map<const RowMajor> view(const Matrix& a) {
  return {a.values.data(), static_cast<Eigen::Index>(a.rows), static_cast<Eigen::Index>(a.columns)};
}
Eigen::Map<RowMajor> view(Matrix& a) {
  return {a.values.data(), static_cast<Eigen::Index>(a.rows), static_cast<Eigen::Index>(a.columns)};
}

/// A factor as it is multiplied with: the diagonal, or the whole.
struct Term {
  std::size_t rows = 0, columns = 0;
  bool diagonal = false;
  Matrix first{}, last{}, delta{};
  Matrix coefficients{};  ///< A1 - A0 where the factor is an inverse; not turned with the rest.
};

/// x F
Matrix times(const Matrix& x, const Matrix& f, bool diagonal) {
  Matrix result = filled_matrix(x.rows, diagonal ? x.columns : f.columns);
  if (diagonal) {
    for (std::size_t i = 0; i < x.rows; ++i)
      for (std::size_t j = 0; j < x.columns; ++j) result(i, j) = x(i, j) * f.values[j];
  } else {
    view(result).noalias() = view(x) * view(f);
  }
  return result;
}

Matrix whole(const Matrix& f, bool diagonal) {
  if (!diagonal) return f;
  Matrix result = filled_matrix(f.values.size(), f.values.size());
  for (std::size_t i = 0; i < f.values.size(); ++i) result(i, i) = f.values[i];
  return result;
}

std::string size_text(std::size_t rows, std::size_t columns) {
  return std::to_string(rows) + " x " + std::to_string(columns);
}

void require_factor(const SdaFactor& factor) {
  const std::string where = "in factor " + detail::quoted(factor.name);
  require_shape(kName, factor.first);
  require_shape(kName, factor.last);
  const Matrix &a = factor.first, &b = factor.last;
  if (a.rows != b.rows || a.columns != b.columns || a.values.empty())
    detail::fail(kName, "a factor must have one size in both periods, at least 1 x 1",
                 size_text(a.rows, a.columns) + " and " + size_text(b.rows, b.columns), where);
  if (factor.kind == SdaKind::diagonal && a.rows != 1 && a.columns != 1)
    detail::fail(kName, "a diagonal must be one row or column", size_text(a.rows, a.columns), where);
  if (factor.kind == SdaKind::leontief && a.rows != a.columns)
    detail::fail(kName, "coefficients must be square", size_text(a.rows, a.columns), where);
  for (const bool late : {false, true}) {
    const Matrix& x = late ? b : a;
    for (std::size_t c = 0; c < x.values.size(); ++c)
      if (!std::isfinite(x.values[c]))
        detail::fail(kName, "factors must be finite", detail::number_text(x.values[c]),
                     where + (late ? ", last" : ", first") + ", row " + std::to_string(c / x.columns) + ", column " +
                         std::to_string(c % x.columns));
  }
}

/// (I - A)^-1; empty where there is none to working precision.
Matrix leontief_inverse(const Matrix& a) {
  const auto n = static_cast<Eigen::Index>(a.rows);
  const Eigen::PartialPivLU<Eigen::MatrixXd> lu(Eigen::MatrixXd::Identity(n, n) - view(a));
  if (!(lu.rcond() > std::numeric_limits<double>::epsilon())) return {};
  Matrix result = filled_matrix(a.rows, a.rows);
  view(result) = lu.inverse();
  return result;
}

Term term_of(const SdaFactor& factor, Sda& result) {
  const Matrix &a = factor.first, &b = factor.last;
  Term term{a.rows, a.columns, factor.kind == SdaKind::diagonal, a, b, a};
  if (term.diagonal) term.rows = term.columns = a.values.size();
  for (std::size_t c = 0; c < a.values.size(); ++c) term.delta.values[c] = b.values[c] - a.values[c];
  if (factor.kind != SdaKind::leontief) return term;
  term.first = leontief_inverse(a);
  term.last = leontief_inverse(b);
  if (term.first.values.empty() || term.last.values.empty()) {
    result.stop = Stop::singular;
    result.singular = factor.name + (term.first.values.empty() ? ", first" : ", last");
    return term;
  }
  term.coefficients = term.delta;
  view(term.delta) = view(term.last) * view(term.delta) * view(term.first);
  return term;
}

void require_chain(const std::vector<SdaFactor>& factors, const std::vector<Term>& terms) {
  for (std::size_t k = 1; k < terms.size(); ++k)
    if (terms[k - 1].columns != terms[k].rows)
      detail::fail(
          kName, "a factor must have as many rows as the one before has columns",
          size_text(terms[k - 1].rows, terms[k - 1].columns) + " and " + size_text(terms[k].rows, terms[k].columns),
          "for " + detail::quoted(factors[k - 1].name) + " and " + detail::quoted(factors[k].name));
  const std::size_t cells =
      detail::checked_product(terms.front().rows, terms.back().columns, 1'000'000'000, kName, "cells of y");
  static_cast<void>(detail::checked_product(cells, terms.size(), 1'000'000'000, kName, "cells of y times factors"));
}

void tell(const Progress& progress, std::size_t done, std::size_t total) {
  if (progress && !progress(done, total) && done < total) throw Cancelled(std::string(kName) + ": cancelled");
}

/// y' = Fn' ... F1': the product from its other end.
void turn_round(std::vector<Term>& terms) {
  std::reverse(terms.begin(), terms.end());
  for (Term& term : terms) {
    if (term.diagonal) continue;
    std::swap(term.rows, term.columns);
    term.first = transposed(term.first);
    term.last = transposed(term.last);
    term.delta = transposed(term.delta);
  }
}

Matrix product(const std::vector<Term>& terms, bool late) {
  const auto of = [&](const Term& term) -> const Matrix& { return late ? term.last : term.first; };
  Matrix y = whole(of(terms.front()), terms.front().diagonal);
  for (std::size_t k = 1; k < terms.size(); ++k) y = times(y, of(terms[k]), terms[k].diagonal);
  return y;
}

/// F x, or for a row x F.
std::vector<double> applied(const Matrix& f, bool diagonal, const std::vector<double>& x, bool from_left) {
  std::vector<double> result(diagonal ? x.size() : from_left ? f.columns : f.rows);
  for (std::size_t i = 0; i < (diagonal ? x.size() : f.rows); ++i)
    if (diagonal)
      result[i] = x[i] * f.values[i];
    else
      for (std::size_t j = 0; j < f.columns; ++j) (from_left ? result[j] : result[i]) += f(i, j) * x[from_left ? i : j];
  return result;
}

/// The effects of all factors, as sums over passes.
struct Effects {
  bool turned = false;
  std::vector<Matrix> values{};        ///< Of y's shape.
  std::vector<Matrix> coefficients{};  ///< Empty but for inverses.
};

/// The lowest and highest sum over y that the change of factor k makes in any order: only which factors moved before
/// matters.
void find_range(const std::vector<Term>& terms, std::size_t k, const CancelToken& cancel, SdaEffect& effect) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  effect.lowest = kInfinity;
  effect.highest = -kInfinity;
  for (std::size_t moved = 0; moved < std::size_t{1} << terms.size(); ++moved) {
    if ((moved >> k & 1) != 0) continue;
    if (cancel.cancelled()) throw Cancelled(std::string(kName) + ": cancelled");
    std::vector<double> x(terms.back().columns, 1);
    for (std::size_t j = terms.size(); j-- > 0;) {
      const Term& term = terms[j];
      x = applied(j == k ? term.delta : (moved >> j & 1) != 0 ? term.last : term.first, term.diagonal, x, false);
    }
    double sum = 0;
    for (const double v : x) sum += v;
    effect.lowest = std::min(effect.lowest, sum);
    effect.highest = std::max(effect.highest, sum);
  }
}

/// The sum over y = P L1 dA L0 R is the sum over i and j of u_i dA_ij w_j with u = 1' P L1 and w = L0 R 1.
template <class At>
void add_coefficients(const std::vector<Term>& terms, std::size_t k, double weight, Effects& effects, const At& at) {
  const Term& inverse = terms[k];
  std::vector<double> left(terms.front().rows, 1), right(terms.back().columns, 1);
  for (std::size_t j = 0; j < k; ++j) left = applied(at(j), terms[j].diagonal, left, true);
  for (std::size_t j = terms.size(); --j > k;) right = applied(at(j), terms[j].diagonal, right, false);
  left = applied(effects.turned ? inverse.first : inverse.last, false, left, true);
  right = applied(effects.turned ? inverse.last : inverse.first, false, right, false);
  const std::vector<double>&u = effects.turned ? right : left, &w = effects.turned ? left : right;
  Matrix& sums = effects.coefficients[k];
  for (std::size_t i = 0; i < sums.rows; ++i)
    for (std::size_t j = 0; j < sums.columns; ++j) sums(i, j) += weight * (u[i] * inverse.coefficients(i, j) * w[j]);
}

/// Adds weight times the product with the change of factor k in its place, for each k. `other(k, j)` is what stands in
/// place of factor j then.
template <class Other>
void add_effects(const std::vector<Term>& terms, double weight, const Execution& execution, Effects& effects,
                 const Other& other) {
  numeric::parallel_for(terms.size(), execution, [&](std::size_t k) {
    const auto at = [&](std::size_t j) -> const Matrix& { return j == k ? terms[k].delta : other(k, j); };
    Matrix y = whole(at(0), terms.front().diagonal);
    for (std::size_t j = 1; j < terms.size(); ++j) y = times(y, at(j), terms[j].diagonal);
    for (std::size_t c = 0; c < y.values.size(); ++c) effects.values[k].values[c] += weight * y.values[c];
    if (!terms[k].coefficients.values.empty()) add_coefficients(terms, k, weight, effects, at);
  });
}

void add_shapley(const std::vector<Term>& terms, const Execution& execution, const Progress& progress,
                 Effects& effects) {
  std::vector<Matrix> blend;
  for (const Term& term : terms) blend.push_back(term.first);
  const std::vector<numeric::QuadratureNode> nodes = numeric::gauss_legendre((terms.size() + 1) / 2);
  for (std::size_t p = 0; p < nodes.size(); ++p) {
    const double t = nodes[p].at;
    for (std::size_t j = 0; j < terms.size(); ++j)
      for (std::size_t c = 0; c < blend[j].values.size(); ++c)
        blend[j].values[c] = (1 - t) * terms[j].first.values[c] + t * terms[j].last.values[c];
    add_effects(terms, nodes[p].weight, execution, effects,
                [&](std::size_t, std::size_t j) -> const Matrix& { return blend[j]; });
    tell(progress, p + 1, nodes.size());
  }
}

/// Effects where factors move one after another; those before k in the order have moved already when k does.
void add_order(const std::vector<Term>& terms, const std::vector<std::size_t>& order, double weight,
               const Execution& execution, Effects& effects) {
  std::vector<std::size_t> place(order.size());
  for (std::size_t p = 0; p < order.size(); ++p) place[order[p]] = p;
  add_effects(terms, weight, execution, effects, [&](std::size_t k, std::size_t j) -> const Matrix& {
    return place[j] < place[k] ? terms[j].last : terms[j].first;
  });
}

void add_orders(const std::vector<Term>& terms, const SdaOptions& options, const Execution& execution,
                Effects& effects) {
  std::vector<std::vector<std::size_t>> orders;
  if (options.method == SdaMethod::mirror_pairs) {
    orders = stats::joining_orders(terms.size(), 2 * options.pairs, options.seed);
  } else {
    std::vector<std::size_t> order(terms.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    orders = {order, {order.rbegin(), order.rend()}};
  }
  for (std::size_t p = 0; p < orders.size(); ++p) {
    add_order(terms, orders[p], 1.0 / static_cast<double>(orders.size()), execution, effects);
    tell(options.execution.progress, p + 1, orders.size());
  }
}

Effects effects_of(const std::vector<Term>& terms, bool turned, const SdaOptions& options) {
  Effects effects{turned, {}, {}};
  const Matrix none = filled_matrix(terms.front().rows, terms.back().columns);
  for (const Term& term : terms) {
    effects.values.push_back(none);
    effects.coefficients.push_back(filled_matrix(term.coefficients.rows, term.coefficients.columns));
  }
  Execution silent = options.execution;  // progress counts passes, not factors within one
  silent.progress = nullptr;
  if (options.method == SdaMethod::shapley)
    add_shapley(terms, silent, options.execution.progress, effects);
  else
    add_orders(terms, options, silent, effects);
  if (turned) {
    std::reverse(effects.values.begin(), effects.values.end());
    std::reverse(effects.coefficients.begin(), effects.coefficients.end());
    for (Matrix& e : effects.values) e = transposed(e);
  }
  return effects;
}

SdaFactor factor(std::string name, std::vector<double> first, std::vector<double> last, bool column, SdaKind kind) {
  const auto shaped = [&](std::vector<double> values) {
    const std::size_t n = values.size();
    return column ? Matrix{n, 1, std::move(values)} : Matrix{1, n, std::move(values)};
  };
  return {std::move(name), shaped(std::move(first)), shaped(std::move(last)), kind};
}

}  // namespace

Sda structural_decomposition(const std::vector<SdaFactor>& factors, const SdaOptions& options) {
  detail::require(!factors.empty() && factors.size() <= kMostSdaFactors, kName, "factors must be 1 to 64",
                  std::to_string(factors.size()));
  detail::require(options.pairs >= 1 && options.pairs <= 1'000'000, kName, "pairs must be 1 to 10^6",
                  std::to_string(options.pairs));
  if (options.range && factors.size() > kMostRangedSdaFactors)
    detail::fail(kName, "a range over the orders takes at most 16 factors", std::to_string(factors.size()));
  for (std::size_t k = 0; k < factors.size(); ++k) {
    detail::require(!factors[k].name.empty(), kName, "factors must have names", "\"\"");
    for (std::size_t j = 0; j < k; ++j)
      detail::require(factors[j].name != factors[k].name, kName, "a factor must be named once",
                      detail::quoted(factors[k].name));
    require_factor(factors[k]);
  }
  Sda result;
  result.method = options.method;
  result.stop = Stop::converged;
  std::vector<Term> terms;
  for (const SdaFactor& f : factors) terms.push_back(term_of(f, result));
  require_chain(factors, terms);
  if (!result.usable()) return result;
  // The running product has as many rows as y: from the end where they are fewer, vectors stay vectors.
  const bool turned = terms.front().rows > terms.back().columns;
  if (turned) turn_round(terms);
  result.first = product(terms, false);
  result.last = product(terms, true);
  Effects effects = effects_of(terms, turned, options);
  if (turned) {
    result.first = transposed(result.first);
    result.last = transposed(result.last);
  }
  result.change = result.last;
  for (std::size_t c = 0; c < result.change.values.size(); ++c) result.change.values[c] -= result.first.values[c];
  for (const double x : result.change.values)
    if (!std::isfinite(x)) result.stop = Stop::not_finite;
  for (std::size_t k = 0; k < factors.size(); ++k) {
    SdaEffect& effect = result.effects.emplace_back();
    effect.factor = factors[k].name;
    effect.values = std::move(effects.values[k]);
    effect.coefficients = std::move(effects.coefficients[k]);
    for (const double x : effect.values.values) effect.total += x;
  }
  if (options.range)
    numeric::parallel_for(factors.size(), options.execution, [&](std::size_t k) {
      find_range(terms, turned ? factors.size() - 1 - k : k, options.execution.cancel, result.effects[k]);
    });
  return result;
}

bool operator==(const SdaEffect& a, const SdaEffect& b) {
  const auto same = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
  return a.factor == b.factor && a.values == b.values && a.total == b.total && same(a.lowest, b.lowest) &&
         same(a.highest, b.highest) && a.coefficients == b.coefficients;
}

SdaFactor sda_row(std::string name, std::vector<double> first, std::vector<double> last) {
  return factor(std::move(name), std::move(first), std::move(last), false, SdaKind::matrix);
}
SdaFactor sda_column(std::string name, std::vector<double> first, std::vector<double> last) {
  return factor(std::move(name), std::move(first), std::move(last), true, SdaKind::matrix);
}
SdaFactor sda_diagonal(std::string name, std::vector<double> first, std::vector<double> last) {
  return factor(std::move(name), std::move(first), std::move(last), false, SdaKind::diagonal);
}

std::string_view to_string(SdaKind kind) noexcept {
  switch (kind) {
    case SdaKind::matrix:
      return "matrix";
    case SdaKind::diagonal:
      return "diagonal";
    case SdaKind::leontief:
      return "leontief";
  }
  return "unknown";
}

std::string_view to_string(SdaMethod method) noexcept {
  switch (method) {
    case SdaMethod::shapley:
      return "shapley";
    case SdaMethod::polar_average:
      return "polar_average";
    case SdaMethod::mirror_pairs:
      return "mirror_pairs";
  }
  return "unknown";
}

}  // namespace foreplan::inline v0::structure
