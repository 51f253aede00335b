#include <foreplan/structure/leontief.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>
#include <variant>

#include "core/check.hpp"
#include "numeric/dense_kernels.hpp"
#include "numeric/gmres.hpp"
#include "numeric/kernels.hpp"
#include "numeric/lu.hpp"
#include "structure/matrix_check.hpp"
#include "structure/productive.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::string_view kFactor = "structure::factor";

double largest_size(std::span<const double> x) {
  double most = 0;
  for (const double v : x) most = std::max(most, std::abs(v));
  return most;
}

/// I - M by elimination.
struct Dense {
  Matrix m{};
  numeric::LuFactors lu{};  ///< Of (I - M)', which is I - M row by row.

  [[nodiscard]] SystemSolution solve(const std::vector<double>& f) const {
    SystemSolution s{f, 0, 0, Stop::converged};
    numeric::lu_solve_transposed(lu, s.values);
    const auto& kernel = numeric::dense_kernels(numeric::best_tier());
    std::vector<double> rest(f.size());
    for (std::size_t i = 0; i < f.size(); ++i)
      rest[i] = f[i] - s.values[i] + kernel.dot(m.row(i).data(), s.values.data(), f.size());
    return judged(std::move(s), f, rest);
  }
  [[nodiscard]] SystemSolution solve_transposed(const std::vector<double>& v) const {
    SystemSolution s{v, 0, 0, Stop::converged};
    numeric::lu_solve(lu, s.values);
    std::vector<double> rest(v.size());
    for (std::size_t j = 0; j < v.size(); ++j) rest[j] = v[j] - s.values[j];
    for (std::size_t i = 0; i < v.size(); ++i)
      numeric::kernels().add_multiple(rest.data(), s.values[i], m.row(i).data(), v.size());
    return judged(std::move(s), v, rest);
  }
  [[nodiscard]] Matrix inverse() const {
    // Columns of the inverse of the transpose are rows of the inverse.
    Matrix result = filled_matrix(m.rows, m.rows);
    for (std::size_t i = 0; i < m.rows; ++i) result(i, i) = 1;
    numeric::lu_solve(lu, result.values);
    return result;
  }

 private:
  static SystemSolution judged(SystemSolution s, std::span<const double> f, std::span<const double> rest) {
    if (const double size = largest_size(f); size > 0) s.residual = largest_size(rest) / size;
    return s;
  }
};

SparseMatrix transposed(const SparseMatrix& a) {
  SparseMatrix t{a.columns, a.rows, std::vector<std::size_t>(a.columns + 1, 0),
                 std::vector<std::uint32_t>(a.values.size()), std::vector<double>(a.values.size())};
  for (const std::uint32_t j : a.column) ++t.starts[j + 1];
  for (std::size_t j = 0; j < a.columns; ++j) t.starts[j + 1] += t.starts[j];
  std::vector<std::size_t> next = t.starts;
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t k = a.starts[i]; k < a.starts[i + 1]; ++k) {
      const std::size_t to = next[a.column[k]]++;
      t.column[to] = static_cast<std::uint32_t>(i);
      t.values[to] = a.values[k];
    }
  return t;
}

/// (I - M) x = f by iteration, the lower triangle of I - M, which Gauss & Seidel solve, standing in for it.
SystemSolution iterate(const SparseMatrix& m, const std::vector<double>& f) {
  const auto product = [&](std::span<const double> in, std::span<double> out) {
    for (std::size_t i = 0; i < m.rows; ++i) {
      double sum = 0;
      for (std::size_t k = m.starts[i]; k < m.starts[i + 1]; ++k) sum += m.values[k] * in[m.column[k]];
      out[i] = in[i] - sum;
    }
  };
  const auto solve_triangle = [&](std::span<const double> in, std::span<double> out) {
    for (std::size_t i = 0; i < m.rows; ++i) {
      double sum = in[i], diagonal = 1;
      std::size_t k = m.starts[i];
      for (; k < m.starts[i + 1] && m.column[k] < i; ++k) sum += m.values[k] * out[m.column[k]];
      if (k < m.starts[i + 1] && m.column[k] == i && m.values[k] != 1) diagonal -= m.values[k];
      out[i] = sum / diagonal;
    }
  };
  double norm = 0;
  for (std::size_t i = 0; i < m.rows; ++i) {
    double sum = 1;
    for (std::size_t k = m.starts[i]; k < m.starts[i + 1]; ++k) sum += std::abs(m.values[k]);
    norm = std::max(norm, sum);
  }
  numeric::GmresResult r = numeric::gmres(product, solve_triangle, f, {.norm = norm});
  return {std::move(r.x), r.residual, r.iterations, r.stop};
}

