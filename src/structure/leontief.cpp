#include <foreplan/structure/leontief.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "core/check.hpp"
#include "numeric/lu.hpp"
#include "structure/matrix_check.hpp"
#include "structure/productive.hpp"

namespace foreplan::inline v0::structure {

struct InputOutputSystem::Factors {
  Matrix m{};
  std::vector<std::string> sectors{};
  numeric::LuFactors lu{};  ///< Of (I - M)', which is I - M row by row.
};

namespace {

constexpr std::string_view kFactor = "structure::factor";

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

double largest_size(std::span<const double> x) {
  double most = 0;
  for (const double v : x) most = std::max(most, std::abs(v));
  return most;
}

}  // namespace

InputOutputSystem factor(const Matrix& m, const std::vector<std::string>& sectors) {
  require_shape(kFactor, m);
  require_square(m.rows, m.columns, sectors);
  const std::size_t n = m.rows;
  bool negative = false;
  std::vector<double> rest = m.values;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      double& value = rest[i * n + j];
      require_finite(value, i, j, sectors);
      negative = negative || value < 0;
      value = (i == j ? 1 : 0) - value;
    }
  numeric::LuFactors lu = numeric::lu_factor(std::move(rest), n);
  const double condition = numeric::reciprocal_condition(lu);
  bool regular = condition > std::numeric_limits<double>::epsilon() * static_cast<double>(n);
  if (regular && !negative) {
    // M >= 0 has a spectral radius below 1 just when some x >= 0 has x' (I - M) > 0.
    std::vector<double> x(n, 1);
    numeric::lu_solve(lu, x);
    regular = *std::min_element(x.begin(), x.end()) > 0;
  }
  if (!regular && !negative) fail_unproductive(kFactor, sparse(m), sectors);
  if (!regular) fail_singular(std::move(lu), condition, sectors);
  return InputOutputSystem(
      std::make_shared<const InputOutputSystem::Factors>(InputOutputSystem::Factors{m, sectors, std::move(lu)}));
}

InputOutputSystem factor(const SparseMatrix& m, const std::vector<std::string>& sectors) {
  return factor(dense(m), sectors);
}

InputOutputSystem::InputOutputSystem(std::shared_ptr<const Factors> factors) : factors_(std::move(factors)) {}
InputOutputSystem::InputOutputSystem(const InputOutputSystem&) = default;
InputOutputSystem::InputOutputSystem(InputOutputSystem&&) noexcept = default;
InputOutputSystem& InputOutputSystem::operator=(const InputOutputSystem&) = default;
InputOutputSystem& InputOutputSystem::operator=(InputOutputSystem&&) noexcept = default;
InputOutputSystem::~InputOutputSystem() = default;

std::size_t InputOutputSystem::size() const noexcept { return factors_->m.rows; }
const std::vector<std::string>& InputOutputSystem::sectors() const noexcept { return factors_->sectors; }

namespace {

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

SystemSolution InputOutputSystem::solve(const std::vector<double>& f) const {
  const std::size_t n = size();
  require_right_side("structure::InputOutputSystem::solve", "f", f, n, sectors());
  SystemSolution s{f, 0, 0, Stop::converged};
  numeric::lu_solve_transposed(factors_->lu, s.values);
  std::vector<double> rest = f;
  for (std::size_t i = 0; i < n; ++i) {
    rest[i] -= s.values[i];
    for (std::size_t j = 0; j < n; ++j) rest[i] += factors_->m(i, j) * s.values[j];
  }
  if (const double size = largest_size(f); size > 0) s.residual = largest_size(rest) / size;
  return s;
}

SystemSolution InputOutputSystem::solve_transposed(const std::vector<double>& v) const {
  const std::size_t n = size();
  require_right_side("structure::InputOutputSystem::solve_transposed", "v", v, n, sectors());
  SystemSolution s{v, 0, 0, Stop::converged};
  numeric::lu_solve(factors_->lu, s.values);
  std::vector<double> rest = v;
  for (std::size_t j = 0; j < n; ++j) rest[j] -= s.values[j];
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) rest[j] += factors_->m(i, j) * s.values[i];
  if (const double size = largest_size(v); size > 0) s.residual = largest_size(rest) / size;
  return s;
}

Matrix InputOutputSystem::inverse() const {
  const std::size_t n = size();
  // Columns of the inverse of the transpose are rows of the inverse.
  Matrix result = filled_matrix(n, n);
  for (std::size_t i = 0; i < n; ++i) result(i, i) = 1;
  numeric::lu_solve(factors_->lu, result.values);
  return result;
}

namespace {

enum class Divide : std::uint8_t { columns, rows };

/// flows over the output of the sector that its column, or its row, stands for.
Matrix coefficients(std::string_view function, const InputOutputTable& table, Divide by) {
  const std::size_t n = table.sectors.size();
  require_shape(function, table.flows);
  if (table.flows.rows != n || table.flows.columns != n || table.output.size() != n)
    detail::fail(function, "flows must be n x n and output n numbers for " + std::to_string(n) + " sectors",
                 std::to_string(table.flows.rows) + " x " + std::to_string(table.flows.columns) + " and " +
                     std::to_string(table.output.size()));
  for (std::size_t i = 0; i < n; ++i)
    if (!(std::isfinite(table.output[i]) && table.output[i] >= 0))
      detail::fail(function, "output must be >= 0 and finite", detail::number_text(table.output[i]),
                   "at " + sector_name(table.sectors, i));
  Matrix a = table.flows;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const std::size_t sector = by == Divide::columns ? j : i;
      const auto where = [&] {
        return "from " + sector_name(table.sectors, i) + " to " + sector_name(table.sectors, j);
      };
      if (!std::isfinite(a(i, j)))
        detail::fail(function, "flows must be finite", detail::number_text(a(i, j)), where());
      if (table.output[sector] > 0)
        a(i, j) /= table.output[sector];
      else if (a(i, j) != 0)
        detail::fail(function,
                     by == Divide::columns ? "a sector without output must use no inputs"
                                           : "a sector without output must deliver nothing",
                     detail::number_text(a(i, j)), where());
    }
  return a;
}

}  // namespace

Matrix input_coefficients(const InputOutputTable& table) {
  return coefficients("structure::input_coefficients", table, Divide::columns);
}
Matrix allocation_coefficients(const InputOutputTable& table) {
  return coefficients("structure::allocation_coefficients", table, Divide::rows);
}

}  // namespace foreplan::inline v0::structure