/// I - M kept as it is.
struct Iterated {
  SparseMatrix m{}, across{};  ///< M and its transpose, so that both are read by rows.

  [[nodiscard]] SystemSolution solve(const std::vector<double>& f) const { return iterate(m, f); }
  [[nodiscard]] SystemSolution solve_transposed(const std::vector<double>& v) const { return iterate(across, v); }
  [[nodiscard]] Matrix inverse() const { return factor(dense(m)).inverse(); }
};

void require_square(std::size_t rows, std::size_t columns, const std::vector<std::string>& sectors) {
  if (rows != columns || rows == 0)
    detail::fail(kFactor, "the matrix must be square", std::to_string(rows) + " x " + std::to_string(columns));
  if (!sectors.empty() && sectors.size() != rows)
    detail::fail(kFactor, "names must be none, or one for each of " + std::to_string(rows) + " rows",
                 std::to_string(sectors.size()));
}

void require_finite(double value, std::size_t i, std::size_t j, const std::vector<std::string>& sectors) {
  if (!std::isfinite(value))
    detail::fail(kFactor, "coefficients must be finite", detail::number_text(value),
                 "in row " + sector_name(sectors, i) + ", column " + sector_name(sectors, j));
}

/// Names the sectors of the direction in which I - M is nothing, found by one step of inverse iteration.
[[noreturn]] void fail_singular(numeric::LuFactors lu, double condition, const std::vector<std::string>& sectors) {
  const double least = std::numeric_limits<double>::epsilon() * lu.norm;
  for (std::size_t k = 0; k < lu.n; ++k)
    if (double& pivot = lu.values[k * lu.n + k]; std::abs(pivot) < least) pivot = least;
  std::vector<double> right(lu.n, 1), part(lu.n, 1);
  numeric::lu_solve_transposed(lu, right);
  numeric::lu_solve(lu, part);
  for (std::size_t i = 0; i < lu.n; ++i) part[i] = std::abs(part[i] * right[i]);
  detail::fail(kFactor, "I - M must not be singular to working precision",
               "a reciprocal condition of " + detail::number_text(condition), "from " + leading_sectors(part, sectors));
}

Dense factored(const Matrix& m, const std::vector<std::string>& sectors) {
  const std::size_t n = m.rows;
  std::vector<double> rest(m.values.size());
  bool negative = false;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const double value = m(i, j);
      require_finite(value, i, j, sectors);
      negative = negative || value < 0;
      rest[i * n + j] = (i == j ? 1 : 0) - value;
    }
  Dense d{m, numeric::lu_factor(std::move(rest), n)};
  const double condition = numeric::reciprocal_condition(d.lu);
  bool regular = condition > std::numeric_limits<double>::epsilon() * static_cast<double>(n);
  if (regular && !negative) {
    // M >= 0 has a spectral radius below 1 just when some x >= 0 has x' (I - M) > 0.
    std::vector<double> x(n, 1);
    numeric::lu_solve(d.lu, x);
    regular = *std::min_element(x.begin(), x.end()) > 0;
  }
  if (!regular && !negative) fail_unproductive(kFactor, sparse(m), sectors);
  if (!regular) fail_singular(std::move(d.lu), condition, sectors);
  return d;
}

/// As for a dense M >= 0. Below zero nothing is checked: what does not converge says so.
void require_productive(const Iterated& s, const std::vector<std::string>& sectors) {
  std::vector<double> sums(s.m.rows, 0);
  for (std::size_t k = 0; k < s.m.values.size(); ++k) {
    if (s.m.values[k] < 0) return;
    sums[s.m.column[k]] += s.m.values[k];
  }
  if (*std::max_element(sums.begin(), sums.end()) < 1) return;
  const SystemSolution x = s.solve_transposed(std::vector<double>(s.m.rows, 1));
  const bool positive = *std::min_element(x.values.begin(), x.values.end()) > 0;
  if (!(x.usable() ? positive : spectral_radius(s.m) < 1 - 1e-9)) fail_unproductive(kFactor, s.m, sectors);
}

void require_right_side(std::string_view function, std::string_view what, const std::vector<double>& f, std::size_t n,
                        const std::vector<std::string>& sectors) {
  if (f.size() != n)
    detail::fail(function, std::string(what) + " must have one number for each of " + std::to_string(n) + " sectors",
                 std::to_string(f.size()));
  for (std::size_t i = 0; i < n; ++i)
    if (!std::isfinite(f[i]))
      detail::fail(function, std::string(what) + " must be finite", detail::number_text(f[i]),
                   "at " + sector_name(sectors, i));
}

}  // namespace

struct InputOutputSystem::Factors {
  std::size_t size = 0;
  std::vector<std::string> sectors{};
  std::variant<Dense, Iterated> system{};
};

InputOutputSystem factor(const Matrix& m, const std::vector<std::string>& sectors) {
  require_shape(kFactor, m);
  require_square(m.rows, m.columns, sectors);
  return InputOutputSystem(std::make_shared<const InputOutputSystem::Factors>(
      InputOutputSystem::Factors{m.rows, sectors, factored(m, sectors)}));
}

InputOutputSystem factor(const SparseMatrix& m, const std::vector<std::string>& sectors) {
  require_shape(kFactor, m);
  require_square(m.rows, m.columns, sectors);
  for (std::size_t i = 0; i < m.rows; ++i)
    for (std::size_t k = m.starts[i]; k < m.starts[i + 1]; ++k) require_finite(m.values[k], i, m.column[k], sectors);
  Iterated s{m, transposed(m)};
  require_productive(s, sectors);
  return InputOutputSystem(
      std::make_shared<const InputOutputSystem::Factors>(InputOutputSystem::Factors{m.rows, sectors, std::move(s)}));
}

InputOutputSystem::InputOutputSystem(std::shared_ptr<const Factors> factors) : factors_(std::move(factors)) {}
InputOutputSystem::InputOutputSystem(const InputOutputSystem&) = default;
InputOutputSystem::InputOutputSystem(InputOutputSystem&&) noexcept = default;
InputOutputSystem& InputOutputSystem::operator=(const InputOutputSystem&) = default;
InputOutputSystem& InputOutputSystem::operator=(InputOutputSystem&&) noexcept = default;
InputOutputSystem::~InputOutputSystem() = default;

std::size_t InputOutputSystem::size() const noexcept { return factors_->size; }
const std::vector<std::string>& InputOutputSystem::sectors() const noexcept { return factors_->sectors; }

SystemSolution InputOutputSystem::solve(const std::vector<double>& f) const {
  require_right_side("structure::InputOutputSystem::solve", "f", f, size(), sectors());
  return std::visit([&](const auto& system) { return system.solve(f); }, factors_->system);
}

SystemSolution InputOutputSystem::solve_transposed(const std::vector<double>& v) const {
  require_right_side("structure::InputOutputSystem::solve_transposed", "v", v, size(), sectors());
  return std::visit([&](const auto& system) { return system.solve_transposed(v); }, factors_->system);
}

Matrix InputOutputSystem::inverse() const {
  return std::visit([](const auto& system) { return system.inverse(); }, factors_->system);
}

}  // namespace foreplan::inline v0::structure
